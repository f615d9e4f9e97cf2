"""What a paragraph of a DOCX holds: its text as it is seen, and apart from that what is hidden, noted, anchored or generated.

Tracked changes are taken as accepted. Of a field its result is read, never its instruction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from scr_coder.ingest.document import Unreadable
from scr_coder.ingest.docx_characters import has_private, symbol, without_private
from scr_coder.ingest.docx_pages import Pages
from scr_coder.ingest.docx_properties import is_prompt
from scr_coder.ingest.docx_styles import Styles
from scr_coder.ingest.docx_xml import MC, VAL, A, M, W, child, on, text_in

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_PARAGRAPH = 1_000_000  # characters
_MAX_INSTRUCTION = 1_000

TEXT_BOX = f"{W}txbxContent"
DRAWN_TEXT = f"{A}txBody"
_TEXTS = (f"{W}t", f"{A}t", f"{M}t")
_GRAPHIC = "{http://schemas.openxmlformats.org/drawingml/2006/"
_VML = "{urn:schemas-microsoft-com:vml}"

# Properties, and what deleted text leaves. Every other element that has no handler is looked into, so that no text is missed.
_SKIPPED = frozenset(
    (f"{W}pPr", f"{W}rPr", f"{M}rPr", f"{W}sdtPr", f"{W}sdtEndPr", f"{W}customXmlPr", f"{W}smartTagPr", f"{W}delText", f"{W}tblPr")
)
_IMAGES = (f"{_GRAPHIC}picture}}pic", f"{_VML}imagedata")
_CHARTS = (f"{_GRAPHIC}chart}}chart", f"{_GRAPHIC}diagram}}relIds", "{http://schemas.microsoft.com/office/drawing/2014/chartex}chart")
_COUNTING_FIELDS = ("AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "LISTNUM")


class Inline:
    """One paragraph (or several that tracked changes join) as it is gathered."""

    __slots__ = ("boxes", "contents", "ends_with_break", "first", "hidden", "last", "notes", "page_numbers", "prompts", "text")

    def __init__(self) -> None:
        self.text: list[str] = []
        self.hidden: list[str] = []
        self.contents: list[str] = []
        self.prompts: list[str] = []
        self.page_numbers: list[int] = []  # which pieces of `text` are page numbers
        self.notes: list[tuple[str, str]] = []  # label and text
        self.boxes: list[_Element] = []
        self.first = self.last = -1  # places
        self.ends_with_break = False

    def add(self, text: str, pages: Pages) -> None:
        """Add visible text."""
        self.text.append(text)
        if not text.isspace():
            self.last = pages.place
            if self.first < 0:
                self.first = self.last
            self.ends_with_break = False
            pages.text()

    def joined(self) -> str:
        """Return the visible text. Raises `Unreadable` for a paragraph that is longer than any is."""
        text = "".join(self.text)
        if len(text) > MAX_PARAGRAPH:
            raise Unreadable(
                f"it has a paragraph of more than {MAX_PARAGRAPH:,} characters", "part it in a word processor and save it again"
            )
        return text


class _Field:
    __slots__ = ("instruction", "length", "name", "separated")

    def __init__(self) -> None:
        self.instruction: list[str] = []
        self.length = 0
        self.separated = False
        self.name = ""

    def separate(self) -> None:
        words = "".join(self.instruction).split(maxsplit=1)
        self.name = words[0].upper() if words else ""
        self.separated = True


class Gatherer:
    """Gathers paragraphs of one document; fields run on from one paragraph to the next.

    ``note`` returns label and text of the note that a reference points to.
    """

    def __init__(self, styles: Styles, pages: Pages, tally: Counter[str], note: Callable[[_Element, bool], tuple[str, str]]) -> None:
        self._styles = styles
        self._pages = pages
        self._tally = tally
        self._note = note
        self._fields: list[_Field] = []
        self.lost: list[str] = []  # results of fields inside the instruction of another field
        self._handlers: dict[str, Callable[[_Element, Inline, bool], None]] = {
            f"{W}r": self._run,
            f"{M}r": self._run,
            f"{W}t": self._plain,
            f"{M}t": self._plain,
            f"{W}tab": lambda _, out, hidden: self._text(" ", out, hidden),
            f"{W}ptab": lambda _, out, hidden: self._text(" ", out, hidden),
            f"{W}cr": lambda _, out, hidden: self._text(" ", out, hidden),
            f"{W}noBreakHyphen": lambda _, out, hidden: self._text("-", out, hidden),
            f"{W}br": self._break,
            f"{W}lastRenderedPageBreak": lambda *_: pages.noted(),
            f"{W}fldChar": lambda element, *_: self._field_part(element),
            f"{W}instrText": lambda element, *_: self._field_part(element),
            f"{W}fldSimple": self._simple_field,
            f"{W}del": lambda element, *_: self._deleted(element),
            f"{W}moveFrom": lambda element, *_: self._deleted(element),
            f"{W}ins": self._inserted,
            f"{W}moveTo": self._inserted,
            f"{W}footnoteReference": self._reference,
            f"{W}endnoteReference": self._reference,
            f"{W}drawing": self._drawing,
            f"{W}pict": self._drawing,
            f"{W}object": self._drawing,
            f"{W}sym": self._symbol,
            f"{W}ruby": self._ruby,
            f"{W}sdt": self._control,
            f"{MC}AlternateContent": self._alternatives,
            f"{W}commentReference": lambda *_: tally.update(("comments",)),
            f"{W}moveToRangeStart": lambda *_: tally.update(("moves",)),
            f"{W}subDoc": lambda *_: tally.update(("embedded",)),
            f"{W}contentPart": lambda *_: tally.update(("embedded",)),
        }

    @property
    def in_contents(self) -> bool:
        """Whether the reading is inside a table of contents that a field has made."""
        return any(field.name in ("TOC", "TOA", "INDEX") for field in self._fields)

    def apart(self) -> Apart:
        """Return a context in which fields, and pages, are those of another text: of a text box, a note, a header."""
        return Apart(self, self._pages)

    def gather(self, parent: _Element, out: Inline, hidden: bool) -> None:
        """Add what is in ``parent`` to ``out``. ``hidden`` says whether its text is hidden unless it says otherwise."""
        handlers = self._handlers
        for element in parent:
            tag = element.tag
            handler = handlers.get(tag)
            if handler is not None:
                handler(element, out, hidden)
            elif len(element) and tag not in _SKIPPED:
                self.gather(element, out, hidden)

    def _run(self, run: _Element, out: Inline, hidden: bool) -> None:
        font = ""
        for element in run:
            tag = element.tag
            if tag == f"{W}t":
                text = element.text or ""
                self._text(without_private(text, font) if has_private(text) else text, out, hidden)
            elif tag == f"{W}rPr":
                hidden, font = self._properties(element, hidden)
            elif (handler := self._handlers.get(tag)) is not None:
                handler(element, out, hidden)
                if on_attribute(element, "customMarkFollows"):
                    break  # the rest of the run is the mark of the note
            elif len(element) and tag not in _SKIPPED:
                self.gather(element, out, hidden)

    def _properties(self, properties: _Element, hidden: bool) -> tuple[bool, str]:
        font, direct = "", None
        for element in properties:
            tag = element.tag
            if tag == f"{W}vanish":
                direct = on(element)
            elif tag == f"{W}rStyle":
                # Hiding is a switch: a character style turns round what the paragraph style says.
                hidden = hidden != self._styles.hides(element.get(VAL) or "")
            elif tag == f"{W}rFonts":
                font = element.get(f"{W}ascii") or element.get(f"{W}hAnsi") or ""
            elif tag == f"{W}rPrChange":
                self._tally["formats"] += 1
        return hidden if direct is None else direct, font

    def _text(self, text: str, out: Inline, hidden: bool) -> None:
        if hidden:
            out.hidden.append(text)
        elif not self._fields:
            out.add(text, self._pages)
        elif any(not field.separated for field in self._fields[:-1]):
            self.lost.append(text)
        elif self.in_contents:
            out.contents.append(text)
            if out.first < 0:
                out.first = self._pages.place
            self._pages.text()
        else:
            if any(field.name == "PAGE" for field in self._fields):
                out.page_numbers.append(len(out.text))
            out.add(text, self._pages)

    def _plain(self, element: _Element, out: Inline, hidden: bool) -> None:
        self._text(element.text or "", out, hidden)

    def _inserted(self, element: _Element, out: Inline, hidden: bool) -> None:
        self._tally["insertions" if element.tag == f"{W}ins" else "moved"] += 1
        self.gather(element, out, hidden)

    def _alternatives(self, element: _Element, out: Inline, hidden: bool) -> None:
        chosen = alternative(element)
        if chosen is not None:
            self.gather(chosen, out, hidden)

    def _ruby(self, element: _Element, out: Inline, hidden: bool) -> None:
        for base in element.iterchildren(f"{W}rubyBase"):
            self.gather(base, out, hidden)

    def _break(self, element: _Element, out: Inline, hidden: bool) -> None:
        if element.get(f"{W}type") == "page" and not hidden:
            self._pages.page_break()
            out.ends_with_break = True
        self._text(" ", out, hidden)

    def _field_part(self, element: _Element) -> None:
        if element.tag == f"{W}instrText":
            if self._fields and not self._fields[-1].separated and self._fields[-1].length < _MAX_INSTRUCTION:
                self._fields[-1].instruction.append(element.text or "")
                self._fields[-1].length += len(element.text or "")
            return
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            if len(self._fields) >= 100:
                raise Unreadable("fields are nested more than 100 deep", "open it in a word processor and save a copy")
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].separate()
        elif kind == "end" and self._fields:
            field = self._fields.pop()
            if not field.separated:
                field.separate()
                self._count_field(field)

    def _count_field(self, field: _Field) -> None:
        if field.name in _COUNTING_FIELDS:
            self._tally["counting fields"] += 1

    def _simple_field(self, element: _Element, out: Inline, hidden: bool) -> None:
        field = _Field()
        field.instruction.append((element.get(f"{W}instr") or "")[:_MAX_INSTRUCTION])
        field.separate()
        self._count_field(field)
        self._fields.append(field)
        depth = len(self._fields)
        self.gather(element, out, hidden)
        del self._fields[depth - 1 :]

    def _deleted(self, element: _Element) -> None:
        self._tally["deletions" if element.tag == f"{W}del" else "moved"] += 1
        # Ends of fields are deleted with their beginnings; only together they keep the balance.
        for part in element.iter(f"{W}fldChar", f"{W}instrText"):
            self._field_part(part)

    def _reference(self, element: _Element, out: Inline, hidden: bool) -> None:
        if hidden or (self._fields and (self.in_contents or not self._fields[-1].separated)):
            return
        label, text = self._note(element, on_attribute(element, "customMarkFollows"))
        self._text(f"[{label}]", out, hidden)
        if text:
            out.notes.append((label, text))

    def _symbol(self, element: _Element, out: Inline, hidden: bool) -> None:
        try:
            code = int(element.get(f"{W}char") or "", 16)
        except ValueError:
            code = 0
        known = symbol(code, element.get(f"{W}font") or "")
        if known:
            self._text(known, out, hidden)
        else:
            self._tally["symbols"] += 1

    def _control(self, element: _Element, out: Inline, hidden: bool) -> None:
        content = child(element, "sdtContent")
        if content is None:
            return
        if is_prompt(child(element, "sdtPr")):
            out.prompts.append(text_in(content, f"{W}t"))
        else:
            self.gather(content, out, hidden)

    def _drawing(self, element: _Element, out: Inline, hidden: bool) -> None:
        is_object = element.tag == f"{W}object"
        if is_object:
            self._tally["objects"] += 1
        for found in _drawn(element):
            if found.tag in (TEXT_BOX, DRAWN_TEXT):
                if hidden:
                    out.hidden += [text_in(found, *_TEXTS), " "]
                else:
                    out.boxes.append(found)
            elif found.tag in _CHARTS:
                self._tally["charts"] += 1
            elif not is_object:
                self._tally["images"] += 1


class Apart:
    """While another text is read in the midst of one: fields begin anew, pages stand still."""

    def __init__(self, gatherer: Gatherer, pages: Pages) -> None:
        self._gatherer, self._pages = gatherer, pages

    def __enter__(self) -> None:
        self._fields, self._on = self._gatherer._fields, self._pages.on
        self._gatherer._fields, self._pages.on = [], False

    def __exit__(self, *_: object) -> None:
        self._gatherer._fields, self._pages.on = self._fields, self._on


def on_attribute(element: _Element, name: str) -> bool:
    """Return whether the attribute ``name`` is there and on."""
    return (element.get(W + name) or "0").lower() in ("1", "true", "on")


def alternative(element: _Element) -> _Element | None:
    """Return the one of several alternatives that is read: the first with text, else the first."""
    choices = [choice for choice in element if choice.tag in (f"{MC}Choice", f"{MC}Fallback")]
    with_text = (choice for choice in choices if next(choice.iter(*_TEXTS), None) is not None)
    return next(with_text, choices[0] if choices else None)


def _drawn(element: _Element) -> Iterator[_Element]:
    # Text boxes (not those inside text boxes: they come when the outer one is read), charts and pictures, in order.
    for inner in element:
        tag = inner.tag
        if tag in (TEXT_BOX, DRAWN_TEXT) or tag in _CHARTS or tag in _IMAGES:
            yield inner
        if tag == f"{MC}AlternateContent":
            chosen = alternative(inner)
            if chosen is not None:
                yield from _drawn(chosen)
        elif tag not in (TEXT_BOX, DRAWN_TEXT):
            yield from _drawn(inner)
