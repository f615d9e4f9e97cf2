"""Wilson's interval against published figures, statsmodels and scipy, and against what defines it."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scr_coder.problem import ScrError
from scr_coder.tables.intervals import shown_interval, wilson
from scr_coder.tables.percent import percent

CASES = Path(__file__).resolve().parent.parent.parent / "shared" / "reference" / "tables" / "ci_cases.json"


def test_published_cases() -> None:
    if not CASES.is_file():
        pytest.skip(f"the cases are not beside this checkout: {CASES}")
    cases = json.loads(CASES.read_text(encoding="utf-8"))["wilson"]
    assert len(cases) >= 7
    for case in cases:
        assert wilson(case["x"], case["n"]) == pytest.approx(case["wilson"], abs=5e-7), case


@pytest.mark.parametrize(("x", "n", "low", "high"), [(81, 263, 25.5, 36.6), (0, 20, 0.0, 16.1), (1, 29, 0.6, 17.2), (20, 20, 83.9, 100.0)])
def test_shown_in_percent_with_one_decimal(x: int, n: int, low: float, high: float) -> None:
    assert shown_interval(x, n) == (low, high)


@pytest.mark.parametrize("level", [0.5, 0.9, 0.95, 0.99])
def test_as_statsmodels_and_scipy_have_it(level: float) -> None:
    from scipy.stats import binomtest
    from statsmodels.stats.proportion import proportion_confint

    for n in (1, 2, 19, 20, 38, 300):
        for x in range(0, n + 1, max(1, n // 7)):
            expected = proportion_confint(x, n, alpha=1 - level, method="wilson")
            assert wilson(x, n, level) == pytest.approx(expected, abs=1e-12)
            of_scipy = binomtest(x, n).proportion_ci(level, method="wilson")
            assert wilson(x, n, level) == pytest.approx((of_scipy.low, of_scipy.high), abs=1e-12)


counts = st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts)
def test_a_limit_is_where_the_score_test_just_does_not_reject(given_counts: tuple[int, int]) -> None:
    x, n = given_counts
    low, high = wilson(x, n)
    assert 0 <= low <= x / n <= high <= 1
    for limit, inside in ((low, x > 0), (high, x < n)):
        if inside:
            assert abs(x / n - limit) == pytest.approx(1.959963984540054 * math.sqrt(limit * (1 - limit) / n), rel=1e-6, abs=1e-12)
        else:
            assert limit == x / n


@given(counts)
def test_the_other_way_round_it_is_the_mirror_image(given_counts: tuple[int, int]) -> None:
    x, n = given_counts
    low, high = wilson(x, n)
    assert wilson(n - x, n) == pytest.approx((1 - high, 1 - low), abs=1e-12)


@given(counts)
def test_the_share_lies_in_the_interval_that_is_shown(given_counts: tuple[int, int]) -> None:
    x, n = given_counts
    low, high = shown_interval(x, n)
    assert low <= (percent(x, n) or 0) <= high


def test_without_any_observation_every_share_is_possible() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(("x", "n", "level"), [(-1, 5, 0.95), (6, 5, 0.95), (1, 5, 0.0), (1, 5, 1.0), (1, 5, 95)])
def test_what_is_no_share_or_level(x: int, n: int, level: float) -> None:
    with pytest.raises(ScrError, match="is no"):
        wilson(x, n, level)
