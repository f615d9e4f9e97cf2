"""Tables as text: every format carries the base, data is never markup or a formula, the terminal keeps to 80 columns."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from scr_coder import open_workspace
from scr_coder.render.layout import context_lines, share
from scr_coder.render.tables import TableFormat, render_table
from scr_coder.tables.notebook import Workspace
from scr_coder.tables.table import Column, Table

from building import build, coded, no_match
from workbooks import read_book

ROOT = Path(__file__).resolve().parent.parent
NASTY = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "plain", "a|b", "[a](http://x)", "`x`", "<b>", "*a*_b_", "[red]x[/red]", "[/p. 4]"]


def invented(values: list[str], n: int = 1, base: int = 3, percent: float | None = None, wide: str = "") -> Table:
    """A table of candidates, whose names come from coders' own words."""
    return Table(
        name="candidates",
        title="Candidates [sic]",
        unit="reviews",
        base=base,
        layer="resolved",
        filters={"polarity": ["problem"], "where": ["nation=wales"], "since": "2018"},
        coverage={"findings": 9, "coded": 5, "no_match": 1, "excluded": 1, "disagreed": 1, "uncoded": 1},
        columns=(
            Column("candidate", "Candidate", "category", tuple(values)),
            Column("n", "Reviews", "count"),
            Column("base", "Base (reviews)", "count"),
            Column("percent", "% of reviews", "percent"),
        ),
        rows=tuple((value, n, base, percent) for value in values),
        notes=("A note on [x].",),
        provenance={"taxonomies": {"lipp": {"version": "1.0.0"}}, "tool": "0.1.0", "generated": "1970-01-01T00:00:00Z"},
        wide=wide,
    )


def text_of(table: Table, output: TableFormat) -> str:
    """What a table says in a format; of a workbook, the texts and numbers in its cells."""
    made = render_table(table, output)
    return made if isinstance(made, str) else "\n".join(read_book(made).texts()) + "\n"


@pytest.mark.parametrize("output", TableFormat)
def test_every_format_carries_every_row_and_the_base(output: TableFormat) -> None:
    text = text_of(invented([f"Candidate {n}" for n in range(5)], base=37, n=2, percent=5.4), output)
    assert text.endswith("\n")
    assert "\x1b" not in text
    for n in range(5):
        assert f"Candidate {n}" in text
    assert "37" in text
    assert "resolved" in text
    assert "5.4" in text


@pytest.mark.parametrize("output", [TableFormat.TERMINAL, TableFormat.MARKDOWN, TableFormat.JSON])
def test_reading_formats_say_base_layer_filters_coverage_notes_and_source(output: TableFormat) -> None:
    text = " ".join(render_table(invented(["x"]), output).replace("\\", "").split())
    if output is TableFormat.JSON:
        found = json.loads(text)
        assert (found["base"], found["layer"], found["unit"]) == (3, "resolved", "reviews")
        assert found["filters"] == {"polarity": ["problem"], "where": ["nation=wales"], "since": "2018"}
        assert found["coverage"]["disagreed"] == 1
        assert found["notes"] == ["A note on [x]."]
        assert list(found["provenance"]) == ["taxonomies", "tool", "generated"]
        return
    for said in (
        "Base: 3 reviews. Layer: resolved.",
        "Coverage: 9 findings: 5 coded, 1 no match, 1 excluded, 1 uncoded, 1 on which coders disagree.",
        "Only: nation=wales; since 2018.",
        "A note on [x].",
        "Source: taxonomies lipp 1.0.0; scr_coder 0.1.0; made 1970-01-01T00:00:00Z.",
    ):
        assert said in text


def test_coverage_is_grouped_by_thousands() -> None:
    cover = {"findings": 12_345, "coded": 10_000, "no_match": 45, "excluded": 1_000, "uncoded": 0, "disagreed": 1_300}
    lines = context_lines(replace(invented(["x"]), coverage=cover))
    assert lines[1] == ("Coverage: 12,345 findings: 10,000 coded, 45 no match, 1,000 excluded, 0 uncoded, 1,300 on which coders disagree.")
    lines = context_lines(replace(invented(["x"]), coverage={**cover, "coded": None}))
    assert lines[1] == "Coverage: 12,345 findings: 11,345 counted, 1,000 excluded, 0 uncoded."


