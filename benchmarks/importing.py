"""Measure importing: how right, against reports of which the truth is known, and how fast, against bare pypdfium2.

    python benchmarks/importing.py [--reports 10] [--runs 7] [--quick] [--style NAME]… [--write docs/importing-measured.md]

With ``--style`` the worst cases of these styles are printed, with what differs. Reports are invented (tests/reports); the
seeds are not those of the tests. Speed is of whole processes, medians of runs in turn.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE), str(ROOT), str(ROOT / "tests")]

from reading_reports import missing, read  # noqa: E402
from reports import (  # noqa: E402
    BARS,
    NUMBERINGS,
    STYLES,
    WORD,
    Report,
    Score,
    Truth,
    Wishes,
    invent,
    score,
    write_docx,
    write_html,
    write_markdown,
    write_pdf,
    write_text,
)
from reports.docx_twin import BORDER, CELL  # noqa: E402
from run import SCR, memory, met, turns  # noqa: E402

FIRST_SEED = 1000
PAGES = (60, 250, 500, 1000)
BARE = [sys.executable, str(HERE / "bare_pdf.py")]


class Source(NamedTuple):
    """One way in which a report comes to be: what writes it, to a file of an ending, and what it should have."""

    name: str
    ending: str
    write: Callable[[Report, Path], Truth]
    wishes: Wishes = Wishes(sections=5)
    program: str = ""


def sources() -> list[Source]:
    """Return all sources: the styles of PDFs, the other formats, and programs that print PDFs if they are installed."""
    listed = [Source(f"PDF, {name}", ".pdf", _styled(name), Wishes(sections=5, wide_table=True)) for name in STYLES]
    listed += [
        Source("PDF, designed, notes in the margin", ".pdf", _styled("designed"), Wishes(sections=5, asides=True)),
        Source("PDF, image pages, hidden text", ".pdf", _styled("word"), Wishes(sections=5, scans=2, hidden=True)),
        *(
            Source(f"PDF, {name}, quotations, addresses, figures", ".pdf", _styled(name), Wishes(sections=5, extras=True))
            for name in ("word", "columns")
        ),
        Source("DOCX", ".docx", write_docx),
        Source("DOCX, tracked changes, comments, hidden text", ".docx", _tracked, Wishes(sections=5, hidden=True)),
        Source("web page", ".html", write_html),
        Source("text, wrapped", ".txt", write_text),
        Source("Markdown", ".md", write_markdown),
        Source("PDF by LibreOffice from DOCX", ".pdf", _by_libreoffice, Wishes(sections=5, wide_table=True), "soffice"),
        Source("PDF by Chromium from a web page", ".pdf", _by_chromium, Wishes(sections=5, footnotes=False), "chromium"),
    ]
    return [source for source in listed if not source.program or shutil.which(source.program)]


def _styled(name: str) -> Callable[[Report, Path], Truth]:
    return lambda report, path: write_pdf(report, path, STYLES[name])


def _tracked(report: Report, path: Path) -> Truth:
    return write_docx(report, path, tracked=True, comments=True)


def _by_libreoffice(report: Report, path: Path) -> Truth:
    twin = path.with_suffix(".docx")
    truth = write_docx(report, twin, boxes=(BORDER, CELL))
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    _run(["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(path.parent), str(twin)])
    return truth


def _by_chromium(report: Report, path: Path) -> Truth:
    page = path.with_suffix(".html")
    truth = write_html(report, page, bare=True)
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={path.parent / 'browser'}"]
    _run(["chromium", *options, f"--print-to-pdf={path}", page.as_uri()])
    return truth._replace(boilerplate=(*truth.boilerplate, *_margins(path, f"{report.title} | Invented")))


def _margins(path: Path, title: str) -> list[str]:
    """Return what the browser prints above and below each page: date, title, address, page number."""
    import pypdfium2

    found = []
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            lines = page.get_textpage().get_text_range().splitlines()
            found += [line for line in lines if line.endswith(title) or line.startswith("file://")]
    return found


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=180)


# How right -------------------------------------------------------------------------------------------------------------


def measured(source: Source, count: int, folder: Path) -> Score:
    """Return the score of some reports of a source, added up."""
    total = Score()
    for number in range(count):
        wishes = _numbered(source.wishes, NUMBERINGS[number % len(NUMBERINGS)])
        path = folder / f"report{source.ending}"
        truth = source.write(invent(FIRST_SEED + number, wishes), path)
        total += score(read(path), truth)
    return total


def _numbered(wishes: Wishes, numbering: str) -> Wishes:
    return Wishes(**{**vars(wishes), "numbering": numbering})


def right_rows(count: int, folder: Path, wanted: Iterable[str]) -> list[str]:
    """Return the lines of the table of scores; of ``wanted`` styles the worst cases are printed."""
    rows = []
    for source in sources():
        if wanted and not any(name in source.name for name in wanted):
            continue
        if missing(source.ending):
            print(f"{source.name}: left out, {missing(source.ending)}", file=sys.stderr)
            continue
        result = measured(source, count, folder)
        figures = result.figures
        pages = f"{figures['pages']:.3f}" if result.placed else "–"
        cells = [f"{figures[name]:.3f}" for name in ("recall", "exact", "precision")]
        cells += [f"{figures['leakage']:.2%}", pages, *(f"{figures[name]:.3f}" for name in ("labels", "order", "headings"))]
        row = f"| {source.name} | {result.wanted:,} | {' | '.join(cells)} | {'no' if result.misses() else 'yes'} |"
        rows.append(row)
        print(row, file=sys.stderr, flush=True)
        if wanted:
            print(result.report(30))
    return rows


# How fast --------------------------------------------------------------------------------------------------------------


def fast_rows(runs: int, quick: bool, folder: Path) -> list[str]:
    """Return the lines of the table of speed."""
    workspace = folder / "workspace"
    for name in ("data", "taxonomy"):
        shutil.copytree(ROOT / name, workspace / name)
    made = workspace / "data" / "reviews" / "bench"

    def forget() -> None:
        shutil.rmtree(made, ignore_errors=True)

    rows: list[str] = []
    known: list[tuple[int, float]] = []
    for pages in PAGES[: 2 if quick else len(PAGES)]:
        path = folder / f"report-{pages}.pdf"
        report = invent(FIRST_SEED, Wishes(sections=pages * 7 // 10 + 8, numbering="section"))
        assert write_pdf(report, path, WORD, limit=pages).pages == pages
        command = [*SCR, "-w", str(workspace), "import", str(path), "--id", "bench", "--no-prompt"]
        ours, bare = turns(runs if pages < 500 else min(runs, 3), (command, forget), ([*BARE, str(path)], None))
        bar = 1.5 * bare.seconds + 0.3
        what = f"PDF of {pages:,} pages"
        ratio = f"{ours.seconds:.2f} s: {ours.seconds / bare.seconds:.2f} × bare pypdfium2 ({bare.seconds:.2f} s)"
        rows.append(f"| {what} | {ratio} | ≤ {bar:.2f} s (1.5 × + 0.3 s) | {met(ours.seconds, bar)} |")
        forget()
        tree, largest = tree_peak(command)
        rows.append(f"| {what}, memory | {tree:.0f} MB, largest process {largest:.0f} MB | ≤ 300 MB | {met(tree, 300)} |")
        known.append((pages, ours.seconds))
        if len(known) > 2:
            growth = _a_page(known[-2:]) / _a_page(known[:2])
            rows.append(f"| {what}, a further page, against {PAGES[0]} to {PAGES[1]} | {growth:.2f} × | ≤ 1.2 × | {met(growth, 1.2)} |")
        print("\n".join(rows[-3:]), file=sys.stderr, flush=True)
    if not missing(".docx"):
        twin = folder / "report.docx"
        write_docx(invent(FIRST_SEED, Wishes(sections=30, numbering="section")), twin)
        (ours,) = turns(runs, ([*SCR, "-w", str(workspace), "import", str(twin), "--id", "bench", "--no-prompt"], forget))
        rows.append(f"| DOCX of about 60 pages | {ours.seconds:.2f} s | | |")
    return rows


def _a_page(known: list[tuple[int, float]]) -> float:
    """Return what each further page takes, in seconds, from one size to the next."""
    (fewer, less), (many, more) = known
    return (more - less) / (many - fewer)


def tree_peak(command: list[str]) -> tuple[float, float]:
    """Run a command; return the peak memory in MB of it and its children together, and of the largest of them.

    The sum is looked at every 5 ms (`/proc`, Linux only): a moment's peak between two looks may be missed. The largest is exact:
    what `os.wait4` says of a process covers the children it has waited for, as a maximum and not as a sum.
    """
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT, start_new_session=True)
    peak, over = 0.0, threading.Event()

    def watch() -> None:
        nonlocal peak
        while not over.is_set():
            peak = max(peak, _session_memory(process.pid))
            time.sleep(0.005)

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    over.set()
    watcher.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    return max(peak, usage.ru_maxrss / 1024), usage.ru_maxrss / 1024


def _session_memory(session: int) -> float:
    """Return the resident memory in MB of all processes of a session."""
    total = 0
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        if int(fields[3]) == session:
            total += int(fields[21])
    return total * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


# The report ------------------------------------------------------------------------------------------------------------


def main() -> None:
    """Parse the command line, measure, report."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--write", type=Path, help="put the report into this file")
    parser.add_argument("--reports", type=int, default=10, help="how many of each kind")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--quick", action="store_true", help="only 60 and 250 pages")
    parser.add_argument("--style", action="append", default=[], help="only these, with their worst cases, and no speed")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="scr-bench.") as name:
        right = right_rows(chosen.reports, Path(name), chosen.style)
        fast = [] if chosen.style else fast_rows(chosen.runs, chosen.quick, Path(name))
    text = document(right, fast, chosen.reports, chosen.runs)
    if not chosen.style:
        print(text)
    if chosen.write:
        chosen.write.write_text(text, encoding="utf-8")


