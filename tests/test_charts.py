"""Charts: the same bytes each time, the numbers of their tables and no others, words that are data, texts that say the same."""

from __future__ import annotations

import hashlib
import io
import itertools
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image
from scr_coder import open_workspace
from scr_coder.render.charts import Chart, charts_of, draw
from scr_coder.render.charts.matrix import shade
from scr_coder.render.charts.measure import width_of, wrap
from scr_coder.render.charts.palette import ACCENT, BLUE, GREY, INK, PALE, PAPER, RAMP, contrast, ink_on, luminance
from scr_coder.render.charts.ranked import MOST
from scr_coder.render.charts.sheet import RIGHT, SMALL, Box, Word, axis
from scr_coder.tables.table import ALL, SUPPRESSED, Column, Table

import invented_tables as invented

ROOT = Path(__file__).resolve().parent.parent
SVG = "{http://www.w3.org/2000/svg}"
LABELS = {f"C{at:02d}": f"Invented issue {at}" for at in range(1, 41)}
AREAS = {"A": "Asking", "B": "Being told", "C": "Casework"}
FAMILIES = {"capacity": "Capacity", "rules": "Rules on sharing"}


def issues(counts: Mapping[str, int | None], base: int = 60, ci: bool = True) -> Table:
    """Issues with these counts; None for one that is suppressed."""
    rows = []
    for key, n in counts.items():
        share = None if n is None or base < 20 else round(100 * n / base, 1)
        around = [] if not ci else [None, None] if share is None else [max(0.0, share - 5), min(100.0, share + 5)]
        rows.append((key, LABELS[key], n, base, share, *around))
    more = [Column("low", "from", "percent"), Column("high", "to", "percent")] if ci else []
    column = invented.ISSUE[0]._replace(order=tuple(LABELS), labels=LABELS)
    hidden = frozenset(at for at, n in enumerate(counts.values()) if n is None)
    return invented.table([column, invented.ISSUE[1], *invented.COUNTS, *more], rows, base=base, hidden=hidden)


def crossed(
    counts: Mapping[tuple[str, str], int | None], bases: Mapping[str, int], across: str = "region", names: Mapping[str, str] | None = None
) -> Table:
    """A crosstab of areas by an attribute or by families."""
    down = {key: AREAS.get(key, key) for key in dict.fromkeys(one for one, _ in counts)} | {ALL: "All"}
    heads = {key: (names or {}).get(key, key) for key in dict.fromkeys(two for _, two in counts)} | {ALL: "All"}
    rows = []
    for (one, two), n in counts.items():
        base = bases[two]
        rows.append((one, two, n, base, None if n is None or base < 20 else round(100 * n / base, 1)))
    columns = [
        Column("area", "Area", "category", tuple(down), down),
        Column(across, across.capitalize(), "category", tuple(heads), heads),
        *invented.COUNTS,
    ]
    hidden = frozenset(at for at, n in enumerate(counts.values()) if n is None)
    return invented.table(columns, rows, name="crosstab", title="Invented", wide=across, hidden=hidden, base=bases.get(ALL, 60))


def pairs(counts: Mapping[tuple[str, str], int | None]) -> Table:
    """Pairs of issues."""
    rows = [
        (one, LABELS[one], two, LABELS[two], n, 60, None if n is None else round(n / 0.6, 1), None, None)
        for (one, two), n in counts.items()
    ]
    column = invented.ISSUE[0]._replace(order=tuple(LABELS), labels=LABELS)
    columns = [
        column._replace(name="issue_a"),
        Column("label_a", "A", "text"),
        column._replace(name="issue_b"),
        Column("label_b", "B", "text"),
    ]
    columns += [*invented.COUNTS, Column("jaccard", "Jaccard", "number"), Column("lift", "Lift", "number")]
    hidden = frozenset(at for at, n in enumerate(counts.values()) if n is None)
    return invented.table(columns, rows, name="cooccurrence", title="Invented pairs", hidden=hidden)


