"""The notes of a table: what a reader must know so as not to read too much into a number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from scr_coder.tables.percent import SMALL_BASE
from scr_coder.tables.request import TableRequest
from scr_coder.taxonomy import Attributes
from scr_coder.text import count_of


class Quality(NamedTuple):
    """What the query `quality` counts of the data behind a table."""

    reviews_in_scope: int
    reviews_begun: int
    unreconciled: int
    orphans: int
    stale: int
    foreign_tags: int


def notes_for(request: TableRequest, attributes: Attributes, base: int, quality: Quality) -> list[str]:
    """Return the notes of a table, in the order in which they are printed. ``base`` is the smallest base in it."""
    return [*_how_counted(request, attributes, base), *_what_was_found(request, quality)]


def _how_counted(request: TableRequest, attributes: Attributes, base: int) -> Iterator[str]:
    counted_tags = request.name in ("issues", "areas", "causes", "families") or request.name == "crosstab"
    unit = request.count
    if request.name not in ("coverage",):
        one = "A review" if unit == "reviews" else "A finding"
        if request.name == "candidates":
            yield "Counted are findings that match no issue in the layer; coders who agree on that need not use the same words."
        elif counted_tags:
            yield f"{one} can show several of these, so percentages do not add up to 100."
        if base < SMALL_BASE:
            yield f"Where the base is below {SMALL_BASE}, n/N is shown and the percentage left out."
    if request.name == "causes":
        yield "The base of a cause is the number of " + unit + " in which its issue was found."
    if request.name == "families":
        yield "“Cause not coded” counts tags to which the layer gives no cause; it is not the same as unclear."
    if counted_tags and not request.splits_polarity():
        left = [name for name in ("problem", "advice", "positive") if name not in request.polarity]
        if left:
            verb = "is" if len(left) == 1 else "are"
            yield f"Counted are tags of polarity {' and '.join(request.polarity)}; {' and '.join(left)} {verb} left out."
    if request.name in ("issues", "areas"):
        yield "Placeholders cannot be coded and are left out."
    for name in [n for n in (request.by, request.rows, request.cols) if n]:
        known = attributes.attributes.get(name)
        if known is not None and known.type == "multi":
            yield f"A review can have several values of {name}, so its groups overlap."
    if request.by or any(n and n in attributes.attributes for n in (request.rows, request.cols)):
        yield "Reviews that do not state the attribute are a group of their own and are in the base."


def _what_was_found(request: TableRequest, quality: Quality) -> Iterator[str]:
    if not quality.reviews_in_scope:
        yield "No review fits the filters."
    waiting = quality.reviews_in_scope - quality.reviews_begun
    if waiting:
        verb = "has" if waiting == 1 else "have"
        yield f"{count_of(waiting, 'review')} {verb} no decision in this layer and {'is' if waiting == 1 else 'are'} not in the base."
    if quality.unreconciled and request.layer == "resolved" and request.name != "candidates":
        found = count_of(quality.unreconciled, "finding was", "findings were")
        yield f"{found} decided on by two or more coders and not reconciled: only what all of them say of it is counted."
    if quality.unreconciled and request.layer == "any":
        found = count_of(quality.unreconciled, "finding was", "findings were")
        yield f"{found} decided on by two or more coders: what any of them says is counted."
    if quality.stale:
        made = count_of(quality.stale, "decision was", "decisions were")
        yield f"{made} made on text that has changed since; counted, but look at them again (`scr findings REVIEW --state stale`)."
    if quality.orphans:
        made = count_of(quality.orphans, "decision is", "decisions are")
        yield f"{made} on findings that no longer exist and left out: run `scr check`."
    if quality.foreign_tags:
        made = count_of(quality.foreign_tags, "tag names", "tags name")
        yield f"{made} issues that are not in the taxonomies and are left out: run `scr check`."
