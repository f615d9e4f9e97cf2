"""`scr table`: frequency tables across reviews."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated

import typer

from scr_coder.cli import completion
from scr_coder.cli.app import app
from scr_coder.cli.context import the_workspace
from scr_coder.cli.output import deliver, reading_progress, wants_colour, width
from scr_coder.problem import ScrError
from scr_coder.render.tables import TableFormat, render_table


class TableName(enum.StrEnum):
    """The tables."""

    ISSUES = "issues"
    AREAS = "areas"
    CAUSES = "causes"
    FAMILIES = "families"
    CANDIDATES = "candidates"
    COVERAGE = "coverage"
    CROSSTAB = "crosstab"


class EngineName(enum.StrEnum):
    """What counts."""

    DUCKDB = "duckdb"
    SPARK = "spark"


class Count(enum.StrEnum):
    """What is counted."""

    REVIEWS = "reviews"
    FINDINGS = "findings"


AttributeOption = Annotated[
    str | None,
    typer.Option("--by", metavar="ATTR", autocompletion=completion.attributes, help="One column for each value of an attribute."),
]


@app.command()
def table(
    context: typer.Context,
    name: Annotated[TableName, typer.Argument(metavar="TABLE", help="issues, areas, causes, families, candidates, coverage or crosstab.")],
    by: AttributeOption = None,
    rows: Annotated[
        str | None,
        typer.Option("--rows", metavar="DIM", help="Rows of a crosstab: issue, area, cause, family, polarity, candidate or an attribute."),
    ] = None,
    cols: Annotated[str | None, typer.Option("--cols", metavar="DIM", help="Columns of a crosstab, from the same list.")] = None,
    count: Annotated[
        Count, typer.Option("--count", help="Count reviews in which it was found at least once, or findings.")
    ] = Count.REVIEWS,
    layer: Annotated[
        str | None,
        typer.Option(
            "--layer",
            metavar="LAYER",
            help="Whose decisions: resolved (consensus, else what all coders agree on), consensus, any, or a coder. "
            "[default: the workspace's]",
        ),
    ] = None,
    polarity: Annotated[
        str | None, typer.Option("--polarity", metavar="P,…", help="problem, advice, positive or all. [default: problem,advice]")
    ] = None,
    where: Annotated[
        list[str] | None, typer.Option("--where", metavar="ATTR=VALUE,…", help="Only these reviews. May be given again.")
    ] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="Only reviews published from YYYY[-MM[-DD]] on.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Only reviews published up to YYYY[-MM[-DD]].")] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="The decisions as they stood at the end of a day (UTC).")
    ] = None,
    source: Annotated[
        list[str] | None,
        typer.Option(
            "--from", metavar="DIR|GLOB", help="Count Parquet that `scr export parquet` wrote, not the workspace. May be given again."
        ),
    ] = None,
    qualify: Annotated[bool, typer.Option("--qualify", help="With --from: the same review id in two exports means two reviews.")] = False,
    engine: Annotated[EngineName, typer.Option("--engine", help="Spark needs `scr-coder[spark]` and Java.")] = EngineName.DUCKDB,
    format: Annotated[TableFormat, typer.Option("--format", "-f", help="How the table is printed.")] = TableFormat.TERMINAL,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write it to a file.")] = None,
) -> None:
    """Count across reviews. The default counts reviews in which something was found at least once, never mentions.

    Every table says its base, its layer, how much is coded, and what to beware of. Rows with zero stay.

    \b
    Examples:
      scr table issues
      scr table issues --by review_type --count findings
      scr table causes --where nation=wales --format csv -o causes.csv
      scr table crosstab --rows area --cols harm_category
      scr table issues --layer amber --as-of 2026-11-01
      scr table issues --from 'exports/*' --engine spark
    """
    from scr_coder.tables.parquet_facts import ParquetFacts
    from scr_coder.tables.request import make_request
    from scr_coder.tables.tabulate import tabulate_request
    from scr_coder.tables.workspace_facts import WorkspaceFacts

    if qualify and not source:
        raise ScrError("--qualify tells exports apart and belongs to --from")
    if not source:
        workspace = the_workspace(context)
        facts: ParquetFacts | WorkspaceFacts = WorkspaceFacts(workspace, reading_progress)
        default_layer = workspace.settings.layer
    else:
        facts, default_layer = ParquetFacts(source, qualify), "resolved"
    request = make_request(
        name.value,
        by=by,
        rows=rows,
        cols=cols,
        count=count.value,
        layer=layer,
        polarity=polarity,
        where=where,
        since=since,
        until=until,
        as_of=as_of,
        known=facts.known_attributes(),
        default_layer=default_layer,
    )
    deliver(render_table(tabulate_request(request, facts, engine.value), format, width(), wants_colour()), output)