@pytest.mark.parametrize(
    ("n", "base", "percent", "shown"),
    [(1, 3, None, "1/3"), (0, 0, None, "0/0"), (10, 20, 50.0, "50.0"), (2, 3, 66.7, "66.7"), (0, 20, 0.0, "0.0")],
)
def test_share(n: int, base: int, percent: float | None, shown: str) -> None:
    assert share(n, base, percent) == shown


def test_json_keeps_the_contract() -> None:
    found = json.loads(render_table(invented(["ä"], base=30, n=3, percent=10.0), TableFormat.JSON))
    assert found["columns"] == ["candidate", "n", "base", "percent"]
    assert found["rows"] == [{"candidate": "ä", "n": 3, "base": 30, "percent": 10.0, "suppressed": False}]
    small = json.loads(render_table(invented(["x"]), TableFormat.JSON))
    assert small["rows"][0]["percent"] is None


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_csv_is_tidy_and_no_spreadsheet_takes_it_for_formulas() -> None:
    rows = read_csv(render_table(invented(NASTY), TableFormat.CSV))
    assert [row["candidate"] for row in rows] == ["'" + v.replace("\r", "\n") if v[0] in "=+-@\t\r" else v for v in NASTY]
    assert {(row["n"], row["base"], row["percent"], row["unit"], row["layer"]) for row in rows} == {("1", "3", "", "reviews", "resolved")}


def cells_of(line: str) -> list[str]:
    """Split a line of a Markdown table at the bars that are not escaped."""
    return [cell.strip() for cell in line.replace("\\|", "\0").strip().strip("|").split("|")]


def test_markdown_shows_data_as_it_is() -> None:
    text = render_table(invented(NASTY), TableFormat.MARKDOWN)
    lines = [line for line in text.splitlines() if line.startswith("|")]
    assert len(lines) == 2 + len(NASTY)
    assert {len(cells_of(line)) for line in lines} == {3}, "a bar in the data would make another column"
    for special in ("a\\|b", "\\[a\\](http://x)", "\\`x\\`", "\\<b\\>", "\\*a\\*\\_b\\_", "Candidates \\[sic\\]"):
        assert special in text


def test_the_terminal_takes_no_data_for_markup() -> None:
    text = render_table(invented([*NASTY, "a\x1b[31mred", "bidi \u202e txt"]), TableFormat.TERMINAL)
    for shown in ("[red]x[/red]", "[/p. 4]", "[a](http://x)", "Candidates [sic]", "a\ufffd[31mred", "bidi \ufffd txt"):
        assert shown in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_colour_changes_nothing_but_colour() -> None:
    import re

    plain = render_table(invented(["x", "y"]), TableFormat.TERMINAL)
    coloured = render_table(invented(["x", "y"]), TableFormat.TERMINAL, colour=True)
    assert coloured != plain
    assert [line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", coloured).splitlines()] == plain.splitlines()


# On the shipped workspace ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> Workspace:
    return open_workspace(ROOT)


@pytest.mark.parametrize("name", ["issues", "areas", "causes", "families", "candidates"])
@pytest.mark.parametrize("layer", ["resolved", "any"])
def test_the_terminal_is_never_wider_than_80(shipped: Workspace, name: str, layer: str) -> None:
    text = render_table(shipped.table(name, layer=layer), TableFormat.TERMINAL, 80)
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("issues", {}),
        ("causes", {}),
        ("families", {}),
        ("coverage", {}),
        ("issues", {"by": "publication_year"}),
        ("areas", {"by": "harm_category"}),
    ],
)
@pytest.mark.parametrize("width", [40, 80, 200])
def test_ids_are_never_broken(shipped: Workspace, name: str, options: dict[str, str], width: int) -> None:
    table = shipped.table(name, **options)
    lines = render_table(table, TableFormat.TERMINAL, width).splitlines()
    across = 1 if options else 0
    for key in {row[across] for row in table.rows}:
        assert any(line == key or line.startswith(f"{key} ") for line in lines), key


