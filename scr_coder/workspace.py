"""The workspace: a folder with ``data/workspace.yaml``, and everything that is found from there."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar

from scr_coder.coding import CodingSession
from scr_coder.coding.session import named_finding
from scr_coder.location import Location
from scr_coder.problem import Problem, ScrError, Severity, did_you_mean
from scr_coder.review import Finding, Review, read_findings, read_left_out, read_review
from scr_coder.review.read import NotFindings
from scr_coder.schema import check_structure
from scr_coder.taxonomy import Attributes, Taxonomy, TaxonomySet, read_attributes, read_taxonomy
from scr_coder.yaml_source import Mapping, read_yaml

SETTINGS = Path("data") / "workspace.yaml"
REVIEW_ID = re.compile(r"[a-z0-9][a-z0-9_.-]{0,62}[a-z0-9]", re.ASCII)


_Read = TypeVar("_Read")


class Settings(NamedTuple):
    """What ``data/workspace.yaml`` says. ``taxonomies`` are (path, place in the file).

    ``suppress_below`` is the threshold below which every table suppresses counts, 0 for none, and ``zeros`` whether it
    shows zeros.
    """

    title: str
    taxonomies: tuple[tuple[str, Location], ...]
    attributes: str
    attributes_place: Location
    layer: str
    suggestions: bool = True
    suppress_below: int = 0
    zeros: str = "show"


class LogFile(NamedTuple):
    """One decision log: whose and of what."""

    review: str
    coder: str
    path: Path


class Workspace:
    """A workspace on disk. Everything is read when it is first asked for, and only once."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def shown(self, path: Path) -> str:
        """Return a path as people see it: relative to the workspace, with forward slashes."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return str(path)

    # Settings and taxonomies ---------------------------------------------------------------------------------------

    @functools.cached_property
    def _settings_read(self) -> tuple[Settings, list[Problem]]:
        path = self.root / SETTINGS
        shown = self.shown(path)
        root, problems = read_yaml(path, shown)
        if root is not None:
            problems += check_structure(root, "workspace", shown)
        node = root if isinstance(root, Mapping) else Mapping(1, 1)
        below = node.text("suppress_below") or "0"
        settings = Settings(
            title=node.text("title") or "",
            taxonomies=tuple((item.text, Location(shown, item.line, item.column)) for item in node.texts("taxonomies")),
            attributes=node.text("attributes") or "",
            attributes_place=Location(shown, *node.place("attributes")),
            layer=node.text("layer") or "resolved",
            suggestions=node.text("suggestions") != "off",
            suppress_below=int(below) if below.isascii() and below.isdecimal() and len(below) < 5 else 0,
            zeros=node.text("zeros") or "show",
        )
        return settings, problems

    @property
    def settings(self) -> Settings:
        """The settings; what cannot be read has its default, and is among `setup_problems`."""
        return self._settings_read[0]

    @functools.cached_property
    def _taxonomies_read(self) -> tuple[TaxonomySet, list[Problem]]:
        found: list[Taxonomy] = []
        problems: list[Problem] = []
        for name, place in self.settings.taxonomies:
            path = self._inside(name, place, problems)
            if path is None:
                continue
            taxonomy, more = read_taxonomy(path, self.shown(path))
            problems += more
            if taxonomy is not None:
                found.append(taxonomy)
        return TaxonomySet(tuple(found)), problems

    @functools.cached_property
    def _attributes_read(self) -> tuple[Attributes, list[Problem]]:
        nothing = Attributes("", "", {}, {})
        if not self.settings.attributes:
            return nothing, []
        problems: list[Problem] = []
        path = self._inside(self.settings.attributes, self.settings.attributes_place, problems)
        if path is None:
            return nothing, problems
        attributes, more = read_attributes(path, self.shown(path))
        return attributes or nothing, problems + more

    def _inside(self, name: str, place: Location, problems: list[Problem]) -> Path | None:
        path = self.root / name
        try:
            exists = path.is_file()
        except OSError:  # a name that no file can have
            exists = False
        if not exists:
            message = f"the file `{name}` named here does not exist"
            problems.append(Problem("WSP001", Severity.ERROR, place, message, "paths begin at the workspace's top folder"))
            return None
        if not path.resolve().is_relative_to(self.root.resolve()):
            message = f"the file `{name}` lies outside the workspace"
            problems.append(Problem("WSP002", Severity.ERROR, place, message, "copy it into the workspace"))
            return None
        return path

    @property
    def taxonomies(self) -> TaxonomySet:
        """The taxonomies, as far as they could be read; see `setup_problems`."""
        return self._taxonomies_read[0]

    @property
    def attributes(self) -> Attributes:
        """The attribute schema; empty where the workspace names none."""
        return self._attributes_read[0]

    def setup_problems(self) -> list[Problem]:
        """Return the problems of reading the settings, the taxonomies and the attributes."""
        return [*self._settings_read[1], *self._taxonomies_read[1], *self._attributes_read[1]]

    def usable_taxonomies(self) -> TaxonomySet:
        """Return the taxonomies, for work that relies on them. Raises ScrError naming the first error in them."""
        errors = [p for p in self.setup_problems() if p.severity is Severity.ERROR]
        if errors:
            first = min(errors, key=lambda p: p.location)
            raise ScrError(f"{first.location}: {first.code}: {first.message}", "`scr check` shows every problem")
        return self.taxonomies

    # Reviews -------------------------------------------------------------------------------------------------------

    @property
    def reviews_folder(self) -> Path:
        """The folder that holds one folder per review."""
        return self.root / "data" / "reviews"

    @functools.cached_property
    def review_ids(self) -> list[str]:
        """The ids of all reviews: the names of the folders, sorted."""
        try:
            entries = [entry.name for entry in os.scandir(self.reviews_folder) if entry.is_dir()]
        except FileNotFoundError:
            return []
        return sorted(name for name in entries if not name.startswith("."))

    @functools.cached_property
    def _known_reviews(self) -> frozenset[str]:
        return frozenset(self.review_ids)

    def review_folder(self, review_id: str) -> Path:
        """Return the folder of a review. Raises ScrError with the nearest id when there is no such review."""
        if review_id not in self._known_reviews:
            hint = did_you_mean(review_id, self.review_ids) or "see `scr reviews`"
            raise ScrError(f"there is no review `{review_id}` in this workspace", hint)
        return self.reviews_folder / review_id

    def read_review(self, review_id: str) -> tuple[Review | None, list[Problem]]:
        """Read a review's ``review.yaml``: the review or None, and its problems."""
        path = self.reviews_folder / review_id / "review.yaml"
        return read_review(path, self.shown(path))

    def read_findings(self, review_id: str) -> tuple[list[Finding] | None, list[Problem]]:
        """Read a review's ``findings.yaml``: the findings or None, and its problems."""
        path = self.reviews_folder / review_id / "findings.yaml"
        return read_findings(path, self.shown(path))

    def review(self, review_id: str) -> Review:
        """Return a review that can be relied on. Raises ScrError naming the first problem otherwise."""
        self.review_folder(review_id)
        return _usable(*self.read_review(review_id))

    def findings(self, review_id: str) -> list[Finding]:
        """Return the findings of a review, in order. Raises ScrError naming the first problem in the file."""
        self.review_folder(review_id)
        return _usable(*self.read_findings(review_id))

    def read_left_out(self, review_id: str) -> tuple[NotFindings | None, list[Problem]]:
        """Read a review's ``left_out.yaml``, which may be absent: its paragraphs and boilerplate or None, and its problems."""
        path = self.reviews_folder / review_id / "left_out.yaml"
        if not os.path.lexists(path):
            return ([], []), []
        return read_left_out(path, self.shown(path))

    def left_out(self, review_id: str) -> NotFindings:
        """Return what is in a report and not among its findings. Raises ScrError naming the first problem in the file."""
        self.review_folder(review_id)
        return _usable(*self.read_left_out(review_id))

    def finding(self, review_id: str, finding_id: str) -> Finding:
        """Return one finding of a review. Raises ScrError with the nearest id when there is none."""
        return named_finding({finding.id: finding for finding in self.findings(review_id)}, review_id, finding_id)

    # Logs ----------------------------------------------------------------------------------------------------------

    def log_path(self, review_id: str, coder: str) -> Path:
        """Return where the log of a coder and a review is, whether it exists or not."""
        return self.reviews_folder / review_id / "codings" / f"{coder}.jsonl"

    def logs(self, review_id: str | None = None) -> Iterator[LogFile]:
        """Yield every decision log, by review and coder; of one review if it is named."""
        for review in self.review_ids if review_id is None else [review_id]:
            try:
                names = sorted(entry.name for entry in os.scandir(self.reviews_folder / review / "codings"))
            except (FileNotFoundError, NotADirectoryError):
                continue
            for name in names:
                if name.endswith(".jsonl") and not name.startswith("."):
                    coder = name.removesuffix(".jsonl")
                    yield LogFile(review, coder, self.log_path(review, coder))

    def coding_session(self, review_id: str, coder: str) -> CodingSession:
        """Open the coding session of a coder at a review. Raises ScrError when anything it needs is not in order."""
        taxonomies = self.usable_taxonomies()
        self.review_folder(review_id)
        reread = self._changed_findings(review_id)
        findings = self.findings(review_id)
        return CodingSession(review_id, coder, findings, taxonomies, self.log_path(review_id, coder), reread=reread)

    def _changed_findings(self, review_id: str) -> Callable[[], list[Finding] | None]:
        """Return what reads the findings again when their file has changed since it was asked last, and returns None otherwise.

        A file that cannot be read is being edited: what was read last holds, and a decision says which text it was made on.
        """
        path = self.reviews_folder / review_id / "findings.yaml"
        seen = [_identity(path)]

        def reread() -> list[Finding] | None:
            now = _identity(path)
            if now == seen[0]:
                return None
            seen[0] = now
            return self.read_findings(review_id)[0]

        return reread


