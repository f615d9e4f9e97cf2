"""`scr export`: what a workspace holds, for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scr_coder.cli.app import app
from scr_coder.cli.context import the_workspace
from scr_coder.cli.disclosure import AllowOption, tell_below_floor
from scr_coder.cli.output import emit, reading_progress, tell
from scr_coder.text import one_line

group = typer.Typer(help="Write what a workspace holds for other programs.", rich_markup_mode=None)
app.add_typer(group, name="export")


@group.command()
def parquet(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write; an earlier export in it is replaced.")],
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="The decisions as they stood then.")] = None,
    allow_disclosure: AllowOption = False,
) -> None:
    """Write reviews, findings (without their text), decisions, tags and causes as Parquet files.

    `scr table TABLE --from DIR` counts them; DuckDB, Spark, pandas and R read them. Texts and memos stay
    here; names of candidates and reasons for exclusions, which coders write freely, are in it. Where the
    workspace has a floor of suppression, an export needs --allow-disclosure and carries the floor along.

    \b
    Examples:
      scr export parquet build/facts
      scr table issues --from build/facts
    """
    from scr_coder.exchange.parquet import export_parquet
    from scr_coder.tables.request import moment
    from scr_coder.tables.workspace_facts import WorkspaceFacts

    facts = WorkspaceFacts(the_workspace(context), reading_progress)
    warnings: list[str] = []
    counts = export_parquet(facts, folder, moment(as_of), allow_disclosure, warnings.append)
    emit("\n".join(f"  {name}.parquet  {rows:,} rows" for name, rows in counts.items()))
    emit(f"written: {folder}")
    for warning in warnings:
        tell(f"scr: {one_line(warning)}")
    if facts.floor()[0]:
        tell_below_floor(str(folder), "it holds single reviews: keep it where the workspace may be read")
