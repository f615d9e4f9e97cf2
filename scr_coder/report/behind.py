"""The findings behind the numbers: as lists on the page, and whole as a CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from scr_coder.render.table_data import guarded
from scr_coder.report.counted import Lists
from scr_coder.review.quick import QuickFinding
from scr_coder.tables.why import Behind, Given

MOST_REVIEWS = 50
"""How many reviews a list on the page names; ``findings.csv`` has all."""
FINDINGS_CSV = "findings.csv"


class ListedFinding(NamedTuple):
    """A finding in a list: where it stands, what was given, and its text where quotes are wanted."""

    finding: str
    locator: str
    given: str
    text: str


class ListedReview(NamedTuple):
    """A review in a list; ``at`` is its place among the reviews of the report."""

    review: str
    at: int
    findings: tuple[ListedFinding, ...]


class Listed(NamedTuple):
    """What a number is made of: its reviews, the first `MOST_REVIEWS` of them, and how many there are beyond."""

    reviews: tuple[ListedReview, ...]
    more: int


def listed(behind: Sequence[Behind], lists: Lists, order: Mapping[str, int], quotes: bool, brief: bool = False) -> Listed:
    """Return the list behind one number. ``order`` has the place of each review; ``brief`` leaves out what was given."""
    by_review: dict[str, list[Behind]] = {}
    for one in behind:
        by_review.setdefault(one.review, []).append(one)
    shown = []
    for review in list(by_review)[:MOST_REVIEWS]:
        findings = tuple(_finding(one, lists.places.get((review, one.finding)), quotes and not brief, brief) for one in by_review[review])
        shown.append(ListedReview(review, order.get(review, -1), findings))
    return Listed(tuple(shown), max(0, len(by_review) - MOST_REVIEWS))


def _finding(one: Behind, place: QuickFinding | None, quotes: bool, brief: bool) -> ListedFinding:
    locator = place.locator if place else ""
    given = "" if brief else "; ".join(given_words(tag) for tag in one.tags)
    return ListedFinding(one.finding, locator, given, place.text if place and quotes else "")


def given_words(given: Given) -> str:
    """Return what a coder gave a finding, in words."""
    why = f", WHY {', '.join(given.causes)}" if given.causes else ""
    return f"{given.coder}: {given.role}, {given.polarity}{why}"


def findings_csv(lists: Lists, quotes: bool) -> bytes:
    """Return every finding behind the numbers of the issues as CSV: a line for each tag of a coder; text only with ``quotes``."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    heads = ["issue", "review", "finding", "page", "paragraph", "lines", "coder", "role", "polarity", "causes"]
    writer.writerow(heads + (["text"] if quotes else []))
    for (issue,), behind in sorted(lists.issues.items()):
        for one in behind:
            place = lists.places.get((one.review, one.finding))
            where = [place.page, place.paragraph, place.lines] if place else ["", "", ""]
            for tag in one.tags:
                row = [issue, one.review, one.finding, *where, tag.coder, tag.role, tag.polarity, " ".join(tag.causes)]
                writer.writerow([guarded(cell) for cell in [*row, *([place.text if place else ""] if quotes else [])]])
    return target.getvalue().encode()
