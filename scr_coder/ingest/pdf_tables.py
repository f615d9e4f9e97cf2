"""Tables and frames that are drawn on a page: grids of touching rules.

A grid needs two columns and two rows; a frame of one cell is a box around text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scr_coder.ingest.pdf_words import Rule, Word


class Grid(NamedTuple):
    """A table that is drawn: the places of its rules."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]

    def holds(self, word: Word) -> bool:
        """Return whether a word stands in the table."""
        return self.xs[0] - 1 <= word.x0 and word.x0 < self.xs[-1] and self.ys[0] - 1 <= word.y + 0.3 * word.size <= self.ys[-1] + 1

    def cell(self, word: Word) -> tuple[int, int]:
        """Return row (from the top) and column of a word."""
        column = bisect_right(self.xs, word.x0 + min(2.0, (word.x1 - word.x0) / 2)) - 1
        row = bisect_right(self.ys, word.y + 0.3 * word.size) - 1
        return len(self.ys) - 2 - row, column


def cells_with_text(grid: Grid, words: Iterable[Word]) -> int:
    """Return how many cells of a table hold words."""
    return len({grid.cell(word) for word in words if grid.holds(word)})


def grids_of(rules: Sequence[Rule]) -> tuple[list[Grid], list[Rule]]:
    """Return the grids that rules form, touching lines with at least two columns and two rows, and the frames of one cell."""
    across: list[Rule] = []
    down: list[Rule] = []
    for rule in rules:
        wide, high = rule.x1 - rule.x0, rule.y1 - rule.y0
        if high <= 2.5 and wide >= 8:
            across.append(rule)
        elif wide <= 2.5 and high >= 6:
            down.append(rule)
        elif wide > 12 and high > 6 and (wide < 560 or high < 700):
            across += [Rule(rule.x0, y, rule.x1, y) for y in (rule.y0, rule.y1)]
            down += [Rule(x, rule.y0, x, rule.y1) for x in (rule.x0, rule.x1)]
    if len(down) < 2 or len(across) < 2 or len(down) + len(across) > 3_000:
        return [], []
    grids: list[Grid] = []
    boxes: list[Rule] = []
    for part in _touching([*across, *down]):
        xs = _places([(rule.x0 + rule.x1) / 2 for rule in part if rule.y1 - rule.y0 > 2.5])
        ys = _places([(rule.y0 + rule.y1) / 2 for rule in part if rule.x1 - rule.x0 > 2.5])
        if len(xs) >= 3 and len(ys) >= 3:
            grids.append(Grid(tuple(xs), tuple(ys)))
        elif len(xs) == 2 and len(ys) >= 2 and xs[1] - xs[0] > 80:
            boxes.append(Rule(xs[0], ys[0], xs[1], ys[-1]))
    return grids, boxes


def _touching(rules: list[Rule]) -> list[list[Rule]]:
    """Return rules in groups that touch each other."""
    group = list(range(len(rules)))

    def head(at: int) -> int:
        while group[at] != at:
            group[at] = group[group[at]]
            at = group[at]
        return at

    order = sorted(range(len(rules)), key=lambda at: rules[at].x0)
    active: list[int] = []
    for at in order:
        rule = rules[at]
        active = [other for other in active if rules[other].x1 >= rule.x0 - 3]
        for other in active:
            if rules[other].y0 - 3 <= rule.y1 and rule.y0 <= rules[other].y1 + 3:
                group[head(at)] = head(other)
        active.append(at)
    parts: dict[int, list[Rule]] = {}
    for at, rule in enumerate(rules):
        parts.setdefault(head(at), []).append(rule)
    return list(parts.values())


def _places(values: list[float]) -> list[float]:
    """Return sorted places, those within 4 points of each other as one."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > 4:
            places.append(value)
    return places
