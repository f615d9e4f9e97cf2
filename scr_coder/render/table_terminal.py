"""Tables for the terminal: as a grid that keeps to its width, or plain, one row a paragraph, for listening."""

from __future__ import annotations

from collections.abc import Sequence

from scr_coder.render.layout import Layout, context_lines, lay_out, notes_of, source_line
from scr_coder.render.terminal import GAP, Column, bold, grid, least_widths, wrapped
from scr_coder.tables.table import Table
from scr_coder.text import one_line

_LEAST_BAR, _MOST_BAR = 12, 40
_NARROWEST = 12


def terminal_text(table: Table, width: int, colour: bool, plain: bool = False, bar: str = "") -> str:
    """Return a table for a terminal of ``width`` columns.

    Columns that do not fit beside each other follow in blocks. ``plain`` draws nothing: each row is a sentence. ``bar``
    is the character that bars are drawn with where there is room for them; without one there are none.
    """
    layout = lay_out(table)
    parts = [bold(wrapped(table.title, width), colour)]
    parts += [wrapped(line, width) for line in context_lines(table)]
    if not layout.rows:
        body = "nothing to count"
    elif plain:
        body = "\n".join(wrapped(_sentence(layout, row), width, "  ", "") for row in layout.rows)
    else:
        body = _grids(_with_bars(layout, width, bar), width, colour)
    parts += ["", body, ""]
    parts += [wrapped(note, width, "  ", "- ") for note in notes_of(table)]
    parts.append(wrapped(source_line(table), width))
    return "\n".join(parts) + "\n"


def _sentence(layout: Layout, row: Sequence[str]) -> str:
    """Return a row as one sentence that names each of its numbers."""
    said = [f"{one_line(head)} {cell or 'none'}" for head, cell in zip(layout.heads, row, strict=True)]
    names = [said[at] if layout.numbers[at] else row[at] for at in range(layout.keys)]
    return f"{' '.join(filter(None, names))}: {', '.join(said[layout.keys :])}."


def _with_bars(layout: Layout, width: int, bar: str) -> Layout:
    """Return the layout with a column of bars at its right end, where labels need not wrap to make room for it."""
    if not bar or not layout.bars:
        return layout
    columns = [Column(*column) for column in zip(layout.heads, layout.numbers, layout.wide, strict=True)]
    unwrapped = least_widths([column._replace(wide=False) for column in columns], layout.rows)
    room = width - sum(map(max, unwrapped, least_widths(columns, layout.rows))) - GAP * len(columns)
    if room < _LEAST_BAR:
        return layout
    most = min(room, _MOST_BAR)
    drawn = [bar * (max(1, round(length * most)) if length else 0) for length in layout.bars]
    rows = [[*row, cell] for row, cell in zip(layout.rows, drawn, strict=True)]
    return layout._replace(heads=[*layout.heads, ""], numbers=[*layout.numbers, False], wide=[*layout.wide, False], rows=rows)


def _grids(layout: Layout, width: int, colour: bool) -> str:
    columns = [Column(*column) for column in zip(layout.heads, layout.numbers, layout.wide, strict=True)]
    least = least_widths(columns, layout.rows)
    for at in range(layout.keys):  # the name of a row is broken only where nothing else would fit beside it
        columns[at] = columns[at]._replace(wide=layout.wide[at] or least[at] + GAP + _NARROWEST > width)
    least = least_widths(columns, layout.rows)
    blocks = _blocks(least, [column.wide for column in columns], layout.keys, width)
    drawn: list[str] = []
    for block in blocks:
        rows = [[row[at] for at in block] for row in layout.rows]
        if drawn:
            first, last = block[-1] - sum(at >= layout.keys for at in block) + 1, block[-1]
            which = f"column {last + 1}" if first == last else f"columns {first + 1} to {last + 1}"
            drawn.append(f"\nThe same rows, {which} of {len(columns)}:\n")
        drawn.append(grid([columns[at] for at in block], rows, width, colour))
    return "\n".join(drawn)


def _blocks(least: Sequence[int], wide: Sequence[bool], keys: int, width: int) -> list[list[int]]:
    """Return which columns stand beside each other: as many as fit, each time with the columns that name the row.

    From the second block on labels are left out where an id names the row.
    """
    named = list(range(keys))
    short = [at for at in named if not wide[at]] or named
    blocks: list[list[int]] = []
    block = list(named)
    for at in range(keys, len(least)):
        needed = sum(least[other] for other in [*block, at]) + GAP * len(block)
        if needed > width and len(block) > len(short if blocks else named):
            blocks.append(block)
            block = list(short)
        block.append(at)
    return [*blocks, block]
