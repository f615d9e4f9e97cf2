"""Tables as a workbook that can be published as it is, in the layout of the Analysis Function's guidance on spreadsheets.

Cover, contents and notes, then a sheet for each table. Nothing is merged, filtered, frozen, hidden or told by colour; text is
never a formula or a link; the same tables give the same bytes. Here is what is written; `xlsx_sheets` writes it.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from scr_coder.problem import ScrError
from scr_coder.render.layout import bases_across, context_lines, cross, decimals, is_number, labelled, notes_of, source_line, word_text
from scr_coder.render.table_data import Spread, spread
from scr_coder.tables.meanings import meaning, table_ids
from scr_coder.tables.table import SUPPRESSED, Table
from scr_coder.text import count_of, one_line

MOST_ROWS, MOST_COLUMNS, MOST_TEXT = 1_000_000, 16_384, 32_767
"""What a sheet can hold, less the lines above its table, and what a cell can."""
_A_LINE = 4
"""How many columns' notes stand in one line above a table."""


class Cover(NamedTuple):
    """What the cover of a workbook says first: its title, and paragraphs below it."""

    title: str
    lines: tuple[str, ...] = ()


class SheetColumn(NamedTuple):
    """A column as it is written: its head, its cells, decimals (None for words)."""

    head: str
    cells: list[Any]
    places: int | None


class Sheet(NamedTuple):
    """A table as it is written: name of its sheet, id, title, lines above it, columns, numbers of the notes it refers to."""

    name: str
    identity: str
    title: str
    lines: list[str]
    columns: list[SheetColumn]
    notes: list[int]


class Book(NamedTuple):
    """A workbook as it is written. ``notes`` are those of all its tables, each once; ``made`` is its date."""

    title: str
    lines: list[str]
    sheets: list[Sheet]
    notes: list[str]
    made: dt.datetime


def render_workbook(tables: Sequence[Table], cover: Cover | None = None) -> bytes:
    """Return a workbook with a sheet for each of ``tables``, of which there is at least one.

    Without ``cover`` it is called like its first table. Its date is the one on which the first table was made. Raises
    ScrError for a table that is larger than a sheet.
    """
    from scr_coder.render.xlsx_sheets import write_book

    target = io.BytesIO()
    write_book(lay_out_book(tables, cover or Cover(tables[0].title)), target)
    return target.getvalue()


def lay_out_book(tables: Sequence[Table], cover: Cover) -> Book:
    """Return what a workbook of ``tables`` says, sheet by sheet."""
    notes: dict[str, int] = {}
    sheets = []
    for at, (table, identity) in enumerate(zip(tables, table_ids(tables), strict=True), 1):
        columns, left = _columns(table)
        if len(table.rows) > MOST_ROWS or len(columns) > MOST_COLUMNS:
            raise ScrError(f"{table.title}: {len(table.rows):,} rows, more than a sheet holds", "use --format csv")
        own = [notes.setdefault(cleaned(note), len(notes) + 1) for note in notes_of(table)]
        marks = [f"[note {number}]" for number in own]
        said = []
        for column in table.columns:
            if is_number(column) and column.title not in left:
                number = notes.setdefault(cleaned(meaning(table, column)), len(notes) + 1)
                said.append(f"{column.title} [note {number}]")
                own.append(number)
        lines = [*context_lines(table), *_of_blanks(columns, left), source_line(table)]
        lines += [f"Notes on the table: {', '.join(marks)}."] if marks else []
        lines += [f"Notes on columns: {', '.join(said[at : at + _A_LINE])}." for at in range(0, len(said), _A_LINE)]
        title = cleaned(f"Table {at}: {table.title}")
        sheets.append(Sheet(f"Table {at}", identity, title, [cleaned(line) for line in lines], columns, own))
    made = dt.datetime.fromisoformat(tables[0].provenance["generated"]).replace(tzinfo=None)
    lines = [*cover.lines, *_cover_lines(tables)]
    return Book(cleaned(cover.title), [cleaned(line) for line in lines], sheets, list(notes), made)


def _cover_lines(tables: Sequence[Table]) -> list[str]:
    lines = [f"This workbook holds {count_of(len(tables), 'table')}, one to a sheet; the sheet Contents lists them."]
    lines.append("A mark such as [note 1] refers to the sheet Notes.")
    if any(table.hidden for table in tables):
        lines.append(f"{SUPPRESSED} stands in place of a number that is kept back, so that nobody can be made out.")
    lines += dict.fromkeys(source_line(table) for table in tables)
    digests = [f"{name} {entry['sha256']}" for name, entry in tables[0].provenance.get("taxonomies", {}).items() if entry.get("sha256")]
    return [*lines, *([f"SHA-256 of the taxonomies: {', '.join(digests)}."] if digests else [])]


def _columns(table: Table) -> tuple[list[SheetColumn], list[str]]:
    """Return the columns of a sheet, and the titles of columns that are left out as no row has a number in them."""
    bases: dict[Any, set[Any]] = bases_across(table, cross(table)) if table.wide else {}
    beside = labelled(table)
    heads: set[str] = set()
    columns = []
    kept, left = set(), []
    for column in spread(table):
        single = len(bases.get(column.value, ())) == 1
        if single and column.column.name == "base":
            continue  # it stands in the heads
        empty = (None,) if column.column.kind == "count" else (None, SUPPRESSED)  # that counts are kept back stands in theirs
        if column.cells and all(value in empty for value in column.cells):
            left.append(column.column.title)
            continue
        kept.add(column.column.title)
        head = _head(table, column, min(bases[column.value]) if single else None)
        while head.casefold() in heads:  # Excel wants the heads of a table to differ
            head += " (again)"
        heads.add(head.casefold())
        cells, places = column.cells, decimals(column.column)
        if not is_number(column.column):
            bare = column.column.name in beside
            cells = [cleaned(word_text(column.column, value, bare)) for value in cells]
        columns.append(SheetColumn(head, cells, places if is_number(column.column) else None))
    return columns, [title for title in dict.fromkeys(left) if title not in kept]


def _head(table: Table, column: Spread, base: Any) -> str:
    """Return the head of a column: its title, after the value that it belongs to and that value's base."""
    title = column.column.title
    if column.value is None:
        return _unescaped(title)
    across = next(c for c in table.columns if c.name == table.wide)
    of = "" if base is None else f" (N {base})"
    return _unescaped(f"{word_text(across, column.value)}{of}: {title[:1].lower()}{title[1:]}")


def _unescaped(head: str) -> str:
    """Return a head in which nothing looks like the format's own escapes, which XlsxWriter guards in cells, not in heads."""
    return re.sub("_x(?=[0-9A-Fa-f]{4}_)", "_ x", cleaned(head))


def _of_blanks(columns: Sequence[SheetColumn], left: Sequence[str]) -> list[str]:
    """Return what must be said of cells and columns that hold no number."""
    numbers = [column.cells for column in columns if column.places is not None]
    lines = []
    if any(None in cells for cells in numbers):
        lines.append("Blank cells: the base is too small for this number to be given, or there is nothing it could be counted on.")
    if left:
        lines.append(f"Left out, as no row has a number for it: {', '.join(left)}.")
    if any(SUPPRESSED in cells for cells in numbers):
        lines.append(f"{SUPPRESSED} in place of a number: it is kept back, so that nobody can be made out.")
    return lines


def cleaned(text: str) -> str:
    """Return text for a cell or a property: on one line, without control characters, cut where a cell ends."""
    flat = one_line(text)
    return flat if len(flat) <= MOST_TEXT else flat[: MOST_TEXT - 6] + " [cut]"
