"""`scr table`: frequency tables across reviews."""

from __future__ import annotations

import enum
import sys
from pathlib import Path
from typing import Annotated

import typer

from scr_coder.cli import completion
from scr_coder.cli.app import app
from scr_coder.cli.counting import (
    AsOfOption,
    CountOption,
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
from scr_coder.cli.output import bar_character, deliver, tell, wants_colour, width
from scr_coder.problem import ScrError
from scr_coder.render.tables import TableFormat, chosen_format, render_table
from scr_coder.tables.request import TABLES, TableRequest, make_request


class EngineName(enum.StrEnum):
    """What counts."""

    DUCKDB = "duckdb"
    SPARK = "spark"


class Within(enum.StrEnum):
    """What two issues must share to be a pair."""

    REVIEW = "review"
    FINDING = "finding"


class Sort(enum.StrEnum):
    """What rows are sorted by."""

    N = "n"
    PERCENT = "percent"
    KEY = "key"
    LABEL = "label"
    JACCARD = "jaccard"
    LIFT = "lift"


AttributeOption = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="ATTR",
        autocompletion=completion.attributes,
        help="One column for each value of an attribute; the periods of a trend.",
    ),
]


@app.command()
def table(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="TABLE", autocompletion=completion.tables, help=f"{', '.join(TABLES[:-1])} or {TABLES[-1]}.")
    ],
    by: AttributeOption = None,
    rows: Annotated[
        str | None,
        typer.Option("--rows", metavar="DIM", help="Rows of a crosstab: issue, area, cause, family, polarity, candidate or an attribute."),
    ] = None,
    cols: Annotated[str | None, typer.Option("--cols", metavar="DIM", help="Columns of a crosstab, from the same list.")] = None,
    within: Annotated[
        Within | None, typer.Option("--within", help="Pairs of issues (cooccurrence) within a review or a finding. [default: review]")
    ] = None,
    all_pairs: Annotated[bool, typer.Option("--all-pairs", help="Pairs that are never found together, too (cooccurrence).")] = False,
    orders: Annotated[int | None, typer.Option("--orders", metavar="N", help="Random orders (saturation). [default: 1000]")] = None,
    seed: Annotated[int | None, typer.Option("--seed", metavar="N", help="Of random orders and draws. [default: 1]")] = None,
    ci: Annotated[bool, typer.Option("--ci", help="Add 95% intervals to the percentages.")] = False,
    sort: Annotated[
        Sort | None,
        typer.Option("--sort", help="Largest n or percent first, jaccard or lift of pairs, by label, or as the taxonomy has them (key)."),
    ] = None,
    top: Annotated[
        int | None, typer.Option("--top", metavar="N", help="Only the first N rows; the largest, unless sorted otherwise.")
    ] = None,
    count: CountOption = None,
    layer: LayerOption = None,
    polarity: PolarityOption = None,
    where: WhereOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    as_of: AsOfOption = None,
    source: FromOption = None,
    qualify: QualifyOption = False,
    engine: Annotated[EngineName, typer.Option("--engine", help="Spark needs `scr-coder[spark]` and Java.")] = EngineName.DUCKDB,
    format: Annotated[
        TableFormat | None,
        typer.Option("--format", "-f", help="How the table is written. [default: what the ending of --output tells, or terminal]"),
    ] = None,
    suppress_below: SuppressOption = None,
    zeros: ZerosOption = None,
    allow_disclosure: AllowOption = False,
    wide: Annotated[bool, typer.Option("--wide", help="CSV with the values of --by or --cols beside each other.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="On the terminal: each row a sentence, for screen readers.")] = False,
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
      scr table issues --by nation --output issues.xlsx
      scr table issues --layer amber --as-of 2026-11-01
      scr table issues --top 10 --ci
      scr table issues --by nation --suppress-below 5
      scr table cooccurrence --within finding --top 20
      scr table trend --by publication_year
      scr table issues --from "exports/*" --engine spark
    """
    from scr_coder.tables.notes import NO_REVIEW
    from scr_coder.tables.protection import protected_table

    form = chosen_format(format, output)
    _check_options(form, output, wide, plain)
    facts, default_layer = facts_of(context, source, qualify)
    request = make_request(
        name,
        by=by,
        rows=rows,
        cols=cols,
        count=count,
        layer=layer,
        polarity=polarity,
        where=where,
        since=since,
        until=until,
        as_of=as_of,
        within=within,
        ci=ci,
        top=top,
        sort=sort,
        all_pairs=all_pairs,
        orders=orders,
        seed=seed,
        known=facts.known_attributes(),
        default_layer=default_layer,
    )
    guard = protection(facts, suppress_below, zeros, allow_disclosure)
    counted = protected_table(request, facts, guard, engine.value)
    deliver(render_table(counted, form, width(), wants_colour(), plain=plain, bar=bar_character(output), wide=wide), output)
    tell_allowed(guard, str(output or "this table"))
    tell_stricter_floor(context, source, guard)
    if NO_REVIEW in counted.notes:
        tell(f"scr: {_of_nothing(request)}")


def _of_nothing(request: TableRequest) -> str:
    """Return what is said of a table that counts no review: which filters leave none, and what to do."""
    filters = [f"--where {name}={','.join(values)}" for name, values in request.where]
    filters += [f"--{name} {value}" for name, value in (("since", request.since), ("until", request.until)) if value]
    if not filters:
        return "no review to count (see `scr reviews`; `scr import` adds one)"
    names = [name for name, _ in request.where]
    twice = next((name for name in names if names.count(name) > 1), "")
    hint = f"all must hold: for either value write --where {twice}=VALUE,VALUE" if twice else "leave one out, or widen it"
    return f"no review fits {' '.join(filters)} ({hint})"


def _check_options(form: TableFormat, output: Path | None, wide: bool, plain: bool) -> None:
    """Raise ScrError for options that the format cannot have, before anything is counted."""
    if wide and form is not TableFormat.CSV:
        raise ScrError(f"--wide is for CSV, not for {form.value}", "add --format csv")
    if plain and form is not TableFormat.TERMINAL:
        raise ScrError(f"--plain is for the terminal, not for {form.value}", "leave out one of the two")
    if form is TableFormat.XLSX and output is None and sys.stdout.isatty():
        raise ScrError("a workbook cannot be shown on a terminal", "give it a file: --output FILE.xlsx")
