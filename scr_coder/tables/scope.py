"""Which reviews and decisions count: the filters and the layer of a request, as relations in an engine.

    scope(review)                              the reviews that the filters let through
    chosen_polarities(polarity, part), chosen_coders(coder)
    heard, layer_findings, layer_tags, layer_causes, layer_why, layer_candidates      see their queries under ``sql/``
    groups(review, part)   parts(part, position)      each review with the values of the attribute it is grouped by

Values that a user gave are rows of a relation, never text in a query.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scr_coder.problem import ScrError, did_you_mean
from scr_coder.tables.engine import DuckEngine, query_text
from scr_coder.tables.facts import DATE, YEAR, Source
from scr_coder.tables.request import TableRequest
from scr_coder.tables.together import LoadedFacts

NOT_STATED = "not_stated"
EVERYONE = ("resolved", "any")
"""The layers in which every coder is heard; another layer is the name of one."""
_YEAR = "try_cast(substr({value}, 1, 4) as integer) between 1000 and 9999"
"""Whether a value begins with a year."""


class Scope:
    """The relations of one request. `open` makes them; then queries under ``sql/`` can be run."""

    def __init__(self, request: TableRequest, source: Source, engine: DuckEngine) -> None:
        self.request = request
        self.source = source
        self.engine = engine

    def open(self) -> list[str]:
        """Load the facts and make the relations; return the notes of the source. Raises ScrError for what does not exist."""
        notes = self.source.load(self.engine, self.request.as_of)
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
        for at, (name, wanted) in enumerate(request.where):
            self.engine.relation(f"wanted_{at}", ("wanted",), [(value,) for value in wanted])
            if name == "review":
                conditions.append(f"review in (select wanted from wanted_{at})")
            else:
                valued = f"select review from ({self.values_of(name)}) as v where value in (select wanted from wanted_{at})"
                conditions.append(f"review in ({valued})")
        for name, compare in (("since", ">="), ("until", "<=")):
            if wanted_date := getattr(request, name):
                self.engine.relation(f"{name}_day", ("day",), [(wanted_date,)])
                dated = (
                    f"a.attribute = '{DATE}' and {_YEAR.format(value='a.value')} and substr(a.value, 1, {len(wanted_date)}) {compare} w.day"
                )
                conditions.append(f"review in (select a.review from attributes a cross join {name}_day w where {dated})")
        where = f" where {' and '.join(conditions)}" if conditions else ""
        rows = self.engine.run(f"select review from reviews{where} order by review")
        self.engine.relation("scope", ("review",), rows)
        split = request.splits_polarity()
        polarities = [(name, name if split else "") for name in request.polarity]
        self.engine.relation("chosen_polarities", ("polarity", "part"), polarities)
        coders = [row[0] for row in self.engine.run("select distinct coder from decisions order by coder")]
        if request.layer not in (*EVERYONE, "consensus", *coders):
            hint = did_you_mean(request.layer, [*coders, *EVERYONE]) or f"there are resolved, consensus, any, {', '.join(coders)}"
            raise ScrError(f"there is no layer `{request.layer}`: no coder has that name", hint)
        heard = [(coder,) for coder in coders] if request.layer in EVERYONE else [(request.layer,)]
        self.engine.relation("chosen_coders", ("coder",), heard)

    def _check_values(self) -> None:
        """Raise ScrError for a value that no review can have: a slip of the keyboard would count nothing, and say so nowhere."""
        attributes = self.source.attributes
        for name, values in self.request.where:
            known = [row[0] for row in self.engine.run("select review from reviews")] if name == "review" else []
            for value in values:
                if name == "review" and value not in known:
                    raise ScrError(f"--where: there is no review `{value}`", did_you_mean(value, known) or "see `scr reviews`")
                if not self.source.controlled:
                    continue
                if name in attributes.attributes and (fault := attributes.fault(name, value)):
                    raise ScrError(f"--where: {fault[0]}", fault[1])
                if name == YEAR and name not in attributes.attributes and value not in attributes.special and not _is_year(value):
                    raise ScrError(f"--where: {YEAR} is `{value}`; it should be a year", "write 2018")

    def values_of(self, attribute: str) -> str:
        """Return a query (review, value) of an attribute for every review; `not_stated` where a review has none."""
        name, value = attribute, "a.value"
        if attribute == YEAR and YEAR not in self.source.known_attributes():
            name, value = DATE, f"case when {_YEAR.format(value='a.value')} then substr(a.value, 1, 4) else a.value end"
        quoted = name.replace("'", "''")
        return (
            f"select r.review, coalesce({value}, '{NOT_STATED}') as value from reviews r "
            f"left join attributes a on r.review = a.review and a.attribute = '{quoted}'"
        )

    def _layer(self) -> None:
        """Make the views of the layer: one row for each finding, tag, cause and candidate that counts."""
        resolved = self.request.layer == "resolved"
        self.engine.view("heard", query_text("heard"))
        self.engine.keep("layer_findings", query_text("layer_resolved" if resolved else "layer_any"))
        self.engine.keep("layer_tags", query_text("layer_tags"))
        for name in ("layer_causes", "layer_why", "layer_candidates"):
            self.engine.view(name, query_text(name))

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
