"""Small counts in many tables at once: the same count is one cell, however many tables show it.

Cells are linked by sums (a total and its parts) and by *at least*s (a count is never larger than that of what holds it:
an issue within its area, a group within all). `LinkedCounts.solve` hides cells until, for each small count, there is a
*witness*: another set of whole numbers for the hidden cells that agrees with every sum, every *at least* and everything
that is shown, and in which that count differs. So no reader, however clever, can work it out from the tables together.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import NamedTuple

from scr_coder.problem import ScrError
from scr_coder.tables.disclosure import Cell, Grid, bounds, protect, turning

_TRIES = 400
"""Steps after which the search for a witness gives up, and another cell is hidden instead."""
_DEPTHS = (3, 6, 12)


class _Rule(NamedTuple):
    """A sum (``slack`` is None) or an *at least*: what its terms, ±1 each, come to above zero."""

    terms: tuple[tuple[int, int], ...]
    slack: int | None


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
        self._within: dict[tuple[int, int], None] = {}
        self._lines: dict[tuple[int, ...], None] = {}
        self._grids: dict[tuple[tuple[int, ...], ...], None] = {}
        self._rules: list[_Rule] = []
        self._rules_of: dict[int, list[tuple[int, int]]] = {}

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
        self._rule(_Rule(terms, sum(sign * self.counts[cell] for cell, sign in terms)))

    def _rule(self, rule: _Rule) -> None:
        for cell, sign in rule.terms:
            self._rules_of.setdefault(cell, []).append((len(self._rules), sign))
        self._rules.append(rule)

    # Hiding ---------------------------------------------------------------------------------------------------------

    def solve(self, is_small: Callable[[int], bool], zeros: bool = True) -> None:
        """Hide the cells that are small, and what protects them. ``zeros``: whether counts of zero are shown.

        Leaves in `hidden` the cells to hide, in `primary` those that are small, and in `unproven` the small ones for
        which no witness was found although everything around them is hidden.
        """
        self.primary = {cell for cell in range(len(self.counts)) if is_small(cell)}
        self.hidden = set(self.primary)
        self.unproven = set()
        if not zeros:
            self.lowest = [0] * len(self.counts)
        for line in self._lines:
            self._rule(_Rule((*((part, -1) for part in line[:-1]), (line[-1], 1)), None))
        for grid in self._grids:
            for vector in (*grid, *zip(*grid, strict=True)):
                self._rule(_Rule((*((part, -1) for part in vector[:-1]), (vector[-1], 1)), None))
        while True:
            self._settle()
            open_to = sorted(self._open(self.primary - self.unproven))
            if not open_to:
                break
            for cell in open_to:
                if not self._hide_more(cell):
                    self.unproven.add(cell)

    def _settle(self) -> None:
        """Hide cells, table by table, until each protects the small counts in it."""
        before: tuple[int, int] | None = None
        while before != (now := (len(self.hidden), sum(self.lowest))):
            before = now
            for cell, base in self._within:
                if base in self.hidden:  # zeros, too, so nobody knows that one of these is above zero
                    self.hidden.add(cell)
                    self.lowest[cell] = 0
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
                for cell in parts:
                    self.hidden.add(cell)
                    self.lowest[cell] = 0
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
        """Hide the cheapest cell near one that has no witness; return False when nothing is left to hide."""
        seen, ring = {cell}, {cell}
        while ring:
            near = {other for one in ring for rule, _ in self._rules_of.get(one, ()) for other, _ in self._rules[rule].terms} - seen
            shown = [other for other in near if other not in self.hidden and self.counts[other] and other not in self.kept]
            if shown:
                self.hidden.add(min(shown, key=lambda other: (self.counts[other], other)))
                return True
            seen |= near
            ring = near & self.hidden
        return False

    # Witnesses ------------------------------------------------------------------------------------------------------

    def _open(self, cells: Iterable[int]) -> set[int]:
        """Return those of ``cells`` for which no witness is found."""
        safe: set[int] = set()
        found_open: set[int] = set()
        for cell in sorted(cells):
            if cell in safe:
                continue
            witness = self.witness(cell)
            if witness is None:
                found_open.add(cell)
            else:
                safe |= witness.keys()
        return found_open

    def witness(self, cell: int) -> dict[int, int] | None:
        """Return changes by one to hidden cells, ``cell`` among them, that nobody can tell from what is shown; or None."""
        for start in self._starts(cell):
            for depth in _DEPTHS:
                changes = dict(start)
                if self._settled(changes, depth, [_TRIES]):
                    return changes
        return None

    def _starts(self, cell: int) -> Iterable[dict[int, int]]:
        """Yield changes from which to search: up, down, and around a cycle of each grid that holds the cell."""
        yield {cell: 1}
        if self.counts[cell] > self.lowest[cell]:
            yield {cell: -1}
        for cells in self._grids:
            if any(cell in row for row in cells):
                grid, place = self._grid(cells)
                at = next(at for at, other in place.items() if other == cell)
                cycle = turning(grid, {at for at, other in place.items() if other in self.hidden}, at)
                if cycle:
                    yield {place[at]: change for at, change in cycle.items()}

    def _settled(self, changes: dict[int, int], depth: int, tries: list[int]) -> bool:
        """Extend ``changes`` until they keep every rule; return False when ``depth`` changes or the tries do not do."""
        broken = self._broken(changes)
        if broken is None:
            return True
        if len(changes) >= depth:
            return False
        rule, excess = broken
        moves = [
            (cell, -sign if excess > 0 else sign) for cell, sign in self._rules[rule].terms if cell in self.hidden and cell not in changes
        ]
        moves.sort(key=lambda move: (len(self._rules_of[move[0]]), move[0]))
        for cell, change in moves:
            if change < 0 and self.counts[cell] <= self.lowest[cell]:
                continue
            tries[0] -= 1
            if tries[0] < 0:
                return False
            changes[cell] = change
            if self._settled(changes, depth, tries):
                return True
            del changes[cell]
        return False

    def _broken(self, changes: dict[int, int]) -> tuple[int, int] | None:
        """Return a rule that ``changes`` break and by how much it is off; sums come before *at least*s."""
        come_to: dict[int, int] = {}
        for cell, change in changes.items():
            for rule, sign in self._rules_of.get(cell, ()):
                come_to[rule] = come_to.get(rule, 0) + sign * change
        short: tuple[int, int] | None = None
        for rule, by in come_to.items():
            slack = self._rules[rule].slack
            if slack is None:
                if by:
                    return rule, by
            elif slack + by < 0:
                short = rule, slack + by
        return short

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
