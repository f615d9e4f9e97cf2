"""Tables as terminal text, CSV, JSON and Markdown. All but CSV carry title, filters, coverage and notes with the counts."""

from __future__ import annotations

import csv
import enum
import io
import json
from typing import Any, assert_never

from scr_coder.render.terminal import Column as TerminalColumn
from scr_coder.render.terminal import bold, grid, wrapped
from scr_coder.tables.table import SUPPRESSED, WORDS, Column, Table
from scr_coder.text import count_of, escaped, printable


class TableFormat(enum.StrEnum):
    """How a table is printed."""

    TERMINAL = "terminal"
    CSV = "csv"
    JSON = "json"
    MARKDOWN = "markdown"


def render_table(table: Table, output: TableFormat, width: int = 80, colour: bool = False) -> str:
    """Return a table in a format. ``width`` and ``colour`` matter to the terminal only; data is never cut."""
    match output:
        case TableFormat.TERMINAL:
            return _terminal(table, width, colour)
        case TableFormat.CSV:
            return _csv(table)
        case TableFormat.JSON:
            return _json(table)
        case TableFormat.MARKDOWN:
            return _markdown(table)
        case _ as never:
            assert_never(never)


# Words that stand around every table --------------------------------------------------------------------------------


def context_lines(table: Table) -> list[str]:
    """Return what a reader must see with the numbers: base, layer, filters, coverage."""
    cover = table.coverage
    parts = [f"{cover[name]} {name.replace('_', ' ')}" for name in ("coded", "no_match", "excluded", "uncoded")]
    if cover["disagreed"]:
        parts.append(f"{cover['disagreed']} on which coders disagree")
    base = f"{SUPPRESSED} {table.unit}" if table.base is None else count_of(table.base, table.unit.removesuffix("s"))
    lines = [f"Base: {base}. Layer: {table.layer}."]
    if cover["findings"] is None:
        lines.append(f"Coverage: {SUPPRESSED}.")
    else:
        lines.append(f"Coverage: {cover['findings']} findings: {', '.join(parts)}.")
    chosen = dict(table.filters)
    chosen.pop("polarity", None)
    where = chosen.pop("where", [])
    assert isinstance(where, list)
    given = list(where)
    given += [f"{name.replace('_', ' ')} {value}" for name, value in chosen.items()]
    if given:
        lines.append(f"Only: {'; '.join(given)}.")
    return lines


def source_line(table: Table) -> str:
    """Return where the numbers come from, in one line."""
    taxonomies = ", ".join(f"{name} {entry['version']}" for name, entry in table.provenance.get("taxonomies", {}).items())
    made = table.provenance["generated"]
    return f"Source: taxonomies {taxonomies or 'not given'}; scr_coder {table.provenance['tool']}; made {made}."


def share(n: int, base: int, percent: float | None) -> str:
    """Return the percentage as text, or n/N where the base is too small for one."""
    if percent is None:
        return f"{n}/{base}"
    return f"{percent:.1f}"


def shown_rows(table: Table) -> list[tuple[Any, ...]]:
    """Return the rows with ``[c]`` in place of the numbers that are suppressed."""
    numbers = [column.kind not in WORDS for column in table.columns]
    return [
        tuple(SUPPRESSED if number and value is None else value for number, value in zip(numbers, row, strict=True))
        if at in table.hidden
        else row
        for at, row in enumerate(table.rows)
    ]


# Reading layouts: terminal and Markdown -----------------------------------------------------------------------------


class _Layout:
    """A table laid out for reading: heads, cells, which columns are numbers, which may wrap."""

    def __init__(self, heads: list[str], numbers: list[bool], wide: list[bool], rows: list[list[str]]) -> None:
        self.heads = heads
        self.numbers = numbers
        self.wide = wide
        self.rows = rows


def _layout(table: Table) -> _Layout:
    return _pivoted(table) if table.wide else _plain(table)


def _plain(table: Table) -> _Layout:
    names = [column.name for column in table.columns]
    shown = [at for at, name in enumerate(names) if name != "base" or "percent" not in names]
    keyed = _label_beside_key(table)
    heads = ["n" if names[at] == "n" else table.columns[at].title for at in shown]
    rows = []
    for row in shown_rows(table):
        value = dict(zip(names, row, strict=True))
        cells = []
        for at in shown:
            column = table.columns[at]
            if column.kind == "percent" and row[at] != SUPPRESSED:
                n, base = (value["n"], value["base"]) if "n" in value else (value["findings"] - value["uncoded"], value["findings"])
                cells.append(share(n, base, row[at]))
            else:
                cells.append(_cell(column, row[at], keyed))
        rows.append(cells)
    numbers = [table.columns[at].kind in ("count", "percent") for at in shown]
    wide = [table.columns[at].kind == "text" or (names[at] == "candidate") for at in shown]
    return _Layout(heads, numbers, wide, rows)


def _label_beside_key(table: Table) -> bool:
    return any(column.name == "label" for column in table.columns)


def _cell(column: Column, value: Any, keyed: bool) -> str:
    """Return a value as text; a category by its label, unless the label stands in a column of its own."""
    if column.kind != "category" or (keyed and column.name in ("issue", "area", "cause", "family")):
        return str(value)
    label = column.labels.get(str(value), str(value))
    coded = column.name in ("issue", "area", "cause") and value != label and str(value)[:1].isupper()
    return f"{value} {label}" if coded else label


