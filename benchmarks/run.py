"""Measure speed and memory of whole processes, against `python -c pass` and bare DuckDB in the same run.

    python benchmarks/run.py [--write docs/benchmarks.md] [--runs 7] [--quick]

Every figure is the median over the runs; the commands of a group take turns, so that a machine that slows down slows all
of them. The workspaces are synthetic (benchmarks/generate.py). Nothing here is a test: machines differ, ratios travel.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(HERE))

from generate import generate  # noqa: E402

SCR = [sys.executable, "-m", "scr_coder"]
BARE = [sys.executable, str(HERE / "bare.py")]


class Measured(NamedTuple):
    """The median seconds and the largest peak memory in MB of some runs."""

    seconds: float
    megabytes: float


class Row(NamedTuple):
    """One line of the report."""

    what: str
    figure: str
    bar: str
    met: str


def once(command: list[str], before: Callable[[], object] | None = None) -> tuple[float, float]:
    """Run a command as a whole process; return wall seconds and peak MB. Raises if it fails."""
    if before is not None:
        before()
    start = dt.datetime.now().timestamp()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = dt.datetime.now().timestamp() - start
    error = process.stderr.read().decode() if process.stderr else ""
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.stderr:
        process.stderr.close()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed: {error}")
    return seconds, usage.ru_maxrss / 1024


def turns(runs: int, *commands: tuple[list[str], Callable[[], object] | None]) -> list[Measured]:
    """Run commands in turn, once to warm up and ``runs`` times; return the medians of each."""
    results: list[list[tuple[float, float]]] = [[] for _ in commands]
    for number in range(runs + 1):
        for at, (command, before) in enumerate(commands):
            measured = once(command, before)
            if number:
                results[at].append(measured)
    return [Measured(statistics.median(s for s, _ in r), max(m for _, m in r)) for r in results]


def main() -> None:
    """Parse the command line, measure, report."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--write", type=Path, help="put the report into this file")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--quick", action="store_true", help="leave the largest workspaces out")
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="scr-bench."))
    try:
        rows = measure(folder, chosen.runs, chosen.quick)
    finally:
        shutil.rmtree(folder)
    text = report(rows, chosen.runs)
    print(text)
    if chosen.write:
        chosen.write.write_text(text, encoding="utf-8")


def measure(folder: Path, runs: int, quick: bool) -> list[Row]:
    """Return the rows of the report."""
    shipped = folder / "shipped"
    for name in ("data", "taxonomy"):
        shutil.copytree(ROOT / name, shipped / name)
    pass_, version, check, tag = turns(
        runs,
        ([sys.executable, "-c", "pass"], None),
        ([*SCR, "--version"], None),
        ([*SCR, "-w", str(shipped), "check"], None),
        ([*SCR, "-w", str(shipped), "tag", "lessons-2018", "1", "X12", "--coder", "bench"], None),
    )
    p = pass_.seconds
    rows = [Row("`python -c pass` (p)", f"{p * 1000:.0f} ms", "", "")]
    for what, found, bar in (("`scr --version`", version, 9), ("`scr check`, shipped workspace", check, 22), ("`scr tag`", tag, 22)):
        rows.append(Row(what, f"{found.seconds / p:.1f} p ({found.seconds * 1000:.0f} ms)", f"≤ {bar} p", met(found.seconds / p, bar)))
    for logs, bar in ((100, 0.5), (2000, 1.3), (25000, 5.0)):
        if quick and logs > 2000:
            continue
        rows += tables(folder / f"w{logs}", logs, bar, runs if logs < 25000 else min(runs, 3), runs)
        if logs == 2000:
            (checked,) = turns(runs, ([*SCR, "-w", str(folder / "w2000"), "check"], None))
            rows.append(Row("`scr check`, 2,000 logs", seconds(checked), "≤ 3 s", met(checked.seconds, 3)))
    if not quick:
        rows += parquet(folder, runs)
    from report import reports  # it measures with what is here

    return rows + reports(folder, min(runs, 5), quick)


