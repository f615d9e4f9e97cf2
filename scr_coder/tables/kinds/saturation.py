"""Saturation: how many issues are known after so many reviews, and how many each further review adds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scr_coder.tables.accumulation import accumulate, new_in_order
from scr_coder.tables.facts import BEGINS_WITH_YEAR, DATE, YEAR
from scr_coder.tables.kinds.base import Kind, Laid
from scr_coder.tables.table import Column, Note

if TYPE_CHECKING:
    from scr_coder.tables.counting import Counting
    from scr_coder.tables.request import TableRequest


class Saturation(Kind):
    """A row for each number of reviews added: in the order of publication, and over random orders."""

    name = "saturation"
    about = "how many issues each further review adds"
    takes = frozenset({"orders", "seed"})
    counts_units = False

    def title(self, request: TableRequest) -> str:
        return "Saturation: practice issues known after so many reviews"

    def lay_out(self, counting: Counting) -> Laid:
        request = counting.request
        counting.engine.view("dates", _dates(counting))
        shown = counting.query("saturation")
        reviews = counting.base[0]
        found = [(place, issue) for place, _, issue in shown if issue is not None]
        new = new_in_order(found, reviews)
        rows = []
        known = 0
        for at, step in enumerate(accumulate(found, reviews, request.orders, request.seed)):
            known += new[at]
            rows.append((at + 1, new[at], known, *step))
        columns = [
            Column("reviews", "Reviews added", "count"),
            Column("new", "New issues, as published", "count"),
            Column("cumulative", "Issues so far, as published", "count"),
            Column("mean", "Issues so far, mean of orders", "number"),
            Column("low", "2.5% of orders", "count"),
            Column("high", "97.5% of orders", "count"),
        ]
        undated = len({place for place, without, _ in shown if without})
        without, last = "Reviews without a publication date", "come last, by id."
        note = Note(f"{without} ({undated:,} of {reviews:,}) {last}", f"{without} {last}")
        return Laid(columns, rows, notes=(note,) if undated else ())

    def opening_notes(self, request: TableRequest) -> Iterator[str]:
        yield "As published: by publication date, then by id."
        yield (
            f"Mean and band: over {request.orders:,} random orders (seed {request.seed}); "
            "the band holds what 95% of them give. It closes at the end, where all orders have all reviews."
        )


def _dates(counting: Counting) -> str:
    """Return the query (review, day) of the reviews that say when they were published."""
    known = counting.source.known_attributes()
    name = DATE if DATE in known or YEAR not in known else YEAR
    return (
        f"select review, min(value) as day from attributes where attribute = '{name}' "
        f"and {BEGINS_WITH_YEAR.format(value='value')} group by review"
    )
