"""Co-occurrence: how often two issues are found together, and whether that is more than they would meet by chance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from scr_coder.tables.kinds.base import Kind, Laid
from scr_coder.tables.percent import ratio
from scr_coder.tables.table import Column, Note

if TYPE_CHECKING:
    from scr_coder.tables.counting import Counting
    from scr_coder.tables.request import TableRequest

PLACES = 4


def jaccard(n: int, n_a: int, n_b: int) -> float | None:
    """Return the share of the units with either issue that show both: n / (n_a + n_b − n).

    From 0, never together, to 1, always ("The distribution of the flora in the alpine zone", New Phytologist 11, 1912).
    None where neither was found. Rounded half up to `PLACES` decimals, from whole counts.
    """
    either = n_a + n_b - n
    return ratio(n, either, PLACES) if either else None


def lift(n: int, n_a: int, n_b: int, base: int) -> float | None:
    """Return how many times as often two issues meet as they would if they had nothing to do with each other.

    P(ab) / (P(a) P(b)) = n · base / (n_a · n_b) ("interest" in "Dynamic itemset counting and implication rules for market
    basket data", SIGMOD 1997). None where one of them was not found. Rounded half up to `PLACES` decimals.
    """
    return ratio(n * base, n_a * n_b, PLACES) if n_a and n_b else None


class Cooccurrence(Kind):
    """A row for each pair of issues; pairs that never meet are left out unless asked for."""

    name = "cooccurrence"
    about = "how often two issues are found together"
    takes = frozenset({"within", "count", "ci", "top", "sort", "all_pairs"})
    order = "n"

    def title(self, request: TableRequest) -> str:
        return f"Pairs of practice issues within a {request.within}"

    def lay_out(self, counting: Counting) -> Laid:
        unit = "finding" if counting.request.within == "finding" else "0 as finding"
        counting.engine.view("units", f"select distinct review, {unit}, issue from layer_tags")
        base = counting.base[counting.at]
        issues = counting.dimension("issue")
        rows: list[tuple[Any, ...]] = []
        never = pairs = 0
        for a, b, n, n_a, n_b in counting.query("cooccurrence"):
            pairs += 1
            never += not n
            if n or counting.request.all_pairs:
                head = (a, issues.labels[a], b, issues.labels[b])
                rows.append((*head, *counting.count_values(n, base), jaccard(n, n_a, n_b), lift(n, n_a, n_b, base)))
        columns = [
            issues._replace(name="issue_a", title="Issue A", dimension="issue"),
            Column("label_a", "Label A", "text"),
            issues._replace(name="issue_b", title="Issue B", dimension="issue"),
            Column("label_b", "Label B", "text"),
            *counting.count_columns(),
            Column("jaccard", "Jaccard", "number"),
            Column("lift", "Lift", "number"),
        ]
        note = Note(
            f"{never:,} of {pairs:,} pairs of issues were never found together and are left out.",
            "Pairs of issues that were never found together are left out.",
        )
        return Laid(columns, rows, notes=() if counting.request.all_pairs or not never else (note,))

    def opening_notes(self, request: TableRequest) -> Iterator[str]:
        yield f"A {request.within} can show several pairs, so percentages do not add up to 100."

    def own_notes(self, request: TableRequest) -> Iterator[str]:
        yield f"Jaccard is the share of the {request.count} with either issue that have both."
        yield "Lift is how many times as often they meet as they would by chance; where an issue is rare, one more makes it leap."
