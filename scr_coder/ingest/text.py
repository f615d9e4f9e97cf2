"""Plain text files: pages by form feeds, paragraphs re-flowed, headings found by how they stand, tables kept as rows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from scr_coder.ingest.clean import clean_text, control_remark
from scr_coder.ingest.document import BULLET, HEADING, PARAGRAPH, TABLE, Block, Document, Doubt, Progress, Unreadable, no_progress
from scr_coder.ingest.encoding import Decoded, decode, read_bytes
from scr_coder.ingest.inline import looks_marked_up, marks_in, plain_inline
from scr_coder.ingest.joining import Joiner
from scr_coder.ingest.text_flow import BULLET as ITEM
from scr_coder.ingest.text_flow import PLAIN, Draft, draft_paragraphs
from scr_coder.ingest.text_headings import find_headings
from scr_coder.ingest.text_lines import Line, read_lines, take_out
from scr_coder.ingest.text_tables import doubt_about, joined_rows
from scr_coder.text import count_of

LARGEST = 20_000_000
_MANY = 4
_MOST_MARKS = 20_000  # in paragraphs with Markdown: beyond them taking it out would take too long
READER = "scr_coder text reader"


def read_text(path: Path, progress: Progress = no_progress) -> Document:
    """Return the report in a plain text file; `Unreadable` if it is empty, too large or no text."""
    decoded = decode(read_bytes(path, LARGEST))
    if decoded.text.lstrip()[:200].lower().startswith(("<!doctype html", "<html", "<?xml")):
        raise Unreadable("is a web page, not plain text", "name it .html")
    return document_of(decoded, progress)


def document_of(decoded: Decoded, progress: Progress = no_progress) -> Document:
    """Return the report in text already decoded."""
    lines = read_lines(decoded.text)
    if not any(line.raw for page in lines.pages for line in page):
        raise Unreadable("holds no text", "check that the file was saved whole")
    pages, removed = take_out(lines)
    drafts = draft_paragraphs(pages)
    joiner = Joiner(line.text for page in pages for line in page)
    for draft in drafts:
        draft.text = _text(draft, joiner)
    drafts = [draft for draft in drafts if draft.text]
    if not drafts and not removed:
        raise Unreadable("holds no text", "check that the file was saved whole")
    controls, marks = _take_marks(drafts)
    levels, title = find_headings(drafts)
    blocks = tuple(_block(draft, levels.get(at)) for at, draft in enumerate(drafts))
    progress(len(lines.pages), len(lines.pages))
    return Document(
        blocks=blocks,
        removed=removed,
        doubts=(*(Doubt(0, doubt) for doubt in decoded.doubts), *_doubts(drafts)),
        textless=_textless(lines.pages) if lines.page_count else (),
        remarks=(*decoded.remarks, *control_remark(lines.controls + controls), *joiner.remarks(), *marks),
        page_count=lines.page_count,
        title=title,
        reader=READER,
    )


def _text(draft: Draft, joiner: Joiner) -> str:
    if draft.grid:
        return joined_rows(draft.grid.rows)
    text = joiner.join(line.text for line in draft.lines)
    text = text[len(draft.mark) :].lstrip() if draft.mark else text
    return text.rstrip("#").rstrip() or text if draft.underline == "#" else text


def _take_marks(drafts: list[Draft]) -> tuple[int, tuple[str, ...]]:
    """Take Markdown out of paragraphs where it is unmistakable; return the number of controls it stood for, and a remark."""
    marked = [draft for draft in drafts if not draft.grid and looks_marked_up(draft.text)]
    if not marked:
        return 0, ()
    if sum(marks_in(draft.text) for draft in marked) > _MOST_MARKS:
        return 0, ("Markdown marks were left in the text: there are too many",)
    controls = 0
    for draft in marked:
        draft.text, count = clean_text(plain_inline(draft.text))
        controls += count
    return controls, (f"Markdown marks taken out of {count_of(len(marked), 'paragraph')}",)


def _block(draft: Draft, level: int | None) -> Block:
    first, last = draft.lines[0], draft.lines[-1]
    block = Block(PARAGRAPH, draft.text, first.page, lines=(first.number, last.number), pages=last.page if last.page != first.page else 0)
    if draft.grid:
        return block._replace(kind=TABLE)
    if level is not None:
        return block._replace(kind=HEADING, level=level)
    return block._replace(kind=BULLET, level=draft.depth) if draft.kind == ITEM else block


def _doubts(drafts: list[Draft]) -> Iterator[Doubt]:
    run_on = [chunk for _, group in groupby(drafts, key=lambda draft: draft.chunk) if _is_run_on(chunk := list(group))]
    if run_on:
        first, last = run_on[0][0].lines[0], run_on[0][-1].lines[-1]
        where = f"lines {first.number}–{last.number}" + (f" and in {count_of(len(run_on) - 1, 'other place')}" if len(run_on) > 1 else "")
        yield Doubt(first.page, f"No blank lines part the paragraphs in {where}: where one ends was told by lines that end early")
    for draft in drafts:
        if draft.grid and (message := doubt_about(draft.grid)):
            yield Doubt(draft.lines[0].page, message)


def _is_run_on(chunk: list[Draft]) -> bool:
    """Tell whether wrapped paragraphs without number or bullet follow each other without a blank line, several of them."""
    plain = sum(1 for draft in chunk if draft.wrapped and draft.kind == PLAIN and not draft.label and len(draft.lines) > 1)
    return plain >= _MANY and 2 * plain > len(chunk)


def _textless(pages: list[list[Line]]) -> tuple[int, ...]:
    return tuple(at for at, page in enumerate(pages, start=1) if not any(line.raw for line in page))
