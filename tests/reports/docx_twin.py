"""Writes a report as DOCX, as a word processor would: automatic numbers, styles, fields, footnotes, tables, text boxes."""

from __future__ import annotations

import datetime as dt
import io
import random
import re
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

from reports.docx_numbers import LETTERS, POINTS, Numbering, field, inside, numbered, w
from reports.model import Box, Figure, Heading, Paragraph, Part, Pause, Report, Scan, Table
from reports.pdf import scanned
from reports.truth import Truth, truth_of
from reports.words import END, NOTE

BORDER, CELL, TEXT_BOX = "border", "cell", "text box"
"""What a box is made of: paragraphs with a border, a table of one cell, a text box (in both of the forms that Word writes)."""
_MARKS = re.compile(f"{NOTE}(\\d+){END}")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def write_docx(
    report: Report,
    path: Path,
    seed: int = 1,
    boxes: tuple[str, ...] = (BORDER, CELL, TEXT_BOX),
    tracked: bool = False,
    comments: bool = False,
) -> Truth:
    """Write a report as DOCX and return its truth, which has no pages. The same report and seed give the same bytes.

    ``tracked`` adds changes that were not yet accepted (the truth is as if they were), ``comments`` some comments.
    """
    twin = _Twin(report, random.Random(seed), boxes, tracked, comments)
    twin.write()
    stream = io.BytesIO()
    twin.document.save(stream)
    _fixed(stream, path)
    printed = [report.running, f"{report.running} | 2", "Contents", *(f"{one.shown} 2" for one in report.headings)]
    printed += [report.hidden] if report.hidden else []
    printed += ["a comment that is no text of the report"] if comments else []
    printed += ["words that were taken out"] if tracked else []
    return truth_of(report, boilerplate=printed)


def _fixed(stream: io.BytesIO, path: Path) -> None:
    """Write the archive again with one date for all of it."""
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), source.read(name), zipfile.ZIP_DEFLATED)


