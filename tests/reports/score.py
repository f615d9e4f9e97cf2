"""How well a report was read: found findings against the truth, in figures and in the cases that went worst."""

from __future__ import annotations

import bisect
import difflib
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import NamedTuple

from reports.align import NEAR, Alignment, Found, align, grams, likeness, normal, shown
from reports.truth import TrueParagraph, Truth

BARS = {"recall": 0.97, "leakage": 0.01, "pages": 0.99, "labels": 0.98, "order": 1.0}
"""What is asked for: at least, but of leakage at most."""

APART = ("Foreword", "Summary")
"""Sections whose paragraphs an import may leave out of the findings, if it keeps them beside."""


class Case(NamedTuple):
    """One thing that went wrong: what, how bad (characters), where, and how it looks."""

    what: str
    weight: int
    page: int
    shown: str


@dataclass(frozen=True)
class Score:
    """Counts of one report or, added up, of several.

    ``wanted`` true paragraphs, of which ``matched`` were found once with similarity of 0.97 or more, ``exact`` to the letter;
    ``found`` findings, of which ``true`` match a true or optional paragraph; ``leaked`` of ``characters`` come from
    boilerplate; ``body`` matched paragraphs are outside foreword and summary, of which ``kept`` are findings and not left
    out beside them; ``placed`` matched paragraphs have a page, right for ``pages_right``; ``ordered`` is the longest run of
    matched paragraphs in the right order. ``lost`` and ``invented`` are words, as often as they are too few or too many.
    """

    wanted: int = 0
    matched: int = 0
    exact: int = 0
    found: int = 0
    true: int = 0
    characters: int = 0
    leaked: int = 0
    placed: int = 0
    pages_right: int = 0
    labels_right: int = 0
    headings_right: int = 0
    kinds_right: int = 0
    body: int = 0
    kept: int = 0
    sequence: int = 0
    ordered: int = 0
    merged: int = 0
    split: int = 0
    lost: Counter[str] = field(default_factory=Counter)
    invented: Counter[str] = field(default_factory=Counter)
    cases: tuple[Case, ...] = ()

    def __add__(self, other: Score) -> Score:
        return Score(**{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)})

    @property
    def figures(self) -> dict[str, float]:
        """Return the shares, by name: those with a bar first."""
        return {
            "recall": _share(self.matched, self.wanted),
            "leakage": self.leaked / self.characters if self.characters else 0.0,
            "pages": _share(self.pages_right, self.placed),
            "labels": _share(self.labels_right, self.matched),
            "order": _share(self.ordered, self.sequence),
            "exact": _share(self.exact, self.wanted),
            "precision": _share(self.true, self.found),
            "headings": _share(self.headings_right, self.matched),
            "kept": _share(self.kept, self.body),
            "kinds": _share(self.kinds_right, self.matched),
        }

    def misses(self) -> list[str]:
        """Return the bars that are not met, in words; nothing where all are."""
        found = self.figures
        return [
            f"{name} {found[name]:.4f}, bar {'≤' if name == 'leakage' else '≥'} {bar}"
            for name, bar in BARS.items()
            if (found[name] > bar if name == "leakage" else found[name] < bar)
        ]

    def report(self, worst: int = 12) -> str:
        """Return the figures, the words that were lost or invented most, and the worst cases, as text."""
        lines = ["  ".join(f"{name} {value:.4f}" for name, value in self.figures.items())]
        lines.append(f"wanted {self.wanted}, matched {self.matched}, found {self.found}, merged {self.merged}, split {self.split}")
        for name, words in (("lost", self.lost), ("invented", self.invented)):
            lines.append(f"{name} {words.total()}: " + ", ".join(f"{word} {count}" for word, count in words.most_common(12)))
        for case in sorted(self.cases, key=lambda one: -one.weight)[:worst]:
            lines.append(f"- {case.what}, page {case.page}: {case.shown}")
        return "\n".join(lines)


