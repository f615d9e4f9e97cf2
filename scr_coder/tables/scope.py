"""Which reviews and decisions count: the filters and the layer of a request, as relations in an engine.

    scope(review)                              the reviews that the filters let through
    chosen_polarities(polarity, part), chosen_coders(coder)
    heard, layer_findings, layer_reviews, layer_tags, layer_given, layer_why, layer_candidates      see their queries under ``sql/``
    groups(review, part)   parts(part, position)      each review with the values of the attribute it is grouped by

Values that a user gave stand for the placeholders of a query, never in its text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scr_coder.problem import ScrError, did_you_mean
from scr_coder.tables.engine import Engine, marks, query_text
from scr_coder.tables.facts import BEGINS_WITH_YEAR, DATE, YEAR, Source
from scr_coder.tables.parquet_files import load_facts
from scr_coder.tables.request import TableRequest
from scr_coder.tables.together import LoadedFacts

NOT_STATED = "not_stated"
EVERYONE = ("resolved", "any")
"""The layers in which every coder is heard; another layer is the name of one."""


class Scope:
    """The relations of one request. `open` makes them; then queries under ``sql/`` can be run."""

    def __init__(self, request: TableRequest, source: Source, engine: Engine) -> None:
        self.request = request
        self.source = source
        self.engine = engine

    def open(self) -> list[str]:
        """Load the facts and make the relations; return the notes of the source. Raises ScrError for what does not exist."""
        notes = load_facts(self.source, self.engine, self.request.as_of)
        if isinstance(self.source, LoadedFacts) and self.source.is_narrowed_to(self.request):
            return notes
        self._narrow()
        self._layer()
        return notes

    def query(self, name: str) -> list[tuple[Any, ...]]:
        """Run a query under ``sql/``."""
        return self.engine.run(query_text(name))

    def _narrow(self) -> None:
        request = self.request
        self._check_values()
        conditions: list[str] = []
        values: list[str] = []
        for name, wanted in request.where:
            if name == "review":
                conditions.append(f"review in ({marks(wanted)})")
            else:
                conditions.append(f"review in (select review from ({self.values_of(name)}) as v where value in ({marks(wanted)}))")
            values += wanted
        for day, compare in ((request.since, ">="), (request.until, "<=")):
            if day:
                dated = f"attribute = '{DATE}' and {BEGINS_WITH_YEAR.format(value='value')} and substr(value, 1, {len(day)}) {compare} ?"
                conditions.append(f"review in (select review from attributes where {dated})")
                values.append(day)
        where = f" where {' and '.join(conditions)}" if conditions else ""
        self.engine.keep("scope", f"select review from reviews{where}", values)
        part = "polarity" if request.splits_polarity() else "0"
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
            option = "--by" if (name, values) in self.request.columns else "--where"
            known = [row[0] for row in self.engine.run("select review from reviews")] if name == "review" else []
            for value in values:
                if name == "review" and value not in known:
                    raise ScrError(f"{option}: there is no review `{value}`", did_you_mean(value, known) or "see `scr reviews`")
                if not self.source.controlled:
                    continue
                if name in attributes.attributes and (fault := attributes.fault(name, value)):
                    raise ScrError(f"{option}: {fault[0]}", fault[1])
                if name == YEAR and name not in attributes.attributes and value not in attributes.special and not _is_year(value):
                    raise ScrError(f"{option}: {YEAR} is `{value}`; it should be a year", "write 2018")

    def values_of(self, attribute: str) -> str:
        """Return a query (review, value) of an attribute for every review; `not_stated` where a review has none."""
        name, value = attribute, "a.value"
        if attribute == YEAR and YEAR not in self.source.known_attributes():
            name, value = DATE, f"case when {BEGINS_WITH_YEAR.format(value='a.value')} then substr(a.value, 1, 4) else a.value end"
        quoted = name.replace("'", "''")
        return (
            f"select r.review, coalesce({value}, '{NOT_STATED}') as value from reviews r "
            f"left join attributes a on r.review = a.review and a.attribute = '{quoted}'"
        )

    def _layer(self) -> None:
        """Name the relations of the layer: one row for each finding, review, tag, cause and candidate that counts."""
        resolved = self.request.layer == "resolved"
        self.engine.view("heard", query_text("heard"))
        self.engine.later("layer_findings", query_text("layer_resolved" if resolved else "layer_any"))
        for name in ("layer_reviews", "layer_candidates"):
            self.engine.later(name, query_text(name))
        self.layer_of_tags()

    def layer_of_tags(self) -> None:
        """Name the relations of the layer that depend on `chosen_polarities`; again, when that has been made again."""
        for name in ("layer_tags", "layer_given", "layer_why"):
            self.engine.later(name, query_text(name))

    def group(self, by: str) -> list[str]:
        """Make `groups` and `parts`: each review with the values of the attribute ``by``, or all in one group; return the parts."""
        if not by:
            self.engine.keep("groups", "select review, '' as part from scope")
            parts = [""]
        else:
            self.engine.keep(
                "groups", f"select v.review, v.value as part from ({self.values_of(by)}) as v join scope s on v.review = s.review"
            )
            parts = self.ordered(by, [row[0] for row in self.engine.run("select distinct part from groups")])
        self.engine.relation("parts", ("part", "position"), [(part, at) for at, part in enumerate(parts)])
        return parts

    def group_bases(self) -> dict[str, tuple[int, int]]:
        """Return the base (reviews, findings) of each group."""
        return {part: (reviews, findings) for part, reviews, findings in self.query("bases")}

    def ordered(self, attribute: str, values: Sequence[str]) -> list[str]:
        """Return values of an attribute in the order of its schema."""
        return self.source.attributes.order(attribute, set(values))


def _is_year(value: str) -> bool:
    return len(value) == 4 and value.isdecimal() and value.isascii()
