"""Tables as data: CSV and JSON. Numbers are neither rounded nor cut; no number travels without its base."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from scr_coder.render.layout import cross, of_the_whole, shown_rows
from scr_coder.tables.table import Column, Table
from scr_coder.text import escaped


def csv_text(table: Table) -> str:
    """Return tidy CSV: one row per count, with base, unit and layer on each. Where a number is suppressed stands ``[c]``."""
    rows = shown_rows(table)
    names = [column.name for column in table.columns]
    around = [unit_of(table), table.layer]
    return _csv([*names, "unit", "layer"], ([*row, *around] for row in rows))


def unit_of(table: Table) -> str:
    """Return what the numbers of a table count; a table of coverage counts findings, whatever its unit."""
    return "findings" if table.name == "coverage" else table.unit


class Spread(NamedTuple):
    """A column of a table whose values run across, with its name for programs.

    ``value`` is the value across that it belongs to; None for a key, and for a number of the whole row.
    """

    name: str
    value: Any
    column: Column
    cells: list[Any]


def spread(table: Table) -> list[Spread]:
    """Return a table with one row for each key: n, base, percent and the rest beside each other for each value across.

    A table in which nothing runs across comes back as it is.
    """
    columns = table.columns
    if not table.wide:
        rows = shown_rows(table)
        return [Spread(column.name, None, column, [row[at] for row in rows]) for at, column in enumerate(columns)]
    crossed = cross(table)
    keys = list(crossed.groups)
    found = [Spread(columns[at].name, None, columns[at], [key[place] for key in keys]) for place, at in enumerate(crossed.keys)]
    for value in crossed.values:
        lines = [crossed.groups[key].get(value) for key in keys]
        for at in crossed.counts:
            cells = [line[at] if line else None for line in lines]
            found.append(Spread(f"{value}.{columns[at].name}", value, columns[at], cells))
    for at in crossed.whole:
        found.append(Spread(columns[at].name, None, columns[at], [of_the_whole(crossed.groups[key], at) for key in keys]))
    return found


def wide_csv_text(table: Table) -> str:
    """Return CSV with one row for each key, as people lay out spreadsheets: ``wales.n``, ``wales.base``, ``wales.percent``, …"""
    columns = spread(table)
    around = [unit_of(table), table.layer]
    lines = zip(*(column.cells for column in columns), strict=True)
    return _csv([*(column.name for column in columns), "unit", "layer"], ([*line, *around] for line in lines))


def _csv(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([guarded(head) for head in heads])
    writer.writerows([guarded(value) for value in row] for row in rows)
    return stream.getvalue()


def guarded(value: Any) -> Any:
    """Return a value that no spreadsheet takes for a formula: text that begins like one gets an apostrophe."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    guard = "'" if value.startswith(FORMULA_STARTS) else ""
    return guard + value.replace("\r\n", "\n").replace("\r", "\n")  # csv leaves a bare CR unquoted, and readers stumble


FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def json_text(table: Table) -> str:
    """Return a table as one JSON document."""
    return escaped(json.dumps(table_json(table), ensure_ascii=False, indent=2)) + "\n"


def table_json(table: Table) -> dict[str, Any]:
    """Return a table as plain values (contract: `scr table --format json`)."""
    names = [column.name for column in table.columns]
    return {
        "table": table.name,
        "title": table.title,
        "unit": table.unit,
        "base": table.base,
        "layer": table.layer,
        "filters": table.filters,
        "coverage": dict(table.coverage),
        "columns": names,
        "rows": [
            {**dict(zip(names, map(_finite, row), strict=True)), "suppressed": at in table.hidden} for at, row in enumerate(table.rows)
        ],
        "notes": list(table.notes),
        "provenance": table.provenance,
    }


def _finite(value: Any) -> Any:
    """Return None for what JSON cannot say: a ratio to zero."""
    return None if isinstance(value, float) and not math.isfinite(value) else value
