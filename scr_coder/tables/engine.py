"""What a table needs of an engine, and the embedded one: DuckDB holds the relations and runs the queries under ``sql/``.

The queries are in the dialect that DuckDB and Spark share. What is an engine's own is in its class: how values, files and
results go in and out.
"""

from __future__ import annotations

import contextlib
import functools
import glob
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from scr_coder.tables.relations import COLUMNS, ENCODED, INTEGERS


@functools.cache
def query_text(name: str) -> str:
    """Return the text of a query under ``sql/``."""
    return (resources.files("scr_coder.tables") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def path_literal(path: Path) -> str:
    """Return the path of a file to write as a literal."""
    return _text_literal(str(path))


def read_literal(path: Path) -> str:
    """Return the path of a file to read as a literal: DuckDB takes it for a pattern, so its signs are escaped."""
    return path_literal(Path(glob.escape(str(path))))


def half_of_memory() -> int:
    """Return half of the memory that this process may have, in MiB: of the machine, or of its container; 0 if that is not known."""
    known = []
    with contextlib.suppress(AttributeError, ValueError, OSError):
        known.append(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    with contextlib.suppress(ValueError, OSError):  # "max" where there is no limit
        known.append(int(Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii")))
    return min(known, default=0) // 2 // 2**20


def marks(values: Sequence[object]) -> str:
    """Return a placeholder for each value, for ``in (…)``."""
    return ", ".join("?" for _ in values)


class ParquetFile(NamedTuple):
    """A file of a relation. ``prefix`` goes before the ids of its reviews, where several exports use the same."""

    path: Path
    prefix: str = ""


class Rows(NamedTuple):
    """A small relation: its columns and its rows."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


NO_ROWS: Mapping[str, Rows] = MappingProxyType({})


class Engine(Protocol):
    """What runs the queries. Relations are known to all later statements by their name; making one again replaces it."""

    name: str
    version: str
    scratch: str
    """A private folder that is gone when the engine is closed; empty if there is none."""
    Unusable: tuple[type[Exception], ...]
    """What its statements raise. `reason` tells it in one line, if files, memory or disk are to blame."""

    def run(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one query with values for its ``?`` and return its rows."""

    def relation(self, name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Make a relation from rows. Columns hold text, but those in `INTEGERS`."""

    def view(self, name: str, select: str) -> None:
        """Name a query; it is worked out where it is used."""

    def keep(self, name: str, select: str, values: Sequence[Any] = ()) -> None:
        """Name the result of a query that several others use."""

    def later(self, name: str, select: str) -> None:
        """Name the result of a query that is worked out, once, when a statement first names it; never, if none does."""

    def parquet(self, files: Mapping[str, Sequence[ParquetFile]], rows: Mapping[str, Rows] = NO_ROWS) -> None:
        """Make all relations that are counted: from the Parquet files of each, or from rows."""

    def reason(self, error: Exception) -> str:
        """Return what went wrong, in one line; nothing if it is the statement, which is no user's mistake."""

    def close(self) -> None:
        """Give memory, files and processes back."""


class Deferring:
    """Relations that are made when a statement first names them: a table pays only for what it counts."""

    def __init__(self) -> None:
        self._deferred: dict[str, Callable[[], None]] = {}

    def defer(self, name: str, make: Callable[[], None]) -> None:
        """Let ``make`` make the relation ``name`` when it is needed."""
        self._deferred[name] = make

    def settle(self, name: str) -> None:
        """Forget what would make ``name``: it is being made in another way."""
        self._deferred.pop(name, None)

    def summon(self, statement: str) -> None:
        """Make what a statement names."""
        if self._deferred:
            for word in dict.fromkeys(_WORD.findall(_COMMENT.sub("", statement))):
                if make := self._deferred.pop(word, None):
                    make()


_COMMENT = re.compile(r"--[^\n]*")
_WORD = re.compile(r"[a-z_]+")
_TYPE = {"family": "cause"}
"""Columns that are of one type: some families (`unclear`, `other`, `not_coded`) stand where a cause does."""


class DuckEngine(Deferring):
    """A DuckDB database in memory, which never reaches for the network.

    What does not fit into ``memory`` (as DuckDB writes it, half of the machine's if empty) is spilled to a private
    temporary folder, which is gone when the engine is closed.
    """

    name = "duckdb"

    def __init__(self, memory: str = "") -> None:
        import duckdb

        super().__init__()
        self.scratch = ""
        with contextlib.suppress(OSError):  # no place for temporary files: nothing is spilled
            self.scratch = tempfile.mkdtemp(prefix="scr-duckdb.")
        settings: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "temp_directory": self.scratch,
            "preserve_insertion_order": False,  # every query that is read in order says so
        }
        if memory or (half := half_of_memory()):
            settings["memory_limit"] = memory or f"{half}MiB"
        self.connection = duckdb.connect(":memory:", config=settings)
        self.version: str = duckdb.__version__
        self.Error: type[Exception] = duckdb.Error
        self.Unusable: tuple[type[Exception], ...] = (duckdb.Error,)
        self._wrong = (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException)

    def run(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement with values for its ``?`` and return its rows."""
        self.summon(statement)
        return self.connection.execute(statement, list(values)).fetchall()

    def relation(self, name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Make a relation from rows. Columns hold text, but those in `INTEGERS`."""
        self.settle(name)
        types = {column: "bigint" if column in INTEGERS else "varchar" for column in columns}
        unnested = ", ".join(f"unnest(?::{kind}[]) as {column}" for column, kind in types.items())
        lists: list[list[Any]] = [list(values) for values in zip(*rows, strict=True)] or [[] for _ in columns]
        self.run(f"create or replace temp table {name} as select {unnested}", lists)

    def view(self, name: str, select: str) -> None:
        """Name a query; it is worked out where it is used."""
        self.settle(name)
        self.run(f"create or replace temp view {name} as {select}")

    def keep(self, name: str, select: str, values: Sequence[Any] = ()) -> None:
        """Name the result of a query that several others use."""
        self.settle(name)
        self.run(f"create or replace temp table {name} as {select}", values)

    def later(self, name: str, select: str) -> None:
        """Name the result of a query that is worked out when a statement first names it."""
        self.defer(name, functools.partial(self.keep, name, select))

    def parquet(self, files: Mapping[str, Sequence[ParquetFile]], rows: Mapping[str, Rows] = NO_ROWS) -> None:
        """Make all relations that are counted, from Parquet files or rows.

        The columns of `ENCODED` become enumerations: they read, compare and sort as the text they are, and are joined and
        grouped as integers, in half of the time and memory. `try_cast` costs next to nothing where the file holds a
        dictionary (`cast`, which could fail, is done for each row), and no value is missing from the enumeration.
        """
        self.run("set parquet_metadata_cache = true")
        for name, own in files.items():
            self.view(f"raw_{name}", _union(COLUMNS[name], own))
        for name, (columns, listed) in rows.items():
            self.relation(f"raw_{name}", columns, listed)
        for column in [one for one in ENCODED if one not in _TYPE]:
            alike = [column, *(other for other, shared in _TYPE.items() if shared == column)]
            known = [f"select distinct {own} as value from raw_{name} where {own} is not null" for own in alike for name in ENCODED[own]]
            known.append("select '' as value")  # an enumeration of nothing cannot be
            self.run(f"create type known_{column} as enum (select value from ({' union '.join(known)}) order by value)")
        for name in (*files, *rows):
            chosen = ", ".join(map(_encoded, COLUMNS[name]))
            self.defer(name, functools.partial(self.view, name, f"select {chosen} from raw_{name}"))

    def reason(self, error: Exception) -> str:
        """Return the first line of DuckDB's message; nothing if the statement is wrong, which is no user's mistake."""
        return "" if isinstance(error, self._wrong) else str(error).splitlines()[0]

    def close(self) -> None:
        """Give the memory back, and delete what was spilled."""
        self.connection.close()
        if self.scratch:
            shutil.rmtree(self.scratch, ignore_errors=True)


def _encoded(column: str) -> str:
    """Return a column as the enumeration of its values; as it is, if it has none."""
    return f"try_cast({column} as known_{_TYPE.get(column, column)}) as {column}" if column in ENCODED else column


def _union(columns: Sequence[str], files: Sequence[ParquetFile]) -> str:
    """Return the query over some files of one relation."""
    if not any(file.prefix for file in files):
        listed = ", ".join(read_literal(file.path) for file in files)
        return f"select {', '.join(columns)} from read_parquet([{listed}])"
    others = "".join(f", {column}" for column in columns if column != "review")
    return " union all ".join(
        f"select {_text_literal(file.prefix)} || review as review{others} from read_parquet({read_literal(file.path)})" for file in files
    )


def _text_literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
