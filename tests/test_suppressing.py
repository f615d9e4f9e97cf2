"""Suppression in tables: what is hidden with a count, what agrees between tables, and a reader who solves them all at once."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from scr_coder import tabulate
from scr_coder.problem import ScrError
from scr_coder.render.tables import TableFormat, render_table
from scr_coder.tables.suppressing import SuppressionRegister, suppressed_table
from scr_coder.tables.table import Column, Table
from scr_coder.taxonomy import TaxonomySet
from scr_coder.taxonomy.read import shipped_taxonomies

from attack import Attack, Rule
from building import build, coded, no_match
from workbooks import read_book

# Areas C, F and X, with an issue in each that never occurs.
ISSUES = {"C06": ["C06.1"], "C07": ["C07.1"], "X02": ["X02.1", "X02.2"], "X04": ["X04.1"], "F11": []}
TAGS = ("issue", "area", "cause", "family", "polarity")
DIMENSIONS = (*TAGS, "review")
ALL = "(all)"
Cell = frozenset[tuple[str, str]]


def frames(seed: int, reviews: int = 40) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Invented reviews with three attributes, small groups among their values, and tags of which some are rare."""
    chance = random.Random(seed)
    lines, tags = [], []
    for at in range(reviews):
        review = f"r{at:03}"
        line = {"review": review}
        line["nation"] = chance.choices(["england", "wales", "scotland", "ni"], [10, chance.choice([1, 5]), 4, chance.choice([0.5, 3])])[0]
        line["year"] = chance.choices(["2016", "2017", "2018"], [3, 2, 1])[0]
        line["kind"] = chance.choice(["scr", "learning"])
        lines.append(line)
        for finding in range(chance.randint(0, 4)):
            for issue in chance.sample([*ISSUES], chance.choices([1, 2], [3, 1])[0]):
                if chance.random() < {"C06": 0.9, "X04": 0.2, "F11": 0.4}.get(issue, 0.6):
                    causes = [cause for cause in ISSUES[issue] if chance.random() < 0.6]
                    tags.append({"review": review, "finding": str(finding), "issue": issue, "causes": causes})
    return pd.DataFrame(tags), pd.DataFrame(lines)


def few_issues() -> TaxonomySet:
    """The shipped taxonomies cut down to what the invented tags use, so that the reader's solver has less to do."""
    kept = {*ISSUES, "C04", "F10", "X05"}
    cut = []
    for taxonomy in shipped_taxonomies().taxonomies:
        areas = [replace(area, issues=tuple(issue for issue in area.issues if issue.id in kept)) for area in taxonomy.areas]
        areas = [area for area in areas if area.issues]
        used = {cause.family for area in areas for issue in area.issues for cause in issue.causes}
        families = tuple(family for family in taxonomy.families if family.id in used)
        cut.append(replace(taxonomy, areas=tuple(areas), families=families))
    return TaxonomySet(tuple(cut))


FEW = few_issues()
FAMILIES = {cause.id: cause.family for _, cause in FEW.causes.values()}


def count_in(seed: int, name: str, count: str = "reviews", **options: Any) -> Table:
    tags, reviews = frames(seed)
    return tabulate(name, tags=tags, reviews=reviews, taxonomies=FEW, count=count, **options)


def together(seed: int, count: str = "reviews", cubes: bool = False) -> list[Table]:
    """The tables of one report; with ``cubes`` all crosstabs of three attributes by each other, which share their margins."""
    wanted: list[tuple[str, dict[str, str]]] = [("issues", {}), ("causes", {}), ("families", {})]
    wanted += [(name, {"by": "nation"}) for name in ("issues", "causes", "families")]
    wanted += [("areas", {"by": "year"})]
    wanted += [("crosstab", {"rows": rows, "cols": cols}) for rows, cols in (("area", "nation"), ("nation", "year"), ("issue", "kind"))]
    if cubes:
        wanted += [("crosstab", {"rows": rows, "cols": "kind"}) for rows in ("nation", "year", "area")]
    return [count_in(seed, name, count, **options) for name, options in wanted]


