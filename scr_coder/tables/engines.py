"""The engines by name."""

from __future__ import annotations

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
