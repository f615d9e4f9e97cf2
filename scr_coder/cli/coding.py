"""Commands that code: tag, untag, no-match, exclude, clear, undo, redo, log."""

from __future__ import annotations

import enum
from typing import Annotated

import typer

from scr_coder.cli import completion
from scr_coder.cli.app import app
from scr_coder.cli.context import JsonOption, the_coder, the_workspace
from scr_coder.cli.output import emit, emit_json, tell
from scr_coder.coding import CodingSession, Saved
from scr_coder.problem import ScrError
from scr_coder.render.decisions import decision_json, describe_decision, log_text


class Polarity(enum.StrEnum):
    """How a finding speaks of an issue."""

    PROBLEM = "problem"
    ADVICE = "advice"
    POSITIVE = "positive"


ReviewArgument = Annotated[str, typer.Argument(metavar="REVIEW", autocompletion=completion.reviews, help="The review's id.")]
FindingArgument = Annotated[
    str, typer.Argument(metavar="FINDING", autocompletion=completion.findings, help="The finding's id, for instance 4.17.")
]
IssueArgument = Annotated[
    str, typer.Argument(metavar="ISSUE", autocompletion=completion.issues, help="The issue's id, for instance C02.")
]
CoderOption = Annotated[
    str | None,
    typer.Option("--coder", metavar="NAME", envvar="SCR_CODER", autocompletion=completion.coders, help="Who is coding."),
]
MemoOption = Annotated[
    str | None, typer.Option("--memo", metavar="TEXT", help="A note on the finding; it stays until another replaces it.")
]


def _session(context: typer.Context, review: str, coder: str | None) -> CodingSession:
    workspace = the_workspace(context)
    name = the_coder(coder)
    similar = [log.coder for log in workspace.logs() if log.coder.casefold() == name.casefold() and log.coder != name]
    if similar:
        raise ScrError(f"there is a coder `{similar[0]}` already; `{name}` differs only in case", f"use `{similar[0]}`")
    return workspace.coding_session(review, name)


def _report(session: CodingSession, saved: Saved, done: str = "saved") -> None:
    for notice in saved.notices:
        tell(f"scr: {notice}")
    verb = done if saved.changed else "unchanged"
    emit(f"{verb}: {describe_decision(session, saved.decision)}")
    before = {tag.issue: tag.role for tag in saved.before.tags} if saved.before else {}
    for tag in saved.decision.tags:
        if before.get(tag.issue) == "primary" and tag.role == "secondary":
            tell(f"scr: {tag.issue} was primary and is secondary now")
    if saved.before and saved.before.state in ("no_match", "excluded") and saved.decision.state == "coded":
        tell(f"scr: the finding was {saved.before.state.replace('_', '-')} before")


@app.command()
def tag(
    context: typer.Context,
    review: ReviewArgument,
    finding: FindingArgument,
    issue: IssueArgument,
    why: Annotated[
        list[str] | None,
        typer.Option(
            "--why",
            metavar="CAUSE",
            autocompletion=completion.causes,
            help="A cause of the issue (C02.1 or just 1), `unclear`, or `none` to take causes away. May be given again.",
        ),
    ] = None,
    other: Annotated[
        str | None, typer.Option("--other", metavar="TEXT", help="A cause that the taxonomy does not have, in your words.")
    ] = None,
    polarity: Annotated[
        Polarity | None, typer.Option("--polarity", help="How the finding speaks of it. [default: problem]", show_default=False)
    ] = None,
    secondary: Annotated[bool, typer.Option("--secondary", help="The finding is mainly about another issue.")] = False,
    memo: MemoOption = None,
    coder: CoderOption = None,
) -> None:
    """Apply an issue to a finding, or change the tag that is there.

    What you do not give stays as it is, so a tag can be changed in one respect. A finding has one primary tag at most: a
    new primary makes the former one secondary. Every tag is on the disk before the command ends; `scr undo` takes it back.

    \b
    Examples:
      scr tag jn15-learning-review 3 C02 --why C02.1 --polarity advice
      scr tag jn15-learning-review 3 D07 --secondary
      scr tag jn15-learning-review 3 C02 --why unclear --memo "summary says more"
    """
    session = _session(context, review, coder)
    saved = session.tag(finding, issue, why, polarity.value if polarity else None, secondary, memo, other)
    _report(session, saved)


