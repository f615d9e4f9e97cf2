"""What was read of a workspace, kept as Parquet under ``data/.scr-cache``, so that tables read only what has changed.

The unit is the folder of a review. Its stamp (names, sizes and times of its files) says whether the cache still holds.
The cache holds attributes, ids and decisions, never the text of findings or memos; it can be deleted at any time, and a
workspace that cannot be written is read without one.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from pathlib import Path

from scr_coder.tables.engine import DuckEngine, path_literal, read_literal
from scr_coder.version import VERSION
from scr_coder.workspace import Workspace

FOLDER = ".scr-cache"
FORMAT = f"1-{VERSION}"
"""Names the folder: what another version wrote is never read."""
_RELATIONS = ("stamps", "attributes", "findings", "held")
_LEFT = 3600.0  # seconds after which a temporary file is taken for left behind
_RACY = 0.2  # seconds: a file written so recently could change again without changing its times


class FactsCache:
    """The cache of one workspace: `open` tells what changed, `merge` joins old and new and writes both back."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.home = workspace.root / "data" / FOLDER
        self._generation, self._folder = self._newest()
        self._stamps: dict[str, str] = {}
        self._usable = False
        self._gone = 0
        self._changed: list[str] = []

    def open(self, engine: DuckEngine) -> list[str]:
        """Return the ids of the reviews that must be read, in order."""
        now = time.time()
        self._sweep(now)
        self._stamps = {review: _stamp(self._workspace.reviews_folder / review, now) for review in self._workspace.review_ids}
        self._changed = list(self._stamps)
        if not all((self._folder / f"{name}.parquet").is_file() for name in _RELATIONS):
            return self._changed
        try:
            for name in _RELATIONS:
                engine.view(f"old_{name}", f"select * from read_parquet({read_literal(self._folder / f'{name}.parquet')})")
            known = dict(engine.run("select review, stamp from old_stamps"))
        except engine.Error:  # written by another version, or broken: as if there were none
            return self._changed
        self._usable = True
        self._changed = [review for review, stamp in self._stamps.items() if not stamp or known.get(review) != stamp]
        self._gone = len(known.keys() - self._stamps.keys())
        return self._changed

    def merge(self, engine: DuckEngine, unreadable: dict[str, int], keep_decisions: bool = True) -> None:
        """Make reviews, attributes, findings and held of what is cached and what is new; write the cache if that changed.

        Without ``keep_decisions`` the new decisions are of another moment: they are used alone and not kept.
        """
        engine.relation("reviews", ("review",), [(review,) for review in self._stamps])
        stamps = [(review, self._stamps[review], unreadable.get(review, 0)) for review in self._changed]
        engine.relation("new_stamps", ("review", "stamp", "unreadable"), stamps)
        fitted = """select h.*, case when f.finding is null then 'orphan' when f.text = h.text then 'current' else 'stale' end as fits
            from new_held h left join findings f on h.review = f.review and h.finding = f.finding"""
        # An id that stands twice in a file is an error that `scr check` reports; it is counted once.
        once = "select review, finding, max(text) as text from new_findings group by review, finding"
        for name in _RELATIONS:
            fresh = {"held": fitted, "findings": once}.get(name, f"select * from new_{name}")
            if not self._usable or (name == "held" and not keep_decisions):
                engine.keep(name, fresh)
            elif not self._changed and not self._gone:
                engine.view(name, f"select * from old_{name}")
            else:
                old = f"select o.* from old_{name} o join reviews r on o.review = r.review anti join new_stamps n on o.review = n.review"
                engine.keep(name, f"{old} union all {fresh}")
        if keep_decisions and (self._changed or not self._usable or self._gone):
            self._write(engine)

    def unreadable(self, engine: DuckEngine) -> int:
        """Return how many lines of the logs could not be read, over all reviews."""
        return int(engine.run("select coalesce(sum(unreadable), 0) from stamps")[0][0])

    def _newest(self) -> tuple[int, Path]:
        """Return the number and folder of the newest cache. Caches are never changed: each is written beside the one before."""
        found = [0]
        for path in self.home.glob(f"facts-{FORMAT}.*"):
            if path.suffix[1:].isdecimal():
                found.append(int(path.suffix[1:]))
        return max(found), self.home / f"facts-{FORMAT}.{max(found)}"

    def _write(self, engine: DuckEngine) -> None:
        """Write the next cache, in one step. A folder that cannot be written is no error.

        The one before stays, since another process may be reading it; those before that go.
        """
        with contextlib.suppress(OSError, engine.Error):
            self.home.mkdir(exist_ok=True)
            made = Path(tempfile.mkdtemp(prefix="new.", dir=self.home))
            try:
                for name in _RELATIONS:
                    engine.run(f"copy {name} to {path_literal(made / f'{name}.parquet')} (format parquet)")
                made.rename(self.home / f"facts-{FORMAT}.{self._generation + 1}")
            finally:
                shutil.rmtree(made, ignore_errors=True)
            for path in self.home.glob("facts-*"):
                if path.suffix[1:] not in (str(self._generation), str(self._generation + 1)):
                    shutil.rmtree(path, ignore_errors=True)

    def _sweep(self, now: float) -> None:
        """Delete what a process that was killed has left: half-written caches, and joined logs, which hold memos."""
        for path in [*self.home.glob("new.*"), *self.home.glob("logs.*")]:
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < now - _LEFT:
                    shutil.rmtree(path) if path.is_dir() else path.unlink()


def _stamp(folder: Path, now: float) -> str:
    """Return names, sizes and times of a review's files as one text; empty when they are too fresh to be trusted."""
    parts = []
    newest = 0.0
    for inside in (folder, folder / "codings"):
        try:
            entries = list(os.scandir(inside))
        except (FileNotFoundError, NotADirectoryError):
            continue
        for entry in entries:
            if entry.name.startswith(".") or not entry.name.endswith((".yaml", ".jsonl")):
                continue  # editors leave files, and links to nowhere, that begin with a dot
            with contextlib.suppress(OSError):
                status = entry.stat()
                newest = max(newest, status.st_mtime)
                parts.append(f"{entry.name}:{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}")
    return "" if newest > now - _RACY else "/".join(sorted(parts))
