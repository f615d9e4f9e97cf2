"""Workbooks, read back from their XML: the checklist of the guidance on spreadsheets, point by point; inert text; equal bytes."""

from __future__ import annotations

import re
import time
import zipfile
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from scr_coder.problem import ScrError
from scr_coder.render import xlsx
from scr_coder.render.xlsx import Cover, cleaned, render_workbook
from scr_coder.render.xlsx_widths import lines_of, width_of

import invented_tables
from invented_tables import ISSUE, across, empty, hostile, hostile_across, plain, table, with_interval
from workbooks import NS, Book, Sheet, decoded, place, read_book

MAIN = f"{{{NS['m']}}}"


@pytest.fixture(scope="module")
def book() -> Book:
    """All shapes in one workbook."""
    return read_book(render_workbook([make() for make in invented_tables.ALL.values()], Cover("Invented tables", ("Synthetic.",))))


def tables_of(book: Book) -> list[Sheet]:
    return [sheet for sheet in book.sheets if sheet.name.startswith("Table ")]


# The checklist of design/governance, essential and preferred -----------------------------------------------------------


def test_cover_contents_notes_and_a_sheet_for_each_table(book: Book) -> None:
    assert [sheet.name for sheet in book.sheets] == ["Cover", "Contents", "Notes", *(f"Table {at}" for at in range(1, 13))]
    assert len(tables_of(book)) == len(invented_tables.ALL)


def test_sheet_names_are_unique_and_not_too_long(book: Book) -> None:
    names = [sheet.name.casefold() for sheet in book.sheets]
    assert len(names) == len(set(names))
    assert max(map(len, names)) <= 31


def test_every_table_is_marked_up_and_the_only_one_of_its_sheet(book: Book) -> None:
    for sheet in book.sheets:
        assert len(sheet.tables) == (0 if sheet.name == "Cover" else 1), sheet.name


def test_tables_have_meaningful_names_of_their_own(book: Book) -> None:
    names = [sheet.tables[0].get("name") for sheet in book.sheets if sheet.tables]
    assert names == [
        "contents", "notes", "issues", "issues_by_region", "issues_by_region_2", "issues_by_region_3", "issues_by_region_4", "issues_2",
        "candidates", "issues_by_candidate", "trend_by_period", "cooccurrence", "saturation", "issues_3",
    ]  # fmt: skip
    assert all(re.fullmatch("[a-z][a-z_0-9]*", name) for name in names)


def test_one_head_row_that_the_markup_names(book: Book) -> None:
    for sheet in tables_of(book):
        (marked,) = sheet.tables
        assert marked.get("headerRowCount") in (None, "1")
        assert marked.get("totalsRowShown") == "0"
        named = [decoded(c.get("name")) for c in marked.iter(f"{MAIN}tableColumn")]
        assert named == sheet.table()[0]
        assert len({name.casefold() for name in named}) == len(named)
        assert all(named)


def test_tables_stand_at_the_left_edge_below_what_is_said_of_them_and_nothing_is_below(book: Book) -> None:
    for sheet in book.sheets[1:]:
        top, left, bottom, right = sheet.area()
        assert left == 0
        assert top >= 2
        assert all(sheet.cells.get((row, 0)) for row in range(top)), f"a blank row above the table of {sheet.name}"
        assert {at for row, at in sheet.cells if row < top} == {0}
        assert max(row for row, _ in sheet.cells) == bottom
        assert max(at for _, at in sheet.cells) == right


def test_no_blank_row_or_column_inside_a_table(book: Book) -> None:
    for sheet in book.sheets[1:]:
        rows = sheet.table()
        assert all(any(cell is not None for cell in row) for row in rows), sheet.name
        for column in zip(*rows[1:], strict=True):
            assert any(cell is not None for cell in column) or sheet.cells[(sheet.area()[0] + 1, 0)] == "nothing to count", sheet.name


