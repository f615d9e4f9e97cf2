"""From lines to paragraphs: what a hard line end parts, and what it only wraps.

Blank lines part paragraphs. Within a run of lines a new one begins at a bullet, at a number that goes on with the numbering
(``2010.`` in running text does not), after a line that ends early, and at lines in capitals. Everything is one pass over the lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from scr_coder.ingest.text_labels import Label, Numbering, read_label
from scr_coder.ingest.text_lines import Line, is_rule
from scr_coder.ingest.text_tables import Grid, find_tables

PLAIN, BULLET, CAPITALS, UNDERLINED, GRID = "plain", "bullet", "capitals", "underlined", "grid"

_BULLET = re.compile(r"([-*•–—o▪‣●◦➢✓·◻])(?:[ \t]+(?=\S)|$)")
_SURE = frozenset("•▪‣●◦➢✓◻")
_UNDER = frozenset("o◦–-")  # Word's second level, when it follows one of the first
_OVER = frozenset("•▪●*‣")
_END = re.compile(r"[.!?:;…][\"'”’)\]]*$")
_UNDERLINE = re.compile(r"={3,}|-{3,}|~{3,}")
_HASHES = re.compile(r"(#{1,6}) +\S")  # a heading in Markdown
_COUNTED = re.compile(r"(?:finding|recommendation|learning point|key finding|lesson|theme)\s+\d{1,3}\b\s*[.:–-]", re.IGNORECASE)
_CUT = re.compile(r"\w[-‐]$")
_WIDEST = 160  # characters: nobody wraps at more
_SAMPLE = 8


@dataclass
class Draft:
    """A paragraph in the making: its lines, what it is, and how it stands among blank lines (``chunk`` counts the runs between)."""

    kind: str
    lines: list[Line]
    chunk: int
    first: bool = False
    last: bool = False
    label: Label | None = None
    depth: int = 0
    mark: str = ""
    underline: str = ""
    grid: Grid | None = None
    wrapped: bool = False
    text: str = field(default="", compare=False)

    @property
    def alone(self) -> bool:
        """Whether blank lines stand before and after."""
        return self.first and self.last


@dataclass(frozen=True)
class Wrap:
    """How a text is wrapped: a word that would have ended before ``room`` did not fit by chance in few lines only."""

    is_wrapped: bool
    room: float


def read_wrap(chunks: Iterable[Sequence[Line]]) -> Wrap:
    """Tell from lines that go on in lower case whether text is wrapped by hard line ends, and how full its lines are."""
    rooms: list[int] = []
    follow = 0
    widths: list[int] = []
    for chunk in chunks:
        for above, line in pairwise(chunk):
            follow += 1
            if len(above.raw) <= _WIDEST:
                widths.append(len(above.raw))
            if line.text[:1].islower() and not ends_sentence(above.text) and not _BULLET.match(line.text):
                rooms.append(_room(above, line))
    if not rooms:
        return Wrap(False, 0)
    widths.sort()
    width = widths[len(widths) * 95 // 100] if widths else _WIDEST
    rooms.sort()
    room = rooms[len(rooms) // 50] if len(rooms) >= _SAMPLE else 0.75 * width
    return Wrap(len(rooms) >= 0.25 * follow, room)


def _room(above: Line, line: Line) -> int:
    return len(above.raw) + 1 + len(line.text.split(maxsplit=1)[0])


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends with a stop, a colon or a semicolon, whatever quotes and brackets follow."""
    return _END.search(text[-6:]) is not None


def is_capitals(text: str) -> bool:
    """Tell whether a text is written in capitals: two words or more, or one of five letters."""
    letters = [char for char in text if char.isalpha()]
    long_enough = len(letters) >= 5 or (len(letters) >= 4 and " " in text)
    return long_enough and len(text) <= 100 and not any(char.islower() for char in letters) and text[-1] not in ".,;"


