"""The face for notebooks: DataFrames out of a workspace, and tables of an analyst's own DataFrames."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scr_coder
from scr_coder.problem import ScrError
from scr_coder.tables.notebook import Workspace

from building import ROOT, build, coded, excluded, found, tag

ATTRIBUTES: dict[str, dict[str, str | list[str]]] = {
    "r1": {"nation": "wales", "publication_date": "2017"},
    "r2": {"nation": "england", "publication_date": "2018"},
    "r3": {"publication_date": "2018"},
}
SAID = [
    coded("r1/1", "amber", tag("C06", "C06.1"), tag("X02", "X02.1", "X02.2", polarity="advice", role="secondary")),
    coded("r1/2", "amber", tag("C07", "unclear")),
    coded("r2/1", "amber", tag("X02", "X02.2")),
    coded("r2/2", "amber", tag("E01", other="own words")),
    excluded("r3/1", "amber"),
]
TAGS = pd.DataFrame(
    {
        "review": ["r1", "r1", "r1", "r2", "r2"],
        "finding": [1, 1, 2, 1, 2],
        "issue": ["C06", "X02", "C07", "X02", "E01"],
        "role": ["primary", "secondary", None, None, None],
        "polarity": ["problem", "advice", None, None, None],
        "causes": ["C06.1", ["X02.1", "X02.2"], "unclear", np.array(["X02.2"]), "other"],
    }
)
REVIEWS = pd.DataFrame({"review": ["r1", "r2", "r3"], "nation": ["wales", "england", None], "year": [2017, 2018.0, 2018]})


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("notebook") / "ws"
    build(root, ATTRIBUTES, SAID)
    return scr_coder.open_workspace(root)


def test_the_frame_of_issues(workspace: Workspace) -> None:
    frame = workspace.table("issues", by="nation").frame
    assert list(frame.columns) == ["nation", "issue", "label", "n", "base", "percent"]
    assert {name: str(frame[name].dtype) for name in ("nation", "issue", "n", "base", "percent")} == {
        "nation": "category", "issue": "category", "n": "int64", "base": "int64", "percent": "float64",
    }  # fmt: skip
    assert frame["label"].dtype == "str"
    issues = frame["issue"].cat
    assert issues.ordered
    assert [*issues.categories] == [i.id for i in workspace.taxonomies.issues.values() if i.status != "placeholder"]
    assert frame["nation"].cat.ordered
    assert [*frame["nation"].cat.categories] == ["england", "wales", "not_stated"], "in the order of the schema"
    assert frame["percent"].isna().all(), "left out, since the base is small"
    assert (frame["issue"] > "X01").sum() == 18 * 3, "ordered as the taxonomy is"


@pytest.mark.parametrize(
    ("name", "options", "columns"),
    [
        ("areas", {}, ["area", "label", "n", "base", "percent"]),
        ("causes", {}, ["issue", "cause", "label", "n", "base", "percent"]),
        ("families", {}, ["family", "label", "n", "base", "percent"]),
        ("candidates", {}, ["candidate", "n", "base", "percent"]),
        ("coverage", {}, ["review", "findings", "coded", "no_match", "excluded", "disagreed", "uncoded", "percent"]),
        ("crosstab", {"rows": "area", "cols": "nation"}, ["area", "nation", "n", "base", "percent"]),
        ("issues", {"ci": True}, ["issue", "label", "n", "base", "percent", "low", "high"]),
        ("cooccurrence", {}, ["issue_a", "label_a", "issue_b", "label_b", "n", "base", "percent", "jaccard", "lift"]),
        ("trend", {}, ["issue", "label", "period", "n", "base", "percent", "z", "p", "p_holm", "direction", "test"]),
    ],
)
def test_the_columns_of_each_table(workspace: Workspace, name: str, options: dict[str, str], columns: list[str]) -> None:
    frame = workspace.table(name, **options).frame
    assert list(frame.columns) == columns
    assert frame[columns[0]].dtype == "category"
    assert frame[columns[0]].cat.ordered


def test_the_frame_of_numbers(workspace: Workspace) -> None:
    saturation = workspace.table("saturation", orders=10).frame
    assert {name: str(dtype) for name, dtype in saturation.dtypes.items()} == {
        "reviews": "int64", "new": "int64", "cumulative": "int64", "mean": "float64", "low": "int64", "high": "int64",
    }  # fmt: skip
    pairs = workspace.table("cooccurrence").frame
    assert {name: str(pairs[name].dtype) for name in ("issue_a", "label_a", "n", "jaccard", "lift")} == {
        "issue_a": "category", "label_a": "str", "n": "int64", "jaccard": "float64", "lift": "float64",
    }  # fmt: skip
    assert [*pairs["issue_a"].cat.categories] == [*pairs["issue_b"].cat.categories]


def test_attrs_carry_what_a_number_must_not_travel_without(workspace: Workspace) -> None:
    table = workspace.table("issues")
    attrs = table.frame.attrs
    assert attrs == {
        "title": table.title, "unit": "reviews", "base": 3, "layer": "resolved", "notes": list(table.notes), "provenance": table.provenance,
    }  # fmt: skip
    assert attrs["provenance"]["taxonomies"]["lipp"]["version"] == "1.0.0"


@pytest.mark.parametrize("name", ["cooccurrence", "trend", "saturation"])
def test_frames_give_the_further_tables_of_the_workspace(workspace: Workspace, name: str) -> None:
    reviews = REVIEWS.rename(columns={"year": "publication_year"})
    begun = scr_coder.tabulate(name, tags=TAGS, reviews=reviews)
    assert begun.rows == workspace.table(name).rows


@pytest.mark.parametrize("name", ["issues", "areas", "causes", "families"])
@pytest.mark.parametrize("count", ["reviews", "findings"])
def test_frames_give_the_counts_of_the_workspace(workspace: Workspace, name: str, count: str) -> None:
    ours = scr_coder.tabulate(name, tags=TAGS, reviews=REVIEWS, count=count)
    assert [row[:-2] for row in ours.rows] == [row[:-2] for row in workspace.table(name, count=count).rows]
    if count == "reviews":
        assert ours.rows == workspace.table(name).rows
        assert ours.base == 3, "a review without tags is in the base"


def test_by_a_column_of_numbers_with_a_gap() -> None:
    table = scr_coder.tabulate("issues", tags=TAGS, reviews=REVIEWS.assign(year=[2017, np.nan, 2018]), by="year")
    assert table.bases == {"2017": 1, "2018": 1, "not_stated": 1}
    assert found(table, "issue", "2017", "year") == {"C06": 1, "C07": 1, "X02": 1}


def test_crosstab_of_frames() -> None:
    table = scr_coder.tabulate("crosstab", tags=TAGS, reviews=REVIEWS, rows="area", cols="year")
    assert {row[:2]: row[2] for row in table.rows if row[2]} == {
        ("C", "2017"): 1, ("C", "(all)"): 1, ("E", "2018"): 1, ("E", "(all)"): 1, ("X", "2017"): 1, ("X", "2018"): 1, ("X", "(all)"): 2,
        ("(all)", "2017"): 1, ("(all)", "2018"): 1, ("(all)", "(all)"): 2,
    }  # fmt: skip


def test_without_reviews_the_base_is_the_reviews_with_tags() -> None:
    assert scr_coder.tabulate("issues", tags=TAGS).base == 2


def test_one_coder_gives_an_issue_once_to_a_finding() -> None:
    """In several rows it is one vote (beech says something else); with two polarities it cannot be."""
    columns = ["review", "finding", "issue", "coder", "polarity", "role"]
    rows = [("r1", "1", "C06", "amber", "advice", "primary"), ("r1", "1", "C06", "amber", "advice", "secondary")]
    tags = pd.DataFrame([*rows, ("r1", "1", "X02", "beech", "advice", "primary")], columns=columns)
    assert found(scr_coder.tabulate("issues", tags=tags), "issue") == {}
    assert found(scr_coder.tabulate("issues", tags=tags, layer="any"), "issue") == {"C06": 1, "X02": 1}
    tags.loc[1, "polarity"] = "problem"
    with pytest.raises(ScrError, match="tags: row 1: C06 has another polarity on finding 1 of r1 already"):
        scr_coder.tabulate("issues", tags=tags)


def test_columns_that_are_not_known_are_ignored_and_nothing_is_changed() -> None:
    tags = TAGS.assign(colour="red").set_index(pd.Index([*"vwxyz"]))
    before = tags.copy(deep=True)
    assert found(scr_coder.tabulate("issues", tags=tags), "issue") == {"C06": 1, "C07": 1, "E01": 1, "X02": 2}
    pd.testing.assert_frame_equal(tags, before)


def test_empty_frames() -> None:
    nothing = pd.DataFrame({"review": [], "finding": [], "issue": []})
    assert scr_coder.tabulate("issues", tags=nothing).base == 0
    assert scr_coder.tabulate("issues", tags=nothing, reviews=REVIEWS).base == 3


def _changed(column: str, value: object) -> pd.DataFrame:
    tags = TAGS.copy().astype({column: object})
    tags.loc[3, column] = value
    return tags


@pytest.mark.parametrize(
    ("tags", "reviews", "says"),
    [
        ([], REVIEWS, "tags is a list (give a pandas DataFrame)"),
        (TAGS.rename(columns={"issue": "issues"}), REVIEWS, "tags has no column `issue` (did you mean `issues`?)"),
        (_changed("finding", None), REVIEWS, "tags: row 3 has no finding"),
        (_changed("review", "r9"), REVIEWS, "tags: row 3: the review `r9` is not in reviews"),
        (_changed("issue", "C6"), REVIEWS, "tags: row 3: `C6` is not a known issue"),
        (_changed("issue", "G03"), REVIEWS, "tags: row 3: `G03` is not a known issue"),
        (_changed("role", "main"), REVIEWS, "tags: row 3: `main` is not a known role"),
        (_changed("polarity", "advise"), REVIEWS, "tags: row 3: `advise` is not a known polarity (did you mean `advice`?)"),
        (_changed("causes", "C06.1"), REVIEWS, "tags: row 3: `C06.1` is not a cause of X02"),
        (TAGS, pd.concat([REVIEWS, REVIEWS.head(1)]), "reviews: `r1` stands in more than one row"),
        (TAGS, REVIEWS.drop(columns="review"), "reviews has no column `review`"),
        (TAGS, REVIEWS.assign(review=["r1", None, "r3"]), "reviews: row 1 has no review"),
    ],
)
def test_columns_are_checked_and_the_row_is_named(tags: pd.DataFrame, reviews: pd.DataFrame, says: str) -> None:
    with pytest.raises(ScrError) as caught:
        scr_coder.tabulate("issues", tags=tags, reviews=reviews)
    assert str(caught.value).startswith(says)


def test_frames_have_no_history() -> None:
    with pytest.raises(ScrError, match="DataFrames have no history"):
        scr_coder.tabulate("issues", tags=TAGS, as_of="2026-01-01")


def test_names_with_quotes_are_only_names() -> None:
    reviews = REVIEWS.rename(columns={"nation": "na\"tion's"})
    table = scr_coder.tabulate("issues", tags=TAGS, reviews=reviews, by="na\"tion's")
    assert table.bases == {"wales": 1, "england": 1, "not_stated": 1}


def test_there_is_no_workspace_there(tmp_path: Path) -> None:
    with pytest.raises(ScrError, match="is not a workspace"):
        scr_coder.open_workspace(tmp_path)


@pytest.mark.parametrize("output", ["terminal", "csv", "json", "markdown"])
def test_printing_does_not_import_pandas(workspace: Workspace, output: str) -> None:
    code = (
        "import sys; from scr_coder.cli.app import app\n"
        f"try: app(['--workspace', {str(workspace.root)!r}, 'table', 'issues', '--format', '{output}'])\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "assert 'duckdb' in sys.modules and not {'pandas', 'numpy'} & set(sys.modules), 'pandas was imported'"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert ran.returncode == 0, ran.stderr
