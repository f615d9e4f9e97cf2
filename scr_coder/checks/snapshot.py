"""What the checks look at: everything read once, with the problems that reading it gave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from scr_coder.bulk import bulk_reading
from scr_coder.coding import LogContent, read_log
from scr_coder.coding.log import Fault
from scr_coder.problem import Problem, ScrError
from scr_coder.review import Finding, Review
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
    problems += review_problems + finding_problems
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
    )


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
