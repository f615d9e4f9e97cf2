"""Spark and DuckDB count the same: every table, on the same exports, number by number. One session for all of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scr_coder.exchange.parquet import export_parquet
from scr_coder.problem import ScrError
from scr_coder.tables.engine import Engine
from scr_coder.tables.engines import ENGINES, open_engine
from scr_coder.tables.facts import BEGINS_WITH_YEAR
from scr_coder.tables.notebook import Workspace
from scr_coder.tables.parquet_facts import ParquetFacts
from scr_coder.tables.protection import Protection, protected_table
from scr_coder.tables.request import TABLES, TableRequest, make_request
from scr_coder.tables.spark_engine import SparkEngine
from scr_coder.tables.table import Table
from scr_coder.tables.tabulate import tabulate_request
from scr_coder.tables.workspace_facts import WorkspaceFacts

from building import ROOT, build, cleared, coded, excluded, no_match, tag
from commands import refused, scr

try:
    import pyspark  # noqa: F401

    MISSING = "" if shutil.which("java") or os.environ.get("JAVA_HOME") else "Java is not installed"
except ImportError:
    MISSING = "pyspark is not installed (`pip install -e '.[spark]'`)"
needs_spark = pytest.mark.skipif(bool(MISSING), reason=MISSING or "Spark is there")
FAST = {
    "spark.master": "local[2]",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.driver.defaultJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}
"""Less to compile: most of the time of a query on a few rows."""
QUOTED = """it's "50%" of \\ -- O'Neverland; drop"""
ATTRIBUTES: dict[str, dict[str, str | list[str]]] = {
    "r1": {"nation": "wales", "harm_category": ["neglect", "sudi"], "publication_date": "2017-02"},
    "r2": {"nation": "england", "harm_category": ["neglect"], "publication_date": "2018", "review_type": "scr"},
    "r3": {"publication_date": "not_stated"},
    "r4": {"nation": "withheld", "harm_category": ["physical_abuse", "neglect"], "publication_date": "2018-03-09"},
    "r5": {"nation": "wales", "publication_date": "2019-11"},
}
SAID = [
    coded("r1/1", "amber", tag("C06", "C06.1"), tag("X02", "X02.1", polarity="advice")),
    coded("r1/1", "beech", tag("C06", "C06.1"), tag("X02", "X02.2", polarity="positive")),
    no_match("r1/2", "amber", "Interpreters"),
    no_match("r1/2", "beech", " interpreters "),
    coded("r1/3", "amber", tag("C07", "unclear")),
    coded("r1/3", "consensus", tag("E01", other="in own words", polarity="positive"), tag("C07", "unclear")),
    coded("r2/1", "beech", tag("C06"), tag("C07", other="not in the list"), stale=True),
    excluded("r2/2", "beech"),
    no_match("r2/3", "beech", QUOTED),
    coded("r2/9", "beech", "C06"),
    cleared("r2/1", "amber"),
    coded("r4/1", "amber", tag("C06", "C06.1"), tag("F11")),
    coded("r4/1", "beech", tag("C06", "unclear"), tag("F11")),
    no_match("r4/2", "amber", "Zażółć ß İ"),
    coded("r4/2", "beech", tag("X02", "X02.1")),
    excluded("r4/3", "consensus"),
    coded("r4/3", "amber", "C06"),
    coded("r5/1", "amber", tag("X02", "X02.1", "X02.2")),
    coded("r5/2", "amber", tag("C06", "C06.1", polarity="advice")),
]
OPTIONS: list[dict[str, Any]] = [
    {},
    {"by": "harm_category", "count": "findings"},
    {"by": "publication_year", "layer": "any", "polarity": "all"},
    {"layer": "amber", "where": {"nation": ["wales", "withheld"]}},
    {"since": "2017", "until": "2018-03", "count": "findings", "layer": "any"},
    {"layer": "consensus", "where": {"review": ["r1", "r4"]}},
    {"by": "nation", "polarity": "positive", "layer": "beech"},
]
SPECIAL: dict[str, list[dict[str, Any]]] = {
    "crosstab": [
        {"rows": "issue", "cols": "nation", "layer": "any"},
        {"rows": "area", "cols": "family", "count": "findings"},
        {"rows": "cause", "cols": "polarity", "layer": "any"},
        {"rows": "harm_category", "cols": "publication_year", "count": "findings", "layer": "any"},
        {"rows": "nation", "cols": "harm_category"},
        {"rows": "candidate", "cols": "nation", "count": "findings", "layer": "any"},
    ],
    "issues": [{"by": "nation", "ci": True, "top": 3, "layer": "any"}],
    "trend": [{"by": "publication_year", "layer": "any"}],
    "cooccurrence": [{"layer": "any"}, {"within": "finding", "all_pairs": True, "ci": True, "layer": "any", "polarity": "all"}],
    "saturation": [{"layer": "any", "orders": 50, "seed": 7}],
}
"""Options of tables that cannot do without, or are compared with none of the others."""
PARTS = [field for field in Table.__dataclass_fields__ if field != "provenance"]


def requests(source: ParquetFacts) -> list[TableRequest]:
    """Return what is asked for: each table with no options and with some of them; over all tables each option several times."""
    made: list[TableRequest] = []
    for number, name in enumerate(TABLES):
        accepted = 0
        for at, options in enumerate([*SPECIAL.get(name, []), *OPTIONS]):
            if at and (at + number) % 2 and options not in SPECIAL.get(name, []):
                continue
            try:
                made.append(make_request(name, known=source.known_attributes(), **options))
            except ScrError:
                continue  # an option that this table does not take
            accepted += 1
        assert accepted, f"the table {name} takes none of the options here: give it some in SPECIAL"
    return made


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return build(tmp_path_factory.mktemp("spark") / "ws", ATTRIBUTES, SAID)


@pytest.fixture(scope="module")
def export(workspace: Workspace) -> Path:
    folder = workspace.root.parent / "it's [all] 50% of {a,b}:x" / "_facts"
    folder.parent.mkdir()
    export_parquet(WorkspaceFacts(workspace), folder)
    return folder


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkEngine]:
    engine = SparkEngine(FAST)
    yield engine
    engine.close()
    assert not Path(engine.scratch).exists()


def counted(request: TableRequest, source: Any, engine: SparkEngine | str) -> Table | str:
    """Return a table, or why it is refused."""
    try:
        return tabulate_request(request, source, engine)
    except ScrError as error:
        return str(error)


def counted_alike(request: TableRequest, source: Any, spark: SparkEngine) -> Table | None:
    """Count on both engines; return DuckDB's table after every part of Spark's was found to be the same.

    What DuckDB refuses (a trend over values without an order) Spark must refuse in the same words; then there is no table.
    """
    ours, theirs = counted(request, source, "duckdb"), counted(request, source, spark)
    spark.forget()
    if isinstance(ours, str) or isinstance(theirs, str):
        assert theirs == ours
        return None
    for part in PARTS:
        assert getattr(theirs, part) == getattr(ours, part), (request, part)
    differing = {key for key in ours.provenance if ours.provenance[key] != theirs.provenance[key]} - {"generated"}
    assert differing == {"engine"}
    assert (ours.provenance["engine"].split()[0], theirs.provenance["engine"].split()[0]) == ("duckdb", "spark")
    return ours


@needs_spark
@pytest.mark.slow
def test_every_table_is_the_same_on_both_engines(export: Path, spark: SparkEngine) -> None:
    source = ParquetFacts(str(export.parent / "_facts"))
    asked = requests(source)
    assert {request.name for request in asked} == set(TABLES)
    tables = [table for request in asked if (table := counted_alike(request, source, spark))]
    assert {table.name for table in tables} == set(TABLES), "a table that is always refused is not compared"
    filled = [table for table in tables if any(isinstance(value, int) and value for row in table.rows for value in row)]
    assert len(filled) >= 0.8 * len(tables), "equal, but empty, says nothing"


def begin_with_a_year(engine: Engine) -> list[str]:
    values = ["2017", "2018-03-09", "1000", "0999", "201", "1e3", " 201", "+201", "not_stated", "", "\uff12\uff10\uff11\uff17"]
    engine.relation("said", ("value",), [(value,) for value in values])
    return [row[0] for row in engine.run(f"select value from said where {BEGINS_WITH_YEAR.format(value='value')} order by value")]


def test_what_begins_with_a_year() -> None:
    engine = open_engine()
    assert begin_with_a_year(engine) == ["1000", "2017", "2018-03-09"]
    engine.close()


@needs_spark
@pytest.mark.slow
def test_what_begins_with_a_year_on_spark(spark: SparkEngine) -> None:
    assert begin_with_a_year(spark) == ["1000", "2017", "2018-03-09"]


@needs_spark
@pytest.mark.slow
def test_small_counts_are_hidden_the_same(export: Path, spark: SparkEngine) -> None:
    """Of findings: the reviews behind them are counted as well, by the same session."""
    source = ParquetFacts(str(export.parent / "_facts"))
    request = make_request("areas", by="nation", count="findings", layer="any", known=source.known_attributes())
    ours, theirs = (protected_table(request, source, Protection(2), engine) for engine in ("duckdb", spark))
    spark.forget()
    assert ours.hidden
    for part in PARTS:
        assert getattr(theirs, part) == getattr(ours, part), part


@needs_spark
@pytest.mark.slow
def test_exports_are_joined_the_same(export: Path, workspace: Workspace, tmp_path: Path, spark: SparkEngine) -> None:
    """Two partnerships with a review `r1` each, told apart by --qualify; a third without reviews; paths that are patterns."""
    other = build(tmp_path / "ws", {"r1": {"nation": "wales"}}, [coded("r1/1", "cedar", "C06", "F11")])
    empty = build(tmp_path / "none", {})
    for name, made in (("a b", workspace), ("c*", other), ("d%20", empty)):
        (tmp_path / "all" / name).mkdir(parents=True)
        export_parquet(WorkspaceFacts(made), tmp_path / "all" / name / "facts")
    source = ParquetFacts(str(tmp_path / "all" / "*" / "facts"), qualify=True)
    for name, options in (("issues", {"layer": "any"}), ("coverage", {}), ("causes", {"where": {"review": ["c*/r1"]}})):
        table = counted_alike(make_request(name, known=source.known_attributes(), **options), source, spark)
        assert table
        assert table.provenance["exports"] == 3
    assert "c*/r1" in [row[0] for row in tabulate_request(make_request("coverage"), source).rows]


@needs_spark
@pytest.mark.slow
def test_what_only_duckdb_reads_reaches_spark(workspace: Workspace, spark: SparkEngine) -> None:
    """A workspace, also at an earlier moment; and an analyst's own frames with values that no query may take for its own."""
    import pandas as pd
    from scr_coder.tables.frames import FrameFacts

    source = WorkspaceFacts(workspace)
    now = counted_alike(make_request("issues", layer="any", known=source.known_attributes()), source, spark)
    then = make_request("issues", layer="any", as_of="2026-01-01T00:00:01Z", known=source.known_attributes())
    before = counted_alike(then, source, spark)
    assert before
    assert now
    assert sum(row[2] for row in before.rows) < sum(row[2] for row in now.rows)
    tags = pd.DataFrame({"review": ["a", "b"], "finding": [1, 1], "issue": ["C06", "C06"]})
    frames = FrameFacts(tags, pd.DataFrame({"review": ["a", "b"], "board": [QUOTED, "x"]}), None)
    table = counted_alike(make_request("issues", known=["board"], where={"board": [QUOTED]}), frames, spark)
    assert table
    assert [row[2:4] for row in table.rows if row[0] == "C06"] == [(1, 1)]


