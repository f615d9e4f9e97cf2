"""Reads a workbook back from its XML, so that tests see what a program that opens it sees, not what was meant."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any, NamedTuple

from lxml import etree

NS = {
    "m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "p": "http://schemas.openxmlformats.org/package/2006/relationships",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
}


class Sheet(NamedTuple):
    """One sheet: cells by (row, column) from 0, its XML, the XML of its tables, its links (cell: place)."""

    name: str
    cells: dict[tuple[int, int], Any]
    xml: Any
    tables: list[Any]
    links: dict[str, str]

    def column(self, at: int) -> list[Any]:
        return [self.cells.get((row, at)) for row in range(1 + max(row for row, _ in self.cells))]

    def area(self) -> tuple[int, int, int, int]:
        """First row, first column, last row, last column of the one table."""
        (table,) = self.tables
        first, last = table.get("ref").split(":")
        return (*place(first), *place(last))

    def table(self) -> list[list[Any]]:
        """The cells of the one table, its head first."""
        top, left, bottom, right = self.area()
        return [[self.cells.get((row, at)) for at in range(left, right + 1)] for row in range(top, bottom + 1)]


class Book(NamedTuple):
    """A workbook: its sheets in order, its parts, its properties."""

    sheets: list[Sheet]
    parts: dict[str, Any]
    title: str
    created: str

    def __getitem__(self, name: str) -> Sheet:
        return next(sheet for sheet in self.sheets if sheet.name == name)

    def texts(self) -> list[str]:
        return [f"{value:g}" if isinstance(value, float) else value for sheet in self.sheets for value in sheet.cells.values()]


def decoded(text: str) -> str:
    """Text as programs show it: the format writes characters as ``_x0041_``."""
    return re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)


def place(reference: str) -> tuple[int, int]:
    letters, row = re.fullmatch("([A-Z]+)([0-9]+)", reference).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(row) - 1, column - 1


def read_book(data: bytes) -> Book:
    """Read a workbook; an etree error for XML that is none."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}
    shared = [decoded("".join(item.itertext())) for item in parts["xl/sharedStrings.xml"]]
    sheets = []
    for at, sheet in enumerate(parts["xl/workbook.xml"].find("m:sheets", NS), 1):
        xml = parts[f"xl/worksheets/sheet{at}.xml"]
        links = {link.get("ref"): link.get("location") for link in xml.iterfind(".//m:hyperlink", NS)}
        relations = parts.get(f"xl/worksheets/_rels/sheet{at}.xml.rels")
        targets = {} if relations is None else {one.get("Id"): one.get("Target") for one in relations}
        tables = [parts["xl/" + targets[part.get(f"{{{NS['r']}}}id")].removeprefix("../")] for part in xml.iterfind(".//m:tablePart", NS)]
        sheets.append(Sheet(sheet.get("name"), dict(_cells(xml, shared)), xml, tables, links))
    core = parts["docProps/core.xml"]
    return Book(sheets, parts, core.findtext("dc:title", namespaces=NS), core.findtext("dcterms:created", namespaces=NS))


def _cells(xml: Any, shared: list[str]) -> Any:
    for cell in xml.iterfind(".//m:c", NS):
        assert cell.find("m:f", NS) is None, f"a formula in {cell.get('r')}"
        value = cell.findtext("m:v", namespaces=NS)
        if value is None:
            continue
        yield place(cell.get("r")), shared[int(value)] if cell.get("t") == "s" else float(value)


def as_text(data: bytes) -> str:
    """A workbook as text: a line for each row of each sheet, cells apart by bars."""
    lines = []
    for sheet in read_book(data).sheets:
        lines.append(f"=== {sheet.name}")
        for row in range(1 + max(row for row, _ in sheet.cells)):
            cells = [f"{value:g}" if isinstance(value, float) else value for (at, _), value in sorted(sheet.cells.items()) if at == row]
            lines.append(" | ".join(cells))
    return "\n".join(lines) + "\n"
