"""Which counts stand in a table, so that the same count is known in every table that shows it.

A count is named by what is counted (unit), of which decisions and reviews (population), under which conditions: issue is
C02, nation is wales. ``issues --by nation`` and a crosstab of issue and nation have the same cells; the margin of one is
a row of another; ``--where nation=wales`` is a condition like a column is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from scr_coder.tables.table import Column, Table

ALL = "(all)"
STATED = "(stated)"
"""The value of an attribute that stands for all reviews shown in a table that leaves some values out."""
TAGS = frozenset(["issue", "area", "cause", "family", "polarity", "candidate", "tagged"])
"""The dimensions that say something of findings, not of reviews."""
_CAUSE = re.compile(r"([A-Z]{1,2}[0-9]{2}[a-z]?)\.[0-9]+")
_ISSUE = re.compile(r"([A-Z]{1,2})[0-9]{2}[a-z]?")

DECIDED = ("coded", "no_match", "disagreed")
"""What a finding can be to stand in the base of findings; see `scr_coder.tables.tabulate`."""

Conditions = frozenset[tuple[str, str]]


class Key(NamedTuple):
    """What a count is of. ``polarity`` is empty where no tag is asked for, as in a base."""

    unit: str
    population: str
    conditions: Conditions
    polarity: str = ""

    @property
    def is_group(self) -> bool:
        """Whether it counts a group of reviews, whatever was found in them."""
        return not any(name in TAGS for name, _ in self.conditions)

    def without(self, condition: tuple[str, str], instead: tuple[str, str] | None = None) -> Key:
        """Return the count under the other conditions, with another condition instead if given."""
        left = (self.conditions - {condition}) | ({instead} if instead else set())
        tagged = any(name in TAGS for name, _ in left)
        return self._replace(conditions=left, polarity=self.polarity if tagged else "")

    def holders(self) -> Iterator[Key]:
        """Yield the counts that cannot be smaller: with a condition less, of the area for an issue, of anything tagged."""
        for name, value in self.conditions:
            yield self.without((name, value))
            if name == "issue" and (match := _ISSUE.fullmatch(value)):
                yield self.without((name, value), ("area", match[1]))
            if name == "cause" and (match := _CAUSE.fullmatch(value)):
                yield self.without((name, value), ("issue", match[1]))
            if name in ("issue", "area", "family", "cause") and sum(other in TAGS for other, _ in self.conditions) == 1:
                yield self.without((name, value), ("tagged", ALL))


class RowCells(NamedTuple):
    """A row of a table: its count, and the count that is its base."""

    key: Key
    n: int
    base_key: Key
    base: int


class TableCells(NamedTuple):
    """The counts of a table: row by row, and of all; with the values of its dimensions, in the order of the table."""

    rows: tuple[RowCells, ...]
    total_key: Key
    total: int
    dimensions: dict[str, tuple[str, ...]]

    @property
    def leaves_out(self) -> bool:
        """Whether reviews that state no value of its attribute are left out of all of the table."""
        return any(value == STATED for _, value in self.total_key.conditions)

    @property
    def attributes(self) -> list[str]:
        """The attributes among the dimensions."""
        return [name for name in self.dimensions if name not in TAGS and name != "review"]


def cells_of(table: Table) -> TableCells:
    """Return the counts that stand in a table. Its numbers must not be suppressed yet."""
    assert table.base is not None
    names = [column.name for column in table.columns]
    counted = names.index("n") if "n" in names else len(names)  # what stands behind it is no key: the outcome of a test
    keys = [(at, _dimension(column)) for at, column in enumerate(table.columns[:counted]) if column.kind == "category"]
    given, population = _population(table)
    unit = "findings" if table.name == "coverage" else table.unit
    empty = Key(unit, population, given)
    tagged = [dimension for _, dimension in keys if dimension in TAGS]
    polarity = "" if tagged in ([], ["candidate"]) else polarity_of(table, tagged)
    base_dimensions = _base_dimensions(table, [dimension for _, dimension in keys])
    rows = []
    for row in table.rows:
        pairs = [(dimension, str(row[at])) for at, dimension in keys]
        conditions = _conditions(pairs, tagged) | given
        base_conditions = frozenset(pair for pair in pairs if pair[0] in base_dimensions and pair[1] != ALL) | given
        base_key = Key(unit, population, base_conditions)
        if table.name == "coverage":
            decided = sum(row[names.index(state)] for state in DECIDED)
            rows.append(RowCells(base_key, decided, base_key, decided))
            continue
        if not base_key.is_group:
            base_key = base_key._replace(polarity=polarity)
        key = Key(unit, population, conditions)
        if not key.is_group:
            key = key._replace(polarity=polarity)
        rows.append(RowCells(key, row[names.index("n")], base_key, row[names.index("base")] if "base" in names else table.base))
    dimensions = {dimension: tuple(dict.fromkeys(str(row[at]) for row in table.rows)) for at, dimension in keys}
    decided_of_all = sum(table.coverage[state] or 0 for state in DECIDED)
    total = decided_of_all if table.name == "coverage" else table.base
    if table.name == "trend":  # its base leaves out the reviews that state no period
        empty = empty.without(("", ""), (next(name for name in dimensions if name not in TAGS), STATED))
    return TableCells(tuple(rows), empty, total, dimensions)


def _dimension(column: Column) -> str:
    """Return which dimension a column of keys holds: a pair of issues has two of issues; periods are those of an attribute."""
    return column.dimension or column.name


def _conditions(pairs: Sequence[tuple[str, str]], tagged: Sequence[str]) -> Conditions:
    """Return the conditions of a row: those of its margins left out, the issue left out where the cause names it."""
    found = {pair for pair in pairs if pair[1] != ALL}
    for name, value in pairs:
        if name == "cause" and (match := _CAUSE.fullmatch(value)):
            found.discard(("issue", match[1]))
    if tagged and not any(name in TAGS for name, _ in found):
        found.add(("candidate" if tagged == ["candidate"] else "tagged", ALL))
    return frozenset(found)


def _population(table: Table) -> tuple[Conditions, str]:
    """Return the filters that are conditions (one value of one attribute), and the rest as text."""
    given, rest = set(), []
    where: Any = table.filters.get("where", [])
    for text in where:
        name, _, value = text.partition("=")
        if "," in value or name == "review":
            rest.append(text)
        else:
            given.add((name, value))
    narrowed = {name: table.filters[name] for name in ("since", "until", "as_of", "within") if name in table.filters}
    return frozenset(given), json.dumps([table.layer, sorted(rest), narrowed])


def polarity_of(table: Table, tagged: Sequence[str] = ()) -> str:
    """Return the polarities that count; told apart, agreement on them is another thing."""
    chosen: Any = table.filters.get("polarity", [])
    return ",".join(chosen) + ("/apart" if "polarity" in tagged else "")


def _base_dimensions(table: Table, dimensions: Sequence[str]) -> list[str]:
    """Return the dimensions by which the base of a row is counted; see `scr_coder.tables.tabulate`."""
    if table.name == "causes":
        return [name for name in dimensions if name != "cause"]
    attributes = [name for name in dimensions if name not in TAGS]
    if table.name == "crosstab":
        return attributes[-1:]  # the columns' attribute before the rows'
    return attributes
