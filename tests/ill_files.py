"""Files that are broken, hostile, or not what their name says. Each function writes one to a path.

`ILL` names them all with what an import must make of each: `REFUSED` (one line that says what and what to do, exit code 2,
nothing written, within 5 s and 500 MB), `READ` (its text comes in as from any file), `DOUBTFUL` (it comes in, and the
summary says what to look at). Nothing in them is real; nothing in them runs.
"""

from __future__ import annotations

import itertools
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

REFUSED, READ, DOUBTFUL = "refused", "read", "doubtful"
SENTENCE = "Invented: the school and the police held the chronology in separate files."


def _pdf(objects: Iterable[bytes], root: int = 1, tail: bytes = b"") -> bytes:
    """Return a PDF of some objects, numbered from 1."""
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root %d 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, root, tail, start)
    return bytes(out)


def _stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(data), extra, data)


def _shown(text: str, y: int = 700) -> bytes:
    return b"BT /F1 11 Tf 72 %d Td (%b) Tj ET\n" % (y, text.encode("cp1252"))


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
_PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> %b >> >>"


def _one_page(content: bytes, resources: bytes = b"", more: Iterable[bytes] = (), catalog: bytes = b"") -> bytes:
    """Return a PDF with one page; its content stream is object 5, ``more`` objects follow from 6."""
    return _pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R %b >>" % catalog,
            b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            FONT,
            _PAGE % (5, resources),
            content,
            *more,
        ]
    )


def good_pdf() -> bytes:
    """Return a small PDF with nothing wrong: two numbered paragraphs on one page."""
    return _one_page(_stream(_shown(f"1. {SENTENCE}") + _shown(f"2. {SENTENCE}", 660)))


def truncated_pdf(path: Path) -> None:
    """A download that broke off in the middle: the pages are missing."""
    whole = many_pages_pdf_bytes(40)
    path.write_bytes(whole[: len(whole) // 2])


def empty_file(path: Path) -> None:
    """Nothing at all: 0 bytes."""
    path.write_bytes(b"")


def text_named_pdf(path: Path) -> None:
    """Plain text under the name of a PDF: say that it is no PDF, and what to name it."""
    path.write_text(f"1. {SENTENCE}\n", encoding="utf-8")


def pdf_named_docx(path: Path) -> None:
    """A PDF under the name of a DOCX."""
    path.write_bytes(good_pdf())


def zero_pages_pdf(path: Path) -> None:
    """A PDF that is in order and has no page."""
    path.write_bytes(_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]))


