"""What was left out of a review has ids of its own, and says before which finding it stood.

Passes:

    # findings.yaml                                # left_out.yaml
    - {id: "4.17", text: ...}                      - {id: "p12.3", before: "4.17", reason: a caption, text: ...}

Fails:

    # findings.yaml                                # left_out.yaml
    - {id: "4.17", text: ...}                      - {id: "4.17", reason: dropped, text: ...}                   # LFT001
                                                   - {id: "p12.3", before: "4.71", reason: ..., text: ...}      # LFT003
"""

from __future__ import annotations

from collections.abc import Iterator

from scr_coder.checks.snapshot import Snapshot
from scr_coder.location import Location
from scr_coder.problem import Problem, Severity, did_you_mean

CODES = {
    "LFT001": "a paragraph that was left out has the id of a finding",
    "LFT002": "two paragraphs that were left out have the same id",
    "LFT003": "a paragraph was left out before a finding that the review does not have (warning)",
}


def check(snapshot: Snapshot) -> Iterator[Problem]:
    """Yield LFT001 to LFT003."""
    for folder in snapshot.folders:
        ids = {finding.id.casefold(): finding.id for finding in folder.findings or ()}
        seen: set[str] = set()
        for one in folder.left_out or ():
            name = one.finding.id
            place = Location(f"{folder.path}/left_out.yaml", one.finding.line, one.finding.column)
            if name.casefold() in ids:
                message = f"`{name}` was left out, and is a finding"
                yield Problem("LFT001", Severity.ERROR, place, message, "keep it in one of the two files")
            if name.casefold() in seen:
                yield Problem("LFT002", Severity.ERROR, place, f"the id `{name}` is given twice", "give each its own id")
            seen.add(name.casefold())
            if one.before and folder.findings is not None and one.before not in ids.values():
                message = f"`{name}` was left out before `{one.before}`, which is no finding of {folder.id}"
                hint = did_you_mean(one.before, ids.values()) or "name the finding that follows it in the report, or nothing"
                yield Problem("LFT003", Severity.WARNING, place, message, hint)
