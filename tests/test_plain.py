"""Coding by plain prompts: whole dialogues, refusals, pipes, a real terminal."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import shlex
import shutil
import subprocess
import sys
import threading
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scr_coder.plain import Talk, run_plain
from scr_coder.plain.commands import COMMANDS, help_text
from scr_coder.problem import ScrError
from scr_coder.workbench import Workbench
from scr_coder.workspace import open_workspace

from building import ROOT, build, coded, excluded, no_match, tag

DIALOGUES = Path(__file__).parent / "golden" / "plain"
LOG = Path("data/reviews/r1/codings/amber.jsonl")
FINDINGS = """\
schema: 1
findings:
  - id: "4.1"
    kind: numbered
    locator: {page: "12", paragraph: "4.1"}
    heading: Out of hours
    section: [Findings, Out of hours]
    text: |-
      The doctor saw a bruise [sic] on the baby[/bold] and thought that the explanation given by the mother was likely enough.

      No call was made.
  - id: "4.2"
    kind: bullet
    locator: {paragraph: "4.2", lines: "7-9"}
    text: "An interpreter was not booked: \\u202Eevil\\u001B[31m order."
  - id: "4.3"
    kind: numbered
    text: Invented text 4.3 of r1.
  - id: "4.4"
    kind: numbered
    text: Nobody knew who would act after the telephone call.
