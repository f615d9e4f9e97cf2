"""The coding screen in a real terminal: code three findings, kill -9, start again, undo, finish."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from building import ROOT, build

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
PATIENCE = 20.0


class Terminal:
    """A tmux of its own, with its own socket."""

    def __init__(self, folder: Path, size: tuple[int, int] = (80, 24)) -> None:
        self.folder = folder
        self.socket = str(folder / "tmux.sock")
        command = ["-f", "/dev/null", "new-session", "-d", "-x", str(size[0]), "-y", str(size[1]), "-c", str(folder / "ws"), "sh"]
        env = {**os.environ, "SCR_CODER": "amber", "PYTHONPATH": str(ROOT), "PS1": "$ ", "ENV": "", "XDG_CONFIG_HOME": "/nonexistent"}
        subprocess.run(["tmux", "-S", self.socket, *command], check=True, cwd=folder / "ws", env=env, timeout=PATIENCE)

    def _tmux(self, *args: str) -> str:
        return subprocess.run(["tmux", "-S", self.socket, *args], check=True, capture_output=True, text=True, timeout=PATIENCE).stdout

    @property
    def text(self) -> str:
        return self._tmux("capture-pane", "-p")

    def keys(self, *keys: str) -> None:
        self._tmux("send-keys", *keys)

    def wait(self, part: str) -> str:
        """Wait until something is on the terminal."""
        until = time.monotonic() + PATIENCE
        while part not in (text := self.text):
            if time.monotonic() > until:
                raise AssertionError(f"{part!r} did not come:\n{text}")
            time.sleep(0.05)
        return text

    def start(self) -> None:
        self.keys(f"clear; {shlex.quote(sys.executable)} -m scr_coder code r1 & echo $! > ../pid; fg", "Enter")
        self.wait("Search:")

    def kill(self) -> None:
        os.kill(int((self.folder / "pid").read_text()), signal.SIGKILL)
        self.wait("Killed")

    def again(self) -> None:
        """A new shell: the killed screen has left the terminal in its own mode."""
        self._tmux("respawn-pane", "-k")
        self.wait("#" if os.geteuid() == 0 else "$")

    def close(self) -> None:
        self._tmux("kill-server")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    build(tmp_path / "ws", {"r1": {}}, findings=4)
    opened = Terminal(tmp_path)
    yield opened
    opened.close()


def states(folder: Path) -> list[tuple[str, str]]:
    lines = (folder / "ws/data/reviews/r1/codings/amber.jsonl").read_text(encoding="utf-8").splitlines()
    return [(line["finding"], line["state"]) for line in map(json.loads, lines)]


def test_three_findings_kill_start_undo_finish(terminal: Terminal, tmp_path: Path) -> None:
    terminal.start()
    for number, code in enumerate(("C06", "C02", "G06"), 1):
        terminal.wait(f"Invented text {number} of r1.")
        terminal.keys(code.lower())
        terminal.wait(f"Enter tag {code} as primary")
        terminal.keys("Enter")
        terminal.wait(f"WHY? {code}")
        if number == 3:
            break
        terminal.keys("1", "Enter")
        terminal.wait(f"{code}, 1 WHY")
        terminal.keys("Enter")
    terminal.wait("3/4")
    assert [finding for finding, _ in states(tmp_path)] == ["1", "1", "2", "2", "3"], "what was said to be saved is on the disk"
    terminal.kill()

    terminal.again()
    terminal.start()
    terminal.wait("Invented text 4 of r1.")
    terminal.wait("3/4")
    assert "READ ONLY" not in terminal.text, "the killed one holds nothing"
    terminal.keys("Escape")
    terminal.wait("COMMANDS")
    terminal.keys("u")
    terminal.wait("undone")
    assert "Invented text 3 of r1." in terminal.text
    assert "2/4" in terminal.text
    terminal.keys("n")
    terminal.wait("No match")
    terminal.keys("-l", "Interpreters")
    terminal.keys("Enter")
    terminal.wait("candidate: Interpreters")
    terminal.keys("Enter")
    terminal.wait("Invented text 4 of r1.")
    terminal.wait("Type to find an issue")
    terminal.keys("Escape", "e")  # together, as over a slow line
    terminal.wait("Exclude")
    terminal.keys("-l", "twice")
    terminal.keys("Enter")
    terminal.wait("excluded; reason: twice")
    terminal.keys("Enter")
    terminal.wait("4 of 4, saved, 1 candidate")
    terminal.keys("q")
    terminal.wait("4 of 4 findings have a decision; everything is saved")
    assert states(tmp_path)[-2:] == [("3", "no_match"), ("4", "excluded")]


def test_a_second_window_is_told(terminal: Terminal, tmp_path: Path) -> None:
    terminal.start()
    other = Path(tmp_path / "other")
    other.mkdir()
    (other / "ws").symlink_to(tmp_path / "ws")
    second = Terminal(other)
    try:
        second.start()
        second.wait("READ ONLY")
    finally:
        second.close()
