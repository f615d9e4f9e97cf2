"""From a request and a source of facts to a table: relations, queries, then bases, percentages, labels and notes.

What each table counts, and its words, are in `scr_coder.tables.kinds`.
"""

from __future__ import annotations

import datetime as dt
import os

from scr_coder.tables.arrange import arrange
from scr_coder.tables.counting import Counting
from scr_coder.tables.engine import Engine
from scr_coder.tables.facts import Source
from scr_coder.tables.kinds import KINDS
from scr_coder.tables.kinds.base import Kind, words
from scr_coder.tables.notes import notes_for, telling_of, texts_of
from scr_coder.tables.request import TableRequest
from scr_coder.tables.table import Table
from scr_coder.tables.together import engine_for
from scr_coder.version import VERSION


def tabulate_request(request: TableRequest, source: Source, engine: Engine | str = "duckdb") -> Table:
    """Count one table, sorted and cut as it is asked for; see `count_table`."""
    return arranged(count_table(request, source, engine), request)


def count_table(request: TableRequest, source: Source, engine: Engine | str = "duckdb") -> Table:
    """Count one table, in the order of its kind: what is suppressed is worked out on all of its rows.

    ``engine``: one that is open, and stays so, or one of `ENGINES` by name. Raises ScrError for what cannot be counted:
    options, files that cannot be read, too little memory or disk.
    """
    with engine_for(source, engine) as used:
        return _counted(KINDS[request.name], Counting(request, source, used))


def arranged(table: Table, request: TableRequest) -> Table:
    """Return a table sorted and cut. Last, so that the order gives nothing away of numbers that were suppressed before."""
    return arrange(table, request.sort or ("n" if request.top else KINDS[request.name].order), request.top)


def _counted(kind: Kind, counting: Counting) -> Table:
    request, source, engine = counting.request, counting.source, counting.engine
    loaded = counting.open()
    laid = kind.lay_out(counting)
    notes = notes_for(kind, request, source.attributes, laid, counting.quality())
    return Table(
        name=request.name,
        title=_title(kind, request),
        unit=counting.unit,
        base=counting.base[counting.at] if laid.base is None else laid.base,
        layer=request.layer,
        filters=request.filters(),
        coverage=counting.coverage,
        columns=tuple(laid.columns),
        rows=tuple(laid.rows),
        notes=(*texts_of(notes), *loaded),
        provenance={**source.provenance(), "tool": VERSION, "engine": f"{engine.name} {engine.version}", "generated": _now()},
        wide=laid.wide,
        telling=telling_of(notes),
    )


def _title(kind: Kind, request: TableRequest) -> str:
    by = f", by {words(request.by).lower()}" if request.by else ""
    counted = f": number of {request.count}" if kind.counts_units else ""
    return f"{kind.title(request)}{by}{counted}"


def _now() -> str:
    """Return the moment of making as text; `SOURCE_DATE_EPOCH` fixes it for outputs that must come out the same."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = dt.datetime.fromtimestamp(int(epoch), dt.timezone.utc) if epoch.isdecimal() else dt.datetime.now(dt.timezone.utc)
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
