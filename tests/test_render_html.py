"""HTML: real tables with captions and scopes, words as words, nothing that loads or runs."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from dataclasses import replace
from typing import Any

import pytest
from lxml import etree, html
from scr_coder.render.table_html import TABLE_CSS, table_html, table_page
from scr_coder.text import printable

import invented_tables
from invented_tables import across, empty, hostile, plain, table


def parse(page: str) -> Any:
    """Parse a page, or a fragment, which must be well formed: every element closed, every attribute quoted."""
    strict = re.sub(r"<!DOCTYPE html>|<meta[^>]*>", "", page)
    etree.fromstring(f"<all>{strict}</all>")
    return html.document_fromstring(page)


@pytest.mark.parametrize("name", invented_tables.ALL)
def test_pages_keep_the_rules(name: str) -> None:
    made = invented_tables.ALL[name]()
    page = parse(table_page(made))
    assert page.get("lang") == "en-GB"
    assert page.findtext("head/title") == printable(made.title)
    assert [node.tag for node in page.iter("h1", "h2", "h3")] == ["h1"]
    assert page.xpath("count(//main)") == 1
    assert {node.tag for node in page.iter() if isinstance(node.tag, str)} <= {
        "html", "head", "meta", "title", "style", "body", "main", "section", "h1", "p", "div", "table", "caption", "thead", "tbody", "tr",
        "th", "td", "ul", "li",
    }  # fmt: skip
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for reference in page.xpath("//@aria-labelledby"):
        assert reference in ids
    assert not page.xpath("//@style | //@onerror | //@onclick | //@src | //@href")
    for tabled in page.iter("table"):
        (caption,) = tabled.xpath("./caption")
        assert caption.text == printable(made.title)
        heads = tabled.xpath("./thead/tr/th")
        assert {head.get("scope") for head in heads} == {"col"}
        assert len(tabled.xpath("./thead/tr")) == 1
        rows = tabled.xpath("./tbody/tr")
        assert {len(row) for row in rows} == {len(heads)}
        assert all(row[0].tag == "th" for row in rows), "also where a number leads the row"
        assert set(tabled.xpath("./tbody//th/@scope")) == {"row"}
        region = tabled.getparent()
        assert (region.get("role"), region.get("tabindex"), region.get("aria-labelledby")) == ("region", "0", caption.get("id"))


@pytest.mark.parametrize(
    ("values", "word", "paper"),
    [
        (6, "", ""),
        (6, "safeguarding", ""),
        (7, "", " scr-wide"),
        (7, "safeguarding", " scr-wide"),
        (9, "safeguarding", " scr-wider"),
        (15, "", " scr-wider"),
    ],
)
def test_the_paper_follows_from_columns_and_their_longest_words(values: int, word: str, paper: str) -> None:
    made = across(values)
    column = made.columns[0]
    named = column._replace(labels={key: word or label for key, label in column.labels.items()})
    page = parse(table_page(replace(made, columns=(named, *made.columns[1:]))))
    assert page.xpath("//section/@class") == [f"scr-table{paper}"]


def test_every_number_and_what_must_be_said_of_it() -> None:
    page = parse(table_page(plain()))
    assert [[cell.text for cell in row] for row in page.xpath("//tbody/tr")] == [
        ["C02", "Disagreement left unresolved", "3", "5.0"],
        ["C06", "Bruising not referred", "6", "10.0"],
        ["X01", "Voice of the child not heard", "9", "15.0"],
    ]
    assert page.xpath("//tbody/tr[1]/*/@class") == ["num", "num"]
    assert [node.text for node in page.xpath("//section/p")] == [
        "Base: 60 reviews. Layer: resolved.",
        "Coverage: 90 findings: 50 coded, 10 no match, 10 excluded, 20 uncoded.",
        "Source: taxonomies lipp 1.0.0; scr_coder 0.1.0; made 2026-03-01T12:00:00Z.",
    ]
    assert page.xpath("//ul[@aria-label='Notes']/li/text()") == ["A review can show several of these."]


def test_columns_across_and_what_is_suppressed() -> None:
    page = parse(table_page(across(hidden=True)))
    assert page.xpath("//thead//th/text()") == [
        "Issue", "Label", "Region number 1 (N\u00a010)", "Region number 2 (N\u00a030)", "Region number 3 (N\u00a030)"
    ]  # fmt: skip
    assert [cell.text for cell in page.xpath("//tbody/tr[2]/td")] == ["3/10", "[c]", "3 (10.0%)"]
    assert "[c] stands for a number that is kept back, so that nobody can be made out." in page.xpath("//li/text()")


def test_words_are_never_markup() -> None:
    made = hostile()
    page = parse(table_page(made))
    assert page.xpath("//tbody//th/text()") == [printable(key) for key, *_ in made.rows if key]
    assert page.findtext(".//h1") == "=<i>Candidates</i> & {more}_%"
    assert page.xpath("//thead//th/text()")[0] == "<b>Candidate</b> & co"
    assert page.xpath("//li/text()") == ["A <note> with $ and =1"]
    assert "Only: nation=<x>&." in page.xpath("//p/text()")
    text = table_page(made)
    assert "<script" not in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_the_policy_allows_its_own_style_and_nothing_else() -> None:
    page = parse(table_page(plain()))
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    digest = base64.b64encode(hashlib.sha256(page.findtext(".//style").encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in table_page(plain())
    assert "@import" not in table_page(plain())


def test_a_fragment_takes_its_place_in_a_page() -> None:
    both = table_html(plain(), "one", 3) + table_html(across(), "two", None)
    page = parse(f"<main>{both}</main>")
    assert [(node.tag, node.get("id")) for node in page.iter("h1", "h2", "h3", "h4")] == [("h3", "one-title")]
    assert page.xpath("//*[@role='region']/@aria-labelledby") == ["one-caption", "two-caption"]
    assert page.xpath("//section/@aria-labelledby") == [], "two landmarks of one name"
    assert page.xpath("//caption/@class") == ["scr-unseen"], "without a heading the caption is seen"
    for name in set(page.xpath("//@class")):
        assert f".{name}" in TABLE_CSS
    assert "<html" not in both


def test_an_identity_cannot_break_out() -> None:
    page = parse(table_html(plain(), '"><script>', 2))
    assert page.xpath("//script") == []
    assert page.xpath("//section/@id") == ['"><script>']


def test_nothing_to_count_is_said() -> None:
    page = parse(table_page(empty()))
    assert page.xpath("//table") == []
    assert "Nothing to count." in page.xpath("//p/text()")


def test_two_thousand_rows_are_quick() -> None:
    long = table([*plain().columns], [(f"C{at}", "A label of some length", at, 5000, 1.0) for at in range(2000)])
    before = time.process_time()
    text = table_html(long, "long")
    assert time.process_time() - before < 0.5
    assert text.count("<tr>") == 2001
