"""The values a review is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from scr_coder.location import Location


class Finding(NamedTuple):
    """One paragraph, bullet or numbered point: the unit that is coded.

    ``page``, ``paragraph`` and ``lines`` are the locator, as text and empty where not known; ``section`` is the path
    of headings; ``line`` and ``column`` say where the finding's id stands in ``findings.yaml``.
    """

    id: str
    kind: str
    page: str
    paragraph: str
    lines: str
    heading: str
    section: tuple[str, ...]
    text: str
    line: int
    column: int

    @property
    def locator(self) -> str:
        """Return the locator in words: ``page 12, paragraph (a)``; without the paragraph where the id says it already."""
        return locator_words(self.id, self.page, self.paragraph, self.lines)


def locator_words(finding_id: str, page: str, paragraph: str, lines: str) -> str:
    """Return a locator in words; what is not known is left out, and a paragraph that only repeats the id of its finding."""
    label = "" if paragraph == finding_id else paragraph
    parts = [("page", page), ("paragraph", label), ("lines" if "-" in lines else "line", lines)]
    return ", ".join(f"{name} {value}" for name, value in parts if value)


def places_words(pages: str) -> str:
    """Return the places of boilerplate in words: ``page 2``, ``pages 2-60``, ``lines 3, 9``."""
    if not pages[:1].isdecimal():
        return pages
    return f"pages {pages}" if "-" in pages or "," in pages else f"page {pages}"


class LeftOut(NamedTuple):
    """A paragraph of the report that is not among its findings, as a finding that it could be, and why it is not.

    ``before`` is the id of the next finding after it in the report, empty where none follows.
    """

    finding: Finding
    reason: str
    before: str = ""


class RemovedText(NamedTuple):
    """Boilerplate that importing took out: why (``running header``), what, and on which pages (``2-60``, ``lines 3, 9``, or empty)."""

    reason: str
    text: str
    pages: str


@dataclass(frozen=True, slots=True)
class Review:
    """One review. ``attributes`` maps an attribute to its values (one, or several for `multi`), as text."""

    id: str
    title: str
    attributes: dict[str, tuple[str, ...]]
    source: dict[str, str]
    path: str
    location: Location
    places: dict[str, Location] = field(repr=False, compare=False)