@needs_spark
@pytest.mark.slow
def test_a_page_that_is_broken_is_one_line_on_both(export: Path, tmp_path: Path, spark: SparkEngine) -> None:
    """The end of the file, which says what is in it, is whole; the rows are not."""
    broken = tmp_path / "broken"
    shutil.copytree(export, broken)
    path = broken / "tags.parquet"
    data = bytearray(path.read_bytes())
    data[4:200] = b"\xff" * 196
    path.write_bytes(bytes(data))
    for engine in ("duckdb", spark):
        with pytest.raises(ScrError, match="the table cannot be counted") as caught:
            tabulate_request(make_request("issues"), ParquetFacts(str(broken)), engine)
        assert "\n" not in str(caught.value)
        assert "\tat " not in str(caught.value)
    spark.forget()


@needs_spark
@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/net/tcp").exists(), reason="open ports are read from /proc")
def test_nothing_listens_beyond_loopback(spark: SparkEngine) -> None:
    from pyspark import SparkContext

    process = SparkContext._gateway.proc.pid  # type: ignore[union-attr]
    family = [process, *(int(child) for child in _descendants(process))]
    sockets = {str(link.readlink()) for pid in family for link in Path(f"/proc/{pid}/fd").iterdir()}
    listening = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/self/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in sockets:
                listening.append(fields[1].split(":")[0])
    loopback = {"0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000"}
    assert listening, "Java talks to Python over a socket: none was found"
    assert set(listening) <= loopback


