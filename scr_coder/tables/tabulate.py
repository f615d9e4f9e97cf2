"""From a request and a source of facts to a table: relations, queries, then bases, percentages, labels and notes."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from typing import Any

from scr_coder.problem import ScrError, did_you_mean
from scr_coder.tables import notes as noting
from scr_coder.tables.engine import Engine, marks, query_text
from scr_coder.tables.engines import open_engine
from scr_coder.tables.facts import NOT_CODED, Source
from scr_coder.tables.parquet_files import load_facts
from scr_coder.tables.percent import shown_percent
from scr_coder.tables.request import DATE, DIMENSIONS, YEAR, TableRequest
from scr_coder.tables.table import Column, Table
from scr_coder.taxonomy import UNCLEAR
from scr_coder.version import VERSION

NOT_STATED = "not_stated"
_DATED = "translate(substr(value, 1, 4), '0123456789', '0000000000') = '0000'"
"""Whether a value begins with a year, in the words that both engines know."""
EVERYONE = ("resolved", "any")
"""The layers in which every coder is heard; another layer is the name of one."""
_COVERAGE = ("findings", "coded", "no_match", "excluded", "disagreed", "uncoded")


def tabulate_request(request: TableRequest, source: Source, engine: Engine | str = "duckdb") -> Table:
    """Count one table with an engine: one that is open, and stays so, or one of `ENGINES` by name.

    Raises ScrError for what cannot be counted: options, files that cannot be read, too little memory or disk.
    """
    used = open_engine(engine) if isinstance(engine, str) else engine
    try:
        return _Tabulation(request, source, used).table()
    except used.Unusable as error:
        reason = used.reason(error)
        if not reason:
            raise
        raise ScrError(f"the table cannot be counted: {reason}") from error
    finally:
        if isinstance(engine, str):
            used.close()


class _Tabulation:
    def __init__(self, request: TableRequest, source: Source, engine: Engine) -> None:
        self.request = request
        self._attribute_bases: dict[str, tuple[int, int]] | None = None
        self.source = source
        self.engine = engine
        self.unit = request.count
        self.at = 0 if request.count == "reviews" else 1  # which of (reviews, findings) is counted

    def table(self) -> Table:
        """Return the table."""
        loaded = load_facts(self.source, self.engine, self.request.as_of)
        self._narrow()
        self._layer()
        self._group("")
        self.base = self._group_bases().get("", (0, 0))
        coverage = dict(zip(_COVERAGE, (self._query("coverage") or [(0,) * 8])[0][1:7], strict=True))
        self.parts = self._group(self.request.by)
        self.bases = self._group_bases() if self.request.by else {"": self.base}
        columns, rows, wide = self._rows()
        at = next((at for at, column in enumerate(columns) if column.name == "base"), None)
        smallest = self.base[self.at] if at is None else min((row[at] for row in rows), default=0)
        quality = noting.Quality._make((*self._query("quality")[0], self._foreign()))
        engine = f"{self.engine.name} {self.engine.version}"
        return Table(
            name=self.request.name,
            title=self._title(),
            unit=self.unit,
            base=self.base[self.at],
            layer=self.request.layer,
            filters=self.request.filters(),
            coverage=coverage,
            columns=tuple(columns),
            rows=tuple(rows),
            notes=(*noting.notes_for(self.request, self.source.attributes, smallest, quality), *loaded),
            provenance={**self.source.provenance(), "tool": VERSION, "engine": engine, "generated": _now()},
            wide=wide,
        )

    def _query(self, name: str) -> list[tuple[Any, ...]]:
        return self.engine.run(query_text(name))

    # Which reviews and decisions ----------------------------------------------------------------------------------

    def _narrow(self) -> None:
        """Make `scope`: the reviews that the filters let through; and what is chosen of decisions."""
        request = self.request
        self._check_values()
        conditions: list[str] = []
        values: list[Any] = []
        for name, wanted in request.where:
            if name == "review":
                conditions.append(f"review in ({marks(wanted)})")
            else:
                conditions.append(f"review in (select review from ({self._values_of(name)}) as v where value in ({marks(wanted)}))")
            values += wanted
        for wanted_date, compare in ((request.since, ">="), (request.until, "<=")):
            if wanted_date:
                dated = f"attribute = '{DATE}' and {_DATED} and substr(value, 1, {len(wanted_date)}) {compare} ?"
                conditions.append(f"review in (select review from attributes where {dated})")
                values.append(wanted_date)
        where = f" where {' and '.join(conditions)}" if conditions else ""
        self.engine.keep("scope", f"select review from reviews{where}", values)
        split = request.splits_polarity()
        part = "polarity" if split else "0"
        chosen = f"select distinct polarity, {part} as part from tags where polarity in ({marks(request.polarity)})"
        self.engine.keep("chosen_polarities", chosen, request.polarity)
        self.engine.keep("coders", "select distinct coder from decisions")
        coders = [row[0] for row in self.engine.run("select coder from coders order by coder")]
        if request.layer not in (*EVERYONE, "consensus", *coders):
            hint = did_you_mean(request.layer, [*coders, *EVERYONE]) or f"there are resolved, consensus, any, {', '.join(coders)}"
            raise ScrError(f"there is no layer `{request.layer}`: no coder has that name", hint)
        heard, named = ("", []) if request.layer in EVERYONE else (" where coder = ?", [request.layer])
        self.engine.keep("chosen_coders", f"select coder from coders{heard}", named)

    def _check_values(self) -> None:
        """Raise ScrError for a value that no review can have: a slip of the keyboard would count nothing, and say so nowhere."""
        attributes = self.source.attributes
        for name, values in self.request.where:
            known = [row[0] for row in self.engine.run("select review from reviews")] if name == "review" else []
            for value in values:
                if name == "review" and value not in known:
                    raise ScrError(f"--where: there is no review `{value}`", did_you_mean(value, known) or "see `scr reviews`")
                if self.source.controlled and name in attributes.attributes and (fault := attributes.fault(name, value)):
                    raise ScrError(f"--where: {fault[0]}", fault[1])

    def _values_of(self, attribute: str) -> str:
        """Return a query (review, value) of an attribute for every review; `not_stated` where a review has none."""
        name, value = attribute, "a.value"
        if attribute == YEAR and YEAR not in self.source.known_attributes():
            name, value = DATE, f"case when {_DATED} then substr(a.value, 1, 4) else a.value end"
        quoted = name.replace("'", "''")
        return (
            f"select r.review, coalesce({value}, '{NOT_STATED}') as value from reviews r "
            f"left join attributes a on r.review = a.review and a.attribute = '{quoted}'"
        )

    def _layer(self) -> None:
        """Make the views of the layer: one row for each finding, tag, cause and candidate that counts."""
        resolved = self.request.layer == "resolved"
        self.engine.view("heard", query_text("heard"))
        self.engine.later("layer_findings", query_text("layer_resolved" if resolved else "layer_any"))
        for name in ("layer_reviews", "layer_tags", "layer_given", "layer_why", "layer_candidates"):
            self.engine.later(name, query_text(name))

    def _foreign(self) -> int:
        """Return how many tags of the layer name an unknown issue. Tables that count no tags look at them only if there is one."""
        known = "select distinct t.issue from tags t left join issues i on t.issue = i.issue where i.issue is null"
        return int(self._query("foreign")[0][0]) if self.engine.run(known) else 0

    def _group(self, by: str) -> list[str]:
        """Make `groups` and `parts`: each review with the values of the attribute ``by``, or all in one group."""
        if not by:
            self.engine.keep("groups", "select review, '' as part from scope")
            parts = [""]
        else:
            self.engine.keep(
                "groups", f"select v.review, v.value as part from ({self._values_of(by)}) as v join scope s on v.review = s.review"
            )
            parts = self._ordered(by, [row[0] for row in self.engine.run("select distinct part from groups")])
        self.engine.relation("parts", ("part", "position"), [(part, at) for at, part in enumerate(parts)])
        return parts

    def _ordered(self, attribute: str, values: Sequence[str]) -> list[str]:
        return self.source.attributes.order(attribute, set(values))

    def _group_bases(self) -> dict[str, tuple[int, int]]:
        """Return the base (reviews, findings) of each group."""
        return {part: (reviews, findings) for part, reviews, findings in self._query("bases")}

    # Rows ---------------------------------------------------------------------------------------------------------

    def _rows(self) -> tuple[list[Column], list[tuple[Any, ...]], str]:
        match self.request.name:
            case "crosstab":
                return self._crosstab()
            case "coverage":
                return self._coverage_rows()
            case "causes":
                return self._causes()
            case name:
                return self._single(name)

    def _by(self) -> list[Column]:
        """Return the leading column of a table that is made for each value of an attribute; none otherwise."""
        return [self._dimension(self.request.by, self.parts)] if self.request.by else []

    def _dimension(self, name: str, values: Sequence[str]) -> Column:
        """Return a category column of a dimension or an attribute with the labels of its values."""
        attributes = self.source.attributes
        if name in _KEYS:
            known = dict(self._labels(name))
            return Column(name, name.capitalize(), "category", tuple(known), known)
        if name == "polarity":
            return Column(name, "Polarity", "category", tuple(values))
        if name == "candidate":
            return Column(name, "Candidate", "category", tuple(values))
        known_attribute = attributes.attributes.get(name)
        title = known_attribute.label if known_attribute else name.replace("_", " ").capitalize()
        return Column(name, title, "category", tuple(values), {value: attributes.label(name, value) for value in values})

    def _labels(self, dimension: str) -> list[tuple[str, str]]:
        """Return (key, label) of a dimension of the taxonomy, in order."""
        relation, key = _KEYS[dimension]
        labels = [(row[0], row[1]) for row in self.engine.run(f"select {key}, label from {relation} order by position")]
        return labels + _OWN if dimension == "cause" else labels

    def _counts(self) -> list[Column]:
        noun = self.unit
        return [
            Column("n", noun.capitalize(), "count"),
            Column("base", f"Base ({noun})", "count"),
            Column("percent", f"% of {noun}", "percent"),
        ]

    def _count_row(self, counts: Sequence[int], bases: Sequence[int]) -> tuple[int, int, float | None]:
        n, base = counts[self.at], bases[self.at]
        return n, base, shown_percent(n, base)

    def _single(self, name: str) -> tuple[list[Column], list[tuple[Any, ...]], str]:
        """Return issues, areas, families or candidates: one key, its label and the counts."""
        key = {"issues": "issue", "areas": "area", "families": "family", "candidates": "candidate"}[name]
        counted = self._query(name)
        if key == "candidate":
            columns = [Column("candidate", "Candidate", "category", tuple(dict.fromkeys(row[1] for row in counted)))]
            labelled = False
        else:
            columns = [self._dimension(key, ()), Column("label", "Label", "text")]
            labelled = True
        labels = columns[0].labels
        rows = []
        for part, value, *counts in counted:
            head = ([part] if self.request.by else []) + [value] + ([labels[value]] if labelled else [])
            rows.append((*head, *self._count_row(counts, self.bases.get(part, (0, 0)))))
        return [*self._by(), *columns, *self._counts()], rows, self.request.by

    def _causes(self) -> tuple[list[Column], list[tuple[Any, ...]], str]:
        cause = self._dimension("cause", ())
        columns = [self._dimension("issue", ()), cause, Column("label", "Label", "text")]
        rows = []
        for part, issue, why, *counts in self._query("causes"):
            head = ([part] if self.request.by else []) + [issue, why, cause.labels.get(why, why)]
            rows.append((*head, *self._count_row(counts[:2], counts[2:])))
        return [*self._by(), *columns, *self._counts()], rows, self.request.by

    def _coverage_rows(self) -> tuple[list[Column], list[tuple[Any, ...]], str]:
        by = self.request.by or "review"
        if not self.request.by:
            self.engine.keep("groups", "select review, review as part from scope")
        found = {row[0]: row[1:] for row in self._query("coverage")}
        if by == "review":
            parts = [row[0] for row in self.engine.run("select review from scope order by review")]
            first = Column("review", "Review", "category", tuple(parts))
        else:
            parts = self.parts
            first = self._dimension(by, parts)
        columns = [
            first,
            *(Column(n, n.replace("_", " ").capitalize(), "count") for n in _COVERAGE),
            Column("percent", "% done", "percent"),
        ]
        rows = []
        for part in parts:
            counts = found.get(part, (0,) * 7)[:6]
            rows.append((part, *counts, shown_percent(counts[0] - counts[5], counts[0])))
        return columns, rows, ""

    def _crosstab(self) -> tuple[list[Column], list[tuple[Any, ...]], str]:
        rows_by, cols_by = self.request.rows, self.request.cols
        self.engine.later("cells", self._cells(rows_by, cols_by))
        counts = {(row, col): n for row, col, n in self._query("crosstab")}
        row_keys = self._keys(rows_by, [row for row, _ in counts if row])
        col_keys = self._keys(cols_by, [col for _, col in counts if col])
        row_column, col_column = self._dimension(rows_by, row_keys), self._dimension(cols_by, col_keys)
        bases = {(row, col): self._cell_base(row, col) for row in ["", *row_keys] for col in ["", *col_keys]}
        table = []
        for row in [*row_keys, ""]:
            for col in [*col_keys, ""]:
                n = counts.get((row, col), 0)
                base = bases[row, col]
                table.append((row or ALL, col or ALL, n, base, shown_percent(n, base)))
        columns = [_with_all(row_column), _with_all(col_column), *self._counts()]
        return columns, table, cols_by

    def _cell_base(self, row: str, col: str) -> int:
        """Return the base of a cell: the reviews (findings) with the value of the attribute that is crossed, else all.

        The column's attribute is taken before the row's, so that the percentages of a column compare.
        """
        for name, value in ((self.request.cols, col), (self.request.rows, row)):
            if name not in DIMENSIONS:
                if not value:
                    return self.base[self.at]
                return self._attribute_base(name).get(value, (0, 0))[self.at]
        return self.base[self.at]

    def _attribute_base(self, name: str) -> dict[str, tuple[int, int]]:
        if self._attribute_bases is None:
            self._group(name)
            self._attribute_bases = self._group_bases()
        return self._attribute_bases

    def _keys(self, dimension: str, found: Sequence[str]) -> list[str]:
        if dimension == "cause":
            listed = [row[0] for row in self._labels("cause")]
            return [*(c for c in listed if c not in dict(_OWN)), *(c for c, _ in _OWN if c in found)]
        if dimension in _KEYS:
            return [row[0] for row in self._labels(dimension)]
        if dimension == "polarity":
            return list(self.request.polarity)
        if dimension == "candidate":
            return sorted(set(found))
        begun = self.engine.run(
            f"select distinct v.value from ({self._values_of(dimension)}) as v join layer_findings f on v.review = f.review"
        )
        return self._ordered(dimension, [row[0] for row in begun])

    def _cells(self, rows_by: str, cols_by: str) -> str:
        """Return the query (review, finding, weight, row_key, col_key) that a crosstab counts, each row once."""
        dimensions = [name for name in (rows_by, cols_by) if name in DIMENSIONS]
        reviews = self.unit == "reviews"  # then a review counts once, whatever is in it
        if dimensions:
            kept = ["review", "'' as finding" if reviews else "finding", "1 as weight", *dimensions]
            source = f"select distinct {', '.join(kept)} from {_source(dimensions)}"
        else:
            source = f"select review, '' as finding, {'1' if reviews else 'counted'} as weight from layer_reviews"
        keys, joins = [], []
        for alias, name in (("r", rows_by), ("c", cols_by)):
            if name in DIMENSIONS:
                keys.append(f"x.{name}")
            else:
                keys.append(f"{alias}.value")
                joins.append(f"join ({self._values_of(name)}) as {alias} on x.review = {alias}.review")
        return f"select x.review, x.finding, x.weight, {keys[0]} as row_key, {keys[1]} as col_key from ({source}) as x {' '.join(joins)}"

    # Words --------------------------------------------------------------------------------------------------------

    def _title(self) -> str:
        request = self.request
        what = {
            "issues": "Practice issues",
            "areas": "Areas",
            "causes": "WHY causes, of the reviews in which their issue was found",
            "families": "Cause families",
            "candidates": "Candidates for new issues",
            "coverage": "Coverage: what became of the findings",
            "crosstab": f"{_words(request.rows)} by {_words(request.cols).lower()}",
        }[request.name]
        by = f", by {_words(request.by).lower()}" if request.by else ""
        counted = "" if request.name == "coverage" else f": number of {self.unit}"
        return f"{what}{by}{counted}"


ALL = "(all)"
"""Stands for every row or column of a crosstab, in its margins; no attribute value is written like that."""
_KEYS = {"area": ("areas", "area"), "issue": ("issues", "issue"), "family": ("families", "family"), "cause": ("why", "cause")}
_OWN = [
    (UNCLEAR, "Unclear: the review does not say why"),
    ("other", "Other, in the coder's words"),
    ("disagreed", "Coders differ on the cause"),
    (NOT_CODED, "Cause not coded"),
]


def _source(dimensions: Sequence[str]) -> str:
    """Return the relation that holds the dimensions of a crosstab, for each finding."""
    if "candidate" in dimensions:
        return "layer_candidates"
    relation = "layer_why" if {"cause", "family"} & set(dimensions) else "layer_tags"
    return f"(select t.*, i.area, t.part as polarity from {relation} t join issues i on t.issue = i.issue) as t"


def _with_all(column: Column) -> Column:
    return column._replace(order=(*column.order, ALL), labels={**column.labels, ALL: "All"})


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _now() -> str:
    """Return the moment of making as text; `SOURCE_DATE_EPOCH` fixes it for outputs that must come out the same."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = dt.datetime.fromtimestamp(int(epoch), dt.timezone.utc) if epoch.isdecimal() else dt.datetime.now(dt.timezone.utc)
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
