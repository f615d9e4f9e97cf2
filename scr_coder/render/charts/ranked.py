"""Ranked issues: the most frequent first, with their intervals where the table has them."""

from __future__ import annotations

from collections.abc import Sequence

from scr_coder.render.charts.palette import BLUE, GREY, INK, LINE
from scr_coder.render.charts.reading import Counted, Drawing, Named, base_of, column_of, counted_rows, listed, named, number
from scr_coder.render.charts.sheet import LEFT, RIGHT, SMALL, Axis, Sheet, across, axis, label_lines, line_height
from scr_coder.tables.percent import SMALL_BASE
from scr_coder.tables.table import SUPPRESSED, Table
from scr_coder.text import count_of

MOST = 25
"""More rows than that are read better in the table."""
_LABELS, _START, _END = 320.0, 342.0, 636.0


def draw_ranked(table: Table) -> Drawing | None:
    """Return the ranked issues of a table with one row for each; None where none was found or all are suppressed.

    Rows that are suppressed have no place among the others: a note names them, in the order of the taxonomy.
    """
    column = column_of(table, "issue")
    rows = counted_rows(table, ["issue"])
    found = sorted((row for row in rows if row.n), key=lambda row: -(row.n or 0))
    if not found or table.base is None:
        return None
    shown, rest = found[:MOST], found[MOST:]
    names = {row.keys[0]: named(column, row.keys[0]) for row in rows}
    none = [names[row.keys[0]] for row in rows if row.n == 0]
    hidden = [names[row.keys[0]] for row in sorted((r for r in rows if r.n is None), key=lambda r: column.order.index(r.keys[0]))]
    notes = []
    if rest:
        notes.append(f"{count_of(len(rest), 'further issue was', 'further issues were')} found in at most {rest[0].n:,}; see the table.")
    if hidden:
        notes.append(f"{SUPPRESSED} Suppressed, and not drawn: {_ids(hidden)}.")
    if none:
        notes.append(f"Not found in any of them: {_ids(none)}.")
    body = _body(table, shown, names)
    return Drawing(f"Practice issues by number of {table.unit}", body, tuple(notes), _alt(table, shown, names, rest, hidden, none))


def _ids(names: Sequence[Named]) -> str:
    return listed([name.id or name.label for name in names])


def _body(table: Table, shown: Sequence[Counted], names: dict[str, Named]) -> Sheet:
    sheet = Sheet()
    percent = all(row.percent is not None for row in shown)
    interval = percent and any(row.high is not None for row in shown)
    most = max((row.high or row.percent or 0) if percent else (row.n or 0) for row in shown)
    scale = axis(most, _START, _END)
    base = base_of(table)
    title = f"% of {base}{', with 95% intervals' if interval else ''}" if percent else f"Number of {table.unit}, of {table.base:,}"
    y = top = 40.0
    labels = {row.at: label_lines(names[row.keys[0]].id, names[row.keys[0]].label, _LABELS) for row in shown}
    heights = [max(20.0, line_height(12) * len(labels[row.at]) + 5) for row in shown]
    across(sheet, scale, top, top + sum(heights), title, "%" if percent else "")
    sheet.word(RIGHT, top - 5, f"n ({'%' if percent else f'of {table.base:,}'})", size=SMALL, colour=GREY, anchor="end")
    for row, height in zip(shown, heights, strict=True):
        text = labels[row.at]
        sheet.named(LEFT, y + (height - line_height(12) * len(text)) / 2 - 1, names[row.keys[0]].id, text)
        _bar(sheet, scale, row, y + height / 2, percent, interval)
        told = f"{row.n:,}" + (f" ({row.percent:.1f})" if percent else "")
        sheet.word(RIGHT, y + height / 2 + 4, told, anchor="end", mark=row.mark)
        y += height
    return sheet


def _bar(sheet: Sheet, scale: Axis, row: Counted, y: float, percent: bool, interval: bool) -> None:
    """Draw a dot with its interval, or a bar where there is none."""
    value = scale.at((row.percent if percent else row.n) or 0)
    if not interval:
        sheet.box(scale.start, y - 5, value - scale.start, 10, fill=BLUE, mark=f"bar-{row.at}")
        return
    sheet.stroke([(LEFT + _LABELS + 8, y), (RIGHT - 90, y)], colour=LINE, width=0.6)
    if row.low is not None and row.high is not None:
        sheet.stroke([(scale.at(row.low), y), (scale.at(row.high), y)], colour=INK, width=1.6, mark=f"interval-{row.at}")
    sheet.dots([(value, y)], size=8, fill=BLUE, edge=INK, mark=f"dot-{row.at}")


def _alt(
    table: Table, shown: Sequence[Counted], names: dict[str, Named], rest: Sequence[Counted], hidden: Sequence[Named], none: Sequence[Named]
) -> tuple[str, ...]:
    first = [f"{names[row.keys[0]]} ({number(row)})" for row in shown[:3]]
    last = shown[-1]
    said = [
        f"Practice issues ranked by the number of {table.unit} in which they were found, of {base_of(table)}.",
        f"The most frequent {'is' if len(first) == 1 else 'are'} {listed(first)}"
        + (f"; the least frequent drawn is {names[last.keys[0]]} ({number(last)})." if len(shown) > len(first) else "."),
    ]
    left = []
    if rest:
        left.append(f"{count_of(len(rest), 'issue')} found in at most {rest[0].n:,}")
    if none:
        left.append(f"{count_of(len(none), 'issue')} never found")
    if hidden:
        left.append(f"{count_of(len(hidden), 'issue')} suppressed")
    if left:
        said.append(f"Not drawn: {listed(left)}.")
    if table.base is not None and table.base < SMALL_BASE:
        said.append(f"The base is below {SMALL_BASE}, so there are no percentages.")
    return tuple(said)
