"""Breaks text into lines, as a word processor does: what stands on which line is known because it is decided here."""

from __future__ import annotations

import re
from typing import NamedTuple

from reports.fonts import Family, kerned_width, ligated, width_of
from reports.style import Style
from reports.words import BREAK, END, NBSP, NOTE, SPLITS

_WORD = re.compile(r"^(\W*)(\w+)(.*)$", re.DOTALL)
_MARKED = re.compile(f"^(.*?){NOTE}(\\d+){END}(.*)$", re.DOTALL)
RAISED = 0.62
"""The size of a footnote's mark, as a share of the text's."""


class Word(NamedTuple):
    """A word on its line: ``x`` from the line's beginning. ``mark`` is the footnote called after it; ``tail`` follows the mark."""

    x: float
    text: str
    face: str
    mark: str = ""
    tail: str = ""


class Measure:
    """Measures words in a style's way: with its ligatures and kerning."""

    def __init__(self, style: Style, family: Family, size: float) -> None:
        self.style, self.family, self.size = style, family, size
        self.known: dict[tuple[str, str], tuple[Word, float]] = {}

    def shaped(self, text: str, face: str) -> str:
        """Return a text as it will be drawn."""
        if not self.family.embedded:
            return text.replace("▪", "•")
        return ligated(text, face) if self.style.ligatures else text

    def width(self, text: str, face: str) -> float:
        """Return the width of a text as it will be drawn."""
        shaped = self.shaped(text, face)
        kerned = self.style.kerning and self.family.embedded
        return (kerned_width(shaped, face) if kerned else width_of(shaped, face)) * self.size

    def word(self, x: float, token: str, face: str) -> tuple[Word, float]:
        """Return a token as a word at ``x``, and its width."""
        if (token, face) not in self.known:
            self.known[token, face] = self._word(token, face)
        word, width = self.known[token, face]
        return word._replace(x=x), width

    def _word(self, token: str, face: str) -> tuple[Word, float]:
        found = _MARKED.match(token)
        text, mark, tail = found.groups() if found else (token, "", "")
        width = self.width(text, face) + self.width(mark, face) * RAISED + self.width(tail, face)
        return Word(0, self.shaped(text, face), face, mark, self.shaped(tail, face)), width

    def wide(self, token: str, face: str) -> float:
        """Return the width of a token."""
        known = self.known.get((token, face))
        return known[1] if known else self.word(0, token, face)[1]

    def splits(self, token: str) -> list[tuple[str, str]]:
        """Return the ways in which a token may end a line, the longest first: what ends it and what begins the next."""
        if token.startswith("http"):
            return [(token[: at + 1], token[at + 1 :]) for at in range(len(token) - 4, 8, -1) if token[at] in "/-"]
        ways = [(token[: at + 1], token[at + 1 :]) for at in range(1, len(token) - 2) if token[at] in "-–" and token[at + 1].isalpha()]
        found = _WORD.match(token)
        if self.style.hyphenate and found:
            before, core, after = found.groups()
            parts = SPLITS.get(core.lower(), ())
            hyphen = "\u00ad" if self.style.soft_hyphens and self.family.embedded else "-"
            for number in range(1, len(parts)):
                at = len("".join(parts[:number]))
                if at >= 2 and len(core) - at >= 3:
                    ways.append((before + core[:at] + hyphen, core[at:] + after))
        return sorted(ways, key=lambda way: len(way[0]), reverse=True)

    def lines(self, text: str, first: float, width: float, faces: tuple[str, int, str]) -> list[list[Word]]:
        """Return the lines of a text: ``first`` is how far the first is set in, ``width`` what a line can hold.

        ``faces`` are the face of the first so many words, their number, and the face of the rest.
        """
        early, count, late = faces
        lines: list[list[tuple[str, str]]] = [[]]
        space = self.width(" ", late)
        used = first
        queue = [(token, early if number < count else late) for number, token in enumerate(text.split(" "))]
        while queue:
            token, face = queue.pop(0)
            if token.startswith(BREAK):
                token = token[1:]
                if used > 0.6 * width:
                    lines.append([])
                    used = 0.0
            gap = space if lines[-1] else 0.0
            fits = used + gap + self.wide(token, face) <= width
            way = None if fits else next((way for way in self.splits(token) if used + gap + self.wide(way[0], face) <= width), None)
            if fits or (way is None and not lines[-1]):  # also what is wider than a line and cannot be broken
                lines[-1].append((token, face))
                used += gap + self.wide(token, face)
                continue
            if way is not None:
                lines[-1].append((way[0], face))
                token = way[1]
            lines.append([])
            used = 0.0
            queue.insert(0, (token, face))
        return [self._placed(line, first if not n else 0.0, width, n == len(lines) - 1, space) for n, line in enumerate(lines) if line]

    def _placed(self, line: list[tuple[str, str]], x: float, width: float, last: bool, space: float) -> list[Word]:
        natural = sum(self.wide(token, face) for token, face in line)
        if self.style.justify and not last and len(line) > 1:
            fitting = (width - x - natural) / (len(line) - 1)
            space = fitting if fitting < 4 * space else space
        words = []
        for token, face in line:
            word, wide = self.word(x, token, face)
            words.append(word)
            x += wide + space
        return words


def plain(words: list[Word] | tuple[Word, ...]) -> str:
    """Return what a line says."""
    return " ".join(word.text + word.mark + word.tail for word in words).replace(NBSP, " ")
