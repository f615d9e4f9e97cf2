"""The full-screen coder: `run_screen` shows a workbench until the coder leaves."""

from __future__ import annotations

import os
from pathlib import Path

from textual.app import App
from textual.theme import Theme

from scr_coder.tui.commands import CodingScreen
from scr_coder.workbench import Workbench

CONTRAST_DARK = Theme(
    "high contrast dark", "#ffff00", foreground="#ffffff", background="#000000", surface="#000000", panel="#000080", dark=True
)
CONTRAST_LIGHT = Theme(
    "high contrast light", "#0000a0", foreground="#000000", background="#ffffff", surface="#ffffff", panel="#ffffa0", dark=False
)
THEMES = {
    "textual-dark": "dark",
    "textual-light": "light",
    CONTRAST_DARK.name: CONTRAST_DARK.name,
    CONTRAST_LIGHT.name: CONTRAST_LIGHT.name,
}


class CodingApp(App[None]):
    """One review, one coder, one screen."""

    CSS_PATH = Path(__file__).with_name("screen.tcss")
    ENABLE_COMMAND_PALETTE = False
    TITLE = "scr code"
    ESCAPE_TO_MINIMIZE = False

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.bench = bench
        self.animation_level = "none"
        for theme in (CONTRAST_DARK, CONTRAST_LIGHT):
            self.register_theme(theme)
        wanted = os.environ.get("SCR_THEME", "")
        self.theme = next((name for name, shown in THEMES.items() if wanted == shown), self.theme)

    def get_default_screen(self) -> CodingScreen:
        """Return the coding screen."""
        return CodingScreen(self.bench)

    def next_theme(self) -> str:
        """Change the colours; return what they are called."""
        names = list(THEMES)
        at = names.index(self.theme) + 1 if self.theme in THEMES else 0
        self.theme = names[at % len(names)]
        return THEMES[self.theme]

    def action_help_quit(self) -> None:
        """Ctrl+C was pressed: say what it does not do."""
        if isinstance(self.screen, CodingScreen):
            self.screen.say("everything is saved; Ctrl+Q quits")


def run_screen(bench: Workbench) -> None:
    """Show the workbench until the coder leaves. The mouse stays the terminal's own, so that text can be marked and copied."""
    CodingApp(bench).run(mouse=False)
