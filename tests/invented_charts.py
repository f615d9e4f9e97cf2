"""Invented tables of which there are charts, and how a picture is read back: its numbers, its marks, its words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree
from scr_coder.render.charts import Chart
from scr_coder.tables.table import ALL, Column, Table

import invented_tables as invented

SVG = "{http://www.w3.org/2000/svg}"
LABELS = {f"C{at:02d}": f"Invented issue {at}" for at in range(1, 41)}
AREAS = {"A": "Asking", "B": "Being told", "C": "Casework"}
FAMILIES = {"capacity": "Capacity", "rules": "Rules on sharing"}


def issues(counts: Mapping[str, int | None], base: int = 60, ci: bool = True) -> Table:
    """Issues with these counts; None for one that is suppressed."""
    rows = []
    for key, n in counts.items():
        share = None if n is None or base < 20 else round(100 * n / base, 1)
        around = [] if not ci else [None, None] if share is None else [max(0.0, share - 5), min(100.0, share + 5)]
        rows.append((key, LABELS[key], n, base, share, *around))
    more = [Column("low", "from", "percent"), Column("high", "to", "percent")] if ci else []
    column = invented.ISSUE[0]._replace(order=tuple(LABELS), labels=LABELS)
    hidden = frozenset(at for at, n in enumerate(counts.values()) if n is None)
    return invented.table([column, invented.ISSUE[1], *invented.COUNTS, *more], rows, base=base, hidden=hidden)


def crossed(
    counts: Mapping[tuple[str, str], int | None], bases: Mapping[str, int], across: str = "region", names: Mapping[str, str] | None = None
) -> Table:
    """A crosstab of areas by an attribute or by families."""
    down = {key: AREAS.get(key, key) for key in dict.fromkeys(one for one, _ in counts)} | {ALL: "All"}
    heads = {key: (names or {}).get(key, key) for key in dict.fromkeys(two for _, two in counts)} | {ALL: "All"}
    rows = []
    for (one, two), n in counts.items():
        base = bases[two]
        rows.append((one, two, n, base, None if n is None or base < 20 else round(100 * n / base, 1)))
    columns = [
        Column("area", "Area", "category", tuple(down), down),
        Column(across, across.capitalize(), "category", tuple(heads), heads),
        *invented.COUNTS,
    ]
    hidden = frozenset(at for at, n in enumerate(counts.values()) if n is None)
    return invented.table(columns, rows, name="crosstab", title="Invented", wide=across, hidden=hidden, base=bases.get(ALL, 60))


def pairs(counts: Mapping[tuple[str, str], int | None]) -> Table:
    """Pairs of issues."""
    rows = [
        (one, LABELS[one], two, LABELS[two], n, 60, None if n is None else round(n / 0.6, 1), None, None)
        for (one, two), n in counts.items()
    ]
    column = invented.ISSUE[0]._replace(order=tuple(LABELS), labels=LABELS)
    columns = [
        column._replace(name="issue_a"),
        Column("label_a", "A", "text"),
        column._replace(name="issue_b"),
        Column("label_b", "B", "text"),
    ]
    columns += [*invented.COUNTS, Column("jaccard", "Jaccard", "number"), Column("lift", "Lift", "number")]
    hidden = frozenset(at for at, n in enumerate(counts.values()) if n is None)
    return invented.table(columns, rows, name="cooccurrence", title="Invented pairs", hidden=hidden)


def trend(counts: Mapping[str, list[int | None]], bases: list[int], p: float | None = None) -> Table:
    """Issues over years from 2014 on; the first has this p and rises."""
    years = tuple(str(2014 + at) for at in range(len(bases)))
    rows = []
    for at, (key, found) in enumerate(counts.items()):
        told = (2.5, p, p, "rising", "normal") if p is not None and not at else (None, None, None, "not_tested", "none")
        for year, n, base in zip(years, found, bases, strict=True):
            rows.append((key, LABELS[key], year, n, base, None if n is None or base < 20 else round(100 * n / base, 1), *told))
    tests = [Column("z", "z", "number"), Column("p", "p", "p"), Column("p_holm", "p (Holm)", "p")]
    tests += [Column(name, name, "category", ("rising", "not_tested", "normal", "none")) for name in ("direction", "test")]
    column = invented.ISSUE[0]._replace(order=tuple(LABELS), labels=LABELS)
    period = Column("period", "Publication year", "category", years, dict.fromkeys(years, "") and {year: year for year in years})
    hidden = frozenset(at for at, row in enumerate(rows) if row[3] is None)
    columns = [column, invented.ISSUE[1], period, *invented.COUNTS, *tests]
    return invented.table(columns, rows, name="trend", title="Invented trend", wide="period", hidden=hidden, base=sum(bases))


def saturation(steps: list[tuple[int, int, int, float, int, int]]) -> Table:
    """A curve of saturation."""
    kinds = {"mean": "number"}
    columns = [Column(name, name, kinds.get(name, "count")) for name in ("reviews", "new", "cumulative", "mean", "low", "high")]
    return invented.table(columns, list(steps), name="saturation", title="Invented saturation", base=len(steps))


REGIONS = {
    ("A", "north"): 6, ("A", "south"): 12, ("A", ALL): 18, ("B", "north"): 0, ("B", "south"): 3, ("B", ALL): 3,
    (ALL, "north"): 6, (ALL, "south"): 13, (ALL, ALL): 19,
}  # fmt: skip
BASES = {"north": 12, "south": 24, ALL: 36}
FAMILY = {
    ("A", "capacity"): 6, ("A", "rules"): 12, ("A", ALL): 18, ("B", "capacity"): 0, ("B", "rules"): 3, ("B", ALL): 3,
    (ALL, "capacity"): 6, (ALL, "rules"): 13, (ALL, ALL): 19,
}  # fmt: skip
CURVE = [(1, 4, 4, 3.5, 2, 5), (2, 0, 4, 5.25, 4, 7), (3, 4, 8, 8.0, 8, 8)]
TABLES = {
    "issues": issues({"C01": 30, "C02": 6, "C03": 0, "C04": 12}),
    "issues-few": issues({"C01": 3, "C02": 6, "C03": 0, "C04": 1}, base=9),
    "crosstab-area-region": crossed(REGIONS, BASES),
    "crosstab-area-family": crossed(FAMILY, dict.fromkeys(["capacity", "rules", ALL], 36), "family", FAMILIES),
    "cooccurrence": pairs({("C01", "C02"): 9, ("C01", "C03"): 4, ("C02", "C03"): 1}),
    "trend": trend({"C01": [1, 2, 9], "C02": [3, 0, 4]}, [4, 8, 12]),
    "trend-shares": trend({"C01": [3, 12, 21], "C02": [15, 3, 9]}, [30, 30, 30], 0.0123),
    "saturation": saturation(CURVE),
}


def parsed(chart: Chart) -> etree._Element:
    return etree.fromstring(chart.svg)


def numbers(chart: Chart) -> dict[int, str]:
    """The numbers in a picture, by the row of the table that they are marked to stand for."""
    found = {}
    for element in parsed(chart).iter(f"{SVG}text"):
        match = re.fullmatch(rf"chart-{chart.name}-row-(\d+)", element.get("id") or "")
        if match:
            found[int(match[1])] = element.text or ""
    return found


def extent(chart: Chart, mark: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is marked."""
    (element,) = [e for e in parsed(chart).iter() if e.get("id") == f"chart-{chart.name}-{mark}"]
    if element.tag == f"{SVG}use":
        x, y = float(element.get("x") or 0), float(element.get("y") or 0)
        return x, y, x, y
    parts = [float(part) for part in re.findall(r"-?[\d.]+", element.get("d") or "")]
    return min(parts[::2]), min(parts[1::2]), max(parts[::2]), max(parts[1::2])


def words(chart: Chart) -> str:
    return " ".join(element.text or "" for element in parsed(chart).iter(f"{SVG}text"))
