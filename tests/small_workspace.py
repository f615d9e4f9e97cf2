"""A small invented workspace in which nothing is wrong: every check passes on it, and each test breaks one thing."""

from __future__ import annotations

import json
from pathlib import Path

from scr_coder.text import text_hash

MINI = """\
schema: 1
id: mini
version: 1.0.0
title: Mini
published_areas: 1
published_issues: 4
families:
  - {id: capacity, label: Capacity, definition: d}
  - {id: unclear, label: Unclear, definition: d}
areas:
  - id: C
    label: Casework
    issues:
      - id: C01
        label: First
        see_also: [C02]
        causes:
          - {id: C01.1, label: Busy, family: capacity}
          - {id: C01.2, label: Unclear, family: unclear}
      - id: C02
        label: Second
        causes:
          - {id: C02.1, label: Busy, family: capacity}
      - id: C03
        label: Third
        status: deprecated
        replaced_by: [C01]
      - id: C04
        label: Fourth
        status: placeholder
"""
MORE = """\
schema: 1
id: more
version: 1.0.0
extends: mini
title: More
areas:
  - id: X
    label: Extra
    issues:
      - id: X01
        label: Extra
        see_also: [C01]
"""
ATTRIBUTES = """\
schema: 1
id: attributes
version: 1.0.0
special_values:
  - {id: not_stated, label: Not stated}
attributes:
  - {id: nation, label: Nation, type: enum, values: [{id: wales, label: Wales}, {id: england, label: England}]}
  - {id: harm, label: Harm, type: multi, values: [{id: neglect, label: Neglect}, {id: other, label: Other}]}
  - {id: pages, label: Pages, type: integer}
  - {id: open, label: Open, type: boolean}
  - {id: day, label: Day, type: partial_date}
  - {id: span, label: Span, type: period}
  - {id: board, label: Board, type: text}
"""
SETTINGS = """\
schema: 1
taxonomies:
  - taxonomy/mini.yaml
  - taxonomy/more.yaml
attributes: taxonomy/attributes.yaml
"""
REVIEW = """\
schema: 1
id: one-review
title: One
attributes:
  nation: wales
  harm: [neglect, other]
  pages: 12
  open: true
  day: 2024-02-29
  span: 2015-16 Q2
  board: not_stated
"""
FINDINGS = """\
schema: 1
findings:
  - id: "1"
    text: First text.
  - id: "2"
    text: Second text.
"""
REVIEW_PATH, FINDINGS_PATH = "data/reviews/one-review/review.yaml", "data/reviews/one-review/findings.yaml"
LOG_PATH = "data/reviews/one-review/codings/anna.jsonl"
MINI_PATH, MORE_PATH, ATTRIBUTES_PATH, SETTINGS_PATH = (
    "taxonomy/mini.yaml",
    "taxonomy/more.yaml",
    "taxonomy/attributes.yaml",
    "data/workspace.yaml",
)


def said(finding: str = "1", second: int = 0, **changes: object) -> str:
    """Return a line of a log: finding 1 or 2 tagged C01, with some fields changed."""
    text = {"1": "First text.", "2": "Second text."}.get(finding, "")
    fields: dict[str, object] = {
        "v": 1,
        "decided_at": f"2026-01-01T00:00:{second:02d}.000Z",
        "finding": finding,
        "text": text_hash(text),
        "taxonomy": {"mini": "1.0.0"},
        "state": "coded",
        "tags": [{"issue": "C01", "role": "primary", "polarity": "problem", "causes": ["C01.1"], "other": ""}],
        "memo": "",
        "tool": "0.1.0",
    }
    return json.dumps(fields | changes) + "\n"


FILES: dict[str, str] = {
    SETTINGS_PATH: SETTINGS,
    MINI_PATH: MINI,
    MORE_PATH: MORE,
    ATTRIBUTES_PATH: ATTRIBUTES,
    REVIEW_PATH: REVIEW,
    FINDINGS_PATH: FINDINGS,
    LOG_PATH: said("1") + said("2", 1),
}


def write_files(root: Path, files: dict[str, str | bytes]) -> Path:
    """Write files, named relative to ``root``; return ``root``."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root
