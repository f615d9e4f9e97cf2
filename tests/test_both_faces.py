"""The same work through plain prompts and on the full screen leaves the same log, but for the moments."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from scr_coder.plain import Talk
from scr_coder.workbench import Workbench
from scr_coder.workspace import open_workspace

from building import build, coded, no_match, tag
from tui import Driven, drive

LOG = Path("data/reviews/r1/codings/amber.jsonl")


class Step(NamedTuple):
    """One piece of work: the lines typed at the prompts, and the keys pressed on the screen (one word, one key)."""

    plain: Sequence[str]
    keys: str


SCENARIO = (
    Step(["bruis", "1", "1"], "b r u i s enter 1 enter"),
    Step(["second G07", "unclear"], "G 0 7 + 2 enter"),
    Step(["polarity G07 advice"], "escape p"),
    Step(["memo look again"], "m l o o k space a g a i n enter"),
    Step(["add twice"], "m ctrl+j t w i c e enter"),
    Step(["tag G07"], "1"),
    Step([""], "enter"),
    Step(["no Interpreters"], "escape n I n t e r p r e t e r s enter"),
    Step(["undo"], "u"),
    Step(["redo"], "r"),
    Step([""], "enter"),
    Step(["tag C02", "other too busy"], "C 0 2 enter o t o o space b u s y enter"),
    Step(["why none"], "escape w o backspace backspace backspace backspace backspace backspace backspace backspace enter"),
    Step(["clear"], "c"),
    Step(["exclude a heading"], "e a space h e a d i n g enter"),
    Step(["go 1"], "g 1 enter"),
    Step(["untag C06"], "up up -"),
    Step(["undo", "undo"], "u u"),
    Step(["next", "previous"], "right left"),
)


def workspace(folder: Path) -> Path:
    said = [coded("r1/4", "amber", tag("X02", "X02.1"), stale=True), no_match("r2/1", "amber", "Interpreters not booked")]
    return build(folder, {"r1": {}, "r2": {}}, said, findings=4).root


def plainly(root: Path, steps: Sequence[Step]) -> None:
    with Workbench(open_workspace(root), "r1", "amber") as bench:
        talk = Talk(bench, lambda _: None)
        for step in steps:
            for line in step.plain:
                talk.answer(line)
                assert talk.refused == 0, line


def on_the_screen(root: Path, steps: Sequence[Step]) -> None:
    async def pressed(s: Driven) -> None:
        for step in steps:
            await s.press(*step.keys.split())
            assert "NOT SAVED" not in s.message, step

    drive(root, pressed)


def log(root: Path) -> list[dict[str, Any]]:
    """Return the log with the moments replaced by the numbers of the lines they belong to."""
    lines = [json.loads(line) for line in (root / LOG).read_text(encoding="utf-8").splitlines()]
    moments = {line["decided_at"]: number for number, line in enumerate(lines)}
    return [line | {name: moments[line[name]] for name in ("decided_at", "undoes", "redoes") if name in line} for line in lines]


def test_both_faces_write_the_same_log(tmp_path: Path) -> None:
    plain, screen = workspace(tmp_path / "plain"), workspace(tmp_path / "screen")
    plainly(plain, SCENARIO)
    on_the_screen(screen, SCENARIO)
    for at, (left, right) in enumerate(zip(log(plain), log(screen), strict=True)):
        assert left == right, f"line {at + 1} of the log"


def test_the_scenario_reaches_every_state(tmp_path: Path) -> None:
    plain = workspace(tmp_path)
    plainly(plain, SCENARIO)
    lines = log(plain)
    assert {line["state"] for line in lines} == {"coded", "no_match", "excluded", "cleared"}
    assert len(lines) == 20
    assert any("undoes" in line for line in lines)
    assert any("redoes" in line for line in lines)
