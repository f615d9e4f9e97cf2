"""Suppression in tables: which rows are hidden, the same in every table of a report, and what is said of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from scr_coder.tables.cells import ALL, STATED, TAGS, Key, RowCells, TableCells, cells_of
from scr_coder.tables.disclosure import check_threshold
from scr_coder.tables.linked import LinkedCounts
from scr_coder.tables.table import SUPPRESSED, WORDS, Column, Table
from scr_coder.text import count_of

_TELLING = ("Few reviews", "Few findings")
_TELLING_END = "has no place in the order are left out.", "has no place in the order is left out."
"""How notes begin or end that say how many reviews there are in small groups."""
NOT_COUNTS = frozenset(["saturation"])
"""Tables whose numbers count issues, not reviews or findings; they are left as they are."""
_OF_THE_ROW = frozenset(["n", "base", "percent", "low", "high", "jaccard", "lift"])
"""Numbers that follow from one row; any other, like the test of a trend, follows from all rows of its issue."""


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
        return _Hiding(table, cells, counts, self).table()

    def _of_issues(self, table: Table) -> Table:
        """Return a table of numbers of issues: as it is, unless it is made of fewer reviews than the threshold."""
        if not 0 < (table.base or 0) < self.threshold:
            return replace(table, notes=(*table.notes, "Numbers of issues, not of reviews, are not suppressed."))
        kept = [column.kind in WORDS for column in table.columns]
        rows = tuple(tuple(value if keep else None for keep, value in zip(kept, row, strict=True)) for row in table.rows)
        note = f"{SUPPRESSED} stands for what is counted of fewer than {self.threshold} reviews."
        return replace(
            table,
            rows=rows,
            hidden=frozenset(range(len(rows))),
            base=None,
            coverage=dict.fromkeys(table.coverage),
            notes=(*table.notes, note),
        )

    def _solution(self) -> LinkedCounts:
        if self._solved is None:
            self._solved = _link([cells for _, cells in self._tables], self._families)
            keys = list(self._solved.numbers)
            self._solved.solve(lambda cell: self._is_small(keys[cell], self._solved), self.zeros == "show")
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

    def knows_reviews_behind(self, cells: TableCells) -> bool:
        """Return whether for a table of findings the register also has the counts of reviews."""
        assert self._solved is not None
        return all(row.key._replace(unit="reviews") in self._solved.numbers for row in cells.rows)

    def told(self, cells: TableCells) -> tuple[int, int]:
        """Return for how many rows of a table the rest tells that they are below the threshold, and how many are unproven."""
        assert self._solved is not None
        numbers = [self._solved.numbers[row.key] for row in cells.rows]
        return sum(cell in self._narrow for cell in numbers), sum(cell in self._solved.unproven for cell in numbers)


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
        if not kind:
            continue
        groups: dict[Key, dict[Key, int]] = {}
        for key in dict.fromkeys(key for row in cells.rows for key in (row.key, row.base_key)):
            value = dict(key.conditions).get(name)
            if value is not None:
                groups.setdefault(key.without((name, value)), {})[key] = counts.numbers[key]
        for whole, parts in groups.items():
            if kind == STATED and not whole.is_group and (whole, name) in counts.named_sums:
                continue  # another table has the values that are left out here, too
            total_key = whole if kind == ALL else _stated(whole, name)
            total = counts.add(total_key, sum(counts.counts[cell] for cell in parts.values()), kept=kind == ALL or not whole.is_group)
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


def _partition(counts: LinkedCounts, cells: TableCells, name: str) -> str:
    """Return whether an attribute parts the reviews: `ALL`, `STATED` where the table leaves values out, or empty for no.

    It shows in the bases. Where they add up to all, each review has one value, or none is counted twice.
    """
    if (name, STATED) in cells.total_key.conditions:
        return STATED
    found = {}
    for row in cells.rows:
        for key in (row.key, row.base_key):
            if key.is_group and name in dict(key.conditions) and len(key.conditions - cells.total_key.conditions) == 1:
                found[key] = counts.counts[counts.numbers[key]]
    together = sum(found.values())
    if not found or together > cells.total:
        return ""
    return ALL if together == cells.total else STATED


# From linked counts to a table --------------------------------------------------------------------------------------


class _Hiding:
    """One table with what the register hides taken out."""

    def __init__(self, table: Table, cells: TableCells, counts: LinkedCounts, register: SuppressionRegister) -> None:
        self.source = table
        self.cells = cells
        self.register = register
        self.names = [column.name for column in table.columns]
        self.hidden_cells = {of.key for of in cells.rows if counts.numbers[of.key] in counts.hidden}
        self.hidden_cells |= {key for key in (cells.total_key, *(of.base_key for of in cells.rows)) if counts.numbers[key] in counts.hidden}
        self.told = register.told(cells)

    def table(self) -> Table:
        table = self.source
        lines = [(row, of) for row, of in zip(table.rows, self.cells.rows, strict=True) if not self._unnamed(of)]
        withheld = {value for of in self.cells.rows if self._unnamed(of) for name, value in of.key.conditions if name == "candidate"}
        lines = _last_if_hidden(table, lines, [of.key in self.hidden_cells for _, of in lines])
        hidden = frozenset(at for at, (_, of) in enumerate(lines) if of.key in self.hidden_cells)
        rows = tuple(self._row(row, of) for row, of in lines)
        base_hidden = self.cells.total_key in self.hidden_cells
        columns = tuple(_without(column, withheld) if column.name == "candidate" else column for column in table.columns)
        told, unproven = self.told
        disclosure = {"suppress_below": self.register.threshold, "zeros": self.register.zeros, "hidden": len(hidden)}
        if told:
            disclosure["told_below"] = told
        if unproven:
            disclosure["unproven"] = unproven
        return replace(
            table,
            columns=columns,
            rows=_blank_tests(columns, rows, hidden),
            hidden=hidden,
            base=None if base_hidden else table.base,
            coverage=dict.fromkeys(table.coverage) if base_hidden and not self.cells.leaves_out else table.coverage,
            notes=(*_not_telling(table.notes), *self._notes(len(hidden), len(withheld))),
            provenance={**table.provenance, "disclosure": disclosure},
        )

    def _unnamed(self, of: RowCells) -> bool:
        """Return whether a row is of a candidate, named in a coder's own words, of which no count is shown."""
        named = [(name, value) for name, value in of.key.conditions if name == "candidate" and value != ALL]
        if not named:
            return False
        rows = [other for other in self.cells.rows if named[0] in other.key.conditions]
        return all(other.key in self.hidden_cells or not other.n for other in rows)

    def _row(self, row: tuple[Any, ...], of: RowCells) -> tuple[Any, ...]:
        if of.key not in self.hidden_cells:
            return row
        base = of.base_key in self.hidden_cells
        kept = [column.kind in WORDS or (column.name == "base" and not base) for column in self.source.columns]
        return tuple(value if keep else None for keep, value in zip(kept, row, strict=True))

    def _notes(self, hidden: int, withheld: int) -> Iterable[str]:
        low = self.register.threshold
        unit = self.source.unit
        zero = "zeros included" if self.register.zeros == "suppress" else "zeros excepted"
        if not hidden and not withheld and self.cells.total_key not in self.hidden_cells:
            yield f"Counts below {low} are suppressed ({zero}); there are none here."
            return
        what = ("count is", "counts are") if "n" in self.names else ("row is", "rows are")
        suppressed = count_of(hidden, *what)
        yield (
            f"{SUPPRESSED} stands for a count below {low} ({zero}), for what else is counted of so small a group, or for a "
            f"count from which one could be worked out: {suppressed} suppressed."
        )
        if self.source.name == "coverage":
            yield f"Coverage is suppressed where a row stands for fewer than {low} reviews; a single review is one."
        elif unit == "findings":
            known = self.register.knows_reviews_behind(self.cells)
            yield f"Counts of findings are suppressed where they come from fewer than {low} {'reviews' if known else 'findings'}."
        if withheld:
            names = count_of(withheld, "name for a missing issue is", "names for missing issues are")
            yield (
                f"{names} suppressed with its counts, since coders choose the words."
                if withheld == 1
                else (f"{names} suppressed with their counts, since coders choose the words.")
            )
        told, unproven = self.told
        if told:
            yield (
                f"{count_of(told, 'suppressed count', 'suppressed counts')} can still be told to lie below {low}, though not what "
                "they are: fewer groups or a higher threshold would hide that, too."
            )
        if unproven:
            yield f"{count_of(unproven, 'suppressed count', 'suppressed counts')} may still be worked out: do not publish this table."
        yield "Tables with other filters, or of another day, can be subtracted from this one: no suppression can know of them."


