"""Every key of the coding screen, once: the dispatcher, the line at the foot and the help all read this table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Key(NamedTuple):
    """A key: how Textual names it (a character or a name), how it is shown, in short, in full, and the method it calls."""

    key: str
    shown: str
    short: str
    long: str
    call: str


SEARCH = (
    Key("enter", "Enter", "tag", "tag the chosen issue as primary; with an empty box, go to the next uncoded finding", "tag_primary"),
    Key("+", "+", "tag as secondary", "tag the chosen issue as secondary", "tag_secondary"),
    Key("up", "↑", "", "choose the issue above", "choose_up"),
    Key("down", "↓", "choose", "choose the issue below", "choose_down"),
    Key("left", "←", "", "with an empty box: go to the previous finding", "previous"),
    Key("right", "→", "", "with an empty box: go to the next finding", "next"),
    Key("?", "?", "definition", "read the definition of the chosen issue", "define"),
    Key("escape", "Esc", "commands", "empty the search box; when it is empty, go to the commands", "leave_search"),
)
COMMANDS = (
    Key("/", "/", "search", "back to the search box", "search"),
    Key("escape", "Esc", "", "back to the search box", "search"),
    Key("enter", "Enter", "next uncoded", "go to the next uncoded finding, and search", "next_uncoded"),
    Key("n", "n", "no match", "say that no issue fits, and name a candidate for a new one", "no_match"),
    Key("e", "e", "exclude", "say that the finding is not to be coded, and why", "exclude"),
    Key("m", "m", "memo", "write a memo on the finding", "memo"),
    Key("w", "w", "WHYs", "choose the WHYs of the marked tag again", "whys"),
    Key("p", "p", "polarity", "change the polarity of the marked tag: problem, advice, positive", "polarity"),
    Key("1", "1", "primary", "make the marked tag the primary one", "make_primary"),
    Key("2", "2", "secondary", "make the marked tag secondary", "make_secondary"),
    Key("-", "-", "untag", "take the marked tag away", "untag"),
    Key("delete", "Delete", "", "take the marked tag away", "untag"),
    Key("c", "c", "clear", "make the finding uncoded again; its memo stays", "clear"),
    Key("up", "↑", "", "mark the tag above", "mark_up"),
    Key("down", "↓", "mark a tag", "mark the tag below", "mark_down"),
    Key("u", "u", "undo", "take back the last decision; again and again, without limit", "undo"),
    Key("r", "r", "redo", "bring back what was undone last", "redo"),
    Key("left", "←", "previous", "go to the previous finding", "previous"),
    Key("right", "→", "next", "go to the next finding", "next"),
    Key("g", "g", "go to", "go to a finding by its number or its words", "go_to"),
    Key("f", "f", "filter", "show only some findings: uncoded, no match, stale, memo, one issue …", "choose_filter"),
    Key("l", "l", "list", "see the whole review with its states", "list_all"),
    Key("x", "x", "text around", "show the findings before and after this one, or hide them", "text_around"),
    Key("?", "?", "definition", "read the definition of the marked tag's issue", "define"),
    Key("s", "s", "suggestions", "show or hide suggested issues", "toggle_suggestions"),
    Key("t", "t", "theme", "change the colours: dark, light, high contrast dark, high contrast light", "next_theme"),
    Key("h", "h", "help", "see every key", "show_help"),
    Key("q", "q", "quit", "leave; everything is saved already", "leave"),
)
ANYWHERE = (
    Key("f1", "F1", "help", "see every key", "show_help"),
    Key("pageup", "PgUp", "", "scroll the finding's text up", "scroll_up"),
    Key("pagedown", "PgDn", "", "scroll the finding's text down", "scroll_down"),
    Key("ctrl+z", "Ctrl+Z", "", "undo", "undo"),
    Key("ctrl+y", "Ctrl+Y", "", "redo", "redo"),
    Key("ctrl+q", "Ctrl+Q", "quit", "leave; everything is saved already", "leave"),
)
DIALOGS = (
    ("Space", "WHYs: choose or drop the marked WHY; in `other…`, write one"),
    ("1 … 9", "WHYs: choose or drop that WHY"),
    ("Enter", "save what was chosen or written"),
    ("Ctrl+J", "memo: begin a new line"),
    ("↑ ↓", "choose from the list; words typed before narrow it"),
    ("Tab", "take over the chosen line, to change it"),
    ("Esc", "leave without saving; a tag that was saved stays"),
)


def footer(parts: Iterable[str], width: int) -> str:
    """Return parts on lines of ``width``, none of them broken."""
    lines = [""]
    for part in parts:
        if lines[-1] and len(lines[-1]) + 2 + len(part) > width:
            lines.append("")
        lines[-1] += f"  {part}" if lines[-1] else part
    return "\n".join(lines)


def shorts(keys: Iterable[Key]) -> list[str]:
    """Return keys as they stand at the foot, without those that have no short name."""
    return [f"{key.shown} {key.short}" for key in keys if key.short]
