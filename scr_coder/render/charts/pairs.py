"""Co-occurrence: the issues that are found together most, each with each, with the number of times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scr_coder.render.charts.matrix import draw_key, hatched_cell
from scr_coder.render.charts.palette import GREY, LINE, PAPER, RAMP, ink_on
from scr_coder.render.charts.reading import Counted, Drawing, Named, base_of, column_of, counted_rows, listed, named, number, ordered
from scr_coder.render.charts.sheet import LEFT, NORMAL, RIGHT, SMALL, Sheet, fits, label_lines, line_height
from scr_coder.tables.table import SUPPRESSED, Table
from scr_coder.text import count_of

MOST = 12
"""How many issues are drawn."""
_LABELS, _CELL, _HEIGHT = 290.0, 37.5, 34.0
_BOLD_PAIRS = 3


def draw_pairs(table: Table) -> Drawing | None:
    """Return the issues that occur together most as a triangle of cells; None where no pair is shown.

    Which issues are drawn follows from the numbers that are shown alone, the largest first.
    """
    rows = counted_rows(table, ["issue_a", "issue_b"])
    shown = sorted((row for row in rows if row.n), key=lambda row: -(row.n or 0))
    if not shown:
        return None
    column = column_of(table, "issue_a")
    chosen: list[str] = []
    for row in shown:
        more = [issue for issue in row.keys if issue not in chosen]
        if len(chosen) + len(more) <= MOST:
            chosen += more
    issues = ordered(column, chosen)
    names = {issue: named(column, issue) for issue in {issue for row in rows for issue in row.keys}}
    cells = {frozenset(row.keys): row for row in rows if set(row.keys) <= set(issues)}
    body = _body(table, issues, names, cells, shown)
    hidden = sum(cell.n is None for cell in cells.values())
    others = {issue for row in rows for issue in row.keys} - set(issues)
    notes = ["An empty cell: the table does not have the pair."] if len(cells) < len(issues) * (len(issues) - 1) // 2 else []
    if hidden:
        notes.append(f"Hatched, {SUPPRESSED}: {count_of(hidden, 'number is', 'numbers are')} suppressed.")
    if others:
        notes.append(f"{count_of(len(others), 'further issue is', 'further issues are')} only in the table.")
    return Drawing(table.title, body, tuple(notes), _alt(table, issues, names, shown, hidden, len(others)))


def _body(
    table: Table, issues: Sequence[str], names: Mapping[str, Named], cells: Mapping[frozenset[str], Counted], shown: Sequence[Counted]
) -> Sheet:
    sheet = Sheet()
    start = LEFT + _LABELS
    most = shown[0].n or 1
    for down, issue in enumerate(issues):
        y = down * _HEIGHT
        name = names[issue]
        lines = label_lines(name.id, name.label, _LABELS - 8)
        sheet.named(LEFT, y + (_HEIGHT - line_height(NORMAL) * len(lines)) / 2 - 1, name.id, lines)
        for at, other in enumerate(issues[:down]):
            x = start + at * _CELL
            cell = cells.get(frozenset((issue, other)))
            if cell is None:
                sheet.box(x, y, _CELL, _HEIGHT, fill=PAPER, edge=LINE)
            elif cell.n is None:
                hatched_cell(sheet, x, y, _CELL, _HEIGHT, cell.mark)
            else:
                fill = _shade(cell.n, most)
                sheet.box(x, y, _CELL, _HEIGHT, fill=fill, edge=LINE, mark=f"cell-{cell.at}")
                size = NORMAL if fits(f"{cell.n:,}", _CELL - 4, NORMAL) else SMALL
                sheet.word(
                    x + _CELL / 2, y + _HEIGHT / 2 + 4, f"{cell.n:,}", size=size, colour=ink_on(fill), anchor="middle", mark=cell.mark
                )
        sheet.word(start + (down + 0.5) * _CELL, y + _HEIGHT / 2 + 4, name.id or "·", size=SMALL, anchor="middle", bold=True)
    if len(issues) > 5:
        _most_often(sheet, names, shown)
    bounds = [most * step // len(RAMP) for step in range(len(RAMP) + 1)]  # as `_shade` parts them
    steps = [(fill, _from_to(low + 1, high)) for fill, low, high in zip(RAMP, bounds, bounds[1:], strict=False) if high > low]
    draw_key(sheet, len(issues) * _HEIGHT + 12, f"Number of {table.unit} with both:", steps)
    return sheet


def _shade(n: int, most: int) -> str:
    return RAMP[max(0, -(-n * len(RAMP) // most) - 1)]


def _from_to(low: int, high: int) -> str:
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def _most_often(sheet: Sheet, names: Mapping[str, Named], shown: Sequence[Counted]) -> None:
    """Write the largest numbers out in words, in the corner that the triangle leaves empty."""
    lines = [f"{names[row.keys[0]].id} and {names[row.keys[1]].id}: {number(row)}" for row in shown[:_BOLD_PAIRS]]
    y = sheet.lines(RIGHT, 2, ["Most often together"], anchor="end", colour=GREY)
    sheet.lines(RIGHT, y, lines, anchor="end")


def _alt(
    table: Table, issues: Sequence[str], names: Mapping[str, Named], shown: Sequence[Counted], hidden: int, others: int
) -> tuple[str, ...]:
    pairs = [f"{names[row.keys[0]]} with {names[row.keys[1]]} ({number(row)})" for row in shown[:_BOLD_PAIRS]]
    said = [
        f"A triangle of cells: how often {len(issues)} practice issues were found with each other, in {table.unit}, of {base_of(table)}.",
        f"Most often together: {listed(pairs)}.",
    ]
    left = [f"{count_of(others, 'further issue')}"] if others else []
    left += [f"{count_of(hidden, 'number')} suppressed"] if hidden else []
    if left:
        said.append(f"Not drawn: {listed(left)}.")
    return tuple(said)
