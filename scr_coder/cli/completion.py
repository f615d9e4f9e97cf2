"""What the shell offers after TAB: ids of this workspace. Completion never fails; at worst it offers nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scr_coder.problem import ScrError
from scr_coder.text import one_line

if TYPE_CHECKING:
    from scr_coder.workspace import Workspace

Offer = tuple[str, str]


def _workspace(context: typer.Context) -> Workspace:
    from scr_coder.workspace import find_workspace, open_workspace

    chosen = context.find_root().params.get("workspace")
    return open_workspace(Path(chosen)) if chosen else find_workspace()


def _safely(offers: Callable[[Workspace, typer.Context], Iterator[Offer]]) -> Callable[[typer.Context, str], list[Offer]]:
    def complete(ctx: typer.Context, incomplete: str) -> list[Offer]:
        try:
            return [offer for offer in offers(_workspace(ctx), ctx) if offer[0].lower().startswith(incomplete.lower())]
        except (ScrError, OSError):
            return []

    return complete


def _reviews(workspace: Workspace, _context: typer.Context) -> Iterator[Offer]:
    yield from ((review, "") for review in workspace.review_ids)


def _findings(workspace: Workspace, context: typer.Context) -> Iterator[Offer]:
    for finding in workspace.findings(str(context.params.get("review"))):
        yield finding.id, one_line(finding.text, 60)


def _left_out(workspace: Workspace, context: typer.Context) -> Iterator[Offer]:
    for one in workspace.left_out(str(context.params.get("review")))[0]:
        yield one.finding.id, one_line(one.finding.text, 60)


def _issues(workspace: Workspace, _context: typer.Context) -> Iterator[Offer]:
    for issue in workspace.taxonomies.issues.values():
        if issue.codable:
            yield issue.id, issue.label


def _causes(workspace: Workspace, context: typer.Context) -> Iterator[Offer]:
    # While the value of `--why` is still missing, the words before it are unparsed arguments.
    words = [str(context.params.get("issue")), *map(str, context.args)]
    issue = next((found for word in words if (found := workspace.taxonomies.issues.get(word.upper()))), None)
    if issue is not None:
        yield from ((cause.id, cause.label) for cause in issue.causes)
    yield "unclear", "the review does not say why"


def _coders(workspace: Workspace, _context: typer.Context) -> Iterator[Offer]:
    yield from ((coder, "") for coder in sorted({log.coder for log in workspace.logs()}))


reviews, findings, issues, left_out = _safely(_reviews), _safely(_findings), _safely(_issues), _safely(_left_out)
causes, coders = _safely(_causes), _safely(_coders)


def _attributes(workspace: Workspace, _context: typer.Context) -> Iterator[Offer]:
    yield from ((attribute.id, attribute.label) for attribute in workspace.attributes.attributes.values())


attributes = _safely(_attributes)


def tables(incomplete: str) -> list[Offer]:
    """Return the names of the tables, with what each counts."""
    from scr_coder.tables.kinds import KINDS

    return [(kind.name, kind.about) for kind in KINDS.values() if kind.name.startswith(incomplete.lower())]
