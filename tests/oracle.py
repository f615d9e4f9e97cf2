"""What the tables should say, in plain Python over lists: an oracle that shares no code with the queries.

It follows `docs` and `../shared/design/architecture.md`: the last decision of a coder holds; the layer weighs coders; a unit
counts once however often something is found in it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from scr_coder.taxonomy import TaxonomySet

from building import Said

Unit = tuple[str, str]


class Mark(NamedTuple):
    """One thing that is found in a finding, as the layer sees it, with the value of every dimension."""

    review: str
    finding: str
    issue: str
    area: str
    polarity: str
    cause: str
    family: str


class Oracle:
    """All reviews with their attributes and numbers of findings, and all that was said, in order."""

    def __init__(
        self,
        taxonomies: TaxonomySet,
        reviews: Mapping[str, Mapping[str, str | Sequence[str]]],
        said: Iterable[Said],
        findings: Mapping[str, int],
        layer: str,
        polarity: Sequence[str] = ("problem", "advice"),
        split: bool = False,
        scope: Sequence[str] | None = None,
    ) -> None:
        self.taxonomies = taxonomies
        self.attributes = reviews
        self.scope = set(reviews if scope is None else scope)
        self.findings = {(r, str(n)) for r in self.scope for n in range(1, findings[r] + 1)}
        held: dict[tuple[str, str, str], Said] = {}
        for one in said:
            held[one.review, one.finding, one.coder] = one
        self.voters: dict[Unit, list[Said]] = {}
        self.together: dict[Unit, bool] = {}
        for unit in self.findings:
            speaking = [s for (r, f, _), s in held.items() if (r, f) == unit and s.state != "cleared"]
            if layer not in ("resolved", "any"):
                speaking = [s for s in speaking if s.coder == layer]
            if layer == "resolved" and any(s.coder == "consensus" for s in speaking):
                speaking = [s for s in speaking if s.coder == "consensus"]
            if speaking:
                self.voters[unit] = speaking
                self.together[unit] = layer == "resolved"
        self.states = {unit: self._state(unit) for unit in self.voters}
        self.marks = [mark for unit in self.voters for mark in self._marks(unit, polarity, split)]

    def _state(self, unit: Unit) -> str:
        states = {s.state for s in self.voters[unit]}
        if len(states) == 1:
            return states.pop()
        if self.together[unit]:
            return "disagreed"
        return "coded" if "coded" in states else "no_match"

    def _marks(self, unit: Unit, polarity: Sequence[str], split: bool) -> Iterable[Mark]:
        voters = self.voters[unit]
        needed = len(voters) if self.together[unit] else 1
        parts = [[p] for p in polarity] if split else [list(polarity)]
        for part in parts:
            told: dict[str, list[set[str]]] = {}
            for voter in voters:
                for tag in voter.tags:
                    if tag.polarity in part:
                        causes = {self._own_unclear(tag.issue) if c == "unclear" else c for c in tag.causes}
                        told.setdefault(tag.issue, []).append(causes | ({"other"} if tag.other else set()))
            for issue, sets in told.items():
                if len(sets) < needed or issue not in self.taxonomies.issues:
                    continue
                common = [c for c in sorted(set().union(*sets)) if sum(c in s for s in sets) >= needed]
                common = common or ["disagreed" if any(sets) else "not_coded"]
                for cause in common:
                    area = self.taxonomies.issues[issue].area
                    yield Mark(*unit, issue, area, part[0] if split else "", cause, self._family(cause))

    def _own_unclear(self, issue: str) -> str:
        return self.taxonomies.issues[issue].unclear_cause() or "unclear"

    def _family(self, cause: str) -> str:
        known = self.taxonomies.causes.get(cause)
        return known[1].family if known else cause

    # What tables show ------------------------------------------------------------------------------------------------

    def values(self, review: str, attribute: str) -> list[str]:
        """Return the values of an attribute of a review; `not_stated` where it has none."""
        if attribute == "publication_year":
            return [date[:4] if date[:4].isdecimal() else date for date in self.values(review, "publication_date")]
        value = self.attributes[review].get(attribute, "not_stated")
        return [value] if isinstance(value, str) else list(value)

    def base(self, count: str, attribute: str = "", value: str = "") -> int:
        """Return the reviews begun (or their findings that are not excluded), of one group if one is named."""
        units = [u for u in self.states if not value or value in self.values(u[0], attribute)]
        return len({u[0] for u in units}) if count == "reviews" else sum(self.states[u] != "excluded" for u in units)

    def single(self, dimension: str, count: str, attribute: str = "", value: str = "") -> dict[str, int]:
        """Return key to n, without zeros."""
        units: dict[str, set[object]] = {}
        for mark in self.marks:
            if not value or value in self.values(mark.review, attribute):
                units.setdefault(getattr(mark, dimension), set()).add(mark.review if count == "reviews" else mark[:2])
        return {key: len(found) for key, found in units.items()}

    def causes(self, count: str) -> dict[tuple[str, str], tuple[int, int]]:
        """Return (issue, cause) to (n, base), without zeros."""
        bases = self.single("issue", count)
        units: dict[tuple[str, str], set[object]] = {}
        for mark in self.marks:
            units.setdefault((mark.issue, mark.cause), set()).add(mark.review if count == "reviews" else mark[:2])
        return {key: (len(found), bases[key[0]]) for key, found in units.items()}

    def candidates(self, count: str) -> dict[str, int]:
        """Return the folded candidate to n."""
        units: dict[str, set[object]] = {}
        for unit, voters in self.voters.items():
            for voter in voters:
                if voter.state == "no_match" and self.states[unit] == "no_match":
                    units.setdefault(voter.candidate.strip().lower(), set()).add(unit[0] if count == "reviews" else unit)
        return {key: len(found) for key, found in units.items()}

    def pairs(self, within: str) -> dict[tuple[str, str], int]:
        """Return (issue, issue) to n for the pairs that meet in a review or a finding, in the order of the taxonomy."""
        order = [*self.taxonomies.issues]
        shown: dict[object, set[str]] = {}
        for mark in self.marks:
            shown.setdefault(mark.review if within == "review" else mark[:2], set()).add(mark.issue)
        found: dict[tuple[str, str], int] = {}
        for issues in shown.values():
            for pair in itertools.combinations(sorted(issues, key=order.index), 2):
                found[pair] = found.get(pair, 0) + 1
        return found

    def discovery(self) -> list[int]:
        """Return how many issues are known after each review, in the order of publication; those without a date come last."""
        begun = {unit[0] for unit in self.states}
        dates = {review: self.values(review, "publication_date")[0] for review in begun}
        order = sorted(begun, key=lambda review: (not dates[review][:4].isdecimal(), dates[review], review))
        return [len({mark.issue for mark in self.marks if mark.review in order[: k + 1]}) for k in range(len(order))]

    def behind(self, dimension: str) -> dict[tuple[str, ...], set[Unit]]:
        """Return the findings behind each value of a dimension; a cause has its issue before it."""
        found: dict[tuple[str, ...], set[Unit]] = {}
        for mark in self.marks:
            key = (mark.issue, mark.cause) if dimension == "cause" else (getattr(mark, dimension),)
            found.setdefault(key, set()).add(mark[:2])
        return found

    def coverage(self, review: str) -> tuple[int, ...]:
        """Return findings, coded, no match, excluded, disagreed, uncoded of one review."""
        units = [u for u in self.findings if u[0] == review]
        states = [self.states.get(u, "uncoded") for u in units]
        return (len(units), *(states.count(s) for s in ("coded", "no_match", "excluded", "disagreed", "uncoded")))

    def crosstab(self, rows: str, cols: str, count: str) -> dict[tuple[str, str], int]:
        """Return (row, col) to n without zeros; `all` is a margin, which counts each unit once."""
        cells: dict[tuple[str, str], set[object]] = {}
        for thing in self._things(rows, cols):
            unit = (thing["review"], thing["finding"])
            for row in self._keys(thing, rows):
                for col in self._keys(thing, cols):
                    for cell in ((row, col), (row, "(all)"), ("(all)", col), ("(all)", "(all)")):
                        if count == "reviews":
                            cells.setdefault(cell, set()).add(unit[0])
                        elif unit in self.states and (self.states[unit] != "excluded" or "issue" in thing):
                            cells.setdefault(cell, set()).add(unit)
        return {cell: len(found) for cell, found in cells.items()}

    def _things(self, rows: str, cols: str) -> list[dict[str, str]]:
        if "candidate" in (rows, cols):
            agreed = [(u, s.candidate) for u, voters in self.voters.items() for s in voters if self.states[u] == s.state == "no_match"]
            spelled: dict[str, str] = {}
            for _, name in agreed:
                folded = name.strip().lower()
                spelled[folded] = min(name, spelled.get(folded, name))
            return [{"review": u[0], "finding": u[1], "candidate": spelled[c.strip().lower()]} for u, c in agreed]
        if {rows, cols} & set(Mark._fields):
            return [mark._asdict() for mark in self.marks]
        return [{"review": u[0], "finding": u[1]} for u in self.states]

    def _keys(self, thing: Mapping[str, str], dimension: str) -> list[str]:
        return [thing[dimension]] if dimension in thing and dimension != "review" else self.values(thing["review"], dimension)
