"""Read a PDF report: words by PDFium, then lines, boilerplate, paragraphs. Scripts and forms in it are never run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scr_coder.ingest.document import HEADING, Block, Document, Doubt, Progress, Removed, Unreadable, no_progress
from scr_coder.ingest.pdf_boilerplate import take_out_boilerplate, take_out_contents
from scr_coder.ingest.pdf_columns import Layout, rows_of, without_line_numbers, without_margin_notes
from scr_coder.ingest.pdf_lines import Line, page_lines, tightened
from scr_coder.ingest.pdf_notes import plain_marks
from scr_coder.ingest.pdf_paragraphs import blocks_of
from scr_coder.ingest.pdf_words import Fonts, Rule, Word, page_rules, page_words

MOST_PAGES = 2_000
"""A review has some hundred pages; more than this is a mistake or an attack."""
MOST_CHARACTERS = 100_000
"""Of one page."""
SMALLEST = 3.5
"""Text smaller than this (points) is not meant to be read."""


def read_pdf(path: Path, password: str = "", progress: Progress = no_progress) -> Document:
    """Read a PDF. Raises Unreadable when it is none, is damaged, needs another password, or is out of all bounds."""
    import pypdfium2

    pdf = _opened(pypdfium2, path, password)
    try:
        count = len(pdf)
        if count == 0:
            raise Unreadable("the PDF has no pages", "open it in a PDF reader and print it to a new PDF")
        if count > MOST_PAGES:
            raise Unreadable(f"the PDF has {count:,} pages; at most {MOST_PAGES:,} are read", "cut the report out of it")
        return _Reading(pypdfium2.raw, pdf, count, progress).document(f"pypdfium2 {pypdfium2.PYPDFIUM_INFO}")
    finally:
        pdf.close()


def _opened(pypdfium2: Any, path: Path, password: str) -> Any:
    try:
        return pypdfium2.PdfDocument(path, password=password or None)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            if password:
                raise Unreadable("the PDF does not open with that password", "try again with --password") from None
            raise Unreadable("the PDF is encrypted", "give its password with --password") from None
        if "security" in str(error).lower():
            raise Unreadable("the PDF is protected in a way that cannot be read", "print it to a new PDF") from None
        raise Unreadable("the PDF is damaged or cut off", "fetch it again, or open it in a PDF reader and print it to a new PDF") from None


class _Reading:
    """The reading of one PDF."""

    def __init__(self, raw: Any, pdf: Any, count: int, progress: Progress) -> None:
        self.raw = raw
        self.pdf = pdf
        self.count = count
        self.progress = progress
        self.textless: list[int] = []
        self.doubts: list[Doubt] = []
        self.removed: list[Removed] = []
        self.unsafe = 0
        self.askew: dict[str, list[int]] = {}
        self.tiny: dict[str, list[int]] = {}
        self.white: dict[str, list[int]] = {}
        self.numbered: dict[str, list[int]] = {}
        self.layout = Layout()
        self.repeating = False
        self.pictured: set[int] = set()

    def document(self, reader: str) -> Document:
        """Read all pages; return the report."""
        pages = []
        waiting: list[int] = []
        for number in range(1, self.count + 1):
            unknown = self.layout.gutter() is None
            pages.append(self._page(number))
            self.progress(number, self.count)
            if unknown and self.layout.maybe_columns:
                waiting.append(number)
        if self.layout.gutter() is not None:
            # What the later pages show of the columns was not known yet when the first ones were read.
            self.repeating = True
            for number in waiting:
                pages[number - 1] = self._page(number)
                self.progress(self.count, self.count)
        pages, contents = take_out_contents(pages)
        pages, boilerplate = take_out_boilerplate(pages)
        pages = [tightened(lines) for lines in pages]
        self.textless += [number for number, lines in enumerate(pages, 1) if not lines and number in self.pictured]
        blocks = blocks_of(pages)
        hidden = [("text that runs askew or sideways", self.askew), ("text too small to read", self.tiny), ("text in white", self.white)]
        hidden.append(("numbers of lines in the margin", self.numbered))
        for reason, held in hidden:
            self.removed += [Removed(reason, text, tuple(dict.fromkeys(on))) for text, on in held.items()]
        blocks = [block._replace(text=plain_marks(block.text)) for block in blocks]
        remarks = [f"{self.unsafe:,} invisible characters were left out"] if self.unsafe else []
        return Document(
            blocks=tuple(blocks),
            removed=(*contents, *boilerplate, *self.removed),
            doubts=tuple(self.doubts),
            textless=tuple(sorted(set(self.textless))),
            remarks=tuple(remarks),
            page_count=self.count,
            title=_title(blocks) or self._own_title(),
            reader=reader,
        )

    def _page(self, number: int) -> list[Line]:
        raw = self.raw
        self.layout.maybe_columns = False
        try:
            page = self.pdf[number - 1]
            text_page = page.get_textpage()
        except Exception:  # PDFium's binding raises its own error for a page that cannot be loaded
            self.doubts.append(Doubt(number, "the page is damaged and could not be read"))
            self.textless.append(number)
            return []
        try:
            width, height = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
            characters = raw.FPDFText_CountChars(text_page)
            if characters > MOST_CHARACTERS:
                raise Unreadable(
                    f"page {number} has {characters:,} characters; at most {MOST_CHARACTERS:,} are read", "cut it out of the PDF"
                )
            words, unmapped, unsafe, turn = page_words(raw, text_page, width, height)
            self.unsafe += 0 if self.repeating else unsafe
            rules, images = page_rules(raw, page, width, height, turn)
            if images:
                self.pictured.add(number)
            if not words:
                self.textless.append(number)
                if not images and not rules:
                    self.doubts.append(Doubt(number, "the page is empty"))
                return []
            if not self.repeating:
                self._doubt_words(number, words, unmapped, images)
            kept, counted = without_line_numbers(self._readable(words, number, rules, images), self.layout)
            if counted and not self.repeating:
                self.numbered.setdefault(" ".join(word.text for word in counted), []).append(number)
            kept, beside = without_margin_notes(kept)
            if beside and not self.repeating:
                text = " ".join(" ".join(word.text for word in row) for row in rows_of(beside))
                self.removed.append(Removed("note in the margin", text, (number,)))
            fonts = Fonts(raw)
            return page_lines(kept, rules, number, lambda at: fonts.bold(text_page, at), self.layout)
        finally:
            text_page.close()
            page.close()

    def _doubt_words(self, number: int, words: list[Word], unmapped: int, images: int) -> None:
        letters = sum(char.isalnum() for word in words for char in word.text)
        if unmapped > 0.05 * letters:
            self.doubts.append(Doubt(number, "the font does not say which letters it shows; the text is partly unreadable"))
        elif letters >= 200 and len(words) < letters / 25:
            self.doubts.append(Doubt(number, "words seem to run together"))
        if images and letters < 40:
            self.doubts.append(Doubt(number, "the page is mostly a picture; text in it is not read"))

    def _readable(self, words: list[Word], number: int, rules: list[Rule], images: int) -> list[Word]:
        """Return the words that belong to the running text; watermarks and what nobody can read go aside."""
        kept = []
        askew: list[str] = []
        tiny: list[str] = []
        white: list[str] = []
        for word in words:
            if word.turned:
                askew.append(word.text)
            elif word.size < SMALLEST:
                tiny.append(word.text)
            elif word.pale and not images and not _on_area(word, rules):
                white.append(word.text)
            else:
                kept.append(word)
        for held, texts in ((self.askew, askew), (self.tiny, tiny), (self.white, white)):
            if texts and not self.repeating:
                held.setdefault(" ".join(texts), []).append(number)
        if len(askew) > 12 and not self.repeating:
            self.doubts.append(Doubt(number, "some of the text runs in another direction and was left out"))
        return kept

    def _own_title(self) -> str:
        title = str(self.pdf.get_metadata_dict().get("Title", "")).strip()
        title = "" if title.casefold() in _NO_TITLES else title
        return "" if title.lower().endswith((".doc", ".docx", ".pdf", ".dot")) or title.lower().startswith("microsoft word") else title


_NO_TITLES = frozenset(("untitled", "(anonymous)", "unspecified", "title"))
"""What programs put where nobody gave a title."""


def _on_area(word: Word, rules: list[Rule]) -> bool:
    """Return whether something is drawn behind a word, as behind the white heads of a table."""
    y = word.y + 0.3 * word.size
    return any(rule.x0 <= word.x0 + 1 and word.x1 - 1 <= rule.x1 and rule.y0 <= y <= rule.y1 for rule in rules)


def _title(blocks: list[Block]) -> str:
    """Return the largest heading of the first page, or an empty string."""
    first = [block for block in blocks if block.kind == HEADING and block.page == blocks[0].page]
    best = min(first, key=lambda block: block.level, default=None)
    return best.text if best and best.level else ""
