"""What the checks look at: everything read once, with the problems that reading it gave."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from scr_coder.bulk import bulk_reading
from scr_coder.coding import LogContent, read_log
from scr_coder.coding.log import Fault
from scr_coder.mending.history import HISTORY, PENDING, History, read_history
from scr_coder.problem import Problem, ScrError
from scr_coder.review import Finding, LeftOut, Review
from scr_coder.taxonomy import Attributes, TaxonomySet, read_taxonomy
from scr_coder.workspace import LogFile, Workspace


@dataclass(frozen=True, slots=True)
class ReviewFolder:
    """One folder under ``data/reviews``; ``review`` and ``findings`` are None where they could not be read."""

    id: str
    path: str
    review: Review | None
    findings: list[Finding] | None
    findings_path: str
    logs: list[tuple[LogFile, str, LogContent]]
    """Each log, the path people see, and its content."""
    strays: list[str]
    """Files in ``codings/`` that are no logs, as paths people see."""
    left_out: list[LeftOut] | None = None
    """What was left out; None where that cannot be read."""
    history: History | None = None
    """The changes to the findings; None where there are none."""
    others: list[str] = field(default_factory=list)
    """Names of files beside ``review.yaml`` that nothing reads, or that something has left."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A workspace, or some taxonomies alone, as the checks see it.

    ``complete`` is False when a taxonomy could not be read at all: then nothing is said of ids that seem unknown.
    """

    taxonomies: TaxonomySet
    attributes: Attributes
    attributes_path: str = ""
    complete: bool = True
    folders: list[ReviewFolder] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def workspace_snapshot(workspace: Workspace, reviews: bool = True) -> Snapshot:
    """Read a whole workspace; without ``reviews``, its settings, taxonomies and attributes alone."""
    problems = workspace.setup_problems()
    with bulk_reading():
        folders = [_folder(workspace, review_id, problems) for review_id in workspace.review_ids] if reviews else []
    named = len(workspace.settings.taxonomies)  # 0 when the settings themselves cannot be read
    complete = len(workspace.taxonomies.taxonomies) == named > 0
    return Snapshot(workspace.taxonomies, workspace.attributes, workspace.settings.attributes, complete, folders, problems)


def _folder(workspace: Workspace, review_id: str, problems: list[Problem]) -> ReviewFolder:
    review, review_problems = workspace.read_review(review_id)
    findings, finding_problems = workspace.read_findings(review_id)
    left_out, left_out_problems = workspace.read_left_out(review_id)
    problems += review_problems + finding_problems + left_out_problems
    folder = workspace.reviews_folder / review_id
    codings = folder / "codings"
    entries = list(codings.iterdir()) if codings.is_dir() else []
    return ReviewFolder(
        id=review_id,
        path=workspace.shown(folder),
        review=review,
        findings=findings,
        findings_path=workspace.shown(folder / "findings.yaml"),
        logs=[(log, workspace.shown(log.path), _log(log.path)) for log in workspace.logs(review_id)],
        strays=sorted(workspace.shown(entry) for entry in entries if not entry.name.endswith(".jsonl")),
        left_out=None if left_out is None else left_out[0],
        history=_history(folder / HISTORY),
        others=_others(folder),
    )


_READ = ("review.yaml", "findings.yaml", "left_out.yaml", HISTORY)


def _others(folder: Path) -> list[str]:
    """Return the names of files that look like scr's and are not. What people keep beside a review is theirs."""
    try:
        names = [entry.name for entry in os.scandir(folder) if entry.name not in _READ and not entry.is_dir()]
    except OSError:  # its files are reported as unreadable
        return []
    return sorted(name for name in names if name == PENDING or _LOOKS_READ.search(name))


_LOOKS_READ = re.compile(r"^[^.].*\.(?:ya?ml|jsonl?)$|^changes\.torn-[0-9]+$|^\..*\.part$")


def _history(path: Path) -> History | None:
    if not os.path.lexists(path):
        return None
    try:
        return read_history(path)
    except ScrError as error:
        return History([], [Fault(1, 1, error.message)], 0, False)


def _log(path: Path) -> LogContent:
    try:
        return read_log(path)
    except ScrError as error:  # one log that cannot be read must not hide the problems of the others
        return LogContent([], [Fault(1, 1, error.message)], 0, False)


def taxonomy_snapshot(files: Iterable[Path], others: TaxonomySet) -> Snapshot:
    """Read taxonomy files by themselves; ``others`` are taxonomies that they may extend and refer to."""
    read = [(path, *read_taxonomy(path, str(path))) for path in files]
    found = [taxonomy for _, taxonomy, _ in read if taxonomy is not None]
    names = {taxonomy.id for taxonomy in found}
    beside = [taxonomy for taxonomy in others.taxonomies if taxonomy.id not in names]
    problems = [problem for _, _, more in read for problem in more]
    everything = TaxonomySet((*beside, *found))
    return Snapshot(everything, Attributes("", "", {}, {}), complete=len(found) == len(read), problems=problems)