def trend(counts: Mapping[str, list[int | None]], bases: list[int], p: float | None = None) -> Table:
    """Issues over years from 2014 on; the first has this p and rises."""
    years = tuple(str(2014 + at) for at in range(len(bases)))
    rows = []
    for at, (key, found) in enumerate(counts.items()):
        told = (2.5, p, p, "rising", "normal") if p is not None and not at else (None, None, None, "not_tested", "none")
        for year, n, base in zip(years, found, bases, strict=True):
            rows.append((key, LABELS[key], year, n, base, None if n is None or base < 20 else round(100 * n / base, 1), *told))
    tests = [Column("z", "z", "number"), Column("p", "p", "p"), Column("p_holm", "p (Holm)", "p")]
    tests += [Column(name, name, "category", ("rising", "not_tested", "normal", "none")) for name in ("direction", "test")]
    column = invented.ISSUE[0]._replace(order=tuple(LABELS), labels=LABELS)
    period = Column("period", "Publication year", "category", years, dict.fromkeys(years, "") and {year: year for year in years})
    hidden = frozenset(at for at, row in enumerate(rows) if row[3] is None)
    columns = [column, invented.ISSUE[1], period, *invented.COUNTS, *tests]
    return invented.table(columns, rows, name="trend", title="Invented trend", wide="period", hidden=hidden, base=sum(bases))


def saturation(steps: list[tuple[int, int, int, float, int, int]]) -> Table:
    """A curve of saturation."""
    kinds = {"mean": "number"}
    columns = [Column(name, name, kinds.get(name, "count")) for name in ("reviews", "new", "cumulative", "mean", "low", "high")]
    return invented.table(columns, list(steps), name="saturation", title="Invented saturation", base=len(steps))


REGIONS = {
    ("A", "north"): 6, ("A", "south"): 12, ("A", ALL): 18, ("B", "north"): 0, ("B", "south"): 3, ("B", ALL): 3,
    (ALL, "north"): 6, (ALL, "south"): 13, (ALL, ALL): 19,
}  # fmt: skip
BASES = {"north": 12, "south": 24, ALL: 36}
FAMILY = {
    ("A", "capacity"): 6, ("A", "rules"): 12, ("A", ALL): 18, ("B", "capacity"): 0, ("B", "rules"): 3, ("B", ALL): 3,
    (ALL, "capacity"): 6, (ALL, "rules"): 13, (ALL, ALL): 19,
}  # fmt: skip
CURVE = [(1, 4, 4, 3.5, 2, 5), (2, 0, 4, 5.25, 4, 7), (3, 4, 8, 8.0, 8, 8)]
TABLES = {
    "issues": issues({"C01": 30, "C02": 6, "C03": 0, "C04": 12}),
    "issues-few": issues({"C01": 3, "C02": 6, "C03": 0, "C04": 1}, base=9),
    "crosstab-area-region": crossed(REGIONS, BASES),
    "crosstab-area-family": crossed(FAMILY, dict.fromkeys(["capacity", "rules", ALL], 36), "family", FAMILIES),
    "cooccurrence": pairs({("C01", "C02"): 9, ("C01", "C03"): 4, ("C02", "C03"): 1}),
    "trend": trend({"C01": [1, 2, 9], "C02": [3, 0, 4]}, [4, 8, 12]),
    "trend-shares": trend({"C01": [3, 12, 21], "C02": [15, 3, 9]}, [30, 30, 30], 0.0123),
    "saturation": saturation(CURVE),
}


def parsed(chart: Chart) -> etree._Element:
    return etree.fromstring(chart.svg)


def numbers(chart: Chart) -> dict[int, str]:
    """The numbers in a picture, by the row of the table that they are marked to stand for."""
    found = {}
    for element in parsed(chart).iter(f"{SVG}text"):
        match = re.fullmatch(rf"chart-{chart.name}-row-(\d+)", element.get("id") or "")
        if match:
            found[int(match[1])] = element.text or ""
    return found


