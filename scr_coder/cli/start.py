"""`scr init`: a new workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scr_coder.cli.app import app
from scr_coder.cli.output import emit
from scr_coder.starting import start_workspace


@app.command()
def init(folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where; the current folder by default.")] = Path()) -> None:
    """Make a new workspace: the shipped taxonomies, settings, an example review, and what git needs to know.

    Nothing that is already there is ever replaced.

    \b
    Example:
      scr init case-reviews && cd case-reviews && scr check
    """
    names = start_workspace(folder)
    emit("\n".join(f"  {name}" for name in names))
    step = "" if folder == Path() else f"cd {folder} && "
    emit(f"\na workspace is ready. Next: {step}scr check, then scr findings example-review")