# The reader: built from what the tables show, without a look into the product ----------------------------------------


def cells_shown(table: Table, original: Table) -> dict[Cell, tuple[int | None, int]]:
    """Return each count of a table as shown (None where hidden) and as it is, by the conditions under which it is counted."""
    names = [column.name for column in table.columns]
    keys = [(at, column.name) for at, column in enumerate(table.columns) if column.kind == "category"]
    truth = {tuple(row[at] for at, _ in keys): row for row in original.rows}
    found: dict[Cell, tuple[int | None, int]] = {frozenset(): (table.base, original.base or 0)}
    tagged = any(name in TAGS for _, name in keys)
    for row in table.rows:
        pairs = [(name, str(row[at])) for at, name in keys]
        real = truth[tuple(row[at] for at, _ in keys)]
        cell = {pair for pair in pairs if pair[1] != ALL}
        if any(name == "cause" and "." in value for name, value in cell):
            cell = {pair for pair in cell if pair[0] != "issue"}
        if tagged and not any(name in TAGS for name, _ in cell):
            cell.add(("issue", ALL))
        groups = [pair for pair in pairs if pair[0] not in TAGS and pair[1] != ALL]
        base: Cell = frozenset(groups[-1:] if table.name != "causes" else [pair for pair in pairs if pair[0] != "cause"])
        if table.name == "crosstab" and pairs[-1][0] not in TAGS and pairs[-1][1] == ALL:
            base = frozenset()
        for key, name in ((frozenset(cell), "n"), (base, "base")):
            seen = row[names.index(name)], real[names.index(name)]
            assert found.setdefault(key, seen) == seen, f"{set(key)} is shown here and hidden there"
    return found


def reader(cells: dict[Cell, tuple[int | None, int]], attributes: tuple[str, ...]) -> Attack:
    """Return an attack on cells: sums over each attribute, groups hold what is counted in them, areas hold their issues."""
    rules: list[Rule] = []
    low = dict.fromkeys(cells, 1)
    lines: dict[tuple[Cell, str], list[Cell]] = {}
    for cell in cells:
        for name, value in cell:
            rest = cell - {(name, value)}
            if name in attributes:
                lines.setdefault((rest, name), []).append(cell)
            if rest in cells:
                rules.append(([(rest, 1), (cell, -1)], ">"))
            wider_ones = [("area", value[:1])] if name == "issue" and value != ALL else []
            if name == "cause" and value in FAMILIES:
                wider_ones = [("issue", value[:3]), ("family", FAMILIES[value])]
            for wider in wider_ones:
                if rest | {wider} in cells:
                    rules.append(([(rest | {wider}, 1), (cell, -1)], ">"))
    for cell, causes in causes_of(cells).items():
        if cell in cells:
            rules.append(([*((cause, 1) for cause in causes), (cell, -1)], ">"))
    for cell in cells:
        for name, value in cell:
            if name == "area":
                inside = [cell - {(name, value)} | {("issue", issue)} for issue in FEW.issues if issue[:1] == value]
                if all(part in cells for part in inside):
                    rules.append(([*((part, 1) for part in inside), (cell, -1)], ">"))
        bases = [frozenset(pair for pair in cell if pair[0] not in TAGS)]
        bases += [cell - {pair} | {("issue", pair[1][:3])} for pair in cell if pair[0] == "cause"]
        bases += [cell - {pair} for pair in cell if pair[0] == "cause"]
        if any(base in cells and cells[base][0] is None for base in bases):
            low[cell] = 0
    for (total, _), parts in lines.items():
        if total in cells:
            rules.append(([*((part, 1) for part in parts), (total, -1)], "="))
        if all(cells[part][0] is None for part in parts):
            low.update(dict.fromkeys(parts, 0))
    return Attack({cell: shown for cell, (shown, _) in cells.items()}, rules, low)


def causes_of(cells: Iterable[Cell]) -> dict[Cell, list[Cell]]:
    """Return for each issue, in each group, the cells of its causes: each review with the issue is in one of them."""
    found: dict[Cell, list[Cell]] = {}
    for cell in cells:
        for name, value in cell:
            if name == "cause":
                issue = value[:3] if value in FAMILIES else dict(cell)["issue"]
                found.setdefault(cell - {(name, value)} | {("issue", issue)}, []).append(cell)
    return found


