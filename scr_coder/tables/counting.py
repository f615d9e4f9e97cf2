"""What the tables share while they are counted: the scope, the base, the columns of keys and of counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scr_coder.tables.engine import Engine
from scr_coder.tables.facts import NOT_CODED, Source
from scr_coder.tables.intervals import shown_interval
from scr_coder.tables.notes import Quality
from scr_coder.tables.percent import SMALL_BASE, shown_percent
from scr_coder.tables.request import TableRequest
from scr_coder.tables.scope import Scope
from scr_coder.tables.table import Column
from scr_coder.taxonomy import UNCLEAR

COVERAGE = ("findings", "coded", "no_match", "excluded", "disagreed", "uncoded")
RELATION_OF = {"area": ("areas", "area"), "issue": ("issues", "issue"), "family": ("families", "family"), "cause": ("why", "cause")}
OWN_CAUSES = [
    (UNCLEAR, "Unclear: the review does not say why"),
    ("other", "Other, in the coder's words"),
    ("disagreed", "Coders differ on the cause"),
    (NOT_CODED, "Cause not coded"),
]
"""Values of a cause that stand in no taxonomy, in the order in which they follow its causes."""


class Counting(Scope):
    """One table while it is counted. `open` comes first; then the members can be used.

    ``base`` is (reviews, findings), and ``at`` says which of the two is counted; ``parts`` are the values of the
    attribute ``by`` of the request (one empty part without it), and ``bases`` their bases.
    """

    def __init__(self, request: TableRequest, source: Source, engine: Engine) -> None:
        super().__init__(request, source, engine)
        self.unit = request.count
        self.at = 0 if request.count == "reviews" else 1
        self.base = (0, 0)
        self.coverage: dict[str, int] = {}
        self.parts = [""]
        self.bases: dict[str, tuple[int, int]] = {}

    def open(self) -> list[str]:
        """Make the relations of the scope, and the bases; see `Scope.open`."""
        notes = super().open()
        self.group("")
        self.base = self.group_bases().get("", (0, 0))
        self.coverage = dict(zip(COVERAGE, (self.query("coverage") or [(0,) * 8])[0][1:7], strict=True))
        self.parts = self.group(self.request.by)
        self.bases = self.group_bases() if self.request.by else {"": self.base}
        return notes

    def base_of(self, part: str) -> int:
        """Return the base of a part."""
        return self.bases.get(part, (0, 0))[self.at]

    def quality(self) -> Quality:
        """Return what a reader must know of the data. Only where a tag names an unknown issue are those of the layer counted."""
        known = "select distinct t.issue from tags t left join issues i on t.issue = i.issue where i.issue is null"
        foreign = self.query("foreign")[0][0] if self.engine.run(known) else 0
        return Quality._make((*self.query("quality")[0], foreign))

    # Columns ------------------------------------------------------------------------------------------------------

    def by_columns(self) -> list[Column]:
        """Return the leading column of a table that is made for each value of an attribute; none otherwise."""
        return [self.dimension(self.request.by, self.parts)] if self.request.by else []

    def dimension(self, name: str, values: Sequence[str] = ()) -> Column:
        """Return a category column of a dimension or an attribute with the labels of its values."""
        attributes = self.source.attributes
        if name in RELATION_OF:
            known = dict(self.labels(name))
            return Column(name, name.capitalize(), "category", tuple(known), known)
        if name == "polarity":
            return Column(name, "Polarity", "category", tuple(values))
        if name == "candidate":
            return Column(name, "Candidate", "category", tuple(values))
        known_attribute = attributes.attributes.get(name)
        title = known_attribute.label if known_attribute else name.replace("_", " ").capitalize()
        return Column(name, title, "category", tuple(values), {value: attributes.label(name, value) for value in values})

    def labels(self, dimension: str) -> list[tuple[str, str]]:
        """Return (key, label) of a dimension of the taxonomy, in order."""
        relation, key = RELATION_OF[dimension]
        labels = [(row[0], row[1]) for row in self.engine.run(f"select {key}, label from {relation} order by position")]
        return labels + OWN_CAUSES if dimension == "cause" else labels

    def count_columns(self) -> list[Column]:
        """Return the columns that `count_values` fills."""
        noun = self.unit
        columns = [
            Column("n", noun.capitalize(), "count"),
            Column("base", f"Base ({noun})", "count"),
            Column("percent", f"% of {noun}", "percent"),
        ]
        if self.request.ci:
            columns += [Column("low", "95% interval from", "percent"), Column("high", "95% interval to", "percent")]
        return columns

    def count_values(self, n: int, base: int) -> tuple[Any, ...]:
        """Return n, its base and what follows from them, for the columns of `count_columns`."""
        counted = n, base, shown_percent(n, base)
        if not self.request.ci:
            return counted
        return *counted, *(shown_interval(n, base) if base >= SMALL_BASE else (None, None))
