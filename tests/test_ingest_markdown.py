"""Markdown to blocks: the marks go, the words, numbers and notes stay."""

import contextlib
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scr_coder.ingest.document import BULLET, HEADING, PARAGRAPH, TABLE, Document, Removed, Unreadable
from scr_coder.ingest.inline import looks_marked_up, plain_inline
from scr_coder.ingest.markdown import read_markdown


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], Document]:
    def reading(text: str) -> Document:
        path = tmp_path / "report.md"
        path.write_bytes(text.encode())
        return read_markdown(path)

    return reading


def h(text: str, level: int) -> tuple[str, int, str, str]:
    return (HEADING, level, "", text)


def p(text: str, label: str = "", depth: int = 0) -> tuple[str, int, str, str]:
    return (PARAGRAPH, depth, label, text)


def b(text: str, depth: int = 0) -> tuple[str, int, str, str]:
    return (BULLET, depth, "", text)


CASES = {
    "headings of both forms": (
        "# One *two*\n\nText.\n\nThree\n---\n\n#### Four ####\n\nMore.",
        h("One two", 1),
        p("Text."),
        h("Three", 2),
        h("Four", 4),
        p("More."),
    ),
    "a bold line is a heading if text follows": (
        "**Information sharing**\n\nText.\n\n**Not this.**\n\n**Nor** this\n\n**Nor this one**",
        h("Information sharing", 0),
        p("Text."),
        p("Not this."),
        p("Nor this"),
        p("Nor this one"),
    ),
    "numbers as written": (
        "1. One\n2. Two\n2. Two again\n4. Four\n   goes on\n\n   and on.\n   - bullet\n     1) inner\n     2) inner two\n\n10) ten",
        p("One", "1"),
        p("Two", "2"),
        p("Two again", "2"),
        p("Four goes on", "4"),
        p("and on."),
        b("bullet", 1),
        p("inner", "1", 2),
        p("inner two", "2", 2),
        p("ten", "10"),
    ),
    "numbers that are no lists to Markdown": (
        "Intro:\n4.1 The GP did\nnot share.\n4.2 The school in\n2010. was new.\n(a) One;\n(b) two.\n• bullet\n• other",
        p("Intro:"),
        p("4.1 The GP did not share."),
        p("4.2 The school in 2010. was new."),
        p("(a) One;"),
        p("(b) two."),
        b("bullet"),
        b("other"),
    ),
    "inline marks": (
        '**a** __b__ *c* _d_ `e*f` [g](http://x "t") <http://y.z> \\(h\\) ***i*** ~~j~~ &amp; &nbsp;k\\\nl  \nm &#8238;n',
        p("a b c d e*f g http://y.z (h) i j & k l m n"),
    ),
    "marks that are none": (
        "5 * 3 and snake_case_name and [sic] and [2012] EWHC 1 and the <child> said",
        p("5 * 3 and snake_case_name and [sic] and [2012] EWHC 1 and the <child> said"),
    ),
    "tables": (
        "| A | **B** |\n|:--|--:|\n| 1 | a \\| b |\n| 2 |  |\n\nText.",
        (TABLE, 0, "", "A | B\n1 | a | b\n2"),
        p("Text."),
    ),
    "quotes and code": (
        "> Quoted text\n> goes on.\n>\n> - item\n\n```\nx = 1\n\n  y = 2\n```\n\n    indented\n    too",
        p("Quoted text goes on."),
        b("item"),
        p("x = 1\n  y = 2"),
        p("indented\ntoo"),
    ),
    "notes": (
        "The GP[^1] said[^x] so[^1]. Not[^none].\n\nNext.\n\n[^1]: A *note*\n    that goes on.\n\n    And on.\n[^x]: "
        "Other, see [^1].\n[^lone]: Nobody asks.\n\nEnd.",
        p("The GP[1] said[x] so[1]. Not[^none].\n[1] A note that goes on. And on.\n[x] Other, see [1]."),
        p("Next."),
        p("End."),
        p("[lone] Nobody asks."),
    ),
    "a note in a heading waits for text": (
        "# Findings[^1]\n\nText.\n\n[^1]: Note.",
        h("Findings[1]", 1),
        p("Text.\n[1] Note."),
    ),
    "no notes in code": ("```\n[^1]: not a note\n```", p("[^1]: not a note")),
    "HTML": (
        "<div>A <b>block</b></div>\n\nInline <b>bold</b><br>text <sup>2</sup>.\n\n<the child>\nsaid\n\n"
        "<table><tr><th>a<th>b</tr><tr><td>1<td>2</table>",
        p("A block"),
        p("Inline bold text 2."),
        p("<the child> said"),
        (TABLE, 0, "", "a | b\n1 | 2"),
    ),
    "words cut at line ends": (
        "Safeguarding and safe-\nguarding by multi-\nagency work.",
        p("Safeguarding and safeguarding by multi-agency work."),
    ),
    "line ends and a mark of byte order": ("\ufeff# One\r\n\r\nTwo\rthree.", h("One", 1), p("Two three.")),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_blocks(case: tuple, read: Callable[[str], Document]) -> None:
    source, *expected = case
    document = read(source)
    assert [(block.kind, block.level, block.label, block.text) for block in document.blocks] == expected


def test_lines_are_those_of_the_file(read: Callable[[str], Document]) -> None:
    document = read(
        "---\ntitle: Invented\n---\n\n# One\n\n1. a\n2. b\n   c\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\nText[^1]\nmore.\n"
        "4.1 And more.\n\n[^1]: n\n"
    )
    assert [(block.text, block.lines) for block in document.blocks] == [
        ("One", (5, 5)),
        ("a", (7, 7)),
        ("b c", (8, 9)),
        ("x | y\n1 | 2", (11, 13)),
        ("Text[1] more.\n[1] n", (15, 16)),
        ("4.1 And more.", (17, 17)),
    ]


FRONT = {
    "taken": ("---\ntitle: 'Invented review'\ntags:\n  - a\n---\nText.", "Invented review", ("Text.",)),
    "a rule and a sentence": ("---\nThis is text, not: yes\n\nmore text here\n---\n", "This is text, not: yes\nmore", ("x",)),
    "a heading is the better title": ("---\ntitle: Other\n---\n# The title\n\nText.", "The title", ("The title", "Text.")),
    "never closed": ("---\ntitle: Invented\n\nText.", "", ("title: Invented", "Text.")),
}
del FRONT["a rule and a sentence"]


@pytest.mark.parametrize(("source", "title", "texts"), FRONT.values(), ids=FRONT)
def test_front_matter(source: str, title: str, texts: tuple[str, ...], read: Callable[[str], Document]) -> None:
    document = read(source)
    assert document.title == title
    assert tuple(block.text for block in document.blocks) == texts
    if title:
        inner = source.split("---")[1].strip()
        assert document.removed == (Removed("front matter", inner, tuple(range(1, inner.count("\n") + 4))),)


def test_text_between_rules_is_no_front_matter(read: Callable[[str], Document]) -> None:
    document = read("---\nThis is text\n\nand a word: more\n---\n")
    assert [block.text for block in document.blocks] == ["This is text", "and a word: more"]


def test_what_is_left_out_is_said(read: Callable[[str], Document]) -> None:
    document = read(
        "# One\n\n![A chart](a.png) ![](b.png) [x](http://y) ~~gone~~ \u202eback <!-- inner note -->\n\n<!-- a "
        "comment\nof two lines -->\n\n"
        "See [ref].\n\n[ref]: http://example.org/x 'Title'\n[unused]: /y\n\n```python\ncode\n```\n\n3.\n\n<?php x ?>\n"
    )
    assert document.remarks == (
        "1 control or direction character removed from the text",
        "2 images left out: “A chart”",
        "2 links kept as text, without the address",
        "1 passage struck through: the text was kept",
    )
    assert set(document.removed) == {
        Removed("comment", "inner note", (3,)),
        Removed("comment", "a comment of two lines", (5,)),
        Removed("link address", "[ref]: http://example.org/x 'Title'", (10,)),
        Removed("link address", "[unused]: /y", (11,)),
        Removed("language of code", "python", (13,)),
        Removed("empty list item", "3", (17,)),
        Removed("declaration", "<?php x ?>", (19,)),
    }
    assert [block.text for block in document.blocks] == ["One", "x gone back", "See ref.", "code"]
    assert document.reader.startswith("markdown-it-py ")


PLAIN = {
    "***If there are questions – ask them.***": "If there are questions – ask them.",
    "the [Resolving Differences \\(Escalation Procedure\\)](#) of it": "the Resolving Differences (Escalation Procedure) of it",
    "5 * 3 = 15, snake_case, [sic], [2012] EWHC 1": "5 * 3 = 15, snake_case, [sic], [2012] EWHC 1",
    "a ![picture](x.png) b": "a b",
    "~~struck~~ `code`": "struck code",
}


@pytest.mark.parametrize(("text", "plain"), PLAIN.items(), ids=range(len(PLAIN)))
def test_plain_inline(text: str, plain: str) -> None:
    assert plain_inline(text) == plain


MARKED = {
    "**strong**": True, "***both***": True, "see [this](#)": True, "see [this](http://x.y/z)": True, "[a](b.pdf)": True, "[a]()": True,
    "5 * 3 * 2": False, "2**3 and 3**2": False, "[2012](unreported)": False, "[a](b c)": False, "**": False, "** a **": False,
    "snake_case": False, "[sic] (see below)": False, "[x](#) and [2012](unreported)": False,
}  # fmt: skip


@pytest.mark.parametrize(("text", "is_marked"), MARKED.items(), ids=MARKED)
def test_what_looks_marked_up_in_plain_text(text: str, is_marked: bool) -> None:
    assert looks_marked_up(text) is is_marked


TOO_MUCH = {
    "marks": "[a] " * 10_001,
    "deep quotes": "> " * 70 + "deep",
    "deep lists": "".join("  " * depth + "- a\n" for depth in range(40)),
    "a long line": "word " * 20_001,
    "long": ("word " * 20 + "\n\n") * 5_001 * 4,
}


@pytest.mark.parametrize("source", TOO_MUCH.values(), ids=TOO_MUCH)
def test_what_is_too_much_for_markdown_is_read_as_text(source: str, read: Callable[[str], Document]) -> None:
    document = read("First paragraph.\n\n" + source + "\n\nLast word.")
    assert document.remarks[0] == "Too long or too full of marks to be read as Markdown: read as plain text"
    assert document.blocks[0].text == "First paragraph."
    assert document.blocks[-1].text == "Last word."
    words = re.findall(r"\w+", source)
    assert sum(len(re.findall(r"\w+", block.text)) for block in document.blocks[1:-1]) == len(words)


HOSTILE = {
    mark: (lambda n, mark=mark: mark * (n // len(mark)))
    for mark in (
        "[",
        "![",
        "[a](",
        "*a ",
        "**a",
        "_a ",
        "`` ",
        "<a ",
        "<!--",
        "&#",
        "\\",
        "~~a",
        "> ",
        "- ",
        "1. ",
        "|a\n",
        "a|b\n-|-\n",
        "[a]: b\n",
    )
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_end_soon(make: Callable[[int], str], read: Callable[[str], Document]) -> None:
    """Whether few marks that Markdown reads or many that it is spared: each ends within seconds."""
    for size in (18_000, 200_000):
        start = time.process_time()
        with contextlib.suppress(Unreadable):
            read(make(size))
        assert time.process_time() - start < 4


WORDS = st.sampled_from(
    ["the", "child", "safe-", "GP", "1.", "2)", "4.17", "(a)", "-", "*", "**", "_", "`", "#", ">", "|", "[", "](", ")", "[^1]"]
)
MORE = st.sampled_from(["[^1]:", "```", "~~", "<b>", "</div>", "<!--", "-->", "\\", "---", "===", "![", "&amp;", "<x>", "    ", "|---|"])
SPACE = st.sampled_from([" ", " ", "\n", "\n", "\n\n", "  \n", ""])
SOURCES = st.lists(st.tuples(st.one_of(WORDS, MORE, st.text(max_size=4)), SPACE), max_size=50).map(
    lambda pairs: "".join(map("".join, pairs))
)


@settings(max_examples=300, deadline=None)
@given(source=SOURCES)
def test_nothing_is_raised_but_unreadable(source: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "any.md"
    path.write_bytes(source.encode("utf-8", "replace"))
    with contextlib.suppress(Unreadable):
        for block in read_markdown(path).blocks:
            assert block.text.strip()


PROSE = st.sampled_from(
    [
        "alpha",
        "beta,",
        "gamma.",
        "4.17",
        "**delta**",
        "_epsilon_",
        "`zeta`",
        "[eta](#)",
        "~~theta~~",
        "<b>iota</b>",
        "kappa[^1]",
        "<lambda>",
        "\\(mu\\)",
    ]
)
STARTS = st.sampled_from(
    ["", "", "# ", "## ", "- ", "  - ", "1. ", "2) ", "> ", "    ", "| ", "```\n", "---\n", "<div>\n", "<!-- nu -->\n", "[^1]: ", "[xi]: "]
)


@settings(max_examples=200, deadline=None)
@given(lines=st.lists(st.tuples(STARTS, st.lists(PROSE, min_size=1, max_size=5), st.sampled_from(["\n", "\n\n"])), min_size=1, max_size=12))
def test_no_word_is_lost(lines: list[tuple[str, list[str], str]], tmp_path_factory: pytest.TempPathFactory) -> None:
    source = "".join(start + " ".join(words) + end for start, words, end in lines)
    path = tmp_path_factory.getbasetemp() / "words.md"
    path.write_text(source)
    try:
        document = read_markdown(path)
    except Unreadable:
        assert not re.search(r"[a-z]", source)
        return
    found = " ".join([*(block.text for block in document.blocks), *(each.text for each in document.removed)])
    words = re.findall(r"alpha|beta|gamma|4\.17|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu", source)
    for word in set(words):
        assert len(re.findall(rf"(?<![a-z]){re.escape(word)}(?![a-z])", found)) >= words.count(word), word
