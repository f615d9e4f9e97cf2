"""How far the reviews are coded: states of findings by coder, and counts of them."""

from __future__ import annotations

import enum
from typing import NamedTuple

from scr_coder.coding import Decision, fold_log, read_log
from scr_coder.review import Finding
from scr_coder.text import text_hash
from scr_coder.workspace import Workspace


class FindingState(enum.StrEnum):
    """What a coder has said of a finding."""

    UNCODED = "uncoded"
    CODED = "coded"
    NO_MATCH = "no_match"
    EXCLUDED = "excluded"
    STALE = "stale"


class CodedFinding(NamedTuple):
    """A finding with the decision of each coder who has one; ``stale`` holds the coders whose decision is on older text."""

    finding: Finding
    decisions: dict[str, Decision]
    stale: frozenset[str]


class Progress(NamedTuple):
    """Counts of one review and coder; ``coder`` is empty when nobody has begun. ``last`` is the last `decided_at`."""

    review: str
    coder: str
    findings: int
    coded: int
    no_match: int
    excluded: int
    uncoded: int
    stale: int
    last: str


def state_of(decision: Decision | None) -> str:
    """Return the state a decision leaves a finding in: a cleared one, and none at all, are ``uncoded``."""
    return "uncoded" if decision is None or decision.state == "cleared" else decision.state


def finding_states(workspace: Workspace, review: str, coder: str | None = None, state: FindingState | None = None) -> list[CodedFinding]:
    """Return the findings of a review, in order, with the decisions of all coders or of one; filtered by state if given."""
    findings = workspace.findings(review)
    folded = {log.coder: fold_log(read_log(log.path).decisions) for log in workspace.logs(review)}
    if coder is not None:
        folded = {coder: folded.get(coder, {})}
    entries = []
    for finding in findings:
        hashed = text_hash(finding.text)
        decisions = {name: held[finding.id] for name, held in folded.items() if finding.id in held}
        stale = frozenset(n for n, d in decisions.items() if state_of(d) != "uncoded" and d.text != hashed)
        entry = CodedFinding(finding, decisions, stale)
        if state is None or _matches(entry, state):
            entries.append(entry)
    return entries


def _matches(entry: CodedFinding, state: FindingState) -> bool:
    states = {state_of(decision) for decision in entry.decisions.values()} - {"uncoded"}
    if state is FindingState.STALE:
        return bool(entry.stale)
    return not states if state is FindingState.UNCODED else state.value in states


def progress(workspace: Workspace, review: str | None = None) -> list[Progress]:
    """Return one row for each review and coder, by review and coder; a row without coder where nobody has begun."""
    rows = []
    for name in workspace.review_ids if review is None else [review]:
        findings = {finding.id: text_hash(finding.text) for finding in workspace.findings(name)}
        logs = list(workspace.logs(name))
        for log in logs:
            decisions = read_log(log.path).decisions
            held = {key: value for key, value in fold_log(decisions).items() if key in findings}
            states = [state_of(held.get(finding)) for finding in findings]
            stale = sum(1 for f, hashed in findings.items() if state_of(held.get(f)) != "uncoded" and held[f].text != hashed)
            rows.append(_row(name, log.coder, states, stale, decisions[-1].decided_at if decisions else ""))
        if not logs:
            rows.append(_row(name, "", ["uncoded"] * len(findings), 0, ""))
    return rows


def _row(review: str, coder: str, states: list[str], stale: int, last: str) -> Progress:
    counts = [states.count(state) for state in ("coded", "no_match", "excluded", "uncoded")]
    coded, no_match, excluded, uncoded = counts
    return Progress(review, coder, len(states), coded, no_match, excluded, uncoded, stale, last)
