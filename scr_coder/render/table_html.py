"""Tables as HTML that everybody can read: real tables with captions and scopes, no script, nothing from elsewhere.

`table_html` is a fragment for a page with `TABLE_CSS`; `table_page` a whole page, whose policy forbids all but its own style.
"""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterable

from scr_coder.render.layout import Layout, context_lines, lay_out, notes_of, source_line
from scr_coder.tables.meanings import table_id
from scr_coder.tables.table import Table
from scr_coder.text import printable

TABLE_CSS = """\
.scr-table { margin: 0 0 2rem; }
.scr-table p { margin: .25rem 0; max-width: 70ch; }
.scr-scroll { position: relative; overflow-x: auto; margin: 1rem 0; }
.scr-scroll:focus-visible { outline: 3px solid #1d4ed8; outline-offset: 2px; }
.scr-scroll table { border-collapse: collapse; }
.scr-scroll caption { text-align: left; font-weight: bold; padding: 0 0 .5rem; }
.scr-scroll caption.scr-unseen { position: absolute; width: 1px; height: 1px; padding: 0; overflow: hidden; clip-path: inset(50%); }
.scr-scroll th, .scr-scroll td { padding: .3rem .75rem .3rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid #8a8a8a; }
.scr-scroll tr > :last-child { padding-right: .25rem; }
.scr-scroll thead th { border-bottom: 2px solid #1a1a1a; vertical-align: bottom; }
.scr-scroll tbody th { font-weight: normal; }
.scr-scroll .num { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.scr-scroll thead .num { white-space: normal; }
.scr-table ul { padding-left: 1.25rem; max-width: 70ch; }
@media print {
  .scr-scroll { overflow: visible; outline: none; }
  .scr-table p, .scr-table ul { max-width: 100ch; }
  .scr-scroll thead { display: table-header-group; }
  .scr-scroll tr, .scr-table li { break-inside: avoid; }
  .scr-table > p:not(:last-child) { break-after: avoid; }
  .scr-table > p:last-child { break-before: avoid; }
  .scr-wide, .scr-wider { page: scr-across; font-size: 8pt; }
  .scr-wider { page: scr-large; }
  :is(.scr-wide, .scr-wider) :is(th, td) { padding-right: .4rem; }
  :is(.scr-wide, .scr-wider) .num { white-space: normal; overflow-wrap: break-word; }
  .scr-wider thead .num { overflow-wrap: anywhere; min-width: 3.5em; }
  :is(.scr-wide, .scr-wider) tbody th + th { min-width: 11em; }
}
@page scr-across { size: A4 landscape; }
@page scr-large { size: A3 landscape; }
"""
_WIDE, _WIDER = 8, 16  # more columns than that do not fit on A4 upright, and on A4 across
_LETTERS = 120  # nor do so many across, were every column as wide as its longest word
_PAGE_CSS = """\
body { margin: 0 auto; padding: 1rem; max-width: 75rem; color: #1a1a1a; background: #fff; font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; overflow-wrap: anywhere; }
p, li { overflow-wrap: anywhere; }
@page { margin: 15mm; }
@media print { body { padding: 0; max-width: none; font-size: 9pt; } }
"""


def table_html(table: Table, identity: str, level: int | None = 2) -> str:
    """Return a table as a fragment of HTML.

    ``identity`` begins the ids in it and must be the page's only one. ``level`` is the level of its heading, from 1 to 6;
    with None it has none, and its caption is seen. Whatever a table holds is shown as text.
    """
    name = text(identity)
    said = "".join(f"<p>{text(line)}</p>\n" for line in context_lines(table))
    notes = "".join(f"<li>{text(note)}</li>\n" for note in notes_of(table))
    head = f'<h{level} id="{name}-title">{text(table.title)}</h{level}>\n' if level else ""
    unseen = ' class="scr-unseen"' if level else ""
    caption = f'<caption id="{name}-caption"{unseen}>{text(table.title)}</caption>'
    layout = lay_out(table)
    section = f'<section class="scr-table{_paper(layout)}" id="{name}">\n'  # no landmark: the region that scrolls is one, of the same name
    listed = f'<ul aria-label="Notes">\n{notes}</ul>\n' if notes else ""
    source = f"<p>{text(source_line(table))}</p>\n"
    return f"{section}{head}{said}{_scrolled(layout, name, caption)}{listed}{source}</section>\n"


def _paper(layout: Layout) -> str:
    """Return the class that says which paper a table is printed on; none for A4 upright."""
    columns = len(layout.heads)
    if columns <= _WIDE:
        return ""
    letters = sum(max(len(word) for word in " ".join(column).split() or [""]) for column in zip(layout.heads, *layout.rows, strict=True))
    return " scr-wider" if columns > _WIDER or letters + columns > _LETTERS else " scr-wide"


def _scrolled(layout: Layout, name: str, caption: str) -> str:
    """Return the table in a region of its own that scrolls, also by keyboard, where the window is narrow."""
    if not layout.rows:
        return f'<p id="{name}-caption">Nothing to count.</p>\n'
    heads = "".join(f'<th scope="col"{_class(number)}>{text(head)}</th>' for head, number in zip(layout.heads, layout.numbers, strict=True))
    rows = "".join(_row(row, layout.numbers, layout.keys) for row in layout.rows)
    return (
        f'<div class="scr-scroll" role="region" tabindex="0" aria-labelledby="{name}-caption">\n<table>\n{caption}\n'
        f"<thead>\n<tr>{heads}</tr>\n</thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n"
    )


def _row(cells: Iterable[str], numbers: list[bool], keys: int) -> str:
    line = []
    for at, cell in enumerate(cells):
        line.append(f'<th scope="row">{text(cell)}</th>' if at < keys else f"<td{_class(numbers[at])}>{text(cell)}</td>")
    return f"<tr>{''.join(line)}</tr>\n"


def _class(number: bool) -> str:
    return ' class="num"' if number else ""


def text(value: str) -> str:
    """Return text for the content or a quoted attribute of HTML: never markup, no character that hides or turns others."""
    return html.escape(printable(value))


def style_hash(css: str) -> str:
    """Return how a content security policy names a style by its text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()}'"


def table_page(table: Table) -> str:
    """Return a table as a page of its own: one file, which loads nothing and runs nothing."""
    css = "\n" + _PAGE_CSS + TABLE_CSS
    policy = f"default-src 'none'; style-src {style_hash(css)}; base-uri 'none'; form-action 'none'"
    return f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="scr_coder {text(table.provenance["tool"])}">
<title>{text(table.title)}</title>
<style>{css}</style>
</head>
<body>
<main>
{table_html(table, table_id(table), 1)}</main>
</body>
</html>
"""