def score(found: Sequence[Found], truth: Truth) -> Score:
    """Return how well ``found`` renders ``truth``. Takes well under a second for a report of 100 pages."""
    aligned = align(found, truth)
    paragraphs = truth.paragraphs
    matched = {f: t for f, t in aligned.pairs.items() if not paragraphs[t].optional}
    leaked, leaks = _leakage(found, truth, aligned)
    body = [f for f, t in matched.items() if paragraphs[t].heading not in APART]
    placed = [(f, t) for f, t in matched.items() if paragraphs[t].page]
    sequence = [matched[f] for f in sorted(matched)]
    have, want = Counter(_words(one.text for one in found)), Counter(_words(one.text for one in truth.required))
    extra = Counter(_words(found[f].text for f, t in aligned.pairs.items() if paragraphs[t].optional))
    allowed = want + Counter(_words(one.text for one in paragraphs if one.optional)) + Counter(_words(truth.headings))
    labels = Counter(_words(one.label for one in paragraphs))
    fates = Counter(fate for fate, _ in aligned.fates.values())
    return Score(
        wanted=len(truth.required),
        matched=len(matched),
        exact=sum(f in aligned.exact for f in matched),
        found=len(found),
        true=len(aligned.pairs),
        characters=sum(len(one.text) for one in found),
        leaked=leaked,
        placed=len(placed),
        pages_right=sum(found[f].page == paragraphs[t].page for f, t in placed),
        labels_right=sum(same_label(found[f].label, paragraphs[t]) for f, t in matched.items()),
        headings_right=sum(heading_key(found[f].heading) == heading_key(paragraphs[t].heading) for f, t in matched.items()),
        kinds_right=sum(found[f].kind == paragraphs[t].kind for f, t in matched.items()),
        body=len(body),
        kept=sum(not found[f].left_out for f in body),
        sequence=len(sequence),
        ordered=longest_rise(sequence),
        merged=fates["merged"],
        split=fates["split"],
        lost=want - (have - extra),
        invented=have - allowed - labels,
        cases=(*_cases(found, truth, aligned), *leaks),
    )


def same_label(label: str, true: TrueParagraph) -> bool:
    """Return whether a label is the true one; ``(a)`` may have the label of the paragraph above before it."""
    found, wanted, parent = label_key(label), label_key(true.label), label_key(true.parent)
    return found == wanted or (bool(parent) and found in (f"{parent}{wanted}", f"{parent}.{wanted}"))


def label_key(label: str) -> str:
    """Return a label as it is compared: ``Finding 1:`` is finding1; ``p12.3``, given where there is none, is nothing."""
    key = re.sub(r"[^a-z0-9.]+", "", label.lower()).strip(".")
    return "" if re.fullmatch(r"p\d+(\.\d+)*", key) else key


def heading_key(heading: str) -> str:
    """Return a heading as it is compared: without the number before it."""
    return normal(re.sub(r"^(\d+(\.\d+)*\.?|appendix \w+:?)\s+", "", heading, flags=re.IGNORECASE)).casefold()


def longest_rise(numbers: Sequence[int]) -> int:
    """Return the length of the longest rising subsequence (patience sorting, n log n)."""
    tops: list[int] = []
    for number in numbers:
        at = bisect.bisect_left(tops, number)
        tops[at : at + 1] = [number]
    return len(tops)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _words(texts: Iterable[str]) -> list[str]:
    return [word.strip(".,;:?()“”‘’|") or word for text in texts for word in normal(text).split()]


def _cases(found: Sequence[Found], truth: Truth, aligned: Alignment) -> Iterable[Case]:
    for number, (fate, at) in aligned.fates.items():
        true = truth.paragraphs[number]
        other = shown(found[at]) if at >= 0 else ""
        yield Case(fate, len(true.text), true.page, difference(normal(true.text), other))
    for at, number in aligned.pairs.items():
        one, true = found[at], truth.paragraphs[number]
        if true.optional:
            continue
        if at not in aligned.exact:
            yield Case("not exact", 20, true.page, difference(normal(true.text), shown(one)))
        if true.page and one.page != true.page:
            yield Case(f"page {one.page} for {true.page}", 30, true.page, normal(true.text)[:70])
        if not same_label(one.label, true):
            yield Case(f"label `{one.label}` for `{true.label}`", 40, true.page, normal(true.text)[:70])
    for at in aligned.spare:
        if not any(other == at for _, other in aligned.fates.values()):
            yield Case("found and not in the truth", len(found[at].text), found[at].page, normal(found[at].text)[:200])


