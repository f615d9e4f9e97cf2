"""`scr` as other programs meet it: whole processes, pipes, locales, several at once, and what is imported."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from building import ROOT, build, coded

ENGLISH = {"LANG": "C", "LC_ALL": "C"}


def run(*args: str, cwd: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "scr_coder", *args], cwd=cwd, env=environment(env), capture_output=True, timeout=60)


def environment(more: dict[str, str] | None = None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SCR_", "_SCR", "PYTHON", "LC_", "LANG"))}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "SCR_CODER": "amber"} | (more or {})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return build(tmp_path / "ws", {"r1": {}}, [coded("r1/1", "beech", "C06")], findings=40).root


def test_the_main_job(tmp_path: Path) -> None:
    assert run("init", "x", cwd=tmp_path).returncode == 0
    inside = tmp_path / "x"
    assert run("check", cwd=inside).stderr == b"no problems\n"
    assert run("tag", "example-review", "4.2", "G07", cwd=inside).stdout.startswith(b"saved: finding 4.2 of example-review, coder amber")
    ran = run("table", "issues", "--format", "json", cwd=inside / "data", env={"SOURCE_DATE_EPOCH": "0"})
    assert [row["issue"] for row in json.loads(ran.stdout)["rows"] if row["n"]] == ["G07"]
    assert ran.stderr == b""


def test_errors_are_one_line_and_exit_code_2(root: Path) -> None:
    ran = run("tag", "r1", "1", "C99", cwd=root)
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr.startswith(b"scr: `C99` is not an issue of the taxonomies")
    assert ran.stderr.count(b"\n") == 1


@pytest.mark.skipif(os.name == "nt", reason="a shell with pipes")
@pytest.mark.parametrize("command", ["table issues", "taxonomy show", "findings r1", "taxonomy show --json", "check --explain WSP001"])
def test_a_reader_that_goes_away_is_no_error(root: Path, command: str) -> None:
    line = f"{shlex.quote(sys.executable)} -m scr_coder {command} | :; echo ${{PIPESTATUS[0]}}"
    ran = subprocess.run(["bash", "-c", line], cwd=root, env=environment(), capture_output=True, timeout=60)
    assert (ran.stdout, ran.stderr) == (b"0\n", b"")


@pytest.mark.parametrize("env", [ENGLISH, {"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "latin-1", **ENGLISH}])
def test_pipes_are_utf8_in_any_locale(root: Path, env: dict[str, str]) -> None:
    ran = run("tag", "r1", "2", "C06", "--memo", "naïve – “ünïcode” 日本", cwd=root, env=env)
    assert ran.returncode == 0, ran.stderr
    assert "memo: naïve – “ünïcode” 日本" in ran.stdout.decode("utf-8")
    ran = run("log", "--json", cwd=root, env=env)
    assert json.loads(ran.stdout.decode("utf-8"))[-1]["memo"] == "naïve – “ünïcode” 日本"
    ran = run("table", "families", "--layer", "any", cwd=root, env=env)
    assert "“Cause not coded”" in ran.stdout.decode("utf-8")


def test_output_does_not_depend_on_the_locale_or_the_hash_seed(root: Path) -> None:
    outputs = {
        run("table", "causes", "-f", "json", cwd=root, env={"SOURCE_DATE_EPOCH": "0", "PYTHONHASHSEED": seed, **more}).stdout
        for seed, more in (("1", {}), ("2", ENGLISH), ("3", {"TZ": "Asia/Tokyo"}))
    }
    assert len(outputs) == 1


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        ("import scr_coder", "typer rich pandas numpy duckdb yaml"),
        ("import scr_coder.cli.app", "pandas numpy duckdb textual"),
        ("from scr_coder.cli.app import app; run(app, 'check')", "pandas numpy duckdb textual"),
        ("from scr_coder.cli.app import app; run(app, 'tag', 'r1', '1', 'C06')", "pandas numpy duckdb textual"),
        ("from scr_coder.cli.app import app; run(app, 'table', 'issues')", "pandas numpy textual"),
        (
            "import scr_coder.workspace, scr_coder.coding, scr_coder.checks, scr_coder.taxonomy, scr_coder.review, scr_coder.schema, "
            "scr_coder.progress, scr_coder.starting, scr_coder.yaml_source",
            "typer click rich textual pandas numpy duckdb",
        ),
        (
            "import scr_coder.tables.facts, scr_coder.tables.tabulate, scr_coder.tables.notebook, scr_coder.tables.frames",
            "typer click rich textual pandas numpy",
        ),
        ("import scr_coder.report.make", "typer click rich textual matplotlib jinja2"),
    ],
)
def test_what_is_imported(root: Path, statement: str, absent: str) -> None:
    code = (
        "import sys\n"
        "def run(app, *args):\n"
        "    try: app(list(args))\n"
        "    except SystemExit as end: assert not end.code, end.code\n"
        f"{statement}\n"
        f"found = sorted(set({absent.split()!r}) & set(sys.modules))\n"
        "assert not found, f'imported: {found}'\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=root, env=environment(), capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr


FIRST = b"scr: this is the first decision of `amber`; others here: beech\n"


def test_processes_that_tag_at_once_lose_nothing(root: Path) -> None:
    """Two writers of one log, ten decisions each, begun together in pairs."""
    for pair in range(5):
        both = [
            subprocess.Popen(
                [sys.executable, "-m", "scr_coder", "tag", "r1", str(2 * pair + number), "C06"],
                cwd=root, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            )
            for number in (1, 2)
        ]  # fmt: skip
        for process in both:
            _, errors = process.communicate(timeout=60)
            assert (process.returncode, errors.replace(FIRST, b"")) == (0, b"")
    lines = [json.loads(line) for line in (root / "data/reviews/r1/codings/amber.jsonl").read_text().splitlines()]
    assert sorted(int(line["finding"]) for line in lines) == list(range(1, 11))
    moments = [line["decided_at"] for line in lines]
    assert moments == sorted(set(moments)), "the order of lines is the order of decisions"


# Completion -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("scr ta", {"tag", "table", "taxonomy"}),
        ("scr tag ", {"r1"}),
        ("scr tag r1 3", {"3", "30", "39"}),
        ("scr tag r1 1 C0", {"C01", "C06", "C08"}),
        ("scr tag r1 1 C06 --why ", {"C06.1", "unclear"}),
        ("scr tag r1 1 x02 --secondary --why X02", {"X02.1", "X02.2"}),
        ("scr log --coder ", {"beech"}),
        ("scr table issues --by harm", {"harm_category"}),
    ],
)
def test_completion_offers_what_is_in_the_workspace(root: Path, words: str, offered: set[str]) -> None:
    env = {"_SCR_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split(" ")) - 1)}
    ran = run(cwd=root, env=env)
    assert offered <= set(ran.stdout.decode().split()), ran
    assert "G03" not in ran.stdout.decode()


def test_completion_outside_a_workspace_offers_nothing_and_never_fails(tmp_path: Path) -> None:
    ran = run(cwd=tmp_path, env={"_SCR_COMPLETE": "complete_bash", "COMP_WORDS": "scr tag ", "COMP_CWORD": "2"})
    assert ran.stdout.strip() == b""
    assert b"Traceback" not in ran.stderr


def test_show_completion(tmp_path: Path) -> None:
    ran = run("--show-completion", "bash", cwd=tmp_path)
    if ran.returncode:  # the shell is found out from the parent process where it cannot be named
        ran = run("--show-completion", cwd=tmp_path, env={"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"})
    assert b"_SCR_COMPLETE=complete_bash" in ran.stdout, ran


def test_bash_completes(root: Path, tmp_path: Path) -> None:
    """The script that is shown, run by bash itself."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash")
    shim = tmp_path / "bin" / "scr"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m scr_coder "$@"\n')
    shim.chmod(0o755)
    line = 'eval "$(scr --show-completion bash)"; COMP_WORDS=(scr tag ""); COMP_CWORD=2; _scr_completion scr; echo "${COMPREPLY[@]}"'
    env = environment({"PATH": f"{shim.parent}:{os.environ['PATH']}"})
    ran = subprocess.run([bash, "-c", line], cwd=root, env=env, capture_output=True, text=True, timeout=60)
    assert ran.stdout.strip() == "r1", ran
