"""PDFs drawn line by line: what becomes a paragraph, a column, a table, a note; what is taken out. Texts are invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas
from scr_coder.ingest.document import Document, Unreadable
from scr_coder.ingest.pdf import read_pdf

from drawing import Draw, lines, pdf, together

FULL = "The nurse and the school each held notes that the other could not see, so that"
SHORT = "nobody asked."


def read(tmp_path: Path, *pages: Draw, **options: object) -> Document:
    return read_pdf(pdf(tmp_path / "report.pdf", *pages, **options))


def blocks(document: Document) -> list[tuple[str, int, str]]:
    return [(block.kind, block.page, block.text) for block in document.blocks]


def head(text: str, y: float, size: float = 16) -> Draw:
    return lines([text], y=y, size=size, font="Helvetica-Bold")


# Paragraphs -----------------------------------------------------------------------------------------------------------


def test_lines_become_paragraphs_by_gaps(tmp_path: Path) -> None:
    found = read(tmp_path, lines([FULL, SHORT, "", FULL, SHORT]))
    assert blocks(found) == [("paragraph", 1, f"{FULL} {SHORT}")] * 2
    assert (found.page_count, found.textless, found.doubts, found.removed) == (1, (), (), ())


def test_lines_become_paragraphs_by_the_room_that_was_left(tmp_path: Path) -> None:
    found = read(tmp_path, lines([FULL, "nobody asked for them.", FULL, SHORT]))
    assert blocks(found) == [("paragraph", 1, f"{FULL} nobody asked for them."), ("paragraph", 1, f"{FULL} {SHORT}")]


def test_a_paragraph_runs_over_the_page(tmp_path: Path) -> None:
    found = read(tmp_path, lines([FULL, SHORT, "", FULL]), lines([SHORT, "", FULL, SHORT]))
    assert blocks(found) == [
        ("paragraph", 1, f"{FULL} {SHORT}"),
        ("paragraph", 1, f"{FULL} {SHORT}"),
        ("paragraph", 2, f"{FULL} {SHORT}"),
    ]
    assert [block.pages for block in found.blocks] == [0, 2, 0]


def test_labels_begin_paragraphs_and_dates_do_not(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        lines(["4.1 " + FULL, "nothing was known before the spring of the year",
               "2010. The law changed after that, and everybody agreed that it was",
               "4.2 per cent at the most.", "4.2 " + FULL, SHORT]),
    )  # fmt: skip
    assert [text[:12] for _, _, text in blocks(found)] == ["4.1 The nurs", "4.2 The nurs"]
    assert "year 2010. The law" in found.blocks[0].text


@pytest.mark.parametrize(
    "first, second, whole",
    [
        ("the whole of the infor-", "mation was known", "the whole of the information was known"),
        ("the work of the multi-", "agency team was known", "the work of the multi-agency team was known"),
        ("a well-known fact of the years 2010-", "2013 was known", "a well-known fact of the years 2010-2013 was known"),
        ("between the health visitor and/", "or the midwife", "between the health visitor and/or the midwife"),
    ],
)
def test_words_cut_at_the_end_of_a_line(tmp_path: Path, first: str, second: str, whole: str) -> None:
    page = lines(["The multi-agency information was kept in one place, as it should have been there", "", first, second])
    assert read(tmp_path, page).blocks[-1].text == whole


WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight"]


def test_the_order_of_drawing_does_not_matter(tmp_path: Path) -> None:
    rows = [WORDS[at:] + WORDS[:at] for at in range(0, 8, 2)]

    def backwards(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 11)
        words = []
        for row, line in enumerate(rows):
            x = 72.0
            for word in line:
                words.append((x, 740 - 14 * row, word))
                x += canvas.stringWidth(word + " ", "Times-Roman", 11)
        for x, y, word in reversed(words):
            canvas.drawString(x, y, word)

    assert read(tmp_path, backwards).blocks[0].text == " ".join(word for row in rows for word in row)


def test_text_drawn_twice_counts_once(tmp_path: Path) -> None:
    page = together(lines([FULL, SHORT]), lines([FULL, SHORT], x=72.4, y=740.3))
    assert blocks(read(tmp_path, page)) == [("paragraph", 1, f"{FULL} {SHORT}")]


def test_a_heading_over_two_lines(tmp_path: Path) -> None:
    page = together(
        lines(["A long heading that takes", "two lines"], size=16, pitch=19, font="Helvetica-Bold"), lines([FULL, SHORT], y=690)
    )
    assert read(tmp_path, page).blocks[0][:2] == ("heading", "A long heading that takes two lines")


def test_letters_set_apart_are_a_word(tmp_path: Path) -> None:
    def spaced(canvas: Canvas) -> None:
        text = canvas.beginText(72, 740)
        text.setFont("Helvetica-Bold", 16)
        text.setCharSpace(6)
        text.textOut("KEY FINDINGS")
        canvas.drawText(text)

    assert read(tmp_path, together(spaced, lines([FULL, SHORT], y=700))).blocks[0].text == "KEY FINDINGS"


def test_bullets_and_dashes(tmp_path: Path) -> None:
    page = lines(["The review asked about:", "\u2022 " + FULL, "  nobody knew;", "\u2022 the plan",
                  "The school \u2013 and the nurse who was asked to come there each week of the year", "\u2013 did not know."])  # fmt: skip
    assert [(b.kind, b.text[:20]) for b in read(tmp_path, page).blocks] == [
        ("paragraph", "The review asked abo"), ("bullet", "The nurse and the sc"), ("bullet", "the plan"),
        ("paragraph", "The school – and the"),
    ]  # fmt: skip


# Columns and tables ---------------------------------------------------------------------------------------------------


COLUMN = [
    "words fill the column here",
    "and go on to its end in",
    "every line that it has, and",
    "so on until the last one is",
    "reached down here.",
]


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left, right = [f"Left {COLUMN[0].lower()}", *COLUMN[1:]], [f"Right {COLUMN[0].lower()}", *COLUMN[1:]]
    page = together(head("A heading over both columns of the page, as wide as it", 780, 14), lines(left), lines(right, x=320))
    found = read(tmp_path, page)
    assert [(b.kind, b.text[:10]) for b in found.blocks] == [
        ("heading", "A heading "),
        ("paragraph", "Left words"),
        ("paragraph", "Right word"),
    ]
    assert found.blocks[1].text == " ".join(left)


def grid(canvas: Canvas) -> None:
    cells = [["Agency", "What was done", "Months"], ["School", "The plan was\nwritten", "3"], ["Police", "=SUM(A1)", "12"]]
    canvas.setFont("Times-Roman", 11)
    for row, texts in enumerate(cells):
        for column, text in enumerate(texts):
            canvas.rect(72 + 120 * column, 600 - 40 * row, 120, 40)
            for at, part in enumerate(text.split("\n")):
                canvas.drawString(76 + 120 * column, 626 - 40 * row - 13 * at, part)


def test_a_table_with_rules_becomes_rows(tmp_path: Path) -> None:
    found = read(tmp_path, together(lines([FULL, SHORT]), grid, lines([FULL, SHORT], y=480)))
    assert blocks(found) == [
        ("paragraph", 1, f"{FULL} {SHORT}"),
        ("table", 1, "Agency | What was done | Months\nSchool | The plan was written | 3\nPolice | =SUM(A1) | 12"),
        ("paragraph", 1, f"{FULL} {SHORT}"),
    ]


def test_an_empty_cell_keeps_its_place(tmp_path: Path) -> None:
    def sparse(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 11)
        for row, texts in enumerate([["Agency", "Asked", "Told"], ["School", "", "3"], ["", "yes", ""]]):
            for column, text in enumerate(texts):
                canvas.rect(72 + 120 * column, 600 - 40 * row, 120, 40)
                canvas.drawString(76 + 120 * column, 626 - 40 * row, text)

    assert blocks(read(tmp_path, sparse)) == [("table", 1, "Agency | Asked | Told\nSchool |  | 3\n | yes")]


def test_a_table_without_rules(tmp_path: Path) -> None:
    columns = [(72, ["Agency", "School", "Police"]), (220, ["Contacts", "31", "12"]), (360, ["Meetings", "3", "none"])]
    page = together(lines([FULL, SHORT]), *(lines(texts, x=x, y=690) for x, texts in columns), lines([FULL, SHORT], y=620))
    assert blocks(read(tmp_path, page))[1] == ("table", 1, "Agency | Contacts | Meetings\nSchool | 31 | 3\nPolice | 12 | none")


def test_a_frame_is_no_table_and_parts_its_text(tmp_path: Path) -> None:
    def frame(canvas: Canvas) -> None:
        canvas.rect(66, 690, 460, 34)

    page = together(
        lines([FULL], y=730), frame, lines(["Finding 1: The plan was vague, and nobody asked what it meant for them", SHORT], y=710)
    )
    assert [b.text[:10] for b in read(tmp_path, page).blocks] == [FULL[:10], "Finding 1:"]


def test_a_table_goes_on_on_the_next_page(tmp_path: Path) -> None:
    def rows(texts: list[list[str]], top: float) -> Draw:
        def draw(canvas: Canvas) -> None:
            canvas.setFont("Times-Roman", 11)
            for row, cells in enumerate(texts):
                for column, text in enumerate(cells):
                    canvas.rect(72 + 120 * column, top - 30 * row, 120, 30)
                    canvas.drawString(76 + 120 * column, top + 10 - 30 * row, text)

        return draw

    first = together(lines([FULL, SHORT]), rows([["Agency", "Contacts"], ["School", "3"]], 100))
    second = together(rows([["Police", "12"], ["Nursery", "4"]], 740), lines([FULL, SHORT], y=600))
    assert blocks(read(tmp_path, first, second))[1] == ("table", 1, "Agency | Contacts\nSchool | 3\nPolice | 12\nNursery | 4")


# What is not text -----------------------------------------------------------------------------------------------------


def report_page(number: int) -> Draw:
    return together(
        lines(["Review of practice, spring"], y=800, size=9),
        lines([f"{number}.1 {FULL}", SHORT, "", f"{number}.2 Page {number} says something of its own, unlike others, and", SHORT]),
        lines([f"Page {number} of 4"], x=270, y=40, size=9),
    )


def test_running_headers_and_page_numbers(tmp_path: Path) -> None:
    found = read(tmp_path, *map(report_page, range(1, 5)))
    assert [block.text.split()[0] for block in found.blocks] == [f"{page}.{n}" for page in range(1, 5) for n in (1, 2)]
    assert {(one.reason, one.text, one.pages) for one in found.removed} == {
        ("running header", "Review of practice, spring", (1, 2, 3, 4)),
        ("running footer", "Page # of 4", (1, 2, 3, 4)),
    }


def test_numbers_that_stay_are_recorded(tmp_path: Path) -> None:
    pages = [together(lines([f"Review 2019 | page {n}"], y=800, size=9), lines([f"{n}.1 {FULL}", SHORT])) for n in range(1, 5)]
    assert [one.text for one in read(tmp_path, *pages).removed] == ["Review 2019 | page #"]


def test_an_empty_page_among_columns_is_named_once(tmp_path: Path) -> None:
    two = together(*(lines([line.lower() for line in COLUMN] * 3, x=x) for x in (72, 320)))
    gap = together(lines(["Agency and school"]), lines(["Contacts and plans"], x=320))
    found = read(tmp_path, gap, lambda canvas: None, two)
    assert [(doubt.page, doubt.message) for doubt in found.doubts] == [(2, "the page is empty")]


def test_no_title_is_no_title(tmp_path: Path) -> None:
    assert read(tmp_path, lines([FULL, SHORT])).title == ""  # the program that draws these says “untitled”


def test_lone_page_numbers_count_up(tmp_path: Path) -> None:
    pages = [together(lines([f"{n}.1 {FULL}", SHORT]), lines([str(n + 3)], x=290, y=40)) for n in range(1, 5)]
    found = read(tmp_path, *pages)
    assert len(found.blocks) == 4
    assert [(one.reason, one.text) for one in found.removed] == [("page number", "4 · 5 · 6 · 7")]


def test_a_number_at_the_foot_that_does_not_count_is_text(tmp_path: Path) -> None:
    pages = [together(lines([f"{n}.1 {FULL}", SHORT]), lines(["1972"], x=290, y=40)) for n in range(1, 3)]
    texts = " ".join(block.text for block in read(tmp_path, pages[0], lines([FULL, SHORT])).blocks)
    assert "1972" in texts


def test_contents_pages(tmp_path: Path) -> None:
    contents = [
        "1 Introduction .............................. 2",
        "2 Findings .................................. 3",
        "3 Recommendations ........................... 9",
    ]
    found = read(tmp_path, together(head("Contents", 760), lines(contents, y=730)), lines([FULL, SHORT]))
    assert blocks(found) == [("paragraph", 2, f"{FULL} {SHORT}")]
    [removed] = found.removed
    assert (removed.reason, removed.pages) == ("contents page", (1,))
    assert removed.text.split("\n") == ["Contents", *contents]


def raised(text: str, mark: str, x: float, y: float) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 11)
        canvas.drawString(x, y, text)
        width = canvas.stringWidth(text, "Times-Roman", 11)
        canvas.setFont("Times-Roman", 6.5)
        canvas.drawString(x + width, y + 4, mark)

    return draw


NOTE = "Invented Act 2004, section 3, as it stood before the change that followed in the year after it."


def test_footnotes_are_attached_where_they_are_referred_to(tmp_path: Path) -> None:
    page = together(
        raised("1.1 The law had changed by then.", "1", 72, 740), lines(["1.2 " + FULL, SHORT], y=712),
        lines([f"1 {NOTE.removesuffix(' after it.')}", "after it."], y=90, size=8, pitch=10),
    )  # fmt: skip
    assert [b.text for b in read(tmp_path, page).blocks] == [
        f"1.1 The law had changed by then.[1]\n[1] {NOTE}",
        f"1.2 {FULL} {SHORT}",
    ]


def test_a_raised_number_without_a_note_stays_a_number(tmp_path: Path) -> None:
    page = together(raised("An area of 3 km", "2", 72, 740), lines([FULL, SHORT], y=700))
    assert read(tmp_path, page).blocks[0].text == "An area of 3 km2"


def test_a_note_that_nothing_refers_to_is_not_lost(tmp_path: Path) -> None:
    page = together(lines([FULL, SHORT]), lines(["1 Invented Act 2004."], y=90, size=8))
    assert [b.text for b in read(tmp_path, page).blocks] == [f"{FULL} {SHORT}", "[1] Invented Act 2004."]


def test_a_note_that_nothing_refers_to_keeps_its_number_its_lines_and_its_page(tmp_path: Path) -> None:
    note = lines(["12 months is what the Act of that year gives the", "partnership to answer."], y=90, size=8, pitch=10)
    found = read(tmp_path, together(lines([FULL, SHORT]), note), lines(["2.1 " + FULL, SHORT]))
    assert blocks(found) == [
        ("paragraph", 1, f"{FULL} {SHORT}"),
        ("paragraph", 1, "[12] months is what the Act of that year gives the partnership to answer."),
        ("paragraph", 2, f"2.1 {FULL} {SHORT}"),
    ]


def test_two_notes_with_one_mark_on_a_page(tmp_path: Path) -> None:
    def note(text: str, y: float) -> Draw:
        return together(lines(["1"], y=y + 3, size=5), lines([text], x=76, y=y, size=8))

    page = together(raised("1.1 The law had changed by then.", "1", 72, 740), lines(["1.2 " + FULL, SHORT], y=712),
                    note("The Act of that year.", 100), note("The other Act.", 88))  # fmt: skip
    assert read(tmp_path, page).blocks[0].text == "1.1 The law had changed by then.[1]\n[1] The Act of that year. 1 The other Act."


def test_numbers_of_lines_in_the_margin(tmp_path: Path) -> None:
    text = [f"4.{n} {FULL} nobody asked." for n in range(1, 11)]
    margin = [str(n) if n % 5 == 0 else "" for n in range(1, 11)]
    found = read(tmp_path, together(lines(text, pitch=20, size=10), lines(margin, x=40, pitch=20)))
    assert [b.text for b in found.blocks] == text
    assert [(one.reason, one.text) for one in found.removed] == [("numbers of lines in the margin", "5 10")]


def test_a_watermark_and_tiny_text_go_aside(tmp_path: Path) -> None:
    def watermark(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(200, 300)
        canvas.rotate(45)
        canvas.setFont("Helvetica", 80)
        canvas.drawString(0, 0, "DRAFT")
        canvas.restoreState()

    found = read(tmp_path, together(watermark, lines([FULL, SHORT]), lines(["tracking code"], y=20, size=2)))
    assert blocks(found) == [("paragraph", 1, f"{FULL} {SHORT}")]
    assert {(one.reason, one.text) for one in found.removed} == {
        ("text that runs askew or sideways", "DRAFT"), ("text too small to read", "tracking code"),
    }  # fmt: skip


@pytest.mark.parametrize("angle, x, y", [(90, 100, -300), (270, -700, 300), (180, -400, -700)])
def test_a_page_whose_text_runs_sideways(tmp_path: Path, angle: int, x: float, y: float) -> None:
    def turned(canvas: Canvas) -> None:
        canvas.rotate(angle)
        lines([FULL, SHORT], x=x, y=y)(canvas)

    assert blocks(read(tmp_path, turned)) == [("paragraph", 1, f"{FULL} {SHORT}")]


def test_pages_without_text(tmp_path: Path) -> None:
    def nothing(canvas: Canvas) -> None:
        canvas.rect(100, 100, 200, 200, fill=1)

    found = read(tmp_path, lines([FULL, SHORT]), nothing, lines([FULL, SHORT]))
    assert found.textless == (2,)


# What cannot be read --------------------------------------------------------------------------------------------------


def test_a_password(tmp_path: Path) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    path = pdf(tmp_path / "report.pdf", lines([FULL, SHORT]), encrypt=StandardEncryption("secret", "owner", strength=128))
    assert read_pdf(path, "secret").blocks[0].text == f"{FULL} {SHORT}"
    for password, message in (("", "the PDF is encrypted"), ("wrong", "does not open with that password")):
        with pytest.raises(Unreadable) as error:
            read_pdf(path, password)
        assert message in error.value.message
        assert "--password" in error.value.hint


def test_a_pdf_that_is_cut_off(tmp_path: Path) -> None:
    data = pdf(tmp_path / "report.pdf", lines([FULL, SHORT])).read_bytes()
    (tmp_path / "cut.pdf").write_bytes(data[: len(data) // 3])
    with pytest.raises(Unreadable) as error:
        read_pdf(tmp_path / "cut.pdf")
    assert "damaged or cut off" in error.value.message


def test_too_many_pages(tmp_path: Path) -> None:
    path = pdf(tmp_path / "report.pdf", *[lines(["x"])] * 2001)
    with pytest.raises(Unreadable) as error:
        read_pdf(path)
    assert error.value.message == "the PDF has 2,001 pages; at most 2,000 are read"


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    read_pdf(pdf(tmp_path / "report.pdf", *[lines([FULL])] * 3), progress=lambda done, everything: told.append((done, everything)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_notes_in_the_margin_go_aside(tmp_path: Path) -> None:
    text = [f"4.{n} {FULL} nobody asked." for n in range(1, 9)]
    note = lines(["see the", "appendix", "on this"], x=40, y=700, size=7, pitch=9)
    found = read(tmp_path, together(lines(text, x=110, pitch=20, size=10), note))
    assert [b.text for b in found.blocks] == text
    assert [(one.reason, one.text) for one in found.removed] == [("note in the margin", "see the appendix on this")]


def test_white_text_goes_aside_but_not_on_a_dark_ground(tmp_path: Path) -> None:
    def hidden(canvas: Canvas) -> None:
        canvas.setFillGray(1)
        lines(["white on white"], y=60)(canvas)
        canvas.setFillGray(0)

    def banner(canvas: Canvas) -> None:
        canvas.setFillGray(0.2)
        canvas.rect(66, 640, 460, 30, stroke=0, fill=1)
        canvas.setFillGray(1)
        lines(["White on a dark ground"], y=650)(canvas)
        canvas.setFillGray(0)

    found = read(tmp_path, together(lines([FULL, SHORT]), hidden, banner))
    assert [b.text for b in found.blocks] == [f"{FULL} {SHORT}", "White on a dark ground"]
    assert [(one.reason, one.text) for one in found.removed] == [("text in white", "white on white")]


def test_an_address_keeps_its_hyphens(tmp_path: Path) -> None:
    page = lines(
        [
            "Everything is at https://www.invented.example/reports/influence-of-",
            "workload-on-teams/2019, as it was when we looked at it there.",
        ]
    )
    assert "influence-of-workload-on-teams/2019" in read(tmp_path, page).blocks[0].text


def test_text_that_is_scaled_has_the_size_it_is_seen_in(tmp_path: Path) -> None:
    def scaled(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.scale(0.5, 0.5)
        lines([FULL, SHORT], x=144, y=1480, size=22, pitch=28)(canvas)
        canvas.restoreState()

    assert blocks(read(tmp_path, together(head("A heading", 780, 14), scaled))) == [
        ("heading", 1, "A heading"), ("paragraph", 1, f"{FULL} {SHORT}"),
    ]  # fmt: skip
