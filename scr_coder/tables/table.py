"""A computed table: its columns, rows, title, base, notes and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

ALL = "(all)"
"""Stands for every row or column of a crosstab, in its margins; no attribute value is written like that."""


SUPPRESSED = "[c]"
"""Stands where a number is kept back to protect those it counts; never an asterisk, which reads as a footnote."""
WORDS = ("category", "text")
"""The kinds of columns that name a row; every other kind is a number."""


class Column(NamedTuple):
    """A column. ``kind`` is category, text, count, percent, number or p; ``order`` the categories in order, for category.

    ``dimension`` is the dimension or attribute that it holds where its name is another: that of ``issue_a``, of ``period``.
    Numbers of kind ``number`` and ``p`` (probabilities) are floats, rounded so that they are the same on every machine.
    """

    name: str
    title: str
    kind: str
    order: tuple[str, ...] = ()
    labels: Mapping[str, str] = MappingProxyType({})
    dimension: str = ""


class Note(NamedTuple):
    """A note that says how many reviews, findings or tests there are, with what is said instead where counts are suppressed.

    ``discreet`` is empty where nothing is said instead.
    """

    text: str
    discreet: str = ""


@dataclass(frozen=True)
class Table:
    """A frequency table, as data. Every renderer prints all of it, so that no number travels without its base.

    ``rows`` hold one value for each of ``columns``: text, int, or float and None for the other kinds of numbers, None where
    there is none to show. ``unit`` is what is
    counted, ``base`` the number of units that could show what is counted. ``wide`` names the columns whose values
    make up the rows, the columns and the cells when the table is laid out for reading, or is None.
    """

    name: str
    title: str
    unit: str
    base: int | None
    layer: str
    filters: dict[str, object]
    coverage: Mapping[str, int | None]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    notes: tuple[str, ...]
    provenance: dict[str, Any]
    wide: str = ""
    hidden: frozenset[int] = frozenset()
    """Positions of the rows whose numbers are suppressed: in them every value but the keys, labels and the base is None.

    A base that is itself suppressed is None, too: in the row, and in `base` and all of `coverage` where it is the base of all.
    """
    telling: Mapping[str, str] = field(default_factory=dict)
    """Those of ``notes`` that give counts away, with what is said instead where counts are suppressed; see `Note`."""

    @property
    def bases(self) -> dict[str, int | None]:
        """The base of each value of the column named by ``wide``; the smallest where it differs from row to row.

        None where it is suppressed.
        """
        names = [column.name for column in self.columns]
        found: dict[str, int | None] = {}
        for row in self.rows if self.wide else ():
            value, base = row[names.index(self.wide)], row[names.index("base")]
            before = found.get(value, base)
            found[value] = None if base is None or before is None else min(base, before)
        return found

    @property
    def frame(self) -> pd.DataFrame:
        """Return the table as a DataFrame with the columns of ``columns``.

        Keys (area, issue, cause, family, an attribute) are ordered categoricals in the order of the taxonomy or the
        attribute schema, labels are strings, counts are int64, percentages and other numbers float64 with NaN where left out.
        Where numbers are suppressed, counts are nullable Int64 with ``<NA>``.
        ``attrs`` holds title, unit, base, layer, notes and provenance.
        """
        import pandas as pd

        data: dict[str, Any] = {}
        for position, column in enumerate(self.columns):
            values = [row[position] for row in self.rows]
            if column.kind == "category":
                known = [*column.order, *sorted({v for v in values if v not in set(column.order)})]
                data[column.name] = pd.Categorical(values, categories=known, ordered=True)
            elif column.kind == "count":
                data[column.name] = pd.array(values, dtype="Int64" if None in values else "int64")
            elif column.kind in ("percent", "number", "p"):
                data[column.name] = pd.Series(values, dtype="float64")
            else:
                data[column.name] = pd.Series(values, dtype="str")
        frame = pd.DataFrame(data)
        frame.attrs = {
            "title": self.title,
            "unit": self.unit,
            "base": self.base,
            "layer": self.layer,
            "notes": list(self.notes),
            "provenance": self.provenance,
        }
        return frame
