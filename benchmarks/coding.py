"""Measure `scr code`: first paint, key to saved, typing in the search. Prints medians.

    python benchmarks/coding.py [--runs 5]

First paint is a whole process in a pseudo-terminal, from its start until the foot of the screen has been written; the other
two drive the screen in this process, on a review of 400 findings and a log of 5,000 lines, each write synced to the disk.
"""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import datetime as dt
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from scr_coder.coding.decision import Decision, Tag, decision_line  # noqa: E402
from scr_coder.taxonomy import TaxonomySet  # noqa: E402
from scr_coder.taxonomy.search import IssueIndex  # noqa: E402
from scr_coder.text import text_hash  # noqa: E402
from scr_coder.workspace import open_workspace  # noqa: E402

from building import START, Said, append, build, finding_text  # noqa: E402

FINDINGS, LINES = 400, 5000
KEYS_OF = "F1 help"


def workspace(folder: Path) -> Path:
    """Build the workspace: every finding but the last 100 decided, most of them many times."""
    root = build(folder / "ws", {"r1": {}}, findings=FINDINGS).root
    append(root, Said("r1", "amber", "1", "coded", (Tag("C06"),)))
    path = root / "data/reviews/r1/codings/amber.jsonl"
    with path.open("wb") as stream:
        for number in range(LINES):
            finding = str(number % (FINDINGS - 100) + 1)
            moment = (START + dt.timedelta(seconds=number)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            text = text_hash(finding_text("r1", finding))
            tags = (Tag(("C06", "C02", "G06")[number // 300 % 3], causes=("unclear",)),)
            stream.write(decision_line(Decision(finding, "coded", moment, text, {"lipp": "1.0.0"}, tags, tool="0.1.0")))
    return root


def first_paint(root: Path) -> float:
    """Return the seconds from the start of `scr code r1` to the last line of its first screen."""
    began = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(SCR_WORKSPACE=str(root), SCR_CODER="amber", TERM="xterm-256color", PYTHONPATH=str(ROOT))
        os.execv(sys.executable, [sys.executable, "-m", "scr_coder", "code", "r1"])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    seen = b""
    while KEYS_OF.encode() not in seen:
        if not select.select([terminal], [], [], 10)[0]:
            raise SystemExit(f"no screen came: {seen[-300:]!r}")
        seen += os.read(terminal, 65536)
    took = time.perf_counter() - began
    os.kill(pid, signal.SIGKILL)
    os.close(terminal)
    os.waitpid(pid, 0)
    return took


async def keys(root: Path) -> tuple[list[float], list[float], list[float]]:
    """Return seconds of Enter until saved is shown, of Enter in the WHYs until saved, and of each key typed in the search."""
    from scr_coder.tui.app import CodingApp
    from scr_coder.tui.commands import CodingScreen
    from scr_coder.tui.dialogs import WhyDialog
    from scr_coder.tui.rows import Rows
    from scr_coder.workbench import Workbench
    from scr_coder.workspace import open_workspace
    from textual import events

    tagged: list[float] = []
    whys: list[float] = []
    typed: list[float] = []
    with Workbench(open_workspace(root), "r1", "amber") as bench:
        app = CodingApp(bench)
        async with app.run_test(size=(120, 40)) as pilot:
            await asyncio.sleep(1)

            async def press(key: str, until: Callable[[], object]) -> float:
                began = time.perf_counter()
                app.post_message(events.Key(key, key if len(key) == 1 else None))
                while not until():
                    await asyncio.sleep(0)
                app.screen._compositor.render_update(full=True)  # what is written to the terminal
                return time.perf_counter() - began

            screen = app.screen_stack[0]
            assert isinstance(screen, CodingScreen)
            rows, message = screen.query_one("#issues", Rows), screen.query_one("#message")
            for code in ["c06", "g06", "c02", "x02", "d01"] * 12:
                for at in range(1, len(code) + 1):
                    want = bench.search(code[:at])
                    typed.append(await press(code[at - 1], lambda want=want: rows.at == 0 and len(rows.lines) == len(want)))
                tagged.append(await press("enter", lambda: "primary" in str(message.render())))
                await pilot.pause()
                assert isinstance(app.screen, WhyDialog)
                await pilot.press("1")
                whys.append(await press("enter", lambda: "WHY" in str(message.render())))
                await pilot.pause()
                await pilot.press("enter")
                await pilot.pause()
    return tagged, whys, typed


def thousand_issues(root: Path) -> list[float]:
    """Return the seconds of searches, letter by letter, over a taxonomy of a thousand issues."""
    index = IssueIndex(_many(open_workspace(root).taxonomies))
    taken = []
    for query in ("bruising", "conference", "chronolgy", "strategy discussion", "c02", "alchol"):
        for end in range(1, len(query) + 1):
            start = time.perf_counter()
            index.search(query[:end])
            taken.append(time.perf_counter() - start)
    return taken


def _many(taxonomies: TaxonomySet) -> TaxonomySet:
    """Return the issues of some taxonomies again and again, each time with other keywords, until there are a thousand."""
    [first, *_] = taxonomies.taxonomies
    issues = list(taxonomies.issues.values())
    made = [
        dataclasses.replace(issue, id=f"{issue.id}-{turn}", keywords=tuple(f"{word} {turn}x{at}" for at, word in enumerate(issue.keywords)))
        for turn in range(1000 // len(issues) + 1)
        for issue in issues
    ]
    return TaxonomySet((dataclasses.replace(first, areas=(dataclasses.replace(first.areas[0], issues=tuple(made)),)),))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        root = workspace(Path(folder))
        first_paint(root)
        paints = [first_paint(root) for _ in range(runs)]
        tagged, whys, typed = asyncio.run(keys(root))
        searched = thousand_issues(root)
    for what, seconds, bar in (
        ("scr code to first screen", paints, 900),
        ("Enter to saved and shown", tagged, 50),
        ("WHYs to saved and shown", whys, 50),
        ("a letter in the search", typed, 30),
        ("a search of 1,000 issues", searched, 60),
    ):
        late = sorted(seconds)[int(len(seconds) * 0.95)]
        print(f"{what:<26} median {statistics.median(seconds) * 1000:6.1f} ms  95th {late * 1000:6.1f} ms  bar {bar} ms")


if __name__ == "__main__":
    main()
