"""The commands that mend findings: split, join, drop, move, restore; and undo, redo, log and findings as far as they go with them."""

# ruff: noqa: E501  cases and messages stand on one line each

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from building import tree
from commands import refused, scr
from mendable import FOLDER, REVIEW, finding, left, memory_folder, report, session, write_review
from small_workspace import FINDINGS_PATH


@pytest.fixture
def root() -> Iterator[Path]:
    with memory_folder() as folder:
        yield write_review(folder / "ws").root


def ids(root: Path) -> list[str]:
    return [one["id"] for one in scr("findings", REVIEW, "--json", workspace=root).json]


RUNS: dict[str, tuple[list[str], list[str], str]] = {
    "split": (
        ["split", REVIEW, "4.3", "--at", "five five", "--after-sentence", "2"],
        [
            "one-review: split 4.3 into 4.3, 4.3-b and 4.3-c",
            "  4.3 (page 12-13) “Four four.”",
            "  4.3-b (page 12-13, paragraph 4.3) “Five five.”",
            "  4.3-c (page 12-13, paragraph 4.3) “Six six.”",
        ],
        "4.1 4.2 4.3 4.3-b 4.3-c 4.4 p13.1",
    ),
    "split in lines": (
        ["split", REVIEW, "4.4", "--lines"],
        [
            "one-review: split 4.4 into 4.4, 4.4-b and 4.4-c",
            "  4.4 (page 13) “Seven | seven”",
            "  4.4-b (page 13, paragraph 4.4) “Eight | eight”",
            "  4.4-c (page 13, paragraph 4.4) “Nine | nine”",
        ],
        "4.1 4.2 4.3 4.4 4.4-b 4.4-c p13.1",
    ),
    "join": (
        ["join", REVIEW, "4.2", "4.3"],
        ["one-review: join 4.2 and 4.3", "  4.2 (page 12-13, paragraph 4.2, 4.3) “Three three. Four four. Five five. Six six.”"],
        "4.1 4.2 4.4 p13.1",
    ),
    "drop": (
        ["drop", REVIEW, "4.2", "p13.1", "--reason", "captions"],
        [
            "one-review: drop 4.2 and p13.1",
            "  4.2 (page 12), left out (dropped: captions) “Three three.”",
            "  p13.1 (page 13), left out (dropped: captions) “Ten.”",
        ],
        "4.1 4.3 4.4",
    ),
    "move": (
        ["move", REVIEW, "p13.1", "--before", "4.2"],
        ["one-review: move p13.1 before 4.2", "  p13.1 (page 13) “Ten.”"],
        "4.1 p13.1 4.2 4.3 4.4",
    ),
    "restore": (["restore", REVIEW, "p12.2", "p14.1"], ["one-review: restore p12.2 and p14.1", "  p12.2 “Aside two.”", "  p14.1 “Aside three.”"], "4.1 p12.2 4.2 4.3 4.4 p13.1 p14.1"),
}  # fmt: skip


@pytest.mark.parametrize("name", RUNS)
def test_a_command_says_what_it_did_and_undo_and_redo_do_so_too(name: str, root: Path) -> None:
    args, lines, after = RUNS[name]
    before, order = tree(root), ids(root)
    dry = scr(*args, "--dry-run", workspace=root)
    assert (dry.code, dry.err) == (0, "scr: nothing was written: this was a dry run\n")
    assert dry.out.splitlines() == [f"would change: {lines[0]}", *lines[1:]]
    assert tree(root) == before
    ran = scr(*args, workspace=root, coder="amber")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [f"changed: {lines[0]}", *lines[1:]]
    assert ids(root) == after.split()
    dry = scr("undo", REVIEW, "--findings", "--dry-run", workspace=root)
    assert dry.out.splitlines()[0] == f"would undo: {lines[0]}"
    assert ids(root) == after.split()
    assert scr("undo", REVIEW, "--findings", workspace=root).out.splitlines()[0] == f"undone: {lines[0]}"
    assert ids(root) == order
    assert {path: data for path, data in tree(root).items() if path != (FOLDER / "changes.jsonl").as_posix()} == before
    redone = scr("redo", REVIEW, "--findings", workspace=root).out.splitlines()
    assert redone[0] == f"redone: {lines[0]}"
    assert sorted(redone[1:]) == sorted(lines[1:])
    assert ids(root) == after.split()
    said = lines[0].partition(": ")[2]
    log = scr("log", REVIEW, "--findings", workspace=root).out.splitlines()
    assert [line.split("Z", 1)[1] for line in log] == [f" amber: {said}", f": undo → {said}", f": redo → {said}"]


