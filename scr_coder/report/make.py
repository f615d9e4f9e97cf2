"""A whole report: from facts to the bytes of its files."""

from __future__ import annotations

from scr_coder.exchange.datapackage import package_files
from scr_coder.render.charts import charts_of
from scr_coder.render.layout import source_line
from scr_coder.render.xlsx import Cover, render_workbook
from scr_coder.report.behind import FINDINGS_CSV, findings_csv
from scr_coder.report.counted import Counted, Step, count_report
from scr_coder.report.manifest import MANIFEST, manifest_json
from scr_coder.report.page import render_page
from scr_coder.report.plan import ReportOptions
from scr_coder.tables.facts import Source
from scr_coder.tables.table import SUPPRESSED

PAGE, WORKBOOK, README = "index.html", "tables.xlsx", "README.txt"


def report_files(options: ReportOptions, source: Source, default_layer: str, step: Step = lambda _: None) -> dict[str, bytes]:
    """Return the files of a report by their names in its folder.

    The same inputs give the same bytes, but for the moment of making, which `SOURCE_DATE_EPOCH` fixes. Raises ScrError as
    `count_report`.
    """
    counted = count_report(options, source, default_layer, step)
    tables = list(counted.tables.values())
    files: dict[str, bytes] = {}
    step("drawing charts")
    charts = charts_of(counted.tables, counted.mark)
    for chart in charts:
        files[f"charts/{chart.name}.svg"] = chart.svg
        files[f"charts/{chart.name}.png"] = chart.png
    step("writing the tables")
    files[WORKBOOK] = render_workbook(tables, Cover(counted.title, (counted.mark,) if counted.mark else ()))
    files |= {f"csv/{name}": data for name, data in package_files(tables, counted.title).items()}
    if counted.lists is not None:
        files[f"csv/{FINDINGS_CSV}"] = findings_csv(counted.lists, options.quotes)
    step("writing the page")
    files[PAGE] = render_page(counted, charts, _described(bool(charts), counted), options.quotes).encode()
    files[README] = _readme(counted, bool(charts)).encode()
    files[MANIFEST] = manifest_json(counted, source, options.command(), files)
    return files


def _described(charts: bool, counted: Counted) -> list[tuple[str, str]]:
    """Return the files beside the page that a reader may want, and what each is."""
    found = [
        (WORKBOOK, "all tables as a workbook, one to a sheet"),
        ("csv/datapackage.json", "all tables as tidy CSV files, with a description of every column"),
    ]
    if counted.lists is not None:
        found.append((f"csv/{FINDINGS_CSV}", "the findings behind the numbers"))
    found.append((MANIFEST, "what this report was made from: versions, command, digests"))
    found.append((README, "what is what" + (", and where the charts are" if charts else "")))
    return found


def _readme(counted: Counted, charts: bool) -> str:
    first = next(iter(counted.tables.values()))
    lines = [
        counted.title,
        "=" * len(counted.title),
        "",
        *(line for warning in counted.warnings for line in (warning, "")),
        f"{PAGE}  the report: overview map, {'charts, ' if charts else ''}tables. Open it in any browser; it needs no network.",
        f"{WORKBOOK}  all tables as a workbook.",
        "csv/  all tables as tidy CSV files (UTF-8), described by datapackage.json (Frictionless Data Package).",
        *([f"csv/{FINDINGS_CSV}  the findings behind the numbers of the issues."] if counted.lists is not None else []),
        *(["charts/  each chart as SVG and PNG; its text alternative stands in the report."] if charts else []),
        f"{MANIFEST}  versions, command, and SHA-256 of what was read and of each file.",
        *([counted.left_out_note] if counted.left_out else []),
        *([f"{SUPPRESSED} stands for a number that is kept back."] if counted.protection.threshold else []),
        "",
        source_line(first),
    ]
    from scr_coder.text import one_line

    return "\n".join(one_line(line) for line in lines) + "\n"
