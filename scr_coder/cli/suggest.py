"""`scr suggest`: likely issues for a finding, with the words that matched; nothing is saved."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from scr_coder.cli import completion
from scr_coder.cli.app import app
from scr_coder.cli.context import JsonOption, the_workspace
from scr_coder.cli.output import emit, emit_json, tell, wants_colour, width
from scr_coder.problem import ScrError
from scr_coder.workspace import Workspace


@app.command()
def suggest(
    context: typer.Context,
    review: Annotated[
        str | None, typer.Argument(metavar="[REVIEW]", autocompletion=completion.reviews, help="The review's id; with FINDING.")
    ] = None,
    finding: Annotated[
        str | None, typer.Argument(metavar="[FINDING]", autocompletion=completion.findings, help="The finding's id.")
    ] = None,
    text: Annotated[str | None, typer.Option("--text", "-t", metavar="T", help="Any text, instead of a finding.")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=1000, help="How many issues at most.")] = 5,
    json: JsonOption = False,
) -> None:
    """Suggest likely issues for a finding, best first, with its words that matched. Nothing is saved: you decide.

    A suggestion compares words; it has not understood the finding. It can also anchor you: `suggestions: off` in
    data/workspace.yaml hides all of them.

    \b
    Examples:
      scr suggest my-review 4.17
      scr suggest my-review 4.17 --limit 10 --json
      scr suggest --text "No solicitor came to the ICPC"
    """
    workspace = the_workspace(context)
    if not workspace.settings.suggestions:
        raise ScrError("suggestions are switched off in this workspace", "`suggestions: off` in data/workspace.yaml")
    taxonomies = workspace.usable_taxonomies()
    wanted = _text(workspace, review, finding, text)

    from scr_coder.suggest import Suggester, workspace_examples

    suggestions = Suggester(taxonomies, workspace_examples(workspace)).suggest(wanted, limit)
    if json:
        emit_json([one._asdict() for one in suggestions])
    elif not suggestions:
        emit("no suggestions: no word of this text is in the taxonomies or in coded findings")
    else:
        emit(_table([[one.issue, one.label, ", ".join(one.matched)] for one in suggestions]))
        tell("scr: these are suggestions by matching words; nothing has been saved, you decide (see `scr taxonomy show ISSUE`)")


def _text(workspace: Workspace, review: str | None, finding: str | None, text: str | None) -> str:
    """Return the text that is meant: of a finding, or as given. Raises ScrError for both, neither, half, and unknown ids."""
    if text is not None and review is None:
        if not text.strip():
            raise ScrError("the text is empty", "give the words of a finding")
        return text
    if text is not None or review is None or finding is None:
        raise ScrError("name a review and a finding, or give --text, not both", "see `scr suggest --help`")
    return workspace.finding(review, finding).text


def _table(rows: list[list[Any]]) -> str:
    from scr_coder.render.terminal import Column, grid

    return grid([Column("Issue"), Column("Label", wide=True), Column("Words that matched", wide=True)], rows, width(), wants_colour())
