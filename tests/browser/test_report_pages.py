"""The report's page: by keyboard alone, with axe-core, at 320 px, without script, on paper, filtered, and fed with markup."""

from __future__ import annotations

import itertools
import json
import random
from pathlib import Path
from typing import Any

import pytest
from scr_coder.tables.notebook import open_workspace
from scr_coder.tables.table import SUPPRESSED, Table

from browser.driving import Browser
from browser.inspecting import axe, faint, printed, reachable, reflow, small, stops, to_the_top, unmarked, words_of
from browser.reporting import HOSTILE, Report, hostile, report_of, shipped, synthetic

pytestmark = pytest.mark.slow
REPORTS = ("shipped", "synthetic", "suppressed")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    folder = tmp_path_factory.mktemp("reports")
    whole = synthetic(folder / "whole", 38)
    few = synthetic(folder / "few", 8, 20)
    return {
        "shipped": report_of(shipped(folder / "shipped"), folder / "one", "--quotes"),
        "synthetic": report_of(whole, folder / "two", "--title", "Synthetic reviews"),
        "suppressed": report_of(few, folder / "three", "--suppress-below", "5"),
    }


@pytest.fixture(params=REPORTS)
def report(request: pytest.FixtureRequest, reports: dict[str, Report]) -> Report:
    return reports[request.param]


def test_axe_and_contrast(chrome: Browser, report: Report) -> None:
    with chrome.page(report.page) as seen:
        assert axe(seen.page, contrast=report.folder.name == "one") == []
        assert faint(seen.page) == []
        assert small(seen.page) == []
        assert reflow(seen.page) == []


@pytest.mark.parametrize("scheme", [{"color_scheme": "dark"}, {"forced_colors": "active"}, {"contrast": "more"}], ids=str)
def test_contrast_as_readers_have_set_it(chrome: Browser, reports: dict[str, Report], scheme: dict[str, Any]) -> None:
    with chrome.page(reports["shipped"].page, **scheme) as seen:
        assert faint(seen.page) == []


def test_the_keyboard_alone_is_enough(chrome: Browser, report: Report) -> None:
    with chrome.page(report.page) as seen:
        page = seen.page
        walked = stops(page)
        assert walked[0].words == "Skip to the report"
        assert len(walked) == reachable(page)
        assert [stop for stop in walked if not (stop.marked and stop.in_view and stop.onward)] == []
        assert unmarked(page) == []
        to_the_top(page)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("() => document.activeElement.id") == "main"
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement.closest('main') !== null"), "the contents are skipped"


def test_the_keyboard_goes_back_as_well(chrome: Browser, reports: dict[str, Report]) -> None:
    with chrome.page(reports["suppressed"].page) as seen:
        walked = [stop[:2] for stop in stops(seen.page)]
        assert [stop[:2] for stop in reversed(stops(seen.page, key="Shift+Tab"))] == walked


def test_a_number_opens_the_findings_behind_it(chrome: Browser, reports: dict[str, Report]) -> None:
    with chrome.page(reports["synthetic"].page) as seen:
        page = seen.page
        link = page.locator("#issue-C02 > .count a")
        link.focus()
        page.keyboard.press("Enter")
        page.wait_for_function("() => location.hash === '#behind-C02'")
        behind = page.locator("#behind-C02")
        assert page.evaluate("() => document.activeElement.id") == "behind-C02"
        assert behind.is_visible()
        assert 0 <= behind.bounding_box()["y"] < 450, "it is on the screen, near its top"
        assert behind.locator(":scope > .reviews > li").count() == int(link.locator("[data-n]").inner_text())
        assert "page " in behind.locator(".reviews > li").first.inner_text()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_function("() => location.hash === '#issue-C02'")
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement.closest('#issue-C02') !== null"), "the focus is back at the issue"


