"""Footnotes and endnotes of a DOCX: their numbers, which are counted, and their text, which stands in a part of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scr_coder.ingest.docx_numbering import number_text
from scr_coder.ingest.docx_xml import W, child, number, value_of

if TYPE_CHECKING:
    from lxml.etree import _Element

FOOTNOTES, ENDNOTES = "footnote", "endnote"
_USUAL = {FOOTNOTES: "decimal", ENDNOTES: "lowerRoman"}
_MARKS = "*†‡§"


class Notes:
    """The notes of one kind. ``part`` is the root of their part, ``settings`` that of the settings; either may be missing."""

    def __init__(self, kind: str, part: _Element | None, settings: _Element | None) -> None:
        self._unread: dict[str, _Element] = {}
        for element in part if part is not None else ():
            # Others are separators, which have a type of their own.
            if element.tag == W + kind and element.get(f"{W}type", "normal") == "normal":
                self._unread[element.get(f"{W}id") or ""] = element
        rules = child(settings, f"{kind}Pr")
        self._format = value_of(rules, "numFmt") or _USUAL[kind]
        self._next = number(value_of(rules, "numStart"), 1)

    def label(self) -> str:
        """Return the number of the next note."""
        value, self._next = self._next, self._next + 1
        if self._format == "chicago":
            return _MARKS[(value - 1) % 4] * ((value - 1) // 4 % 20 + 1)
        return number_text(value, self._format) or str(value)

    def take(self, reference: _Element) -> _Element | None:
        """Return the note that ``reference`` points to, once: a second reference to it has no text of its own."""
        return self._unread.pop(reference.get(f"{W}id") or "", None)

    def rest(self) -> list[_Element]:
        """Return the notes that nothing has referred to."""
        return list(self._unread.values())
