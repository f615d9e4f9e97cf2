"""Charts: the same bytes each time, words that are data, texts that say the same, what a page needs of them."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image
from scr_coder import open_workspace
from scr_coder.render.charts import Chart, charts_of, draw
from scr_coder.render.charts.measure import width_of, wrap
from scr_coder.render.charts.palette import ACCENT, BLUE, GREY, INK, PAPER, RAMP, contrast, ink_on, luminance
from scr_coder.render.charts.sheet import RIGHT, SMALL, Word, axis
from scr_coder.tables.table import Table

import invented_tables as invented
from invented_charts import (
    BASES,
    CURVE,
    LABELS,
    REGIONS,
    SVG,
    TABLES,
    crossed,
    issues,
    pairs,
    parsed,
    saturation,
    trend,
    words,
)

ROOT = Path(__file__).resolve().parent.parent


def test_every_table_of_a_chart_has_one_in_order(charts: dict[str, Chart]) -> None:
    assert list(charts) == list(TABLES)
    assert [chart.table for chart in charts.values()] == list(TABLES)


# The same bytes -----------------------------------------------------------------------------------------------------

_HASHES = """
import hashlib, sys
sys.path.insert(0, {tests!r})
from invented_charts import TABLES
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
