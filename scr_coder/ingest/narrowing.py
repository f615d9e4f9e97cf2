"""What is taken of a report when only some of it is asked for: a kind, a section, pages. Ids do not depend on any of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scr_coder.ingest.labels import number_label
from scr_coder.ingest.split import Entry
from scr_coder.review import Finding

MOST_REASON = 200
"""Characters of a reason (taxonomy/schema/left_out.schema.json)."""


def narrowed(entries: Sequence[Entry], only: str = "all", section: str = "", pages: frozenset[int] | None = None) -> list[Entry]:
    """Return the entries with a reason for each that was not asked for.

    ``only`` is all, findings or recommendations; ``section`` the number of a section (``4``) or words of its heading;
    ``pages`` the pages wanted. Ids do not depend on any of it.
    """
    result = []
    for entry in entries:
        reason = entry.reason
        if not reason and only == "findings" and entry.recommends:
            reason = "a recommendation"
        if not reason and only == "recommendations" and not entry.recommends:
            reason = "no recommendation"
        if not reason and section and not in_section(entry.finding, section):
            reason = f"not in section {section}"[:MOST_REASON]
        if not reason and pages is not None and not (entry.finding.page and int(entry.finding.page) in pages):
            reason = "not on the pages asked for"
        result.append(entry._replace(reason=reason))
    return result


def in_section(finding: Finding, wanted: str) -> bool:
    """Return whether a finding is in a section: by its number, by the number of its label, or by words of a heading."""
    wanted = wanted.strip().rstrip(".")
    if re.fullmatch(r"[A-Z]?\d+(\.\d+)*", wanted):
        numbers = [label.text for label in (number_label(heading) for heading in finding.section) if label]
        numbers += [finding.paragraph, finding.id]  # the id of `(a)` below 4.17 is 4.17(a)
        return any(number == wanted or number.startswith((f"{wanted}.", f"{wanted}(")) for number in numbers)
    folded = wanted.casefold()
    return any(folded in heading.casefold() for heading in finding.section)


def page_set(text: str) -> frozenset[int]:
    """Return the pages that ``12-40`` or ``3,7-9`` names. Raises ValueError when it names none."""
    pages: set[int] = set()
    for part in text.split(","):
        match = re.fullmatch(r"\s*(\d{1,5})\s*(?:[-–]\s*(\d{1,5})\s*)?", part)
        if match is None:
            raise ValueError(text)
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last:
            raise ValueError(text)
        pages.update(range(first, last + 1))
    return frozenset(pages)
