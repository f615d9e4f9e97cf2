"""What the DOCX reader makes of each thing that Word can put into a report: one row of a table for each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from scr_coder.ingest.document import Block, Document
from scr_coder.ingest.docx import read_docx

from docx_packages import (
    MAIN_TYPE,
    SPACES,
    abstract,
    box,
    cell,
    field,
    level,
    notes,
    num,
    para,
    parts,
    read,
    row,
    run,
    section,
    style,
    table,
    write_zip,
)  # fmt: skip

DELETED_MARK, MOVED_MARK = "<w:rPr><w:del/></w:rPr>", "<w:rPr><w:moveFrom/></w:rPr>"
NOTED = "<w:r><w:lastRenderedPageBreak/></w:r>"
BREAK = '<w:r><w:br w:type="page"/></w:r>'
HIDDEN_BREAK = '<w:r><w:rPr><w:vanish/></w:rPr><w:br w:type="page"/></w:r>'
BEFORE = "<w:pageBreakBefore/>"
FOOT, END = '<w:r><w:footnoteReference w:id="{}"/></w:r>', '<w:r><w:endnoteReference w:id="{}"/></w:r>'
MARKED = '<w:r><w:footnoteReference w:id="1" w:customMarkFollows="1"/><w:t>*</w:t></w:r>'
LETTERS_FROM_4 = '<w:numFmt w:val="lowerLetter"/><w:numStart w:val="4"/>'
PICTURE, CHART = "<w:r><w:drawing><pic:pic/></w:drawing></w:r>", "<w:r><w:drawing><c:chart/></w:drawing></w:r>"


def deleted(text: str) -> str:
    return f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def symbol(font: str, place: str) -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{place}"/></w:r>'


def control(content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


CONTENTS_CONTROL = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
PROMPT = "<w:showingPlcHdr/>"


def lines(document: Document) -> list[str]:
    """Blocks as short lines: ``# heading``, ``* bullet``, ``| table``, the label in front."""
    signs = {"heading": "#", "bullet": "*", "table": "|", "paragraph": ""}
    shown = []
    for block in document.blocks:
        sign = signs[block.kind] * (max(block.level, 1) if block.kind == "heading" else block.level + 1 if block.kind == "bullet" else 1)
        shown.append(" ".join(filter(None, (sign, block.label, block.text))))
    return shown


class Case(NamedTuple):
    """A body and what is read from it."""

    body: str
    blocks: list[str]
    removed: list[tuple[str, str]] = []  # noqa: RUF012  # never changed
    remarks: list[str] = []  # noqa: RUF012
    doubts: list[str] = []  # noqa: RUF012
    styles: str = ""
    numbering: str = ""
    more: Mapping[str, str] = {}