def many_pages_pdf_bytes(pages: int, missing: int = -1) -> bytes:
    """Return a PDF of so many pages, each with a numbered paragraph of its own; one (from 0) may point nowhere."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * n if n != missing else 99) for n in range(pages))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, pages), FONT]
    for number in range(pages):
        objects += [_PAGE % (5 + 2 * number, b""), _stream(_shown(f"{number + 1}. {SENTENCE}") + _shown(f"Page {number + 1}", 40))]
    return _pdf(objects)


def many_pages_pdf(path: Path) -> None:
    """5,000 pages: more than any report has; say so, and how to import a part (made in 0.1 s)."""
    path.write_bytes(many_pages_pdf_bytes(5000))


def inflating(unit: bytes, times: int) -> bytes:
    """Return a zlib stream of ``unit`` so many times, without ever having it in memory: one block is repeated."""
    packer = zlib.compressobj(9)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(unit) + packer.flush(zlib.Z_FULL_FLUSH)
    check = 1
    for _ in range(times):
        check = zlib.adler32(unit, check)
    return head[:2] + block * times + b"\x03\x00" + check.to_bytes(4, "big")


def flate_bomb_pdf(path: Path, megabytes: int = 1000) -> None:
    """A page whose content inflates to 1 GB of spaces; the file has 1 MB."""
    data = inflating(b" " * (1 << 20), megabytes)
    path.write_bytes(_one_page(_stream(data, b"/Filter /FlateDecode")))


def text_bomb_pdf(path: Path, megabytes: int = 300) -> None:
    """A page that shows the same sentence millions of times, over and over in one place."""
    unit = _shown(SENTENCE) * 10_000
    data = inflating(unit, megabytes * (1 << 20) // len(unit))
    path.write_bytes(_one_page(_stream(data, b"/Filter /FlateDecode")))


def nested_forms_pdf(path: Path, depth: int = 26) -> None:
    """Forms that each show the next twice: 2 to the 26th lines of text out of 4 kB."""
    forms = []
    for level in range(depth):
        inner = _shown(SENTENCE) if level == depth - 1 else b"/X Do /X Do"
        resources = b"/Font << /F1 3 0 R >>" + (b" /XObject << /X %d 0 R >>" % (7 + level) if level < depth - 1 else b"")
        forms.append(_stream(inner, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << %b >>" % resources))
    path.write_bytes(_one_page(_stream(b"/X Do"), b"/XObject << /X 6 0 R >>", forms))


def endless_form_pdf(path: Path) -> None:
    """A form that shows itself, on a page that has text beside it: the text comes in."""
    form = _stream(b"/X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X 6 0 R >> >>")
    path.write_bytes(_one_page(_stream(_shown(f"1. {SENTENCE}") + b"/X Do"), b"/XObject << /X 6 0 R >>", [form]))


def deep_tree_pdf(path: Path, depth: int = 20_000) -> None:
    """One page at the end of a tree of 20,000 branches."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [6 0 R] /Count 1 >>", FONT]
    objects += [_PAGE % (5, b""), _stream(_shown(f"1. {SENTENCE}"))]
    for level in range(depth):
        kid, parent = (7 + level if level < depth - 1 else 4), (5 + level if level else 2)
        objects.append(b"<< /Type /Pages /Parent %d 0 R /Kids [%d 0 R] /Count 1 >>" % (parent, kid))
    path.write_bytes(_pdf(objects))


def looping_tree_pdf(path: Path) -> None:
    """A tree of pages whose branch is its own root."""
    path.write_bytes(_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"]))


def scripted_pdf(path: Path) -> None:
    """A PDF that wants to run a script and to open a program when it is opened: the text comes in, nothing runs."""
    catalog = b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) /Next << /S /Launch /F (invented.exe) >> >>"
    path.write_bytes(_one_page(_stream(_shown(f"1. {SENTENCE}") + _shown(f"2. {SENTENCE}", 660)), catalog=catalog))


def locked_pdf(path: Path) -> None:
    """A PDF that opens with the password ``invented`` only: ask for ``--password``."""
    _encrypted(path, "invented")


def owner_locked_pdf(path: Path) -> None:
    """A PDF that anyone may open and nobody print: it comes in without a password."""
    _encrypted(path, "")


def _encrypted(path: Path, password: str) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    lock = StandardEncryption(password, "owner of it", canPrint=0, strength=128)
    canvas = Canvas(str(path), invariant=1, encrypt=lock)
    for number in (1, 2):
        canvas.drawString(72, 740 - 40 * number, f"{number}. {SENTENCE}")
    canvas.save()


def broken_xref_pdf(path: Path) -> None:
    """A PDF whose table of objects points nowhere; what is there can still be found, and comes in."""
    head, _, _ = good_pdf().rpartition(b"startxref")
    path.write_bytes(head.replace(b"xref\n0", b"xref\n7") + b"startxref\n99999999\n%%EOF\n")


