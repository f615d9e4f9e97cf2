"""Intervals for shares."""

from __future__ import annotations

from scr_coder.problem import ScrError

LEVEL = 0.95


def wilson(x: int, n: int, level: float = LEVEL) -> tuple[float, float]:
    """Return Wilson's score interval for a share of ``x`` in ``n``, as (low, high) between 0 and 1.

    It solves (p̂ − p)² = z² p (1 − p) / n for p, without continuity correction ("Probable inference, the law of
    succession, and statistical inference", Journal of the American Statistical Association 22, 1927; method 3 of
    "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, 1998). Without any
    observation, n = 0, every share is possible: (0, 1). Raises ScrError unless 0 ≤ x ≤ n and 0 < level < 1.
    """
    from statistics import NormalDist

    if not 0 <= x <= n:
        raise ScrError(f"{x} of {n} is no share", "give counts with 0 ≤ x ≤ n")
    if not 0 < level < 1:
        raise ScrError(f"{level} is no level of confidence", "give one between 0 and 1, such as 0.95")
    if n == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf(0.5 + level / 2)
    share = x / n
    centre = share + z * z / (2 * n)
    half = z * (share * (1 - share) / n + z * z / (4 * n * n)) ** 0.5
    scale = 1 + z * z / n
    # At the ends one limit is the share itself; the formula misses it by the last bit.
    low = 0.0 if x == 0 else (centre - half) / scale
    high = 1.0 if x == n else (centre + half) / scale
    return low, high


def shown_interval(x: int, n: int) -> tuple[float, float]:
    """Return the 95% interval in percent, each limit rounded half up to one decimal, as percentages are."""
    from decimal import ROUND_HALF_UP, Decimal

    low, high = ((100 * Decimal(limit)).quantize(Decimal("0.1"), ROUND_HALF_UP) for limit in wilson(x, n))
    return float(low), float(high)