def draft_paragraphs(pages: Sequence[Sequence[Line]]) -> list[Draft]:
    """Return the paragraphs, bullets, lines in capitals and tables of all pages, in order."""
    chunks = [chunk for page in pages for chunk in _chunks(page)]
    parts = [(number, part) for number, chunk in enumerate(chunks) for part in find_tables(chunk)]
    prose = [part for _, part in parts if isinstance(part, list)]
    whole, numbering = read_wrap(prose), Numbering(line.text for part in prose for line in part)
    drafts: list[Draft] = []
    for number, part in parts:
        if isinstance(part, Grid):
            drafts.append(Draft(GRID, list(part.lines), number, grid=part))
        else:
            drafts += _Maker(number, part, whole, numbering).drafts
    _mark_edges(drafts)
    _find_depths(drafts)
    return _over_pages(drafts, whole)


def _chunks(page: Sequence[Line]) -> list[list[Line]]:
    """Return the runs of lines between blank lines and drawn rules; a rule under a line stays, as its underline."""
    found: list[list[Line]] = [[]]
    for line in page:
        text = line.text
        if not text or (is_rule(text) and not (found[-1] and _UNDERLINE.fullmatch(text))):
            found.append([])
        else:
            found[-1].append(line)
    return [chunk for chunk in found if chunk]


class _Maker:
    """Makes paragraphs of one run of lines: ``drafts``."""

    def __init__(self, chunk: int, lines: Sequence[Line], whole: Wrap, numbering: Numbering) -> None:
        self.chunk, self.whole, self.numbering = chunk, whole, numbering
        own = read_wrap([lines])
        self.wrapped = own.is_wrapped if len(lines) > 3 else own.is_wrapped or (whole.is_wrapped and len(lines) > 1)
        self.room = whole.room or own.room
        self.drafts: list[Draft] = []
        for line in lines:
            self._take(line)

    def _take(self, line: Line) -> None:
        text = line.text
        if self.drafts and _UNDERLINE.fullmatch(text):
            self._underline(line)
        elif (hashes := _HASHES.match(text)) and len(text) <= 120:
            self._begin(UNDERLINED, line, mark=hashes.group(1))
            self.drafts[-1].underline, self.drafts[-1].last = "#", True
        elif bullet := self._bullet(line):
            self._begin(BULLET, line, mark=bullet)
        elif label := self._label(line):
            self._begin(PLAIN, line, label=label)
        elif is_capitals(text) and self._closed(line, capitals=True):
            self._begin(CAPITALS, line)
        elif self._begins(line):
            self._begin(PLAIN, line)
        else:
            self.drafts[-1].lines.append(line)

    def _begin(self, kind: str, line: Line, mark: str = "", label: Label | None = None) -> None:
        self.drafts.append(Draft(kind, [line], self.chunk, label=label, mark=mark, wrapped=self.wrapped))

    def _underline(self, line: Line) -> None:
        """A rule right under one line makes it a heading; under several it only parts."""
        above = self.drafts[-1]
        if len(above.lines) == 1 and above.kind in (PLAIN, CAPITALS) and len(above.lines[0].text) <= 120:
            above.kind, above.underline = UNDERLINED, line.text[0]
        above.last = True

    def _above(self) -> Line | None:
        return self.drafts[-1].lines[-1] if self.drafts else None

    def _closed(self, line: Line, capitals: bool = False) -> bool:
        """Tell whether the line above ends what it belongs to, so that a new paragraph may well begin with ``line``."""
        above = self._above()
        if above is None or self.drafts[-1].last or ends_sentence(above.text):
            return True
        if self.drafts[-1].kind == CAPITALS:
            return not capitals or not is_capitals(line.text)
        return not self.wrapped or _room(above, line) < 0.8 * self.room

    def _bullet(self, line: Line) -> str:
        found = _BULLET.match(line.text)
        if not found or (found.end() == len(line.text) and found.group(1) not in _SURE):
            return ""
        mark, rest = found.group(1), line.text[found.end() :]
        before = self.drafts[-1] if self.drafts else None
        if mark in _SURE or before is None or (before.kind == BULLET and before.mark == mark):
            return mark
        # A dash that begins a line in mid-sentence is punctuation.
        return mark if self._closed(line) or not rest[:1].islower() else ""

    def _label(self, line: Line) -> Label | None:
        label = read_label(line.text)
        if label is None:
            if _COUNTED.match(line.text) and self._closed(line):
                return Label("", (), "", line.text)
            return None
        above = self._above()
        if above is None:
            return self.numbering.begins(label)
        return self.numbering.goes_on(label, ends_sentence(above.text), self._closed(line))

    def _begins(self, line: Line) -> bool:
        """Tell whether a paragraph without a mark of its own begins with ``line``."""
        above = self._above()
        if above is None or self.drafts[-1].last:
            return True
        before = self.drafts[-1]
        if before.kind == CAPITALS:
            return True
        if _is_bare(above.text) or (self.wrapped and _CUT.search(above.text[-3:])):
            return False  # the number or bullet stands alone on its line: its text follows; or a word is cut
        text = line.text
        if before.kind == BULLET and self.wrapped:
            if line.indent > before.lines[0].indent:
                return False
            if above.indent > before.lines[0].indent and not text[0].islower():
                return True  # back from the indent of the item
        if text[0].islower():
            return not self.wrapped and above.text[-1] in ":;,"
        if not self.wrapped:
            return True
        if text[0].isdigit() and not ends_sentence(above.text):
            return False  # a number that goes on with nothing, as of a year, in mid-sentence
        if line.indent >= above.indent + 2 and before.kind == PLAIN and not before.label and ends_sentence(above.text):
            return True  # a first line that is indented
        room = _room(above, line)
        return room < self.room if ends_sentence(above.text) else room < 0.8 * self.room