def difference(true: str, other: str) -> str:
    """Return how a text differs from the true one, word by word: ``[-lost-]``, ``{+added+}``, long equal parts shortened."""
    one, two = true.split(), other.split()
    out: list[str] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if kind == "equal":
            same = one[a:b]
            out += same if len(same) < 9 else [*same[:3], "…", *same[-3:]]
            continue
        for words, left, right in ((one[a:b], "[-", "-]"), (two[c:d], "{+", "+}")):
            if words:
                out.append(left + " ".join(words if len(words) < 25 else [*words[:12], "…", *words[-6:]]) + right)
    return " ".join(out)


def _leakage(found: Sequence[Found], truth: Truth, aligned: Alignment) -> tuple[int, list[Case]]:
    """Return how many characters of the findings come from boilerplate, and where.

    Of findings that are not the truth to the letter, the words that are in no three words of the truth are looked at: those that are two
    in a row of some boilerplate, or all of it (a page number), or dots, have leaked. The words of a heading are
    forgiven as often as the report has the heading: taking a heading for a paragraph is another mistake.
    """
    true = {gram for one in truth.paragraphs for gram in grams(normal(one.text))}
    twos, alone = _boilerplate(truth.boilerplate)
    headings = Counter(normal(heading) for heading in truth.headings)
    leaked, cases = 0, []
    for number, one in enumerate(found):
        if number in aligned.exact:
            continue
        text = shown(one)
        if headings[text] or headings[normal(one.text)]:
            headings[text] -= 1
            continue
        words = text.split()
        whole = list(words)
        for heading in [h for h in headings if headings[h] > 0 and h in text]:
            at = _find(words, heading.split())
            if at >= 0:
                headings[heading] -= 1
                words[at : at + len(heading.split())] = ["\0"] * len(heading.split())
        bad = [words[at] for at in range(len(words)) if _foreign(words, at, true) and _leak(whole, at, twos, alone)]
        if bad:
            size = sum(len(word) + 1 for word in bad)
            leaked += size
            cases.append(Case("leaked", size + 25, one.page, " ".join(bad)[:200]))
    return leaked, cases


def _boilerplate(texts: Iterable[str]) -> tuple[set[tuple[str, str]], set[str]]:
    twos: set[tuple[str, str]] = set()
    alone: set[str] = set()
    for text in texts:
        words = [word for word in normal(text).split() if not _dots(word)]
        twos |= set(itertools.pairwise(words))
        if len(words) == 1:
            alone.add(words[0])
    return twos, alone


def _foreign(words: list[str], at: int, true: set[tuple[str, ...]]) -> bool:
    if len(words) < 3:
        return words[at] != "\0" and tuple(words) not in true
    around = range(max(0, at - 2), min(at, len(words) - 3) + 1)
    return words[at] != "\0" and not any(tuple(words[n : n + 3]) in true for n in around)


def _leak(words: list[str], at: int, twos: set[tuple[str, str]], alone: set[str]) -> bool:
    here = words[at]
    before = next((word for word in reversed(words[:at]) if not _dots(word)), "")
    after = next((word for word in words[at + 1 :] if not _dots(word)), "")
    return _dots(here) or here in alone or (before, here) in twos or (here, after) in twos


def _dots(word: str) -> bool:
    return word == "." or (len(word) > 1 and not word.strip(".…_"))


def _find(words: list[str], part: list[str]) -> int:
    return next((at for at in range(len(words) - len(part) + 1) if words[at : at + len(part)] == part), -1)


__all__ = ["BARS", "NEAR", "Case", "Found", "Score", "likeness", "score"]
