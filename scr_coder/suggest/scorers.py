"""Scorers: how well the taxonomy's own words, and coded examples, answer to a finding. No third-party library."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from scr_coder.suggest.text import CONCEPT, PAIR, Term, analyse
from scr_coder.taxonomy import Issue

FIELDS = {"label": 2.0, "keywords": 2.0, "include": 1.5, "definition": 1.0, "causes": 0.5}
"""Weights of the parts of an issue. `exclude` is no part: it names what belongs elsewhere, and must not attract."""

K1, B = 1.2, 0.75
CONCEPT_WEIGHT, PAIR_WEIGHT = 0.5, 0.5


Analyser = Callable[[str], list[Term]]


class Scored(NamedTuple):
    """What an issue scored, and how much each term of the finding gave."""

    score: float
    shares: dict[str, float]


def weight_of(key: str) -> float:
    """Return how much a term counts beside a plain word: concepts and pairs are less sure, or partly counted already."""
    return CONCEPT_WEIGHT if key.startswith(CONCEPT) else PAIR_WEIGHT if PAIR in key else 1.0


class FieldedBM25:
    """BM25 over the fields of issues.

    Robertson and Spärck Jones's weighting with term saturation, in the form for several fields (BM25F): the frequency of a
    term is the sum over the fields of weight x tf / (1 - b + b x length / mean length); the score is the sum over the terms
    of idf x frequency / (k1 + frequency), with idf = ln(1 + (N - n + 0.5) / (n + 0.5)).
    Source: S. Robertson and H. Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009, sections 3.4 to 3.6;
    k1 and b as usual there (1.2, 0.75).
    """

    def __init__(self, issues: Sequence[Issue], fields: Mapping[str, float] = FIELDS, analyser: Analyser = analyse) -> None:
        counted = [{name: Counter(_keys(_texts(issue, name), analyser)) for name in fields} for issue in issues]
        count = max(len(issues), 1)
        mean = {name: sum(sum(one[name].values()) for one in counted) / count or 1.0 for name in fields}
        frequencies: dict[str, dict[str, float]] = {}
        for issue, one in zip(issues, counted, strict=True):
            for name, weight in fields.items():
                norm = 1 - B + B * sum(one[name].values()) / mean[name]
                for key, times in one[name].items():
                    held = frequencies.setdefault(key, {})
                    held[issue.id] = held.get(issue.id, 0.0) + weight * times / norm
        self._postings: dict[str, dict[str, float]] = {}
        for key, of_issue in frequencies.items():
            idf = math.log(1 + (count - len(of_issue) + 0.5) / (len(of_issue) + 0.5)) * weight_of(key)
            self._postings[key] = {issue: idf * frequency / (K1 + frequency) for issue, frequency in of_issue.items()}

    def score(self, terms: Iterable[Term]) -> dict[str, Scored]:
        """Return issue id to score for the issues that have a term of the finding; a term counts once however often it stands."""
        return _summed((key, self._postings.get(key, {})) for key in dict.fromkeys(term.key for term in terms))


class NearestExamples:
    """TF-IDF cosine between the finding and findings that are coded already; an issue scores as its nearest example.

    Weights are (1 + ln tf) x ln((1 + N) / n), each vector brought to length 1 (Manning, Raghavan and Schütze, Introduction to
    Information Retrieval, 2008, section 6.4), so the score is between 0 and 1. ``examples`` are (text, issue ids).
    """

    def __init__(self, examples: Iterable[tuple[str, Iterable[str]]], analyser: Analyser = analyse) -> None:
        held = [(text, Counter(_keys([text], analyser)), tuple(issues)) for text, issues in examples]
        held = [(text, counts, issues) for text, counts, issues in held if issues and counts]
        containing = Counter(key for _, counts, _ in held for key in counts)
        self._idf = {key: math.log((1 + len(held)) / times) * weight_of(key) for key, times in containing.items()}
        self._unseen = math.log(1 + len(held)) or 1.0
        self._texts = [_flat(text) for text, _, _ in held]
        self._issues = [issues for _, _, issues in held]
        self._vectors = [self._vector(counts) for _, counts, _ in held]
        self._postings: dict[str, list[tuple[int, float]]] = {}
        for at, vector in enumerate(self._vectors):
            for key, weight in vector.items():
                self._postings.setdefault(key, []).append((at, weight))

    def _vector(self, counts: Mapping[str, int]) -> dict[str, float]:
        """Return the vector of a text; a word that no example has counts, for it makes the text less like any of them."""
        weights = {
            key: (1 + math.log(times)) * (self._idf[key] if key in self._idf else self._unseen * weight_of(key))
            for key, times in counts.items()
        }  # fmt: skip
        length = math.sqrt(math.fsum(weight * weight for weight in weights.values())) or 1.0
        return {key: weight / length for key, weight in weights.items()}

    def score(self, terms: Iterable[Term], text: str = "") -> dict[str, Scored]:
        """Return issue id to the cosine of its nearest example, for issues that have an example with a term of the finding.

        Examples that are the very ``text`` are passed over: a suggestion must not tell what others said of this finding.
        """
        vector = self._vector(Counter(term.key for term in terms))
        cosines: dict[int, float] = {}
        for key, weight in vector.items():
            for at, other in self._postings.get(key, ()):
                cosines[at] = cosines.get(at, 0.0) + weight * other
        itself = _flat(text)
        best: dict[str, tuple[float, int]] = {}
        for at in sorted(cosines):
            for issue in self._issues[at] if self._texts[at] != itself else ():
                if cosines[at] > best.get(issue, (0.0, 0))[0]:
                    best[issue] = (cosines[at], at)
        return {issue: Scored(cosine, self._shares(vector, at)) for issue, (cosine, at) in best.items()}

    def _shares(self, vector: Mapping[str, float], at: int) -> dict[str, float]:
        example = self._vectors[at]
        return {key: weight * example[key] for key, weight in vector.items() if key in example}


def _flat(text: str) -> str:
    return " ".join(text.split()).casefold()


def _keys(texts: Iterable[str], analyser: Analyser) -> list[str]:
    return [term.key for text in texts for term in analyser(text)]


def _texts(issue: Issue, field: str) -> list[str]:
    if field == "causes":
        return [cause.label for cause in issue.causes]
    value: str | tuple[str, ...] = getattr(issue, field)
    return [value] if isinstance(value, str) else list(value)


def _summed(given: Iterable[tuple[str, Mapping[str, float]]]) -> dict[str, Scored]:
    shares: dict[str, dict[str, float]] = {}
    for key, of_issue in given:
        for issue, share in of_issue.items():
            shares.setdefault(issue, {})[key] = share
    return {issue: Scored(math.fsum(parts.values()), parts) for issue, parts in shares.items()}