def test_every_list_is_as_long_as_its_number_says(chrome: Browser, reports: dict[str, Report]) -> None:
    for name in ("shipped", "synthetic"):
        with chrome.page(reports[name].page) as seen:
            counted = seen.page.evaluate(LISTS)
        assert len(counted) > 50
        assert [one for one in counted if one[1] != one[2]] == []


LISTS = """() => [...document.querySelectorAll('[data-behind]')].map(section => {
  const name = section.dataset.behind, lists = section.querySelector(':scope > .reviews');
  const shown = [...lists.children].filter(item => item.checkVisibility()).length;
  return [name, Number(document.querySelector(`[data-n="${CSS.escape(name)}"]`).textContent.replace(',', '')), shown];
})"""


def test_no_finding_stands_behind_suppressed_numbers(chrome: Browser, reports: dict[str, Report]) -> None:
    with chrome.page(reports["suppressed"].page) as seen:
        assert seen.page.locator("#records, [data-link], .reviews, [data-attribute]").count() == 0
        assert seen.page.locator("[data-n]", has_text=SUPPRESSED).count() > 10
        assert "synthetic-00000" not in seen.page.content()


def test_a_telephone_and_large_text(chrome: Browser, report: Report) -> None:
    with chrome.page(report.page, width=320, height=800) as seen:
        assert reflow(seen.page) == []
        assert small(seen.page) == []
        seen.page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
        assert reflow(seen.page) == []
        seen.page.set_viewport_size({"width": 640, "height": 800})
        assert reflow(seen.page) == []


ADOPT = "const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet];"
BROKEN = """() => [...document.querySelectorAll('.area > h3, .card h4, .whys li > :first-child')].flatMap(element => {
  const found = [], walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());)
    for (const word of node.data.matchAll(/[^\\s\\u2010-]+/g)) {
      const range = document.createRange();
      range.setStart(node, word.index); range.setEnd(node, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) found.push(word[0]);
    }
  return found;
})"""


def test_no_word_of_the_map_is_broken_in_its_narrowest_columns(chrome: Browser, report: Report) -> None:
    with chrome.page(report.page, width=1200) as seen:
        page = seen.page
        page.evaluate(f"css => {{ {ADOPT} }}", "* { hyphens: manual !important; }")  # at a hyphen it may be, where the browser knows one
        assert page.evaluate(BROKEN) == []
        page.evaluate("() => document.querySelector('.whys li > :first-child').append('Confidentiality'.repeat(9))")
        assert len(page.evaluate(BROKEN)) == 1, "what is wider than a card is broken"
        assert reflow(page) == []


WIDER_SPACES = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"


def test_wider_spaces_cut_nothing_off(chrome: Browser, reports: dict[str, Report]) -> None:
    with chrome.page(reports["synthetic"].page) as seen:
        for width in (1280, 320):
            seen.page.set_viewport_size({"width": width, "height": 800})
            seen.page.evaluate(f"css => {{ {ADOPT} }}", WIDER_SPACES)
            assert reflow(seen.page) == []


def test_everything_can_be_read_without_script(chrome: Browser, report: Report) -> None:
    with chrome.page(report.page) as seen, chrome.page(report.page, java_script_enabled=False) as still:
        assert still.page.locator("input, select, button").evaluate_all("all => all.filter(e => e.checkVisibility()).length") == 0
        seen.page.evaluate("() => document.querySelectorAll('#filters, #status').forEach(e => e.remove())")
        assert words_of(still.page) == words_of(seen.page)
        still.page.locator("#issue-X01 > .count").first.wait_for()
        assert reflow(still.page) == []


