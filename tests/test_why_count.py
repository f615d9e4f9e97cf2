"""From a number back to the findings: the list has exactly as many reviews (findings) as the number says, for every number."""

from __future__ import annotations

from pathlib import Path

import pytest
from scr_coder.problem import ScrError
from scr_coder.tables.notebook import Workspace
from scr_coder.tables.request import make_request
from scr_coder.tables.why import TABLE_OF, Behind, Given, WhyCount, findings_behind, natural, places, why_count
from scr_coder.tables.workspace_facts import WorkspaceFacts

from building import build, coded, excluded, no_match, tag
from commands import refused, scr
from test_tables_random import ATTRIBUTES, LAYERS, SEEDS, Case

# Every number ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    return [Case(tmp_path_factory.mktemp("why") / "ws", seed) for seed in SEEDS]


def size(findings: list[Behind] | tuple[Behind, ...], count: str) -> int:
    return len({one.review for one in findings} if count == "reviews" else {one[:2] for one in findings})


@pytest.mark.parametrize("dimension", ["issue", "area", "cause", "family"])
@pytest.mark.parametrize("seed", SEEDS)
def test_every_cell_of_every_table(cases: list[Case], seed: int, dimension: str) -> None:
    """All cells of two tables through the bulk form, each against the table, and all findings against plain Python."""
    case, layer = cases[seed], LAYERS[seed]
    oracle, facts = case.oracle(layer), WorkspaceFacts(case.workspace)
    behind = findings_behind(make_request("issues", layer=layer), facts, dimension)
    assert {key: {one[:2] for one in found} for key, found in behind.items()} == oracle.behind(dimension)
    keys = 2 if dimension == "cause" else 1
    for attribute, count in (("harm_category", "reviews"), (ATTRIBUTES[seed], "findings")):
        table = case.workspace.table(TABLE_OF[dimension], by=attribute, layer=layer, count=count)
        assert table.rows
        n = [column.name for column in table.columns].index("n")
        for row in table.rows:
            found = [one for one in behind.get(row[1 : 1 + keys], []) if row[0] in oracle.values(one.review, attribute)]
            assert size(found, count) == row[n], row


