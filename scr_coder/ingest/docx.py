"""Reads DOCX reports.

Read with zipfile and lxml rather than python-docx: the text is wanted as it is seen (numbers, notes, boxes, tracked
changes), of which python-docx knows little, and the file is not to be trusted, which python-docx does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from scr_coder.ingest.clean import control_remark
from scr_coder.ingest.document import Block, Document, Doubt, Progress, Removed, Unreadable, no_progress
from scr_coder.ingest.docx_blocks import ALTERNATIVES, CHUNK, SECT, TBL, TOP, P, Reader
from scr_coder.ingest.docx_characters import plain
from scr_coder.ingest.docx_notes import ENDNOTES, FOOTNOTES, Notes
from scr_coder.ingest.docx_numbering import read_numbering
from scr_coder.ingest.docx_package import NOT_A_DOCX, Package, Relation
from scr_coder.ingest.docx_properties import is_contents
from scr_coder.ingest.docx_styles import read_styles
from scr_coder.ingest.docx_tables import read_table
from scr_coder.ingest.docx_xml import number, read_part, read_relations, stream_part
from scr_coder.text import count_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_TYPES = "[Content_Types].xml"
_NO_TITLE = re.compile(
    r"(document ?\d*|doc\d+|untitled.*|title|\[?type.*|microsoft word.*|.*\.(docx?|dotx?|docm|rtf|odt|pdf))", re.IGNORECASE
)
_LEFT_OUT = (
    ("comments", "comment", ""),
    ("images", "picture", ""),
    ("charts", "chart or diagram", "charts or diagrams"),
    ("objects", "embedded object", ""),
    ("embedded", "embedded document", ""),
    ("symbols", "sign of an unknown symbol font", "signs of unknown symbol fonts"),
)
_EVERY = 2_000  # paragraphs between two messages of progress


def read_docx(path: Path, progress: Progress = no_progress) -> Document:
    """Return the report in the file ``path``: DOCX, or its sisters with macros (never run) and templates.

    ``progress`` is told pages as far as the file tells of any. Raises `Unreadable` for everything else and for what is
    beyond the bounds of a report, without having unpacked it.
    """
    from lxml import etree

    try:
        with Package(path) as package:
            return _read(package, progress, f"lxml {etree.__version__}")
    except RecursionError as error:
        raise Unreadable("it is nested deeper than any report is", "open it in a word processor and save a copy") from error


def _read(package: Package, progress: Progress, reader_name: str) -> Document:
    main, main_type = _main_part(package)
    links = read_relations(package, main)
    settings, styles = _part(package, links, "settings"), read_styles(_part(package, links, "styles"))
    instances = read_numbering(_part(package, links, "numbering"), styles.numbering_styles())
    notes = {kind: Notes(kind, _part(package, links, f"{kind}s"), settings) for kind in (FOOTNOTES, ENDNOTES)}
    reader = Reader(styles, instances, notes, read_table)
    expected = _expected_pages(package)
    _read_body(package, main, reader, progress, expected)
    page_count = reader.pages.finish(reader.last_section)
    known = bool(reader.pages.rendered) or expected <= page_count  # else pages that filled up by themselves are not told apart
    title = reader.titles[0] if reader.titles else _core_title(package)
    _read_rest(package, links, notes, reader)
    page = reader.pages.page if known else _nowhere
    progress(page_count, page_count)
    return Document(
        blocks=tuple(_on_pages(block, page) for block in reader.blocks),
        removed=tuple(item._replace(pages=tuple(filter(None, map(page, item.pages)))) for item in reader.removed),
        doubts=tuple(doubt._replace(page=page(doubt.page)) for doubt in reader.doubts) + _doubts(reader, page_count, expected),
        remarks=_remarks(reader, main_type, known),
        page_count=page_count if known else 0,
        title=title,
        reader=reader_name,
    )


def _nowhere(_place: int) -> int:
    return 0


def _on_pages(block: Block, page: Callable[[int], int]) -> Block:
    first, last = page(block.page), page(block.pages) if block.pages >= 0 else 0
    return block._replace(page=first, pages=last if last > first else 0)


def _main_part(package: Package) -> tuple[str, str]:
    """Return name and content type of the part with the text."""
    types = {}
    if _TYPES in package:
        types = {(one.get("PartName") or "").lstrip("/").casefold(): one.get("ContentType") or "" for one in read_part(package, _TYPES)}
    main = next((link.target for link in read_relations(package, "") if link.type == "officeDocument"), "word/document.xml")
    main_type = types.get(main.casefold(), "word").lower()
    if main not in package or "word" not in main_type:
        raise Unreadable(f"it is {package.kind_of_zip()}, not a DOCX", NOT_A_DOCX)
    return main, main_type


def _part(package: Package, links: list[Relation], kind: str) -> _Element | None:
    name = next((link.target for link in links if link.type == kind), None)
    return read_part(package, name) if name is not None and name in package else None


def _read_body(package: Package, main: str, reader: Reader, progress: Progress, expected: int) -> None:
    told = 0
    for element, controls in stream_part(package, main, (P, TBL, ALTERNATIVES, CHUNK, SECT), TOP):
        if not any(reader.takes_out(control, element) for control in controls):
            reader.read(element, contents=any(map(is_contents, controls)))
        if reader.paragraphs - told >= _EVERY:
            told = reader.paragraphs
            progress(reader.pages.so_far, max(reader.pages.so_far, expected))
    reader.finish()


def _read_rest(package: Package, links: list[Relation], notes: Mapping[str, Notes], reader: Reader) -> None:
    """Read what is outside the running text: headers and footers, and notes to which nothing refers."""
    targets = {link.id: link.target for link in links if link.type in ("header", "footer")}
    aside = len(reader.removed)
    for link, kind in reader.headers.items():
        if targets.get(link, "") not in package:
            continue
        before, reader.blocks = reader.blocks, []
        with reader.apart():
            reader.walk(read_part(package, targets[link]))
            reader.flush()
        text = " ".join(block.text.replace("\n", " ") for block in reader.blocks)
        reader.blocks = before
        if text:
            reader.removed.append(Removed(f"running {kind}", text))
    # The first page, even pages and each section may have their own headers with the same text.
    reader.removed[aside:] = dict.fromkeys(reader.removed[aside:])
    for note in (note for kind in notes.values() for note in kind.rest()):
        text = reader.note_text(note)
        if text:
            reader.removed.append(Removed("note without reference", text))


def _expected_pages(package: Package) -> int:
    """Return the pages that the program which saved the file counted, 0 if it does not say."""
    name = next((link.target for link in read_relations(package, "") if link.type == "extended-properties"), "")
    found = next(read_part(package, name).iter("{*}Pages"), None) if name in package else None
    return 0 if found is None else number(found.text)


def _core_title(package: Package) -> str:
    name = next((link.target for link in read_relations(package, "") if link.type == "core-properties"), "")
    found = next(read_part(package, name).iter(_TITLE), None) if name in package else None
    title, _ = plain((found.text if found is not None else None) or "")
    return "" if _NO_TITLE.fullmatch(title) else title


def _doubts(reader: Reader, page_count: int, expected: int) -> tuple[Doubt, ...]:
    tally, doubts = reader.tally, []
    if tally["charts"]:
        doubts.append(Doubt(0, f"{count_of(tally['charts'], 'chart or diagram', 'charts or diagrams')}: text in them was not read"))
    if tally["counting fields"]:
        doubts.append(Doubt(0, f"{count_of(tally['counting fields'], 'number')} made by fields (AUTONUM, LISTNUM) could not be computed"))
    if tally["notes restart"]:
        doubts.append(Doubt(0, "notes begin anew on each page or in each section; here they are numbered through"))
    if page_count and expected > 1 and page_count != expected:
        doubts.append(Doubt(0, f"the file says that it has {count_of(expected, 'page')}; {page_count:,} could be told apart"))
    return tuple(doubts)


def _remarks(reader: Reader, main_type: str, known: bool) -> tuple[str, ...]:
    tally = reader.tally
    changes = [
        (tally["insertions"], "insertion", ""),
        (tally["deletions"], "deletion", ""),
        (tally["moves"] or (tally["moved"] + 1) // 2, "move", ""),
        (tally["formats"], "change of format", "changes of format"),
    ]
    said = [count_of(*change) for change in changes if change[0]]
    remarks = [f"tracked changes were taken as accepted: {', '.join(said)}"] if said else []
    for key, one, many in _LEFT_OUT:
        if tally[key]:
            remarks.append(f"{count_of(tally[key], one, many)} {'was' if tally[key] == 1 else 'were'} left out")
    remarks += control_remark(tally["unseen"])
    if tally["long headings"]:
        remarks.append(f"{count_of(tally['long headings'], 'long paragraph')} in a heading style: read as running text")
    if reader.pages.rendered:
        remarks.append("page numbers are those of the program that saved the file last")
    elif not known:
        remarks.append("the file does not say where its pages begin: findings have no page")
    elif reader.pages.breaks:
        remarks.append("page numbers count the breaks that are set in the file; pages that filled up by themselves are not told apart")
    if "macroenabled" in main_type:
        remarks.append("the file is one with macros; they were not run")
    if "template" in main_type:
        remarks.append("the file is a template")
    return tuple(remarks)
