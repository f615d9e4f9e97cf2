"""The search for a witness: what it finds keeps every rule, and what few changes can do it finds."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scr_coder.tables.witness import Rule, WitnessSearch


class Case(NamedTuple):
    """Counts of cells, which of them are hidden, the least that each can be, and the rules between them."""

    counts: list[int]
    hidden: set[int]
    lowest: list[int]
    rules: list[Rule]


def rules_of(rules: Sequence[Rule]) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    for at, rule in enumerate(rules):
        for cell, sign in rule.terms:
            found.setdefault(cell, []).append((at, sign))
    return found


def kept(case: Case, changes: Mapping[int, int]) -> bool:
    """Return whether a reader could not tell changes from the counts: by the rules, what is shown and the least counts."""
    if not changes.keys() <= case.hidden or any(case.counts[cell] + by < case.lowest[cell] for cell, by in changes.items()):
        return False
    for rule in case.rules:
        by = sum(sign * changes.get(cell, 0) for cell, sign in rule.terms)
        if by if rule.slack is None else rule.slack + by < 0:
            return False
    return True


def search(case: Case, start: Mapping[int, int], depth: int) -> dict[int, int] | None:
    found = WitnessSearch(case.rules, rules_of(case.rules), depth, 400).find(start, case.hidden, case.counts, case.lowest)
    assert found is None or start.items() <= found.items()
    return found


@st.composite
def cases(draw: Any) -> Case:
    size = draw(st.integers(3, 7))
    counts = draw(st.lists(st.integers(0, 4), min_size=size, max_size=size))
    hidden = draw(st.sets(st.integers(0, size - 1), min_size=1))
    lowest = [min(count, draw(st.integers(0, 1))) for count in counts]
    rules = []
    for _ in range(draw(st.integers(1, 5))):
        cells = draw(st.lists(st.integers(0, size - 1), min_size=2, max_size=4, unique=True))
        signs = draw(st.lists(st.sampled_from([1, -1]), min_size=len(cells), max_size=len(cells)))
        terms = tuple(zip(cells, signs, strict=True))
        rules.append(Rule(terms, draw(st.none() | st.integers(0, 3))))
    return Case(counts, hidden, lowest, rules)


@settings(max_examples=400, deadline=None)
@given(cases(), st.integers(1, 4), st.data())
def test_what_is_found_keeps_every_rule(case: Case, depth: int, data: Any) -> None:
    movable = [cell for cell in case.hidden if case.counts[cell] > case.lowest[cell]]
    cells = data.draw(st.lists(st.sampled_from(sorted(case.hidden)), min_size=1, unique=True))
    start = {cell: data.draw(st.sampled_from([1, -1] if cell in movable else [1])) for cell in cells}
    found = search(case, start, depth)
    if found is not None:
        assert kept(case, found)
        assert len(found) <= max(depth, len(start))


@settings(max_examples=300, deadline=None)
@given(cases(), st.integers(1, 4))
def test_what_few_changes_can_do_is_found(case: Case, depth: int) -> None:
    for cell in sorted(case.hidden):
        others = sorted(case.hidden - {cell})
        possible = (
            {cell: 1, **dict(zip(more, by, strict=True))}
            for size in range(min(depth, len(case.hidden)))
            for more in itertools.combinations(others, size)
            for by in itertools.product((1, -1), repeat=size)
        )
        assert (search(case, {cell: 1}, depth) is not None) == any(kept(case, changes) for changes in possible)


@pytest.mark.parametrize(
    ("depth", "found"),
    [(1, None), (2, None), (3, None), (4, {0: 1, 1: -1, 2: -1, 3: 1})],
)
def test_a_square_takes_four_changes(depth: int, found: dict[int, int] | None) -> None:
    rows = [Rule(((0, 1), (1, 1)), None), Rule(((2, 1), (3, 1)), None), Rule(((0, 1), (2, 1)), None), Rule(((1, 1), (3, 1)), None)]
    assert search(Case([3, 5, 4, 6], {0, 1, 2, 3}, [1] * 4, rows), {0: 1}, depth) == found


def test_a_start_longer_than_the_search_is_held_against_every_rule() -> None:
    two_to_spare = [Rule(((0, 1), (1, 1), (2, 1)), 2)]
    case = Case([4, 4, 4], {0, 1, 2}, [1] * 3, two_to_spare)
    assert search(case, {0: -1, 1: -1}, 1) == {0: -1, 1: -1}
    assert search(case, {0: -1, 1: -1, 2: -1}, 1) is None


@pytest.mark.parametrize("depth", [2, 3, 4])
def test_a_way_that_leads_nowhere_is_taken_back(depth: int) -> None:
    """Cell 1 is tried first, since it has fewer rules, and breaks a sum with a cell that is shown."""
    to_spare = [Rule(((2, 1), (0, -1)), 9), Rule(((2, 1), (3, -1)), 9)]
    rules = [Rule(((0, 1), (1, 1), (2, 1)), None), Rule(((1, 1), (3, 1)), None), *to_spare]
    assert search(Case([5] * 4, {0, 1, 2}, [0] * 4, rules), {0: 1}, depth) == {0: 1, 2: -1}
