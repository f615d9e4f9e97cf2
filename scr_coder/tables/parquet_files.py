"""Relations as Parquet files: what an export holds, and the way by which any source reaches any engine."""

from __future__ import annotations

import tempfile
from pathlib import Path

from scr_coder.tables.engine import DuckEngine, Engine, ParquetFile, path_literal
from scr_coder.tables.facts import Source
from scr_coder.tables.parquet_facts import ParquetFacts
from scr_coder.tables.relations import COLUMNS, RELATIONS

ORDER = {
    "reviews": "review",
    "attributes": "review, attribute, value",
    "findings": "review, finding",
    "decisions": "review, finding, coder",
    "tags": "review, finding, coder, issue",
    "causes": "review, finding, coder, issue, cause",
    "areas": "position",
    "issues": "position",
    "why": "position",
    "families": "position",
}
"""How the rows of each file are sorted."""


def write_relations(engine: DuckEngine, folder: Path) -> dict[str, int]:
    """Write one Parquet file for each relation of ``engine``; return the number of rows of each. The same rows give the same bytes."""
    engine.run("set preserve_insertion_order = true")
    engine.run("set threads = 1")  # one thread writes row groups in order
    counts = {}
    for name in RELATIONS:
        rows = f"select {', '.join(COLUMNS[name])} from {name} order by {ORDER[name]}"
        target = path_literal(folder / f"{name}.parquet")
        counts[name] = engine.run(f"copy ({rows}) to {target} (format parquet, compression zstd)")[0][0]
    return counts


def load_facts(source: Source, engine: Engine, as_of: str = "") -> list[str]:
    """Make the relations of a source in any engine; return the notes of the source.

    Parquet is read by the engine itself. What only DuckDB can read is made by DuckDB and handed over as Parquet files, in a
    folder that lives as long as the engine.
    """
    if isinstance(engine, DuckEngine):
        return source.load(engine, as_of)
    if isinstance(source, ParquetFacts):
        return source.load(engine, as_of)
    duck = DuckEngine()
    try:
        notes = source.load(duck, as_of)
        folder = Path(tempfile.mkdtemp(prefix="facts.", dir=engine.scratch))
        write_relations(duck, folder)
    finally:
        duck.close()
    engine.parquet({name: [ParquetFile(folder / f"{name}.parquet")] for name in RELATIONS})
    return notes
