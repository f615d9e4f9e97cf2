"""A report and `why-count` from exports say what they say from the workspace: ids are numbers inside, and text at the edge."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from scr_coder.exchange.parquet import export_parquet
from scr_coder.report.counted import count_report
from scr_coder.report.plan import ReportOptions
from scr_coder.tables.notebook import Workspace
from scr_coder.tables.parquet_facts import ParquetFacts
from scr_coder.tables.workspace_facts import WorkspaceFacts

from building import build, coded, excluded, no_match, tag
from commands import refused, scr
from report_pages import OPEN

REVIEWS: dict[str, dict[str, str | list[str]]] = {
    "r1": {"nation": "wales", "harm_category": ["neglect", "sudi"], "publication_date": "2017-02"},
    "r2": {"nation": "england", "harm_category": ["neglect"], "publication_date": "2018"},
    "r3": {"nation": "wales", "publication_date": "2018-03-09"},
    "r4": {"nation": "england"},
}
SAID = [
    coded("r1/1", "amber", tag("C06", "C06.1"), tag("X02", "X02.1", polarity="advice")),
    coded("r1/1", "beech", tag("C06", "C06.1"), tag("X02", "X02.2", polarity="positive")),
    no_match("r1/2", "amber", "Interpreters"),
    coded("r1/3", "amber", tag("C07", "unclear")),
    coded("r1/3", "consensus", tag("E01", other="in own words", polarity="positive"), tag("C07", "unclear")),
    coded("r2/1", "beech", tag("C06"), tag("C07", other="not in the list"), stale=True),
    excluded("r2/2", "beech"),
    coded("r2/9", "beech", "C06"),
    coded("r3/1", "amber", tag("X02", "X02.1", "X02.2"), tag("C06", "unclear")),
    coded("r3/1", "beech", tag("C06", "C06.1")),
]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return build(tmp_path_factory.mktemp("report") / "ws", REVIEWS, SAID)


@pytest.fixture(scope="module")
def export(workspace: Workspace) -> Path:
    folder = workspace.root.parent / "facts"
    export_parquet(WorkspaceFacts(workspace), folder)
    return folder


@pytest.mark.parametrize(
    "options",
    [
        ReportOptions(by=("nation", "harm_category")),
        ReportOptions(layer="any", polarity="all", where=("nation=wales",)),
        ReportOptions(layer="amber", since="2017", until="2018-03"),
    ],
)
def test_a_report_of_an_export_has_the_numbers_of_its_workspace(workspace: Workspace, export: Path, options: ReportOptions) -> None:
    ours = count_report(options, WorkspaceFacts(workspace), "resolved")
    theirs = count_report(options, ParquetFacts(str(export)), "resolved")
    assert list(theirs.tables) == list(ours.tables)
    for name, table in ours.tables.items():
        other = theirs.tables[name]
        assert (other.columns, other.rows, other.notes, other.coverage) == (table.columns, table.rows, table.notes, table.coverage), name
    assert ours.lists
    assert theirs.lists
    assert (theirs.lists.issues, theirs.lists.causes) == (ours.lists.issues, ours.lists.causes)
    assert any(ours.lists.causes.values())
    assert theirs.filterable == ours.filterable
    assert ours.filterable
    assert theirs.grid == ours.grid


@pytest.mark.parametrize("options", [ReportOptions(), ReportOptions(polarity="all"), ReportOptions(polarity="all", layer="any")])
def test_the_records_of_each_layer_and_choice_of_polarities(export: Path, options: ReportOptions) -> None:
    """X02 on r1/1 is advice (2) to one coder and positive (4) to the other: for both at once in the choices 6 and 7 only."""
    filterable = count_report(options, ParquetFacts(str(export)), "resolved").filterable
    assert filterable
    shows = {layer.layer: layer.issues["r1", "X02"] for layer in filterable.layers if ("r1", "X02") in layer.issues}
    bits = {layer: [choice for choice in range(1, 8) if shown >> (choice - 1) & 1] for layer, shown in shows.items()}
    assert bits == {"resolved": [6, 7], "any": [2, 3, 4, 5, 6, 7], "amber": [2, 3, 6, 7], "beech": [4, 5, 6, 7]}


def test_exports_are_told_apart_in_a_report_and_a_why_count(workspace: Workspace, tmp_path: Path) -> None:
    """Each of two partnerships has a review r1, and both call the folder of the export `facts`."""
    other = build(tmp_path / "ws", {"r1": {"nation": "wales"}}, [coded("r1/1", "cedar", "C06", "F11")])
    where = []
    for name, made in (("leeds", workspace), ("york", other)):
        (tmp_path / name).mkdir()
        export_parquet(WorkspaceFacts(made), tmp_path / name / "facts")
        where += ["--from", str(tmp_path / name / "facts")]
    assert "--qualify" in refused("why-count", "F11", *where, workspace=workspace.root)
    found = scr("why-count", "F11", "--qualify", "--json", *where).json
    assert (found["n"], found["base"]) == (1, 4)
    assert [one["review"] for one in found["findings"]] == ["york/r1"]
    ran = scr("report", "--output", str(tmp_path / "report"), "--qualify", *where)
    assert (ran.code, ran.err) == (0, OPEN)
    manifest = json.loads((tmp_path / "report" / "manifest.json").read_text())
    assert manifest["command"].endswith(f"{' '.join(where)} --qualify")
    tables = [name for name in manifest["inputs"]["files"] if name.endswith("tags.parquet")]
    assert tables == ["leeds/tags.parquet", "york/tags.parquet"]


def test_qualify_belongs_to_exports(workspace: Workspace, tmp_path: Path) -> None:
    for command in (["why-count", "C06"], ["report", "--output", str(tmp_path / "out")]):
        assert refused(*command, "--qualify", workspace=workspace.root).startswith("--qualify tells exports apart")
