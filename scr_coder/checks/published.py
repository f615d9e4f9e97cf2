"""A taxonomy holds as many areas and issues as it says were published.

Passes:

    published_issues: 44       # and 44 issues follow, placeholders and deprecated ones included

Fails:

    published_issues: 44       # TAX041: 43 issues are here
"""

from __future__ import annotations

from collections.abc import Iterator

from scr_coder.checks.snapshot import Snapshot
from scr_coder.problem import Problem, Severity

CODES = {
    "TAX040": "the number of areas is not the one published",
    "TAX041": "the number of issues is not the one published",
}


def check(snapshot: Snapshot) -> Iterator[Problem]:
    """Yield TAX040 and TAX041."""
    for taxonomy in snapshot.taxonomies.taxonomies:
        counts = (
            ("TAX040", "areas", taxonomy.published_areas, len(taxonomy.areas)),
            ("TAX041", "issues", taxonomy.published_issues, sum(1 for _ in taxonomy.issues())),
        )
        for code, noun, published, found in counts:
            if published is not None and published != found:
                message = f"`{taxonomy.id}` says that {published} {noun} were published; {found} are here"
                place = taxonomy.places[f"published_{noun}"]
                yield Problem(code, Severity.ERROR, place, message, "nothing may be lost: keep a lost one as a placeholder")
