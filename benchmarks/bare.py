"""The table of issues by bare DuckDB: the same queries, nothing around them. What `scr table issues` is measured against.

    python benchmarks/bare.py parquet DIR      from what `scr export parquet` wrote
    python benchmarks/bare.py logs DIR         from the decision logs of a workspace

Reads no YAML: the base is the reviews that have a log, nothing is checked, labelled or laid out.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

SQL = Path(__file__).resolve().parent.parent / "scr_coder" / "tables" / "sql"
LINE = (
    "{decided_at: 'VARCHAR', finding: 'VARCHAR', state: 'VARCHAR', candidate: 'VARCHAR', "
    "tags: 'STRUCT(issue VARCHAR, role VARCHAR, polarity VARCHAR, causes VARCHAR[], other VARCHAR)[]'}"
)


def main(kind: str, folder: Path) -> None:
    """Count and print."""
    database = duckdb.connect()
    if kind == "parquet":
        for name in ("reviews", "findings", "decisions", "tags", "issues"):
            database.execute(f"create view {name} as select * from read_parquet('{folder / name}.parquet')")
    else:
        _read_logs(database, folder)
    database.execute("create temp table scope as select review from reviews")
    database.execute("create temp table chosen_coders as select distinct coder from decisions")
    database.execute("create temp table chosen_polarities as select unnest(['problem', 'advice']) as polarity, '' as part")
    database.execute("create temp table groups as select review, '' as part from scope")
    database.execute("create temp table parts as select '' as part, 0 as position")
    database.execute("create temp view heard as " + (SQL / "heard.sql").read_text())
    database.execute("create temp table layer_findings as " + (SQL / "layer_resolved.sql").read_text())
    database.execute("create temp table layer_tags as " + (SQL / "layer_tags.sql").read_text())
    for name in ("bases", "coverage", "issues"):
        for row in database.execute((SQL / f"{name}.sql").read_text()).fetchall():
            print(*row, sep=",")


def _read_logs(database: duckdb.DuckDBPyConnection, folder: Path) -> None:
    logs = folder / "data" / "reviews" / "*" / "codings" / "*.jsonl"
    database.execute(
        f"""create temp table held as
        select review, finding, coder, last.state, last.candidate, last.tags, 'current' as fits
        from (
            select regexp_extract(filename, '([^/]+)/codings/', 1) as review, parse_filename(filename, true) as coder, finding,
                max_by(struct_pack(state, candidate, tags), decided_at) as last
            from read_json('{logs}', format = 'newline_delimited', columns = {LINE}, filename = true)
            group by all
        )"""
    )
    database.execute("create temp view decisions as select * from held")
    database.execute("create temp table reviews as select distinct review from held")
    database.execute("create temp table findings as select distinct review, finding from held")
    database.execute(
        """create temp table tags as select review, finding, coder, tag.issue as issue, tag.polarity as polarity
        from (select review, finding, coder, unnest(tags) as tag from held)"""
    )
    database.execute("create temp table issues as select distinct issue, 0 as position from tags")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