def _pivoted(table: Table) -> _Layout:
    """Lay the column named by ``wide`` out across: n and share under each of its values."""
    names = [column.name for column in table.columns]
    across = names.index(table.wide)
    counted = [names.index(name) for name in ("n", "base", "percent")]
    keys = [at for at in range(len(names)) if at != across and names[at] not in ("n", "base", "percent")]
    keyed = _label_beside_key(table)
    shown = shown_rows(table)
    values = list(dict.fromkeys(row[across] for row in shown))
    column = table.columns[across]
    heads = [table.columns[at].title for at in keys]
    bases = {value: {row[names.index("base")] for row in shown if row[across] == value} for value in values}
    heads += [column.labels.get(value, value) + (f" (N\u00a0{min(b)})" if len(b) == 1 else "") for value, b in bases.items()]
    groups: dict[tuple[Any, ...], dict[Any, tuple[Any, ...]]] = {}
    for row in shown:
        groups.setdefault(tuple(row[at] for at in keys), {})[row[across]] = row
    rows = []
    for key, cells in groups.items():
        line = [_cell(table.columns[at], value, keyed) for at, value in zip(keys, key, strict=True)]
        for value in values:
            found = cells.get(value)
            n, base, percent = (found[at] for at in counted) if found else (0, 0, None)
            line.append(_count_and_share(n, base, percent, len(bases[value]) > 1) if found else "")
        rows.append(line)
    wide = [table.columns[at].kind == "text" for at in keys] + [False] * len(values)
    if not any(wide):
        wide[0] = True
    return _Layout(heads, [False] * len(keys) + [True] * len(values), wide, rows)


def _count_and_share(n: Any, base: Any, percent: float | None, varies: bool) -> str:
    """Return n with its share; with its base, too, where that differs from row to row."""
    if n == SUPPRESSED:
        return SUPPRESSED
    if percent is None:
        return f"{n}/{base}"
    return f"{n} ({percent:.1f}% of {base})" if varies else f"{n} ({percent:.1f}%)"


def _terminal(table: Table, width: int, colour: bool) -> str:
    layout = _layout(table)
    columns = [TerminalColumn(*column) for column in zip(layout.heads, layout.numbers, layout.wide, strict=True)]
    parts = [bold(wrapped(table.title, width), colour)]
    parts += [wrapped(line, width) for line in context_lines(table)]
    parts += ["", grid(columns, layout.rows, width, colour) if layout.rows else "nothing to count", ""]
    parts += [wrapped(note, width, "  ", "- ") for note in table.notes]
    parts.append(wrapped(source_line(table), width))
    return "\n".join(parts) + "\n"


def _markdown(table: Table) -> str:
    layout = _layout(table)
    lines = [f"**{_escape(table.title)}**", "", _escape(" ".join(context_lines(table))), ""]
    lines.append("| " + " | ".join(_escape(head) for head in layout.heads) + " |")
    lines.append("|" + "|".join("---:" if number else "---" for number in layout.numbers) + "|")
    lines += ["| " + " | ".join(_escape(cell) for cell in row) + " |" for row in layout.rows]
    lines += ["", *(f"- {_escape(note)}" for note in table.notes), "", _escape(source_line(table))]
    return "\n".join(lines) + "\n"


def _escape(text: str) -> str:
    """Return text that Markdown shows as it is."""
    flat = " ".join(printable(text).split())
    for char in "\\`*_[]<>|#":
        flat = flat.replace(char, "\\" + char)
    return flat


# Data ---------------------------------------------------------------------------------------------------------------


def _csv(table: Table) -> str:
    """Return tidy CSV: one row per count, with base, unit and layer on each so that no number travels alone.

    Where a number is suppressed stands ``[c]``.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    names = [column.name for column in table.columns]
    writer.writerow([*names, "unit", "layer"])
    for row in shown_rows(table):
        writer.writerow([*(_guarded(value) for value in row), table.unit if "n" in names else "findings", table.layer])
    return stream.getvalue()


def _guarded(value: Any) -> Any:
    """Return a value that no spreadsheet takes for a formula: text that begins like one gets an apostrophe."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    guard = "'" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else ""
    return guard + value.replace("\r\n", "\n").replace("\r", "\n")  # csv leaves a bare CR unquoted, and readers stumble


def _json(table: Table) -> str:
    return escaped(json.dumps(table_json(table), ensure_ascii=False, indent=2)) + "\n"


def table_json(table: Table) -> dict[str, Any]:
    """Return a table as plain values (contract: `scr table --format json`)."""
    names = [column.name for column in table.columns]
    return {
        "table": table.name,
        "title": table.title,
        "unit": table.unit,
        "base": table.base,
        "layer": table.layer,
        "filters": table.filters,
        "coverage": dict(table.coverage),
        "columns": names,
        "rows": [{**dict(zip(names, row, strict=True)), "suppressed": at in table.hidden} for at, row in enumerate(table.rows)],
        "notes": list(table.notes),
        "provenance": table.provenance,
    }
