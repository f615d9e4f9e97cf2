"""An issue's status and its successors fit: only a deprecated issue is replaced, and by issues that can be coded.

Passes:

    - {id: C02, status: deprecated, replaced_by: [C09]}

Fails:

    - {id: C02, replaced_by: [C09]}              # TAX035: C02 is active and names a successor
    - {id: C02, status: deprecated}              # TAX036 (warning): nobody learns what to use instead
"""

from __future__ import annotations

from collections.abc import Iterator

from scr_coder.checks.snapshot import Snapshot
from scr_coder.problem import Problem, Severity

CODES = {
    "TAX034": "a deprecated issue is replaced by one that cannot be coded",
    "TAX035": "an issue that is not deprecated names a successor",
    "TAX036": "a deprecated issue names no successor (warning)",
}


def check(snapshot: Snapshot) -> Iterator[Problem]:
    """Yield TAX034 to TAX036."""
    issues = snapshot.taxonomies.issues
    for issue in issues.values():
        if issue.status != "deprecated" and issue.replaced_by:
            place = issue.places["replaced_by"][0]
            message = f"{issue.id} is {issue.status} but names a successor"
            yield Problem("TAX035", Severity.ERROR, place, message, "set `status: deprecated` or remove `replaced_by`")
        if issue.status == "deprecated" and not issue.replaced_by:
            message = f"{issue.id} is deprecated and names no successor"
            yield Problem("TAX036", Severity.WARNING, issue.location, message, "add `replaced_by` if there is one")
        for target, place in zip(issue.replaced_by, issue.places["replaced_by"], strict=True):
            if target in issues and issues[target].status == "placeholder":
                message = f"{issue.id} is replaced by {target}, which is a placeholder and cannot be coded"
                yield Problem("TAX034", Severity.ERROR, place, message)