class _Twin:
    def __init__(self, report: Report, chance: random.Random, boxes: tuple[str, ...], tracked: bool, comments: bool) -> None:
        import docx

        self.report, self.random, self.kinds, self.tracked, self.comments = report, chance, boxes, tracked, comments
        self.document: Any = docx.Document()
        labels = [part.label for part in report.parts if isinstance(part, Paragraph)]
        heads = [part.number for part in report.headings if part.level == 2]
        self.numbering_of_headings = any(heads)
        self.by_section = any(re.fullmatch(r"\d+\.\d+", label) for label in labels)
        self.literal_heads = not (self.numbering_of_headings or self.by_section)
        glyphs = [part.glyph for part in report.parts if isinstance(part, Paragraph) and part.glyph]
        self.numbers = Numbering(self.document.part.numbering_part.element, self.numbering_of_headings, (glyphs[0] if glyphs else "•", "–"))
        self.boxed = 0
        self.letters = self.points = 0
        self._styles()

    def _styles(self) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.shared import Pt

        styles = self.document.styles
        styles["Normal"].font.name, styles["Normal"].font.size = "Liberation Serif", Pt(11)
        style = styles.add_style("Numbered Paragraph", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        if self.by_section:
            numbered(style.element.get_or_add_pPr(), self.numbers.heads, 1)
        if not self.literal_heads:
            numbered(styles["Heading 1"].element.get_or_add_pPr(), self.numbers.heads, 0)
        if self.numbering_of_headings:
            numbered(styles["Heading 2"].element.get_or_add_pPr(), self.numbers.heads, 1)
        small = styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
        small.base_style, small.font.size = styles["Normal"], Pt(9)
        small.paragraph_format.space_after = Pt(0)
        styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER).font.superscript = True
        for level in (1, 2):
            contents = styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
            contents.base_style = styles["Normal"]
            contents.paragraph_format.tab_stops.add_tab_stop(Pt(430), *_right_with_dots())

    def write(self) -> None:
        """Write everything into the document."""
        properties = self.document.core_properties
        properties.title, properties.author = self.report.title, "Invented"
        properties.created = properties.modified = dt.datetime(2020, 1, 1)
        self.document.add_paragraph(self.report.title, "Title")
        for line in self.report.subtitle:
            self.document.add_paragraph(line, "Subtitle")
        section = self.document.sections[0]
        section.different_first_page_header_footer = True
        section.header.paragraphs[0].text = self.report.running
        footer = section.footer.paragraphs[0]
        footer.add_run(f"{self.report.running} | ")
        footer._p.extend(field("PAGE", "2"))
        if self.report.contents:
            self.contents()
        for part in self.report.parts:
            self.part(part)
        if self.report.hidden:
            self.document.add_paragraph().add_run(self.report.hidden).font.hidden = True
        self.footnotes()

    def contents(self) -> None:
        """Write the contents page: the result of a field, in a content control, as Word keeps it."""
        first = self.document.add_paragraph("Contents", "TOC Heading" if "TOC Heading" in self.document.styles else "Normal")
        first.paragraph_format.page_break_before = True
        numbered(first._p.get_or_add_pPr(), 0)
        content = w("sdtContent")
        gallery = inside(w("docPartObj"), w("docPartGallery", val="Table of Contents"))
        holder = inside(w("sdt"), inside(w("sdtPr"), gallery), content)
        first._p.addprevious(holder)
        content.append(first._p)
        for heading in self.report.headings:
            if heading.level < 3:
                line = self.document.add_paragraph(f"{heading.shown}\t", f"toc {heading.level}")
                line._p.extend(field(f"PAGEREF _Toc{heading.key} \\h", "2"))
                content.append(line._p)

    def part(self, part: Part) -> None:
        """Write one part."""
        if isinstance(part, Heading):
            self.heading(part)
        elif isinstance(part, Pause):
            self.document.add_page_break()
        elif isinstance(part, Scan):
            self.document.add_picture(io.BytesIO(scanned(part.text)), width=4_000_000)
        elif isinstance(part, Box):
            self.box(part)
        elif isinstance(part, Table):
            self.table(part)
        elif isinstance(part, Figure):
            for text in (*part.labels, *map(str, part.values), part.caption):
                self.document.add_paragraph(text)
        else:
            self.paragraph(part)

    def heading(self, heading: Heading) -> None:
        """Write a heading; its number is automatic, or typed where other headings have none."""
        typed = heading.number if self.literal_heads or not heading.number.replace(".", "").isdigit() else ""
        line = self.document.add_heading(f"{typed} {heading.text}".strip(), heading.level)
        if not self.literal_heads and (typed or not heading.number) and (heading.level == 1 or self.numbering_of_headings):
            numbered(line._p.get_or_add_pPr(), 0)
        begin = w("bookmarkStart", id=heading.key, name=f"_Toc{heading.key}")
        line._p.insert(1, begin)
        line._p.append(w("bookmarkEnd", id=heading.key))

    def paragraph(self, part: Paragraph) -> None:
        """Write a paragraph, point or bullet."""
        if part.aside:
            self.document.add_paragraph().add_run(part.aside).italic = True
        label, typed, style = part.label, "", "Normal"
        by_style = self.by_section and re.fullmatch(r"\d+\.\d+", label)
        if label.startswith("A"):
            typed = f"{label}\t"
        line = self.document.add_paragraph(style="Numbered Paragraph" if by_style else style)
        properties = line._p.get_or_add_pPr()
        if re.fullmatch(r"\d+\.\d+\.\d+", label):
            numbered(properties, self.numbers.heads, 2)
        elif label.isdigit():
            self.points = self.numbers.begin(POINTS) if label == "1" else self.points
            numbered(properties, self.points)
        elif label.startswith("("):
            self.letters = self.numbers.begin(LETTERS) if label == "(a)" else self.letters
            numbered(properties, self.letters)
        elif part.glyph:
            numbered(properties, self.numbers.bullets, part.depth - 1)
        self.text(line, typed + part.text)

    def text(self, line: Any, text: str, bold: int = 0) -> None:
        """Write text as runs that end anywhere; the first ``bold`` characters in bold; footnotes are called."""
        text = text.replace("\ue000", "")
        if bold:
            line.add_run(text[:bold]).bold = True
            text = text[bold:]
        pieces = _MARKS.split(text)
        for number, piece in enumerate(pieces):
            if number % 2:
                properties = inside(w("rPr"), w("rStyle", val="footnotereference"))
                line._p.append(inside(w("r"), properties, w("footnoteReference", id=int(piece) + 1)))
                continue
            while piece:
                cut = self.random.choice((4, 11, 30, 80, 200))
                self.run(line, piece[:cut])
                piece = piece[cut:]
        if self.tracked and len(text) > 80 and self.random.random() < 0.4:
            self.change(line)
        if self.comments and line.runs and self.random.random() < 0.1:
            made = self.document.add_comment(line.runs[:1], "a comment that is no text of the report", "Invented", "I")
            made._comment_elm.date = dt.datetime(2020, 1, 1, tzinfo=dt.timezone.utc)

    def run(self, line: Any, text: str) -> None:
        """Write a run; a hyphen inside is sometimes the one at which no line ends, which is an element of its own."""
        if "-" in text and self.random.random() < 0.3:
            before, after = text.split("-", 1)
            run = line.add_run(before)._r
            run.append(w("noBreakHyphen"))
            rest = w("t")
            rest.text = after
            rest.set(_SPACE, "preserve")
            run.append(rest)
            return
        line.add_run(text).italic = True if self.random.random() < 0.04 else None

    def change(self, line: Any) -> None:
        """Make one run of a line look inserted, and put words before it that look deleted."""
        runs = [run._r for run in line.runs if run.text.strip()]
        chosen = self.random.choice(runs)
        about = {"id": self.random.randrange(10_000), "author": "Invented", "date": "2020-01-01T00:00:00Z"}
        gone = w("delText")
        gone.text = "words that were taken out "
        gone.set(_SPACE, "preserve")
        chosen.addprevious(inside(w("del", **about), inside(w("r"), gone)))
        inserted = w("ins", **about)
        chosen.addprevious(inserted)
        inserted.append(chosen)

    def box(self, box: Box) -> None:
        """Write a box, each time in the next of the ways."""
        kind = self.kinds[self.boxed % len(self.kinds)]
        self.boxed += 1
        if kind == CELL:
            cell = self.document.add_table(1, 1, "Table Grid").cell(0, 0)
            lines = [cell.paragraphs[0], *([cell.add_paragraph()] if box.own_line else [])]
        else:
            lines = [self.document.add_paragraph() for _ in range(2 if box.own_line else 1)]
        if box.own_line:
            self.text(lines[0], box.label, len(box.label))
            self.text(lines[1], box.text)
        else:
            self.text(lines[0], f"{box.label}: {box.text}", len(box.label))
        if kind == BORDER:
            for line in lines:
                sides = [w(side, val="single", sz=4, space=4, color="auto") for side in ("top", "left", "bottom", "right")]
                line._p.get_or_add_pPr().append(inside(w("pBdr"), *sides))
        elif kind == TEXT_BOX:
            _into_text_box([line._p for line in lines], self.boxed)

    def table(self, table: Table) -> None:
        """Write a table under its caption, a wide one in a section that lies on its side."""
        from docx.enum.section import WD_ORIENT

        if table.wide:
            section = self.document.add_section()
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = section.page_height, section.page_width
        caption = self.document.add_paragraph("Table ", "Caption")
        number, rest = table.caption.removeprefix("Table ").split(":", 1)
        caption._p.extend(field("SEQ Table \\* ARABIC", number))
        caption.add_run(f":{rest}")
        grid = self.document.add_table(len(table.rows), len(table.rows[0]), "Table Grid")
        for row, cells in zip(grid.rows, table.rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.paragraphs[0].add_run(text)
        if table.wide:
            section = self.document.add_section()
            section.orientation = WD_ORIENT.PORTRAIT
            section.page_width, section.page_height = section.page_height, section.page_width

    def footnotes(self) -> None:
        """Add the part that holds the footnotes, with the two that Word keeps for its own lines."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part as Stored

        root = w("footnotes")
        for number, kind in ((-1, "separator"), (0, "continuationSeparator")):
            root.append(inside(w("footnote", type=kind, id=number), inside(w("p"), inside(w("r"), w(kind)))))
        for number, text in self.report.notes.items():
            words = w("t")
            words.text = f" {text}"
            words.set(_SPACE, "preserve")
            mark = inside(w("r"), inside(w("rPr"), w("rStyle", val="footnotereference")), w("footnoteRef"))
            line = inside(w("p"), inside(w("pPr"), w("pStyle", val="footnotetext")), mark, inside(w("r"), words))
            root.append(inside(w("footnote", id=number + 1), line))
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
        blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        stored = Stored(PackURI("/word/footnotes.xml"), kind, blob, self.document.part.package)
        self.document.part.relate_to(stored, RELATIONSHIP_TYPE.FOOTNOTES)


def _right_with_dots() -> tuple[Any, Any]:
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER

    return WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS


_DRAWING = """<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><mc:AlternateContent>
<mc:Choice Requires="wps"><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="5400000" cy="1500000"/>
<wp:docPr id="{id}" name="Text Box {id}"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5400000" cy="1500000"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:ln w="6350"/></wps:spPr><wps:txbx><w:txbxContent/></wps:txbx><wps:bodyPr/></wps:wsp>
</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>
<mc:Fallback><w:pict><v:shape style="width:425pt;height:118pt"><v:textbox><w:txbxContent/></v:textbox></v:shape></w:pict></mc:Fallback>
</mc:AlternateContent></w:r>"""


def _into_text_box(lines: list[Any], number: int) -> None:
    """Move paragraphs into a text box that stands in a paragraph of its own; the older form repeats them."""
    import copy

    drawing = etree.fromstring(_DRAWING.format(id=1000 + number))
    first, second = drawing.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}txbxContent")
    lines[0].addprevious(inside(w("p"), drawing))
    second.extend(copy.deepcopy(line) for line in lines)
    first.extend(lines)