def no_unicode_pdf(path: Path) -> None:
    """Text in a font that does not say which letters its glyphs are: what comes out is garbage, and must be called so."""
    import reportlab
    from reportlab.pdfbase.ttfonts import TTFontFile

    file = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
    glyphs = TTFontFile(str(file)).charToGlyph
    content = b""
    for number in range(1, 9):
        codes = "".join(f"{glyphs[ord(char)]:04X}" for char in f"{number}. {SENTENCE}").encode()
        content += b"BT /F1 11 Tf 72 %d Td <%b> Tj ET\n" % (780 - 40 * number, codes)
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Vera /Encoding /Identity-H /DescendantFonts [6 0 R] >>"
    inner = b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Vera /CIDToGIDMap /Identity /DW 600 /FontDescriptor 7 0 R"
    inner += b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    about = b"<< /Type /FontDescriptor /FontName /AAAAAA+Vera /Flags 4 /FontBBox [-200 -300 1300 1000] /ItalicAngle 0 /Ascent 900"
    about += b" /Descent -200 /CapHeight 700 /StemV 80 /FontFile2 8 0 R >>"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>", font, _PAGE % (5, b"")]
    path.write_bytes(_pdf([*objects, _stream(content), inner, about, _stream(file.read_bytes())]))


def missing_page_pdf(path: Path) -> None:
    """Three pages, of which the second is not in the file: the others come in, and the missing one is named."""
    path.write_bytes(many_pages_pdf_bytes(3, missing=1))


def private_use_pdf(path: Path) -> None:
    """Text whose font says that its letters are of the private use area: doubtful."""
    lines = b"\n".join(b"<%02X> <E0%02X>" % (code, code) for code in range(32, 127))
    table = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
    table += b"1 begincodespacerange <00> <FF> endcodespacerange\n95 beginbfchar\n%b\nendbfchar endcmap end end" % lines
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 6 0 R >>"
    content = b"".join(_shown(f"{n}. {SENTENCE}", 780 - 40 * n) for n in range(1, 9))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>", font, _PAGE % (5, b"")]
    path.write_bytes(_pdf([*objects, _stream(content), _stream(table)]))


_TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_RELATIONS = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Target="word/document.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"""
_BODY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
_LINE = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


def _docx(path: Path, body: Iterable[str | bytes], method: int = zipfile.ZIP_DEFLATED) -> None:
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        with archive.open("word/document.xml", "w") as stream:
            for piece in body:
                stream.write(piece.encode() if isinstance(piece, str) else piece)


def bomb_docx(path: Path, megabytes: int = 500) -> None:
    """A DOCX of less than 50 kB that inflates to 500 MB (made in 3 s: packed by bzip2, which zip allows)."""
    begin, end = _BODY.split("{}")
    _docx(path, [begin, *[b" " * (1 << 20)] * megabytes, _LINE.format(SENTENCE), end], zipfile.ZIP_BZIP2)