def assert_safe(tables: list[Table], originals: list[Table], threshold: int, whole: bool = False) -> int:
    """Assert that no small count is shown or can be found from all the tables together; return how many there are."""
    cells: dict[Cell, tuple[int | None, int]] = {}
    for table, original in zip(tables, originals, strict=True):
        for cell, seen in cells_shown(table, original).items():
            assert cells.setdefault(cell, seen) == seen, f"{set(cell)} is shown in one table and hidden in another"
    attack = reader(cells, ("nation", "year", "kind"))
    small = [cell for cell, (_, n) in cells.items() if 0 < n < threshold]
    for cell in small:
        assert cells[cell][0] is None, f"{set(cell)} is small and shown"
        # Below 2 there is only 1, for whoever knows the threshold.
        assert not attack.recovers(cell, whole, threshold if threshold > 2 else None), f"{set(cell)} can only be {cells[cell][1]}"
    return len(small)


@pytest.mark.parametrize("seed", range(2))
def test_no_reader_of_all_tables_finds_a_small_count(seed: int) -> None:
    originals = together(seed)
    register = SuppressionRegister(5, families=FAMILIES)
    for table in originals:
        register.add(table)
    assert assert_safe([register.suppressed(table) for table in originals], originals, 5) > 20


@pytest.mark.slow
@pytest.mark.parametrize("count", ["reviews", "findings"])
@pytest.mark.parametrize("seed", range(100, 125))
def test_no_reader_of_many_reports_finds_a_small_count(seed: int, count: str) -> None:
    originals = together(seed, count, cubes=True)
    threshold = (3, 5, 10)[seed % 3]
    register = SuppressionRegister(threshold, families=FAMILIES)
    for table in originals:
        register.add(table)
    assert assert_safe([register.suppressed(table) for table in originals], originals, threshold, whole=seed % 5 == 0) > 5


def test_each_table_alone_is_safe_too() -> None:
    for original in together(2):
        assert_safe([suppressed_table(original, 5)], [original], 5)


# What is hidden with a count -------------------------------------------------------------------------------------------


def made(rows: list[tuple[Any, ...]], columns: list[Column], name: str = "issues", base: int = 40, **more: Any) -> Table:
    counts = [Column("n", "Reviews", "count"), Column("base", "Base (reviews)", "count"), Column("percent", "% of reviews", "percent")]
    given: dict[str, Any] = {
        "title": "Invented",
        "unit": "reviews",
        "layer": "resolved",
        "filters": {"polarity": ["problem"]},
        "coverage": {"findings": 90, "coded": 80, "no_match": 5, "excluded": 2, "disagreed": 3, "uncoded": 0},
        "notes": (),
        "provenance": {"tool": "0.1.0", "generated": "1970-01-01T00:00:00Z"},
        "wide": "",
    }
    return Table(name=name, base=base, columns=(*columns[:1], *counts, *columns[1:]), rows=tuple(rows), **{**given, **more})


ISSUE = Column("issue", "Issue", "category", ("C06", "C07", "X02"))
NATION = Column("nation", "Nation", "category", ("england", "wales", "scotland"))


def test_whatever_follows_from_a_count_is_hidden_with_it() -> None:
    ends = [Column("low", "From", "percent"), Column("high", "To", "percent"), Column("jaccard", "Jaccard", "number")]
    rows = [("C06", 3, 40, 7.5, 2.6, 19.9, 0.1), ("C07", 0, 40, 0.0, 0.0, 8.8, 0.0), ("X02", 20, 40, 50.0, 35.2, 64.8, 0.5)]
    table = suppressed_table(made(rows, [ISSUE, *ends]), 5)
    assert table.rows == (("C06", None, 40, None, None, None, None), *rows[1:])
    assert table.hidden == {0}
    assert table.provenance["disclosure"] == {"suppress_below": 5, "zeros": "show", "hidden": 1}
    assert table.base == 40
    both = suppressed_table(made(rows, [ISSUE, *ends]), 5, "suppress")
    assert both.hidden == {0, 1}


