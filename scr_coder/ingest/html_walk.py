"""From the elements of a page to blocks: one walk over the tree, without recursion into it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from scr_coder.ingest.clean import clean_text
from scr_coder.ingest.document import BULLET, HEADING, PARAGRAPH, TABLE, Block, Removed
from scr_coder.ingest.html_article import CODE, CONTROLS, EMBEDDED, MEDIA, Element, Page
from scr_coder.ingest.html_lists import item_labels
from scr_coder.ingest.html_notes import Note
from scr_coder.ingest.html_tables import is_data, rows_of
from scr_coder.ingest.text_tables import joined_rows

UNSETTLED = -1
"""The level of a paragraph all in bold: a heading if text that is not follows."""

_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer "
    "form frameset header hgroup html legend li main menu nav noscript ol p pre section summary table tbody td tfoot th "
    "thead tr ul h1 h2 h3 h4 h5 h6 listing xmp plaintext "
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_BOLD = frozenset(("b", "strong"))
_SPACE = re.compile(r"[ \t\n\r\f\v\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_BULLET = re.compile(r"[•▪●◦➢‣·◻][ \t]+(?=\S)")
_OWN_LABEL = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})+[.)]?|\d{1,3}[.)])\s|\((?:[a-z]|[ivx]{1,5})\)\s")


class _Frame(NamedTuple):
    """A block element that is open."""

    element: Element
    tag: str


class Walk:
    """Walks over a page: ``blocks``, ``removed``, and how much was left out of what has no text (``seen``)."""

    def __init__(self, page: Page, notes: Mapping[Element, Note], everything: bool = False) -> None:
        self.page, self.notes, self.everything = page, notes, everything
        self.blocks: list[Block] = []
        self.removed: list[Removed] = []
        self.seen: Counter[str] = Counter()
        self.alternatives: list[str] = []
        self.controls = 0
        self.pending: list[str] = []
        self._parts: list[tuple[str, bool] | None] = []  # text, and whether it is bold; None is a line break
        self._bold = 0
        self._frames: list[_Frame] = []
        self._items: list[tuple[Element, str, int]] = []  # an open list item whose text has not begun: label, depth
        self._lists = 0
        self._labels: dict[Element, str] = {}
        self._used: set[Element] = set()
        self._backlinks = {link for note in notes.values() for link in note.back}
        self._holders = {note.holder for note in notes.values()}
        self._inside = False

    def walk(self, top: Element) -> None:
        """Walk over ``top`` and all in it."""
        self._inside = top is not self.page.body or self.page.is_bare
        self._run(top, opened=False)
        self._flush()
        if self.pending:
            self._emit(PARAGRAPH, "")

    def _run(self, top: Element, opened: bool) -> None:
        """Go through ``top``; ``opened``: it is open already, only what is in it counts."""
        walker = etree.iterwalk(top, events=("start", "end", "comment", "pi"))
        skipped: Element | None = None
        for event, element in walker:
            if event == "start":
                if not (opened and element is top) and self._start(element):
                    walker.skip_subtree()
                    skipped = element
                else:
                    self._add(element.text)
                continue
            if event == "end" and element is not skipped and not (opened and element is top):
                self._end(element)
            if element is not top:
                self._add(element.tail)

    def _start(self, element: Element) -> bool:
        """Open an element; True if nothing in it is to be walked over."""
        tag = str(element.tag).lower()
        if self._leave_out(element, tag):
            return True
        if tag == "br":
            self._parts.append(None)
        elif tag == "q":
            self._parts.append(("“", self._bold > 0))
        elif tag in _BOLD:
            self._bold += 1
        elif tag in ("s", "strike"):
            self.seen["struck"] += 1
        elif tag == "hr":
            self._flush()
        elif tag in _BLOCKS or tag == "table":
            return self._open_block(element, tag)
        return False

    def _leave_out(self, element: Element, tag: str) -> bool:
        if tag in CODE:
            return True
        if not self._inside and element is not self.page.root:
            if element not in self.page.above:
                self._remove(element, self.page.reason_against(element, outside=True) or "outside the article")
                return True
            return False
        if element is self.page.root:
            self._flush()
            self._inside = True
        if tag in MEDIA or tag in EMBEDDED:
            return self._leave_media(element, tag)
        if element in self._backlinks:
            return True
        if element in self._used:
            self._flush()
            return True
        note = self.notes.get(element)
        if note is not None:
            self._refer(note)
            return True
        if element in self._holders and tag in ("p", "div", "li", "dd", "td", "aside", "section"):
            return False
        if tag in ("head", "title", "meta", "link", "base"):
            return True
        reason = "deleted text" if tag == "del" else self.page.reason_against(element)
        if self.everything and reason not in ("hidden text", "deleted text") and tag not in CONTROLS:
            reason = ""
        if reason:
            self._remove(element, reason)
        return bool(reason)

    def _leave_media(self, element: Element, tag: str) -> bool:
        self.seen["image" if tag in MEDIA and tag not in ("video", "audio") else tag] += 1
        alternative = " ".join((element.get("alt") or "").split())
        if alternative:
            self.alternatives.append(self._clean(alternative))
        if tag in ("object", "video", "audio", "iframe", "applet", "picture"):
            self.alternatives += [text for image in element.iter("img") if (text := self._clean(image.get("alt") or ""))]
        self._remove(element, "embedded page or file" if tag in EMBEDDED else "text in a picture or recording")
        return True

    def _remove(self, element: Element, reason: str) -> None:
        """Keep the whole text of an element as removed; scripts in it are counted only."""
        if text := self._flat(element):
            self.removed.append(Removed(reason, text))

    def _flat(self, element: Element, without: tuple[Element, ...] = ()) -> str:
        """Return the text in an element on one line, parted where blocks are."""
        parts: list[str] = []
        for event, inner in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
            block = inner.tag in _BLOCKS or inner.tag == "br"
            if event == "start":
                parts += [" " if block else "", "" if inner.tag in CODE or inner in without else inner.text or ""]
            elif inner is not element:
                parts += [" " if block else "", inner.tail or ""]
        return self._clean("".join(parts))

    def _refer(self, note: Note) -> None:
        """Put the mark of a note into the text, and the note after the block, once."""
        self._parts.append((f"[{note.mark}]", self._bold > 0))
        if note.holder in self._used:
            return
        self._used.add(note.holder)
        text = self._flat(note.holder, note.back)
        text = re.sub(rf"^[\[(]?{re.escape(note.mark)}[\])]?[.:]?\s+", "", text)
        self.pending.append(f"[{note.mark}] {text}")

    def _open_block(self, element: Element, tag: str) -> bool:
        self._flush()
        if tag == "table" and is_data(element):
            self._table(element)
            return True
        self._frames.append(_Frame(element, tag))
        if tag in ("ul", "ol", "dir", "menu"):
            self._lists += 1
            if tag == "ol":
                self._labels.update(item_labels(element))
        elif tag == "li":
            self._items.append((element, self._labels.pop(element, "") if _in_ordered(element) else BULLET, max(self._lists - 1, 0)))
        return False

    def _end(self, element: Element) -> None:
        tag = str(element.tag).lower()
        if tag == "q" and self._inside:
            self._parts.append(("”", self._bold > 0))
        elif tag in _BOLD:
            self._bold = max(self._bold - 1, 0)
        elif self._frames and self._frames[-1].element is element:
            self._flush()
            self._frames.pop()
            if tag in ("ul", "ol", "dir", "menu"):
                self._lists -= 1
            if self._items and self._items[-1][0] is element:
                self._items.pop()
        if element is self.page.root and self.page.root is not self.page.body:
            self._flush()
            self._inside = False

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if not self._inside:
            if cleaned := self._clean(text):
                self.removed.append(Removed("outside the article", cleaned))
            return
        self._parts.append((text, self._bold > 0))

    def _clean(self, text: str) -> str:
        cleaned, count = clean_text(text)
        self.controls += count
        return " ".join(cleaned.split())

    def _flush(self) -> None:
        """Make blocks of the text gathered so far: two line breaks part paragraphs, one is a space."""
        parts, self._parts = self._parts, []
        if not parts:
            return
        tags = {frame.tag for frame in self._frames}
        heading = next((frame.tag for frame in reversed(self._frames) if frame.tag in ("h1", "h2", "h3", "h4", "h5", "h6")), "")
        if heading:
            if text := self._clean("".join(part[0] if part else " " for part in parts)):
                self._emit(HEADING, text, int(heading[1]))
        elif "pre" in tags or "listing" in tags:
            self._preformatted("".join(part[0] if part else "\n" for part in parts))
        else:
            may_head = not tags & {"li", "dt", "dd", "blockquote", "caption", "summary"}
            for text, bold in self._paragraphs(parts):
                if text and bold and may_head:
                    self._emit(HEADING, text, UNSETTLED)
                elif text:
                    self._emit(PARAGRAPH, text)

    def _paragraphs(self, parts: list[tuple[str, bool] | None]) -> list[tuple[str, bool]]:
        """Return the paragraphs between double line breaks, and whether each is bold from end to end."""
        found: list[tuple[str, bool]] = []
        current: list[str] = []
        breaks, bold = 0, True
        for part in parts:
            if part is None:
                breaks += 1
            elif not _SPACE.sub("", part[0]):
                current.append(" ")
            else:
                if breaks >= 2:
                    found.append((self._clean("".join(current)), bold))
                    current, bold = [], True
                elif breaks:
                    current.append(" ")
                current.append(part[0])
                breaks, bold = 0, bold and part[1]
        return [*found, (self._clean("".join(current)), bold)]

    def _preformatted(self, text: str) -> None:
        cleaned, count = clean_text(text)
        self.controls += count
        for part in re.split(r"\n[ \t]*(?:\n[ \t]*)+", cleaned.strip("\n")):
            lines = [line.rstrip() for line in part.split("\n")]
            if any(line.strip() for line in lines):
                self._emit(PARAGRAPH, "\n".join(line for line in lines if line.strip()))

    def _table(self, table: Element) -> None:
        rows = []
        for kind, cells in rows_of(table):
            texts = ["" if cell is None else self._cell(cell) for cell in cells]
            if kind == "caption":
                self._emit(PARAGRAPH, texts[0])
            elif any(texts):
                rows.append(texts)
        if rows:
            self._emit(TABLE, joined_rows(rows))

    def _cell(self, cell: Element) -> str:
        """Return the text of a cell; what is left out of it and its notes join those of the page."""
        inner = Walk(self.page, self.notes, self.everything)
        inner._used, inner._inside, inner.seen, inner.removed, inner.alternatives = (
            self._used, True, self.seen, self.removed, self.alternatives,
        )  # fmt: skip
        inner._run(cell, opened=True)
        noted, inner.pending = inner.pending, []
        inner._flush()
        self.controls += inner.controls
        self.pending += noted
        return " ".join(" ".join(block.text.split()) for block in inner.blocks)

    def _emit(self, kind: str, text: str, level: int = 0) -> None:
        label = ""
        if kind == PARAGRAPH and self._items:
            element, marker, depth = self._items[-1]
            self._items[-1] = (element, "", depth)
            if marker == BULLET:
                kind, level = BULLET, depth
            elif marker:
                label, level = ("" if _OWN_LABEL.match(text) else marker), depth
        elif kind == PARAGRAPH and (found := _BULLET.match(text)):
            kind, text = BULLET, text[found.end() :]
        if kind != HEADING and self.pending:
            text = "\n".join(filter(None, [text, *self.pending]))
            self.pending = []
        if text:
            self.blocks.append(Block(kind, text, level=level, label=label))


def _in_ordered(item: Element) -> bool:
    parent = item.getparent()
    return parent is not None and parent.tag == "ol"
