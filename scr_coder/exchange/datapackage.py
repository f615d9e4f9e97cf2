"""Tidy CSVs of tables with a ``datapackage.json`` that says what is in them (Data Package 2.0, readable as 1.0, too)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from scr_coder.render.layout import context_lines, is_number, notes_of
from scr_coder.render.table_data import csv_text, guarded
from scr_coder.tables.meanings import keys_of, meaning, table_ids
from scr_coder.tables.table import SUPPRESSED, Column, Table
from scr_coder.text import escaped, one_line

DESCRIPTOR = "datapackage.json"
_PROFILE = "https://datapackage.org/profiles/2.0/{}.json"
_ADDED = (
    Column("unit", "Unit", "text"),
    Column("layer", "Layer", "text"),
)


def package_files(tables: Sequence[Table], title: str, licence: str = "") -> dict[str, bytes]:
    """Return the files of a data package by their names: a tidy CSV for each of ``tables``, of which there is at least one,
    and the descriptor.

    ``licence`` is the name of an open licence (as in ``OGL-UK-3.0``); without one the package names none, since whose the
    data are is not known here. The same tables give the same bytes; the date is that of the first table.
    """
    ids = table_ids(tables)
    files = {f"{name}.csv": csv_text(table).encode() for name, table in zip(ids, tables, strict=True)}
    provenance = tables[0].provenance
    package = {
        "$schema": _PROFILE.format("datapackage"),
        "profile": "tabular-data-package",
        "name": "scr-coder-tables",
        "title": one_line(title),
        "description": (
            "Frequency tables of the findings of case reviews: one file for each table, one row for each count, each with its "
            f"base. {SUPPRESSED} stands for a number that is kept back; an empty cell for one that is not given. Text that "
            "begins like a formula has an apostrophe before it."
        ),
        "created": provenance["generated"],
        **({"licenses": [{"name": licence}]} if licence else {}),
        "sources": [
            {"title": f"Taxonomy {name} {entry['version']}"} | ({"version": entry["version"]} if entry.get("version") else {})
            for name, entry in provenance.get("taxonomies", {}).items()
        ],
        "scr_coder": provenance,
        "resources": [_resource(table, name, files[f"{name}.csv"]) for name, table in zip(ids, tables, strict=True)],
    }
    files[DESCRIPTOR] = (escaped(json.dumps(package, ensure_ascii=False, indent=2)) + "\n").encode()
    return files


def _resource(table: Table, name: str, data: bytes) -> dict[str, Any]:
    said = [*context_lines(table), *notes_of(table)]
    return {
        "$schema": _PROFILE.format("dataresource"),
        "profile": "tabular-data-resource",
        "type": "table",
        "name": name,
        "path": f"{name}.csv",
        "title": one_line(table.title),
        "description": one_line(" ".join(said)),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    keys = keys_of(table)
    places = [at for at, column in enumerate(table.columns) if column.name in keys]
    found = [tuple(row[at] for at in places) for row in table.rows]
    return {
        "fields": [_field(table, column) for column in (*table.columns, *_ADDED)],
        "missingValues": ["", SUPPRESSED],
        **({"primaryKey": keys} if keys and len(set(found)) == len(found) else {}),
    }


def _field(table: Table, column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": "string" if not is_number(column) else "integer" if column.kind == "count" else "number",
        "title": one_line(column.title),
        "description": meaning(table, column),
    }
    if column.kind == "category":
        at = table.columns.index(column)
        known = dict.fromkeys([*column.order, *(row[at] for row in table.rows)])
        field["categories"] = [{"value": guarded(value), "label": one_line(column.labels.get(value, value))} for value in known]
        field["categoriesOrdered"] = bool(column.order)
        field["constraints"] = {"required": True}
    elif column.kind == "count":
        field["constraints"] = {"minimum": 0}
    return field
