"""Cells in rows and columns, with the numbers written in them, and shades that say the same: areas by an attribute, families by area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from scr_coder.render.charts.measure import width_of, wrap
from scr_coder.render.charts.palette import GREY, INK, LINE, PAPER, RAMP, ink_on
from scr_coder.render.charts.reading import Counted, Drawing, Named, base_of, column_of, counted_rows, listed, named, number, ordered
from scr_coder.render.charts.sheet import LEFT, NORMAL, RIGHT, SMALL, Sheet, label_lines, line_height
from scr_coder.tables.percent import SMALL_BASE
from scr_coder.tables.table import ALL, SUPPRESSED, Table
from scr_coder.text import count_of

MOST_ACROSS, MOST_DOWN = 9, 30
"""How many columns and rows are drawn, beside those for all."""
_LABELS = 234.0
_WIDEST, _GAP = 84.0, 6.0
_STEPS = (0.1, 0.25, 0.5, 0.75, 1.0)
"""Up to which share a shade of the ramp goes."""
_PLURALS = {"area": "Areas", "family": "Cause families"}


class Grid(NamedTuple):
    """What is drawn: the values down and across in order, their names, and the row of the table behind each cell."""

    down: list[str]
    across: list[str]
    names: Mapping[tuple[int, str], Named]
    cells: Mapping[tuple[str, str], Counted]
    left: int
    """How many values of the table have no row or column here."""

    def heads(self, value: str) -> Named:
        """Return the name of a value that runs across."""
        return self.names[1, value]


def draw_matrix(table: Table, down: str, across: str) -> Drawing | None:
    """Return a crosstab as cells; None where it has nothing to show.

    ``down``, ``across``: the names of its two dimensions. They change places where that many do not fit across.
    """
    rows = counted_rows(table, [down, across])
    if not any(row.n for row in rows):
        return None
    high, wide = (len({row.keys[at] for row in rows} - {ALL}) for at in (0, 1))
    if high <= MOST_ACROSS < wide:
        grid = _grid(table, [row._replace(keys=row.keys[::-1]) for row in rows], across, down)
    else:
        grid = _grid(table, rows, down, across)
    body = _body(table, grid)
    hidden = sum(cell.n is None for key, cell in grid.cells.items() if set(key) <= {*grid.down, *grid.across})
    key = [f"{name.id}\u00a0{name.label}" for name in map(grid.heads, grid.across) if name.id]
    notes = [f"{'; '.join(key)}." if key else "", _on_hidden(hidden)]
    if grid.left:
        notes.append(f"{count_of(grid.left, 'value is', 'values are')} only in the table: those with the smallest bases.")
    title = f"{_PLURALS[down]} by {_small(column_of(table, across).title)}: number of {table.unit}"
    return Drawing(title, body, tuple(note for note in notes if note), _alt(table, grid, hidden, title))


def _small(title: str) -> str:
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def _on_hidden(hidden: int) -> str:
    return f"Hatched, {SUPPRESSED}: {count_of(hidden, 'number is', 'numbers are')} suppressed." if hidden else ""


def _grid(table: Table, rows: Sequence[Counted], down: str, across: str) -> Grid:
    names: dict[tuple[int, str], Named] = {}
    kept: list[list[str]] = []
    left = 0
    for at, (name, most) in enumerate(((down, MOST_DOWN), (across, MOST_ACROSS))):
        column = column_of(table, name)
        values = [value for value in ordered(column, {row.keys[at] for row in rows}) if value != ALL]
        names |= {(at, value): named(column, value) for value in [*values, ALL]}
        if len(values) > most:
            left += len(values) - most
            bases = {row.keys[at]: row.base or 0 for row in rows}
            largest = sorted(values, key=lambda value: -bases[value])[:most]
            values = [value for value in values if value in largest]
        kept.append([*values, *([ALL] if any(row.keys[at] == ALL for row in rows) else [])])
    return Grid(kept[0], kept[1], names, {(row.keys[0], row.keys[1]): row for row in rows}, left)


def _body(table: Table, grid: Grid) -> Sheet:
    sheet = Sheet()
    gap = _GAP if ALL in grid.across else 0.0
    width = min(_WIDEST, (RIGHT - LEFT - _LABELS - gap) / len(grid.across))
    lefts = {value: LEFT + _LABELS + width * at + (gap if value == ALL else 0) for at, value in enumerate(grid.across)}
    bases_down, bases_across = _bases(grid)
    top = _heads(sheet, grid, lefts, width, bases_across)
    small = any(cell.base is not None and cell.base < SMALL_BASE for cell in grid.cells.values())
    shares = any(cell.percent is not None for cell in grid.cells.values())
    height = 36.0 if shares else 25.0
    y = top
    for value in grid.down:
        y += _GAP if value == ALL else 0
        name = grid.names[0, value]
        label = str(name.label) + (f" (N {bases_down[value]})" if value in bases_down else "")
        lines = label_lines(name.id, label, _LABELS - 8, most=3)
        high = max(height, line_height(NORMAL) * len(lines) + 4)
        sheet.named(LEFT, y + (high - line_height(NORMAL) * len(lines)) / 2 - 1, name.id, lines)
        for head in grid.across:
            cell = grid.cells.get((value, head))
            if cell is not None:
                _cell(sheet, cell, lefts[head], y, width, high, not bases_across and not bases_down)
        y += high
    _key(sheet, y + 12, table, small)
    return sheet


def _bases(grid: Grid) -> tuple[dict[str, str], dict[str, str]]:
    """Return the bases that belong to the values down, or to those across; nothing where all have the same."""
    found = []
    for at in (0, 1):
        bases: dict[str, set[int | None]] = {}
        for key, cell in grid.cells.items():
            bases.setdefault(key[at], set()).add(cell.base)
        alike = all(len(of) == 1 for of in bases.values())
        differ = len({next(iter(of)) for of in bases.values()}) > 1
        told = {value: SUPPRESSED if base is None else f"{base:,}" for value, of in bases.items() for base in of}
        found.append(told if alike and differ else {})
    return found[0], found[1] if not found[0] else {}


def _heads(sheet: Sheet, grid: Grid, lefts: Mapping[str, float], width: float, bases: Mapping[str, str]) -> float:
    """Draw the heads of the columns, on one foot; return where the cells begin."""
    heads = {}
    for value in grid.across:
        name = grid.heads(value)
        heads[value] = wrap(name.id or name.label, width - 2, SMALL, most=6)
    most = max(len(lines) for lines in heads.values())
    step = line_height(SMALL)
    for value, lines in heads.items():
        x = lefts[value] + width / 2
        sheet.lines(x, (most - len(lines)) * step, lines, size=SMALL, anchor="middle", bold=bool(grid.heads(value).id))
        if bases:
            sheet.lines(x, most * step, [f"N {bases[value]}"], size=SMALL, colour=GREY, anchor="middle")
    return step * (most + bool(bases)) + 6


def shade(n: int, base: int) -> str:
    """Return the shade of a share: white for none, darker in steps."""
    if not n:
        return PAPER
    return RAMP[next((at for at, step in enumerate(_STEPS) if n <= step * base), len(RAMP) - 1)]


def _cell(sheet: Sheet, cell: Counted, x: float, y: float, width: float, height: float, same_base: bool) -> None:
    """Draw a cell: n, and beneath it its percentage, or beside it its base where that is too small for one."""
    middle = x + width / 2
    if cell.n is None or cell.base is None:
        hatched_cell(sheet, x, y, width, height, cell.mark)
        return
    fill = shade(cell.n, cell.base)
    sheet.box(x, y, width, height, fill=fill, edge=LINE, mark=f"cell-{cell.at}")
    ink = ink_on(fill)
    if cell.percent is None:
        told = f"{cell.n:,}" if same_base else f"{cell.n:,}/{cell.base:,}"
        sheet.word(middle, y + height / 2 + 4, told, colour=ink, anchor="middle", mark=cell.mark)
        return
    if not cell.n:
        sheet.word(middle, y + height / 2 + 4, "0", colour=GREY, anchor="middle", mark=cell.mark)
        return
    sheet.word(middle, y + height / 2 - 2, f"{cell.n:,}", colour=ink, anchor="middle", bold=True, mark=cell.mark)
    sheet.word(middle, y + height / 2 + 12, f"{cell.percent:.1f}%", size=SMALL, colour=ink, anchor="middle", mark=f"percent-{cell.at}")


def hatched_cell(sheet: Sheet, x: float, y: float, width: float, height: float, mark: str) -> None:
    """Draw a cell whose number is suppressed: all of them look the same."""
    sheet.box(x, y, width, height, fill=PAPER, edge=LINE, hatched=True)
    plate = min(width - 8, 22.0)
    sheet.box(x + width / 2 - plate / 2, y + height / 2 - 8, plate, 16, fill=PAPER)
    sheet.word(x + width / 2, y + height / 2 + 4, SUPPRESSED, size=SMALL, colour=INK, anchor="middle", mark=mark)


def _key(sheet: Sheet, y: float, table: Table, small: bool) -> None:
    """Draw what the shades stand for."""
    steps = ["none", *(("to 1/10", "to 1/4", "to 1/2", "to 3/4", "more") if small else ("to 10%", "to 25%", "to 50%", "to 75%", "more"))]
    draw_key(sheet, y, f"Share of the {table.unit}:", list(zip((PAPER, *RAMP), steps, strict=True)))


def draw_key(sheet: Sheet, y: float, title: str, steps: Sequence[tuple[str, str]]) -> None:
    """Draw swatches of shades with what each stands for."""
    sheet.word(LEFT, y + 11, title, size=SMALL, colour=GREY)
    x = LEFT + width_of(title, SMALL) + 16
    for fill, told in steps:
        sheet.box(x, y, 18, 14, fill=fill, edge=LINE)
        sheet.word(x + 23, y + 11, told, size=SMALL, colour=GREY)
        x += 23 + width_of(told, SMALL) + 18
    sheet.height = max(sheet.height, y + 16)


def _alt(table: Table, grid: Grid, hidden: int, title: str) -> tuple[str, ...]:
    cells = [cell for (one, two), cell in grid.cells.items() if one in grid.down and two in grid.across and ALL not in (one, two)]
    shown = sorted((cell for cell in cells if cell.n is not None and cell.base), key=lambda cell: -(cell.n or 0) / (cell.base or 1))
    said = [f"Heat map. {title}, of {base_of(table)}; {len(grid.down)} rows by {len(grid.across)} columns, margins included."]
    if shown:
        large, small = shown[0], shown[-1]
        none = sum(not cell.n for cell in shown)
        least = f"{count_of(none, 'cell is', 'cells are')} 0" if none else f"the smallest {_place(grid, small)} ({number(small)})"
        said.append(f"The largest share is {_place(grid, large)} ({number(large)}); {least}.")
    left = [f"{count_of(hidden, 'number')} suppressed"] if hidden else []
    left += [f"{count_of(grid.left, 'value')} only in the table"] if grid.left else []
    if left:
        said.append(f"Not drawn: {listed(left)}.")
    return tuple(said)


def _place(grid: Grid, cell: Counted) -> str:
    return f"{grid.names[0, cell.keys[0]]}, {grid.names[1, cell.keys[1]]}"
