"""Which findings of a report that is imported again are which of the old ones: by their text, then by their number.

A new paragraph in the middle of a report shifts the numbers of all that follow. Decisions belong to texts, not to numbers.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import NamedTuple

from scr_coder.review import Finding

ALIKE = 0.8
"""The share of characters, in order, from which on a changed text under another number is the same paragraph."""
RELATED = 0.3
"""The share of words in common below which a text under the same number is another paragraph."""
MOST = 400
"""Unmatched findings at either side up to which all pairs are compared; more are matched by number alone."""


class Matched(NamedTuple):
    """``moved`` maps new ids to the old ids that their text had; ``lost`` are old ids whose text is in none of the new findings."""

    moved: dict[str, str]
    lost: frozenset[str]


def match_findings(old: Iterable[Finding], new: Iterable[Finding]) -> Matched:
    """Return where the texts of the old findings are among the new ones.

    A finding that keeps its id and (nearly) its text is not named.
    """
    before, after = {f.id: f.text for f in old}, {f.id: f.text for f in new}
    staying = {name for name in before if after.get(name) == before[name]}
    moved = _same_texts(before, after, staying)
    taken = staying | set(moved.values())
    free = [name for name in after if name not in staying and name not in moved]
    left = [name for name in before if name not in taken]
    for close in (True, False):  # first what is nearly the same, then what at least has to do with the old text
        kept = {name for name in left if name in free and _kept(before[name], after[name], close)}
        free, left = [name for name in free if name not in kept], [name for name in left if name not in kept]
        if close and len(free) <= MOST and len(left) <= MOST:
            for name in list(left):
                best = max(free, key=lambda one, text=before[name]: _alike(text, after[one]), default=None)  # type: ignore[misc]
                if best is not None and _alike(before[name], after[best]) >= ALIKE:
                    moved[best] = name
                    free.remove(best)
                    left.remove(name)
    return Matched(moved, frozenset(left))


def _same_texts(before: dict[str, str], after: dict[str, str], staying: set[str]) -> dict[str, str]:
    """Return new ids with the old id of the very same text, in order where a text comes more than once."""
    waiting: dict[str, list[str]] = {}
    for name, text in before.items():
        if name not in staying:
            waiting.setdefault(text, []).append(name)
    moved = {}
    for name, text in after.items():
        if name not in staying and waiting.get(text):
            moved[name] = waiting[text].pop(0)
    return moved


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _kept(one: str, other: str, close: bool) -> bool:
    """Return whether a text under the same number is the same paragraph: nearly the same, or related to it."""
    if close:
        return _alike(one, other) >= ALIKE
    first, second = _words(one), _words(other)
    return len(first & second) >= RELATED * max(len(first), len(second), 1)


def _alike(one: str, other: str) -> float:
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE else 0.0
