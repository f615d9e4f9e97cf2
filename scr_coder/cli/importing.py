"""`scr import`: a report as it is published becomes a review with findings."""

from __future__ import annotations

import contextlib
import enum
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scr_coder.cli import completion
from scr_coder.cli.app import app
from scr_coder.cli.context import JsonOption, the_workspace
from scr_coder.cli.output import emit, emit_json, tell, width
from scr_coder.problem import ScrError
from scr_coder.text import count_of, one_line

if TYPE_CHECKING:
    from scr_coder.importing import Choice, Plan
    from scr_coder.workspace import Workspace


class Only(enum.StrEnum):
    """What is taken of a report."""

    ALL = "all"
    FINDINGS = "findings"
    RECOMMENDATIONS = "recommendations"


class Format(enum.StrEnum):
    """The formats of reports."""

    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"


@app.command("import")
def import_command(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="The report; several files are its parts, in order.")],
    review: Annotated[
        str,
        typer.Option("--id", metavar="ID", autocompletion=completion.reviews, help="The review's id: neutral, never a child's name."),
    ],
    given: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="ATTR=VALUE", help="An attribute of the review; several values by commas. May be given again."),
    ] = None,
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="The title; by default the report's own.")] = "",
    only: Annotated[Only, typer.Option("--only", help="Take only this; the rest is kept among what is left out.")] = Only.ALL,
    section: Annotated[str, typer.Option("--section", metavar="4", help="Only this section: its number, or words of its heading.")] = "",
    pages: Annotated[str, typer.Option("--pages", metavar="12-40", help="Only these pages, counted from 1.")] = "",
    format_as: Annotated[Format | None, typer.Option("--as", help="The format, where the file's name does not say it.")] = None,
    password: Annotated[str, typer.Option("--password", metavar="TEXT", help="Of an encrypted PDF; `-` asks for it.")] = "",
    update: Annotated[bool, typer.Option("--update", help="Replace the findings of a review that is there.")] = False,
    with_decisions: Annotated[
        bool, typer.Option("--with-decisions", help="With --update: also where findings that have decisions would be gone.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be written, and write nothing.")] = False,
    no_prompt: Annotated[bool, typer.Option("--no-prompt", help="Ask for no attributes, on a terminal either.")] = False,
    json: JsonOption = False,
) -> None:
    """Import a report – PDF, DOCX, saved web page, Markdown or text – as a review with its findings.

    Findings are numbered paragraphs, boxes like "Finding 3", bullets, and plain paragraphs under headings, each with page,
    label and heading. Headers, footers, page numbers and contents pages are taken out. Nothing is lost: what is not a
    finding is kept in left_out.yaml. Look through the result with `scr findings ID`, and mend it with split, join, drop
    and move.

    \b
    Examples:
      scr import report.pdf --id nscp-2024-07
      scr import report.docx --id nscp-2024-07 --set review_type=lcspr --set nation=england
      scr import report.pdf --id nscp-2024-07 --only findings --section 4 --dry-run
      scr import report-v2.pdf --id nscp-2024-07 --update
    """
    from scr_coder.ingest.sandbox import read_report

    secret = _password(password)
    shape = format_as.value if format_as else ""
    wanted = _Wanted(context, review, only.value, section, pages, title, given or [])
    # All that does not need the report is made ready, and refused where it cannot be, while another process reads it.
    reports = []
    for file in files:
        with _progress(file) as show:
            reports.append(read_report(file, shape, secret, show, wanted.make_ready))
    from scr_coder.importing import plan_import
    from scr_coder.render.importing import plan_json, preview_text, summary_text

    workspace, attributes = wanted.workspace, wanted.attributes
    plan = plan_import(workspace, review, reports, wanted.choice, attributes)
    if plan.exists and not (update or dry_run):
        _refuse_existing(plan)
    if not plan.exists and not dry_run and not (no_prompt or json) and sys.stdin.isatty() and sys.stdout.isatty():
        from scr_coder.cli.asking import ask_attributes

        plan = ask_attributes(workspace, plan)
    written = _write(workspace, plan, attributes, with_decisions, dry_run)
    if json:
        emit_json(plan_json(plan, written))
        return
    emit(summary_text(plan, workspace.attributes, width()))
    emit("\n" + preview_text(plan.findings, width(), 5))
    emit("\nnothing was written" if dry_run else f"\nNext: scr findings {review}, mend it where needed, then scr code {review}")


