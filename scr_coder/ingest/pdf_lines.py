"""From the words of a page to lines in reading order: rows, columns, tables.

Only places count. Words on one baseline are a row; a gutter that many rows respect, with text that fills both sides of
it, parts columns; rules that form a grid make a table, and so do rows whose cells stand below each other.
"""

from __future__ import annotations

import itertools
import re
import statistics
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from scr_coder.ingest.pdf_words import HYPHEN, Rule, Word

MARK_BEGIN, MARK_END = "\ue000", "\ue001"
"""Stand around a raised mark in the text of a line until it is known which footnote it refers to."""


class Line(NamedTuple):
    """A line of text. ``x0`` to ``x1`` and the baseline ``y``; ``left`` and ``right`` bound the column it stands in.

    ``second`` is where its second word begins: where the text begins after a number or a bullet. ``first_width`` is the
    width of its first word. ``table`` numbers the table that it is a row of, from 1; 0 outside. ``column`` numbers the
    columns of the page in reading order. ``hyphen`` when its last word is broken. ``cells`` are (left, text) of the parts
    between wide gaps, where there are any: what a row of a table without rules looks like. ``box`` numbers the frame or
    tinted area on its page that it stands in, from 1; 0 outside.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    page: int
    left: float
    right: float
    second: float
    first_width: float
    hyphen: bool = False
    table: int = 0
    column: int = 0
    cells: tuple[tuple[float, str], ...] = ()
    box: int = 0


Bold = Callable[[int], bool]
Row = list[Word]


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


def _counts_lines(group: Sequence[Word]) -> bool:
    steps = [int(below.text) - int(above.text) for above, below in itertools.pairwise(group)]
    if any(step != steps[0] for step in steps) or steps[0] <= 0:
        return False
    if steps[0] in (5, 10):
        return int(group[0].text) % steps[0] == 0
    distances = [above.y - below.y for above, below in itertools.pairwise(group)]
    usual = statistics.median(distances)
    return len(group) >= 6 and usual > 0 and sum(abs(one - usual) < 0.2 * usual for one in distances) >= 0.75 * len(distances)


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


def page_lines(words: Sequence[Word], rules: Sequence[Rule], page: int, bold: Bold, layout: Layout) -> list[Line]:
    """Return the lines of a page in reading order. ``bold`` tells whether a character is bold."""
    if not words:
        return []
    grids, boxes = _grids(rules)
    grids = [grid for grid in grids if _cells_with_text(grid, words) >= 3]
    held: list[list[Word]] = [[] for _ in grids]
    free: list[Word] = []
    for word in words:
        inside = next((at for at, grid in enumerate(grids) if grid.holds(word)), None)
        (free if inside is None else held[inside]).append(word)
    for number, grid in enumerate(grids):
        # A table takes its place among the words as one word that is as wide as it is.
        size = statistics.median(word.size for word in held[number])
        free.append(Word(TABLE_MARK, grid.xs[0], grid.xs[-1], grid.ys[-1] - 0.7 * size, size, number))
    lines: list[Line] = []
    layout.tabled = [word for held_words in held for word in held_words]
    rows = _rows(free)
    layout.maybe_columns = _has_middle_gap(rows)
    for column, (flow, edges) in enumerate(_flows(rows, 0, layout)):
        left, right = layout.column(*edges, len(flow))
        for row in flow:
            for is_table, part in itertools.groupby(row, key=lambda word: word.text == TABLE_MARK):
                run = list(part)
                if is_table:
                    lines += [line for word in run for line in _grid_lines(grids[word.at], held[word.at], page, column, word.at + 1, bold)]
                else:
                    lines.append(_line(run, page, column, left, right, bold))
    return _in_boxes(lines, boxes)


def _in_boxes(lines: list[Line], boxes: Sequence[Rule]) -> list[Line]:
    """Return the lines with the box that each stands in, and the edges of the text in it: as far in as at its left."""
    for number, box in enumerate(boxes, 1):
        inside = [
            at
            for at, line in enumerate(lines)
            if not line.table and box.x0 - 1 <= line.x0 and line.x1 <= box.x1 + 1 and box.y0 <= line.y + 0.3 * line.size <= box.y1
        ]
        if inside:
            edge = min(lines[at].x0 for at in inside)
            for at in inside:
                right = max(lines[at].x1, box.x1 - max(edge - box.x0, 0))
                lines[at] = lines[at]._replace(left=edge, right=right, box=number)
    return lines


def _has_middle_gap(rows: list[Row]) -> bool:
    left, right = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    low, high = left + 0.3 * (right - left), right - 0.3 * (right - left)
    return any(b.x0 - a.x1 > 0.9 * a.size and low < (a.x1 + b.x0) / 2 < high for row in rows for a, b in itertools.pairwise(row))


TABLE_MARK = "\ue002"


def _is_table(row: Row) -> bool:
    return any(word.text == TABLE_MARK for word in row)


# Rows and columns ---------------------------------------------------------------------------------------------------


def _rows(words: Iterable[Word]) -> list[Row]:
    """Return words by baseline, from the top; raised and lowered marks are in the row of the words they belong to."""
    rows: list[Row] = []
    spans: list[tuple[float, float, float]] = []  # bottom, top, size of each row
    for word in sorted(words, key=lambda w: (-w.y - 0.25 * w.size, w.x0)):
        bottom, top = word.y - 0.2 * word.size, word.y + 0.7 * word.size
        for at in range(len(rows) - 1, max(len(rows) - 4, -1), -1):
            low, high, size = spans[at]
            shared = min(top, high) - max(bottom, low)
            if shared > 0.5 * min(top - bottom, high - low):
                rows[at].append(word)
                if word.size > size:
                    spans[at] = (bottom, top, word.size)
                break
        else:
            rows.append([word])
            spans.append((bottom, top, word.size))
    for row in rows:
        row.sort(key=lambda w: w.x0)
    order = sorted(range(len(rows)), key=lambda at: -spans[at][0])
    return [rows[at] for at in order]


class _Flow(NamedTuple):
    """Rows that are read one after the other, and the left and right edge of the room they stand in."""

    rows: list[Row]
    edges: tuple[float, float]


def _edges(rows: list[Row]) -> tuple[float, float]:
    texts = [row for row in rows if not _is_table(row)]
    return min((row[0].x0 for row in texts), default=0.0), max((word.x1 for row in texts for word in row), default=0.0)


def _flows(rows: list[Row], depth: int, layout: Layout, edges: tuple[float, float] | None = None) -> list[_Flow]:
    """Return runs of rows in reading order: the columns of each part of the page, and what spans them."""
    if depth > 3 or not rows:
        return [_Flow(rows, edges or _edges(rows))] if rows else []
    known = layout.gutter() if depth == 0 else None
    gutter = known if known is not None and _respected(rows, known) else _gutter(rows)
    if gutter is None:
        return [_Flow(rows, edges or _edges(rows))]
    flows: list[_Flow] = []
    for run, crossed in _runs(rows, gutter, layout):
        sides = [_rows(w for row in run for w in row if (w.x0 < gutter) == is_left) for is_left in (True, False)]
        usual = known is not None and gutter == known
        if not crossed and all(sides) and (usual or all(_is_text(side) for side in sides)) and _are_apart(run, gutter):
            if depth == 0 and not usual:
                layout.gutters[round(gutter)] += len(run)
            for side, room in zip(sides, _rooms(sides, gutter), strict=True):
                flows += _flows(side, depth + 1, layout, room)
        elif flows and not _parted(flows[-1].rows, run) and not _are_columns(flows):
            joined = flows[-1].rows + run
            flows[-1] = _Flow(joined, _edges(joined))
        else:
            flows.append(_Flow(run, _edges(run)))
    return flows


def _rooms(sides: list[list[Row]], gutter: float) -> list[tuple[float, float]]:
    """Return the edges of two columns: both are as wide as the wider one, as far as the gutter lets them."""
    (left, left_end), (right, right_end) = (_edges(side) for side in sides)
    width = max(left_end - left, right_end - right)
    return [(left, max(left_end, min(left + width, gutter))), (min(right, max(right_end - width, gutter)), right_end)]


def _are_columns(flows: list[_Flow]) -> bool:
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
    size = statistics.median(row[0].size for row in rows)
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
    size = statistics.median(row[0].size for row in rows)
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
    size = statistics.median(row[0].size for row in rows)
    if width < 9 * size:
        return False
    filled = [(row[-1].x1 - row[0].x0) / width for row in rows]
    words = sum(len(row) for row in rows)
    # Running text has few wide gaps inside a line; a table's cells have one in most.
    gaps = sum(1 for row in rows for a, b in itertools.pairwise(row) if b.x0 - a.x1 > 2.2 * size)
    return statistics.median(filled) >= 0.66 and words >= 3 * len(rows) and gaps <= 0.35 * len(rows)


# Lines --------------------------------------------------------------------------------------------------------------


def _line(row: Row, page: int, column: int, left: float, right: float, bold: Bold) -> Line:
    sizes = sorted(word.size for word in row for _ in range(len(word.text)))
    size = sizes[len(sizes) // 2]
    base = statistics.median(word.y for word in row if word.size >= 0.9 * size)
    heavy = bold(row[0].at) and (len(row) == 1 or bold(row[-1].at)) and (len(row) < 4 or bold(row[len(row) // 2].at))
    return Line(
        text=row_text(row, size, base),
        x0=row[0].x0,
        x1=row[-1].x1,
        y=base,
        size=size,
        bold=heavy,
        page=page,
        left=left,
        right=right,
        second=row[1].x0 if len(row) > 1 else row[0].x1,
        first_width=row[0].x1 - row[0].x0,
        hyphen=row[-1].hyphen,
        column=column,
        cells=_cells(row, size, base),
    )


def _cells(row: Row, size: float, base: float) -> tuple[tuple[float, str], ...]:
    """Return the parts of a row between gaps wider than two letters M, as (left, text); none where there is one part."""
    parts: list[Row] = [[row[0]]]
    for before, word in itertools.pairwise(row):
        if word.x0 - before.x1 > 2.0 * size:
            parts.append([])
        parts[-1].append(word)
    return tuple((part[0].x0, row_text(part, size, base)) for part in parts) if len(parts) > 1 else ()


def mark_aligned_tables(lines: list[Line], is_label: Callable[[str], bool]) -> list[Line]:
    """Number the tables without rules: three or more lines in a row, each of several cells that begin below each other.

    ``is_label`` tells a number or bullet that merely stands apart from its text.
    """
    marked = list(lines)
    number = 1000
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and _table_like(lines[end], is_label) and (end == at or _below(lines[end - 1], lines[end])):
            end += 1
        if end - at >= 3:
            number += 1
            for row in range(at, end):
                marked[row] = lines[row]._replace(table=number, text=" | ".join(text for _, text in lines[row].cells))
        at = max(end, at + 1)
    return marked


def _table_like(line: Line, is_label: Callable[[str], bool]) -> bool:
    return len(line.cells) > (2 if line.cells and is_label(line.cells[0][1]) else 1) and not line.table


def _below(before: Line, line: Line) -> bool:
    if before.page != line.page or before.column != line.column or not 0 < before.y - line.y < 4 * line.size:
        return False
    starts = [x for x, _ in before.cells]
    return sum(1 for x, _ in line.cells if any(abs(x - start) < 6 for start in starts)) >= 2


_SPACE = 0.12
"""A gap wider than this share of the font size parts two words, whatever the order they were drawn in."""


def row_text(row: Row, size: float, base: float) -> str:
    """Return the text of a row; raised marks stand between `MARK_BEGIN` and `MARK_END`."""
    if len(row) >= 6 and sum(len(word.text) == 1 and word.text.isalpha() for word in row) > 0.7 * len(row):
        return _letter_spaced(row)
    parts: list[str] = []
    before: Word | None = None
    for word in row:
        gap = 0.0 if before is None else word.x0 - before.x1
        raised = word.size < 0.85 * size and word.y > base + 0.12 * size and _is_mark(word.text)
        if before is not None and (gap > _SPACE * size or (word.spaced and gap > -0.1 * size and not raised)):
            parts.append(" ")
        parts.append(f"{MARK_BEGIN}{word.text}{MARK_END}" if raised else word.text)
        before = word
    return "".join(parts)


def _is_mark(text: str) -> bool:
    return len(text) <= 4 and (text.strip("[](),").isdecimal() or text in ("*", "**", "†", "‡"))


def _letter_spaced(row: Row) -> str:
    """Return a row that is set letter by letter as words: a gap that is clearly wider than most parts two words."""
    gaps = [b.x0 - a.x1 for a, b in itertools.pairwise(row)]
    usual = statistics.median(gaps)
    text = row[0].text
    for gap, word in zip(gaps, row[1:], strict=True):
        text += (" " if gap > 1.6 * usual + 0.05 * word.size else "") + word.text
    return text


# Tables -------------------------------------------------------------------------------------------------------------


class _Grid(NamedTuple):
    """A table that is drawn: the places of its rules."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]

    def holds(self, word: Word) -> bool:
        return self.xs[0] - 1 <= word.x0 and word.x0 < self.xs[-1] and self.ys[0] - 1 <= word.y + 0.3 * word.size <= self.ys[-1] + 1

    def cell(self, word: Word) -> tuple[int, int]:
        """Return row (from the top) and column of a word."""
        column = bisect_right(self.xs, word.x0 + min(2.0, (word.x1 - word.x0) / 2)) - 1
        row = bisect_right(self.ys, word.y + 0.3 * word.size) - 1
        return len(self.ys) - 2 - row, column


