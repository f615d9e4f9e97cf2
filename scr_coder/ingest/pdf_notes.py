"""Footnotes of a PDF: taken from the foot of each page, and attached to the paragraph that refers to them.

A raised number in the text becomes ``[1]``, and the note follows the paragraph as a line of its own, ``[1] …``. A raised
number without such a note stays as the digits that it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from scr_coder.ingest.pdf_lines import MARK_BEGIN, MARK_END, Line

_MARKED = re.compile(f"{MARK_BEGIN}([^{MARK_END}]*){MARK_END}")
_NOTE_START = re.compile(rf"(?:{MARK_BEGIN}(?P<raised>[^{MARK_END}]*){MARK_END}|(?P<plain>\d{{1,3}}|[*†‡])(?=[\s.A-Z“‘]))[.)]?\s*")


class Notes:
    """The notes of a report, by page and mark; tells which were used."""

    def __init__(self) -> None:
        self._notes: dict[int, dict[str, list[Line]]] = {}
        self._loose: list[Line] = []
        self._used: set[tuple[int, str]] = set()
        self._last: tuple[int, str] | None = None

    def add(self, page: int, mark: str, line: Line) -> None:
        """Take the first line of a note; one whose mark the page has had already goes on the note before, where it can be read."""
        if mark in self._notes.get(page, {}):
            self.go_on(line)
            return
        self._notes.setdefault(page, {})[mark] = [line]
        self._last = page, mark

    def go_on(self, line: Line) -> None:
        """Take a further line of the note before; on a new page, the note of the page before goes on."""
        if self._last is None:
            self._loose.append(line)
        else:
            self._notes[self._last[0]][self._last[1]].append(line)

    def attached(self, text: str, first: int, last: int) -> str:
        """Return ``text`` with its raised marks resolved, and the notes they refer to as lines at its end."""
        if MARK_BEGIN not in text:
            return text
        lines: list[str] = []

        def resolved(match: re.Match[str]) -> str:
            mark = match[1].strip("[]() ")
            marks = [part for part in mark.split(",") if part]
            found = [self._found(part, first, last) for part in marks]
            if not any(found):
                return match[1]
            lines.extend(f"[{part}] {note}" for part, note in zip(marks, found, strict=True) if note)
            return "".join(f"[{part}]" for part in marks)

        body = _MARKED.sub(resolved, text)
        return "\n".join([body, *dict.fromkeys(lines)])

    def _found(self, mark: str, first: int, last: int) -> str:
        for page in range(first, last + 1):
            lines = self._notes.get(page, {}).get(mark)
            if lines:
                self._used.add((page, mark))
                return note_text(lines)
        return ""

    def unused(self) -> list[tuple[int, str]]:
        """Return the notes that no paragraph refers to as (page, text with its mark), by page."""
        loose = [(line.page, plain_marks(line.text.strip())) for line in self._loose]
        rest = [
            (page, f"[{mark}] {note_text(lines)}")
            for page, held in self._notes.items()
            for mark, lines in held.items()
            if (page, mark) not in self._used
        ]
        return sorted([*loose, *rest], key=lambda note: note[0])


def note_text(lines: Sequence[Line]) -> str:
    """Return the text of a note without its mark."""
    text = ""
    for line in lines:
        piece = line.text.strip()
        if not text:
            match = _NOTE_START.match(piece)
            text = piece[match.end() :] if match else piece
        else:
            text = text[:-1] + piece if text.endswith("/") or (text.endswith("-") and piece[:1].islower()) else f"{text} {piece}"
        text += "-" if line.hyphen else ""
    return plain_marks(text)


def plain_marks(text: str) -> str:
    """Return ``text`` with raised marks as the characters that they are."""
    return _MARKED.sub(r"\1", text)


def take_out_notes(lines: Sequence[Line], usual: float, notes: Notes) -> list[Line]:
    """Return the lines of a page without the footnotes at its foot, which go to ``notes``.

    Footnotes are small (below 0.93 of the usual size), stand below all other text of their page, and the first of them
    begins with a mark, unless the last note of the page before goes on.
    """
    small: set[Line] = set()
    for column in {line.column for line in lines}:
        for line in sorted((line for line in lines if line.column == column), key=lambda line: line.y):
            if line.size > 0.93 * usual or line.table:
                break
            small.add(line)
    if not small or len(small) == len(lines):
        return list(lines)
    ordered = [line for line in lines if line in small]
    starts = _starts(ordered)
    if not starts:
        return list(lines)
    for at, line in enumerate(ordered):
        if at in starts:
            notes.add(line.page, starts[at], line)
        else:
            notes.go_on(line)
    taken = set(ordered)
    return [line for line in lines if line not in taken]


def _starts(lines: Sequence[Line]) -> dict[int, str]:
    """Return the places of the lines that begin a note, with its mark.

    Marks of one page look alike: where the first is raised, a plain number begins no note; plain numbers count up by one.
    """
    found: dict[int, str] = {}
    raised = False
    last = 0
    for at, line in enumerate(lines):
        match = _NOTE_START.match(line.text.strip())
        if match is None:
            continue
        mark = (match["raised"] or match["plain"]).strip("[]() ")
        if not found:
            raised = match["raised"] is not None
        elif (match["raised"] is not None) != raised or (not raised and not (mark.isdecimal() and int(mark) == last + 1)):
            continue
        last = int(mark) if mark.isdecimal() else last
        found[at] = mark
    return found