def test_the_reference_leak_by_a_percentage() -> None:
    """n hidden, and yet 10.0% of 30 printed, gives 3."""
    table = suppressed_table(made([("C06", 3, 30, 10.0)], [ISSUE], base=30), 5)
    for output in TableFormat:
        shown = render_table(replace(table, provenance={"tool": "", "generated": "2026-01-01T00:00:00Z"}), output)
        cells = [str(cell) for sheet in read_book(shown).sheets for cell in sheet.cells.values()] if isinstance(shown, bytes) else [shown]
        for text in cells:
            assert "10.0" not in text
            assert "10%" not in text


def test_a_small_group_is_hidden_whole_and_another_with_it() -> None:
    """Wales has 3 reviews: its column goes, zeros and all, and that of the next smallest, which would give the 3 away."""
    rows = []
    for nation, base, counts in (("england", 30, (20, 9)), ("wales", 3, (2, 0)), ("scotland", 7, (6, 0))):
        rows += [(nation, n, base, None) for n in counts]
    columns = [NATION, Column("n", "Reviews", "count"), Column("base", "Base", "count"), Column("percent", "%", "percent")]
    issues = [("C06",), ("X02",)] * 3
    table = replace(made([], [NATION]), columns=(ISSUE, *columns), rows=tuple((*i, *row) for i, row in zip(issues, rows, strict=True)))
    found = suppressed_table(replace(table, wide="nation"), 5)
    assert [row[2:4] for row in found.rows] == [(20, 30), (9, 30), (None, None), (None, None), (None, None), (None, None)]
    assert found.bases == {"england": 30, "wales": None, "scotland": None}
    assert found.base == 40
    assert "(N [c])" in render_table(found, TableFormat.MARKDOWN).replace("\\", "")


def test_fewer_reviews_in_all_than_the_threshold_show_nothing() -> None:
    found = suppressed_table(made([("C06", 3, 3, None), ("C07", 0, 3, None)], [ISSUE], base=3), 5)
    assert (found.base, set(found.coverage.values()), found.hidden) == (None, {None}, {0, 1})
    assert {value for row in found.rows for value in row[1:]} == {None}
    text = render_table(found, TableFormat.TERMINAL)
    assert "Base: [c] reviews." in text
    assert "3" not in text
    nothing = suppressed_table(made([("C06", 0, 0, None)], [ISSUE], base=0), 5)
    assert (nothing.base, nothing.hidden) == (0, frozenset())


def test_notes_say_what_the_mark_means_and_what_it_cannot_do() -> None:
    found = suppressed_table(made([("C06", 3, 40, 7.5), ("C07", 20, 40, 50.0)], [ISSUE]), 5)
    assert found.notes == (
        "[c] stands for a count below 5 (zeros excepted), for what else is counted of so small a group, or for a count from which "
        "one could be worked out: 1 count is suppressed.",
        "Tables with other filters, or of another day, can be subtracted from this one: no suppression can know of them.",
    )
    clean = suppressed_table(made([("C07", 20, 40, 50.0)], [ISSUE]), 5, "suppress")
    assert clean.notes == ("Counts below 5 are suppressed (zeros included); there are none here.",)


def test_a_note_says_when_the_rest_tells_that_counts_are_small() -> None:
    """1 and 2 of 33, with 30 shown: both are below 5 for sure, and nobody knows which is which."""
    rows = [("C06", nation, n, base, None) for nation, n, base in (("england", 30, 34), ("wales", 1, 10), ("scotland", 2, 16))]
    base = made([], [ISSUE, NATION], base=60)
    columns = (ISSUE, NATION, *base.columns[1:4])
    found = suppressed_table(replace(base, columns=columns, rows=tuple(rows)), 5)
    assert found.hidden == {1, 2}
    assert any(note.startswith("2 suppressed counts can still be told to lie below 5") for note in found.notes)
    assert found.provenance["disclosure"]["told_below"] == 2


