"""Exports: what is counted from Parquet is what is counted from the workspace, and no text leaves with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from scr_coder.exchange.parquet import export_parquet
from scr_coder.problem import ScrError
from scr_coder.tables.notebook import Workspace
from scr_coder.tables.parquet_facts import ParquetFacts
from scr_coder.tables.request import make_request
from scr_coder.tables.table import Table
from scr_coder.tables.tabulate import tabulate_request
from scr_coder.tables.workspace_facts import WorkspaceFacts

from building import build, cleared, coded, excluded, found, no_match, tag, tree

SECRET = "Zyxwv memo of amber"
ATTRIBUTES: dict[str, dict[str, str | list[str]]] = {
    "r1": {"nation": "wales", "harm_category": ["neglect", "sudi"], "publication_date": "2017-02"},
    "r2": {"nation": "england", "harm_category": ["neglect"], "publication_date": "2018"},
    "r3": {"publication_date": "not_stated"},
}
SAID = [
    coded("r1/1", "amber", tag("C06", "C06.1"), tag("X02", "X02.1", polarity="advice")),
    coded("r1/1", "beech", tag("C06", "C06.1")),
    no_match("r1/2", "amber", "Interpreters"),
    coded("r1/3", "amber", tag("C07", "unclear")),
    coded("r1/3", "consensus", tag("E01", other="in own words", polarity="positive")),
    coded("r2/1", "beech", "C06", stale=True),
    excluded("r2/2", "beech"),
    coded("r2/9", "beech", "C06"),
    cleared("r2/1", "amber"),
]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = build(tmp_path_factory.mktemp("exported") / "ws", ATTRIBUTES, SAID)
    made.coding_session("r3", "amber").memo("1", SECRET)
    return made


@pytest.fixture(scope="module")
def export(workspace: Workspace) -> Path:
    folder = workspace.root.parent / "out"
    export_parquet(WorkspaceFacts(workspace), folder)
    return folder


def exported(folder: Path | str, name: str, **options: object) -> Table:
    source = ParquetFacts(str(folder))
    return tabulate_request(make_request(name, known=source.known_attributes(), **options), source)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("issues", {}),
        ("issues", {"by": "harm_category", "count": "findings"}),
        ("issues", {"by": "publication_year", "layer": "any", "polarity": "all"}),
        ("issues", {"where": {"nation": "wales"}, "layer": "amber"}),
        ("issues", {"since": "2018"}),
        ("areas", {}),
        ("causes", {"layer": "any"}),
        ("families", {"polarity": "all"}),
        ("candidates", {}),
        ("coverage", {}),
        ("coverage", {"by": "nation"}),
        ("crosstab", {"rows": "cause", "cols": "nation"}),
        ("crosstab", {"rows": "polarity", "cols": "area"}),
        ("issues", {"top": 3, "ci": True}),
        ("cooccurrence", {"layer": "any"}),
        ("cooccurrence", {"within": "finding", "layer": "any"}),
        ("trend", {"count": "findings"}),
        ("saturation", {"orders": 20}),
    ],
)
def test_tables_of_an_export_are_those_of_the_workspace(workspace: Workspace, export: Path, name: str, options: dict[str, str]) -> None:
    ours, theirs = workspace.table(name, **options), exported(export, name, **options)
    for part in ("title", "unit", "base", "bases", "layer", "filters", "coverage", "columns", "rows", "notes"):
        assert getattr(theirs, part) == getattr(ours, part), part
    assert theirs.provenance["taxonomies"] == ours.provenance["taxonomies"]


def test_the_same_workspace_gives_the_same_bytes(workspace: Workspace, export: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    export_parquet(WorkspaceFacts(workspace), again)
    assert tree(again) == tree(export)
    export_parquet(WorkspaceFacts(workspace), again)
    assert tree(again) == tree(export), "an earlier export is replaced"
    assert [p.name for p in tmp_path.iterdir()] == ["again"], "nothing is left beside it"


def test_no_text_and_no_memo_leaves(export: Path) -> None:
    """Searched in what the files hold when read, since Parquet packs it, and in the bytes."""
    import duckdb

    for path in export.glob("*.parquet"):
        rows = str(duckdb.sql(f"select * from read_parquet('{path}')").fetchall())
        assert "Invented text" not in rows, path.name
        assert SECRET not in rows, path.name
    for name, data in tree(export).items():
        assert SECRET.encode() not in data, name
        assert b"Invented text" not in data, name


def test_the_manifest_says_what_is_there(export: Path) -> None:
    manifest = json.loads((export / "manifest.json").read_text())
    assert manifest["taxonomies"]["lipp"]["version"] == "1.0.0"
    assert manifest["rows"]["reviews"] == 3


def test_a_folder_that_is_no_export_is_left_alone(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ScrError, match="holds something else than an export"):
        export_parquet(WorkspaceFacts(workspace), tmp_path)
    with pytest.raises(ScrError, match="holds something else than an export"):
        export_parquet(WorkspaceFacts(workspace), tmp_path / "mine.txt")
    assert tree(tmp_path) == {"mine.txt": b"mine"}
    (tmp_path / "manifest.json").write_text('{"rows": {}}')
    with pytest.raises(ScrError, match="holds something else than an export"):
        export_parquet(WorkspaceFacts(workspace), tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_an_export_with_something_else_in_it_is_left_alone(workspace: Workspace, tmp_path: Path) -> None:
    export_parquet(WorkspaceFacts(workspace), tmp_path / "out")
    (tmp_path / "out" / "thesis.txt").write_text("mine")
    with pytest.raises(ScrError, match="holds something else than an export"):
        export_parquet(WorkspaceFacts(workspace), tmp_path / "out")
    (tmp_path / "out" / "thesis.txt").unlink()
    assert export_parquet(WorkspaceFacts(workspace), tmp_path / "out")["reviews"] == 3


def test_a_glob_of_exports_joins_them(export: Path, tmp_path: Path) -> None:
    other = build(tmp_path / "ws", {"s1": {"nation": "wales"}}, [coded("s1/1", "cedar", "C06", "F11")])
    root = tmp_path / "it's [all]"
    for name, folder in (("one", export), ("two", None)):
        target = root / name
        if folder is None:
            export_parquet(WorkspaceFacts(other), target)
        else:
            target.mkdir(parents=True)
            for path, data in tree(folder).items():
                (target / path).write_bytes(data)
    table = exported(str(tmp_path / "it's [[]all]" / "*"), "issues", layer="any")
    assert found(table, "issue") == {"C06": 3, "X02": 1, "C07": 1, "F11": 1}
    assert len(table.rows) == 61, "the taxonomy counts once"
    assert table.base == 3


def test_a_copy_of_an_export_is_refused(export: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        for path, data in tree(export).items():
            (tmp_path / name / path).write_bytes(data)
    with pytest.raises(ScrError, match=r"one and .*two hold the same export"):
        exported(str(tmp_path / "*"), "issues")


def test_an_export_has_no_history(export: Path) -> None:
    with pytest.raises(ScrError, match="--as-of needs the logs"):
        exported(export, "issues", as_of="2026-01-01")


def test_an_export_as_of_a_moment(workspace: Workspace, tmp_path: Path) -> None:
    """The first two decisions were at 00:00:00 and 00:00:01."""
    export_parquet(WorkspaceFacts(workspace), tmp_path / "out", "2026-01-01T00:00:01.000Z")
    assert found(exported(tmp_path / "out", "issues"), "issue") == {"C06": 1}
    assert found(exported(tmp_path / "out", "issues", layer="any"), "issue") == {"C06": 1, "X02": 1}


def test_what_is_not_an_export(export: Path, tmp_path: Path) -> None:
    with pytest.raises(ScrError, match="no such folder"):
        exported(tmp_path / "nothing", "issues")
    with pytest.raises(ScrError, match=r"has no reviews\.parquet"):
        exported(tmp_path, "issues")


@pytest.mark.parametrize("name", ["reviews", "tags", "attributes", "issues"])
@pytest.mark.parametrize("data", [b"", b"PAR1 but nothing more", b"PAR1" + bytes(200) + b"PAR1"])
def test_a_broken_file_is_named_in_one_line(export: Path, tmp_path: Path, name: str, data: bytes) -> None:
    for path, held in tree(export).items():
        (tmp_path / path).write_bytes(held)
    (tmp_path / f"{name}.parquet").write_bytes(data)
    with pytest.raises(ScrError, match=rf"{name}\.parquet") as caught:
        exported(tmp_path, "issues", by="nation")
    assert "\n" not in str(caught.value)


def test_a_broken_manifest_is_named(export: Path, tmp_path: Path) -> None:
    for path, held in tree(export).items():
        (tmp_path / path).write_bytes(held)
    for bad in (b"{", b"[]", b"\xff"):
        (tmp_path / "manifest.json").write_bytes(bad)
        with pytest.raises(ScrError, match=r"manifest\.json"):
            exported(tmp_path, "issues")
