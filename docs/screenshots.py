"""Make the screenshots of the coding screen, from the shipped workspace. `make screenshots` runs it."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import shutil
import tempfile
from pathlib import Path

from scr_coder.tui.app import CodingApp
from scr_coder.workbench import Workbench
from scr_coder.workspace import open_workspace

ROOT = Path(__file__).resolve().parent.parent
FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
OUT = ROOT / "docs" / "screenshots"
REVIEW = "jn15-learning-review"
START = dt.datetime(2026, 1, 5, 10, 31, 7)
CODE = (*"c02", "enter", "1", "enter", *"x08", "+", "escape")
SCREENS: dict[str, tuple[tuple[int, int], str, tuple[str, ...]]] = {
    "coding-search": ((120, 34), "textual-dark", ("right", "right", *"disagree")),
    "coding-whys": ((100, 30), "textual-dark", ("right", "right", *"c02", "enter", "1")),
    "coding-commands": ((80, 24), "textual-light", ("right", "right", *CODE, "escape")),
    "coding-list": ((80, 24), "high contrast dark", ("right", "right", *CODE, "enter", "escape", "n", *"Interpreters", "enter", "l")),
}


async def shoot(name: str, root: Path) -> None:
    """Write one screenshot."""
    size, theme, keys = SCREENS[name]
    with Workbench(open_workspace(root), REVIEW, "demo", clock=lambda: START.astimezone()) as bench:
        app = CodingApp(bench)
        app.theme = theme
        async with app.run_test(size=size) as pilot:
            await pilot.pause(1)
            await pilot.press(*keys)
            await pilot.pause(0.2)
            OUT.mkdir(exist_ok=True)
            svg = app.export_screenshot(title="scr code " + REVIEW, simplify=True)
            svg = FONTS.sub("", svg)  # a page that shows it must not fetch anything
            (OUT / f"{name}.svg").write_text(svg.rstrip() + "\n", encoding="utf-8")


def main() -> None:
    """Write every screenshot, each from a copy of the workspace as it is shipped."""
    for name in SCREENS:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for part in ("data", "taxonomy"):
                shutil.copytree(ROOT / part, root / part)
            asyncio.run(shoot(name, root))


if __name__ == "__main__":
    main()
