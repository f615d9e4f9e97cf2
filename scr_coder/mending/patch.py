"""What differs between two states of a list of paragraphs, as hunks that can be turned round and applied again.

A hunk is found again by the ids and contents of what it replaces, or by its neighbours where it only puts something in, so
that a file that was edited elsewhere in the meantime still takes it.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import NamedTuple

from scr_coder.review import LeftOut

Paragraphs = tuple[LeftOut, ...]
"""Entries of ``findings.yaml`` (no reason, no `before`) or of ``left_out.yaml``, without places in a file."""


class Hunk(NamedTuple):
    """At one place of a list, ``taken`` was replaced by ``put``.

    ``at`` is the place, counted from 1, in the list as it was; ``follows`` and ``precedes`` are the ids of its neighbours,
    empty at the ends.
    """

    at: int
    follows: str
    precedes: str
    taken: Paragraphs
    put: Paragraphs


class DoesNotFit(Exception):
    """A hunk finds its place no longer. ``args[0]`` says why."""


def difference(old: Paragraphs, new: Paragraphs) -> tuple[Hunk, ...]:
    """Return the hunks that make ``new`` of ``old``, in order."""
    hunks = []
    for kind, begin, end, first, last in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            follows = old[begin - 1].finding.id if begin else ""
            precedes = old[end].finding.id if end < len(old) else ""
            hunks.append(Hunk(begin + 1, follows, precedes, old[begin:end], new[first:last]))
    return tuple(hunks)


def turned(hunks: Sequence[Hunk]) -> tuple[Hunk, ...]:
    """Return the hunks that take ``hunks`` back."""
    shift, found = 0, []
    for hunk in hunks:
        found.append(Hunk(hunk.at + shift, hunk.follows, hunk.precedes, hunk.put, hunk.taken))
        shift += len(hunk.put) - len(hunk.taken)
    return tuple(found)


def apply(hunks: Sequence[Hunk], current: Paragraphs, what: str) -> Paragraphs:
    """Return ``current`` with the hunks applied. ``what`` is ``finding`` or ``left-out paragraph``, for messages.

    Raises DoesNotFit when something that a hunk takes is not there as it was, or both its neighbours are gone.
    """
    places: list[LeftOut | Hunk] = list(current)
    for hunk in hunks:
        if hunk.taken:
            at = _place(hunk, places, what)
            places[at : at + len(hunk.taken)] = [hunk]
    for hunk in hunks:
        if not hunk.taken:
            places.insert(_gap(hunk, places, what), hunk)
    result: list[LeftOut] = []
    for place in places:
        result += place.put if isinstance(place, Hunk) else [place]
    return tuple(result)


def _ids(places: Sequence[LeftOut | Hunk]) -> list[str]:
    return ["" if isinstance(place, Hunk) else place.finding.id for place in places]


def _place(hunk: Hunk, places: Sequence[LeftOut | Hunk], what: str) -> int:
    ids = _ids(places)
    begin = -1
    for number, one in enumerate(hunk.taken):
        name = one.finding.id
        if name not in ids:
            raise DoesNotFit(f"{what} {name} is gone")
        at = ids.index(name)
        begin = at if number == 0 else begin
        if at != begin + number:
            raise DoesNotFit(f"{what} {name} does not stand after {hunk.taken[number - 1].finding.id} any more")
        if places[at] != one:
            raise DoesNotFit(f"{what} {name} has been changed since")
    return begin


def _gap(hunk: Hunk, places: Sequence[LeftOut | Hunk], what: str) -> int:
    ids = _ids(places)
    if hunk.precedes in ids and hunk.precedes:
        return ids.index(hunk.precedes)
    if hunk.follows in ids and hunk.follows:
        return ids.index(hunk.follows) + 1
    if hunk.follows and hunk.precedes:
        raise DoesNotFit(f"{what}s {hunk.follows} and {hunk.precedes}, between which it belongs, are gone")
    return len(places) if hunk.follows else 0
