"""The Cochran–Armitage test: published case, statsmodels and scipy, every table of small margins counted out, Holm."""

from __future__ import annotations

import itertools
import json
import math
import random
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scr_coder.tables import trend_test
from scr_coder.tables.trend_test import DRAWS, cochran_armitage, holm, trend_tests

CASES = Path(__file__).resolve().parent.parent.parent / "shared" / "reference" / "tables" / "ci_cases.json"


def cases() -> dict[str, dict[str, object]]:
    if not CASES.is_file():
        pytest.skip(f"the cases are not beside this checkout: {CASES}")
    found: dict[str, dict[str, object]] = json.loads(CASES.read_text(encoding="utf-8"))
    return found


def test_the_published_case() -> None:
    case = cases()["cochran_armitage"]
    z, p = cochran_armitage(case["x"], case["n"], [1, 2, 3])  # type: ignore[arg-type]
    assert z == pytest.approx(-math.sqrt(7.5), abs=1e-12)
    assert (z * z, round(p, 5)) == (pytest.approx(case["chi2"]), case["p"])
    [test] = trend_tests([case["x"]], case["n"], [2014, 2015, 2016])  # type: ignore[list-item,arg-type]
    assert test == (z, p, "normal"), "every expected count is 5 or more: 10 with and 20 without in each period"


@pytest.mark.parametrize(
    ("x", "n", "scores"),
    [
        ([15, 10, 5], [30, 30, 30], [0, 1, 2]),
        ([3, 9, 2, 11], [20, 41, 17, 33], [2010, 2011, 2014, 2020]),
        ([1, 0, 5, 7], [10, 9, 12, 8], [1, 2, 3, 4]),
    ],
)
def test_as_statsmodels_has_it(x: list[int], n: list[int], scores: list[int]) -> None:
    """Its variance is that of the permutation distribution, which is larger by N / (N − 1)."""
    import numpy as np
    from statsmodels.stats.contingency_tables import Table

    table = np.array([x, [k - c for k, c in zip(n, x, strict=True)]])
    theirs = Table(table, shift_zeros=False).test_ordinal_association(row_scores=np.array([1, 0]), col_scores=np.array(scores, dtype=float))
    z, _ = cochran_armitage(x, n, scores)
    assert z * math.sqrt((sum(n) - 1) / sum(n)) == pytest.approx(theirs.zscore, rel=1e-9)


# The exact distribution -----------------------------------------------------------------------------------------------


def counted_out(x: Sequence[int], n: Sequence[int], scores: Sequence[int]) -> Fraction:
    """Every way to spread the units with the issue over the periods, each as likely as there are ways to choose them."""
    found, units = sum(x), sum(n)
    expected = Fraction(found * sum(s * k for s, k in zip(scores, n, strict=True)), units)

    def departure(table: Sequence[int]) -> Fraction:
        return abs(sum(s * k for s, k in zip(scores, table, strict=True)) - expected)

    far = total = 0
    for table in itertools.product(*(range(k + 1) for k in n)):
        if sum(table) == found:
            ways = math.prod(math.comb(k, c) for k, c in zip(n, table, strict=True))
            total += ways
            far += ways * (departure(table) >= departure(x))
    return Fraction(far, total)


periods = st.lists(st.tuples(st.integers(1, 6), st.integers(0, 6), st.integers(2000, 2012)), min_size=2, max_size=5)


@given(periods)
@settings(max_examples=150, deadline=None)
def test_exact_p_is_that_of_all_tables(given_periods: list[tuple[int, int, int]]) -> None:
    n = [size for size, _, _ in given_periods]
    x = [min(size, count) for size, count, _ in given_periods]
    scores = [score for _, _, score in given_periods]
    assume(0 < sum(x) < sum(n))
    assume(len(set(scores)) > 1)
    [test] = trend_tests([x], n, scores)
    assert test is not None
    assert test.method == "exact", "with six to a period an expected count is always below 5"
    assert test.p == pytest.approx(float(counted_out(x, n, scores)), rel=1e-9)


def test_the_rows_of_one_call_do_not_disturb_each_other() -> None:
    rows = [[1, 3, 5, 7], [0, 0, 1, 0], [9, 8, 9, 2], [0, 0, 0, 0], [10, 10, 10, 10], [5, 5, 5, 5]]
    n, scores = [10] * 4, [2014, 2016, 2018, 2020]
    together = trend_tests(rows, n, scores)
    assert together == [pytest.approx(trend_tests([row], n, scores)[0]) if 0 < sum(row) < 40 else None for row in rows]
    assert [test and test.method for test in together] == ["exact", "exact", "exact", None, None, "normal"]
    mirrored = trend_tests([[k - c for k, c in zip(n, row, strict=True)] for row in rows], n, scores)
    for ours, other in zip(together, mirrored, strict=True):
        assert (ours is None) == (other is None)
        if ours and other:
            assert (ours.z, ours.p) == pytest.approx((-other.z, other.p), abs=1e-9)