def document(right: list[str], fast: list[str], reports: int, runs: int) -> str:
    """Return the report as Markdown."""
    from importlib.metadata import version

    bars = ", ".join(f"{name} {'≤' if name == 'leakage' else '≥'} {bar:g}" for name, bar in BARS.items())
    lines = [
        "# Importing, measured",
        "",
        f"Made by `benchmarks/importing.py`; {reports} invented reports of each kind (`tests/reports`), numbered in five ways.",
        "",
        f"Machine: {os.cpu_count()} cores, {memory()} GB memory, {platform.system()}, Python {platform.python_version()}, "
        f"pypdfium2 {version('pypdfium2')}; {dt.date.today().isoformat()}.",
        "",
        "## How right",
        "",
        f"Bars: {bars}. A paragraph is found when exactly one paragraph of the import is at least 97 % like it (`difflib`, characters);",
        "exact: to the letter. Leakage is the share of characters that come from headers, footers, page numbers, contents pages,",
        "watermarks or hidden text. Order is the longest run of paragraphs in their right order.",
        "",
        "| report | paragraphs | recall | exact | precision | leakage | page | label | order | heading | bars met |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|",
        *right,
    ]
    if fast:
        lines += [
            "",
            "## How fast",
            "",
            f"Whole processes, medians of {runs} runs (3 from 500 pages on) after one to warm up, in turn with a script that only",
            "takes the text of each page (`benchmarks/bare_pdf.py`). Memory is that of `scr` and of the process that parses, together.",
            "",
            "| what | figure | bar | met |",
            "|---|---:|---:|---|",
            *fast,
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
