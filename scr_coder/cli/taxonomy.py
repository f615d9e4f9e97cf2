"""Commands on the taxonomy: show, check, schema."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated

import typer

from scr_coder.cli import completion
from scr_coder.cli.app import app
from scr_coder.cli.context import JsonOption, the_workspace
from scr_coder.cli.output import deliver, emit, emit_json, wants_colour, width
from scr_coder.render import taxonomy as render
from scr_coder.schema import schema_text

group = typer.Typer(help="Show and check the taxonomies; print the schemas of the files.", rich_markup_mode=None)
app.add_typer(group, name="taxonomy")


class SchemaName(enum.StrEnum):
    """The shipped schemas."""

    TAXONOMY = "taxonomy"
    ATTRIBUTES = "attributes"
    WORKSPACE = "workspace"
    REVIEW = "review"
    FINDINGS = "findings"
    LEFT_OUT = "left_out"


@group.command()
def show(
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID]...",
            autocompletion=completion.issues,
            help="An issue (C02), an area (C), a family, an attribute, or words to search for.",
        ),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Show the taxonomies: all issues, or one in full with what to include, what to exclude and its causes.

    \b
    Examples:
      scr taxonomy show               every area and issue, one line each
      scr taxonomy show C             one area with its causes
      scr taxonomy show C02           one issue in full
      scr taxonomy show review_type   one attribute with its values
      scr taxonomy show bruising      every issue that speaks of it
    """
    workspace = the_workspace(context)
    taxonomies = workspace.usable_taxonomies()
    if json:
        emit_json(render.taxonomy_json(taxonomies, names or []))
    else:
        emit(render.taxonomy_text(taxonomies, workspace.attributes, names or [], width(), wants_colour()))


@group.command()
def schema(
    name: Annotated[SchemaName, typer.Argument(help="Which schema.")] = SchemaName.TAXONOMY,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write it to a file.")] = None,
) -> None:
    """Print a JSON Schema (2020-12), for editors that check YAML while you type.

    \b
    Examples:
      scr taxonomy schema
      scr taxonomy schema review --output review.schema.json
    """
    deliver(schema_text(name.value), output)