def _descendants(pid: int) -> Iterator[str]:
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield child
        yield from _descendants(int(child))


@needs_spark
@pytest.mark.slow
def test_the_command_leaves_nothing_behind(workspace: Workspace, tmp_path: Path) -> None:
    """A process of its own: silent on stderr, nothing in the folder where it ran, nothing among the temporary files."""
    for name in ("here", "temporary"):
        (tmp_path / name).mkdir()
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path / "temporary"), "SOURCE_DATE_EPOCH": "0"}
    command = [sys.executable, "-m", "scr_coder", "-w", str(workspace.root), "table", "areas", "-f", "json", "--as-of", "2026-06-01"]
    printed = {}
    for engine in ENGINES:
        ran = subprocess.run([*command, "--engine", engine], cwd=tmp_path / "here", env=env, capture_output=True, timeout=300)
        assert (ran.returncode, ran.stderr) == (0, b"")
        printed[engine] = [line for line in ran.stdout.decode().splitlines() if '"engine"' not in line]
    assert printed["spark"] == printed["duckdb"]
    assert [*(tmp_path / "here").iterdir()] == []
    assert [*(tmp_path / "temporary").iterdir()] == []


def test_without_pyspark_one_line_says_what_to_install(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    line = refused("table", "issues", "--engine", "spark", workspace=workspace.root)
    assert line.startswith("--engine spark needs pyspark, which is not installed (install `scr-coder[spark]`")


@needs_spark
def test_without_java_one_line_says_what_to_install(workspace: Workspace, tmp_path: Path) -> None:
    for env in ({"PATH": str(tmp_path), "JAVA_HOME": None}, {"JAVA_HOME": str(tmp_path)}):
        line = refused("table", "issues", "--engine", "spark", workspace=workspace.root, env={**env, "SPARK_REMOTE": None})
        assert line.startswith("Spark needs Java, and there is none")
        assert "openjdk-17-jre-headless" in line


@needs_spark
@pytest.mark.slow
@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("Exception java.lang.UnsupportedClassVersionError: 61.0", "Spark needs a newer Java than the one it found (install Java 17"),
        ("Error: could not create the Java Virtual Machine", "Spark on this machine does not start: "),
    ],
)
def test_a_java_that_does_not_start(workspace: Workspace, tmp_path: Path, said: str, line: str) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text(f"#!/bin/sh\necho '{said}' >&2\nexit 1\n")
    java.chmod(0o755)
    env = {**os.environ, "PYTHONPATH": str(ROOT), "JAVA_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "scr_coder", "-w", str(workspace.root), "table", "areas", "--engine", "spark"]
    ran = subprocess.run(command, env=env, capture_output=True, timeout=120)
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr.decode().startswith(f"scr: {line}")
    assert ran.stderr.count(b"\n") == 1


def test_duckdb_is_the_default_and_spark_is_not_imported(workspace: Workspace, export: Path) -> None:
    for options in ([], ["--engine", "duckdb"], ["--from", str(export.parent / "_facts")]):
        table = scr("table", "areas", "-f", "json", *options, workspace=workspace.root).json
        assert table["provenance"]["engine"].split()[0] == "duckdb"
    statement = (
        "import sys; from scr_coder.tables.notebook import open_workspace; from scr_coder.tables import engines, tabulate; "
        f"open_workspace({str(workspace.root)!r}).table('issues'); print('pyspark' in sys.modules, 'py4j' in sys.modules)"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    assert subprocess.run([sys.executable, "-c", statement], env=env, capture_output=True, timeout=60).stdout == b"False False\n"


def test_an_engine_that_is_none(workspace: Workspace) -> None:
    with pytest.raises(ScrError, match="there is no engine `sparc`"):
        open_engine("sparc")
    assert "'sparc' is not one of 'duckdb', 'spark'" in refused("table", "issues", "--engine", "sparc", workspace=workspace.root)
    assert refused("table", "issues", "--qualify", workspace=workspace.root).startswith("--qualify tells exports apart")
