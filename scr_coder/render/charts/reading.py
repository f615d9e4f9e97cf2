"""What charts read from a table: its rows with names for their parts, and words that several charts use.

Nothing else is read: what a suppressed table does not hold, no chart can draw, scale by, or sort by.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from scr_coder.render.charts.sheet import Sheet
from scr_coder.tables.table import ALL, SUPPRESSED, Column, Table
from scr_coder.text import count_of, one_line

_WITH_IDS = ("issue", "area", "cause")


class Counted(NamedTuple):
    """A row: its place in the table, its keys, and its numbers. ``n`` is None where it is suppressed, ``base`` where that is, too."""

    at: int
    keys: tuple[str, ...]
    n: int | None
    base: int | None
    percent: float | None
    low: float | None
    high: float | None

    @property
    def mark(self) -> str:
        """The id of its number in the SVG: the place of the row in the table."""
        return f"row-{self.at}"


class Drawing(NamedTuple):
    """A chart before it is a picture: its body on a sheet, what is written under it, and what is said of it in words.

    ``alt`` are sentences. ``notes`` are printed under the body.
    """

    title: str
    body: Sheet
    notes: tuple[str, ...]
    alt: tuple[str, ...]


class Named(NamedTuple):
    """The id that is shown of a value (empty for none), and its label."""

    id: str
    label: str

    def __str__(self) -> str:
        return f"{self.id} {self.label}".strip()


def counted_rows(table: Table, keys: Sequence[str]) -> list[Counted]:
    """Return the rows of a table by the columns named in ``keys``."""
    names = [column.name for column in table.columns]
    places = [names.index(key) for key in keys]
    wanted = [names.index(name) if name in names else None for name in ("n", "base", "percent", "low", "high")]
    rows = []
    for at, row in enumerate(table.rows):
        n, base, percent, low, high = (None if place is None else row[place] for place in wanted)
        if at in table.hidden:
            n = percent = low = high = None
        rows.append(Counted(at, tuple(row[place] for place in places), n, base, percent, low, high))
    return rows


def column_of(table: Table, name: str) -> Column:
    """Return a column by its name."""
    return next(column for column in table.columns if column.name == name)


def named(column: Column, value: str) -> Named:
    """Return a value with its label, safe to draw on one line."""
    label = one_line("All" if value == ALL else str(column.labels.get(value, value)))
    shows_id = column.name.partition("_")[0] in _WITH_IDS and value != ALL and value[:1].isupper() and label != value
    return Named(one_line(value) if shows_id else "", label)


def ordered(column: Column, values: Collection[str]) -> list[str]:
    """Return values in the order of their column, others after them."""
    known = {value: at for at, value in enumerate(column.order)}
    return sorted(set(values), key=lambda value: (known.get(value, len(known)), value))


def base_of(table: Table) -> str:
    """Return the base in words: ``38 reviews``."""
    return f"{SUPPRESSED} {table.unit}" if table.base is None else count_of(table.base, table.unit.removesuffix("s"))


def number(row: Counted, base: bool = True) -> str:
    """Return a count as it is said in a sentence: ``14 of 38, 36.8%``."""
    if row.n is None:
        return SUPPRESSED
    of = f" of {row.base:,}" if base and row.base is not None else ""
    return f"{row.n:,}{of}" + ("" if row.percent is None else f", {row.percent:.1f}%")


def listed(parts: Sequence[str], most: int = 0) -> str:
    """Return ``a, b and c``; with ``most``, how many more there are in place of the others."""
    shown = list(parts[:most] if most else parts)
    if len(shown) < len(parts):
        shown.append(f"{len(parts) - len(shown):,} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}" if shown else ""


def suppressed_note(hidden: int, noun: str, plural: str = "") -> str:
    """Return what is said of numbers that are not drawn because they are suppressed."""
    return f"{SUPPRESSED}: {count_of(hidden, noun, plural)} suppressed, and not drawn." if hidden else ""
