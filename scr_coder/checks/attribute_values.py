"""A review's attributes are known, and their values are those that the attribute schema controls.

Passes:

    attributes:
      review_type: scr
      harm_category: [neglect, physical_abuse]
      age_band: not_stated          # special values may stand for any attribute

Fails:

    attributes:
      review_typ: scr               # REV010: did you mean `review_type`?
      review_type: SCR              # REV011: did you mean `scr`?
      age_band: [under_1, 1_to_5]   # REV012: takes one value
"""

from __future__ import annotations

from collections.abc import Iterator

from scr_coder.checks.snapshot import Snapshot
from scr_coder.problem import Problem, Severity, did_you_mean

CODES = {
    "REV010": "a review has an attribute that is not in the attribute schema",
    "REV011": "the value of an attribute is not one that it may take",
    "REV012": "an attribute that takes one value has several, or a special value stands beside others",
}


def check(snapshot: Snapshot) -> Iterator[Problem]:
    """Yield REV010 to REV012. Without an attribute schema nothing is checked."""
    schema = snapshot.attributes
    if not schema.attributes:
        return
    for folder in snapshot.folders:
        if folder.review is None:
            continue
        for name, values in folder.review.attributes.items():
            known = schema.attributes.get(name)
            if known is None:
                message = f"`{name}` is not an attribute of the workspace"
                hint = did_you_mean(name, schema.attributes) or f"add it to {snapshot.attributes_path}"
                yield Problem("REV010", Severity.ERROR, folder.review.places[f"attributes.{name}"], message, hint)
                continue
            place = folder.review.places[f"values.{name}"]
            if len(values) > 1 and known.type != "multi":
                message = f"{name} takes one value; {len(values)} are given"
                yield Problem("REV012", Severity.ERROR, place, message)
            elif len(values) > 1 and (special := [value for value in values if value in schema.special]):
                message = f"{name} says `{special[0]}` beside other values"
                yield Problem("REV012", Severity.ERROR, place, message, "give either")
            for value in values:
                fault = schema.fault(name, value)
                if fault is not None:
                    yield Problem("REV011", Severity.ERROR, place, *fault)
