"""What the page's script counts again: the records of single reviews as compact JSON."""

from __future__ import annotations

import json
from typing import Any

from scr_coder.report.counted import Filterable, Grid
from scr_coder.tables.request import TableRequest


def records_json(filterable: Filterable, request: TableRequest, grid: Grid, causes: list[tuple[str, str]]) -> str:
    """Return the records as JSON that can stand in a ``<script>`` of HTML.

    ``causes`` are (issue, cause) as the map has them. For each layer and review there is a flat list of pairs: the place
    of an issue or cause, and seven bits that say under which choices of polarities the review shows it.
    """
    issue_at = {issue: at for at, (issue, _, _) in enumerate(grid.issues)}
    cause_at = {pair: at for at, pair in enumerate(causes)}
    review_at = {review: at for at, review in enumerate(filterable.reviews)}
    layers = []
    for records in filterable.layers:
        shows: list[list[int]] = [[] for _ in filterable.reviews]
        for (review, issue), bits in records.issues.items():
            shows[review_at[review]] += [issue_at[issue], bits]
        why: list[list[int]] = [[] for _ in filterable.reviews]
        for (review, issue, cause), bits in records.causes.items():
            if (issue, cause) in cause_at:
                why[review_at[review]] += [cause_at[issue, cause], bits]
        begun = [1 if review in records.begun else 0 for review in filterable.reviews]
        layers.append({"name": records.layer, "begun": begun, "issues": shows, "why": why})
    attributes = []
    for name, label, values in filterable.attributes:
        place = {value: at for at, (value, _) in enumerate(values)}
        of = [[place[value] for value in filterable.valued[name][review]] for review in filterable.reviews]
        attributes.append({"name": name, "label": label, "values": [label for _, label in values], "ids": [v for v, _ in values], "of": of})
    areas = [area for area, _ in grid.areas]
    data: dict[str, Any] = {
        "reviews": filterable.reviews,
        "layer": request.layer,
        "polarity": list(request.polarity),
        "areas": areas,
        "issues": [[issue, areas.index(area)] for issue, area, _ in grid.issues],
        "causes": [[issue_at[issue], cause] for issue, cause in causes],
        "attributes": attributes,
        "layers": layers,
    }
    return safe_json(data)


def safe_json(data: Any) -> str:
    """Return JSON in ASCII in which nothing can end a script: ``<``, ``>`` and ``&`` are escapes."""
    text = json.dumps(data, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
