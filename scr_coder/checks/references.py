"""What a taxonomy refers to exists: see_also, replaced_by, family, extends.

Passes:

    see_also: [D07]          # D07 is an issue of one of the workspace's taxonomies

Fails:

    see_also: [D70]          # TAX010: did you mean `D07`?
    extends: lip             # TAX013: did you mean `lipp`?
"""

from __future__ import annotations

from collections.abc import Iterator

from scr_coder.checks.snapshot import Snapshot
from scr_coder.problem import Problem, Severity, did_you_mean

CODES = {
    "TAX010": "`see_also` names an issue that does not exist",
    "TAX011": "`replaced_by` names an issue that does not exist",
    "TAX012": "a cause's family does not exist",
    "TAX013": "`extends` names a taxonomy that the workspace does not use",
    "TAX014": "an issue refers to itself",
}


def check(snapshot: Snapshot) -> Iterator[Problem]:
    """Yield TAX010 to TAX014."""
    if not snapshot.complete:
        return
    known = snapshot.taxonomies
    ids = {taxonomy.id for taxonomy in known.taxonomies}
    for taxonomy in known.taxonomies:
        if taxonomy.extends and taxonomy.extends not in ids:
            message = f"`{taxonomy.id}` extends `{taxonomy.extends}`, which the workspace does not use"
            hint = did_you_mean(taxonomy.extends, ids) or "add it to `taxonomies` in data/workspace.yaml"
            yield Problem("TAX013", Severity.ERROR, taxonomy.places["extends"], message, hint)
        for issue in taxonomy.issues():
            for code, name, targets in (("TAX010", "see_also", issue.see_also), ("TAX011", "replaced_by", issue.replaced_by)):
                for target, place in zip(targets, issue.places[name], strict=True):
                    if target not in known.issues:
                        message = f"`{name}` of {issue.id} names `{target}`, which does not exist"
                        yield Problem(code, Severity.ERROR, place, message, did_you_mean(target, known.issues))
                    elif target == issue.id:
                        yield Problem("TAX014", Severity.ERROR, place, f"`{name}` of {issue.id} names {issue.id} itself")
            for cause in issue.causes:
                if cause.family and cause.family not in known.families:
                    message = f"the family `{cause.family}` of {cause.id} does not exist"
                    yield Problem("TAX012", Severity.ERROR, cause.family_location, message, did_you_mean(cause.family, known.families))
