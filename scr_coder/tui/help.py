"""The help: every key with what it does, from the one table of keys."""

from __future__ import annotations

from rich.text import Text

from scr_coder.tui.keys import ANYWHERE, COMMANDS, DIALOGS, SEARCH

_GROUPS = (
    ("While you type in the search box", SEARCH),
    ("Commands: Esc leaves the empty search box", COMMANDS),
    ("Everywhere on the screen", ANYWHERE),
)


def help_text() -> Text:
    """Return every key with what it does."""
    shown = Text("Everything you do is saved at once; there is nothing to save when you leave, and u undoes without limit.\n")
    groups = [(title, [(key.shown, key.long) for key in keys]) for title, keys in _GROUPS]
    for title, entries in [*groups, ("In the boxes that open", list(DIALOGS))]:
        shown.append(f"\n{title}\n", "bold underline")
        for key, does in entries:
            shown.append(f"  {key:<8}", "bold").append(f" {does}\n")
    return shown
