"""Trend: one small picture for each of the issues that change most, or are most frequent, all on the same scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from scr_coder.render.charts.measure import width_of
from scr_coder.render.charts.palette import ACCENT, BLUE, GREY, INK, LINE, PALE, PAPER
from scr_coder.render.charts.reading import Counted, Drawing, Named, column_of, counted_rows, listed, named
from scr_coder.render.charts.sheet import LEFT, RIGHT, SMALL, Axis, Sheet, axis, fits, label_lines
from scr_coder.tables.kinds.trend import FEW, LEAST_PERIODS
from scr_coder.tables.percent import SMALL_BASE
from scr_coder.tables.table import SUPPRESSED, Table
from scr_coder.text import count_of

MOST = 12
MOST_PERIODS = 40
"""More periods than that cannot be told apart in a panel."""
CHANGING = 0.05
"""Up to this p (Holm) a change is marked."""
_ACROSS, _SPACE = 3, 20.0
_WIDTH = (RIGHT - LEFT - (_ACROSS - 1) * _SPACE) / _ACROSS
_PLOT, _HEADS, _FOOT = 84.0, 60.0, 30.0


class Series(NamedTuple):
    """An issue over the periods: its rows, and what the test says of it; ``p`` is None where it was not tested."""

    name: Named
    rows: tuple[Counted, ...]
    p: float | None
    direction: str

    @property
    def total(self) -> int:
        """How often it was found in the periods that are shown."""
        return sum(row.n or 0 for row in self.rows)

    @property
    def changes(self) -> bool:
        """Whether its test says that it changes."""
        return self.p is not None and self.p <= CHANGING and self.direction in ("rising", "falling")


def draw_trend(table: Table) -> Drawing | None:
    """Return the issues of a trend as small pictures.

    None where there are fewer than three periods, or fewer than two of which anything is shown.
    """
    series = _series(table)
    if not series:
        return None
    periods = [row.keys[1] for row in series[0].rows]
    seen = [at for at in range(len(periods)) if any(of.rows[at].n is not None for of in series)]
    found = [of for of in series if of.total]
    if len(periods) < LEAST_PERIODS or len(periods) > MOST_PERIODS or len(seen) < 2 or not found:
        return None
    changing = sorted((of for of in found if of.changes), key=lambda of: of.p or 0.0)[: MOST // 2]
    frequent = sorted((of for of in found if of not in changing), key=lambda of: -of.total)
    chosen = [*changing, *frequent[: MOST - len(changing)]]
    shares = all(row.percent is not None for of in chosen for row in of.rows if row.n is not None)
    labels = column_of(table, "period")
    body = _body(chosen, [named(labels, period).label for period in periods], shares)
    hidden = sum(row.n is None for of in chosen for row in of.rows)
    few = any(row.base is not None and row.base < FEW for of in chosen for row in of.rows)
    notes = [
        f"Lines: % of {table.unit} of the period; in brackets n."
        if shares
        else f"Columns: n. Grey, behind them: all {table.unit} of the period.",
        f"Hollow: a period of fewer than {FEW} {table.unit}." if few and not shares else "",
        f"Hatched: suppressed ({SUPPRESSED}), {count_of(hidden, 'number')}; the height says nothing." if hidden else "",
        f"Orange, named rising or falling: p (Holm) is {CHANGING} or less." if changing else "",
        f"Drawn are {len(chosen)} of {len(series)} issues" + ("; first those that change." if changing else ", the most frequent first."),
    ]
    told = _alt(table, chosen, changing, periods, len(series) - len(chosen), hidden)
    return Drawing(table.title, body, (" ".join(note for note in notes if note),), told)


def _series(table: Table) -> list[Series]:
    issues = column_of(table, "issue")
    names = [column.name for column in table.columns]
    p, direction = names.index("p_holm"), names.index("direction")
    groups: dict[str, list[Counted]] = {}
    for row in counted_rows(table, ["issue", "period"]):
        groups.setdefault(row.keys[0], []).append(row)
    found = []
    for issue, rows in groups.items():
        told = table.rows[rows[0].at]
        found.append(Series(named(issues, issue), tuple(rows), told[p], str(told[direction])))
    return found


def _body(chosen: Sequence[Series], periods: Sequence[str], shares: bool) -> Sheet:
    sheet = Sheet()
    shown = [row for of in chosen for row in of.rows if row.n is not None]
    most = max((row.percent or 0) if shares else (row.base or 0) for row in shown)
    y = 0.0
    for start in range(0, len(chosen), _ACROSS):
        line = chosen[start : start + _ACROSS]
        for at, series in enumerate(line):
            x = LEFT + at * (_WIDTH + _SPACE)
            scale = axis(most, y + _HEADS + _PLOT, y + _HEADS, 3)
            _panel(sheet, series, x, y, scale, shares)
            _periods(sheet, periods, x, y + _HEADS + _PLOT)
        y += _HEADS + _PLOT + _FOOT + (16 if any(of.changes for of in line) else 0)
    sheet.height = y - 8
    return sheet


def _place(at: int, periods: int, x: float) -> float:
    """Return the middle of a period."""
    return x + _WIDTH * (at + 0.5) / periods


def _panel(sheet: Sheet, series: Series, x: float, y: float, scale: Axis, shares: bool) -> None:
    lines = label_lines(series.name.id, series.name.label, _WIDTH, SMALL, 3)
    sheet.named(x, y, series.name.id, lines, size=SMALL)
    foot, head = scale.start, scale.end
    if series.changes:
        said = f"{series.direction}, p {_p(series.p)}"
        sheet.word(x + _WIDTH / 2, foot + 28, said, size=SMALL, colour=ACCENT, anchor="middle", bold=True)
    width = _WIDTH / len(series.rows)
    for at, row in enumerate(series.rows):
        if row.n is None:
            sheet.box(x + at * width + 1, head, width - 2, foot - head, fill=PAPER, edge=LINE, hatched=True, mark=row.mark)
    colour = ACCENT if series.changes else BLUE
    if shares:
        _line(sheet, series, x, scale, colour)
    else:
        _columns(sheet, series, x, scale, colour)
    sheet.stroke([(x, foot), (x + _WIDTH, foot)], colour=GREY)


def _p(p: float | None) -> str:
    return "" if p is None else "<0.001" if p < 0.001 else f"{p:.3f}"


def _line(sheet: Sheet, series: Series, x: float, scale: Axis, colour: str) -> None:
    """Draw shares as a line that has gaps where one is suppressed, with the first and the last in figures."""
    sheet.stroke([(x, scale.at(scale.ticks[-1])), (x + _WIDTH, scale.at(scale.ticks[-1]))], colour=LINE, width=0.8)
    sheet.word(x, scale.at(scale.ticks[-1]) - 4, f"{scale.ticks[-1]}%", size=SMALL, colour=GREY)
    count = len(series.rows)
    runs: list[list[tuple[float, float]]] = [[]]
    for at, row in enumerate(series.rows):
        if row.n is None or row.percent is None:
            runs.append([])
        else:
            runs[-1].append((_place(at, count, x), scale.at(row.percent)))
    for run in runs:
        if len(run) > 1:
            sheet.stroke(run, colour=colour, width=1.8)
    shown = [at for at, row in enumerate(series.rows) if row.percent is not None]
    for at in shown:
        row = series.rows[at]
        point = _place(at, count, x), scale.at(row.percent or 0)
        sheet.dots([point], size=4.5, fill=colour, edge=colour, mark=f"dot-{row.at}")
        if at in (shown[0], shown[-1]):
            text = f"{row.percent:.1f}% ({row.n:,})"
            first = at == shown[0]
            edge = max(x, point[0] - 6) if first else min(x + _WIDTH, point[0] + 6)
            under = [
                scale.at(other.percent)
                for part, other in enumerate(series.rows)
                if other.percent is not None and abs(_place(part, count, x) - point[0]) < width_of(text, SMALL) + 6
            ]
            below = min(under) <= scale.end + 20 and max(under) + 18 < scale.start
            level = max(under) + 16 if below else min(under) - 7
            if first and not below and level < scale.end + 8:
                edge += 36  # beside the end of the scale
            sheet.word(edge, level, text, size=SMALL, anchor="start" if first else "end", mark=row.mark)


def _columns(sheet: Sheet, series: Series, x: float, scale: Axis, colour: str) -> None:
    """Draw counts as columns before the reviews of the period, hollow where those are few."""
    width = _WIDTH / len(series.rows)
    for at, row in enumerate(series.rows):
        if row.n is None or row.base is None:
            continue
        left = x + at * width + width * 0.12
        thick = width * 0.76
        sheet.box(left, scale.at(row.base), thick, scale.start - scale.at(row.base), fill=PALE, mark=f"base-{row.at}")
        if row.n:
            few = row.base < FEW
            edge, fill = (colour, PAPER) if few else ("", colour)
            sheet.box(left, scale.at(row.n), thick, scale.start - scale.at(row.n), fill=fill, edge=edge, mark=f"bar-{row.at}")
        if fits(f"{row.n:,}", width + 2, SMALL):
            sheet.word(
                left + thick / 2,
                scale.at(row.n) - 3,
                f"{row.n:,}",
                size=SMALL,
                colour=INK if row.n else GREY,
                anchor="middle",
                mark=row.mark,
            )


def _periods(sheet: Sheet, periods: Sequence[str], x: float, y: float) -> None:
    """Name the periods under a panel: all that fit, otherwise the first and the last."""
    width = _WIDTH / len(periods)
    if all(fits(period, width - 4, SMALL) for period in periods):
        for at, period in enumerate(periods):
            sheet.word(_place(at, len(periods), x), y + 14, period, size=SMALL, colour=GREY, anchor="middle")
        return
    first, last = (label_lines("", periods[at], _WIDTH / 2 - 6, SMALL, most=1)[0] for at in (0, -1))
    sheet.word(x, y + 14, first, size=SMALL, colour=GREY)
    sheet.word(x + _WIDTH, y + 14, last, size=SMALL, colour=GREY, anchor="end")


def _alt(
    table: Table, chosen: Sequence[Series], changing: Sequence[Series], periods: Sequence[str], others: int, hidden: int
) -> tuple[str, ...]:
    labels: Mapping[str, str] = column_of(table, "period").labels
    ends = [labels.get(period, period) for period in (periods[0], periods[-1])]
    said = [
        f"{count_of(len(chosen), 'small picture')}, one for each issue, over {len(periods)} periods from {ends[0]} to {ends[1]}; "
        f"{_bases(chosen, table.unit)}."
    ]
    if changing:
        told = [f"{of.name} is {of.direction} (p {_p(of.p)})" for of in changing]
        said.append(f"Allowing for the number of issues tested, {listed(told, 3)}.")
    else:
        most = max(chosen, key=lambda of: of.total)
        tested = any(of.p is not None for of in chosen)
        why = "None of them rises or falls by more than chance may explain." if tested else "Nothing was tested."
        said.append(f"{why} The most frequent is {most.name}, {most.total:,} in the periods shown.")
    left = [count_of(others, "further issue")] if others else []
    left += [f"{count_of(hidden, 'number')} suppressed"] if hidden else []
    if left:
        said.append(f"Not drawn: {listed(left)}.")
    return tuple(said)


def _bases(chosen: Sequence[Series], unit: str) -> str:
    bases = [row.base for row in chosen[0].rows if row.base is not None]
    low, high = min(bases, default=0), max(bases, default=0)
    told = f"{low:,} {unit} a period" if low == high else f"{low:,} to {high:,} {unit} a period"
    return told + (", too few for percentages" if low < SMALL_BASE else "")
