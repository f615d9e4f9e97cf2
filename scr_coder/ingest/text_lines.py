"""Lines of a text file: numbered, told apart by pages, and without what repeats on every page.

Form feeds part pages. At the top and bottom of pages, lines that are the same on three pages or more (up to a number that
counts with the pages) are running headers and footers; lone page numbers go too, and contents pages with dotted leaders.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from scr_coder.ingest.clean import clean_text
from scr_coder.ingest.document import Removed, Unreadable

LONGEST, MOST = 1_000_000, 100_000
_DEEP = 3  # as many lines from the top and from the bottom of a page may be running headers and footers
_ENOUGH = 3  # pages

_PAGE_OF = re.compile(
    r"(?:page|p\.?|pg\.?)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|[-–—]\s*\d{1,4}\s*[-–—]|\d{1,4}\s+of\s+\d{1,4}", re.IGNORECASE
)
_BARE = re.compile(r"\d{1,4}|[ivxl]{1,6}", re.IGNORECASE)
_NUMBERS = re.compile(r"\d+")
_CONTENTS = re.compile(r"(?:table of )?contents(?: page)?:?|index", re.IGNORECASE)
# `Finding 3` at the top of three pages is three findings.
_COUNTED = re.compile(
    r"(?:finding|recommendation|learning|lesson|theme|question|action|chapter|section|appendix|annex|part|priority|step|episode)\b",
    re.IGNORECASE,
)
_RULE = re.compile(r"[-=_*~#.•·–—\s]+")


class Line(NamedTuple):
    """A line with its number in the file (from 1), its page (0: no pages), and its text as it stands, cleaned."""

    number: int
    page: int
    raw: str

    @property
    def text(self) -> str:
        """The text without the space around it."""
        return self.raw.strip()

    @property
    def indent(self) -> int:
        """The width of the space before the text; a tab counts as four."""
        start = self.raw[: len(self.raw) - len(self.raw.lstrip())]
        return len(start) + 3 * start.count("\t")


class Lines(NamedTuple):
    """The lines of each page (blank ones included), the number of pages (0: no form feeds) and of characters taken out."""

    pages: list[list[Line]]
    page_count: int
    controls: int


def read_lines(text: str) -> Lines:
    """Return the lines of ``text``; `Unreadable` for a line longer than a million characters or more than 100,000 lines."""
    text = re.sub("\r+\n|\r", "\n", text)  # \r\r\n is what comes of translating line ends twice
    parts = text.split("\f")
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    paged = len(parts) > 1 or text.rstrip(" \t\n").endswith("\f")
    pages: list[list[Line]] = []
    number, controls = 1, 0
    for page, part in enumerate(parts, start=1):
        cleaned, removed = clean_text(part)
        controls += removed
        if number + cleaned.count("\n") > MOST or page > MOST:
            raise Unreadable(f"has more than {MOST:,} lines", "save the text of the report alone")
        found = cleaned.split("\n")
        if len(max(found, key=len)) > LONGEST:
            raise Unreadable(f"has a line longer than {LONGEST:,} characters", "save the report with a line end after each paragraph")
        pages.append([Line(number + offset, page if paged else 0, raw.rstrip()) for offset, raw in enumerate(found)])
        number += len(found) - 1
    return Lines(pages, len(parts) if paged else 0, controls)


def is_rule(text: str) -> bool:
    """Tell whether a line only draws: hyphens, stars, dots."""
    return bool(text) and len(text) >= 3 and _RULE.fullmatch(text) is not None


def take_out(lines: Lines) -> tuple[list[list[Line]], tuple[Removed, ...]]:
    """Return the pages without running headers, running footers, page numbers and contents; and these."""
    taken: list[tuple[str, Line]] = []
    pages = lines.pages
    if lines.page_count:
        for reason, backwards in (("running header", False), ("running footer", True)):
            gone = _repeated(pages, backwards)
            taken += [(_reason(reason, line.text), line) for line in gone]
            pages = _without(pages, gone)
            gone = _page_numbers(pages, backwards)
            taken += [("page number", line) for line in gone]
            pages = _without(pages, gone)
    numbers = {line for page in pages for line in page if _PAGE_OF.fullmatch(line.text)}
    taken += [("page number", line) for line in numbers]
    contents = {line for page in pages for line in _contents(page)}
    taken += [("contents", line) for line in contents]
    return _without(pages, numbers | contents), _grouped(taken)


def _reason(reason: str, text: str) -> str:
    return "page number" if _PAGE_OF.fullmatch(text) or _BARE.fullmatch(text) else reason


def _without(pages: list[list[Line]], gone: set[Line]) -> list[list[Line]]:
    return [[line for line in page if line not in gone] for page in pages] if gone else pages


def _edge(page: list[Line], backwards: bool) -> list[Line]:
    filled = (line for line in (reversed(page) if backwards else page) if line.raw and not is_rule(line.text))
    return [line for line, _ in zip(filled, range(_DEEP), strict=False)]


def _repeated(pages: list[list[Line]], backwards: bool) -> set[Line]:
    """Return the lines at one edge of the pages that repeat; one further in only where all nearer the edge do."""
    edges = [_edge(page, backwards) for page in pages]
    groups: dict[str, list[Line]] = {}
    for edge in edges:
        for line in edge:
            groups.setdefault(" ".join(_NUMBERS.sub("#", line.text).split()).casefold(), []).append(line)
    repeated = {line for group in groups.values() for line in _running(group)}
    gone: set[Line] = set()
    for edge in edges:
        for line in edge:
            if line not in repeated:
                break
            gone.add(line)
    return gone


def _running(group: list[Line]) -> list[Line]:
    """Return those lines of a group (the same up to numbers) that run: the same text, or a number that counts with the pages."""
    found: list[Line] = []
    by_text: dict[str, list[Line]] = {}
    for line in group:
        by_text.setdefault(line.text, []).append(line)
    for lines in by_text.values():
        if len({line.page for line in lines}) >= _ENOUGH:
            found += lines
    if not _COUNTED.match(group[0].text):
        by_shift: dict[tuple[int, int], list[Line]] = {}
        for line in group:
            for place, number in enumerate(_NUMBERS.findall(line.text)):
                by_shift.setdefault((place, int(number[:6]) - line.page), []).append(line)
        for lines in by_shift.values():
            if len({line.page for line in lines}) >= _ENOUGH:
                found += lines
    return found


def _page_numbers(pages: list[list[Line]], backwards: bool) -> set[Line]:
    """Return bare numbers at one edge of pages, if they count with the pages on two at least."""
    lone = [edge[0] for page in pages if (edge := _edge(page, backwards)) and edge[0].text.isascii() and edge[0].text.isdigit()]
    by_shift: dict[int, set[Line]] = {}
    for line in lone:
        by_shift.setdefault(int(line.text[:6]) - line.page, set()).add(line)
    return {line for lines in by_shift.values() if len(lines) >= 2 for line in lines}


def _contents(page: list[Line]) -> Iterator[Line]:
    """Yield the lines of contents pages: three or more with dotted leaders, those between, and the word above them."""
    filled = [line for line in page if line.raw]
    marked = [at for at, line in enumerate(filled) if _leads(line.text)]
    if len(marked) < 3:
        return
    for _, run in groupby(_near(marked), key=lambda pair: pair[1]):
        places = [at for at, _ in run]
        if len(places) < 3:
            continue
        first = places[0]
        for back in (1, 2):
            if first >= back and _CONTENTS.fullmatch(filled[first - back].text):
                first -= back
                break
        yield from filled[first : places[-1] + 1]


def _leads(text: str) -> bool:
    """Tell whether the text ends in a dotted leader and a page number."""
    before = text.rstrip("0123456789ivxlIVXL")
    leader = before[len(before.rstrip(" .…\t")) :]
    return len(before) < len(text) and leader.count(".") + 2 * leader.count("…") >= 4


def _near(places: list[int]) -> Iterator[tuple[int, int]]:
    """Yield each place with the number of its run; a run may leap over one line (a long title wrapped)."""
    run, last = 0, None
    for place in places:
        if last is not None and place - last > 2:
            run += 1
        yield place, run
        last = place


def _grouped(taken: list[tuple[str, Line]]) -> tuple[Removed, ...]:
    """One `Removed` for each text, in order, with the pages (in a file without pages: the lines) where it stood."""
    places: dict[tuple[str, str], set[int]] = {}
    for reason, line in sorted(taken, key=lambda pair: pair[1].number):
        places.setdefault((reason, line.text), set()).add(line.page or line.number)
    return tuple(Removed(reason, text, tuple(sorted(where))) for (reason, text), where in places.items())
