"""Commands that code: tag, untag, no-match, exclude, clear, undo, redo, log; the last three also for findings."""

from __future__ import annotations

import enum
from typing import Annotated

import typer

from scr_coder.cli import completion
from scr_coder.cli.app import app
from scr_coder.cli.context import JsonOption, known_coder, the_coder, the_workspace
from scr_coder.cli.output import emit, emit_json, tell
from scr_coder.coding import CodingSession, Saved
from scr_coder.problem import ScrError
from scr_coder.render.decisions import decision_json, describe_decision, log_text, what_else_changed
from scr_coder.text import count_of
from scr_coder.workspace import Workspace


class Polarity(enum.StrEnum):
    """How a finding speaks of an issue."""

    PROBLEM = "problem"
    ADVICE = "advice"
    POSITIVE = "positive"


ReviewArgument = Annotated[str, typer.Argument(metavar="REVIEW", autocompletion=completion.reviews, help="The review's id.")]
FindingArgument = Annotated[
    str, typer.Argument(metavar="FINDING", autocompletion=completion.findings, help="The finding's id, for instance 4.17.")
]
IssueArgument = Annotated[str, typer.Argument(metavar="ISSUE", autocompletion=completion.issues, help="The issue's id, for instance C02.")]
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
    coders = {log.coder for log in workspace.logs()}
    session = workspace.coding_session(review, name)
    if name not in coders:
        session.beside = tuple(sorted(coders))
    return session


def _report(session: CodingSession, saved: Saved, done: str = "saved") -> None:
    emit(f"{done if saved.changed else 'unchanged'}: {describe_decision(session, saved.decision)}")
    for notice in [*saved.notices, *what_else_changed(saved)]:
        tell(f"scr: {notice}")
    if saved.changed and session.beside:  # a name that was mistyped would go on as another coder
        tell(f"scr: this is the first decision of `{session.coder}`; others here: {', '.join(session.beside)}")


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
        Polarity | None,
        typer.Option("--polarity", case_sensitive=False, help="How the finding speaks of it. [default: problem]", show_default=False),
    ] = None,
    secondary: Annotated[
        bool | None,
        typer.Option(
            "--secondary/--primary", help="Whether the finding is mainly about another issue. [default: primary]", show_default=False
        ),
    ] = None,
    memo: MemoOption = None,
    coder: CoderOption = None,
) -> None:
    """Apply an issue to a finding, or change the tag that is there.

    Of a tag that is there, what you do not give stays as it is; causes that you give replace those there. A finding has
    one primary tag: a new one makes the former secondary. Every decision is on the disk before the command ends, and
    `scr undo` takes it back. Write no names of people or places into memos and causes.

    \b
    Polarity: problem   the finding says that something went wrong
              advice    it says what should be done, without saying that it was not
              positive  it speaks of good practice

    \b
    Examples:
      scr tag my-review 4.17 C06 --why C06.1
      scr tag my-review 4.17 G06 --secondary --polarity advice
      scr tag my-review 4.17 C06 --why unclear --memo "the summary says more"
    """
    session = _session(context, review, coder)
    role = None if secondary is None else "secondary" if secondary else "primary"
    _report(session, session.tag(finding, issue, why, polarity.value if polarity else None, role, memo, other))


@app.command()
def untag(
    context: typer.Context, review: ReviewArgument, finding: FindingArgument, issue: IssueArgument, coder: CoderOption = None
) -> None:
    """Take one issue away from a finding. Without any left, the finding is uncoded.

    \b
    Example:
      scr untag my-review 4.17 G06
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
      scr no-match my-review 4.18 --candidate "Interpreters not booked"
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
      scr exclude my-review 4.19 --reason "a heading, not a finding"
    """
    session = _session(context, review, coder)
    _report(session, session.exclude(finding, reason, memo))


@app.command()
def clear(context: typer.Context, review: ReviewArgument, finding: FindingArgument, coder: CoderOption = None) -> None:
    """Make a finding uncoded again. Its memo stays, and so does the history: `scr undo` brings the tags back.

    \b
    Example:
      scr clear my-review 4.17
    """
    session = _session(context, review, coder)
    _report(session, session.clear(finding), "cleared")


OneFinding = Annotated[
    str | None, typer.Argument(metavar="[FINDING]", autocompletion=completion.findings, help="Only the last one on this finding.")
]


@app.command()
def memo(
    context: typer.Context,
    review: ReviewArgument,
    finding: FindingArgument,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The note; an empty text takes the note away.")],
    coder: CoderOption = None,
) -> None:
    """Write a note on a finding, whatever its state. Write no names of people or places.

    \b
    Example:
      scr memo my-review 4.17 "close to G06; the appendix gives the reason"
    """
    session = _session(context, review, coder)
    _report(session, session.memo(finding, text))


