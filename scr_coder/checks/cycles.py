"""Extending and replacing come to an end: no taxonomy extends itself, no issue is replaced by itself, in however many steps.

Passes:

    - {id: C02, status: deprecated, replaced_by: [C09]}
    - {id: C09}

Fails:

    - {id: C02, status: deprecated, replaced_by: [C09]}      # TAX021: C02 → C09 → C02
    - {id: C09, status: deprecated, replaced_by: [C02]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from scr_coder.checks.snapshot import Snapshot
from scr_coder.problem import Problem, Severity

CODES = {
    "TAX020": "taxonomies extend each other in a circle",
    "TAX021": "issues are replaced by each other in a circle",
}


def _circles(steps: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Yield circles until none is left, each once, from its least member on; self-steps are left to others."""
    graph = {name: {target for target in targets if target != name} for name, targets in steps.items()}
    while True:
        try:
            TopologicalSorter(graph).prepare()
            return
        except CycleError as error:
            members = list(reversed(error.args[1]))[1:]  # graphlib lists each name before the one that leads to it
            least = members.index(min(members))
            circle = members[least:] + members[:least]
            yield [*circle, circle[0]]
            graph[circle[0]].discard(circle[1])


def check(snapshot: Snapshot) -> Iterator[Problem]:
    """Yield TAX020 and TAX021."""
    taxonomies = {taxonomy.id: taxonomy for taxonomy in snapshot.taxonomies.taxonomies}
    for circle in _circles({t.id: [t.extends] if t.extends else [] for t in taxonomies.values()}):
        message = f"taxonomies extend each other in a circle: {' → '.join(circle)}"
        yield Problem("TAX020", Severity.ERROR, taxonomies[circle[0]].places["extends"], message, "remove one `extends`")
    for taxonomy in taxonomies.values():
        if taxonomy.extends == taxonomy.id and taxonomy.id:
            message = f"the taxonomy `{taxonomy.id}` extends itself"
            yield Problem("TAX020", Severity.ERROR, taxonomy.places["extends"], message, "remove `extends`")
    issues = snapshot.taxonomies.issues
    for circle in _circles({issue.id: issue.replaced_by for issue in issues.values()}):
        message = f"issues are replaced by each other in a circle: {' → '.join(circle)}"
        place = issues[circle[0]].places["replaced_by"][0]
        yield Problem("TAX021", Severity.ERROR, place, message, "remove one `replaced_by`")
