"""Crosstab: any two of issue, area, cause, family, polarity, candidate and attributes, with margins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from scr_coder.tables.kinds.base import Kind, Laid, words
from scr_coder.tables.table import ALL, Column

if TYPE_CHECKING:
    from scr_coder.tables.counting import Counting
    from scr_coder.tables.request import TableRequest

TAG_DIMENSIONS = ("issue", "area", "cause", "family", "polarity")
DIMENSIONS = (*TAG_DIMENSIONS, "candidate")


class Crosstab(Kind):
    """Rows by columns; a margin counts each unit once and is not the sum of its cells."""

    name = "crosstab"
    about = "any two of issue, area, cause, family, polarity, candidate and attributes"
    takes = frozenset({"rows", "cols", "count", "ci", "top", "sort"})

    def counts_tags(self, request: TableRequest) -> bool:
        return bool({request.rows, request.cols} & set(TAG_DIMENSIONS))

    def title(self, request: TableRequest) -> str:
        return f"{words(request.rows)} by {words(request.cols).lower()}"

    def opening_notes(self, request: TableRequest) -> Iterator[str]:
        if self.counts_tags(request):
            yield from super().opening_notes(request)

    def lay_out(self, counting: Counting) -> Laid:
        rows_by, cols_by = counting.request.rows, counting.request.cols
        counting.engine.later("cells", _cells(counting, rows_by, cols_by))
        counts = {(row, col): n for row, col, n in counting.query("crosstab")}
        row_keys = _keys(counting, rows_by, [row for row, _ in counts if row])
        col_keys = _keys(counting, cols_by, [col for _, col in counts if col])
        grouping = next((name for name in (cols_by, rows_by) if name not in DIMENSIONS), "")
        bases: dict[str, tuple[int, int]] = {}
        if grouping:
            counting.group(grouping)
            bases = counting.group_bases()
        table: list[tuple[Any, ...]] = []
        for row in [*row_keys, ""]:
            for col in [*col_keys, ""]:
                n = counts.get((row, col), 0)
                # The column's attribute is taken before the row's, so that the percentages of a column compare.
                value = (col if grouping == cols_by else row) if grouping else ""
                base = bases.get(value, (0, 0)) if value else counting.base
                table.append((row or ALL, col or ALL, *counting.count_values(n, base[counting.at])))
        row_column, col_column = counting.dimension(rows_by, row_keys), counting.dimension(cols_by, col_keys)
        return Laid([_with_all(row_column), _with_all(col_column), *counting.count_columns()], table, cols_by)


def _with_all(column: Column) -> Column:
    return column._replace(order=(*column.order, ALL), labels={**column.labels, ALL: "All"})


def _keys(counting: Counting, dimension: str, found: Sequence[str]) -> list[str]:
    """Return the rows or columns of a dimension: all of the taxonomy; of what else there is, those that occur."""
    if dimension == "cause":
        from scr_coder.tables.counting import OWN_CAUSES

        own = [cause for cause, _ in OWN_CAUSES]
        listed = [cause for cause, _ in counting.labels("cause") if cause not in own]
        return [*listed, *(cause for cause in own if cause in found)]
    if dimension in TAG_DIMENSIONS and dimension != "polarity":
        return [key for key, _ in counting.labels(dimension)]
    if dimension == "polarity":
        return list(counting.request.polarity)
    if dimension == "candidate":
        return sorted(set(found))
    begun = counting.engine.run(
        f"select distinct v.value from ({counting.values_of(dimension)}) as v join layer_reviews f on v.review = f.review"
    )
    return counting.ordered(dimension, [row[0] for row in begun])


def _cells(counting: Counting, rows_by: str, cols_by: str) -> str:
    """Return the query (review, finding, weight, row_key, col_key) that a crosstab counts, each row once."""
    dimensions = [name for name in (rows_by, cols_by) if name in DIMENSIONS]
    reviews = counting.unit == "reviews"  # then a review counts once, whatever is in it
    if dimensions:
        kept = ["review", "'' as finding" if reviews else "finding", "1 as weight", *dimensions]
        source = f"select distinct {', '.join(kept)} from {_source(dimensions)}"
    else:
        source = f"select review, '' as finding, {'1' if reviews else 'counted'} as weight from layer_reviews"
    keys, joins = [], []
    for alias, name in (("r", rows_by), ("c", cols_by)):
        if name in DIMENSIONS:
            keys.append(f"x.{name}")
        else:
            keys.append(f"{alias}.value")
            joins.append(f"join ({counting.values_of(name)}) as {alias} on x.review = {alias}.review")
    return f"select x.review, x.finding, x.weight, {keys[0]} as row_key, {keys[1]} as col_key from ({source}) as x {' '.join(joins)}"


def _source(dimensions: Sequence[str]) -> str:
    """Return the relation that holds the dimensions of a crosstab, for each finding."""
    if "candidate" in dimensions:
        return "layer_candidates"
    relation = "layer_why" if {"cause", "family"} & set(dimensions) else "layer_tags"
    return f"(select t.*, i.area, t.part as polarity from {relation} t join issues i on t.issue = i.issue) as t"
