"""Likely issues for a finding: the taxonomy's own words and coded examples, brought together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from scr_coder.suggest.examples import Example
from scr_coder.suggest.scorers import FieldedBM25, NearestExamples, Scored
from scr_coder.suggest.text import PAIR, Term, analyse
from scr_coder.taxonomy import TaxonomySet

LONGEST_TEXT = 6_000
"""Characters of a finding that are read, some two pages: no text makes a suggestion slow."""
EXAMPLES_SHARE = 0.6
"""What the nearest example adds when it is the same text, beside 1 for the best issue by the taxonomy's words."""
MOST_WORDS = 6


class Suggestion(NamedTuple):
    """An issue that a finding may be about.

    ``score`` orders suggestions of one finding and says nothing across findings. ``matched`` are the words of the finding, as
    they stand there, that matched, the weightiest first.
    """

    issue: str
    label: str
    score: float
    matched: tuple[str, ...]


class Suggester:
    """Suggests issues for findings; made once, then asked for every finding.

    ``examples`` are coded findings, as `workspace_examples` returns them; those of issues that cannot be coded (placeholders,
    deprecated or unknown ones) are left out, and so are these issues themselves. Making one takes some 0.1 s for 63 issues.
    """

    def __init__(self, taxonomies: TaxonomySet, examples: Iterable[Example] = ()) -> None:
        issues = [issue for issue in taxonomies.issues.values() if issue.codable]
        self._labels = {issue.id: issue.label for issue in issues}
        self._order = {issue.id: at for at, issue in enumerate(issues)}
        self._words = FieldedBM25(issues)
        self._examples = NearestExamples((one.text, [i for i in one.issues if i in self._labels]) for one in examples)

    def suggest(self, text: str, limit: int = 5) -> list[Suggestion]:
        """Return at most ``limit`` likely issues, best first; none when no word of the text says anything.

        The same text gives the same suggestions, always. Raises ValueError for a limit below 1.
        """
        if limit < 1:
            raise ValueError("limit is below 1")
        text = text[:LONGEST_TEXT]
        terms = analyse(text)
        fused = fuse(self._words.score(terms), self._examples.score(terms, text))
        ranked = sorted(fused.items(), key=lambda item: (-round(item[1].score, 9), self._order[item[0]]))
        written = _written(terms)
        return [
            Suggestion(issue, self._labels[issue], round(scored.score, 4), _matched(scored, written)) for issue, scored in ranked[:limit]
        ]


def fuse(by_words: Mapping[str, Scored], by_examples: Mapping[str, Scored]) -> dict[str, Scored]:
    """Return the weighted sum: BM25 as a share of the best issue's, plus `EXAMPLES_SHARE` times the cosine.

    The cosine stays as it is: a finding like none of the examples keeps the order of the taxonomy's words.
    """
    best = max((scored.score for scored in by_words.values()), default=0.0) or 1.0
    fused: dict[str, Scored] = {}
    for issue in dict.fromkeys([*by_words, *by_examples]):
        score = 0.0
        shares: dict[str, float] = {}
        for scored, factor in ((by_words.get(issue), 1 / best), (by_examples.get(issue), EXAMPLES_SHARE)):
            if scored is not None:
                score += factor * scored.score
                for key, share in scored.shares.items():
                    shares[key] = shares.get(key, 0.0) + factor * share
        fused[issue] = Scored(score, shares)
    return fused


def _written(terms: Iterable[Term]) -> dict[str, tuple[str, ...]]:
    """Return each term's key with the words that stand for it, each spelling once."""
    held: dict[str, dict[str, str]] = {}
    for term in terms:
        held.setdefault(term.key, {}).setdefault(term.word.casefold(), " ".join(term.word.split()))
    return {key: tuple(words.values()) for key, words in held.items()}


def _matched(scored: Scored, written: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the words that gave most; a phrase stands for the words in it."""
    weights: dict[str, float] = {}
    for key, share in scored.shares.items():
        if PAIR in key:
            continue  # both words of a pair have matched by themselves
        for word in written[key]:
            weights[word] = weights.get(word, 0.0) + share
    for phrase in [word for word in weights if " " in word]:
        parts = set(phrase.casefold().split())
        for word in [word for word in weights if word.casefold() in parts]:
            weights[phrase] += weights.pop(word)
    return tuple(sorted((word for word in weights if weights[word] > 0), key=lambda word: (-round(weights[word], 9), word))[:MOST_WORDS])
