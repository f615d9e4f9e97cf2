"""Saturation: how many issues are known after so many reviews, as published and over random orders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scr_coder.render.charts.palette import ACCENT, BAND, BLUE, GREY, LINE
from scr_coder.render.charts.reading import Drawing, base_of
from scr_coder.render.charts.sheet import LEFT, RIGHT, SMALL, Axis, Point, Sheet, axis
from scr_coder.tables.table import Table

_TOP, _HEIGHT, _START = 26.0, 300.0, LEFT + 34
_MOST_POINTS = 300
"""More points than that cannot be told apart in the mean and the band."""
_QUIET = 0.6
"""Where nothing changes after this part of the reviews, the picture ends soon after."""


class Step(NamedTuple):
    """A row of the table, as much of it as is drawn."""

    at: int
    reviews: int
    cumulative: int
    mean: float
    low: int
    high: int


def draw_saturation(table: Table) -> Drawing | None:
    """Return the curve of a table of saturation; None below two reviews, without issues, or where it is suppressed."""
    names = [column.name for column in table.columns]
    places = [names.index(name) for name in Step._fields[1:]]
    values = [[row[place] for place in places] for row in table.rows]
    if len(values) < 2 or table.hidden or any(None in row for row in values):
        return None
    steps = [Step(at, *row) for at, row in enumerate(values)]
    known = steps[-1].cumulative
    if not known:
        return None
    last = _last_change(steps)
    drawn = steps
    if last < _QUIET * len(steps):
        drawn = steps[: max(2, min(len(steps), round(last * 1.2) + 1))]
    notes = [f"The band holds what 95% of the orders give, the line their mean. All {known:,} issues are known at the end of each order."]
    if len(drawn) < len(steps):
        notes.append(f"After {steps[last].reviews:,} of {len(steps):,} reviews neither line nor band changes; the rest is not drawn.")
    return Drawing("Practice issues known after so many reviews", _body(drawn), tuple(notes), _alt(table, steps))


def _last_change(steps: Sequence[Step]) -> int:
    """Return the place from which on the order of publication and the band stay as they are."""
    end = steps[-1]
    at = len(steps) - 1
    while at and (steps[at - 1].cumulative, steps[at - 1].low, steps[at - 1].high) == (end.cumulative, end.low, end.high):
        at -= 1
    return at


def _body(steps: Sequence[Step]) -> Sheet:
    sheet = Sheet()
    foot = _TOP + _HEIGHT
    down = axis(max(step.high for step in steps), foot, _TOP)
    right = axis(steps[-1].reviews, _START, RIGHT - 10, 8)._replace(top=float(steps[-1].reviews))
    sheet.word(LEFT, 12, "Issues known", size=SMALL, colour=GREY)
    for tick in down.ticks:
        sheet.stroke([(_START, down.at(tick)), (RIGHT - 10, down.at(tick))], colour=LINE, width=0.8 if tick else 1.5)
        sheet.word(_START - 6, down.at(tick) + 4, f"{tick:,}", size=SMALL, colour=GREY, anchor="end")
    _reviews(sheet, right, steps, foot)
    thin = sorted({*range(0, len(steps), -(-len(steps) // _MOST_POINTS)), len(steps) - 1})
    ends = [[(right.at(steps[at].reviews), down.at(getattr(steps[at], name))) for at in thin] for name in ("low", "high")]
    sheet.shape([*ends[0], *reversed(ends[1])], fill=BAND, mark="band")
    sheet.stroke([(right.at(steps[at].reviews), down.at(steps[at].mean)) for at in thin], colour=BLUE, width=2.2, mark="mean")
    sheet.stroke(_stairs(steps, right, down), colour=ACCENT, width=2.0, mark="published")
    _names(sheet, steps, right, down)
    end = steps[-1]
    sheet.dots([(right.at(end.reviews), down.at(end.cumulative))], size=6, fill=ACCENT, edge=ACCENT)
    sheet.word(RIGHT - 10, down.at(end.cumulative) - 7, f"{end.cumulative:,}", anchor="end", bold=True, mark=f"row-{end.at}")
    return sheet


def _reviews(sheet: Sheet, right: Axis, steps: Sequence[Step], foot: float) -> None:
    """Draw the ticks of the reviews: the first, the round ones, and the last."""
    last = steps[-1].reviews
    ticks = [
        tick for tick in right.ticks if 1 < tick <= last and right.at(last) - right.at(tick) > 40 and right.at(tick) - right.at(1) > 14
    ]
    for tick in [1, *ticks, last]:
        sheet.stroke([(right.at(tick), foot), (right.at(tick), foot + 4)], colour=GREY)
        sheet.word(right.at(tick), foot + 16, f"{tick:,}", size=SMALL, colour=GREY, anchor="middle")
    sheet.word((_START + RIGHT) / 2, foot + 34, "Reviews added", size=SMALL, colour=GREY, anchor="middle")


def _stairs(steps: Sequence[Step], right: Axis, down: Axis) -> list[Point]:
    """Return the corners of the line of publication, which stays until the next review changes it."""
    points: list[Point] = []
    before: int | None = None
    for step in steps:
        value = step.cumulative
        if value != before:
            if before is not None:
                points.append((right.at(step.reviews), down.at(before)))
            points.append((right.at(step.reviews), down.at(value)))
            before = value
    points.append((right.at(steps[-1].reviews), down.at(before or 0)))
    return points


def _names(sheet: Sheet, steps: Sequence[Step], right: Axis, down: Axis) -> None:
    """Name the lines in the corner under them, which is empty since they rise less and less; a thin line leads to each."""
    told = (
        (0.34, 0.16, "In the order of publication", ACCENT, "cumulative"),
        (0.50, 0.28, "Mean of random orders", BLUE, "mean"),
        (0.66, 0.40, "95% of the orders", GREY, "low"),
    )
    for part, height, text, colour, name in told:
        place = part * (len(steps) - 1)
        x = right.at(1 + place)
        on = down.at(_between(steps, name, place))
        y = down.start - (down.start - down.at(steps[-1].cumulative)) * height
        sheet.stroke([(x, y - 12), (x, on)], colour=colour, width=0.9)
        sheet.dots([(x, on)], size=4, fill=colour, edge=colour)
        sheet.word(x, y, text, colour=colour, bold=True)


def _between(steps: Sequence[Step], name: str, place: float) -> float:
    """Return how high a line is at a place between two steps: that of publication stays, the others are straight."""
    before = steps[int(place)]
    if name == "cumulative" or place == int(place):
        return float(getattr(before, name))
    after = steps[int(place) + 1]
    return float(getattr(before, name) + (getattr(after, name) - getattr(before, name)) * (place - int(place)))


def _alt(table: Table, steps: Sequence[Step]) -> tuple[str, ...]:
    known = steps[-1].cumulative
    half = next(step for step in steps if 2 * step.cumulative >= known)
    end = next(step for step in steps if step.cumulative == known)
    middle = steps[(len(steps) - 1) // 2]
    return (
        f"A curve that rises less and less: {known:,} practice issues are known after {base_of(table)}.",
        f"In the order of publication half of them are known after {half.reviews:,}, all after {end.reviews:,}.",
        f"Over random orders {middle.mean:.1f} are known on average after {middle.reviews:,}; "
        f"95% of the orders give {middle.low:,} to {middle.high:,}.",
    )
