"""What a kind of table is. Each has its title, rows and notes in one class, and its counts in a query under ``sql/``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from scr_coder.tables.table import Column, Note

if TYPE_CHECKING:
    from scr_coder.tables.counting import Counting
    from scr_coder.tables.request import TableRequest


class Laid(NamedTuple):
    """The columns and rows of a table. ``wide`` names the column whose values run across when it is laid out for reading.

    ``notes`` are those that only the data can tell; a `Note` where it gives counts away.
    """

    columns: list[Column]
    rows: list[tuple[Any, ...]]
    wide: str = ""
    notes: tuple[str | Note, ...] = ()
    base: int | None = None
    """The base of the whole table, where it is not that of the scope."""


class Kind(ABC):
    """One kind of table. Subclasses are named in `scr_coder.tables.kinds.KINDS`."""

    name: ClassVar[str]
    about: ClassVar[str]
    """What it counts, in a few words, for help texts."""
    takes: ClassVar[frozenset[str]] = frozenset({"by", "count", "ci", "top", "sort"})
    """The options of `make_request` that mean something here, beyond the filters, which all take."""
    order: ClassVar[str] = ""
    """How rows are sorted unless the request says otherwise, see `arrange`; empty for the order of the query."""
    lists_issues: ClassVar[bool] = False
    """Whether its rows are issues or areas, so that a note says what is not listed."""
    counts_units: ClassVar[bool] = True
    """Whether its numbers are of the unit of the request, so that the title names it."""
    weighs_coders: ClassVar[bool] = True
    """Whether, in the layer `resolved`, all coders of a finding must agree on what is counted."""
    keeps_unstated: ClassVar[bool] = True
    """Whether reviews that do not state an attribute are a group of their own."""

    def counts_tags(self, request: TableRequest) -> bool:
        """Return whether tags are counted, in the polarities of the request."""
        return True

    @abstractmethod
    def title(self, request: TableRequest) -> str:
        """Return what is counted, for the title."""

    @abstractmethod
    def lay_out(self, counting: Counting) -> Laid:
        """Count and return the columns and rows. Raises ScrError for what cannot be counted."""

    def opening_notes(self, request: TableRequest) -> Iterator[str]:
        """Yield what a reader must know first: by default, that shares do not add up."""
        one = "A review" if request.count == "reviews" else "A finding"
        yield f"{one} can show several of these, so percentages do not add up to 100."

    def own_notes(self, request: TableRequest) -> Iterator[str]:
        """Yield what is peculiar to this kind, whatever the data."""
        yield from ()


def words(name: str) -> str:
    """Return the name of an attribute or dimension as words for a title."""
    return name.replace("_", " ").capitalize()