OfFindings = Annotated[bool, typer.Option("--findings", help="The last change to the findings (split, join, drop, …) instead.")]
WithDecisions = Annotated[
    bool, typer.Option("--with-decisions", help="With --findings: also if coders have decided since; that follows the text.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="With --findings: say what would be done, and write nothing.")]


@app.command()
def undo(
    context: typer.Context,
    review: ReviewArgument,
    finding: OneFinding = None,
    findings: OfFindings = False,
    with_decisions: WithDecisions = False,
    dry_run: DryRun = False,
    coder: CoderOption = None,
) -> None:
    """Take back your last decision in a review. Again and again, as far back as you like; `scr redo` goes forward.

    With --findings, take back the last change to the findings themselves, and what it did to decisions.

    \b
    Examples:
      scr undo my-review
      scr undo my-review 4.17
      scr undo my-review --findings
    """
    if _about_findings(findings, finding, with_decisions, dry_run):
        _step_findings(context, review, coder, False, with_decisions, dry_run)
        return
    session = _session(context, review, coder)
    _report(session, session.undo(finding or ""), "undone, now")


@app.command()
def redo(
    context: typer.Context,
    review: ReviewArgument,
    finding: OneFinding = None,
    findings: OfFindings = False,
    with_decisions: WithDecisions = False,
    dry_run: DryRun = False,
    coder: CoderOption = None,
) -> None:
    """Bring back the decision that you undid last; with --findings, the change to the findings that was undone last.

    \b
    Examples:
      scr redo my-review
      scr redo my-review --findings
    """
    if _about_findings(findings, finding, with_decisions, dry_run):
        _step_findings(context, review, coder, True, with_decisions, dry_run)
        return
    session = _session(context, review, coder)
    _report(session, session.redo(finding or ""), "redone, now")


def _about_findings(findings: bool, finding: str | None, with_decisions: bool, dry_run: bool) -> bool:
    """Return whether the findings are meant. Raises ScrError for options that do not go together."""
    if findings and finding:
        raise ScrError(f"--findings goes with no finding, and {finding} is given", "leave one of them out")
    if not findings and (with_decisions or dry_run):
        raise ScrError(f"{'--with-decisions' if with_decisions else '--dry-run'} goes with --findings only", "add --findings")
    return findings


def _step_findings(context: typer.Context, review: str, coder: str | None, redo: bool, with_decisions: bool, dry_run: bool) -> None:
    from scr_coder.cli.changes import report_change, the_mender

    mender = the_mender(context, review, coder)
    done = (mender.redo if redo else mender.undo)(with_decisions, dry_run)
    how, would = ("redone", "would redo") if redo else ("undone", "would undo")
    report_change(done, review, dry_run, how, would, back=True)


@app.command()
def log(
    context: typer.Context,
    review: Annotated[str | None, typer.Argument(metavar="[REVIEW]", autocompletion=completion.reviews, help="Only this review.")] = None,
    coder: Annotated[str | None, typer.Option("--coder", metavar="NAME", autocompletion=completion.coders, help="Only this coder.")] = None,
    finding: Annotated[str | None, typer.Option("--finding", metavar="FINDING", help="Only this finding.")] = None,
    findings: Annotated[bool, typer.Option("--findings", help="Show the changes to the findings of REVIEW instead.")] = False,
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, help="The last N decisions; 0 for all.")] = 20,
    json: JsonOption = False,
) -> None:
    """Show the history of decisions, oldest first: who said what, when, and what was undone.

    With --findings, the history of the findings themselves: what was imported, split, joined, dropped, moved, restored.

    \b
    Examples:
      scr log
      scr log my-review --findings
      scr log my-review --finding 4.17 --limit 0
      scr log --json --limit 0
    """
    workspace = the_workspace(context)
    if findings:
        if review is None or finding is not None or coder is not None:
            raise ScrError(
                "--findings needs a review, and goes with no finding and no coder", "for instance `scr log my-review --findings`"
            )
        _log_findings(workspace, review, limit, json)
        return
    if finding is not None and review is None:
        raise ScrError("--finding needs a review", "for instance `scr log my-review --finding 4.17`")
    if review is not None:
        workspace.review_folder(review)
        if finding is not None:
            finding = workspace.finding(review, finding).id
    if coder is not None:
        known_coder(workspace, coder)
    lines = decision_json(workspace, review, coder, finding)
    chosen = lines[-limit:] if limit else lines
    if json:
        emit_json(chosen)
        return
    emit(log_text(chosen) if chosen else "no decisions yet")
    if len(chosen) < len(lines):
        tell(f"scr: the last {len(chosen)} of {len(lines)} decisions; --limit 0 shows all")


def _log_findings(workspace: Workspace, review: str, limit: int, json: bool) -> None:
    from scr_coder.mending import Mender
    from scr_coder.render.mending import change_json, changes_text

    history = Mender(workspace, review).history()
    chosen = history.changes[-limit:] if limit else history.changes
    if json:
        emit_json([change_json(change) for change in chosen])
        return
    emit(changes_text(chosen) if chosen else "no changes yet")
    if len(chosen) < len(history.changes):
        tell(f"scr: the last {len(chosen)} of {len(history.changes)} changes; --limit 0 shows all")
    if history.faults:
        tell(f"scr: {count_of(len(history.faults), 'line')} of changes.jsonl cannot be read: run `scr check`")
