"""Measure `scr report` as a whole process, on synthetic workspaces of 38 and of 2,000 reviews, and the size of its page.

    python benchmarks/report.py [--runs 5] [--suppress-below 5]

`python benchmarks/run.py` takes these rows into docs/benchmarks.md. Files of the report are counted in one run of each.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from generate import generate  # noqa: E402
from run import SCR, Row, met, seconds, turns  # noqa: E402

SIZES = ((38, 40, 6.0), (2000, 40, 20.0))
"""Reviews, findings of each, and the bar in seconds."""
PAGE = 1.5
"""Most megabytes of index.html for the smallest workspace."""


def main() -> None:
    """Parse the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--suppress-below", type=int, metavar="T")
    parser.add_argument("--quick", action="store_true", help="leave the largest workspace out")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="scr-bench.") as folder:
        for row in reports(Path(folder), chosen.runs, chosen.quick, chosen.suppress_below):
            print(f"{row.what:<60} {row.figure:>20}  bar {row.bar:<10} met: {row.met}")


def reports(folder: Path, runs: int, quick: bool = False, suppress_below: int | None = None) -> list[Row]:
    """Return the rows on reports: the time with what an earlier command left in the cache, the first time, and the page."""
    more = ["--suppress-below", str(suppress_below)] if suppress_below else []
    rows = []
    for reviews, findings, bar in SIZES[: 1 if quick else None]:
        workspace, out = folder / f"report-{reviews}", folder / f"out-{reviews}"
        generate(workspace, 2 * reviews, findings)
        command = [*SCR, "-w", str(workspace), "report", "--output", str(out), *more]

        def afresh(workspace: Path = workspace) -> None:
            shutil.rmtree(workspace / "data" / ".scr-cache", ignore_errors=True)

        (first,) = turns(min(runs, 3), (command, afresh))
        (warm,) = turns(runs, (command, None))
        name = f"`{' '.join(['scr report', *more])}`, {reviews:,} reviews"
        rows.append(Row(name, seconds(warm), f"≤ {bar:g} s", met(warm.seconds, bar)))
        rows.append(Row(f"{name}, the first time", seconds(first), f"≤ {bar:g} s", met(first.seconds, bar)))
        page = (out / "index.html").stat().st_size / 1e6
        least = reviews == SIZES[0][0]
        rows.append(Row(f"{name}, index.html", f"{page:.2f} MB", f"≤ {PAGE} MB" if least else "", met(page, PAGE) if least else ""))
        charts = sorted(out.rglob("*.svg"), key=lambda path: path.stat().st_size)
        if charts:
            largest = charts[-1].stat().st_size / 1000
            rows.append(Row(f"{name}, {len(charts)} charts, the largest SVG", f"{largest:.0f} kB", "≤ 120 kB", met(largest, 120)))
    return rows


if __name__ == "__main__":
    main()
