"""From linked counts to a table: what is taken out of one table, and what is said of that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from scr_coder.tables.cells import ALL, DECIDED, TAGS, Conditions, Key, RowCells, TableCells
from scr_coder.tables.counting import OWN_CAUSES
from scr_coder.tables.linked import LinkedCounts
from scr_coder.tables.notes import discreet_notes
from scr_coder.tables.table import SUPPRESSED, WORDS, Column, Table
from scr_coder.tables.trend_test import four_digits, holm
from scr_coder.text import count_of

_OF_THE_ROW = frozenset(["n", "base", "percent", "low", "high", "jaccard", "lift"])
"""Numbers that follow from one row; any other, like the test of a trend, follows from all rows of its issue."""
_OWN = frozenset(cause for cause, _ in OWN_CAUSES)
TESTS_HIDDEN = (
    "A trend is not told where one of its counts is suppressed, in no row of the issue: the counts could be worked out from it. "
    "p (Holm) of the others takes those for the largest."
)
Rows = tuple[tuple[Any, ...], ...]
Lines = list[tuple[tuple[Any, ...], RowCells]]


class Told(NamedTuple):
    """What a register says of a table: its threshold, what becomes of zeros, and how sure it is.

    ``below``: of how many rows the rest tells that they are below the threshold; ``unproven``: how many rows may be worked
    out; ``knows_reviews``: whether, for a table of findings, the reviews behind are known.
    """

    threshold: int
    zeros: str
    below: int
    unproven: int
    knows_reviews: bool


class Hiding:
    """One table with what the register hides taken out: see `table`. Its counts must be in ``counts``, which are solved."""

    def __init__(self, table: Table, cells: TableCells, counts: LinkedCounts, told: Told) -> None:
        self.source = table
        self.cells = cells
        self.counts = counts
        self.told = told
        self.names = [column.name for column in table.columns]
        self.hidden_cells = {key for of in cells.rows for key in (of.key, of.base_key) if self._is_hidden(key)}
        self.base_hidden = self._is_hidden(cells.total_key)
        self.left_out = self._left_out()

    def _is_hidden(self, key: Key) -> bool:
        return self.counts.numbers.get(key) in self.counts.hidden

    def table(self) -> Table:
        """Return the table. Its coverage no longer says what became of findings that were decided on: see `covered`."""
        table = self.source
        lines = [(row, of) for row, of in zip(table.rows, self.cells.rows, strict=True) if _tags(of) not in self.left_out]
        columns = tuple(self._candidates(column) if column.name == "candidate" else column for column in table.columns)
        lines = _last_if_hidden(columns, lines, [of.key in self.hidden_cells for _, of in lines])
        if table.name == "candidates":  # those of which something is hidden now come last, in every group
            lines = _in_order(columns, lines)
        hidden = frozenset(at for at, (_, of) in enumerate(lines) if of.key in self.hidden_cells)
        rows, tests_hidden = _blank_tests(columns, tuple(self._row(row, of) for row, of in lines), hidden)
        disclosure = {"suppress_below": self.told.threshold, "zeros": self.told.zeros, "hidden": len(hidden)}
        if self.told.below:
            disclosure["told_below"] = self.told.below
        if self.told.unproven:
            disclosure["unproven"] = self.told.unproven
        kept = [at for at, name in enumerate(self.names) if table.name != "coverage" or name not in DECIDED]
        everything = self.base_hidden and not self.cells.leaves_out
        notes = [*discreet_notes(table.notes, table.telling), *self._notes(len(hidden))]
        notes += [TESTS_HIDDEN] if tests_hidden else []
        return replace(
            table,
            columns=tuple(columns[at] for at in kept),
            rows=tuple(tuple(row[at] for at in kept) for row in rows),
            hidden=hidden,
            base=None if self.base_hidden else table.base,
            coverage=dict.fromkeys(table.coverage) if everything else covered(table),
            notes=tuple(notes),
            telling={},
            provenance={**table.provenance, "disclosure": disclosure},
        )

    def _left_out(self) -> set[Conditions]:
        """Return what has no row any more: what it says is that there is something, where that must not be told.

        Candidates of which no count is shown go, since their names are a coder's own words. Where zeros are suppressed,
        so do pairs and causes that have a row only where they occur.
        """
        shown: dict[Conditions, bool] = {}
        for of in self.cells.rows:
            shown[_tags(of)] = shown.get(_tags(of), False) or bool(of.key not in self.hidden_cells and of.n)
        hidden = {_tags(of) for of in self.cells.rows if of.key in self.hidden_cells}
        zeros = self.told.zeros == "suppress"
        found = set()
        for tags, is_shown in shown.items():
            names = {name for name, _ in tags}
            own = any(name == "cause" and value in _OWN for name, value in tags) or self.source.name == "cooccurrence"
            named = "candidate" in names and ("candidate", ALL) not in tags
            if not is_shown and (named or (own and zeros and tags in hidden)):
                found.add(tags)
        return found

    def _candidates(self, column: Column) -> Column:
        """Return the column of the candidates without the names that are left out.

        In the table of candidates they stand in the order of their counts; those of which one is hidden come last,
        by alphabet, for their place would tell between which counts it lies.
        """
        gone = {value for tags in self.left_out for name, value in tags if name == "candidate"}
        order = [value for value in column.order if value not in gone]
        if self.source.name == "candidates":
            partly = {value for of in self.cells.rows if of.key in self.hidden_cells for name, value in of.key.conditions}
            order = [value for value in order if value not in partly] + sorted(partly.intersection(order), key=lambda v: (v.casefold(), v))
        labels = {key: label for key, label in column.labels.items() if key not in gone}
        return column._replace(order=tuple(order), labels=labels)

    def _row(self, row: tuple[Any, ...], of: RowCells) -> tuple[Any, ...]:
        if of.key in self.hidden_cells:
            base = of.base_key in self.hidden_cells
            kept = [column.kind in WORDS or (column.name == "base" and not base) for column in self.source.columns]
        elif any(self._is_hidden(of.key.without((name, value))) for name, value in of.key.conditions if name == "issue" and self.pairs):
            kept = [name not in ("jaccard", "lift") for name in self.names]  # from which the counts of both issues can be worked out
        else:
            return row
        return tuple(value if keep else None for keep, value in zip(kept, row, strict=True))

    @property
    def pairs(self) -> bool:
        """Whether the rows are pairs of issues."""
        return self.source.name == "cooccurrence"

    def _notes(self, hidden: int) -> Iterable[str]:
        low = self.told.threshold
        zero = "zeros included" if self.told.zeros == "suppress" else "zeros excepted"
        if self.source.name == "coverage":
            yield "Excluded and uncoded findings are numbers of paragraphs, not of what was found in reviews: they are not suppressed."
        if not hidden and not self.left_out and not self.base_hidden:
            yield f"Counts below {low} are suppressed ({zero}); there are none here."
            return
        what = ("count is", "counts are") if "n" in self.names else ("row is", "rows are")
        if hidden or self.base_hidden:
            yield (
                f"{SUPPRESSED} stands for a count below {low} ({zero}), for what else is counted of so small a group, or for a "
                f"count from which one could be worked out: {count_of(hidden, *what)} suppressed."
            )
        if self.source.name == "coverage":
            yield f"Coverage is suppressed where a row stands for fewer than {low} reviews; a single review is one."
        elif self.source.unit == "findings":
            behind = "reviews" if self.told.knows_reviews else "findings"
            yield f"Counts of findings are suppressed where they come from fewer than {low} {behind}."
        if any(name == "candidate" for tags in self.left_out for name, _ in tags):
            yield "Names for missing issues are left out where all their counts are suppressed, since coders choose the words."
        elif self.left_out:
            yield "Rows that stand only where something was found are left out where all their counts are suppressed."
        below, unproven = (count_of(n, "suppressed count", "suppressed counts") for n in (self.told.below, self.told.unproven))
        if self.told.below:
            yield (
                f"{below} can still be told to lie below {low}, though not what they are: fewer groups or a higher threshold would "
                "hide that, too."
            )
        if self.told.unproven:
            yield f"{unproven} may still be worked out: do not publish this table."
        yield "Tables with other filters, or of another day, can be subtracted from this one: no suppression can know of them."


def covered(table: Table) -> dict[str, int | None]:
    """Return the coverage of a table where counts are suppressed: findings, excluded and uncoded ones.

    What became of the others is left out: from the number without a match that of a candidate could be worked out, by
    taking away the others that are shown. Excluded and uncoded findings count work on paragraphs, not what was found.
    """
    return {name: None if name in DECIDED else number for name, number in table.coverage.items()}


def _tags(of: RowCells) -> Conditions:
    """Return what a row says of findings: the candidate, the pair, the cause with its issue."""
    return frozenset((name, value) for name, value in of.key.conditions if name in TAGS)


def _blank_tests(columns: Sequence[Column], rows: Rows, hidden: frozenset[int]) -> tuple[Rows, bool]:
    """Leave out what was worked out of several rows (a test of a trend, and what it came to) where one of them is hidden.

    Return the rows, and whether anything was left out. The tests that stay are corrected again for their number: by the
    corrected p of one issue, that of another could be told.
    """
    names = [column.name for column in columns]
    first = names.index("n") if "n" in names else len(names)
    blank: dict[int, Any] = {}
    for at, column in enumerate(columns[first:], first):
        if column.kind == "category":
            blank[at] = next((value for value in ("not_tested", "none") if value in column.order), "")
        elif column.kind not in (*WORDS, "count") and column.name not in _OF_THE_ROW:
            blank[at] = None
    tagged = [at for at, column in enumerate(columns[:first]) if column.name in TAGS]

    def of(row: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(row[place] for place in tagged)

    spoilt = {of(rows[at]) for at in hidden}
    if not blank or not spoilt:
        return rows, False
    left = tuple(tuple(blank.get(at, value) for at, value in enumerate(row)) if of(row) in spoilt else row for row in rows)
    if "p_holm" in names:
        p, corrected = names.index("p"), names.index("p_holm")
        found = {of(row): row[p] for row in left if row[p] is not None}
        untested = {of(row) for row in left} - spoilt - found.keys()
        again = dict(zip(found, holm(list(found.values()), len({of(row) for row in left}) - len(untested)), strict=True))
        left = tuple((*row[:corrected], four_digits(again[of(row)]), *row[corrected + 1 :]) if of(row) in again else row for row in left)
    return left, True


def _in_order(columns: Sequence[Column], lines: Lines) -> Lines:
    """Return rows in the order of their keys."""
    keys = [at for at, column in enumerate(columns) if column.kind == "category"]
    ranks = [{value: rank for rank, value in enumerate(columns[at].order)} for at in keys]
    return sorted(lines, key=lambda line: [rank.get(line[0][at], len(rank)) for at, rank in zip(keys, ranks, strict=True)])


def _last_if_hidden(columns: Sequence[Column], lines: Lines, hidden: Sequence[bool]) -> Lines:
    """Return rows that were sorted by their counts with the hidden ones last, in the order of the keys.

    Their place among the others would tell between which counts they lie. Rows in the order of the keys stay.
    """
    if lines == _in_order(columns, lines):
        return lines
    shown = [line for line, out in zip(lines, hidden, strict=True) if not out]
    return shown + _in_order(columns, [line for line, out in zip(lines, hidden, strict=True) if out])