def test_one_decimal_from_a_base_of_twenty(tmp_path: Path) -> None:
    reviews: dict[str, dict[str, Any]] = {f"r{n:02}": {} for n in range(20)}
    said = [coded(f"{review}/1", "amber", "C06" if review < "r13" else "X02") for review in reviews]
    workspace = build(tmp_path / "ws", reviews, [*said, no_match("r00/2", "amber", "Housing")], findings=2)
    terminal = render_table(workspace.table("issues"), TableFormat.TERMINAL)
    line = next(line for line in terminal.splitlines() if line.startswith("C06"))
    assert line.split()[-2:] == ["13", "65.0"]
    assert "The base is below" not in terminal
    few = render_table(workspace.table("issues", where={"review": [f"r{n:02}" for n in range(1, 20)]}), TableFormat.TERMINAL)
    assert next(line for line in few.splitlines() if line.startswith("C06")).split()[-2:] == ["12", "12/19"]
    assert "Where the base is below 20, n/N is shown and the percentage left out." in " ".join(few.split())
    by = render_table(workspace.table("issues", by="nation"), TableFormat.MARKDOWN)
    assert "13 (65.0%)" in by
    rows = read_csv(render_table(workspace.table("issues"), TableFormat.CSV))
    assert next(row for row in rows if row["issue"] == "C06")["percent"] == "65.0"


# What is suppressed ---------------------------------------------------------------------------------------------------


def suppressed(wide: str = "", base: int | None = 37) -> Table:
    """Two parts of one candidate; the numbers of the second are kept back."""
    part = Column("part", "Part", "category", ("a", "b"))
    table = invented(["x", "y"], wide="part" if wide else "")
    rows = (("x", "a", 9, 30, 30.0), ("x", "b", None, base, None))
    return replace(table, columns=(table.columns[0], part, *table.columns[1:]), rows=rows, hidden=frozenset({1}))


@pytest.mark.parametrize("output", TableFormat)
@pytest.mark.parametrize("wide", ["", "part"])
@pytest.mark.parametrize("base", [37, None])
def test_every_format_shows_what_is_suppressed_by_its_mark(output: TableFormat, wide: str, base: int | None) -> None:
    text = text_of(suppressed(wide, base), output).replace("\\", "")
    assert "None" not in text
    assert "*" not in text.replace("**", "")
    if output is TableFormat.JSON:
        shown, kept = json.loads(text)["rows"]
        assert (shown["n"], shown["suppressed"]) == (9, False)
        assert (kept["n"], kept["base"], kept["percent"], kept["suppressed"]) == (None, base, None, True)
    else:
        assert "[c]" in text
        assert "30" in text


def test_csv_has_the_mark_in_each_number_that_is_suppressed() -> None:
    rows = read_csv(render_table(suppressed(), TableFormat.CSV))
    assert [(row["n"], row["base"], row["percent"]) for row in rows] == [("9", "30", "30.0"), ("[c]", "37", "[c]")]
    rows = read_csv(render_table(suppressed(base=None), TableFormat.CSV))
    assert [row["base"] for row in rows] == ["30", "[c]"]


def test_a_suppressed_base_is_said_as_such() -> None:
    table = replace(suppressed(), base=None, coverage=dict.fromkeys(invented([]).coverage))
    text = render_table(table, TableFormat.TERMINAL)
    assert "Base: [c] reviews. Layer: resolved." in text
    assert "Coverage: [c]." in text


def test_frames_keep_integers_where_numbers_are_suppressed() -> None:
    frame = suppressed(base=None).frame
    assert (str(frame["n"].dtype), str(frame["base"].dtype), str(frame["percent"].dtype)) == ("Int64", "Int64", "float64")
    assert frame["n"].isna().tolist() == [False, True]
    assert frame["n"].sum() == 9
    assert suppressed().bases == {}
    assert suppressed("part").bases == {"a": 30, "b": 37}
    assert suppressed("part", None).bases == {"a": 30, "b": None}
