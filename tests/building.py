"""Builds small invented workspaces, so that a test can say in a few lines which reviews, findings and decisions it counts."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from scr_coder.coding.decision import Decision, Tag, decision_line
from scr_coder.tables.notebook import Workspace, open_workspace
from scr_coder.text import text_hash

ROOT = Path(__file__).resolve().parent.parent
START = dt.datetime(2026, 1, 1, tzinfo=dt.timezone.utc)
SETTINGS = """\
schema: 1
title: Invented
taxonomies: [taxonomy/lipp.yaml, taxonomy/practice.yaml]
attributes: taxonomy/attributes.yaml
"""


class Said(NamedTuple):
    """What one coder said of one finding. ``at`` is a moment; without one, decisions follow each other by a second."""

    review: str
    coder: str
    finding: str
    state: str
    tags: tuple[Tag, ...] = ()
    candidate: str = ""
    reason: str = ""
    at: str = ""
    stale: bool = False


def tag(issue: str, *causes: str, polarity: str = "problem", other: str = "", role: str = "primary") -> Tag:
    return Tag(issue, role, polarity, causes, other)


def coded(place: str, coder: str, *tags: Tag | str, at: str = "", stale: bool = False) -> Said:
    """``place`` is ``review/finding``; a tag may be given by its issue alone."""
    review, finding = place.split("/")
    return Said(review, coder, finding, "coded", tuple(Tag(t) if isinstance(t, str) else t for t in tags), at=at, stale=stale)


def no_match(place: str, coder: str, candidate: str) -> Said:
    review, finding = place.split("/")
    return Said(review, coder, finding, "no_match", candidate=candidate)


def excluded(place: str, coder: str) -> Said:
    review, finding = place.split("/")
    return Said(review, coder, finding, "excluded", reason="not a finding")


def cleared(place: str, coder: str, at: str = "") -> Said:
    review, finding = place.split("/")
    return Said(review, coder, finding, "cleared", at=at)


def finding_text(review: str, finding: str) -> str:
    return f"Invented text {finding} of {review}."


def build(
    root: Path,
    reviews: Mapping[str, Mapping[str, str | Sequence[str]]],
    said: Iterable[Said] = (),
    findings: int | Mapping[str, int] = 3,
) -> Workspace:
    """Write a workspace: ``reviews`` maps ids to attributes; findings are numbered from 1."""
    (root / "data" / "reviews").mkdir(parents=True)
    shutil.copytree(ROOT / "taxonomy", root / "taxonomy")
    (root / "data" / "workspace.yaml").write_text(SETTINGS, encoding="utf-8")
    for review, attributes in reviews.items():
        folder = root / "data" / "reviews" / review
        folder.mkdir()
        (folder / "review.yaml").write_text(_review(review, attributes), encoding="utf-8")
        count = findings if isinstance(findings, int) else findings[review]
        lines = [f'  - id: "{n}"\n    kind: numbered\n    text: "{finding_text(review, str(n))}"\n' for n in range(1, count + 1)]
        (folder / "findings.yaml").write_text("schema: 1\nfindings:" + ("\n" + "".join(lines) if lines else " []\n"), encoding="utf-8")
    for number, one in enumerate(said):
        append(root, one, number)
    return open_workspace(root)


def append(root: Path, said: Said, number: int = 0) -> None:
    """Append one decision to the log that it belongs to."""
    log = root / "data" / "reviews" / said.review / "codings" / f"{said.coder}.jsonl"
    log.parent.mkdir(exist_ok=True)
    moment = said.at or (START + dt.timedelta(seconds=number)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    text = finding_text(said.review, said.finding) + (" As it was before." if said.stale else "")
    decision = Decision(
        said.finding,
        said.state,
        moment,
        text_hash(text),
        {"lipp": "1.0.0", "practice": "1.0.0"},
        said.tags,
        said.candidate,
        said.reason,
        tool="0.1.0",
    )
    with log.open("ab") as stream:
        stream.write(decision_line(decision))


def _review(review: str, attributes: Mapping[str, str | Sequence[str]]) -> str:
    lines = [f"schema: 1\nid: {review}\ntitle: Review {review}\nsource:\n  description: Invented.\n"]
    if attributes:
        lines.append("attributes:\n")
    for name, value in attributes.items():
        shown = f'"{value}"' if isinstance(value, str) else "[" + ", ".join(value) + "]"
        lines.append(f"  {name}: {shown}\n")
    return "".join(lines)


def found(table: object, key: str, part: str = "", by: str = "") -> dict[str, int]:
    """Return key to n of a table, without the zeros; of one value of ``by`` if it is given."""
    names = [column.name for column in table.columns]  # type: ignore[attr-defined]
    rows = [dict(zip(names, row, strict=True)) for row in table.rows]  # type: ignore[attr-defined]
    return {row[key]: row["n"] for row in rows if row["n"] and (not by or row[by] == part)}


def tree(root: Path) -> dict[str, bytes]:
    """Return every file under a folder with its bytes: to see that nothing was written.

    What tools keep beside the project (`_TOOLS`) is left out: other tests write there at the same time.
    """
    found = {}
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(set(folders) - _TOOLS)
        for path in (Path(folder) / name for name in sorted(names)):
            if path.is_file():
                found[path.relative_to(root).as_posix()] = path.read_bytes()
    return found


_TOOLS = {".git", ".venv", ".hypothesis", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".import_linter_cache", "__pycache__"}