@pytest.mark.parametrize("seed", [0, 3])
def test_one_number_at_a_time(cases: list[Case], seed: int) -> None:
    """A sample of cells of each table, asked for by its group, as a reader would."""
    case, layer, count = cases[seed], LAYERS[-1 - seed], ("reviews", "findings")[seed % 2]
    attribute = ATTRIBUTES[seed]
    facts = WorkspaceFacts(case.workspace)
    for dimension in ("issue", "area", "cause", "family"):
        table = case.workspace.table(TABLE_OF[dimension], by=attribute, layer=layer, count=count)
        names = [column.name for column in table.columns]
        cells = [row for row in table.rows if row[names.index("n")]]
        for row in cells[:: max(1, len(cells) // 2)]:
            request = make_request("issues", layer=layer, count=count, where={attribute: row[0]}, known=facts.known_attributes())
            name, why = (row[1], row[2]) if dimension == "cause" else (row[1], "")
            found = why_count(name, request, facts, why)
            assert (found.n, found.base, found.percent) == tuple(row[names.index(name)] for name in ("n", "base", "percent"))
            assert size(found.findings, count) == found.n
            assert len({one[:2] for one in found.findings}) == len(found.findings), "each finding once"


# What is listed -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    said = [
        coded("ra/2", "amber", tag("C06", "C06.1"), tag("X02", role="secondary", polarity="advice")),
        coded("ra/2", "beech", tag("C06"), "X02"),  # agreed on both issues; only amber gives a cause
        coded("ra/10", "amber", tag("C06", "unclear")),
        coded("rb/1", "amber", tag("C07", "unclear"), tag("C06", role="secondary")),  # the map prints it as C07.1
        coded("rb/1", "consensus", tag("C06", other="own words")),  # alone speaks: amber's C06 is not listed
        coded("rb/2", "amber", tag("C06", polarity="positive")),
        no_match("rc/1", "amber", "Housing"),
        no_match("rc/1", "beech", "housing "),
        excluded("rc/2", "amber"),
    ]
    reviews: dict[str, dict[str, str | list[str]]] = {
        "ra": {"nation": "wales", "publication_date": "2016-05", "harm_category": ["neglect", "sudi"]},
        "rb": {"nation": "england", "publication_date": "2017"},
        "rc": {"publication_date": "2016"},
    }
    return build(tmp_path_factory.mktemp("behind") / "ws", reviews, said, findings=10)


def ask(workspace: Workspace, name: str, why: str = "", **options: object) -> WhyCount:
    facts = WorkspaceFacts(workspace)
    return why_count(name, make_request("issues", known=facts.known_attributes(), **options), facts, why)  # type: ignore[arg-type]


def test_findings_come_with_what_each_coder_gave(workspace: Workspace) -> None:
    found = ask(workspace, "c06")
    assert (found.asked.id, found.n, found.base, found.unit, found.percent) == ("C06", 2, 3, "reviews", None)
    assert found.findings == (
        Behind("ra", "2", (Given("amber", "C06", "primary", "problem", ("C06.1",)), Given("beech", "C06", "primary", "problem", ()))),
        Behind("ra", "10", (Given("amber", "C06", "primary", "problem", ("unclear",)),)),
        Behind("rb", "1", (Given("consensus", "C06", "primary", "problem", ("other",)),)),
    )
    assert any("2 findings were decided on by two or more coders" in note for note in found.notes), "ra/2 and rc/1"


@pytest.mark.parametrize(
    ("name", "why", "options", "n", "base", "findings"),
    [
        ("C06", "", {"count": "findings"}, 3, 5, ["ra/2", "ra/10", "rb/1"]),  # of these, rb/2 (positive) and rc/1 (no match)
        ("C06", "", {"layer": "any", "polarity": "positive"}, 1, 3, ["rb/2"]),
        ("C", "", {}, 2, 3, ["ra/2", "ra/10", "rb/1"]),
        ("C", "", {"layer": "amber"}, 2, 3, ["ra/2", "ra/10", "rb/1"]),
        ("X", "", {}, 1, 3, ["ra/2"]),
        ("C06.1", "", {"layer": "amber"}, 1, 2, ["ra/2"]),
        ("C06.1", "", {}, 0, 2, []),
        ("C06", "disagreed", {}, 1, 2, ["ra/2"]),
        ("C06", "unclear", {}, 1, 2, ["ra/10"]),
        ("C06", "other", {}, 1, 2, ["rb/1"]),
        ("C06", "not_coded", {}, 0, 2, []),
        ("C07", "unclear", {"layer": "amber"}, 1, 1, ["rb/1"]),
        ("C07", "c07.1", {"layer": "amber"}, 1, 1, ["rb/1"]),
        ("not_coded", "", {}, 1, 3, ["ra/2"]),  # X02
        ("unclear", "", {"layer": "amber"}, 2, 3, ["ra/10", "rb/1"]),
        ("C06", "", {"where": ["publication_year=2016"]}, 1, 2, ["ra/2", "ra/10"]),
        ("C06", "", {"where": {"harm_category": "sudi"}}, 1, 1, ["ra/2", "ra/10"]),
        ("C06", "", {"until": "2016"}, 1, 2, ["ra/2", "ra/10"]),
        ("C06", "", {"since": "2018"}, 0, 0, []),
        ("HOUSING", "", {}, 1, 3, ["rc/1"]),
        ("B01", "", {}, 0, 3, []),
    ],
)
def test_what_can_be_asked(
    workspace: Workspace, name: str, why: str, options: dict[str, object], n: int, base: int, findings: list[str]
) -> None:
    found = ask(workspace, name, why, **options)
    assert (found.n, found.base, [f"{one.review}/{one.finding}" for one in found.findings]) == (n, base, findings)


def test_the_bulk_form_gives_what_one_at_a_time_gives(workspace: Workspace) -> None:
    facts = WorkspaceFacts(workspace)
    for dimension in ("issue", "area", "family"):
        for (key,), found in findings_behind(make_request("issues", layer="any"), facts, dimension).items():
            assert tuple(found) == ask(workspace, key, layer="any").findings, key


def test_a_candidate_is_listed_as_it_was_spelled(workspace: Workspace) -> None:
    assert [(given.coder, given.candidate) for given in ask(workspace, "housing").findings[0].tags] == [
        ("amber", "Housing"),
        ("beech", "housing "),
    ]
    facts = WorkspaceFacts(workspace)
    assert [*findings_behind(make_request("candidates"), facts, "candidate")] == [("Housing",)]


def test_findings_are_in_the_order_of_their_numbers() -> None:
    assert sorted(["4.10", "4.9", "10", "4", "b2", "b10", "a"], key=natural) == ["a", "b2", "b10", "4", "4.9", "4.10", "10"]


@pytest.mark.parametrize(
    ("name", "why", "says"),
    [
        ("C6", "", "`C6` is no issue, area, cause, family or candidate (did you mean"),
        ("G03", "", "`G03` is no issue"),
        ("C06", "X02.1", "--why: `X02.1` is no cause of C06"),
        ("C", "unclear", "--why narrows an issue, and C is an area"),
        ("capacity", "unclear", "--why narrows an issue, and capacity is a family"),
        ("C06.1", "unclear", "C06.1 is a cause already"),
    ],
)
def test_what_cannot_be_asked(workspace: Workspace, name: str, why: str, says: str) -> None:
    with pytest.raises(ScrError) as caught:
        ask(workspace, name, why)
    assert says in str(caught.value)


def test_places_of_any_form_of_file(tmp_path: Path) -> None:
    workspace = build(tmp_path / "ws", {"r1": {}, "r2": {}})
    (workspace.reviews_folder / "r1" / "findings.yaml").write_text(
        'schema: 1\nfindings:\n  - id: "1"\n    locator:\n      page: "12"\n      lines: "3-4"\n    text: |-\n      One.\n',
        encoding="utf-8",
    )
    (workspace.reviews_folder / "r2" / "findings.yaml").write_text(
        'schema: 1\nfindings: [{id: "1", locator: {page: "7"}, text: "Two."}, {id: "2", text: x}]\n', encoding="utf-8"
    )
    found = places(workspace, [Behind("r1", "1", ()), Behind("r2", "1", ()), Behind("r2", "9", ())])
    assert {key: (place.locator, place.text) for key, place in found.items()} == {
        ("r1", "1"): ("page 12, lines 3-4", "One."),
        ("r2", "1"): ("page 7", "Two."),
    }


# At the terminal ------------------------------------------------------------------------------------------------------


def test_the_first_line_repeats_the_number(workspace: Workspace) -> None:
    root = workspace.root
    ran = scr("why-count", "C06", "--by", "nation=wales", "--where", "publication_year=2016", workspace=root)
    assert ran.code == 0
    assert ran.out.splitlines()[:5] == [
        "C06 Bruising on a non-mobile baby not referred: 1 of 1 reviews",
        "Layer: resolved. Polarity: problem, advice. Only: nation=wales;",
        "publication_year=2016.",
        "",
        "ra",
    ]
    assert "      amber: C06 (primary, problem, WHY C06.1)" in ran.out.splitlines()
    assert "Invented text" not in ran.out, "the text of a finding is shown only when asked for"
    assert "“Invented text 10 of ra.”" in scr("why-count", "C06", "--quotes", workspace=root).out
    assert scr("why-count", "C06", "--why", "other", workspace=root).out.startswith(
        "Other, in the coder's words: 1 of 2 reviews with C06\n"
    )
    assert "no finding stands behind it" in scr("why-count", "B01", workspace=root).out


def test_json(workspace: Workspace) -> None:
    found = scr("why-count", "X02", "--json", workspace=workspace.root).json
    assert list(found) == ["asked", "unit", "n", "base", "percent", "layer", "filters", "findings", "notes", "provenance"]
    assert found["asked"] == {"dimension": "issue", "id": "X02", "label": workspace.taxonomies.issues["X02"].label, "issue": ""}
    assert found["findings"][0]["tags"][0] == {
        "coder": "amber", "issue": "X02", "role": "secondary", "polarity": "advice", "causes": [], "candidate": "",
    }  # fmt: skip
    assert "text" not in found["findings"][0]
    assert scr("why-count", "X02", "--json", "--quotes", workspace=workspace.root).json["findings"][0]["text"] == "Invented text 2 of ra."


def test_from_an_export_there_are_no_places(workspace: Workspace, tmp_path: Path) -> None:
    assert scr("export", "parquet", tmp_path / "out", workspace=workspace.root).code == 0
    ours = scr("why-count", "C06", "--json", workspace=workspace.root).json
    theirs = scr("why-count", "C06", "--json", "--from", tmp_path / "out").json
    assert theirs == ours, "the findings of this workspace have no locators"
    assert "an export holds no texts" in refused("why-count", "C06", "--from", tmp_path / "out", "--quotes", workspace=workspace.root)


def test_what_is_refused(workspace: Workspace) -> None:
    assert "is no issue, area" in refused("why-count", "C6", workspace=workspace.root)
    for option in ("--by", "--where"):
        for wrong, line in (
            ("nation", f"{option} `nation` is not attribute=value (for instance {option} nation=wales)"),
            ("natoin=wales", f"{option}: `natoin` is not an attribute (did you mean `nation`?)"),
            ("nation=Wales", f"{option}: `Wales` is not a value of nation (did you mean `wales`?)"),
            ("review=r9", f"{option}: there is no review `r9` (see `scr reviews`)"),
        ):
            assert refused("why-count", "C06", option, wrong, workspace=workspace.root) == line
    assert "it should be a year" in refused("why-count", "C06", "--where", "publication_year=20166", workspace=workspace.root)
