"""`scr code`: code a review, on the full screen or by plain prompts."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from scr_coder.cli import completion
from scr_coder.cli.app import app
from scr_coder.cli.coding import CoderOption, ReviewArgument
from scr_coder.cli.context import the_coder, the_workspace
from scr_coder.cli.output import emit, tell
from scr_coder.problem import ScrError
from scr_coder.text import count_of


@app.command()
def code(
    context: typer.Context,
    review: ReviewArgument,
    plain: Annotated[bool, typer.Option("--plain", help="Plain prompts: for screen readers, slow links and pipes.")] = False,
    finding: Annotated[
        str | None,
        typer.Option("--finding", metavar="FINDING", autocompletion=completion.findings, help="Begin there; by default where you stopped."),
    ] = None,
    coder: CoderOption = None,
) -> None:
    """Code a review finding by finding, with the keyboard alone. Everything you do is on the disk at once.

    \b
    Examples:
      scr code my-review
      scr code my-review --finding 4.17
      scr code my-review --plain
    """
    from scr_coder.workbench import Workbench

    workspace = the_workspace(context)
    name = the_coder(coder)
    if not plain and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise ScrError("the full screen needs a terminal", "use --plain in a pipe")
    refused = 0
    with Workbench(workspace, review, name) as bench:
        if finding is not None:
            bench.go(finding)
        if bench.read_only:
            tell("scr: this review is open in another window of yours: you can read here, not write")
        if plain:
            from scr_coder.plain import run_plain

            refused = run_plain(bench, sys.stdin, _say)
        else:
            from scr_coder.tui.app import run_screen

            run_screen(bench)
        left = bench.counts()
        emit(f"{left.done} of {left.findings} findings have a decision; everything is saved")
    if refused and not sys.stdin.isatty():
        raise ScrError(f"{count_of(refused, 'line was', 'lines were')} refused", "each has a line that begins with `not done:`")


def _say(text: str) -> None:
    """Write at once: a program at the other end of a pipe may wait for the answer before it goes on."""
    emit(text)
    sys.stdout.flush()
