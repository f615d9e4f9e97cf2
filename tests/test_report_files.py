"""The files of a report: which there are, the same bytes each time, what the manifest tells, and where they can be written."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from scr_coder.tables.notebook import Workspace

from building import build, tree
from commands import refused, scr
from report_pages import make_report, map_numbers, page_of, records, words


def test_files_of_a_report(whole: Path, hushed: Path) -> None:
    by = ["nation", "review-type"]
    drawn = {"issues", "cooccurrence", "trend-by-period", "saturation", "crosstab-family-area", *(f"crosstab-area-{name}" for name in by)}
    tables = drawn | {"areas", "causes", "families", "candidates", "coverage", *(f"issues-by-{name}" for name in by)}
    expected = {"README.txt", "index.html", "manifest.json", "tables.xlsx", "csv/datapackage.json", "csv/findings.csv"}
    expected |= {f"csv/{name}.csv" for name in tables}
    expected |= {f"charts/{name}.{ending}" for name in drawn for ending in ("png", "svg")}
    assert set(tree(whole)) == expected
    hidden = {f"charts/{name}.{ending}" for name in ("saturation", "cooccurrence") for ending in ("png", "svg")}  # no pair is shown
    assert expected - set(tree(hushed)) == {"csv/findings.csv", "csv/saturation.csv", "csv/cooccurrence.csv", *hidden}
    left_out = "Left out, since all of their numbers are kept back: Pairs of practice issues"
    assert all(left_out in (hushed / name).read_text() for name in ("README.txt", "index.html"))
    assert not any("Left out" in (whole / name).read_text() for name in ("README.txt", "index.html"))
    assert set(tree(hushed)) <= expected
    heads = [(folder / "csv" / "coverage.csv").read_text().partition(",")[0] for folder in (whole, hushed)]
    assert heads == ["review", "review_type"]


def test_the_same_inputs_give_the_same_bytes(workspace: Workspace, whole: Path, tmp_path: Path) -> None:
    again = make_report(workspace.root, tmp_path / "again")
    assert tree(again) == tree(whole)
    later = make_report(workspace.root, tmp_path / "later", env={"SOURCE_DATE_EPOCH": "86400"})
    changed = {name for name, data in tree(later).items() if data != tree(whole)[name]}
    assert changed == {"index.html", "manifest.json", "README.txt", "tables.xlsx", "csv/datapackage.json"}
    page = (later / "index.html").read_text().replace("1970-01-02T00:00:00Z", "1970-01-01T00:00:00Z")
    assert page == (whole / "index.html").read_text()


def test_the_manifest_tells_what_was_read_and_written(workspace: Workspace, whole: Path) -> None:
    manifest = json.loads((whole / "manifest.json").read_text())
    assert manifest["kind"] == "scr_coder report"
    assert manifest["command"] == "scr report --output DIR"
    assert set(manifest["taxonomies"]) == {"lipp", "practice"}
    assert manifest["generated"] == "1970-01-01T00:00:00Z"
    files = tree(whole)
    assert set(manifest["outputs"]) == set(files) - {"manifest.json"}
    for name, said in manifest["outputs"].items():
        assert said == {"sha256": hashlib.sha256(files[name]).hexdigest(), "bytes": len(files[name])}
    inputs = manifest["inputs"]["files"]
    assert {"data/workspace.yaml", "taxonomy/lipp.yaml", "taxonomy/attributes.yaml"} <= set(inputs)
    assert "data/reviews/invented-00/codings/beech.jsonl" in inputs
    for name, digest in inputs.items():
        assert digest == hashlib.sha256((workspace.root / name).read_bytes()).hexdigest()


def test_options_stand_in_the_command(workspace: Workspace, tmp_path: Path) -> None:
    given = ["--title", "Two words", "--by", "nation", "--where", "review_type=scr", "--polarity", "all", "--quotes", "--mark", "Draft"]
    folder = make_report(workspace.root, tmp_path / "report", *given)
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["command"] == (
        "scr report --output DIR --title 'Two words' --mark Draft --by nation --polarity all --where review_type=scr --quotes"
    )
    page = page_of(folder)
    assert words(page.xpath("//h1")[0]) == "Two words"
    assert [words(line) for line in page.xpath("//*[@class='warning']")] == ["Draft"]
    assert page.xpath("//*[@id='table-issues-by-review-type']") == []
    data = records(page)
    reviews = [row[0] for row in workspace.table("coverage", where={"review_type": "scr"}).rows]
    assert data["reviews"] == reviews
    assert map_numbers(page)["behind-C02"][0] == str(
        next(r[2] for r in workspace.table("issues", where={"review_type": "scr"}, polarity="all").rows if r[0] == "C02")
    )


def test_an_earlier_report_is_replaced_and_nothing_else(workspace: Workspace, tmp_path: Path) -> None:
    folder = make_report(workspace.root, tmp_path / "report", "--by", "nation")
    assert (folder / "csv" / "issues-by-nation.csv").is_file()
    make_report(workspace.root, folder, "--by", "review_type")
    assert not (folder / "csv" / "issues-by-nation.csv").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["report"]
    (folder / "csv" / "mine.csv").write_text("kept")
    assert "holds something else than a report" in refused("report", "--output", folder, workspace=workspace.root)
    assert (folder / "csv" / "mine.csv").read_text() == "kept"
    (tmp_path / "empty").mkdir()
    make_report(workspace.root, tmp_path / "empty")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--by", "natoin"], "--by: `natoin` is not an attribute (did you mean `nation`?)"),
        (["--where", "nation=northern_ireland"], "there is no review with a decision to report on"),
        (["--since", "2040"], "there is no review with a decision to report on"),
        (["--layer", "cedar"], "there is no layer `cedar`"),
        (["--quotes", "--suppress-below", "5"], "--quotes: where small counts are suppressed a report holds no single findings"),
        (["--zeros", "show"], "--zeros says nothing without a threshold"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(workspace: Workspace, tmp_path: Path, options: list[str], said: str) -> None:
    line = refused("report", "--output", tmp_path / "report", *options, workspace=workspace.root)
    assert line.startswith(said)
    assert list(tmp_path.iterdir()) == []


def test_folders_that_cannot_be(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thing.txt").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "full")
    for name in ("file", "full", "link"):
        assert "holds something else than a report" in refused("report", "--output", tmp_path / name, workspace=workspace.root)
    assert "does not exist (make it first" in refused("report", "--output", tmp_path / "no" / "report", workspace=workspace.root)


def test_a_workspace_without_reviews(tmp_path: Path) -> None:
    empty = build(tmp_path / "workspace", {})
    assert "there is no review with a decision" in refused("report", "--output", tmp_path / "report", workspace=empty.root)


def test_from_an_export(workspace: Workspace, whole: Path, tmp_path: Path) -> None:
    scr("export", "parquet", tmp_path / "facts", workspace=workspace.root)
    folder = make_report(workspace.root, tmp_path / "report", "--from", str(tmp_path / "facts"), "--title", "Invented")
    assert map_numbers(page_of(folder)) == map_numbers(page_of(whole))
    assert "facts/tags.parquet" in json.loads((folder / "manifest.json").read_text())["inputs"]["files"]
    line = refused("report", "--output", tmp_path / "no", "--from", tmp_path / "facts", "--quotes", workspace=workspace.root)
    assert line == "--quotes: an export holds no texts (leave --from out, in the workspace)"
