"""Tables with one key: issues, areas, families, candidates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from scr_coder.tables.kinds.base import Kind, Laid
from scr_coder.tables.table import Column

if TYPE_CHECKING:
    from scr_coder.tables.counting import Counting
    from scr_coder.tables.request import TableRequest


class _Single(Kind):
    """A row for each value of one dimension, with its label; the query yields (part, key, reviews, findings)."""

    key: ClassVar[str]
    heading: ClassVar[str]

    def title(self, request: TableRequest) -> str:
        return self.heading

    def lay_out(self, counting: Counting) -> Laid:
        by = counting.request.by
        key = counting.dimension(self.key)
        rows = []
        for part, value, *counts in counting.query(self.name):
            head = [part] if by else []
            rows.append((*head, value, key.labels[value], *counting.count_values(counts[counting.at], counting.base_of(part))))
        return Laid([*counting.by_columns(), key, Column("label", "Label", "text"), *counting.count_columns()], rows, by)


class Issues(_Single):
    """Practice issues."""

    name, key, heading = "issues", "issue", "Practice issues"
    about = "how many reviews show each issue"
    lists_issues = True


class Areas(_Single):
    """Areas: any of their issues."""

    name, key, heading = "areas", "area", "Areas"
    about = "how many show any issue of an area"
    lists_issues = True


class Families(_Single):
    """Cause families."""

    name, key, heading = "families", "family", "Cause families"
    about = "how many show a cause of a family"

    def own_notes(self, request: TableRequest) -> Iterator[str]:
        yield "“Cause not coded” counts tags to which the layer gives no cause; it is not the same as unclear."


class Candidates(Kind):
    """Names that coders gave to issues that are missing. They have no label."""

    name = "candidates"
    about = "names given to issues that are missing"
    weighs_coders = False

    def counts_tags(self, request: TableRequest) -> bool:
        return False

    def title(self, request: TableRequest) -> str:
        return "Candidates for new issues"

    def lay_out(self, counting: Counting) -> Laid:
        by = counting.request.by
        counted = counting.query("candidates")
        key = counting.dimension("candidate", tuple(dict.fromkeys(row[1] for row in counted)))
        rows = []
        for part, value, *counts in counted:
            head = [part] if by else []
            rows.append((*head, value, *counting.count_values(counts[counting.at], counting.base_of(part))))
        return Laid([*counting.by_columns(), key, *counting.count_columns()], rows, by)

    def opening_notes(self, request: TableRequest) -> Iterator[str]:
        yield "Counted are findings that match no issue in the layer; coders who agree on that need not use the same words."
