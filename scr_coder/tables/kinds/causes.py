"""WHY causes: every cause of every issue, of the reviews in which the issue was found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scr_coder.tables.kinds.base import Kind, Laid
from scr_coder.tables.table import Column

if TYPE_CHECKING:
    from scr_coder.tables.counting import Counting
    from scr_coder.tables.request import TableRequest


class Causes(Kind):
    """A row for each cause of each issue; the base is that of the issue."""

    name = "causes"
    about = "how often each WHY was given for its issue"

    def title(self, request: TableRequest) -> str:
        return "WHY causes, of the reviews in which their issue was found"

    def lay_out(self, counting: Counting) -> Laid:
        by, at = counting.request.by, counting.at
        cause = counting.dimension("cause")
        rows = []
        for part, issue, why, *counts in counting.query("causes"):
            head = [part] if by else []
            rows.append((*head, issue, why, cause.labels.get(why, why), *counting.count_values(counts[at], counts[2 + at])))
        columns = [*counting.by_columns(), counting.dimension("issue"), cause, Column("label", "Label", "text")]
        return Laid([*columns, *counting.count_columns()], rows, by)

    def own_notes(self, request: TableRequest) -> Iterator[str]:
        yield "The base of a cause is the number of " + request.count + " in which its issue was found."
