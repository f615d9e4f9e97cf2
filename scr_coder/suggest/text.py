"""From text to terms: words, their stems, abbreviations and synonyms, pairs of words, each with the words as they stand."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from scr_coder.suggest.stem import stem
from scr_coder.suggest.vocabulary import ABBREVIATIONS, CAPITALS_ONLY, GROUPS, STOP_WORDS

CONCEPT, PAIR = "=", "+"
"""What the term of a group of synonyms begins with, and what stands between the words of a pair."""

# `s47`, `s.47` and `s 47` are section 47; `A&E` is one word; `co-ordinate` is `coordinate`; other hyphens part words.
_TOKEN = re.compile(r"\b[sS](?:\. ?| )?(?:17|20|31|47)\b|\b[Aa] ?& ?[Ee]\b|\b[Cc]o-[^\W_]+|[^\W_]+(?:['’][^\W_]+)*")
_SECTION = re.compile(r"s\W*([0-9]+)")
_APOSTROPHE = re.compile(r"['’]s?\Z|['’]")


class Term(NamedTuple):
    """One thing that is compared. ``word`` is what stands in the text for it: a word, or the words of a phrase."""

    key: str
    word: str


class _Token(NamedTuple):
    key: str  # its stem; empty for a stop word
    stem: str
    start: int
    end: int


def analyse(text: str, expand: bool = True) -> list[Term]:
    """Return the terms of a text: each word but stop words by its stem, the pairs of neighbours, the concepts.

    An abbreviation gives the words it stands for; a member of a group of synonyms gives the group's concept too. With
    ``expand`` false, words are only what they are: for measuring what the vocabulary adds.
    """
    tokens = [
        _Token(key, stemmed, found.start(), found.end())
        for found in _TOKEN.finditer(text)
        for key, stemmed in _stems(found.group(), expand)
    ]  # fmt: skip
    content = [token for token in tokens if token.key]
    terms = [Term(token.key, text[token.start : token.end]) for token in content]
    for one, following in itertools.pairwise(content):
        if one.start != following.start:  # the words of one abbreviation are evidence enough
            terms.append(Term(f"{one.key}{PAIR}{following.key}", text[one.start : following.end]))
    return [*terms, *_concepts(tokens, text)] if expand else terms


def content_stems(text: str) -> dict[str, str]:
    """Return the stems of the words of a text as they stand, without stop words, each with its word: nothing expanded."""
    return {key: word for word in _TOKEN.findall(text) for key, _ in _stems(word, False) if key}


@functools.lru_cache(maxsize=20_000)
def _stems(written: str, expand: bool) -> tuple[tuple[str, str], ...]:
    """Return the (key, stem) of a word; of an abbreviation, those of each word it stands for."""
    section = _SECTION.fullmatch(written.casefold())
    short = f"s{section[1]}" if section else _abbreviation(written)
    if section and short not in ABBREVIATIONS:
        words = ["section", section[1]]
    else:
        words = ABBREVIATIONS[short].split() if short and expand else [written.casefold()]
    stems = [(word, stem(_bare(word))) for word in words]
    return tuple(("" if word in STOP_WORDS else stemmed, stemmed) for word, stemmed in stems)


def _abbreviation(written: str) -> str:
    """Return the abbreviation that a word is (plural and possessive too), or an empty text."""
    bare = _bare(written)
    for one in (bare, bare.removesuffix("s")):
        name = one.casefold()
        if name in ABBREVIATIONS and (name not in CAPITALS_ONLY or one.isupper()):
            return name
    return ""


def _bare(word: str) -> str:
    return _APOSTROPHE.sub("", word).replace("-", "").replace(" ", "")


@functools.cache
def _phrases() -> dict[str, dict[tuple[str, ...], tuple[str, ...]]]:
    """Return the phrases of the synonyms by their first stem: phrase to the concepts it stands for."""
    found: dict[str, dict[tuple[str, ...], tuple[str, ...]]] = {}
    for group in GROUPS:
        concept = CONCEPT + group[0].replace(" ", "-")
        for phrase in group:
            stems = tuple(stem(_bare(word)) for word in phrase.split())
            held = found.setdefault(stems[0], {})
            held[stems] = (*held.get(stems, ()), concept)
    return found


def _concepts(tokens: list[_Token], text: str) -> Iterator[Term]:
    stems = tuple(token.stem for token in tokens)
    phrases = _phrases()
    for at, first in enumerate(stems):
        for phrase, concepts in phrases.get(first, _NO_PHRASES).items():
            last = at + len(phrase)
            if stems[at:last] == phrase:
                for concept in concepts:
                    yield Term(concept, text[tokens[at].start : tokens[last - 1].end])


_NO_PHRASES: dict[tuple[str, ...], tuple[str, ...]] = {}
