"""Changing the findings of a review on the disk: locked, whole or not at all, with its line in the history.

A change is noted first (`changes.pending`: its line, the files after it, the decisions that go with it), then made, and then the
note is taken away. Whoever changes the findings next completes what was interrupted, so nothing is lost or left half done.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from scr_coder.coding import Decision, fold_log, read_log
from scr_coder.coding.decision import BadLine, decision_line, parse_decision
from scr_coder.coding.log import OpenLog, drop_empty, moment_after, read_all, set_torn_aside, utc_now
from scr_coder.files import append_synced, locked, remove_synced, sync_directory, write_atomic
from scr_coder.mending import patch
from scr_coder.mending.change import Change, change_line, parse_change
from scr_coder.mending.history import HISTORY, PENDING, History, change_stacks, parse_history, read_history
from scr_coder.mending.listing import FINDINGS, LEFT_OUT, read_listing, render_listing
from scr_coder.mending.planning import REVIEW, Files, Import, Logs, Plan, digest, plan_back, plan_import, plan_mend, refusal
from scr_coder.mending.report import Mend, Report
from scr_coder.problem import ScrError
from scr_coder.version import VERSION
from scr_coder.workspace import Workspace


class Done(NamedTuple):
    """What was done, or would be: ``changed`` is False when there was nothing to do.

    ``report`` is the review after it; ``shown`` the ids of what should be looked at; ``decisions`` the number of lines that
    went into the log of each coder whose decisions it touched.
    """

    change: Change
    report: Report
    shown: tuple[str, ...]
    changed: bool
    decisions: dict[str, int]
    notices: tuple[str, ...]


Make = Callable[[Files, History, Logs], Plan]


class Mender:
    """The findings of one review, to be changed. ``by`` is the coder who does it, if known.

    Each method returns when everything is on the disk. They raise ScrError, with nothing written, for what cannot be done,
    and for decisions that would be touched without ``with_decisions``; with ``dry_run`` they only say what would be done.
    """

    def __init__(self, workspace: Workspace, review_id: str, by: str = "", clock: Callable[[], dt.datetime] = utc_now) -> None:
        self.workspace = workspace
        self.review = review_id
        self.folder = workspace.review_folder(review_id)
        self.by = by
        self._clock = clock
        self._root = Path(os.path.realpath(workspace.root))

    def report(self) -> Report:
        """Return the findings and what was left out. Raises ScrError when they cannot be read, or an id stands twice."""
        return self._files().report(self.review)

    def history(self) -> History:
        """Return the changes so far. Raises ScrError when they cannot be read."""
        return read_history(self.folder / HISTORY)

    def mend(self, change: Callable[[Report], Mend], with_decisions: bool = False, dry_run: bool = False) -> Done:
        """Make one change: ``change`` is one of the functions of `mending.report`, for instance `split_finding`, with its words."""

        def make(files: Files, history: History, logs: Logs) -> Plan:
            before = files.report(self.review)
            plan = plan_mend(files, before, change(before), logs, history.changes)
            return _allowed(plan, with_decisions)

        return self._run(make, dry_run)

    def replace(self, new: Import, with_decisions: bool = False, dry_run: bool = False) -> Done:
        """Put the findings of a report that was imported again in the place of all there are."""

        def make(files: Files, _history: History, logs: Logs) -> Plan:
            return _allowed(plan_import(files, files.report(self.review), new, logs), with_decisions)

        return self._run(make, dry_run)

    def undo(self, with_decisions: bool = False, dry_run: bool = False) -> Done:
        """Take the last change back, decisions included. Raises ScrError when there is none, or the files do not fit any more."""
        return self._back(False, with_decisions, dry_run)

    def redo(self, with_decisions: bool = False, dry_run: bool = False) -> Done:
        """Bring the change again that was taken back last. Raises ScrError when there is none, or the files do not fit."""
        return self._back(True, with_decisions, dry_run)

    def _back(self, redo: bool, with_decisions: bool, dry_run: bool) -> Done:
        def make(files: Files, history: History, logs: Logs) -> Plan:
            standing, undone = change_stacks(history.changes)
            stack = undone if redo else standing
            if not stack or stack[-1].last.empty:
                raise ScrError(f"there is nothing to {'redo' if redo else 'undo'} in the findings of {self.review}")
            plan = plan_back(files, files.report(self.review), stack[-1].last, stack[-1].first, logs, redo)
            return _allowed(plan, with_decisions, "redo" if redo else "undo")

        return self._run(make, dry_run)

    def record_import(self, said: str) -> Change:
        """Append to the history that the findings, which are there already, were imported."""
        with self._history_locked() as stream:
            return self._append(stream, Change("", "import", said))

    # The work ------------------------------------------------------------------------------------------------------------------

    def _run(self, make: Make, dry_run: bool) -> Done:
        pending = (self.folder / PENDING).is_file()
        if pending and dry_run:
            message = f"the last change to the findings of {self.review} was interrupted"
            raise ScrError(message, "the next one without --dry-run completes it")
        if dry_run or not (pending or (self.folder / HISTORY).exists()):  # what is refused, or changes nothing, leaves no trace
            plan = make(self._files(), self.history(), {name: read_log(path).decisions for name, path in self._log_paths().items()})
            if dry_run or not plan.texts:
                return _done(plan, plan.change)
        with self._history_locked() as stream:
            notices = self._complete(stream)
            with self._open_logs() as (logs, decisions):
                plan = make(self._files(), parse_history(read_all(stream)), decisions)
                if not plan.texts:
                    return _done(plan, plan.change, notices)
                change, more = self._write(plan, stream, logs)
        return _done(plan, change, [*notices, *more])

    def _write(self, plan: Plan, stream: BinaryIO, logs: Mapping[str, OpenLog]) -> tuple[Change, list[str]]:
        """Write down what will be done, do it, and take the note away."""
        change = self._stamped(stream, plan.change)
        lines = {
            coder: [line._replace(decided_at=change.changed_at, mend=change.changed_at) for line in touched.lines]
            for coder, touched in plan.touched.items()
            if touched.lines
        }
        for name in plan.texts:
            self._target(self.folder / name)
        for coder in lines.keys() - logs.keys():
            path = self._target(self.workspace.log_path(self.review, coder))
            raise ScrError(f"{self.workspace.shown(path)} cannot be written", "nothing was changed")
        write_atomic(self._target(self.folder / PENDING), _note(change, plan, lines))
        try:
            self._append(stream, change)
        except ScrError:
            remove_synced(self.folder / PENDING)
            raise
        try:
            for name in _order(change, plan.texts):
                self._put(name, plan.texts[name])
            notices = [logs[coder].append(said, self._clock)[1] for coder, said in lines.items()]
        except ScrError as error:
            raise ScrError(error.message, "the change is noted: the next one to these findings completes it") from error
        remove_synced(self.folder / PENDING)
        return change, [notice for notice in notices if notice]

    def _complete(self, stream: BinaryIO) -> list[str]:
        """Complete a change that was interrupted; return what to tell."""
        path = self.folder / PENDING
        if not path.is_file():
            return []
        try:
            change, texts, lines = _read_note(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            shown = self.workspace.shown(path)
            hint = "`scr log --findings` and git say what was done; then delete it"
            raise ScrError(f"{shown} cannot be read, which notes a change that was interrupted: {error}", hint) from error
        if change.changed_at not in {one.changed_at for one in parse_history(read_all(stream)).changes}:
            self._append(stream, change)
        for name in _order(change, texts):
            before, after, text = texts[name]
            self._put_again(name, before, after, text, change)
        with self._open_logs() as (logs, _decisions):
            for coder, said in lines.items():
                log = logs.get(coder)
                if log is not None and not any(one.mend == change.changed_at for one in log.content.decisions):
                    held = fold_log(log.content.decisions)
                    # Who decided in the meantime has the last word, but on a finding that is not there any more.
                    due = [one for one in said if one.state == "cleared" or _until(held.get(one.finding), change.changed_at)]
                    if due:
                        log.append(due, self._clock)
        remove_synced(path)
        return [f"the change before this one had been interrupted and is complete now: {change.said}"]

    def _put_again(self, name: str, before: str, after: str, text: str | None, change: Change) -> None:
        """Write one file of an interrupted change, unless it is written; one that was edited since takes the change all the same."""
        path = self.folder / name
        now = digest(_text_of(path))
        if now == after:
            return
        if now == before:
            self._put(name, text)
            return
        if name == REVIEW:
            return
        listing = read_listing(path, self.workspace.shown(path))
        hunks = change.findings if name == FINDINGS else change.left_out
        put = [one for hunk in hunks for one in hunk.put]
        taken = [one for hunk in hunks for one in hunk.taken if one not in put]
        if all(one in listing.entries for one in put) and not any(one in listing.entries for one in taken):
            return
        try:
            self._put(name, render_listing(listing, patch.apply(hunks, listing.entries, "paragraph"), listing.removed).text)
        except patch.DoesNotFit as error:
            message = f"“{change.said}” was interrupted and does not fit {self.workspace.shown(path)} any more: {error.args[0]}"
            raise ScrError(message, f"delete {self.workspace.shown(self.folder / PENDING)} to give it up") from None

    # The disk ------------------------------------------------------------------------------------------------------------------

    def _files(self) -> Files:
        listings = [read_listing(self.folder / name, self.workspace.shown(self.folder / name)) for name in (FINDINGS, LEFT_OUT)]
        return Files(listings[0], listings[1], _text_of(self.folder / REVIEW) or "")

    def _log_paths(self) -> dict[str, Path]:
        return {log.coder: log.path for log in self.workspace.logs(self.review)}

    def _target(self, path: Path) -> Path:
        """Return where a file really is. Raises ScrError when a link leads out of the workspace."""
        real = Path(os.path.realpath(path))
        if not real.is_relative_to(self._root):
            raise ScrError(f"{self.workspace.shown(path)} leads outside the workspace", "nothing was changed: copy it into the workspace")
        return real if path.is_symlink() else path

    def _put(self, name: str, text: str | None) -> None:
        target = self._target(self.folder / name)
        if text is None:
            remove_synced(target)
        else:
            write_atomic(target, text)

    @contextlib.contextmanager
    def _history_locked(self) -> Iterator[BinaryIO]:
        """Hold the lock that all who change the findings of this review take: that of the history."""
        path = self._target(self.folder / HISTORY)
        existed = path.exists()
        if existed:
            read_history(path)  # what is no file is refused before it is opened
        with locked(path) as stream:
            try:
                yield stream
            finally:
                if not existed:
                    drop_empty(path, stream)
        if not existed:
            sync_directory(path.parent)

    @contextlib.contextmanager
    def _open_logs(self) -> Iterator[tuple[dict[str, OpenLog], Logs]]:
        """Hold the locks of all decision logs that can be written, so that nobody decides on a finding while it changes.

        Yields these logs, and the decisions of all.
        """
        with contextlib.ExitStack() as stack:
            logs, decisions = {}, {}
            for coder, path in self._log_paths().items():
                if os.access(path, os.W_OK) and Path(os.path.realpath(path)).is_relative_to(self._root):
                    logs[coder] = OpenLog(path, stack.enter_context(locked(path)))
                    decisions[coder] = logs[coder].content.decisions
                else:
                    decisions[coder] = read_log(path).decisions
            yield logs, decisions

    def _stamped(self, stream: BinaryIO, change: Change) -> Change:
        changes = parse_history(read_all(stream)).changes
        last = changes[-1].changed_at if changes else ""
        return change._replace(changed_at=moment_after(last, self._clock()), by=self.by, tool=VERSION)

    def _append(self, stream: BinaryIO, change: Change) -> Change:
        """Append one line to the history, a torn last line set aside; return the change with its moment."""
        path = self.folder / HISTORY
        change = change if change.changed_at else self._stamped(stream, change)
        history = parse_history(read_all(stream))
        try:
            set_torn_aside(path, stream, history.clean_size)
            append_synced(stream, (b"\n" if history.unended else b"") + change_line(change))
        except OSError as error:
            raise ScrError(f"{path} cannot be written: {error.strerror or error}", "nothing was changed") from error
        return change


def _allowed(plan: Plan, with_decisions: bool, back: str = "") -> Plan:
    refused = None if with_decisions else refusal(plan, back)
    if refused is not None:
        raise refused
    return plan


def _done(plan: Plan, change: Change, notices: list[str] | None = None) -> Done:
    decisions = {coder: len(touched.lines) for coder, touched in sorted(plan.touched.items()) if touched.lines or touched.guarded}
    return Done(change, plan.after, plan.shown, bool(plan.texts), decisions, (*(notices or ()), *plan.notices))


def _order(change: Change, texts: Mapping[str, object]) -> list[str]:
    """Return the files in an order in which every paragraph is in one of them at any moment."""
    kept = {one.finding.id for hunk in change.left_out for one in hunk.put}
    loses = any(one.finding.id not in kept for hunk in change.left_out for one in hunk.taken)
    order = [FINDINGS, LEFT_OUT, REVIEW] if loses else [LEFT_OUT, FINDINGS, REVIEW]
    return [name for name in order if name in texts]


def _text_of(path: Path) -> str | None:
    """Return the text of a file, None when there is none."""
    try:
        return path.read_bytes().decode("utf-8", "surrogateescape") if path.is_file() else None
    except OSError as error:
        raise ScrError(f"{path} cannot be read: {error.strerror or error}") from error


def _until(decision: Decision | None, moment: str) -> bool:
    return decision is None or decision.decided_at <= moment


Texts = dict[str, tuple[str, str, str | None]]


def _note(change: Change, plan: Plan, lines: Mapping[str, list[Decision]]) -> str:
    """Return the text of a note: the change on the first line, the files and the decisions after it on the second."""
    now = {FINDINGS: plan.files.findings.text, LEFT_OUT: plan.files.left_out.text, REVIEW: plan.files.review}
    rest: dict[str, Any] = {
        "files": {name: [digest(now[name]), digest(text), text] for name, text in plan.texts.items()},
        "decisions": {coder: [decision_line(one).decode().rstrip("\n") for one in said] for coder, said in lines.items()},
    }
    return change_line(change).decode() + json.dumps(rest, ensure_ascii=False) + "\n"


def _read_note(text: str) -> tuple[Change, Texts, dict[str, list[Decision]]]:
    """Read what `_note` wrote. Raises ValueError, KeyError, TypeError or AttributeError for anything else."""
    head, _, rest = text.partition("\n")
    try:
        change = parse_change(head)
        fields = json.loads(rest)
        texts = {name: (str(one[0]), str(one[1]), one[2]) for name, one in fields["files"].items() if name in (FINDINGS, LEFT_OUT, REVIEW)}
        lines = {coder: [parse_decision(line) for line in said] for coder, said in fields["decisions"].items()}
    except (BadLine, RecursionError) as error:
        raise ValueError(str(error)) from None
    return change, texts, lines
