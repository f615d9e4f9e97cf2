"""Whether a table is suppressed, and at which threshold: what is asked for, and the floor that the data carry along."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from scr_coder.problem import ScrError
from scr_coder.tables.disclosure import ZEROS
from scr_coder.tables.engine import Engine
from scr_coder.tables.engines import reusable
from scr_coder.tables.facts import Source
from scr_coder.tables.request import TableRequest
from scr_coder.tables.suppressing import suppressed_table
from scr_coder.tables.table import Table
from scr_coder.tables.tabulate import arranged, count_table

LEAST = 2
"""The least threshold that hides anything: below it are the counts of 1."""
MOST = 1000


class Floor(NamedTuple):
    """The least that must be suppressed, as ``data/workspace.yaml`` says it or an export carries it; 0 for nothing."""

    suppress_below: int = 0
    zeros: str = "show"


class Protection(NamedTuple):
    """What is to be suppressed (``threshold`` 0 for nothing), and the note that stands on a table below the floor."""

    threshold: int = 0
    zeros: str = "show"
    note: str = ""

    def provenance(self) -> dict[str, Any]:
        """Return what the provenance of a table says of it."""
        return {"disclosure_allowed": True} if self.note else {}


def resolve_protection(floor: Floor, suppress_below: int | None = None, zeros: str | None = None, allow: bool = False) -> Protection:
    """Return what to suppress: what is asked for where it is as strict as the floor, the floor where nothing is asked for.

    Raises ScrError for a threshold that hides nothing, and for less than the floor without ``allow`` (``--allow-disclosure``).
    """
    if suppress_below is not None and not LEAST <= suppress_below <= MOST:
        raise ScrError(f"--suppress-below is {suppress_below}", f"give a whole number from {LEAST} to {MOST:,}, usually 5 or 10")
    if zeros is not None and zeros not in ZEROS:
        raise ScrError(f"--zeros is `{zeros}`", "say show or suppress")
    if zeros is not None and suppress_below is None and not floor.suppress_below:
        raise ScrError("--zeros says nothing without a threshold", "add --suppress-below 5")
    below = suppress_below is not None and suppress_below < floor.suppress_below
    shows = zeros == "show" and floor.zeros == "suppress" and bool(floor.suppress_below)
    if (below or shows) and not allow:
        asked = f"--suppress-below {suppress_below}" if below else "--zeros show"
        least = f"{floor.suppress_below}" if below else "--zeros suppress"
        raise ScrError(f"{asked} shows more than the floor of these data allows, {least}", "leave it out, or add --allow-disclosure")
    if not allow or not floor.suppress_below:
        return Protection(suppress_below or floor.suppress_below, zeros or floor.zeros)
    if suppress_below is not None and not below and not shows:
        return Protection(suppress_below, zeros or floor.zeros)  # as strict as the floor: nothing had to be allowed
    threshold = suppress_below or (floor.suppress_below if shows else 0)
    return Protection(threshold, zeros or ("show" if not threshold else floor.zeros), _allowed(floor))


def _allowed(floor: Floor) -> str:
    zeros = " and zeros" if floor.zeros == "suppress" else ""
    return f"Not for publication: these data ask that counts below {floor.suppress_below}{zeros} be suppressed (--allow-disclosure)."


def protected_table(request: TableRequest, source: Source, protection: Protection, engine: Engine | str = "duckdb") -> Table:
    """Count one table, and suppress in it what is to be suppressed. ``engine`` as for `count_table`.

    Raises ScrError as `count_table` does.
    """
    with reusable(engine) as used:
        table = count_table(request, source, used)
        if protection.threshold:
            behind = [count_table(other, source, used) for other in requests_behind(request)]
            table = suppressed_table(table, protection.threshold, protection.zeros, behind=behind)
    return with_note(arranged(table, request), protection)


def with_note(table: Table, protection: Protection) -> Table:
    """Return a table with the note and the provenance of what was allowed, first of all its notes."""
    if not protection.note:
        return table
    return replace(table, notes=(protection.note, *table.notes), provenance={**table.provenance, **protection.provenance()})


def requests_behind(request: TableRequest) -> Iterable[TableRequest]:
    """Yield the requests of the counts of reviews that stand behind a table of findings, of issues behind a saturation."""
    if request.name == "saturation":
        yield replace(request, name="issues")
    elif request.name == "coverage" and request.by:
        yield replace(request, name="areas", count="reviews")
    elif request.count == "findings":
        within = {"within": "review"} if getattr(request, "within", "") else {}
        yield replace(request, count="reviews", **within)  # type: ignore[arg-type]
