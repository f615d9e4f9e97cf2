"""The blocks of a DOCX in reading order: paragraphs, headings and bullets, with what is anchored in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from scr_coder.ingest.document import BULLET, HEADING, PARAGRAPH, TABLE, Block, Doubt, Removed, Unreadable
from scr_coder.ingest.docx_characters import plain
from scr_coder.ingest.docx_inline import DRAWN_TEXT, Gatherer, Inline, alternative
from scr_coder.ingest.docx_notes import ENDNOTES, FOOTNOTES, Notes
from scr_coder.ingest.docx_numbering import Counters, Instance, Label
from scr_coder.ingest.docx_pages import Pages
from scr_coder.ingest.docx_properties import ParagraphProperties, is_contents, is_prompt, paragraph_properties
from scr_coder.ingest.docx_styles import ParagraphStyle, Styles
from scr_coder.ingest.docx_xml import MC, A, R, W, child, text_in, value_of

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_PARAGRAPHS = 100_000
MAX_DEPTH = 40
# Longer text in a heading style, closed as a sentence is, is a paragraph that its author numbered by that style.
MAX_HEADING = 200
MAX_CONTENTS_LINE = 300

P, TBL, SDT, SECT, ALTERNATIVES, CHUNK = f"{W}p", f"{W}tbl", f"{W}sdt", f"{W}sectPr", f"{MC}AlternateContent", f"{W}altChunk"
_THROUGH = frozenset((f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo", f"{W}smartTag"))
TOP = _THROUGH | {f"{W}body", SDT}
"""The elements around paragraphs and tables that are no more than wrappers."""

CONTENTS, HIDDEN, PROMPT = "contents page", "hidden text", "prompt of an empty form field"
_SENTENCE_ENDS = (".", "?", "!", ":", ";")
_CONTENTS_TITLES = ("contents", "table of contents", "list of contents", "contents page")
_TYPED_BULLET = re.compile(r"[•▪◦‣●○■□▫➢➤❖✓] ?(?=\S)|· +(?=\S)")
_PAGE_WORDS = re.compile(r"[\W\d]*(?:page)?[\W\d]*(?:of)?[\W\d]*", re.IGNORECASE)
_NOWHERE = -1


class Gathered(NamedTuple):
    """A paragraph: what it holds, what it says of itself, and its style."""

    inline: Inline
    properties: ParagraphProperties
    style: ParagraphStyle


ReadTable = Callable[["Reader", "_Element", bool], None]
"""Reads a table; the truth value says whether it stands in a table of contents."""


class Reader:
    """Turns elements of one document into blocks.

    Pages in all that it gathers are places, which `Pages.page` knows when everything has been read; -1 is none.
    """

    def __init__(self, styles: Styles, instances: Mapping[str, Instance], notes: Mapping[str, Notes], read_table: ReadTable) -> None:
        self.blocks: list[Block] = []
        self.removed: list[Removed] = []
        self.doubts: list[Doubt] = []
        self.titles: list[str] = []
        self.headers: dict[str, str] = {}  # by the id of the link to the part: header or footer
        self.pages = Pages()
        self.tally: Counter[str] = Counter()
        self.frames = 0
        """Tables of one cell so far: each is a frame around text."""
        self.gatherer = Gatherer(styles, self.pages, self.tally, self._note)
        self.last_section = "nextPage"
        self.paragraphs = 0
        self._styles = styles
        self._instances = instances
        self._counters = Counters(instances)
        self._notes = notes
        self._read_table = read_table
        self._joined: Gathered | None = None
        self._contents: list[tuple[int, Block]] = []  # lines of a contents field that has not ended, and where they would stand
        self._depth = 0

    # -- the walk ------------------------------------------------------------------------------------------------------

    def walk(self, elements: Iterable[_Element], *, contents: bool = False) -> None:
        """Read ``elements`` and what their wrappers wrap. ``contents``: they stand in a table of contents."""
        with self.deeper():
            for element in elements:
                self.read(element, contents=contents)

    def read(self, element: _Element, *, contents: bool = False) -> None:
        """Read one paragraph, table or wrapper."""
        tag = element.tag
        if tag == P:
            self._paragraph(element, contents)
        elif tag == TBL:
            self.flush()
            self._read_table(self, element, contents)
        elif tag == SDT:
            properties, content = child(element, "sdtPr"), child(element, "sdtContent")
            if content is not None and not self.takes_out(properties, content):
                self.walk(content, contents=contents or is_contents(properties))
        elif tag == ALTERNATIVES:
            self.walk(_chosen(element), contents=contents)
        elif tag in _THROUGH:
            self.walk(element, contents=contents)
        elif tag == CHUNK:
            self.tally["embedded"] += 1
            self.doubts.append(Doubt(self.pages.place, "another document is embedded here; it was not read"))
        elif tag == SECT:
            self._section(element, last=True)

    def parts(self, element: Iterable[_Element], *tags: str) -> Iterator[_Element]:
        """Yield the elements called ``tags`` in ``element``, through wrappers."""
        for part in element:
            tag = part.tag
            if tag in tags:
                yield part
            elif tag == SDT:
                content = child(part, "sdtContent")
                if content is not None and not self.takes_out(child(part, "sdtPr"), content):
                    yield from self.parts(content, *tags)
            elif tag == ALTERNATIVES:
                yield from self.parts(_chosen(part), *tags)
            elif tag in _THROUGH:
                yield from self.parts(part, *tags)
            elif tag == CHUNK:
                self.read(part)

    def takes_out(self, control: _Element | None, content: _Element) -> bool:
        """Return whether ``content``, of a control with these properties, is no more than a prompt, which is then left out."""
        if not is_prompt(control):
            return False
        self.remove(PROMPT, text_in(content, f"{W}t"), self.pages.place)
        return True

    def deeper(self) -> _Deeper:
        """Return a context one level deeper. Raises `Unreadable` when it is too deep."""
        return _Deeper(self)

    def finish(self) -> None:
        """Be told that the text has ended."""
        self.flush()
        if self._contents:
            self.doubts.append(Doubt(self._contents[0][1].page, "a table of contents begins here and never ends; its text was kept"))
            self._give_back(self._contents)
            self._contents = []
        self.remove("part of a field's instruction", " ".join(self.gatherer.lost), self.pages.place)

    def _give_back(self, lines: list[tuple[int, Block]]) -> None:
        blocks, at = [], 0
        for index, block in lines:
            blocks += [*self.blocks[at:index], block]
            at = index
        self.blocks = blocks + self.blocks[at:]

    # -- paragraphs ----------------------------------------------------------------------------------------------------

    def _paragraph(self, element: _Element, contents: bool) -> None:
        gathered = self.gathered(element)
        if gathered is not None:
            self._emit(gathered, contents)
        properties = child(element, "pPr")
        section = None if properties is None else child(properties, "sectPr")
        if section is not None:
            self.flush()
            self._section(section)

    def gathered(self, element: _Element) -> Gathered | None:
        """Return what a paragraph holds, None if the next one continues it."""
        self.paragraphs += 1
        if self.paragraphs > MAX_PARAGRAPHS:
            raise Unreadable(f"it has more than {MAX_PARAGRAPHS:,} paragraphs", "part it into several files")
        properties = paragraph_properties(element, self.tally)
        style = self._styles.paragraph(properties.style)
        if style.breaks if properties.breaks is None else properties.breaks:
            self.pages.paragraph_on_new_page()
        inline = self._joined.inline if self._joined else Inline()
        self._joined = None
        self.gatherer.gather(element, inline, style.hidden)
        self.pages.paragraph(ends_with_break=inline.ends_with_break)
        gathered = Gathered(inline, properties, style)
        if properties.joins:
            self._joined = gathered
            return None
        return gathered

    def flush(self) -> None:
        """Read a paragraph that would have been continued, where nothing continues it."""
        joined = self.unfinished()
        if joined is not None:
            self._emit(joined, contents=False)

    def unfinished(self) -> Gathered | None:
        """Return, once, a paragraph that the next one would have continued."""
        joined, self._joined = self._joined, None
        return joined

    def apart(self) -> _Apart:
        """Return a context for another text in the midst of one: no paragraph of the one continues one of the other."""
        return _Apart(self)

    def _emit(self, gathered: Gathered, contents: bool) -> None:
        inline, properties, style = gathered
        text = self.plain(inline.joined())
        place = inline.first if inline.first >= 0 else self.pages.place
        label = None if properties.hidden_mark and not text else self.label(gathered)
        self.set_aside(inline, place)
        if inline.contents:
            self._contents_line(self.plain("".join(inline.contents)), gathered, label, place)
        if self._contents and not self.gatherer.in_contents:
            pending, self._contents = self._contents, []
            for _, line in pending:
                self.in_contents(line.text, line.page)
        if not text:
            if label is not None and not label.bullet and not inline.hidden and not inline.contents:
                self.remove("number without text", label.text, place)
        elif inline.page_numbers and _is_page_number(inline):
            self.remove("page number", text, place)
        elif contents or style.contents:
            self.in_contents(text, place)
        else:
            block = self._block(text, gathered, label)
            if style.title and block.kind == HEADING:
                self.titles.append(block.text)
            self.blocks.append(
                block._replace(
                    text=with_notes(block.text, inline.notes), page=place, pages=inline.last if inline.last > place else _NOWHERE
                )
            )
        self.read_boxes(inline.boxes)

    def _block(self, text: str, gathered: Gathered, label: Label | None) -> Block:
        """Return the block that a paragraph with ``text`` is, still without page and notes."""
        _, properties, style = gathered
        shown = "" if label is None or label.bullet else self.plain(label.text)
        heading = style.heading
        if properties.outline is not None and properties.outline < 9:
            heading = properties.outline + 1
        if heading is not None and len(text) > MAX_HEADING and text.rstrip("”’\"')]").endswith(_SENTENCE_ENDS):
            self.tally["long headings"] += 1
            heading = None
        if heading is not None:
            return Block(HEADING, text, level=heading, label=shown)
        if label is not None and label.bullet:
            return Block(BULLET, text, level=self._level(gathered))
        if label is None and style.bullet is not None and properties.num_id != "0":
            return Block(BULLET, text, level=style.bullet)
        typed = None if shown else _TYPED_BULLET.match(text)
        return Block(BULLET, text[typed.end() :]) if typed else Block(PARAGRAPH, text, label=shown)

    def label(self, gathered: Gathered) -> Label | None:
        """Count a paragraph, return what stands before it; None if nothing does."""
        num_id = _instance_of(gathered)
        return self._counters.advance(num_id, self._level(gathered)) if num_id in self._instances else None

    def _level(self, gathered: Gathered) -> int:
        if gathered.properties.ilvl is not None:
            return min(gathered.properties.ilvl, 8)
        instance = self._instances[_instance_of(gathered)]
        for place in gathered.style.levels:
            found = place if isinstance(place, int) else instance.level_of_style(place)
            if found is not None:
                return found
        return 0

    def plain(self, text: str) -> str:
        """Return ``text`` as plain text on one line, count what had to be left out of it."""
        text, unseen = plain(text)
        self.tally["unseen"] += unseen
        return text

    # -- what is no running text ---------------------------------------------------------------------------------------

    def remove(self, reason: str, text: str, place: int) -> None:
        """Leave ``text`` out, for ``reason``."""
        text = self.plain(text)
        if text:
            self.removed.append(Removed(reason, text, (place,)))

    def set_aside(self, inline: Inline, place: int) -> None:
        """Leave out what a paragraph holds beside its text."""
        if inline.hidden:
            self.remove(HIDDEN, "".join(inline.hidden), place)
        if inline.prompts:
            self.remove(PROMPT, " ".join(inline.prompts), place)

    def in_contents(self, text: str, place: int) -> None:
        """Leave ``text`` out as a line of a table of contents, with the line above that says that these are the contents."""
        if self.blocks and self.blocks[-1].kind != TABLE and self.blocks[-1].text.casefold().rstrip(": ") in _CONTENTS_TITLES:
            above = self.blocks.pop()
            self.removed.append(Removed(CONTENTS, above.text, (above.page,)))
        self.removed.append(Removed(CONTENTS, text, (place,)))

    def _contents_line(self, text: str, gathered: Gathered, label: Label | None, place: int) -> None:
        if not text:
            return
        block = self._block(text, gathered, label)._replace(page=place, pages=_NOWHERE)
        if not gathered.style.contents and (block.kind == HEADING or block.label or len(text) > MAX_CONTENTS_LINE):
            self.blocks.append(block)  # no line of contents: the field does not end where it should
        else:
            self._contents.append((len(self.blocks), block))

    def read_boxes(self, boxes: list[_Element]) -> None:
        """Read text boxes, as blocks of their own."""
        for box in boxes:
            with self.apart(), self.deeper():
                if box.tag != DRAWN_TEXT:
                    self.walk(box)
                    self.flush()
                    continue
                for paragraph in box.iterchildren(f"{A}p"):
                    text = self.plain(text_in(paragraph, f"{A}t"))
                    if text:
                        self.blocks.append(Block(PARAGRAPH, text, page=self.pages.place, pages=_NOWHERE))

    def _note(self, reference: _Element, custom: bool) -> tuple[str, str]:
        notes = self._notes[ENDNOTES if reference.tag == f"{W}endnoteReference" else FOOTNOTES]
        mark = self.plain("".join(part.text or "" for part in reference.itersiblings(f"{W}t"))) if custom else ""
        label = mark or ("*" if custom else notes.label())
        note = notes.take(reference)
        text = "" if note is None else self.note_text(note)
        return label, text.removeprefix(mark).lstrip()

    def note_text(self, note: _Element) -> str:
        """Return the text of a note, on one line."""
        texts = []
        with self.apart(), self.deeper():
            for element in note.iter(P):
                gathered = self.gathered(element)
                if gathered is not None:
                    texts.append(self.plain(gathered.inline.joined()))
                    self.set_aside(gathered.inline, self.pages.place)
        return " ".join(filter(None, texts))

    def _section(self, element: _Element, *, last: bool = False) -> None:
        for reference in element.iterchildren(f"{W}headerReference", f"{W}footerReference"):
            self.headers.setdefault(reference.get(f"{R}id") or "", "header" if reference.tag == f"{W}headerReference" else "footer")
        for kind in (FOOTNOTES, ENDNOTES):
            if value_of(child(element, f"{kind}Pr"), "numRestart") in ("eachSect", "eachPage"):
                self.tally["notes restart"] += 1
        began = value_of(element, "type") or "nextPage"
        if last:
            self.last_section = began
        else:
            self.pages.section(began)


class _Deeper:
    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __enter__(self) -> None:
        self._reader._depth += 1
        if self._reader._depth > MAX_DEPTH:
            raise Unreadable(
                f"its tables or text boxes are nested more than {MAX_DEPTH} deep", "open it in a word processor and save a copy"
            )

    def __exit__(self, *_: object) -> None:
        self._reader._depth -= 1


class _Apart:
    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._fields = reader.gatherer.apart()

    def __enter__(self) -> None:
        self._joined, self._reader._joined = self._reader._joined, None
        self._fields.__enter__()

    def __exit__(self, *_: object) -> None:
        self._fields.__exit__()
        self._reader._joined = self._joined


def _chosen(element: _Element) -> Iterable[_Element]:
    chosen = alternative(element)
    return () if chosen is None else chosen


def _instance_of(gathered: Gathered) -> str:
    own = gathered.properties.num_id
    return (gathered.style.num_id or "") if own is None else own


def _is_page_number(inline: Inline) -> bool:
    numbers = set(inline.page_numbers)
    rest = "".join(piece for index, piece in enumerate(inline.text) if index not in numbers)
    return not inline.notes and _PAGE_WORDS.fullmatch(rest) is not None


def with_notes(text: str, notes: list[tuple[str, str]]) -> str:
    """Return ``text`` with its notes as lines of their own."""
    return "\n".join([text, *(f"[{label}] {note}" for label, note in notes)])
