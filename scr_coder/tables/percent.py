"""Percentages as they are published: from unrounded counts, half-up, in exact arithmetic."""

from __future__ import annotations

SMALL_BASE = 20
"""Below this base a percentage says more than it knows: n/N is shown instead."""


def ratio(n: int, base: int, places: int) -> float:
    """Return n / base, neither below zero, rounded half-up to ``places`` decimals.

    Python's ``round`` works on binary floats and rounds half to even; published tables round half up. The arithmetic is
    on integers, so the result is the float nearest to the exact decimal.
    """
    scale: int = 10**places
    return (2 * scale * n + base) // (2 * base) / scale


def percent(n: int, base: int, places: int = 1) -> float | None:
    """Return 100 n / base rounded half-up to ``places`` decimals, see `ratio`; None for a base of zero."""
    return ratio(100 * n, base, places) if base else None


def shown_percent(n: int, base: int) -> float | None:
    """Return the percentage to publish: None where the base is below `SMALL_BASE`."""
    return percent(n, base) if base >= SMALL_BASE else None