def extent(chart: Chart, mark: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is marked."""
    (element,) = [e for e in parsed(chart).iter() if e.get("id") == f"chart-{chart.name}-{mark}"]
    if element.tag == f"{SVG}use":
        x, y = float(element.get("x") or 0), float(element.get("y") or 0)
        return x, y, x, y
    parts = [float(part) for part in re.findall(r"-?[\d.]+", element.get("d") or "")]
    return min(parts[::2]), min(parts[1::2]), max(parts[::2]), max(parts[1::2])


def words(chart: Chart) -> str:
    return " ".join(element.text or "" for element in parsed(chart).iter(f"{SVG}text"))


@pytest.fixture(scope="module")
def charts() -> dict[str, Chart]:
    return {chart.name: chart for chart in charts_of(TABLES)}


def test_every_table_of_a_chart_has_one_in_order(charts: dict[str, Chart]) -> None:
    assert list(charts) == list(TABLES)
    assert [chart.table for chart in charts.values()] == list(TABLES)


# The same bytes -----------------------------------------------------------------------------------------------------

_HASHES = """
import hashlib, sys
sys.path.insert(0, {tests!r})
from test_charts import TABLES
from scr_coder.render.charts import charts_of
for chart in charts_of(TABLES, "Invented"):
    print(chart.name, hashlib.sha256(chart.svg + chart.png).hexdigest())
"""


def test_the_same_bytes_in_two_processes_whatever_the_settings(tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text("svg.fonttype: path\nfont.size: 33\nhatch.linewidth: 9\nlines.antialiased: False\n")
    found = []
    for settings in ("", str(tmp_path / "matplotlibrc")):
        environment = {**os.environ, "PYTHONHASHSEED": "random", "MATPLOTLIBRC": settings}
        script = _HASHES.format(tests=str(ROOT / "tests"))
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, env=environment, cwd=ROOT, check=True
        )
        found.append(done.stdout)
    assert found[0] == found[1]
    assert found[0].count("\n") == len(TABLES)
    here = charts_of(TABLES, "Invented")
    assert found[0].split("\n")[0] == f"issues {hashlib.sha256(here[0].svg + here[0].png).hexdigest()}"


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


# Nothing to draw ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "table",
    [
        invented.empty(),
        issues({"C01": 0, "C02": 0}),
        issues({"C01": None, "C02": None}),
        replace(issues({"C01": None}), base=None),
        crossed(dict.fromkeys(REGIONS, 0), BASES),
        crossed(dict.fromkeys(REGIONS, None), BASES),
        pairs({}),
        pairs({("C01", "C02"): None}),
        trend({"C01": [1, 2]}, [4, 8]),
        trend({"C01": [0, 0, 0]}, [4, 8, 9]),
        trend({"C01": [None, None, 3]}, [4, 8, 9]),
        trend({}, [4, 8, 9]),
        saturation([(1, 3, 3, 3.0, 3, 3)]),
        saturation([(1, 0, 0, 0.0, 0, 0), (2, 0, 0, 0.0, 0, 0)]),
        replace(saturation(CURVE), hidden=frozenset({0, 1, 2})),
        replace(saturation([]), base=0),
        invented.across(),
        invented.hostile(),
    ],
)
def test_nothing_is_drawn_of_nothing(table: Table) -> None:
    assert charts_of({"x": table}) == []


# Words are data -----------------------------------------------------------------------------------------------------


def test_hostile_words_are_text_and_nothing_else() -> None:
    hostile = [
        *invented.HOSTILE,
        "$x^2$ $\\frac{1}{2}$",
        "w" * 300,
        "汉字 \U0001f600",
        "שלום",
        "a" + "\u0301" * 40,
        "   ",
        "]]>",
        "x\u00a0y",
    ]
    labels = {f"C{at:02d}": text for at, text in enumerate(hostile, 1)}
    column = invented.ISSUE[0]._replace(order=tuple(labels), labels=labels)
    rows = [(key, label, 3, 60, 5.0) for key, label in labels.items()]
    tables = {"issues": invented.table([column, invented.ISSUE[1], *invented.COUNTS], rows[:25], title="<b>$x$ & y")}
    tables["more"] = invented.table([column, invented.ISSUE[1], *invented.COUNTS], rows[25:])
    cells = {(area, text): 3 for area in "AB" for text in hostile}
    tables["<script>&"] = crossed(cells, dict.fromkeys(hostile, 30))
    for chart in charts_of(tables, "<img src=x> $y$"):
        tags = {etree.QName(element).localname for element in parsed(chart).iter()}
        assert tags <= {"svg", "g", "path", "text", "use", "defs", "pattern", "rect", "title", "desc"}
        told = words(chart)
        assert "<img src=x> $y$" in told
        assert chart.alt.startswith("<img src=x> $y$. ")
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x1f]", told + chart.alt + chart.title)
    first, second, third = charts_of(tables)
    assert {"<script>alert(1)</script>", "&amp;", "{{ 1 }}{% x %}"} <= {e.text for e in parsed(first).iter(f"{SVG}text")}
    assert {"$x^2$ $\\frac{1}{2}$", "汉字 \U0001f600", "שלום"} <= {e.text for e in parsed(second).iter(f"{SVG}text")}
    assert third.name == "script"


def test_long_words_are_broken_to_fit() -> None:
    lines = wrap("a " + "w" * 100 + " multi-agency", 60, 12)
    assert all(width_of(line, 12) <= 60 for line in lines)
    assert "".join(lines).replace("-", "").replace("a", "", 1) == "w" * 100 + "multiagency"
    assert wrap("one two three four five six", 60, 12, most=2) == ["one two", "three fo…"]
    assert wrap("", 60, 12) == [""]


def test_of_a_broken_word_four_letters_are_left_at_least() -> None:
    whole = width_of("Safeguarding", 11)
    assert wrap("Safeguarding", whole, 11) == ["Safeguarding"]
    assert wrap("Safeguarding", whole - 1, 11) == ["Safeguar-", "ding"]
    assert wrap("Safeguarding", width_of("Safeg-", 11), 11) == ["Safeg-", "uar-", "ding"]
    assert wrap("water", width_of("wate-", 11) - 1, 11) == ["wa-", "ter"]


def test_nothing_is_drawn_beyond_the_edge() -> None:
    labels = dict.fromkeys(LABELS, "Invented and very long name of an issue, " * 4)
    table = issues({key: 40 - at for at, key in enumerate(LABELS)})
    long = replace(table, columns=(table.columns[0]._replace(labels=labels), *table.columns[1:]))
    for drawing in (draw(long), *(draw(table) for table in TABLES.values())):
        assert drawing is not None
        for item in drawing.body.items:
            if isinstance(item, Word):
                wide = width_of(item.text, item.size, item.bold)
                left = item.x - {"start": 0, "middle": wide / 2, "end": wide}[item.anchor]
                assert left >= 0, item
                assert left + wide <= RIGHT + 8, item
                assert item.size >= SMALL


# What a page needs --------------------------------------------------------------------------------------------------


def test_an_svg_stands_in_a_page_beside_others(charts: dict[str, Chart]) -> None:
    seen: set[str] = set()
    for chart in charts.values():
        root = parsed(chart)
        assert chart.svg.startswith(b"<svg ")
        assert root.get("role") == "img"
        title, desc = root[0], root[1]
        assert (title.tag, title.text) == (f"{SVG}title", chart.title)
        assert (desc.tag, desc.text) == (f"{SVG}desc", chart.alt)
        assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
        ids = [element.get("id") for element in root.iter() if element.get("id")]
        assert all(name.startswith(f"chart-{chart.name}-") for name in ids)
        assert not seen & set(ids)
        seen |= set(ids)
        used = re.findall(rb'(?:url\(|href=")#([^")]+)', chart.svg)
        assert {name.decode() for name in used} <= set(ids)
        for forbidden in (
            b"<style",
            b" style=",
            b"xlink",
            b"<!--",
            b"metadata",
            b"<?xml",
            b"DOCTYPE",
            b"Date",
            b"Matplotlib",
            b"foreignObject",
        ):
            assert forbidden not in chart.svg, (chart.name, forbidden)
        assert not re.findall(rb"https?://(?!www\.w3\.org/2000/svg)", chart.svg)


def test_names_are_neat_and_no_two_alike() -> None:
    table = TABLES["issues-few"]
    assert [chart.name for chart in charts_of({"a b": table, "a-b": table, "§": table})] == ["a-b", "a-b-2", "chart"]


def test_a_png_has_twice_the_pixels_and_its_text(charts: dict[str, Chart]) -> None:
    chart = charts["cooccurrence"]
    with Image.open(io.BytesIO(chart.png)) as image:
        assert image.width == 2 * float(parsed(chart).get("width") or 0)
        assert image.text == {"Title": chart.title, "Description": chart.alt}  # type: ignore[attr-defined]
        assert image.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
        colours = {f"#{r:02x}{g:02x}{b:02x}" for _, (r, g, b) in image.convert("RGB").getcolors(1 << 24)}  # type: ignore[misc,union-attr]
    assert {RAMP[0], RAMP[4], INK} <= colours


def test_what_is_marked_is_marked_on_every_picture() -> None:
    tables = {
        **TABLES,
        "allowed": replace(
            TABLES["issues"], notes=("Not for publication: x.",), provenance={**invented.SOURCE, "disclosure_allowed": True}
        ),
    }
    for chart in charts_of(tables, "SYNTHETIC: invented"):
        assert "SYNTHETIC: invented" in words(chart)
        assert chart.alt.startswith("SYNTHETIC: invented. ")
        assert ("Not for publication: x." in words(chart)) == ("Not for publication: x." in chart.alt) == (chart.name == "allowed")


def test_base_layer_and_filters_are_on_every_picture() -> None:
    (chart,) = charts_of({"issues": replace(TABLES["issues"], filters={"where": ["nation=wales"], "polarity": ["problem"]})})
    assert "Base: 60 reviews. Layer: resolved. Only: nation=wales." in words(chart)


ALTS = {
    "issues": "Practice issues ranked by the number of reviews in which they were found, of 60 reviews. The most frequent are C01 "
    "Invented issue 1 (30 of 60, 50.0%), C04 Invented issue 4 (12 of 60, 20.0%) and C02 Invented issue 2 (6 of 60, 10.0%). "
    "Not drawn: 1 issue never found.",
    "issues-few": "Practice issues ranked by the number of reviews in which they were found, of 9 reviews. The most frequent are C02 "
    "Invented issue 2 (6 of 9), C01 Invented issue 1 (3 of 9) and C04 Invented issue 4 (1 of 9). Not drawn: 1 issue never "
    "found. The base is below 20, so there are no percentages.",
    "crosstab-area-region": "Heat map. Areas by region: number of reviews, of 36 reviews; 3 rows by 3 columns, margins included. The "
    "largest share is A Asking, north (6 of 12); 1 cell is 0.",
    "cooccurrence": "A triangle of cells: how often 3 practice issues were found with each other, in reviews, of 60 reviews. Most often "
    "together: C01 Invented issue 1 with C02 Invented issue 2 (9 of 60, 15.0%), C01 Invented issue 1 with C03 Invented issue 3 "
    "(4 of 60, 6.7%) and C02 Invented issue 2 with C03 Invented issue 3 (1 of 60, 1.7%).",
    "trend": "2 small pictures, one for each issue, over 3 periods from 2014 to 2016; 4 to 12 reviews a period, too few for percentages. "
    "Nothing was tested. The most frequent is C01 Invented issue 1, 12 in the periods shown.",
    "trend-shares": "2 small pictures, one for each issue, over 3 periods from 2014 to 2016; 30 reviews a period. Allowing for the number "
    "of issues tested, C01 Invented issue 1 is rising (p 0.012).",
    "saturation": "A curve that rises less and less: 8 practice issues are known after 3 reviews. In the order of publication half of "
    "them are known after 1, all after 3. Over random orders 5.2 are known on average after 2; 95% of the orders give 4 to 7.",
}


@pytest.mark.parametrize("name", ALTS)
def test_the_text_alternative(charts: dict[str, Chart], name: str) -> None:
    assert charts[name].alt == ALTS[name]


def test_the_shipped_workspace_has_its_charts() -> None:
    workspace = open_workspace(ROOT)
    tables = {name: workspace.table(name) for name in ("issues", "cooccurrence", "trend", "saturation", "coverage", "areas")}
    tables["crosstab-family-area"] = workspace.table("crosstab", rows="family", cols="area")
    tables["crosstab-area-review-type"] = workspace.table("crosstab", rows="area", cols="review_type")
    found = charts_of(tables)
    assert [chart.table for chart in found] == ["issues", "cooccurrence", "saturation", "crosstab-family-area", "crosstab-area-review-type"]
    for chart in found:
        assert len(chart.svg) < 120_000
        assert len(chart.png) < 300_000


# Colours ------------------------------------------------------------------------------------------------------------


def test_colours_are_told_apart_in_grey_and_text_on_them_is_read() -> None:
    assert luminance("#ffffff") == pytest.approx(1)
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    lights = [luminance(colour) for colour in (PAPER, *RAMP)]
    assert lights == sorted(lights, reverse=True)
    assert all(contrast(one, other) > 1.15 for one, other in zip((PAPER, *RAMP), RAMP, strict=False))
    for colour in (PAPER, *RAMP):
        assert contrast(ink_on(colour), colour) >= 4.5
    for colour in (INK, GREY, BLUE, ACCENT):
        assert contrast(colour, PAPER) >= 4.5


@pytest.mark.parametrize(
    ("most", "top", "ticks"),
    [
        (0, 1, (0, 1)),
        (1, 1, (0, 1)),
        (3, 3, (0, 1, 2, 3)),
        (7, 8, (0, 2, 4, 6, 8)),
        (97.5, 100, (0, 20, 40, 60, 80, 100)),
        (1234, 1500, (0, 500, 1000, 1500)),
    ],
)
def test_a_scale_ends_on_a_round_number(most: float, top: int, ticks: tuple[int, ...]) -> None:
    scale = axis(most, 0, 100)
    assert (scale.top, scale.ticks) == (top, ticks)
    assert scale.at(top) == 100


@pytest.mark.slow
def test_the_gallery_is_current(tmp_path: Path) -> None:
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        import gallery
    finally:
        sys.path.remove(str(ROOT / "docs"))
    found = gallery.gallery()
    text = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    assert text.endswith(gallery.section(found))
    for chart in found:
        assert (ROOT / "docs" / "gallery" / f"{chart.name}.svg").read_bytes() == chart.svg
        assert gallery.MARK in words(chart)