def test_nothing_is_merged_filtered_frozen_hidden_or_drawn(book: Book) -> None:
    for name, part in book.parts.items():
        for forbidden in ("mergeCell", "autoFilter", "pane", "drawing", "headerFooter", "conditionalFormatting", "f", "legacyDrawing"):
            assert part.find(f".//{MAIN}{forbidden}") is None, (name, forbidden)
        assert not part.xpath("//@hidden"), name
    assert not [name for name in book.parts if "drawing" in name or "comment" in name or "externalLink" in name]


def test_nothing_is_told_by_a_fill(book: Book) -> None:
    fills = book.parts["xl/styles.xml"].xpath("//m:fills/m:fill/m:patternFill/@patternType", namespaces=NS)
    assert fills == ["none", "gray125"], "the two that every workbook has"
    assert {
        style for sheet in book.sheets for made in sheet.tables for style in made.xpath(".//@name[parent::m:tableStyleInfo]", namespaces=NS)
    } == set()


def test_words_wrap_and_columns_have_widths(book: Book) -> None:
    styles = book.parts["xl/styles.xml"].xpath("//m:cellXfs/m:xf", namespaces=NS)
    for sheet in tables_of(book):
        top, _, _, right = sheet.area()
        for cell in sheet.xml.iter(f"{MAIN}c"):
            row, column = place(cell.get("r"))
            if (
                row >= top
                and isinstance(sheet.cells.get((row, column)), str)
                and sheet.cells[row, column] not in ("[c]", "nothing to count")
            ):
                assert styles[int(cell.get("s"))].xpath("./m:alignment/@wrapText", namespaces=NS) == ["1"], cell.get("r")
        widths = sheet.xml.xpath("//m:cols/m:col", namespaces=NS)
        assert max(int(col.get("max")) for col in widths) == right + 1
        assert all(8 <= float(col.get("width")) <= 60 for col in widths)


def test_titles_describe_their_sheets(book: Book) -> None:
    assert [sheet.cells[(0, 0)] for sheet in book.sheets[:3]] == ["Invented tables", "Contents", "Notes"]
    assert [sheet.cells[(0, 0)] for sheet in tables_of(book)][:2] == [
        "Table 1: Invented issues: number of reviews",
        "Table 2: Invented issues: number of reviews",
    ]


def test_the_document_has_a_title_a_date_and_opens_at_the_top_of_its_cover(book: Book) -> None:
    assert (book.title, book.created) == ("Invented tables", "2026-03-01T12:00:00Z")
    view = book.parts["xl/workbook.xml"].find(".//m:workbookView", NS)
    assert view.get("activeTab") in (None, "0")
    assert view.get("firstSheet") in (None, "0")
    for sheet in book.sheets:
        assert sheet.xml.xpath("//m:selection", namespaces=NS) == [], "a selection other than A1"
        assert sheet.xml.xpath("//m:sheetView/@topLeftCell", namespaces=NS) == []
    assert [sheet.name for sheet in book.sheets if sheet.xml.xpath("//m:sheetView/@tabSelected", namespaces=NS)] == ["Cover"]


def test_contents_link_to_every_sheet(book: Book) -> None:
    contents = book["Contents"]
    rows = contents.table()[1:]
    assert [row[0] for row in rows] == [sheet.name for sheet in book.sheets if sheet.name != "Contents"]
    assert contents.links == {f"A{at}": f"'{row[0]}'!A1" for at, row in enumerate(rows, 4)}
    assert all(book[row[0]].cells[(0, 0)] == row[1] for row in rows[2:])


def test_notes_are_numbered_once_and_every_mark_leads_to_one(book: Book) -> None:
    rows = book["Notes"].table()
    assert rows[0] == ["Note", "Text", "Sheets"]
    assert [row[0] for row in rows[1:]] == [f"[note {at}]" for at in range(1, len(rows))]
    assert len({row[1] for row in rows[1:]}) == len(rows) - 1
    for sheet in tables_of(book):
        marks = {mark for text in sheet.column(0) if isinstance(text, str) for mark in re.findall(r"\[note \d+\]", text)}
        assert marks == {row[0] for row in rows[1:] if sheet.name in row[2].split(", ")}
    assert not any(char in text for text in book.texts() for char in "¹²³⁴†‡")


