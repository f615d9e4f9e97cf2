"""The relations that are counted and their columns; `scr_coder.tables.facts` says what they hold."""

from __future__ import annotations

COLUMNS = {
    "reviews": ("review",),
    "attributes": ("review", "attribute", "value"),
    "findings": ("review", "finding"),
    "decisions": ("review", "finding", "coder", "state", "decided_at", "candidate", "reason", "fits"),
    "tags": ("review", "finding", "coder", "issue", "role", "polarity"),
    "causes": ("review", "finding", "coder", "issue", "polarity", "cause", "family"),
    "areas": ("area", "label", "position"),
    "issues": ("issue", "area", "label", "position"),
    "why": ("issue", "cause", "family", "label", "position"),
    "families": ("family", "label", "position"),
}
RELATIONS = tuple(COLUMNS)

INTEGERS = frozenset(["position", "unreadable"])
ENCODED = {
    "review": ("reviews",),
    "finding": ("findings", "decisions"),
    "coder": ("decisions",),
    "state": ("decisions",),
    "polarity": ("tags", "causes"),
    "issue": ("issues", "tags"),
    "cause": ("why", "causes"),
    "family": ("families", "why", "causes"),
}
"""The columns that rows are joined and grouped by, and the relations that hold all their values."""
