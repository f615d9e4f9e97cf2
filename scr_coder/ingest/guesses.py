"""Guess attributes of a review from its title page. Guesses are told to be guesses wherever they appear.

Only facts about the report itself are guessed (its type, nation, partnership, date), never about a child.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from scr_coder.ingest.document import Block
from scr_coder.taxonomy import Attributes

GROUP = "review"
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_DATE = re.compile(rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?\s+)?({'|'.join(_MONTHS)})\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_BOARD = re.compile(
    r"((?:[A-Z][\w’'&.-]*,?\s+(?:and\s+|of\s+|the\s+)*){1,6}(?:Local\s+)?Safeguarding\s+(?:Children|Adults?)(?:['’]s)?\s+(?:Board|Partnership))"
)
LINE = 150
"""Characters of a line that may say what a report is."""
TITLE_PAGE = 1_500
"""Characters from the beginning of a report that are looked at when it has no pages."""


class Guess(NamedTuple):
    """A guessed value of an attribute, and the words of the title page that it rests on."""

    value: str
    words: str


def guess_attributes(blocks: Sequence[Block], attributes: Attributes) -> dict[str, Guess]:
    """Return guesses for attributes of the workspace's schema, from the first page of a report."""
    lines = _title_page(blocks)
    page = "\n".join(lines)
    found: dict[str, Guess] = {}
    for attribute in attributes.attributes.values():
        if attribute.group == GROUP and attribute.type == "enum":
            guess = _labelled(page, attribute.values)
            if guess is not None:
                found[attribute.id] = guess
    if "publication_date" in attributes.attributes and (date := _date(page)):
        found["publication_date"] = date
    if "partnership" in attributes.attributes and (board := _BOARD.search(page)):
        name = " ".join(board[1].split())
        found["partnership"] = Guess(name, name)
    return found


def _title_page(blocks: Sequence[Block]) -> list[str]:
    lines: list[str] = []
    size = 0
    for block in blocks:
        if size > TITLE_PAGE or block.page > 1:
            break
        if len(block.text) <= LINE:  # running text names dates and kinds of other reviews
            lines.append(block.text)
        size += len(block.text)
    return lines


def _labelled(page: str, values: dict[str, str]) -> Guess | None:
    """Return the one value whose label the page shows; the longest where one label is in another."""
    hits: dict[str, str] = {}
    for value, label in values.items():
        words = re.sub(r"\s*\([^)]*\)", "", label).strip()
        match = re.search(rf"\b{re.escape(words)}\b", page, re.IGNORECASE) if value != "other" and len(words) > 4 else None
        # What a label says in brackets (“Wales”, “SILP”) tells it from others of the same words: the page must say it, too.
        said = re.search(r"\((\w+)", label)
        if match and (said is None or re.search(rf"\b{said[1]}\b", page, re.IGNORECASE)):
            hits[value] = match[0]
    # “Serious Case Review” is also in “National Serious Case Review”: the longer label says more.
    kept = {v: w for v, w in hits.items() if not any(w.casefold() != o.casefold() and w.casefold() in o.casefold() for o in hits.values())}
    if len(kept) != 1:
        return None
    ((value, words),) = kept.items()
    return Guess(value, words)


def _date(page: str) -> Guess | None:
    """Return the publication date: the only date on the page, or the one that is said to be of publication."""
    dates = list(_DATE.finditer(page))
    marked = [d for d in dates if re.search(r"publish|publication|date of report", page[max(0, d.start() - 40) : d.start()], re.IGNORECASE)]
    chosen = marked[:1] or (dates if len({d[0].casefold() for d in dates}) == 1 else [])
    if not chosen:
        return None
    day, month, year = chosen[0].groups()
    text = f"{year}-{_MONTHS.index(month.casefold()) + 1:02d}"
    return Guess(f"{text}-{int(day):02d}" if day and 1 <= int(day) <= 28 else text, chosen[0][0])
