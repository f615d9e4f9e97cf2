"""Small counts in many tables at once: the same count is one cell, however many tables show it.

Cells are linked by sums (a total and its parts) and by *at least*s (a count is never larger than that of what holds it:
an issue within its area, a group within all). `LinkedCounts.solve` hides cells until, for each small count, there is a
*witness*: another set of whole numbers for the hidden cells that agrees with every sum, every *at least* and everything
that is shown, and in which that count is another small one. So no reader can work it out from the tables together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

from scr_coder.problem import ScrError
from scr_coder.tables.disclosure import Cell, Grid, bounds, protect, turning
from scr_coder.tables.witness import Rule, WitnessSearch

_SEARCHES = ((3, 400), (6, 400), (12, 400), (80, 400))
"""Of how many changes a witness is looked for, and how many are tried for it, one after the other."""
_THOROUGH = (200, 6000)
"""The same, where hiding more does not help."""
_MORE = range(7)
"""How many cells are hidden for one, where it has no witness without: as few as will do."""


class LinkedCounts:
    """Cells with their counts, small ones to protect, and how they hang together. Cells are named by any hashable key."""

    def __init__(self) -> None:
        self.numbers: dict[Hashable, int] = {}
        self.counts: list[int] = []
        self.lowest: list[int] = []
        self.kept: set[int] = set()
        self.primary: set[int] = set()
        self.hidden: set[int] = set()
        self.unproven: set[int] = set()
        self.named_sums: set[Hashable] = set()
        self._highest: dict[int, int] = {}
        self._whole: set[int] = set()
        self._within: dict[tuple[int, int], None] = {}
        self._lines: dict[tuple[int, ...], None] = {}
        self._grids: dict[tuple[tuple[int, ...], ...], None] = {}
        self._rules: list[Rule] = []
        self._rules_of: dict[int, list[tuple[int, int]]] = {}
        self._searches: list[WitnessSearch] = []
        self._witnesses: dict[int, Mapping[int, int]] = {}
        self._holds: Counter[int] = Counter()

    # What hangs together --------------------------------------------------------------------------------------------

    def add(self, key: Hashable, count: int, kept: bool = False) -> int:
        """Add a cell, or find it again; return its number. A ``kept`` cell is never hidden to protect another.

        Raises ScrError when the same cell has had another count: then the tables were not made from the same data.
        """
        known = self.numbers.get(key)
        if known is None:
            known = self.numbers[key] = len(self.counts)
            self.counts.append(count)
            self.lowest.append(1)
        elif self.counts[known] != count:
            raise ScrError("two tables count the same reviews differently", "make them from the same data, at the same moment")
        if kept:
            self.kept.add(known)
        return known

    def count(self, key: Hashable) -> int | None:
        """Return the count of a cell; None for one that was not added."""
        cell = self.numbers.get(key)
        return None if cell is None else self.counts[cell]

    def add_sum(self, total: int, parts: Sequence[int]) -> None:
        """Say that ``parts`` add up to ``total``."""
        self._lines.setdefault((*parts, total))

    def add_grid(self, rows: Sequence[Sequence[int]]) -> None:
        """Say that rows and columns add up to the last of each; they are protected together."""
        self._grids.setdefault(tuple(map(tuple, rows)))

    def add_base(self, cell: int, base: int) -> None:
        """Say that ``cell`` is a part of ``base``, and must be hidden where ``base`` is, zero or not."""
        self._within.setdefault((cell, base))

    def add_at_least(self, larger: Sequence[int], smaller: Sequence[int]) -> None:
        """Say that the counts of ``larger`` together are not less than those of ``smaller`` together."""
        terms = (*((cell, 1) for cell in larger), *((cell, -1) for cell in smaller))
        self._rule(Rule(terms, sum(sign * self.counts[cell] for cell, sign in terms)))

    def _rule(self, rule: Rule) -> None:
        self._searches = []
        for cell, sign in rule.terms:
            self._rules_of.setdefault(cell, []).append((len(self._rules), sign))
        self._rules.append(rule)

    # Hiding ---------------------------------------------------------------------------------------------------------

    def solve(self, is_small: Callable[[int], bool], zeros: bool = True, threshold: int | None = None) -> None:
        """Hide the cells that are small, and what protects them. ``zeros``: whether counts of zero are shown.

        ``threshold``: what a small count is below. A reader can know it, so a witness must leave each small count small, if
        another than its own is (below 2 there is only 1).
        Leaves in `hidden` the cells to hide, in `primary` those that are small, and in `unproven` the small ones for
        which no witness was found although everything around them is hidden.
        """
        self.primary = {cell for cell in range(len(self.counts)) if is_small(cell)}
        self.hidden = set(self.primary)
        self.unproven = set()
        self._whole = set()
        self._witnesses = {}
        if not zeros:
            self.lowest = [0] * len(self.counts)
        self._highest = {
            cell: threshold - 1 for cell in self.primary if threshold is not None and self.lowest[cell] < threshold - 1 >= self.counts[cell]
        }
        self._holds = Counter(base for _, base in self._within)
        for line in self._lines:
            self._rule(Rule((*((part, -1) for part in line[:-1]), (line[-1], 1)), None))
        for grid in self._grids:
            for vector in (*grid, *zip(*grid, strict=True)):
                self._rule(Rule((*((part, -1) for part in vector[:-1]), (vector[-1], 1)), None))
        while True:
            self._settle()
            open_to = sorted(self._open(self.primary - self.unproven))
            if not open_to:
                break
            for cell in open_to:
                if cell not in self._witnesses and not self._hide_more(cell):
                    self.unproven.add(cell)
        if not self.unproven:
            self._show_again()

    def _show_again(self) -> None:
        """Show what no witness of a small count needs, and what need not be hidden whole."""
        used = {other for cell in self.primary for other in self._witnesses[cell]}
        # What is within a hidden base is hidden whole, and a reader who saw the base again would not expect zeros there.
        bases = {base for _, base in self._within}
        self.hidden &= self.primary | used | self._whole | bases

    def _settle(self) -> None:
        """Hide cells, table by table, until each protects the small counts in it."""
        before: tuple[int, int] | None = None
        while before != (now := (len(self.hidden), sum(self.lowest))):
            before = now
            for cell, base in self._within:
                if base in self.hidden:  # zeros, too, so nobody knows that one of these is above zero
                    self._hide_whole([cell])
            for line in self._lines:
                self._protect_line(line)
            for grid in self._grids:
                self._protect_grid(grid)

    def _protect_line(self, line: tuple[int, ...]) -> None:
        """Hide the smallest part that is shown where what is hidden in a sum can be worked out; else the total.

        Where neither can be hidden, every part is, zeros, too: then a hidden part can be zero.
        """
        while self._line_known(line) and not self.primary.isdisjoint(line):
            *parts, total = line
            shown = [cell for cell in parts if cell not in self.hidden]
            usable = [cell for cell in shown if self.counts[cell] and cell not in self.kept]
            if usable:
                self.hidden.add(min(usable, key=lambda cell: (self.counts[cell], cell)))
            elif total not in self.kept and total not in self.hidden:
                self.hidden.add(total)
            elif any(self.lowest[cell] for cell in parts):
                self._hide_whole(parts)
            else:
                return

    def _line_known(self, line: tuple[int, ...]) -> bool:
        """Return whether hidden cells of a sum can be worked out: one alone, or all of them at their lowest."""
        hidden = [cell for cell in line if cell in self.hidden]
        if len(hidden) < 2:
            return bool(hidden)
        return line[-1] not in self.hidden and all(self.counts[cell] <= self.lowest[cell] for cell in hidden)

    def _protect_grid(self, cells: tuple[tuple[int, ...], ...]) -> None:
        grid, place = self._grid(cells)
        hidden = {at for at, cell in place.items() if cell in self.hidden}
        wanted = {at for at, cell in place.items() if cell in self.primary}
        self.hidden |= {place[at] for at in protect(grid, hidden, wanted)}

    def _grid(self, cells: tuple[tuple[int, ...], ...]) -> tuple[Grid, dict[Cell, int]]:
        place = {(row, column): cell for row, line in enumerate(cells) for column, cell in enumerate(line)}
        kept = [at for at, cell in place.items() if cell in self.kept]
        counts = [[self.counts[cell] for cell in line] for line in cells]
        return Grid(counts, lowest=lambda at: self.lowest[place[at]], kept=kept), place

    def _hide_more(self, cell: int) -> bool:
        """Hide the fewest and cheapest cells with which there is a witness for ``cell``; return False where there are none."""
        for more in _MORE:
            found = [witness for start in self._starts(cell) if (witness := self._search(start, more)) is not None]
            if found:
                witness = min(found, key=self._cost)
                self.hidden |= witness.keys()
                self._note_safe(witness)
                return True
        at_last = self.witness(cell, thorough=True)
        if at_last is None:
            return self._hide_line(cell)
        self._note_safe(at_last)
        return True

    def _hide_line(self, cell: int) -> bool:
        """Hide all parts of a sum in which ``cell`` stands, zeros, too, so that a hidden one can be zero; return whether one did.

        It is the sum of which most is hidden already.
        """
        lines = [
            [part for part, sign in rule.terms if sign < 0]
            for rule in (self._rules[at] for at, _ in self._rules_of.get(cell, ()))
            if rule.slack is None
        ]
        open_lines = [parts for parts in lines if any(self.lowest[part] for part in parts) and self.kept.isdisjoint(parts)]
        if not open_lines:
            return False
        parts = min(open_lines, key=lambda parts: sorted((self._price(part) for part in parts if part not in self.hidden), reverse=True))
        self._hide_whole(parts)
        return True

    def _hide_whole(self, cells: Iterable[int]) -> None:
        """Hide cells that are hidden together whatever they are, so that each of them can be zero."""
        for cell in cells:
            self.hidden.add(cell)
            self._whole.add(cell)
            self.lowest[cell] = 0

    def _cost(self, witness: Mapping[int, int]) -> tuple[int, list[Any]]:
        prices = sorted(self._price(cell) for cell in witness if cell not in self.hidden)
        return len(prices), prices[::-1]

    def _price(self, cell: int) -> tuple[int, int, int]:
        """Return what it costs to hide a cell: all that must be hidden with it, its count, and its place."""
        return self._holds[cell], self.counts[cell], cell

    # Witnesses ------------------------------------------------------------------------------------------------------

    def _open(self, cells: Iterable[int]) -> set[int]:
        """Return those of ``cells`` for which no witness is found.

        A witness stays one when more is hidden, so its cells are not looked at again.
        """
        found_open: set[int] = set()
        for cell in sorted(cells):
            if cell not in self._witnesses:
                witness = self.witness(cell)
                if witness is None:
                    found_open.add(cell)
                else:
                    self._note_safe(witness)
        return found_open

    def _note_safe(self, witness: Mapping[int, int]) -> None:
        for cell, change in witness.items():
            if self._possible(cell, change):
                self._witnesses.setdefault(cell, witness)

    def _possible(self, cell: int, change: int) -> bool:
        """Return whether a small count stays one that it could be."""
        highest = self._highest.get(cell)
        return self.counts[cell] + change >= self.lowest[cell] and (highest is None or self.counts[cell] + change <= highest)

    def witness(self, cell: int, thorough: bool = False) -> dict[int, int] | None:
        """Return changes by one to hidden cells, ``cell`` among them, that nobody can tell from what is shown; or None.

        ``thorough``: with a longer search.
        """
        found = (self._search(start, thorough=thorough) for start in self._starts(cell))
        return next((changes for changes in found if changes is not None), None)

    def _search(self, start: Mapping[int, int], more: int = 0, thorough: bool = False) -> dict[int, int] | None:
        if not self._searches:
            self._searches = [WitnessSearch(self._rules, self._rules_of, *most, self._price) for most in (*_SEARCHES, _THOROUGH)]
        for search in self._searches[-1:] if thorough else self._searches[:-1]:
            changes = search.find(start, self.hidden, self.counts, self.lowest, more, self.kept)
            if changes is not None:
                return changes
        return None

    def _starts(self, cell: int) -> Iterable[dict[int, int]]:
        """Yield changes from which to search: up, down, and around a cycle of each grid that holds the cell."""
        possible = [change for change in (1, -1) if self._possible(cell, change)]
        yield from ({cell: change} for change in possible)
        for cells in self._grids:
            if any(cell in row for row in cells):
                grid, place = self._grid(cells)
                at = next(at for at, other in place.items() if other == cell)
                cycle = turning(grid, {at for at, other in place.items() if other in self.hidden}, at, possible)
                if cycle:
                    yield {place[at]: change for at, change in cycle.items()}

    # Bounds ---------------------------------------------------------------------------------------------------------

    def narrow(self, threshold: int) -> set[int]:
        """Return the small cells whose counts can be told to lie below ``threshold`` from a single sum or table."""
        found: set[int] = set()
        for line in self._lines:
            *parts, total = line
            if total in self.hidden:
                continue
            hidden = [cell for cell in parts if cell in self.hidden]
            spare = sum(self.counts[cell] - self.lowest[cell] for cell in hidden)
            found |= {cell for cell in hidden if cell in self.primary and spare + self.lowest[cell] < threshold}
        for cells in self._grids:
            grid, place = self._grid(cells)
            hidden_at = {at for at, cell in place.items() if cell in self.hidden}
            for at in hidden_at:
                highest = bounds(grid, hidden_at, at, threshold)[1] if place[at] in self.primary else None
                if highest is not None and highest < threshold:
                    found.add(place[at])
        return found