# What is in a sheet -----------------------------------------------------------------------------------------------------


def sheet_of(made: Any) -> Sheet:
    return read_book(render_workbook([made]))["Table 1"]


def test_a_plain_table() -> None:
    sheet = sheet_of(plain())
    assert sheet.table() == [
        ["Issue", "Label", "Reviews", "Base (reviews)", "% of reviews"],
        ["C02", "Disagreement left unresolved", 3, 60, 5],
        ["C06", "Bruising not referred", 6, 60, 10],
        ["X01", "Voice of the child not heard", 9, 60, 15],
    ]
    assert sheet.column(0)[1:6] == [
        "Base: 60 reviews. Layer: resolved.",
        "Coverage: 90 findings: 50 coded, 10 no match, 10 excluded, 20 uncoded.",
        "Source: taxonomies lipp 1.0.0; scr_coder 0.1.0; made 2026-03-01T12:00:00Z.",
        "Notes on the table: [note 1].",
        "Notes on columns: Reviews [note 2], Base (reviews) [note 3], % of reviews [note 4].",
    ]


def test_values_run_across_with_their_bases_in_the_heads() -> None:
    sheet = sheet_of(across(hidden=True))
    assert sheet.table() == [
        ["Issue", "Label", "Region number 1 (N 10): reviews", "Region number 2 (N 30): reviews", "Region number 2 (N 30): % of reviews",
         "Region number 3 (N 30): reviews", "Region number 3 (N 30): % of reviews"],
        ["C02", "Disagreement left unresolved", 3, 3, 10, 3, 10],
        ["C06", "Bruising not referred", 3, "[c]", "[c]", 3, 10],
        ["X01", "Voice of the child not heard", 3, 3, 10, 3, 10],
    ]  # fmt: skip
    said = " ".join(text for text in sheet.column(0) if isinstance(text, str))
    assert "[c] in place of a number: it is kept back" in said
    assert "Blank cells" not in said


def test_a_base_that_varies_has_a_column_of_its_own() -> None:
    head, *rows = sheet_of(across(2, varied=True)).table()
    assert head[3:] == ["Region number 2: reviews", "Region number 2: base (reviews)", "Region number 2: % of reviews"]
    assert [row[4] for row in rows] == [30, 30, 25]


def test_blank_cells_and_columns_are_explained() -> None:
    sheet = sheet_of(with_interval())
    said = " ".join(text for text in sheet.column(0) if isinstance(text, str))
    assert "Blank cells: the base is too small" in said
    assert [row[7] for row in sheet.table()[1:]] == [pytest.approx(1 / 3), None, None]
    none = replace(plain(), rows=tuple((*row[:4], None) for row in plain().rows))
    sheet = sheet_of(none)
    assert sheet.table()[0] == ["Issue", "Label", "Reviews", "Base (reviews)"]
    said = " ".join(text for text in sheet.column(0) if isinstance(text, str))
    assert "Left out, as no row has a number for it: % of reviews." in said
    assert "% of reviews [note" not in said


def test_columns_in_which_suppression_leaves_no_number_are_left_out_but_those_of_counts() -> None:
    """Hidden is the only row with a percentage; that its count is kept back stands in the column of counts."""
    hidden = replace(
        plain(), rows=tuple((*row[:2], None, 60, None) if at == 1 else (*row[:4], None) for at, row in enumerate(plain().rows))
    )
    sheet = sheet_of(replace(hidden, hidden=frozenset({1})))
    assert [row[2:] for row in sheet.table()] == [["Reviews", "Base (reviews)"], [3, 60], ["[c]", 60], [9, 60]]
    said = " ".join(text for text in sheet.column(0) if isinstance(text, str))
    assert "Left out, as no row has a number for it: % of reviews." in said
    everything = replace(plain(), rows=tuple((*row[:2], None, 60, None) for row in plain().rows), hidden=frozenset({0, 1, 2}))
    assert sheet_of(everything).table()[0] == ["Issue", "Label", "Reviews", "Base (reviews)"]
    whole = across(hidden=True)
    assert "Region number 2 (N 30): % of reviews" in sheet_of(whole).table()[0]


