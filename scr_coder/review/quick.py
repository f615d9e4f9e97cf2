"""Ids, text hashes and locators of findings, without reading the whole YAML: for tables over thousands of reviews.

A ``findings.yaml`` in the form that `scr` writes (see ``FORM``) is taken apart by one regular expression, some ten times
as fast as by the YAML reader; any other file is left to that reader. Both give the same ids and the same hashes.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from scr_coder.review.model import locator_words
from scr_coder.text import text_hash

FORM = """\
schema: 1
findings:
  - id: "4.1"
    kind: numbered
    locator:
      page: "12"
      paragraph: "4.1"
    heading: Findings
    section:
      - Findings
    text: |-
      The text, one line for each paragraph.
"""

# Values on one line that a YAML reader takes as they stand: in double quotes without escapes, or plain without signs.
_VALUE = rb'(?:"[^"\\\n]*"|[A-Za-z0-9][^:#\n"\'\t]*)'
_ENTRY = re.compile(
    rb'  - id: "([A-Za-z0-9][A-Za-z0-9._()-]{0,39})"\n'
    rb"(?:    (?:kind|heading): " + _VALUE + rb"\n"
    rb"|    locator:\n(?:      (?:page|paragraph|lines): " + _VALUE + rb"\n)+"
    rb"|    section:\n(?:      - " + _VALUE + rb"\n)+)*"
    rb"    text: \|-\n((?:      [^ \t\n][^\n]*\n|\n)+)"
)
_HEAD = re.compile(rb"(?:#[^\n]*\n)*schema: 1\nfindings:\n")
# What YAML refuses or folds: control characters but line feeds, C1 controls and separators, the byte order mark.
_CONTROLS = bytes([*range(0x0A), *range(0x0B, 0x20), 0x7F])
_SPECIAL = re.compile(rb"\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]|\xef\xbb\xbf|\xef\xbf[\xbe\xbf]")


def _has_special(data: bytes) -> bool:
    controls = len(data.translate(None, _CONTROLS)) != len(data)
    return controls or (not data.isascii() and _SPECIAL.search(data) is not None)


_PLACE = re.compile(rb"^      (page|paragraph|lines): (?:\"([^\"]*)\"|([^\n]*?) *)$", re.MULTILINE)


class QuickFinding(NamedTuple):
    """A finding as tables need it: its id, locator and text."""

    id: str
    page: str
    paragraph: str
    lines: str
    text: str

    @property
    def locator(self) -> str:
        """Return the locator in words, see `Finding.locator`."""
        return locator_words(self.id, self.page, self.paragraph, self.lines)


def quick_findings(data: bytes) -> list[tuple[str, str]] | None:
    """Return (id, text hash) of each finding, in order, or None when the file is not in the form that `scr` writes."""
    entries = _entries(data)
    return None if entries is None else [(name, text_hash(text)) for name, _, text in entries]


def quick_texts(data: bytes) -> list[QuickFinding] | None:
    """Return each finding with locator and text, in order, or None when the file is not in the form that `scr` writes."""
    entries = _entries(data)
    if entries is None:
        return None
    found = []
    for name, head, text in entries:
        place = {match[1]: (match[2] or match[3] or b"").decode("utf-8") for match in _PLACE.finditer(head)}
        page, paragraph, lines = (place.get(part, "") for part in (b"page", b"paragraph", b"lines"))
        found.append(QuickFinding(name, page, paragraph, lines, text))
    return found


def _entries(data: bytes) -> list[tuple[str, bytes, str]] | None:
    """Return the id, what stands before the text, and the text of each finding; None for any other form."""
    head = _HEAD.match(data)
    if head is None or _has_special(data):
        return None
    found: list[tuple[str, bytes, str]] = []
    at = head.end()
    while at < len(data):
        entry = _ENTRY.match(data, at)
        if entry is None:
            return None
        try:
            text = entry[2].decode("utf-8")
            data[at : entry.start(2)].decode("utf-8")
        except UnicodeDecodeError:
            return None
        if text.startswith("\n"):  # leading blank lines: their meaning depends on what follows
            return None
        lines = [line[6:] for line in text.rstrip("\n").split("\n")]
        found.append((entry[1].decode("ascii"), data[at : entry.start(2)], "\n".join(lines)))
        at = entry.end()
    return found