class _Wanted:
    """What the user asked for, checked when `make_ready` is called: the workspace, what is taken, the attributes given."""

    workspace: Workspace
    choice: Choice
    attributes: dict[str, tuple[str, ...]]

    def __init__(self, context: typer.Context, review: str, only: str, section: str, pages: str, title: str, given: list[str]) -> None:
        self._context = context
        self._asked = (review, only, section, pages, title, given)

    def make_ready(self) -> None:
        """Check what was asked for and load what is needed once the report is read. Raises ScrError for what cannot be."""
        if hasattr(self, "attributes"):
            return  # as the first of several files was read
        import scr_coder.importing as importing
        import scr_coder.render.importing

        del scr_coder
        review, only, section, pages, title, given = self._asked
        importing.check_review_id(review)
        self.workspace = the_workspace(self._context)
        self.choice = importing.Choice(only, section, _page_set(pages), title)
        self.attributes = importing.given_attributes(self.workspace, given)


def _refuse_existing(plan: Plan) -> None:
    stale = sum(effect.what == "changes" for effect in plan.effects)
    gone = sum(effect.what == "goes" for effect in plan.effects)
    costs = [f"{count_of(stale, 'decision')} would be stale" if stale else ""]
    costs += [f"{count_of(gone, 'decision')} would lose the finding" if gone else ""]
    costs += [f"{count_of(plan.mends, 'change')} made since it was imported would be lost" if plan.mends else ""]
    cost = ", ".join(part for part in costs if part) or "no decision would be touched"
    raise ScrError(f"there is a review `{plan.review}` already", f"choose another id, or add --update: {cost}; --dry-run shows which")


def _page_set(text: str) -> frozenset[int] | None:
    from scr_coder.ingest.narrowing import page_set

    try:
        return page_set(text) if text else None
    except ValueError:
        raise ScrError(f"--pages `{text}` names no pages", "for instance 12-40 or 3,7-9") from None


def _password(given: str) -> str:
    if given != "-":
        return given
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    import getpass

    try:
        return getpass.getpass("password of the PDF: ")
    except EOFError:
        raise ScrError("no password was given", "type it, or pipe it in") from None


@contextlib.contextmanager
def _progress(file: Path) -> Iterator[Callable[[int, int], None]]:
    """Yield what shows, on a terminal, how many pages are read and how long it will take. The line is gone at the end."""
    start = time.monotonic()
    shown = 0.0

    def show(done: int, everything: int) -> None:
        nonlocal shown
        now = time.monotonic()
        if not sys.stderr.isatty() or now - shown < 0.1 or done == everything:
            return
        shown = now
        left = (now - start) / max(done, 1) * (everything - done)
        line = f"{one_line(file.name, 40)}: page {done:,} of {everything:,}, {left:.0f} s left"
        sys.stderr.write(f"\r{line:<78}")
        sys.stderr.flush()

    try:
        yield show
    finally:
        if shown:
            sys.stderr.write(f"\r{'':<78}\r")
            sys.stderr.flush()


def _write(workspace: Workspace, plan: Plan, given: dict[str, tuple[str, ...]], with_decisions: bool, dry_run: bool) -> bool:
    """Write what is planned; return whether anything was written."""
    from scr_coder.importing import update_review, write_review
    from scr_coder.render.importing import effects_text

    if plan.exists:
        tell(f"{plan.review} is there already. What an update does to it:\n{effects_text(plan, width())}")
    if dry_run:
        return False
    if not plan.exists:
        write_review(workspace, plan)
        return True
    for notice in update_review(workspace, plan, given, with_decisions):
        tell(f"scr: {notice}")
    return True