def _is_bare(text: str) -> bool:
    return len(text) <= 10 and (text in _SURE or re.fullmatch(r"\d{1,3}(?:\.\d{1,3})+|\(?(?:\d{1,3}|[a-z]{1,4})[.)]", text) is not None)


def _mark_edges(drafts: Sequence[Draft]) -> None:
    for at, draft in enumerate(drafts):
        draft.first = at == 0 or drafts[at - 1].chunk != draft.chunk
        draft.last = draft.last or at == len(drafts) - 1 or drafts[at + 1].chunk != draft.chunk


def _find_depths(drafts: Iterable[Draft]) -> None:
    """Give bullets their depth by indent, or by a second kind of mark under the first where nothing is indented."""
    open_lists: list[tuple[int, str]] = []
    for draft in drafts:
        if draft.kind != BULLET:
            open_lists = []
            continue
        indent, mark = draft.lines[0].indent, draft.mark
        while open_lists and open_lists[-1][0] > indent:
            open_lists.pop()
        same = [at for at, level in enumerate(open_lists) if level == (indent, mark)]
        if same:
            del open_lists[same[0] + 1 :]
        elif not open_lists or open_lists[-1][0] < indent or (open_lists[-1][1] in _OVER and mark in _UNDER):
            open_lists.append((indent, mark))
        else:
            open_lists[-1] = (indent, mark)
        draft.depth = len(open_lists) - 1


def _over_pages(drafts: Sequence[Draft], wrap: Wrap) -> list[Draft]:
    """Join paragraphs that a page break cuts: no stop before it, and the text goes on in lower case or from a full line."""
    found: list[Draft] = []
    for draft in drafts:
        before = found[-1] if found else None
        if before and before.lines[-1].page != draft.lines[0].page and _is_cut(before, draft, wrap):
            before.lines += draft.lines
            before.last = draft.last
            continue
        found.append(draft)
    return found


def _is_cut(before: Draft, draft: Draft, wrap: Wrap) -> bool:
    if draft.kind != PLAIN or draft.label or before.kind not in (PLAIN, BULLET):
        return False
    above, line = before.lines[-1], draft.lines[0]
    if ends_sentence(above.text):
        return False
    if line.text[0].islower():
        return len(above.text) > 30 or len(before.lines) > 1 or _CUT.search(above.text[-3:]) is not None
    return wrap.is_wrapped and len(before.lines) > 1 and len(draft.lines) > 1 and _room(above, line) >= wrap.room