def test_frames_and_json_of_a_suppressed_table() -> None:
    table = suppressed_table(made([("C06", 3, 40, 7.5), ("C07", 20, 40, 50.0)], [ISSUE]), 5)
    assert str(table.frame["n"].dtype) == "Int64"
    assert str(table.frame["base"].dtype) == "int64"
    found = json.loads(render_table(table, TableFormat.JSON))
    assert found["rows"][0] == {"issue": "C06", "n": None, "base": 40, "percent": None, "suppressed": True}
    assert found["provenance"]["disclosure"]["suppress_below"] == 5


def test_rows_sorted_by_their_counts_do_not_tell_where_the_hidden_ones_were() -> None:
    rows = [("X02", 20, 40, 50.0), ("C07", 4, 40, 10.0), ("C06", 2, 40, 5.0)]
    found = suppressed_table(made(rows, [ISSUE]), 5)
    assert [row[0] for row in found.rows] == ["X02", "C06", "C07"]
    assert found.hidden == {1, 2}


def test_a_test_of_a_trend_goes_with_the_counts_it_was_made_of() -> None:
    period = Column("period", "Publication year", "category", ("2016", "2017", "2018"), dimension="publication_year")
    tests = [Column("z", "z", "number"), Column("p", "p", "p"), Column("direction", "Direction", "category", ("rising", "level"))]
    rows = [("C06", year, n, 20, None, 1.5, 0.13, "rising") for year, n in (("2016", 3), ("2017", 8), ("2018", 9))]
    rows += [("X02", year, n, 20, None, 0.5, 0.6, "level") for year, n in (("2016", 10), ("2017", 8), ("2018", 12))]
    trend = made([], [ISSUE, *tests], "trend", 60)
    notes = ("Few reviews, which one more or less would change much: 2016 (3).", "Kept.")
    trend = replace(trend, columns=(ISSUE, period, *trend.columns[1:]), rows=tuple(rows), wide="period")
    trend = replace(trend, notes=notes, telling={notes[0]: ""})
    found = suppressed_table(trend, 5)
    assert found.hidden == {0, 1}
    assert [row[2] for row in found.rows] == [None, None, 9, 10, 8, 12]
    assert [row[5:7] for row in found.rows] == [(None, None)] * 3 + [(0.5, 0.6)] * 3
    assert found.notes[0] == "Kept."


def test_a_direction_of_a_trend_is_not_told_either() -> None:
    """Rising over the years says something of each of their counts."""
    period = Column("period", "Publication year", "category", ("2016", "2017", "2018"), dimension="publication_year")
    direction = Column("direction", "Direction", "category", ("rising", "level"))
    rows = [("C06", year, n, 20, None, "rising") for year, n in (("2016", 3), ("2017", 8), ("2018", 9))]
    trend = made([], [ISSUE, direction], "trend", 60)
    found = suppressed_table(replace(trend, columns=(ISSUE, period, *trend.columns[1:]), rows=tuple(rows), wide="period"), 5)
    assert {row[5] for row in found.rows} == {""}


SATURATION = (Column("reviews", "Reviews added", "count"), Column("mean", "Mean", "number"))


@pytest.mark.parametrize(
    ("counts", "stays"),
    [
        ({"C06": 30, "C07": 0}, True),  # nothing is hidden
        ({"C06": 30, "C07": 3}, False),  # what the others do not add to the curve, C07 does
        ({f"C{at:02}": n for at, n in enumerate((30, 1, 2, 3))}, False),  # fewer than five
        ({f"C{at:02}": n for at, n in enumerate((30, 2, 2, 2, 2, 2))}, False),  # all alike
        ({f"C{at:02}": n for at, n in enumerate((30, 2, 2, 2, 2, 1))}, True),
    ],
)
def test_a_saturation_goes_where_hidden_counts_of_issues_follow_from_it(counts: dict[str, int], stays: bool) -> None:
    table = replace(made([], [ISSUE], "saturation"), columns=SATURATION, rows=((1, 3.25), (2, 4.5)))
    issues = made([(key, n, 40, None) for key, n in counts.items()], [ISSUE._replace(order=tuple(counts))])
    found = suppressed_table(table, 5, behind=[issues])
    assert (found.rows == table.rows, bool(found.hidden)) == (stays, not stays)
    assert found.base == 40
    if not stays:
        assert {value for row in found.rows for value in row} == {None}
        assert found.notes == ("[c] stands for numbers by which suppressed counts could be worked out.",)
    else:
        assert found.notes == ("Numbers of issues, not of reviews, are not suppressed.",)


