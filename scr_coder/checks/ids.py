"""Ids are unique over all taxonomies of a workspace, differ in more than case, and say where they belong.

Passes:

    areas:
      - id: C
        issues:
          - id: C02
            causes:
              - id: C02.1

Fails:

    areas:
      - id: C
        issues:
          - id: C02
          - id: C02            # TAX001: `C02` is given twice
          - id: D09            # TAX003: in area C, ids begin with C
            causes:
              - id: C02.1      # TAX003: causes of D09 begin with D09.
"""

from __future__ import annotations

from collections.abc import Iterator

from scr_coder.checks.snapshot import Snapshot
from scr_coder.location import Location
from scr_coder.problem import Problem, Severity

CODES = {
    "TAX001": "an id is given twice in the taxonomies of a workspace",
    "TAX002": "two ids differ only in case",
    "TAX003": "an id does not say where it belongs: `C02` in area C, `C02.1` under C02",
}


def _ids(snapshot: Snapshot) -> Iterator[tuple[str, str, Location]]:
    for taxonomy in snapshot.taxonomies.taxonomies:
        yield "taxonomy", taxonomy.id, taxonomy.places["id"]
        for family in taxonomy.families:
            yield "family", family.id, family.location
        for area in taxonomy.areas:
            yield "area", area.id, area.location
        for issue in taxonomy.issues():
            yield "issue", issue.id, issue.location
            for cause in issue.causes:
                yield "cause", cause.id, cause.location


def check(snapshot: Snapshot) -> Iterator[Problem]:
    """Yield TAX001, TAX002 and TAX003."""
    exact: dict[tuple[str, str], Location] = {}
    folded: dict[tuple[str, str], tuple[str, Location]] = {}
    for kind, name, location in _ids(snapshot):
        key = (kind, name.casefold())
        if (kind, name) in exact:
            first = exact[kind, name]
            message = f"the {kind} id `{name}` is given twice; the first is at {first.path}:{first.line}"
            yield Problem("TAX001", Severity.ERROR, location, message, "ids are never used again: choose a new one")
        elif key in folded:
            other, first = folded[key]
            message = f"the {kind} ids `{name}` and `{other}` ({first.path}:{first.line}) differ only in case"
            yield Problem("TAX002", Severity.ERROR, location, message, "choose another id")
        exact.setdefault((kind, name), location)
        folded.setdefault(key, (name, location))
    for taxonomy in snapshot.taxonomies.taxonomies:
        for issue in taxonomy.issues():
            if issue.id.rstrip("abcdefghijklmnopqrstuvwxyz")[:-2] != issue.area:
                message = f"`{issue.id}` stands in area {issue.area}, where ids begin with {issue.area} and two digits"
                yield Problem("TAX003", Severity.ERROR, issue.location, message)
            for cause in issue.causes:
                if cause.id.rpartition(".")[0] != issue.id:
                    message = f"the cause `{cause.id}` stands under {issue.id}, whose causes begin with `{issue.id}.`"
                    yield Problem("TAX003", Severity.ERROR, cause.location, message)
