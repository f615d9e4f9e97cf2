"""Does a share rise or fall over ordered periods? The Cochran–Armitage test, with what small samples need.

The statistic is S = Σ s·x over periods with scores s, x of n units showing the issue. Given the margins, S has a known
distribution (x is multivariate hypergeometric): its normal approximation serves large counts; where an expected count is
small the distribution itself is worked out, or drawn from where that would take too long.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

SMALL_EXPECTED = 5
"""Below this expected count, of units with the issue or without it in any period, the normal approximation is not used."""
DRAWS = 9_999
_MOST_WORK = 200_000_000
"""Multiplications that the exact distribution may take: about half a second."""


class TrendTest(NamedTuple):
    """``z`` is the standardised statistic, positive for a rise; ``p`` is two-sided; ``method`` says how p was found."""

    z: float
    p: float
    method: str


def cochran_armitage(x: Sequence[int], n: Sequence[int], scores: Sequence[int]) -> tuple[float, float]:
    """Return (z, two-sided p) of the linear trend of x / n over ``scores``, by the normal approximation.

    z = Σ s (x − n p̂) / √(p̂ (1 − p̂) (Σ n s² − (Σ n s)² / N)), without continuity correction; z² is what R's
    ``prop.trend.test`` gives ("Tests for linear trends in proportions and frequencies", Biometrics 11, 1955).
    The share must vary and the periods too: some units with the issue, some without, in two periods at least.
    """
    units, found = sum(n), sum(x)
    share = found / units
    weighted = sum(s * k for s, k in zip(scores, n, strict=True))
    spread = sum(s * s * k for s, k in zip(scores, n, strict=True)) - weighted * weighted / units
    departure = sum(s * k for s, k in zip(scores, x, strict=True)) - share * weighted
    z = departure / math.sqrt(share * (1 - share) * spread)
    return z, math.erfc(abs(z) / math.sqrt(2))


def trend_tests(counts: Sequence[Sequence[int]], n: Sequence[int], scores: Sequence[int], seed: int = 1) -> list[TrendTest | None]:
    """Test each row of ``counts`` (units with an issue, by period) against the same periods of ``n`` units.

    None for a row that no test can say anything of: nobody shows the issue, or everybody does. The methods are
    ``normal``; ``exact`` where an expected count is below `SMALL_EXPECTED`; and, where that would take too long,
    ``permutation`` with `DRAWS` draws and ``seed``, whose p counts the table itself as one more draw.
    """
    units = sum(n)
    results: list[TrendTest | None] = []
    small: list[int] = []
    for at, x in enumerate(counts):
        found = sum(x)
        if not 0 < found < units:
            results.append(None)
            continue
        results.append(TrendTest(*cochran_armitage(x, n, scores), "normal"))
        if min(found, units - found) * min(k for k in n if k) < SMALL_EXPECTED * units:
            small.append(at)
    steps = _steps(scores)
    most = _most_exact(n, steps)
    exact = [at for at in small if min(sum(counts[at]), units - sum(counts[at])) <= most]
    for at, p in zip(exact, _exact([counts[at] for at in exact], n, steps), strict=True):
        results[at] = _with(results[at], p, "exact")
    for at in set(small) - set(exact):
        results[at] = _with(results[at], _permuted(counts[at], n, steps, seed), "permutation")
    return results


def holm(values: Sequence[float], tests: int = 0) -> list[float]:
    """Return p values adjusted for their number, in the order given ("A simple sequentially rejective multiple test
    procedure", Scandinavian Journal of Statistics 6, 1979): the smallest times m, the next times m − 1, …, never
    falling and never above 1.

    ``tests``: how many tests there were, where only some of them are told. Those that are not are taken for the largest,
    which makes no p smaller than it would be if they were told.
    """
    adjusted = [0.0] * len(values)
    least = 0.0
    tests = max(tests, len(values))
    for rank, at in enumerate(sorted(range(len(values)), key=values.__getitem__)):
        least = max(least, min(1.0, (tests - rank) * values[at]))
        adjusted[at] = least
    return adjusted


def four_digits(p: float) -> float:
    """Return p with four significant digits: the last bits differ between machines."""
    return float(f"{p:.4g}")


def _with(test: TrendTest | None, p: float, method: str) -> TrendTest:
    assert test is not None
    return TrendTest(test.z, p, method)


def _steps(scores: Sequence[int]) -> list[int]:
    """Return the scores from 0 on in their largest common step: the same test in smaller numbers."""
    least = min(scores)
    step = math.gcd(*(s - least for s in scores)) or 1
    return [(s - least) // step for s in scores]


def _most_exact(n: Sequence[int], steps: Sequence[int]) -> int:
    """Return the largest number of units with an issue for which the exact distribution is quick enough."""
    return math.isqrt(_MOST_WORK // max(1, sum(n) * max(steps)))


def _departure(x: Sequence[int], n: Sequence[int], steps: Sequence[int]) -> int:
    """Return N times how far S is from its expectation, in whole numbers, so that ties are ties."""
    found, units = sum(x), sum(n)
    return abs(units * sum(s * k for s, k in zip(steps, x, strict=True)) - found * sum(s * k for s, k in zip(steps, n, strict=True)))


def _exact(counts: Sequence[Sequence[int]], n: Sequence[int], steps: Sequence[int]) -> list[float]:
    """Return P(|S − E S| ≥ observed) given the margins, for each row.

    One pass over the periods serves all rows: ways[t, v] is how likely t units with the issue and S = v are when each
    unit shows it with the same chance; given t this does not depend on the chance. Rows of more than half of the units
    are taken for those without the issue, whose S departs as far.
    """
    if not counts:
        return []
    import numpy as np

    units = sum(n)
    rows = [x if 2 * sum(x) <= units else [k - c for k, c in zip(n, x, strict=True)] for x in counts]
    most = max(sum(x) for x in rows)
    width = most * max(steps) + 1
    ways = np.zeros((most + 1, width))
    ways[0, 0] = 1.0
    chance = most / (2 * units)  # keeps every t up to the largest far from underflow
    for size, step in zip(n, steps, strict=True):
        after = np.zeros_like(ways)
        for k in range(min(size, most) + 1):
            log = math.lgamma(size + 1) - math.lgamma(k + 1) - math.lgamma(size - k + 1)
            weight = math.exp(log + k * math.log(chance) + (size - k) * math.log1p(-chance))
            after[k:, step * k :] += weight * ways[: most + 1 - k, : width - step * k]
        ways = after
    return [_tail(ways[sum(x)], sum(x), _departure(x, n, steps), n, steps) for x in rows]


def _tail(ways: npt.NDArray[np.float64], found: int, departure: int, n: Sequence[int], steps: Sequence[int]) -> float:
    import numpy as np

    weighted = sum(s * k for s, k in zip(steps, n, strict=True))
    far = np.abs(sum(n) * np.arange(len(ways)) - found * weighted) >= departure
    return min(1.0, float(ways[far].sum() / ways.sum()))


def _permuted(x: Sequence[int], n: Sequence[int], steps: Sequence[int], seed: int) -> float:
    """Return the share of draws from the same margins that depart as far; the stream of the draws is frozen in numpy."""
    import numpy as np

    chance = np.random.RandomState(seed)
    left = np.full(DRAWS, sum(x))
    rest = sum(n)
    total = np.zeros(DRAWS, dtype=np.int64)
    for size, step in zip(n, steps, strict=True):
        rest -= size
        drawn = chance.hypergeometric(size, rest, np.maximum(left, 1)) * (left > 0)
        total += step * drawn
        left = left - drawn
    weighted = sum(s * k for s, k in zip(steps, n, strict=True))
    far = np.abs(sum(n) * total - sum(x) * weighted) >= _departure(x, n, steps)
    return float(1 + far.sum()) / (1 + DRAWS)
