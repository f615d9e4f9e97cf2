"""Commands that list: reviews, findings, status."""

from __future__ import annotations

from typing import Annotated

import typer

from scr_coder.cli import completion
from scr_coder.cli.app import app
from scr_coder.cli.context import JsonOption, known_coder, the_workspace
from scr_coder.cli.output import emit, emit_json, wants_colour, width
from scr_coder.problem import ScrError
from scr_coder.progress import FindingState, finding_states, progress
from scr_coder.render import listings
from scr_coder.text import called
from scr_coder.workspace import Workspace


@app.command("reviews")
def reviews_command(context: typer.Context, json: JsonOption = False) -> None:
    """List the reviews of the workspace: title, findings, coders; with --json also their attributes and source.

    \b
    Examples:
      scr reviews
      scr reviews --json
    """
    workspace = the_workspace(context)
    rows = listings.review_rows(workspace)
    if json:
        emit_json(rows)
    else:
        emit(listings.reviews_text(rows, width(), wants_colour()) if rows else _NO_REVIEWS)


_NO_REVIEWS = "no reviews yet: put a review into data/reviews/ID/ as review.yaml and findings.yaml, then run `scr check`"


@app.command("findings")
def findings_command(
    context: typer.Context,
    review: Annotated[str, typer.Argument(metavar="REVIEW", autocompletion=completion.reviews, help="The review's id.")],
    finding: Annotated[str | None, typer.Argument(metavar="[FINDING]", help="Only this finding.")] = None,
    coder: Annotated[
        str | None,
        typer.Option("--coder", metavar="NAME", autocompletion=completion.coders, help="Show the states of one coder only."),
    ] = None,
    state: Annotated[FindingState | None, typer.Option("--state", help="Only findings in this state (of --coder, or of anyone).")] = None,
    left_out: Annotated[bool, typer.Option("--left-out", help="Show instead what is in the report and not among its findings.")] = False,
    json: JsonOption = False,
) -> None:
    """Show the findings of a review, each with its locator, its text and what each coder said of it.

    \b
    Examples:
      scr findings my-review
      scr findings my-review 4.17
      scr findings my-review --coder amber --state uncoded
      scr findings my-review --left-out
    """
    workspace = the_workspace(context)
    if left_out:
        if coder is not None or state is not None:
            raise ScrError("--left-out goes with no coder and no state", "nobody decides on what was left out")
        _show_left_out(workspace, review, finding, json)
        return
    if coder is not None:
        known_coder(workspace, coder)
    chosen = finding_states(workspace, review, coder, state)
    if finding is not None:
        only = workspace.finding(review, finding).id
        chosen = [entry for entry in chosen if entry.finding.id == only]
    if json:
        emit_json([listings.finding_json(entry) for entry in chosen])
    else:
        text = listings.findings_text(workspace.review(review), chosen, workspace.taxonomies, width(), wants_colour())
        emit(text if chosen else "no findings in that state")


def _show_left_out(workspace: Workspace, review: str, only: str | None, json: bool) -> None:
    from scr_coder.render import mending as render

    paragraphs, removed = workspace.left_out(review)
    if only is not None:
        one = called({one.finding.id: one for one in paragraphs}, only)
        paragraphs, removed = [one] if one else [], []
        if not paragraphs:
            raise ScrError(f"nothing that was left out of {review} is called `{only}`", f"see `scr findings {review} --left-out`")
    if json:
        emit_json(render.left_out_json(paragraphs, removed))
    elif paragraphs or removed:
        emit(render.left_out_text(workspace.review(review), paragraphs, removed, width(), wants_colour()))
    else:
        emit(f"nothing was left out of {review}")


@app.command()
def status(
    context: typer.Context,
    review: Annotated[str | None, typer.Argument(metavar="[REVIEW]", autocompletion=completion.reviews, help="Only this review.")] = None,
    json: JsonOption = False,
) -> None:
    """Show how far each review is coded, by whom: coded, no match, excluded, uncoded, and what went stale.

    \b
    Examples:
      scr status
      scr status my-review --json
    """
    workspace = the_workspace(context)
    if review is not None:
        workspace.review_folder(review)
    rows = progress(workspace, review)
    if json:
        emit_json([row._asdict() for row in rows])
    else:
        emit(listings.status_text(rows, width(), wants_colour()) if rows else _NO_REVIEWS)
