"""Runs `scr` inside the test process, through Typer's runner, with an environment of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from scr_coder.cli.app import app
from typer.testing import CliRunner

from building import tree


class Ran(NamedTuple):
    """How a run ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def scr(*args: str | Path, workspace: Path | None = None, coder: str = "", env: dict[str, str | None] | None = None) -> Ran:
    """Run one command. Nothing of the tester's own environment or config is seen."""
    given: dict[str, str | None] = {
        "SCR_WORKSPACE": None,
        "SCR_CODER": coder or None,
        "XDG_CONFIG_HOME": "/nonexistent",
        "SOURCE_DATE_EPOCH": "0",
    }
    if workspace is not None:
        given["SCR_WORKSPACE"] = str(workspace)
    result = CliRunner(env=given | (env or {})).invoke(app, [str(arg) for arg in args])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ran(result.exit_code, result.stdout, result.stderr)


def refused(*args: str | Path, workspace: Path, coder: str = "amber", env: dict[str, str | None] | None = None) -> str:
    """Run a command that must be refused: exit code 2, one line on stderr, nothing on stdout, nothing written. Return the line."""
    before = tree(workspace)
    ran = scr(*args, workspace=workspace, coder=coder, env=env)
    assert ran.code == 2, ran
    assert ran.out == ""
    assert ran.err.endswith("\n")
    assert ran.err.count("\n") == 1, ran.err
    assert ran.err.startswith("scr: ")
    after = {name: data for name, data in tree(workspace).items() if not name.startswith("data/.scr-cache/")}
    assert after == {name: data for name, data in before.items() if not name.startswith("data/.scr-cache/")}, "something was written"
    return ran.err.removeprefix("scr: ").rstrip("\n")
