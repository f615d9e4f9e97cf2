"""Tables as terminal text, CSV, JSON and Markdown. All but CSV carry title, filters, coverage and notes with the counts."""

from __future__ import annotations

import csv
import enum
import io
import json
from typing import Any, assert_never

from scr_coder.render.terminal import Column as TerminalColumn
from scr_coder.render.terminal import bold, grid, wrapped
from scr_coder.tables.table import Column, Table
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
    lines = [f"Base: {count_of(table.base, table.unit.removesuffix('s'))}. Layer: {table.layer}."]
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
    shown = [
        at
        for at, name in enumerate(names)
        if not (name == "base" and "percent" in names) and not name.startswith("label_")  # those stand with their key
    ]
    heads = ["n" if names[at] == "n" else table.columns[at].title for at in shown]
    rows = []
    for row in table.rows:
        value = dict(zip(names, row, strict=True))
        cells = []
        for at in shown:
            column = table.columns[at]
            if names[at] == "percent":
                n, base = (value["n"], value["base"]) if "n" in value else (value["findings"] - value["uncoded"], value["findings"])
                cells.append(share(n, base, row[at]))
            else:
                cells.append(_cell(table, column, row[at]))
        rows.append(cells)
    numbers = [_is_number(table.columns[at]) for at in shown]
    wide = [table.columns[at].kind == "text" or names[at] in ("candidate", "issue_a", "issue_b") for at in shown]
    return _Layout(heads, numbers, wide, rows)


def _is_number(column: Column) -> bool:
    return column.kind not in ("category", "text")


def _cell(table: Table, column: Column, value: Any) -> str:
    """Return a value as text; a category by its label, unless the label stands in a column of its own."""
    if value is None:
        return ""
    if column.kind == "p":
        return "<0.001" if value < 0.001 else f"{value:.3f}"
    if column.kind in ("percent", "number"):
        return f"{value:.{1 if column.kind == 'percent' else 2}f}"
    labelled = any(other.name == "label" for other in table.columns)
    if column.kind != "category" or (labelled and column.name in ("issue", "area", "cause", "family")):
        return str(value)
    label = column.labels.get(str(value), str(value))
    coded = (column.dimension or column.name) in ("issue", "area", "cause") and value != label and str(value)[:1].isupper()
    return f"{value} {label}" if coded else label


_COUNTS = ("n", "base", "percent", "low", "high")


def _pivoted(table: Table) -> _Layout:
    """Lay the column named by ``wide`` out across: n and share under each of its values; what follows the counts, once."""
    names = [column.name for column in table.columns]
    across = names.index(table.wide)
    keys = [at for at in range(names.index("n")) if at != across]
    whole = [at for at in range(names.index("n"), len(names)) if names[at] not in _COUNTS]
    values = list(dict.fromkeys(row[across] for row in table.rows))
    column = table.columns[across]
    heads = [table.columns[at].title for at in keys]
    bases = {value: {row[names.index("base")] for row in table.rows if row[across] == value} for value in values}
    heads += [column.labels.get(value, value) + (f" (N\u00a0{min(b)})" if len(b) == 1 else "") for value, b in bases.items()]
    heads += [table.columns[at].title for at in whole]
    groups: dict[tuple[Any, ...], dict[Any, tuple[Any, ...]]] = {}
    for row in table.rows:
        groups.setdefault(tuple(row[at] for at in keys), {})[row[across]] = row
    rows = []
    for key, cells in groups.items():
        line = [_cell(table, table.columns[at], value) for at, value in zip(keys, key, strict=True)]
        for value in values:
            found = cells.get(value)
            line.append(_counted({n: found[names.index(n)] for n in _COUNTS if n in names}, len(bases[value]) > 1) if found else "")
        first = next(iter(cells.values()))
        rows.append([*line, *(_cell(table, table.columns[at], first[at]) for at in whole)])
    wide = [table.columns[at].kind == "text" for at in keys] + [False] * (len(values) + len(whole))
    if not any(wide):
        wide[0] = True
    numbers = [False] * len(keys) + [True] * len(values) + [_is_number(table.columns[at]) for at in whole]
    return _Layout(heads, numbers, wide, rows)


def _counted(value: dict[str, Any], varies: bool) -> str:
    """Return n with its share, and its interval where there is one; with its base, too, where that differs from row to row."""
    if value["percent"] is None:
        return f"{value['n']}/{value['base']}"
    interval = f", {value['low']:.1f} to {value['high']:.1f}" if value.get("low") is not None else ""
    of = f" of {value['base']}" if varies else ""
    return f"{value['n']} ({value['percent']:.1f}%{of}{interval})"


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
    """Return tidy CSV: one row per count, with base, unit and layer on each so that no number travels alone."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    names = [column.name for column in table.columns]
    writer.writerow([*names, "unit", "layer"])
    for row in table.rows:
        writer.writerow([*(_guarded(value) for value in row), "findings" if table.name == "coverage" else table.unit, table.layer])
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
        "coverage": table.coverage,
        "columns": names,
        "rows": [{**dict(zip(names, row, strict=True)), "suppressed": False} for row in table.rows],
        "notes": list(table.notes),
        "provenance": table.provenance,
    }
