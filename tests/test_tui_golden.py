"""The main screens as text, at two sizes. After a change that is meant: SCR_UPDATE_GOLDEN=1 pytest tests/test_tui_golden.py."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from building import ROOT
from tui import NARROW, WIDE, Driven, drive

GOLDEN = Path(__file__).parent / "golden" / "tui"
REVIEW = "jn15-learning-review"
TAG = (*"c02", "enter", "1", "enter")
SCREENS: dict[str, tuple[str, ...]] = {
    "start": (),
    "search": tuple("bruis"),
    "whys": (*"c02", "enter", "1"),
    "coded": TAG,
    "commands": (*TAG, *"c06", "+", "enter", "escape"),
    "no_match": ("escape", "n", *"Interp"),
    "text_around": ("right", "escape", "x"),
    "list": (*TAG, "enter", "escape", "n", *"New", "enter", "e", *"twice", "enter", "l"),
    "filter": (*TAG, "escape", "f"),
    "definition": (*"c06", "?"),
    "help": ("f1",),
}


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "120x40"])
@pytest.mark.parametrize("name", SCREENS)
def test_screen(tmp_path: Path, name: str, size: tuple[int, int]) -> None:
    for folder in ("data", "taxonomy"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns(".scr-cache"))
    path = GOLDEN / f"{name}_{size[0]}x{size[1]}.txt"

    async def steps(s: Driven) -> None:
        await s.press(*SCREENS[name])
        assert len(s.lines) == size[1]
        shown = re.sub(r"saved \d\d:\d\d:\d\d", "saved 10:31:07", s.text) + "\n"
        if os.environ.get("SCR_UPDATE_GOLDEN"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(shown, encoding="utf-8")
        assert shown == path.read_text(encoding="utf-8")

    drive(tmp_path, steps, size, review=REVIEW)
