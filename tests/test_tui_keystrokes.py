"""Keystrokes: of common jobs, and of coding the shipped reviews as their expert did. docs/coding.md prints what is counted here."""

from __future__ import annotations

import re
import shutil
import statistics
from pathlib import Path

import pytest
from scr_coder.coding import Decision, fold_log, read_log
from scr_coder.coding.decision import POLARITIES
from scr_coder.tui.keys import ANYWHERE, COMMANDS, DIALOGS, SEARCH

from building import ROOT, build
from tui import Driven, drive

DOCS = (ROOT / "docs" / "coding.md").read_text(encoding="utf-8")
JOBS: dict[str, tuple[tuple[str, ...], list[tuple[str, str, list[str]]]]] = {
    "tag by code, one WHY, next": (
        (*"c06", "enter", "1", "enter", "enter"),
        [("C06", "primary", ["C06.1"])],
    ),
    "tag by words, one WHY, next": (
        (*"bruis", "enter", "1", "enter", "enter"),
        [("C06", "primary", ["C06.1"])],
    ),
    "tag by code, WHY left open, next": (
        (*"c06", "enter", "escape", "enter"),
        [("C06", "primary", [])],
    ),
    "split attention between two issues, one WHY each, next": (
        (*"c06", "enter", "1", "enter", *"c02", "+", "1", "enter", "enter"),
        [("C06", "primary", ["C06.1"]), ("C02", "secondary", ["C02.1"])],
    ),
    "tag as advice, one WHY, next": (
        (*"c06", "enter", "1", "enter", "escape", "p", "enter"),
        [("C06", "primary", ["C06.1"])],
    ),
}
NO_MATCH = "no match, a candidate named before, next"


def printed(job: str) -> int:
    """Return the keystrokes that docs/coding.md prints for a job."""
    found = re.search(rf"^\| {re.escape(job)} \|.*\| (\d+) \|$", DOCS, re.MULTILINE)
    assert found, f"docs/coding.md has no line for {job!r}"
    return int(found.group(1))


def test_the_page_names_every_key() -> None:
    for key in (*SEARCH, *COMMANDS, *ANYWHERE):
        assert f"| `{key.shown}` | {key.long} |" in DOCS
    for shown, does in DIALOGS:
        assert f"| boxes | `{shown}` | {does.replace('`', '')} |" in DOCS


@pytest.mark.parametrize("job", JOBS)
def test_keystrokes_of_a_job(tmp_path: Path, job: str) -> None:
    keys, expected = JOBS[job]
    root = build(tmp_path / "ws", {"r1": {}}).root

    async def steps(s: Driven) -> None:
        await s.press(*keys)
        assert [(t["issue"], t["role"], t["causes"]) for t in s.tags] == expected
        assert s.bench.current == "2"

    drive(root, steps)
    assert printed(job) == len(keys)


def test_keystrokes_of_no_match(tmp_path: Path) -> None:
    root = build(tmp_path / "ws", {"r1": {}}).root
    keys = ("escape", "n", *"in", "down", "enter", "enter")

    async def steps(s: Driven) -> None:
        await s.press("escape", "n", *"Interpreters", "enter", "enter")
        await s.press(*keys)
        assert s.log[-1]["candidate"] == "Interpreters"
        assert s.bench.current == "3"

    drive(root, steps)
    assert printed(NO_MATCH) == len(keys)


def route(decision: Decision, shown: dict[str, list[str]]) -> list[str]:
    """Return the keys that make a decision, and go on; candidates and reasons are typed in full."""
    if decision.state in ("no_match", "excluded"):
        text = decision.candidate or decision.reason
        return ["escape", "n" if decision.candidate else "e", *("space" if c == " " else c for c in text), "enter", "enter"]
    keys: list[str] = []
    for tag in decision.tags:
        keys += [*tag.issue.lower(), "enter" if tag.role == "primary" else "+"]
        keys += [str(shown[tag.issue].index(cause) + 1) for cause in tag.causes]
        keys += ["o", *("space" if c == " " else c for c in tag.other)] if tag.other else []
        keys += ["enter"] if tag.causes or tag.other else ["escape"]
        if tag.polarity != "problem":
            keys += ["escape", *["p"] * POLARITIES.index(tag.polarity), "/"]
    if keys[-1] == "/":
        keys.pop()
    return [*keys, "enter"]


@pytest.mark.slow
def test_median_keystrokes_of_the_shipped_reviews(tmp_path: Path) -> None:
    for folder in ("data", "taxonomy"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns(".scr-cache"))
    counted: list[int] = []
    for review in sorted(path.name for path in (tmp_path / "data/reviews").iterdir()):
        expert = fold_log(read_log(tmp_path / f"data/reviews/{review}/codings/expert.jsonl").decisions)

        async def steps(s: Driven, expert: dict[str, Decision] = expert) -> None:
            issues = s.bench.taxonomies.issues.values()
            shown = {i.id: [c.id for c in i.causes if c.id != i.unclear_cause()] + ["unclear"] for i in issues}
            for finding in s.bench.session.findings:
                if finding not in expert or expert[finding].state == "cleared":
                    await s.press("right")
                    continue
                s.bench.go(finding)
                s.screen.show()
                keys = route(expert[finding], shown)
                await s.press(*keys)
                counted.append(len(keys))
                made = s.bench.item(finding).decision
                assert made is not None
                assert (made.state, made.candidate, made.reason) == (
                    expert[finding].state,
                    expert[finding].candidate,
                    expert[finding].reason,
                )
                assert sorted(made.tags) == sorted(expert[finding].tags), finding

        drive(tmp_path, steps, review=review)
    median = statistics.median(counted)
    assert f"median of **{median:g} keystrokes** over {len(counted)} findings" in DOCS, (median, len(counted))