INSERTED = "tracked changes were taken as accepted: "
PARAGRAPHS = {
    "text in pieces": Case(para("One ", run("sen"), run("tence", "<w:b/>"), "."), ["One sentence."]),
    "white space of every kind is one space": Case(
        para(
            "  a\u00a0b",
            "<w:r><w:tab/></w:r>",
            "c\n\n d",
            "<w:r><w:br/></w:r>",
            "e",
            "<w:r><w:cr/><w:t>f</w:t><w:ptab/></w:r>",
            "g \u2003 h  ",
        ),
        ["a b c d e f g h"],
    ),
    "hyphens": Case(
        para("co\u00adoperate self", "<w:r><w:noBreakHyphen/></w:r>", "harm", "<w:r><w:softHyphen/></w:r>", " x\u2011y"),
        ["cooperate self-harm x-y"],
    ),
    "quotes stay, ligatures are letters": Case(para("the “\ufb01rst” \ufb02oor’s e\ufb03cient"), ["the “first” floor’s efficient"]),
    "controls and marks of direction are left out and counted": Case(
        para("a\u202eb\u0092c\u200bd\ufeffe"), ["abcde"], remarks=["4 control or direction characters removed from the text"]
    ),
    "empty paragraphs are nothing": Case(para() + para(" ") + "<w:p/>" + para("a"), ["a"]),
    "links, tags and wrappers are looked into": Case(
        para(
            f'<w:hyperlink r:id="x">{run("a link")}</w:hyperlink>',
            f'<w:smartTag w:element="place">{run(" a place")}</w:smartTag>',
            f'<w:customXml w:element="x"><w:customXmlPr/>{run(" xml")}</w:customXml>',
            f"<w:dir w:val='ltr'>{run(' dir')}</w:dir>",
            f"<w:comingElement>{run(' to come')}</w:comingElement>",
        ),
        ["a link a place xml dir to come"],
    ),
    "content controls": Case(
        control(para("block ", control(run("inline")))) + control(control(para("deep"))) + para("after"), ["block inline", "deep", "after"]
    ),
    "prompts of empty form fields": Case(
        para("Name: ", control(run("Click to enter"), PROMPT)) + control(para("Choose an item"), PROMPT),
        ["Name:"],
        [("prompt of an empty form field", "Click to enter"), ("prompt of an empty form field", "Choose an item")],
    ),
    "symbols": Case(
        para(symbol("Symbol", "F0B3"), symbol("Wingdings", "F0FC"), symbol("Arial", "00E9")),
        ["≥✓é"],
    ),
    "a symbol that nobody knows": Case(
        para("a", symbol("Webdings", "F055"), symbol("", "zz")),
        ["a"],
        remarks=["2 signs of unknown symbol fonts were left out"],
    ),
    "characters of a symbol font in the text": Case(
        para(run("\uf061", '<w:rFonts w:ascii="Symbol"/>'), run(" \uf0fc", '<w:rFonts w:ascii="Wingdings"/>')), ["α ✓"]
    ),
    "formulas are text": Case(para("x ", "<m:oMath><m:r><m:rPr/><m:t>a=b</m:t></m:r></m:oMath>", run(" y")), ["x a=b y"]),
    "ruby shows its base": Case(
        para(f"<w:r><w:ruby><w:rt>{run('above')}</w:rt><w:rubyBase>{run('base')}</w:rubyBase></w:ruby></w:r>"), ["base"]
    ),
    "a drop cap begins the paragraph after it": Case(
        para("T", properties='<w:framePr w:dropCap="drop"/>') + para("he report"), ["The report"]
    ),
    "typed bullets": Case(
        para("• one") + para("\uf0b7\ttwo") + para("·  three") + para("- four") + para("·not"),
        ["* one", "* two", "* three", "- four", "·not"],
    ),
    "hidden text": Case(
        para("a", run("b", "<w:vanish/>"), run("c", '<w:vanish w:val="0"/>'), run("d", "<w:webHidden/>"))
        + para("e", style="Hid")
        + para(run("f", '<w:rStyle w:val="HidChar"/>'), run("g", '<w:vanish w:val="false"/>'), style="Hid")
        + para("h", run("i", '<w:rStyle w:val="HidChar"/>')),
        ["acd", "fg", "h"],
        [("hidden text", "b"), ("hidden text", "e"), ("hidden text", "i")],
        styles=style("Hid", "Hidden", run_properties="<w:vanish/>")
        + style("HidChar", "Hidden char", run_properties="<w:vanish/>", type="character"),
    ),
}  # fmt: skip

HEADINGS = {
    "by name": Case(para("A", style="Heading1") + para("B", style="Heading2"), ["# A", "## B"]),
    "by outline level, whatever the name": Case(
        para("A", style="berschrift3"), ["### A"], styles=style("berschrift3", "Überschrift 3", paragraph='<w:outlineLvl w:val="2"/>')
    ),
    "by the style it is based on": Case(para("A", style="Own"), ["## A"], styles=style("Own", "Own", based_on="Heading2")),
    "body text based on a heading": Case(
        para("A", style="Own"), ["A"], styles=style("Own", "Own", based_on="Heading2", paragraph='<w:outlineLvl w:val="9"/>')
    ),
    "by an outline level of its own": Case(para("A", properties='<w:outlineLvl w:val="0"/>'), ["# A"]),
    "styles based on each other in a ring": Case(
        para("A", style="X"), ["A"], styles=style("X", "x", based_on="Y") + style("Y", "y", based_on="X")
    ),
    "the title is a heading of the highest level": Case(
        para("The title", style="Title") + para("A", style="Heading1"), ["# The title", "# A"]
    ),
    "an unknown style is the default one": Case(para("A", style="Nowhere"), ["A"]),
    "a long sentence in a heading style is a paragraph": Case(
        para("The agency did not share. " * 10, style="Heading2", num=(1, 0)),
        ["1 " + ("The agency did not share. " * 10).strip()],
        remarks=["1 long paragraph in a heading style: read as running text"],
        numbering=abstract(0, level(0, "%1.")) + num(1, 0),
    ),
    "lists by the name of their style": Case(
        para("a", style="LB") + para("b", style="LB2"),
        ["* a", "** b"],
        styles=style("LB", "List Bullet") + style("LB2", "List Bullet 2"),
    ),
}

