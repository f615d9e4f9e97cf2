"""The relations that everything is counted from. A source makes them in an engine; the queries count them.

    reviews(review)                                        every review
    attributes(review, attribute, value)                   one row for each value of each attribute
    findings(review, finding)                              every finding
    decisions(review, finding, coder, state, decided_at, candidate, reason, fits)      the ones that hold; `fits` is
                                                           current, stale (the text has changed) or orphan (it is gone)
    tags(review, finding, coder, issue, role, polarity)
    causes(review, finding, coder, issue, polarity, cause, family)
    areas(area, label, position)   issues(issue, area, label, position)
    why(issue, cause, family, label, position)   families(family, label, position)

All columns are text but ``position``, which orders as the taxonomy does.
"""

from __future__ import annotations

from typing import Any, Protocol

from scr_coder.tables.engine import DuckEngine
from scr_coder.tables.relations import COLUMNS, RELATIONS
from scr_coder.taxonomy import UNCLEAR, Attributes, TaxonomySet

NOT_CODED = "not_coded"
YEAR = "publication_year"
DATE = "publication_date"
BEGINS_WITH_YEAR = "translate(substr({value}, 1, 4), '0123456789', '0000000000') = '0000' and substr({value}, 1, 1) <> '0'"
"""Whether a value begins with a year, from 1000 on, in the words that all engines know."""

__all__ = [
    "BEGINS_WITH_YEAR",
    "COLUMNS",
    "DATE",
    "NOT_CODED",
    "RELATIONS",
    "YEAR",
    "Source",
    "causes_query",
    "load_taxonomies",
    "taxonomies_provenance",
]


class Source(Protocol):
    """Where facts come from."""

    attributes: Attributes
    controlled: bool
    """Whether attributes can only have the values of their schema."""

    def load(self, engine: DuckEngine, as_of: str = "") -> list[str]:
        """Make the relations in ``engine``; return notes that every table must carry."""

    def floor(self) -> tuple[int, str]:
        """Return below which counts these data must be suppressed (0: nowhere), and whether zeros are shown."""

    def known_attributes(self) -> list[str]:
        """Return the attributes that tables can be crossed by."""

    def provenance(self) -> dict[str, Any]:
        """Return what the facts were made from, for the table's provenance."""


def taxonomies_provenance(taxonomies: TaxonomySet) -> dict[str, Any]:
    """Return the taxonomies with version and digest, as provenance names them."""
    return {"taxonomies": {t.id: {"version": t.version, "sha256": t.digest} for t in taxonomies.taxonomies}}


def load_taxonomies(engine: DuckEngine, taxonomies: TaxonomySet) -> None:
    """Make areas, issues, why and families, with the rows that the analysts' own values need."""
    areas = [(area.id, area.label, at) for at, area in enumerate(taxonomies.areas.values())]
    engine.relation("areas", ("area", "label", "position"), areas)
    issues = [(i.id, i.area, i.label, at) for at, i in enumerate(taxonomies.issues.values()) if i.status != "placeholder"]
    engine.relation("issues", ("issue", "area", "label", "position"), issues)
    why = [(i.id, c.id, c.family, c.label, at) for at, (i, c) in enumerate(taxonomies.causes.values()) if i.status != "placeholder"]
    engine.relation("why", ("issue", "cause", "family", "label", "position"), why)
    families = [(f.id, f.label, at) for at, f in enumerate(taxonomies.families.values())]
    families += [("other", "Other, in the coder's words", 9002), ("disagreed", "Coders differ on the cause", 9003)]
    families.append((NOT_CODED, "Cause not coded", 9004))
    if UNCLEAR not in taxonomies.families:
        families.append((UNCLEAR, "Unclear", 9001))
    engine.relation("families", ("family", "label", "position"), families)


def causes_query(given: str) -> str:
    """Return the query for `causes` over a query (review, finding, coder, issue, polarity, cause) of causes as coders gave them.

    `unclear` becomes the issue's own cause where the map itself prints it, and each cause gets its family.
    """
    return f"""select g.review, g.finding, g.coder, g.issue, g.polarity,
            case when g.cause = '{UNCLEAR}' then coalesce(u.cause, g.cause) else g.cause end as cause,
            case when g.cause in ('{UNCLEAR}', 'other') then g.cause else coalesce(w.family, 'other') end as family
        from ({given}) as g
        left join why w on g.issue = w.issue and g.cause = w.cause
        left join why u on g.issue = u.issue and u.family = '{UNCLEAR}'"""
