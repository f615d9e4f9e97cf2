"""Blocks to findings: labels, boxes, sections, what is left out and why. Texts are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scr_coder.ingest.document import Block, Document
from scr_coder.ingest.ids import Ids
from scr_coder.ingest.narrowing import in_section, narrowed, page_set
from scr_coder.ingest.split import Split, split_document


def head(text: str, level: int = 2, page: int = 1) -> Block:
    return Block("heading", text, page, level)


def para(text: str, page: int = 1, label: str = "") -> Block:
    return Block("paragraph", text, page, label=label)


def bullet(text: str, page: int = 1) -> Block:
    return Block("bullet", text, page)


def split(*blocks: Block, title: str = "") -> Split:
    return split_document(Document(blocks, title=title))


def shown(result: Split) -> list[tuple[str, str, str, tuple[str, ...], str]]:
    return [(e.finding.id, e.finding.kind, e.finding.text, e.finding.section, e.reason) for e in result.entries]


def test_a_report() -> None:
    result = split(
        head("A review of practice", 1),
        para("Published 2019 by nobody."),
        head("Summary", page=2),
        para("In short, little was asked.", 2),
        head("4 Findings", page=3),
        para("4.1 The nurse did not ask.", 3),
        para("(a) in spring;", 3),
        para("(b) in autumn.", 3),
        para("4.2. Nobody wrote it down.", 4),
        bullet("• the school", 4),
        para("This is a plain paragraph.", 4),
        head("4.3 Who was asked", 3, 4),
        para("4.3.1 Three people were asked.", 4),
        head("Finding 1: The meeting had no purpose", 3, 5),
        para("It ended without a plan.", 5),
        head("5 Recommendations", page=6),
        para("Recommendation 1: The partnership should ask.", 6),
        bullet("write it down", 6),
        para("5.1 A number in this section.", 6),
        title="A review of practice",
    )
    findings = "4 Findings"
    assert shown(result) == [
        ("p1.1", "paragraph", "Published 2019 by nobody.", (), "not under a heading"),
        ("p2.1", "paragraph", "In short, little was asked.", ("Summary",), "in “Summary”"),
        ("4.1", "numbered", "The nurse did not ask.", (findings,), ""),
        ("4.1(a)", "numbered", "in spring;", (findings,), ""),
        ("4.1(b)", "numbered", "in autumn.", (findings,), ""),
        ("4.2", "numbered", "Nobody wrote it down.", (findings,), ""),
        ("p4.1", "bullet", "the school", (findings,), ""),
        ("p4.2", "paragraph", "This is a plain paragraph.", (findings,), ""),
        ("4.3.1", "numbered", "Three people were asked.", (findings, "4.3 Who was asked"), ""),
        ("Finding-1", "box", "The meeting had no purpose", (findings, "4.3 Who was asked"), ""),
        ("p5.1", "paragraph", "It ended without a plan.", (findings, "Finding 1: The meeting had no purpose"), ""),
        ("Recommendation-1", "recommendation", "The partnership should ask.", ("5 Recommendations",), ""),
        ("p6.1", "recommendation", "write it down", ("5 Recommendations",), ""),
        ("5.1", "recommendation", "A number in this section.", ("5 Recommendations",), ""),
    ]
    assert result.doubts == ()
    box = next(f for f in result.findings if f.id == "4.1(a)")
    assert (box.paragraph, box.page, box.heading) == ("(a)", "3", findings)


def test_a_box_takes_its_text_from_the_next_paragraph() -> None:
    result = split(head("Findings"), head("Finding 2", 3), para("The plan was vague."), para("More about it."))
    assert shown(result) == [
        ("Finding-2", "box", "The plan was vague.", ("Findings",), ""),
        ("p1.1", "paragraph", "More about it.", ("Findings",), ""),
    ]


def test_a_box_without_text_is_not_lost() -> None:
    assert shown(split(head("Findings"), head("Finding 2", 3), head("Next"), para("4.1 Text."))) == [
        ("Finding-2", "box", "Finding 2", ("Findings",), ""),
        ("4.1", "numbered", "Text.", ("Next",), ""),
    ]


@pytest.mark.parametrize(
    "text, kind",
    [("2010. The law changed.", "paragraph"), ("2010 The law changed.", "paragraph"), ("12 months passed.", "paragraph"),
     ("1 March was the day.", "paragraph"), ("7. The law changed.", "numbered"), ("C4 The law changed.", "paragraph")],
)  # fmt: skip
def test_numbers_that_are_no_labels_stay_in_the_text(text: str, kind: str) -> None:
    [entry] = split(head("Findings"), para(text)).entries
    assert entry.finding.kind == kind
    assert entry.finding.text == (text if kind == "paragraph" else "The law changed.")


def test_labels_that_come_again_get_ids_of_their_own() -> None:
    result = split(head("A"), para("1. One."), para("2. Two."), head("B"), para("1. Three."), para("1. Four."))
    assert [(f.id, f.paragraph) for f in result.findings] == [("1", "1"), ("2", "2"), ("1-2", "1"), ("1-3", "1")]


def test_labels_that_the_format_keeps_apart() -> None:
    result = split(head("A"), para("One.", label="4.10"), para("Two.", label="(a)"))
    assert [(f.id, f.paragraph, f.text) for f in result.findings] == [("4.10", "4.10", "One."), ("4.10(a)", "(a)", "Two.")]


def test_a_box_that_a_word_processor_numbers() -> None:
    [entry] = split(head("A"), para("The plan was vague.", label="Finding 3:")).entries
    assert (entry.finding.id, entry.finding.kind, entry.finding.text) == ("Finding-3", "box", "The plan was vague.")


def test_notes_that_stand_by_themselves_are_attached() -> None:
    result = split(head("A"), para("4.1 The law had changed.[1]"), para("4.2 It was new.[2]"), para("[1] An Act."), para("[2] Another."),
                   para("[3] Nothing refers to this."))  # fmt: skip
    assert [f.text for f in result.findings] == [
        "The law had changed.[1]\n[1] An Act.", "It was new.[2]\n[2] Another.", "[3] Nothing refers to this.",
    ]  # fmt: skip


def test_what_stands_in_the_frame_of_a_box_is_one_finding() -> None:
    result = split(
        head("4 Findings"), head("Finding 1: Nobody asked", 3)._replace(frame=7), para("The nurse waited.")._replace(frame=7),
        bullet("• so did the school")._replace(frame=7), para("2.4 Outside."), para("Finding 2: Another.")._replace(frame=8),
        para("Not in it."),
    )  # fmt: skip
    assert shown(result) == [
        ("Finding-1", "box", "Nobody asked\nThe nurse waited.\n• so did the school", ("4 Findings",), ""),
        ("2.4", "numbered", "Outside.", ("4 Findings",), ""),
        ("Finding-2", "box", "Another.", ("4 Findings",), ""),
        ("p1.1", "paragraph", "Not in it.", ("4 Findings",), ""),
    ]


def test_nested_letters() -> None:
    texts = ["4.1 One.", "(a) two", "(i) three", "(ii) four", "(b) five", "4.2 Six.", "(a) seven"]
    assert [f.id for f in split(head("A"), *map(para, texts)).findings] == [
        "4.1", "4.1(a)", "4.1(a)(i)", "4.1(a)(ii)", "4.1(b)", "4.2", "4.2(a)",
    ]  # fmt: skip


def test_jumps_in_numbering_are_doubts() -> None:
    result = split(head("A"), para("4.1 One.", 3), para("4.3 Two.", 3), para("4.2 Three.", 4))
    assert [(doubt.page, doubt.message) for doubt in result.doubts] == [
        (3, "between paragraphs 4.1 and 4.3 the numbering jumps"),
        (4, "paragraph 4.2 comes after 4.3"),
    ]


def test_captions_and_empty_headings_are_kept_aside() -> None:
    result = split(head("A"), head("Table 1: Contacts", 3), Block("table", "a | b\nc | d", 1), head("Nothing below"))
    assert [(e.finding.text, e.reason) for e in result.entries] == [
        ("Table 1: Contacts", "a caption"),
        ("a | b\nc | d", ""),
        ("Nothing below", "a heading with no text under it"),
    ]


@pytest.mark.parametrize("name", ["References", "Glossary of terms", "Contents", "7 Bibliography", "Abbreviations"])
def test_reference_matter_is_left_out_with_its_numbers(name: str) -> None:
    [entry] = split(head(name), para("1. A book on asking.")).entries
    assert entry.reason.startswith("in “")


@pytest.mark.parametrize("text", ["Source: SLSCB", "© The partnership 2019", "Published by: nobody"])
def test_the_imprint_is_left_out(text: str) -> None:
    assert [e.reason for e in split(head("A"), para("Real text."), para(text)).entries] == ["", "about the publication"]


def test_without_headings_and_numbers_every_paragraph_is_a_finding_and_said_to_be() -> None:
    result = split(para("One."), para("Two."))
    assert [f.id for f in result.findings] == ["p1.1", "p1.2"]
    assert "every paragraph is a finding" in result.doubts[0].message


def test_a_numbered_heading_without_a_font_of_its_own() -> None:
    result = split(para("4.2 Information sharing"), para("4.2.1 The nurse asked."))
    assert shown(result) == [("4.2.1", "numbered", "The nurse asked.", ("4.2 Information sharing",), "")]


def test_sections_of_one_style_are_siblings() -> None:
    result = split(
        head("Foreword"), head("1 Asking"), para("1.1 One."), head("Recording"), para("1.2 Two."), head("2 Telling"), para("2.1 Three.")
    )
    assert [f.section for f in result.findings] == [("1 Asking",), ("Recording",), ("2 Telling",)]


def test_an_enormous_paragraph_is_cut_and_doubted() -> None:
    result = split(head("A"), para("word " * 30_000))
    assert [f.id for f in result.findings] == ["p1.1", "p1.1-2"]
    assert " ".join(f.text for f in result.findings).split() == ["word"] * 30_000
    assert len(result.doubts) == 1


# What must not get lost ---------------------------------------------------------------------------------------------


def test_marks_without_words_are_kept_aside() -> None:
    result = split(head("A"), para("4.1 One."), Block("table", "✓ | ✗", 1), para("* * *"))
    assert [(e.finding.kind, e.finding.text, e.reason) for e in result.entries[1:]] == [
        ("table", "✓ | ✗", "marks without words"), ("paragraph", "* * *", "marks without words"),
    ]  # fmt: skip


@pytest.mark.parametrize("block", [para("4.3 Recommendation 1: Ask."), para("Recommendation 1: Ask.", label="4.3")])
def test_a_number_before_a_name_is_the_label_and_the_name_stays(block: Block) -> None:
    [entry] = split(head("A"), block).entries
    found = entry.finding
    assert (found.id, found.kind, found.paragraph, found.text) == ("4.3", "recommendation", "4.3", "Recommendation 1: Ask.")


def test_the_number_of_a_heading_that_is_a_box_is_in_the_section() -> None:
    result = split(Block("heading", "Finding 2", 1, 2, "4.3"), para("The plan was vague."))
    assert shown(result) == [("Finding-2", "box", "The plan was vague.", ("4.3 Finding 2",), "")]
    result = split(Block("heading", "Finding 2: The plan", 1, 2, "4.3"), para("It was vague."))
    assert result.findings[1].section == ("4.3 Finding 2: The plan",)


def test_the_number_of_a_heading_without_text_is_kept() -> None:
    result = split(para("4.1 One."), Block("heading", "Nothing below", 1, 2, "7"))
    assert result.entries[1].finding.text == "7 Nothing below"


def test_a_heading_that_is_cut_is_kept_whole_aside() -> None:
    whole = "A heading " + "that goes on " * 30 + "to its end"
    result = split(head(whole), para("4.1 One."))
    assert [(e.finding.text, e.reason) for e in result.entries] == [(whole, "a heading that is cut above its findings"), ("One.", "")]
    assert len(result.findings[0].heading) <= 300


def test_labels_as_long_as_sentences_stay_in_the_text() -> None:
    label = "What the partnership has to answer, as number "
    result = split(head("A"), *(para("Asked?", label=f"{label}{n}") for n in (1, 2, 3)))
    assert [(f.id, f.text) for f in result.findings] == [(f"p1.{n}", f"{label}{n} Asked?") for n in (1, 2, 3)]


def test_ids_of_long_labels_differ() -> None:
    ids = Ids()
    assert [ids.of("a" * 50), ids.of("A" * 50), ids.of("a" * 36 + "-2")] == ["a" * 36, "A" * 36 + "-2", "a" * 36 + "-3"]
    assert [ids.of("4"), ids.of("4-2"), ids.of("4"), ids.of("4")] == ["4", "4-2", "4-3", "4-4"]
    assert max(map(len, (ids.of("b" * 50) for _ in range(1200)))) <= 40


def test_a_box_without_text_stands_before_the_table_that_follows_it() -> None:
    result = split(head("A"), head("Finding 2", 3), Block("table", "a | b", 1), para("The plan was vague."))
    assert [f.text for f in result.findings] == ["Finding 2", "a | b", "The plan was vague."]


def test_a_bullet_may_begin_with_what_looks_like_a_bullet() -> None:
    result = split(head("A"), bullet("o level results"), bullet("* marks an invented name"), bullet("• the school"))
    assert [f.text for f in result.findings] == ["o level results", "* marks an invented name", "the school"]


def test_a_note_that_would_make_a_text_too_long_stays_by_itself() -> None:
    result = split(head("A"), para("x" * 99_990 + "[1]"), para("[1] An Act of the year."))
    assert [len(f.text) <= 100_000 for f in result.findings] == [True, True]


# Narrowing ------------------------------------------------------------------------------------------------------------

REPORT = split(
    head("4 Findings"), para("4.1 One.", 3), head("4.2 Asking", 3, 4), para("4.2.1 Two.", 4),
    head("14 Other", page=5), para("14.1 Three.", 5), head("5 Recommendations", page=6), para("5.1 Four.", 6),
)  # fmt: skip


@pytest.mark.parametrize(
    "options, ids",
    [
        ({}, ["4.1", "4.2.1", "14.1", "5.1"]),
        ({"only": "findings"}, ["4.1", "4.2.1", "14.1"]),
        ({"only": "recommendations"}, ["5.1"]),
        ({"section": "4"}, ["4.1", "4.2.1"]),
        ({"section": "4.2"}, ["4.2.1"]),
        ({"section": "asking"}, ["4.2.1"]),
        ({"pages": page_set("4-5")}, ["4.2.1", "14.1"]),
        ({"pages": page_set("3, 6")}, ["4.1", "5.1"]),
        ({"section": "nowhere"}, []),
    ],
)
def test_narrowing_keeps_ids_and_says_why(options: dict[str, object], ids: list[str]) -> None:
    entries = narrowed(REPORT.entries, **options)  # type: ignore[arg-type]
    assert [e.finding.id for e in entries if not e.reason] == ids
    assert [e.finding for e in entries] == [e.finding for e in REPORT.entries], "nothing is lost"


@pytest.mark.parametrize("text, pages", [("12", {12}), ("3-5", {3, 4, 5}), ("3–5, 9", {3, 4, 5, 9})])
def test_pages(text: str, pages: set[int]) -> None:
    assert page_set(text) == pages


@pytest.mark.parametrize("text", ["", "x", "5-3", "0", "1-", "-3", "1,,2", "4.17"])
def test_what_names_no_pages(text: str) -> None:
    with pytest.raises(ValueError):
        page_set(text)


def test_a_label_tells_the_section_where_headings_do_not() -> None:
    [entry] = split(para("4.17 Text.")).entries
    assert in_section(entry.finding, "4")
    assert not in_section(entry.finding, "1")
    letter = split(para("4.17 Text."), para("(a) more")).entries[1]
    assert in_section(letter.finding, "4")
    assert in_section(letter.finding, "4.17")
    assert not in_section(letter.finding, "4.1")


# Nothing lost ---------------------------------------------------------------------------------------------------------

WORDS = st.text("abcdefgh ABC.,;()0123456789•-–", min_size=1, max_size=60)
BLOCKS = st.lists(
    st.builds(
        Block, st.sampled_from(["heading", "paragraph", "bullet", "table"]), WORDS, st.integers(0, 3), st.integers(0, 3),
        st.sampled_from(["", "", "", "4.1", "(a)", "7"]),
    ),
    max_size=12,
)  # fmt: skip


@given(BLOCKS)
def test_no_word_is_lost_and_ids_are_unique(blocks: list[Block]) -> None:
    result = split_document(Document(tuple(blocks)))
    ids = [entry.finding.id.casefold() for entry in result.entries]
    assert len(set(ids)) == len(ids)
    kept = "".join(
        "".join([e.finding.text, e.finding.paragraph, *e.finding.section]) for e in result.entries
    )  # a heading may be kept in the section path, a label in the locator
    for block in blocks:
        for word in block.text.split():
            letters = "".join(char for char in word if char.isalpha())
            if letters and len(letters) > 1:
                assert letters in "".join(char for char in kept if char.isalpha()), (word, shown(result))


@given(BLOCKS)
def test_the_same_report_gives_the_same_ids(blocks: list[Block]) -> None:
    assert split_document(Document(tuple(blocks))) == split_document(Document(tuple(blocks)))


@pytest.mark.parametrize("date", ["2019", "March 2019", "3 March 2019", "3rd March, 2019"])
def test_a_date_on_the_title_page_is_over_no_chapter(date: str) -> None:
    result = split(head("A review of practice", 1), head(date), head("Findings", page=2), para("4.1 The nurse did not ask.", 2))
    assert shown(result) == [
        ("p1.1", "paragraph", date, ("A review of practice",), "about the publication"),
        ("4.1", "numbered", "The nurse did not ask.", ("A review of practice", "Findings"), ""),
    ]


def test_a_heading_that_begins_with_a_month_is_a_heading() -> None:
    result = split(head("March 2019 to May 2019"), para("4.1 The nurse did not ask."))
    assert [entry.finding.heading for entry in result.entries] == ["March 2019 to May 2019"]
