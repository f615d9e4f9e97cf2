"""Where a text is cut in parts: before given words, after a sentence, at the ends of lines; and what the parts are called."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Sequence

from scr_coder.problem import ScrError
from scr_coder.text import count_of, one_line

# What typing and typesetting write differently, character for character, so that offsets stay.
_ALIKE = str.maketrans("‘’‚‛“”„‟–—‑−", "''''\"\"\"\"----")
_END = re.compile(r"[.!?…]+[)\]\"'”’»]*(?=\s)|\n")
_BLACK = re.compile(r"\S")
_ABBREVIATIONS = frozenset(
    ["dr", "mr", "mrs", "ms", "prof", "st", "rev", "hon", "para", "paras", "p", "pp", "fig", "cf", "vs", "e.g", "i.e", "approx", "ref"]
)
_BEFORE_NUMBERS = frozenset(["no", "nos", "s", "ss", "vol", "ch", "art"])
_LAST_WORD = re.compile(r"[\w.]*$")
MAX_ID = 40


def place_of_words(text: str, words: str, where: str) -> int:
    """Return where ``words`` begin in ``text``, whatever white space, quotes, dashes and case are between them and the text.

    ``where`` names the text in messages. Raises ScrError unless they stand there exactly once, at the beginning of a word,
    and not at the beginning of the text.
    """
    given = words.split()
    if not given:
        raise ScrError("--at is empty", "give the words with which the second part begins")
    found = _starts(text, given)
    if not found:
        found = _starts(_folded(text), [_folded(word) for word in given])
    shown = one_line(words, 60)
    if not found:
        raise ScrError(f"“{shown}” does not stand in {where}", "`scr findings` shows its text")
    if len(found) > 1:
        raise ScrError(f"“{shown}” stands {len(found)} times in {where}", "give more of the words that follow")
    if not text[: found[0]].strip():
        raise ScrError(f"{where} begins with “{shown}”", "give the words with which the second part begins")
    return found[0]


def _starts(text: str, words: Sequence[str]) -> list[int]:
    pattern = r"\s+".join(map(re.escape, words))
    begins = r"(?<!\w)" if words[0][0].isalnum() else ""
    return [match.start() for match in re.finditer(f"{begins}(?={pattern})", text)]


def _folded(text: str) -> str:
    """Return ``text`` with its quotes, dashes and case made alike, and with the same length."""
    return "".join(low if len(low := char.lower()) == 1 else char for char in text.translate(_ALIKE))


def sentence_ends(text: str) -> list[int]:
    """Return where sentences end, the last one not counted. A line end ends a sentence; `Dr.`, `e.g.` and initials do not."""
    ends: list[int] = []
    for match in _END.finditer(text):
        after = _BLACK.search(text, match.end())
        before = _BLACK.search(text, ends[-1] if ends else 0)
        if after is None or before is None or before.start() >= match.end():
            continue
        if match.group() == "\n" or _ends_sentence(text[max(0, match.start() - 20) : match.start()], match.group(), after.group()):
            ends.append(match.end())
    return ends


def _ends_sentence(before: str, mark: str, following: str) -> bool:
    if following.islower():
        return False
    if mark[0] != ".":
        return True
    found = _LAST_WORD.search(before)
    word = found.group().casefold() if found else ""
    initial = len(word) == 1 and word.isalpha() and before[-1:].isupper()
    return not (initial or word in _ABBREVIATIONS or (word in _BEFORE_NUMBERS and following.isdigit()))


def place_after_sentence(text: str, number: int, where: str) -> int:
    """Return where sentence ``number`` (from 1) ends. Raises ScrError when no other sentence follows it."""
    ends = sentence_ends(text)
    if not 1 <= number <= len(ends):
        hint = f"--after-sentence takes 1{f' to {len(ends)}' if len(ends) > 1 else ''}" if ends else "cut it with --at"
        raise ScrError(f"{where} has {count_of(len(ends) + 1, 'sentence')}", hint)
    return ends[number - 1]


def places_of_lines(text: str, where: str) -> list[int]:
    """Return where each line but the first begins, empty ones left out. Raises ScrError when there is one line only."""
    starts = [match.start() for match in re.finditer(r"^[^\S\n]*\S", text, re.MULTILINE)]
    if len(starts) < 2:
        raise ScrError(f"{where} has one line only", "cut it with --at or --after-sentence")
    return starts[1:]


def cut(text: str, places: Iterable[int]) -> list[str]:
    """Return the parts of ``text`` between ``places``; of the text, only white space at the cuts is gone."""
    bounds = [0, *sorted(set(places)), len(text)]
    parts = [text[begin:end] for begin, end in itertools.pairwise(bounds)]
    last = len(parts) - 1
    parts = [part.lstrip() if number else part for number, part in enumerate(parts)]
    return [part.rstrip() if number < last else part for number, part in enumerate(parts)]


def part_ids(finding_id: str, count: int, taken: Collection[str]) -> list[str]:
    """Return ids for ``count`` parts after the first: ``4.17-b``, ``4.17-c``, … as far as they are free.

    A part of a part is named as its neighbours are: parts of ``4.17-b`` are ``4.17-c``, …
    """
    used = {name.casefold() for name in taken}
    base = re.sub(r"-[a-z]{1,2}$", "", finding_id)
    ids: list[str] = []
    number = 1
    while len(ids) < count:
        suffix = f"-{_letters(number)}"
        name = base[: MAX_ID - len(suffix)] + suffix
        if name.casefold() not in used:
            ids.append(name)
            used.add(name.casefold())
        number += 1
    return ids


def _letters(number: int) -> str:
    """Return 0 as ``a``, 1 as ``b``, 25 as ``z``, 26 as ``aa``."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text
