"""The attribute schema names each attribute once, with values where it needs them, and no name that tables use.

Passes:

    - {id: nation, label: Nation, type: enum, values: [{id: wales, label: Wales}]}

Fails:

    - {id: nation, label: Nation, type: enum}      # ATT002: an enum needs values
    - {id: issue, label: Issue, type: text}        # ATT003: tables use that name
"""

from __future__ import annotations

from collections.abc import Iterator

from scr_coder.checks.snapshot import Snapshot
from scr_coder.problem import Problem, Severity

CODES = {
    "ATT001": "an attribute is defined twice",
    "ATT002": "an attribute of type enum or multi has no values, or another type has some",
    "ATT003": "an attribute has a name that tables use for something else",
}
_DIMENSIONS = ("review", "finding", "coder", "issue", "area", "cause", "family", "candidate", "polarity", "role", "state")
RESERVED = frozenset([*_DIMENSIONS, "publication_year", "label", "n", "base", "percent", "all"])


def check(snapshot: Snapshot) -> Iterator[Problem]:
    """Yield ATT001 to ATT003."""
    attributes = snapshot.attributes
    for name, location in attributes.duplicates:
        yield Problem("ATT001", Severity.ERROR, location, f"the attribute `{name}` is defined twice", "keep one")
    for attribute in attributes.attributes.values():
        listed = attribute.type in ("enum", "multi")
        if listed != bool(attribute.values):
            has = "needs a list of values" if listed else "takes no list of values"
            message = f"`{attribute.id}` is of type {attribute.type}, which {has}"
            yield Problem("ATT002", Severity.ERROR, attribute.location, message)
        if attribute.id in RESERVED:
            message = f"`{attribute.id}` cannot be an attribute: tables use that name"
            yield Problem("ATT003", Severity.ERROR, attribute.location, message, "choose another name")