ENDS = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
CHANGES = {
    "insertions stay, deletions go": Case(
        para("a ", f"<w:ins>{run('new ')}</w:ins>", deleted("old "), "b"), ["a new b"], remarks=[INSERTED + "1 insertion, 1 deletion"]
    ),
    "an insertion that was deleted again": Case(
        para("a", f"<w:ins>{deleted('x')}</w:ins>"), ["a"], remarks=[INSERTED + "1 insertion, 1 deletion"]
    ),
    "moves": Case(
        para(f'<w:moveFromRangeStart w:name="m"/><w:moveFrom>{run("moved")}</w:moveFrom>', properties=MOVED_MARK)
        + para("a")
        + para(f'<w:moveToRangeStart w:name="m"/><w:moveTo>{run("moved")}</w:moveTo><w:moveToRangeEnd/>'),
        ["a", "moved"],
        remarks=[INSERTED + "1 move"],
    ),
    "a deleted mark joins paragraphs, the last says what they are": Case(
        para("a ", style="Heading1", properties=DELETED_MARK) + para("b ", properties=DELETED_MARK) + para("c"),
        ["a b c"],
        remarks=[INSERTED + "2 deletions"],
    ),
    "a box in a paragraph whose mark is deleted": Case(
        para("a", box(para("boxed")), properties=DELETED_MARK) + para("b"), ["ab", "boxed"], remarks=[INSERTED + "1 deletion"]
    ),
    "a deleted mark at the end, or before a table": Case(
        para("a", properties=DELETED_MARK) + table(row(cell("x"), cell("y"))) + para("b", properties=DELETED_MARK),
        ["a", "| x | y", "b"],
        remarks=[INSERTED + "2 deletions"],
    ),
    "rows and cells": Case(
        table(
            row(cell("a"), cell("b")),
            row(cell("gone"), cell("too"), properties="<w:del/>"),
            row(cell("new"), cell("not", properties="<w:cellDel/>"), cell("c", properties="<w:cellIns/>"), properties="<w:ins/>"),
        ),
        ["| a | b\nnew | c"],
        remarks=[INSERTED + "2 insertions, 2 deletions"],
    ),
    "changes of format, and inserted marks": Case(
        para(
            run("a", '<w:b/><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>'),
            properties="<w:rPr><w:ins/></w:rPr><w:pPrChange><w:pPr><w:pStyle w:val='Heading1'/></w:pPr></w:pPrChange>",
        ),
        ["a"],
        remarks=[INSERTED + "1 insertion, 2 changes of format"],
    ),
    "a deleted field leaves nothing open": Case(
        para("a", f"<w:del>{field('TOC', 'x')}</w:del>") + para("b"), ["a", "b"], remarks=[INSERTED + "1 deletion"]
    ),
    "a field of which the end alone is deleted is at its end": Case(
        para(*field("TOC", "One 1").split(ENDS), f"<w:del>{ENDS}</w:del>") + para("a"),
        ["a"],
        [("contents page", "One 1")],
        [INSERTED + "1 deletion"],
    ),
    "comments": Case(
        para("a", '<w:commentRangeStart w:id="1"/>', run("b"), '<w:r><w:commentReference w:id="1"/></w:r>'),
        ["ab"],
        remarks=["1 comment was left out"],
    ),
}  # fmt: skip

