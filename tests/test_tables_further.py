"""Co-occurrence, trend, saturation, intervals, sorting and the first rows: small invented data, counted by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
import scr_coder
from scr_coder.problem import ScrError
from scr_coder.tables.arrange import arrange
from scr_coder.tables.kinds.cooccurrence import jaccard, lift
from scr_coder.tables.notebook import Workspace
from scr_coder.tables.table import ALL, Table

from building import build, coded, excluded, no_match, tag


def notes(table: Table, word: str) -> list[str]:
    return [note for note in table.notes if word in note]


def column(table: Table, name: str) -> list[object]:
    at = [one.name for one in table.columns].index(name)
    return [row[at] for row in table.rows]


# Co-occurrence --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """C06 in r1, r2, r3; X02 in r1, r2; E01 in r1, r4; r5 has only an exclusion. In findings C06 and X02 meet once."""
    said = [
        coded("r1/1", "amber", "C06", "X02"),
        coded("r1/2", "amber", "E01"),
        coded("r1/3", "amber", "C06"),
        coded("r2/1", "amber", "C06"),
        coded("r2/2", "amber", "X02"),
        coded("r2/3", "amber", tag("E01", polarity="positive")),  # not counted
        coded("r3/1", "amber", "C06"),
        no_match("r3/2", "amber", "Housing"),
        coded("r4/1", "amber", "E01"),
        excluded("r5/1", "amber"),
    ]
    dates = {"r1": "2018", "r2": "2016-05", "r3": "2016-05-01", "r4": "not_stated", "r5": "2015", "r6": "2014"}
    reviews: dict[str, dict[str, str | list[str]]] = {name: {"publication_date": date} for name, date in dates.items()}
    return build(tmp_path_factory.mktemp("further") / "ws", reviews, said)


def test_pairs_within_a_review(workspace: Workspace) -> None:
    """Base 5. C06 and X02: 2 of 3 with either, lift 2·5 / (3·2). C06 and E01: 1 of 4, 1·5 / (3·2). X02 and E01: 1 of 3, 5/4."""
    table = workspace.table("cooccurrence")
    assert [(row[0], row[2], *row[4:]) for row in table.rows] == [
        ("C06", "X02", 2, 5, None, 0.6667, 1.6667),
        ("C06", "E01", 1, 5, None, 0.25, 0.8333),
        ("E01", "X02", 1, 5, None, 0.3333, 1.25),
    ]
    assert column(table, "label_a")[0] == workspace.taxonomies.issues["C06"].label
    assert table.title == "Pairs of practice issues within a review: number of reviews"
    assert notes(table, "never found together") == ["1,827 of 1,830 pairs of issues were never found together and are left out."]


def test_pairs_within_a_finding(workspace: Workspace) -> None:
    """Base 9 findings. C06 in four of them, X02 in two, together in r1/1: 1 of 5, lift 9/8."""
    table = workspace.table("cooccurrence", within="finding")
    assert [(row[0], row[2], *row[4:]) for row in table.rows] == [("C06", "X02", 1, 9, None, 0.2, 1.125)]
    assert (table.unit, table.base) == ("findings", 9)
    assert workspace.table("cooccurrence", count="findings").rows == table.rows


def test_all_pairs_and_what_is_undefined(workspace: Workspace) -> None:
    table = workspace.table("cooccurrence", all_pairs=True, sort="key")
    assert len(table.rows) == 61 * 60 // 2
    rows = {(row[0], row[2]): row[4:] for row in table.rows}
    assert rows["C06", "X01"] == (0, 5, None, 0.0, None), "X01 was found nowhere: no lift"
    assert rows["A01", "A02"] == (0, 5, None, None, None)
    assert not notes(table, "left out.") or not notes(table, "never found together")
    order = [issue.id for issue in workspace.taxonomies.issues.values() if issue.status != "placeholder"]
    assert [(row[0], row[2]) for row in table.rows] == [(a, b) for at, a in enumerate(order) for b in order[at + 1 :]]


@pytest.mark.parametrize(
    ("n", "n_a", "n_b", "base", "both"),
    [
        (1, 1, 1, 1, (1.0, 1.0)),
        (0, 0, 0, 9, (None, None)),
        (0, 3, 0, 9, (0.0, None)),
        (0, 3, 4, 9, (0.0, 0.0)),
        (1, 2, 3, 80, (0.25, 13.3333)),
        (1, 1, 32, 1, (0.0313, 0.0313)),
    ],
)
def test_jaccard_and_lift(n: int, n_a: int, n_b: int, base: int, both: tuple[float | None, float | None]) -> None:
    """1/32 = 0.03125 rounds half up."""
    assert (jaccard(n, n_a, n_b), lift(n, n_a, n_b, base)) == both


# Saturation -----------------------------------------------------------------------------------------------------------


def test_saturation_as_published(workspace: Workspace) -> None:
    """2015 r5 shows nothing; r2 and r3 (2016-05 comes before 2016-05-01): C06 and X02, then nothing new; r1 E01; r4 is undated."""
    table = workspace.table("saturation", orders=100)
    assert [row[:3] for row in table.rows] == [(1, 0, 0), (2, 2, 2), (3, 0, 2), (4, 1, 3), (5, 0, 3)]
    assert table.rows[-1] == (5, 0, 3, 3.0, 3, 3)
    assert table.rows[0][3] == pytest.approx((3 + 2 + 2) / 5, abs=0.5), "one review: C06 with chance 3/5, X02 2/5, E01 2/5"
    assert notes(table, "publication date (1 of 5)")
    assert notes(table, "over 100 random orders (seed 1)")
    assert table.base == 5, "r6 was not begun"
    assert workspace.table("saturation", orders=100).rows == table.rows
    assert workspace.table("saturation", orders=100, seed=2).rows != table.rows


def test_saturation_of_frames_without_dates_goes_by_id_and_of_years_by_year() -> None:
    tags = pd.DataFrame({"review": ["a", "b", "b"], "finding": 1, "issue": ["C06", "C06", "X02"]})
    assert [row[2] for row in scr_coder.tabulate("saturation", tags=tags).rows] == [1, 2]
    reviews = pd.DataFrame({"review": ["a", "b"], "publication_year": [2020, 2019]})
    assert [row[2] for row in scr_coder.tabulate("saturation", tags=tags, reviews=reviews).rows] == [2, 2]
    assert scr_coder.tabulate("saturation", tags=tags.head(0)).rows == ()


# Trend ----------------------------------------------------------------------------------------------------------------


def over_years(counts: dict[str, list[int]], bases: dict[object, int], name: str = "publication_year", **options: object) -> Table:
    """Tabulate a trend of frames: for each issue how many reviews of each year show it."""
    reviews = [(f"{year}-{n}", year) for year, base in bases.items() for n in range(base)]
    tags = [(f"{year}-{n}", "1", issue) for issue, found in counts.items() for year, k in zip(bases, found, strict=True) for n in range(k)]
    frames = pd.DataFrame(tags, columns=["review", "finding", "issue"]), pd.DataFrame(reviews, columns=["review", name])
    return scr_coder.tabulate("trend", tags=frames[0], reviews=frames[1], **options)


def told_of(table: Table) -> dict[str, tuple[object, ...]]:
    return {row[0]: row[6:] for row in table.rows if row[-1] != "none"}


def test_the_published_case_as_a_table() -> None:
    """15, 10 and 5 of 30: χ² 7.5, p 0.00617. A second issue, in one review, is tested exactly; Holm counts both."""
    table = over_years({"C06": [15, 10, 5], "X02": [0, 0, 1]}, {2014: 30, 2015: 30, 2016: 30})
    assert [row[2:6] for row in table.rows if row[0] == "C06"] == [("2014", 15, 30, 50.0), ("2015", 10, 30, 33.3), ("2016", 5, 30, 16.7)]
    assert told_of(table) == {
        "C06": (-2.7386, 0.00617, 0.01234, "falling", "normal"),
        "X02": (1.2316, 0.6667, 0.6667, "rising", "exact"),  # as far are 2014 and 2016: two of three
    }
    assert len(table.rows) == 61 * 3
    assert notes(table, "allows for 2 issues being tested; 59 found nowhere or everywhere cannot be.")
    assert notes(table, "p is exact, given the totals: 1 of them.")
    assert not notes(table, "No test")


def test_a_gap_between_years_counts() -> None:
    near = told_of(over_years({"C06": [8, 9, 18]}, {2014: 30, 2015: 30, 2016: 30}))["C06"]
    far = told_of(over_years({"C06": [8, 9, 18]}, {2014: 30, 2015: 30, 2026: 30}))["C06"]
    assert near != far
    assert far[0] == pytest.approx(scores_z([8, 9, 18], [30, 30, 30], [0, 1, 12]), abs=5e-5)


def scores_z(x: list[int], n: list[int], scores: list[int]) -> float:
    """The slope of least squares of 0 and 1 on the scores, over its spread: the same statistic by another way."""
    import numpy as np

    y = np.concatenate([np.repeat([1, 0], [k, m - k]) for k, m in zip(x, n, strict=True)])
    s = np.repeat(scores, n)
    return float(np.corrcoef(s, y)[0, 1] * np.sqrt(len(y)))


def test_level_is_neither_rising_nor_falling() -> None:
    assert told_of(over_years({"C06": [10, 5, 10]}, {1: 30, 2: 30, 3: 30}, "stage", by="stage"))["C06"] == (
        0.0,
        1.0,
        1.0,
        "level",
        "normal",
    )


@pytest.mark.parametrize(
    ("bases", "options", "says"),
    [
        ({2014: 10, 2015: 10, 2016: 9}, {}, "No test: below 30 reviews it would say more than it knows, and the periods have 29."),
        ({2014: 20, 2015: 20}, {}, "No test: it takes 3 periods with reviews, and there are 2."),
        ({2014: 20, None: 20}, {}, "No test: it takes 3 periods with reviews, and there is 1."),
        ({2014: 20, 2015: 20, 2016: 20}, {"count": "findings"}, "No test: findings of one review are not independent"),
        ({}, {}, "No test: it takes 3 periods with reviews, and there are 0."),
    ],
)
def test_what_is_not_tested(bases: dict[object, int], options: dict[str, object], says: str) -> None:
    counts = {"C06": [3] * len(bases)}
    table = over_years(counts, bases, **options)
    assert notes(table, says)
    assert told_of(table) == {}
    assert {row[6:] for row in table.rows} <= {(None, None, None, "not_tested", "none")}


def test_thirty_reviews_are_enough() -> None:
    assert "C06" in told_of(over_years({"C06": [3, 3, 4]}, {2014: 10, 2015: 10, 2016: 10}))


def test_not_stated_is_left_out_and_few_are_named() -> None:
    table = over_years({"C06": [10, 5, 2, 4, 7]}, {2018: 30, 2014: 30, 2016: 4, None: 6, "withheld": 7})
    assert list(dict.fromkeys(column(table, "period"))) == ["2014", "2016", "2018"]
    assert table.base == 64
    assert notes(table, "13 reviews whose publication year is not stated or has no place in the order are left out.")
    assert notes(table, "Few reviews, which one more or less would change much: 2016 (4).")
    assert not notes(table, "a group of their own")


def test_an_ordered_attribute_of_the_schema(tmp_path: Path) -> None:
    """Bands are scored 0, 1, 2 in the order of the schema; unknown has no place in it."""
    bands = ["6_to_10", "unborn", "unknown", "under_1"]
    reviews: dict[str, dict[str, str | list[str]]] = {f"r{n:02}": {"age_band": bands[n % 4]} for n in range(48)}
    said = [coded(f"{review}/1", "amber", "C06" if int(review[1:]) % 4 == 1 else "X02") for review in reviews]
    table = build(tmp_path / "ws", reviews, said, findings=1).table("trend", by="age_band")
    assert list(dict.fromkeys(column(table, "period"))) == ["unborn", "under_1", "6_to_10"]
    assert table.base == 36
    z, _, _, direction, method = told_of(table)["C06"]
    assert z == pytest.approx(scores_z([12, 0, 0], [12, 12, 12], [0, 1, 2]), abs=5e-5)
    assert (direction, method) == ("falling", "exact")
    frame = table.frame
    assert {name: str(frame[name].dtype) for name in ("z", "p", "p_holm", "n", "period")} == {
        "z": "float64", "p": "float64", "p_holm": "float64", "n": "int64", "period": "category",
    }  # fmt: skip


@pytest.mark.parametrize(("by", "says"), [("nation", "the values of nation have no order"), ("publication_date", "use publication_year")])
def test_what_has_no_order(workspace: Workspace, by: str, says: str) -> None:
    with pytest.raises(ScrError, match=says):
        workspace.table("trend", by=by)
    with pytest.raises(ScrError, match="have no order"):
        over_years({"C06": [1, 1, 1]}, {"a": 20, "b": 20, "c": 20}, "letter", by="letter")


# Intervals ------------------------------------------------------------------------------------------------------------


def test_intervals_stand_beside_percentages_and_are_left_out_with_them() -> None:
    table = over_years({"C06": [1, 0, 20]}, {2014: 29, 2015: 19, 2016: 20}, ci=True)
    assert [row[2:8] for row in table.rows if row[0] == "C06"] == [
        ("2014", 1, 29, 3.4, 0.6, 17.2),
        ("2015", 0, 19, None, None, None),
        ("2016", 20, 20, 100.0, 83.9, 100.0),
    ]
    assert notes(table, "Intervals are 95% score intervals (Wilson)")
    assert not notes(table, "Findings of one review")
    assert notes(over_years({"C06": [1, 0, 20]}, {2014: 29, 2015: 19, 2016: 20}, ci=True, count="findings"), "Findings of one review")
    assert str(table.frame["low"].dtype) == "float64"


def test_a_table_without_any_interval_says_why() -> None:
    none = "No group has the 20 {} from which percentages and intervals are given."
    for bases, count in (({2014: 19, 2015: 19}, "reviews"), ({2014: 19, 2015: 19}, "findings")):
        table = over_years({"C06": [1, 0]}, bases, ci=True, count=count)
        assert none.format(count) in table.notes
        assert not notes(table, "95%")
        assert not notes(table, "Findings of one review")
    assert not notes(over_years({"C06": [1, 0]}, {2014: 19, 2015: 20}, ci=True), "No group")


def test_that_no_base_is_large_is_not_told_of_bases_that_are_hidden() -> None:
    """Otherwise whoever reads the note would know of a hidden base that it is below 20."""
    small = over_years({"C06": [1, 0]}, {2014: 18, 2015: 19}, ci=True, suppress_below=25)
    assert notes(small, "Intervals are 95%")
    assert not notes(small, "No group")


@pytest.mark.parametrize(
    ("name", "options"),
    [("areas", {}), ("causes", {}), ("families", {}), ("candidates", {}), ("cooccurrence", {}), ("issues", {"by": "publication_year"}),
     ("crosstab", {"rows": "area", "cols": "publication_year"})],
)  # fmt: skip
def test_every_table_of_shares_takes_intervals(workspace: Workspace, name: str, options: dict[str, str]) -> None:
    plain, with_ci = workspace.table(name, **options), workspace.table(name, ci=True, **options)
    names = [one.name for one in with_ci.columns]
    at = names.index("low")
    assert names[at - 1 : at + 2] == ["percent", "low", "high"]
    assert tuple(row[:at] + row[at + 2 :] for row in with_ci.rows) == plain.rows


# Sorting and the first rows -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sortable(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """wales: C06 in two, X02 in one; england: X02 in two, B01 in one. Together X02 3, C06 2, B01 1."""
    said = [
        coded("w1/1", "amber", "C06", "X02"),
        coded("w2/1", "amber", "C06"),
        coded("e1/1", "amber", "X02", "B01"),
        coded("e2/1", "amber", "X02"),
    ]
    nations = {"w1": "wales", "w2": "wales", "e1": "england", "e2": "england"}
    return build(tmp_path_factory.mktemp("sort") / "ws", {name: {"nation": nation} for name, nation in nations.items()}, said, findings=1)


def test_top_shows_the_largest(sortable: Workspace) -> None:
    table = sortable.table("issues", top=2)
    assert [(row[0], row[2]) for row in table.rows] == [("X02", 3), ("C06", 2)]
    assert notes(table, "Shown are the first") == ["Shown are the first 2 of 61 rows."]
    tied = sortable.table("issues", top=4)
    assert [row[0] for row in tied.rows] == ["X02", "C06", "B01", "A01"], "ties in the order of the taxonomy"
    assert notes(tied, "equal to the last one shown")
    everything = sortable.table("issues", top=100)
    assert len(everything.rows) == 61
    assert not notes(everything, "Shown are")


def test_top_with_another_order(sortable: Workspace) -> None:
    assert [row[0] for row in sortable.table("issues", top=2, sort="key").rows] == ["A01", "A02"]
    labels = [row[1].casefold() for row in sortable.table("issues", sort="label").rows]
    assert labels == sorted(labels)
    assert len(labels) == 61


def test_in_a_table_by_groups_all_groups_have_the_same_rows(sortable: Workspace) -> None:
    table = sortable.table("issues", by="nation", top=2)
    assert [(*row[:2], row[3]) for row in table.rows] == [
        ("england", "X02", 2), ("england", "C06", 0), ("wales", "X02", 1), ("wales", "C06", 2),
    ]  # fmt: skip


def test_a_crosstab_is_sorted_by_its_margin_which_stays_last(sortable: Workspace) -> None:
    table = sortable.table("crosstab", rows="issue", cols="nation", top=2)
    assert [row[:3] for row in table.rows] == [
        ("X02", "england", 2), ("X02", "wales", 1), ("X02", ALL, 3),
        ("C06", "england", 0), ("C06", "wales", 2), ("C06", ALL, 2),
        (ALL, "england", 2), (ALL, "wales", 2), (ALL, ALL, 4),
    ]  # fmt: skip


def test_the_margin_of_a_crosstab_is_not_the_sum_of_its_cells(tmp_path: Path) -> None:
    """C06 is in one review with three kinds of harm, X02 in two with one: X02 comes first, though C06 has more in its cells."""
    harms = {"r1": ["neglect", "sudi", "physical_abuse"], "r2": ["neglect"], "r3": ["sudi"]}
    said = [coded("r1/1", "amber", "C06"), coded("r2/1", "amber", "X02"), coded("r3/1", "amber", "X02")]
    workspace = build(tmp_path / "ws", {name: {"harm_category": of} for name, of in harms.items()}, said, findings=1)
    table = workspace.table("crosstab", rows="issue", cols="harm_category", top=1)
    assert {row[0] for row in table.rows} == {"X02", ALL}


def test_percent_is_not_n(tmp_path: Path) -> None:
    """C06.1: 1 of the 1 review with C06. X02.1: 2 of the 3 with X02. The causes of what was not found have no share."""
    said = [coded("r1/1", "amber", tag("C06", "C06.1"), tag("X02", "X02.1")), coded("r2/1", "amber", tag("X02", "X02.1"))]
    workspace = build(tmp_path / "ws", {"r1": {}, "r2": {}, "r3": {}}, [*said, coded("r3/1", "amber", "X02")], findings=1)
    assert [row[1] for row in workspace.table("causes", top=3).rows] == ["X02.1", "C06.1", "not_coded"]
    assert [row[1] for row in workspace.table("causes", top=3, sort="percent").rows] == ["C06.1", "X02.1", "not_coded"]


def test_suppressed_rows_come_before_zeros_in_their_former_order(sortable: Workspace) -> None:
    """The order of rows must not give away what is hidden."""
    table = sortable.table("issues")
    at = {row[0]: position for position, row in enumerate(table.rows)}
    hidden = frozenset([at["X02"], at["B01"]])
    rows = tuple((*row[:2], None, *row[3:]) if position in hidden else row for position, row in enumerate(table.rows))
    sorted_table = arrange(replace(table, rows=rows, hidden=hidden), "n")
    assert [row[0] for row in sorted_table.rows[:4]] == ["C06", "B01", "X02", "A01"]
    assert sorted_table.hidden == {1, 2}


def pairs(table: Table) -> list[str]:
    return [f"{row[0]} {row[2]}" for row in table.rows]


def test_pairs_are_sorted_by_their_measures_with_empty_ones_last(workspace: Workspace) -> None:
    by_n = workspace.table("cooccurrence", all_pairs=True)
    for name in ("jaccard", "lift"):
        table = workspace.table("cooccurrence", sort=name, all_pairs=True)
        values = column(table, name)
        some = [value for value in values if value is not None]
        assert some == sorted(some, reverse=True)
        assert len(some) < len(values)
        assert set(values[len(some) :]) == {None}
        assert sorted(pairs(table)) == sorted(pairs(by_n))
    assert pairs(workspace.table("cooccurrence", sort="jaccard"))[:2] == ["C06 X02", "E01 X02"]
    assert pairs(workspace.table("cooccurrence", sort="lift", top=1, all_pairs=True)) == ["C06 X02"]


def test_pairs_that_are_alike_stay_in_the_order_of_the_taxonomy(tmp_path: Path) -> None:
    said = [coded("r1/1", "amber", "X02", "C06"), coded("r2/1", "amber", "A01", "B01"), coded("r3/1", "amber", "E01", "D03")]
    made = build(tmp_path / "ws", {"r1": {}, "r2": {}, "r3": {}}, said)
    assert pairs(made.table("cooccurrence", sort="lift")) == ["A01 B01", "C06 X02", "D03 E01"]
    cut = made.table("cooccurrence", sort="lift", top=2)
    assert pairs(cut) == ["A01 B01", "C06 X02"]
    assert notes(cut, "Some of those left out are equal to the last one shown")


def test_no_place_of_a_pair_tells_what_is_kept_back(workspace: Workspace) -> None:
    """Hidden rows, and pairs whose measures alone are hidden, stand together, in their former order, before the zeros."""
    table = workspace.table("cooccurrence", sort="key", all_pairs=True)
    at = {pair: position for position, pair in enumerate(pairs(table))}
    hidden, without = at["C06 X02"], at["C06 E01"]
    blank = {hidden: slice(4, None), without: slice(7, None)}
    rows = tuple(
        tuple(None if i in blank and k in range(len(row))[blank[i]] else value for k, value in enumerate(row))
        for i, row in enumerate(table.rows)
    )
    for sort in ("jaccard", "lift"):
        arranged = arrange(replace(table, rows=rows, hidden=frozenset([hidden])), sort)
        assert pairs(arranged)[:3] == ["E01 X02", *sorted(["C06 X02", "C06 E01"], key=at.__getitem__)]
        assert arranged.hidden == {pairs(arranged).index("C06 X02")}
        cut = arrange(replace(table, rows=rows, hidden=frozenset([hidden])), sort, 2)
        assert not notes(cut, "are equal")


# Options that cannot be -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "options", "says"),
    [
        ("cooccurrence", {"by": "nation"}, "--by does not belong to cooccurrence (narrow it with --where)"),
        ("cooccurrence", {"within": "area"}, "pairs are within a review or a finding, not `area`"),
        (
            "cooccurrence",
            {"within": "review", "count": "findings"},
            "pairs within a review are counted in reviews (leave --count out, or say",
        ),
        ("issues", {"within": "finding"}, "--within belongs to `scr table cooccurrence`, not to issues"),
        ("issues", {"all_pairs": True}, "--all-pairs belongs to `scr table cooccurrence`, not to issues"),
        ("issues", {"orders": 5}, "--orders belongs to `scr table saturation`, not to issues"),
        ("issues", {"seed": 0}, "--seed belongs to `scr table trend` and `scr table saturation`, not to issues"),
        ("saturation", {"count": "findings"}, "saturation counts reviews, not findings"),
        ("saturation", {"ci": True}, "--ci belongs to "),
        ("saturation", {"orders": 0}, "--orders is 0 (give a whole number from 1 to 100,000)"),
        ("saturation", {"seed": -1}, "--seed is -1"),
        ("coverage", {"top": 3}, "--top belongs to "),
        ("issues", {"top": 0}, "--top is 0"),
        ("issues", {"sort": "nn"}, "--sort: rows cannot be sorted by `nn`"),
        ("cooccurrence", {"sort": "jacard"}, "--sort: rows cannot be sorted by `jacard` (did you mean `jaccard`?)"),
        ("issues", {"sort": "lift"}, "--sort lift belongs to `scr table cooccurrence`, not to issues (by n, percent, key, label)"),
        ("issues", {"where": {"publication_year": "20166"}}, "publication_year is `20166`; it should be a year"),
    ],
)
def test_options_that_cannot_be(workspace: Workspace, name: str, options: dict[str, object], says: str) -> None:
    with pytest.raises(ScrError) as caught:
        workspace.table(name, **options)
    assert says in str(caught.value)


def test_an_empty_workspace(tmp_path: Path) -> None:
    workspace = build(tmp_path / "ws", {})
    assert workspace.table("cooccurrence").rows == ()
    assert workspace.table("saturation").rows == ()
    assert workspace.table("trend").rows == ()
    assert workspace.table("cooccurrence", top=3, sort="n").rows == ()
