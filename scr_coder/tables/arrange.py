"""The order of the rows of a table, and how many of them are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from scr_coder.tables.table import ALL, Table

SORTS = ("n", "percent", "key", "label")
RATIOS = ("jaccard", "lift")
"""What pairs of issues can be sorted by as well."""
Row = tuple[Any, ...]


def arrange(table: Table, sort: str = "", top: int = 0) -> Table:
    """Return a table with its rows in another order, and only the ``top`` first of them if that is not 0.

    ``sort``: ``n`` and ``percent``, the largest first; ``label``, by alphabet; ``key``, as the taxonomy or the schema
    has them; empty leaves the rows as they are. Ties stay in the order they had. What counts as one row is what names it
    (an issue, a pair of issues), however many values of an attribute run across; it is sorted by its margin where it has
    one, else by the sum over them. Margins stay last and are not counted. Suppressed numbers say nothing: a row with one
    comes after those above zero and before those of zero, in its former place among its like. ``jaccard`` and ``lift``, of
    pairs: the largest first, those that have none last of all.
    """
    if not sort and not top:
        return table
    names = [column.name for column in table.columns]
    keys = [at for at, column in enumerate(table.columns) if column.kind == "category" and _names_rows(table, at)]
    groups: dict[Row, list[int]] = {}
    for at, row in enumerate(table.rows):
        groups.setdefault(tuple(row[key] for key in keys), []).append(at)
    margins = [key for key in groups if ALL in key]
    ranked = [key for key in groups if ALL not in key]
    of = _measure(table, sort, names, keys, groups) if sort else None
    if of is not None:
        ranked.sort(key=of)
    kept = ranked[:top] if top else ranked
    place = {key: at for at, key in enumerate([*kept, *margins])}
    order = [at for key in place for at in groups[key]]
    if table.wide and names.index(table.wide) < keys[0]:  # one block of rows for each value across
        blocks = {value: at for at, value in enumerate(dict.fromkeys(row[names.index(table.wide)] for row in table.rows))}
        order.sort(key=lambda at: blocks[table.rows[at][names.index(table.wide)]])
    hidden = frozenset(new for new, at in enumerate(order) if at in table.hidden)
    notes = table.notes
    if len(kept) < len(ranked):
        known = table.hidden.isdisjoint(groups[kept[-1]]) and not (sort in RATIOS and _ratio(table, sort, groups[kept[-1]]) is None)
        tied = of is not None and of(kept[-1]) == of(ranked[len(kept)]) and known
        notes = (*notes, _left_out(len(kept), len(ranked), tied))
    return replace(table, rows=tuple(table.rows[at] for at in order), hidden=hidden, notes=notes)


def _names_rows(table: Table, at: int) -> bool:
    """Return whether a column is one of those that tell the rows apart: before the counts, and not running across."""
    names = [column.name for column in table.columns]
    return at < names.index("n") and names[at] != table.wide


def _measure(table: Table, sort: str, names: list[str], keys: list[int], groups: dict[Row, list[int]]) -> Callable[[Row], Any]:
    """Return what a row is sorted by."""
    if sort == "key":
        orders = [{value: at for at, value in enumerate(table.columns[key].order)} for key in keys]
        return lambda key: [order.get(value, len(order)) for order, value in zip(orders, key, strict=True)]
    if sort == "label":
        labelled = [names.index(name) for name in names if name == "label" or name.startswith("label_")]

        def label(key: Row) -> list[str]:
            row = table.rows[groups[key][0]]
            shown = [row[at] for at in labelled] or [table.columns[at].labels.get(row[at], row[at]) for at in keys]
            return [text.casefold() for text in shown]

        return label
    n, base = names.index("n"), names.index("base")
    if sort in RATIOS:

        def ratio(key: Row) -> tuple[int, float]:
            value, count = _ratio(table, sort, groups[key]), table.rows[groups[key][0]][n]
            if value:
                return 0, -value
            if value is None:  # kept back, of what is counted or in a hidden row; or there is none
                return (3 if count == 0 else 1), 0.0
            return 2, 0.0

        return ratio
    across = names.index(table.wide) if table.wide else None

    def largest(key: Row) -> tuple[int, float]:
        margin = [at for at in groups[key] if across is not None and table.rows[at][across] == ALL]
        weighed = margin or groups[key]
        if table.hidden.intersection(weighed):
            return 1, 0.0
        counts, bases = (sum(table.rows[at][column] for at in weighed) for column in (n, base))
        if not counts:
            return 2, 0.0
        return 0, -counts if sort == "n" else -(counts / bases if bases else 0.0)

    return largest


def _ratio(table: Table, name: str, group: Sequence[int]) -> float | None:
    """Return a measure of a pair; None where it has none, or where it is kept back."""
    at = [column.name for column in table.columns].index(name)
    value: float | None = table.rows[group[0]][at]
    return value


def _left_out(shown: int, rows: int, tied: bool) -> str:
    more = " Some of those left out are equal to the last one shown." if tied else ""
    return f"Shown are the first {shown:,} of {rows:,} rows.{more}"
