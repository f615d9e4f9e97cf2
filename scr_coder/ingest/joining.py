"""Lines joined to running text: a word cut at a line end is made whole where that is safe, and said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from scr_coder.text import count_of

_WORD = re.compile(r"[^\W\d_]+(?:[-‐'’][^\W\d_]+)*")
_CUT = re.compile(r"([^\W\d_]+(?:[-‐][^\W\d_]+)*)[-‐]$")
_NEXT = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
# Before these a hyphen is hardly ever one of a cut word; before the others, if what follows is a word that the text knows.
_ALWAYS = frozenset(("anti", "co", "cross", "multi", "non", "self", "semi", "well"))
_OFTEN = frozenset(("half", "high", "inter", "long", "low", "mid", "over", "part", "post", "pre", "re", "short", "sub", "under"))
_SHOWN = 5


class Joiner:
    """Joins lines; knows the words of the whole text, and counts what it made whole."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._made: dict[str, str] = {}
        self._words: Counter[str] = Counter()
        lines = tuple(lines)
        if not any(line.endswith(("-", "‐")) for line in lines):
            return
        cut = False
        for line in lines:
            words = [word.lower().replace("‐", "-") for word in _WORD.findall(line)]
            # Both halves of a cut word are no witnesses.
            ends_cut = line.endswith(("-", "‐"))
            self._words.update(words[1 if cut else 0 : -1 if ends_cut else None])
            cut = ends_cut

    def join(self, lines: Iterable[str]) -> str:
        """Return the lines as one, parted by spaces; a word cut at a line end is whole again where that is safe."""
        parts: list[str] = []
        for line in lines:
            text = " ".join(line.split())
            if not text:
                continue
            if parts and (glue := self._glue(parts[-1], text)) is not None:
                parts[-1] = parts[-1][:-1] + glue
                parts.append(text)
            else:
                parts += [" ", text] if parts else [text]
        return "".join(parts)

    def _glue(self, above: str, text: str) -> str | None:
        """Return what stands between two halves of a word in place of the hyphen above ("" or the hyphen), None if nothing was cut."""
        if above[-1:] not in ("-", "‐") or len(above) < 2 or above[-2].isspace() or not text[0].isalnum():
            return None
        cut, after = _CUT.search(above[-60:]), _NEXT.match(text[:60])
        if not cut or not after or not cut.group(1)[-1].islower() or not text[0].islower():
            return above[-1]
        first, second = cut.group(1).lower().replace("‐", "-"), after.group().lower().replace("‐", "-")
        if not self._is_safe(first, second):
            return above[-1]
        self._made.setdefault(first + second, f"{first}-{second}")
        return ""

    def _is_safe(self, first: str, second: str) -> bool:
        whole, hyphened = first + second, f"{first}-{second}"
        if self._words[whole]:
            return True
        if self._words[hyphened] or first in _ALWAYS or "-" in first:
            return False
        return not (self._words[second] and (self._words[first] or first in _OFTEN))

    def remarks(self) -> tuple[str, ...]:
        """Return what was made whole."""
        if not self._made:
            return ()
        shown = ", ".join(sorted(self._made)[:_SHOWN]) + (", …" if len(self._made) > _SHOWN else "")
        return (f"{count_of(len(self._made), 'word')} cut at line ends made whole: {shown}",)