def deflated_bomb_docx(path: Path, megabytes: int = 500) -> None:
    """The same packed as DOCX files are: 500 kB that inflate to 500 MB of empty paragraphs (made in 3 s)."""
    begin, end = _BODY.split("{}")
    _docx(path, [begin, *[b"<w:p/>" * (1 << 18)] * (megabytes * 2 // 3), end])


def blank_bomb_docx(path: Path, megabytes: int = 500) -> None:
    """The same with 500 MB of spaces between two paragraphs (made in 2 s)."""
    begin, end = _BODY.split("{}")
    _docx(path, [begin, _LINE.format(SENTENCE), *[b" " * (1 << 20)] * megabytes, _LINE.format(SENTENCE), end])


def laughing_docx(path: Path) -> None:
    """A DOCX with a DOCTYPE whose entities hold ten of the one before: 3 kB for 10 to the 9th words."""
    names = "abcdefghij"
    entities = [f'<!ENTITY a "{SENTENCE}">']
    entities += [f'<!ENTITY {name} "{(chr(38) + before + ";") * 10}">' for before, name in itertools.pairwise(names)]
    _docx(path, [f"<!DOCTYPE w:document [{''.join(entities)}]>", _BODY.format(_LINE.format("&j;"))])


def entity_docx(path: Path) -> None:
    """A DOCX with a DOCTYPE that would read a file of this machine into the text: it must not."""
    kind = '<!DOCTYPE w:document [<!ENTITY secret SYSTEM "file:///etc/hostname">]>'
    _docx(path, [kind, _BODY.format(_LINE.format(f"1. {SENTENCE} &secret;"))])


def no_document_docx(path: Path) -> None:
    """A ZIP archive that is no DOCX."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", SENTENCE)


def truncated_docx(path: Path) -> None:
    """A DOCX that broke off: the directory at its end is missing."""
    _docx(path, [_BODY.format(_LINE.format(SENTENCE) * 50)])
    path.write_bytes(path.read_bytes()[:-200])


def deep_docx(path: Path, depth: int = 50_000) -> None:
    """A DOCX whose elements are nested 50,000 deep."""
    _docx(path, [_BODY.format("<w:sdt><w:sdtContent>" * depth + _LINE.format(SENTENCE) + "</w:sdtContent></w:sdt>" * depth)])


def one_line_text(path: Path) -> None:
    """Text of 50 MB without a line end: more than any report has."""
    path.write_text(f"{SENTENCE} " * (50_000_000 // (len(SENTENCE) + 1)), encoding="utf-8")


def binary_text(path: Path) -> None:
    """Bytes that are no text, named .txt."""
    path.write_bytes(bytes(range(256)) * 40)


def control_text(path: Path) -> None:
    """Text with characters that move the cursor or turn the direction of writing: it comes in, and never raw to a terminal."""
    path.write_text(f"1. {SENTENCE} \x1b[2J\x1b]0;title\x07 \u202egnitirw\u202c \u2066isolate\u2069\n\n2. {SENTENCE}\n", encoding="utf-8")


def deep_html(path: Path, depth: int = 100_000) -> None:
    """A web page of 100,000 elements inside each other, with text in the innermost."""
    path.write_text("<html><body>" + "<div>" * depth + f"<p>{SENTENCE}</p>" + "</div>" * depth + "</body></html>", encoding="utf-8")


class Ill(NamedTuple):
    """One ill file: the ending of its name, what writes it, and what an import must make of it."""

    ending: str
    write: Callable[[Path], None]
    outcome: str


ILL: dict[str, Ill] = {
    ill.write.__name__: ill
    for ill in (
        Ill(".pdf", truncated_pdf, REFUSED),
        Ill(".pdf", empty_file, REFUSED),
        Ill(".pdf", text_named_pdf, REFUSED),
        Ill(".docx", pdf_named_docx, REFUSED),
        Ill(".pdf", zero_pages_pdf, REFUSED),
        Ill(".pdf", many_pages_pdf, REFUSED),
        Ill(".pdf", flate_bomb_pdf, REFUSED),
        Ill(".pdf", text_bomb_pdf, REFUSED),
        Ill(".pdf", nested_forms_pdf, REFUSED),
        Ill(".pdf", endless_form_pdf, READ),
        Ill(".pdf", deep_tree_pdf, REFUSED),
        Ill(".pdf", looping_tree_pdf, REFUSED),
        Ill(".pdf", scripted_pdf, READ),
        Ill(".pdf", locked_pdf, REFUSED),
        Ill(".pdf", owner_locked_pdf, READ),
        Ill(".pdf", broken_xref_pdf, READ),
        Ill(".pdf", no_unicode_pdf, DOUBTFUL),
        Ill(".pdf", private_use_pdf, DOUBTFUL),
        Ill(".pdf", missing_page_pdf, DOUBTFUL),
        Ill(".docx", bomb_docx, REFUSED),
        Ill(".docx", deflated_bomb_docx, REFUSED),
        Ill(".docx", blank_bomb_docx, REFUSED),
        Ill(".docx", laughing_docx, REFUSED),
        Ill(".docx", entity_docx, REFUSED),
        Ill(".docx", no_document_docx, REFUSED),
        Ill(".docx", truncated_docx, REFUSED),
        Ill(".docx", deep_docx, REFUSED),
        Ill(".txt", one_line_text, REFUSED),
        Ill(".txt", binary_text, REFUSED),
        Ill(".txt", control_text, READ),
        Ill(".html", deep_html, REFUSED),
    )
}
"""All ill files by name. Only the bombs take more than 0.2 s to write."""