REFUSED: dict[str, tuple[list[str], str]] = {
    "no such review": (["split", "one-revew", "4.1", "--lines"], "there is no review `one-revew` in this workspace (did you mean `one-review`?)"),
    "no such finding": (["split", REVIEW, "4.33", "--lines"], "one-review has no finding `4.33` (did you mean `4.3`?)"),
    "nowhere": (["split", REVIEW, "4.3"], "where to split is not said (add --at WORDS, --after-sentence N or --lines)"),
    "not there": (["split", REVIEW, "4.3", "--at", "a\x1b[31m\nb"], "“a\ufffd[31m b” does not stand in finding 4.3 (`scr findings` shows its text)"),
    "join one": (["join", REVIEW, "4.3"], "a finding cannot be joined alone (name the next one, too)"),
    "join strangers": (["join", REVIEW, "4.1", "4.3"], "4.2 stands between 4.1 and 4.3 (join all of them, or `scr move` one first)"),
    "drop what was dropped": (["drop", REVIEW, "p12.1"], "one-review has no finding `p12.1` (did you mean `p13.1`?)"),
    "move nowhere": (["move", REVIEW, "4.1"], "where to move it is not said once (add one of --before ID, --after ID, --first and --last)"),
    "restore a finding": (["restore", REVIEW, "4.1"], "4.1 is a finding of one-review already (nothing was changed)"),
    "nothing to undo": (["undo", REVIEW, "--findings"], "there is nothing to undo in the findings of one-review"),
    "nothing to redo": (["redo", REVIEW, "--findings"], "there is nothing to redo in the findings of one-review"),
    "undo of one finding": (["undo", REVIEW, "4.1", "--findings"], "--findings goes with no finding, and 4.1 is given (leave one of them out)"),
    "a flag alone": (["undo", REVIEW, "--with-decisions"], "--with-decisions goes with --findings only (add --findings)"),
    "another flag alone": (["redo", REVIEW, "--dry-run"], "--dry-run goes with --findings only (add --findings)"),
    "the log of no review": (["log", "--findings"], "--findings needs a review, and goes with no finding and no coder (for instance `scr log my-review --findings`)"),
    "left out, of a coder": (["findings", REVIEW, "--left-out", "--state", "coded"], "--left-out goes with no coder and no state (nobody decides on what was left out)"),
    "left out, not there": (["findings", REVIEW, "4.1", "--left-out"], "nothing that was left out of one-review is called `4.1` (see `scr findings one-review --left-out`)"),
    "a coder that is none": (["drop", REVIEW, "4.1", "--coder", "A B"], "`A B` cannot be a coder: it is not a safe file name (use `a-b`)"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_one_line_and_writes_nothing(name: str, root: Path) -> None:
    args, message = REFUSED[name]
    assert refused(*args, workspace=root) == message


def test_decisions_are_guarded_told_and_brought_back(root: Path) -> None:
    workspace = write_review(root)
    session(workspace).tag("4.3", "C01")
    session(workspace, "bert").exclude("4.3", "short")
    message = "finding 4.3 has decisions of anna (1) and bert (1)"
    split = ["split", REVIEW, "4.3", "--after-sentence", "1"]
    assert refused(*split, workspace=root) == f"{message} (--with-decisions lets them follow the text, to be looked at again)"
    assert refused(*split, "--dry-run", workspace=root).startswith(message)
    ran = scr(*split, "--with-decisions", workspace=root)
    assert (
        ran.err
        == "scr: the decisions of anna and bert follow the text; `scr findings one-review --state stale` shows what to look at again\n"
    )
    assert [one["id"] for one in scr("findings", REVIEW, "--state", "stale", "--json", workspace=root).json] == ["4.3", "4.3-b"]
    assert [line["mend"] != "" for line in scr("log", REVIEW, "--json", workspace=root).json] == [False, False, True, True]
    assert "mend → C01" in scr("log", REVIEW, workspace=root).out
    ran = scr("undo", REVIEW, "--findings", workspace=root)
    assert ran.err == "scr: the decisions of anna and bert went with it\n"
    assert scr("findings", REVIEW, "4.3", "--json", workspace=root).json[0]["state"] == {"anna": "coded", "bert": "excluded"}
    ran = scr("drop", REVIEW, "4.3", "--with-decisions", workspace=root)
    assert ran.err == "scr: the decisions of anna and bert on it are cleared; `scr undo one-review --findings` brings them back\n"
    assert scr("check", "--strict", workspace=root).code == 0
    ran = scr("restore", REVIEW, "4.3", workspace=root)
    assert ran.err == "scr: the decisions of anna and bert went with it\n"
    assert scr("check", "--strict", workspace=root).err == "no problems\n"


def test_a_change_that_changes_nothing_writes_nothing(root: Path) -> None:
    before = tree(root)
    ran = scr("move", REVIEW, "4.1", "--first", workspace=root)
    assert ran.out.splitlines()[0] == "unchanged: one-review: move 4.1 to the beginning"
    assert tree(root) == before


def test_what_was_left_out_is_shown(root: Path) -> None:
    scr("drop", REVIEW, "p13.1", "--reason", "a caption", workspace=root)
    out = scr("findings", REVIEW, "--left-out", workspace=root).out
    assert out.splitlines() == [
        "One", "",
        "p12.1", "  Aside one.", "    left out: a caption, before 4.2", "",
        "p12.2", "  Aside two.", "    left out: a caption, before 4.2", "",
        "p13.1 (page 13)", "  Ten.", "    left out: dropped: a caption, after the last finding", "",
        "p14.1", "  Aside three.", "    left out: a caption, after the last finding",
    ]  # fmt: skip
    shown = scr("findings", REVIEW, "--left-out", "--json", workspace=root).json
    assert [(one["id"], one["before"]) for one in shown["paragraphs"]] == [("p12.1", "4.2"), ("p12.2", "4.2"), ("p13.1", ""), ("p14.1", "")]
    assert shown["paragraphs"][2]["locator"] == {"page": "13", "paragraph": "", "lines": ""}
    assert shown["boilerplate"] == []
    [only] = scr("findings", REVIEW, "p12.1", "--left-out", "--json", workspace=root).json["paragraphs"]
    assert only["text"] == "Aside one."


def test_boilerplate_is_shown(root: Path) -> None:
    path = root / FOLDER / "left_out.yaml"
    path.write_text(
        'schema: 1\nparagraphs: []\nboilerplate:\n  - reason: running header\n    pages: "2-60"\n    text: Review\n', encoding="utf-8"
    )
    assert scr("findings", REVIEW, "--left-out", workspace=root).out.splitlines() == [
        "One",
        "",
        "Boilerplate",
        "  running header (pages 2-60): Review",
    ]
    path.unlink()
    assert scr("findings", REVIEW, "--left-out", workspace=root).out == "nothing was left out of one-review\n"


def test_many_paragraphs_are_counted(tmp_path: Path) -> None:
    root = write_review(tmp_path, report((finding("t", "\n".join(f"row {n}" for n in range(20)), kind="table"),), ())).root
    lines = scr("split", REVIEW, "t", "--lines", workspace=root).out.splitlines()
    assert lines[0] == "changed: one-review: split t into t, t-b, t-c, t-d, t-e, t-f and 14 others"
    assert len(lines) == 14
    assert lines[-1] == "  and 8 others"


def test_text_is_data(tmp_path: Path) -> None:
    hostile = report(
        (finding("1", "[red]a[/red] \x1b[31m b\u202e. Second."), finding("2", "x")), (left("p1", "\x1b]0;t\x07", "2", "[b]\x9b"),)
    )
    root = write_review(tmp_path, hostile).root
    for args in (
        ["split", REVIEW, "1", "--at", "Second"],
        ["drop", REVIEW, "1"],
        ["findings", REVIEW, "--left-out"],
        ["restore", REVIEW, "p1"],
        ["log", REVIEW, "--findings", "--json"],
        ["findings", REVIEW, "--left-out", "--json"],
    ):
        ran = scr(*args, workspace=root)
        assert ran.code == 0, ran
        assert not set(ran.out + ran.err) & set("\x1b\x07\x9b\u202e")
    assert "[red]a[/red]" in scr("findings", REVIEW, "--left-out", workspace=root).out


def test_the_history_as_json(root: Path) -> None:
    scr("drop", REVIEW, "4.1", workspace=root, coder="amber")
    [line] = scr("log", REVIEW, "--findings", "--json", workspace=root).json
    assert line == json.loads((root / FOLDER / "changes.jsonl").read_text(encoding="utf-8"))
    assert (line["change"], line["said"], line["by"]) == ("drop", "drop 4.1", "amber")
    assert [(hunk["at"], hunk["follows"], hunk["precedes"]) for hunk in line["findings"]] == [(1, "", "4.2")]
    scr("drop", REVIEW, "4.2", workspace=root)
    ran = scr("log", REVIEW, "--findings", "-n", "1", workspace=root)
    assert ran.out.endswith(": drop 4.2\n")
    assert ran.err == "scr: the last 1 of 2 changes; --limit 0 shows all\n"
    with (root / FOLDER / "changes.jsonl").open("a", encoding="utf-8") as stream:
        stream.write("<<<<<<< HEAD\n")
    assert scr("log", REVIEW, "--findings", workspace=root).err == "scr: 1 line of changes.jsonl cannot be read: run `scr check`\n"


def test_nobody_need_be_known_to_mend(root: Path) -> None:
    assert scr("move", REVIEW, "4.1", "--last", workspace=root).code == 0
    assert "by" not in json.loads((root / FOLDER / "changes.jsonl").read_text(encoding="utf-8"))


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_that_leads_outside_is_one_line(root: Path) -> None:
    outside = root.parent / "outside.yaml"
    (root / FINDINGS_PATH).rename(outside)
    (root / FINDINGS_PATH).symlink_to(outside)
    line = refused("drop", REVIEW, "4.1", workspace=root)
    assert line == "data/reviews/one-review/findings.yaml leads outside the workspace (nothing was changed: copy it into the workspace)"


@pytest.mark.parametrize(
    ("command", "offered"),
    [("split one-review ", "4.1"), ("drop one-review 4.1 ", "4.2"), ("restore one-review ", "p12.1"), ("move ", "one-review")],
)
def test_completion_offers_ids(command: str, offered: str, root: Path) -> None:
    env = {"_SCR_COMPLETE": "complete_bash", "COMP_WORDS": f"scr {command}", "COMP_CWORD": str(len(command.split()) + 1)}
    assert offered in scr(workspace=root, env=env).out.split()


def test_ids_are_found_whatever_their_case(root: Path) -> None:
    def ran(*args: str) -> str:
        done = scr(*args, workspace=root, coder="anna")
        assert done.code == 0, done.err
        return done.out

    ran("tag", REVIEW, "P13.1", "c01")
    assert [line["finding"] for line in json.loads(ran("log", REVIEW, "--finding", "P13.1", "--json"))] == ["p13.1"]
    assert [one["id"] for one in json.loads(ran("findings", REVIEW, "P13.1", "--json"))] == ["p13.1"]
    assert ran("untag", REVIEW, "P13.1", "C01").startswith("saved: finding p13.1 of one-review, coder anna: uncoded")
    assert ran("undo", REVIEW, "P13.1").startswith("undone, now: finding p13.1 of one-review, coder anna: coded")
    assert ran("move", REVIEW, "4.1", "--after", "P13.1").startswith("changed: one-review: move 4.1 after p13.1")
    assert ran("drop", REVIEW, "P13.1", "p13.1", "--with-decisions").startswith("changed: one-review: drop p13.1\n")
    assert [one["id"] for one in json.loads(ran("findings", REVIEW, "P13.1", "--left-out", "--json"))["paragraphs"]] == ["p13.1"]
    assert ran("restore", REVIEW, "P13.1", "P12.1", "p12.1").startswith("changed: one-review: restore p13.1 and p12.1\n")
    assert "P13.1 is a finding of one-review already" in refused("restore", REVIEW, "P13.1", workspace=root)
