"""The overview map as values: areas with their issues, each with its number, how strong it is, and its WHYs.

All numbers are read from the tables of the report, so what is suppressed there is suppressed here.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from scr_coder.report.counted import Grid
from scr_coder.tables.table import SUPPRESSED, Table

COLUMNS = 7
"""How many areas stand beside each other, as on the printed map; what there is beyond them follows below as bands."""
LEVELS = ("in none", "in under a tenth", "in a tenth to a quarter", "in a quarter to half", "in half or more")
"""What the levels of heat say, from 0."""
HIDDEN_LEVEL = "kept back"


class Shown(NamedTuple):
    """A number as the map shows it: n, its base and percentage as text, None where it is suppressed; and its level."""

    n: int | None
    base: int | None
    percent: str
    level: int | None

    @property
    def n_text(self) -> str:
        """The number, or the mark of suppression."""
        return SUPPRESSED if self.n is None else f"{self.n:,}"

    @property
    def base_text(self) -> str:
        """The base, or the mark of suppression."""
        return SUPPRESSED if self.base is None else f"{self.base:,}"

    @property
    def word(self) -> str:
        """The level in words."""
        return HIDDEN_LEVEL if self.level is None else LEVELS[self.level]


class WhyCell(NamedTuple):
    """A WHY on the map. ``own`` is True for what stands in no taxonomy: unclear, other, disagreed, not coded."""

    cause: str
    label: str
    anchor: str
    shown: Shown
    own: bool


class IssueCell(NamedTuple):
    """An issue on the map."""

    issue: str
    label: str
    anchor: str
    shown: Shown
    whys: tuple[WhyCell, ...]


class AreaCell(NamedTuple):
    """An area on the map, with its issues."""

    area: str
    label: str
    anchor: str
    shown: Shown
    issues: tuple[IssueCell, ...]


def overview(tables: dict[str, Table], grid: Grid) -> tuple[list[AreaCell], list[AreaCell]]:
    """Return the areas of the map: those in columns, and those that follow below."""
    whys: dict[str, list[WhyCell]] = {}
    for row in rows_of(tables["causes"]):
        own = row["cause"] in ("unclear", "other", "disagreed", "not_coded")
        anchor = anchor_of(row["issue"], row["cause"])
        whys.setdefault(row["issue"], []).append(WhyCell(row["cause"], row["label"], anchor, _shown(row), own))
    issues = {row["issue"]: _shown(row) for row in rows_of(tables["issues"])}
    areas = {row["area"]: _shown(row) for row in rows_of(tables["areas"])}
    cells = []
    for area, label in grid.areas:
        inside = tuple(
            IssueCell(issue, named, anchor_of(issue), issues[issue], tuple(whys.get(issue, ())))
            for issue, of, named in grid.issues
            if of == area
        )
        if inside:
            cells.append(AreaCell(area, label, anchor_of(area), areas[area], inside))
    return cells[:COLUMNS], cells[COLUMNS:]


def rows_of(table: Table) -> list[dict[str, Any]]:
    """Return the rows of a table by the names of its columns, with ``hidden`` for those that are suppressed."""
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) | {"hidden": at in table.hidden} for at, row in enumerate(table.rows)]


def _shown(row: dict[str, Any]) -> Shown:
    n, base, percent = row["n"], row["base"], row["percent"]
    if row["hidden"] or n is None:
        return Shown(None, base, "", None)
    return Shown(n, base, "" if percent is None else f"{percent:.1f}%", level_of(n, base) if base is not None else None)


def level_of(n: int, base: int) -> int:
    """Return how strong a share is, from 0 for none to 4 for half or more: by tenths, quarters and halves of the base."""
    if not n:
        return 0
    return 1 + (10 * n >= base) + (4 * n >= base) + (2 * n >= base)


def anchor_of(key: str, cause: str = "") -> str:
    """Return the id of the list behind a number: ``behind-C02``, ``behind-C02.1``, ``behind-C02-unclear``."""
    whole = cause if cause.startswith(f"{key}.") else f"{key}-{cause}" if cause else key
    return "behind-" + re.sub(r"[^A-Za-z0-9._-]+", "-", whole)
