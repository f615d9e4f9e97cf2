"""`scr why-count`: from a number of a table back to the findings behind it."""

from __future__ import annotations

from typing import Annotated

import typer

from scr_coder.cli import completion
from scr_coder.cli.app import app
from scr_coder.cli.context import JsonOption
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
from scr_coder.cli.output import emit, emit_json, wants_colour, width
from scr_coder.problem import ScrError


@app.command("why-count")
def why_count(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(metavar="ISSUE", autocompletion=completion.issues, help="An issue; or an area, a cause, a family, a candidate."),
    ],
    why: Annotated[
        str | None,
        typer.Option(
            "--why", metavar="CAUSE", help="Of an issue, only where this cause was given; also unclear, other, disagreed, not_coded."
        ),
    ] = None,
    by: Annotated[
        list[str] | None, typer.Option("--by", metavar="ATTR=VALUE", help="The column of a table by an attribute. May be given again.")
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
    suppress_below: SuppressOption = None,
    zeros: ZerosOption = None,
    allow_disclosure: AllowOption = False,
    quotes: Annotated[bool, typer.Option("--quotes", help="Show the text of the findings, too.")] = False,
    json: JsonOption = False,
) -> None:
    """Go from a number back to the findings behind it: review, finding, locator, and what each coder gave.

    Takes the filters of `scr table`, and repeats the number as the table shows it. The text of findings is shown only
    when asked for. Where small counts are suppressed, a number that a table would hide is refused.

    \b
    Examples:
      scr why-count F09
      scr why-count F09 --where publication_year=2016
      scr why-count X --by harm_category=neglect --count findings
      scr why-count C02 --why unclear --quotes
      scr why-count capacity --layer any --json
    """
    from scr_coder.render.why import why_json, why_text
    from scr_coder.tables.guarded_why import protected_why_count
    from scr_coder.tables.request import make_request
    from scr_coder.tables.why import places
    from scr_coder.tables.workspace_facts import WorkspaceFacts

    if quotes and source:
        raise ScrError("--quotes: an export holds no texts", "leave --from out, in the workspace")
    facts, default_layer = facts_of(context, source, qualify)
    request = make_request(
        "issues",
        count=count,
        layer=layer,
        polarity=polarity,
        where=where,
        columns=by or (),
        since=since,
        until=until,
        as_of=as_of,
        known=facts.known_attributes(),
        default_layer=default_layer,
    )
    guard = protection(facts, suppress_below, zeros, allow_disclosure)
    found = protected_why_count(name, request, facts, guard, why or "")
    placed = places(facts.workspace, found.findings) if isinstance(facts, WorkspaceFacts) else {}
    if json:
        emit_json(why_json(found, placed, quotes))
    else:
        emit(why_text(found, placed, quotes, width(), wants_colour()))
    tell_allowed(guard, "this number and its findings")
    tell_stricter_floor(context, source, guard)
