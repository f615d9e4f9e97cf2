"""Small invented workspaces, each with the counts that it must give, reasoned by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from scr_coder.problem import ScrError
from scr_coder.tables.notebook import Workspace
from scr_coder.tables.table import Table

from building import append, build, cleared, coded, excluded, found, no_match, tag


def notes(table: Table, word: str) -> list[str]:
    return [note for note in table.notes if word in note]


# Layers ---------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def layered(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    said = [
        coded("r1/1", "amber", "C06", "X02"),  # both say C06: agreed; only amber says X02: not agreed
        coded("r1/1", "beech", "C06"),
        coded("r1/2", "amber", "F11"),  # reconciled: the consensus says E01, whatever the two say
        coded("r1/2", "beech", "F11"),
        coded("r1/2", "consensus", "E01"),
        coded("r1/3", "amber", "C02"),  # one coder codes it, the other says no match: disagreed, nothing counted
        no_match("r1/3", "beech", "Interpreters"),
        coded("r2/1", "amber", tag("X04", polarity="problem")),  # problem and advice agree where both are counted alike
        coded("r2/1", "beech", tag("X04", polarity="advice")),
        coded("r2/2", "amber", tag("X05", polarity="positive")),  # positive against problem do not
        coded("r2/2", "beech", tag("X05", polarity="problem")),
        coded("r2/3", "amber", "D04"),  # amber alone has coded it: that is agreement of all who did
        coded("r2/3", "beech", "D04"),
        cleared("r2/3", "beech"),
    ]
    return build(tmp_path_factory.mktemp("layered") / "ws", {"r1": {}, "r2": {}}, said)


@pytest.mark.parametrize(
    ("layer", "issues"),
    [
        ("resolved", {"C06": 1, "E01": 1, "X04": 1, "D04": 1}),
        ("any", {"C06": 1, "X02": 1, "F11": 1, "E01": 1, "C02": 1, "X04": 1, "X05": 1, "D04": 1}),
        ("amber", {"C06": 1, "X02": 1, "F11": 1, "C02": 1, "X04": 1, "D04": 1}),
        ("beech", {"C06": 1, "F11": 1, "X04": 1, "X05": 1}),
        ("consensus", {"E01": 1}),
    ],
)
def test_issues_of_each_layer(layered: Workspace, layer: str, issues: dict[str, int]) -> None:
    assert found(layered.table("issues", layer=layer), "issue") == issues


def test_coverage_of_the_resolved_layer(layered: Workspace) -> None:
    """r1/3 is disagreed; r2/2 is coded by both, though no tag is agreed."""
    assert layered.table("issues").coverage == {
        "findings": 6, "coded": 5, "no_match": 0, "excluded": 0, "disagreed": 1, "uncoded": 0,
    }  # fmt: skip


def test_the_note_counts_findings_coded_twice_and_not_reconciled(layered: Workspace) -> None:
    """r1/1, r1/3, r2/1, r2/2; r1/2 has a consensus, and r2/3 one voice only. In layer `any` r1/2 counts, too."""
    assert notes(layered.table("issues"), "not reconciled")[0].startswith("4 findings were decided on by two or more coders")
    assert notes(layered.table("issues", layer="any"), "any of them")[0].startswith("5 findings were")
    assert not notes(layered.table("issues", layer="amber"), "two or more")


def test_a_layer_without_decisions_in_a_review_leaves_it_out_of_the_base(layered: Workspace) -> None:
    table = layered.table("issues", layer="consensus")
    assert table.base == 1
    assert notes(table, "no decision in this layer") == ["1 review has no decision in this layer and is not in the base."]


@pytest.mark.parametrize(
    ("polarity", "issues"),
    [("positive", {"X05": 1}), ("problem", {"C06": 1, "X02": 1, "F11": 1, "C02": 1, "X04": 1, "D04": 1}), ("advice", {})],
)
def test_polarity(layered: Workspace, polarity: str, issues: dict[str, int]) -> None:
    assert found(layered.table("issues", layer="amber", polarity=polarity), "issue") == issues


def test_polarity_all_lets_positive_and_problem_agree(layered: Workspace) -> None:
    """The issue is what is agreed; polarity tells apart only what is asked to be told apart."""
    assert found(layered.table("issues", polarity="all"), "issue") == {"C06": 1, "E01": 1, "X04": 1, "X05": 1, "D04": 1}
    crossed = layered.table("crosstab", rows="polarity", cols="nation")
    assert {row[0]: row[2] for row in crossed.rows if row[1] == "(all)"} == {"problem": 2, "advice": 0, "positive": 0, "(all)": 2}


# Causes ---------------------------------------------------------------------------------------------------------------


def test_causes(tmp_path: Path) -> None:
    said = [
        coded("r1/1", "amber", tag("X02", "X02.1", "X02.2")),  # X02.1 is agreed, X02.2 is not
        coded("r1/1", "beech", tag("X02", "X02.1")),
        coded("r1/2", "amber", tag("C06", "C06.1")),  # the issue is agreed and no cause is: not coded
        coded("r1/2", "beech", tag("C06", "unclear")),
        coded("r2/1", "amber", tag("C07", "unclear")),  # the map prints "unclear" for C07 as C07.1
        coded("r2/2", "amber", tag("E01", "unclear")),  # E01 has no such cause of its own
        coded("r2/3", "amber", tag("E01", other="nobody had the number")),
        coded("r3/1", "amber", tag("X02")),
    ]
    workspace = build(tmp_path / "ws", {"r1": {}, "r2": {}, "r3": {}}, said)
    rows = {(r[0], r[1]): r[3:5] for r in workspace.table("causes").rows}
    assert {key: value for key, value in rows.items() if value[0]} == {
        ("X02", "X02.1"): (1, 2),  # X02 was found in r1 and r3
        ("X02", "not_coded"): (1, 2),
        ("C06", "disagreed"): (1, 1),
        ("C07", "C07.1"): (1, 1),
        ("E01", "unclear"): (1, 1),
        ("E01", "other"): (1, 1),
    }
    assert rows["X02", "X02.2"] == (0, 2), "a cause that nobody agrees on keeps its row"
    assert ("C07", "unclear") not in rows
    families = {"perception_bias": 1, "unclear": 1, "other": 1, "disagreed": 1, "not_coded": 1}  # C06: they differ; X02 in r3: none
    assert found(workspace.table("families"), "family") == families
    assert found(workspace.table("families", count="findings"), "family") == families | {"unclear": 2}


# Groups and filters ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def grouped(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    reviews: dict[str, dict[str, str | list[str]]] = {
        "ra": {"nation": "wales", "harm_category": ["neglect", "sudi"], "publication_date": "2017-05-09"},
        "rb": {"nation": "england", "harm_category": ["neglect"], "publication_date": "2018"},
        "rc": {"nation": "england", "publication_date": "2018-03"},  # states no harm
        "rd": {"publication_date": "not_stated"},  # states no nation either
        "re": {"nation": "wales", "publication_date": "2020"},  # not begun: in no base
    }
    said = [
        coded("ra/1", "amber", "C06"),
        coded("ra/2", "amber", "C06", "X02"),
        coded("rb/1", "amber", "C06"),
        coded("rc/1", "amber", "X02"),
        excluded("rd/1", "amber"),  # rd was begun: it is in the base of reviews, and adds no finding
    ]
    return build(tmp_path_factory.mktemp("grouped") / "ws", reviews, said)


def test_by_an_attribute_with_several_values(grouped: Workspace) -> None:
    """ra is in two groups; rc and rd do not state the harm and are a group in the base."""
    table = grouped.table("issues", by="harm_category")
    assert table.base == 4
    assert table.bases == {"neglect": 2, "sudi": 1, "not_stated": 2}
    groups = {value: found(table, "issue", value, "harm_category") for value in table.bases}
    assert groups == {"neglect": {"C06": 2, "X02": 1}, "sudi": {"C06": 1, "X02": 1}, "not_stated": {"X02": 1}}
    assert notes(table, "groups overlap")
    assert notes(table, "do not state the attribute")


def test_the_year_is_taken_from_the_date(grouped: Workspace) -> None:
    table = grouped.table("issues", by="publication_year")
    assert table.bases == {"2017": 1, "2018": 2, "2020": 0, "not_stated": 1}  # the review of 2020 was not begun
    assert found(table, "issue", "2018", "publication_year") == {"C06": 1, "X02": 1}


def test_counting_findings(grouped: Workspace) -> None:
    """Four findings have a decision that is no exclusion; a review counts each of its findings once."""
    table = grouped.table("issues", count="findings")
    assert (table.base, found(table, "issue")) == (4, {"C06": 3, "X02": 2})


@pytest.mark.parametrize(
    ("where", "base"),
    [
        ({"nation": "wales"}, 1),
        ({"nation": "wales,england"}, 3),
        (["nation=wales, england"], 3),
        (["nation=wales", "nation=england"], 0),  # several conditions must all hold
        (["harm_category=neglect", "harm_category=sudi"], 1),
        ({"nation": ["wales", "england"], "harm_category": "sudi"}, 1),
        ({"nation": "not_stated"}, 1),
        ({"harm_category": "not_stated"}, 2),
        ({"review": "ra,rc"}, 2),
        ({"publication_year": "2018"}, 2),
        ({"nation": "scotland"}, 0),
    ],
)
def test_where(grouped: Workspace, where: dict[str, str] | list[str], base: int) -> None:
    assert grouped.table("issues", where=where).base == base


@pytest.mark.parametrize(
    ("since", "until", "base"),
    [
        ("2018", None, 2),
        ("2017-05", None, 3),
        ("2017-06", None, 2),
        ("2017-05-09", None, 3),
        ("2017-05-10", None, 2),
        (None, "2017", 1),
        (None, "2017-05", 1),
        (None, "2017-04", 0),
        (None, "2018-03", 3),  # rb says 2018 only, which may be before March
        ("2018-01", None, 1),  # and is not known to be after it: rc alone
        ("2018", "2018", 2),
        ("1900", "2100", 3),  # rd has no date, so no span lets it in
    ],
)
def test_since_and_until(grouped: Workspace, since: str | None, until: str | None, base: int) -> None:
    assert grouped.table("issues", since=since, until=until).base == base


def test_a_review_that_is_not_begun_is_named_and_not_counted(grouped: Workspace) -> None:
    assert notes(grouped.table("issues"), "no decision")[0].startswith("1 review has no decision in this layer")


def test_rows_with_zero_stay(grouped: Workspace) -> None:
    assert len(grouped.table("issues").rows) == 61
    assert len(grouped.table("issues", by="nation").rows) == 61 * 3
    assert len(grouped.table("areas").rows) == 8


# Time -----------------------------------------------------------------------------------------------------------------


def test_as_of_ends_with_the_day(tmp_path: Path) -> None:
    said = [
        coded("r1/1", "amber", "C06", at="2026-11-01T23:59:59.999Z"),
        coded("r1/1", "amber", "X02", at="2026-11-02T00:00:00.000Z"),
        cleared("r1/1", "amber", at="2026-11-03T12:00:00.500Z"),
    ]
    workspace = build(tmp_path / "ws", {"r1": {}}, said)

    def issues(as_of: str) -> dict[str, int]:
        return found(workspace.table("issues", as_of=as_of), "issue")

    assert workspace.table("issues", as_of="2026-10-31").base == 0
    assert issues("2026-11-01") == {"C06": 1}
    assert issues("2026-11-02") == {"X02": 1}
    assert issues("2026-11-03T12:00:00Z") == {"X02": 1}
    assert issues("2026-11-03") == {}
    assert issues("2026-11-02T01:59:59.999+02:00") == {"C06": 1}
    assert issues("2026-11-02T02:30:00+02:00") == {"X02": 1}, "a moment in another zone is the same moment"


# What a reader must be told -------------------------------------------------------------------------------------------


def test_notes_on_stale_orphan_foreign_and_unreadable(tmp_path: Path) -> None:
    said = [
        coded("r1/1", "amber", "C06", stale=True),  # counted, and said
        coded("r1/9", "amber", "X02"),  # there is no finding 9: left out
        coded("r1/2", "amber", "Q99", "E01"),  # Q99 is of no taxonomy: left out; E01 counts
    ]
    workspace = build(tmp_path / "ws", {"r1": {}}, said)
    with (workspace.reviews_folder / "r1" / "codings" / "amber.jsonl").open("a") as log:
        log.write("<<<<<<< ours\n")
    table = workspace.table("issues")
    assert found(table, "issue") == {"C06": 1, "E01": 1}
    assert notes(table, "text that has changed")[0].startswith("1 decision was made")
    assert notes(table, "no longer exist")[0].startswith("1 decision is on findings")
    assert notes(table, "not in the taxonomies")[0].startswith("1 tag names issues")
    assert notes(table, "not readable")[0].startswith("1 line of the logs is")


def test_cleared_findings_are_uncoded(tmp_path: Path) -> None:
    workspace = build(tmp_path / "ws", {"r1": {}}, [coded("r1/1", "amber", "C06"), coded("r1/2", "amber", "C06"), cleared("r1/1", "amber")])
    table = workspace.table("coverage")
    assert table.rows == (("r1", 3, 1, 0, 0, 0, 2, None),)


def test_an_empty_workspace(tmp_path: Path) -> None:
    workspace = build(tmp_path / "ws", {})
    for name in ("issues", "areas", "causes", "families", "candidates", "coverage"):
        table = workspace.table(name)
        assert (table.base, table.coverage["findings"]) == (0, 0)
        assert all(row[-1] is None for row in table.rows)
    assert workspace.table("crosstab", rows="area", cols="nation").base == 0


def test_a_review_without_findings(tmp_path: Path) -> None:
    table = build(tmp_path / "ws", {"r1": {}}, findings=0).table("coverage")
    assert table.rows == (("r1", 0, 0, 0, 0, 0, 0, None),)


@pytest.mark.parametrize("name", ["with spaces", 'it\'s "quoted"', "[x]*?", "{a,b}", "100%", "naïve ünïcode", "semi;colon --"])
def test_any_folder_name(tmp_path: Path, name: str) -> None:
    workspace = build(tmp_path / name / "ws", {"r1": {}, "r2": {}}, [coded("r1/1", "amber", "C06"), coded("r2/1", "beech", "C06")])
    assert found(workspace.table("issues"), "issue") == {"C06": 2}
    append(workspace.root, coded("r1/2", "beech", "X02"))
    assert found(workspace.table("issues"), "issue") == {"C06": 2, "X02": 1}, "a new line is seen by the same workspace"


# Options that cannot be -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "options", "says"),
    [
        ("isues", {}, "there is no table `isues` (did you mean `issues`?)"),
        ("issues", {"count": "mentions"}, "`mentions` cannot be counted"),
        ("issues", {"by": "nations"}, "`nations` is not an attribute (did you mean `nation`?)"),
        ("issues", {"rows": "area"}, "--rows and --cols belong to `scr table crosstab`"),
        ("crosstab", {"rows": "area"}, "a crosstab needs --rows and --cols"),
        ("crosstab", {"rows": "area", "cols": "area"}, "by itself says nothing"),
        ("crosstab", {"rows": "candidate", "cols": "issue"}, "candidates cannot be crossed with issue"),
        ("crosstab", {"rows": "area", "cols": "nation", "by": "nation"}, "not --by"),
        ("issues", {"polarity": "good"}, "`good` is not a polarity"),
        ("issues", {"where": ["nation"]}, "is not attribute=value"),
        ("issues", {"where": {"natoin": "wales"}}, "(did you mean `nation`?)"),
        ("issues", {"since": "May 2018"}, "--since `May 2018` is not a date"),
        ("issues", {"since": "2018-13"}, "--since `2018-13` is not a date"),
        ("issues", {"until": "2018-02-30"}, "--until `2018-02-30` is not a date"),
        ("issues", {"as_of": "yesterday"}, "--as-of `yesterday` is not a date"),
        ("issues", {"as_of": "0001-01-01T00:00:00+05:00"}, "is not a date"),
    ],
)
def test_options_that_cannot_be(grouped: Workspace, name: str, options: dict[str, object], says: str) -> None:
    with pytest.raises(ScrError) as caught:
        grouped.table(name, **options)
    assert says in str(caught.value)


def test_a_compact_date_means_the_whole_day_too(grouped: Workspace) -> None:
    assert grouped.table("issues", as_of="20260101").filters["as_of"] == "2026-01-01T23:59:59.999Z"
