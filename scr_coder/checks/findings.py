"""The findings of a review have ids of their own and text that shows what it is.

Passes:

    - {id: "4.1", text: ...}
    - {id: "4.10", text: ...}        # labels are text: 4.10 is not 4.1

Fails:

    - {id: "4.1", text: ...}
    - {id: "4.1", text: ...}         # FND001
"""

from __future__ import annotations

from collections.abc import Iterator

from scr_coder.checks.snapshot import Snapshot
from scr_coder.location import Location
from scr_coder.problem import Problem, Severity
from scr_coder.text import count_of, unsafe_characters

CODES = {
    "FND001": "two findings of a review have the same id",
    "FND002": "two findings of a review have ids that differ only in case",
    "FND003": "a finding's text holds control or bidirectional characters (warning)",
    "FND004": "a review has no findings (warning)",
}


def check(snapshot: Snapshot) -> Iterator[Problem]:
    """Yield FND001 to FND004."""
    for folder in snapshot.folders:
        if folder.findings is None:
            continue
        if not folder.findings:
            place = Location(folder.findings_path)
            yield Problem("FND004", Severity.WARNING, place, f"{folder.id} has no findings", "add them or import the report")
        seen: dict[str, str] = {}
        for finding in folder.findings:
            folded = finding.id.casefold()
            first = seen.get(folded)
            seen.setdefault(folded, finding.id)
            place = Location(folder.findings_path, finding.line, finding.column)
            if first is not None:
                code = "FND001" if first == finding.id else "FND002"
                same = "is given twice" if first == finding.id else f"differs from `{first}` only in case"
                yield Problem(code, Severity.ERROR, place, f"the finding id `{finding.id}` {same}", "give each its own id")
            unsafe = [] if finding.text.isascii() else unsafe_characters(finding.text)
            if unsafe:
                found = count_of(len(unsafe), "kind")
                message = f"the text of finding {finding.id} holds {found} of invisible characters ({', '.join(unsafe)})"
                yield Problem("FND003", Severity.WARNING, place, message, "delete them unless they are meant")
