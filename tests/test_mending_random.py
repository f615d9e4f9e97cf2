"""Any sequence of changes, of decisions between them, of undo and redo: no word is lost, no decision is orphaned or looks fresh
on a text that nobody read, and undoing gives every byte back."""

from __future__ import annotations

import contextlib
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from scr_coder.mending import (
    Done,
    Report,
    drop_findings,
    in_order,
    join_findings,
    move_finding,
    restore_findings,
    split_finding,
)
from scr_coder.problem import ScrError
from scr_coder.review import LeftOut
from scr_coder.text import text_hash

from mendable import files, finding, held, left, memory_folder, mender, said, session, stale, ticking, words, write_review

NUMBERS = st.integers(0, 1000)
CODERS = st.sampled_from(["anna", "bert"])
ISSUES = st.sampled_from(["C01", "C02", "X01"])


def sentence(number: int) -> str:
    return f"W{number} w{number}a w{number}b."


class Mending(RuleBasedStateMachine):
    """The model is what was seen: the bytes and decisions before and after each change, and what coders have read."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = contextlib.ExitStack()
        folder = self.stack.enter_context(memory_folder())
        begun = Report(
            "one-review",
            tuple(finding(str(n), " ".join(sentence(10 * n + k) for k in range(2)), page=str(n)) for n in range(1, 5)),
            (left("p1.1", sentence(91), "2"), left("p1.2", sentence(92), "2"), left("p9.1", sentence(93))),
        )
        self.workspace = write_review(folder, begun)
        self.words = words(begun)
        self.clock = ticking()
        self.done: list[tuple[Any, Any, int]] = []  # before, after, and the number of acts of coders when it was done
        self.undone: list[tuple[Any, Any, int]] = []
        self.read: set[tuple[str, str, tuple[object, ...]]] = set()
        self.acts = 0
        self.dropped: dict[str, tuple[Any, int]] = {}  # what was said of a finding when it was dropped, and the acts until then

    def teardown(self) -> None:
        self.stack.close()

    @initialize(acts=st.lists(st.tuples(CODERS, NUMBERS, ISSUES), max_size=4))
    def begin(self, acts: list[tuple[str, int, str]]) -> None:
        for coder, number, issue in acts:
            self.act(coder, number, issue, "tag")

    # What a test says --------------------------------------------------------------------------------------------------------

    def report(self) -> Report:
        return mender(self.workspace).report()

    def order(self) -> list[str]:
        return [one.finding.id if isinstance(one, LeftOut) else one.id for one in in_order(self.report())]

    def state(self) -> tuple[Any, Any]:
        return files(self.workspace), said(self.workspace)

    def mend(self, change: Any) -> Done:
        before = self.state()
        done = mender(self.workspace, self.clock).mend(change, with_decisions=True)
        if done.changed:
            self.done.append((before, self.state(), self.acts))
            self.undone.clear()
        else:
            assert self.state() == before
        return done

    # What can happen ---------------------------------------------------------------------------------------------------------

    @rule(coder=CODERS, number=NUMBERS, issue=ISSUES, kind=st.sampled_from(["tag", "tag", "no_match", "exclude", "clear", "untag", "memo"]))
    def act(self, coder: str, number: int, issue: str, kind: str) -> None:
        coding = session(self.workspace, coder)
        if not coding.findings:
            return
        chosen = list(coding.findings.values())[number % len(coding.findings)]
        more = {"tag": [issue], "untag": [issue], "no_match": ["a candidate"], "exclude": ["a reason"], "memo": [f"m{number}"], "clear": []}
        with contextlib.suppress(ScrError):
            saved = getattr(coding, kind)(chosen.id, *more[kind])
            self.acts += saved.changed
            decision = saved.decision
            if kind != "memo":
                self.read.add((coder, text_hash(chosen.text), (decision.state, decision.tags, decision.candidate, decision.reason)))

    @rule(coder=CODERS, back=st.booleans())
    def step(self, coder: str, back: bool) -> None:
        coding = session(self.workspace, coder)
        with contextlib.suppress(ScrError):
            (coding.undo if back else coding.redo)()
            self.acts += 1

    @rule(number=NUMBERS, places=st.lists(NUMBERS, min_size=1, max_size=2))
    def split(self, number: int, places: list[int]) -> None:
        findings = [one for one in self.report().findings if len(one.text.split()) > 1]
        if findings:
            chosen = findings[number % len(findings)]
            rest = chosen.text.split()
            before = self.order()
            done = self.mend(lambda r: split_finding(r, chosen.id, [" ".join(rest[1 + place % (len(rest) - 1) :]) for place in places]))
            at = before.index(chosen.id)
            assert self.order() == [*before[:at], *done.shown, *before[at + 1 :]]

    @rule(number=NUMBERS, count=st.integers(2, 3), as_lines=st.booleans())
    def join(self, number: int, count: int, as_lines: bool) -> None:
        names = [one.id for one in self.report().findings]
        if len(names) >= count:
            at = number % (len(names) - count + 1)
            before = self.order()
            self.mend(lambda r: join_findings(r, names[at : at + count], as_lines))
            assert self.order() == [name for name in before if name not in names[at + 1 : at + count]]

    @rule(numbers=st.lists(NUMBERS, min_size=1, max_size=2))
    def drop(self, numbers: list[int]) -> None:
        names = [one.id for one in self.report().findings]
        if names:
            chosen = [names[number % len(names)] for number in numbers]
            before, decided = self.order(), said(self.workspace)
            self.mend(lambda r: drop_findings(r, chosen, "r"))
            assert self.order() == before
            self.dropped |= {name: ({coder: log.get(name) for coder, log in decided.items()}, self.acts) for name in chosen}

    @rule(numbers=st.lists(NUMBERS, min_size=1, max_size=2))
    def restore(self, numbers: list[int]) -> None:
        names = [one.finding.id for one in self.report().left_out]
        if names:
            chosen = [names[number % len(names)] for number in numbers]
            before = self.order()
            self.mend(lambda r: restore_findings(r, chosen))
            assert self.order() == before
            for name in chosen:
                decided, acts = self.dropped.pop(name, ({}, -1))
                if acts == self.acts:
                    assert {coder: log.get(name) for coder, log in said(self.workspace).items()} == decided

    @rule(number=NUMBERS, other=NUMBERS, where=st.sampled_from(["before", "after", "first", "last"]))
    def move(self, number: int, other: int, where: str) -> None:
        names = [one.id for one in self.report().findings]
        if len(names) > 1:
            chosen = names[number % len(names)]
            rest = [name for name in names if name != chosen]
            target = rest[other % len(rest)]
            before = said(self.workspace)
            self.mend(lambda r: move_finding(r, chosen, **{where: target if where in ("before", "after") else True}))
            at = {"before": rest.index(target), "after": rest.index(target) + 1, "first": 0, "last": len(rest)}[where]
            assert [one.id for one in self.report().findings] == [*rest[:at], chosen, *rest[at:]]
            assert said(self.workspace) == before

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        self.dropped.clear()
        before, after, acts = self.done.pop()
        mender(self.workspace, self.clock).undo(with_decisions=acts != self.acts)
        assert files(self.workspace) == before[0]
        if acts == self.acts:
            assert said(self.workspace) == before[1]
        self.undone.append((before, after, acts if acts == self.acts else -1))

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        self.dropped.clear()
        before, after, acts = self.undone.pop()
        mender(self.workspace, self.clock).redo(with_decisions=acts != self.acts)
        assert files(self.workspace) == after[0]
        if acts == self.acts:
            assert said(self.workspace) == after[1]
        self.done.append((before, after, acts if acts == self.acts else -1))

    # What is always so -------------------------------------------------------------------------------------------------------

    @invariant()
    def no_word_is_lost_or_made(self) -> None:
        assert words(self.report()) == self.words

    @invariant()
    def no_decision_is_orphaned_and_none_is_fresh_on_what_its_coder_has_not_read(self) -> None:
        old = stale(self.workspace)
        for coder, log in held(self.workspace).items():
            for name, d in log.items():
                if d.state != "cleared" and (coder, name) not in old:
                    assert (coder, d.text, (d.state, d.tags, d.candidate, d.reason)) in self.read

    @invariant()
    def the_history_says_what_stands(self) -> None:
        assert not mender(self.workspace).history().faults
        assert not list(self.workspace.root.rglob("*.part"))
        assert not list(self.workspace.root.rglob("changes.pending"))


Mending.TestCase.settings = settings(max_examples=30, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))
TestMending = Mending.TestCase
