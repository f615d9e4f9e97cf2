"""Saved web pages to blocks: the article, its numbers, lists, tables and notes; all the rest named and kept apart."""

import contextlib
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scr_coder.ingest.document import BULLET, HEADING, PARAGRAPH, TABLE, Document, Removed, Unreadable
from scr_coder.ingest.html import read_html
from scr_coder.ingest.html_lists import label_of

from saved_pages import GOV_UK, OF_2004, SHAREPOINT, WORDPRESS

Read = Callable[[str | bytes], Document]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reading(source: str | bytes) -> Document:
        path = tmp_path / "page.html"
        path.write_bytes(source.encode() if isinstance(source, str) else source)
        return read_html(path)

    return reading


def h(text: str, level: int) -> tuple[str, int, str, str]:
    return (HEADING, level, "", text)


def p(text: str, label: str = "", depth: int = 0) -> tuple[str, int, str, str]:
    return (PARAGRAPH, depth, label, text)


def b(text: str, depth: int = 0) -> tuple[str, int, str, str]:
    return (BULLET, depth, "", text)


def t(*rows: str) -> tuple[str, int, str, str]:
    return (TABLE, 0, "", "\n".join(rows))


def blocks(document: Document) -> list[tuple[str, int, str, str]]:
    return [(block.kind, block.level, block.label, block.text) for block in document.blocks]


def removed(document: Document) -> list[tuple[str, str]]:
    return [(each.reason, each.text) for each in document.removed]


def test_a_page_in_the_manner_of_gov_uk(read: Read) -> None:
    document = read(GOV_UK)
    assert document.title == "Learning review: invented case"
    assert blocks(document) == [
        h("Learning review: invented case", 1),
        h("Information sharing", 2),
        p("The GP did not share what was known.[1] More text & cooperation.\n[1] See the full report."),
        p("First learning point.", "4"),
        p("Second learning point.", "5"),
        b("inner one", 1),
        b("inner two", 1),
        p("alpha", "a"),
        p("echo", "e"),
        p("Table of contacts"),
        t("Agency | Contacts", "GP | 4", "none"),
        h("4.17 Police", 0),
        p("4.17.1 The officer asked."),
        p("A second paragraph."),
        p("I was not heard."),
        p("More about this"),
        p("Folded text."),
        p("He said “no”."),
    ]
    assert removed(document) == [
        ("navigation", "Skip to main content"),
        ("cookie notice", "Cookies on this site. We use some essential cookies. Accept"),
        ("banner", "Invented Partnership"),
        ("navigation", "Home Reviews"),
        ("page details", "Published 3 May 2020"),
        ("navigation", "Contents Findings What next"),
        ("hidden text", "Secret."),
        ("hidden text", "Secret 2"),
        ("deleted text", "did"),
        ("page details", "Is this page useful?"),
        ("footer", "© Invented copyright"),
    ]
    assert document.remarks == ("2 scripts left out", "1 style sheet left out", "1 image left out: “A chart of contacts”")
    assert document.doubts == ()


def test_a_page_in_the_manner_of_wordpress(read: Read) -> None:
    document = read(WORDPRESS)
    assert document.title == "Learning review: Child Z (invented)"
    assert blocks(document) == [
        h("Learning review: Child Z (invented)", 1),
        p("The partnership reviewed what had happened[1]. It found six things.\n[1] The full report is not public."),
        h("Information sharing", 0),
        p("The GP and the school didn’t share what they knew."),
        b("The GP saw bruises."),
        b("The school noticed absence."),
        h("Social care", 2),
        p("Social care closed the case."),
        p("Contacts by month"),
    ]
    assert removed(document) == [
        ("hidden text", "Skip to content"),
        ("banner", "Invented Safeguarding Partnership About Reviews"),
        ("page details", "Posted on 3 May 2020"),
        ("sharing", "Share this: Twitter"),
        ("footer", "Posted in Reviews"),
        ("navigation", "Previous post"),
        ("comments", "Leave a comment"),
        ("related", "Recent posts Other review"),
        ("footer", "© Invented partnership"),
        ("cookie notice", "This website uses cookies. Accept"),
        ("no-script text", "Please enable scripts."),
    ]