def tables(workspace: Path, logs: int, bar: float, cold_runs: int, runs: int) -> list[Row]:
    """Measure `scr table issues` with and without what an earlier table left in the cache, beside bare DuckDB."""
    generate(workspace, logs, 40)
    table = [*SCR, "-w", str(workspace), "table", "issues", "--format", "csv"]

    def forget() -> None:
        shutil.rmtree(workspace / "data" / ".scr-cache", ignore_errors=True)

    cold, bare = turns(cold_runs, (table, forget), ([*BARE, "logs", str(workspace)], None))
    (warm,) = turns(runs, (table, None))
    name = f"`scr table issues`, {logs:,} logs"
    return [
        Row(name, seconds(warm), f"≤ {bar} s", met(warm.seconds, bar)),
        Row(f"{name}, the first time", seconds(cold), f"≤ {bar} s", met(cold.seconds, bar)),
        Row(f"{name}, against bare DuckDB", f"{warm.seconds / bare.seconds:.2f} ×", "≤ 1.5 ×", met(warm.seconds / bare.seconds, 1.5)),
        Row(f"{name}, the first time, against bare DuckDB", ratio(cold, bare), "≤ 1.5 ×", met(cold.seconds / bare.seconds, 1.5)),
    ]


def parquet(folder: Path, runs: int) -> list[Row]:
    """Measure a million decisions from Parquet, beside bare DuckDB."""
    export = folder / "export"
    once([*SCR, "-w", str(folder / "w25000"), "export", "parquet", str(export)])
    ours, bare = turns(
        runs,
        ([*SCR, "table", "issues", "--format", "csv", "--from", str(export)], None),
        ([*BARE, "parquet", str(export)], None),
    )
    name = "`scr table issues`, 1,000,000 decisions from Parquet"
    return [
        *others(export, min(runs, 3)),
        Row(name, seconds(ours), "≤ 0.8 s", met(ours.seconds, 0.8)),
        Row(f"{name}, peak memory", f"{ours.megabytes:.0f} MB", "≤ 350 MB", met(ours.megabytes, 350)),
        Row(f"{name}, against bare DuckDB", ratio(ours, bare), "≤ 1.5 ×", met(ours.seconds / bare.seconds, 1.5)),
    ]


FURTHER = {
    "areas": (),
    "causes": (),
    "families": (),
    "crosstab": ("--rows", "issue", "--cols", "cause"),
    "cooccurrence": (),
    "trend": (),
    "saturation": (),
}


def others(export: Path, runs: int) -> list[Row]:
    """Measure every other table on the same decisions, beside bare DuckDB."""
    rows = []
    for table, options in FURTHER.items():
        ours, bare = turns(
            runs,
            ([*SCR, "table", table, *options, "--format", "csv", "--from", str(export)], None),
            ([*BARE, "parquet", str(export), table], None),
        )
        name = f"`scr table {' '.join((table, *options))}`, 1,000,000 decisions from Parquet"
        if table == "cooccurrence":
            rows.append(Row(name, seconds(ours), "≤ 3 s", met(ours.seconds, 3)))
        rows.append(Row(f"{name}, against bare DuckDB", ratio(ours, bare), "≤ 1.5 ×", met(ours.seconds / bare.seconds, 1.5)))
    return rows


def seconds(found: Measured) -> str:
    """Return seconds with two decimals, and the peak memory."""
    return f"{found.seconds:.2f} s, {found.megabytes:.0f} MB"


def ratio(ours: Measured, other: Measured) -> str:
    """Return how many times as long ours takes, and the other's seconds."""
    return f"{ours.seconds / other.seconds:.2f} × of {other.seconds:.2f} s"


def met(found: float, bar: float) -> str:
    """Return whether a bar is met."""
    return "yes" if found <= bar else "no"


def report(rows: list[Row], runs: int) -> str:
    """Return the report as Markdown."""
    import duckdb

    lines = [
        "# Benchmarks",
        "",
        "Made by `make bench` (`benchmarks/run.py`); whole processes, medians of "
        f"{runs} runs after one to warm up (3 where 25,000 logs are read for the first time), commands in turn. "
        "The workspaces are synthetic: `benchmarks/generate.py`. p is `python -c pass` in the same run.",
        "",
        f"Machine: {os.cpu_count()} cores, {memory()} GB memory, {platform.system()}, Python {platform.python_version()}, "
        f"DuckDB {duckdb.__version__}; {dt.date.today().isoformat()}.",
        "",
        "| what | figure | bar | met |",
        "|---|---:|---:|---|",
        *(f"| {row.what} | {row.figure} | {row.bar} | {row.met} |" for row in rows),
        "",
        "A log is one coder's decisions on the 40 findings of a review. “The first time” reads every file; later tables read",
        "what has changed since, and the rest from the cache under `data/.scr-cache`. Bare DuckDB runs the same queries on the",
        "same logs or Parquet files and reads no YAML: no attributes, no finding texts to compare decisions with.",
    ]
    return "\n".join(lines) + "\n"


def memory() -> int:
    """Return the memory of the machine in GB."""
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
