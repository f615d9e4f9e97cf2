"""The decisions that hold fit the findings and the taxonomies. Decisions that were replaced later are history.

Passes: a decision on finding 3 of the review, tagged C02 with the cause C02.1.

Fails:

    {"finding":"33", …}                                    # DEC001: the review has no finding 33
    {"tags":[{"issue":"G03", …}], …}                       # DEC003: G03 is a placeholder
    {"tags":[{"issue":"C02","causes":["D04.1"], …}], …}    # DEC005: D04.1 is a cause of D04
"""

from __future__ import annotations

from collections.abc import Iterator

from scr_coder.checks.snapshot import Snapshot
from scr_coder.coding import Decision, Tag
from scr_coder.location import Location
from scr_coder.problem import Problem, Severity, did_you_mean
from scr_coder.taxonomy import UNCLEAR, TaxonomySet
from scr_coder.text import text_hash

CODES = {
    "DEC001": "a decision is on a finding that the review does not have",
    "DEC002": "a decision uses an issue that is not in the taxonomies",
    "DEC003": "a decision uses a placeholder",
    "DEC004": "a decision uses a deprecated issue",
    "DEC005": "a decision gives a cause that is not one of its issue",
    "DEC006": "a decision is stale: the finding's text has changed since (warning)",
    "DEC007": "a decision gives `unclear` beside another cause",
    "DEC008": "a decision has more than one primary tag",
}


def check(snapshot: Snapshot) -> Iterator[Problem]:
    """Yield DEC001 to DEC008."""
    for folder in snapshot.folders:
        if not folder.logs:
            continue
        hashes = None if folder.findings is None else {f.id: text_hash(f.text) for f in folder.findings}
        for _, shown, content in folder.logs:
            held = {decision.finding: (number, decision) for number, decision in content.entries}
            for number, decision in held.values():
                if decision.state == "cleared":
                    continue
                place = Location(shown, number)
                if hashes is not None:
                    yield from _finding(folder.id, decision, place, hashes)
                if decision.tags:
                    yield from _tags(decision, place, snapshot.taxonomies, snapshot.complete)


def _finding(review: str, decision: Decision, place: Location, hashes: dict[str, str]) -> Iterator[Problem]:
    hashed = hashes.get(decision.finding)
    if hashed is None:
        message = f"{review} has no finding `{decision.finding}`"
        yield Problem("DEC001", Severity.ERROR, place, message, did_you_mean(decision.finding, hashes))
    elif hashed != decision.text:
        message = f"the text of finding {decision.finding} has changed since it was coded"
        yield Problem("DEC006", Severity.WARNING, place, message, "read it again, then tag it again")


def _tags(decision: Decision, place: Location, taxonomies: TaxonomySet, complete: bool) -> Iterator[Problem]:
    if len(decision.tags) > 1 and sum(tag.role == "primary" for tag in decision.tags) > 1:
        message = f"finding {decision.finding} has more than one primary tag"
        yield Problem("DEC008", Severity.ERROR, place, message, "tag the main one again")
    for tag in decision.tags:
        issue = taxonomies.issues.get(tag.issue)
        if issue is None:
            if complete:
                message = f"finding {decision.finding} is tagged `{tag.issue}`, which is not in the taxonomies"
                yield Problem("DEC002", Severity.ERROR, place, message, did_you_mean(tag.issue, taxonomies.issues))
            continue
        if issue.status == "placeholder":
            message = f"finding {decision.finding} is tagged {issue.id}, a placeholder that cannot be coded"
            yield Problem("DEC003", Severity.ERROR, place, message, "choose an issue, or no-match with a candidate")
        elif issue.status == "deprecated":
            instead = ", ".join(issue.replaced_by)
            message = f"finding {decision.finding} is tagged {issue.id}, which is deprecated"
            yield Problem("DEC004", Severity.ERROR, place, message, f"use {instead}" if instead else "")
        if tag.causes:
            yield from _causes(decision, tag, place, taxonomies)


def _causes(decision: Decision, tag: Tag, place: Location, taxonomies: TaxonomySet) -> Iterator[Problem]:
    if UNCLEAR in tag.causes and len(tag.causes) > 1:
        message = f"{tag.issue} on finding {decision.finding} has `unclear` beside another cause"
        yield Problem("DEC007", Severity.ERROR, place, message, "give either")
    own = [cause.id for cause in taxonomies.issues[tag.issue].causes]
    for cause in tag.causes:
        if cause != UNCLEAR and cause not in own:
            owner = taxonomies.causes.get(cause)
            whose = f"a cause of {owner[0].id}" if owner else "not in the taxonomies"
            message = f"{tag.issue} on finding {decision.finding} has the cause `{cause}`, which is {whose}"
            yield Problem("DEC005", Severity.ERROR, place, message, did_you_mean(cause, own))
