"""The inspections themselves: each fault that they look for is found on a page that has it, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest

from browser.driving import Browser
from browser.inspecting import axe, faint, printed, reachable, reflow, small, stops, unmarked

pytestmark = pytest.mark.slow
PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>Invented</title><style>
  body {{ font: 16px sans-serif; margin: 8px }} button {{ font: inherit; min-width: 24px; min-height: 24px }} {css}
</style></head><body><main><h1>Invented</h1>{body}</main></body></html>"""


def write(folder: Path, body: str, css: str = "") -> Path:
    path = folder / "page.html"
    path.write_text(PAGE.format(body=body, css=css), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "body, css, said",
    [
        ("<p>x</p>", "p { color: #777; }", ["4.48: p. x"]),
        ("<p>x</p>", "p { color: #767676; }", []),
        ("<p>x</p>", "p { color: #949494; font-size: 24px; }", []),
        ("<p>x</p>", "p { color: rgb(0 0 0 / 50%); }", ["4.00: p. x"]),
        ("<div><p>x</p></div>", "div { background: #000; } p { color: #333; }", ["1.66: p. x"]),
        ("<p>x</p>", "p { background: linear-gradient(#fff, #000); }", ["1.00: p. x"]),
        ("<p>x</p>", "p { background: linear-gradient(#fff, #eee); }", []),
        ("<p>x</p>", "p::after { content: ' faint'; color: #aaa; }", ["2.32: p. ::after"]),
        ('<p class="unseen">x</p>', ".unseen { color: #fff; visibility: hidden; }", []),
        ('<svg><rect width="90" height="30" fill="#333"/><text x="5" y="20">dark</text></svg>', "", ["1.66: text. dark"]),
        ('<svg><text x="5" y="20">dark</text></svg>', "", []),
    ],
)  # fmt: skip
def test_faint_texts(chrome: Browser, tmp_path: Path, body: str, css: str, said: list[str]) -> None:
    with chrome.page(write(tmp_path, body, css)) as seen:
        found = faint(seen.page)
        assert len(found) == len(said)
        assert all(one.startswith(start) for one, start in zip(found, said, strict=True)), found


def test_axe_sees(chrome: Browser, tmp_path: Path) -> None:
    with chrome.page(write(tmp_path, "<input><p>x</p>")) as seen:
        assert [one.split(":")[0] for one in axe(seen.page)] == ["label"]


@pytest.mark.parametrize(
    "body, css, said",
    [
        ("<p>x</p>", "p { width: 400px; }", ["the page is 408 px wide in 320", "p#."]),
        ("<div>long long long</div>", "div { white-space: nowrap; width: 50px; overflow: auto; }", ["scrolls without focus: div#."]),
        ('<div tabindex="0">long long long</div>', "div { white-space: nowrap; width: 50px; overflow: auto; }", []),
        ("<div>long long long</div>", "div { white-space: nowrap; width: 50px; overflow: hidden; }", ["cut off: div#."]),
    ],
)
def test_reflow(chrome: Browser, tmp_path: Path, body: str, css: str, said: list[str]) -> None:
    with chrome.page(write(tmp_path, body, css), width=320) as seen:
        assert reflow(seen.page) == said


def test_small_targets(chrome: Browser, tmp_path: Path) -> None:
    body = '<button>fine</button> <button class="tiny">x</button> <p>A long sentence with <a href="#x">a link</a> in it.</p>'
    with chrome.page(write(tmp_path, body, ".tiny { min-width: 0; width: 20px; height: 20px; padding: 0; }")) as seen:
        [found] = small(seen.page)
        assert found.startswith('20 x 24: <button class="tiny">')


def test_the_walk_by_keyboard(chrome: Browser, tmp_path: Path) -> None:
    body = '<button>one</button><button class="bare">two</button><button tabindex="1">three</button><button disabled>no</button>'
    with chrome.page(write(tmp_path, body, ".bare:focus { outline: none; }")) as seen:
        walked = stops(seen.page)
        assert [stop.words for stop in walked] == ["one", "two"]
        assert [stop.marked for stop in walked] == [True, False]
        assert reachable(seen.page) == 3, "and one of them is not where it belongs"
        assert axe(seen.page)[0].startswith("tabindex: ")


def test_a_focus_that_does_not_show(chrome: Browser, tmp_path: Path) -> None:
    css = ".bare:focus, .pale:focus { outline: none; } .pale:focus { box-shadow: 0 0 0 3px #ddd; } .own:focus { outline: 2px solid #00c; }"
    body = "".join(f'<p><button class="{name}">{name}</button></p>' for name in ("plain", "bare", "pale", "own"))
    with chrome.page(write(tmp_path, body, css)) as seen:
        assert [found.split('"')[1] for found in unmarked(seen.page)] == ["bare", "pale"]


def test_what_is_covered_is_not_in_view(chrome: Browser, tmp_path: Path) -> None:
    body = '<button>one</button><div class="over"></div>'
    with chrome.page(write(tmp_path, body, ".over { position: fixed; inset: 0; background: #fff; }")) as seen:
        assert [stop.in_view for stop in stops(seen.page)] == [False]


def test_a_trap_is_found(chrome: Browser, tmp_path: Path) -> None:
    body = "<button>one</button><button onkeydown='event.preventDefault()'>two</button>"
    with chrome.page(write(tmp_path, body)) as seen, pytest.raises(AssertionError, match="trapped"):
        stops(seen.page, most=9)


def test_what_leaves_the_page_is_seen(chrome: Browser, tmp_path: Path) -> None:
    script = "window.open('about:blank'); alert(1); fetch('http://one.invalid/'); new WebSocket('ws://two.invalid/'); nothing()"
    with chrome.page(write(tmp_path, f'<img alt="" src="http://three.invalid/"><script>{script}</script>')) as seen:
        seen.page.wait_for_function("() => performance.getEntriesByType('resource').length >= 2")
        for needed in ("window: ", "dialog: 1", "request: http://one.", "socket: ws://two.", "request: http://three.", "error: nothing"):
            assert [fault for fault in seen.faults if fault.startswith(needed)], (needed, seen.faults)
        seen.faults.clear()


def test_a_policy_that_is_broken_is_seen(chrome: Browser, tmp_path: Path) -> None:
    path = write(tmp_path, '<p style="color: red">x</p>')
    policy = "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'\">"
    path.write_text(path.read_text(encoding="utf-8").replace("<head>", "<head>" + policy), encoding="utf-8")
    with chrome.page(path) as seen:
        assert [fault for fault in seen.faults if "Content Security Policy" in fault]
        seen.faults.clear()


def test_paper_and_what_is_off_it(chrome: Browser, tmp_path: Path) -> None:
    css = "@page { size: A3 landscape; margin: 10mm } p { break-before: page } pre { width: 6000px; text-align: right }"
    with chrome.page(write(tmp_path, "<p>one</p>", css)) as seen:
        sheets = printed(seen.page)
        assert [sheet.paper for sheet in sheets] == ["A3 across"] * 2
        assert [sheet.text.strip() for sheet in sheets] == ["Invented", "one"]
