"""The numbers of a report, all from one load of the facts, suppressed together where that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from scr_coder.problem import ScrError
from scr_coder.report.plan import ReportOptions, base_request, check_quotes, chosen_attributes, filter_attributes, report_requests
from scr_coder.review.quick import QuickFinding
from scr_coder.tables.facts import Source
from scr_coder.tables.meanings import table_ids
from scr_coder.tables.protection import Floor, Protection, requests_behind, resolve_protection, with_note
from scr_coder.tables.records import LayerRecords, layer_records, layers_of
from scr_coder.tables.request import TableRequest
from scr_coder.tables.suppressing import SuppressionRegister
from scr_coder.tables.table import Table
from scr_coder.tables.tabulate import arranged, count_table
from scr_coder.tables.together import LoadedFacts
from scr_coder.tables.why import Behind, findings_behind, places
from scr_coder.tables.workspace_facts import WorkspaceFacts
from scr_coder.text import count_of

OF_THE_MAP = frozenset(["issues", "areas", "causes"])
"""Tables that are needed for the map, whatever is hidden in them."""
Step = Callable[[str], None]
"""Called with what is done next, for a reader who waits."""


class Grid(NamedTuple):
    """Which issue stands in which area, and which cause in which issue, in the order of the taxonomies."""

    areas: tuple[tuple[str, str], ...]
    issues: tuple[tuple[str, str, str], ...]
    """Issue, its area, its label."""


class Filterable(NamedTuple):
    """What the page needs to count again: the reviews of the scope with their attributes, and the records of each layer."""

    reviews: tuple[str, ...]
    attributes: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]
    """Attribute, its label, and (value, label) of each of its values."""
    valued: dict[str, dict[str, list[str]]]
    """Attribute to review to values."""
    layers: tuple[LayerRecords, ...]


class Lists(NamedTuple):
    """The findings behind the numbers: by issue and by (issue, cause), with their places in the reports."""

    issues: dict[tuple[str, ...], list[Behind]]
    causes: dict[tuple[str, ...], list[Behind]]
    places: dict[tuple[str, str], QuickFinding]


class Counted(NamedTuple):
    """Everything that a report shows. ``lists`` and ``filterable`` are None where counts are suppressed.

    They hold single reviews, from which every count that is kept back could be counted again.
    """

    title: str
    mark: str
    tables: dict[str, Table]
    request: TableRequest
    protection: Protection
    attributes: tuple[str, ...]
    grid: Grid
    lists: Lists | None
    filterable: Filterable | None
    open_counts: str = ""
    left_out: tuple[str, ...] = ()

    @property
    def left_out_note(self) -> str:
        """Which tables are left out since suppression leaves no number in them; empty where none is."""
        return f"Left out, since all of their numbers are kept back: {'; '.join(self.left_out)}." if self.left_out else ""

    @property
    def warnings(self) -> list[str]:
        """What stands at the head of the page: the mark, and why this is not for publication, if it is not."""
        return [line for line in (self.mark, self.protection.note, self.open_counts) if line]


def count_report(options: ReportOptions, source: Source, default_layer: str, step: Step = lambda _: None) -> Counted:
    """Count everything that a report shows. ``step`` is told what comes next.

    Raises ScrError for filters that mean nothing, for less suppression than the floor asks for, for quotes where they
    cannot stand, where no review with a decision is left to count, and where suppressed counts may still be worked out.
    """
    protection = resolve_protection(Floor(*source.floor()), options.suppress_below, options.zeros, options.allow_disclosure)
    suppressed = bool(protection.threshold)
    check_quotes(options, suppressed, isinstance(source, WorkspaceFacts))
    step("reading the facts")
    probe = base_request(options, source, default_layer)
    loaded = LoadedFacts(source, probe.as_of)
    try:
        attributes = chosen_attributes(options.by, loaded)
        tables = _tables(report_requests(options, attributes, loaded, default_layer, suppressed), loaded, protection, step)
        open_counts = check_proven(tables, options.allow_disclosure)
        empty = [name for name, table in tables.items() if table.name not in OF_THE_MAP and len(table.hidden) == len(table.rows) > 0]
        left_out = tuple(tables.pop(name).title for name in empty)
        grid = _grid(loaded)
        lists = filterable = None
        if not suppressed:
            step("finding what is behind the numbers")
            lists = _lists(probe, loaded)
            filterable = _filterable(probe, loaded, filter_attributes(attributes))
    finally:
        loaded.close()
    title = options.title or _title(source)
    return Counted(title, options.mark, tables, probe, protection, tuple(attributes), grid, lists, filterable, open_counts, left_out)


def _title(source: Source) -> str:
    named = source.workspace.settings.title if isinstance(source, WorkspaceFacts) else ""
    return named or "Findings of case reviews"


def _tables(requests: Sequence[TableRequest], loaded: LoadedFacts, protection: Protection, step: Step) -> dict[str, Table]:
    """Count the tables and suppress them together; by their ids, sorted as each is asked for."""
    counted = []
    for at, request in enumerate(requests, 1):
        step(f"counting table {at} of {len(requests)}")
        counted.append(count_table(request, loaded))
        if at == 1 and not counted[0].base:
            raise ScrError("there is no review with a decision to report on", "`scr status` shows what is coded; mind the filters")
    shown = counted
    if protection.threshold:
        step("protecting small counts")
        register = SuppressionRegister(protection.threshold, protection.zeros, _families(loaded))
        for table in counted:
            register.add(table)
        for request in requests:
            for behind in requests_behind(request):
                register.add(count_table(behind, loaded))
        shown = [register.suppressed(table) for table in counted]
    made = counted[0].provenance["generated"]  # one moment for all
    shown = [replace(table, provenance={**table.provenance, "generated": made}) for table in shown]
    final = [with_note(arranged(table, request), protection) for table, request in zip(shown, requests, strict=True)]
    return dict(zip(table_ids(final), final, strict=True))


def check_proven(tables: Mapping[str, Table], allow: bool) -> str:
    """Return a warning if suppressed counts of ``tables``, by their ids, may still be worked out; empty if none can be.

    Raises ScrError instead without ``allow`` (``--allow-disclosure``).
    """
    open_in = {name: number for name, table in tables.items() if (number := table.provenance.get("disclosure", {}).get("unproven"))}
    if not open_in:
        return ""
    what = f"{count_of(sum(open_in.values()), 'suppressed count', 'suppressed counts')} may still be worked out, in {', '.join(open_in)}"
    if not allow:
        raise ScrError(f"not for publication: {what}", "choose fewer groups (--by) or another --suppress-below, or add --allow-disclosure")
    return f"Not for publication: {what} (--allow-disclosure)."


def _families(loaded: LoadedFacts) -> dict[str, str]:
    return dict(loaded.engine.run("select cause, family from why"))


def _grid(loaded: LoadedFacts) -> Grid:
    areas = loaded.engine.run("select area, label from areas order by position")
    issues = loaded.engine.run("select issue, area, label from issues order by position")
    return Grid(tuple((a, label) for a, label in areas), tuple((i, a, label) for i, a, label in issues))


def _lists(request: TableRequest, loaded: LoadedFacts) -> Lists:
    issues = findings_behind(request, loaded, "issue")
    causes = findings_behind(request, loaded, "cause")
    found: dict[tuple[str, str], QuickFinding] = {}
    if isinstance(loaded.source, WorkspaceFacts):
        found = places(loaded.source.workspace, (one for behind in issues.values() for one in behind))
    return Lists(issues, causes, found)


def _filterable(request: TableRequest, loaded: LoadedFacts, attributes: Sequence[str]) -> Filterable:
    from scr_coder.tables.scope import Scope

    scope = Scope(request, loaded, loaded.engine)
    scope.open()
    reviews = tuple(row[0] for row in loaded.engine.run("select review from scope order by review"))
    valued: dict[str, dict[str, list[str]]] = {}
    described = []
    for name in attributes:
        of = valued[name] = {review: [] for review in reviews}
        query = f"select v.review, v.value from ({scope.values_of(name)}) as v join scope s on v.review = s.review"
        for review, value in sorted(loaded.engine.run(query)):
            of[review].append(value)
        values = scope.ordered(name, [value for given in of.values() for value in given])
        known = loaded.attributes.attributes.get(name)
        label = known.label if known else name.replace("_", " ").capitalize()
        described.append((name, label, tuple((value, loaded.attributes.label(name, value)) for value in values)))
    layers = layers_of(loaded)
    layers += [] if request.layer in layers else [request.layer]
    return Filterable(reviews, tuple(described), valued, tuple(layer_records(request, loaded, layers)))


def provenance_of(counted: Counted) -> dict[str, Any]:
    """Return the provenance that all tables of a report share."""
    return next(iter(counted.tables.values())).provenance
