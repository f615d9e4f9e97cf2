"""Pairs what was found with what is true: equal texts first, then nearly equal ones, then what was merged, split or lost."""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reports.truth import Truth

NEAR = 0.97
"""From this similarity of characters on (`difflib` ratio: twice the characters in common, by all characters of both), a
found text is the true one. Of a paragraph of 300 characters nine may be wrong; of a bullet of 30, none."""

MERGED, SPLIT, DAMAGED, LOST = "merged", "split", "damaged", "lost"


class Found(NamedTuple):
    """One finding as a reader made it; ``page`` 0: not known; ``label`` empty or ``p12.3``: none.

    ``left_out`` says why a paragraph is kept beside the findings and not among them; it is empty for a finding.
    """

    text: str
    label: str = ""
    page: int = 0
    kind: str = ""
    heading: str = ""
    section: tuple[str, ...] = ()
    left_out: str = ""


class Alignment(NamedTuple):
    """``pairs`` maps found to true paragraphs, by number; ``exact`` are those of equal text; ``fates`` says of true
    paragraphs without a partner what became of them, and which found one shows it (-1: none).
    """

    pairs: dict[int, int]
    exact: frozenset[int]
    fates: dict[int, tuple[str, int]]
    spare: tuple[int, ...]


def normal(text: str) -> str:
    """Return a text as it is compared: any space is a space, footnote marks (``[1]``) do not count. Nothing else is forgiven."""
    return " ".join(re.sub(r"\s*\[\d+\]", "", text).replace("\u00a0", " ").replace(" | ", " ").split())


def shown(found: Found) -> str:
    """Return the text of a finding for comparison: its label may stand before it."""
    text = normal(found.text)
    label = normal(found.label)
    if label and text.lower().startswith(label.lower()):
        rest = text[len(label) :]
        if rest[:1] in (".", ":", ")", " ", "–"):
            return rest.lstrip(".:)– ")
    return text


def align(found: Sequence[Found], truth: Truth) -> Alignment:
    """Return which found paragraph is which true one."""
    have = [shown(one) for one in found]
    want = [normal(one.text) for one in truth.paragraphs]
    pairs = _equal(have, want)
    exact = frozenset(pairs)
    needed = [n for n in range(len(want)) if n not in set(pairs.values())]
    free = [n for n in range(len(have)) if n not in pairs]
    pairs |= _near(have, want, free, needed)
    paired = set(pairs.values())
    index = _Index(have, range(len(have)))
    fates = {n: _fate(want[n], have, index) for n in needed if n not in paired and not truth.paragraphs[n].optional}
    spare = tuple(n for n in free if n not in pairs)
    return Alignment(pairs, exact, fates, spare)


def _equal(have: list[str], want: list[str]) -> dict[int, int]:
    places: dict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(want):
        places[text].append(number)
    pairs: dict[int, int] = {}
    expected = 0
    for number, text in enumerate(have):
        if places.get(text):
            at = min(places[text], key=lambda place: abs(place - expected))
            places[text].remove(at)
            pairs[number] = at
            expected = at + 1
    return pairs


class _Index:
    """Which texts hold which three words in a row."""

    def __init__(self, texts: Sequence[str], numbers: Iterable[int]) -> None:
        self.holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for number in numbers:
            for gram in set(grams(texts[number])):
                self.holders[gram].append(number)

    def like(self, text: str, count: int) -> list[tuple[int, int]]:
        """Return the texts that share most with one: numbers with how many threes they share."""
        shared: Counter[int] = Counter()
        for gram in set(grams(text)):
            holders = self.holders.get(gram, ())
            if len(holders) < 40:
                shared.update(holders)
        return shared.most_common(count)


def grams(text: str) -> list[tuple[str, ...]]:
    """Return the threes of words of a text; of a shorter one, its words."""
    words = text.split()
    return [tuple(words[n : n + 3]) for n in range(len(words) - 2)] or [tuple(words)]


def likeness(one: str, other: str, least: float = 0.0) -> float:
    """Return the similarity of two texts, 0 where it is surely below ``least``."""
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    return matcher.ratio()


def _near(have: list[str], want: list[str], free: list[int], needed: list[int]) -> dict[int, int]:
    index = _Index(have, free)
    short = [n for n in free if len(have[n].split()) < 6]
    options = []
    for number in needed:
        close = [n for n, _ in index.like(want[number], 3)]
        close += [n for n in short if abs(len(have[n]) - len(want[number])) < 4]
        for other in set(close):
            ratio = likeness(want[number], have[other], NEAR)
            if ratio >= NEAR:
                options.append((-ratio, abs(number - other), number, other))
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for _, _, number, other in sorted(options):
        if number not in used and other not in pairs:
            pairs[other] = number
            used.add(number)
    return pairs


def _fate(text: str, have: list[str], index: _Index) -> tuple[str, int]:
    mine = set(grams(text))
    like = index.like(text, 6)
    if not like:
        inside = [n for n, other in enumerate(have) if text in other]
        return (MERGED, inside[0]) if inside else (LOST, -1)
    best, shared = like[0]
    if shared >= 0.8 * len(mine) and len(have[best]) > 1.2 * len(text):
        return MERGED, best
    pieces = [n for n, _ in like if _within(have[n], mine) and len(have[n]) < 0.97 * len(text)]
    if len(pieces) > 1 and sum(len(have[n]) for n in pieces) > 0.7 * len(text):
        return SPLIT, min(pieces)
    return (DAMAGED, best) if shared >= 0.4 * len(mine) else (LOST, best)


def _within(piece: str, whole: set[tuple[str, ...]]) -> bool:
    parts = set(grams(piece))
    return len(parts & whole) >= 0.8 * len(parts)
