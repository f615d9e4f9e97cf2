"""Makes the reports that the browser reads: of the shipped workspace, of 38 synthetic reviews, suppressed, and hostile."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path
from typing import NamedTuple

import small_workspace
from building import ROOT
from commands import scr

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)></style>{{ 1 }} & \u202e'
"""Words that are markup wherever they are not text."""


class Report(NamedTuple):
    """A report and the workspace it was made from."""

    workspace: Path
    folder: Path

    @property
    def page(self) -> Path:
        return self.folder / "index.html"


def report_of(workspace: Path, folder: Path, *options: str) -> Report:
    ran = scr("report", "--output", folder, *options, workspace=workspace)
    assert ran.code == 0, ran.err
    return Report(workspace, folder)


def shipped(folder: Path) -> Path:
    """Return a copy of the shipped workspace."""
    for part in ("data", "taxonomy"):
        shutil.copytree(ROOT / part, folder / part)
    return folder


def synthetic(folder: Path, reviews: int, findings: int = 40) -> Path:
    """Return a synthetic workspace, coded by two."""
    spec = importlib.util.spec_from_file_location("generate_benchmark", ROOT / "benchmarks" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.generate(folder, 2 * reviews, findings)
    return folder


def hostile(folder: Path) -> Path:
    """Return the small invented workspace with markup in every place that takes words."""
    bad = json.dumps(HOSTILE, ensure_ascii=True)  # a YAML string in quotes, too
    files: dict[str, str | bytes] = {}
    for name, text in small_workspace.FILES.items():
        for words in ("First", "Busy", "Casework", "Capacity", "One", "Wales", "Nation"):
            text = text.replace(f"label: {words}\n", f"label: {bad}\n").replace(f"label: {words},", f"label: {bad},")
            text = text.replace(f"label: {words}}}", f"label: {bad}}}").replace(f"title: {words}\n", f"title: {bad}\n")
        files[name] = text
    files[small_workspace.SETTINGS_PATH] = f"title: {bad}\n{small_workspace.SETTINGS}"
    text = f"Text {HOSTILE}".replace("\u202e", "")
    files[small_workspace.FINDINGS_PATH] = f'schema: 1\nfindings:\n  - id: "1"\n    heading: {bad}\n    text: {json.dumps(text)}\n'
    hashed = {"text": small_workspace.text_hash(text)}
    files[small_workspace.LOG_PATH] = small_workspace.said("1", **hashed)
    other = {"state": "no_match", "tags": [], "candidate": HOSTILE.replace("\u202e", ""), **hashed}
    files[small_workspace.LOG_PATH.replace("anna", "berta")] = small_workspace.said("1", **other)
    return small_workspace.write_files(folder, files)
