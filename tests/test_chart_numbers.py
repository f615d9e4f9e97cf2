"""The numbers in charts: those of their tables, to scale and shaded as the key says, and no trace of what is suppressed."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from pathlib import Path

import pytest
from scr_coder import open_workspace
from scr_coder.render.charts import Chart, charts_of, draw
from scr_coder.render.charts.matrix import shade
from scr_coder.render.charts.palette import ACCENT, BLUE, PALE, PAPER, RAMP
from scr_coder.render.charts.ranked import MOST
from scr_coder.render.charts.sheet import Box, Word
from scr_coder.tables.table import SUPPRESSED, Table

from invented_charts import (
    BASES,
    LABELS,
    REGIONS,
    SVG,
    TABLES,
    crossed,
    extent,
    issues,
    numbers,
    pairs,
    parsed,
    saturation,
    trend,
    words,
)

ROOT = Path(__file__).resolve().parent.parent


# The numbers of the table -------------------------------------------------------------------------------------------


def test_each_number_is_that_of_its_row(charts: dict[str, Chart]) -> None:
    for name, chart in charts.items():
        table = TABLES[name]
        at = [column.name for column in table.columns].index("cumulative" if name == "saturation" else "n")
        found = numbers(chart)
        assert found, name
        for row, told in found.items():
            count = re.search(r"% \((\d+)\)", told) or re.match(r"(\d+)", told)
            assert count is not None
            assert int(count[1]) == table.rows[row][at], (name, row)


def test_ranked_issues_stand_in_their_order_with_dots_and_intervals_to_scale(charts: dict[str, Chart]) -> None:
    chart = charts["issues"]
    assert numbers(chart) == {0: "30 (50.0)", 3: "12 (20.0)", 1: "6 (10.0)"}
    dots = {row: extent(chart, f"dot-{row}") for row in (0, 3, 1)}
    assert dots[0][1] < dots[3][1] < dots[1][1]
    tenth = (dots[0][0] - dots[1][0]) / 4
    assert dots[3][0] - dots[1][0] == pytest.approx(tenth, abs=0.1)
    low, _, high, _ = extent(chart, "interval-0")
    assert (low, high) == pytest.approx((dots[0][0] - tenth / 2, dots[0][0] + tenth / 2), abs=0.1)
    assert "% of 60 reviews, with 95% intervals" in words(chart)
    assert "Not found in any of them: C03." in words(chart)


def test_below_twenty_there_is_no_percentage_and_bars_are_counts(charts: dict[str, Chart]) -> None:
    chart = charts["issues-few"]
    assert "%" not in words(chart) + chart.alt
    wide = {row: extent(chart, f"bar-{row}")[2] - extent(chart, f"bar-{row}")[0] for row in (0, 1, 3)}
    assert wide[0] == pytest.approx(3 * wide[3], abs=0.05)
    assert wide[1] == pytest.approx(6 * wide[3], abs=0.05)


def test_further_issues_are_counted_not_drawn() -> None:
    table = issues({key: 40 - at for at, key in enumerate(LABELS)})
    (chart,) = charts_of({"issues": table})
    assert set(numbers(chart)) == set(range(MOST))
    assert f"{40 - MOST} further issues were found in at most {40 - MOST}; see the table." in words(chart)


def test_cells_of_a_matrix(charts: dict[str, Chart]) -> None:
    chart = charts["crosstab-area-region"]
    assert numbers(chart) == {0: "6/12", 1: "12", 2: "18", 3: "0/12", 4: "3", 5: "3", 6: "6/12", 7: "13", 8: "19"}
    fills = {e.get("id"): e.get("fill") for e in parsed(chart).iter() if "-cell-" in (e.get("id") or "")}
    assert fills["chart-crosstab-area-region-cell-0"] == RAMP[2]
    assert fills["chart-crosstab-area-region-cell-3"] == PAPER
    assert fills["chart-crosstab-area-region-cell-4"] == RAMP[1]
    assert [shade(n, 100) for n in (0, 1, 10, 11, 25, 26, 50, 75, 76, 100)] == [
        PAPER, RAMP[0], RAMP[0], RAMP[1], RAMP[1], RAMP[2], RAMP[2], RAMP[3], RAMP[4], RAMP[4],
    ]  # fmt: skip


def test_a_matrix_with_many_columns_is_turned_and_one_with_more_is_cut() -> None:
    many = {(area, f"v{at:02d}"): at for area in "ABC" for at in range(1, 21)}
    (chart,) = charts_of({"x": crossed(many, {f"v{at:02d}": 30 + at for at in range(1, 21)})})
    assert len(numbers(chart)) == 60
    assert "A\u00a0Asking; B\u00a0Being told; C\u00a0Casework." in words(chart)
    more = {(f"A{at}", f"v{to:02d}"): at for at in range(1, 20) for to in range(1, 20)}
    (chart,) = charts_of({"x": crossed(more, {f"v{at:02d}": 30 + at for at in range(1, 20)})})
    assert len(numbers(chart)) == 19 * 9
    assert "10 values are only in the table: those with the smallest bases." in words(chart)
    assert "v19" in words(chart)
    assert "v05" not in words(chart)


def test_pairs_stand_in_a_triangle(charts: dict[str, Chart]) -> None:
    chart = charts["cooccurrence"]
    assert numbers(chart) == {0: "9", 1: "4", 2: "1"}
    first, second, third = (extent(chart, f"cell-{at}") for at in range(3))
    assert first[0] == second[0] < third[0]
    assert first[1] < second[1] == third[1]
    turned = draw(pairs({("C02", "C03"): 1, ("C01", "C03"): 4, ("C01", "C02"): 9}))
    assert turned is not None
    assert turned.alt == draw(TABLES["cooccurrence"]).alt  # type: ignore[union-attr]  # in whatever order the table has them


@pytest.mark.parametrize("most", [1, 2, 3, 4, 5, 6, 7, 11, 38, 99, 1000])
def test_the_key_of_pairs_says_what_the_shades_are(most: int) -> None:
    others = iter([key for key in LABELS if key not in ("C01", "C02")])
    counts = {("C01", "C02"): most} | {("C01", next(others)): n for n in sorted({1, *(max(1, most * at // 10) for at in range(1, 10))})}
    drawing = draw(pairs(counts))
    assert drawing is not None
    items = drawing.body.items
    key = {}
    for box, word in itertools.pairwise(items):
        told = re.fullmatch(r"([\d,]+)(?: to ([\d,]+))?", word.text) if isinstance(word, Word) else None
        if told and isinstance(box, Box) and not box.mark:
            low, high = (int((part or told[1]).replace(",", "")) for part in told.groups())
            key |= dict.fromkeys(range(low, high + 1), box.fill)
    assert sorted(key) == list(range(1, most + 1)), "each number has one shade"
    shades = {n: item.fill for at, n in enumerate(counts.values()) for item in items if isinstance(item, Box) and item.mark == f"cell-{at}"}
    assert len(shades) > 1 or most == 1
    assert shades == {n: key[n] for n in shades}
    assert key[most] == RAMP[-1]


def test_columns_of_a_trend_are_to_scale_and_hollow_where_reviews_are_few(charts: dict[str, Chart]) -> None:
    chart = charts["trend"]
    assert numbers(chart) == {0: "1", 1: "2", 2: "9", 3: "3", 4: "0", 5: "4"}
    high = {mark: extent(chart, mark)[3] - extent(chart, mark)[1] for mark in ("bar-0", "bar-2", "base-0", "base-2", "bar-5")}
    unit = high["base-2"] / 12
    assert unit == pytest.approx(84 / 15, abs=0.01)  # the scale holds the largest base, not only the largest count
    assert high == pytest.approx({"bar-0": unit, "bar-2": 9 * unit, "base-0": 4 * unit, "base-2": 12 * unit, "bar-5": 4 * unit}, abs=0.05)
    fills = {e.get("id"): e.get("fill") for e in parsed(chart).iter()}
    assert fills["chart-trend-bar-0"] == PAPER
    assert fills["chart-trend-bar-1"] == fills["chart-trend-bar-2"] == BLUE
    assert fills["chart-trend-base-0"] == PALE


def test_shares_of_a_trend_are_lines_and_a_change_is_named(charts: dict[str, Chart]) -> None:
    chart = charts["trend-shares"]
    assert numbers(chart) == {0: "10.0% (3)", 2: "70.0% (21)", 3: "50.0% (15)", 5: "30.0% (9)"}
    assert "rising, p 0.012" in words(chart)
    low, middle, top = (extent(chart, f"dot-{at}")[1] for at in range(3))
    assert low - middle == pytest.approx(middle - top, abs=0.02)
    colours = {e.get("id"): e.get("fill") for e in parsed(chart).iter()}
    assert (colours["chart-trend-shares-dot-0"], colours["chart-trend-shares-dot-3"]) == (ACCENT, BLUE)


def test_the_curve_of_saturation_ends_soon_after_the_last_change() -> None:
    steps = [(at, 1 if at <= 5 else 0, min(at, 5), float(min(at, 5)), min(at, 5), min(at, 5)) for at in range(1, 101)]
    (chart,) = charts_of({"saturation": saturation(steps)})
    assert "After 5 of 100 reviews neither line nor band changes; the rest is not drawn." in words(chart)
    assert numbers(chart) == {5: "5"}


# Suppression --------------------------------------------------------------------------------------------------------


def pictured(table: Table) -> tuple[bytes, bytes, str]:
    (chart,) = charts_of({"x": table})
    return chart.svg, chart.png, chart.alt


def test_a_hidden_count_leaves_no_trace() -> None:
    """What is drawn is the same whatever stood in a hidden row, even where a table fails to blank it."""
    for table, at in (
        (issues({"C01": 30, "C02": None, "C03": 0, "C04": 12}), 1),
        (crossed(REGIONS | {("A", "north"): None}, BASES), 0),
        (pairs({("C01", "C02"): 9, ("C01", "C03"): None, ("C02", "C03"): 4}), 1),
        (trend({"C01": [1, 2, 9], "C02": [3, None, 4]}, [4, 8, 12]), 4),
    ):
        n = [column.name for column in table.columns].index("n")
        drawn = set()
        for value in (None, 1, 4, 55):
            rows = list(table.rows)
            rows[at] = (*rows[at][:n], value, *rows[at][n + 1 :])
            drawn.add(pictured(replace(table, rows=tuple(rows))))
        assert len(drawn) == 1, table.name
        svg, _, alt = drawn.pop()
        assert SUPPRESSED.encode() in svg
        assert "suppressed" in alt


def test_hidden_issues_are_named_in_the_order_of_the_taxonomy() -> None:
    (chart,) = charts_of({"issues": issues({"C09": None, "C01": 30, "C05": None, "C02": 12})})
    assert "[c] Suppressed, and not drawn: C05 and C09." in words(chart)
    assert numbers(chart) == {1: "30 (50.0)", 3: "12 (20.0)"}
    assert chart.alt.endswith("Not drawn: 2 issues suppressed.")


def test_every_hidden_cell_looks_the_same() -> None:
    (chart,) = charts_of({"x": crossed({key: None if key[1] == "north" else n for key, n in REGIONS.items()}, BASES)})
    assert [told for _, told in sorted(numbers(chart).items())] == ["[c]", "12", "18", "[c]", "3", "3", "[c]", "13", "19"]
    hatched = [e for e in parsed(chart).iter(f"{SVG}path") if "url(#" in (e.get("fill") or "")]
    assert len(hatched) == 3
    assert len({(e.get("fill"), e.get("stroke")) for e in hatched}) == 1


def test_suppressed_tables_of_a_workspace_show_only_what_they_hold() -> None:
    workspace = open_workspace(ROOT)
    options = {"layer": "expert", "suppress_below": 2}
    tables = {
        "issues": workspace.table("issues", ci=True, **options),
        "crosstab": workspace.table("crosstab", rows="family", cols="area", **options),
        "cooccurrence": workspace.table("cooccurrence", **options),
    }
    assert all(table.hidden for table in tables.values())
    for chart in charts_of(tables):
        table = tables[chart.table]
        for at, told in numbers(chart).items():
            assert (told == SUPPRESSED) == (at in table.hidden), (chart.name, at)
