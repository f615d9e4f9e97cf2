"""The coding screen: every key, every state, refusals, and text that tries to be more than text."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from scr_coder.problem import ScrError
from scr_coder.taxonomy import Issue
from scr_coder.tui.app import THEMES, CodingApp
from scr_coder.tui.commands import CodingScreen
from scr_coder.tui.help import help_text
from scr_coder.tui.keys import ANYWHERE, COMMANDS, SEARCH
from scr_coder.tui.suggesting import Suggested
from scr_coder.workbench import Show

from building import Said, append, build, coded, excluded, no_match, tag
from tui import NARROW, WIDE, Driven, drive, opened


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return build(tmp_path / "ws", {"r1": {}, "r2": {}}, findings=4).root


SIZES = pytest.mark.parametrize("size", [NARROW, WIDE, (60, 18), (200, 60)], ids=str)


@SIZES
def test_type_tag_why_next(root: Path, size: tuple[int, int]) -> None:
    async def steps(s: Driven) -> None:
        assert "Invented text 1 of r1." in s.text
        assert "[ ] uncoded" in s.text
        await s.type("bruis")
        assert s.shown[0].startswith("C06 Bruising")
        await s.press("enter")
        assert s.dialog == "WhyDialog"
        assert s.log[-1]["tags"] == [{"issue": "C06", "role": "primary", "polarity": "problem", "causes": [], "other": ""}]
        assert s.message == f"saved {s.bench.saved_at}: C06, primary"
        await s.press("space", "enter")
        assert s.dialog == "CodingScreen"
        assert s.tags[0]["causes"] == ["C06.1"]
        assert "[x] coded" in s.text
        assert "1/4 · saved " in s.text
        assert s.screen.box.value == ""
        assert s.screen.box.has_focus
        await s.press("enter")
        assert s.bench.current == "2"
        assert "Invented text 2 of r1." in s.text

    drive(root, steps, size)


def test_search_by_code_by_slip_and_by_nothing(root: Path) -> None:
    async def steps(s: Driven) -> None:
        assert len(s.shown) == len(s.bench.search(""))
        assert s.screen.chosen is None
        for typed, first in [("c02", "C02"), ("euphem", "G06"), ("bruisng", "C06")]:
            await s.type(typed)
            assert s.shown[0].startswith(first), typed
            await s.press("escape")
            assert s.screen.box.value == ""
        await s.type("qqqqzz")
        assert s.shown == []
        assert "No issue has these words" in s.text
        await s.press("enter", "+")
        assert s.dialog == "CodingScreen"
        assert s.log == []

    drive(root, steps)


def test_matched_words_are_marked_and_words_outside_the_label_are_named(root: Path) -> None:
    async def steps(s: Driven) -> None:
        await s.type("bruis")
        [line] = [r for r in s.screen.query_one("#issues").lines if r.plain.startswith("C06")]  # type: ignore[attr-defined]
        assert [line.plain[span.start : span.end] for span in line.spans if "underline" in str(span.style)] == ["Bruising"]
        await s.press("escape")
        await s.type("frenum")
        assert s.shown[0].startswith("C06")
        assert s.shown[0].endswith("← frenum")

    drive(root, steps)


def test_arrows_choose_and_enter_on_nothing_says_what_to_do(root: Path) -> None:
    async def steps(s: Driven) -> None:
        await s.press("enter")
        assert s.message.startswith("nothing is chosen")
        await s.press("+")
        assert s.message.startswith("nothing is chosen")
        await s.press("?")
        assert s.message.startswith("choose an issue first")
        await s.press("up")
        assert s.screen.chosen is None
        await s.press("down", "down")
        assert s.screen.chosen == s.bench.search("")[1].issue
        await s.press("up", "up")
        assert s.screen.chosen is None
        assert s.log == []
        await s.press("down", "down", "down", "enter", "escape")
        assert s.tags[0]["issue"] == s.bench.search("")[2].issue.id

    drive(root, steps)


def test_secondary_polarity_roles_untag_clear(root: Path) -> None:
    async def steps(s: Driven) -> None:
        await s.type("c06")
        await s.press("enter", "escape")
        await s.type("c02")
        await s.press("+")
        assert s.dialog == "WhyDialog"
        await s.press("escape")
        assert [(t["issue"], t["role"]) for t in s.tags] == [("C06", "primary"), ("C02", "secondary")]
        await s.press("escape")
        assert "COMMANDS" in s.text
        assert "▸ C02" in s.text
        await s.press("p")
        assert [t["polarity"] for t in s.tags] == ["problem", "advice"]
        await s.press("p", "p")
        assert [t["polarity"] for t in s.tags] == ["problem", "problem"]
        await s.press("up", "p")
        assert [t["polarity"] for t in s.tags] == ["advice", "problem"]
        await s.press("down", "1")
        assert [t["role"] for t in s.tags] == ["secondary", "primary"]
        assert "C06 was primary and is secondary now" in s.message
        await s.press("2")
        assert [t["role"] for t in s.tags] == ["primary", "secondary"], "there is always one primary"
        await s.press("2")
        assert s.message.startswith("unchanged")
        await s.press("1")
        await s.press("-")
        assert [t["issue"] for t in s.tags] == ["C06"]
        await s.press("delete")
        assert s.log[-1]["state"] == "cleared"
        await s.press("-", "p", "w", "1", "2")
        assert s.message.startswith("there is no tag to change")
        await s.press("c")
        assert s.message == "the finding is uncoded already"
        await s.press("u", "c")
        assert s.log[-1]["state"] == "cleared"

    drive(root, steps)


def test_whys_unclear_and_other(root: Path) -> None:
    async def steps(s: Driven) -> None:
        await s.type("c06")
        await s.press("enter", "2", "enter")
        assert s.tags[0]["causes"] == ["unclear"]
        await s.press("escape", "w")
        assert "[x] 2 unclear" in s.text
        await s.press("1", "enter")
        assert s.dialog == "WhyDialog", "a refusal leaves the box open"
        assert "`unclear` cannot stand beside another cause" in s.text
        await s.press("2", "o")
        await s.type("new staff")
        assert "other… new staff" in s.text
        await s.press("enter")
        assert s.tags[0]["causes"] == ["C06.1"]
        assert s.tags[0]["other"] == "new staff"
        await s.press("w", "o", *["backspace"] * 9, "up", "1", "enter")
        assert (s.tags[0]["causes"], s.tags[0]["other"]) == ([], "")
        before = len(s.log)
        await s.press("w", "enter")
        assert len(s.log) == before
        await s.press("w", "1", "escape")
        assert len(s.log) == before
        await s.press("w", "down", "down", "space")
        await s.type("x" * 3)
        await s.press("enter")
        assert s.tags[0]["other"] == "xxx"

    drive(root, steps)


def test_no_match_with_completion(root: Path) -> None:
    append(root, no_match("r2/1", "amber", "Interpreters not used"))
    append(root, no_match("r2/2", "beech", "Seen only by the other coder"))

    async def steps(s: Driven) -> None:
        await s.press("escape", "n")
        assert "Interpreters not used" in s.text
        assert "Seen only" not in s.text
        await s.press("enter")
        assert s.dialog == "AskDialog"
        assert "the candidate is empty" in s.text
        await s.type("inter")
        await s.press("down", "enter")
        assert (s.log[-1]["state"], s.log[-1]["candidate"]) == ("no_match", "Interpreters not used")
        assert "[?] no match; candidate: Interpreters not used" in s.text
        await s.press("right", "n")
        await s.type("int")
        await s.press("down", "tab")
        await s.type(" at all")
        await s.press("enter")
        assert s.log[-1]["candidate"] == "Interpreters not used at all"
        await s.press("n", "escape")
        assert len(s.log) == 2

    drive(root, steps)


def test_exclude_memo_and_too_long(root: Path) -> None:
    async def steps(s: Driven) -> None:
        await s.press("escape", "e")
        await s.type("a heading")
        await s.press("enter")
        assert (s.log[-1]["state"], s.log[-1]["reason"]) == ("excluded", "a heading")
        assert "[-] excluded; reason: a heading" in s.text
        await s.press("m")
        await s.type("one")
        await s.press("ctrl+j")
        await s.type("two")
        await s.press("enter")
        assert (s.log[-1]["state"], s.log[-1]["memo"]) == ("excluded", "one\ntwo")
        await s.press("m", *["backspace"] * 7, "enter")
        assert s.log[-1]["memo"] == ""
        await s.press("e")
        s.pilot.app.screen.query_one("#line").value = "x" * 301  # type: ignore[attr-defined]
        await s.press("enter")
        assert "at most 300 are kept" in s.text
        await s.press("escape")
        assert s.dialog == "CodingScreen"

    drive(root, steps)


def test_undo_and_redo_without_limit(root: Path) -> None:
    async def steps(s: Driven) -> None:
        await s.press("escape", "u")
        assert s.message.startswith("NOT SAVED: there is nothing to undo")
        for number in range(12):
            await s.press("m")
            await s.type(str(number % 10))
            await s.press("enter")
        await s.press("right", "right")
        await s.press(*["u"] * 12)
        assert s.bench.current == "1"
        assert s.bench.item().memo == ""
        await s.press("u")
        assert s.message.startswith("NOT SAVED: there is nothing to undo")
        await s.press(*["r"] * 12)
        assert len(s.bench.item().memo) == 12
        await s.press("r")
        assert s.message.startswith("NOT SAVED: there is nothing to redo")
        await s.press("/", "ctrl+z")
        assert len(s.bench.item().memo) == 11
        await s.press("ctrl+y")
        assert len(s.bench.item().memo) == 12

    drive(root, steps)


def test_moving(root: Path) -> None:
    append(root, coded("r1/2", "amber", "C06"))

    async def steps(s: Driven) -> None:
        assert s.bench.current == "3", "where one stopped"
        await s.press("right")
        assert s.bench.current == "4"
        await s.press("right")
        assert s.message == "this is the last finding"
        await s.press("left", "left", "left", "left")
        assert s.bench.current == "1"
        assert s.message == "this is the first finding"
        await s.press("escape", "enter")
        assert s.bench.current == "3", "the second is coded"
        assert s.screen.box.has_focus
        await s.press("c", "left")
        assert s.bench.current == "3", "in a box with text, arrows move the cursor"

    drive(root, steps)


def test_go_to_and_list(root: Path) -> None:
    append(root, coded("r1/2", "amber", "C06", stale=True))

    async def steps(s: Driven) -> None:
        await s.press("escape", "g")
        await s.type("4")
        await s.press("enter")
        assert s.bench.current == "4"
        await s.press("g")
        await s.type("77")
        await s.press("enter")
        assert "r1 has no finding `77`" in s.text
        await s.press("escape", "l")
        assert "[x] coded    STALE C06" in s.text
        await s.press("home", "down", "enter")
        assert s.bench.current == "2"
        assert "STALE: the text has changed since" in s.text
        await s.press("l", "escape")
        assert s.bench.current == "2"

    drive(root, steps)


def test_filters(root: Path) -> None:
    said: list[Said] = [
        coded("r1/2", "amber", tag("C06", "C06.1"), stale=True),
        no_match("r1/3", "amber", "New"),
        excluded("r1/4", "amber"),
    ]
    for number, one in enumerate(said):
        append(root, one, number)
    order = list(Show)
    expected = {Show.UNCODED: "1", Show.CODED: "2", Show.NO_MATCH: "3", Show.EXCLUDED: "4", Show.STALE: "2"}

    async def steps(s: Driven) -> None:
        await s.press("escape")
        for show, finding in expected.items():
            await s.press("f", "home", *["down"] * order.index(show), "enter")
            assert s.bench.show is show
            assert s.bench.current == finding
            assert "filter: " in s.text
        await s.press("right")
        assert s.message == "this is the last finding that the filter shows"
        await s.press("f", "home", *["down"] * order.index(Show.MEMO), "enter")
        assert "no finding is like that" in s.text
        await s.press("escape", "f", "end", "enter")
        assert "C06 Bruising" in s.text
        await s.press("enter")
        assert (s.bench.show, s.bench.show_issue, s.bench.current) == (Show.ISSUE, "C06", "2")
        await s.press("f", "end", "enter")
        await s.type("Z99")
        await s.press("enter")
        assert "`Z99` is not an issue" in s.text
        await s.press("escape", "f", "home", "enter")
        assert s.bench.show is Show.ALL

    drive(root, steps)


def test_the_end_says_how_it_went(tmp_path: Path) -> None:
    said = [coded("r1/1", "amber", "C06"), no_match("r1/2", "amber", "New")]
    root = build(tmp_path / "ws", {"r1": {}}, said, findings=2).root

    async def steps(s: Driven) -> None:
        await s.press("enter")
        assert s.message == "2 of 2, saved, 1 candidate: none is left uncoded. Ctrl+Q quits"

    drive(root, steps)


@SIZES
def test_definition_help_text_around(root: Path, size: tuple[int, int]) -> None:
    async def steps(s: Driven) -> None:
        await s.type("c06")
        assert ("Use when the finding shows" in s.text) is (size[0] >= 110), "beside the list where there is room"
        await s.press("?")
        assert "Use when the finding shows" in s.text
        await s.press("end", "escape", "f1")
        assert "Everything you do is saved at once" in s.text
        await s.press("escape")
        assert s.screen.box.value == "c06"
        await s.press("escape", "escape", "right", "x")
        assert "around it: finding 1" in s.text
        assert ">> this finding: finding 2" in s.text
        await s.press("pagedown", "pageup", "x")
        assert "around it" not in s.text

    drive(root, steps, size)


def test_every_key_has_help_and_a_method(root: Path) -> None:
    shown = help_text().plain
    for key in (*SEARCH, *COMMANDS, *ANYWHERE):
        assert f"  {key.shown:<8} {key.long}\n" in shown
        assert callable(getattr(CodingScreen, f"do_{key.call}"))
    for keys in (SEARCH, COMMANDS):
        names = [key.key for key in (*keys, *ANYWHERE)]
        assert len(names) == len(set(names))
    called = {f"do_{key.call}" for key in (*SEARCH, *COMMANDS, *ANYWHERE)}
    assert called == {name for name in dir(CodingScreen) if name.startswith("do_")}


def test_escape_and_a_letter_that_arrive_together_are_two_keys(root: Path) -> None:
    from textual import events

    async def steps(s: Driven) -> None:
        await s.type("c06")
        s.pilot.app.post_message(events.Key("alt+b", "b"))
        await s.pilot.pause()
        assert s.screen.box.value == "b"
        await s.press("escape")
        s.pilot.app.post_message(events.Key("alt+n", "n"))
        await s.pilot.pause()
        assert s.dialog == "AskDialog"
        await s.press("escape", "/", "circumflex_accent", "n")
        assert s.dialog == "AskDialog"
        await s.press("escape", "circumflex_accent", *"c06", "enter", "circumflex_accent")
        assert s.dialog == "CodingScreen"

    drive(root, steps)


def test_unknown_commands_slash_and_ctrl_c(root: Path) -> None:
    async def steps(s: Driven) -> None:
        await s.press("escape", "b")
        assert s.message == "b is not a command; press / to search, h for help"
        await s.press("h")
        assert s.dialog == "ReadDialog"
        await s.press("q", "s")
        assert s.message.startswith("suggestions are ")
        await s.press("/")
        assert s.screen.box.has_focus
        await s.press("ctrl+c")
        assert s.pilot.app.is_running
        await s.press("escape", "q")
        assert s.pilot.app._exit

    drive(root, steps)


def test_read_only_says_so_and_refuses(root: Path) -> None:
    async def run() -> None:
        with opened(root) as second:
            assert second.read_only
            async with CodingApp(second).run_test(size=NARROW) as pilot:
                s = Driven(pilot, second)
                await pilot.pause()
                assert s.text.startswith(" READ ONLY")
                assert "read only: open in another window" in s.text
                await s.type("c06")
                await s.press("enter")
                assert s.dialog == "CodingScreen"
                assert s.message.startswith("NOT SAVED: this review is open in another window")
                await s.press("escape", "escape")
                for key in "nem":
                    await s.press(key, "x", "enter")
                    assert "open in another window" in s.text
                    await s.press("escape")
                await s.press("u")
                assert s.message.startswith("NOT SAVED")
                assert s.log == []
                append(root, coded("r1/2", "amber", "C06"))
                await s.press("right")
                assert "[x] coded" in s.text, "what the other window saved is seen"

    with opened(root):
        asyncio.run(run())


def test_a_full_disk_is_one_line(root: Path) -> None:
    async def steps(s: Driven) -> None:
        def full(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        s.bench.session.tag = full  # type: ignore[method-assign, assignment]
        await s.type("c06")
        await s.press("enter")
        assert s.message == "NOT SAVED: [Errno 28] No space left on device"
        assert s.dialog == "CodingScreen"
        assert "saved 1" not in s.text

    drive(root, steps)


HOSTILE = "See [sic] and [/p. 4] [bold red]x[/] [@click=app.bell]y[/] "
HOSTILE += "\\x1b[31mred\\x1b]0;title\\x07 \\u202eevil\\u2066 \\x9b2J \\ud83d\\ude00 漢字 \\t."


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=str)
@pytest.mark.parametrize("keys", [(), ("x",), ("l",), ("g",), ("n",), ("e",), ("m",), ("w",), ("c", "u")], ids=str)
def test_text_of_a_report_is_only_text(root: Path, size: tuple[int, int], keys: tuple[str, ...]) -> None:
    path = root / "data/reviews/r1/findings.yaml"
    text = path.read_text(encoding="utf-8").replace("Invented text 1 of r1.", HOSTILE.replace("\\ud83d\\ude00", "😀"))
    text = text.replace("    kind: numbered\n", '    kind: numbered\n    heading: "[b]H[/x] \\u202e\\x1b[2J"\n', 1)
    path.write_text(text, encoding="utf-8")

    async def steps(s: Driven) -> None:
        await s.type("c06")
        await s.press("enter", "escape", "escape", *keys)
        for char in "\x1b\x07\x9b\u202e\u2066\t":
            assert char not in s.text
        if not keys:
            for part in ("[sic]", "[/p. 4]", "[bold red]x[/]", "[@click=app.bell]y[/]", "\ufffd[31mred", "漢字", "😀", "[b]H[/x]"):
                assert part in " ".join(s.text.split()), part

    drive(root, steps, size)


def test_hostile_input_is_refused_or_made_safe(root: Path) -> None:
    from textual import events

    async def steps(s: Driven) -> None:
        s.screen.box.post_message(events.Paste("[/x] \x1b[2J\u202e bruis\nmore"))
        await s.pilot.pause()
        assert "\x1b" not in s.text
        assert "\u202e" not in s.screen.box.value
        await s.press("escape", "escape", "m")
        s.pilot.app.screen.focused.post_message(events.Paste("a\x1b[2J\u202e[/b]"))  # type: ignore[union-attr]
        await s.pilot.pause()
        await s.press("enter")
        assert s.log[-1]["memo"] == "a\ufffd[2J\ufffd[/b]"
        await s.press("e")
        s.pilot.app.screen.focused.post_message(events.Paste("[/b]\x1b two\nlines"))  # type: ignore[union-attr]
        await s.pilot.pause()
        await s.press("enter")
        assert s.log[-1]["reason"] == "[/b]\ufffd two lines"
        assert "[/b]" in s.text

    drive(root, steps)


@pytest.mark.parametrize("theme", THEMES)
def test_themes_turn(root: Path, theme: str) -> None:
    async def steps(s: Driven) -> None:
        assert s.pilot.app.theme == theme
        before = s.text
        await s.press("escape", "t")
        assert s.message == f"colours: {THEMES[s.pilot.app.theme]}"
        assert s.pilot.app.theme != theme
        await s.press("t", "t", "t")
        assert s.pilot.app.theme == theme
        await s.press("/")
        assert s.text.splitlines()[:10] == before.splitlines()[:10]

    drive(root, steps, theme=theme)


def test_no_color(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def steps(s: Driven) -> None:
        assert s.pilot.app.no_color
        await s.type("c06")
        assert "▸ C06" in s.text

    drive(root, steps)


def test_resizing(root: Path) -> None:
    async def steps(s: Driven) -> None:
        await s.type("c06")
        for width, height in [(120, 40), (60, 15), (30, 8), (200, 60), (80, 24)]:
            await s.pilot.resize_terminal(width, height)
            await s.pilot.pause()
            assert len(s.lines) == height
        assert "▸ C06" in s.text
        await s.press("enter")
        await s.pilot.resize_terminal(50, 12)
        await s.press("1", "enter")
        assert s.tags[0]["causes"] == ["C06.1"]

    drive(root, steps)


def test_suggestions_come_first_are_named_and_recorded(root: Path) -> None:
    async def steps(s: Driven) -> None:
        issues: dict[str, Issue] = s.bench.taxonomies.issues
        s.screen.suggestions_loaded(lambda text: [Suggested(issues["D02"], ("text", "invented"))])
        await s.pilot.pause()
        assert s.shown[0].startswith("D02 ")
        assert s.shown[0].endswith("← suggested: text, invented")
        assert s.screen.chosen is None, "never chosen by themselves"
        await s.type("c06")
        await s.press("enter", "1", "enter")
        assert s.log[-1]["suggested"] == ["D02"]
        await s.press("escape", "s")
        assert s.message == "suggestions are hidden"
        assert not s.shown[0].startswith("D02 ")
        await s.press("right", "/", *"c06", "enter", "escape")
        assert "suggested" not in s.log[-1]

    drive(root, steps)


def test_suggestions_of_the_engine_come_after_the_first_screen(root: Path) -> None:
    path = root / "data/reviews/r1/findings.yaml"
    text = "A bruise on the baby was not referred to social care."
    path.write_text(path.read_text(encoding="utf-8").replace("Invented text 1 of r1.", text), encoding="utf-8")

    async def steps(s: Driven) -> None:
        await s.pilot.app.workers.wait_for_complete()
        await s.pilot.pause()
        assert "C06" in [line[:3] for line in s.shown[:5]]
        assert "← suggested: " in s.shown[0]
        await s.press("down")
        assert "▸ " in s.text
        await s.press("enter", "escape")
        assert s.log[-1]["suggested"] == sorted(line[:3] for line in s.shown[:5])

    drive(root, steps, suggestions=True)


def test_suggestions_off_in_the_workspace(root: Path) -> None:
    path = root / "data/workspace.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "suggestions: off\n", encoding="utf-8")

    async def steps(s: Driven) -> None:
        await s.pilot.app.workers.wait_for_complete()
        await s.pilot.pause()
        assert "suggested" not in s.text
        await s.press("escape", "s")
        assert s.message == "suggestions are off in this workspace"

    drive(root, steps, suggestions=True)


def test_a_tag_of_a_deprecated_issue_can_be_seen_and_taken_away(root: Path) -> None:
    append(root, coded("r1/1", "amber", "Z99"))

    async def steps(s: Driven) -> None:
        await s.press("left", "escape")
        assert "Z99" in s.text
        await s.press("w")
        assert "`Z99` is not an issue" in s.message
        await s.press("?")
        assert s.dialog == "CodingScreen"
        await s.press("p")
        assert s.message.startswith("NOT SAVED")
        await s.press("-")
        assert s.log[-1]["state"] == "cleared"

    drive(root, steps)


def test_a_review_without_findings_is_refused(tmp_path: Path) -> None:
    root = build(tmp_path / "ws", {"r1": {}}, findings=0).root
    with pytest.raises(ScrError, match="has no findings"):
        drive(root, lambda s: asyncio.sleep(0))
