"""Search over issues while a coder types: ids, labels, keywords, definitions, causes; by the beginnings of words."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import NamedTuple

from scr_coder.taxonomy.model import Issue, TaxonomySet

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_WEIGHTS = {"id": 100.0, "label": 12.0, "keywords": 8.0, "causes": 4.0, "include": 3.0, "definition": 2.0}
_FUZZY = 0.75  # how alike two words must be for a slip of the keyboard


class Hit(NamedTuple):
    """An issue that answers a search. ``matched`` are the words of the issue that did, in lower case, the best first."""

    issue: Issue
    score: float
    matched: tuple[str, ...]


class IssueIndex:
    """The issues that can be coded, indexed by word.

    `search` costs some 0.1 ms for 63 issues: every word of the taxonomies is looked at once for each word typed.
    """

    def __init__(self, taxonomies: TaxonomySet) -> None:
        self._issues = [issue for issue in taxonomies.issues.values() if issue.codable]
        self._words: dict[str, list[tuple[int, float]]] = {}
        for at, issue in enumerate(self._issues):
            best: dict[str, float] = {}
            for field, texts in _fields(issue):
                for word in words(" ".join(texts)):
                    best[word] = max(best.get(word, 0.0), _WEIGHTS[field])
            for word, weight in best.items():
                self._words.setdefault(word, []).append((at, weight))

    def search(self, query: str, limit: int = 0) -> list[Hit]:
        """Return the issues that answer every word of ``query``, best first; all issues in order for an empty query.

        A word answers when it begins like the word typed; where no word of any issue does, the nearest spelling answers.
        ``limit`` 0 returns all.
        """
        typed = words(query)
        if not typed:
            hits = [Hit(issue, 0.0, ()) for issue in self._issues]
            return hits[:limit] if limit else hits
        scores: dict[int, float] | None = None
        matched: dict[int, list[tuple[float, str]]] = {}
        for word in typed:
            found = self._answers(word, matched)
            scores = found if scores is None else {at: scores[at] + found[at] for at in scores.keys() & found.keys()}
        ranked = sorted((scores or {}).items(), key=lambda item: (-item[1], item[0]))
        chosen = ranked[:limit] if limit else ranked
        return [Hit(self._issues[at], score, _unique(word for _, word in sorted(matched[at], reverse=True))) for at, score in chosen]

    def _answers(self, typed: str, matched: dict[int, list[tuple[float, str]]]) -> dict[int, float]:
        near = [word for word in self._words if word.startswith(typed)]
        fuzzy = not near and len(typed) > 3
        if fuzzy:
            near = difflib.get_close_matches(typed, self._words, n=3, cutoff=_FUZZY)
        found: dict[int, float] = {}
        for word in near:
            closeness = 0.5 if fuzzy else 0.5 + 0.5 * len(typed) / len(word)
            for at, weight in self._words[word]:
                score = weight * closeness
                found[at] = max(found.get(at, 0.0), score)
                matched.setdefault(at, []).append((score, word))
        return found


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, in order."""
    return [word.replace("’", "'") for word in _WORD.findall(text.casefold())]


def _fields(issue: Issue) -> Iterable[tuple[str, Iterable[str]]]:
    yield "id", [issue.id]
    yield "label", [issue.label]
    yield "keywords", issue.keywords
    yield "causes", [cause.label for cause in issue.causes]
    yield "include", issue.include
    yield "definition", [issue.definition]


def _unique(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))
