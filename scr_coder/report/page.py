"""The page of a report: one file that loads nothing, and can be read without its script."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from importlib import resources
from typing import Any, NamedTuple

from scr_coder.coding import POLARITIES
from scr_coder.render.charts import Chart
from scr_coder.render.layout import context_lines, source_line
from scr_coder.render.table_html import TABLE_CSS, style_hash, table_html
from scr_coder.report.behind import FINDINGS_CSV, Listed, listed
from scr_coder.report.counted import Counted, provenance_of
from scr_coder.report.inline_svg import inline_svg
from scr_coder.report.overview import LEVELS, AreaCell, IssueCell, WhyCell, overview
from scr_coder.report.plan import SHOWN_PAIRS
from scr_coder.report.records import records_json
from scr_coder.tables.arrange import arrange
from scr_coder.tables.table import Table
from scr_coder.text import printable


class WhyBehind(NamedTuple):
    """A WHY with the findings behind it."""

    cell: WhyCell
    listed: Listed


class IssueBehind(NamedTuple):
    """An issue with the findings behind it, and its WHYs with theirs."""

    cell: IssueCell
    listed: Listed
    whys: list[WhyBehind]


class AreaBehind(NamedTuple):
    """An area with its issues that were found."""

    cell: AreaCell
    issues: list[IssueBehind]


def render_page(counted: Counted, charts: Sequence[Chart], files: Sequence[tuple[str, str]], quotes: bool) -> str:
    """Return the page. ``files`` are the names of the files beside it, and what each holds; ``quotes``: with texts of findings."""
    from markupsafe import Markup

    columns, bands = overview(counted.tables, counted.grid)
    causes = [(issue.issue, why.cause) for area in [*columns, *bands] for issue in area.issues for why in issue.whys]
    css = "\n" + TABLE_CSS + asset("style.css")
    script = asset("page.js").replace("/*LEVELS*/[]", json.dumps(LEVELS))
    filterable = counted.filterable
    issues = counted.tables["issues"]
    page: str = _template().render(
        title=counted.title,
        policy=policy_of(css, script),
        css=Markup(css),  # noqa: S704  this package's own
        script=Markup(script),  # noqa: S704
        records=Markup(records_json(filterable, counted.request, counted.grid, causes)) if filterable else "",  # noqa: S704
        tool=provenance_of(counted)["tool"],
        lead=context_lines(issues),
        warnings=counted.warnings,
        suppressed=bool(counted.protection.threshold),
        unit=issues.unit,
        levels=LEVELS,
        linked=counted.lists is not None,
        columns=columns,
        bands=bands,
        map_note=_map_note(counted),
        no_filters=_no_filters(counted),
        polarities=POLARITIES,
        filter_attributes=[(name, label, [named for _, named in values]) for name, label, values in filterable.attributes]
        if filterable
        else [],
        charts=[_chart(chart) for chart in charts],
        tables_note=_tables_note(counted),
        tables=[(name, table, Markup(table_html(shown(table), f"table-{name}", 3))) for name, table in counted.tables.items()],  # noqa: S704
        areas_behind=_areas_behind(counted, [*columns, *bands], quotes),
        behind_note=_behind_note(quotes),
        about=_about(counted),
        files=files,
        source=source_line(issues),
    )
    return page


def shown(table: Table) -> Table:
    """Return a table as the page shows it: of the pairs of issues only the first."""
    return arrange(table, top=SHOWN_PAIRS) if table.name == "cooccurrence" else table


def policy_of(css: str, script: str) -> str:
    """Return the content security policy of a page with one style and one script: nothing else, and nothing from elsewhere."""
    return (
        f"default-src 'none'; style-src {style_hash(css)}; script-src {style_hash(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


@functools.cache
def asset(name: str) -> str:
    """Return a file under ``assets``."""
    return (resources.files("scr_coder.report") / "assets" / name).read_text(encoding="utf-8")


def _template() -> Any:
    import jinja2
    from markupsafe import Markup

    def finalize(value: Any) -> Any:
        return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    environment = jinja2.Environment(
        autoescape=True, finalize=finalize, trim_blocks=True, keep_trailing_newline=True, undefined=jinja2.StrictUndefined
    )
    return environment.from_string(asset("page.html"))


def _chart(chart: Chart) -> dict[str, Any]:
    from markupsafe import Markup

    picture = inline_svg(chart.svg, f"chart-{chart.name}", printable(chart.title), printable(chart.alt))
    # Taken apart and put together again by lxml, with nothing left that runs or loads.
    return {"name": chart.name, "title": chart.title, "alt": chart.alt, "table": chart.table, "svg": Markup(picture)}  # noqa: S704


def _areas_behind(counted: Counted, cells: Sequence[AreaCell], quotes: bool) -> list[AreaBehind]:
    lists = counted.lists
    if lists is None:
        return []
    order = {review: at for at, review in enumerate(counted.filterable.reviews)} if counted.filterable else {}
    areas = []
    for area in cells:
        issues = []
        for issue in area.issues:
            found = lists.issues.get((issue.issue,), [])
            if not found:
                continue
            whys = []
            for why in issue.whys:
                behind = lists.causes.get((issue.issue, why.cause), [])
                if behind:
                    whys.append(WhyBehind(why, listed(behind, lists, order, quotes, brief=True)))
            issues.append(IssueBehind(issue, listed(found, lists, order, quotes), whys))
        if issues:
            areas.append(AreaBehind(area, issues))
    return areas


def _map_note(counted: Counted) -> str:
    return " ".join(note for note in counted.tables["issues"].notes if not note.startswith("Intervals"))


def _tables_note(counted: Counted) -> str:
    pairs = f"Of the pairs of issues, the first {SHOWN_PAIRS} are shown here. tables.xlsx and the files under csv have all rows."
    notes = [pairs if "cooccurrence" in counted.tables else "", counted.left_out_note]
    return " ".join(note for note in notes if note)


def _no_filters(counted: Counted) -> str:
    if not counted.protection.threshold:
        return ""
    return (
        "There are no filters by layer, polarity or attribute here, and no lists of findings: they would need the records of single "
        f"reviews, from which the counts below {counted.protection.threshold} that are kept back could be counted again."
    )


def _behind_note(quotes: bool) -> str:
    texts = "" if quotes else " Their text is not in this report."
    return (
        f"For each issue and each WHY: the reviews, the findings in them with their place in the report, and what each coder gave.{texts} "
        f"All of them stand in csv/{FINDINGS_CSV}."
    )


def _about(counted: Counted) -> list[str]:
    provenance = provenance_of(counted)
    taxonomies = ", ".join(f"{name} {entry['version']}" for name, entry in provenance["taxonomies"].items())
    lines = [
        f"Made by scr_coder {provenance['tool']} ({provenance['engine']}) with the taxonomies {taxonomies}, at {provenance['generated']}.",
        "A review counts once for an issue, however many of its findings show it. Numbers say how often reviews report an issue, not "
        "how often it happens: reviews are of cases in which something went badly wrong, and they differ in depth.",
        "This page loads nothing from elsewhere and sends nothing. Its script only searches and filters; without it all is there.",
    ]
    if counted.protection.threshold:
        lines.append(
            f"Counts below {counted.protection.threshold} are kept back, and with them what would give them away, in every table, chart "
            "and file alike. Another report of the same reviews with other filters can be subtracted from this one: publish one."
        )
    return lines
