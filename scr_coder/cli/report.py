"""`scr report`: everything an analyst publishes, in one folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from scr_coder.cli import completion
from scr_coder.cli.app import app
from scr_coder.cli.counting import (
    AsOfOption,
    FromOption,
    LayerOption,
    PolarityOption,
    QualifyOption,
    SinceOption,
    UntilOption,
    WhereOption,
    facts_of,
)
from scr_coder.cli.disclosure import AllowOption, SuppressOption, ZerosOption, protection, tell_allowed, tell_stricter_floor
from scr_coder.cli.output import emit, tell


@app.command()
def report(
    context: typer.Context,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="The folder to write; an earlier report in it is replaced.")
    ],
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="Its title. [default: the workspace's]")] = None,
    mark: Annotated[
        str | None, typer.Option("--mark", metavar="TEXT", help="A line to stand on the report and on each chart, such as “Draft”.")
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            metavar="ATTR",
            autocompletion=completion.attributes,
            help="Count by this attribute, too. May be given again. [default: the first few that most reviews state]",
        ),
    ] = None,
    layer: LayerOption = None,
    polarity: PolarityOption = None,
    where: WhereOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    as_of: AsOfOption = None,
    source: FromOption = None,
    qualify: QualifyOption = False,
    quotes: Annotated[bool, typer.Option("--quotes", help="Put the text of the findings in it, too.")] = False,
    suppress_below: SuppressOption = None,
    zeros: ZerosOption = None,
    allow_disclosure: AllowOption = False,
) -> None:
    """Make a report that can be published as it is: the overview map with its numbers, charts, tables, and all of it as data.

    DIR gets index.html (one file, no network, readable without script), tables.xlsx, tidy CSVs with datapackage.json,
    charts as SVG and PNG, manifest.json and README.txt. Suppression is the same in all of them.

    \b
    Examples:
      scr report --output build/report
      scr report --output build/report --suppress-below 5
      scr report --output build/wales --where nation=wales --by review_type --title "Reviews of Wales"
      scr report --output build/report --quotes
      scr report --output build/national --from "exports/*"
    """
    from scr_coder.report.folder import check_folder, write_folder
    from scr_coder.report.make import report_files
    from scr_coder.report.plan import ReportOptions

    check_folder(output)
    facts, default_layer = facts_of(context, source, qualify)
    options = ReportOptions(
        title=title or "",
        mark=mark or "",
        by=tuple(by or ()),
        layer=layer,
        polarity=polarity,
        where=tuple(where or ()),
        since=since,
        until=until,
        as_of=as_of,
        source=tuple(source or ()),
        qualify=qualify,
        quotes=quotes,
        suppress_below=suppress_below,
        zeros=None if zeros is None else zeros.value,
        allow_disclosure=allow_disclosure,
    )
    try:
        files = report_files(options, facts, default_layer, _step)
        _step("writing the files")
        write_folder(output, files)
    finally:
        _step("")
    emit(f"written: {output}")
    guard = protection(facts, suppress_below, zeros, allow_disclosure)
    tell_allowed(guard, str(output))
    if not tell_stricter_floor(context, source, guard) and not guard.threshold and not guard.note:
        tell("scr: small numbers are not suppressed in this report; --suppress-below 5 does so")


def _step(name: str) -> None:
    """Say on a terminal what is done; the line is gone when all is."""
    if sys.stderr.isatty():
        line = f"{name} …" if name else ""
        sys.stderr.write(f"\r{line:<60}" + ("" if name else "\r"))
        sys.stderr.flush()
