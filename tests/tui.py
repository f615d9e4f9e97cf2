"""Drives the coding screen inside the test process, and reads it as text."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from scr_coder.tui.app import CodingApp
from scr_coder.tui.commands import CodingScreen
from scr_coder.tui.rows import Rows
from scr_coder.workbench import Workbench
from scr_coder.workspace import open_workspace
from textual.pilot import Pilot

WIDE, NARROW = (120, 40), (80, 24)


class Driven:
    """A screen under test: presses keys, reads lines."""

    def __init__(self, pilot: Pilot[None], bench: Workbench) -> None:
        self.pilot = pilot
        self.bench = bench

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        await self.press(*("space" if char == " " else char for char in text))

    @property
    def screen(self) -> CodingScreen:
        found = self.pilot.app.screen_stack[0]
        assert isinstance(found, CodingScreen)
        return found

    @property
    def lines(self) -> list[str]:
        """What is on the terminal now, line by line."""
        strips = self.pilot.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def message(self) -> str:
        return str(self.screen.query_one("#message").render())

    @property
    def shown(self) -> list[str]:
        return [line.plain for line in self.screen.query_one("#issues", Rows).lines]

    @property
    def dialog(self) -> str:
        return type(self.pilot.app.screen).__name__

    @property
    def log(self) -> list[dict[str, Any]]:
        """The lines of the log on the disk."""
        path = self.bench.session.path
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []

    @property
    def tags(self) -> list[dict[str, Any]]:
        """The tags of the last decision on the disk."""
        found: list[dict[str, Any]] = self.log[-1]["tags"]
        return found


@contextlib.contextmanager
def opened(root: Path, review: str = "r1", coder: str = "amber") -> Iterator[Workbench]:
    with Workbench(open_workspace(root), review, coder) as bench:
        yield bench


def drive(
    root: Path,
    steps: Callable[[Driven], Awaitable[None]],
    size: tuple[int, int] = NARROW,
    review: str = "r1",
    theme: str = "",
    suggestions: bool = False,
) -> None:
    """Open a review on a screen of a size, do steps, close."""

    async def run(bench: Workbench) -> None:
        app = CodingApp(bench)
        if theme:
            app.theme = theme
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await steps(Driven(pilot, bench))

    none = contextlib.nullcontext() if suggestions else mock.patch("scr_coder.tui.screen.load_suggestions", return_value=None)
    with none, opened(root, review) as bench:
        asyncio.run(run(bench))


@pytest.fixture
def golden_tui(request: pytest.FixtureRequest) -> Path:
    return Path(__file__).parent / "golden" / "tui"