def test_a_page_in_the_manner_of_sharepoint(read: Read) -> None:
    document = read(SHAREPOINT)
    assert document.title == "Pages - Learning from a review (invented)"
    assert blocks(document) == [
        p("Learning from a review (invented)"),
        p("The review found that agencies worked well together, but that they did not always listen to what the child said, or ask why."),
        h("Listening to the child", 0),
        p("1. Professionals should see the child alone, and write down what the child says in the words that the child used."),
        p("2. They should ask what life is like at home."),
        t("Agency | Action", "Police | Train staff"),
    ]
    assert removed(document) == [
        ("banner", "Browse Page Publish"),
        ("banner", "Invented Board"),
        ("navigation", "Home Training Policies"),
        ("navigation", "Lists Documents Discussions"),
        ("hidden text", "Hidden web part"),
        ("footer", "Contact us | Privacy"),
    ]
    assert document.remarks == ("1 control or direction character removed from the text",)


def test_a_page_laid_out_by_tables(read: Read) -> None:
    document = read(OF_2004)
    assert document.title == "Serious case review"
    assert blocks(document) == [
        h("Serious case review", 1),
        h("Executive summary", 0),
        p("This is the summary of an invented review. It doesn’t name anybody."),
        p("4.17 The social worker did not visit the family at home."),
        p("4.18 The police were not told."),
        p("Learn this", "iii"),
        p("Learn that", "vii"),
        t("Agency | Visits", "Health | 3", "Police | 1", "| 2"),
    ]
    assert removed(document) == [
        ("navigation", "Home > Reviews > Invented review"),
        ("navigation", "About us Procedures Training Contact"),
        ("footer", "© 2004 Invented ACPC. All rights reserved. Privacy"),
    ]


