"""The conversation: a line comes in, something is done with the workbench, and what happened is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO

from scr_coder.plain import say
from scr_coder.plain.commands import help_text, near_command, parse
from scr_coder.plain.deciding import SPLIT, Deciding
from scr_coder.plain.lines import Lines
from scr_coder.plain.looking import Looking
from scr_coder.problem import ScrError
from scr_coder.taxonomy import UNCLEAR
from scr_coder.taxonomy.search import words
from scr_coder.text import one_line
from scr_coder.workbench import Workbench

_HINTS = {"give either; --other '' takes it away": "give either; for instance `why none other WORDS`, or `unclear` alone"}
"""What the session advises in the words of the command line, in the words of this face."""


def run_plain(bench: Workbench, source: TextIO, write: Callable[[str], None]) -> int:
    """Hold the conversation until `quit` or the end of ``source``; return how many lines were refused.

    ``write`` is given whole lines. Where ``source`` is a terminal there are prompts, which it does not see. An interrupt
    ends the conversation like `quit`: everything is on the disk already.
    """
    talk = Talk(bench, write)
    lines = Lines(source)
    try:
        talk.begin()
        while not talk.over and (line := lines.read(talk.prompt)) is not None:
            talk.answer(line, 0 if lines.terminal else lines.number)
        if not talk.over and lines.terminal:
            write("")
    except KeyboardInterrupt:
        write("")
    return talk.refused


class Talk(Deciding, Looking):
    """Hears lines and answers them."""

    def __init__(self, bench: Workbench, write: Callable[[str], None]) -> None:
        super().__init__(bench, write)
        self._commands: dict[str, Callable[[str], object]] = {
            "find": self._find,
            "more": lambda _: self._list_issues(),
            "suggest": lambda _: self._suggest(),
            "define": self._define,
            "tag": lambda rest: self._tag(rest, "primary"),
            "second": lambda rest: self._tag(rest, "secondary"),
            "why": self._why,
            "other": lambda rest: self._why(f"other {rest}"),
            "unclear": lambda _: self._why(UNCLEAR),
            "polarity": self._polarity,
            "untag": self._untag,
            "no": self._no_match,
            "candidates": lambda _: self._list_candidates(),
            "exclude": self._exclude,
            "memo": self._memo,
            "add": self._add,
            "unmemo": lambda _: self._act(lambda: self._session.memo(self.bench.current, ""), more=False),
            "clear": lambda _: self._act(lambda: self._session.clear(self.bench.current)),
            "undo": lambda rest: self._step(lambda: self._session.undo(rest), "undone, now"),
            "redo": lambda rest: self._step(lambda: self._session.redo(rest), "redone, now"),
            "uncoded": lambda _: self._next_uncoded(),
            "next": lambda _: self._walk(self.bench.next, "last", "previous"),
            "previous": lambda _: self._walk(self.bench.previous, "first", "next"),
            "go": self._go,
            "filter": self._filter,
            "show": lambda _: self._say(say.finding_text(self.bench)),
            "around": self._around,
            "list": self._list,
            "status": lambda _: self._say(say.status_text(self.bench)),
            "help": lambda rest: self._say(help_text(rest)),
            "quit": lambda _: self._quit(),
        }

    @property
    def prompt(self) -> str:
        """What a terminal shows before the next line: where one is, or what is asked."""
        return one_line(f"WHY {self._touched}" if self._asked == "why" else self.bench.current) + "> "

    def begin(self) -> None:
        """Say where one is."""
        bench = self.bench
        self._say(say.fitted(f"{bench.session.review}: {one_line(bench.review.title)}. Coder {bench.coder}."))
        if bench.read_only:
            self._say(say.fitted(say.READ_ONLY))
        self._say(say.fitted(f"{say.left_text(bench)} Type words to find an issue; `help` says what else."))
        self._say(say.finding_text(bench))

    def answer(self, line: str, number: int = 0) -> None:
        """Do what a line says. ``number``, where it is not 0, is said with a refusal."""
        asked = self._asked
        try:
            self.bench.refresh()
            self._understand(line.strip())
        except ScrError as error:
            self._asked = asked
            self.refused += 1
            where = f"line {number}: " if number else ""
            hint = _HINTS.get(error.hint, error.hint)
            self._say(f"not done: {where}{one_line(str(ScrError(error.message, hint)))}")

    def _understand(self, line: str) -> None:
        if line.startswith("#"):
            return
        if not line:
            self._enter()
        elif self._asked == "why" and self._is_why(line):
            self._why(line)
        elif line.isascii() and line.isdecimal():
            self._pick(line)
        else:
            command, rest = parse(line)
            if command is None:
                self._search_or_slip(line)
            else:
                self._asked = self._asked if command.looks else ""
                self._commands[command.name](rest)

    def _is_why(self, line: str) -> bool:
        first = SPLIT.split(line)[0].casefold()
        return first in (UNCLEAR, "none", "other", "o") or first.isdecimal() or first in map(str.casefold, self.bench.taxonomies.causes)

    def _enter(self) -> None:
        if self._asked == "why":
            self._asked = ""
            self._say(say.fitted(f"WHY left as it is. Enter again goes on. {say.left_text(self.bench)}"))
        elif self.bench.item().state == "uncoded":
            self._say(f"{self.bench.current} has no decision yet. Type words to find an issue, or `n` to leave it.")
        else:
            self._next_uncoded()

    def _pick(self, number: str) -> None:
        if self._asked == "issue":
            self._tag(number, "primary")
        elif self._asked == "candidate":
            self._no_match(number)
        elif self._asked == "reason":
            self._exclude(number)
        else:
            raise ScrError(f"there is no list to pick {number} from", f"type words to find an issue; `go {number}` goes to a finding")

    def _search_or_slip(self, line: str) -> None:
        """Search, unless the words answer nothing as they stand and begin like a command that was mistyped."""
        first = line.split()[0]
        near = near_command(first)
        if near:
            typed = words(first)
            hits = self.bench.search(line)
            if not any(word.startswith(typed[0]) for hit in hits for word in hit.matched if typed):
                raise ScrError(f"`{first}` is not a command", f"did you mean `{near}`? to search: find {line}")
        self._find(line)

    def _quit(self) -> None:
        self.over = True
