"""The history of a review's findings holds changes only, each on a whole line, and no change was left half made.

Passes:

    data/reviews/jn15-learning-review/changes.jsonl      with one change on each line

Fails:

    {"v":1,"changed_at":"2026-11-       # CHG001: the last line was cut off
    <<<<<<< HEAD                        # CHG002: a merge conflict was left in the history
    data/reviews/my-review/finding.yaml # CHG004: nothing reads a file of this name
"""

from __future__ import annotations

from collections.abc import Iterator

from scr_coder.checks.snapshot import ReviewFolder, Snapshot
from scr_coder.location import Location
from scr_coder.mending.history import HISTORY, PENDING
from scr_coder.problem import Problem, Severity, did_you_mean

CODES = {
    "CHG001": "the last line of a history of findings was cut off: a write was interrupted",
    "CHG002": "a line of a history of findings is not a change",
    "CHG003": "a change to the findings was interrupted",
    "CHG004": "a file in a review's folder is read by nothing (warning)",
}
_KNOWN = ("review.yaml", "findings.yaml", "left_out.yaml", HISTORY)


def check(snapshot: Snapshot) -> Iterator[Problem]:
    """Yield CHG001 to CHG004."""
    for folder in snapshot.folders:
        for name in folder.others:
            yield _other(folder, name)
        for fault in folder.history.faults if folder.history else ():
            place = Location(f"{folder.path}/{HISTORY}", fault.line, fault.column)
            if fault.torn:
                hint = "the next change to the findings repairs it and keeps the bytes"
                yield Problem("CHG001", Severity.ERROR, place, fault.message, hint)
            else:
                yield Problem("CHG002", Severity.ERROR, place, fault.message, "histories are written by scr only: restore the line")


def _other(folder: ReviewFolder, name: str) -> Problem:
    place = Location(f"{folder.path}/{name}")
    if name == PENDING:
        hint = f"the next change completes it; or take it back: scr undo {folder.id} --findings"
        return Problem("CHG003", Severity.ERROR, place, "a change to the findings was interrupted", hint)
    if ".torn-" in name:
        return Problem("CHG004", Severity.WARNING, place, "this holds the torn last line of a history", "look what it was, then delete it")
    if name.endswith(".part"):
        return Problem("CHG004", Severity.WARNING, place, "this was left by a write that was interrupted", "delete it")
    return Problem("CHG004", Severity.WARNING, place, "nothing reads a file of this name", did_you_mean(name, _KNOWN))
