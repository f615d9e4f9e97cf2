"""Every issue has a label of its own; every cause has a family.

Passes:

    - id: C02
      label: Disagreement over need for CSC involvement left unresolved
      causes:
        - {id: C02.1, label: Heavy workloads affected decisions, family: capacity}

Fails:

    - id: C02                          # TAX030: C02 has no label
      causes:
        - {id: C02.1, label: Heavy workloads affected decisions}      # TAX032: no family
"""

from __future__ import annotations

from collections.abc import Iterator

from scr_coder.checks.snapshot import Snapshot
from scr_coder.problem import Problem, Severity

CODES = {
    "TAX030": "an issue has no label",
    "TAX031": "two issues have the same label",
    "TAX032": "a cause has no family",
    "TAX033": "two causes of one issue have the same label",
}


def check(snapshot: Snapshot) -> Iterator[Problem]:
    """Yield TAX030 to TAX033."""
    labels: dict[str, str] = {}
    for taxonomy in snapshot.taxonomies.taxonomies:
        for issue in taxonomy.issues():
            place = issue.places["label"][0]
            folded = " ".join(issue.label.casefold().split())
            if not folded:
                yield Problem("TAX030", Severity.ERROR, place, f"{issue.id} has no label", "say the issue in a few words")
            elif labels.setdefault(folded, issue.id) != issue.id:
                message = f"{issue.id} has the same label as {labels[folded]}: “{issue.label}”"
                yield Problem("TAX031", Severity.ERROR, place, message, "coders could not tell them apart")
            causes: dict[str, str] = {}
            for cause in issue.causes:
                if not cause.family:
                    message = f"the cause {cause.id} has no family"
                    yield Problem("TAX032", Severity.ERROR, cause.location, message, "without one it is missing from table families")
                same = " ".join(cause.label.casefold().split())
                if same and causes.setdefault(same, cause.id) != cause.id:
                    message = f"{cause.id} has the same label as {causes[same]}: “{cause.label}”"
                    yield Problem("TAX033", Severity.ERROR, cause.location, message)