def _not_telling(notes: Iterable[str]) -> list[str]:
    return [note for note in notes if not note.startswith(_TELLING) and not note.endswith(_TELLING_END)]


def _without(column: Column, values: set[str]) -> Column:
    order = tuple(value for value in column.order if value not in values)
    return column._replace(order=order, labels={key: label for key, label in column.labels.items() if key not in values})


def _blank_tests(columns: Sequence[Column], rows: tuple[tuple[Any, ...], ...], hidden: frozenset[int]) -> tuple[tuple[Any, ...], ...]:
    """Leave out what was worked out of several rows (a test of a trend, and what it came to) where one of them is hidden."""
    names = [column.name for column in columns]
    first = names.index("n") if "n" in names else len(names)
    blank: dict[int, Any] = {}
    for at, column in enumerate(columns[first:], first):
        if column.kind == "category":
            blank[at] = next((value for value in ("not_tested", "none") if value in column.order), "")
        elif column.kind not in (*WORDS, "count") and column.name not in _OF_THE_ROW:
            blank[at] = None
    tagged = [at for at, column in enumerate(columns[:first]) if column.name in TAGS]
    spoilt = {tuple(rows[at][place] for place in tagged) for at in hidden}
    if not blank or not spoilt:
        return rows
    return tuple(
        tuple(blank.get(at, value) for at, value in enumerate(row)) if tuple(row[place] for place in tagged) in spoilt else row
        for row in rows
    )


def _last_if_hidden(table: Table, lines: list[tuple[Any, RowCells]], hidden: list[bool]) -> list[tuple[Any, RowCells]]:
    """Return rows that were sorted by their counts with the hidden ones last, in the order of the keys.

    Their place among the others would tell between which counts they lie. Rows in the order of the keys stay.
    """
    keys = [at for at, column in enumerate(table.columns) if column.kind == "category"]
    ranks = [{value: rank for rank, value in enumerate(table.columns[at].order)} for at in keys]

    def place(row: tuple[Any, ...]) -> tuple[int, ...]:
        return tuple(rank.get(row[at], len(rank)) for at, rank in zip(keys, ranks, strict=True))

    places = [place(row) for row, _ in lines]
    if places == sorted(places):
        return lines
    shown = [line for line, out in zip(lines, hidden, strict=True) if not out]
    return shown + sorted((line for line, out in zip(lines, hidden, strict=True) if out), key=lambda line: place(line[0]))
