"""Many exports counted together: what adds up, what is told, and what is refused because nobody could tell what it means."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scr_coder.exchange.parquet import export_parquet
from scr_coder.problem import ScrError
from scr_coder.tables.engine import DuckEngine
from scr_coder.tables.notebook import open_workspace
from scr_coder.tables.parquet_facts import ParquetFacts
from scr_coder.tables.request import make_request
from scr_coder.tables.table import Table
from scr_coder.tables.tabulate import tabulate_request
from scr_coder.tables.workspace_facts import WorkspaceFacts
from scr_coder.version import VERSION

from building import Said, build, coded, found, no_match, tag, tree
from commands import refused, scr

REVIEWS: dict[str, dict[str, Any]] = {
    "leeds": {"r1": {"nation": "england"}, "r2": {"nation": "england"}},
    "york": {"r1": {"nation": "wales"}},
    "hull": {"h1": {"nation": "england"}},
    "none": {},
}
SAID: dict[str, list[Said]] = {
    "leeds": [coded("r1/1", "amber", "C06", "X14"), coded("r2/1", "amber", tag("C06", "C06.1"))],
    "york": [coded("r1/1", "beech", "C06"), no_match("r1/2", "beech", "Interpreters")],
    "hull": [coded("h1/1", "amber", "F11")],
    "none": [],
}
Edit = Callable[[Path], None]


class Partnerships:
    """Workspaces with their exports under ``root/NAME/facts``; the first edit of a workspace is made before it is exported."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def export(self, name: str, edit: Edit | None = None, as_of: str = "") -> Path:
        made = build(self.root / "workspaces" / name, REVIEWS[name], SAID[name])
        if edit:
            edit(made.root)
        target = self.root / name / "facts"
        target.parent.mkdir()
        export_parquet(WorkspaceFacts(open_workspace(made.root)), target, as_of)
        return target

    def table(self, name: str = "issues", *, qualify: bool = False, where: str = "*/facts", **options: Any) -> Table:
        source = ParquetFacts(str(self.root / where), qualify)
        return tabulate_request(make_request(name, known=source.known_attributes(), **options), source)

    def refused(self, **options: Any) -> str:
        with pytest.raises(ScrError) as caught:
            self.table(**options)
        assert "\n" not in str(caught.value)
        return str(caught.value).replace(str(self.root) + "/", "")


@pytest.fixture
def all_of(tmp_path: Path) -> Partnerships:
    return Partnerships(tmp_path)


