"""Broken and hostile files through `scr import` as a whole process: one line or what can be had of them, within bounds."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from pathlib import Path

import pytest

from building import ROOT, tree
from ill_files import DOUBTFUL, ILL, REFUSED, SENTENCE, Ill
from measuring import Ended, measured

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("scr_coder.importing") is None, reason="this version of scr cannot import yet"),
    pytest.mark.skipif(not hasattr(os, "wait4"), reason="memory is measured by wait4, which this system lacks"),
]
SECONDS, MEGABYTES = 5.0, 500.0


def run(*arguments: str) -> Ended:
    return measured(sys.executable, "-m", "scr_coder", *arguments)


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
    """What is said of a process covers the children it waited for, as the largest of them, and not the process that asks."""
    grown = bytearray(b"x" * 600_000_000)
    child = "import sys; block = bytearray(b'x' * 200_000_000)"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], check=True)"
    ended = measured(sys.executable, "-c", code)
    assert ended.code == 0
    assert len(grown) / 1024**2 > 500
    assert 190 < ended.megabytes < 400
