"""The floor of a workspace: no command goes below it unless it says so on what it prints."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from scr_coder import tabulate
from scr_coder.problem import ScrError
from scr_coder.tables.notebook import Workspace, open_workspace
from scr_coder.tables.protection import Floor, Protection, resolve_protection

from building import build, coded
from commands import scr

FIVE = Floor(5, "show")
STRICT = Floor(5, "suppress")
NOTE = "Not for publication: these data ask that counts below 5 be suppressed (--allow-disclosure)."
BOTH = "Not for publication: these data ask that counts below 5 and zeros be suppressed (--allow-disclosure)."


@pytest.mark.parametrize(
    ("floor", "asked", "expected"),
    [
        (Floor(), {}, Protection()),
        (Floor(), {"suppress_below": 5}, Protection(5, "show")),
        (Floor(), {"suppress_below": 10, "zeros": "suppress"}, Protection(10, "suppress")),
        (Floor(), {"allow": True}, Protection()),
        (FIVE, {}, Protection(5, "show")),
        (FIVE, {"suppress_below": 5}, Protection(5, "show")),
        (FIVE, {"suppress_below": 10}, Protection(10, "show")),
        (FIVE, {"zeros": "suppress"}, Protection(5, "suppress")),
        (FIVE, {"allow": True}, Protection(0, "show", NOTE)),
        (FIVE, {"allow": True, "suppress_below": 3}, Protection(3, "show", NOTE)),
        (FIVE, {"allow": True, "suppress_below": 10}, Protection(10, "show")),
        (STRICT, {}, Protection(5, "suppress")),
        (STRICT, {"suppress_below": 10}, Protection(10, "suppress")),
        (STRICT, {"allow": True, "zeros": "show"}, Protection(5, "show", BOTH)),
        (STRICT, {"allow": True, "suppress_below": 3}, Protection(3, "suppress", BOTH)),
    ],
)
def test_what_is_suppressed(floor: Floor, asked: dict[str, object], expected: Protection) -> None:
    assert resolve_protection(floor, **asked) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("floor", "asked", "message"),
    [
        (FIVE, {"suppress_below": 3}, "--suppress-below 3 shows more than the floor of these data allows, 5 "),
        (STRICT, {"zeros": "show"}, "--zeros show shows more than the floor of these data allows, --zeros suppress "),
        (Floor(), {"suppress_below": 1}, "--suppress-below is 1 "),
        (FIVE, {"suppress_below": 0}, "--suppress-below is 0 "),
        (FIVE, {"suppress_below": 0, "allow": True}, "--suppress-below is 0 "),
        (Floor(), {"suppress_below": 1001}, "--suppress-below is 1001 "),
        (Floor(), {"zeros": "show"}, "--zeros says nothing without a threshold "),
        (FIVE, {"zeros": "hide"}, "--zeros is `hide` "),
    ],
)
def test_what_is_refused(floor: Floor, asked: dict[str, object], message: str) -> None:
    with pytest.raises(ScrError) as refused:
        resolve_protection(floor, **asked)  # type: ignore[arg-type]
    assert str(refused.value).startswith(message)
    assert "\n" not in str(refused.value)


@pytest.fixture
def floored(tmp_path: Path) -> Workspace:
    """Twelve reviews, six with C06 and two with X02, in a workspace with a floor of 3."""
    said = [coded(f"r{at:02}/1", "amber", "C06") for at in range(6)] + [coded(f"r{at:02}/1", "amber", "X02") for at in (6, 7)]
    said += [coded(f"r{at:02}/1", "amber", "F11") for at in range(8, 12)]
    workspace = build(tmp_path / "ws", {f"r{at:02}": {"nation": "wales" if at % 2 else "england"} for at in range(12)}, said)
    with (workspace.root / "data" / "workspace.yaml").open("a", encoding="utf-8") as settings:
        settings.write("suppress_below: 3\n")
    return open_workspace(workspace.root)


def row(table: str, issue: str) -> str:
    return next(line for line in table.splitlines() if line.startswith(issue))


def test_tables_obey_the_floor(floored: Workspace) -> None:
    done = scr("table", "issues", "--format", "csv", workspace=floored.root)
    assert row(done.out, "X02") == "X02,Explanations accepted without professional curiosity,[c],12,[c],reviews,resolved"
    assert ",6,12,," in row(done.out, "C06")
    higher = scr("table", "issues", "--format", "csv", "--suppress-below", "5", workspace=floored.root)
    assert ",[c],12,[c]," in row(higher.out, "F11")
    assert ",4,12,," in row(done.out, "F11")


def test_below_the_floor_is_refused_in_one_line(floored: Workspace) -> None:
    done = scr("table", "issues", "--suppress-below", "2", workspace=floored.root)
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "scr: --suppress-below 2 shows more than the floor of these data allows, 3 (leave it out, or add --allow-disclosure)\n"
    )


@pytest.mark.parametrize("output", ["terminal", "markdown", "json"])
def test_what_is_allowed_is_printed_on_the_table(floored: Workspace, output: str) -> None:
    done = scr("table", "issues", "--allow-disclosure", "--format", output, workspace=floored.root)
    said = " ".join(done.out.replace("\\", "").split())
    assert "Not for publication: these data ask that counts below 3 be suppressed (--allow-disclosure)." in said
    if output == "json":
        found = json.loads(done.out)
        assert found["provenance"]["disclosure_allowed"] is True
        assert found["notes"][0].startswith("Not for publication")
        assert {r["issue"]: r["n"] for r in found["rows"]}["X02"] == 2


def test_what_is_allowed_is_told_whatever_is_written(floored: Workspace, tmp_path: Path) -> None:
    def told(*args: str) -> str:
        done = scr(*args, workspace=floored.root)
        assert done.code == 0, done
        return done.err

    said, obey = "scr: below the floor of these data, not for publication: ", " (leave --allow-disclosure out to obey it)\n"
    file, export = str(tmp_path / "out.csv"), str(tmp_path / "export")
    for output in ("csv", "terminal", "xlsx"):
        assert told("table", "issues", "--allow-disclosure", "-f", output) == f"{said}this table{obey}"
    assert told("table", "issues", "--allow-disclosure", "-o", file) == f"written: {file}\n{said}{file}{obey}"
    for how in ([], ["--json"]):
        assert told("why-count", "X02", "--allow-disclosure", *how) == f"{said}this number and its findings{obey}"
    keep = " (it holds single reviews: keep it where the workspace may be read)\n"
    assert told("export", "parquet", export, "--allow-disclosure") == f"{said}{export}{keep}"
    assert told("table", "issues", "--from", export, "--allow-disclosure") == f"{said}this table{obey}"
    for obeyed in (["table", "issues"], ["table", "issues", "--allow-disclosure", "--suppress-below", "3"], ["why-count", "C06"]):
        assert told(*obeyed) == ""


def test_the_python_face_obeys_the_floor(floored: Workspace) -> None:
    frame = floored.table("issues").frame.set_index("issue")
    assert frame["n"]["C06"] == 6
    assert pd.isna(frame["n"]["X02"])
    with pytest.raises(ScrError, match="--suppress-below 2 shows more"):
        floored.table("issues", suppress_below=2)
    assert floored.table("issues", allow_disclosure=True).frame.set_index("issue")["n"]["X02"] == 2


def test_data_frames_have_no_floor_and_can_be_suppressed() -> None:
    tags = pd.DataFrame([{"review": f"r{at}", "finding": "1", "issue": "C06"} for at in range(3)])
    assert tabulate("areas", tags=tags).frame["n"].max() == 3
    assert tabulate("areas", tags=tags, suppress_below=5).base is None


def test_an_export_is_refused_under_a_floor_and_carries_it_along(floored: Workspace, tmp_path: Path) -> None:
    refused = scr("export", "parquet", str(tmp_path / "out"), workspace=floored.root)
    assert (refused.code, (tmp_path / "out").exists()) == (2, False)
    assert refused.err == (
        "scr: an export holds single reviews, and this workspace asks that counts below 3 be suppressed "
        "(if it stays where the workspace may be read, add --allow-disclosure)\n"
    )
    assert scr("export", "parquet", str(tmp_path / "out"), "--allow-disclosure", workspace=floored.root).code == 0
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["floor"] == {"suppress_below": 3, "zeros": "show"}
    counted = scr("table", "issues", "--from", str(tmp_path / "out"), "--format", "csv")
    assert ",[c],12,[c]," in row(counted.out, "X02")
    below = scr("table", "issues", "--from", str(tmp_path / "out"), "--suppress-below", "2")
    assert below.code == 2
    allowed = scr("table", "issues", "--from", str(tmp_path / "out"), "--allow-disclosure")
    assert "Not for publication" in allowed.out


def test_exports_together_have_the_strictest_floor(floored: Workspace, tmp_path: Path) -> None:
    assert scr("export", "parquet", str(tmp_path / "e1"), "--allow-disclosure", workspace=floored.root).code == 0
    open_one = build(tmp_path / "other", {"s1": {}, "s2": {}}, [coded("s1/1", "amber", "X02")])
    assert scr("export", "parquet", str(tmp_path / "e2"), workspace=open_one.root).code == 0
    assert "floor" not in json.loads((tmp_path / "e2" / "manifest.json").read_text())
    both = scr("table", "issues", "--from", str(tmp_path / "e*"), "--format", "csv")
    assert ",3,13,," in row(both.out, "X02")
    assert scr("table", "issues", "--from", str(tmp_path / "e*"), "--suppress-below", "2").code == 2


def test_a_stricter_floor_of_the_workspace_in_which_exports_are_counted_is_told(floored: Workspace, tmp_path: Path) -> None:
    export = str(tmp_path / "out")
    open_one = build(tmp_path / "other", {f"s{at}": {} for at in range(4)}, [coded(f"s{at}/1", "amber", "X02") for at in range(4)])
    assert scr("export", "parquet", export, workspace=open_one.root).code == 0
    line = (
        "scr: --from obeys the floors of the exports, not that of this workspace, which is stricter: counts below 3 "
        "(add --suppress-below 3 to obey it)\n"
    )
    for command in (["table", "issues"], ["why-count", "X02"], ["table", "issues", "--suppress-below", "2"]):
        assert scr(*command, "--from", export, workspace=floored.root).err == line
    report = scr("report", "--output", str(tmp_path / "report"), "--from", export, workspace=floored.root)
    assert (report.code, report.err) == (0, line)
    assert scr("table", "issues", "--from", export, "--suppress-below", "3", workspace=floored.root).err == ""
    assert scr("table", "issues", "--from", export, workspace=open_one.root).err == ""
    assert scr("table", "issues", "--from", export).err == ""
    settings = floored.root / "data" / "workspace.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "zeros: suppress\n", encoding="utf-8")
    zeros = scr("table", "issues", "--from", export, "--suppress-below", "3", workspace=floored.root).err
    assert zeros == line.replace("below 3 (", "below 3 and zeros (").replace("below 3 to", "below 3 --zeros suppress to")


@pytest.mark.parametrize(
    "floor", ["5", "[]", '{"suppress_below": 5}', '{"suppress_below": "5", "zeros": "show"}', '{"suppress_below": true, "zeros": "show"}']
)
def test_a_manifest_with_a_broken_floor_counts_nothing(tmp_path: Path, floor: str) -> None:
    workspace = build(tmp_path / "ws", {"r1": {}}, [coded("r1/1", "amber", "C06")])
    assert scr("export", "parquet", str(tmp_path / "out"), workspace=workspace.root).code == 0
    path = tmp_path / "out" / "manifest.json"
    path.write_text(path.read_text().replace('"as_of"', f'"floor": {floor}, "as_of"'))
    done = scr("table", "areas", "--from", str(tmp_path / "out"))
    assert (done.code, done.out) == (2, "")
    assert done.err == f"scr: {path} cannot be read (export again with `scr export parquet`)\n"


@pytest.mark.parametrize("wrong", ["suppress_below: 1", "suppress_below: none", "suppress_below: -5", "zeros: hide"])
def test_a_floor_that_cannot_be_read_counts_nothing(floored: Workspace, wrong: str) -> None:
    path = floored.root / "data" / "workspace.yaml"
    path.write_text(path.read_text().replace("suppress_below: 3\n", f"{wrong}\n"))
    done = scr("table", "issues", workspace=floored.root)
    assert (done.code, done.out) == (2, "")
    assert "data/workspace.yaml" in done.err
