"""Measure how tables from Parquet grow from ten thousand to ten million decisions, and write the figures into docs/scale.md.

    python benchmarks/scale.py [--write docs/scale.md] [--decisions 10000 100000 1000000 10000000] [--runs 3] [--spark 1000000]
    python benchmarks/scale.py --only saturation [--write docs/scale.md] …

Each figure is a whole process, the median of some runs that take turns; seconds are of the clock and, beside them, of the
processors (user and system together), which other work on the machine disturbs less. *Bare* is DuckDB alone: the statements
that the table ran on the same files, recorded once and run again by a process that imports nothing but `duckdb`. The data are
synthetic (benchmarks/synthetic.py). With `--spark N` every table is also counted by Spark, at N decisions, in one session.
`--only TABLE` measures the growth and the ratios of one table, and replaces its rows.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT)]

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
BAR_SECONDS, BAR_MEGABYTES, BAR_RATIO = 4.0, 2000, 1.5
TABLES: dict[str, list[str]] = {
    "crosstab": ["--rows", "area", "--cols", "harm_category"],
    "trend": ["--by", "publication_year"],
}
"""The options of tables that need some; every other table is made without any."""
MORE = [
    ["issues", "--by", "harm_category"],
    ["issues", "--where", "nation=wales"],
    ["crosstab", "--rows", "issue", "--cols", "cause"],
    ["crosstab", "--rows", "area", "--cols", "family", "--count", "findings"],
]
PARTNERSHIPS = 150


class Measured(NamedTuple):
    """One process: seconds of the clock, seconds of the processors, peak memory in MB."""

    wall: float
    cpu: float
    megabytes: float


def main() -> None:
    """Parse the command line, measure, report."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--write", type=Path, help="the page whose figures are replaced")
    parser.add_argument("--decisions", type=int, nargs="+", default=[10_000, 100_000, 1_000_000, 10_000_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--spark", type=int, default=0, metavar="N", help="count with Spark, too, at N decisions")
    parser.add_argument("--only", metavar="TABLE", help="measure one table again")
    parser.add_argument("--replay", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--record", nargs="+", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.replay:
        replay(chosen.replay)
        return
    folder = Path(tempfile.mkdtemp(prefix="scr-scale."))
    try:
        text = measure(folder, sorted(chosen.decisions), chosen.runs, chosen.spark, chosen.only)
    finally:
        shutil.rmtree(folder)
    print(text)
    if chosen.write:
        page = chosen.write.read_text(encoding="utf-8")
        head, _, rest = page.partition(BEGIN)
        if chosen.only:
            text = with_rows_of(text, rest.partition(END)[0].strip("\n") + "\n")
        chosen.write.write_text(f"{head}{BEGIN}\n\n{text}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


def with_rows_of(measured: str, text: str) -> str:
    """Return ``text`` with the rows of ``measured`` instead of its own, by their first cells, in the order in which both have them."""
    found: dict[str, list[str]] = {}
    for line in measured.splitlines():
        if line.startswith("| `"):
            found.setdefault(line.split("|")[1], []).append(line)
    return "".join(
        f"{rows.pop(0) if (rows := found.get(line.split('|')[1] if '|' in line else '')) else line}\n" for line in text.splitlines()
    )


# Processes --------------------------------------------------------------------------------------------------------


def once(command: Sequence[str]) -> Measured:
    """Run a command as a whole process. Raises SystemExit if it fails."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise SystemExit(f"{' '.join(command)} failed: {said.read().decode()}")
    return Measured(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def turns(runs: int, *commands: Sequence[str]) -> list[Measured]:
    """Run commands in turn, ``runs`` times; return the medians of each, and its largest memory."""
    results: list[list[Measured]] = [[] for _ in commands]
    for _ in range(runs):
        for at, command in enumerate(commands):
            results[at].append(once(command))
    return [
        Measured(statistics.median(m.wall for m in own), statistics.median(m.cpu for m in own), max(m.megabytes for m in own))
        for own in results
    ]


def write_export(folder: Path, decisions: int, name: str = "synthetic", seed: int = 1) -> None:
    """Write an export in a process of its own: the memory of this one would count as that of each that it starts."""
    once([sys.executable, str(HERE / "synthetic.py"), str(folder), f"--decisions={decisions}", f"--name={name}", f"--seed={seed}"])


def replay(path: Path) -> None:
    """Run recorded statements by DuckDB alone."""
    import duckdb

    database = duckdb.connect()
    database.execute("set preserve_insertion_order = false")
    for statement, values in json.loads(path.read_text(encoding="utf-8")):
        database.execute(statement, values).fetchall()


def record(arguments: Sequence[str], source: str, path: Path) -> None:
    """Write the statements that a table runs into a file."""
    code = (
        "import json, sys; from scr_coder.tables.engine import DuckEngine; from scr_coder.cli.app import main\n"
        "said = []; run = DuckEngine.run\n"
        "def noted(self, statement, values=()):\n"
        "    self.summon(statement); said.append((statement, list(values))); return run(self, statement, values)\n"
        "DuckEngine.run = noted; target = sys.argv.pop(1)\n"
        "try: main()\n"
        "finally: open(target, 'w', encoding='utf-8').write(json.dumps(said))"
    )
    once([sys.executable, "-c", code, str(path), "table", *arguments, "-f", "csv", "--from", source])


# What is measured -------------------------------------------------------------------------------------------------


def all_tables(only: str | None = None) -> list[list[str]]:
    """Return the arguments of each table that there is, and some more that are known to be heavy; of one table with ``only``."""
    from scr_coder.tables.request import TABLES as NAMES

    found = [*([name, *TABLES.get(name, [])] for name in NAMES), *MORE]
    return [arguments for arguments in found if only in (None, arguments[0])]


def measure(folder: Path, sizes: Sequence[int], runs: int, spark: int, only: str | None = None) -> str:
    """Return the report as Markdown."""
    lines = [heading(runs), ""]
    exports = {}
    for size in sizes:
        exports[size] = folder / f"e{size}"
        start = time.perf_counter()
        write_export(exports[size], size)
        weight = sum(path.stat().st_size for path in exports[size].iterdir()) / 1e6
        tell(f"{size:,} decisions written in {time.perf_counter() - start:.0f} s, {weight:.1f} MB")
    tables = all_tables(only)
    lines += growth(exports, runs, tables)
    lines += ["", *against_bare(folder, {size: path for size, path in exports.items() if size >= 1_000_000} or exports, runs, tables)]
    if only:
        return "\n".join(lines) + "\n"
    largest = max(sizes)
    lines += ["", *partnerships(folder, min(largest, 1_000_000), runs)]
    if spark:
        if spark not in exports:
            write_export(folder / f"e{spark}", spark)
        lines += ["", *with_spark(folder / f"e{spark}", spark)]
    return "\n".join(lines) + "\n"


def heading(runs: int) -> str:
    import duckdb

    memory = round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9)
    return (
        f"Synthetic data; whole processes, medians of {runs} runs in turn; “s (CPU)” is seconds of the clock and of the processors.\n"
        f"Machine: {os.cpu_count()} cores, {memory} GB memory, {platform.system()}, Python {platform.python_version()}, "
        f"DuckDB {duckdb.__version__}, load {os.getloadavg()[0]:.1f} at the start; {dt.date.today().isoformat()}."
    )


def scr(arguments: Sequence[str], source: object) -> list[str]:
    return [sys.executable, "-m", "scr_coder", "table", *arguments, "-f", "csv", "--from", str(source)]


def growth(exports: dict[int, Path], runs: int, tables: Sequence[list[str]]) -> list[str]:
    """Return the table of seconds by table and number of decisions."""
    lines = ["| table | " + " | ".join(f"{size:,}" for size in exports) + " | memory |", "|---|" + "---:|" * (len(exports) + 1)]
    largest = max(exports)
    for arguments in tables:
        found = {size: turns(runs, scr(arguments, path))[0] for size, path in exports.items()}
        tell(f"{' '.join(arguments)}: {found[largest].wall:.2f} s, {found[largest].cpu:.2f} s CPU, {found[largest].megabytes:.0f} MB")
        cells = " | ".join(f"{one.wall:.2f} ({one.cpu:.2f})" for one in found.values())
        lines.append(f"| `{' '.join(arguments)}` | {cells} | {found[largest].megabytes:,.0f} MB |")
    lines += ["", f"Seconds of the clock (CPU) by number of decisions; peak memory at {largest:,}."]
    if largest >= 10_000_000:
        lines[-1] += f" The bar there is {BAR_SECONDS:.0f} s and {BAR_MEGABYTES:,} MB."
    return lines


def against_bare(folder: Path, exports: dict[int, Path], runs: int, tables: Sequence[list[str]]) -> list[str]:
    """Return the table of ratios against DuckDB alone."""
    lines = ["| table | " + " | ".join(f"{size:,}" for size in exports) + " |", "|---|" + "---:|" * len(exports)]
    for arguments in tables:
        cells = []
        for path in exports.values():
            said = folder / "said.json"
            record(arguments, str(path), said)
            ours, bare = turns(runs, scr(arguments, path), [sys.executable, str(Path(__file__)), "--replay", str(said)])
            cells.append(f"{ours.wall / bare.wall:.2f} × of {bare.wall:.2f} s ({ours.cpu / bare.cpu:.2f} × of {bare.cpu:.2f} s)")
        tell(f"{' '.join(arguments)}: {cells[0]} of bare DuckDB")
        lines.append(f"| `{' '.join(arguments)}` | {' | '.join(cells)} |")
    return [*lines, "", f"Against the same statements by DuckDB alone, on the clock (CPU). The bar is {BAR_RATIO} × at 1,000,000."]


def partnerships(folder: Path, decisions: int, runs: int) -> list[str]:
    """Return what it costs that decisions come in many exports."""
    root = folder / "partnerships"
    for number in range(PARTNERSHIPS):
        write_export(root / f"p{number:03d}", decisions // PARTNERSHIPS, f"p{number:03d}", seed=number)
    for number in range(PARTNERSHIPS):  # the same ids everywhere
        write_export(root / "alike" / f"p{number:03d}", decisions // PARTNERSHIPS, "review", seed=number)
    write_export(folder / "single", decisions)
    many, alike, single = turns(
        runs,
        scr(["issues"], root / "p*"),
        [*scr(["issues"], root / "alike" / "*"), "--qualify"],
        scr(["issues"], folder / "single"),
    )
    rows = (
        (single, "in one export"),
        (many, f"in {PARTNERSHIPS} exports"),
        (alike, "the same, with the same review ids in all: `--qualify`"),
    )
    return [
        f"| `issues`, {decisions:,} decisions | s (CPU) | memory |",
        "|---|---:|---:|",
        *(f"| {where} | {found.wall:.2f} ({found.cpu:.2f}) | {found.megabytes:,.0f} MB |" for found, where in rows),
    ]


def with_spark(export: Path, decisions: int) -> list[str]:
    """Return the seconds of each table by Spark, in one session, and whether its numbers are DuckDB's."""
    import pyspark
    from scr_coder.tables.parquet_facts import ParquetFacts
    from scr_coder.tables.request import make_request
    from scr_coder.tables.spark_engine import SparkEngine
    from scr_coder.tables.tabulate import tabulate_request

    start = time.perf_counter()
    engine = SparkEngine()
    started = time.perf_counter() - start
    lines = [f"| {decisions:,} decisions | Spark {pyspark.__version__} | DuckDB | the same numbers |", "|---|---:|---:|---|"]
    try:
        for arguments in all_tables():
            source = ParquetFacts(str(export))
            request = make_request(arguments[0], known=source.known_attributes(), **options_of(arguments[1:]))
            theirs, seconds = timed(lambda: tabulate_request(request, source, engine))  # noqa: B023  called at once
            engine.forget()
            ours, own = timed(lambda: tabulate_request(request, source))  # noqa: B023
            same = "yes" if (theirs.rows, theirs.notes, theirs.coverage) == (ours.rows, ours.notes, ours.coverage) else "no"
            tell(f"{' '.join(arguments)}: Spark {seconds:.1f} s, DuckDB {own:.2f} s, the same: {same}")
            lines.append(f"| `{' '.join(arguments)}` | {seconds:.1f} s | {own:.2f} s | {same} |")
    finally:
        engine.close()
    return [*lines, "", f"In one process each, after Spark had started, which took {started:.0f} s; one run, on local[{os.cpu_count()}]."]


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    return work(), time.perf_counter() - start


def options_of(arguments: Sequence[str]) -> dict[str, Any]:
    """Return options of the command line as those of `make_request`."""
    options: dict[str, Any] = {name.removeprefix("--"): value for name, value in zip(arguments[::2], arguments[1::2], strict=True)}
    return options | ({"where": [options["where"]]} if "where" in options else {})


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