"""


def clock() -> dt.datetime:
    return dt.datetime(2026, 1, 1, 10, 31, 7).astimezone()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    said = [
        coded("r1/4.3", "amber", tag("C02", "C02.1"), tag("D07", role="secondary"), stale=True),
        no_match("r2/1", "amber", "Interpreters not booked"),
        no_match("r2/2", "amber", "Housing"),
        no_match("r2/3", "amber", "Interpreters not booked"),
        no_match("r2/1", "beech", "Another coder's candidate"),
        excluded("r2/4", "amber"),
    ]
    root = build(tmp_path / "ws", {"r1": {}, "r2": {}}, said, findings=4).root
    (root / "data" / "reviews" / "r1" / "findings.yaml").write_text(FINDINGS, encoding="utf-8")
    return root


def work(root: Path, review: str = "r1") -> Workbench:
    return Workbench(open_workspace(root), review, "amber", clock)


def hold(bench: Workbench, lines: list[str], begin: bool = True) -> str:
    """Return a dialogue as it is read: what is typed stands after ``> ``."""
    said: list[str] = []
    talk = Talk(bench, said.append)
    if begin:
        talk.begin()
    for line in lines:
        said.append(f"> {line}".rstrip())
        talk.answer(line)
    return "\n".join(said) + "\n"


def after(bench: Workbench, *lines: str) -> str:
    """Return what the last of some lines is answered."""
    return hold(bench, list(lines), begin=False).rpartition(f"> {lines[-1]}".rstrip() + "\n")[2].rstrip("\n")


def log(root: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (root / LOG).read_text(encoding="utf-8").splitlines()]


def names() -> list[str]:
    return sorted(path.stem for path in DIALOGUES.glob("*.txt"))


@pytest.mark.parametrize("name", names())
def test_dialogue(name: str, root: Path) -> None:
    path = DIALOGUES / f"{name}.txt"
    expected = path.read_text(encoding="utf-8")
    typed = [line[2:] for line in expected.splitlines() if line == ">" or line.startswith("> ")]
    with work(root) as bench:
        got = hold(bench, typed)
    if os.environ.get("SCR_WRITE_GOLDEN"):
        path.write_text(got, encoding="utf-8")
    assert got == expected


def test_there_are_dialogues_with_every_command() -> None:
    typed = {
        line.split()[1]
        for name in names()
        for line in (DIALOGUES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        if line[:2] == "> "
    }
    assert {command.name for command in COMMANDS} - typed == {"suggest", "quit"}


@pytest.mark.parametrize("name", names())
def test_lines_fit_and_hold_no_control_characters(name: str) -> None:
    for line in (DIALOGUES / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        assert len(line) <= 80 or line.startswith(("not done: ", "> ")), line
        assert not any(unicodedata.category(char) in ("Cc", "Cf") for char in line), line


def test_help_names_every_command_and_form_once() -> None:
    text = help_text()
    assert [line for line in text.splitlines() if len(line) > 80] == []
    for command in COMMANDS:
        assert f"  {command.usage}" in text
        assert help_text(command.name).startswith(f"{command.usage}: ")
        for short in command.short:
            assert help_text(short) == help_text(command.name)
    forms = [form for command in COMMANDS for form in (command.name, *command.short)]
    assert len(forms) == len(set(forms))
    with pytest.raises(ScrError, match="did you mean `polarity`"):
        help_text("polarty")


def test_the_table_of_commands_is_what_can_be_done(root: Path) -> None:
    with work(root) as bench:
        assert set(Talk(bench, print)._commands) == {command.name for command in COMMANDS}


REFUSED = [
    (["tag"], "which issue? (an id such as C02, or a number of the last list)"),
    (["tag 1"], "there is no issue 1 to pick (there is no list yet: type words to find an issue)"),
    (["bruis", "tag 2"], "there is no issue 2 to pick (the last list has 1 to 1)"),
    (["bruis", "tag 0"], "there is no issue 0 to pick (the last list has 1 to 1)"),
    (["refer", "10"], "there is no issue 10 to pick (the last list has 1 to 9)"),
    (["bruis", "n", "1"], "there is no list to pick 1 from (type words to find an issue; `go 1` goes to a finding)"),
    (["tag C99"], "`C99` is not an issue (type words alone to find one)"),
    (["tag bruising"], "`bruising` is not an issue (type words alone to find one)"),
    (["tag G03"], "G03 is a placeholder and cannot be coded (its wording was never recovered)"),
    (["tag C02 9"], "`C02.9` is not a cause of C02 (did you mean `C02.1`?)"),
    (["tag C02 D07.1"], "D07.1 is a cause of D07, not of C02 (C02 has C02.1 and `unclear`)"),
    (["tag C02 1 unclear"], "`unclear` cannot stand beside another cause (give either)"),
    (["tag C02 advice positive"], "advice and positive cannot both be (give one polarity)"),
    (["tag C06", "9"], "`C06.9` is not a cause of C06 (did you mean `C06.1`?)"),
    (["second"], "which issue? (an id such as C02, or a number of the last list)"),
    (["why 1"], "finding 4.4 has no tag yet (type words to find an issue, then tag it)"),
    (["tag C06", "", "why C02 1"], "finding 4.4 is not tagged C02 (`tag C02` tags it, and may be followed by its WHYs)"),
    (["other nobody asked"], "finding 4.4 has no tag yet (type words to find an issue, then tag it)"),
    (["tag C06 1", "polarity"], "which polarity? (problem, advice, positive)"),
    (["tag C06 1", "polarity C06 advise"], "`advise` is not a polarity: problem, advice, positive (did you mean `advice`?)"),
    (["untag"], "which issue? (for instance: untag C02)"),
    (["untag C02"], "finding 4.4 is not tagged C02 by amber (it has no tags)"),
    (["no 7"], "there is no candidate 7 to pick (give a candidate in words)"),
    (["exclude"], "why is it excluded? (for instance: exclude it repeats 4.16)"),
    (["exclude 1"], "there is no reason 1 to pick (give a reason in words)"),
    (["add"], "there is nothing to add (for instance: add and the appendix agrees)"),
    (["memo a\x07b"], "the memo holds control characters (U+0007) (type it again without them)"),
    (["memo \udcff"], "the memo holds bytes that are not UTF-8 (type it again)"),
    (["no " + "x" * 301], "the candidate has 301 characters; at most 300 are kept (say it in fewer words)"),
    (["undo", "undo"], "there is nothing to undo for amber in r1"),
    (["redo"], "there is nothing to redo for amber in r1"),
    (["undo 9"], "r1 has no finding `9` (see `scr findings r1`)"),
    (["next"], "4.4 is the last of all findings (`previous` goes back, `list` reads them)"),
    (["go 4.1", "previous"], "4.1 is the first of all findings (`next` goes back, `list` reads them)"),
    (["go"], "which finding? (for instance: go 4.17; `list all` names them)"),
    (["go 4.5"], "r1 has no finding `4.5` (did you mean `4.4`?)"),
    (["go 9"], "r1 has no finding `9` (`list all` names them; or give words of its text)"),
    (["go nothing like it"], "r1 has no finding `nothing like it` (`list all` names them; or give words of its text)"),
    (["filter excluded"], "there are no excluded findings (the filter still shows all findings)"),
    (["filter issue C06"], "there are no findings tagged C06 (the filter still shows all findings)"),
    (["filter stail"], "`stail` is not a filter (did you mean `stale`?)"),
    (["filter issue"], "`issue` is not a filter (for instance: filter issue C02)"),
    (["filter memo now"], "`memo now` is not a filter (did you mean `memo`?)"),
    (["around here"], "`here` is not a number (for instance: around 2)"),
    (["list them"], "`them` cannot be listed (`list` or `list all`; to search: find list them)"),
    (["more"], "there is no list (type words to find an issue)"),
    (["bruis", "more"], "the list has no more (type words to find an issue)"),
    (["define"], "which issue? (for instance: define C02)"),
    (["define C99"], "`C99` is not an issue (type words alone to find one)"),
    (["find"], "there is nothing to search for (for instance: find bruising)"),
    (["find !!"], "there is nothing to search for (for instance: find bruising)"),
    (["zzzzz"], "no issue fits “zzzzz” (try fewer or other words; `help` lists the commands)"),
    (["claer"], "`claer` is not a command (did you mean `clear`? to search: find claer)"),
    (["tga C02"], "no issue fits “tga C02” (try fewer or other words; `help` lists the commands)"),
    (["exlude a heading"], "`exlude` is not a command (did you mean `exclude`? to search: find exlude a heading)"),
    (["clear plan"], "`clear` stands alone: nothing follows it (to search for these words: find clear plan)"),
    (["help claer"], "there is no command `claer` (did you mean `clear`?)"),
    (["help zzzzz"], "there is no command `zzzzz` (`help` lists them)"),
]


@pytest.mark.parametrize("lines, expected", REFUSED, ids=[" / ".join(lines)[:40] for lines, _ in REFUSED])
def test_what_is_refused_is_one_line_and_writes_nothing(lines: list[str], expected: str, root: Path) -> None:
    with work(root) as bench:
        talk = Talk(bench, (said := []).append)
        for line in lines[:-1]:
            talk.answer(line)
        assert talk.refused == 0
        before, asked = (root / LOG).read_bytes(), talk._asked
        said.clear()
        talk.answer(lines[-1])
    assert said[-1] == f"not done: {expected}"
    assert talk.refused == 1
    assert talk._asked == asked
    assert (root / LOG).read_bytes() == before


@pytest.mark.parametrize(
    "lines, issue, role, polarity, causes, other",
    [
        (["tag X08"], "X08", "primary", "problem", [], ""),
        (["t x08 3, 1"], "X08", "primary", "problem", ["X08.1", "X08.3"], ""),
        (["tag X08 X08.2 positive"], "X08", "primary", "positive", ["X08.2"], ""),
        (["tag X08 ADVICE"], "X08", "primary", "advice", [], ""),
        (["tag X08 1 other nobody asked, in 3 weeks"], "X08", "primary", "problem", ["X08.1"], "nobody asked, in 3 weeks"),
        (["tag X08 other: nobody"], "X08", "primary", "problem", [], "nobody"),
        (["tag X08 1", "why 2"], "X08", "primary", "problem", ["X08.2"], ""),
        (["tag X08 1 other nobody", "why 2"], "X08", "primary", "problem", ["X08.2"], "nobody"),
        (["tag X08 1 other nobody", "unclear"], "X08", "primary", "problem", ["unclear"], ""),
        (["tag X08 1 other nobody", "why X08 none"], "X08", "primary", "problem", [], ""),
        (["tag X08 1 other nobody", "why other"], "X08", "primary", "problem", ["X08.1"], ""),
        (["tag X08 unclear", "why none other nobody"], "X08", "primary", "problem", [], "nobody"),
        (["tag X08", "1 4"], "X08", "primary", "problem", ["X08.1", "X08.4"], ""),
        (["tag X08", "X08.2"], "X08", "primary", "problem", ["X08.2"], ""),
        (["tag X08", "unclear"], "X08", "primary", "problem", ["unclear"], ""),
        (["tag X08", "o nobody asked"], "X08", "primary", "problem", [], "nobody asked"),
        (["tag X08", "9", "2"], "X08", "primary", "problem", ["X08.2"], ""),
        (["tag X08", "help", "define", "1"], "X08", "primary", "problem", ["X08.1"], ""),
        (["tag D07", "1"], "D07", "primary", "problem", ["unclear"], ""),
        (["tag X08 1", "s X08"], "X08", "primary", "problem", ["X08.1"], ""),
        (["tag X08 1", "second X02 1"], "X02", "secondary", "problem", ["X02.1"], ""),
        (["tag X08 1", "second X02 1", "tag X02"], "X02", "primary", "problem", ["X02.1"], ""),
        (["tag X08 1", "second X02 1", "p X08 advice", "why 2"], "X08", "primary", "advice", ["X08.2"], ""),
        (["tag X08 1", "second X02 1", "go 4.1", "go 4.4", "why 2"], "X08", "primary", "problem", ["X08.2"], ""),
        (["bruis", "1"], "C06", "primary", "problem", [], ""),
        (["find bruis", "second 1"], "C06", "primary", "problem", [], ""),
        (["/bruis", "define 1", "1"], "C06", "primary", "problem", [], ""),
        (["bruis", "tag 1 1 advice"], "C06", "primary", "advice", ["C06.1"], ""),
    ],
)
def test_what_a_tag_becomes(lines: list[str], issue: str, role: str, polarity: str, causes: list[str], other: str, root: Path) -> None:
    with work(root) as bench:
        hold(bench, lines)
    last = log(root)[-1]
    assert last["finding"] == "4.4"
    assert {"issue": issue, "role": role, "polarity": polarity, "causes": causes, "other": other} in last["tags"]


def test_numbers_pick_candidates_and_reasons(root: Path) -> None:
    with work(root) as bench:
        hold(bench, ["no 1", "go 4.1", "candidates", "2", "exclude it repeats 4.4", "go 4.2", "exclude", "1"])
        assert [(d.finding, d.candidate, d.reason) for d in bench.session.decisions().values()][1:] == [
            ("4.4", "Interpreters not booked", ""),
            ("4.1", "", "it repeats 4.4"),
            ("4.2", "", "it repeats 4.4"),
        ]
    assert [line.get("candidate") for line in log(root)[1:3]] == ["Interpreters not booked", "Housing"]


def test_a_memo_has_lines_added(root: Path) -> None:
    with work(root) as bench:
        hold(bench, ["memo first", "add second"])
        assert bench.item().memo == "first\nsecond"
        assert after(bench, "memo") == "memo: first\nsecond"
        hold(bench, ["unmemo"])
        assert bench.item().memo == ""
        assert after(bench, "memo") == "There is no memo on this finding."
        hold(bench, ["add alone"])
        assert bench.item().memo == "alone"


def test_a_second_window_is_told_and_reads_only(root: Path) -> None:
    with work(root), work(root) as second:
        assert "Read only: this review is open in another window of yours. Nothing can be saved\n    here." in hold(second, [])
        assert "Read only: " in after(second, "status")
        before = (root / LOG).read_bytes()
        for line in ("tag C02", "no 1", "exclude x", "memo x", "add x", "clear", "undo"):
            assert after(second, line) == "not done: this review is open in another window of yours (close that one to write here)"
        assert (root / LOG).read_bytes() == before
        assert after(second, "next").startswith("not done: 4.4 is the last")


def test_what_another_process_wrote_is_seen_at_the_next_line(root: Path) -> None:
    with work(root) as bench:
        talk = Talk(bench, (said := []).append)
        bench.workspace.coding_session("r1", "amber").exclude("4.4", "said elsewhere")
        talk.answer("show")
    assert said[-1].endswith("State: excluded: said elsewhere")


def test_a_log_that_cannot_be_written_is_said_and_the_loop_goes_on(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with work(root) as bench:
        monkeypatch.setattr("scr_coder.coding.log.append_synced", full)
        assert after(bench, "tag C02 1") == f"not done: {root / LOG} cannot be written: No space left on device (nothing was saved)"
        monkeypatch.undo()
        assert after(bench, "tag C02 1").startswith("saved: ")


# Suggestions -----------------------------------------------------------------------------------------------------------


class Engine:
    """Stands in for `scr_coder.suggest`."""

    class One:
        issue, label, score, matched = "G07", "", 1.0, ("act", "telephone")

    def __init__(self, found: bool = True) -> None:
        self._found = found

    def workspace_examples(self, _: object) -> list[object]:
        return []

    def Suggester(self, *_: object) -> Engine:  # noqa: N802
        return self

    def suggest(self, text: str, limit: int) -> list[Engine.One]:
        assert text.startswith("Nobody knew") or not self._found or limit == 5
        return [self.One()] * self._found


def suggesting(monkeypatch: pytest.MonkeyPatch, engine: object) -> None:
    monkeypatch.setitem(sys.modules, "scr_coder.suggest", engine)  # type: ignore[arg-type]


def test_suggestions_are_listed_and_recorded_with_what_is_decided_in_view(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    suggesting(monkeypatch, Engine())
    with work(root) as bench:
        assert after(bench, "suggest").splitlines() == [
            "Suggested by words of the finding; decide for yourself:",
            "  1. G07 Unclear who would act after a conversation or plan (matched: act,",
            "      telephone)",
            "A number tags it.",
        ]
        hold(bench, ["tag C02 1", "suggest", "1", "1", "go 4.1", "tag C02 1"])
    assert [line.get("suggested") for line in log(root)[1:]] == [None, ["G07"], ["G07"], None]


def test_without_suggestions_the_words_say_so(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    suggesting(monkeypatch, Engine(found=False))
    with work(root) as bench:
        assert after(bench, "suggest") == "No issue is suggested for this finding. Type words to find one."
    settings = root / "data" / "workspace.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "suggestions: off\n", encoding="utf-8")
    with work(root) as bench:
        assert after(bench, "suggest") == "not done: suggestions are off in this workspace (type words to find an issue)"


# Where lines come from -------------------------------------------------------------------------------------------------


def piped(bench: Workbench, text: str) -> tuple[int, list[str]]:
    said: list[str] = []
    return run_plain(bench, io.StringIO(text), said.append), said


def test_on_a_pipe_refusals_are_counted_and_name_their_line(root: Path) -> None:
    with work(root) as bench:
        refused, said = piped(bench, "# a comment\ntag C99\n\ntag C02 1\nzzzzz\nquit\ntag C06\n")
    assert refused == 2
    assert [line for line in said if line.startswith("not done")] == [
        "not done: line 2: `C99` is not an issue (type words alone to find one)",
        "not done: line 5: no issue fits “zzzzz” (try fewer or other words; `help` lists the commands)",
    ]
    assert [line["tags"][0]["issue"] for line in log(root)[1:]] == ["C02"]


@pytest.mark.parametrize("text", ["", "\n", "tag C02 1", "tag C02 1\r\n", "\ufefftag C02 1\n"])
def test_the_end_of_input_quits(text: str, root: Path) -> None:
    with work(root) as bench:
        refused, _ = piped(bench, text)
    assert refused == 0
    assert len(log(root)) == (2 if "tag" in text else 1)


class Typing(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


def typing(monkeypatch: pytest.MonkeyPatch, *lines: str | BaseException) -> list[str]:
    """Let `input` return lines, or raise; return the list of prompts that will be filled."""
    left: Iterator[str | BaseException] = iter(lines)
    prompts: list[str] = []

    def read(prompt: str) -> str:
        prompts.append(prompt)
        line = next(left)
        if isinstance(line, BaseException):
            raise line
        return line

    monkeypatch.setattr("builtins.input", read)
    return prompts


@pytest.mark.parametrize("end", [EOFError(), KeyboardInterrupt()])
def test_a_terminal_has_prompts_that_say_where_one_is(end: BaseException, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prompts = typing(monkeypatch, "tag C99", "tag C06", "1", "go 4.1", end)
    said: list[str] = []
    with work(root) as bench:
        assert run_plain(bench, Typing(), said.append) == 1
    assert prompts == ["4.4> ", "4.4> ", "WHY C06> ", "4.4> ", "4.1> "]
    assert "not done: `C99` is not an issue (type words alone to find one)" in said
    assert said[-1] == ""


def test_quit_on_a_terminal_says_nothing_more(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typing(monkeypatch, "q")
    said: list[str] = []
    with work(root) as bench:
        assert run_plain(bench, Typing(), said.append) == 0
    assert said[-1].endswith("State: uncoded")


# Whole processes -------------------------------------------------------------------------------------------------------

ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(("SCR_", "_SCR", "PYTHON", "LC_", "LANG"))} | {
    "PYTHONPATH": str(ROOT),
    "PYTHONDONTWRITEBYTECODE": "1",
}


def run(root: Path, text: bytes, *more: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "scr_coder", "code", "r1", "--plain", "--coder", "amber", *more]
    return subprocess.run(command, cwd=root, input=text, env=ENVIRONMENT | (env or {}), capture_output=True, timeout=60)


def test_a_pipe_codes_and_ends_with_0(root: Path) -> None:
    ran = run(root, b"tag C06 1\n\nbruis\n1\n1\nquit\n", "--finding", "4.2")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout.decode().splitlines()[-1] == "3 of 4 findings have a decision; everything is saved"
    assert [(line["finding"], line["tags"][0]["causes"]) for line in log(root)[1:]] == [("4.2", ["C06.1"]), ("4.4", []), ("4.4", ["C06.1"])]


def test_a_refused_line_on_a_pipe_ends_with_2_after_the_rest_is_done(root: Path) -> None:
    ran = run(root, b"tag C99\ntag C06 1\n")
    assert ran.returncode == 2
    assert ran.stderr == b"scr: 1 line was refused (each has a line that begins with `not done:`)\n"
    assert b"not done: line 1: `C99` is not an issue (type words alone to find one)\n" in ran.stdout
    assert log(root)[-1]["tags"][0]["issue"] == "C06"
    assert run(root, b"zz\nzzz\n").stderr.startswith(b"scr: 2 lines were refused")


@pytest.mark.parametrize("env", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "latin-1"}, {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}])
def test_a_pipe_is_utf8_in_any_locale(env: dict[str, str], root: Path) -> None:
    ran = run(root, "memo naïve – “ünïcode” 日本\nmemo \udcff\n".encode("utf-8", "surrogateescape"), env=env)
    assert ran.returncode == 2
    assert log(root)[-1]["memo"] == "naïve – “ünïcode” 日本"
    assert "not done: line 2: the memo holds bytes that are not UTF-8" in ran.stdout.decode()


def test_a_program_at_the_other_end_of_the_pipe_gets_each_answer_at_once(root: Path) -> None:
    command = [sys.executable, "-m", "scr_coder", "code", "r1", "--plain", "--coder", "amber"]
    with subprocess.Popen(command, cwd=root, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        watchdog = threading.Timer(30, process.kill)  # an answer that is held back would be waited for without end
        watchdog.start()
        while (line := process.stdout.readline()) != b"State: uncoded\n":
            assert line, "it ended early"
        process.stdin.write(b"status\n")
        process.stdin.flush()
        assert process.stdout.readline() == b"r1, coder amber: 1 of 4 findings with a decision\n"
        process.stdin.close()
        process.stdout.read()
        watchdog.cancel()
    assert process.returncode == 0


TMUX = shutil.which("tmux")


@pytest.mark.skipif(TMUX is None, reason="tmux is not installed")
def test_a_real_terminal(root: Path) -> None:
    socket = f"scr-plain-{os.getpid()}"
    environment = ENVIRONMENT | {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "TMUX": ""}

    def tmux(*args: str) -> str:
        ran = subprocess.run(["tmux", "-L", socket, "-f", "/dev/null", *args], env=environment, capture_output=True, timeout=20, cwd=root)
        return ran.stdout.decode()

    def screen_with(text: str) -> str:
        deadline = time.monotonic() + 20
        while text not in (shown := tmux("capture-pane", "-p", "-J")):
            assert time.monotonic() < deadline, shown
            time.sleep(0.05)
        return shown

    def send(line: str) -> None:
        tmux("send-keys", "-l", line)
        tmux("send-keys", "Enter")

    command = f"{shlex.quote(sys.executable)} -m scr_coder code r1 --plain --coder amber"
    tmux("new-session", "-d", "-x", "80", "-y", "24", "sh")
    try:
        send(f"{command}; echo ended $?")
        screen_with("\n4.4> ")
        send("bruis")
        screen_with("A number tags it.")
        send("1")
        screen_with("WHY C06> ")
        send("1")
        screen_with("WHY C06.1 Child")
        tmux("send-keys", "-l", "memo abd")
        tmux("send-keys", "Left")
        tmux("send-keys", "-l", "c")  # editing within the line
        tmux("send-keys", "Enter")
        screen_with("memo: abcd")
        send("tag C99")
        screen_with("not done: `C99`")
        tmux("send-keys", "C-c")
        assert "2 of 4 findings have a decision; everything is saved" in screen_with("ended 0")
        send(f"clear; {command}; echo ended $?")
        screen_with("\n4.1> ")
        tmux("send-keys", "C-d")
        screen_with("ended 0")
    finally:
        tmux("kill-server")
    assert log(root)[-1]["memo"] == "abcd"
