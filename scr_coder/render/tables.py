"""Tables in every format. Each has a module of its own; here is the choice between them."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import assert_never

from scr_coder.problem import ScrError
from scr_coder.tables.table import Table


class TableFormat(enum.StrEnum):
    """How a table is written."""

    TERMINAL = "terminal"
    CSV = "csv"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"
    LATEX = "latex"
    XLSX = "xlsx"


ENDINGS = {
    ".csv": TableFormat.CSV,
    ".json": TableFormat.JSON,
    ".md": TableFormat.MARKDOWN,
    ".markdown": TableFormat.MARKDOWN,
    ".html": TableFormat.HTML,
    ".htm": TableFormat.HTML,
    ".tex": TableFormat.LATEX,
    ".xlsx": TableFormat.XLSX,
}
"""The formats that the ending of a file's name tells."""
_AS_ON_TERMINAL = ("", ".txt")
"""The endings that tell no format, and take the text of the terminal where none is given."""


def chosen_format(given: TableFormat | None, output: Path | None) -> TableFormat:
    """Return the format that is asked for, or that the ending of the file's name tells, or else that of the terminal.

    Raises ScrError where the two contradict each other, and where none is given and the ending is of none.
    """
    ending = output.suffix.lower() if output else ""
    told = ENDINGS.get(ending)
    if not given and not told and ending not in _AS_ON_TERMINAL:
        hint = f"end it in {', '.join(ENDINGS)} or .txt, or add --format"
        raise ScrError(f"{output}: `{ending}` is not the ending of a format", hint)
    if given and told and given is not told:
        raise ScrError(f"--format {given.value} would be written to {output}, which says {told.value}", "leave --format out, or rename it")
    return given or told or TableFormat.TERMINAL


def render_table(
    table: Table,
    output: TableFormat,
    width: int = 80,
    colour: bool = False,
    *,
    plain: bool = False,
    bar: str = "",
    wide: bool = False,
) -> str | bytes:
    """Return a table in a format: bytes for XLSX, text for every other.

    ``width``, ``colour``, ``plain`` and ``bar`` matter to the terminal only (see `terminal_text`), ``wide`` to CSV only;
    data is never cut.
    """
    match output:
        case TableFormat.TERMINAL:
            from scr_coder.render.table_terminal import terminal_text

            return terminal_text(table, width, colour, plain, bar)
        case TableFormat.CSV:
            from scr_coder.render.table_data import csv_text, wide_csv_text

            return wide_csv_text(table) if wide else csv_text(table)
        case TableFormat.JSON:
            from scr_coder.render.table_data import json_text

            return json_text(table)
        case TableFormat.MARKDOWN:
            from scr_coder.render.table_markdown import markdown_text

            return markdown_text(table)
        case TableFormat.HTML:
            from scr_coder.render.table_html import table_page

            return table_page(table)
        case TableFormat.LATEX:
            from scr_coder.render.table_latex import latex_text

            return latex_text(table)
        case TableFormat.XLSX:
            from scr_coder.render.xlsx import render_workbook

            return render_workbook([table])
        case _ as never:
            assert_never(never)
