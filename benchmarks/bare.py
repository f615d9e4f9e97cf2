"""A table by bare DuckDB: the same queries, nothing around them. What `scr table` is measured against.

    python benchmarks/bare.py parquet DIR [TABLE]      from what `scr export parquet` wrote; issues, or another table
    python benchmarks/bare.py logs DIR                 from the decision logs of a workspace

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


YEARS = (
    "select r.review, coalesce(substr(a.value, 1, 4), 'not_stated') as part "
    "from reviews r left join attributes a on r.review = a.review and a.attribute = 'publication_date'"
)
DATES = "select review, min(value) as day from attributes where attribute = 'publication_date' group by review"
PARTS = "select part, row_number() over (order by part) as position from (select distinct part from groups)"
CELLS = (
    "select distinct w.review, '' as finding, 1 as weight, w.issue as row_key, w.cause as col_key "
    "from layer_why w join issues i on w.issue = i.issue"
)
RELATIONS = {
    "causes": ("causes", "why", "families"),
    "families": ("causes", "why", "families"),
    "areas": ("areas",),
    "crosstab": ("causes", "why", "families"),
    "trend": ("attributes",),
    "saturation": ("attributes",),
}
"""What a table needs beyond what all need."""
QUERY = {"trend": "issues"}


def main(kind: str, folder: Path, table: str = "issues") -> None:
    """Count and print. A crosstab is of issue and cause, a trend by the year of publication."""
    database = duckdb.connect()
    if kind == "parquet":
        for name in ("reviews", "findings", "decisions", "tags", "issues", *RELATIONS.get(table, ())):
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
    for name in ("layer_reviews", "layer_tags"):
        database.execute(f"create temp table {name} as " + (SQL / f"{name}.sql").read_text())
    for name in ("layer_given", "layer_why") if "causes" in RELATIONS.get(table, ()) else ():
        database.execute(f"create temp table {name} as " + (SQL / f"{name}.sql").read_text())
    if table == "crosstab":
        database.execute(f"create temp view cells as {CELLS}")
    database.execute("create temp view units as select distinct review, 0 as finding, issue from layer_tags")
    if table == "saturation":
        database.execute(f"create temp view dates as {DATES}")
    if table == "trend":
        database.execute(f"create or replace temp table groups as {YEARS}")
        database.execute(f"create or replace temp table parts as {PARTS}")
    for name in ("bases", "coverage", QUERY.get(table, table)):
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
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
