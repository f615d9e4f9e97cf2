"""A small invented review that can be mended, and what a test says of it in few words."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from scr_coder.coding import CodingSession, Decision, fold_log, read_log
from scr_coder.mending import Mender, Report
from scr_coder.review import Finding, LeftOut
from scr_coder.review.write import findings_yaml, left_out_yaml
from scr_coder.text import text_hash
from scr_coder.workspace import Workspace, open_workspace

from small_workspace import FILES, FINDINGS_PATH, LOG_PATH, write_files

MEMORY = Path("/dev/shm")
"""A disk on which waiting until a write is on the disk takes no time, where there is one."""
REVIEW = "one-review"
FOLDER = Path("data/reviews") / REVIEW
START = dt.datetime(2026, 11, 23, 10, tzinfo=dt.timezone.utc)
Held = dict[str, dict[str, tuple[object, ...]]]


def ticking() -> Callable[[], dt.datetime]:
    """Return a clock that moves on by a second each time it is asked."""
    seconds = itertools.count()
    return lambda: START + dt.timedelta(seconds=next(seconds))


@contextlib.contextmanager
def memory_folder() -> Iterator[Path]:
    """Yield a folder that is gone afterwards, in `MEMORY` if possible: for tests that write a great deal."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder)


def finding(name: str, text: str, page: str = "", label: str = "", lines: str = "", kind: str = "numbered") -> Finding:
    return Finding(name, kind, page, label, lines, "", (), text, 0, 0)


def left(name: str, text: str, before: str = "", reason: str = "a caption") -> LeftOut:
    return LeftOut(finding(name, text), reason, before)


FIVE = (
    finding("4.1", "One one. Two two.", "12", "4.1"),
    finding("4.2", "Three three.", "12", "4.2"),
    finding("4.3", "Four four. Five five. Six six.", "12-13", "4.3"),
    finding("4.4", "Seven | seven\nEight | eight\n\nNine | nine", "13", "4.4", kind="table"),
    finding("p13.1", "Ten.", "13"),
)
ASIDE = (left("p12.1", "Aside one.", "4.2"), left("p12.2", "Aside two.", "4.2"), left("p14.1", "Aside three."))


def report(findings: tuple[Finding, ...] = FIVE, left_out: tuple[LeftOut, ...] = ASIDE) -> Report:
    return Report(REVIEW, findings, left_out)


def write_review(root: Path, given: Report | None = None) -> Workspace:
    """Write the small workspace with other findings, in the form of scr, and nothing decided."""
    given = given or report()
    files: dict[str, str | bytes] = {name: text for name, text in FILES.items() if name != LOG_PATH}
    files[FINDINGS_PATH] = findings_yaml(given.findings)
    if given.left_out:
        files[(FOLDER / "left_out.yaml").as_posix()] = left_out_yaml(given.left_out, [])
    return open_workspace(write_files(root, files))


def mender(workspace: Workspace, clock: Callable[[], dt.datetime] | None = None) -> Mender:
    return Mender(open_workspace(workspace.root), REVIEW, "", clock or ticking())


def session(workspace: Workspace, coder: str = "anna") -> CodingSession:
    return open_workspace(workspace.root).coding_session(REVIEW, coder)


def held(workspace: Workspace) -> dict[str, dict[str, Decision]]:
    """Return the decisions that hold, by coder and finding; a cleared one without a memo is none."""
    found = {log.coder: fold_log(read_log(log.path).decisions) for log in workspace.logs(REVIEW)}
    return {coder: {name: one for name, one in log.items() if one.state != "cleared" or one.memo} for coder, log in found.items()}


def said(workspace: Workspace) -> Held:
    """Return what holds without moments: all that `scr undo --findings` must bring back."""
    return {
        coder: {name: (d.state, d.tags, d.candidate, d.reason, d.memo, d.text) for name, d in log.items()}
        for coder, log in held(workspace).items()
    }  # fmt: skip


def stale(workspace: Workspace) -> set[tuple[str, str]]:
    """Return (coder, finding) of the decisions on other text; raises KeyError for one on no finding at all."""
    texts = {one.id: one.text for one in open_workspace(workspace.root).findings(REVIEW)}
    standing = [(coder, d) for coder, log in held(workspace).items() for d in log.values() if d.state != "cleared"]
    return {(coder, d.finding) for coder, d in standing if text_hash(texts[d.finding]) != d.text}


def files(workspace: Workspace) -> dict[str, bytes | None]:
    """Return the bytes of the files that list paragraphs, None where one is not there."""
    folder = workspace.root / FOLDER
    return {name: (folder / name).read_bytes() if (folder / name).exists() else None for name in ("findings.yaml", "left_out.yaml")}


def words(given: Report) -> list[str]:
    """Return every word of a report, sorted: what no change may lose or make."""
    texts = [one.text for one in given.findings] + [one.finding.text for one in given.left_out]
    return sorted(word for text in texts for word in text.split())
