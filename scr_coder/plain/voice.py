"""What the conversation remembers, and the few things that everything said in it goes through."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from scr_coder.coding import Saved
from scr_coder.plain import say
from scr_coder.plain.suggesting import Suggest
from scr_coder.problem import ScrError, did_you_mean
from scr_coder.render.decisions import describe_decision, what_else_changed
from scr_coder.taxonomy import Issue
from scr_coder.text import one_line, printable
from scr_coder.workbench import Workbench

_Found = TypeVar("_Found")


class Voice:
    """Remembers the list read last, the question asked last, and what was refused."""

    def __init__(self, bench: Workbench, write: Callable[[str], None]) -> None:
        self.bench = bench
        self.refused = 0
        self.over = False
        self._session = bench.session
        self._write = write
        self._asked = ""  # what a number alone answers: issue, why, candidate, reason, or nothing
        self._listed: list[Issue] = []
        self._matched: list[tuple[str, ...]] = []
        self._read = 0  # how many of those listed were read out
        self._candidates: list[str] = []
        self._touched = ""  # the issue tagged last on this finding
        self._in_view: tuple[str, ...] = ()  # the issues suggested for this finding
        self._suggest_for: Suggest | None = None

    def _say(self, text: str) -> None:
        self._write(printable(text))

    def _act(self, action: Callable[[], Saved], done: str = "saved", more: bool = True) -> Saved:
        """Do it and say what was saved; with ``more``, what is left."""
        saved = self.bench.act(action)
        self._say(say.fitted(f"{done if saved.changed else 'unchanged'}: {describe_decision(self._session, saved.decision)}"))
        for notice in [*saved.notices, *what_else_changed(saved)]:
            self._say(say.fitted(f"note: {one_line(notice)}"))
        if more:
            self._say_left()
        return saved

    def _say_left(self) -> None:
        done = self.bench.item().state != "uncoded"
        self._say(say.fitted(say.left_text(self.bench) + " Enter goes on." * (done and self.bench.counts().uncoded > 0)))

    def _arrive(self, move: Callable[[], _Found]) -> _Found:
        """Move; lists and questions of the finding before end with it."""
        before = self.bench.current
        found = move()
        if self.bench.current != before:
            self._asked, self._touched, self._in_view = "", "", ()
            self._listed, self._matched, self._read, self._candidates = [], [], 0, []
        return found

    def _issue(self, word: str) -> Issue:
        """Return the issue that an id or a number of the last list names. Raises ScrError otherwise."""
        if not word:
            raise ScrError("which issue?", "an id such as C02, or a number of the last list")
        if word.isascii() and word.isdecimal():
            if not 1 <= int(word[:9]) <= self._read:
                there = f"the last list has 1 to {self._read}" if self._read else "there is no list yet: type words to find an issue"
                raise ScrError(f"there is no issue {word} to pick", there)
            return self._listed[int(word) - 1]
        known = self.bench.taxonomies.issues
        if word.casefold() not in map(str.casefold, known):
            raise ScrError(f"`{word}` is not an issue", did_you_mean(word, known) or "type words alone to find one")
        return self._session.issue(word)