def test_on_paper(chrome: Browser, report: Report) -> None:
    issues = {row["issue"]: row["label"] for row in rows(open_workspace(report.workspace).table("issues"))}
    with chrome.page(report.page) as seen:
        sheets = printed(seen.page)
    large = list(itertools.takewhile(lambda sheet: sheet.paper == "A3 across", sheets))
    assert 1 <= len(large) <= 2, "the map comes first: seven columns on one sheet, what stands across all stages on it or on another"
    assert {sheet.paper for sheet in sheets} <= {"A3 across", "A4", "A4 across"}
    assert len(sheets) < 130
    assert all(sheet.text.strip() for sheet in sheets), "no sheet is blank"
    assert max(sheet.right for sheet in sheets) < 1, "nothing is off the paper"
    assert [issue for issue in issues if issue < "H" and issue not in large[0].text] == []
    on_map = squeezed("".join(sheet.text for sheet in large))
    assert [issue for issue, label in issues.items() if squeezed(issue + label) not in on_map] == []
    on_paper = squeezed("".join(sheet.text for sheet in sheets))
    with chrome.page(report.page) as seen:
        cells = set(seen.page.locator(".scr-scroll :is(th, td)").all_inner_texts())
        numbers = {part for cell in seen.page.locator(".scr-scroll td.num").all_inner_texts() for part in cell.split()}
    assert [cell for cell in cells if squeezed(cell) not in on_paper] == []
    assert numbers - {part for sheet in sheets for part in sheet.text.split()} == set(), "no number is broken"
    for link in ("Back to the map", "The numbers as a table", "As a PNG picture"):
        assert squeezed(link) not in on_paper, "paper has no links"


def squeezed(text: str) -> str:
    """Return text without spaces and without hyphens, at which lines may be broken."""
    return "".join(text.replace("\ufffe", "").replace("\u00ad", "").replace("\x02", "").replace("-", "").split())


def rows(table: Table) -> list[dict[str, Any]]:
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


NUMBERS = """() => Object.fromEntries([...document.querySelectorAll('.map [data-n], .band [data-n]')].map(e => [
  e.dataset.n, [e.textContent, document.querySelector(`.area [data-base="${CSS.escape(e.dataset.n)}"]`).textContent]]))"""


def test_filters_count_what_the_tables_count(chrome: Browser, reports: dict[str, Report]) -> None:
    report = reports["synthetic"]
    workspace = open_workspace(report.workspace)
    randomly = random.Random(7)
    with chrome.page(report.page, width=1280) as seen:
        page = seen.page
        before = page.evaluate(NUMBERS)
        records = json.loads(page.locator("#records").text_content() or "")
        attributes = [(one["name"], one["ids"]) for one in records["attributes"]]
        layers = [one["name"] for one in records["layers"]]
        assert {"resolved", "any", "amber", "beech"} <= set(layers)
        assert "publication_year" in [name for name, _ in attributes] or "year" in [name for name, _ in attributes]
        for at in range(8):
            where = {}
            for place in randomly.sample(range(len(attributes)), randomly.choice((1, 1, 2))):
                value = randomly.randrange(len(attributes[place][1]))
                page.select_option(f"[data-attribute='{place}']", str(value))
                where[attributes[place][0]] = attributes[place][1][value]
            layer = randomly.choice(layers) if at % 2 else "resolved"
            page.select_option("#layer", layer)
            polarities = randomly.sample(["problem", "advice", "positive"], randomly.choice((1, 2, 3))) if at % 3 else ["problem", "advice"]
            for box in page.locator("[name=polarity]").all():
                box.set_checked(box.get_attribute("value") in polarities)
            options = {"where": [f"{name}={value}" for name, value in where.items()], "layer": layer, "polarity": ",".join(polarities)}
            assert page.evaluate(NUMBERS) == expected(workspace, options, before), (options, page.locator("#status").inner_text())
            assert "The map counts" in page.locator("#status").inner_text()
            page.click("#reset")
            page.wait_for_function("before => JSON.stringify((" + NUMBERS + ")()) === JSON.stringify(before)", arg=before)
            assert page.locator("#status").inner_text() == "All reviews and issues are shown again."


