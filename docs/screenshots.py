"""Make the screenshots: of the coding screen, from the shipped workspace, and of a report, from a synthetic one.

`make screenshots` runs it. Those of the report need Chromium, and are left as they are without it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import os
import re
import shutil
import subprocess
import sys
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

REPORT_SIZES = {"report-1280": (1280, 1150), "report-400": (400, 1900)}
REPORT_TITLE = "Synthetic: 38 invented reviews"  # said on every picture


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


def shoot_report(folder: Path) -> None:
    """Write the screenshots of a report of a synthetic workspace, made in ``folder``."""
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "benchmarks")]
    from PIL import Image

    from browser.driving import launched, missing
    from generate import generate

    if reason := missing():
        print(f"no screenshots of the report: {reason}")
        return
    generate(folder / "workspace", 76, 40)
    command = [sys.executable, "-m", "scr_coder", "--workspace", str(folder / "workspace"), "report", "--title", REPORT_TITLE]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": str(int(START.timestamp()))}
    subprocess.run([*command, "--output", str(folder / "report")], check=True, stdout=subprocess.DEVNULL, env=environment)
    with launched() as browser:
        for name, (width, height) in REPORT_SIZES.items():
            with browser.page(folder / "report" / "index.html", width, height) as seen:
                picture = Image.open(io.BytesIO(seen.page.screenshot())).convert("RGB")
            picture.quantize(128).save(OUT / f"{name}.png", optimize=True)


def main() -> None:
    """Write every screenshot, each from a copy of the workspace as it is shipped."""
    with tempfile.TemporaryDirectory() as folder:
        shoot_report(Path(folder))
    for name in SCREENS:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for part in ("data", "taxonomy"):
                shutil.copytree(ROOT / part, root / part)
            asyncio.run(shoot(name, root))


if __name__ == "__main__":
    main()
