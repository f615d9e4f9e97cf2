"""From the words of a page to lines in reading order, rows of tables among them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from scr_coder.ingest.pdf_columns import TABLE_MARK, Layout, Row, flows_of, has_middle_gap, middle, rows_of
from scr_coder.ingest.pdf_tables import Grid, cells_with_text, grids_of
from scr_coder.ingest.pdf_words import HYPHEN, Rule, Word

MARK_BEGIN, MARK_END = "\ue000", "\ue001"
"""Stand around a raised mark in the text of a line until it is known which footnote it refers to."""
Bold = Callable[[int], bool]


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


def page_lines(words: Sequence[Word], rules: Sequence[Rule], page: int, bold: Bold, layout: Layout) -> list[Line]:
    """Return the lines of a page in reading order. ``bold`` tells whether a character is bold."""
    if not words:
        return []
    grids, boxes = grids_of(rules)
    grids = [grid for grid in grids if cells_with_text(grid, words) >= 3]
    held: list[list[Word]] = [[] for _ in grids]
    free: list[Word] = []
    for word in words:
        inside = next((at for at, grid in enumerate(grids) if grid.holds(word)), None)
        (free if inside is None else held[inside]).append(word)
    for number, grid in enumerate(grids):
        # A table takes its place among the words as one word that is as wide as it is.
        size = middle(word.size for word in held[number])
        free.append(Word(TABLE_MARK, grid.xs[0], grid.xs[-1], grid.ys[-1] - 0.7 * size, size, number))
    lines: list[Line] = []
    layout.tabled = [word for held_words in held for word in held_words]
    rows = rows_of(free)
    layout.maybe_columns = has_middle_gap(rows)
    for column, (flow, edges) in enumerate(flows_of(rows, 0, layout)):
        left, right = layout.column(*edges, len(flow))
        for row in flow:
            for is_table, part in itertools.groupby(row, key=lambda word: word.text == TABLE_MARK):
                run = list(part)
                if is_table:
                    lines += [line for word in run for line in _grid_lines(grids[word.at], held[word.at], page, column, word.at + 1, bold)]
                else:
                    lines.append(_line(run, page, column, left, right, bold))
    return _in_boxes(lines, boxes)


def tightened(lines: list[Line]) -> list[Line]:
    """Return the lines of a page with the edges that their columns have without headers and footers, which reach further out."""
    edges: dict[int, tuple[float, float]] = {}
    for column in {line.column for line in lines}:
        texts = [line for line in lines if line.column == column and not line.table and not line.box]
        if len(texts) >= 6:
            edges[column] = (min(line.x0 for line in texts), max(line.x1 for line in texts))
    return [
        line
        if line.table or line.box or line.column not in edges
        else line._replace(left=max(line.left, edges[line.column][0]), right=min(line.right, edges[line.column][1]))
        for line in lines
    ]


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


def _line(row: Row, page: int, column: int, left: float, right: float, bold: Bold) -> Line:
    letters: dict[float, int] = {}
    for word in row:
        letters[word.size] = letters.get(word.size, 0) + len(word.text)
    size = max(letters, key=lambda one: letters[one])
    base = middle(word.y for word in row if word.size >= 0.9 * size)
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
    usual = middle(gaps)
    text = row[0].text
    for gap, word in zip(gaps, row[1:], strict=True):
        text += (" " if gap > 1.6 * usual + 0.05 * word.size else "") + word.text
    return text


def _grid_lines(grid: Grid, words: list[Word], page: int, column: int, number: int, bold: Bold) -> list[Line]:
    """Return one line for each row of a drawn table, its cells parted by `` | ``."""
    cells: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        cells.setdefault(grid.cell(word), []).append(word)
    lines = []
    columns = sorted({column for _, column in cells})
    for at in sorted({row for row, _ in cells}):
        held = {column: cells[row, column] for row, column in cells if row == at}
        # Cells without words keep their place, so that what stands below a heading stays there.
        texts = [_cell_text(held.get(column, [])) for column in columns if column <= max(held)]
        first = [word for column in sorted(held) for word in held[column]]
        size = middle(word.size for word in first)
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
    for row in rows_of(words):
        size = middle(word.size for word in row)
        piece = row_text(row, size, middle(word.y for word in row))
        text = text + piece if text.endswith(HYPHEN) else f"{text} {piece}".strip()
        broken = row[-1].hyphen or re.search(r"[^\W\d_]-$", text)
        text = (text.removesuffix("-") + HYPHEN) if broken else text
    return text.removesuffix(HYPHEN) + ("-" if text.endswith(HYPHEN) else "")
