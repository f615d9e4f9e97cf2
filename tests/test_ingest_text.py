"""Plain text to blocks: the right paragraphs in order, and no word lost."""

import contextlib
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scr_coder.ingest.document import BULLET, HEADING, PARAGRAPH, TABLE, Block, Document, Removed, Unreadable
from scr_coder.ingest.encoding import Decoded
from scr_coder.ingest.text import document_of, read_text

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
needs_seeds = pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed documents are not beside the repository")


def read(text: str) -> Document:
    return document_of(Decoded(text, "UTF-8"))


def seed(number: str) -> Document:
    return read_text(next(SEEDS.glob(f"{number}_*.txt")))


def title(text: str) -> tuple[str, int, str]:
    return (HEADING, 1, text)


def h(text: str, level: int = 2) -> tuple[str, int, str]:
    return (HEADING, level, text)


def p(text: str) -> tuple[str, int, str]:
    return (PARAGRAPH, 0, text)


def b(text: str, level: int = 0) -> tuple[str, int, str]:
    return (BULLET, level, text)


def t(*rows: str) -> tuple[str, int, str]:
    return (TABLE, 0, "\n".join(rows))


CASES = {
    "wrapped, with a year at the start of a line": (
        """
Invented review

4.1 The GP saw the child in March and
again in May. Nobody asked why the
child had lost weight, or what the
2010. plan had said about it. The
school was told in June.
A new paragraph starts after a line
that ended early and so on and on.
""",
        title("Invented review"),
        p(
            "4.1 The GP saw the child in March and again in May. Nobody asked why the child had lost weight, or what "
            "the 2010. plan had said "
            "about it. The school was told in June."
        ),
        p("A new paragraph starts after a line that ended early and so on and on."),
    ),
    "numbers that go on, and those that only stand there": (
        """
Report

1. First finding goes on over a line that
is wrapped at about here and ends now.
2. Second finding is wrapped in just the
same way, with 3 children in it, and
3 more who were not seen by anyone at
all. In the year
2011. nothing was known to the agency.
3. Third finding follows the second one
and is wrapped as well as the others.
(a) one part of it that is a bit longer;
(b) another part of it that is wrapped to
a second line; and
(c) the last.
4. Fourth.
""",
        title("Report"),
        p("1. First finding goes on over a line that is wrapped at about here and ends now."),
        p(
            "2. Second finding is wrapped in just the same way, with 3 children in it, and 3 more who were not seen by anyone at all. "
            "In the year 2011. nothing was known to the agency."
        ),
        p("3. Third finding follows the second one and is wrapped as well as the others."),
        p("(a) one part of it that is a bit longer;"),
        p("(b) another part of it that is wrapped to a second line; and"),
        p("(c) the last."),
        p("4. Fourth."),
    ),
    "numbers out of turn in mid-sentence": (
        """
Report

1. The plan was made with the school at
1. April Road and was to end by section
9. Professionals were told so in good
time by the manager.
2. The plan was not seen by anyone, and
it was lost.
""",
        title("Report"),
        p(
            "1. The plan was made with the school at 1. April Road and was to end by section 9. Professionals were "
            "told so in good time by the manager."
        ),
        p("2. The plan was not seen by anyone, and it was lost."),
    ),
    "short lines one after the other are a list, not headings": (
        "Report\n\nText.\n\nPolice\n\nHealth\n\nEducation\n\nThey met.\n",
        title("Report"),
        p("Text."),
        p("Police"),
        p("Health"),
        h("Education"),
        p("They met."),
    ),
    "words cut at line ends": (
        """
Title here

The safeguarding partners met. Their safe-
guarding plan was a multi-
agency plan, and the re-
view was short. Well-
being was not considered; the mid-
wife said so. In 2012-
13 the Anglo-
Saxon school closed. The inter-agency work and the inter-
agency work went on and deci-
sion making and decision-
making was good, as any making of a decision.
""",
        title("Title here"),
        p(
            "The safeguarding partners met. Their safeguarding plan was a multi-agency plan, and the review was short. Well-being was not "
            "considered; the midwife said so. In 2012-13 the Anglo-Saxon school closed. The inter-agency work and the "
            "inter-agency work went "
            "on and decision making and decision-making was good, as any making of a decision."
        ),
    ),
    "bullets by indent and by mark": (
        """
Learning points

The review found that:
- first item is here
- second item is here and it is wrapped
  over two lines
  - inner item
    * deeper
- third

• one
o sub one
o sub two
• two
""",
        title("Learning points"),
        p("The review found that:"),
        b("first item is here"),
        b("second item is here and it is wrapped over two lines"),
        b("inner item", 1),
        b("deeper", 2),
        b("third"),
        b("one"),
        b("sub one", 1),
        b("sub two", 1),
        b("two"),
    ),
    "a dash in mid-sentence is no bullet": (
        """
Report

It is important to understand the child
and to gear what is done accordingly
– without this it is not possible to
see risks. Nobody did.
""",
        title("Report"),
        p(
            "It is important to understand the child and to gear what is done accordingly – without this it is not "
            "possible to see risks. Nobody did."
        ),
    ),
    "numbered headings": (
        """
Invented Learning Review

1 Introduction

This review was commissioned after an incident that was notified in the spring.

2 Findings

2.1 Information sharing

2.1.1 The GP did not share what was known with the school, which might have acted on it.

2.1.2 The school did not ask.

Key messages:

- Ask the child

What did we learn?

We learned that professionals need to ask more questions of parents.

Conclusion
""",
        title("Invented Learning Review"),
        h("1 Introduction"),
        p("This review was commissioned after an incident that was notified in the spring."),
        h("2 Findings"),
        h("2.1 Information sharing", 3),
        p("2.1.1 The GP did not share what was known with the school, which might have acted on it."),
        p("2.1.2 The school did not ask."),
        h("Key messages:", 0),
        b("Ask the child"),
        h("What did we learn?", 0),
        p("We learned that professionals need to ask more questions of parents."),
        p("Conclusion"),
    ),
    "short numbered lines without text between are a list": (
        "Report\n\n1. Not asking\n\n2. Not listening\n\n3. Not sharing\n\nAll were found.\n",
        title("Report"),
        p("1. Not asking"),
        p("2. Not listening"),
        p("3. Not sharing"),
        p("All were found."),
    ),
    "underlined headings": (
        "The report\n==========\n\nFindings\n--------\nThe GP did not ask.\n\nMethods\n=======\nText follows here.\n",
        title("The report"),
        h("Findings", 3),
        p("The GP did not ask."),
        h("Methods"),
        p("Text follows here."),
    ),
    "lines in capitals": (
        "Report\n\nSUMMARY:\nThis is the summary. It has two sentences.\nKEY FINDINGS\n1. The first finding.\n2. The "
        "second finding.\nNHS\nMore text.\n",
        title("Report"),
        h("SUMMARY:"),
        p("This is the summary. It has two sentences."),
        h("KEY FINDINGS"),
        p("1. The first finding."),
        p("2. The second finding."),
        p("NHS"),
        p("More text."),
    ),
    "one paragraph a line, no blank lines": (
        """
Learning review: invented
Background
The review was commissioned by the partnership in the spring after an incident that had been notified by the police.
Two agencies took part.
Information sharing
Information about the child was not shared between the school and the health visitor during the whole of the period.
""",
        title("Learning review: invented"),
        h("Background"),
        p("The review was commissioned by the partnership in the spring after an incident that had been notified by the police."),
        p("Two agencies took part."),
        h("Information sharing"),
        p("Information about the child was not shared between the school and the health visitor during the whole of the period."),
    ),
    "sentences without a stop are paragraphs": (
        "Report\n\nText.\n\nThe following are the key messages of the review\n\nAssessments\n\nAssess early.\n\nSource: invented\n",
        title("Report"),
        p("Text."),
        p("The following are the key messages of the review"),
        h("Assessments"),
        p("Assess early."),
        p("Source: invented"),
    ),
    "tables by tabs, wide spaces and upright lines": (
        """
Report title

Agency\tContacts\tOutcome
GP\t4\tNone
School\t\tReferral

Name         Role             Years
Invented A   Social worker    4
Invented B   Health visitor  12

| a | b |
|---|---|
| 1 | 2 |

+---+---+
| c | d |
+---+---+
| 3 | 4 |
+---+---+

1.\tA numbered paragraph by a tab.
2.\tAnother one.
""",
        title("Report title"),
        t("Agency | Contacts | Outcome", "GP | 4 | None", "School | | Referral"),
        t("Name | Role | Years", "Invented A | Social worker | 4", "Invented B | Health visitor | 12"),
        t("a | b", "1 | 2"),
        t("c | d", "3 | 4"),
        p("1. A numbered paragraph by a tab."),
        p("2. Another one."),
    ),
    "bullets and numbers alone on their lines": (
        "Report\n\n•\nFirst bullet text.\n•\nSecond bullet text.\n\n4.17\nThe paragraph of it.\n",
        title("Report"),
        b("First bullet text."),
        b("Second bullet text."),
        p("4.17 The paragraph of it."),
    ),
    "findings in boxes": (
        "Report\n\nFinding 1: Information was not shared\nbetween the agencies.\nFinding 2: The child was not seen.\n\n"
        "Recommendation 3\n\nAsk.\n",
        title("Report"),
        p("Finding 1: Information was not shared between the agencies."),
        p("Finding 2: The child was not seen."),
        h("Recommendation 3"),
        p("Ask."),
    ),
    "Markdown that nobody writes by chance, and marks that are none": (
        "Report\n\nSome **bold** text and [link](http://x.y) here \\(x\\).\n\nPlain 5 * 3 and snake_case_name and "
        "[sic] and [2012] EWHC 1 and **.\n\n"
        "See Smith [2012](unreported) **bold**.\n",
        title("Report"),
        p("Some bold text and link here (x)."),
        p("Plain 5 * 3 and snake_case_name and [sic] and [2012] EWHC 1 and **."),
        p("See Smith [2012](unreported) **bold**."),
    ),
    "line ends of every kind": (
        "Report\r\n\r\nOne.\r\rTwo.\x85\x85Three.\r\r\n\r\r\nFour.",
        title("Report"),
        p("One."),
        p("Two."),
        p("Three."),
        p("Four."),
    ),
    "characters": (
        "Report\n\nThe o\ufb03cer\u00a0said \u201cno\u201d: safe\u00adguarding \u202eback.\n",
        title("Report"),
        p("The officer said “no”: safeguarding back."),
    ),
    "roman items, and a letter that is none": (
        "Report\n\nIt has parts:\n(h) eight;\n(i) nine;\n(j) ten.\n\n1. Other parts:\n(i) one;\n(ii) two.\n",
        title("Report"),
        p("It has parts:"),
        p("(h) eight;"),
        p("(i) nine;"),
        p("(j) ten."),
        p("1. Other parts:"),
        p("(i) one;"),
        p("(ii) two."),
    ),
    "headings of Markdown in a text file": (
        "# Report\n\n## Findings ##\nThe GP did not\nask.\n### 1. Police\n\nText.\n",
        title("Report"),
        h("Findings"),
        p("The GP did not ask."),
        h("1. Police", 3),
        p("Text."),
    ),
    "a title of two lines, a subtitle and a date": (
        "Invented partnership\nLearning review\n\nOverview report\n\nMarch 2015\n\nText.\n",
        title("Invented partnership"),
        title("Learning review"),
        h("Overview report"),
        p("March 2015"),
        p("Text."),
    ),
    "paragraphs told by the indent of their first lines": (
        "Report\n\n   The first paragraph is wrapped at forty\ncharacters and ends with a full line, up.\n"
        "   The second paragraph is wrapped as well\nand it ends here.\n",
        title("Report"),
        p("The first paragraph is wrapped at forty characters and ends with a full line, up."),
        p("The second paragraph is wrapped as well and it ends here."),
    ),
    "text after the last item of a list": (
        "Report\n\n- the first item of the list is wrapped\n  to a second line that is about as wide,\nAfter the list "
        "the text goes on again as\nbefore it.\n",
        title("Report"),
        b("the first item of the list is wrapped to a second line that is about as wide,"),
        p("After the list the text goes on again as before it."),
    ),
    "no title where the first paragraph is one": ("This is text.\n\nMore text.\n", p("This is text."), p("More text.")),
    "one line": ("Only this", p("Only this")),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_blocks(case: tuple) -> None:
    source, *expected = case
    document = read(source)
    assert [(block.kind, block.level, block.text) for block in document.blocks] == expected
    assert document.title == " ".join(text for kind, level, text in expected if (kind, level) == (HEADING, 1))
    assert document.page_count == 0
    assert {block.page for block in document.blocks} == {0}


def test_lines_are_those_of_the_file() -> None:
    document = read("\n\nReport\r\n\r\nOne goes\r\non here,\r\nand ends.\r\rTwo.\n- item\n")
    assert [(block.text, block.lines) for block in document.blocks] == [
        ("Report", (3, 3)),
        ("One goes on here, and ends.", (5, 7)),
        ("Two.", (9, 9)),
        ("item", (10, 10)),
    ]


PAGED = """Invented LSCB                Overview report
Findings

4.1 The first paragraph goes on over the page and is not
finished at the end of it because the

Confidential        1
\fInvented LSCB                Overview report
page break came between. It ends here, in this line.

Recommendation 1

Confidential        2
\fInvented LSCB                Overview report
4.2 The last one is safe-

Confidential        3
\fInvented LSCB                Overview report
guarding.

Confidential        4
\f\f"""


def test_pages_without_what_runs_on_each() -> None:
    document = read(PAGED)
    assert document.page_count == 5
    assert document.textless == (5,)
    assert [(block.text, block.page, block.pages) for block in document.blocks] == [
        ("Findings", 1, 0),
        (
            "4.1 The first paragraph goes on over the page and is not finished at the end of it because the page break came between. "
            "It ends here, in this line.",
            1,
            2,
        ),
        ("Recommendation 1", 2, 0),
        ("4.2 The last one is safeguarding.", 3, 4),
    ]
    assert document.removed == (
        Removed("running header", "Invented LSCB                Overview report", (1, 2, 3, 4)),
        *(Removed("running footer", f"Confidential        {page}", (page,)) for page in (1, 2, 3, 4)),
    )


KEPT = {
    "findings that count": ("Recommendation {n}", True),
    "text that differs": ("Only here {word}", True),
    "a number that does not count with the pages": ("Contacts: {odd}", True),
    "the same text": ("Strictly confidential", False),
    "a number that counts": ("Report, page {n} of 4", False),
    "a number that counts from elsewhere": ("{later}", False),
}


@pytest.mark.parametrize(("line", "kept"), KEPT.values(), ids=KEPT)
def test_what_runs_and_what_does_not(line: str, kept: bool) -> None:
    words = ("alpha", "beta", "gamma", "delta")
    pages = [
        line.format(n=n, word=words[n - 1], odd=n * n + 3, later=n + 12)
        + f"\n\nThe text of {words[n - 1]} stands on this page. It is whole.\n"
        for n in (1, 2, 3, 4)
    ]
    document = read("\f".join(pages))
    in_blocks = sum(1 for block in document.blocks if block.text.startswith(line.partition("{")[0]) and "stands" not in block.text)
    assert (in_blocks == 4, document.removed == ()) == (kept, kept)


def test_what_repeats_within_pages_stays() -> None:
    words = ("alpha", "beta", "gamma", "delta")
    document = read("\f".join(f"Only {word} here.\n\nThe same\n\nText of {word} stands here.\n\nMore of it." for word in words))
    assert [block.text for block in document.blocks].count("The same") == 4
    assert document.removed == (Removed("running footer", "More of it.", (1, 2, 3, 4)),)


def test_two_pages_are_too_few_to_run() -> None:
    assert read("Header\n\nOne.\n\fHeader\n\nTwo.\n").removed == ()


def test_contents_pages_and_lone_page_numbers() -> None:
    document = read(
        "Report\n\nContents\n\n1. Introduction ......... 3\n2. Findings ............. 5\n2.1 Sharing and what it\n    "
        "means . . . . . . . .  7\n\n"
        "Introduction\n\nText.\n\nPage 3 of 12\n\nText two.\n\n- 4 -\n\nText three 5.\n\n7\n\nText four.\n"
    )
    assert [block.text for block in document.blocks] == ["Report", "Introduction", "Text.", "Text two.", "Text three 5.", "7", "Text four."]
    assert [(each.reason, each.text, each.pages) for each in document.removed] == [
        ("contents", "Contents", (3,)),
        ("contents", "1. Introduction ......... 3", (5,)),
        ("contents", "2. Findings ............. 5", (6,)),
        ("contents", "2.1 Sharing and what it", (7,)),
        ("contents", "means . . . . . . . .  7", (8,)),
        ("page number", "Page 3 of 12", (14,)),
        ("page number", "- 4 -", (18,)),
    ]


def test_remarks_say_what_was_changed() -> None:
    document = read("Report\n\nThe safe-\nguarding plan \u202eof **all**. It is a\nplan that goes on.\n")
    assert document.remarks == (
        "1 control or direction character removed from the text",
        "1 word cut at line ends made whole: safeguarding",
        "Markdown marks taken out of 1 paragraph",
    )


@needs_seeds
def test_seed_002_has_fifteen_numbered_paragraphs() -> None:
    document = seed("002")
    assert document.title == "Briefing paper from SCR and SILP"
    numbered = [block for block in document.blocks if re.match(r"\d+\. ", block.text)]
    assert [block.text.split(".")[0] for block in numbered] == [str(n) for n in range(1, 16)]
    assert {block.kind for block in numbered} == {PARAGRAPH}
    assert [block.lines for block in numbered][-1] == (78, 81)
    assert numbered[9].text.endswith("There was little professional insight in to what their lives were like.")
    assert numbered[14].text.endswith("to innovate in order to improve safeguarding.")
    assert document.blocks[-1].text.startswith("There is a joint LSCB action plan regarding responding")
    assert document.blocks[-1].lines == (82, 84)
    assert [block.text for block in document.blocks if block.kind == HEADING] == [document.title]


@needs_seeds
def test_seed_003_has_six_under_key_learning() -> None:
    document = seed("003")
    headings = [(at, block.text) for at, block in enumerate(document.blocks) if block.kind == HEADING]
    assert [text for _, text in headings] == ["LEARNING AND IMPROVEMENT BULLETIN – Learning Review", "SUMMARY:", "KEY LEARNING"]
    learning = document.blocks[headings[2][0] + 1 :]
    assert [(block.kind, block.text[:3]) for block in learning] == [(PARAGRAPH, f"{n}. ") for n in range(1, 7)]
    assert learning[1].text.endswith("the following: If there are questions – ask them. If there are reasons – explain them.")
    assert "the NSCB Resolving Professional Differences (Escalation Procedure) " in learning[2].text
    assert not any(mark in block.text for block in document.blocks for mark in ("*", "\\", "](", "#"))


@needs_seeds
def test_seed_004_has_sixteen_under_nine_headings() -> None:
    document = seed("004")
    under: dict[str, int] = {}
    for block in document.blocks:
        if block.kind == HEADING:
            under[block.text] = 0
        else:
            assert block.kind == PARAGRAPH
            under[list(under)[-1]] += not block.text.startswith("Source:")
    title, before = next(iter(under.items()))
    assert (title, before) == (document.title, 3)
    del under[title]
    assert under == {
        "Assessments": 1, "Early Intervention": 3, "Chronologies": 1, "Professional Conversations": 2, "REMEMBER, THINK ACT!": 1,
        "Decision Making & Plans": 3, "Work Together": 1, "Referrals": 2, "Home Conditions": 2,
    }  # fmt: skip
    assert document.blocks[-1].text == "Source: SLSCB"


@needs_seeds
def test_seed_001_has_fourteen_and_seed_000_is_doubtful() -> None:
    assert [block.text.split(".")[0] for block in seed("001").blocks][-14:] == [str(n) for n in range(1, 15)]
    document = seed("000")
    assert [block.kind for block in document.blocks] == [HEADING, TABLE, PARAGRAPH]
    (doubt,) = document.doubts
    assert doubt.message.startswith("The table in lines 3–13 looks broken: repeated fragments (“a generation was built and”, ")
    assert "cells cut in mid-word (“s”, “sues”" in doubt.message
    assert doubt.message.endswith("rows of 7 to 8 cells")


TABLES = {
    "whole": ("Agency\tContacts\nGP\tfour contacts in the year\nSchool\tother contacts", ""),
    "ragged at the end": ("a\tb\tc\nd\te\nf\tg\th", ""),
    "ragged": ("a\tb\tc\nd\te\nf\tg\th\ti", "The table in lines 3–5 looks broken: rows of 2 to 4 cells"),
    "repeated": (
        "who asked\twhy the plan failed why the plan failed why the plan failed\nx\ty",
        "The table in lines 3–4 looks broken: repeated fragments (“why the plan failed why”)",
    ),
    "cut": ("assessments\tmeetings\nsments were late\tof some", "The table in lines 3–4 looks broken: cells cut in mid-word (“sments”)"),
    "two columns": (
        "\n".join(["The child was seen by the visitor   and nobody at all had asked"] * 8),
        "The table in lines 3–10 may be two columns of running text",
    ),
}


@pytest.mark.parametrize(("table", "doubt"), TABLES.values(), ids=TABLES)
def test_doubts_about_tables(table: str, doubt: str) -> None:
    assert [each.message for each in read(f"Report\n\n{table}\n").doubts] == ([doubt] if doubt else [])


def test_paragraphs_without_blank_lines_are_doubted() -> None:
    paragraph = "The first paragraph is wrapped at forty\ncharacters here\n"
    (doubt,) = read("Report\n\n" + paragraph.replace("here", "here.") * 4).doubts
    assert doubt.message == "No blank lines part the paragraphs in lines 3–10: where one ends was told by lines that end early"
    assert read("Report\n\n" + "".join(f"{n}. {paragraph}" for n in range(1, 5))).doubts == ()


BAD = {
    "only spaces": ("  \n\t\n", "is empty"),
    "only exotic spaces": ("\u00a0\n\u3000", "holds no text"),
    "only rules": ("-----\n\n=====\n", "holds no text"),
    "one long line": ("x" * 1_000_001, "has a line longer than 1,000,000 characters"),
    "too many lines": ("\n" * 100_001 + "x", "has more than 100,000 lines"),
    "too large": ("word " * 4_000_001, "is larger than 20 MB"),
    "a web page": ("<!DOCTYPE html><p>Text", "is a web page, not plain text"),
}


@pytest.mark.parametrize(("text", "message"), BAD.values(), ids=BAD)
def test_what_cannot_be_read(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "report.txt"
    path.write_text(text)
    with pytest.raises(Unreadable) as caught:
        read_text(path)
    assert (caught.value.message, bool(caught.value.hint)) == (message, True)


HOSTILE = {
    "spaces": lambda n: "x" + " " * n + "y",
    "dots": lambda n: "a" + "." * n + "y",
    "digits": lambda n: "1" * n,
    "dotted digits": lambda n: "1." * (n // 2),
    "brackets": lambda n: "[" * n + "](#)",
    "stars": lambda n: "**a" * (n // 3),
    "tabs in one cell": lambda n: "\ta\n" * (n // 30),
    "gaps": lambda n: ("a   " * 100 + "\n") * (n // 401),
    "leaders": lambda n: ("." * 300 + "i\n") * (n // 301),
    "grid": lambda n: "+---+\n" * (n // 60),
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_no_faster_than_the_text(make) -> None:
    """Eight times the text may take sixteen times as long (and a little, for the clock): a quadratic step takes 64 times."""
    taken = []
    for size in (60_000, 480_000):
        text = make(size)
        start = time.process_time()
        with contextlib.suppress(Unreadable):
            read(text)
        taken.append(time.process_time() - start)
    assert taken[1] < 16 * taken[0] + 0.3


_WORDS = "the child safe- guarding GP NHS 4.17 1. 2. 3. (a) (b) 2010. Finding 1: • - – FINDINGS Assessments: said. asked, why? ... === | **"
WORDS = st.sampled_from(_WORDS.split(" "))
SPACE = st.sampled_from([" ", " ", " ", " ", "\n", "\n", "\n\n", "\t", "    ", "\n  ", "\f", "\r\n", "\n---\n", "Page 2 of 3\n"])
TEXTS = st.lists(st.one_of(WORDS, SPACE, st.text(max_size=6)), max_size=60).map("".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_nothing_is_raised_but_unreadable(text: str) -> None:
    try:
        document = read(text)
    except Unreadable:
        return
    for block in document.blocks:
        assert isinstance(block, Block)
        assert block.text == block.text.strip() != ""
        assert block.kind == TABLE or "\n" not in block.text
        assert 0 < block.lines[0] <= block.lines[1]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(WORDS, SPACE), min_size=1, max_size=80).map(lambda pairs: "".join(map("".join, pairs))))
def test_no_letter_is_lost_and_the_order_stays(text: str) -> None:
    try:
        document = read(text)
    except Unreadable:
        assert not re.search(r"\w", text)
        return
    letters = [char for char in text if char.isalnum()]
    blocks = [char for block in document.blocks for char in block.text if char.isalnum()]
    if not document.removed:
        assert blocks == letters
    else:
        kept = sorted(blocks + [char for each in document.removed for _ in each.pages for char in each.text if char.isalnum()])
        assert set(kept) == set(letters)
        assert len(kept) <= len(letters)
        words = {word for block in document.blocks for word in re.findall(r"\w+", block.text)}
        words |= {word for each in document.removed for word in re.findall(r"\w+", each.text)}
        assert set(re.findall(r"\w+", text)) - words <= {"safe", "guarding"}
