"""`scr check` and `scr taxonomy check`: every problem, located."""

from __future__ import annotations

import inspect
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from scr_coder.cli.app import app
from scr_coder.cli.context import the_workspace
from scr_coder.cli.output import emit, tell, wants_colour
from scr_coder.cli.taxonomy import group
from scr_coder.exit_code import ExitCode
from scr_coder.problem import Problem, ScrError
from scr_coder.render.problems import ProblemFormat, render_problems, summary
from scr_coder.taxonomy import TaxonomySet

_YAML_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
FormatOption = Annotated[ProblemFormat, typer.Option("--format", help="How problems are printed.")]
StrictOption = Annotated[bool, typer.Option("--strict", help="Let warnings fail the run too.")]


@app.command()
def check(
    context: typer.Context,
    format: FormatOption = ProblemFormat.TEXT,
    strict: StrictOption = False,
    explain: Annotated[str | None, typer.Option("--explain", metavar="CODE", help="Explain a code, and exit.")] = None,
) -> None:
    """Check taxonomies, reviews, findings and logs. Every problem of every file is reported in one run, with its place.

    Exit code 0 when there is no error, 1 when there is one (with --strict also for warnings).

    \b
    Examples:
      scr check
      scr check --strict --format github     annotations on a pull request
      scr check --format sarif > check.sarif
      scr check --explain DEC006
    """
    from scr_coder.checks import run_checks, workspace_snapshot

    if explain is not None:
        emit(_explained(explain.upper()))
        return
    workspace = the_workspace(context)
    _finish(run_checks(workspace_snapshot(workspace)), workspace.root, format, strict)


@group.command("check")
def check_taxonomy(
    context: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help="Taxonomy files; by default those of the workspace.")
    ] = None,
    format: FormatOption = ProblemFormat.TEXT,
    strict: StrictOption = False,
) -> None:
    """Check taxonomies by themselves: the workspace's, or the files you name (no workspace is needed then).

    \b
    Examples:
      scr taxonomy check
      scr taxonomy check my-layer.yaml --strict
    """
    from scr_coder.checks import TAXONOMY_CHECKS, run_checks, taxonomy_snapshot, workspace_snapshot

    if files:
        snapshot = taxonomy_snapshot(files, _others(context))
        mine = {str(path) for path in files}
        problems = [p for p in run_checks(snapshot, TAXONOMY_CHECKS) if p.location.path in mine]
        _finish(problems, Path(), format, strict)
        return
    workspace = the_workspace(context)
    snapshot = workspace_snapshot(workspace, reviews=False)
    _finish(run_checks(snapshot, TAXONOMY_CHECKS), workspace.root, format, strict)


def _others(context: typer.Context) -> TaxonomySet:
    """Return the taxonomies that a file may extend: the workspace's, or the shipped ones outside a workspace."""
    from scr_coder.taxonomy.read import shipped_taxonomies

    try:
        return the_workspace(context).taxonomies
    except ScrError:
        return shipped_taxonomies()


def _explained(code: str) -> str:
    from scr_coder.checks import CHECKS, all_codes

    codes = all_codes()
    if code not in codes:
        raise ScrError(f"there is no code `{code}`", f"known: {', '.join(codes)}")
    lines = [f"{code}: {codes[code]}"]
    for module in CHECKS:
        if code in module.CODES:
            lines += ["", inspect.getdoc(module) or ""]
    return "\n".join(lines)


def _finish(problems: Sequence[Problem], root: Path, format: ProblemFormat, strict: bool) -> None:
    """Print the problems and the summary, and exit with what they mean."""
    from scr_coder.checks import all_codes, has_errors

    lines: dict[str, list[str]] = {}

    def source_line(path: str, line: int) -> str:
        if path not in lines:
            try:
                text = (root / path).read_bytes().decode("utf-8", "replace")
                lines[path] = text.split("\n") if path.endswith(".jsonl") else _YAML_LINE_END.split(text)
            except OSError:
                lines[path] = []
        return lines[path][line - 1] if 0 < line <= len(lines[path]) else ""

    here = Path.cwd()
    inside = root.absolute() != here and root.absolute().is_relative_to(here)
    prefix = root.absolute().relative_to(here).as_posix() + "/" if inside else ""
    emit_text = render_problems(problems, format, all_codes(), prefix, source_line, wants_colour())
    if emit_text:
        emit(emit_text)
    tell(summary(problems))
    if has_errors(problems, strict):
        raise typer.Exit(ExitCode.PROBLEMS)