def _cells_with_text(grid: _Grid, words: Iterable[Word]) -> int:
    return len({grid.cell(word) for word in words if grid.holds(word)})


def _grids(rules: Sequence[Rule]) -> tuple[list[_Grid], list[Rule]]:
    """Return the grids that rules form, touching lines with at least two columns and two rows, and the frames of one cell."""
    across: list[Rule] = []
    down: list[Rule] = []
    for rule in rules:
        wide, high = rule.x1 - rule.x0, rule.y1 - rule.y0
        if high <= 2.5 and wide >= 8:
            across.append(rule)
        elif wide <= 2.5 and high >= 6:
            down.append(rule)
        elif wide > 12 and high > 6 and (wide < 560 or high < 700):
            across += [Rule(rule.x0, y, rule.x1, y) for y in (rule.y0, rule.y1)]
            down += [Rule(x, rule.y0, x, rule.y1) for x in (rule.x0, rule.x1)]
    if len(down) < 2 or len(across) < 2 or len(down) + len(across) > 3_000:
        return [], []
    grids: list[_Grid] = []
    boxes: list[Rule] = []
    for part in _touching([*across, *down]):
        xs = _places([(rule.x0 + rule.x1) / 2 for rule in part if rule.y1 - rule.y0 > 2.5])
        ys = _places([(rule.y0 + rule.y1) / 2 for rule in part if rule.x1 - rule.x0 > 2.5])
        if len(xs) >= 3 and len(ys) >= 3:
            grids.append(_Grid(tuple(xs), tuple(ys)))
        elif len(xs) == 2 and len(ys) >= 2 and xs[1] - xs[0] > 80:
            boxes.append(Rule(xs[0], ys[0], xs[1], ys[-1]))
    return grids, boxes


