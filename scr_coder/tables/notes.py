"""The notes of a table: what a reader must know so as not to read too much into a number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from scr_coder.tables.kinds.base import Kind, Laid
from scr_coder.tables.percent import SMALL_BASE
from scr_coder.tables.request import TableRequest
from scr_coder.tables.table import Note
from scr_coder.taxonomy import Attributes
from scr_coder.text import count_of

INTERVALS = (
    "Intervals are 95% score intervals (Wilson). Where all reviews of a period are in, they say how much the process that makes "
    "such reviews could vary, not how a sample does."
)

ALIKE = "Findings of one review are alike, so an interval of findings is narrower than it should be."
NO_REVIEW = "No review fits the filters."


class Quality(NamedTuple):
    """What the query `quality` counts of the data behind a table."""

    reviews_in_scope: int
    reviews_begun: int
    unreconciled: int
    orphans: int
    stale: int
    foreign_tags: int


def notes_for(kind: Kind, request: TableRequest, attributes: Attributes, laid: Laid, quality: Quality) -> list[str | Note]:
    """Return the notes of a table, in the order in which they are printed."""
    return [*_how_counted(kind, request, attributes, laid), *laid.notes, *what_was_found(kind, request, quality)]


def texts_of(notes: Iterable[str | Note]) -> list[str]:
    """Return notes as they are printed where nothing is suppressed."""
    return [note.text if isinstance(note, Note) else note for note in notes]


def telling_of(notes: Iterable[str | Note]) -> dict[str, str]:
    """Return those notes that give counts away, with what is said instead where counts are suppressed."""
    return {note.text: note.discreet for note in notes if isinstance(note, Note)}


def discreet_notes(notes: Iterable[str], telling: Mapping[str, str]) -> list[str]:
    """Return notes as they are said where counts are suppressed."""
    return [said for said in (telling.get(note, note) for note in notes) if said]


def _how_counted(kind: Kind, request: TableRequest, attributes: Attributes, laid: Laid) -> Iterator[str | Note]:
    yield from kind.opening_notes(request)
    base = next((at for at, column in enumerate(laid.columns) if column.name == "base"), None)
    if base is not None and min((row[base] for row in laid.rows), default=0) < SMALL_BASE:
        yield f"Where the base is below {SMALL_BASE}, n/N is shown and the percentage left out."
    yield from kind.own_notes(request)
    if request.ci:
        yield from _on_intervals(request, laid)
    if kind.counts_tags(request) and not request.splits_polarity():
        left = [name for name in ("problem", "advice", "positive") if name not in request.polarity]
        if left:
            verb = "is" if len(left) == 1 else "are"
            yield f"Counted are tags of polarity {' and '.join(request.polarity)}; {' and '.join(left)} {verb} left out."
    if kind.lists_issues:
        yield "Placeholders cannot be coded and are left out."
    for name in [n for n in (request.by, request.rows, request.cols) if n]:
        known = attributes.attributes.get(name)
        if known is not None and known.type == "multi":
            yield f"A review can have several values of {name}, so its groups overlap."
    if kind.keeps_unstated and (request.by or any(n and n in attributes.attributes for n in (request.rows, request.cols))):
        yield "Reviews that do not state the attribute are a group of their own and are in the base."


def _on_intervals(request: TableRequest, laid: Laid) -> Iterator[str | Note]:
    """Yield what a reader must know of intervals, or why there is none.

    Where counts are suppressed the usual note stands: that no base is large enough would tell of bases that are hidden.
    """
    low = next(at for at, column in enumerate(laid.columns) if column.name == "low")
    if any(row[low] is not None for row in laid.rows):
        yield INTERVALS
        if request.count == "findings":
            yield ALIKE
    elif laid.rows:
        none = f"No group has the {SMALL_BASE} {request.count} from which percentages and intervals are given."
        yield Note(none, f"{INTERVALS} {ALIKE}" if request.count == "findings" else INTERVALS)


def what_was_found(kind: Kind, request: TableRequest, quality: Quality) -> Iterator[str | Note]:
    """Yield what the data behind a table make a reader beware of."""
    if not quality.reviews_in_scope:
        yield NO_REVIEW
    waiting = quality.reviews_in_scope - quality.reviews_begun
    if waiting:
        without, rest = "no decision in this layer", "not in the base."
        has, are = ("has", "is") if waiting == 1 else ("have", "are")
        yield Note(f"{count_of(waiting, 'review')} {has} {without} and {are} {rest}", f"Reviews with {without} are {rest}")
    if quality.unreconciled and request.layer == "resolved" and kind.weighs_coders:
        yield _some(
            quality.unreconciled,
            ("finding was", "findings were"),
            "decided on by two or more coders and not reconciled: only what all of them say of it is counted.",
        )
    if quality.unreconciled and request.layer == "any":
        yield _some(
            quality.unreconciled, ("finding was", "findings were"), "decided on by two or more coders: what any of them says is counted."
        )
    if quality.stale:
        rest = "made on text that has changed since; counted, but look at them again (`scr findings REVIEW --state stale`)."
        yield _some(quality.stale, ("decision was", "decisions were"), rest)
    if quality.orphans:
        rest = "on findings that no longer exist and left out: run `scr check`."
        yield _some(quality.orphans, ("decision is", "decisions are"), rest)
    if quality.foreign_tags:
        rest = "issues that are not in the taxonomies and are left out: run `scr check`."
        yield _some(quality.foreign_tags, ("tag names", "tags name"), rest)


def _some(number: int, what: tuple[str, str], rest: str) -> Note:
    """Return a note on a number of things (``what``: of one, of several), and on some of them where it must not be told."""
    return Note(f"{count_of(number, *what)} {rest}", f"Some {what[1]} {rest}")