def test_a_saturation_of_few_reviews_or_of_unknown_issues_is_hidden() -> None:
    table = replace(made([], [ISSUE], "saturation"), columns=SATURATION, rows=((1, 3.25), (2, 4.5)))
    other = made([("C06", 30, 40, None)], [ISSUE], layer="any")
    assert suppressed_table(table, 5, behind=[other]).hidden == {0, 1}
    found = suppressed_table(replace(table, base=3), 5)
    assert (found.base, found.rows, found.hidden) == (None, ((None, None), (None, None)), {0, 1})


# Tables of one report ----------------------------------------------------------------------------------------------------


def by_nation(name: str, dimension: str, counts: dict[str, tuple[int, int, int]], bases: tuple[int, int, int]) -> Table:
    key = Column(dimension, dimension, "category", tuple(counts))
    rows = []
    for at, nation in enumerate(("england", "wales", "scotland")):
        rows += [(nation, value, of[at], bases[at], None) for value, of in counts.items()]
    table = made([], [key], name, sum(bases), wide="nation")
    return replace(table, columns=(NATION, *table.columns), rows=tuple(rows))


def test_an_area_does_not_give_away_its_only_issue() -> None:
    """In England the area C is C06 alone, so either table would tell the other's count of England."""
    bases = (30, 20, 40)
    issues = by_nation("issues", "issue", {"C06": (12, 3, 6), "C07": (0, 0, 24)}, bases)
    areas = by_nation("areas", "area", {"C": (12, 3, 30)}, bases)
    alone = [suppressed_table(table, 5) for table in (issues, areas)]
    assert alone[0].rows[0][2] == 12
    assert [row[2] for row in alone[1].rows] == [None, None, 30]
    register = SuppressionRegister(5)
    register.add(issues)
    register.add(areas)
    shown_issues, shown_areas = register.suppressed(issues), register.suppressed(areas)
    in_england = shown_issues.rows[0][2]
    assert (in_england is None) or (shown_areas.rows[0][2] is not None), "12 would be shown in one and hidden in the other"
    assert_safe([shown_issues, shown_areas], [issues, areas], 5)


def test_a_filter_is_a_condition_like_a_column() -> None:
    issues = by_nation("issues", "issue", {"C06": (12, 3, 6)}, (30, 20, 40))
    scotland = made([("C06", 6, 40, 15.0)], [ISSUE], base=40, filters={"polarity": ["problem"], "where": ["nation=scotland"]})
    register = SuppressionRegister(5)
    register.add(issues)
    assert register.suppressed(scotland).hidden == {0}, "6 is what protects the 3 of Wales"
    assert suppressed_table(scotland, 5).hidden == frozenset()


def test_tables_of_different_data_do_not_share_a_register() -> None:
    register = SuppressionRegister(5)
    register.add(made([("C06", 12, 40, 30.0)], [ISSUE]))
    register.add(made([("C06", 12, 40, 30.0)], [ISSUE], layer="any"))
    with pytest.raises(ScrError, match="count the same reviews differently"):
        register.suppressed(made([("C06", 13, 40, 32.5)], [ISSUE]))


def test_findings_go_by_the_reviews_behind_them() -> None:
    """12 findings may all come from one review."""
    findings = made([("C06", 12, 80, 15.0), ("X02", 40, 80, 50.0)], [ISSUE], base=80, unit="findings")
    reviews = made([("C06", 1, 40, 2.5), ("X02", 30, 40, 75.0)], [ISSUE])
    assert suppressed_table(findings, 5).hidden == frozenset()
    found = suppressed_table(findings, 5, behind=[reviews])
    assert found.hidden == {0}
    assert "Counts of findings are suppressed where they come from fewer than 5 reviews." in found.notes