def height(sheet: Sheet, row: int) -> str | None:
    """The height of a row (from 0) in points, where it is not that of one line."""
    found = sheet.xml.xpath(f".//m:row[@r='{row + 1}']/@ht", namespaces=NS)
    return found[0] if found else None


def test_rows_are_as_high_as_their_labels_are_long() -> None:
    """Letters are narrower than the digits by which columns are measured."""
    one = "Disagreement over need for CSC involvement left unresolved"
    two = "Early help assessment begun because advised to, despite disagreement"
    sheet = sheet_of(plain({"C02": one, "C06": two, "X01": "W" * 40}))
    top = sheet.area()[0]
    assert [height(sheet, top + at) for at in (1, 2, 3)] == [None, "32.25", "32.25"]


def test_heads_have_the_lines_that_they_need() -> None:
    sheet = sheet_of(across(2))
    assert sheet.table()[0][2] == "Region number 1 (N 10): reviews"
    assert height(sheet, sheet.area()[0]) == "48"


@pytest.mark.parametrize(("values", "beside"), [(2, False), (8, True)])
def test_tables_are_printed_to_be_read(values: int, beside: bool) -> None:
    """Landscape, with their heads on every page; on one page across, or with their keys on each of several."""
    made = read_book(render_workbook([across(values)]))
    sheet = made["Table 1"]
    setup = sheet.xml.find("m:pageSetup", NS)
    titles = {
        one.get("localSheetId"): one.text
        for one in made.parts["xl/workbook.xml"].xpath("//m:definedName[@name='_xlnm.Print_Titles']", namespaces=NS)
    }
    head = sheet.area()[0] + 1
    assert setup.get("orientation") == "landscape"
    fits = bool(sheet.xml.xpath("//m:pageSetUpPr/@fitToPage", namespaces=NS))
    assert (fits, setup.get("scale")) == ((False, "70") if beside else (True, None))
    assert titles["3"] == ("'Table 1'!$A:$B," if beside else "") + f"'Table 1'!${head}:${head}"


def test_words_are_measured() -> None:
    assert [width_of(text) for text in ("", "0", "ill", "WWW", "Issue", "\u6f22")] == [0, 1, 2, 6, 5, 2]
    assert width_of("England", bold=True) > width_of("England")
    assert [lines_of(text, 10) for text in ("", "0" * 10, "0" * 11, "00000 0000", "00000 00000", "0" * 25 + " 00000")] == [1, 1, 2, 1, 2, 4]


def test_numbers_are_numbers_with_formats_and_never_rounded() -> None:
    data = render_workbook([with_interval()])
    with zipfile.ZipFile(BytesIO(data)) as archive:
        xml = archive.read("xl/worksheets/sheet4.xml").decode()
    assert "<v>1.7100000001</v>" in xml
    assert "<v>0.3333333333333333</v>" in xml
    assert "<v>1e-05</v>" in xml or "<v>1E-05</v>" in xml
    sheet = read_book(data)["Table 1"]
    styles = read_book(data).parts["xl/styles.xml"]
    formats = {node.get("numFmtId"): node.get("formatCode") for node in styles.iter(f"{MAIN}numFmt")} | {"1": "0", "2": "0.00", "0": ""}
    used = [formats[style.get("numFmtId")] for style in styles.xpath("//m:cellXfs/m:xf", namespaces=NS)]
    top = sheet.area()[0]
    shown = {cell.get("r")[0]: used[int(cell.get("s"))] for cell in sheet.xml.iterfind(f".//m:row[@r='{top + 2}']/m:c", NS)}
    assert shown == {"A": "", "B": "", "C": "0", "D": "0", "E": "0.0", "F": "0.0", "G": "0.0", "H": "0.00", "I": "0.000"}


