"""Which review shows what, in every layer and for every choice of polarities: what a page needs to count again by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from scr_coder.coding import POLARITIES
from scr_coder.tables.request import TableRequest
from scr_coder.tables.scope import Scope
from scr_coder.tables.together import LoadedFacts

CHOICES = range(1, 2 ** len(POLARITIES))
"""Every choice of polarities as a number: problem is 1, advice 2, positive 4, added up."""


class LayerRecords(NamedTuple):
    """The records of one layer. ``begun`` are the reviews with a decision in it.

    ``issues`` maps (review, issue), ``causes`` (review, issue, cause) to bits: bit c - 1 is set where the review shows it
    under the choice c of polarities.
    """

    layer: str
    begun: frozenset[str]
    issues: dict[tuple[str, str], int]
    causes: dict[tuple[str, str, str], int]


def layers_of(loaded: LoadedFacts) -> list[str]:
    """Return the layers that there are: resolved, any, and each coder by name, the consensus first."""
    coders = [row[0] for row in loaded.engine.run("select distinct coder from decisions order by coder")]
    return ["resolved", "any", *sorted(coders, key=lambda coder: (coder != "consensus", coder))]


def layer_records(request: TableRequest, loaded: LoadedFacts, layers: Sequence[str]) -> list[LayerRecords]:
    """Return the records of each of ``layers`` in the reviews of a request.

    They come from the queries of the tables, with one part for each choice of polarities instead of one for each polarity:
    coders agree on an issue within a choice, so what holds for two polarities does not follow from each of them.
    """
    engine = loaded.engine
    subsets = [(name, str(2 ** (c - 1))) for c in CHOICES for at, name in enumerate(POLARITIES) if c >> at & 1]
    found = []
    for layer in layers:
        scope = Scope(replace(request, name="issues", by="", layer=layer, polarity=POLARITIES), loaded, engine)
        scope.open()
        loaded.forget_scope()
        engine.relation("chosen_polarities", ("polarity", "part"), subsets)
        scope.layer_of_tags()
        begun = frozenset(row[0] for row in engine.run("select review from layer_reviews"))
        issues = engine.run(_bits("layer_tags", "review, issue"))
        causes = engine.run(_bits("layer_why", "review, issue, cause"))
        found.append(LayerRecords(layer, begun, {(r, i): bits for r, i, bits in issues}, {(r, i, c): bits for r, i, c, bits in causes}))
    return found


def _bits(relation: str, keys: str) -> str:
    once = f"select distinct {keys}, part from {relation} where issue in (select issue from issues)"
    return f"select {keys}, cast(sum(cast(part as bigint)) as bigint) from ({once}) as once group by {keys} order by {keys}"
