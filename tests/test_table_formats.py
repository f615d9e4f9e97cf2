"""How tables are laid out: blocks of columns, bars, sentences, wide CSV, generic numbers; and how a format is chosen."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from scr_coder.problem import ScrError
from scr_coder.render.layout import lay_out, number_text
from scr_coder.render.table_data import spread, wide_csv_text
from scr_coder.render.table_terminal import terminal_text
from scr_coder.render.tables import ENDINGS, TableFormat, chosen_format, render_table
from scr_coder.render.xlsx import render_workbook
from scr_coder.tables.meanings import keys_of, meaning, table_id
from scr_coder.tables.table import Column

import invented_tables
from commands import refused, scr
from invented_tables import COUNTS, ISSUE, ISSUES, across, hostile_across, pairs, plain, saturation, table, trend, with_interval
from workbooks import read_book

ROOT = Path(__file__).resolve().parent.parent


# Reading layouts --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", invented_tables.ALL)
@pytest.mark.parametrize("width", [80, 100, 160])
@pytest.mark.parametrize("bar", ["", "█"])
def test_no_table_is_wider_than_the_terminal(name: str, width: int, bar: str) -> None:
    lines = terminal_text(invented_tables.ALL[name](), width, False, bar=bar).splitlines()
    assert max(map(len, lines)) <= width


def test_columns_that_do_not_fit_follow_in_blocks() -> None:
    text = terminal_text(across(14), 80, False)
    assert len([line for line in text.splitlines() if line.startswith("Issue")]) == 3
    assert [line for line in text.splitlines() if line.startswith("The same")] == [
        "The same rows, columns 7 to 12 of 16:",
        "The same rows, columns 13 to 16 of 16:",
    ]
    assert [line.split()[0] for line in text.splitlines() if line[:3] in ISSUES] == [*ISSUES] * 3
    numbers = [line for line in text.splitlines() if line.startswith("C06")]
    assert [line.count("3 (10.0%)") + line.count("3/10") for line in numbers] == [4, 6, 4]
    assert "The same rows, column 7 of 7:" in terminal_text(across(5), 46, False)


def test_one_block_where_everything_fits() -> None:
    assert "The same rows" not in terminal_text(across(3), 80, False)
    assert "The same rows" not in terminal_text(across(8), 200, False)


def test_a_long_name_of_a_row_is_broken_only_where_nothing_fits_beside_it() -> None:
    long = table([Column("review", "Review", "category"), *COUNTS], [("r" * 70, 1, 60, 1.7)])
    lines = terminal_text(long, 80, False).splitlines()
    assert max(map(len, lines)) <= 80
    assert "r" * 70 not in "".join(lines)
    assert "r" * 60 in terminal_text(table([long.columns[0], *COUNTS], [("r" * 60, 1, 60, 1.7)]), 80, False)


def test_bars_are_drawn_where_there_is_room() -> None:
    wide = [line for line in terminal_text(plain(), 80, False, bar="█").splitlines() if line[:3] in ISSUES]
    lengths = [line.count("█") for line in wide]
    assert lengths[2] > 11
    assert lengths == [round(lengths[2] / 3), round(2 * lengths[2] / 3), lengths[2]]
    assert "#" in terminal_text(plain(), 80, False, bar="#")
    for none in (
        terminal_text(plain(), 62, False, bar="█"),
        terminal_text(plain(), 80, False),
        terminal_text(across(), 200, False, bar="█"),
    ):
        assert "█" not in none


def test_bars_tell_nothing_that_is_suppressed_and_zero_has_none() -> None:
    from dataclasses import replace

    rows = (("C02", "a", 10, 60, 16.7), ("C06", "b", None, 60, None), ("X01", "c", 0, 60, 0.0))
    hidden = replace(plain(), rows=rows, hidden=frozenset({1}))
    lines = [line for line in terminal_text(hidden, 80, False, bar="█").splitlines() if line[:3] in ISSUES]
    assert [line.count("█") > 0 for line in lines] == [True, False, False]
    assert lay_out(replace(hidden, rows=rows[2:], hidden=frozenset())).bars == ()


def test_plain_says_each_row_as_a_sentence() -> None:
    text = terminal_text(across(hidden=True), 200, False, plain=True)
    assert "C06 Bruising not referred: Region number 1 (N 10) 3/10, Region number 2 (N 30) [c], Region number 3 (N 30) 3 (10.0%)." in text
    assert "─" not in text
    assert "X01 Voice of the child not heard: n 9, % of reviews 15.0." in terminal_text(plain(), 80, False, plain=True, bar="█")


def test_intervals_ratios_and_p_values_are_shown_sensibly() -> None:
    layout = lay_out(with_interval())
    assert layout.heads[2:] == ["n", "% of reviews", "95% interval", "Lift", "p"]
    assert layout.rows[0][2:] == ["3", "5.0", "1.7 to 13.7", "0.33", "<0.001"]
    assert layout.rows[1][2:] == ["0", "0.0", "0.0 to 6.0", "", "0.250"]
    without = lay_out(table(list(with_interval().columns), [("C02", "x", 3, 10, None, None, None, 1.0, 0.5)]))
    assert without.rows[0][2:] == ["3", "3/10", "", "1.00", "0.500"]
    kept = table(list(with_interval().columns), [("C02", "x", None, 60, None, None, None, None, None)], hidden=frozenset({0}))
    assert lay_out(kept).rows[0][2:] == ["[c]"] * 5
    assert json.loads(render_table(with_interval(), TableFormat.JSON))["rows"][1]["lift"] is None


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("count", 3, "3"),
        ("percent", 5.0, "5.0"),
        ("p", 0.0009, "<0.001"),
        ("p", 1.0, "1.000"),
        ("number", 0.5, "0.50"),
        ("new", None, ""),
        ("new", "[c]", "[c]"),
    ],
)
def test_number_text(kind: str, value: object, shown: str) -> None:
    assert number_text(Column("x", "X", kind), value) == shown


def test_intervals_stand_in_the_cells_of_a_table_across() -> None:
    more = [Column("low", "95% interval from", "percent"), Column("high", "95% interval to", "percent")]
    year = Column("year", "Year", "category", ("2013", "2014"))
    rows = [("2013", "C02", ISSUES["C02"], 3, 30, 10.0, 3.46, 25.62), ("2014", "C02", ISSUES["C02"], 3, 10, None, None, None)]
    layout = lay_out(table([year, *ISSUE, *COUNTS, *more], rows, wide="year"))
    assert layout.heads == ["Issue", "Label", "2013 (N\u00a030)", "2014 (N\u00a010)"]
    assert layout.rows == [["C02", ISSUES["C02"], "3 (10.0%, 3.5 to 25.6)", "3/10"]]


def test_what_a_test_says_stands_once_at_the_end_of_a_row() -> None:
    layout = lay_out(trend())
    assert layout.heads[2:] == ["2013 (N\u00a030)", "2014 (N\u00a030)", "2015 (N\u00a030)", "z", "p", "Direction"]
    assert layout.numbers[2:] == [True, True, True, True, True, False]
    assert layout.keys == 2
    assert [row[5:] for row in layout.rows] == [["2.50", "0.012", "Rising"], ["2.50", "0.012", "Rising"], ["", "", "Not tested"]]
    assert lay_out(trend(hidden=True)).rows[0][2:] == ["3 (10.0%)", "[c]", "3 (10.0%)", "[c]", "[c]", "Rising"]
    rows = list(csv.DictReader(io.StringIO(wide_csv_text(trend()))))
    assert [rows[0][name] for name in ("2014.n", "z", "p", "direction")] == ["3", "2.5", "0.0124", "rising"]
    assert keys_of(trend()) == ["issue", "period"]


def test_pairs_are_read_with_their_labels_and_kept_apart_as_data() -> None:
    layout = lay_out(pairs())
    assert layout.heads == ["Issue A", "Issue B", "n", "% of reviews", "Jaccard"]
    assert layout.rows[0] == ["C02 Disagreement left unresolved", "C06 Bruising not referred", "3", "5.0", "0.25"]
    assert layout.wide == [True, True, False, False, False]
    assert [column.cells[0] for column in spread(pairs())][:4] == ["C02", ISSUES["C02"], "C06", ISSUES["C06"]]
    assert read_book(render_workbook([pairs()]))["Table 1"].table()[1][:4] == ["C02", ISSUES["C02"], "C06", ISSUES["C06"]]


def test_a_table_without_keys_is_led_by_its_first_number() -> None:
    assert (lay_out(saturation()).keys, keys_of(saturation())) == (1, ["reviews"])
    assert lay_out(saturation()).rows == [["1", "4", "3.50", "2"], ["2", "0", "5.12", "4"]]
    assert "Reviews added 2: New issues 0, Issues so far, mean of orders 5.12, 2.5% of orders 4." in terminal_text(
        saturation(), 90, False, plain=True
    )


def test_labels_and_ids_head_columns() -> None:
    made = table(
        [ISSUE[0], Column("area", "Area", "category", ("A",), {"A": "Universal services"}), *COUNTS],
        [("C02", "A", 1, 60, 1.7)],
        wide="area",
    )
    assert lay_out(made).heads == ["Issue", "A Universal services (N\u00a060)"]


# Wide CSV ---------------------------------------------------------------------------------------------------------------


def test_wide_csv_has_a_row_for_each_key() -> None:
    rows = list(csv.DictReader(io.StringIO(wide_csv_text(across(2, hidden=True)))))
    assert rows[1] == {
        "issue": "C06", "label": "Bruising not referred", "r1.n": "3", "r1.base": "10", "r1.percent": "", "r2.n": "[c]", "r2.base": "30",
        "r2.percent": "[c]", "unit": "reviews", "layer": "resolved",
    }  # fmt: skip
    assert [row["issue"] for row in rows] == [*ISSUES]


def test_wide_csv_of_a_table_that_has_nothing_across_is_the_tidy_one() -> None:
    assert render_table(plain(), TableFormat.CSV, wide=True) == render_table(plain(), TableFormat.CSV)


def test_heads_of_wide_csv_are_guarded_too() -> None:
    head = wide_csv_text(hostile_across()).split("\n")[0]
    assert "'=1+1.n" in head
    assert ",=1+1.n" not in head


# What columns mean ------------------------------------------------------------------------------------------------------


def test_every_column_of_every_table_has_a_meaning() -> None:
    for make in invented_tables.ALL.values():
        made = make()
        for column in made.columns:
            said = meaning(made, column)
            assert said.endswith(".")
            assert "{" not in said
    coverage = table([Column("review", "Review", "category"), Column("percent", "% done", "percent")], [], name="coverage")
    assert meaning(coverage, coverage.columns[1]).startswith("Percentage of the findings that have a decision")


def test_ids() -> None:
    assert table_id(plain()) == "issues"
    assert table_id(across()) == "issues-by-region"
    crossed = table(
        [Column("area", "Area", "category"), Column("harm_category", "Harm", "category"), *COUNTS],
        [],
        name="crosstab",
        wide="harm_category",
    )
    assert table_id(crossed) == "crosstab-area-harm-category"


# On the command line ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ending", "format"), ENDINGS.items())
def test_the_ending_of_the_file_tells_the_format(ending: str, format: TableFormat) -> None:
    assert chosen_format(None, Path(f"x{ending.upper()}")) is format
    assert chosen_format(format, Path(f"x{ending}")) is format
    other = next(one for one in TableFormat if one is not format)
    with pytest.raises(ScrError, match=f"--format {other.value} would be written to x{ending}, which says {format.value}"):
        chosen_format(other, Path(f"x{ending}"))


def test_other_endings_tell_nothing() -> None:
    assert chosen_format(None, Path("x.txt")) is TableFormat.TERMINAL
    assert chosen_format(None, None) is TableFormat.TERMINAL
    assert chosen_format(None, Path("x")) is TableFormat.TERMINAL
    for name in ("x.txt", "x.xls", "x"):
        assert chosen_format(TableFormat.CSV, Path(name)) is TableFormat.CSV


def test_formats_by_file(tmp_path: Path) -> None:
    for ending, begins in {
        ".xlsx": b"PK",
        ".html": b"<!DOCTYPE html>",
        ".tex": b"% In the preamble",
        ".csv": b"area,label",
        ".json": b"{",
        ".md": b"**Areas",
    }.items():
        target = tmp_path / f"areas{ending}"
        ran = scr("table", "areas", "--output", target, workspace=ROOT)
        assert (ran.code, ran.out) == (0, "")
        assert target.read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--wide"], "--wide is for CSV, not for terminal (add --format csv)"),
        (["--wide", "-f", "json"], "--wide is for CSV, not for json (add --format csv)"),
        (["--plain", "-f", "csv"], "--plain is for the terminal, not for csv (leave out one of the two)"),
        (
            ["-o", "issues.xls"],
            "issues.xls: `.xls` is not the ending of a format "
            "(end it in .csv, .json, .md, .markdown, .html, .htm, .tex, .xlsx or .txt, or add --format)",
        ),
        (["-f", "csv", "-o", "x.xlsx"], "--format csv would be written to x.xlsx, which says xlsx (leave --format out, or rename it)"),
    ],
)
def test_options_that_contradict_each_other_are_refused(options: list[str], said: str) -> None:
    assert refused("table", "areas", *options, workspace=ROOT, coder="") == said


def run(*args: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SCR_WORKSPACE": str(ROOT), "SOURCE_DATE_EPOCH": "0", "COLUMNS": "130"}
    return subprocess.run([sys.executable, "-m", "scr_coder", *args], env=environment, timeout=60, **options)  # type: ignore[call-overload]


def test_a_workbook_goes_through_a_pipe() -> None:
    ran = run("table", "areas", "--format", "xlsx", capture_output=True)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert [sheet.name for sheet in read_book(ran.stdout).sheets] == ["Cover", "Contents", "Notes", "Table 1"]


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are of Unix")
def test_a_terminal_gets_bars_and_no_workbook() -> None:
    def on_terminal(*args: str) -> tuple[int, str]:
        import pty

        ours, theirs = pty.openpty()
        ran = run(*args, stdin=theirs, stdout=theirs, stderr=theirs)
        os.close(theirs)
        said = b""
        try:
            while more := os.read(ours, 65536):
                said += more
        except OSError:  # Linux ends a terminal whose other end is closed like that
            pass
        os.close(ours)
        return ran.returncode, said.decode()

    code, said = on_terminal("table", "areas", "--format", "xlsx")
    assert (code, said) == (2, "scr: a workbook cannot be shown on a terminal (give it a file: --output FILE.xlsx)\r\n")
    code, said = on_terminal("table", "areas")
    assert code == 0
    assert "3/3" in said
    assert "█" in said
    code, said = on_terminal("table", "areas", "--plain")
    assert "█" not in said


def test_xlsxwriter_is_imported_only_for_workbooks() -> None:
    program = (
        "import sys; from scr_coder.cli.app import main; sys.argv = ['scr', 'table', 'areas', '--format', 'html']\n"
        "try: main()\nexcept SystemExit: pass\n"
        "sys.stderr.write(' '.join(name for name in ('xlsxwriter', 'jinja2', 'matplotlib', 'lxml') if name in sys.modules))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SCR_WORKSPACE": str(ROOT)}
    ran = subprocess.run([sys.executable, "-c", program], env=environment, timeout=60, capture_output=True)
    assert ran.stdout.startswith(b"<!DOCTYPE html>")
    assert ran.stderr == b""
