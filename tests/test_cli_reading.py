"""The commands that start, list, check, count and export; their help; where the workspace is found."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from scr_coder.version import VERSION

from building import build, coded, excluded, no_match, tree
from commands import refused, scr

COMMANDS = [
    "init", "reviews", "findings", "status", "tag", "untag", "no-match", "exclude", "clear", "memo", "undo", "redo", "log",
    "taxonomy", "taxonomy show", "taxonomy schema", "taxonomy check", "check", "table", "export", "export parquet",
]  # fmt: skip
TABLES = ["issues", "areas", "causes", "families", "candidates", "coverage", "cooccurrence", "trend", "saturation"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    said = [
        coded("r1/1", "amber", "C06"),
        coded("r1/1", "beech", "C06", stale=True),
        no_match("r1/2", "amber", "Housing"),
        excluded("r1/3", "amber"),
    ]
    return build(tmp_path / "ws", {"r1": {"nation": "wales", "harm_category": ["neglect", "sudi"]}, "r2": {}}, said).root


# Help -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command(command: str) -> None:
    ran = scr(*command.split(), "--help")
    assert (ran.code, ran.err) == (0, "")
    assert f"scr {command}" in ran.out
    if command not in ("taxonomy", "export"):
        assert "Example" in ran.out
        assert f"scr {command}" in ran.out.split("Example")[1], "an example of the command itself"
    assert scr(*command.split(), "-h").out == ran.out


def test_help_lists_every_command_and_the_exit_codes() -> None:
    text = scr("--help").out
    for command in COMMANDS:
        assert command.split()[0] in text
    assert "0 clean, 1 problems found, 2 usage" in " ".join(text.split())


def test_without_a_command_there_is_an_overview() -> None:
    ran = scr()
    assert ran.code == 0
    assert ran.out.startswith(f"scr {VERSION}: ")
    assert "scr table issues" in ran.out


def test_version() -> None:
    assert scr("--version").out == f"scr {VERSION}\n"


# Starting -------------------------------------------------------------------------------------------------------------


def test_init_makes_a_workspace_that_is_in_order(tmp_path: Path) -> None:
    ran = scr("init", tmp_path / "new ws")
    assert (ran.code, ran.err) == (0, "")
    assert "data/workspace.yaml" in ran.out
    checked = scr("check", "--strict", workspace=tmp_path / "new ws")
    assert (checked.code, checked.out, checked.err) == (0, "", "no problems\n")
    assert scr("tag", "example-review", "4.1", "A04", workspace=tmp_path / "new ws", coder="amber").code == 0
    assert "*.jsonl merge=union" in (tmp_path / "new ws" / ".gitattributes").read_text()


def test_init_replaces_nothing(root: Path, tmp_path: Path) -> None:
    assert "is a workspace already" in refused("init", root, workspace=root)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "README.md").write_text("mine")
    assert "already has README.md" in refused("init", tmp_path / "other", workspace=tmp_path / "other")
    assert "is a file" in refused("init", tmp_path / "other" / "README.md", workspace=tmp_path / "other")


# Finding the workspace ------------------------------------------------------------------------------------------------


def test_the_option_is_before_the_variable_before_the_folder(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = build(tmp_path / "other", {"zz": {}}).root
    third = build(tmp_path / "third", {"yy": {}}).root
    monkeypatch.chdir(root / "data" / "reviews" / "r1")
    assert [r["id"] for r in scr("reviews", "--json").json] == ["r1", "r2"], "found above the current folder"
    assert [r["id"] for r in scr("reviews", "--json", workspace=other).json] == ["zz"]
    assert [r["id"] for r in scr("-w", third, "reviews", "--json", workspace=other).json] == ["yy"]


def test_no_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = scr("status")
    assert ran.code == 2
    assert ran.err.startswith("scr: no workspace here or above: ")
    assert "is not a workspace" in refused("status", workspace=tmp_path)


# Listing --------------------------------------------------------------------------------------------------------------


def test_reviews(root: Path) -> None:
    [first, second] = scr("reviews", "--json", workspace=root).json
    assert first == {
        "id": "r1", "title": "Review r1", "findings": 3, "coders": ["amber", "beech"],
        "attributes": {"nation": "wales", "harm_category": ["neglect", "sudi"]}, "source": {"description": "Invented."},
    }  # fmt: skip
    assert second["coders"] == []
    assert "Review r2" in scr("reviews", workspace=root).out


def test_findings(root: Path) -> None:
    found = scr("findings", "r1", "--json", workspace=root).json
    assert found[0] == {
        "id": "1", "kind": "numbered", "locator": {"page": "", "paragraph": "", "lines": ""}, "heading": "", "section": [],
        "text": "Invented text 1 of r1.", "state": {"amber": "coded", "beech": "coded"}, "stale": ["beech"],
    }  # fmt: skip
    assert [entry["state"]["amber"] for entry in found] == ["coded", "no_match", "excluded"]
    text = scr("findings", "r1", "1", workspace=root).out
    assert "amber: C06 Bruising" in text
    assert "beech: C06 Bruising on a non-mobile baby not referred (primary, problem); the text has changed since" in " ".join(text.split())
    assert [f["id"] for f in scr("findings", "r1", "--state", "stale", "--json", workspace=root).json] == ["1"]
    assert [f["id"] for f in scr("findings", "r1", "--coder", "beech", "--state", "uncoded", "--json", workspace=root).json] == ["2", "3"]
    assert scr("findings", "r2", "--state", "coded", workspace=root).out == "no findings in that state\n"


def test_status(root: Path) -> None:
    rows = scr("status", "--json", workspace=root).json
    assert [(r["review"], r["coder"], r["findings"], r["coded"], r["no_match"], r["excluded"], r["uncoded"], r["stale"]) for r in rows] == [
        ("r1", "amber", 3, 1, 1, 1, 0, 0),
        ("r1", "beech", 3, 1, 0, 0, 2, 1),
        ("r2", "", 3, 0, 0, 0, 3, 0),
    ]
    text = scr("status", workspace=root).out
    assert "nobody yet" in text
    assert "5 findings still to code" in text
    assert scr("status", "r2", "--json", workspace=root).json == rows[2:]


def test_an_empty_workspace_says_what_to_do(tmp_path: Path) -> None:
    root = build(tmp_path / "ws", {}).root
    assert scr("reviews", workspace=root).out.startswith("no reviews yet: put a review into ")
    assert scr("status", workspace=root).out.startswith("no reviews yet: ")
    assert scr("log", workspace=root).out == "no decisions yet\n"
    assert scr("reviews", "--json", workspace=root).json == scr("log", "--json", workspace=root).json == []


def test_text_of_a_report_is_never_markup_and_never_harmful(root: Path) -> None:
    path = root / "data/reviews/r2/findings.yaml"
    text = r'  - id: "4"' "\n    kind: numbered\n" r'    text: "They said [sic] so [/p. 4] {x} :smile: \e[31mred \u202Egnp.exe"' "\n"
    path.write_text(path.read_text() + text, encoding="utf-8")
    shown = scr("findings", "r2", "4", workspace=root).out
    assert "They said [sic] so [/p. 4] {x} :smile: \ufffd[31mred \ufffdgnp.exe" in shown
    assert "\x1b" not in shown
    ran = scr("tag", "r2", "4", "C06", workspace=root, coder="amber")
    assert "[sic] so [/p. 4]" in ran.out
    assert "\x1b" not in ran.out + ran.err


# Checking -------------------------------------------------------------------------------------------------------------


def test_check_ends_with_1_for_errors_and_for_warnings_when_strict(root: Path) -> None:
    ran = scr("check", workspace=root)
    assert ran.code == 0, "a stale decision is a warning"
    assert "warning" in ran.out
    assert scr("check", "--strict", workspace=root).code == 1
    (root / "data/reviews/r1/codings/amber.jsonl").write_text("nonsense\n")
    ran = scr("check", workspace=root)
    assert ran.code == 1
    assert "data/reviews/r1/codings/amber.jsonl:1:1: error LOG" in ran.out
    problems = scr("check", "--format", "json", workspace=root).json
    assert set(problems[0]) == {"code", "severity", "path", "line", "column", "message", "hint"}


def test_check_explains_a_code(root: Path) -> None:
    code = scr("check", "--format", "json", workspace=root).json[0]["code"]
    assert scr("check", "--explain", code.lower()).out.startswith(f"{code}: ")
    assert "there is no code `NO999`" in refused("check", "--explain", "no999", workspace=root)


def test_taxonomy(root: Path) -> None:
    assert "C06 Bruising on a non-mobile baby not referred" in scr("taxonomy", "show", "c06", workspace=root).out
    assert scr("taxonomy", "show", "C06", "--json", workspace=root).json[0]["id"] == "C06"
    assert "nothing in the taxonomies answers to `zzz`" in refused("taxonomy", "show", "zzz", workspace=root)
    assert scr("taxonomy", "check", workspace=root).code == 0
    assert scr("taxonomy", "schema", "review").json["$schema"] == "https://json-schema.org/draft/2020-12/schema"


# Counting -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("output", ["terminal", "csv", "json", "markdown"])
def test_tables_come_out_the_same_twice(root: Path, name: str, output: str) -> None:
    ran = scr("table", name, "--format", output, workspace=root)
    assert (ran.code, ran.err) == (0, "")
    assert scr("table", name, "-f", output, workspace=root) == ran


def test_the_json_of_a_table(root: Path) -> None:
    found = scr("table", "issues", "--format", "json", workspace=root).json
    assert list(found) == ["table", "title", "unit", "base", "layer", "filters", "coverage", "columns", "rows", "notes", "provenance"]
    assert next(row for row in found["rows"] if row["n"]) == {
        "issue": "C06", "label": "Bruising on a non-mobile baby not referred", "n": 1, "base": 1, "percent": None, "suppressed": False,
    }  # fmt: skip
    assert found["provenance"]["generated"] == "1970-01-01T00:00:00Z"


def test_a_table_goes_into_a_file(root: Path, tmp_path: Path) -> None:
    ran = scr("table", "issues", "-f", "csv", "-o", tmp_path / "out.csv", workspace=root)
    assert (ran.code, ran.out, ran.err) == (0, "", f"written: {tmp_path / 'out.csv'}\n")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == scr("table", "issues", "-f", "csv", workspace=root).out
    again = scr("table", "areas", "-f", "csv", "-o", tmp_path / "out.csv", workspace=root)
    assert (again.code, again.out, again.err) == (0, "", f"replaced: {tmp_path / 'out.csv'}\n")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").startswith("area,")
    assert "is a folder" in refused("table", "issues", "-o", tmp_path, workspace=root)
    assert "does not exist" in refused("table", "issues", "-o", tmp_path / "new" / "out.csv", workspace=root)
    assert not (tmp_path / "new").exists()


def test_filters_that_leave_no_review_are_told_in_every_format(root: Path, tmp_path: Path) -> None:
    both = ["--where", "nation=wales", "--where", "nation=england"]
    line = (
        "scr: no review fits --where nation=wales --where nation=england "
        "(all must hold: for either value write --where nation=VALUE,VALUE)\n"
    )
    for output in ("terminal", "csv", "json", "html", "xlsx"):
        ran = scr("table", "issues", *both, "-f", output, workspace=root)
        assert (ran.code, ran.err) == (0, line)
        assert ran.out
    suppressed = scr("table", "issues", *both, "--suppress-below", "5", "-f", "csv", workspace=root)
    assert (suppressed.code, suppressed.err) == (0, line)
    dated = scr("table", "issues", "--where", "nation=wales", "--since", "2031", "--until", "2032-01", "-f", "csv", workspace=root)
    assert dated.err == "scr: no review fits --where nation=wales --since 2031 --until 2032-01 (leave one out, or widen it)\n"
    assert scr("table", "issues", "--where", "nation=wales", workspace=root).err == ""
    empty = build(tmp_path / "empty", {})
    assert scr("table", "issues", workspace=empty.root).err == "scr: no review to count (see `scr reviews`; `scr import` adds one)\n"


def test_a_folder_that_cannot_be_written_is_told_with_what_to_do(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    able = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != closed and able(path, mode))
    line = f"{closed} cannot be written (name another folder; nothing was written)"
    assert refused("table", "issues", "-o", closed / "out.csv", workspace=root) == line
    assert refused("export", "parquet", closed / "out", workspace=root) == line
    assert list(closed.iterdir()) == []


def test_export_and_from(root: Path, tmp_path: Path) -> None:
    ran = scr("export", "parquet", tmp_path / "out", workspace=root)
    assert ran.code == 0
    assert ran.out.splitlines()[-1] == f"written: {tmp_path / 'out'}"
    ours = scr("table", "issues", "--where", "nation=wales", "-f", "csv", workspace=root)
    assert scr("table", "issues", "--where", "nation=wales", "-f", "csv", "--from", tmp_path / "out") == ours
    assert "holds something else than an export" in refused("export", "parquet", root, workspace=root)
    assert "--as-of needs the logs" in refused("table", "issues", "--from", tmp_path / "out", "--as-of", "2026-01-01", workspace=root)


def test_an_export_tells_errors_of_the_workspace(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert scr("export", "parquet", out, workspace=root).err == ""
    review = root / "data/reviews/r1"
    log = review / "codings/amber.jsonl"
    first = re.sub('"decided_at":"[^"]*"', '"decided_at":"2031-01-01T00:00:00.000Z"', log.read_text(encoding="utf-8").splitlines()[0])
    again = [
        first.replace('"finding":"1"', '"finding":"99"'),
        first.replace("C06", "Q99"),
        first.replace('"finding":"1"', '"finding":"2"').replace('"causes":[]', '"causes":["D04.1"]'),
        "{",
    ]
    with log.open("a", encoding="utf-8") as more:
        more.write("".join(f"{line}\n" for line in again))
    settings = review / "review.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("wales", "Wales") + "  colour: [red]\n", encoding="utf-8")
    ran = scr("export", "parquet", out, workspace=root)
    assert (ran.code, ran.out.splitlines()[-1]) == (0, f"written: {out}")
    assert ran.err == (
        f"scr: {out} holds errors of the workspace: 1 line of the logs is not readable and left out, 1 decision on a finding that is "
        "not there, 1 tag of an unknown issue, 1 cause that its issue does not have, 2 wrong attributes of reviews "
        "(run `scr check`, then export again)\n"
    )
    codes = {problem["code"] for problem in scr("check", "--format", "json", workspace=root).json if problem["severity"] == "error"}
    assert {"DEC001", "DEC002", "DEC005", "REV010", "REV011"} <= codes


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["table"], "missing argument 'TABLE'"),
        (["table", "isues"], "there is no table `isues` (did you mean `issues`?)"),
        (["table", "issues", "--by", "natoin"], "--by: `natoin` is not an attribute (did you mean `nation`?)"),
        (["table", "issues", "--where", "nation"], "is not attribute=value"),
        (["table", "issues", "--since", "yesterday"], "is not a date"),
        (["table", "issues", "--as-of", "2026-13-01"], "is not a date"),
        (["table", "issues", "--polarity", "bad"], "`bad` is not a polarity"),
        (["table", "issues", "--from", "nowhere"], "--from nowhere: no such folder"),
        (["table", "crosstab"], "a crosstab needs --rows and --cols"),
        (["table", "issues", "--format", "pdf"], "invalid value for '--format'"),
        (["table", "issues", "--layer", "ambre"], "there is no layer `ambre`: no coder has that name (did you mean `amber`?)"),
        (["table", "issues", "--where", "nation=wlaes"], "--where: `wlaes` is not a value of nation (did you mean `wales`?)"),
        (["table", "issues", "--where", "review=r9"], "there is no review `r9`"),
        (["findings", "r9"], "there is no review `r9`"),
        (["findings", "r1", "9"], "r1 has no finding `9`"),
        (["findings", "r1", "--coder", "nobody"], "there is no coder `nobody`"),
        (["status", "r9"], "there is no review `r9`"),
        (["--wrong"], "no such option: --wrong"),
        (["table", "issues", "--ouput", "x.csv"], "no such option: --ouput (did you mean `--output`?)"),
        (
            ["table", "issues", "--suppress-below", "five"],
            "--suppress-below: `five` is not a whole number (for instance --suppress-below 5)",
        ),
        (["table", "issues", "--top", "1.5"], "--top: `1.5` is not a whole number (for instance --top 5)"),
        (["log", "r1", "--limit", "all"], "--limit: `all` is not a whole number (for instance --limit 5)"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(root: Path, args: list[str], says: str) -> None:
    assert says in refused(*args, workspace=root)


@pytest.mark.parametrize("args", [["table", "issues"], ["tag", "r1", "1", "C06"], ["findings", "r1"], ["status"], ["reviews"]])
def test_a_broken_file_stops_the_work_with_its_place(root: Path, args: list[str]) -> None:
    (root / "data/reviews/r1/findings.yaml").write_text("findings: [\n", encoding="utf-8")
    (root / "data/reviews/r1/review.yaml").write_text("id: [\n", encoding="utf-8")
    line = refused(*args, workspace=root)
    assert line.startswith("data/reviews/r1/")
    assert line.endswith("(`scr check` shows every problem)")


def test_no_colour_without_a_terminal(root: Path) -> None:
    for env in ({}, {"FORCE_COLOR": "1"}, {"NO_COLOR": "1"}, {"CLICOLOR_FORCE": "1"}):
        for args in (["table", "issues"], ["findings", "r1"], ["check"], ["status"]):
            ran = scr(*args, workspace=root, env={**env})
            assert "\x1b" not in ran.out + ran.err


def test_json_is_one_document(root: Path) -> None:
    for args in (["reviews"], ["findings", "r1"], ["status"], ["log"], ["taxonomy", "show"]):
        json.loads(scr(*args, "--json", workspace=root).out)
    assert tree(root)