FIELDS = {
    "the result, not the instruction": Case(para("See ", field("REF x \\h", "section 4"), "."), ["See section 4."]),
    "a simple field": Case(para("On ", f'<w:fldSimple w:instr="DATE">{run("1 May")}</w:fldSimple>'), ["On 1 May"]),
    "a field in the instruction of another": Case(
        para(field('IF {0} = "a"', "shown").replace("{0}", "</w:instrText></w:r>" + field("NAME", "inner") + "<w:r><w:instrText>")),
        ["shown"],
        [("part of a field's instruction", "inner")],
    ),
    "text in a field that never begins its result": Case(
        para('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "kept") + para("also"), ["kept", "also"]
    ),
    "numbers that fields count": Case(
        para(field("AUTONUM").replace('<w:r><w:fldChar w:fldCharType="separate"/></w:r>', ""), " a"),
        ["a"],
        doubts=["1 number made by fields (AUTONUM, LISTNUM) could not be computed"],
    ),
    "a page number alone": Case(
        para("Page ", field("PAGE", "3"), " of ", field("NUMPAGES", "9")) + para("see page ", field("PAGE", "3")),
        ["see page 3"],
        [("page number", "Page 3 of 9")],
    ),
    "contents made by a field": Case(
        para("Contents", style="Heading1")
        + para(*field("TOC \\o", "One\t1").split(ENDS))
        + para("Two\t2")
        + para(ENDS, "and on")
        + para("a"),
        ["and on", "a"],
        [("contents page", "Contents"), ("contents page", "One 1"), ("contents page", "Two 2")],
    ),
    "contents that never end": Case(
        para(*field("TOC", "One 1").split(ENDS)) + para("Two") + para("A", style="Heading1") + para("Three"),
        ["One 1", "Two", "# A", "Three"],
        doubts=["a table of contents begins here and never ends; its text was kept"],
    ),
    "contents by style": Case(
        para("Inhalt", style="TH") + para("One\t1", style="T1") + para("a"),
        ["a"],
        [("contents page", "Inhalt"), ("contents page", "One 1")],
        styles=style("T1", "toc 1") + style("TH", "TOC Heading", based_on="Heading1"),
    ),
    "contents in a control": Case(
        control(para("Contents", style="Heading1") + para("One 1") + control(para("Two 2")), CONTENTS_CONTROL) + para("a"),
        ["a"],
        [("contents page", "Contents"), ("contents page", "One 1"), ("contents page", "Two 2")],
    ),
}  # fmt: skip

MERGED, BEGINS_MERGED = "<w:vMerge/>", '<w:vMerge w:val="restart"/>'
TABLES = {
    "rows and cells, empty rows dropped": Case(
        table(row(cell("a"), cell("b", "c")), row(cell(), cell()), row(cell(), cell("d"), cell())), ["| a | b c\n | d"]
    ),
    "merged cells are not repeated": Case(
        table(
            row(cell("tall", properties=BEGINS_MERGED), cell("wide", properties='<w:gridSpan w:val="2"/>')),
            row(cell(properties=MERGED), cell("b"), cell("c")),
            row(cell("copy", properties='<w:vMerge w:val="continue"/>'), cell("d"), cell("e", properties='<w:hMerge w:val="restart"/>'),
                cell(properties="<w:hMerge/>")),
        ),
        ["| tall | wide\n | b | c\n | d | e"],
        [("text in a merged cell", "copy")],
    ),
    "cells merged sideways, as older programs do": Case(
        table(row(cell("a", properties='<w:hMerge w:val="restart"/>'), cell(properties="<w:hMerge/>"), cell("b"))), ["| a | b"]
    ),
    "a table in a cell": Case(
        table(row(cell("a", table(row(cell("b"), cell("c")), row(cell("d"), cell("e"))), para("f")), cell("g"))), ["| a b / c; d / e f | g"]
    ),
    "a table of one cell is a box": Case(
        table(row(cell(para("Finding 1", style="Heading2"), "text", table(row(cell("a"), cell("b")))))), ["## Finding 1", "text", "| a | b"]
    ),
    "controls around rows, cells and their content": Case(
        table(control(row(control(cell(control(para("a")))), cell("b")))), ["| a | b"]
    ),
    "rows that begin later, rows that are hidden": Case(
        table(row(cell("a"), cell("b")), row(cell("c"), properties="<w:gridBefore w:val='1'/>"), row(cell("d"), properties="<w:hidden/>")),
        ["| a | b\n | c"],
        [("hidden text", "d")],
    ),
    "bullets in cells": Case(
        table(row(cell(para("a", num=(1, 0)), para("b", num=(1, 1))), cell("c"))),
        ["| • a • b | c"],
        numbering=abstract(0, level(0, "\uf0b7", "bullet"), level(1, "o", "bullet")) + num(1, 0),
    ),
    "notes and boxes in cells come after the rows": Case(
        table(row(cell(para("a", FOOT.format(1), box(para("boxed")))), cell("b")), row(cell("c"))) + para("d"),
        ["| a[1] | b\nc\n[1] The note.", "boxed", "d"],
        more={"footnotes.xml": notes("footnote", "The note.")},
    ),
    "contents laid out as a table": Case(
        table(row(cell(para("One", style="T1")), cell(para("1", style="T1")))) + para("a"),
        ["a"],
        [("contents page", "One"), ("contents page", "1")],
        styles=style("T1", "toc 1"),
    ),
}  # fmt: skip

ANCHORED = {
    "footnotes": Case(
        para("a", FOOT.format(2), " b", FOOT.format(1)) + para("c", FOOT.format(1)),
        ["a[1] b[2]\n[1] Two.\n[2] One.", "c[3]"],
        more={"footnotes.xml": notes("footnote", "One.", "Two.")},
    ),
    "endnotes have numbers of their own": Case(
        para("a", FOOT.format(1), END.format(1)) + para("b", END.format(2)),
        ["a[1][i]\n[1] Foot.\n[i] End.", "b[ii]\n[ii] Last."],
        more={"footnotes.xml": notes("footnote", "Foot."), "endnotes.xml": notes("endnote", "End.", "Last.")},
    ),
    "numbers of notes as the settings want them": Case(
        para("a", FOOT.format(1)),
        ["a[d]\n[d] One."],
        more={
            "footnotes.xml": notes("footnote", "One."),
            "settings.xml": f"<w:settings {SPACES}><w:footnotePr>{LETTERS_FROM_4}</w:footnotePr></w:settings>",
        },
    ),
    "a mark of its own does not count": Case(
        para("a", MARKED, "b", FOOT.format(2)),
        ["a[*]b[1]\n[*] One.\n[1] Two."],
        more={"footnotes.xml": notes("footnote", "* One.", "Two.")},
    ),
    "a note that is deleted does not count; one without reference is left out": Case(
        para("a", f"<w:del>{FOOT.format(1)}</w:del>", FOOT.format(2)),
        ["a[1]\n[1] Two."],
        [("note without reference", "One.")],
        [INSERTED + "1 deletion"],
        more={"footnotes.xml": notes("footnote", "One.", "Two.")},
    ),
    "notes that begin anew": Case(
        para("a", FOOT.format(1)) + section(more='<w:footnotePr><w:numRestart w:val="eachPage"/></w:footnotePr>'),
        ["a[1]\n[1] One."],
        doubts=["notes begin anew on each page or in each section; here they are numbered through"],
        more={"footnotes.xml": notes("footnote", "One.")},
    ),
    "a text box follows the paragraph that holds it, once": Case(
        para("a", box(para("boxed"), para("more", box(para("inner")))), " b") + para("c"), ["a b", "boxed", "more", "inner", "c"]
    ),
    "a box of an older program, and one that was left empty for newer ones": Case(
        para(f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{para('old')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>")
        + para(
            "<w:r><mc:AlternateContent><mc:Choice><w:drawing/></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>"
            + para("fallen back")
            + "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        ),
        ["old", "fallen back"],
    ),
    "text that is drawn": Case(
        para("a", "<w:r><w:drawing><a:txBody><a:p><a:t>dra</a:t><a:t>wn</a:t></a:p></a:txBody></w:drawing></w:r>"), ["a", "drawn"]
    ),
    "a field does not reach into a box": Case(
        para(*field("TOC", "One 1").split(ENDS), box(para("boxed")), ENDS),
        ["boxed"],
        [("contents page", "One 1")],
    ),
    "pictures, charts, objects and documents within": Case(
        para("a", PICTURE, PICTURE, CHART, "<w:r><w:object><v:imagedata/></w:object></w:r>")
        + '<w:altChunk r:id="x"/>',
        ["a"],
        remarks=[
            "2 pictures were left out", "1 chart or diagram was left out",
            "1 embedded object was left out", "1 embedded document was left out",
        ],
        doubts=["another document is embedded here; it was not read", "1 chart or diagram: text in them was not read"],
    ),
    "headers and footers, each text once": Case(
        para("a", properties=section(more='<w:headerReference r:id="id-header1.xml"/><w:footerReference r:id="id-footer1.xml"/>'))
        + para("b")
        + section("continuous", '<w:headerReference r:id="id-header2.xml"/><w:headerReference r:id="id-gone.xml"/>'),
        ["a", "b"],
        [("running header", "Invented report"), ("running footer", "Page 2 of 9")],
        more={
            "header1.xml": f"<w:hdr {SPACES}>{para('Invented ', box(para('report')))}</w:hdr>",
            "header2.xml": f"<w:hdr {SPACES}>{para('Invented')}{para('report')}</w:hdr>",
            "footer1.xml": f"<w:ftr {SPACES}>{para('Page 2 of 9')}</w:ftr>",
        },
    ),
}  # fmt: skip

ALL = {f"{group}: {name}": case for group, cases in {
    "paragraphs": PARAGRAPHS, "headings": HEADINGS, "changes": CHANGES, "fields": FIELDS, "tables": TABLES, "anchored": ANCHORED,
}.items() for name, case in cases.items()}  # fmt: skip


@pytest.mark.parametrize("name", ALL)
def test_what_is_read(name: str, tmp_path: Path) -> None:
    case = ALL[name]
    document = read(tmp_path, case.body, numbering=case.numbering, styles=case.styles, more=case.more)
    assert lines(document) == case.blocks
    assert [(one.reason, one.text) for one in document.removed] == case.removed
    assert list(document.remarks) == case.remarks
    assert [one.message for one in document.doubts] == case.doubts
    assert (document.page_count, {block.page for block in document.blocks}) == (0, {0})


# -- pages -------------------------------------------------------------------------------------------------------------


def paged(document: Document) -> list[tuple[str, int, int]]:
    return [(block.text, block.page, block.pages) for block in document.blocks]


A, B, C = para("a"), para("b"), para("c")
PAGES = {
    "a break in a paragraph of its own": (A + para(BREAK) + B, [("a", 1, 0), ("b", 2, 0)], 2),
    "a break in a paragraph": (para("a ", BREAK, "b") + C, [("a b", 1, 2), ("c", 2, 0)], 2),
    "a break and the note that it made a page": (A + para(BREAK) + para(NOTED, "b"), [("a", 1, 0), ("b", 2, 0)], 2),
    "two breaks, an empty page": (A + para(BREAK) + para(NOTED, BREAK) + para(NOTED, "b"), [("a", 1, 0), ("b", 3, 0)], 3),
    "notes alone": (para("a ", NOTED, "b ", NOTED, "c") + para(NOTED, "d"), [("a b c", 1, 3), ("d", 4, 0)], 4),
    "a note at the very beginning": (para(NOTED, "a") + para(NOTED, "b"), [("a", 1, 0), ("b", 2, 0)], 2),
    "a new page before a paragraph": (
        para("a", properties=BEFORE) + para(NOTED, "b", properties=BEFORE) + C,
        [("a", 1, 0), ("b", 2, 0), ("c", 2, 0)], 2,
    ),
    "a new page before a paragraph, after a break": (A + para(BREAK) + para("b", properties=BEFORE), [("a", 1, 0), ("b", 2, 0)], 2),
    "and after a break and an empty paragraph": (
        A + para(BREAK) + para() + para(NOTED, "b", properties=BEFORE), [("a", 1, 0), ("b", 3, 0)], 3,
    ),
    "sections on new pages, the last one's type is in the body": (
        para("a", properties=section()) + para(NOTED, "b", properties=section("nextPage")) + C + section("continuous"),
        [("a", 1, 0), ("b", 2, 0), ("c", 2, 0)], 2,
    ),
    "a section on an odd page": (para("a", properties=section()) + para("b", properties=section("oddPage")) + C + section("evenPage"),
        [("a", 1, 0), ("b", 3, 0), ("c", 4, 0)], 4),
    "a section that goes on where a page has ended": (
        para("a", properties=section()) + para(NOTED, "b") + section("continuous"), [("a", 1, 0), ("b", 2, 0)], 2,
    ),
    "a break at the end of a section": (para("a", BREAK, properties=section()) + B + section(), [("a", 1, 0), ("b", 2, 0)], 2),
    "pages within sections": (
        para("a", properties=section()) + B + para(BREAK) + para("c", properties=section()) + para("d ", NOTED, "e") + section(),
        [("a", 1, 0), ("b", 2, 0), ("c", 3, 0), ("d e", 4, 5)], 5,
    ),
    "a row over two pages, told by two cells": (
        table(row(cell(para("a ", NOTED, "b")), cell(para("c ", NOTED, "d"))), row(cell("e"), cell("f"))) + para("g"),
        [("a b | c d\ne | f", 1, 2), ("g", 2, 0)], 2,
    ),
    "breaks that are deleted, hidden or in a box": (
        para("a", f"<w:del>{BREAK}</w:del>", HIDDEN_BREAK, box(para("x", BREAK, NOTED, "y"))) + para(BREAK) + B,
        [("a", 1, 0), ("x y", 1, 0), ("b", 2, 0)], 2,
    ),
    "only line and column breaks": (A + para('<w:r><w:br w:type="column"/><w:br/></w:r>') + B, [("a", 0, 0), ("b", 0, 0)], 0),
    "one section": (A + section(), [("a", 0, 0)], 0),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_pages(name: str, tmp_path: Path) -> None:
    body, expected, count = PAGES[name]
    document = read(tmp_path, body)
    assert (paged(document), document.page_count) == (expected, count)


def test_what_is_said_of_pages(tmp_path: Path) -> None:
    noted = "page numbers are those of the program that saved the file last"
    counted = "page numbers count the breaks that are set in the file; pages that filled up by themselves are not told apart"
    assert noted in read(tmp_path, A + para(NOTED, "b")).remarks
    assert counted in read(tmp_path, A + para(BREAK) + B).remarks
    assert read(tmp_path, A).remarks == ()


def test_what_is_left_out_has_its_page(tmp_path: Path) -> None:
    styles = style("T1", "toc 1")
    document = read(
        tmp_path, para("One 1", style="T1") + para(BREAK) + para("Two 2", style="T1") + para(run("x", "<w:vanish/>")), styles=styles
    )
    assert [(one.text, one.pages) for one in document.removed] == [("One 1", (1,)), ("Two 2", (2,)), ("x", (2,))]


def test_page_numbers_in_footers_have_no_page(tmp_path: Path) -> None:
    footer = f"<w:ftr {SPACES}>{para(field('PAGE', '2'))}</w:ftr>"
    body = A + para(BREAK) + B + section(more='<w:footerReference r:id="id-footer1.xml"/><w:footerReference r:id="id-footer2.xml"/>')
    document = read(tmp_path, body, more={"footer1.xml": footer, "footer2.xml": footer})
    assert [tuple(one) for one in document.removed] == [("page number", "2", ())]


# -- the file as a whole -----------------------------------------------------------------------------------------------

CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title></cp:coreProperties>'
)


@pytest.mark.parametrize(
    "said, title",
    [
        *(("A report", "A report"), ("Microsoft Word - x.doc", ""), ("Document1", ""), ("final v3.docx", ""), ("  ", "")),
        *(("Untitled", ""), ("Title", "")),
    ],
)
def test_the_title_in_the_properties_counts_if_it_means_something(said: str, title: str, tmp_path: Path) -> None:
    made = parts(para("a")) | {"docProps/core.xml": CORE.format(said)}
    assert read_docx(write_zip(tmp_path / "a.docx", made)).title == title


def test_the_title_in_the_text_comes_first(tmp_path: Path) -> None:
    made = parts(para("The first", style="Title") + para("The second", style="Title")) | {"docProps/core.xml": CORE.format("Other")}
    assert read_docx(write_zip(tmp_path / "a.docx", made)).title == "The first"


def test_pages_that_the_program_counted_otherwise_are_doubted(tmp_path: Path) -> None:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    made = parts(A + para(NOTED, "b")) | {"docProps/app.xml": f'<Properties xmlns="{space}"><Pages>3</Pages></Properties>'}
    document = read_docx(write_zip(tmp_path / "a.docx", made))
    assert [one.message for one in document.doubts] == ["the file says that it has 3 pages; 2 could be told apart"]


def test_strict_open_xml_is_read_the_same(tmp_path: Path) -> None:
    body = (
        control(para("Contents") + para("One 1"), CONTENTS_CONTROL)
        + para("A", style="Heading1", num=(1, 0))
        + table(row(cell("a"), cell(para("b", num=(1, 1)))))
        + para("c", '<w:r><w:footnoteReference w:id="1"/></w:r>', "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>")
        + section(more='<w:headerReference r:id="id-header1.xml"/>')
    )
    more = {"footnotes.xml": notes("footnote", "One."), "header1.xml": f"<w:hdr {SPACES}>{para('Head')}</w:hdr>"}
    made = parts(body, numbering=abstract(0, level(0, "%1."), level(1, "%1.%2")) + num(1, 0), more=more)
    usual = read_docx(write_zip(tmp_path / "usual.docx", made))
    strict = {}
    for name, part in made.items():
        for space in ("wordprocessingml/2006/main", "officeDocument/2006/relationships", "officeDocument/2006/math"):
            part = part.replace(f"http://schemas.openxmlformats.org/{space}", f"http://purl.oclc.org/ooxml/{space.replace('2006/', '')}")
        strict[name] = part
    assert "schemas.openxmlformats.org/wordprocessingml" not in strict["word/document.xml"]
    assert read_docx(write_zip(tmp_path / "strict.docx", strict)) == usual
    assert lines(usual) == ["# 1 A", "| a | 1.1 b", "c[1]x\n[1] One."]
    assert [one.reason for one in usual.removed] == ["contents page", "contents page", "running header"]


@pytest.mark.parametrize(
    "main_type, remarks",
    [
        (MAIN_TYPE, ()),
        ("application/vnd.ms-word.document.macroEnabled.main+xml", ("the file is one with macros; they were not run",)),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml", ("the file is a template",)),
    ],
)
def test_sisters_of_docx(main_type: str, remarks: tuple[str, ...], tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.docm", parts(para("a"), main_type=main_type))
    assert read_docx(path).remarks == remarks


def test_parts_may_have_any_names(tmp_path: Path) -> None:
    made = parts(para("a", style="Heading1"))
    moved = {
        name.replace("word/", "Other Folder/").replace("document.xml", "text.xml"): part
        .replace('Target="word/document.xml"', 'Target="/other%20folder/text.xml"')
        .replace("/word/document.xml", "/Other Folder/text.xml")
        for name, part in made.items()
    }  # fmt: skip
    assert lines(read_docx(write_zip(tmp_path / "a.docx", moved))) == ["# a"]


def test_without_styles_ids_tell(tmp_path: Path) -> None:
    made = parts(para("A", style="Heading2") + para("b", style="ListBullet") + para("c", style="Other"))
    del made["word/styles.xml"]
    assert lines(read_docx(write_zip(tmp_path / "a.docx", made))) == ["## A", "* b", "c"]


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    path = write_zip(tmp_path / "a.docx", parts((para("a") + para(BREAK)) * 2500 + para("b")))
    read_docx(path, lambda done, everything: told.append((done, everything)))
    assert told[-1] == (2501, 2501)
    assert len(told) > 1
    assert all(done <= everything for done, everything in told)


def test_the_reader_is_named_and_blocks_are_plain(tmp_path: Path) -> None:
    document = read(tmp_path, para("a"))
    assert document.reader.startswith("lxml ")
    assert document.blocks == (Block("paragraph", "a"),)
