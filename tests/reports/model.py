"""The parts of an invented report, before anyone has set them on pages."""

from __future__ import annotations

from typing import NamedTuple

LEFT_TO_RIGHT = " | "


class Heading(NamedTuple):
    """A heading. ``number`` stands before it (``4``, ``Appendix A:``) or is empty; ``key`` is its place among the headings."""

    text: str
    level: int
    number: str = ""
    key: int = 0

    @property
    def shown(self) -> str:
        """Return the heading as it is printed."""
        return f"{self.number} {self.text}" if self.number else self.text


class Paragraph(NamedTuple):
    """A paragraph, numbered point, bullet or (``quote``) quotation that is set in from both sides.

    ``label`` is the report's own, as it is printed without closing stop.
    ``kind`` is that of a finding: numbered, paragraph, bullet. ``depth`` is how far it is set in. ``glyph`` is the bullet.
    ``aside`` is a note that stands beside it in the margin.
    """

    text: str
    kind: str = "paragraph"
    label: str = ""
    depth: int = 0
    glyph: str = ""
    aside: str = ""
    parent: str = ""
    quote: bool = False


class Box(NamedTuple):
    """A ruled or tinted box with one finding or recommendation: ``Finding 1: …``, or the label on a line of its own."""

    label: str
    text: str
    kind: str
    own_line: bool = False


class Table(NamedTuple):
    """A table; the first row is its head. ``wide`` ones stand on a landscape page of their own."""

    caption: str
    rows: tuple[tuple[str, ...], ...]
    wide: bool = False


class Figure(NamedTuple):
    """A chart: bars with words under them, numbers beside them, and a caption below."""

    caption: str
    labels: tuple[str, ...]
    values: tuple[int, ...]


class Scan(NamedTuple):
    """A page that is only an image: no text layer. ``text`` is what the picture shows."""

    text: str


class Pause(NamedTuple):
    """What follows begins on a new page."""


Part = Heading | Paragraph | Box | Table | Figure | Scan | Pause


class Report(NamedTuple):
    """An invented report. ``notes`` are the footnotes by number; ``front`` the parts before section 1; ``hidden`` text that
    no reader of the page sees.
    """

    title: str
    subtitle: tuple[str, ...]
    running: str
    front: tuple[Part, ...]
    body: tuple[Part, ...]
    notes: dict[int, str]
    hidden: str = ""
    contents: bool = True

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return all parts but title and contents page, in reading order."""
        return self.front + self.body

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Return all headings, in order."""
        return tuple(part for part in self.parts if isinstance(part, Heading))
