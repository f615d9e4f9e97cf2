"""Invented tables in the shapes that renderers must cope with: across, suppressed, with intervals, with hostile words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scr_coder.tables.table import Column, Table

HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "=cmd|' /C calc'!A0", "https://example.org/x", "mailto:x", "1e5", "TRUE", "_x0041_",
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</table></main>", "&amp;", "a\x1b[31m", "bidi \u202e txt", "\uffff",
    "--- ''x'' ,, `` \\input{x} $x$ %c #1 ~^_ & | {", "[c]", "*", "a\nb", "é – “quoted”", "{{ 1 }}{% x %}",
]  # fmt: skip
SOURCE = {
    "taxonomies": {"lipp": {"version": "1.0.0", "sha256": "ab" * 32}},
    "tool": "0.1.0",
    "generated": "2026-03-01T12:00:00Z",
}
COVERAGE = {"findings": 90, "coded": 50, "no_match": 10, "excluded": 10, "disagreed": 0, "uncoded": 20}


def table(columns: list[Column], rows: list[tuple[Any, ...]], **fields: Any) -> Table:
    """A table with these columns and rows, and the rest invented."""
    made = Table(
        name="issues",
        title="Invented issues: number of reviews",
        unit="reviews",
        base=60,
        layer="resolved",
        filters={},
        coverage=COVERAGE,
        columns=tuple(columns),
        rows=tuple(rows),
        notes=("A review can show several of these.",),
        provenance=SOURCE,
    )
    return replace(made, **fields)


ISSUES = {"C02": "Disagreement left unresolved", "C06": "Bruising not referred", "X01": "Voice of the child not heard"}
COUNTS = [Column("n", "Reviews", "count"), Column("base", "Base (reviews)", "count"), Column("percent", "% of reviews", "percent")]
ISSUE = [Column("issue", "Issue", "category", tuple(ISSUES), ISSUES), Column("label", "Label", "text")]


def plain(labels: dict[str, str] = ISSUES) -> Table:
    """Issues with counts: 3, 6, 9, … of 60."""
    counted = [(key, label, 3 * at, 60, 5.0 * at) for at, (key, label) in enumerate(labels.items(), 1)]
    return table([ISSUE[0]._replace(order=tuple(labels), labels=labels), *([ISSUE[1]]), *COUNTS], counted)


def across(values: int = 3, hidden: bool = False, varied: bool = False) -> Table:
    """Issues by a region: a base of 10 (no percentages) in the first, 30 in the others; ``varied``: another in one row."""
    regions = {f"r{at}": f"Region number {at}" for at in range(1, values + 1)}
    rows: list[tuple[Any, ...]] = []
    for region in regions:
        for issue, label in ISSUES.items():
            base = 10 if region == "r1" else 25 if varied and issue == "X01" else 30
            rows.append((region, issue, label, 3, base, 10.0 if base == 30 else 12.0 if base == 25 else None))
    if hidden:
        rows[4] = (*rows[4][:3], None, 30, None)
    region_column = Column("region", "Region", "category", tuple(regions), regions)
    positions = frozenset({4}) if hidden else frozenset()
    return table([region_column, *ISSUE, *COUNTS], rows, wide="region", hidden=positions)


def with_interval() -> Table:
    """With an interval, a ratio without decimals' end, a ratio to zero, and a p-value too small to print."""
    more = [
        Column("low", "95% interval from", "percent"),
        Column("high", "95% interval to", "percent"),
        Column("lift", "Lift", "number"),
        Column("p", "p", "p"),
    ]
    rows = [
        ("C02", ISSUES["C02"], 3, 60, 5.0, 1.7100000001, 13.6999999, 1 / 3, 0.00001),
        ("C06", ISSUES["C06"], 0, 60, 0.0, 0.0, 6.0, float("inf"), 0.25),
        ("X01", ISSUES["X01"], 6, 60, 10.0, 4.66, 20.15, None, None),
    ]
    return table([*ISSUE, *COUNTS, *more], rows)


def hostile() -> Table:
    """Words that are markup, formulas, commands or control characters somewhere, in every place that takes words."""
    keys = list(dict.fromkeys(HOSTILE))
    labels = {key: key for key in keys}
    columns = [Column("candidate", "<b>Candidate</b> & co", "category", tuple(keys), labels), *COUNTS]
    made = table(columns, [(key, 3, 60, 5.0) for key in keys], name="candidates", title="=<i>Candidates</i> & {more}_%")
    return replace(made, notes=("A <note> with $ and =1",), filters={"where": ["nation=<x>&"]})


def hostile_across() -> Table:
    """The same words as heads of columns."""
    keys = list(dict.fromkeys(HOSTILE))
    columns = [Column("candidate", "Candidate", "category", tuple(keys)), *ISSUE, *COUNTS]
    return table(columns, [(key, "C02", ISSUES["C02"], 3, 60, 5.0) for key in keys], wide="candidate")


def trend(hidden: bool = False) -> Table:
    """Periods across, with what a test says of each issue as a whole: numbers, and words after them."""
    more = [
        Column("z", "z", "number"),
        Column("p", "p", "p"),
        Column("direction", "Direction", "category", ("rising", "not_tested"), {"rising": "Rising", "not_tested": "Not tested"}),
    ]
    years = ("2013", "2014", "2015")
    rows: list[tuple[Any, ...]] = [
        (key, label, year, 3, 30, 10.0, 2.5, 0.0124, "rising") for key, label in ISSUES.items() for year in years
    ]
    rows[6:] = [(*row[:6], None, None, "not_tested") for row in rows[6:]]
    if hidden:
        rows[1] = (*rows[1][:3], None, 30, None, None, None, "rising")
    period = Column("period", "Publication year", "category", years, dimension="publication_year")
    positions = frozenset({1}) if hidden else frozenset()
    return table([*ISSUE, period, *COUNTS, *more], rows, name="trend", title="Invented trend", wide="period", hidden=positions)


def pairs() -> Table:
    """Two ids in a row, each with a label of its own."""
    columns = [
        ISSUE[0]._replace(name="issue_a", title="Issue A", dimension="issue"),
        Column("label_a", "Label A", "text"),
        ISSUE[0]._replace(name="issue_b", title="Issue B", dimension="issue"),
        Column("label_b", "Label B", "text"),
        *COUNTS,
        Column("jaccard", "Jaccard", "number"),
    ]
    rows = [("C02", ISSUES["C02"], "C06", ISSUES["C06"], 3, 60, 5.0, 0.25), ("C02", ISSUES["C02"], "X01", ISSUES["X01"], 6, 60, 10.0, 0.5)]
    return table(columns, rows, name="cooccurrence")


def saturation() -> Table:
    """No key at all: the first number says which row it is."""
    columns = [
        Column("reviews", "Reviews added", "count"),
        Column("new", "New issues", "count"),
        Column("mean", "Issues so far, mean of orders", "number"),
        Column("low", "2.5% of orders", "count"),
    ]
    return table(columns, [(1, 4, 3.5, 2), (2, 0, 5.125, 4)], name="saturation")


def empty() -> Table:
    """No row at all."""
    return table([*ISSUE, *COUNTS], [])


ALL = {
    "plain": plain,
    "across": across,
    "many": lambda: across(24),
    "hidden": lambda: across(hidden=True),
    "varied": lambda: across(varied=True),
    "with_interval": with_interval,
    "hostile": hostile,
    "hostile_across": hostile_across,
    "trend": trend,
    "pairs": pairs,
    "saturation": saturation,
    "empty": empty,
}
