"""Broken and hostile files through `scr import` as a whole process: one line or what can be had of them, within bounds."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from building import ROOT, tree
from ill_files import DOUBTFUL, ILL, REFUSED, SENTENCE, Ill

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("scr_coder.importing") is None, reason="this version of scr cannot import yet"),
    pytest.mark.skipif(not hasattr(os, "wait4"), reason="memory is measured by wait4, which this system lacks"),
]
SECONDS, MEGABYTES = 5.0, 500.0


class Ended(NamedTuple):
    """How a process ended; ``megabytes`` is the peak of the largest among it and the processes it waited for."""

    code: int
    out: str
    err: str
    seconds: float
    megabytes: float


def run(*arguments: str) -> Ended:
    begun = time.monotonic()
    process = subprocess.Popen([sys.executable, "-m", "scr_coder", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    out, err = process.stdout.read().decode(), process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    process.stderr.close()
    return Ended(process.returncode, out, err, time.monotonic() - begun, usage.ru_maxrss / 1024)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    for name in ("data", "taxonomy"):
        shutil.copytree(ROOT / name, tmp_path / "workspace" / name, ignore=shutil.ignore_patterns(".scr-cache"))
    return tmp_path / "workspace"


@pytest.mark.parametrize("ill", ILL.values(), ids=list(ILL))
def test_an_ill_file_is_refused_in_one_line_or_read(ill: Ill, workspace: Path):
    path = workspace.parent / f"report{ill.ending}"
    ill.write(path)
    before = tree(workspace)
    ended = run("-w", str(workspace), "import", str(path), "--id", "ill", "--no-prompt")
    assert ended.seconds < SECONDS
    assert ended.megabytes < MEGABYTES
    assert "Traceback" not in ended.err
    assert not [char for char in ended.out + ended.err if char in "\x1b\x07\u202e\u2066"]
    if ill.outcome == REFUSED:
        assert ended.code == 2, ended.out
        assert len(ended.err.strip().splitlines()) == 1, ended.err
        assert tree(workspace) == before
        return
    assert ended.code == 0, ended.err
    written = workspace / "data" / "reviews" / "ill"
    assert (written / "review.yaml").exists()
    if ill.outcome == DOUBTFUL:
        assert "doubtful" in ended.out or "without text" in ended.out, ended.out
    else:
        assert SENTENCE[:40] in (written / "findings.yaml").read_text(encoding="utf-8")


def test_how_memory_is_measured():
    """What wait4 says of a process covers the children it waited for: as the largest of them, not as a sum."""
    child = "import sys; block = bytearray(200_000_000)"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], check=True)"
    process = subprocess.Popen([sys.executable, "-c", code])
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    assert 190 < usage.ru_maxrss / 1024 < 400
