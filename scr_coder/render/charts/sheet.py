"""What a chart is drawn on: a list of words, boxes, lines and dots in pixels from the top left, without matplotlib.

Charts are laid out on it by their own sums; `scr_coder.render.charts.drawing` makes the pictures of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scr_coder.render.charts.measure import width_of, wrap
from scr_coder.render.charts.palette import GREY, INK, LINE

WIDTH = 760
"""Pixels of every chart: it fits a page of 800."""
LEFT, RIGHT = 8.0, WIDTH - 8.0
SMALL, NORMAL, LARGE = 11.0, 12.0, 15.0
"""Sizes of text in pixels: 8¼, 9 and 11¼ points."""

Point = tuple[float, float]


class Word(NamedTuple):
    """A line of text; ``y`` is its base line, ``anchor`` what of it stands at ``x``: start, middle or end."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    anchor: str
    bold: bool
    mark: str


class Box(NamedTuple):
    """A rectangle; a ``hatched`` one has slanting lines in the colour of its edge."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    edge: str
    hatched: bool
    mark: str


class Stroke(NamedTuple):
    """A line through points."""

    points: tuple[Point, ...]
    colour: str
    width: float
    mark: str


class Dots(NamedTuple):
    """Dots of one kind; hollow where ``fill`` is white."""

    points: tuple[Point, ...]
    size: float
    fill: str
    edge: str
    mark: str


class Shape(NamedTuple):
    """A filled outline."""

    points: tuple[Point, ...]
    fill: str
    mark: str


Item = Word | Box | Stroke | Dots | Shape


def lowered(item: Item, by: float) -> Item:
    """Return an item further down."""
    if isinstance(item, (Word, Box)):
        return item._replace(y=item.y + by)
    return item._replace(points=tuple((x, y + by) for x, y in item.points))


class Sheet:
    """Items in the order in which they are drawn, and how far down they go. A ``mark`` becomes an id in the SVG."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.height = 0.0

    def word(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = NORMAL,
        colour: str = INK,
        anchor: str = "start",
        bold: bool = False,
        mark: str = "",
    ) -> None:
        """Draw a line of text."""
        if text:
            self.items.append(Word(x, y, text, size, colour, anchor, bold, mark))
            self.height = max(self.height, y + size / 3)

    def lines(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        *,
        size: float = NORMAL,
        colour: str = INK,
        anchor: str = "start",
        bold: bool = False,
    ) -> float:
        """Draw lines of text, the first with its top at ``y``; return where the next would begin."""
        for line in lines:
            self.word(x, y + size, line, size=size, colour=colour, anchor=anchor, bold=bold)
            y += line_height(size)
        return y

    def paragraph(
        self, x: float, y: float, text: str, width: float, *, size: float = NORMAL, colour: str = INK, bold: bool = False
    ) -> float:
        """Draw text wrapped to a width; return where the next would begin."""
        return self.lines(x, y, wrap(text, width, size, bold), size=size, colour=colour, bold=bold)

    def named(self, x: float, y: float, identity: str, lines: Sequence[str], *, size: float = NORMAL) -> float:
        """Draw an id in bold, and beside it a label in lines that `label_lines` made; return where the next would begin."""
        self.word(x, y + size, identity, size=size, bold=True)
        return self.lines(x + id_width(identity), y, lines, size=size)

    def box(
        self, x: float, y: float, width: float, height: float, *, fill: str, edge: str = "", hatched: bool = False, mark: str = ""
    ) -> None:
        """Draw a rectangle."""
        self.items.append(Box(x, y, width, height, fill, edge, hatched, mark))
        self.height = max(self.height, y + height)

    def stroke(self, points: Sequence[Point], *, colour: str = LINE, width: float = 1.0, mark: str = "") -> None:
        """Draw a line."""
        self.items.append(Stroke(tuple(points), colour, width, mark))
        self.height = max(self.height, *(y for _, y in points))

    def dots(self, points: Sequence[Point], *, size: float = 7.0, fill: str, edge: str, mark: str = "") -> None:
        """Draw dots."""
        if points:
            self.items.append(Dots(tuple(points), size, fill, edge, mark))

    def shape(self, points: Sequence[Point], *, fill: str, mark: str = "") -> None:
        """Draw a filled outline."""
        self.items.append(Shape(tuple(points), fill, mark))


def id_width(identity: str) -> float:
    """Return how far a label stands from the left of the id of its issue or area, the same for all of a kind."""
    return 0.0 if not identity else 18.0 if len(identity) == 1 else 36.0


def label_lines(identity: str, label: str, width: float, size: float = NORMAL, most: int = 2) -> list[str]:
    """Return a label in lines that leave room for the id before it."""
    return wrap(label, width - id_width(identity), size, most=most)


def line_height(size: float) -> float:
    """Return how far apart lines of text stand."""
    return round(size * 1.25)


class Axis(NamedTuple):
    """A scale from zero to a round number not below all that is shown, and its ticks."""

    start: float
    end: float
    top: float
    ticks: tuple[int, ...]

    def at(self, value: float) -> float:
        """Return where a value stands."""
        return self.start + (self.end - self.start) * value / self.top


def axis(most: float, start: float, end: float, ticks: int = 5) -> Axis:
    """Return a scale for values up to ``most``, in steps of 1, 2 or 5 times a power of ten; about ``ticks`` of them."""
    step = 1
    while step * ticks < most:
        step = {1: 2, 2: 5, 5: 10}[int(str(step)[0])] * 10 ** (len(str(step)) - 1)
    top = step * max(1, -int(-most // step))
    return Axis(start, end, top, tuple(range(0, top + 1, step)))


def across(sheet: Sheet, scale: Axis, y: float, bottom: float, title: str, unit: str = "") -> None:
    """Draw a scale that runs across: its title and ticks above ``y``, and thin lines down to ``bottom``."""
    sheet.word(scale.start, y - 20, title, size=SMALL, colour=GREY)
    for tick in scale.ticks:
        x = scale.at(tick)
        sheet.stroke([(x, y), (x, bottom)], colour=LINE, width=1.0 if tick else 1.5)
        sheet.word(x, y - 5, f"{tick}{unit}", size=SMALL, colour=GREY, anchor="middle")


def fits(text: str, width: float, size: float) -> bool:
    """Return whether a text is no wider than ``width``."""
    return width_of(text, size) <= width
