"""A reader who knows every sum and solves for what is hidden, with a linear-programming solver that the product does not use."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

Rule = tuple[Sequence[tuple[Any, int]], str]
"""Cells with their signs, and whether their sum is zero (``=``) or not below it (``>``)."""


class Attack:
    """Counts that are shown (``None`` where hidden), the rules between them, and the least that a hidden one can be."""

    def __init__(self, shown: dict[Any, int | None], rules: Iterable[Rule], lowest: dict[Any, int] | int = 0) -> None:
        self.hidden = [cell for cell, count in shown.items() if count is None]
        at = {cell: place for place, cell in enumerate(self.hidden)}
        self.low = np.array([lowest if isinstance(lowest, int) else lowest.get(cell, 0) for cell in self.hidden], dtype=float)
        rows, known, kinds = [], [], []
        for terms, kind in rules:
            row = np.zeros(len(self.hidden))
            rest = 0
            for cell, sign in terms:
                count = shown[cell]
                if count is None:
                    row[at[cell]] += sign
                else:
                    rest += sign * count
            if row.any():
                rows.append(row)
                known.append(-rest)
                kinds.append(kind)
        self.rows = np.array(rows).reshape(len(rows), len(self.hidden))
        self.known = np.array(known, dtype=float)
        self.equal = np.array([kind == "=" for kind in kinds], dtype=bool)
        self.at = at

    def interval(self, cell: Any, whole: bool = False) -> tuple[float, float]:
        """Return the least and the most that a hidden count can be; ``whole``: among whole numbers."""
        ends = []
        for sign in (1, -1):
            goal = np.zeros(len(self.hidden))
            goal[self.at[cell]] = sign
            if whole:
                upper = np.where(self.equal, self.known, np.inf)
                rules = LinearConstraint(self.rows, self.known, upper) if len(self.rows) else ()
                found = milp(goal, constraints=rules, bounds=Bounds(self.low, np.inf), integrality=np.ones(len(goal)))
            else:
                found = linprog(
                    goal,
                    A_eq=self.rows[self.equal] if self.equal.any() else None,
                    b_eq=self.known[self.equal] if self.equal.any() else None,
                    A_ub=-self.rows[~self.equal] if (~self.equal).any() else None,
                    b_ub=-self.known[~self.equal] if (~self.equal).any() else None,
                    bounds=[(low, None) for low in self.low],
                )
            if found.status in (3, 4):  # no end on this side
                ends.append(-np.inf)
                continue
            assert found.status == 0, found.message
            ends.append(found.fun)
        return float(ends[0]), float(-ends[1])

    def recovers(self, cell: Any, whole: bool = False, below: int | None = None) -> bool:
        """Return whether only one whole number is possible; ``below``: for a reader who knows that the count is below it."""
        low, high = self.interval(cell, whole)
        if below is not None:
            high = min(high, below - 1)
        return high == low if math.isinf(high - low) else math.floor(high + 1e-6) <= math.ceil(low - 1e-6)


def sums_of(rows: int, columns: int, additive: str = "both") -> list[Rule]:
    """Return the sums of a table of that size with its totals last, along rows, columns or both."""
    found: list[Rule] = []
    if additive in ("both", "rows"):
        for row in range(rows):
            found.append(([*(((row, c), 1) for c in range(columns - 1)), ((row, columns - 1), -1)], "="))
    if additive in ("both", "columns"):
        for column in range(columns):
            found.append(([*(((r, column), 1) for r in range(rows - 1)), ((rows - 1, column), -1)], "="))
    return found