def _identity(path: Path) -> tuple[int, int, int] | None:
    """Return what changes when a file is written."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


def _usable(value: _Read | None, problems: list[Problem]) -> _Read:
    """Return what was read if nothing is wrong with it. Raises ScrError naming the first error otherwise."""
    errors = [p for p in problems if p.severity is Severity.ERROR]
    if value is None or errors:
        first = min(errors, key=lambda p: p.location)
        raise ScrError(f"{first.location}: {first.code}: {first.message}", "`scr check` shows every problem")
    return value


def find_workspace(start: Path | None = None) -> Workspace:
    """Return the workspace of a folder: the folder itself or the nearest one above with ``data/workspace.yaml``.

    ``start`` defaults to the current folder. Raises ScrError when there is none.
    """
    folder = (start or Path.cwd()).absolute()
    for candidate in (folder, *folder.parents):
        if (candidate / SETTINGS).is_file():
            return Workspace(candidate)
    hint = "run `scr init` to make one, or name it with --workspace"
    raise ScrError(f"no workspace here or above: {folder} has no {SETTINGS.as_posix()}", hint)


def open_workspace(path: str | Path) -> Workspace:
    """Open the workspace at ``path``, exactly there. Raises ScrError when there is none."""
    root = Path(path).absolute()
    if not (root / SETTINGS).is_file():
        raise ScrError(f"{root} is not a workspace: it has no {SETTINGS.as_posix()}", "run `scr init` to make one")
    return Workspace(root)
