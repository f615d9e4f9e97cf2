"""Tables as pages of their own: everybody can read them, on paper and on a telephone, and they do nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from scr_coder.render.table_html import table_page
from scr_coder.text import printable

import invented_tables
from browser.driving import Browser
from browser.inspecting import axe, faint, printed, reachable, reflow, small, stops, unmarked, words_of

pytestmark = pytest.mark.slow


@pytest.fixture(params=invented_tables.ALL)
def written(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / f"{request.param}.html"
    path.write_text(table_page(invented_tables.ALL[request.param]()), encoding="utf-8")
    return path


def test_a_table_is_accessible_and_does_nothing(chrome: Browser, written: Path) -> None:
    with chrome.page(written) as seen:
        assert axe(seen.page) == []
        assert faint(seen.page) == []
        assert small(seen.page) == []
        walked = stops(seen.page)
        assert unmarked(seen.page) == []
        assert len(walked) == reachable(seen.page)
        assert all(stop.marked and stop.in_view and stop.onward for stop in walked), walked
        assert seen.files == [written.as_uri()]
        assert seen.page.locator("script, img, iframe, link, object").count() == 0


def test_a_table_can_be_read_on_a_telephone(chrome: Browser, written: Path) -> None:
    with chrome.page(written, width=320, height=800) as seen:
        assert reflow(seen.page) == []
        seen.page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
        assert reflow(seen.page) == []


def test_a_table_is_printed_whole(chrome: Browser, written: Path) -> None:
    with chrome.page(written) as seen:
        cells = [text for text in seen.page.locator("th, td").all_inner_texts() if text.strip()]
        sheets = printed(seen.page)
        columns = seen.page.locator("thead th").count()
        assert {sheet.paper for sheet in sheets} == {"A4" if columns <= 8 else "A4 across" if columns <= 16 else "A3 across"}
        on_paper = "".join("".join(sheet.text.split()) for sheet in sheets)
        assert [cell for cell in cells if "".join(printable(cell).split()) not in on_paper] == []
        assert max(sheet.right for sheet in sheets) <= 1, "nothing is off the paper"
        numbers = {part for cell in seen.page.locator("td.num").all_inner_texts() for part in cell.split()}
        assert numbers - {part for sheet in sheets for part in sheet.text.split()} == set(), "no number is broken"


def test_no_script_is_needed_or_run(chrome: Browser, tmp_path: Path) -> None:
    path = tmp_path / "hostile.html"
    path.write_text(table_page(invented_tables.hostile()), encoding="utf-8")
    with chrome.page(path) as seen, chrome.page(path, java_script_enabled=False) as still:
        assert words_of(seen.page) == words_of(still.page)
        assert "<script>alert(1)</script>" in words_of(seen.page)
