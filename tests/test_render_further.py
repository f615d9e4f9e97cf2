"""Co-occurrence, trend, saturation and intervals as text: numbers are rounded for reading only."""

from __future__ import annotations

import csv
import io
import json

import pandas as pd
import pytest
import scr_coder
from scr_coder.render.tables import TableFormat, render_table
from scr_coder.tables.table import Table

YEARS = {2014: 30, 2015: 30, 2016: 30}


@pytest.fixture(scope="module")
def frames() -> tuple[pd.DataFrame, pd.DataFrame]:
    """C06 falls from 28 to 2 of 30; X02 is in every second review, always with C06 in one finding where both are."""
    reviews, tags = [], []
    for at, (year, base) in enumerate(YEARS.items()):
        for n in range(base):
            reviews.append((f"{year}-{n:02}", year))
            tags += [(f"{year}-{n:02}", "1", "C06")] if n < (28, 15, 2)[at] else []
            tags += [(f"{year}-{n:02}", "1", "X02")] if n % 2 else []
    return pd.DataFrame(tags, columns=["review", "finding", "issue"]), pd.DataFrame(reviews, columns=["review", "publication_year"])


def made(frames: tuple[pd.DataFrame, pd.DataFrame], name: str, **options: object) -> Table:
    return scr_coder.tabulate(name, tags=frames[0], reviews=frames[1], **options)


def lines(table: Table, output: TableFormat = TableFormat.TERMINAL) -> list[str]:
    return render_table(table, output, 120).splitlines()


def row_of(table: Table, start: str) -> list[str]:
    return next(line for line in lines(table) if line.startswith(start)).split()


def test_trend_at_the_terminal(frames: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    table = made(frames, "trend", top=2)
    heads = lines(table)[4:6]
    assert "2014 (N\u00a030)" in heads[0]
    assert heads[0].split()[-6:] == ["z", "p", "p", "(Holm)", "Direction", "Test"]
    cells = row_of(table, "C06")
    assert cells[cells.index("28") :] == ["28", "(93.3%)", "15", "(50.0%)", "2", "(6.7%)", "-6.71", "<0.001", "<0.001", "Falling", "Normal"]
    cells = row_of(table, "X02")
    assert cells[-5:] == ["0.00", "1.000", "1.000", "Level", "Normal"]


def test_an_untested_trend_shows_no_numbers(frames: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    table = made(frames, "trend", top=1, where={"publication_year": "2014,2015"})
    assert row_of(table, "C06")[-4:] == ["(50.0%)", "Not", "tested", "None"]


def test_cooccurrence_shows_ids_with_labels(frames: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    """C06 in 45, X02 in 45, both in 14 + 7 + 1 = 22 of 90: Jaccard 22/68, lift 22·90/45²."""
    table = made(frames, "cooccurrence")
    assert table.rows[0][4:] == (22, 90, 24.4, 0.3235, 0.9778)
    cells = row_of(table, "C06 Bruising")
    assert cells[-4:] == ["22", "24.4", "0.32", "0.98"]
    assert "X02" in cells


def test_intervals(frames: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    assert row_of(made(frames, "issues", top=1, ci=True), "C06")[-5:] == ["45", "50.0", "39.9", "to", "60.1"]
    by_year = made(frames, "issues", top=1, ci=True, by="publication_year")
    assert "28 (93.3%, 78.7 to 98.2)" in " ".join(row_of(by_year, "C06"))
    small = made(frames, "issues", top=1, ci=True, where={"publication_year": "2014", "review": [f"2014-{n:02}" for n in range(19)]})
    assert row_of(small, "C06")[-2:] == ["19", "19/19"], "without a percentage there is no interval"


def test_saturation(frames: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    table = made(frames, "saturation", orders=10)
    assert row_of(table, "     90") == ["90", "0", "2", "2.00", "2", "2"]


@pytest.mark.parametrize("name", ["trend", "cooccurrence", "saturation"])
def test_data_formats_hold_all(frames: tuple[pd.DataFrame, pd.DataFrame], name: str) -> None:
    table = made(frames, name)
    names = [column.name for column in table.columns]
    found = json.loads(render_table(table, TableFormat.JSON))
    assert found["columns"] == names
    assert [tuple(row[column] for column in names) for row in found["rows"]] == list(table.rows)
    rows = list(csv.DictReader(io.StringIO(render_table(table, TableFormat.CSV))))
    assert [tuple(row[column] for column in names) for row in rows] == [
        tuple("" if v is None else str(v) for v in row) for row in table.rows
    ]
    assert {row["unit"] for row in rows} == {"reviews"}
    markdown = [line for line in lines(table, TableFormat.MARKDOWN) if line.startswith("|")]
    assert len({line.replace("\\|", "").count("|") for line in markdown}) == 1