def expected(workspace: Any, options: dict[str, Any], shown: dict[str, Any]) -> dict[str, list[str]]:
    """Return what the map must show: the numbers of three tables, by the ids on the page; zeros where a table has no row."""
    issues = {row["issue"]: row for row in rows(workspace.table("issues", **options))}
    areas = {row["area"]: row for row in rows(workspace.table("areas", **options))}
    causes = {(row["issue"], row["cause"]): row for row in rows(workspace.table("causes", **options))}
    found = {f"behind-{key}": row for key, row in (issues | areas).items()}
    found |= {f"behind-{cause if cause.startswith(issue + '.') else f'{issue}-{cause}'}": row for (issue, cause), row in causes.items()}
    made = {}
    for name in shown:
        row = found.get(name)
        base = issues[name.removeprefix("behind-").split(".")[0].split("-")[0]]["n"] if row is None else row["base"]
        made[name] = [str(0 if row is None else row["n"]), str(base)]
    return made


def test_search_narrows_and_says_so(chrome: Browser, report: Report) -> None:
    with chrome.page(report.page) as seen:
        page = seen.page
        cards = "() => [...document.querySelectorAll('.card')].filter(e => e.checkVisibility()).map(e => e.id)"
        everything = page.evaluate(cards)
        page.locator("#search").focus()
        page.keyboard.type("Disagreement need CSC")
        assert page.evaluate(cards) == ["issue-C02"]
        status = page.locator("#status")
        assert status.get_attribute("role") == "status"
        assert f"1 of {len(everything)} issues" in status.inner_text()
        page.keyboard.type(" nothing has this")
        assert page.evaluate(cards) == []
        assert f"0 of {len(everything)} issues" in status.inner_text()
        page.locator("#reset").focus()
        page.keyboard.press("Space")
        page.wait_for_function(f"count => ({cards})().length === count", arg=len(everything))
        assert status.inner_text() == f"All {'reviews and ' if page.locator('#records').count() else ''}issues are shown again."


def test_each_chart_has_its_words_and_its_numbers(chrome: Browser, reports: dict[str, Report]) -> None:
    report = reports["synthetic"]
    with chrome.page(report.page) as seen:
        figures = seen.page.locator("#charts figure")
        assert figures.count() == len(list(report.folder.glob("charts/*.svg")))
        for figure in figures.all():
            picture = figure.locator("svg[role=img]")
            assert picture.get_attribute("aria-labelledby")
            assert len(figure.locator("figcaption").inner_text()) > 80
            target = figure.locator("figcaption a").first.get_attribute("href") or ""
            assert seen.page.locator(target).locator("tbody tr").count() > 0
            assert (report.folder / (figure.locator("figcaption a").last.get_attribute("href") or "")).is_file()


def test_links_lead_somewhere(chrome: Browser, report: Report) -> None:
    with chrome.page(report.page) as seen:
        links = seen.page.locator("a[href]").evaluate_all("all => all.map(e => e.getAttribute('href'))")
        ids = set(seen.page.locator("[id]").evaluate_all("all => all.map(e => e.id)"))
    assert [link for link in links if link.startswith("#") and link[1:] not in ids] == []
    assert [link for link in links if not link.startswith("#") and not (report.folder / link).is_file()] == []


def test_markup_in_words_is_words(chrome: Browser, tmp_path: Path) -> None:
    report = report_of(hostile(tmp_path / "workspace"), tmp_path / "report", "--layer", "any", "--quotes")
    with chrome.page(report.page) as seen:
        page = seen.page
        assert page.locator("img, iframe, object, link, script:not(#records)").count() == 1, "nothing but the page's own script"
        assert HOSTILE[:-1].strip() in page.locator("#map").inner_text()
        page.fill("#search", "onerror")
        page.locator("#layer").select_option("anna")
        for place in range(page.locator("[data-attribute]").count()):
            page.locator("[data-attribute]").nth(place).select_option(index=1)
        assert seen.files == [report.page.as_uri()]
        assert axe(page) == []