def test_reviews_that_state_no_period_are_not_told_by_the_base_of_a_trend() -> None:
    """40 reviews, 38 of them with a year: where a table has the 2 as a row, the trend must not show 38."""
    year = Column("publication_year", "Publication year", "category", ("2016", "2017", "not_stated"))
    issues = made([], [ISSUE], wide="publication_year")
    rows = [("2016", "C06", 15, 20, 75.0), ("2017", "C06", 10, 18, None), ("not_stated", "C06", 0, 2, None)]
    issues = replace(issues, columns=(year, *issues.columns), rows=tuple(rows))
    period = Column("period", "Publication year", "category", ("2016", "2017"), dimension="publication_year")
    trend = made([], [ISSUE], "trend", 38, wide="period")
    rows = [("C06", "2016", 15, 20, 75.0), ("C06", "2017", 10, 18, None)]
    trend = replace(trend, columns=(ISSUE, period, *trend.columns[1:]), rows=tuple(rows))
    register = SuppressionRegister(5)
    register.add(issues)
    register.add(trend)
    shown = register.suppressed(trend)
    assert shown.base is None
    assert [row[2:4] for row in shown.rows] == [(15, 20), (None, None)]
    assert [row[2:4] for row in register.suppressed(issues).rows] == [(15, 20), (None, None), (None, None)]
    assert suppressed_table(trend, 5).base == 38


# Workspaces --------------------------------------------------------------------------------------------------------------


def test_candidates_of_few_reviews_lose_their_names(tmp_path: Path) -> None:
    reviews = {f"r{at}": {"nation": "wales" if at < 4 else "england"} for at in range(8)}
    said = [no_match(f"r{at}/1", "amber", "Interpreters") for at in range(8)] + [no_match("r0/2", "amber", "A telling phrase")]
    workspace = build(tmp_path / "ws", reviews, said)
    by_nation = {"rows": "candidate", "cols": "nation"}
    for name, options in (("candidates", {}), ("candidates", {"by": "nation"}), ("crosstab", by_nation)):
        table = workspace.table(name, **options, suppress_below=3)
        assert "A telling phrase" not in str(table.frame.to_dict()) + str(table)
        assert "Interpreters" in str(table.rows)
        said = "Names for missing issues are left out where all their counts are suppressed, since coders choose the words."
        assert said in table.notes


def test_coverage_of_single_reviews_is_suppressed_and_of_groups_goes_by_their_reviews(tmp_path: Path) -> None:
    reviews = {f"r{at}": {"nation": "wales" if at < 2 else "england" if at < 6 else "scotland"} for at in range(12)}
    workspace = build(tmp_path / "ws", reviews, [coded(f"r{at}/{f}", "amber", "C06") for at in range(12) for f in (1, 2, 3)])
    single = workspace.table("coverage", suppress_below=2)
    assert len(single.hidden) == len(single.rows) == 12
    groups = workspace.table("coverage", by="nation", suppress_below=3)
    assert {row[0]: row[1] for row in groups.rows} == {"england": None, "wales": None, "scotland": 18}
    assert workspace.table("coverage", by="nation").rows[0][1] is not None


def test_nothing_adds_up_over_an_attribute_with_several_values(tmp_path: Path) -> None:
    """Only the small count goes: a review with two kinds of harm is in two columns, so no total gives it back."""
    reviews = {f"r{at}": {"harm_category": ["neglect", "sudi"] if at < 8 else ["neglect"]} for at in range(12)}
    said = [coded(f"r{at}/1", "amber", "C06" if at != 0 else "X02") for at in range(12)]
    said += [coded("r1/2", "amber", "X02"), *(coded(f"r{at}/2", "amber", "X02") for at in (8, 9, 10))]
    table = build(tmp_path / "ws", reviews, said).table("crosstab", rows="issue", cols="harm_category", suppress_below=3)
    hidden = [table.rows[at][:2] for at in sorted(table.hidden)]
    assert hidden == [("X02", "sudi")]
