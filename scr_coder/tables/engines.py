"""The engines by name."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from scr_coder.problem import ScrError, did_you_mean
from scr_coder.tables.engine import DuckEngine, Engine

ENGINES = ("duckdb", "spark")


def open_engine(name: str = "duckdb") -> Engine:
    """Return a new engine, to be closed. Raises ScrError for a name that is none, and when Spark cannot be had."""
    if name == "duckdb":
        return DuckEngine()
    if name == "spark":
        from scr_coder.tables.spark_engine import SparkEngine

        return SparkEngine()
    raise ScrError(f"there is no engine `{name}`", did_you_mean(name, ENGINES) or f"there are {', '.join(ENGINES)}")


@contextlib.contextmanager
def reusable(engine: Engine | str) -> Iterator[Engine | str]:
    """Yield what several tables can be counted with one after the other: an open Spark, since it is slow to start.

    A DuckDB is new for each table, so its name is yielded as it is.
    """
    if engine != "spark":
        yield engine
        return
    spark = open_engine("spark")
    try:
        yield spark
    finally:
        spark.close()
