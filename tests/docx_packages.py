"""Builds DOCX files from snippets of XML, so that a test case is a few lines."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from scr_coder.ingest.document import Document
from scr_coder.ingest.docx import read_docx

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:m="http://schemas.openxmlformats.org/'
    'officeDocument/2006/math" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/'
    'drawingml/2006/picture" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/'
    'wordprocessingShape" xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
# The styles every case has: a paragraph without style is Normal.
STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
)


def run(text: str, properties: str = "") -> str:
    """A run of text; ``properties`` is what stands in ``w:rPr``."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def para(*content: str, style: str = "", num: tuple[str | int, int] | None = None, properties: str = "") -> str:
    """A paragraph of runs or, where a piece of ``content`` is no markup, of plain text."""
    said = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num:
        said += f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>'
    inner = "".join(piece if piece.startswith("<") else run(piece) for piece in content)
    return f"<w:p><w:pPr>{said}{properties}</w:pPr>{inner}</w:p>"


def level(ilvl: int, text: str, form: str = "decimal", start: int | None = 1, more: str = "") -> str:
    """One level of a list."""
    begins = "" if start is None else f'<w:start w:val="{start}"/>'
    return f'<w:lvl w:ilvl="{ilvl}">{begins}<w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{escape(text)}"/></w:lvl>'


def abstract(number: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def num(number: int, abstract_number: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract_number}"/>{overrides}</w:num>'


def start_override(ilvl: int, start: int) -> str:
    return f'<w:lvlOverride w:ilvl="{ilvl}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def style(style_id: str, name: str, *, based_on: str = "", paragraph: str = "", run_properties: str = "", type: str = "paragraph") -> str:
    based = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="{type}" w:styleId="{style_id}"><w:name w:val="{name}"/>{based}'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run_properties}</w:rPr></w:style>"
    )


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def cell(*content: str, properties: str = "") -> str:
    inner = "".join(piece if piece.startswith("<") else para(piece) for piece in content) or para()
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def field(instruction: str, *result: str) -> str:
    """A complex field with its result."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{"".join(piece if piece.startswith("<") else run(piece) for piece in result)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def box(*content: str) -> str:
    """A text box as Word writes it: once for newer and once for older programs."""
    inner = f"<w:txbxContent>{''.join(content)}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></w:drawing>'
        "</mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def notes(kind: str, *texts: str) -> str:
    """A part of footnotes or endnotes, with ids from 1, after the two separators that Word writes."""
    separators = f'<w:{kind} w:type="separator" w:id="-1">{para("no text")}</w:{kind}>'
    found = (f'<w:{kind} w:id="{index}">{para(f"<w:r><w:{kind}Ref/></w:r>", f" {text}")}</w:{kind}>' for index, text in enumerate(texts, 1))
    return f"<w:{kind}s {SPACES}>{separators}{''.join(found)}</w:{kind}s>"


def section(type: str = "", more: str = "") -> str:
    kind = f'<w:type w:val="{type}"/>' if type else ""
    return f"<w:sectPr>{more}{kind}</w:sectPr>"


def parts(
    body: str, *, numbering: str = "", styles: str = "", more: Mapping[str, str] | None = None, main_type: str = MAIN_TYPE
) -> dict[str, str]:
    """The parts of a DOCX, by name. ``more`` maps names under ``word/`` (``footnotes.xml``) to parts; links to them are made."""
    made = {
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {SPACES}>{STYLES}{styles}</w:styles>",
    }
    if numbering:
        made["word/numbering.xml"] = f"<w:numbering {SPACES}>{numbering}</w:numbering>"
    made |= {f"word/{name}": part for name, part in (more or {}).items()}
    links = ""
    for name in list(made)[1:]:
        leaf = name.removeprefix("word/")
        kind = leaf.removesuffix(".xml").rstrip("0123456789")
        links += f'<Relationship Id="id-{leaf}" Type="{OFFICE}/{kind}" Target="{leaf}"/>'
    space = "http://schemas.openxmlformats.org/package/2006"
    made["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{space}/relationships">{links}</Relationships>'
    made["_rels/.rels"] = (
        f'<Relationships xmlns="{space}/relationships"><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        '<Relationship Id="r2" Type="x/core-properties" Target="docProps/core.xml"/>'
        '<Relationship Id="r3" Type="x/extended-properties" Target="docProps/app.xml"/></Relationships>'
    )
    made["[Content_Types].xml"] = (
        f'<Types xmlns="{space}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main_type}"/></Types>'
    )
    return made


def write_zip(path: Path, made: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    return path


def read(folder: Path, body: str, *, numbering: str = "", styles: str = "", more: Mapping[str, str] | None = None) -> Document:
    """Write a DOCX with ``body`` into ``folder`` and read it."""
    return read_docx(write_zip(folder / "report.docx", parts(body, numbering=numbering, styles=styles, more=more)))
