"""Undo and redo: any sequence of actions of a coder means what a simple model of it says, and can be taken back whole."""

# ruff: noqa: E501  steps stand on one line each

from __future__ import annotations

import datetime as dt
import itertools
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from scr_coder.coding import CodingSession, Decision, Tag
from scr_coder.coding.log import moment_text, parse_log, undo_stacks
from scr_coder.problem import ScrError
from scr_coder.workspace import open_workspace

ROOT = Path(__file__).resolve().parent.parent
WORKSPACE = open_workspace(ROOT)
REVIEW = "jn15-learning-review"
FINDINGS = WORKSPACE.findings(REVIEW)
START = dt.datetime(2026, 11, 23, 10, tzinfo=dt.timezone.utc)


def ticking() -> Callable[[], dt.datetime]:
    """Return a clock that moves on by a second each time it is asked."""
    seconds = itertools.count()
    return lambda: START + dt.timedelta(seconds=next(seconds))


def session(folder: Path, clock: Callable[[], dt.datetime] | None = None, coder: str = "anna") -> CodingSession:
    return CodingSession(REVIEW, coder, FINDINGS, WORKSPACE.taxonomies, folder / f"{coder}.jsonl", clock or ticking())


def decision(at: int, finding: str = "1", memo: str = "", **fields: object) -> Decision:
    moment = moment_text(START + dt.timedelta(seconds=at))
    values = {"state": "coded", "tags": (Tag("C02"),), **fields}
    return Decision(finding, decided_at=moment, text="sha256:0", taxonomy={"lipp": "1.0.0"}, memo=memo, tool="0", **values)  # type: ignore[arg-type]


def test_undo_stacks_follow_the_moments_and_ignore_what_is_not_there() -> None:
    first, second, third = decision(0, memo="a"), decision(1, memo="b"), decision(4, memo="c")
    undo = decision(2)._replace(undoes=second.decided_at)
    redo = decision(3)._replace(redoes=second.decided_at)
    assert undo_stacks([first, second, undo]) == ([first], [second])
    assert undo_stacks([first, second, undo, redo]) == ([first, second], [])
    assert undo_stacks([first, second, undo, third]) == ([first, third], [])
    assert undo_stacks([undo, redo]) == ([], [])


State = tuple[str, tuple[Tag, ...], str, str, str]
UNCODED: State = ("cleared", (), "", "", "")
FINDING_IDS = ["1", "2", "3"]
STEPS = st.one_of(
    st.tuples(st.just("tag"), st.sampled_from(FINDING_IDS), st.sampled_from(["C02", "D01", "X19"]), st.sampled_from([None, "primary", "secondary"])),
    st.tuples(st.just("untag"), st.sampled_from(FINDING_IDS), st.sampled_from(["C02", "D01", "X19"])),
    st.tuples(st.sampled_from(["no_match", "exclude", "memo"]), st.sampled_from(FINDING_IDS), st.sampled_from(["a", "b"])),
    st.tuples(st.just("clear"), st.sampled_from(FINDING_IDS)),
    st.tuples(st.sampled_from(["undo", "redo"]), st.sampled_from(["", *FINDING_IDS])),
)  # fmt: skip


class Model:
    """What a log must mean: for each finding a list of states, and the actions that stand or were undone."""

    def __init__(self) -> None:
        self.states: dict[str, list[State]] = {name: [UNCODED] for name in FINDING_IDS}
        self.done: list[str] = []
        self.undone: list[tuple[str, State]] = []

    def now(self) -> dict[str, State]:
        return {name: states[-1] for name, states in self.states.items()}

    def act(self, name: str, state: State) -> None:
        if state != self.states[name][-1]:
            self.states[name].append(state)
            self.done.append(name)
            self.undone.clear()

    def step(self, kind: str, name: str, *rest: str | None) -> bool:
        """Take a step; return whether it is allowed."""
        if kind in ("undo", "redo"):
            return self.undo(name) if kind == "undo" else self.redo(name)
        state, tags, candidate, reason, memo = self.states[name][-1]
        if kind == "tag":
            issue, role = rest
            assert issue is not None
            held = {tag.issue: tag for tag in tags}
            first = role == "primary" or (role is None and (issue not in held or held[issue].role == "primary")) or not held
            roles = {key: "secondary" if first else tag.role for key, tag in held.items()} | {issue: "primary" if first else "secondary"}
            if "primary" not in roles.values():
                roles[next(iter(roles))] = "primary"
            self.act(name, ("coded", tuple(Tag(key, value) for key, value in roles.items()), "", "", memo))
        elif kind == "untag":
            left = tuple(tag for tag in tags if tag.issue != rest[0])
            if left == tags:
                return False
            if left and all(tag.role == "secondary" for tag in left):
                left = (left[0]._replace(role="primary"), *left[1:])
            self.act(name, ("coded" if left else "cleared", left, "", "", memo))
        elif kind == "memo":
            self.act(name, (state, tags, candidate, reason, str(rest[0])))
        elif kind == "clear":
            self.act(name, ("cleared", (), "", "", memo))
        else:
            self.act(name, ("no_match", (), str(rest[0]), "", memo) if kind == "no_match" else ("excluded", (), "", str(rest[0]), memo))
        return True

    def undo(self, name: str) -> bool:
        at = next((at for at in reversed(range(len(self.done))) if name in ("", self.done[at])), None)
        if at is None:
            return False
        finding = self.done.pop(at)
        self.undone.append((finding, self.states[finding].pop()))
        return True

    def redo(self, name: str) -> bool:
        at = next((at for at in reversed(range(len(self.undone))) if name in ("", self.undone[at][0])), None)
        if at is None:
            return False
        finding, state = self.undone.pop(at)
        self.states[finding].append(state)
        self.done.append(finding)
        return True


def states_of(coding: CodingSession) -> dict[str, State]:
    held = coding.decisions()
    return {
        name: (d.state, d.tags, d.candidate, d.reason, d.memo) if (d := held.get(name)) else UNCODED for name in FINDING_IDS
    }  # fmt: skip


def take(coding: CodingSession, kind: str, name: str, *rest: str | None) -> bool:
    try:
        if kind == "tag":
            coding.tag(name, str(rest[0]), role=rest[1])
        else:
            getattr(coding, kind)(name, *rest)
    except ScrError:
        return False
    return True


@settings(deadline=None, max_examples=150)
@given(st.lists(STEPS, max_size=14))
def test_any_sequence_of_actions_means_what_the_model_says(steps: list[tuple[str, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        coding, model = session(Path(folder)), Model()
        size = 0
        for step in steps:
            assert take(coding, *step) is model.step(*step), step
            assert states_of(coding) == model.now(), step
            assert coding.path.stat().st_size >= size if coding.path.exists() else size == 0
            size = coding.path.stat().st_size if coding.path.exists() else 0
        final, count = states_of(coding), len(model.done)
        for _ in range(count):
            coding.undo()
        assert set(states_of(coding).values()) == {UNCODED}
        assert not take(coding, "undo", "")
        for _ in range(count):
            coding.redo()
        assert states_of(coding) == final
        assert parse_log(coding.path.read_bytes() if coding.path.exists() else b"").faults == []
