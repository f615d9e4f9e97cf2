"""A new workspace: the shipped taxonomies and schemas, settings, and what git needs to know."""

from __future__ import annotations

from pathlib import Path

from scr_coder.files import write_atomic
from scr_coder.problem import ScrError
from scr_coder.resources import shipped_taxonomy
from scr_coder.workspace import SETTINGS

_WORKSPACE = """\
# yaml-language-server: $schema=../taxonomy/schema/workspace.schema.json
# The settings of this workspace. After editing, run `scr check`.
schema: 1
title: {title}
taxonomies:
  - taxonomy/lipp.yaml
  - taxonomy/practice.yaml
attributes: taxonomy/attributes.yaml
# Which decisions tables count: resolved (the consensus, else what all coders agree on), consensus, any, or a coder.
layer: resolved
# Counts of reviews below this are suppressed in every table, with what would give them away (docs/disclosure.md).
# suppress_below: 5
# zeros: show
"""

_ATTRIBUTES = """\
# Files keep their line ends on every system, so that text hashes stay the same.
* text=auto eol=lf
# Two copies of a decision log merge by keeping the lines of both; `decided_at` puts them in order.
*.jsonl merge=union
"""

_IGNORE = """\
# Derived from the rest, rebuilt when needed.
.scr-cache/
"""

_README = """\
# {title}

A workspace of scr_coder: case reviews, their findings, and what coders said of them.
The material is confidential. Keep this folder where only the team can read it, and name no child in it anywhere.

| path | holds |
|---|---|
| `data/workspace.yaml` | settings: taxonomies, the layer that tables count |
| `taxonomy/` | the taxonomies and the attributes of reviews; `schema/` lets editors check them while you type |
| `data/reviews/ID/review.yaml` | one review: title, source, attributes |
| `data/reviews/ID/findings.yaml` | its findings, in order |
| `data/reviews/ID/left_out.yaml` | what is in the report and not among its findings |
| `data/reviews/ID/changes.jsonl` | how the findings were changed: written by `scr` only, never rewritten |
| `data/reviews/ID/codings/CODER.jsonl` | what one coder decided: written by `scr` only, never rewritten |

## Work

    scr check                       every problem in these files
    scr findings ID                 read a review
    scr split ID FINDING --at …     mend findings: split, join, drop, move, restore
    scr tag ID FINDING ISSUE        code a finding (`scr tag --help`)
    scr status                      how far everyone is
    scr table issues                how many reviews show each issue

Two coders never write the same file, so their work merges by copying logs or by `git merge`.
"""

REVIEW_SAMPLE = """\
# yaml-language-server: $schema=../../../taxonomy/schema/review.schema.json
schema: 1
id: example-review
title: An example to copy or to delete
source:
  description: Invented for this example. Say here what the report is and where it is kept.
attributes:
  # `scr taxonomy show review_type` lists the values of an attribute; any may be not_stated, not_applicable or withheld.
  review_type: scr
  nation: not_stated
  publication_date: not_stated
  harm_category: [neglect]
"""

FINDINGS_SAMPLE = """\
# yaml-language-server: $schema=../../../taxonomy/schema/findings.schema.json
# One entry for each paragraph, bullet or numbered point that is to be coded. Ids are the report's own numbers, in quotes.
schema: 1
findings:
  - id: "4.1"
    kind: numbered
    locator:
      page: "12"
      paragraph: "4.1"
    heading: Findings
    text: |-
      Invented text. The health visitor and the midwife each held notes that the other could not see.
  - id: "4.2"
    kind: numbered
    locator:
      page: "12"
      paragraph: "4.2"
    heading: Findings
    text: |-
      Invented text. The meeting ended without anyone writing down who would do what.
"""


def start_workspace(folder: Path) -> list[str]:
    """Write a new workspace into ``folder``; return the files written, relative to it, in order.

    Raises ScrError, with nothing written, when the folder already holds a workspace or files that would be replaced.
    """
    if (folder / SETTINGS).exists():
        raise ScrError(f"{folder} is a workspace already", "nothing was changed")
    if folder.exists() and not folder.is_dir():
        raise ScrError(f"{folder} is a file", "name a folder")
    title = folder.resolve().name.replace('"', "'") or "Case reviews"
    example = "data/reviews/example-review"
    files = {
        SETTINGS.as_posix(): _WORKSPACE.format(title=f'"{title}"'),
        f"{example}/review.yaml": REVIEW_SAMPLE,
        f"{example}/findings.yaml": FINDINGS_SAMPLE,
        "README.md": _README.format(title=title),
        ".gitattributes": _ATTRIBUTES,
        ".gitignore": _IGNORE,
    }
    shipped = shipped_taxonomy()
    for path in sorted(shipped.rglob("*")):
        if path.is_file() and path.suffix in (".yaml", ".json"):
            files[f"taxonomy/{path.relative_to(shipped).as_posix()}"] = path.read_text(encoding="utf-8")
    taken = [name for name in files if (folder / name).exists()]
    if taken:
        raise ScrError(f"{folder} already has {taken[0]}", "choose an empty folder; nothing was changed")
    # The settings come last: until they are there the folder is no workspace, so an interrupted start can be repeated.
    for name, text in sorted(files.items(), key=lambda item: item[0] == SETTINGS.as_posix()):
        write_atomic(folder / name, text)
    return list(files)
