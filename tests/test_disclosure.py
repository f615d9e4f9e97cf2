"""Disclosure control of one table: the reference's worked cases, and a reader with a solver who must never find a small count."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scr_coder.problem import ScrError
from scr_coder.tables.disclosure import ADDITIVE, bounds, grid_of, suppress, worked_out

from attack import Attack, sums_of

CASES = Path(__file__).resolve().parent.parent.parent / "shared" / "reference" / "tables" / "suppression_cases.json"


def golden() -> dict[str, dict[str, Any]]:
    return {case["name"]: case for case in json.loads(CASES.read_text())} if CASES.is_file() else {}


needs_reference = pytest.mark.skipif(not CASES.is_file(), reason="the reference cases are not beside this repository")
TABLES = sorted(name for name, case in golden().items() if "with_totals" in case)


def cells(mask: NDArray[np.bool_]) -> list[list[int]]:
    return [list(map(int, cell)) for cell in np.argwhere(mask)]


def with_totals(inner: NDArray[np.int64]) -> NDArray[np.int64]:
    down = np.vstack([inner, inner.sum(axis=0)])
    return np.hstack([down, down.sum(axis=1, keepdims=True)])


# The reference ------------------------------------------------------------------------------------------------------


@needs_reference
@pytest.mark.parametrize("lowest", [0, 1])
@pytest.mark.parametrize("name", TABLES)
def test_hides_what_the_reference_hides(name: str, lowest: int) -> None:
    case = golden()[name]
    hidden = suppress(case["with_totals"], case["threshold"], case["zeros"], lowest=lowest)
    assert cells(hidden) == sorted(case["hidden"])
    shown = [["c" if out else str(n) for n, out in zip(*line, strict=True)] for line in zip(case["with_totals"], hidden, strict=True)]
    assert shown == case["display"]


@needs_reference
@pytest.mark.parametrize("name", TABLES)
def test_finds_what_can_be_worked_out_and_within_which_bounds(name: str) -> None:
    case = golden()[name]
    grid = grid_of(case["with_totals"])
    primary, hidden = ({tuple(cell) for cell in case[which]} for which in ("primary", "hidden"))
    assert sorted(map(list, worked_out(grid, primary))) == case["recoverable_if_only_primary"]
    assert sorted(map(list, worked_out(grid, hidden) & primary)) == case["recoverable_after"]
    for cell, interval in case["attack_interval_primary"].items():
        row, column = map(int, cell.split(","))
        assert list(bounds(grid, hidden, (row, column))) == interval


@needs_reference
def test_hides_along_rows_alone_where_the_rows_overlap() -> None:
    case = golden()["MR1-theme-by-group-rows-additive-only"]
    rows = [[*parts, total] for parts, total in zip(case["table"].values(), case["row_totals"], strict=True)]
    hidden = suppress(rows, case["threshold"], additive="rows")
    shown = [["c" if out else n for n, out in zip(*line, strict=True)] for line in zip(rows, hidden, strict=True)]
    assert shown == list(case["expected"].values())


@needs_reference
def test_hides_both_children_of_one_parent() -> None:
    case = golden()["MR4-hierarchy-single-child"]
    hidden = suppress([*case["children"], case["parent"]], case["threshold"])
    assert hidden.tolist() == [True, True, False]


@needs_reference
def test_takes_totals_as_they_are() -> None:
    case = golden()["MR6-acro-recomputed-margin"]
    table = with_totals(np.array(case["table"]))
    hidden = suppress(table, case["threshold"])
    assert cells(hidden) == [[0, 1], [0, 2], [1, 1], [1, 2]]
    assert not hidden[-1].any()
    assert not hidden[:, -1].any()


def test_two_hidden_cells_in_each_line_are_not_enough() -> None:
    """Two blocks that protect themselves, and a small count between them: each line has two hidden cells, and yet."""
    inner = np.array([[1, 2, 3, 30], [2, 1, 30, 30], [30, 30, 2, 4], [30, 30, 4, 2]])
    table = with_totals(inner)
    grid = grid_of(table)
    small = {(row, column) for row, column in map(tuple, np.argwhere((table > 0) & (table < 5)).tolist())}
    assert worked_out(grid, small) == {(0, 2)}
    hidden = suppress(table, 5)
    assert worked_out(grid, {(row, column) for row, column in cells(hidden)}) == set()
    assert hidden.sum() > len(small)


def test_totals_come_last_however_large_the_rest() -> None:
    """3 is protected by 100, 1000 and 1000 rather than by two totals of 103 and 50."""
    hidden = suppress(with_totals(np.array([[3, 100], [50, 0], [1000, 1000]])), 5)
    assert cells(hidden) == [[0, 0], [0, 1], [2, 0], [2, 1]]


def test_what_a_later_cycle_makes_needless_is_shown_again() -> None:
    """The 4 of the first row was hidden for the 2 below it; the 2 and 11 of the first column came to do for both."""
    hidden = suppress(with_totals(np.array([[4, 6], [2, 7], [11, 2]])), 4)
    assert cells(hidden) == [[1, 0], [1, 1], [2, 0], [2, 1]]


# Forms of tables ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([20, 3, 17, 40], [0, 1, 1, 0]),
        ([3, 40], None),
        ([20, 20, 40], [0, 0, 0]),
        ([0, 3, 3], [0, 1, 1]),
        ([4, 4, 20, 28], [1, 1, 0, 0]),
        ([0, 0, 0], [0, 0, 0]),
        ([7], [0]),
        ([3], [1]),
    ],
)
def test_one_dimension(counts: list[int], expected: list[int] | None) -> None:
    if expected is None:
        with pytest.raises(ScrError):
            suppress(counts, 5)
    elif len(counts) == 1:
        assert suppress(counts, 5, additive="none").tolist() == [bool(out) for out in expected]
    else:
        assert suppress(counts, 5).tolist() == [bool(out) for out in expected]


def test_nothing_adds_up_where_everything_overlaps() -> None:
    assert cells(suppress([[3, 12, 13], [9, 2, 10], [10, 13, 20]], 5, additive="none")) == [[0, 0], [1, 1]]


def test_columns_are_rows_turned_round() -> None:
    rows = np.array([[3, 12, 15, 30], [9, 14, 2, 25], [1, 1, 30, 32]])
    assert np.array_equal(suppress(rows.T, 5, additive="columns"), suppress(rows, 5, additive="rows").T)


@pytest.mark.parametrize("zeros", ["show", "suppress"])
@pytest.mark.parametrize("shape", [(1, 1), (1, 4), (4, 1), (3, 3)])
def test_small_and_empty_tables(shape: tuple[int, int], zeros: str) -> None:
    small = suppress(with_totals(np.ones(shape, dtype=int)), 50, zeros)
    assert small.all()
    empty = suppress(with_totals(np.zeros(shape, dtype=int)), 5, zeros)
    assert empty.all() if zeros == "suppress" else not empty.any()


def test_zeros_are_small_when_they_are_suppressed() -> None:
    table = [[0, 3, 20, 23], [12, 0, 9, 21], [7, 8, 30, 45], [19, 11, 59, 89]]
    assert cells(suppress(table, 5, "suppress")) == [[0, 0], [0, 1], [1, 0], [1, 1]]


def test_a_reader_who_knows_that_zeros_are_shown_learns_nothing() -> None:
    """22 − 20 leaves 2 for two cells: with none of them zero, both are 1."""
    table = with_totals(np.array([[1, 1, 20], [10, 12, 14]]))
    assert cells(suppress(table, 5)) == [[0, 0], [0, 1], [1, 0], [1, 1]]
    strict = suppress(table, 5, lowest=1)
    assert strict.sum() > 4
    assert worked_out(grid_of(table, lowest=1), {(row, column) for row, column in cells(strict)}) == set()


@pytest.mark.parametrize(
    ("counts", "options", "message"),
    [
        ([[1, 2, 4], [3, 4, 7], [4, 6, 11]], {}, "row 1 adds up to 3, and its total is 4"),
        ([[1, 2, 3], [3, 4, 7], [4, 7, 11]], {}, "column 2 adds up to 6, and its total is 7"),
        ([[1, 2], [3]], {}, "the rows of the table differ in length"),
        ([[1, -2], [1, -2]], {}, "something else than counts"),
        ([[1.5, 1.5], [1.5, 1.5]], {}, "something else than counts"),
        ([[float("nan"), 1], [1, 1]], {}, "something else than counts"),
        ([["a", "a"]], {}, "something else than counts"),
        ([], {}, "0 cells"),
        (3, {}, "0 dimensions"),
        ([1, 1], {"threshold": 0}, "a threshold of 0"),
        ([1, 1], {"threshold": True}, "a threshold of True"),
        ([1, 1], {"threshold": 2.5}, "a threshold of 2.5"),
        ([1, 1], {"zeros": "hide"}, "zeros `hide`"),
        ([1, 1], {"additive": "all"}, "additive `all`"),
    ],
)
def test_refuses_what_is_no_table_of_counts(counts: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(ScrError, match=message):
        suppress(counts, **{"threshold": 5, **options})


# The reader with a solver -------------------------------------------------------------------------------------------


@st.composite
def tables(draw: st.DrawFn) -> tuple[NDArray[np.int64], int, str, str, int]:
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    count = st.one_of(st.integers(0, 3), st.integers(0, 12), st.just(0), st.just(1))
    inner = np.array(draw(st.lists(st.lists(count, min_size=columns, max_size=columns), min_size=rows, max_size=rows)))
    additive = draw(st.sampled_from(["both", "both", "rows", "columns"]))
    zeros = draw(st.sampled_from(["show", "show", "suppress"]))
    table = with_totals(inner)
    if additive == "rows":
        table = table[:-1]
    elif additive == "columns":
        table = table[:, :-1]
    return table, draw(st.integers(2, 10)), zeros, additive, draw(st.integers(0, 1))


def attacked(table: NDArray[np.int64], threshold: int, zeros: str, additive: str, lowest: int) -> None:
    """Assert that all small counts are hidden, that none can be found, and that each cell is hidden for a reason."""
    hidden = suppress(table, threshold, zeros, additive=additive, lowest=lowest)
    small = (table < threshold) & (table >= (0 if zeros == "suppress" else 1))
    assert (hidden | ~small).all(), "every small count is hidden"
    if zeros == "show":
        assert not hidden[table == 0].any(), "zeros are shown"
    lowest = lowest if zeros == "show" else 0
    rules = sums_of(*table.shape, additive)
    shown = {cell: None if hidden[cell] else int(count) for cell, count in np.ndenumerate(table)}
    attack = Attack(shown, rules, lowest)
    grid = grid_of(table, additive, lowest)
    out = {(row, column) for row, column in cells(hidden)}
    known = worked_out(grid, out)
    for cell in [tuple(cell) for cell in cells(small)]:
        low, high = attack.interval(cell)
        assert high - low > 0.5, f"{cell} of\n{table}\nis {low}; hidden:\n{hidden.astype(int)}"
        assert bounds(grid, out, cell) == (round(low), None if np.isinf(high) else round(high))
    for cell in out:
        assert attack.recovers(cell) == (cell in known), "the audit and the solver agree on every hidden cell"
    for cell in out:
        if not small[cell]:
            left = worked_out(grid, out - {cell})
            assert any(small[one] for one in left), f"{cell} is hidden without need"


@settings(max_examples=60, deadline=None)
@given(tables())
def test_no_solver_finds_a_small_count(drawn: tuple[NDArray[np.int64], int, str, str, int]) -> None:
    attacked(*drawn)


@pytest.mark.slow
def test_no_solver_finds_a_small_count_in_thousands_of_tables() -> None:
    random = np.random.default_rng(20261101)
    for _ in range(2500):
        shape = random.integers(1, 7, 2)
        inner = random.poisson(random.choice([0.5, 1, 2, 4, 8]), shape) * (random.random(shape) < random.choice([0.5, 0.9, 1]))
        additive = str(random.choice([name for name in ADDITIVE if name != "none"]))
        table = with_totals(inner)
        table = table[:-1] if additive == "rows" else table[:, :-1] if additive == "columns" else table
        attacked(table, int(random.integers(2, 11)), str(random.choice(["show", "suppress"])), additive, int(random.integers(0, 2)))


@pytest.mark.parametrize("mean", [1, 3, 5, 7, 10, 15])
def test_a_large_table_takes_less_than_a_second(mean: int) -> None:
    random = np.random.default_rng(mean)
    table = with_totals(random.poisson(mean, (149, 11)))
    started = time.perf_counter()
    hidden = suppress(table, 10, lowest=1)
    assert time.perf_counter() - started < 1.0
    assert hidden[(table > 0) & (table < 10)].all()