@app.command()
def untag(
    context: typer.Context, review: ReviewArgument, finding: FindingArgument, issue: IssueArgument, coder: CoderOption = None
) -> None:
    """Take one issue away from a finding. Without any left, the finding is uncoded.

    \b
    Example:
      scr untag jn15-learning-review 3 D07
    """
    session = _session(context, review, coder)
    _report(session, session.untag(finding, issue))


@app.command("no-match")
def no_match(
    context: typer.Context,
    review: ReviewArgument,
    finding: FindingArgument,
    candidate: Annotated[str, typer.Option("--candidate", metavar="TEXT", help="A name for the issue that is missing.")],
    memo: MemoOption = None,
    coder: CoderOption = None,
) -> None:
    """Say that no issue fits a finding, and name a candidate for a new one. Candidates are counted in their own table.

    \b
    Example:
      scr no-match lessons-2018 9 --candidate "Step-up and step-down between services"
    """
    session = _session(context, review, coder)
    _report(session, session.no_match(finding, candidate, memo))


@app.command()
def exclude(
    context: typer.Context,
    review: ReviewArgument,
    finding: FindingArgument,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why it is not coded.")],
    memo: MemoOption = None,
    coder: CoderOption = None,
) -> None:
    """Say that a finding is not to be coded, and why. It counts as done.

    \b
    Example:
      scr exclude lessons-2018 4 --reason "an exhortation, not a finding"
    """
    session = _session(context, review, coder)
    _report(session, session.exclude(finding, reason, memo))


@app.command()
def clear(context: typer.Context, review: ReviewArgument, finding: FindingArgument, coder: CoderOption = None) -> None:
    """Make a finding uncoded again. Its memo stays, and so does the history: `scr undo` brings the tags back.

    \b
    Example:
      scr clear jn15-learning-review 3
    """
    session = _session(context, review, coder)
    _report(session, session.clear(finding), "cleared")


@app.command()
def undo(context: typer.Context, review: ReviewArgument, coder: CoderOption = None) -> None:
    """Take back your last decision in a review. Again and again, as far back as you like; `scr redo` goes forward.

    \b
    Example:
      scr undo jn15-learning-review
    """
    session = _session(context, review, coder)
    _report(session, session.undo(), "undone, now")


@app.command()
def redo(context: typer.Context, review: ReviewArgument, coder: CoderOption = None) -> None:
    """Bring back the decision that you undid last.

    \b
    Example:
      scr redo jn15-learning-review
    """
    session = _session(context, review, coder)
    _report(session, session.redo(), "redone, now")


@app.command()
def log(
    context: typer.Context,
    review: Annotated[
        str | None, typer.Argument(metavar="[REVIEW]", autocompletion=completion.reviews, help="Only this review.")
    ] = None,
    coder: Annotated[
        str | None, typer.Option("--coder", metavar="NAME", autocompletion=completion.coders, help="Only this coder.")
    ] = None,
    finding: Annotated[str | None, typer.Option("--finding", metavar="FINDING", help="Only this finding.")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, help="The last N decisions; 0 for all.")] = 20,
    json: JsonOption = False,
) -> None:
    """Show the history of decisions, oldest first: who said what, when, and what was undone.

    \b
    Examples:
      scr log
      scr log jn15-learning-review --finding 3 --limit 0
      scr log --json --limit 0
    """
    workspace = the_workspace(context)
    if review is not None:
        workspace.review_folder(review)
    lines = decision_json(workspace, review, coder, finding, limit)
    if json:
        emit_json(lines)
    else:
        emit(log_text(lines) if lines else "no decisions yet")
