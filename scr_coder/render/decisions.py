"""Decisions and their history, in words and as JSON."""

from __future__ import annotations

from typing import Any

from scr_coder.coding import CodingSession, Decision, Saved, read_log
from scr_coder.taxonomy import TaxonomySet
from scr_coder.text import one_line
from scr_coder.workspace import Workspace


def describe_decision(session: CodingSession, decision: Decision) -> str:
    """Return one decision in words, over one line and one more for each tag."""
    finding = session.findings.get(decision.finding)
    text = f" “{one_line(finding.text, 50)}”" if finding else ""
    parts = [f"finding {decision.finding} of {session.review}, coder {session.coder}: {_state(decision)}"]
    if text:
        parts.append(f" {text}")
    for tag in decision.tags:
        issue = session.taxonomies.issues.get(tag.issue)
        label = f" {issue.label}" if issue else ""
        parts.append(f"  {tag.issue}{label} ({tag.role}, {tag.polarity})")
        parts.extend(f"    WHY {text}" for text in _causes(tag.causes, tag.other, session.taxonomies))
    if decision.memo:
        parts.append(f"  memo: {one_line(decision.memo)}")
    return "\n".join(parts)


def what_else_changed(saved: Saved) -> list[str]:
    """Return what a coder should be told beside the new state: tags that went away, a primary that moved."""
    before, after = saved.before, saved.decision
    if before is None or not saved.changed:
        return []
    told = []
    if before.state in ("no_match", "excluded") and before.state != after.state:
        told.append(f"before, the finding was {_state(before)}")
    roles = {tag.issue: tag.role for tag in after.tags}
    gone = [tag for tag in before.tags if tag.issue not in roles]
    if gone:
        names = ", ".join(tag.issue + (f" [{', '.join(tag.causes)}]" if tag.causes else "") for tag in gone)
        told.append(f"no longer there: {names}")
    told += [f"{t.issue} was {t.role} and is {roles[t.issue]} now" for t in before.tags if roles.get(t.issue, t.role) != t.role]
    return told


def _causes(causes: tuple[str, ...], other: str, taxonomies: TaxonomySet) -> list[str]:
    lines = []
    for cause in causes:
        known = taxonomies.causes.get(cause)
        lines.append(f"{cause} {known[1].label}" if known else cause)
    if other:
        lines.append(f"other: {one_line(other)}")
    return lines


def _state(decision: Decision) -> str:
    if decision.state == "no_match":
        return f"no match, candidate: {one_line(decision.candidate)}"
    if decision.state == "excluded":
        return f"excluded: {one_line(decision.reason)}"
    return "uncoded" if decision.state == "cleared" else decision.state


def decision_json(workspace: Workspace, review: str | None, coder: str | None, finding: str | None) -> list[dict[str, Any]]:
    """Return the decisions that match, oldest first, as plain values."""
    found = []
    for log in workspace.logs(review):
        if coder is not None and log.coder != coder:
            continue
        for number, decision in read_log(log.path).entries:
            if finding is None or decision.finding == finding:
                found.append((decision.decided_at, log.review, log.coder, number, decision))
    found.sort(key=lambda entry: entry[:4])
    return [
        {
            "decided_at": moment,
            "review": review_id,
            "coder": name,
            "finding": decision.finding,
            "state": decision.state,
            "tags": [tag._asdict() for tag in decision.tags],
            "candidate": decision.candidate,
            "reason": decision.reason,
            "memo": decision.memo,
            "undoes": decision.undoes,
            "redoes": decision.redoes,
            "mend": decision.mend,
            "line": number,
        }
        for moment, review_id, name, number, decision in found
    ]


def log_text(lines: list[dict[str, Any]]) -> str:
    """Return the history as lines of text."""
    out = []
    for entry in lines:
        tags = ", ".join(_tag_text(tag) for tag in entry["tags"])
        what = {"coded": tags, "no_match": f"no match: {entry['candidate']}", "excluded": f"excluded: {entry['reason']}"}
        said = what.get(entry["state"], "uncoded")
        mark = "mend → " if entry["mend"] else "undo → " if entry["undoes"] else "redo → " if entry["redoes"] else ""
        memo = f"  memo: {entry['memo']}" if entry["memo"] else ""
        moment = entry["decided_at"][:19].replace("T", " ")
        out.append(one_line(f"{moment}Z {entry['coder']} {entry['review']} {entry['finding']}: {mark}{said}{memo}"))
    return "\n".join(out)


def _tag_text(tag: dict[str, Any]) -> str:
    causes = [*tag["causes"], *([f"other: {tag['other']}"] if tag["other"] else [])]
    why = f" [{', '.join(causes)}]" if causes else ""
    polarity = "" if tag["polarity"] == "problem" else f" {tag['polarity']}"
    return str(tag["issue"]) + why + polarity + (" secondary" if tag["role"] == "secondary" else "")
