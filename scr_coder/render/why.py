"""The findings behind a number, for a terminal and as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scr_coder.render.terminal import bold, wrapped
from scr_coder.review.quick import QuickFinding
from scr_coder.tables.why import Behind, Given, WhyCount
from scr_coder.text import one_line

Places = Mapping[tuple[str, str], QuickFinding]


def why_json(why: WhyCount, places: Places, quotes: bool) -> dict[str, Any]:
    """Return a number and the findings behind it as plain values; their text only with ``quotes``."""
    return {
        "asked": {"dimension": why.asked.dimension, "id": why.asked.id, "label": why.asked.label, "issue": why.asked.issue},
        "unit": why.unit,
        "n": why.n,
        "base": why.base,
        "percent": why.percent,
        "layer": why.layer,
        "filters": why.filters,
        "findings": [_finding_json(one, places.get((one.review, one.finding)), quotes) for one in why.findings],
        "notes": list(why.notes),
        "provenance": why.provenance,
    }


def _finding_json(one: Behind, place: QuickFinding | None, quotes: bool) -> dict[str, Any]:
    page, paragraph, lines = (place.page, place.paragraph, place.lines) if place else ("", "", "")
    found: dict[str, Any] = {
        "review": one.review,
        "finding": one.finding,
        "locator": {"page": page, "paragraph": paragraph, "lines": lines},
        "tags": [given._asdict() | {"causes": list(given.causes)} for given in one.tags],
    }
    return found | ({"text": place.text if place else ""} if quotes else {})


def why_text(why: WhyCount, places: Places, quotes: bool, width: int, colour: bool) -> str:
    """Return a number and the findings behind it for a terminal: by review, what each coder gave; text only with ``quotes``."""
    asked = why.asked
    coded = asked.id != asked.label and asked.id[:1].isupper()  # ids of families are no part of what a table shows
    name = f"{asked.id} {asked.label}" if coded else asked.label
    share = "" if why.percent is None else f" ({why.percent:.1f}%)"
    which = f" with {asked.issue}" if asked.issue else ""
    out = [bold(wrapped(f"{name}: {why.n} of {why.base} {why.unit}{which}{share}", width), colour)]
    out.append(wrapped(_chosen(why), width))
    review = None
    for one in why.findings:
        if one.review != review:
            review = one.review
            out += ["", bold(one_line(review), colour)]
        out += _finding_lines(one, places.get((one.review, one.finding)), quotes, width)
    if not why.findings:
        out += ["", "no finding stands behind it"]
    if why.notes:
        out += ["", *(wrapped(note, width, "  ", "- ") for note in why.notes)]
    return "\n".join(out) + "\n"


def _chosen(why: WhyCount) -> str:
    """Return which decisions and reviews are counted."""
    filters = dict(why.filters)
    polarities, where = filters.pop("polarity"), filters.pop("where", [])
    assert isinstance(polarities, list)
    assert isinstance(where, list)
    given = [*where, *(f"{name.replace('_', ' ')} {value}" for name, value in filters.items())]
    only = f" Only: {'; '.join(given)}." if given else ""
    return f"Layer: {why.layer}. Polarity: {', '.join(polarities)}.{only}"


def _finding_lines(one: Behind, place: QuickFinding | None, quotes: bool, width: int) -> list[str]:
    where = f" ({place.locator})" if place and place.locator else ""
    lines = [wrapped(f"{one.finding}{where}", width, "    ", "  ")]
    lines += [wrapped(_given(given), width, "        ", "      ") for given in one.tags]
    if quotes and place:
        lines += [wrapped(f"“{place.text}”", width, "      ")]
    return lines


def _given(given: Given) -> str:
    if given.candidate:
        return f"{given.coder}: no match, candidate: {given.candidate}"
    why = f", WHY {', '.join(given.causes)}" if given.causes else ""
    return f"{given.coder}: {given.issue} ({given.role}, {given.polarity}{why})"
