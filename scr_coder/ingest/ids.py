"""Ids of findings, made of the report's own labels: the same report always gives the same."""

from __future__ import annotations

import re

MOST = 40
"""Characters of an id (taxonomy/schema/findings.schema.json)."""


class Ids:
    """Gives out ids, each once, whatever its case."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def of(self, label: str) -> str:
        """Return a label as an id, different from all before it: the second ``4`` of a report is ``4-2``."""
        plain = re.sub(r"[^A-Za-z0-9._()-]+", "-", label).strip("-") or "x"
        plain = (plain if plain[0].isalnum() else f"p{plain}")[: MOST - 4]
        found, number = plain, 1
        while found.casefold() in self._given:
            number += 1
            found = f"{plain[: MOST - len(str(number)) - 1]}-{number}"
        self._given.add(found.casefold())
        return found