CASES = {
    "headings and nested marks": (
        "<h1>A <em>b</em></h1><h3>C<br>d</h3><p>e <b>f<i>g</i></b>h <code>i</code></p>",
        [h("A b", 1), h("C d", 3), p("e fgh i")],
    ),
    "line breaks": ("<p>a<br>b<br><br>c<br/> <br/><br/>d</p>", [p("a b"), p("c"), p("d")]),
    "text outside any element": ("a <b>b</b> c<p>d</p>e", [p("a b c"), p("d"), p("e")]),
    "spaces and soft hyphens": ("<p>4.17&nbsp;The&emsp;safe&shy;guarding\n  o&#xfb03;cer&#8238;</p>", [p("4.17 The safeguarding officer")]),
    "entities of Windows": ("<p>child&#146;s &#8217; &hellip; &amp;lt; &lt;b&gt;</p>", [p("child’s ’ … &lt; <b>")]),
    "ordered lists": (
        "<ol start=9 reversed><li>a<li>b</ol><ol type=A><li value=27>c</ol><ol type=I start=4><li>d</ol>"
        "<ol style='list-style-type:lower-roman'><li>e</ol><ol style='list-style:none'><li>f</ol>",
        [p("a", "9"), p("b", "8"), p("c", "AA"), p("d", "IV"), p("e", "i"), p("f")],
    ),
    "a reversed list counts down to one": ("<ol reversed><li>a<li>b</ol>", [p("a", "2"), p("b", "1")]),
    "items with numbers of their own": (
        "<ol><li>4.17 a</li><li>1) b</li><li>(a) c</li><li>2010 was d</li></ol>",
        [p("4.17 a"), p("1) b"), p("(a) c"), p("2010 was d", "4")],
    ),
    "lists in lists, and two paragraphs in an item": (
        "<ul><li><p>a</p><p>b</p><ol><li>c<ul><li>d</ul></ol><li>e</ul>",
        [b("a"), p("b"), p("c", "1", 1), b("d", 2), b("e")],
    ),
    "bullets typed": ("<p>•&nbsp;&nbsp;a</p><p>· b</p><p>a · b</p>", [b("a"), b("b"), p("a · b")]),
    "definitions": ("<dl><dt>GP</dt><dd>General practitioner</dd></dl>", [p("GP"), p("General practitioner")]),
    "quotes, folded text, preformatted text": (
        "<blockquote>a<p>b</p></blockquote><details><summary>c</summary>d</details><pre>e\n  f\n\ng</pre>",
        [p("a"), p("b"), p("c"), p("d"), p("e\n  f"), p("g")],
    ),
    "a bold line before text is a heading": (
        "<p><b>A</b></p><p>b</p><p><b>Not.</b></p><p>c</p><p><b>D</b></p><p><strong>E</strong><br></p><p>f</p><p><b>g</b></p>",
        [h("A", 0), p("b"), p("Not."), p("c"), p("D"), h("E", 0), p("f"), p("g")],
    ),
    "hidden text in bold": ("<p><b>A<b hidden>x</b> b</b></p><p>c</p>", [h("A b", 0), p("c")]),
    "a class is not believed against most of the text": (
        "<div class=sidebar><p>The article is in here, all of it.</p></div><p>a</p>",
        [p("The article is in here, all of it."), p("a")],
    ),
    "data tables": (
        "<table><caption>Cap</caption><thead><tr><th>a<th>b</thead><tr><td>c<td></tr><tr><td colspan=2>d</tr><tr><td><td>e</table>"
        "<table><tr><td rowspan=2>f<td>g<td>h<tr><td>i<td><p>j</p><p>k</p></table>",
        [p("Cap"), t("a | b", "c", "d", "| e"), t("f | g | h", "| i | j k")],
    ),
    "layout tables": (
        "<table><tr><td>a</td></tr></table><table><tr><td><h2>b</h2>c</td><td>d</td></tr></table>"
        "<table role=presentation><tr><td>e<td>f<tr><td>g<td>h</table><table><tr><td><table><tr><th>i<th>j</table></td></tr></table>",
        [p("a"), h("b", 2), p("c"), p("d"), p("e"), p("f"), p("g"), p("h"), t("i | j")],
    ),
    "a broken table loses nothing": ("<table>a<tr>b<td>c</td>d</tr><p>e</p></table>", [p("a"), p("b"), p("c"), p("d"), p("e")]),
    "Word's bullets and notes": (
        "<p class=MsoListParagraph><![if !supportLists]><span style='font-family:Symbol'>·<span>&nbsp; </span></span><![endif]>a</p>"
        "<p>b<a href='#_ftn1' name='_ftnref1'><sup>[1]</sup></a></p><div><div id=ftn1><p><a href='#_ftnref1' "
        "name='_ftn1'>[1]</a> note</p></div></div>",
        [b("a"), p("b[1]\n[1] note")],
    ),
    "notes by id": (
        "<h2>H<sup><a id=r1 href='#n1'>1</a></sup></h2><p>a<a id=r2 href='#n2'>2</a> b<a href='#n2'>2</a></p>"
        "<ol><li id=n1>one <a href='#r1'>↩</a><li id=n2>two <a href='#r2'>↩</a></ol>",
        [h("H[1]", 2), p("a[2] b[2]\n[1] one\n[2] two")],
    ),
    "links within the page that are no notes": (
        "<p><a href='#s4'>4</a> and <a href='#x'>see below</a></p><p id=s4>Section</p>",
        [p("4 and see below"), p("Section")],
    ),
    "the name of a section is not held against it": (
        "<main><h2 id='information-sharing'>A</h2><section id='sharing-information' "
        "class='social-care'><p>b</p></section><div id='news'>c</div></main>",
        [h("A", 2), p("b"), p("c")],
    ),
    "a page within a form": ("<form><p>Long text of the page</p><input value=x><button>Go</button></form>", [p("Long text of the page")]),
    "headings of an accordion": ("<main><h2><button>Open <span>me</span></button></h2><p>a</p></main>", [h("Open me", 2), p("a")]),
    "header and aside within the article": (
        "<main><header><h1>T</h1><p>Lead</p></header><aside class='callout'>Key learning</aside><p>a</p></main>",
        [h("T", 1), p("Lead"), p("Key learning"), p("a")],
    ),
    "struck text stays": ("<p>a <s>b</s> c</p>", [p("a b c")]),
    "XHTML": (
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="x"/></head>'
        "<body><div/><p>a<br/>b</p></body></html>",
        [p("a b")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), CASES.values(), ids=CASES)
def test_blocks(source: str, expected: list[tuple[str, int, str, str]], read: Read) -> None:
    assert blocks(read(source)) == expected


LEFT_OUT = {
    "nav": ("<nav>x</nav>", "navigation"),
    "role": ("<div role=navigation>x</div>", "navigation"),
    "footer": ("<footer>x</footer>", "footer"),
    "header": ("<header>x</header>", "banner"),
    "class of a banner": ("<div id=header>x</div>", "banner"),
    "aside": ("<aside>x</aside>", "related"),
    "cookies": ("<div class='my-cookie-bar'>x</div>", "cookie notice"),
    "hidden": ("<p hidden>x</p>", "hidden text"),
    "style": ("<p style='color:red;DISPLAY : none'>x</p>", "hidden text"),
    "to screen readers only": ("<span class='visually-hidden'>x</span>", "hidden text"),
    "aria": ("<span aria-hidden=true>x</span>", "hidden text"),
    "control": ("<select><option>x</select>", "form"),
    "search": ("<form role=search>x</form>", "form"),
    "form": ("<form><label>x</label><input></form>", "form"),
    "sidebar": ("<div class='left-sidebar'>x</div>", "related"),
    "share": ("<ul class='share-buttons'><li>x</ul>", "sharing"),
    "dialog": ("<dialog>x</dialog>", "notice"),
    "noscript": ("<noscript>x</noscript>", "no-script text"),
    "links": ("<td><a href=1>About</a> <a href=2>Contact</a> <a href=3>Help</a></td>", "navigation"),
    "trail": ("<div><a href=1>Home</a> » Reviews</div>", "navigation"),
    "contents": ("<ul><li><a href='#a'>First part</a><li><a href='#b'>Second part</a><li><a href='#c'>Third part</a></ul>", "contents"),
    "embedded": ("<object>x</object>", "embedded page or file"),
}


@pytest.mark.parametrize(("source", "reason"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_is_left_out_is_kept_with_its_reason(source: str, reason: str, read: Read) -> None:
    article = "<p>The article is longer than what stands around it, as articles mostly are.</p>"
    document = read(f"<body><p>Before.</p>{source}{article}")
    assert [block.text for block in document.blocks] == ["Before.", re.sub("<.*?>", "", article)]
    text = " ".join(re.sub("<.*?>", " ", source).split())
    assert document.removed == (Removed(reason, text),)


def test_what_is_not_the_article_is_left_out_whole(read: Read) -> None:
    document = read("<body>start<div class=x><p>Teaser</p><p>More</p></div><article><p>The article is long enough.</p></article>end")
    assert [block.text for block in document.blocks] == ["The article is long enough."]
    assert removed(document) == [("outside the article", "start"), ("outside the article", "Teaser More"), ("outside the article", "end")]


def test_an_empty_main_part_is_not_believed(read: Read) -> None:
    document = read("<main><p>Loading</p></main><div><p>" + "The text of the review. " * 20 + "</p></div>")
    assert [block.text[:7] for block in document.blocks] == ["Loading", "The tex"]
    assert [doubt.message for doubt in document.doubts] == [
        "Most of the text stands outside what the page calls its main part: the whole page was read"
    ]


def test_several_teasers_are_no_article(read: Read) -> None:
    document = read("<article><p>One text here.</p></article><article><p>Two text here.</p></article>")
    assert [block.text for block in document.blocks] == ["One text here.", "Two text here."]


def test_a_page_of_nothing_but_furniture_is_taken_whole(read: Read) -> None:
    document = read("<nav><p>Findings</p><p>The GP did not ask.</p></nav>")
    assert [block.text for block in document.blocks] == ["Findings", "The GP did not ask."]
    assert [doubt.message for doubt in document.doubts] == ["No article can be told from the rest of the page: all its text was taken"]


def test_long_hidden_text_is_doubted(read: Read) -> None:
    document = read("<p>Seen.</p><div style='display:none'>" + "Folded text. " * 20 + "</div>")
    assert [doubt.message for doubt in document.doubts] == [
        "Hidden text of 259 characters was left out (“Folded text. Folded text. Folded text. F…”): unfold it before saving"
    ]


TITLES = {
    "the first heading": ("<title>T - Site</title><h1>The title</h1><p>a", "The title"),
    "the title of the page": ("<title>T &amp; Site</title><h2>x</h2><p>a", "T & Site"),
    "the heading outside the article, if the page's title begins with it": (
        "<title>Review - Site</title><div><h1>Review</h1></div><main><p>text</main>",
        "Review",
    ),
    "not the site's name outside the article": (
        "<title>Review - Site</title><div><h1>Site</h1></div><main><p>text</main>",
        "Review - Site",
    ),
    "none": ("<p>a", ""),
    "not that of a drawing": ("<p>a<svg><title>Icon</title></svg>", ""),
}


@pytest.mark.parametrize(("source", "title"), TITLES.values(), ids=TITLES)
def test_titles(source: str, title: str, read: Read) -> None:
    assert read(source).title == title


def test_remarks_count_what_has_no_text(read: Read) -> None:
    document = read(
        "<p>a\x01<img alt='One'><img><svg><path></svg><s>b</s><iframe "
        "src=x></iframe><video></video></p><script>1</script><script>2</script>"
        "<style>x</style><template>hidden</template><img src='data:image/png;base64,AAAA' alt='Two'>"
    )
    assert document.remarks == (
        "1 control or direction character removed from the text",
        "2 scripts left out",
        "1 style sheet left out",
        "1 template left out",
        "4 images left out: “One”, “Two”",
        "1 embedded page left out",
        "1 video left out",
        "1 passage struck through: the text was kept",
    )


@pytest.mark.parametrize(
    ("number", "form", "label"),
    [
        (1, "1", "1"),
        (27, "a", "aa"),
        (702, "A", "ZZ"),
        (4, "i", "iv"),
        (1999, "I", "MCMXCIX"),
        (0, "a", "0"),
        (-1, "i", "-1"),
        (5, "none", ""),
    ],
)
def test_labels(number: int, form: str, label: str) -> None:
    assert label_of(number, form) == label


BAD = {
    "empty": (b" \n", "is empty"),
    "no tags": (b"Plain text, 3 < 4.", "is no web page: it has no tags"),
    "no text": (b"<html><body><script>render()</script></body></html>", "holds no text"),
    "frames": (b"<frameset><frame src=a></frameset>", "holds no text"),
    "archive": (
        b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n<html>",
        "is a web archive (MHTML)",
    ),
    "source shown as a page": (
        b"<table><tr><td>1<td>&lt;!DOCTYPE html&gt;<tr><td>2<td>&lt;html&gt;</table>",
        "is the source of a page, shown as a page",
    ),
    "source shown by another browser": (b"<body id=viewsource><pre>x</pre>", "is the source of a page, shown as a page"),
    "a PDF": (b"%PDF-1.7 <a>", "is a PDF, not text"),
    "too large": (b"<p>" + b"x" * 30_000_000, "is larger than 30 MB"),
    "too many elements": (b"<i>x" * 200_001, "has more than 200,000 elements"),
    "too deep": (b"<div>" * 100_000 + b"deep", "nests elements more than 254 deep"),
    "a tag of too many attributes": (
        b"<p " + b" ".join(b"a%d" % n for n in range(50_000)) + b">x",
        "holds a tag or a text that no page needs",
    ),
    "a text too long for the parser": (b"<p>" + b"word " * 2_000_000, "holds a tag or a text that no page needs"),
}


@pytest.mark.parametrize(("source", "message"), BAD.values(), ids=BAD)
def test_what_cannot_be_read(source: bytes, message: str, read: Read) -> None:
    start = time.process_time()
    with pytest.raises(Unreadable) as caught:
        read(source)
    assert (caught.value.message, bool(caught.value.hint)) == (message, True)
    assert time.process_time() - start < 5


def test_50_mb_of_open_elements_end_within_bounds(tmp_path: Path) -> None:
    """The process says so in one line, and does not need 500 MB for it."""
    path = tmp_path / "bomb.html"
    for content in (b"<div>" * 10_000_000, b"<div>" * 5_900_000):
        path.write_bytes(content)
        code = (
            "import resource, sys, pathlib; resource.setrlimit(resource.RLIMIT_AS, (500_000_000, 500_000_000))\n"
            "from scr_coder.ingest.html import read_html\nfrom scr_coder.ingest.document import Unreadable\n"
            "try: read_html(pathlib.Path(sys.argv[1]))\nexcept Unreadable as unreadable: print(unreadable.message)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, str(path)], capture_output=True, text=True, timeout=20, cwd=Path(__file__).parents[1]
        )
        assert done.stdout.strip() in ("is larger than 30 MB", "has more than 200,000 elements"), done.stderr


def test_no_entity_reaches_a_file(read: Read) -> None:
    document = read('<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "boom">]><p>a &x; &y; b</p>')
    assert "b" in document.blocks[-1].text
    assert not any(Path("/etc/hostname").read_text().strip() in block.text for block in document.blocks if Path("/etc/hostname").exists())


def _nested(size: int) -> str:
    return "<div>" * 200 + "<p>a <b>b</b></p>" * (size // 17) + "</div>" * 200


HOSTILE = {
    "paragraphs in deep nesting": _nested,
    "links": lambda n: (
        "".join(f"<a href='#n{i}'>1</a>" for i in range(n // 60)) + "".join(f"<p id='n{i}'><a href='#q'>x</a> t" for i in range(n // 60))
    ),
    "links of one note": lambda n: "<p>" + "<a href='#n'>1</a>" * (n // 40) + "<li id=n>" + "<a href='#z'></a>" * (n // 40) + "text",
    "cells": lambda n: "<table><tr>" + "<td>a</td>" * (n // 20) + "</tr><tr><td>x<td>y</table>",
    "wide cells": lambda n: "<table>" + "<tr><td colspan=999999 rowspan=999999>a<td>b" * (n // 1500) + "</table>",
    "hidden": lambda n: "<p hidden>x" * (n // 11) + "<p>y",
    "spaces": lambda n: "<p>a" + " " * n + "b",
    "attributes": lambda n: ("<p " + " ".join(f"a{i}" for i in range(45)) + ">x") * (n // 190),
    "comments": lambda n: "<p>x" + "<!---->" * n,
    "breaks": lambda n: "<p>a" + "<br>" * (n // 8) + "b",
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_no_faster_than_the_page(make: Callable[[int], str], read: Read) -> None:
    """Eight times the page may take sixteen times as long (and a little, for the clock): a quadratic step takes 64 times."""
    taken = []
    for size in (20_000, 160_000):
        source = make(size)
        start = time.process_time()
        with contextlib.suppress(Unreadable):
            read(source)
        taken.append(time.process_time() - start)
    assert taken[1] < 16 * taken[0] + 0.3


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))))
def test_nothing_is_raised_but_unreadable(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.html"
    path.write_bytes(b"<p>" + data)
    with contextlib.suppress(Unreadable):
        assert all(block.text for block in read_html(path).blocks)


_TAGS = "p div span b i ul ol li table tr td th h1 h2 a nav main article section aside footer form br sup pre dl dt dd blockquote q button"
TAGS = _TAGS.split(" ")
CLASSES = ["", "", "", "nav", "sidebar", "footer", "cookie-bar", "header", "content", "footnotes"]
PIECES = st.one_of(
    st.tuples(st.sampled_from(TAGS), st.sampled_from(CLASSES)).map(lambda pair: f'<{pair[0]} class="{pair[1]}" id=x href="#x">'),
    st.sampled_from(TAGS).map(lambda tag: f"</{tag}>"),
    st.sampled_from(["<p hidden>", "<!-- c -->", "<td rowspan=2 colspan=2>", "<ol start=3 type=i>", "<s>", "<details><summary>"]),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=40))
def test_no_word_is_lost(tmp_path_factory: pytest.TempPathFactory, pieces: list[str]) -> None:
    """However the tags are tangled, each word is in a block or in what was left out, once (a note may be named again)."""
    words = [f"w{at}x" for at in range(len(pieces))]
    path = tmp_path_factory.getbasetemp() / "words.html"
    source = "<p>" + "".join(f"{piece} {word} " for piece, word in zip(pieces, words, strict=True))
    path.write_text(source)
    try:
        document = read_html(path)
    except Unreadable:
        assert "hidden" in source or "<button" in source
        return
    text = " ".join([*(block.text for block in document.blocks), *(each.text for each in document.removed)])
    assert sorted(re.findall(r"w\d+x", text)) == sorted(words)