def test_nothing_to_count_is_said_in_a_table() -> None:
    sheet = sheet_of(empty())
    assert sheet.table()[1][0] == "nothing to count"


# Text is text -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("made", [hostile(), hostile_across()], ids=["keys", "heads"])
def test_hostile_words_stay_words(made: Any) -> None:
    """`read_book` fails on any formula and on XML that is none; links are those of the contents alone."""
    book = read_book(render_workbook([made], Cover('=HYPERLINK("https://example.org")', ("+1", "@x"))))
    sheet = book["Table 1"]
    wanted = [cleaned(row[0]) for row in made.rows]
    if made.wide:
        heads = sheet.table()[0]
        assert [head.split(" (N ")[0] for head in heads[2::2]] == [text.replace("_x0041_", "_ x0041_") for text in wanted]
    else:
        assert [row[0] for row in sheet.table()[1:]] == wanted
    assert sheet.links == {}
    assert [sheet.name for sheet in book.sheets if sheet.links] == ["Contents"]
    assert book["Cover"].column(0)[:3] == ['=HYPERLINK("https://example.org")', "+1", "@x"]


def test_what_begins_like_a_formula_stays_text_when_a_cell_is_edited() -> None:
    book = read_book(render_workbook([hostile()]))
    styles = book.parts["xl/styles.xml"].xpath("//m:cellXfs/m:xf", namespaces=NS)
    sheet = book["Table 1"]
    quoted = set()
    for cell in sheet.xml.iter(f"{MAIN}c"):
        if cell.get("s") and styles[int(cell.get("s"))].get("quotePrefix") == "1":
            row = int(cell.get("r")[1:]) - 1
            quoted.add(sheet.cells[(row, 0)])
    top = sheet.area()[0]
    keys = {sheet.cells[(row, 0)] for row in range(top + 1, sheet.area()[2] + 1)}
    assert quoted == {key for key in keys if key[0] in "=+-@"}


@pytest.mark.parametrize(
    ("text", "shown"), [("a\x00b", "a\ufffdb"), ("a\n b\t c", "a b c"), ("\uffff", "\ufffd"), ("[sic]", "[sic]"), ("", "")]
)
def test_cleaned(text: str, shown: str) -> None:
    assert cleaned(text) == shown


def test_a_text_longer_than_a_cell_is_seen_to_be_cut() -> None:
    cut = cleaned("x" * 40_000)
    assert len(cut) == 32_767
    assert cut.endswith("x [cut]")
    assert cleaned("x" * 32_767) == "x" * 32_767


def test_a_table_larger_than_a_sheet_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 2)
    with pytest.raises(ScrError, match="3 rows, more than a sheet holds"):
        render_workbook([plain()])
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    render_workbook([plain()])


def test_heads_that_would_be_the_same_are_told_apart() -> None:
    twice = table([*ISSUE, *plain().columns[2:4], plain().columns[2]._replace(name="m", title="REVIEWS")], [("C02", "x", 1, 2, 3)])
    assert sheet_of(twice).table()[0] == ["Issue", "Label", "Reviews", "Base (reviews)", "REVIEWS (again)"]


# Bytes and time ---------------------------------------------------------------------------------------------------------


def test_the_same_tables_give_the_same_bytes() -> None:
    tables = [plain(), across(hidden=True), hostile()]
    first = render_workbook(tables)
    time.sleep(2.1)  # dates in zip files are exact to two seconds
    assert render_workbook(tables) == first
    with zipfile.ZipFile(BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_fifteen_tables_are_quick() -> None:
    issues = {f"C{at:02}": f"An invented label of the usual length, number {at}" for at in range(61)}
    tables = [plain(issues), across(12), across(24)] * 5
    render_workbook([plain()])
    before = time.process_time()
    render_workbook(tables)
    assert time.process_time() - before < 3, "a second where nothing else runs"
