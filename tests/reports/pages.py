"""Puts slugs on pages: columns, headings over all of them, footnotes at the foot of the column that calls them."""

from __future__ import annotations

from typing import NamedTuple

from reports.model import Report
from reports.setting import Setter, Slug, Text
from reports.style import Style
from reports.truth import Place


class Placed(NamedTuple):
    """A line on its page, in points from the bottom left; ``block`` is that of the part it belongs to."""

    x: float
    y: float
    text: Text
    block: int


class Shape(NamedTuple):
    """A rectangle on its page, from its bottom left."""

    x: float
    y: float
    width: float
    height: float
    fill: float
    stroke: float


class Page:
    """One page: what stands on it, and how it lies. ``label`` is the number printed on it."""

    def __init__(self, front: bool, kind: str = "") -> None:
        self.front, self.kind = front, kind
        self.lines: list[Placed] = []
        self.shapes: list[Shape] = []
        self.headings: list[int] = []
        self.scan = ""
        self.label = ""


class Setting(NamedTuple):
    """A report on its pages: on which page (from 1) each text and each heading begins."""

    pages: list[Page]
    starts: dict[Place, int]
    headings: dict[int, int]


class _Columns:
    """Fills pages with slugs, from region to region: what stands between two headings that go over all columns."""

    def __init__(self, style: Style, setter: Setter) -> None:
        self.style, self.setter = style, setter
        self.pages: list[Page] = []
        self.starts: dict[Place, int] = {}
        self.headings: dict[int, int] = {}
        self.front = True
        self.y = 0.0
        self.notes: list[list[int]] = []

    def new_page(self, kind: str = "") -> Page:
        """Close a page and begin the next."""
        self.close()
        self.pages.append(Page(self.front, kind))
        self.y = self.style.height - self.style.top
        self.notes = [[] for _ in range(self.style.columns)]
        return self.pages[-1]

    def close(self) -> None:
        """Put the footnotes of the last page under its columns."""
        for column, numbers in enumerate(self.notes):
            height = self.note_height(column)
            x, y = self.x(column), self.style.bottom + height
            if numbers:
                self.pages[-1].shapes.append(Shape(x, y - 3, 120, 0.5, 0, 1))
                y -= 8
            for number in numbers:
                for text in self.setter.note(number):
                    self.pages[-1].lines.append(Placed(x, y - text.y, text, 10_000 + number))
                y -= self.setter.note_height(number)
        self.notes = []

    def note_height(self, column: int, more: tuple[int, ...] = ()) -> float:
        """Return how much of a column its footnotes take."""
        numbers = (*self.notes[column], *more)
        return sum(self.setter.note_height(number) for number in numbers) + (10 if numbers else 0)

    def x(self, column: int) -> float:
        """Return where a column begins."""
        return self.style.left + column * (self.setter.width + self.style.gap)

    def put(self, slug: Slug, x: float, y: float) -> None:
        """Put a slug with its top left at a place of the last page."""
        page, number = self.pages[-1], len(self.pages)
        page.lines += [Placed(x + text.x, y - text.y, text, slug.block) for text in slug.texts]
        page.shapes += [Shape(x + r.x, y - r.y - r.height, r.width, r.height, r.fill, r.stroke) for r in slug.rects]
        for place in slug.starts:
            self.starts[place] = number
        if slug.heading >= 0:
            page.headings.append(slug.heading)
            self.headings[slug.heading] = number

    def flow(self, slugs: list[Slug]) -> None:
        """Put slugs on pages, from a new page on."""
        self.new_page()
        at = 0
        while at < len(slugs):
            slug = slugs[at]
            if slug.alone:
                self.alone(slug)
                at += 1
                if at < len(slugs):
                    self.new_page()
                continue
            if slug.fresh and self.pages[-1].lines:
                self.new_page()
            if slug.span:
                at = self.span(slugs, at)
                continue
            end = next((n for n in range(at, len(slugs)) if slugs[n].span or slugs[n].alone), len(slugs))
            taken = self.region(slugs[at:end])
            at += taken
            if at < end:
                self.new_page()

    def span(self, slugs: list[Slug], at: int) -> int:
        """Put slugs that go over all columns, and keep them with what follows; return how many are done with."""
        end = at + 1
        while slugs[end - 1].keep and end < len(slugs) and not slugs[end].alone:
            end += 1
        needed = sum(slug.before + slug.height for slug in slugs[at:end])
        bottom = self.style.bottom + max(self.note_height(column) for column in range(self.style.columns))
        if self.y - needed < bottom and self.pages[-1].lines:
            self.new_page()
        while at < len(slugs) and slugs[at].span and not slugs[at].alone:
            slug = slugs[at]
            if self.pages[-1].lines and (slug.fresh or self.y - slug.before - slug.height < bottom):
                return at
            self.y -= slug.before if self.pages[-1].lines else 0
            self.put(slug, self.style.left, self.y)
            self.y -= slug.height
            at += 1
            if not slug.keep:
                break
        return at

    def region(self, slugs: list[Slug]) -> int:
        """Put as many slugs into the columns as there is room for under what stands there; return how many.

        Where all of them fit, the columns end at about the same height.
        """
        height = self.y - self.style.bottom
        best = self.fit(slugs, height)
        if self.style.columns > 1 and best[-1] == len(slugs):
            low = sum(slug.height + slug.before for slug in slugs) / self.style.columns
            while low < height:
                tried = self.fit(slugs, low, height)
                if tried[-1] == len(slugs):
                    best = tried
                    break
                low += 6
        begin, lowest = 0, self.y
        for column, end in enumerate(best):
            y = self.y
            for number, slug in enumerate(slugs[begin:end]):
                y -= slug.before if number else 0
                self.put(slug, self.x(column), y)
                y -= slug.height
                self.notes[column] += slug.notes
            begin, lowest = end, min(lowest, y)
        self.y = lowest
        if not best[-1]:
            assert self.pages[-1].lines, "a slug is higher than a page"
        return best[-1]

    def fit(self, slugs: list[Slug], height: float, room: float = 0) -> list[int]:
        """Return where each column ends when columns are so high; ``room`` is what there is with footnotes."""
        ends: list[int] = []
        at = 0
        for column in range(self.style.columns):
            used, begin, notes = 0.0, at, ()
            while at < len(slugs):
                slug = slugs[at]
                step = slug.height + (slug.before if at > begin else 0)
                with_notes = self.note_height(column, (*notes, *slug.notes))
                if used + step > height or used + step + with_notes > (room or height):
                    break
                used, notes, at = used + step, (*notes, *slug.notes), at + 1
            back = at
            while at < len(slugs) and back > begin and slugs[back - 1].keep:
                back -= 1
            at = back if back > begin or at == len(slugs) or begin or self.pages[-1].lines else at
            ends.append(at)
        return ends

    def alone(self, slug: Slug) -> None:
        """Put a slug on a page of its own: an image, or a wide table on a page that lies on its side."""
        page = self.pages[-1]
        if page.lines:
            page = self.new_page()
        page.kind = slug.alone
        page.scan = slug.scan
        if slug.alone == "landscape":
            self.put(slug, 72, self.style.width - 72)


def set_pages(report: Report, style: Style) -> Setting:
    """Return a report set on pages in a style."""
    setter = Setter(style, report)
    columns = _Columns(style, setter)
    title, contents, front, body = setter.slugs()
    columns.flow(title)
    if contents:
        columns.flow(contents)
    if style.roman:
        columns.flow(front)
        first = len(columns.pages) + 1
        columns.front = False
        columns.flow(body)
    else:
        first = 1
        columns.front = False
        columns.flow(front + body)
    columns.close()
    for number, page in enumerate(columns.pages, 1):
        page.label = roman(number) if style.roman and number < first else str(number - first + 1)
    return Setting(columns.pages, columns.starts, columns.headings)


def roman(number: int) -> str:
    """Return a number below 50 in small Roman numerals."""
    out = ""
    for value, sign in ((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while number >= value:
            out, number = out + sign, number - value
    return out
