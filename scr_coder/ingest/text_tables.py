"""Tables in plain text: cells parted by tabs, by wide spaces that line up, or by upright lines; and whether one looks broken."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from scr_coder.ingest.text_lines import Line

# What may stand before the text of a list item, with a gap that does not part cells.
_MARK = re.compile(
    r"\s*(?:[-*•–—o▪‣●◦➢✓·◻]|\(?\d{1,3}(?:\.\d{1,3}){0,5}[.):]?|\(?[A-Za-z]{1,4}[.)]|(?i:finding|recommendation)\s\d{1,3}[.:]?)[ \t]+(?=\S)"
)
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
_DRAWN = re.compile(r"[\s|:+=-]+")
_WORD = re.compile(r"[^\W\d_]+")
_MOST_GAPS = 100
_SHORTEST = 6  # words of a cell that can repeat itself
_SHOWN = 3  # examples in a doubt
# Whole words that also end longer ones: a cell that begins with one is not cut.
_WHOLE = (
    "a able act after age all an and any are art as ask at be but by child din do down each else end ever far first for full "
    "go he her here his how i if in is it its lack late less low man many more new no none not now of off old on one only "
    "open or other our out over own part per read rest round say see she so some such take than that the their them then "
    "there they this time to too under up use very was way we well what when where which who why will with work year yes yet "
    "you "
)


class Grid(NamedTuple):
    """A table in text: its lines, and the cells of each row (no row is without text)."""

    lines: tuple[Line, ...]
    rows: tuple[tuple[str, ...], ...]


def joined_rows(rows: Iterable[Iterable[str]]) -> str:
    """Return the rows as lines, cells parted by `` | ``; empty cells at the end of a row are left out."""
    lines = []
    for row in rows:
        cells = [" ".join(cell.split()) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            lines.append(" | ".join(cells).replace("|  |", "| |").replace("|  |", "| |").strip())
    return "\n".join(lines)


_Cells = Callable[[Line, set[int]], tuple[tuple[str, ...] | None, set[int]]]
"""Gives the cells of a line (None: it is no row) and, where they have to line up, the columns where they begin; told those above."""


def find_tables(chunk: Sequence[Line]) -> list[list[Line] | Grid]:
    """Return the lines between two blank lines, in order, as lists of lines and the tables among them."""
    found: list[list[Line] | Grid] = []
    start = 0
    while start < len(chunk):
        for cells_of in (_tab_cells, _piped_cells, _spaced_cells):
            grid = _grid(chunk, start, cells_of)
            if grid:
                break
        else:
            if found and isinstance(found[-1], list):
                found[-1].append(chunk[start])
            else:
                found.append([chunk[start]])
            start += 1
            continue
        found.append(grid)
        start += len(grid.lines)
    return found


def _grid(chunk: Sequence[Line], start: int, cells_of: _Cells) -> Grid | None:
    """Return the table that begins at ``start``: two rows or more in one form, two of them with at least two cells."""
    rows: list[tuple[str, ...]] = []
    columns: set[int] = set()
    end = start
    while end < len(chunk):
        cells, columns = cells_of(chunk[end], columns)
        if cells is None:
            break
        drawn = not cells
        if not any(rows) and (end - start > 1 if drawn else sum(map(bool, cells)) < 2):
            return None
        rows.append(cells)
        end += 1
    if end - start < 2 or sum(1 for row in rows if sum(map(bool, row)) >= 2) < 2:
        return None
    return Grid(tuple(chunk[start:end]), tuple(row for row in rows if any(row)))


def _tab_cells(line: Line, _: set[int]) -> tuple[tuple[str, ...] | None, set[int]]:
    if "\t" not in line.raw:
        return None, set()
    mark = _MARK.match(line.raw[:60])
    raw = line.raw[: mark.end()].replace("\t", " ") + line.raw[mark.end() :] if mark and mark.group().count("\t") == 1 else line.raw
    return (tuple(cell.strip() for cell in raw.split("\t")), set()) if "\t" in raw else (None, set())


def _piped_cells(line: Line, _: set[int]) -> tuple[tuple[str, ...] | None, set[int]]:
    text = line.text
    if "|" not in text and not (text.startswith("+") and _DRAWN.fullmatch(text)):
        return None, set()
    if _DRAWN.fullmatch(text):
        return (), set()
    if not (text.startswith("|") or " | " in text):
        return None, set()
    return tuple(cell.strip() for cell in text.strip("|").split("|")), set()


def _spaced_cells(line: Line, columns: set[int]) -> tuple[tuple[str, ...] | None, set[int]]:
    """Cells parted by three spaces or more, or by two before a column of the row above; rows of a table share a column."""
    if "  " not in line.text:
        return None, set()
    raw = line.raw.expandtabs()
    mark = _MARK.match(raw[:60])
    near = {column + slip for column in columns for slip in (-1, 0, 1)}
    gaps = [gap for gap in _GAP.finditer(raw, mark.end() if mark else 0) if gap.end() - gap.start() > 2 or gap.end() in near]
    ends = [gap.end() for gap in gaps]
    if not gaps or len(gaps) > _MOST_GAPS or (columns and near.isdisjoint(ends)):
        return None, set()
    return tuple(raw[a:b].strip() for a, b in zip([0, *ends], [*ends, len(raw)], strict=True)), set(ends)


def doubt_about(grid: Grid) -> str:
    """Return what makes the table look broken, as by character recognition: one sentence, empty where nothing does."""
    signs = []
    if repeated := _repeated(grid.rows):
        signs.append("repeated fragments (" + ", ".join(f"“{text}”" for text in repeated[:_SHOWN]) + ")")
    if cut := _cut(grid.rows):
        signs.append("cells cut in mid-word (" + ", ".join(f"“{text}”" for text in cut[:_SHOWN]) + ")")
    counts = sorted({len(row) for row in grid.rows})
    if len(counts) > 2 or (signs and len(counts) > 1):
        signs.append(f"rows of {counts[0]} to {counts[-1]} cells")
    where = f"lines {grid.lines[0].number}–{grid.lines[-1].number}"
    if signs:
        return f"The table in {where} looks broken: " + ", ".join(signs)
    if len(grid.rows) >= 8 and counts == [2] and _runs_on(grid.rows):
        return f"The table in {where} may be two columns of running text"
    return ""


def _repeated(rows: Iterable[Sequence[str]]) -> list[str]:
    """Return runs of words that stand three times in one cell, or runs of five that stand twice; the first of each cell."""
    found = []
    for row in rows:
        for cell in row:
            words = cell.casefold().split()
            if len(words) < _SHORTEST:
                continue
            for size, times in ((5, 2), (3, 3), (2, 3)):
                runs = Counter(zip(*(words[at:] for at in range(size)), strict=False))
                run, count = max(runs.items(), key=lambda item: item[1], default=((), 0))
                if count >= times and len(" ".join(run)) > 8:
                    found.append(" ".join(run))
                    break
    return found


def _cut(rows: Iterable[Sequence[str]]) -> list[str]:
    """Return first words of cells that are the end of a longer word of the table and hardly stand elsewhere in it."""
    cells = [cell for row in rows for cell in row if cell]
    words = Counter(word for cell in cells for word in _WORD.findall(cell) if len(word) <= 40)
    ends = {word[at:] for word in list(words)[:20_000] for at in range(1, len(word))}
    firsts = (found.group() for cell in cells if (found := _WORD.match(cell)))
    whole = set(_WHOLE.split())
    lone = [word for word in firsts if word.islower() and (words[word] <= 2 or len(word) == 1)]
    cut = list(dict.fromkeys(word for word in lone if word in ends and word not in whole))
    return cut if any(len(word) > 1 for word in cut) else []  # a letter alone may be the name of something


def _runs_on(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether most rows of two cells are long and end without a stop: lines of two columns beside each other."""
    long = sum(1 for left, right in rows if len(left) > 25 and len(right) > 15 and left[-1:] not in ".:;!?")
    return long > len(rows) * 0.6
