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


GAP = 3
"""Columns of the screen between two columns of a table."""
_LEAST_WIDE = 20


def least_widths(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the columns of the screen that each column needs at least: an id is never broken, text can wrap."""
    widths = []
    for at, column in enumerate(columns):
        cells = [printable(row[at]) for row in rows]
        texts = [*_head(column, cells).split("\n"), *cells]
        widths.append(_LEAST_WIDE if column.wide else max(map(len, texts)))
    return widths


def grid(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int, colour: bool) -> str:
    """Return a table as text."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False, header_style="bold")
    heads = [_head(column, [row[at] for row in rows]) for at, column in enumerate(columns)]
    for column, head in zip(columns, heads, strict=True):
        table.add_column(
            Text(head),
            justify="right" if column.number else "left",
            ratio=1 if column.wide else None,
            overflow="fold",
            no_wrap=not column.wide,  # an id is never broken
        )
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    return draw(table, max(width, sum(least_widths(columns, rows)) + GAP * (len(columns) - 1)), colour)


def _head(column: Column, cells: Sequence[str]) -> str:
    """Return the title of a column, over several lines where it is wider than what stands under it."""
    import textwrap

    title = printable(column.title)
    room = max(12, *map(len, cells)) if cells else 14
    return title if column.wide else "\n".join(textwrap.wrap(title, room, break_long_words=False) or [""])


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
