"""The decision log of one coder and one review: append only, synced, locked, repaired, folded.

Decisions are ordered by ``decided_at``, and appending keeps ``decided_at`` strictly increasing in a log, so that the
order of decisions is the order of lines, and stays right when git has merged two copies of a log by union.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO, NamedTuple

from scr_coder.coding.decision import BadLine, Decision, decision_line, parse_decision
from scr_coder.files import append_synced, locked, sync_directory, write_atomic
from scr_coder.problem import ScrError


class Fault(NamedTuple):
    """A line that is not a decision. ``torn`` when it is a last line that was cut off."""

    line: int
    column: int
    message: str
    torn: bool = False


class LogContent(NamedTuple):
    """What a log holds: decisions with their line numbers in the order they were decided, and what is wrong.

    ``clean_size`` is the number of bytes up to the end of the last whole line; what follows is torn. ``unended`` when
    the last line is a whole decision that only lacks its line feed.
    """

    entries: list[tuple[int, Decision]]
    faults: list[Fault]
    clean_size: int
    unended: bool

    @property
    def decisions(self) -> list[Decision]:
        """The decisions in order."""
        return [decision for _, decision in self.entries]


class LogMemory:
    """What was parsed of a log that is read again and again: only what has been appended since is parsed.

    A log that does not begin with the bytes that are remembered (git has put another in its place) is parsed anew.
    """

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._prefix = b""
        self._lines = 0
        self._seen: set[str] = set()
        self._entries: list[tuple[int, Decision]] = []
        self._faults: list[Fault] = []

    def parse(self, data: bytes) -> LogContent:
        """Parse the bytes of a log; see `parse_log`."""
        if not data.startswith(self._prefix):
            self._forget()
        lines = data[len(self._prefix) :].decode("utf-8", "surrogateescape").split("\n")
        tail = lines.pop()
        for number, line in enumerate(lines, self._lines + 1):
            if line in self._seen or not line.strip():
                continue
            self._seen.add(line)
            try:
                self._entries.append((number, parse_decision(line)))
            except BadLine as error:
                self._faults.append(Fault(number, error.column, str(error)))
        self._lines += len(lines)
        clean_size, unended = len(data) - len(tail.encode("utf-8", "surrogateescape")), False
        self._prefix = data[:clean_size]
        entries, faults = list(self._entries), list(self._faults)
        if tail:
            try:
                decision = parse_decision(tail)
                if tail not in self._seen:
                    entries.append((self._lines + 1, decision))
                clean_size, unended = len(data), True
            except BadLine:
                message = f"the last line was cut off ({len(data) - clean_size} bytes without an end)"
                faults.append(Fault(self._lines + 1, 1, message, torn=True))
        entries.sort(key=_order if len({entry[1].decided_at for entry in entries}) < len(entries) else _moment)
        return LogContent(entries, faults, clean_size, unended)


def parse_log(data: bytes) -> LogContent:
    """Parse the bytes of a log. Nothing is raised; identical lines count once."""
    return LogMemory().parse(data)


def _moment(entry: tuple[int, Decision]) -> str:
    return entry[1].decided_at


def _order(entry: tuple[int, Decision]) -> tuple[object, ...]:
    """Order two decisions of one moment, which only merging can bring together, by what they say: never by line."""
    decision = entry[1]
    return (decision.decided_at, decision.state, decision.tags, decision.candidate, decision.reason, decision_line(decision))


def read_log(path: Path, memory: LogMemory | None = None) -> LogContent:
    """Read a log; an absent one is empty. Raises ScrError when it cannot be read."""
    parse = memory.parse if memory is not None else parse_log
    try:
        return parse(path.read_bytes())
    except FileNotFoundError:
        return parse(b"")
    except OSError as error:
        raise ScrError(f"{path} cannot be read: {error.strerror or error}") from error


def fold_log(decisions: Iterable[Decision], as_of: str = "") -> dict[str, Decision]:
    """Return the decision that holds for each finding: the last one, among those up to ``as_of`` if given.

    ``decisions`` are in order of time; ``as_of`` is a moment as `decided_at` writes it. Cleared findings are kept, as
    decisions of state ``cleared``.
    """
    return {d.finding: d for d in decisions if not as_of or d.decided_at <= as_of}


def undo_stacks(decisions: Iterable[Decision]) -> tuple[list[Decision], list[Decision]]:
    """Return the decisions that stand and those that were undone and can be redone, each oldest first.

    What a change to the findings wrote stands among them, since later decisions are made on it; it makes nothing that was
    undone unreachable.
    """
    standing: list[Decision] = []
    undone: list[Decision] = []
    for decision in decisions:
        source, target, moment = (standing, undone, decision.undoes) if decision.undoes else (undone, standing, decision.redoes)
        if moment:
            moved = next((d for d in reversed(source) if d.decided_at == moment), None)
            if moved is not None:
                source.remove(moved)
                target.append(moved)
        else:
            standing.append(decision)
            if not decision.mend:
                undone.clear()
    return standing, undone


def utc_now() -> dt.datetime:
    """Return the moment, in UTC."""
    return dt.datetime.now(dt.timezone.utc)


def moment_text(moment: dt.datetime) -> str:
    """Return a moment as ``decided_at`` writes it: UTC with milliseconds and Z."""
    return moment.astimezone(dt.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment_after(last: str, now: dt.datetime) -> str:
    """Return ``now`` as text, or one millisecond after ``last`` where the clock is not past it."""
    text = moment_text(now)
    if last and text <= last:
        try:
            text = moment_text(dt.datetime.fromisoformat(last) + dt.timedelta(milliseconds=1))
        except OverflowError:
            raise ScrError(f"the log ends with a line dated {last}; nothing can follow it", "correct that date") from None
    return text


def append_decisions(
    path: Path,
    decide: Callable[[LogContent], list[Decision]],
    clock: Callable[[], dt.datetime] = utc_now,
    memory: LogMemory | None = None,
) -> tuple[list[Decision], str]:
    """Append what ``decide`` answers to the log as it is under the lock, each with its own ``decided_at``.

    ``decide`` may be called more than once; its last answer counts. ``memory`` saves parsing the whole log each time.

    Return the decisions as written, and a notice (empty if there is nothing to say) when a torn last line was found: its
    bytes are then in a file beside the log. When this returns, the lines are on the disk. Raises ScrError when the log
    cannot be written; it is then as it was.
    """
    existed = path.exists()
    if not existed and not decide(parse_log(b"")):
        return [], ""  # what writes nothing leaves no log behind
    with locked(path) as stream:
        log = OpenLog(path, stream, memory)
        decisions = decide(log.content)
        if not decisions:
            return [], ""
        try:
            written, notice = log.append(decisions, clock)
        except ScrError:
            if not existed:
                drop_empty(path, stream)
            raise
    if not existed:
        sync_directory(path.parent)
    return written, notice


class OpenLog:
    """A log while it is locked: what it holds, and the one way to append to it. ``stream`` is its file, under its lock."""

    def __init__(self, path: Path, stream: BinaryIO, memory: LogMemory | None = None) -> None:
        self.path = path
        self._stream = stream
        data = read_all(stream)
        self.content = memory.parse(data) if memory is not None else parse_log(data)

    def append(self, decisions: list[Decision], clock: Callable[[], dt.datetime] = utc_now) -> tuple[list[Decision], str]:
        """Append decisions, once; return them with their moments, and a notice; see `append_decisions`."""
        last = self.content.entries[-1][1].decided_at if self.content.entries else ""
        written = []
        for decision in decisions:
            last = moment_after(last, clock())
            written.append(decision._replace(decided_at=last))
        try:
            notice = set_torn_aside(self.path, self._stream, self.content.clean_size)
            start = b"\n" if self.content.unended else b""
            append_synced(self._stream, start + b"".join(decision_line(decision) for decision in written))
        except OSError as error:
            raise ScrError(f"{self.path} cannot be written: {error.strerror or error}", "nothing was saved") from error
        return written, notice


def drop_empty(path: Path, stream: BinaryIO) -> None:
    """Take away the log that was made for a line that could not be written; its lock is held."""
    with contextlib.suppress(OSError):
        if os.fstat(stream.fileno()).st_size == 0:
            path.unlink()


def read_all(stream: BinaryIO) -> bytes:
    """Return everything that is in a locked file."""
    stream.seek(0)
    return b"".join(iter(lambda: stream.read(1 << 20), b""))


def set_torn_aside(path: Path, stream: BinaryIO, clean_size: int) -> str:
    """Move what follows the first ``clean_size`` bytes of a log, a torn last line, to a file beside it; return what to tell."""
    stream.seek(clean_size)
    torn = b"".join(iter(lambda: stream.read(1 << 20), b""))
    if not torn:
        return ""
    number = 1
    while (aside := path.with_name(f"{path.stem}.torn-{number}")).exists():
        number += 1
    write_atomic(aside, torn)
    stream.truncate(clean_size)
    return f"the last line of {path.name} had been cut off; its {len(torn)} bytes are kept in {aside.name}"
