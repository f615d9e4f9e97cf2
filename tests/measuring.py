"""Runs a command and measures it: seconds of the clock, and the peak of its memory.

What the kernel says of a process (`ru_maxrss`) begins at the size its parent had when it was started, so that a test process that
has grown would be measured instead. A small process stands between them.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

_BETWEEN = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[2:])
_, status, usage = os.wait4(process.pid, 0)
with open(sys.argv[1], "w") as file:
    file.write(f"{os.waitstatus_to_exitcode(status)} {usage.ru_maxrss}")
"""


class Ended(NamedTuple):
    """How a process ended; ``megabytes`` is the peak of the largest among it and the processes it waited for."""

    code: int
    out: str
    err: str
    seconds: float
    megabytes: float


def measured(*command: str) -> Ended:
    """Run a command to its end and return what it wrote, its exit code, and what it took."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told"
        begun = time.monotonic()
        done = subprocess.run([sys.executable, "-S", "-c", _BETWEEN, str(told), *command], capture_output=True, check=True)
        seconds = time.monotonic() - begun
        code, kilobytes = told.read_text().split()
    return Ended(int(code), done.stdout.decode(), done.stderr.decode(), seconds, int(kilobytes) / 1024)
