"""What the renderers of tables share: the words around a table, its cells as text, and one way of laying it out for reading."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from scr_coder.tables.meanings import keys_of
from scr_coder.tables.table import SUPPRESSED, WORDS, Column, Table
from scr_coder.text import count_of

_DECIMALS = {"count": 0, "percent": 1, "p": 3}
_COUNTS = ("n", "base", "percent", "low", "high")
_KEYS = ("issue", "area", "cause", "family")
_CODED = ("issue", "area", "cause")
"""Dimensions whose ids are shown to people."""


class Layout(NamedTuple):
    """A table laid out for reading. The first ``keys`` columns name the row; ``numbers`` align right; ``wide`` may wrap.

    ``bars`` has the length of a bar for each row, from 0 to 1, or is empty where bars would say nothing.
    """

    heads: list[str]
    numbers: list[bool]
    wide: list[bool]
    rows: list[list[str]]
    keys: int
    bars: tuple[float, ...] = ()


# Words that stand around every table --------------------------------------------------------------------------------


def context_lines(table: Table) -> list[str]:
    """Return what a reader must see with the numbers: base, layer, filters, coverage."""
    cover = table.coverage
    parts = [f"{_grouped(cover[name])} {name.replace('_', ' ')}" for name in ("coded", "no_match", "excluded", "uncoded")]
    if cover["disagreed"]:
        parts.append(f"{_grouped(cover['disagreed'])} on which coders disagree")
    base = f"{SUPPRESSED} {table.unit}" if table.base is None else count_of(table.base, table.unit.removesuffix("s"))
    lines = [f"Base: {base}. Layer: {table.layer}."]
    findings, excluded, uncoded = cover["findings"], cover["excluded"], cover["uncoded"]
    if findings is None or excluded is None or uncoded is None:
        lines.append(f"Coverage: {SUPPRESSED}.")
    elif cover["coded"] is None:
        decided = findings - excluded - uncoded
        lines.append(f"Coverage: {count_of(findings, 'finding')}: {decided:,} counted, {excluded:,} excluded, {uncoded:,} uncoded.")
    else:
        lines.append(f"Coverage: {count_of(findings, 'finding')}: {', '.join(parts)}.")
    chosen = dict(table.filters)
    chosen.pop("polarity", None)
    where = chosen.pop("where", [])
    assert isinstance(where, list)
    given = list(where)
    given += [f"{name.replace('_', ' ')} {value}" for name, value in chosen.items()]
    if given:
        lines.append(f"Only: {'; '.join(given)}.")
    return lines


def _grouped(n: int | None) -> str:
    return SUPPRESSED if n is None else f"{n:,}"


def source_line(table: Table) -> str:
    """Return where the numbers come from, in one line."""
    taxonomies = ", ".join(f"{name} {entry['version']}" for name, entry in table.provenance.get("taxonomies", {}).items())
    made = table.provenance["generated"]
    return f"Source: taxonomies {taxonomies or 'not given'}; scr_coder {table.provenance['tool']}; made {made}."


def notes_of(table: Table) -> list[str]:
    """Return the notes of a table; with one on the mark of suppression, should cells be hidden and no note say so."""
    notes = list(table.notes)
    if table.hidden and not any(SUPPRESSED in note for note in notes):
        notes.append(f"{SUPPRESSED} stands for a number that is kept back, so that nobody can be made out.")
    return notes


# Values -------------------------------------------------------------------------------------------------------------


def is_number(column: Column) -> bool:
    """Return whether a column holds numbers."""
    return column.kind not in WORDS


def decimals(column: Column) -> int:
    """Return how many decimals the numbers of a column are shown with; data formats never round."""
    return _DECIMALS.get(column.kind, 2)


def shown_rows(table: Table) -> list[list[Any]]:
    """Return the rows with ``[c]`` where a number is suppressed, and None where there is none (a ratio to zero, too)."""
    numbers = [is_number(column) for column in table.columns]
    rows = []
    for at, row in enumerate(table.rows):
        missing = SUPPRESSED if at in table.hidden else None
        cells = [missing if number and (value is None or _endless(value)) else value for number, value in zip(numbers, row, strict=True)]
        rows.append(cells)
    return rows


def _endless(value: Any) -> bool:
    return isinstance(value, float) and not math.isfinite(value)


def share(n: int, base: int, percent: float | None) -> str:
    """Return the percentage as text, or n/N where the base is too small for one."""
    if percent is None:
        return f"{n}/{base}"
    return f"{percent:.1f}"


def number_text(column: Column, value: Any) -> str:
    """Return a number as it is read: an empty text for none, the mark of suppression as it is."""
    if value is None or isinstance(value, (str, int)):
        return "" if value is None else str(value)
    places = decimals(column)
    if column.kind == "p" and 0 <= value < 0.001:
        return "<0.001"
    return f"{value:.{places}f}"


def word_text(column: Column, value: Any, beside: bool = False) -> str:
    """Return a value as text; a category by its label, unless (``beside``) the label stands in a column of its own."""
    if value is None:
        return ""
    if column.kind != "category" or beside:
        return str(value)
    label = column.labels.get(str(value), str(value))
    coded = column.name.partition("_")[0] in _CODED and value != label and str(value)[:1].isupper()
    return f"{value} {label}" if coded else label


def labelled(table: Table) -> set[str]:
    """Return the names of the columns whose labels stand in a column of their own: ``issue`` in ``label``, ``issue_a`` in
    ``label_a``; ids are shown bare there.
    """
    names = {column.name for column in table.columns}
    found = set()
    for name in names:
        key, _, which = name.partition("_")
        if key in _KEYS and (f"label_{which}" if which else "label") in names:
            found.add(name)
    return found


# Layouts ------------------------------------------------------------------------------------------------------------


def lay_out(table: Table) -> Layout:
    """Return a table laid out for reading; where ``table.wide`` names a column, its values run across."""
    return _pivoted(table) if table.wide else _plain(table)


def _plain(table: Table) -> Layout:
    columns = table.columns
    names = [column.name for column in columns]
    pairs = [at for at, name in enumerate(names) if name.startswith("label_")]  # labels that are read with their ids
    interval = any(column.name == "low" and column.kind == "percent" for column in columns)
    left = {*pairs, *([names.index("high")] if interval else []), *([names.index("base")] if {"base", "percent"} <= set(names) else [])}
    shown = [at for at in range(len(names)) if at not in left]
    beside = set() if pairs else labelled(table)
    titles = {"n": "n"} | ({"low": "95% interval"} if interval else {})
    heads = [titles.get(names[at], columns[at].title) for at in shown]
    rows = []
    for row in shown_rows(table):
        value = dict(zip(names, row, strict=True))
        told = {"percent": _share_of(value)} if "percent" in value else {}
        told |= {"low": _from_to(value)} if interval else {}
        rows.append([told[names[at]] if names[at] in told else _cell(columns[at], row[at], beside) for at in shown])
    numbers = [is_number(columns[at]) for at in shown]
    wide = [columns[at].kind == "text" or names[at] == "candidate" or (bool(pairs) and names[at].startswith("issue_")) for at in shown]
    keys = numbers.index(True) if True in numbers else len(numbers)
    return Layout(heads, numbers, wide, rows, max(1, keys), _bars(table))


def _share_of(value: dict[str, Any]) -> str:
    """Return the cell of a percentage, from the values of its row; a table of coverage has no n."""
    percent = value["percent"]
    if percent == SUPPRESSED:
        return SUPPRESSED
    n, base = (value["n"], value["base"]) if "n" in value else (value["findings"] - value["uncoded"], value["findings"])
    return share(n, base, percent)


def _from_to(value: Mapping[str, Any]) -> str:
    """Return an interval as one cell, from the values of its row: empty without a percentage."""
    low, high = value["low"], value["high"]
    return f"{low:.1f} to {high:.1f}" if isinstance(low, float) and isinstance(high, float) else low or ""


def _cell(column: Column, value: Any, beside: set[str]) -> str:
    return number_text(column, value) if is_number(column) else word_text(column, value, column.name in beside)


def _bars(table: Table) -> tuple[float, ...]:
    """Return a bar for each row of a table with one key and a count n, as a share of the largest; none for what is hidden."""
    names = [column.name for column in table.columns]
    if "n" not in names or len(keys_of(table)) != 1:
        return ()
    counts = [row[names.index("n")] or 0 for row in table.rows]
    most = max(counts, default=0)
    return tuple(n / most for n in counts) if most else ()


class Crossed(NamedTuple):
    """The columns of a table in which one runs across: where they stand, the values across, and rows by their keys.

    ``counts`` differ from value to value; ``whole`` is what belongs to a row as a whole (a test of a trend).
    """

    keys: list[int]
    across: int
    counts: list[int]
    whole: list[int]
    values: list[Any]
    groups: dict[tuple[Any, ...], dict[Any, list[Any]]]


def cross(table: Table) -> Crossed:
    """Return the rows of a table gathered by their keys."""
    names = [column.name for column in table.columns]
    across, first = names.index(table.wide), names.index("n")
    keys = [at for at in range(first) if at != across]
    groups: dict[tuple[Any, ...], dict[Any, list[Any]]] = {}
    rows = shown_rows(table)
    for row in rows:
        groups.setdefault(tuple(row[at] for at in keys), {})[row[across]] = row
    values = list(dict.fromkeys(row[across] for row in rows))
    rest = range(first, len(names))
    counts = [at for at in rest if names[at] in _COUNTS]
    return Crossed(keys, across, counts, [at for at in rest if at not in counts], values, groups)


def of_the_whole(cells: Mapping[Any, Sequence[Any]], at: int) -> Any:
    """Return what a column says of a row as a whole; the mark of suppression, where it is kept back in any of its parts."""
    found = [row[at] for row in cells.values()]
    return SUPPRESSED if SUPPRESSED in found else found[0]


def bases_across(table: Table, crossed: Crossed) -> dict[Any, set[Any]]:
    """Return the bases under each value that runs across: one where a column has a base of its own."""
    at = [column.name for column in table.columns].index("base")
    found: dict[Any, set[Any]] = {value: set() for value in crossed.values}
    for cells in crossed.groups.values():
        for value, row in cells.items():
            found[value].add(row[at])
    return found


def _pivoted(table: Table) -> Layout:
    """Lay the column named by ``wide`` out across: n and share under each of its values, then what is said of the whole row."""
    crossed = cross(table)
    columns = table.columns
    beside = labelled(table)
    across = columns[crossed.across]
    bases = bases_across(table, crossed)
    heads = [columns[at].title for at in crossed.keys]
    heads += [word_text(across, value) + (f" (N\u00a0{min(found)})" if len(found) == 1 else "") for value, found in bases.items()]
    heads += [columns[at].title for at in crossed.whole]
    rows = []
    for key, cells in crossed.groups.items():
        line = [_cell(columns[at], value, beside) for at, value in zip(crossed.keys, key, strict=True)]
        line += [_counted(table, crossed, cells[v], len(bases[v]) > 1) if v in cells else "" for v in crossed.values]
        line += [_cell(columns[at], of_the_whole(cells, at), beside) for at in crossed.whole]
        rows.append(line)
    wide = [columns[at].kind == "text" for at in crossed.keys] + [False] * (len(heads) - len(crossed.keys))
    if not any(wide):
        wide[0] = True
    numbers = [False] * len(crossed.keys) + [True] * len(crossed.values) + [is_number(columns[at]) for at in crossed.whole]
    return Layout(heads, numbers, wide, rows, len(crossed.keys))


def _counted(table: Table, crossed: Crossed, row: Sequence[Any], varies: bool) -> str:
    """Return a cell of a table across: n, and in brackets its share and its interval."""
    value = {table.columns[at].name: row[at] for at in crossed.counts}
    n, base, percent = value["n"], value["base"], value["percent"]
    if n == SUPPRESSED:
        return SUPPRESSED
    if percent is None:
        return f"{n}/{base}"
    interval = f", {_from_to(value)}" if value.get("low") is not None else ""
    return f"{n} ({percent:.1f}%{f' of {base}' if varies else ''}{interval})"
