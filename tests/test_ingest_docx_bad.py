"""Files that are no DOCX, are damaged, or mean harm: each ends as one clear message, soon, and in little memory."""

from __future__ import annotations

import contextlib
import io
import os
import random
import struct
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scr_coder.ingest import docx_package, docx_xml
from scr_coder.ingest.document import Unreadable
from scr_coder.ingest.docx import read_docx
from scr_coder.ingest.docx_blocks import TOP

from docx_packages import SPACES, abstract, box, cell, level, notes, num, para, parts, read, row, run, table, write_zip
from measuring import measured

SECONDS, MEGABYTES = 5, 300
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024)


def zipped(*entries: tuple[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return stream.getvalue()


def docx(**changed: str | bytes | None) -> bytes:
    """A sound DOCX with some parts changed, or left out; ``word_styles`` is ``word/styles.xml``."""
    made: dict[str, str | bytes] = dict(parts(para("a")))
    for key, content in changed.items():
        name = {"types": "[Content_Types].xml", "links": "_rels/.rels"}.get(key, f"{key.replace('_', '/', 1)}.xml")
        if content is None:
            del made[name]
        else:
            made[name] = content
    return zipped(*made.items())


def document(inner: str, before: str = "") -> str:
    return f"{before}<w:document {SPACES}><w:body>{inner}</w:body></w:document>"


LAUGHS = "<!DOCTYPE a [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 10)) + "]>"
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
STYLES_WITH_DTD = f'<!DOCTYPE w:styles SYSTEM "http://example.invalid/x.dtd"><w:styles {SPACES}/>'
OTHER_ENCODING = document(para("a"), '<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a +AFsAXQA+-')


def changed_flag() -> bytes:
    """A DOCX that says that its text is encrypted."""
    made = bytearray(docx())
    at = made.rfind(b"PK\x01\x02", 0, made.rfind(b"word/document.xml"))
    made[at + 8] |= 1
    return bytes(made)


def changed_crc() -> bytes:
    made = bytearray(docx())
    at = made.rfind(b"PK\x01\x02", 0, made.rfind(b"word/document.xml"))
    made[at + 16] ^= 0xFF
    return bytes(made)


def twice() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate"):
        return zipped(("word/document.xml", document(para("seen"))), ("word/document.xml", document(para("checked"))))


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "the file is empty"),
    "plain text": (lambda: b"Finding 1", "it is not a DOCX (a DOCX is a zip, and this is none)"),
    "a PDF": (lambda: b"%PDF-1.7\n", "it is a PDF, not a DOCX"),
    "RTF": (lambda: b"{\\rtf1 a}", "it is an RTF file, not a DOCX"),
    "a web page": (lambda: b"\xef\xbb\xbf <!DOCTYPE html><html>", "it is a web page, not a DOCX"),
    "flat XML": (lambda: b"<?xml version='1.0'?><pkg:package/>", "it is an XML file, not a DOCX"),
    "an old Word document": (lambda: OLE + "WordDocument".encode("utf-16-le"), "it is an old Word document (.doc), not a DOCX"),
    "an encrypted document": (lambda: OLE + "EncryptedPackage".encode("utf-16-le") + bytes(999), "it is encrypted"),
    "an old spreadsheet": (lambda: OLE + "Workbook".encode("utf-16-le"), "it is an old Office file, not a DOCX"),
    "an empty zip": (lambda: zipped(), "it is an empty zip"),
    "another zip": (lambda: zipped(("a.txt", "x")), "it is a zip without a Word document in it, not a DOCX"),
    "a spreadsheet": (
        lambda: docx(
            xl_workbook="<x/>",
            links=parts("")["_rels/.rels"].replace("word/document", "xl/workbook"),
            types=parts("")["[Content_Types].xml"]
            .replace("word/document.xml", "xl/workbook.xml")
            .replace("wordprocessingml", "spreadsheetml"),
        ),
        "it is an Excel workbook, not a DOCX",
    ),
    "a presentation": (lambda: zipped(("ppt/presentation.xml", "<x/>")), "it is a PowerPoint presentation, not a DOCX"),
    "an OpenDocument text": (
        lambda: zipped(("mimetype", "application/vnd.oasis.opendocument.text")),
        "it is an OpenDocument text (.odt), not a DOCX",
    ),
    "an e-book": (lambda: zipped(("mimetype", "application/epub+zip")), "it is an e-book (.epub), not a DOCX"),
    "no text part": (lambda: docx(word_document=None), "it is a zip without a Word document in it, not a DOCX"),
    "cut off": (lambda: docx()[:900], "it is cut off or damaged: the zip has no readable table of contents"),
    "text that does not unpack": (
        changed_crc,
        "it is cut off or damaged: the part word/document.xml cannot be unpacked",
    ),
    "encrypted parts": (changed_flag, "the part word/document.xml is encrypted"),
    "two parts of one name": (twice, "it holds two parts of the same name"),
    "two parts of one name but for case": (lambda: zipped(("a.xml", ""), ("A.XML", "")), "it holds two parts of the same name"),
    "packed otherwise": (
        lambda: zipped(*parts(para("a")).items(), method=zipfile.ZIP_BZIP2),
        "the part [Content_Types].xml is packed in a way that DOCX does not allow",
    ),
    "XML that ends too soon": (
        lambda: docx(word_document=f"<w:document {SPACES}><w:body>{para('a')}"),
        "word/document.xml is not well-formed XML (line 1): ",
    ),
    "a styles part that is none": (lambda: docx(word_styles="styles"), "word/styles.xml is not well-formed XML (line 1): "),
    "another kind of part": (lambda: docx(word_document="<a xmlns='b'/>"), "word/document.xml is not the text of a Word document"),
    "an empty part": (lambda: docx(word_document=""), "word/document.xml is not well-formed XML"),
    "an entity without declaration": (lambda: docx(word_document=document("&x;")), "word/document.xml is not well-formed XML"),
    "billion laughs": (lambda: docx(word_document=document(para("&a9;"), LAUGHS)), "word/document.xml declares a DOCTYPE"),
    "billion laughs in an attribute": (
        lambda: docx(word_document=f"{LAUGHS}<w:document {SPACES} w:x='&a9;'/>"),
        "word/document.xml declares a DOCTYPE",
    ),
    "an entity from outside": (lambda: docx(word_document=document(para("&x;"), OUTSIDE)), "word/document.xml declares a DOCTYPE"),
    "a DOCTYPE after a long comment": (
        lambda: docx(word_document=document(para("a"), f"<!--{'x' * 100_000}--><!DOCTYPE a>")),
        "word/document.xml declares a DOCTYPE",
    ),
    "a DOCTYPE in UTF-16": (
        lambda: docx(word_document=document(para("a"), "<!DOCTYPE a>").encode("utf-16")),
        "word/document.xml declares a DOCTYPE",
    ),
    "a DOCTYPE in yet another encoding": (lambda: docx(word_document=OTHER_ENCODING), "word/document.xml declares a DOCTYPE"),
    "a DOCTYPE among the styles": (lambda: docx(word_styles=STYLES_WITH_DTD), "word/styles.xml declares a DOCTYPE"),
    "a DOCTYPE among the links": (
        lambda: docx(links="<!DOCTYPE a>" + parts("")["_rels/.rels"]),
        "_rels/.rels declares a DOCTYPE",
    ),
    "elements 5,000 deep": (
        lambda: docx(word_document=document("<w:p>" + "<w:x>" * 5000 + "</w:x>" * 5000 + "</w:p>")),
        "word/document.xml is nested deeper than any report is",
    ),
    "tables 60 deep": (
        lambda: docx(word_document=document("<w:tbl><w:tr><w:tc>" * 60 + para("a") + "</w:tc></w:tr></w:tbl>" * 60)),
        "its tables or text boxes are nested more than 40 deep",
    ),
    "tables of two cells 60 deep": (
        lambda: docx(word_document=document("<w:tbl><w:tr><w:tc/><w:tc>" * 60 + para("a") + "</w:tc></w:tr></w:tbl>" * 60)),
        "its tables or text boxes are nested more than 40 deep",
    ),
    "text boxes 50 deep": (
        lambda: docx(word_document=document("<w:p><w:r><w:pict><w:txbxContent>" * 50 + "</w:txbxContent></w:pict></w:r></w:p>" * 50)),
        "its tables or text boxes are nested more than 40 deep",
    ),
    "fields 200 deep": (
        lambda: docx(word_document=document(para('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 200))),
        "fields are nested more than 100 deep",
    ),
    "too many paragraphs": (lambda: docx(word_document=document("<w:p/>" * 100_001)), "it has more than 100,000 paragraphs"),
    "a paragraph too long": (
        lambda: docx(word_document=document(para("word " * 200_001))),
        "it has a paragraph of more than 1,000,000 characters",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_says_why_and_what_to_do(name: str, tmp_path: Path) -> None:
    make, message = BAD[name]
    path = tmp_path / "report.docx"
    path.write_bytes(make())
    with pytest.raises(Unreadable) as caught:
        read_docx(path)
    assert caught.value.message.startswith(message)
    assert "\n" not in caught.value.message + caught.value.hint
    assert caught.value.hint
    assert len(caught.value.message) < 250


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.docx")
    for name, message in [("none.docx", "it cannot be opened: No such file"), ("", "it is not a file"), ("pipe.docx", "it is not a file")]:
        with pytest.raises(Unreadable, match=message):
            read_docx(tmp_path / name)


# -- bombs: each in a process of its own, of which time and memory are measured ------------------------------------------

READ = """
import sys, time
from pathlib import Path
from scr_coder.ingest.docx import read_docx
from scr_coder.ingest.docx_blocks import TOP
from scr_coder.ingest import docx_package, docx_xml
from scr_coder.ingest.document import Unreadable
before = time.process_time()
try:
    said = f"read {len(read_docx(Path(sys.argv[1])).blocks)} blocks"
except Unreadable as error:
    said = error.message
print(time.process_time() - before, said, sep="|")
"""


def big(path: Path, name: str, *pieces: tuple[bytes, int]) -> Path:
    """Write a sound DOCX in which part ``name`` is made of pieces, each repeated, without ever holding it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for other, content in parts(para("a")).items():
            if other != name:
                archive.writestr(other, content)
        with archive.open(name, "w", force_zip64=True) as part:
            for piece, times in pieces:
                whole, rest = divmod(times, 1000)
                for _ in range(whole):
                    part.write(piece * 1000)
                part.write(piece * rest)
    return path


START, STOP = f"<w:document {SPACES}><w:body>".encode(), b"</w:body></w:document>"
ROW = b"<w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc/></w:tr>"
TOO_MUCH = "word/document.xml has more than"
BOMBS: dict[str, tuple[list[tuple[bytes, int]], str]] = {
    "500 MB of spaces": (
        [(START, 1), (b" " * 1000, 500_000), (STOP, 1)],
        "word/document.xml has a piece of text longer than",
    ),
    "500 MB of paragraphs": ([(START, 1), (para("a" * 5000).encode(), 100_000), (STOP, 1)], "it unpacks to more than"),
    "500 MB of text": (
        [(START + b"<w:p><w:r><w:t>", 1), (b"word " * 200, 500_000), (b"</w:t></w:r></w:p>" + STOP, 1)],
        "word/document.xml has a piece of text longer than",
    ),
    "elements in one paragraph": ([(START + b"<w:p>", 1), (b"<a/>", 12_000_000), (b"</w:p>" + STOP, 1)], TOO_MUCH),
    "attributes of one element": (
        [(START + b"<w:p ", 1), *((f'a{i}="" '.encode(), 1) for i in range(300_000)), (b"/>" + STOP, 1)],
        TOO_MUCH + "|word/document.xml is not well-formed|read 0",
    ),
    "a table without end": ([(START + b"<w:tbl>", 1), (ROW, 400_000), (b"</w:tbl>" + STOP, 1)], TOO_MUCH),
    "runs in many paragraphs": (
        [(START, 1), (b"<w:p>" + b"<w:r><w:t>a</w:t></w:r>" * 50 + b"</w:p>", 50_000), (STOP, 1)],
        TOO_MUCH,
    ),
    "empty controls": ([(START, 1), (b"<w:sdt><w:sdtContent/></w:sdt>", 2_000_000), (STOP, 1)], TOO_MUCH),
    "comments": ([(START, 1), (b"<!--a-->", 8_000_000), (STOP, 1)], TOO_MUCH + "|read 0"),
}


def read_apart(path: Path) -> tuple[float, float, str]:
    """Read a document in a process of its own; return its seconds, its megabytes and what it said."""
    ended = measured(sys.executable, "-c", READ, str(path))
    assert ended.code == 0, ended.err
    seconds, said = ended.out.strip().split("|", 1)
    return float(seconds), ended.megabytes, said


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_does_not_go_off(name: str, tmp_path: Path) -> None:
    pieces, expected = BOMBS[name]
    seconds, megabytes, said = read_apart(big(tmp_path / "bomb.docx", "word/document.xml", *pieces))
    assert said.startswith(tuple(expected.split("|"))), said
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


def test_a_small_bomb_is_stopped_in_any_part(tmp_path: Path) -> None:
    for name in ("word/styles.xml", "_rels/.rels", "word/_rels/document.xml.rels", "[Content_Types].xml"):
        path = big(tmp_path / "bomb.docx", name, (b"<a>", 1), (b"<b/>" * 100, 5_000_000 // 400), (b"</a>", 1))
        with pytest.raises(Unreadable, match="more than 1,000,000 pieces of markup"):
            read_docx(path)


def test_sizes_are_counted_and_not_believed(tmp_path: Path) -> None:
    path = big(tmp_path / "bomb.docx", "word/document.xml", (START, 1), (para("a" * 60_000).encode(), 1200), (STOP, 1))
    content = bytearray(path.read_bytes())
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(b"word/document.xml"))
    claimed = struct.unpack_from("<L", content, at + 24)[0]
    assert claimed > 64 << 20
    with pytest.raises(Unreadable, match=r"it unpacks to more than"):
        read_docx(path)
    struct.pack_into("<L", content, at + 24, 1000)  # says that it is small: what it says is all that is read of it
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=r"it is cut off or damaged|not well-formed"):
        read_docx(path)


def test_each_part_and_all_parts_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_zip(tmp_path / "a.docx", parts(para("a" * 20_000), more={"footnotes.xml": notes("footnote", "b" * 20_000)}))
    monkeypatch.setattr(docx_package, "MAX_PART", 30_000)
    read_docx(path)
    monkeypatch.setattr(docx_package, "MAX_PART", 19_000)
    with pytest.raises(Unreadable, match=r"it unpacks to more than 0 MB \(in word/footnotes.xml\)"):
        read_docx(path)
    monkeypatch.setattr(docx_package, "MAX_PART", 30_000)
    monkeypatch.setattr(docx_package, "MAX_PARTS", 40_000)
    with pytest.raises(Unreadable, match=r"it unpacks to more than 0 MB \(in word/document.xml\)"):
        read_docx(path)


def test_markup_is_bounded_in_one_place_and_not_in_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_xml, "MAX_NODES", 3_000)
    many = "".join(para(f"{index} {'a' * 2_000}") for index in range(500))  # more than a chunk, so that none holds them all
    assert len(read(tmp_path, many).blocks) == 500
    assert len(read(tmp_path, f"<w:sdt><w:sdtContent>{many}</w:sdtContent></w:sdt>").blocks) == 500
    with pytest.raises(Unreadable, match=r"word/document.xml has more than 3,000 pieces of markup in one place"):
        read(tmp_path, table(row(cell(many), cell())))


def test_what_has_been_read_is_forgotten(tmp_path: Path) -> None:
    many = "".join(para(f"{index} {'a' * 2_000}") for index in range(500))
    path = write_zip(tmp_path / "a.docx", parts(many + f"<w:sdt><w:sdtPr/><w:sdtContent>{many}</w:sdtContent></w:sdt>"))
    with docx_package.Package(path) as package:
        stream = docx_xml.stream_part(package, "word/document.xml", (f"{docx_xml.W}p",), TOP)
        beside = [sum(len(around) for around in element.iterancestors()) for element, _ in stream]
    assert len(beside) == 1000
    assert max(beside) < 100


def test_too_many_parts(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "many.docx", {f"{index}": "" for index in range(10_001)})
    with pytest.raises(Unreadable, match="it holds more than 10,000 parts"):
        read_docx(path)


def test_a_table_of_contents_of_the_zip_that_is_too_large(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "many.docx", {f"{index:0200}": "" for index in range(9_500)})
    with pytest.raises(Unreadable, match="its table of contents is larger than 2 MB"):
        read_docx(path)


def test_notes_are_not_multiplied_by_references(tmp_path: Path) -> None:
    reference = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    document = read(tmp_path, para(reference * 2000), more={"footnotes.xml": notes("footnote", "long " * 1000)})
    assert len(document.blocks[0].text) < 30_000


# -- damage ------------------------------------------------------------------------------------------------------------

RICH = zipped(
    *parts(
        para("Introduction", style="Heading1", num=(1, 0))
        + para("a", '<w:r><w:footnoteReference w:id="1"/></w:r>', box(para("boxed")), num=(1, 1))
        + table(row(cell("b"), cell(table(row(cell("c"), cell("d"))))))
        + para(f"<w:ins>{run('e')}</w:ins>"),
        numbering=abstract(0, level(0, "%1."), level(1, "%1.%2")) + num(1, 0),
        more={"footnotes.xml": notes("footnote", "One.")},
    ).items()
)


def survives(folder: Path, content: bytes) -> None:
    """Read ``content``: it may be read or refused, and nothing else may happen."""
    path = folder / "damaged.docx"
    path.write_bytes(content)
    with contextlib.suppress(Unreadable):
        read_docx(path)


def test_cut_off_anywhere(tmp_path: Path) -> None:
    for length in range(0, len(RICH) - 1, 37):
        path = tmp_path / "cut.docx"
        path.write_bytes(RICH[:length])
        with pytest.raises(Unreadable):
            read_docx(path)


@pytest.mark.parametrize("seed", range(6))
def test_bytes_changed_anywhere(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    for _ in range(60):
        content = bytearray(RICH)
        for _ in range(chance.randint(1, 8)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        survives(tmp_path, bytes(content))


NAMES = (
    *(
        "p",
        "r",
        "t",
        "tbl",
        "tr",
        "tc",
        "pPr",
        "rPr",
        "numPr",
        "numId",
        "ilvl",
        "pStyle",
        "sectPr",
        "sdt",
        "sdtPr",
        "sdtContent",
        "ins",
        "del",
    ),
    *("moveFrom", "fldChar", "instrText", "fldSimple", "hyperlink", "br", "tab", "drawing", "pict", "txbxContent", "footnoteReference"),
    *("altChunk", "customXml", "vMerge", "gridSpan", "tcPr", "trPr", "vanish", "sym", "ruby", "rubyBase", "framePr", "type", "object"),
)


@st.composite
def trees(draw: st.DrawFn, depth: int = 4) -> str:
    name = draw(st.sampled_from(NAMES))
    said = draw(
        st.sampled_from(["", ' w:val="1"', ' w:val="x"', ' w:fldCharType="begin"', ' w:fldCharType="end"', ' w:id="1"', ' w:type="page"'])
    )
    inner = "".join(draw(st.lists(trees(depth - 1), max_size=4))) if depth else ""
    return f"<w:{name}{said}>{inner or draw(st.sampled_from(['', 'text']))}</w:{name}>"


@settings(max_examples=60, deadline=None)
@given(st.lists(trees(), max_size=5))
def test_elements_in_any_order(tmp_path_factory: pytest.TempPathFactory, made: list[str]) -> None:
    folder = tmp_path_factory.getbasetemp()
    content = zipped(*parts("".join(made), numbering=abstract(0, level(0, "%1."), level(1, "•", "bullet")) + num(1, 0)).items())
    survives(folder, content)
