"""The coded findings of a workspace, as examples to learn from."""

from __future__ import annotations

from typing import NamedTuple

from scr_coder.coding import Decision, fold_log, read_log
from scr_coder.problem import ScrError
from scr_coder.text import text_hash
from scr_coder.workspace import Workspace

CONSENSUS = "consensus"
MOST_EXAMPLES = 500
"""More would make starting slow (1 ms each to read and take apart), and a few hundred nearest neighbours say what more would."""


class Example(NamedTuple):
    """A finding with the issues it was coded with; ``issues`` in the order of the tags."""

    review: str
    finding: str
    text: str
    issues: tuple[str, ...]


def workspace_examples(workspace: Workspace, most: int = MOST_EXAMPLES) -> list[Example]:
    """Return findings on which a workspace is agreed: at most ``most``, reviews with a consensus first, then by review, in order.

    A finding's issues are those of the coder `consensus`; where that one has not decided, those that all coders who decided
    name, if they are two or more: what one coder alone said is nobody else's to see before they have coded. Tags of polarity
    `positive` never count, nor decisions on older text. A review whose findings cannot be read has no examples: `scr check`
    reports it.
    """
    coders: dict[str, list[str]] = {}
    for log in workspace.logs():
        coders.setdefault(log.review, []).append(log.coder)
    useful = [review for review, names in coders.items() if CONSENSUS in names or len(names) > 1]
    examples: list[Example] = []
    for review in sorted(useful, key=lambda name: (CONSENSUS not in coders[name], name)):
        examples += review_examples(workspace, review)
        if len(examples) >= most:
            break
    return examples[:most]


def review_examples(workspace: Workspace, review: str) -> list[Example]:
    """Return the examples of one review, in order; see `workspace_examples`."""
    try:
        folded = {log.coder: fold_log(read_log(log.path).decisions) for log in workspace.logs(review)}
        findings = workspace.findings(review)
    except ScrError:
        return []
    examples = []
    for finding in findings:
        hashed = text_hash(finding.text)
        held = {name: log[finding.id] for name, log in folded.items() if finding.id in log}
        decided = {name: one for name, one in held.items() if one.state != "cleared" and one.text == hashed}
        issues = _issues(decided[CONSENSUS]) if CONSENSUS in decided else _agreed(list(decided.values()))
        if issues:
            examples.append(Example(review, finding.id, finding.text, issues))
    return examples


def _issues(decision: Decision) -> tuple[str, ...]:
    return tuple(tag.issue for tag in decision.tags if tag.polarity != "positive")


def _agreed(decisions: list[Decision]) -> tuple[str, ...]:
    if len(decisions) < 2:
        return ()
    others = [set(_issues(one)) for one in decisions[1:]]
    return tuple(issue for issue in _issues(decisions[0]) if all(issue in other for other in others))
