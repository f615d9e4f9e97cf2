"""Coverage: what became of the findings of each review, or of each value of an attribute."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scr_coder.tables.kinds.base import Kind, Laid
from scr_coder.tables.percent import shown_percent
from scr_coder.tables.table import Column

if TYPE_CHECKING:
    from scr_coder.tables.counting import Counting
    from scr_coder.tables.request import TableRequest

STATES = ("findings", "coded", "no_match", "excluded", "disagreed", "uncoded")


class Coverage(Kind):
    """A row for each review or group, begun or not; the percentage is of findings with a decision."""

    name = "coverage"
    about = "how much is coded"
    takes = frozenset({"by", "count"})
    counts_units = False

    def counts_tags(self, request: TableRequest) -> bool:
        return False

    def title(self, request: TableRequest) -> str:
        return "Coverage: what became of the findings"

    def lay_out(self, counting: Counting) -> Laid:
        by = counting.request.by
        if not by:
            counting.engine.keep("groups", "select review, review as part from scope")
        found = {row[0]: row[1:] for row in counting.query("coverage")}
        if by:
            parts = counting.parts
            first = counting.dimension(by, parts)
        else:
            parts = [row[0] for row in counting.engine.run("select review from scope order by review")]
            first = Column("review", "Review", "category", tuple(parts))
        rows = []
        for part in parts:
            counts = found.get(part, (0,) * 7)[:6]
            rows.append((part, *counts, shown_percent(counts[0] - counts[5], counts[0])))
        counted = [Column(name, name.replace("_", " ").capitalize(), "count") for name in STATES]
        return Laid([first, *counted, Column("percent", "% done", "percent")], rows)

    def opening_notes(self, request: TableRequest) -> Iterator[str]:
        yield from ()
