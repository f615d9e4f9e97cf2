"""The commands that code: tag, untag, no-match, exclude, clear, memo, undo, redo, log; and who is coding."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from building import build, coded, tree
from commands import refused, scr

LOG = Path("data/reviews/r1/codings/amber.jsonl")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return build(tmp_path / "ws", {"r1": {}, "r2": {}}, [coded("r2/1", "beech", "C06")]).root


def lines(root: Path, log: Path = LOG) -> list[dict[str, Any]]:
    path = root / log
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def test_tag_says_what_it_saved(root: Path) -> None:
    ran = scr("tag", "r1", "1", "c06", "--why", "1", "--memo", "look again", workspace=root, coder="amber")
    assert (ran.code, ran.err) == (0, "scr: this is the first decision of `amber`; others here: beech\n")
    assert ran.out.splitlines() == [
        "saved: finding 1 of r1, coder amber: coded",
        "  “Invented text 1 of r1.”",
        "  C06 Bruising on a non-mobile baby not referred (primary, problem)",
        "    WHY C06.1 Child protection practice differed in the out of hours service",
        "  memo: look again",
    ]
    [line] = lines(root)
    assert line["tags"] == [{"issue": "C06", "role": "primary", "polarity": "problem", "causes": ["C06.1"], "other": ""}]


def test_tag_again_changes_only_what_is_given(root: Path) -> None:
    scr("tag", "r1", "1", "C06", "--why", "1", workspace=root, coder="amber")
    scr("tag", "r1", "1", "C06", "--polarity", "ADVICE", "--other", "in own words", workspace=root, coder="amber")
    assert lines(root)[-1]["tags"] == [
        {"issue": "C06", "role": "primary", "polarity": "advice", "causes": ["C06.1"], "other": "in own words"}
    ]
    again = scr("tag", "r1", "1", "C06", workspace=root, coder="amber")
    assert again.out.startswith("unchanged: ")
    assert len(lines(root)) == 2


def test_a_new_primary_makes_the_former_secondary_and_says_so(root: Path) -> None:
    scr("tag", "r1", "1", "C06", workspace=root, coder="amber")
    ran = scr("tag", "r1", "1", "X02", workspace=root, coder="amber")
    assert ran.err == "scr: C06 was primary and is secondary now\n"
    ran = scr("tag", "r1", "1", "E01", "--secondary", workspace=root, coder="amber")
    assert ran.err == ""
    ran = scr("no-match", "r1", "1", "--candidate", "Interpreters", workspace=root, coder="amber")
    assert ran.err.startswith("scr: no longer there: C06, X02, E01")


def test_untag_clear_exclude_no_match_and_memo(root: Path) -> None:
    scr("tag", "r1", "1", "C06", workspace=root, coder="amber")
    assert scr("untag", "r1", "1", "C06", workspace=root, coder="amber").out.startswith("saved: finding 1 of r1, coder amber: uncoded")
    assert "excluded: a heading" in scr("exclude", "r1", "1", "--reason", "a heading", workspace=root, coder="amber").out
    assert "no match, candidate: Housing" in scr("no-match", "r1", "1", "--candidate", "Housing", workspace=root, coder="amber").out
    assert "memo: mind" in scr("memo", "r1", "1", "mind", workspace=root, coder="amber").out
    assert scr("clear", "r1", "1", workspace=root, coder="amber").out.startswith("cleared: ")
    assert [line["state"] for line in lines(root)] == ["coded", "cleared", "excluded", "no_match", "no_match", "cleared"]


def test_undo_and_redo(root: Path) -> None:
    for issue in ("C06", "X02"):
        scr("tag", "r1", "1", issue, workspace=root, coder="amber")
    ran = scr("undo", "r1", workspace=root, coder="amber")
    assert ran.out.startswith("undone, now: finding 1 of r1, coder amber: coded")
    assert "X02" not in ran.out
    assert scr("undo", "r1", "1", workspace=root, coder="amber").out.startswith("undone, now: finding 1 of r1, coder amber: uncoded")
    assert "nothing to undo for amber in r1" in refused("undo", "r1", workspace=root)
    assert "C06" in scr("redo", "r1", workspace=root, coder="amber").out
    assert "X02" in scr("redo", "r1", workspace=root, coder="amber").out
    assert "nothing to redo for amber in r1" in refused("redo", "r1", workspace=root)
    assert len(lines(root)) == 6, "nothing is ever taken out of a log"


def test_a_torn_line_is_kept_aside_and_told(root: Path) -> None:
    scr("tag", "r1", "1", "C06", workspace=root, coder="amber")
    with (root / LOG).open("ab") as log:
        log.write(b'{"v":1,"deci')
    ran = scr("tag", "r1", "2", "C06", workspace=root, coder="amber")
    assert ran.err == "scr: the last line of amber.jsonl had been cut off; its 12 bytes are kept in amber.torn-1\n"
    assert (root / LOG).with_name("amber.torn-1").read_bytes() == b'{"v":1,"deci'
    assert len(lines(root)) == 2


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["tag", "r3", "1", "C06"], "there is no review `r3`"),
        (["tag", "r1", "9", "C06"], "r1 has no finding `9`"),
        (["tag", "r1", "1", "C6"], "`C6` is not an issue of the taxonomies (did you mean `C06`?)"),
        (["tag", "r1", "1", "G03"], "G03 is a placeholder and cannot be coded"),
        (["tag", "r1", "1", "C06", "--why", "C02.1"], "C02.1 is a cause of C02, not of C06"),
        (["tag", "r1", "1", "C06", "--why", "9"], "`C06.9` is not a cause of C06"),
        (["tag", "r1", "1", "C06", "--why", "1", "--why", "unclear"], "`unclear` cannot stand beside another cause"),
        (["tag", "r1", "1", "C06", "--memo", "a\x1b[2Jb"], "the memo holds control characters (U+001B)"),
        (["tag", "r1", "1", "C06", "--other", "x" * 301], "at most 300 are kept"),
        (["tag", "r1", "1", "C06", "--polarity", "good"], "invalid value for '--polarity'"),
        (["tag", "r1", "1"], "missing argument 'ISSUE' (see `scr tag --help`)"),
        (["tag", "r1", "1", "C06", "--polarty", "x"], "no such option: --polarty"),
        (["tga", "r1", "1", "C06"], "no such command 'tga'"),
        (["untag", "r1", "1", "C06"], "finding 1 is not tagged C06 by amber"),
        (["no-match", "r1", "1"], "missing option '--candidate'"),
        (["no-match", "r1", "1", "--candidate", "  "], "the candidate is empty"),
        (["exclude", "r1", "1", "--reason", ""], "the reason is empty"),
        (["clear", "r1", "9"], "r1 has no finding `9`"),
        (["undo", "r1"], "there is nothing to undo for amber in r1"),
        (["redo", "r1", "2"], "there is nothing to redo for amber in finding 2 of r1"),
        (["log", "--finding", "1"], "--finding needs a review"),
        (["log", "r1", "--finding", "9"], "r1 has no finding `9`"),
        (["log", "--coder", "beach"], "there is no coder `beach` in this workspace (did you mean `beech`?)"),
        (["log", "r9"], "there is no review `r9`"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(root: Path, args: list[str], says: str) -> None:
    assert says in refused(*args, workspace=root)


# Who is coding --------------------------------------------------------------------------------------------------------


def config(folder: Path, text: str) -> dict[str, str | None]:
    (folder / "scr-coder").mkdir(parents=True)
    (folder / "scr-coder" / "config.yaml").write_text(text, encoding="utf-8")
    return {"XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}


def who(root: Path) -> set[str]:
    return {path.stem for path in (root / "data/reviews/r1/codings").glob("*.jsonl")}


@pytest.mark.skipif(os.name == "nt", reason="the config folder is elsewhere on Windows")
def test_the_option_is_before_the_variable_before_the_config(root: Path, tmp_path: Path) -> None:
    home = config(tmp_path / "home", "coder: cedar\n")
    scr("tag", "r1", "1", "C06", workspace=root, env=home)
    assert who(root) == {"cedar"}
    scr("tag", "r1", "1", "C06", workspace=root, coder="dogwood", env=home)
    assert who(root) == {"cedar", "dogwood"}
    scr("tag", "r1", "1", "C06", "--coder", "elm", workspace=root, coder="dogwood", env=home)
    assert who(root) == {"cedar", "dogwood", "elm"}


def test_the_coder_is_never_guessed(root: Path) -> None:
    line = refused("tag", "r1", "1", "C06", workspace=root, coder="", env={"USER": "amber", "LOGNAME": "amber"})
    assert line.startswith("who is coding is not known (add --coder NAME, set SCR_CODER, or write `coder: NAME` into ")


@pytest.mark.skipif(os.name == "nt", reason="the config folder is elsewhere on Windows")
def test_a_broken_config_is_named(root: Path, tmp_path: Path) -> None:
    line = refused("tag", "r1", "1", "C06", workspace=root, coder="", env=config(tmp_path / "home", "coder: [\n"))
    assert "config.yaml:" in line


@pytest.mark.parametrize(
    ("coder", "says"),
    [
        ("../x", "it is not a safe file name (use `x`)"),
        ("Ämber K", "it is not a safe file name (use `amber-k`)"),
        ("any", "the name is reserved"),
        ("con", "the name is reserved"),
    ],
)
def test_unsafe_coders_are_refused(root: Path, coder: str, says: str) -> None:
    assert says in refused("tag", "r1", "1", "C06", "--coder", coder, workspace=root)


# The history ----------------------------------------------------------------------------------------------------------


def test_log_as_text_and_json(root: Path) -> None:
    scr("tag", "r1", "1", "C06", "--why", "unclear", "--memo", "m", workspace=root, coder="amber")
    scr("undo", "r1", workspace=root, coder="amber")
    scr("redo", "r1", workspace=root, coder="amber")
    text = scr("log", "r1", workspace=root).out.splitlines()
    assert [line.split(" ", 2)[2] for line in text] == [
        "amber r1 1: C06 [unclear] memo: m", "amber r1 1: undo → uncoded", "amber r1 1: redo → C06 [unclear] memo: m",
    ]  # fmt: skip
    entries = scr("log", "r1", "--json", workspace=root).json
    assert [entry["line"] for entry in entries] == [1, 2, 3]
    assert set(entries[0]) == {
        "decided_at", "review", "coder", "finding", "state", "tags", "candidate", "reason", "memo", "undoes", "redoes", "mend", "line",
    }  # fmt: skip
    assert entries[1]["undoes"] == entries[0]["decided_at"] == entries[2]["redoes"]
    last = scr("log", "--limit", "1", workspace=root)
    assert last.err == "scr: the last 1 of 4 decisions; --limit 0 shows all\n"
    assert len(last.out.splitlines()) == 1
    assert scr("log", "r2", "--coder", "beech", "--json", workspace=root).json[0]["tags"][0]["issue"] == "C06"
    assert scr("log", "r1", "--finding", "2", workspace=root).out == "no decisions yet\n"


def test_reading_commands_write_nothing(root: Path) -> None:
    before = tree(root)
    for args in (["log"], ["status"], ["reviews"], ["findings", "r1"], ["check"], ["taxonomy", "show"]):
        scr(*args, workspace=root)
    assert tree(root) == before
