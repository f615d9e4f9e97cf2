"""``findings.yaml`` and ``left_out.yaml`` as they stand on the disk, and their text after a change.

Entries that stay are kept as they are written, with comments around them; what is new is in the form of `review.write`. What
comes out is read again before it is used: a text that would not be read back to the letter is never written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from scr_coder.mending.patch import Paragraphs
from scr_coder.problem import Problem, ScrError, Severity
from scr_coder.review import LeftOut, RemovedText
from scr_coder.review.read import parse_findings, parse_left_out
from scr_coder.review.write import boilerplate_yaml, finding_entry, findings_yaml, left_out_entry, left_out_yaml
from scr_coder.yaml_source import read_bytes

FINDINGS, LEFT_OUT = "findings.yaml", "left_out.yaml"
Removed = tuple[RemovedText, ...]


class Listing(NamedTuple):
    """One of the two files: its name, its text (None: there is none), its entries, and the boilerplate of ``left_out.yaml``.

    ``starts`` are the lines of the entries' ids, from 1.
    """

    name: str
    text: str | None
    entries: Paragraphs
    removed: Removed
    starts: tuple[int, ...]


def read_listing(path: Path, shown: str) -> Listing:
    """Read one of the two files; a ``left_out.yaml`` may be absent. Raises ScrError naming the first problem in it."""
    if path.name == LEFT_OUT and not path.exists() and not path.is_symlink():
        return Listing(LEFT_OUT, None, (), (), ())
    data, problems = read_bytes(path, shown)
    listing, more = (None, problems) if data is None else parse_listing(path.name, data, shown)
    errors = [p for p in [*problems, *more] if p.severity is Severity.ERROR]
    if errors or listing is None:
        first = min(errors, key=lambda p: p.location)
        raise ScrError(f"{first.location}: {first.code}: {first.message}", "`scr check` shows every problem")
    return listing


def parse_listing(name: str, data: bytes, shown: str) -> tuple[Listing | None, list[Problem]]:
    """Parse the bytes of one of the two files; return its content, None when it is no YAML mapping, and problems."""
    removed: Removed = ()
    found: list[LeftOut] = []
    if name == FINDINGS:
        findings, problems = parse_findings(data, shown)
        if findings is None:
            return None, problems
        found = [LeftOut(finding, "") for finding in findings]
    else:
        read, problems = parse_left_out(data, shown)
        if read is None:
            return None, problems
        found, removed = read[0], tuple(read[1])
    starts = tuple(one.finding.line for one in found)
    entries = tuple(one._replace(finding=one.finding._replace(line=0, column=0)) for one in found)
    return Listing(name, data.decode("utf-8", "replace"), entries, removed, starts), problems


def render_listing(before: Listing, entries: Paragraphs, removed: Removed, written: Mapping[str, str] = {}) -> Listing:
    """Return the file with other entries, as it will be read back. Raises ScrError when it could not be read back.

    ``written`` maps ids to entries as somebody wrote them (`entries_as_written`): they come back so.
    """
    if before.text is not None and (entries, removed) == (before.entries, before.removed):
        return before
    for given in (written, {}) if written else ({},):
        kept = _kept(before, entries, removed, given)
        listing = None if kept is None else _read_back(before.name, kept, entries, removed)[0]
        if listing is not None:
            return listing
    return checked_listing(before.name, _written_anew(before, entries, removed), entries, removed)


def checked_listing(name: str, text: str, entries: Paragraphs, removed: Removed) -> Listing:
    """Return the content of a text. Raises ScrError unless it is just these entries."""
    listing, problem = _read_back(name, text, entries, removed)
    if listing is None:
        raise ScrError(f"{name} could not be written so that it can be read again: {problem}", "nothing was changed")
    return listing


def gives_back(after: Listing, before: Listing, written: Mapping[str, str]) -> bool:
    """Return whether putting the entries of ``before`` back into ``after`` gives the text of ``before``, to the last byte."""
    kept = _kept(after, before.entries, before.removed, written)
    return before.text == (_written_anew(after, before.entries, before.removed) if kept is None else kept)


def _read_back(name: str, text: str, entries: Paragraphs, removed: Removed) -> tuple[Listing | None, str]:
    """Return the content of a text if it is just these entries, else what is wrong with it."""
    listing, problems = parse_listing(name, text.encode("utf-8", "replace"), name)
    errors = [p for p in problems if p.severity is Severity.ERROR]
    if errors:
        return None, f"{errors[0].location}: {errors[0].message}"
    if listing is None or (listing.entries, listing.removed) != (entries, removed):
        return None, "its text would change"
    return listing, ""


def _written_anew(before: Listing, entries: Paragraphs, removed: Removed) -> str:
    """Return the text with all entries in the form of scr, under the comments that stand at the head of the file."""
    text = _whole(before.name, entries, removed)
    return text if before.text is None else _comments(before.text) + text.partition("\n")[2]


def _whole(name: str, entries: Paragraphs, removed: Removed) -> str:
    return findings_yaml(one.finding for one in entries) if name == FINDINGS else left_out_yaml(entries, removed)


_HEAD = re.compile(r"(?:#[^\n]*\n)+")


def _comments(text: str) -> str:
    """Return the comments at the head of a file."""
    found = _HEAD.match(text)
    return found.group() if found else ""


_COMMENT = re.compile(r" {0,2}#")
_OTHER_LINE_ENDS = re.compile("[\r\x85\u2028\u2029]")


class _Parts(NamedTuple):
    head: str
    entries: dict[LeftOut, str]
    tail: str


def _parts(listing: Listing) -> _Parts | None:
    """Take a file apart, comments above an entry with it; None when it is not one entry after another."""
    text = listing.text
    if not listing.entries or text is None or not text.endswith("\n") or _OTHER_LINE_ENDS.search(text):
        return None
    lines = [line + "\n" for line in text[:-1].split("\n")]
    starts = [number - 1 for number in listing.starts]
    if not all(lines[at].lstrip(" ").startswith("- id:") for at in starts):
        return None
    end = next((at for at in range(starts[-1] + 1, len(lines)) if re.match(r"[^\s#-]", lines[at])), len(lines))
    starts = [_with_comments(lines, at, starts[number - 1] + 1 if number else 0) for number, at in enumerate(starts)]
    blocks = ["".join(lines[begin:stop]) for begin, stop in zip(starts, [*starts[1:], end], strict=True)]
    return _Parts("".join(lines[: starts[0]]), dict(zip(listing.entries, blocks, strict=True)), "".join(lines[end:]))


def _entry(name: str, one: LeftOut) -> str:
    return left_out_entry(one) if name == LEFT_OUT else finding_entry(one.finding)


def entries_as_written(listing: Listing, chosen: Iterable[LeftOut]) -> dict[str, str]:
    """Return those of the entries, by id, that are written otherwise than `review.write` does, as they are written."""
    parts = _parts(listing)
    if parts is None:
        return {}
    found = {one.finding.id: parts.entries.get(one, "") for one in chosen}
    plain = {one.finding.id: _entry(listing.name, one) for one in chosen}
    return {name: text for name, text in found.items() if text and text != plain[name]}


def _kept(before: Listing, entries: Paragraphs, removed: Removed, written: Mapping[str, str]) -> str | None:
    """Return the text with the entries that stay as they are written; None when that cannot be."""
    parts = _parts(before) if entries else None
    if parts is None:
        return None
    tail = parts.tail
    if removed != before.removed:
        if not tail.startswith("boilerplate:"):
            return None
        tail = boilerplate_yaml(removed)
    blocks = [parts.entries.get(one) or written.get(one.finding.id) or _entry(before.name, one) for one in entries]
    return parts.head + "".join(blocks) + tail


def _with_comments(lines: Sequence[str], at: int, least: int) -> int:
    """Return the line at which the comments above an entry begin: they go with it."""
    while at > least and _COMMENT.match(lines[at - 1]):
        at -= 1
    return at