def _touching(rules: list[Rule]) -> list[list[Rule]]:
    """Return rules in groups that touch each other."""
    group = list(range(len(rules)))

    def head(at: int) -> int:
        while group[at] != at:
            group[at] = group[group[at]]
            at = group[at]
        return at

    order = sorted(range(len(rules)), key=lambda at: rules[at].x0)
    active: list[int] = []
    for at in order:
        rule = rules[at]
        active = [other for other in active if rules[other].x1 >= rule.x0 - 3]
        for other in active:
            if rules[other].y0 - 3 <= rule.y1 and rule.y0 <= rules[other].y1 + 3:
                group[head(at)] = head(other)
        active.append(at)
    parts: dict[int, list[Rule]] = {}
    for at, rule in enumerate(rules):
        parts.setdefault(head(at), []).append(rule)
    return list(parts.values())


def _places(values: list[float]) -> list[float]:
    """Return sorted places, those within 4 points of each other as one."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > 4:
            places.append(value)
    return places


def _grid_lines(grid: _Grid, words: list[Word], page: int, column: int, number: int, bold: Bold) -> list[Line]:
    """Return one line for each row of a drawn table, its cells parted by `` | ``."""
    cells: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        cells.setdefault(grid.cell(word), []).append(word)
    lines = []
    for at in sorted({row for row, _ in cells}):
        held = {column: cells[row, column] for row, column in cells if row == at}
        texts = [_cell_text(held[column]) for column in sorted(held)]
        first = [word for column in sorted(held) for word in held[column]]
        size = statistics.median(word.size for word in first)
        top = grid.ys[len(grid.ys) - 1 - at] if at < len(grid.ys) else first[0].y
        heavy = all(bold(word.at) for word in first[:3])
        line = Line(
            " | ".join(texts),
            grid.xs[0],
            grid.xs[-1],
            top - size,
            size,
            heavy,
            page,
            grid.xs[0],
            grid.xs[-1],
            0,
            0,
            table=number,
            column=column,
        )
        lines.append(line)
    return lines


def _cell_text(words: list[Word]) -> str:
    text = ""
    for row in _rows(words):
        size = statistics.median(word.size for word in row)
        piece = row_text(row, size, statistics.median(word.y for word in row))
        text = text + piece if text.endswith(HYPHEN) else f"{text} {piece}".strip()
        broken = row[-1].hyphen or re.search(r"[^\W\d_]-$", text)
        text = (text.removesuffix("-") + HYPHEN) if broken else text
    return text.removesuffix(HYPHEN) + ("-" if text.endswith(HYPHEN) else "")
