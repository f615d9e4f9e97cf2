"""Which cells of a table must be hidden so that no small count can be worked out from the others.

A count n with 0 < n < threshold is *primary*: it would tell of so few that they could be made out. Hiding it alone is not
enough, since totals minus the rest give it back; so further cells, *complements*, are hidden with it.

A table with totals is a flow in a graph: rows and columns, the totals among them, are the nodes; each cell is an arc that
carries its count, and every sum of the table says that what flows into a node flows out again. What is shown is known;
another table that agrees with all of it differs by a flow around a cycle of hidden cells, along each arc or against it
(down to the lowest count that a hidden cell can have). So a hidden cell is known exactly if and only if no such cycle
runs through it. Where every hidden count can go either way, those are the bridges of the graph of hidden cells (R. E.
Tarjan, A note on finding the bridges of a graph, 1974); otherwise a cell is free if its ends are strongly connected and
it is no bridge there (F. Boesch and R. Tindell, Robbins's theorem for mixed multigraphs, 1980). Both take time in
proportion to the hidden cells.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from scr_coder.problem import ScrError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ADDITIVE = ("both", "rows", "columns", "none")
ZEROS = ("show", "suppress")

Cell = tuple[int, int]


def suppress(counts: Any, threshold: int, zeros: str = "show", *, additive: str = "both", lowest: int = 0) -> NDArray[np.bool_]:
    """Return which cells to hide, as booleans in the shape of ``counts``.

    ``counts``: whole numbers, two-dimensional with the totals in the last row and the last column, or one-dimensional
    with the total last. ``threshold``: counts above zero and below it are hidden, totals, too. ``zeros``: ``show``, or
    ``suppress`` them like small counts. ``additive``: where the sums hold: in ``both`` directions; along the ``rows``
    only (each row adds up to its last cell), along the ``columns`` only, or nowhere (``none``): issues overlap, so no
    sum runs across them. ``lowest``: the smallest count that a reader must think possible in a hidden cell; 1 also
    protects against one who knows that zeros are shown.

    Complements are the cheapest cycle through each primary that could be worked out: as few totals as possible, then the
    smallest counts, then the first. Zeros are never complements. Those not needed in the end are shown again. Totals
    are taken as they are and never summed again.

    Raises ScrError for counts that are no whole numbers, or that do not add up as ``additive`` says.
    """
    import numpy as np

    check_threshold(threshold)
    if zeros not in ZEROS:
        raise ScrError(f"zeros `{zeros}`", "say show or suppress")
    grid = grid_of(counts, additive, lowest if zeros == "show" else 0)
    least = 0 if zeros == "suppress" else 1
    primary = {cell for cell, count in grid.counts.items() if least <= count < threshold}
    hidden = protect(grid, primary, primary)
    shown = np.zeros(np.shape(counts), dtype=bool)
    for row, column in hidden:
        shown[(row, column) if shown.ndim == 2 else column] = True
    return shown


def check_threshold(threshold: object) -> int:
    """Return a threshold that can be used. Raises ScrError for one that is no whole number above zero."""
    if isinstance(threshold, bool) or not hasattr(threshold, "__index__") or int(threshold) < 1:
        raise ScrError(f"a threshold of {threshold} hides nothing", "give a whole number, usually 5 or 10")
    return int(threshold)


class Arc(NamedTuple):
    """A cell as an arc: its count flows from one node to the other."""

    tail: int
    head: int


class Grid:
    """A table as a graph: the count of each cell, its arc, and the least count that it could have if hidden.

    ``lowest`` gives the latter, for all cells or by cell; ``kept`` are cells that must stay shown.
    """

    def __init__(
        self,
        rows: Sequence[Sequence[int]],
        additive: str = "both",
        lowest: int | Callable[[Cell], int] = 0,
        kept: Collection[Cell] = (),
    ) -> None:
        self.last_row, self.last_column = len(rows) - 1, len(rows[0]) - 1
        self.counts = {(row, column): count for row, line in enumerate(rows) for column, count in enumerate(line)}
        self.additive = additive
        self.kept = frozenset(kept)
        self.arcs = {cell: self._arc(*cell) for cell in self.counts} if additive != "none" else {}
        floor = lowest if callable(lowest) else (lambda _: lowest)
        self.reversible = {cell: count > floor(cell) for cell, count in self.counts.items()}
        self.room = {cell: max(0, count - floor(cell)) for cell, count in self.counts.items()}
        self._ends: dict[int, list[tuple[Cell, int, bool]]] = {}
        for cell, arc in self.arcs.items():
            self._ends.setdefault(arc.tail, []).append((cell, arc.head, True))
            self._ends.setdefault(arc.head, []).append((cell, arc.tail, False))

    def _arc(self, row: int, column: int) -> Arc:
        row_total, column_total = column == self.last_column, row == self.last_row
        row_node = row if self.additive != "columns" else -1
        column_node = self.last_row + 1 + column if self.additive != "rows" else -1
        if self.additive == "rows":
            turned = row_total
        elif self.additive == "columns":
            turned = column_total
        else:
            turned = row_total != column_total
        return Arc(column_node, row_node) if turned else Arc(row_node, column_node)

    def is_total(self, cell: Cell) -> bool:
        """Return whether a cell is a total."""
        row, column = cell
        return (column == self.last_column and self.additive != "columns") or (
            row == self.last_row and self.additive in ("both", "columns")
        )

    def steps(self, node: int) -> Iterable[tuple[Cell, int, bool]]:
        """Return (cell, other end, whether its count grows) of the arcs at a node that can be gone, along or against."""
        return ((cell, to, along) for cell, to, along in self._ends.get(node, ()) if along or self.reversible[cell])

    def all_steps(self, node: int) -> Sequence[tuple[Cell, int, bool]]:
        """Return (cell, other end, whether its count grows) of all arcs at a node."""
        return self._ends.get(node, ())

    def weight(self, cell: Cell) -> int:
        """Return what it costs to hide a cell: totals last, then the smallest counts, then few cells, then the first ones."""
        row, column = cell
        place = row * (self.last_column + 1) + column
        return (self.is_total(cell) << 90) + (self.counts[cell] << 50) + (1 << 40) + place


def grid_of(counts: Any, additive: str = "both", lowest: int = 0) -> Grid:
    """Return the graph of a table. Raises ScrError for what `suppress` cannot take."""
    import numpy as np

    if additive not in ADDITIVE:
        raise ScrError(f"additive `{additive}`", f"say {', '.join(ADDITIVE)}")
    try:
        given = np.asarray(counts)
    except ValueError as error:
        raise ScrError("the rows of the table differ in length", "give one count for each cell") from error
    if given.ndim not in (1, 2) or not given.size:
        raise ScrError(f"a table of {given.ndim} dimensions and {given.size} cells", "give rows of counts with the totals last")
    if given.dtype.kind not in "iuf" or not np.all(np.isfinite(given)) or np.any(given != np.floor(given)) or np.any(given < 0):
        raise ScrError("the table holds something else than counts", "give whole numbers from 0 on")
    if given.ndim == 1:
        given, additive = given[np.newaxis, :], "rows" if additive in ("both", "rows") else "none"
    rows = [[int(count) for count in line] for line in given]
    _check_sums(rows, additive)
    return Grid(rows, additive, lowest)


def _check_sums(rows: Sequence[Sequence[int]], additive: str) -> None:
    lines = [("row", rows)] if additive in ("both", "rows") else []
    if additive in ("both", "columns"):
        lines.append(("column", list(zip(*rows, strict=True))))
    for kind, vectors in lines:
        for at, (*parts, total) in enumerate(vectors):
            if sum(parts) != total:
                message = f"{kind} {at + 1} adds up to {sum(parts)}, and its total is {total}"
                raise ScrError(message, "give the totals as they were counted; say additive=… where categories overlap")


# Protecting ---------------------------------------------------------------------------------------------------------


def protect(grid: Grid, hidden: Collection[Cell], wanted: Collection[Cell]) -> set[Cell]:
    """Return the cells to hide: ``hidden``, and complements so that no cell of ``wanted`` can be worked out.

    What cannot be protected (`worked_out` finds it) stays hidden all the same.
    """
    chosen = set(hidden)
    if grid.additive == "none":
        return chosen
    hopeless: set[Cell] = set()
    while open_to := sorted((worked_out(grid, chosen) & set(wanted)) - hopeless):
        for cell in open_to:
            cycle = _cheapest_cycle(grid, cell, chosen)
            if cycle is None:
                hopeless.add(cell)
            else:
                chosen |= cycle
    for cell in sorted(chosen - set(hidden), key=grid.weight, reverse=True):
        if not (worked_out(grid, chosen - {cell}) & set(wanted)) - hopeless:
            chosen.discard(cell)
    return chosen


def _cheapest_cycle(grid: Grid, cell: Cell, hidden: Collection[Cell]) -> set[Cell] | None:
    """Return the cells that close the cheapest cycle through ``cell``; those hidden already cost nothing."""
    tail, head = grid.arcs[cell]
    ways = [_cheapest_path(grid, head, tail, cell, hidden)]
    if grid.reversible[cell] and not all(grid.reversible.values()):  # else the way back costs the same
        ways.append(_cheapest_path(grid, tail, head, cell, hidden))
    found = [way for way in ways if way is not None]
    return min(found)[1] if found else None


def _cheapest_path(grid: Grid, start: int, goal: int, without: Cell, hidden: Collection[Cell]) -> tuple[int, set[Cell]] | None:
    """Return cost and cells of the cheapest way from one node to another (E. W. Dijkstra, 1959)."""
    best = {start: 0}
    came: dict[int, tuple[Cell, int]] = {}
    queue = [(0, start)]
    while queue:
        cost, node = heapq.heappop(queue)
        if cost > best[node]:
            continue
        if node == goal:
            break
        for cell, to, _ in grid.steps(node):
            if cell == without or (cell not in hidden and (not grid.counts[cell] or cell in grid.kept)):
                continue
            total = cost + (0 if cell in hidden else grid.weight(cell))
            if to not in best or total < best[to]:
                best[to] = total
                came[to] = cell, node
                heapq.heappush(queue, (total, to))
    if goal not in best:
        return None
    cells: set[Cell] = set()
    node = goal
    while node != start:
        cell, node = came[node]
        cells.add(cell)
    return best[goal], cells


# Auditing -----------------------------------------------------------------------------------------------------------


def worked_out(grid: Grid, hidden: Collection[Cell]) -> set[Cell]:
    """Return the hidden cells whose counts follow from what is shown: no cycle of hidden cells runs through them."""
    if grid.additive == "none":
        return set()
    part = _strongly_connected(grid, hidden)
    inside = [cell for cell in hidden if part[grid.arcs[cell].tail] == part[grid.arcs[cell].head]]
    bridges = _bridges(grid, inside)
    return set(hidden) - (set(inside) - bridges)


def _strongly_connected(grid: Grid, hidden: Collection[Cell]) -> dict[int, int]:
    """Return for each node the number of its strongly connected part (R. E. Tarjan, 1972), without recursion."""
    ways: dict[int, list[int]] = {}
    for cell in hidden:
        tail, head = grid.arcs[cell]
        ways.setdefault(tail, []).append(head)
        back = ways.setdefault(head, [])
        if grid.reversible[cell]:
            back.append(tail)
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    part: dict[int, int] = {}
    open_nodes: list[int] = []
    for root in ways:
        if root in order:
            continue
        work = [(root, iter(ways[root]))]
        order[root] = low[root] = len(order)
        open_nodes.append(root)
        while work:
            node, rest = work[-1]
            for to in rest:
                if to not in order:
                    order[to] = low[to] = len(order)
                    open_nodes.append(to)
                    work.append((to, iter(ways[to])))
                    break
                if to not in part:
                    low[node] = min(low[node], order[to])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == order[node]:
                    while True:
                        member = open_nodes.pop()
                        part[member] = order[node]
                        if member == node:
                            break
    return part


def _bridges(grid: Grid, cells: Iterable[Cell]) -> set[Cell]:
    """Return the cells without which the graph of ``cells``, gone in either direction, falls apart."""
    ends: dict[int, list[tuple[Cell, int]]] = {}
    for cell in cells:
        tail, head = grid.arcs[cell]
        ends.setdefault(tail, []).append((cell, head))
        ends.setdefault(head, []).append((cell, tail))
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    found: set[Cell] = set()
    for root in ends:
        if root in order:
            continue
        order[root] = low[root] = len(order)
        work: list[tuple[int, Cell | None, Any]] = [(root, None, iter(ends[root]))]
        while work:
            node, by, rest = work[-1]
            for cell, to in rest:
                if cell == by:
                    continue
                if to in order:
                    low[node] = min(low[node], order[to])
                else:
                    order[to] = low[to] = len(order)
                    work.append((to, cell, iter(ends[to])))
                    break
            else:
                work.pop()
                if work and by is not None:
                    above = work[-1][0]
                    low[above] = min(low[above], low[node])
                    if low[node] > order[above]:
                        found.add(by)
    return found


def turning(grid: Grid, hidden: Collection[Cell], cell: Cell, possible: Collection[int] = (1, -1)) -> dict[Cell, int] | None:
    """Return a cycle through a hidden cell as changes by one to hidden cells that leave every sum as it is; or None.

    ``possible``: by what the cell itself can change.
    """
    tail, head = grid.arcs[cell]
    for start, goal, change in ((head, tail, 1), (tail, head, -1)):
        if change not in possible or (change < 0 and not grid.reversible[cell]):
            continue
        came: dict[int, tuple[Cell, int, int]] = {}
        queue = [start]
        for node in queue:
            for step, to, along in grid.steps(node):
                if step in hidden and step != cell and to != start and to not in came:
                    came[to] = step, node, 1 if along else -1
                    queue.append(to)
        if goal in came:
            changes = {cell: change}
            node = goal
            while node != start:
                step, node, by = came[node]
                changes[step] = by
            return changes
    return None


# Bounds -------------------------------------------------------------------------------------------------------------


def bounds(grid: Grid, hidden: Collection[Cell], cell: Cell, enough: int | None = None) -> tuple[int, int | None]:
    """Return the lowest and highest count that a hidden cell can have, by all that is shown; None for no upper end.

    What can be turned through the other hidden cells, from one end of its arc to the other, can be added or taken away
    (a maximum flow; L. R. Ford and D. R. Fulkerson, 1956). The search upwards stops at ``enough``.
    """
    if grid.additive == "none":
        return grid.counts[cell] - grid.room[cell], None
    tail, head = grid.arcs[cell]
    count = grid.counts[cell]
    up = _flow(grid, hidden, cell, head, tail, None if enough is None else enough - count)
    down = _flow(grid, hidden, cell, tail, head, grid.room[cell])
    return count - min(down or 0, grid.room[cell]), None if up is None else count + up


def _flow(grid: Grid, hidden: Collection[Cell], without: Cell, start: int, goal: int, limit: int | None) -> int | None:
    """Return how much more can flow from ``start`` to ``goal`` over hidden cells, up to ``limit``; None for no end."""
    room = {cell: grid.room[cell] for cell in hidden}
    sent = 0
    while limit is None or sent < limit:
        came: dict[int, tuple[Cell, int, bool]] = {}
        queue = [start]
        for node in queue:
            for cell, to, along in grid.all_steps(node):
                if cell in room and cell != without and to != start and to not in came and (along or room[cell] > 0):
                    came[to] = cell, node, along
                    queue.append(to)
            if goal in came:
                break
        if goal not in came:
            break
        way = []
        node = goal
        while node != start:
            cell, node, along = came[node]
            way.append((cell, along))
        most = [room[cell] for cell, along in way if not along] + ([] if limit is None else [limit - sent])
        if not most:
            return None
        for cell, along in way:
            room[cell] += min(most) if along else -min(most)
        sent += min(most)
    return sent
