"""Suppression in tables: which rows are hidden, the same in every table of a report, and what is said of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from scr_coder.tables.cells import ALL, STATED, Key, TableCells, cells_of, polarity_of
from scr_coder.tables.disclosure import check_threshold
from scr_coder.tables.hiding import Hiding, Told, covered
from scr_coder.tables.linked import LinkedCounts
from scr_coder.tables.notes import discreet_notes
from scr_coder.tables.table import SUPPRESSED, WORDS, Column, Table

NOT_COUNTS = frozenset(["saturation"])
"""Tables whose numbers count issues, not reviews or findings; they are left as they are."""


def suppressed_table(
    table: Table, threshold: int, zeros: str = "show", register: SuppressionRegister | None = None, behind: Iterable[Table] = ()
) -> Table:
    """Return ``table`` with its small counts hidden, and what protects them, too.

    ``threshold``, ``zeros``: as for `SuppressionRegister`. ``register``: one to which the tables that are published
    together were added, this one among them; without it the table stands alone. ``behind``: the same counts of reviews,
    for a table of findings.
    """
    if register is None:
        register = SuppressionRegister(threshold, zeros)
        for other in behind:
            register.add(other)
        register.add(table)
    return register.suppressed(table)


class SuppressionRegister:
    """The counts of all tables that are published together: `add` each of them, then ask for each `suppressed`.

    ``threshold``: counts above zero and below it are hidden. ``zeros``: ``show``, or ``suppress`` them as well.
    ``families``: the family of each cause, which links the tables of causes and families.
    """

    def __init__(self, threshold: int, zeros: str = "show", families: Mapping[str, str] | None = None) -> None:
        self.threshold = check_threshold(threshold)
        self.zeros = zeros
        self._families = dict(families or {})
        self._tables: list[tuple[Table, TableCells]] = []
        self._solved: LinkedCounts | None = None
        self._narrow: set[int] = set()

    def add(self, table: Table) -> None:
        """Add a table, as it was counted. Raises ScrError where it counts differently from another in the register."""
        if any(table is known for known, _ in self._tables) or table.name in NOT_COUNTS:
            return
        self._tables.append((table, cells_of(table)))
        self._solved = None

    def suppressed(self, table: Table) -> Table:
        """Return a table, which is added if it was not, with its small counts hidden and notes that say so."""
        if table.name in NOT_COUNTS:
            return self._of_issues(table)
        self.add(table)
        cells = next(cells for known, cells in self._tables if known is table)
        counts = self._solution()
        return Hiding(table, cells, counts, self._told(cells)).table()

    def _of_issues(self, table: Table) -> Table:
        """Return a table of numbers of issues: as it is, unless it is made of few reviews, or of few issues that are hidden.

        Its curve follows from the counts of all issues. So whoever knows the others would know a hidden one, or a few, or
        all of them where they are alike; among many that differ nobody can tell whose is which.
        """
        few = 0 < (table.base or 0) < self.threshold
        notes = discreet_notes(table.notes, table.telling)
        if not few and self._hides_issues(table):
            note = "Numbers of issues, not of reviews, are not suppressed."
            return replace(table, coverage=covered(table), notes=(*notes, note), telling={})
        kept = [column.kind in WORDS for column in table.columns]
        rows = tuple(tuple(value if keep else None for keep, value in zip(kept, row, strict=True)) for row in table.rows)
        why = f"what is counted of fewer than {self.threshold} reviews" if few else "numbers by which suppressed counts could be worked out"
        return replace(
            table,
            rows=rows,
            hidden=frozenset(range(len(rows))),
            base=None if few else table.base,
            coverage=dict.fromkeys(table.coverage) if few else covered(table),
            notes=(*notes, f"{SUPPRESSED} stands for {why}."),
            telling={},
        )

    def _hides_issues(self, table: Table) -> bool:
        """Return whether the hidden counts of issues are none, or so many and different that their sum gives none away.

        They are those of a table of issues in the register, over the same reviews; without one nothing is known of them.
        """
        like = cells_of(replace(table, name="issues", columns=(Column("issue", "", "category"),), rows=()))
        counts = self._solution()
        of_issues = [
            (counts.counts[cell], cell in counts.hidden)
            for key, cell in counts.numbers.items()
            if isinstance(key, Key)
            and key.unit == "reviews"
            and key.population == like.total_key.population
            and key.conditions >= like.total_key.conditions
            and [name for name, _ in key.conditions - like.total_key.conditions] == ["issue"]
            and key.polarity == polarity_of(table)
        ]
        hidden = [count for count, is_hidden in of_issues if is_hidden]
        return bool(of_issues) and (not hidden or (len(hidden) >= self.threshold and len(set(hidden)) > 1))

    def _solution(self) -> LinkedCounts:
        if self._solved is None:
            self._solved = _link([cells for _, cells in self._tables], self._families)
            keys = list(self._solved.numbers)
            self._solved.solve(lambda cell: self._is_small(keys[cell], self._solved), self.zeros == "show", self.threshold)
            self._narrow = self._solved.narrow(self.threshold)
        return self._solved

    def _is_small(self, key: Any, counts: LinkedCounts | None) -> bool:
        """Return whether a count is to be protected: by the reviews behind it where they are known."""
        assert counts is not None
        count = counts.counts[counts.numbers[key]]
        if not count:
            return self.zeros == "suppress"
        if any(name == "review" for name, _ in key.conditions):
            return self.threshold > 1  # one review is one child
        twin = counts.numbers.get(key._replace(unit="reviews"))
        return min(count, count if twin is None else counts.counts[twin]) < self.threshold

    def _told(self, cells: TableCells) -> Told:
        counts = self._solution()
        numbers = [counts.numbers[row.key] for row in cells.rows]
        return Told(
            threshold=self.threshold,
            zeros=self.zeros,
            below=sum(cell in self._narrow for cell in numbers),
            unproven=sum(cell in counts.unproven for cell in numbers),
            knows_reviews=all(row.key._replace(unit="reviews") in counts.numbers for row in cells.rows),
        )


# From tables to linked counts ---------------------------------------------------------------------------------------


def _link(tables: Sequence[TableCells], families: Mapping[str, str]) -> LinkedCounts:
    """Return the counts of tables with all that hangs together among them."""
    counts = LinkedCounts()
    for cells in tables:
        everything = not cells.leaves_out
        total = counts.add(cells.total_key, cells.total, kept=everything)
        for row in cells.rows:
            base = counts.add(row.base_key, row.base)
            cell = counts.add(row.key, row.n)
            for part, whole in ((base, total), (cell, base)):
                if part != whole and (everything or whole != total):
                    counts.add_base(part, whole)
    for cells in sorted(tables, key=lambda cells: cells.leaves_out):
        _add_sums(counts, cells)
    _add_orders(counts, families)
    return counts


def _add_orders(counts: LinkedCounts, families: Mapping[str, str]) -> None:
    """Say which counts cannot be larger than which: a part than what holds it, and that than all its parts together."""
    parts: dict[tuple[Key, str], list[Key]] = {}
    for key in [key for key in counts.numbers if isinstance(key, Key)]:
        holders = set(key.holders())
        for name, value in key.conditions:
            if name == "cause" and value in families:
                holders.add(key.without((name, value), ("family", families[value])))
        for holder in sorted(holders & counts.numbers.keys(), key=lambda holder: counts.numbers[holder]):
            counts.add_at_least([counts.numbers[holder]], [counts.numbers[key]])
            for name, _ in key.conditions - holder.conditions:
                parts.setdefault((holder, name), []).append(key)
    for (holder, name), keys in parts.items():
        covered = holder.is_group == keys[0].is_group and name not in dict(holder.conditions)
        whole, together = counts.numbers[holder], [counts.numbers[key] for key in keys]
        # Whether all the parts are in the tables is not known; to take it for granted where it can be hides more, not less.
        if covered and sum(counts.counts[cell] for cell in together) >= counts.counts[whole]:
            counts.add_at_least(together, [whole])


def _add_sums(counts: LinkedCounts, cells: TableCells) -> None:
    """Add the sums along the attributes of which each review has one value; counts missing for a total are added, too."""
    additive = {name: _partition(counts, cells, name) for name in cells.attributes}
    if len(additive) == 2 and set(additive.values()) == {ALL}:
        first, second = additive
        by_key = {_places(row.key, first, second): counts.numbers[row.key] for row in cells.rows}
        grid = [
            [by_key[one, two] for two in [*(v for v in cells.dimensions[second] if v != ALL), ALL]]
            for one in [*(v for v in cells.dimensions[first] if v != ALL), ALL]
        ]
        counts.add_grid(grid)
        return
    for name, kind in additive.items():
        if kind == "":
            continue
        groups: dict[Key, dict[Key, int]] = {}
        for key in dict.fromkeys(key for row in cells.rows for key in (row.key, row.base_key)):
            value = dict(key.conditions).get(name)
            if value is not None:
                groups.setdefault(key.without((name, value)), {})[key] = counts.numbers[key]
        for whole, parts in groups.items():
            if kind == STATED and not whole.is_group and (whole, name) in counts.named_sums:
                continue  # another table has the values that are left out here, too
            total_key = _stated(whole, name) if kind == STATED else whole
            together, known = sum(counts.counts[cell] for cell in parts.values()), counts.count(total_key)
            if kind is None and known not in (None, together):
                continue  # reviews have several values; where that is not known, a sum is taken for granted, which hides more
            # A total that no table shows can be known all the same, so it is of no use to hide it.
            total = counts.add(total_key, together, kept=known is None and (kind != STATED or not whole.is_group))
            if kind == STATED and (whole, name) in counts.named_sums:
                _add_rest(counts, whole, name, total, parts)
            counts.add_sum(total, list(parts.values()))
            counts.named_sums.add((total_key, name))


def _stated(key: Key, name: str) -> Key:
    return key._replace(conditions=key.conditions | {(name, STATED)})


def _add_rest(counts: LinkedCounts, whole: Key, name: str, stated: int, parts: Collection[Key]) -> None:
    """Say that a group is those that state an attribute, whose values are ``parts``, and those that another table has, too."""
    others = []
    for key, cell in counts.numbers.items():
        if isinstance(key, Key) and key not in parts and cell != stated:
            value = dict(key.conditions).get(name)
            if value is not None and key.without((name, value)) == whole:
                others.append(cell)
    counts.add_sum(counts.numbers[whole], [stated, *others])


def _places(key: Key, first: str, second: str) -> tuple[str, str]:
    values = dict(key.conditions)
    return values.get(first, ALL), values.get(second, ALL)


def _partition(counts: LinkedCounts, cells: TableCells, name: str) -> str | None:
    """Return whether an attribute parts the reviews: `ALL`, `STATED` where the table leaves values out, empty for no.

    It shows in the groups that are the bases of this table, or of another. Where they add up to all, each review has one value,
    or none is counted twice. Without any nothing is known: None.
    """
    if (name, STATED) in cells.total_key.conditions:
        return STATED
    groups = {key: counts.numbers[key] for row in cells.rows for key in (row.key, row.base_key) if _is_group(key, cells.total_key, name)}
    groups = groups or {key: cell for key, cell in counts.numbers.items() if isinstance(key, Key) and _is_group(key, cells.total_key, name)}
    together = sum(counts.counts[cell] for cell in groups.values())
    if not groups:
        return None
    if together > cells.total:
        return ""
    return ALL if together == cells.total else STATED


def _is_group(key: Key, whole: Key, name: str) -> bool:
    """Return whether a key is that of the reviews with one value of an attribute, among those of ``whole``."""
    more = key.conditions - whole.conditions
    return (
        key.is_group
        and key[:2] == whole[:2]
        and whole.conditions <= key.conditions
        and len(more) == 1
        and all(other == name and value != STATED for other, value in more)
    )