def in_file(path: str, *changes: tuple[str, str]) -> Edit:
    """Return an edit that replaces texts in a file of a workspace, each of which stands there once."""

    def edit(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        for old, new in changes:
            assert text.count(old) == 1, (old, text.count(old))
            text = text.replace(old, new)
        (root / path).write_text(text, encoding="utf-8")

    return edit


def in_manifest(folder: Path, **changes: Any) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


PRACTICE, SCHEMA = "taxonomy/practice.yaml", "taxonomy/attributes.yaml"
NEWER = ("version: 1.0.0", "version: 1.10.0")
ROLE = "training in conference procedure\n            family: role_knowledge"
X14 = "        label: Attendees unprepared for a meeting or unsure of their role"


def test_what_is_counted_is_the_sum(all_of: Partnerships) -> None:
    for name in ("leeds", "hull"):
        all_of.export(name)
    table = all_of.table(layer="any")
    assert found(table, "issue") == {"C06": 2, "X14": 1, "F11": 1}
    assert (table.base, table.coverage["findings"], table.provenance["exports"]) == (3, 9, 2)
    assert len(table.rows) == len({row[0] for row in table.rows}), "the taxonomy counts once"
    assert not any("export" in note for note in table.notes), "nothing to beware of"
    assert all_of.table(layer="any", where="leeds/facts").provenance.keys() == table.provenance.keys() - {"exports"}


def test_one_review_id_in_two_exports_is_refused(all_of: Partnerships) -> None:
    all_of.export("leeds")
    all_of.export("york")
    line = "the review `r1` is in more than one export: leeds/facts and york/facts "
    assert all_of.refused() == line + "(if they are different reviews, add --qualify; else leave one out)"


def test_qualified_ids_are_those_of_their_export(all_of: Partnerships) -> None:
    """What tells the folders apart is `leeds` and `york`, not `facts`."""
    all_of.export("leeds")
    all_of.export("york")
    table = all_of.table(qualify=True, layer="any")
    assert found(table, "issue") == {"C06": 3, "X14": 1}
    assert "Review ids are those of their export; a review that two exports hold counts twice." in table.notes
    assert [row[0] for row in all_of.table("coverage", qualify=True).rows] == ["leeds/r1", "leeds/r2", "york/r1"]
    assert found(all_of.table(qualify=True, where="*/facts", layer="beech"), "issue") == {"C06": 1}
    one = ParquetFacts(str(all_of.root / "*/facts"), qualify=True)
    table = tabulate_request(make_request("issues", where={"review": ["york/r1"]}, known=one.known_attributes()), one)
    assert (table.base, found(table, "issue")) == (1, {"C06": 1})
    by = all_of.table(qualify=True, by="nation")
    assert found(by, "issue", "england", "nation") == {"C06": 2, "X14": 1}
    assert found(by, "issue", "wales", "nation") == {"C06": 1}
    table = all_of.table("coverage", qualify=True, where="leeds/facts")
    assert [row[0] for row in table.rows] == ["r1", "r2"], "of one export nothing need be told apart"


def test_a_copy_is_refused_and_one_folder_named_twice_counts_once(all_of: Partnerships) -> None:
    made = all_of.export("leeds")
    twice = ParquetFacts([str(made), str(all_of.root / "*" / "facts"), f"{made}/../facts"])
    assert tabulate_request(make_request("issues"), twice).base == 2
    shutil.copytree(made, all_of.root / "backup" / "facts")
    for qualify in (False, True):
        assert all_of.refused(qualify=qualify) == "backup/facts and leeds/facts hold the same export (leave one of them out)"


def test_a_taxonomy_with_another_version(all_of: Partnerships) -> None:
    all_of.export("leeds")
    all_of.export("hull", in_file(PRACTICE, NEWER))
    table = all_of.table(layer="any")
    versions = "The exports were coded with different versions of the taxonomy practice: 1.0.0 (1 export), 1.10.0 (1 export)."
    assert versions in table.notes
    assert table.provenance["taxonomies"]["practice"]["version"] == "1.0.0, 1.10.0"
    assert len(table.provenance["taxonomies"]["practice"]["sha256"].split(", ")) == 2
    assert found(table, "issue") == {"C06": 2, "X14": 1, "F11": 1}
    single = [row[0] for row in all_of.table(layer="any", where="leeds/facts").rows]
    assert [row[0] for row in table.rows] == single, "in the order of the taxonomy"


def test_an_issue_that_only_one_version_has(all_of: Partnerships) -> None:
    def edit(root: Path) -> None:
        path = root / PRACTICE
        text = path.read_text(encoding="utf-8").replace(*NEWER, 1)
        start = text.index("      - id: X19\n")
        path.write_text(text[:start] + text[start:].replace("X19", "X21"), encoding="utf-8")

    all_of.export("leeds")
    all_of.export("hull", edit)
    table = all_of.table(layer="any")
    assert [row[0] for row in table.rows if row[0] in ("X18", "X19", "X21")] == ["X18", "X19", "X21"]
    note = "Not every version has the issues X19, X21: a review coded without them could not show them."
    assert note in table.notes
    assert found(table, "issue") == {"C06": 2, "X14": 1, "F11": 1}


@pytest.mark.parametrize(
    ("edit", "line"),
    [
        (
            in_file(PRACTICE, (X14, X14 + " (reworded)")),
            "`X14` is “Attendees unprepared for a meeting or unsure of their role” in leeds/facts and "
            "“Attendees unprepared for a meeting or unsure of their role (reworded)” in hull/facts",
        ),
        (
            in_file(PRACTICE, ("label: Practice with the child and family, at any stage", "label: Other")),
            "`X` is “Practice with the child and family, at any stage” in leeds/facts and “Other” in hull/facts",
        ),
        (
            in_file(PRACTICE, (ROLE, ROLE.replace("role_knowledge", "capacity"))),
            "`X14.1` is “role_knowledge” in leeds/facts and “capacity” in hull/facts",
        ),
    ],
    ids=["label", "area", "family"],
)
@pytest.mark.parametrize("version", ["1.0.0", "0.9.0"])
def test_an_id_that_means_something_else_is_refused(all_of: Partnerships, edit: Edit, line: str, version: str) -> None:
    """Whichever is the newer one, and even if nobody raised the version."""

    def both(root: Path) -> None:
        edit(root)
        in_file(PRACTICE, ("version: 1.0.0", f"version: {version}"))(root)

    all_of.export("leeds")
    all_of.export("hull", both)
    said = all_of.refused()
    hint = " (bring the workspaces to one version of the taxonomy, then export again)"
    flipped = re.sub(r"is “(.*)” in leeds/facts and “(.*)” in hull/facts", r"is “\2” in hull/facts and “\1” in leeds/facts", line)
    assert said in (line + hint, flipped + hint)


def test_attribute_schemas_are_joined(all_of: Partnerships) -> None:
    """Hull has an attribute of its own; the reviews of Leeds do not state it."""
    added = "attributes:\n  - {id: board, label: Board, group: review, type: text}\n"
    all_of.export("leeds")
    all_of.export("hull", in_file(SCHEMA, ("\nattributes:\n", "\n" + added)))
    table = all_of.table(by="board")
    assert "Not every export knows the attribute board: reviews of the others do not state it." in table.notes
    assert {row[0] for row in table.rows} == {"not_stated"}
    assert "board" not in " ".join(all_of.table(where="leeds/facts").notes)


def test_a_value_that_means_something_else_is_refused(all_of: Partnerships) -> None:
    all_of.export("hull")
    all_of.export("leeds", in_file(SCHEMA, ("label: Rapid review", "label: Quick")))
    line = "the value `rapid_review` of review_type is “Rapid review” in one export and “Quick” in leeds"
    assert all_of.refused() == line + " (bring the workspaces to one attribute schema, then export again)"


def test_an_attribute_of_another_type_is_refused(all_of: Partnerships) -> None:
    for name, kind in (("hull", "text"), ("leeds", "integer")):
        made = all_of.export(name)
        (made / "attributes.yaml").write_text(
            f"schema: 1\nid: a\nversion: 1.0.0\nattributes:\n  - {{id: pages, label: Pages, type: {kind}}}\n", encoding="utf-8"
        )
    assert all_of.refused().startswith("the attribute `pages` is of type text in one export and integer in leeds (bring the")
    (all_of.root / "leeds" / "facts" / "attributes.yaml").write_bytes(b"\xff{")
    assert all_of.refused().startswith("leeds/facts/attributes.yaml cannot be read (export again")
    assert all_of.refused(where="leeds/facts").startswith("leeds/facts/attributes.yaml cannot be read (export again")


def test_moments_tools_and_empty_exports_are_told(all_of: Partnerships) -> None:
    all_of.export("leeds", as_of="2026-01-01T00:00:00.000Z")
    in_manifest(all_of.export("hull"), tool="9.9")
    all_of.export("none")
    notes = all_of.table(layer="any").notes
    moments = "when they were exported (2 exports), as of 2026-01-01T00:00:00.000Z (1 export)"
    assert f"The exports hold the decisions of different moments: {moments}." in notes
    assert "1 export has no review: none." in notes
    tools = f"{VERSION} (2 exports), 9.9 (1 export)"
    assert f"The exports were written by different versions of scr_coder: {tools}." in notes
    assert found(all_of.table(layer="any"), "issue") == {"C06": 1, "X14": 1, "F11": 1}


def test_exports_without_any_review(all_of: Partnerships) -> None:
    all_of.export("none")
    shutil.copytree(all_of.root / "none", all_of.root / "other")
    table = all_of.table()
    assert (table.base, {row[2] for row in table.rows}) == (0, {0})
    assert "2 exports have no review: none, other." in table.notes
    assert "No review fits the filters." in table.notes


def test_notes_of_exports_are_not_lost(all_of: Partnerships) -> None:
    """A line that cannot be read was left out when the export was made: every table from it says so, and of which it is."""

    def torn(root: Path) -> None:
        log = next(root.glob("data/reviews/*/codings/*.jsonl"))
        log.write_bytes(log.read_bytes() + b'{"torn\n')

    note = "1 line of the logs is not readable and left out: run `scr check`."
    made = all_of.export("hull", torn)
    assert note in all_of.table(where="hull/facts").notes
    all_of.export("leeds")
    assert f"hull: {note}" in all_of.table().notes
    in_manifest(all_of.root / "leeds" / "facts", notes=["Invented."])
    in_manifest(made, notes=["Invented.", "Also this."])
    notes = all_of.table().notes
    assert [one for one in notes if "Invented" in one or "Also" in one] == ["Invented.", "hull: Also this."]


def test_a_file_that_is_missing_or_not_of_this_export(all_of: Partnerships) -> None:
    leeds, hull = all_of.export("leeds"), all_of.export("hull")
    whole = tree(hull)
    (hull / "causes.parquet").unlink()
    assert all_of.refused() == "hull/facts has no causes.parquet (name a folder that `scr export parquet` wrote)"
    (hull / "causes.parquet").write_bytes((leeds / "causes.parquet").read_bytes())
    line = "hull/facts/causes.parquet has 1 row where the manifest beside it says 0 (export again with `scr export parquet`)"
    assert all_of.refused() == line
    (hull / "causes.parquet").write_bytes((hull / "tags.parquet").read_bytes())
    line = "hull/facts/causes.parquet has other columns than this version of scr writes (export again with `scr export parquet`)"
    assert all_of.refused() == line
    (hull / "causes.parquet").write_bytes(whole["causes.parquet"])
    (hull / "manifest.json").write_text("{}")
    assert all_of.refused() == "hull/facts/manifest.json cannot be read (export again with `scr export parquet`)"
    (hull / "manifest.json").write_bytes(whole["manifest.json"])
    assert all_of.table().base == 3
    assert all_of.refused(where="hull") == f"hull has no reviews.parquet (there are exports in it: --from '{all_of.root}/hull/*')".replace(
        str(all_of.root) + "/", ""
    )


def test_a_file_with_a_column_more_is_read(all_of: Partnerships) -> None:
    """Another order of columns, and one that a later version might add, in one file of several."""
    made = all_of.export("hull")
    all_of.export("leeds")
    expected = all_of.table(layer="any")
    engine = DuckEngine()
    more = made / "more.parquet"
    changed = f"select 'new' as later, polarity, * exclude (polarity) from read_parquet('{made}/tags.parquet')"
    engine.run(f"copy ({changed}) to '{more}' (format parquet)")
    engine.close()
    more.replace(made / "tags.parquet")
    table = all_of.table(layer="any")
    assert (table.rows, table.notes) == (expected.rows, expected.notes)


def test_the_command_takes_several(all_of: Partnerships) -> None:
    made = build(all_of.root / "ws", {})
    leeds, hull, york = (str(all_of.export(name)) for name in ("leeds", "hull", "york"))
    table = scr("table", "areas", "-f", "json", "--from", leeds, "--from", hull, workspace=made.root).json
    assert (table["base"], table["provenance"]["exports"]) == (3, 2)
    table = scr("table", "areas", "-f", "json", "--from", leeds, "--from", york, "--qualify", workspace=made.root).json
    assert table["base"] == 3
    assert "--qualify" in refused("table", "areas", "--from", leeds, "--from", york, workspace=made.root)


def test_no_file_is_left_behind(all_of: Partnerships, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """DuckDB spills into a private folder, not into the user's: here it has too little memory for a sort."""
    here, temporary = tmp_path / "here", tmp_path / "temporary"
    here.mkdir()
    temporary.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    engine = DuckEngine(memory="60MB")
    spilled = []
    engine.run("set threads = 1")
    engine.run("create temp table t as select hash(r) as a, hash(r, 1) as b, hash(r, 2) as c from range(4000000) s(r)")
    spilled = [path for path in temporary.rglob("*") if path.is_file() and path.stat().st_size]
    assert spilled, "nothing was spilled: the test shows nothing"
    assert (temporary / Path(engine.scratch).name).stat().st_mode & 0o077 == 0
    engine.close()
    assert [*temporary.iterdir()] == []
    assert [*here.iterdir()] == []
