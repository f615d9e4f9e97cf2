"""Tables for the terminal, by Rich: plain ASCII-friendly lines, nothing told by colour alone, data never markup."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scr_coder.text import printable


class Column(NamedTuple):
    """A column of a terminal table. ``wide`` ones take the room that is left and wrap; numbers align right."""

    title: str
    number: bool = False
    wide: bool = False


def grid(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int, colour: bool, foot: int = 0) -> str:
    """Return a table as text. The last ``foot`` rows are set apart by a rule (totals)."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False, header_style="bold")
    for column in columns:
        table.add_column(
            Text(column.title),
            justify="right" if column.number else "left",
            ratio=1 if column.wide else None,
            overflow="fold",
            no_wrap=not column.wide,  # an id is never broken
        )
    for index, row in enumerate(rows):
        table.add_row(*(Text(printable(cell)) for cell in row), end_section=index == len(rows) - foot - 1)
    return draw(table, max(width, _narrowest(columns, rows)), colour)


def _narrowest(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> int:
    """Return the columns a table needs at least: whole ids and numbers, 20 for what wraps, and what lies between."""
    widths = [
        20 if column.wide else max(len(column.title), *(len(row[at]) for row in rows), 1) if rows else len(column.title)
        for at, column in enumerate(columns)
    ]
    return sum(widths) + 2 * len(columns)


def draw(renderable: object, width: int, colour: bool) -> str:
    """Return what Rich draws as text, without trailing spaces."""
    import io

    from rich.console import Console

    target = io.StringIO()
    console = Console(
        file=target,
        width=width,
        force_terminal=colour,
        no_color=not colour,
        color_system="standard" if colour else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    console.print(renderable)
    return "\n".join(line.rstrip() for line in target.getvalue().splitlines())


def wrapped(text: str, width: int, indent: str = "", first: str | None = None) -> str:
    """Return ``text`` wrapped to ``width`` columns, indented."""
    import textwrap

    start = indent if first is None else first
    return textwrap.fill(" ".join(printable(text).split()), width, initial_indent=start, subsequent_indent=indent)


def bold(text: str, colour: bool) -> str:
    """Return ``text`` in bold where the terminal takes it."""
    return f"\x1b[1m{text}\x1b[0m" if colour else text
