"""What can be typed: the commands, their short forms, their help."""

from __future__ import annotations

import difflib
from typing import NamedTuple

from scr_coder.problem import ScrError
from scr_coder.render.terminal import wrapped

WIDTH = 80
_LEFT = 26


class Command(NamedTuple):
    """A command. ``more`` is what `help COMMAND` adds; ``alone`` ones take no words; ``looks``: a question stays open."""

    name: str
    short: tuple[str, ...]
    usage: str
    does: str
    more: str = ""
    alone: bool = False
    looks: bool = False


_GROUPS: tuple[tuple[str, tuple[Command, ...]], ...] = (
    (
        "Find an issue",
        (
            Command(
                "find",
                ("/",),
                "find WORDS",
                "the issues that fit; WORDS alone do the same",
                "Searches ids, labels, keywords, definitions and causes. Beginnings of words will do: find bruis",
            ),
            Command("more", (), "more", "the rest of the last list", alone=True, looks=True),
            Command("suggest", (), "suggest", "likely issues for this finding, for you to judge", alone=True),
            Command(
                "define",
                ("d",),
                "define ISSUE",
                "what the issue means, and its WHYs",
                "ISSUE is an id or a number of the last list; without one, the issue tagged last. An area or a cause will do, too.",
                looks=True,
            ),
        ),
    ),
    (
        "Code this finding",
        (
            Command(
                "tag",
                ("t", "primary"),
                "tag ISSUE [WHY]",
                "the issue it is mainly about",
                "ISSUE is an id (C02) or a number of the last list. WHYs and a polarity may follow: tag C02 1 3; tag C02 unclear; "
                "tag 2 advice; tag C02 1 other nobody asked. A tag that is there becomes the primary one.",
            ),
            Command("second", ("s", "secondary"), "second ISSUE [WHY]", "an issue it is about, too", "Takes the same words as `tag`."),
            Command(
                "why",
                ("w",),
                "why [ISSUE] WHY",
                "the WHYs of a tag",
                "WHY is numbers (1 3), `unclear`, `other` and your own words, or `none`. The numbers replace those there. Without ISSUE "
                "it is the tag you touched last, or the primary one. Without anything, the WHYs are listed.",
            ),
            Command("other", ("o",), "other WORDS", "a WHY in your own words"),
            Command("unclear", (), "unclear", "the WHY: the review does not say why", alone=True),
            Command(
                "polarity",
                ("p",),
                "polarity [ISSUE] WORD",
                "problem, advice or positive",
                "problem: something went wrong. advice: what should be done, without saying that it was not. positive: good practice.",
            ),
            Command("untag", ("x",), "untag ISSUE", "take one issue away"),
            Command(
                "no",
                ("no-match", "nomatch", "no_match"),
                "no CANDIDATE",
                "no issue fits; name the one that is missing",
                "CANDIDATE is a name in a few words, or a number of `candidates`.",
            ),
            Command("candidates", ("c",), "candidates", "the candidates you have named so far", alone=True),
            Command("exclude", ("e",), "exclude REASON", "not to be coded, and why; alone, your reasons"),
            Command("memo", ("m",), "memo TEXT", "a note on the finding; alone, reads it", "Write no names of people or places."),
            Command("add", (), "add TEXT", "one more line of the memo"),
            Command("unmemo", (), "unmemo", "take the memo away", alone=True),
            Command("clear", (), "clear", "make the finding uncoded again; the memo stays", alone=True),
            Command(
                "undo",
                ("u",),
                "undo [FINDING]",
                "take your last decision back, as often as you like",
                "Without FINDING it is the last decision in the review, wherever it was; you are taken there.",
            ),
            Command("redo", ("r",), "redo [FINDING]", "bring back what was undone"),
        ),
    ),
    (
        "Move",
        (
            Command("uncoded", ("n",), "uncoded", "the next finding without a decision; Enter, too", alone=True),
            Command("next", ("f", "forward"), "next", "the next finding that the filter shows", alone=True),
            Command("previous", ("b", "back", "prev"), "previous", "the one before", alone=True),
            Command("go", ("g",), "go FINDING", "a finding by its id, or by words of its text"),
            Command(
                "filter",
                (),
                "filter WHICH",
                "which findings to walk through",
                "WHICH is all, uncoded, coded, no_match, excluded, stale, memo, or issue and an id: filter issue C02.",
            ),
        ),
    ),
    (
        "Look",
        (
            Command("show", ("v",), "show", "this finding again", alone=True, looks=True),
            Command("around", ("a",), "around [NUMBER]", "the findings before and after it", looks=True),
            Command("list", ("l",), "list [all]", "the findings that the filter shows, with states", looks=True),
            Command("status", (), "status", "how far you are", alone=True, looks=True),
            Command("help", ("h", "?"), "help [COMMAND]", "these words", looks=True),
            Command("quit", ("q", "exit"), "quit", "stop; everything is saved already", alone=True),
        ),
    ),
)
COMMANDS = tuple(command for _, group in _GROUPS for command in group)
_NAMES = {name: command for command in COMMANDS for name in (command.name, *command.short)}


def parse(line: str) -> tuple[Command | None, str]:
    """Return the command that a line begins with and what follows; None and the line where it begins with none.

    Raises ScrError for words after a command that stands alone: they may have been meant as a search.
    """
    first, _, rest = line.strip().partition(" ")
    command = _NAMES.get(first.casefold())
    if command is None and first[:1] in ("/", "?") and len(first) > 1:
        command, rest = _NAMES[first[0]], line.strip()[1:]
    if command is None:
        return None, line.strip()
    if command.alone and rest.strip():
        raise ScrError(f"`{first}` stands alone: nothing follows it", f"to search for these words: find {line.strip()}")
    return command, rest.strip()


def near_command(word: str) -> str:
    """Return the command whose name ``word`` may be a slip of, or an empty text."""
    near = difflib.get_close_matches(word.casefold(), [name for name in _NAMES if len(name) > 2], n=1, cutoff=0.7)
    return _NAMES[near[0]].name if near else ""


def help_text(name: str = "") -> str:
    """Return what can be typed, or what one command does. Raises ScrError for a name that is none."""
    if name:
        command = _NAMES.get(name.casefold())
        if command is None:
            near = near_command(name)
            raise ScrError(f"there is no command `{name}`", f"did you mean `{near}`?" if near else "`help` lists them")
        forms = f"short: {', '.join(command.short)}" if command.short else ""
        lines = [f"{command.usage}: {command.does}", command.more, forms]
        return "\n".join(wrapped(line, WIDTH, "  ", "") for line in lines if line)
    lines = []
    for title, group in _GROUPS:
        lines.append(f"{title}:")
        for command in group:
            short = next((f", {form}" for form in command.short if len(form) == 1), "")
            left = f"  {command.usage}{short}"
            lines.append(wrapped(command.does, WIDTH, " " * (_LEFT + 2), f"{left:<{_LEFT}}  "))
    lines += [
        "A letter after a comma is the short form. Words without a command are searched.",
        "A number alone picks from the list just read. Enter alone goes on.",
        "`help tag` says more about tag. A line that begins with # is ignored.",
    ]
    return "\n".join(lines)
