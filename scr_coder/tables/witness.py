"""The search for a witness: other whole numbers for hidden cells that agree with all that is shown.

What hangs together are `Rule`\\ s over cells. A witness changes hidden cells by one, up or down, so that every rule holds
as before; so nobody can tell it from the real counts. It is looked for by mending: a change breaks rules, the first of them
is mended by another change, until none is broken or the search has gone too deep.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from typing import Any, NamedTuple


class Rule(NamedTuple):
    """A sum (``slack`` is None) or an *at least*: what its terms, cells with ±1 each, come to above zero."""

    terms: tuple[tuple[int, int], ...]
    slack: int | None


class WitnessSearch:
    """A search of at most ``depth`` changes, for all cells: the work that depends on the rules alone is done once.

    It gives up after ``tries`` changes that it made, those that it took back included.

    ``rules`` and ``rules_of``, for each cell the numbers of its rules with its sign there, must not change afterwards.
    ``price`` says of each cell what it costs to hide it, in order that the cheapest are tried first.
    """

    def __init__(
        self,
        rules: Sequence[Rule],
        rules_of: Mapping[int, Sequence[tuple[int, int]]],
        depth: int,
        tries: int,
        price: Callable[[int], Any] = int,
    ) -> None:
        self._depth = depth
        self._most_tries = tries
        self._slacks = [rule.slack for rule in rules]
        self._all_rules_of = rules_of
        # Changes by one, as many as may be made, never break an *at least* with so much to spare.
        breakable = [slack is None or slack < depth for slack in self._slacks]
        self._rules_of = {cell: [(rule, sign) for rule, sign in of if breakable[rule]] for cell, of in rules_of.items()}
        self._sign_in = {cell: dict(of) for cell, of in self._rules_of.items()}
        # Cells of few rules break few others: they are tried first.
        self._terms = [sorted(rule.terms, key=lambda term: (len(rules_of[term[0]]), term[0])) for rule in rules]
        self._by_price: dict[int, list[tuple[int, int]]] = {}
        self._price = price

    def find(
        self,
        start: Mapping[int, int],
        hidden: Container[int],
        counts: Sequence[int],
        lowest: Sequence[int],
        more: int = 0,
        kept: Collection[int] = (),
    ) -> dict[int, int] | None:
        """Return changes to ``hidden`` cells, those of ``start`` among them, that keep every rule; None if none is found.

        ``counts`` and ``lowest``: of each cell the count that it has, and the least that it can have. ``more``: how many cells
        that are shown can be changed as well, none that is zero or ``kept``: hidden with the others, they make a witness.
        """
        if len(start) > self._depth:
            return dict(start) if self._holds(start) else None
        self._hidden, self._counts, self._lowest = hidden, counts, lowest
        self._more, self._kept = more, kept
        self._tries = self._most_tries
        self._changes: dict[int, int] = {}
        self._off: dict[int, int] = {}
        """By how much each rule that was touched is off, in the order in which they were touched."""
        self._broken: set[int] = set()
        for cell, change in start.items():
            self._make(cell, change)
        return dict(self._changes) if self._mended() else None

    def _holds(self, changes: Mapping[int, int]) -> bool:
        """Return whether changes, however many, keep every rule."""
        off: dict[int, int] = {}
        for cell, change in changes.items():
            for rule, sign in self._all_rules_of.get(cell, ()):
                off[rule] = off.get(rule, 0) + sign * change
        return not any(self._is_broken(rule, by) for rule, by in off.items())

    def _is_broken(self, rule: int, by: int) -> bool:
        slack = self._slacks[rule]
        return by != 0 if slack is None else slack + by < 0

    def _mended(self) -> bool:
        if not self._broken:
            return True
        if len(self._changes) >= self._depth:
            return False
        last = len(self._changes) == self._depth - 1
        rule = self._worst()
        down = self._slacks[rule] is None and self._off[rule] > 0
        for cell, sign in self._candidates(rule):
            change = -sign if down else sign
            if cell in self._changes or (change < 0 and self._counts[cell] <= self._lowest[cell]):
                continue
            self._tries -= 1
            if self._tries < 0:
                return False
            if last and not self._mends_all(cell, change):
                continue
            touched, broken, shown = len(self._off), set(self._broken), cell not in self._hidden
            self._make(cell, change)
            self._more -= shown
            if self._mended():
                return True
            self._more += shown
            self._unmake(cell, change, touched, broken)
        return False

    def _candidates(self, rule: int) -> Iterator[tuple[int, int]]:
        """Yield the terms of a rule that can be changed: the hidden ones, then those that can be hidden for it."""
        for cell, sign in self._terms[rule]:
            if cell in self._hidden:
                yield cell, sign
        if not self._more:
            return
        if rule not in self._by_price:
            self._by_price[rule] = sorted(self._terms[rule], key=lambda term: self._price(term[0]))
        for cell, sign in self._by_price[rule]:
            if cell not in self._hidden and cell not in self._kept and self._counts[cell]:
                yield cell, sign

    def _mends_all(self, cell: int, change: int) -> bool:
        """Return whether a change mends every broken rule; it may break others."""
        signs = self._sign_in[cell]
        return not any(self._is_broken(rule, self._off[rule] + signs.get(rule, 0) * change) for rule in self._broken)

    def _worst(self) -> int:
        """Return the broken rule to mend: the sum that was touched first, else the *at least* that was touched last."""
        if len(self._broken) == 1:
            return next(iter(self._broken))
        last = -1
        for rule in self._off:
            if rule in self._broken:
                if self._slacks[rule] is None:
                    return rule
                last = rule
        return last

    def _make(self, cell: int, change: int) -> None:
        off, slacks, broken = self._off, self._slacks, self._broken
        self._changes[cell] = change
        for rule, sign in self._rules_of.get(cell, ()):
            by = off[rule] = off.get(rule, 0) + sign * change
            slack = slacks[rule]
            if by if slack is None else slack + by < 0:
                broken.add(rule)
            else:
                broken.discard(rule)

    def _unmake(self, cell: int, change: int, touched: int, broken: set[int]) -> None:
        """Take the last change back, and forget the rules that it was the first to touch."""
        off = self._off
        del self._changes[cell]
        while len(off) > touched:
            off.popitem()
        for rule, sign in self._rules_of.get(cell, ()):
            if rule in off:
                off[rule] -= sign * change
        self._broken = broken
