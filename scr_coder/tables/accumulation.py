"""How many issues are known after so many reviews: in one order, and over many random ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from scr_coder.tables.percent import ratio

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CELLS = 50_000_000
"""Positions held at once: some 200 MB at most."""

_EARLY = 128
"""Of each order, so many reviews are looked at one after the other: most issues are among them."""


class Step(NamedTuple):
    """After one more review: the mean number of issues over random orders, and the band that holds 95% of them."""

    mean: float
    low: int
    high: int


def new_in_order(found: Iterable[tuple[int, int]], reviews: int) -> list[int]:
    """Return how many issues each review is the first to show. ``found`` holds (number of the review, issue)."""
    first: dict[int, int] = {}
    for review, issue in found:
        first[issue] = min(review, first.get(issue, review))
    new = [0] * reviews
    for review in first.values():
        new[review] += 1
    return new


def accumulate(found: Sequence[tuple[int, int]], reviews: int, orders: int, seed: int) -> list[Step]:
    """Return, for each number of reviews added, what random orders give.

    ``low`` and ``high`` are the smallest numbers that 2.5% and 97.5% of the orders do not exceed. The stream of random
    numbers is one that numpy has frozen, so a seed gives the same table on every machine.
    """
    import numpy as np

    showing: dict[int, list[int]] = {}
    for review, issue in found:
        showing.setdefault(issue, []).append(review)
    reached = np.zeros((len(showing), reviews), dtype=np.int64)  # [j, k]: orders with more than j issues after k + 1 reviews
    chance = np.random.RandomState(seed)
    places = np.uint16 if reviews < 1 << 16 else np.uint32
    at_once = max(1, min(orders, _CELLS // max(1, reviews)))
    for start in range(0, orders, at_once):
        drawn = np.empty((min(at_once, orders - start), reviews), dtype=places)
        for row in drawn:
            row[:] = chance.permutation(reviews)
        early = _reviews_at(drawn, min(reviews, _EARLY))
        first = np.empty((len(showing), len(drawn)), dtype=places)
        for at, members in enumerate(showing.values()):
            shows = np.zeros(reviews, dtype=bool)
            shows[members] = True
            hits = shows[early]
            first[at] = hits.argmax(axis=1)
            late = np.flatnonzero(~hits.any(axis=1))
            if len(late):
                first[at, late] = drawn[late[:, np.newaxis], members].min(axis=1)
        first.sort(axis=0)
        for j, when in enumerate(first):
            reached[j] += np.bincount(when, minlength=reviews).cumsum()
    totals = reached.sum(axis=0)
    low = (1000 * reached > 975 * orders).sum(axis=0)
    high = (1000 * reached > 25 * orders).sum(axis=0)
    return [Step(ratio(int(t), orders, 2), int(a), int(b)) for t, a, b in zip(totals, low, high, strict=True)]


def _reviews_at(drawn: NDArray[Any], places: int) -> NDArray[np.intp]:
    """Return the reviews at the first ``places`` of each order; ``drawn`` holds for each order the place of each review."""
    import numpy as np

    order, review = np.nonzero(drawn < places)
    found = np.empty((len(drawn), places), dtype=np.intp)
    found[order, drawn[order, review]] = review
    return found
