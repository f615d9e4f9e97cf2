"""Charts of a report, as SVG and PNG, each with a text that says the same.

`charts_of` chooses the tables of which there is a chart. A chart draws what its table holds and nothing else, so what is
suppressed in the table is nowhere in the chart: no mark, no place in an order, no end of a scale.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from scr_coder.render.charts.matrix import draw_matrix
from scr_coder.render.charts.pairs import draw_pairs
from scr_coder.render.charts.palette import ACCENT, GREY
from scr_coder.render.charts.ranked import draw_ranked
from scr_coder.render.charts.reading import Drawing
from scr_coder.render.charts.saturation import draw_saturation
from scr_coder.render.charts.sheet import LEFT, RIGHT, SMALL, Sheet, line_height, lowered
from scr_coder.render.charts.trend import draw_trend
from scr_coder.render.layout import context_lines
from scr_coder.tables.meanings import keys_of
from scr_coder.tables.table import Table
from scr_coder.text import one_line

__all__ = ["Chart", "charts_of", "draw"]

_DRAW: dict[str, Callable[[Table], Drawing | None]] = {
    "issues": draw_ranked,
    "cooccurrence": draw_pairs,
    "trend": draw_trend,
    "saturation": draw_saturation,
}
_TAGS = frozenset(["issue", "area", "cause", "family", "polarity", "candidate"])


class Chart(NamedTuple):
    """A chart: ``svg`` is an element that can stand in a page of HTML beside others, ``png`` a file of twice its pixels.

    ``name`` begins the ids in the SVG and serves as the name of files; ``alt`` says in a few sentences what is to be
    seen; ``table`` is the key of the table whose numbers it shows.
    """

    name: str
    title: str
    alt: str
    svg: bytes
    png: bytes
    table: str


def charts_of(tables: Mapping[str, Table], mark: str = "") -> list[Chart]:
    """Return the charts of some tables, in their order; none for a table of which there is no chart, or nothing to draw.

    ``mark`` is a line that is written on each of them and begins its ``alt``, for instance that the data are synthetic.
    """
    found: list[Chart] = []
    for key, table in tables.items():
        drawing = draw(table)
        if drawing is not None:
            found.append(_chart(_name(key, [chart.name for chart in found]), key, table, drawing, one_line(mark)))
    return found


def draw(table: Table) -> Drawing | None:
    """Return what the chart of a table is to look like; None where there is none, or nothing to draw."""
    if table.name == "crosstab":
        down, across = keys_of(table)
        if {down, across} == {"area", "family"}:
            return draw_matrix(table, "family", "area")
        if "area" in (down, across) and not {down, across} - {"area"} & _TAGS:
            return draw_matrix(table, "area", across if down == "area" else down)
        return None
    if table.wide and table.name != "trend":
        return None
    made = _DRAW.get(table.name)
    return made(table) if made else None


def _name(key: str, taken: list[str]) -> str:
    name = first = re.sub("[^a-z0-9]+", "-", key.lower()).strip("-") or "chart"
    times = 1
    while name in taken:
        times += 1
        name = f"{first}-{times}"
    return name


def _chart(name: str, key: str, table: Table, drawing: Drawing, mark: str) -> Chart:
    from scr_coder.render.charts.drawing import pictures

    title = one_line(drawing.title)
    warning = one_line(table.notes[0]) if table.provenance.get("disclosure_allowed") and table.notes else ""
    alt = " ".join(part for part in (_sentence(mark), _sentence(warning), *drawing.alt) if part)
    sheet = _framed(table, drawing, title, [mark, warning])
    return Chart(name, title, alt, *pictures(sheet, f"chart-{name}", title, alt), key)


def _sentence(text: str) -> str:
    return text if not text or text.endswith((".", "!", "?")) else text + "."


def _framed(table: Table, drawing: Drawing, title: str, marks: list[str]) -> Sheet:
    """Return the body of a chart with its title, what is marked on it, its base and filters above, and its notes beneath."""
    sheet = Sheet()
    wide = RIGHT - LEFT
    y = sheet.paragraph(LEFT, 6, title, wide, size=15, bold=True)
    for mark in marks:
        y = sheet.paragraph(LEFT, y, mark, wide, bold=True, colour=ACCENT) if mark else y
    base, _, *only = context_lines(table)
    y = sheet.paragraph(LEFT, y + 2, one_line(" ".join([base, *only])), wide, size=SMALL, colour=GREY) + 10
    for item in drawing.body.items:
        sheet.items.append(lowered(item, y))
    y += drawing.body.height + 8
    for note in drawing.notes:
        y = sheet.paragraph(LEFT, y, note, wide, size=SMALL, colour=GREY) + 2
    sheet.height = round(max(y, sheet.height) + line_height(SMALL) / 2)
    return sheet
