"""Mending the findings of a review after it was imported: split, join, drop, move, restore, each with undo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from scr_coder.coding.log import utc_now
from scr_coder.mending.change import Change
from scr_coder.mending.history import change_stacks, read_history
from scr_coder.mending.history import mends_since_import as _mends_since_import
from scr_coder.mending.mender import Done, Mender
from scr_coder.mending.planning import Import
from scr_coder.mending.report import (
    Mend,
    Report,
    drop_findings,
    in_order,
    join_findings,
    move_finding,
    placed,
    restore_findings,
    split_finding,
)
from scr_coder.review import Finding, LeftOut, RemovedText
from scr_coder.workspace import Workspace


def replace_findings(
    workspace: Workspace,
    review_id: str,
    findings: Iterable[Finding],
    left_out: Iterable[LeftOut],
    removed: Iterable[RemovedText],
    said: str = "import again",
    comment: str = "",
    review: str | None = None,
    with_decisions: bool = False,
    dry_run: bool = False,
    by: str = "",
    clock: Callable[[], dt.datetime] = utc_now,
) -> Done:
    """Put imported findings in the place of all that a review has, as one change that `undo` takes back.

    ``left_out`` is in the order of the report, each with its ``before`` (see `placed`); ``said`` says in a few words what was
    done; ``comment`` goes into the heads of both files; ``review`` is the new text of ``review.yaml``, None where it stays.
    Raises ScrError, with nothing written, when what is given could not be read back, and when a finding that has decisions
    would be gone and ``with_decisions`` is False.
    """
    plain = [finding._replace(line=0, column=0) for finding in findings]
    others = [one._replace(finding=one.finding._replace(line=0, column=0)) for one in left_out]
    new = Import(Report(review_id, tuple(plain), tuple(others)), tuple(removed), said, comment, review)
    return Mender(workspace, review_id, by, clock).replace(new, with_decisions, dry_run)


def record_import(workspace: Workspace, review_id: str, said: str, by: str = "", clock: Callable[[], dt.datetime] = utc_now) -> Change:
    """Append to the history of a review that its findings, which are on the disk already, were imported; return the line."""
    fresh = Workspace(workspace.root)  # `workspace` may have been asked for its reviews before this one was there
    return Mender(fresh, review_id, by, clock).record_import(said)


def mends_since_import(workspace: Workspace, review_id: str) -> list[Change]:
    """Return the changes to the findings that stand and came after the last import, oldest first: importing again loses them."""
    return _mends_since_import(Mender(workspace, review_id).history().changes)


__all__ = [
    "Change",
    "Done",
    "Import",
    "Mend",
    "Mender",
    "Report",
    "change_stacks",
    "drop_findings",
    "in_order",
    "join_findings",
    "mends_since_import",
    "move_finding",
    "placed",
    "read_history",
    "record_import",
    "replace_findings",
    "restore_findings",
    "split_finding",
]
