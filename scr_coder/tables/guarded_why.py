"""From a number back to the findings behind it, where small counts are suppressed: only from numbers that a table shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scr_coder.problem import ScrError
from scr_coder.tables.facts import Source
from scr_coder.tables.protection import Protection, protected_table
from scr_coder.tables.request import TableRequest
from scr_coder.tables.why import TABLE_OF, Asked, WhyCount, key_of, why_count

SINGLE = "The findings are listed review by review: the list is not for publication."


def protected_why_count(name: str, request: TableRequest, source: Source, protection: Protection, why: str = "") -> WhyCount:
    """Return a number and the findings behind it, as `why_count` does, where a table would show the number.

    The tables that would are the one of the request, and, for each condition on one value of an attribute, the one by that
    attribute, in which the number is a cell. Raises ScrError where one of them hides it, for its own sake or for another's.
    """
    found = why_count(name, request, source, why, discreet=bool(protection.threshold))
    notes = [protection.note] if protection.note else []
    provenance = found.provenance | protection.provenance()
    if protection.threshold:
        for table_request, value in _tables_with(request, TABLE_OF[found.asked.dimension]):
            if _hides(table_request, source, protection, value, found):
                raise _refusal(found.asked, source, protection)
        notes += [SINGLE]
        provenance |= {"disclosure": {"suppress_below": protection.threshold, "zeros": protection.zeros}}
    return found._replace(notes=(*notes, *found.notes), provenance=provenance)


def _tables_with(request: TableRequest, name: str) -> Iterator[tuple[TableRequest, str]]:
    """Yield the tables in which a number stands, each with the value of its attribute under which it stands, if it has one."""
    plain = replace(request, name=name, by="", top=0, sort="")
    yield plain, ""
    for at, (attribute, values) in enumerate(request.where):
        if attribute != "review" and len(set(values)) == 1:
            yield replace(plain, by=attribute, where=(*request.where[:at], *request.where[at + 1 :])), values[0]


def _hides(request: TableRequest, source: Source, protection: Protection, value: str, found: WhyCount) -> bool:
    """Return whether a table hides a number; one that has no row in it goes with what would be its base."""
    table = protected_table(request, source, protection)
    asked = found.asked
    head = (value,) if value else ()
    place = _place(table.rows, (*head, *key_of(asked)))
    if place is not None:
        return place in table.hidden
    if found.n or protection.zeros == "suppress" or table.base is None:
        return True
    if asked.dimension == "cause":
        issue = found._replace(asked=Asked("issue", asked.issue, ""), n=found.base)
        return _hides(replace(request, name="issues"), source, protection, value, issue)
    return any(base is None for part, base in table.bases.items() if part == value)


def _place(rows: tuple[tuple[object, ...], ...], key: tuple[str, ...]) -> int | None:
    return next((at for at, row in enumerate(rows) if row[: len(key)] == key), None)


def _refusal(asked: Asked, source: Source, protection: Protection) -> ScrError:
    name = f"{asked.issue} {asked.id}" if asked.issue and not asked.id.startswith(asked.issue) else asked.id
    what = "its number is small, or a small one could be worked out from it"
    floored = protection.threshold <= source.floor()[0]
    hint = "ask of more reviews, or add --allow-disclosure" if floored else "ask of more reviews, or lower --suppress-below"
    return ScrError(f"{name}: suppressed, as in tables with counts below {protection.threshold} hidden: {what}", hint)
