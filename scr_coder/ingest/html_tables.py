"""Tables in HTML: those that hold data, and those that only lay out a page."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from scr_coder.ingest.html_article import Element, text_within

_PARTS = {
    "table": ("caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr"),
    "thead": ("tr",), "tbody": ("tr",), "tfoot": ("tr",), "tr": ("th", "td"), "colgroup": ("col",),
}  # fmt: skip
_LAYS_OUT = ("table", "h1", "h2", "h3", "h4", "main", "article", "nav", "section")
_LONGEST = 1_500  # characters in a cell
_WIDEST = 50  # columns or rows that one cell may take


def is_data(table: Element) -> bool:
    """Tell whether a table holds data: two rows or columns at least, nothing out of place, no headings or tables in its cells."""
    if (table.get("role") or "").lower() in ("presentation", "none"):
        return False
    rows = 0
    widest = 0
    texts = 0
    for element in table.iter(etree.Element):
        tag = str(element.tag)
        if tag in _LAYS_OUT and element is not table:
            return False
        if tag == "tr":
            cells = [cell for cell in element if cell.tag in ("td", "th")]
            rows, widest = rows + bool(cells), max(widest, len(cells))
            filled = sum(1 for cell in cells if text_within(cell).strip())
            texts = max(texts, filled)
        if tag in _PARTS and (_stray(element, tag) or (element is not table and _parent(element) not in _PARTS)):
            return False
    if rows == 0 or widest < 2 or texts == 0:
        return False
    has_head = any(True for _ in table.iter("th", "caption", "thead"))
    longest = max((len(text_within(cell)) for cell in table.iter("td")), default=0)
    if rows == 1:
        return has_head and longest <= _LONGEST
    return has_head or (texts >= 2 and longest <= _LONGEST)


def _parent(element: Element) -> str:
    parent = element.getparent()
    return str(parent.tag) if parent is not None else ""


def _stray(element: Element, tag: str) -> bool:
    """Tell whether something stands between rows or cells that is none: then the table is walked as it comes, and nothing is lost."""
    if (element.text or "").strip():
        return True
    for child in element:
        if (child.tail or "").strip():
            return True
        if isinstance(child.tag, str) and child.tag not in _PARTS[tag] and child.tag not in ("script", "style", "template"):
            return True
    return False


def rows_of(table: Element) -> Iterator[tuple[str, list[Element | None]]]:
    """Yield captions (``caption``, one element) and rows (``row``, its cells) in order; None where a cell reaches over another's place."""
    reaching: dict[int, int] = {}  # column: rows that a cell above still takes
    for element in table.iter("caption", "tr"):
        if element.tag == "caption":
            yield "caption", [element]
            continue
        row: list[Element | None] = []
        for cell in (cell for cell in element if cell.tag in ("td", "th")):
            while reaching.get(len(row), 0) > 0:
                reaching[len(row)] -= 1
                row.append(None)
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            for column in range(len(row), len(row) + width):
                reaching[column] = height - 1
            row += [cell, *[None] * (width - 1)]
        for column in [column for column, rows in reaching.items() if column >= len(row) and rows > 0]:
            reaching[column] -= 1
        yield "row", row


def _span(cell: Element, name: str) -> int:
    text = (cell.get(name) or "1").strip()
    return max(1, min(int(text), _WIDEST)) if text.isascii() and text.isdigit() and len(text) < 9 else 1
