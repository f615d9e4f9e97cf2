"""Percentages: half-up in decimal, from unrounded counts, as published tables print them."""

from __future__ import annotations

import json
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from scr_coder.tables.percent import SMALL_BASE, percent, shown_percent

ROOT = Path(__file__).resolve().parent.parent
PUBLISHED = ROOT.parent / "shared" / "reference" / "tables" / "published_tables.json"


def test_half_up_in_decimal_for_every_share_up_to_300() -> None:
    """`round` differs for some of these; decimal arithmetic on the exact quotient is the reference."""
    tenth = Decimal("0.1")
    binary_differs = 0
    for base in range(1, 301):
        for n in range(base + 1):
            exact = (Decimal(1000 * n) / Decimal(base)).quantize(Decimal(1), ROUND_HALF_UP) * tenth
            assert Decimal(str(percent(n, base))) == exact, (n, base)
            binary_differs += round(100 * n / base, 1) != percent(n, base)
    assert binary_differs > 0, "the test would not notice `round`"


@pytest.mark.parametrize(
    ("n", "base", "places", "expected"),
    [
        (1, 8, 0, 13.0),
        (1, 8, 1, 12.5),
        (1, 800, 2, 0.13),
        (1, 2000, 1, 0.1),
        (1, 2001, 1, 0.0),
        (2, 3, 1, 66.7),
        (7, 7, 1, 100.0),
        (0, 9, 1, 0.0),
    ],
)
def test_places(n: int, base: int, places: int, expected: float) -> None:
    assert percent(n, base, places) == expected


def test_a_base_of_zero_has_no_percentage() -> None:
    assert percent(0, 0) is None
    assert shown_percent(0, 0) is None


def test_a_small_base_has_none_to_show() -> None:
    assert SMALL_BASE == 20
    assert shown_percent(10, 19) is None
    assert shown_percent(10, 20) == 50.0


def test_published_tables() -> None:
    """Rows that analysts printed, with the decimals that they used; rows that they printed without a percentage are skipped."""
    if not PUBLISHED.is_file():
        pytest.skip(f"the published tables are not beside this checkout: {PUBLISHED}")
    checked = 0
    for table in json.loads(PUBLISHED.read_text(encoding="utf-8")):
        for row in table["rows"]:
            if row["published_pct"] is not None:
                assert percent(row["n"], row["N"], table["decimals"]) == row["published_pct"], row
                checked += 1
    assert checked >= 10
