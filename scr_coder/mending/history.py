"""The history of a review's findings: ``changes.jsonl``, append only, synced, repaired as a decision log is."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from scr_coder.coding.decision import BadLine
from scr_coder.coding.log import Fault
from scr_coder.mending.change import Change, parse_change
from scr_coder.problem import ScrError

HISTORY = "changes.jsonl"
PENDING = "changes.pending"
"""A change that is being made: its line and the decisions that go with it, until all of it is on the disk."""


class History(NamedTuple):
    """What a history holds: changes with their line numbers in order of time, and what is wrong.

    ``clean_size`` is the number of bytes up to the end of the last whole line; ``unended`` when the last line is a whole
    change that only lacks its line feed.
    """

    entries: list[tuple[int, Change]]
    faults: list[Fault]
    clean_size: int
    unended: bool

    @property
    def changes(self) -> list[Change]:
        """The changes in order."""
        return [change for _, change in self.entries]


class Standing(NamedTuple):
    """A change that holds, or was taken back: ``first`` is its own line, ``last`` the line that did that."""

    first: Change
    last: Change


def parse_history(data: bytes) -> History:
    """Parse the bytes of a history. Nothing is raised; identical lines, which merging can leave, count once."""
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    tail = lines.pop()
    entries: list[tuple[int, Change]] = []
    faults: list[Fault] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if line in seen or not line.strip():
            continue
        seen.add(line)
        try:
            entries.append((number, parse_change(line)))
        except BadLine as error:
            faults.append(Fault(number, error.column, str(error)))
    clean_size, unended = len(data) - len(tail.encode("utf-8", "surrogateescape")), False
    if tail:
        try:
            change = parse_change(tail)
            entries += [(len(lines) + 1, change)] if tail not in seen else []
            clean_size, unended = len(data), True
        except BadLine:
            message = f"the last line was cut off ({len(data) - clean_size} bytes without an end)"
            faults.append(Fault(len(lines) + 1, 1, message, torn=True))
    entries.sort(key=lambda entry: (entry[1].changed_at, entry[1].kind, entry[1].said, entry[1].by))
    return History(entries, faults, clean_size, unended)


def read_history(path: Path) -> History:
    """Read a history; an absent one is empty. Raises ScrError when it cannot be read."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # reading a pipe would wait for ever
            raise ScrError(f"{path} cannot be read: it is not a file")
        return parse_history(path.read_bytes())
    except FileNotFoundError:
        return parse_history(b"")
    except OSError as error:
        raise ScrError(f"{path} cannot be read: {error.strerror or error}") from error


def change_stacks(changes: Iterable[Change]) -> tuple[list[Standing], list[Standing]]:
    """Return the changes that stand and those that were taken back and can be brought again, each oldest first."""
    standing: list[Standing] = []
    undone: list[Standing] = []
    for change in changes:
        moment = change.undoes or change.redoes
        if not moment:
            standing.append(Standing(change, change))
            undone.clear()
            continue
        source, target = (standing, undone) if change.undoes else (undone, standing)
        moved = next((one for one in reversed(source) if one.first.changed_at == moment), None)
        if moved is not None:
            source.remove(moved)
            target.append(Standing(moved.first, change))
    return standing, undone


def mends_since_import(changes: Iterable[Change]) -> list[Change]:
    """Return the changes that stand and came after the last import that stands, oldest first: what importing again would lose."""
    mends: list[Change] = []
    for one in change_stacks(changes)[0]:
        mends = [] if one.first.kind == "import" else [*mends, one.first]
    return mends
