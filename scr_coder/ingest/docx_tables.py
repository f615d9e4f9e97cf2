"""Tables of a DOCX: one block each, a line for each row, cells parted by `` | ``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scr_coder.ingest.document import TABLE, Block
from scr_coder.ingest.docx_blocks import HIDDEN, TBL, Gathered, P, Reader, with_notes
from scr_coder.ingest.docx_properties import is_deleted, shows
from scr_coder.ingest.docx_xml import W, child, on

if TYPE_CHECKING:
    from lxml.etree import _Element


def read_table(reader: Reader, table: _Element, contents: bool) -> None:
    """Add the block of ``table`` to ``reader``, and after it the text boxes anchored in it.

    A table of one single cell is a box around text: its paragraphs become blocks of their own.
    """
    row = _only(table, TBL, f"{W}tr")
    cell = None if row is None else _only(row, f"{W}tr", f"{W}tc")
    if cell is not None:
        begun = len(reader.blocks)
        reader.walk(cell, contents=contents)
        reader.flush()
        reader.frames += 1
        reader.blocks[begun:] = [block._replace(frame=block.frame or reader.frames) for block in reader.blocks[begun:]]
        return
    _Table(reader, contents).read(table)


def _only(element: _Element, holder: str, tag: str) -> _Element | None:
    """Return the one ``tag`` of a table or row, through wrappers; None if there are several, or none."""
    found = None
    for inner in element.iter(tag):
        if next(inner.iterancestors(holder)) is element:  # else it is of a table within
            if found is not None:
                return None
            found = inner
    return found


class _Table:
    def __init__(self, reader: Reader, contents: bool) -> None:
        self._reader = reader
        self._contents = contents
        self._notes: list[tuple[str, str]] = []
        self._boxes: list[_Element] = []
        self._first = self._last = -1  # places of the first and the last text

    def read(self, table: _Element) -> None:
        lines = [line for row in self._rows(table) if (line := self._row(row))]
        if lines:
            text = with_notes("\n".join(lines), self._notes)
            last = self._last if self._last > self._first else -1
            self._reader.blocks.append(Block(TABLE, text, page=self._first, pages=last))
        self._reader.read_boxes(self._boxes)

    def _rows(self, table: _Element) -> list[_Element]:
        return [row for row in self._reader.parts(table, f"{W}tr") if not is_deleted(row, self._reader.tally)]

    def _cells(self, row: _Element) -> list[_Element]:
        return [cell for cell in self._reader.parts(row, f"{W}tc") if not is_deleted(cell, self._reader.tally)]

    def _row(self, row: _Element) -> str:
        reader, pages = self._reader, self._reader.pages
        properties = child(row, "trPr")
        texts = [""] if child(properties, "gridBefore") is not None else []
        # A row that runs on to the next page does so in several cells at once: the page counts once.
        start = furthest = pages.mark()
        for cell in self._cells(row):
            pages.back_to(start)
            text, shown = self._cell(cell), shows(cell)
            furthest = max(furthest, pages.mark())
            if shown != "own":
                reader.remove("text in a merged cell", text, pages.place)
                text = ""
            if shown != "beside":
                texts.append(text)
        pages.back_to(furthest)
        while texts and not texts[-1]:
            texts.pop()
        line = " | ".join(texts)
        hidden = child(properties, "hidden")
        if hidden is not None and on(hidden):
            reader.remove(HIDDEN, line, pages.place)
            return ""
        return line

    def _cell(self, cell: _Element) -> str:
        texts = []
        with self._reader.deeper():
            for part in self._reader.parts(cell, P, TBL):
                if part.tag == TBL:
                    texts += [self._paragraph(self._reader.unfinished()), self._inner(part)]
                else:
                    texts.append(self._paragraph(self._reader.gathered(part)))
            texts.append(self._paragraph(self._reader.unfinished()))
        return " ".join(filter(None, texts))

    def _inner(self, table: _Element) -> str:
        # A table within a cell is part of the cell's text.
        rows = (filter(None, map(self._cell, self._cells(row))) for row in self._rows(table))
        return "; ".join(filter(None, map(" / ".join, rows)))

    def _paragraph(self, gathered: Gathered | None) -> str:
        reader = self._reader
        if gathered is None:
            return ""
        inline, properties, style = gathered
        text = reader.plain(inline.joined())
        label = None if properties.hidden_mark and not text else reader.label(gathered)
        place = inline.first if inline.first >= 0 else reader.pages.place
        reader.set_aside(inline, place)
        if inline.contents:
            reader.in_contents(reader.plain("".join(inline.contents)), place)
        self._boxes += inline.boxes
        if not text:
            return ""
        if self._contents or style.contents:
            reader.in_contents(text, place)
            return ""
        self._notes += inline.notes
        self._first = place if self._first < 0 else min(self._first, place)
        self._last = max(self._last, inline.last)
        if label is None:
            return text
        return f"{'•' if label.bullet else reader.plain(label.shown)} {text}".strip()
