"""Changes to the findings of a review in words, and what was left out as text and as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scr_coder.mending import Change, Done
from scr_coder.mending.change import change_fields
from scr_coder.mending.report import listed
from scr_coder.render.terminal import bold, wrapped
from scr_coder.review import Finding, LeftOut, RemovedText, Review
from scr_coder.review.model import places_words
from scr_coder.text import count_of, one_line

_MOST = 12
"""Paragraphs that are shown after a change; of more, their number."""


def done_text(done: Done, review: str, how: str) -> str:
    """Return what was done, and the paragraphs it made, one on each line. ``how`` begins the first line."""
    lines = [f"{how}: {review}: {done.change.said}"]
    findings = {finding.id: finding for finding in done.report.findings}
    aside = {one.finding.id: one for one in done.report.left_out}
    for name in done.shown[:_MOST]:
        if name in findings:
            lines.append(_row(findings[name], ""))
        elif name in aside:
            lines.append(_row(aside[name].finding, f", left out ({one_line(aside[name].reason)})"))
    if len(done.shown) > _MOST:
        lines.append(f"  and {count_of(len(done.shown) - _MOST, 'other')}")
    return "\n".join(lines)


def _row(finding: Finding, state: str) -> str:
    place = f" ({finding.locator})" if finding.locator else ""
    return f"  {finding.id}{place}{state} “{one_line(finding.text, 50)}”"


def decisions_said(done: Done, review: str, back: bool) -> str:
    """Return what became of decisions; empty when nothing did."""
    if not done.decisions:
        return ""
    whose = listed(list(done.decisions))
    if back or done.change.kind == "restore":
        return f"the decisions of {whose} went with it"
    if done.change.kind in ("drop", "import"):
        return f"the decisions of {whose} on it are cleared; `scr undo {review} --findings` brings them back"
    return f"the decisions of {whose} follow the text; `scr findings {review} --state stale` shows what to look at again"


def change_json(change: Change) -> dict[str, Any]:
    """Return a change as plain values, as it is on its line of ``changes.jsonl``."""
    return change_fields(change)


def changes_text(changes: Sequence[Change]) -> str:
    """Return the history of changes as lines of text."""
    out = []
    for change in changes:
        mark = "undo → " if change.undoes else "redo → " if change.redoes else ""
        by = f" {change.by}" if change.by else ""
        out.append(one_line(f"{change.changed_at[:19].replace('T', ' ')}Z{by}: {mark}{change.said}"))
    return "\n".join(out)


def left_out_json(left_out: Sequence[LeftOut], removed: Sequence[RemovedText]) -> dict[str, Any]:
    """Return what was left out as plain values."""
    return {
        "paragraphs": [
            {
                "id": one.finding.id,
                "kind": one.finding.kind,
                "reason": one.reason,
                "before": one.before,
                "locator": {"page": one.finding.page, "paragraph": one.finding.paragraph, "lines": one.finding.lines},
                "heading": one.finding.heading,
                "section": list(one.finding.section),
                "text": one.finding.text,
            }
            for one in left_out
        ],
        "boilerplate": [one._asdict() for one in removed],
    }


def left_out_text(review: Review, left_out: Sequence[LeftOut], removed: Sequence[RemovedText], width: int, colour: bool) -> str:
    """Return for a terminal what was left out, in the order of the report, and why; then the boilerplate."""
    out = [bold(one_line(review.title), colour), ""]
    for one in left_out:
        place = f" ({one.finding.locator})" if one.finding.locator else ""
        heading = f" · {one.finding.heading}" if one.finding.heading else ""
        out.append(bold(wrapped(f"{one.finding.id}{heading}{place}", width), colour))
        out += [wrapped(paragraph, width, "  ") for paragraph in one.finding.text.split("\n") if paragraph.strip()]
        where = f", before {one.before}" if one.before else ", after the last finding"
        out += [wrapped(f"left out: {one.reason}{where}", width, "      ", "    "), ""]
    if removed:
        out.append(bold("Boilerplate", colour))
        for text in removed:
            pages = f" ({places_words(text.pages)})" if text.pages else ""
            out.append(wrapped(f"{text.reason}{pages}: {one_line(text.text, 200)}", width, "    ", "  "))
        out.append("")
    return "\n".join(out[:-1])
