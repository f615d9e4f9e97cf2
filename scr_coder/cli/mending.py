"""Commands that mend the findings of a review: split, join, drop, move, restore."""

from __future__ import annotations

from typing import Annotated

import typer

from scr_coder.cli import completion
from scr_coder.cli.app import app
from scr_coder.cli.changes import report_change, the_mender
from scr_coder.cli.coding import CoderOption, FindingArgument, ReviewArgument
from scr_coder.mending import drop_findings, join_findings, move_finding, restore_findings, split_finding

FindingsArgument = Annotated[
    list[str], typer.Argument(metavar="FINDING...", autocompletion=completion.findings, help="Ids of findings, for instance 4.17 4.18.")
]
WithDecisions = Annotated[bool, typer.Option("--with-decisions", help="Also if coders have decided on it; see above.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and write nothing.")]


@app.command()
def split(
    context: typer.Context,
    review: ReviewArgument,
    finding: FindingArgument,
    at: Annotated[
        list[str] | None, typer.Option("--at", metavar="WORDS", help="Words with which the next part begins. May be given again.")
    ] = None,
    after_sentence: Annotated[
        list[int] | None, typer.Option("--after-sentence", metavar="N", help="Cut after sentence N. May be given again.")
    ] = None,
    lines: Annotated[bool, typer.Option("--lines", help="Make each line a finding: for tables and lists.")] = False,
    with_decisions: WithDecisions = False,
    dry_run: DryRun = False,
    coder: CoderOption = None,
) -> None:
    """Cut a finding in parts. The first part keeps its id; the others are called 4.17-b, 4.17-c and so on.

    Of the text, only white space at the cuts is gone. With --with-decisions every part gets the tags that the whole had; they
    are stale until somebody has looked at them again. `scr undo REVIEW --findings` takes it back.

    \b
    Examples:
      scr split my-review 4.17 --at "The second meeting"
      scr split my-review 4.17 --after-sentence 2 --after-sentence 5
      scr split my-review p30.1 --lines --dry-run
    """
    mender = the_mender(context, review, coder)
    done = mender.mend(lambda report: split_finding(report, finding, at or (), after_sentence or (), lines), with_decisions, dry_run)
    report_change(done, review, dry_run)


@app.command()
def join(
    context: typer.Context,
    review: ReviewArgument,
    findings: FindingsArgument,
    as_lines: Annotated[bool, typer.Option("--as-lines", help="Keep each text on a line of its own.")] = False,
    with_decisions: WithDecisions = False,
    dry_run: DryRun = False,
    coder: CoderOption = None,
) -> None:
    """Make one finding of neighbours, named in their order. The first id stays.

    With --with-decisions it gets all tags of all of them; a tag weighs more than no match, and no match more than an
    exclusion. They are stale until somebody has looked at them again. `scr undo REVIEW --findings` takes it back.

    \b
    Examples:
      scr join my-review 4.17 4.18
      scr join my-review p30.1 p30.2 p30.3 --as-lines
    """
    mender = the_mender(context, review, coder)
    report_change(mender.mend(lambda report: join_findings(report, findings, as_lines), with_decisions, dry_run), review, dry_run)


@app.command()
def drop(
    context: typer.Context,
    review: ReviewArgument,
    findings: FindingsArgument,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why it is no finding.")] = "",
    with_decisions: WithDecisions = False,
    dry_run: DryRun = False,
    coder: CoderOption = None,
) -> None:
    """Leave findings out: headings, captions, what importing took for a finding. Their text goes to left_out.yaml.

    To leave a finding in and say that it is not coded, use `scr exclude`. With --with-decisions, decisions on it are cleared.
    `scr restore` brings the finding back, with the decisions, and so does `scr undo REVIEW --findings`.

    \b
    Examples:
      scr drop my-review p12.3
      scr drop my-review p12.3 p12.4 --reason "captions of a figure"
    """
    mender = the_mender(context, review, coder)
    report_change(mender.mend(lambda report: drop_findings(report, findings, reason), with_decisions, dry_run), review, dry_run)


@app.command()
def move(
    context: typer.Context,
    review: ReviewArgument,
    finding: FindingArgument,
    before: Annotated[str, typer.Option("--before", metavar="ID", autocompletion=completion.findings, help="Put it before this one.")] = "",
    after: Annotated[str, typer.Option("--after", metavar="ID", autocompletion=completion.findings, help="Put it after this one.")] = "",
    first: Annotated[bool, typer.Option("--first", help="Put it before all others.")] = False,
    last: Annotated[bool, typer.Option("--last", help="Put it after all others.")] = False,
    dry_run: DryRun = False,
    coder: CoderOption = None,
) -> None:
    """Put a finding elsewhere in the order of the review. Its id, its text and what was decided on it stay.

    \b
    Examples:
      scr move my-review 4.17 --before 4.16
      scr move my-review p3.1 --last
    """
    mender = the_mender(context, review, coder)
    report_change(mender.mend(lambda report: move_finding(report, finding, before, after, first, last), dry_run=dry_run), review, dry_run)


@app.command()
def restore(
    context: typer.Context,
    review: ReviewArgument,
    ids: Annotated[
        list[str], typer.Argument(metavar="ID...", autocompletion=completion.left_out, help="Ids of paragraphs that were left out.")
    ],
    dry_run: DryRun = False,
    coder: CoderOption = None,
) -> None:
    """Make findings of paragraphs that were left out, each at its place, with the decisions that stood when it was dropped.

    `scr findings REVIEW --left-out` shows what was left out and why.

    \b
    Example:
      scr restore my-review p12.3 p12.4
    """
    mender = the_mender(context, review, coder)
    report_change(mender.mend(lambda report: restore_findings(report, ids), dry_run=dry_run), review, dry_run)
