"""How a page is laid out: rows of words, gutters and columns, what stands over all columns, numbers in the margin.

Only places count. Words on one baseline are a row; a gutter that many rows respect, with text that fills both sides of
it, parts columns. What earlier pages have shown (`Layout`) decides where a page itself shows little.
"""

from __future__ import annotations

import itertools
import operator
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scr_coder.ingest.pdf_words import Word

Row = list[Word]
TABLE_MARK = "\ue002"
"""The text of the word that takes the place of a drawn table among the words of a page."""


def middle(values: Iterable[float]) -> float:
    """Return the median (the upper one of two); 0 where there are no values."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2] if ordered else 0.0


class Layout:
    """What earlier pages of a report have shown of its layout: where its gutter is, and how wide its columns are."""

    def __init__(self) -> None:
        self.gutters: Counter[int] = Counter()
        self.edges: Counter[tuple[int, int]] = Counter()
        self.margin: tuple[float, float] | None = None
        self.tabled: list[Word] = []
        self.headlines: set[int] = set()
        self.maybe_columns = False
        """Whether the last page has a row with text at either side of a gap in its middle."""

    def gutter(self) -> float | None:
        """Return the gutter that most pages so far have, or None."""
        return float(max(self.gutters, key=lambda x: self.gutters[x])) if self.gutters else None

    def column(self, left: float, right: float, rows: int) -> tuple[float, float]:
        """Return the edges of a column with text from ``left`` to ``right``: those of a fuller column around it, if known."""
        if rows >= 6:
            self.edges[round(left), round(right)] += rows
            return left, right
        around = [edge for edge in self.edges if edge[0] - 3 <= left and right <= edge[1] + 3]
        if not around:
            return left, right
        best = min(around, key=lambda edge: (edge[1] - edge[0], -self.edges[edge]))
        return min(left, best[0]), max(right, best[1])


def without_line_numbers(words: Sequence[Word], layout: Layout) -> tuple[list[Word], list[Word]]:
    """Return the words of a page without the numbers that count its lines in the margin, and those numbers.

    They stand below each other where no other text does, and count in steps of five or ten; or in steps of one, at the
    same distance each: the numbers of paragraphs, which also stand in the margin, come at any distance.
    """
    numbers = [word for word in words if word.text.isdecimal() and len(word.text) <= 4]
    best: list[Word] = []
    for edge in ("x0", "x1"):
        groups: dict[int, list[Word]] = {}
        for word in numbers:
            groups.setdefault(round(getattr(word, edge) / 3), []).append(word)
        for place in list(groups):
            group = sorted({*groups[place], *groups.get(place + 1, [])}, key=lambda word: -word.y)
            if len(group) > max(len(best), 1) and _counts_lines(group):
                best = group
    if not best and layout.margin:
        # A page with few lines may have one number: it stands where those of other pages do.
        best = [word for word in numbers if layout.margin[0] <= word.x0 and word.x1 <= layout.margin[1] and int(word.text) % 5 == 0]
    if not best:
        return list(words), []
    left, right = min(word.x0 for word in best), max(word.x1 for word in best)
    taken = set(best)
    rest = [word for word in words if word not in taken]
    if any(word.x0 < right + 4 and word.x1 > left - 4 for word in rest):
        return list(words), []
    layout.margin = (left - 8, right + 8)
    return rest, best


def without_margin_notes(words: Sequence[Word]) -> tuple[list[Word], list[Word]]:
    """Return the words of a page without the notes in its left margin, and those: small, and clear of the edge of the text."""
    sizes = Counter(map(_size, words))
    size = max(sizes, key=lambda one: sizes[one], default=0.0)
    few = sum(number for one, number in sizes.items() if one <= 0.92 * size)
    if few < 3 or few > 0.25 * len(words):
        return list(words), []
    large = [word for word in words if word.size > 0.95 * size]
    furthest = min(map(_left, large))
    small = [word for word in words if word.size <= 0.92 * size and word.x1 < furthest]
    if len(small) < 3:
        return list(words), []
    starts = Counter(round(row[0].x0 / 2) for row in rows_of(large))
    edge, lines = max(starts.items(), key=lambda item: item[1])
    lowest = min(word.x0 for word in large)
    left = min(2.0 * edge, lowest + 0.5)
    notes = [word for word in small if word.x1 < left - 0.5 * size]
    if lines < 5 or len(notes) < 3:
        return list(words), []
    top, foot = max(word.y for word in large), min(word.y for word in large)
    notes = [word for word in notes if foot <= word.y <= top]  # headers and footers may hang out, too
    taken = set(notes)
    return [word for word in words if word not in taken], notes


def _counts_lines(group: Sequence[Word]) -> bool:
    steps = [int(below.text) - int(above.text) for above, below in itertools.pairwise(group)]
    if any(step != steps[0] for step in steps) or steps[0] <= 0:
        return False
    if steps[0] in (5, 10):
        return int(group[0].text) % steps[0] == 0
    distances = [above.y - below.y for above, below in itertools.pairwise(group)]
    usual = middle(distances)
    return len(group) >= 6 and usual > 0 and sum(abs(one - usual) < 0.2 * usual for one in distances) >= 0.75 * len(distances)


def has_middle_gap(rows: list[Row]) -> bool:
    """Return whether a row has text at either side of a gap in the middle of the page."""
    left, right = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    low, high = left + 0.3 * (right - left), right - 0.3 * (right - left)
    return any(b.x0 - a.x1 > 0.9 * a.size and low < (a.x1 + b.x0) / 2 < high for row in rows for a, b in itertools.pairwise(row))


def _is_table(row: Row) -> bool:
    return any(word.text == TABLE_MARK for word in row)


def rows_of(words: Iterable[Word]) -> list[Row]:
    """Return words by baseline, from the top; raised and lowered marks are in the row of the words they belong to."""
    level: dict[tuple[float, float], list[Word]] = {}
    for word in words:
        level.setdefault((word.y, word.size), []).append(word)
    rows: list[Row] = []
    spans: list[tuple[float, float, float]] = []  # bottom, top, size of each row
    for (y, size), group in sorted(level.items(), key=lambda item: (-item[0][0] - 0.25 * item[0][1], item[1][0].x0)):
        bottom, top = y - 0.2 * size, y + 0.7 * size
        for at in range(len(rows) - 1, max(len(rows) - 4, -1), -1):
            low, high, large = spans[at]
            shared = min(top, high) - max(bottom, low)
            if shared > 0.5 * min(top - bottom, high - low):
                rows[at] += group
                if size > large:
                    spans[at] = (bottom, top, size)
                break
        else:
            rows.append(group)
            spans.append((bottom, top, size))
    for row in rows:
        row.sort(key=_left)
    return [rows[at] for at in sorted(range(len(rows)), key=lambda at: -spans[at][0])]


_left, _size = operator.attrgetter("x0"), operator.attrgetter("size")


class Flow(NamedTuple):
    """Rows that are read one after the other, and the left and right edge of the room they stand in."""

    rows: list[Row]
    edges: tuple[float, float]


def _edges(rows: list[Row]) -> tuple[float, float]:
    texts = [row for row in rows if not _is_table(row)]
    return min((row[0].x0 for row in texts), default=0.0), max((word.x1 for row in texts for word in row), default=0.0)


def flows_of(rows: list[Row], depth: int, layout: Layout, edges: tuple[float, float] | None = None) -> list[Flow]:
    """Return runs of rows in reading order: the columns of each part of the page, and what spans them."""
    if depth > 3 or not rows:
        return [Flow(rows, edges or _edges(rows))] if rows else []
    known = layout.gutter() if depth == 0 else None
    gutter = known if known is not None and _respected(rows, known) else _gutter(rows)
    if gutter is None:
        return [Flow(rows, edges or _edges(rows))]
    flows: list[Flow] = []
    for run, crossed in _runs(rows, gutter, layout):
        sides = [rows_of(w for row in run for w in row if (w.x0 < gutter) == is_left) for is_left in (True, False)]
        usual = known is not None and gutter == known
        if not crossed and all(sides) and (usual or all(_is_text(side) for side in sides)) and _are_apart(run, gutter):
            if depth == 0 and not usual:
                layout.gutters[round(gutter)] += len(run)
            for side, room in zip(sides, _rooms(sides, gutter), strict=True):
                flows += flows_of(side, depth + 1, layout, room)
        elif flows and not _parted(flows[-1].rows, run) and not _are_columns(flows):
            joined = flows[-1].rows + run
            flows[-1] = Flow(joined, _edges(joined))
        else:
            flows.append(Flow(run, _edges(run)))
    return flows


def _rooms(sides: list[list[Row]], gutter: float) -> list[tuple[float, float]]:
    """Return the edges of two columns: both are as wide as the wider one, as far as the gutter lets them."""
    (left, left_end), (right, right_end) = (_edges(side) for side in sides)
    width = max(left_end - left, right_end - right)
    return [(left, max(left_end, min(left + width, gutter))), (min(right, max(right_end - width, gutter)), right_end)]


def _are_columns(flows: list[Flow]) -> bool:
    """Return whether the last two runs stand side by side."""
    return len(flows) > 1 and _parted(flows[-2].rows, flows[-1].rows)


def _respected(rows: list[Row], gutter: float) -> bool:
    """Return whether most rows of a page respect a gutter, and there is text at either side of it."""
    crossing = sum(1 for row in rows if _crosses(row, gutter))
    left = any(row[0].x0 < gutter and not _crosses(row, gutter) for row in rows)
    right = any(row[-1].x0 >= gutter and not _crosses(row, gutter) for row in rows)
    beyond = [word.text for row in rows for word in row if word.x0 >= gutter and word.text != TABLE_MARK]
    words = sum(any(char.isalpha() for char in text) for text in beyond)
    return left and right and crossing <= 0.5 * len(rows) and words > 0.5 * len(beyond)


def _are_apart(run: list[Row], gutter: float) -> bool:
    """Return whether words at either side of a gutter stand clearly apart wherever a row has both."""
    for row in run:
        left = [word for word in row if word.x0 < gutter]
        right = [word for word in row if word.x0 >= gutter]
        if left and right and right[0].x0 - left[-1].x1 < 0.75 * right[0].size:
            return False
    return True


def _parted(before: list[Row], after: list[Row]) -> bool:
    """Return whether two neighbouring runs stand side by side rather than one below the other."""
    return min(word.y for row in before for word in row) < max(word.y for row in after for word in row)


def _gutter(rows: list[Row]) -> float | None:
    """Return the middle of the gap that most rows respect, or None where there is no such gap."""
    rows = [row for row in rows if not _is_table(row)]
    if len(rows) < 3:
        return None
    x0 = min(row[0].x0 for row in rows)
    x1 = max(word.x1 for row in rows for word in row)
    width = x1 - x0
    size = middle(row[0].size for row in rows)
    gaps = [[(a.x1, b.x0) for a, b in itertools.pairwise(row) if b.x0 - a.x1 >= 0.9 * size] for row in rows]
    ends = [(row[0].x0, max(word.x1 for word in row)) for row in rows]
    best: tuple[float, float] | None = None
    places = {round((a + b) / 2, 0) for row in gaps for a, b in row} | {round(x0 + width * part, 0) for part in (1 / 3, 0.5, 2 / 3)}
    for x in sorted(places):
        if not x0 + 0.2 * width < x < x1 - 0.2 * width:
            continue
        both = sum(1 for row in gaps if any(a <= x - 0.3 * size and x + 0.3 * size <= b for a, b in row))
        beside = both + min(sum(1 for _, end in ends if end <= x), sum(1 for start, _ in ends if start >= x))
        score = beside - 0.001 * abs(x - (x0 + x1) / 2) / max(width, 1)
        if beside >= 3 and beside >= 0.15 * len(rows) and (best is None or score > best[0]):
            best = (score, x)
    return None if best is None else _beside_left_column(rows, best[1], size)


def _beside_left_column(rows: list[Row], x: float, size: float) -> float:
    """Return the gutter next to the left column: numbers that hang out of the right one belong to that."""
    start = int(x - 8 * size)
    covered = [0] * (int(8 * size) + 1)
    for row in rows:
        for word in row:
            for at in range(max(0, int(word.x0) - start), min(len(covered), int(word.x1) - start + 1)):
                covered[at] += 1
    least = min(covered)
    body = next((at for at, count in enumerate(covered) if count >= 0.35 * len(rows)), 0)
    width = max(int(0.6 * size), 3)
    for at in range(body + 1, len(covered) - width):
        if max(covered[at : at + width]) <= least:
            end = next((to for to in range(at, len(covered)) if covered[to] > least), len(covered))
            return float(start + (at + min(end, len(covered))) // 2)
    return x


def _runs(rows: list[Row], gutter: float, layout: Layout) -> list[tuple[list[Row], bool]]:
    """Return the rows in runs: those that reach over the gutter, and those that respect it."""
    runs: list[tuple[list[Row], bool]] = []
    size = middle(row[0].size for row in rows)
    right = [word for word in [*(word for row in rows for word in row), *layout.tabled] if word.x0 >= gutter and word.text != TABLE_MARK]
    layout.headlines |= {round(row[0].size) for row in rows if row[0].size > 1.12 * size and _crosses(row, gutter) and not _is_table(row)}
    for at, row in enumerate(rows):
        crossed = _crosses(row, gutter) or (_is_headline(row, gutter, size, right) and _is_headline_size(row[0].size, size, layout))
        if not crossed and at + 1 < len(rows) and _is_table(rows[at + 1]) and _crosses(rows[at + 1], gutter):
            crossed = _CAPTION.match(" ".join(word.text for word in row[:3])) is not None
        if runs and runs[-1][1] == crossed:
            runs[-1][0].append(row)
        else:
            runs.append(([row], crossed))
    return runs


_CAPTION = re.compile(r"(?:table|figure|chart|diagram)\s+\w+", re.IGNORECASE)


def _is_headline_size(size: float, usual: float, layout: Layout) -> bool:
    """Return whether headings of this size stand over all columns: so large, or one of them was seen to reach over."""
    return size >= 1.35 * usual or round(size) in layout.headlines


def _is_headline(row: Row, gutter: float, size: float, right: Sequence[Word]) -> bool:
    """Return whether a row is a heading over all columns that does not reach the gutter: large, with nothing beside it.

    In the columns to the right there is text above and below, and none for a line's height around it.
    """
    if row[0].size < 1.15 * size or row[-1].x1 > gutter or row[0].x0 >= gutter:
        return False
    y, height = row[0].y, row[0].size
    above = any(word.y > y + height for word in right)
    below = any(word.y < y - height for word in right)
    return above and below and not any(y - 0.9 * height < word.y < y + 1.1 * height for word in right)


def _crosses(row: Row, gutter: float) -> bool:
    """Return whether text runs over the gutter: a word on it, or two words close to each other at either side of it."""
    before: Word | None = None
    for word in row:
        if word.x0 < gutter < word.x1:
            return True
        if before is not None and before.x1 <= gutter <= word.x0:
            return word.x0 - before.x1 < 0.75 * max(word.size, before.size)
        before = word
    return False


def _is_text(side: list[Row]) -> bool:
    """Return whether one side of a gutter is a column of running text: lines that mostly fill their width."""
    rows = [row for row in side if row and not _is_table(row)]
    if len(rows) < 3:
        return False
    left, right = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    width = right - left
    size = middle(row[0].size for row in rows)
    if width < 9 * size:
        return False
    filled = [(row[-1].x1 - row[0].x0) / width for row in rows]
    words = sum(len(row) for row in rows)
    # Running text has few wide gaps inside a line; a table's cells have one in most.
    gaps = sum(1 for row in rows for a, b in itertools.pairwise(row) if b.x0 - a.x1 > 2.2 * size)
    return middle(filled) >= 0.66 and words >= 3 * len(rows) and gaps <= 0.35 * len(rows)
