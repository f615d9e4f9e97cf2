"""The embedded engine: DuckDB holds the relations and runs the queries kept under ``sql/``.

Another engine needs the same five methods. The queries are in the dialect that DuckDB and Spark share; only what this
module and `facts` say is DuckDB's own.
"""

from __future__ import annotations

import functools
import glob
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

NAME = "duckdb"
INTEGERS = frozenset(["position", "unreadable"])


@functools.cache
def query_text(name: str) -> str:
    """Return the text of a query under ``sql/``."""
    return (resources.files("scr_coder.tables") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def path_literal(path: Path) -> str:
    """Return the path of a file to write as a literal."""
    return "'" + str(path).replace("'", "''") + "'"


def read_literal(path: Path) -> str:
    """Return the path of a file to read as a literal: DuckDB takes it for a pattern, so its signs are escaped."""
    return path_literal(Path(glob.escape(str(path))))


class DuckEngine:
    """A DuckDB database in memory, which never reaches for the network."""

    def __init__(self) -> None:
        import duckdb

        settings: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        self.connection = duckdb.connect(":memory:", config=settings)
        self.version: str = duckdb.__version__
        self.Error: type[Exception] = duckdb.Error

    def run(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement with values for its ``?`` and return its rows."""
        return self.connection.execute(statement, list(values)).fetchall()

    def relation(self, name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Make a relation from rows. Columns hold text, but those in `INTEGERS`."""
        types = {column: "bigint" if column in INTEGERS else "varchar" for column in columns}
        unnested = ", ".join(f"unnest(?::{kind}[]) as {column}" for column, kind in types.items())
        lists: list[list[Any]] = [list(values) for values in zip(*rows, strict=True)] or [[] for _ in columns]
        self.run(f"create or replace temp table {name} as select {unnested}", lists)

    def view(self, name: str, select: str) -> None:
        """Name a query; it is worked out where it is used."""
        self.run(f"create or replace temp view {name} as {select}")

    def keep(self, name: str, select: str) -> None:
        """Name the result of a query that several others use."""
        self.run(f"create or replace temp table {name} as {select}")

    def close(self) -> None:
        """Give the memory back."""
        self.connection.close()
