"""How many issues are known after so many reviews: against every order of a few reviews, and against the exact mean."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scr_coder.tables import accumulation
from scr_coder.tables.accumulation import accumulate, new_in_order

pairs = st.sets(st.tuples(st.integers(0, 5), st.integers(0, 7)), max_size=25)


@given(pairs)
def test_new_in_order(found: set[tuple[int, int]]) -> None:
    known: set[int] = set()
    for review, new in enumerate(new_in_order(found, 6)):
        shown = {issue for other, issue in found if other == review}
        assert new == len(shown - known)
        known |= shown


def exact_mean(found: set[tuple[int, int]], reviews: int, k: int) -> Fraction:
    """Each issue is missing after k of N reviews with the chance that none of the n that show it is among them."""
    showing = [sum(issue == one for _, issue in found) for one in {issue for _, issue in found}]
    return sum((1 - Fraction(math.comb(reviews - n, k), math.comb(reviews, k)) for n in showing), Fraction(0))


@given(pairs)
@settings(max_examples=40, deadline=None)
def test_mean_and_band_over_many_orders(found: set[tuple[int, int]]) -> None:
    """All 720 orders of six reviews give the mean and the band that 4,000 random ones must come near to."""
    steps = accumulate(sorted(found), 6, 4000, 1)
    orders = list(itertools.permutations(range(6)))
    shown = {review: {issue for other, issue in found if other == review} for review in range(6)}
    for k, step in enumerate(steps, 1):
        counts = sorted(len(set().union(*(shown[review] for review in order[:k]))) for order in orders)
        mean = exact_mean(found, 6, k)
        assert Fraction(sum(counts), len(counts)) == mean
        spread = math.sqrt(sum((c - mean) ** 2 for c in counts) / len(counts))
        assert step.mean == pytest.approx(float(mean), abs=5 * spread / math.sqrt(4000) + 0.006)
        assert counts[int(0.015 * 720)] <= step.low <= counts[int(0.035 * 720)]
        assert counts[int(0.965 * 720) - 1] <= step.high <= counts[int(0.985 * 720)]


def test_after_all_reviews_every_order_has_all() -> None:
    found = [(0, 1), (1, 1), (2, 2), (4, 3)]
    assert accumulate(found, 5, 10, 7)[-1] == (3.0, 3, 3)
    assert accumulate([], 3, 10, 1) == [(0.0, 0, 0)] * 3
    assert accumulate([], 0, 10, 1) == []
    assert accumulate([(0, 1)], 1, 1, 1) == [(1.0, 1, 1)]


def test_the_band_is_that_of_the_orders_themselves() -> None:
    """The same orders, issue by issue, and the percentiles of numpy."""
    import numpy as np

    chance = np.random.RandomState(5)
    found = [(int(r), int(i)) for r, i in zip(chance.randint(0, 25, 60), chance.randint(0, 30, 60), strict=True)]
    stream = np.random.RandomState(9)
    known = []
    for _ in range(237):
        place = stream.permutation(25)
        first = {issue: min(place[review] for review, other in found if other == issue) for _, issue in found}
        known.append([sum(when < k for when in first.values()) for k in range(1, 26)])
    low, high = np.percentile(known, [2.5, 97.5], axis=0, method="inverted_cdf")
    steps = accumulate(found, 25, 237, 9)
    assert [step.low for step in steps] == list(low)
    assert [step.high for step in steps] == list(high)
    assert [step.mean for step in steps] == pytest.approx(np.mean(known, axis=0), abs=0.005001)


def test_the_band_by_hand() -> None:
    """One review of 40 shows the issue: it is first in 1 order of 40, which is 2.5%; the band ends where 97.5% end."""
    steps = accumulate([(0, 1)], 40, 4000, 1)
    assert steps[0].mean == pytest.approx(1 / 40, abs=0.02)
    assert [step.low for step in steps[:30]] == [0] * 30
    assert steps[-1] == (1.0, 1, 1)
    assert [step.high for step in steps[5:]] == [1] * 35


def test_a_seed_gives_the_same_and_another_seed_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(review, review % 7) for review in range(30)]
    once = accumulate(found, 30, 50, 3)
    assert accumulate(found, 30, 50, 3) == once
    assert accumulate(list(reversed(found)), 30, 50, 3) == once
    assert accumulate(found, 30, 50, 4) != once
    monkeypatch.setattr(accumulation, "_CELLS", 100)  # a few orders at a time
    assert accumulate(found, 30, 50, 3) == once


def test_the_stream_is_frozen() -> None:
    """numpy promises that this stream never changes, so tables come out the same with any version of it."""
    steps = accumulate([(0, 0), (1, 0), (1, 1), (2, 2), (3, 3), (3, 0)], 4, 8, 1)
    assert [step.mean for step in steps] == [1.38, 2.75, 3.63, 4.0]
