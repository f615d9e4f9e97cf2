"""Percentages as they are published: from unrounded counts, half-up, in exact arithmetic."""

from __future__ import annotations

SMALL_BASE = 20
"""Below this base a percentage says more than it knows: n/N is shown instead."""


def percent(n: int, base: int, places: int = 1) -> float | None:
    """Return 100 n / base rounded half-up to ``places`` decimals; None for a base of zero.

    Python's ``round`` works on binary floats and rounds half to even; published tables round half up. The arithmetic is
    on integers, so the result is the float nearest to the exact decimal.
    """
    if base == 0:
        return None
    scale: int = 10**places
    return (2 * 100 * scale * n + base) // (2 * base) / scale


def shown_percent(n: int, base: int) -> float | None:
    """Return the percentage to publish: None where the base is below `SMALL_BASE`."""
    return percent(n, base) if base >= SMALL_BASE else None
