"""What the commands that change findings share: who does it, and how it is told. No command is here."""

from __future__ import annotations

import typer

from scr_coder.cli.context import the_coder, the_workspace
from scr_coder.cli.output import emit, tell
from scr_coder.mending import Done, Mender
from scr_coder.problem import ScrError
from scr_coder.render.mending import decisions_said, done_text


def the_mender(context: typer.Context, review: str, coder: str | None) -> Mender:
    """Return what changes the findings of a review, on behalf of the coder if one is known."""
    workspace = the_workspace(context)
    try:
        by = the_coder(coder)
    except ScrError:
        if coder is not None:
            raise
        by = ""  # nothing is decided here: it need not be known who does it
    return Mender(workspace, review, by)


def report_change(done: Done, review: str, dry_run: bool, how: str = "changed", would: str = "would change", back: bool = False) -> None:
    """Tell what was done: the change and what it made on stdout, what became of decisions on stderr."""
    emit(done_text(done, review, "unchanged" if not done.changed else would if dry_run else how))
    for notice in [*done.notices, decisions_said(done, review, back)]:
        if notice:
            tell(f"scr: {notice}")
    if dry_run:
        tell("scr: nothing was written: this was a dry run")