def test_two_periods_are_the_hypergeometric_distribution_of_scipy() -> None:
    from scipy.stats import fisher_exact, hypergeom

    for x, n in (([8, 2], [9, 7]), ([3, 0], [4, 11]), ([1, 6], [8, 8])):
        law = hypergeom(sum(n), n[0], sum(x))
        departure = abs(x[0] - law.mean())
        expected = sum(law.pmf(k) for k in range(n[0] + 1) if abs(k - law.mean()) >= departure - 1e-9)
        [test] = trend_tests([x], n, [0, 1])
        assert test is not None
        assert test.p == pytest.approx(expected, rel=1e-9)
    case = cases()["fisher"]
    with_issue, without = zip(*case["table"], strict=True)  # type: ignore[misc]
    n = [a + b for a, b in zip(with_issue, without, strict=True)]
    [test] = trend_tests([list(with_issue)], n, [0, 1])
    assert test is not None
    assert test.p == pytest.approx(fisher_exact(case["table"]).pvalue, rel=1e-9), "here both ways of counting what is as far agree"
    assert test.p == pytest.approx(case["p"], abs=5e-12)


def test_a_large_table_does_not_underflow() -> None:
    """2,000 units, one tiny period: exact and normal must be near each other, and the tail small and positive."""
    n = [663, 664, 670, 3]
    x = [5, 20, 40, 0]
    [test] = trend_tests([x], n, [0, 1, 2, 3])
    assert test is not None
    assert test.method == "exact"
    assert 0 < test.p < 1e-5
    assert math.log10(test.p) == pytest.approx(math.log10(cochran_armitage(x, n, [0, 1, 2, 3])[1]), abs=1)


def test_where_the_exact_way_is_too_long_draws_stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [[1, 3, 5, 7], [0, 0, 1, 0], [2, 0, 1, 3]]
    n, scores = [10] * 4, [2014, 2016, 2018, 2020]
    exact = trend_tests(rows, n, scores)
    monkeypatch.setattr(trend_test, "_MOST_WORK", 0)
    drawn = trend_tests(rows, n, scores)
    for ours, other in zip(drawn, exact, strict=True):
        assert ours is not None
        assert other is not None
        assert ours.method == "permutation"
        assert ours.z == other.z
        assert ours.p == pytest.approx(other.p, abs=5 * math.sqrt(other.p * (1 - other.p) / DRAWS) + 2 / DRAWS)
        assert (ours.p * (DRAWS + 1)) == pytest.approx(round(ours.p * (DRAWS + 1)), abs=1e-6)
    assert trend_tests(rows, n, scores) == drawn, "the same seed gives the same"
    assert trend_tests(rows[:1], n, scores) == drawn[:1], "whatever else is tested"
    assert trend_tests(rows, n, scores, seed=2) != drawn
    # The stream is one that numpy has frozen, so this figure holds on every machine.
    assert [test and test.p for test in drawn] == [0.0065, 1.0, 0.564]


# Holm -----------------------------------------------------------------------------------------------------------------


@given(st.lists(st.floats(0, 1), min_size=1, max_size=7))
@settings(deadline=None)
def test_holm_is_what_all_joint_tests_leave(values: list[float]) -> None:
    """By the closure principle: the largest of Bonferroni's p over all sets of hypotheses that have the one in it."""
    sets = [among for size in range(1, len(values) + 1) for among in itertools.combinations(range(len(values)), size)]
    joint = {among: min(1.0, len(among) * min(values[at] for at in among)) for among in sets}
    expected = [max(p for among, p in joint.items() if at in among) for at in range(len(values))]
    assert holm(values) == pytest.approx(expected, abs=1e-12)


def test_holm_as_statsmodels_has_it() -> None:
    from statsmodels.stats.multitest import multipletests

    chance = random.Random(1)
    for size in (1, 2, 5, 61):
        values = [chance.random() ** 4 for _ in range(size)]
        assert holm(values) == pytest.approx(list(multipletests(values, method="holm")[1]), abs=1e-12)


def test_holm_by_hand() -> None:
    """0.01 × 4, 0.02 × 3, then 0.03 × 2 and 0.04 × 1, which may not fall below 0.06."""
    assert holm([0.03, 0.01, 0.04, 0.02]) == pytest.approx([0.06, 0.04, 0.06, 0.06])
    assert holm([0.5, 0.9]) == [1.0, 1.0]
    assert holm([]) == []
