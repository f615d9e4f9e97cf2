"""Checks of meaning, one module each. Every check yields problems; none prints, raises or exits.

A new check is a module here with ``CODES`` (code to one line of what it means) and ``check(snapshot)``, named in
`CHECKS` below. Its docstring, with examples that pass and fail, is its page in the manual (`docs/checks.md`).
"""

from __future__ import annotations

from collections.abc import Iterable
from types import ModuleType

from scr_coder.checks import (
    attribute_schema,
    attribute_values,
    changes,
    cycles,
    decisions,
    findings,
    ids,
    labels,
    left_out,
    logs,
    published,
    references,
    reviews,
    status,
)
from scr_coder.checks.snapshot import Snapshot, taxonomy_snapshot, workspace_snapshot
from scr_coder.problem import Problem, Severity, sort_problems

TAXONOMY_CHECKS: tuple[ModuleType, ...] = (ids, references, cycles, labels, status, published, attribute_schema)
CHECKS: tuple[ModuleType, ...] = (*TAXONOMY_CHECKS, reviews, attribute_values, findings, left_out, changes, logs, decisions)

READING_CODES = {
    "YAML001": "the file cannot be read, or is larger than 50 MB",
    "YAML002": "the file is empty",
    "YAML003": "the file is not well-formed YAML",
    "YAML004": "the file is not UTF-8",
    "YAML005": "the file begins with a byte order mark (warning)",
    "YAML006": "the file holds a control character",
    "YAML007": "a name is given twice in one mapping",
    "YAML008": "the file holds more than one document",
    "YAML009": "anchors, aliases, merge keys or tags are used",
    "YAML010": "a name is not plain text",
    "YAML011": "the file is nested deeper than 64 levels",
    "SCH001": "a field is not known",
    "SCH002": "a required field is missing",
    "SCH003": "a value is of the wrong kind",
    "SCH004": "a field has no value",
    "SCH005": "a value is not one of those allowed",
    "SCH006": "a value has not the right form",
    "SCH007": "a value is too long, too short, too large or too small",
    "SCH008": "a list names the same thing twice",
    "WSP001": "a file that the workspace names does not exist",
    "WSP002": "a file that the workspace names lies outside it",
}
"""Codes of the reading layers: bytes to YAML, YAML to the shape that the schemas give, files of the workspace."""


def all_codes() -> dict[str, str]:
    """Return every code with one line of what it means."""
    codes = dict(READING_CODES)
    for module in CHECKS:
        codes.update(module.CODES)
    return codes


def run_checks(snapshot: Snapshot, checks: Iterable[ModuleType] = CHECKS) -> list[Problem]:
    """Return every problem of a snapshot, those of reading it included, sorted by place."""
    problems = list(snapshot.problems)
    for module in checks:
        problems.extend(module.check(snapshot))
    return sort_problems(problems)


def has_errors(problems: Iterable[Problem], strict: bool = False) -> bool:
    """Return whether a run with these problems has failed; ``strict`` lets warnings count."""
    return any(strict or p.severity is Severity.ERROR for p in problems)


__all__ = [
    "CHECKS",
    "TAXONOMY_CHECKS",
    "Snapshot",
    "all_codes",
    "has_errors",
    "run_checks",
    "taxonomy_snapshot",
    "workspace_snapshot",
]
