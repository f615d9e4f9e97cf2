"""Writes the sheets of a workbook, by XlsxWriter. Everything is written as what it is: text as text, numbers as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from scr_coder.render.table_data import FORMULA_STARTS
from scr_coder.render.xlsx import MOST_TEXT, Book, Sheet, SheetColumn
from scr_coder.render.xlsx_widths import lines_of, width_of
from scr_coder.version import VERSION

_NARROW, _NUMBER, _WIDE, _PAGE = 10, 16, 50, 90
"""Widths of columns, in digits: least of all, most of numbers, most of words, and of a column of paragraphs."""
_LINE = 16
"""Height of a line, in points. Rows of several lines are given theirs: not every program fits them by itself."""
_A4 = 9
_ON_A_PAGE = 180
"""Tables up to this width are printed on pages of their width; wider ones, which could not be read so, on several beside each other."""
_BESIDE = 70
"""The scale of pages beside each other, in percent: 8.4 points."""


def write_book(book: Book, target: IO[bytes]) -> None:
    """Write a workbook to ``target``."""
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": {"font_name": "Arial", "font_size": 12},
    }
    workbook = xlsxwriter.Workbook(target, options)
    workbook.set_properties(
        {
            "title": book.title,
            "subject": "Frequency tables of findings of case reviews",
            "author": f"scr_coder {VERSION}",
            "comments": "; ".join(sheet.title for sheet in book.sheets)[:MOST_TEXT],
            "created": book.made,
        }
    )
    writer = _Writer(workbook)
    writer.cover(book)
    writer.contents(book)
    writer.notes(book)
    for sheet in book.sheets:
        writer.table(sheet)
    workbook.close()


class _Writer:
    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self.workbook = workbook
        self.formats: dict[tuple[Any, ...], Format] = {}
        self.title = self._format(bold=True, font_size=15)
        self.heads = {side: self._format(bold=True, text_wrap=True, valign="top", bottom=1, align=side) for side in ("left", "right")}
        self.link = self._format(font_color="#0000EE", underline=1, valign="top")

    def _format(self, **properties: Any) -> Format:
        """Return a format; the same properties give the same one."""
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.workbook.add_format(properties)
        return self.formats[key]

    def cover(self, book: Book) -> None:
        sheet = self._sheet("Cover", book.title)
        sheet.set_column(0, 0, _PAGE)
        for at, line in enumerate(book.lines, 1):
            _fit(sheet, at, [(line, _PAGE)])
            self._text(sheet, at, 0, line)
        sheet.activate()
        sheet.set_first_sheet()

    def contents(self, book: Book) -> None:
        sheet = self._sheet("Contents", "Contents")
        self._text(sheet, 1, 0, "This sheet holds one table: the other sheets, with links to them.", wrap=False)
        rows = [("Cover", "What this workbook is"), ("Notes", "Notes on the tables")]
        rows += [(table.name, table.title) for table in book.sheets]
        columns = [SheetColumn("Sheet", [name for name, _ in rows], None), SheetColumn("What it holds", [said for _, said in rows], None)]
        self._table(sheet, 2, "contents", columns, _PAGE)
        for at, (name, _) in enumerate(rows, 3):
            sheet.write_url(at, 0, f"internal:'{name}'!A1", self.link, name)

    def notes(self, book: Book) -> None:
        sheet = self._sheet("Notes", "Notes")
        self._text(sheet, 1, 0, "This sheet holds one table: the notes to which the marks in the other sheets refer.", wrap=False)
        numbers = range(1, len(book.notes) + 1)
        used = [", ".join(table.name for table in book.sheets if number in table.notes) for number in numbers]
        columns = [
            SheetColumn("Note", [f"[note {number}]" for number in numbers], None),
            SheetColumn("Text", book.notes, None),
            SheetColumn("Sheets", used, None),
        ]
        self._table(sheet, 2, "notes", columns, _PAGE)

    def table(self, table: Sheet) -> None:
        sheet = self._sheet(table.name, table.title)
        for at, line in enumerate(table.lines, 1):
            self._text(sheet, at, 0, line, wrap=False)
        self._table(sheet, len(table.lines) + 1, table.identity.replace("-", "_"), table.columns)

    def _sheet(self, name: str, title: str) -> Worksheet:
        sheet = self.workbook.add_worksheet(name)
        sheet.write_string(0, 0, title, self.title)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        return sheet

    def _table(self, sheet: Worksheet, top: int, name: str, columns: list[SheetColumn], most: int = _WIDE) -> None:
        """Write one table, marked up as one, from the first column on, its head in the row ``top``."""
        nothing = not columns[0].cells
        rows = max(1, len(columns[0].cells))  # a table has at least one row
        heads = [{"header": column.head, "header_format": self.heads["left" if column.places is None else "right"]} for column in columns]
        sheet.add_table(top, 0, top + rows, len(columns) - 1, {"name": name, "columns": heads, "autofilter": False, "style": None})
        widths = [_width(column, most) for column in columns]
        sheet.repeat_rows(top)
        keys = next((at for at, column in enumerate(columns) if column.places is not None), 0)
        if keys and sum(widths) > _ON_A_PAGE:
            sheet.repeat_columns(0, keys - 1)
            sheet.set_print_scale(_BESIDE)
        else:
            sheet.fit_to_pages(1, 0)
        _fit(sheet, top, [(column.head, width - 1) for column, width in zip(columns, widths, strict=True)], bold=True)
        for row in range(len(columns[0].cells)):
            words = [(column.cells[row], width) for column, width in zip(columns, widths, strict=True) if column.places is None]
            _fit(sheet, top + 1 + row, words)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, widths[at])
            for row, value in enumerate(column.cells, top + 1):
                self._cell(sheet, row, at, value, column.places)
        if nothing:
            self._text(sheet, top + 1, 0, "nothing to count", wrap=False)

    def _cell(self, sheet: Worksheet, row: int, at: int, value: Any, places: int | None) -> None:
        if places is None:
            self._text(sheet, row, at, value)
        elif isinstance(value, str):
            sheet.write_string(row, at, value, self._format(align="right", valign="top"))
        elif value is not None:
            pattern = "0." + "0" * places if places and isinstance(value, float) else "0"
            sheet.write_number(row, at, value, self._format(num_format=pattern, valign="top"))

    def _text(self, sheet: Worksheet, row: int, at: int, value: str, wrap: bool = True) -> None:
        """Write text as text. What begins like a formula stays text even when somebody edits the cell."""
        properties: dict[str, Any] = {"text_wrap": wrap, "valign": "top"}
        if value.startswith(FORMULA_STARTS):
            properties["quote_prefix"] = True
        sheet.write_string(row, at, value, self._format(**properties))


def _width(column: SheetColumn, most: int) -> int:
    """Return the width of a column: of its widest cell and the widest word of its head, within bounds."""
    words = [width_of(word, bold=True) for word in column.head.split()]
    if column.places is not None:
        return max(_NARROW, min(_NUMBER, 1 + max([width_of(column.head, bold=True) // 2, *words])))
    return max(_NARROW, min(most, 1 + max([*map(width_of, column.cells), *words])))


def _fit(sheet: Worksheet, row: int, texts: Sequence[tuple[str, int]], bold: bool = False) -> None:
    """Make a row as high as the longest of its texts, each in a column of a width, needs."""
    lines = max((lines_of(text, width, bold) for text, width in texts), default=1)
    if lines > 1:
        sheet.set_row(row, _LINE * lines)
