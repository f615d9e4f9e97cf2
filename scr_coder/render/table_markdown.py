"""Tables as Markdown."""

from __future__ import annotations

from scr_coder.render.layout import context_lines, lay_out, notes_of, source_line
from scr_coder.tables.table import Table
from scr_coder.text import one_line


def markdown_text(table: Table) -> str:
    """Return a table in Markdown, with title, base, coverage, notes and source."""
    layout = lay_out(table)
    lines = [f"**{_escape(table.title)}**", "", _escape(" ".join(context_lines(table))), ""]
    lines.append("| " + " | ".join(_escape(head) for head in layout.heads) + " |")
    lines.append("|" + "|".join("---:" if number else "---" for number in layout.numbers) + "|")
    lines += ["| " + " | ".join(_escape(cell) for cell in row) + " |" for row in layout.rows]
    lines += ["", *(f"- {_escape(note)}" for note in notes_of(table)), "", _escape(source_line(table))]
    return "\n".join(lines) + "\n"


def _escape(text: str) -> str:
    """Return text that Markdown shows as it is."""
    flat = one_line(text)
    for char in "\\`*_[]<>|#":
        flat = flat.replace(char, "\\" + char)
    return flat
