"""The values a taxonomy is made of. All are frozen and know where they stand in their file."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from scr_coder.location import Location

_K = TypeVar("_K")
_V = TypeVar("_V")

UNCLEAR = "unclear"
"""The published value "the review does not say why": a family, and a cause that every issue may be given."""


@dataclass(frozen=True, slots=True)
class Family:
    """A group of causes across issues, for instance `info_systems`."""

    id: str
    label: str
    definition: str
    location: Location


@dataclass(frozen=True, slots=True)
class Cause:
    """A WHY of one issue, for instance `C02.1`. ``family`` is the id of its family."""

    id: str
    label: str
    family: str
    source: str
    provenance: str
    location: Location
    family_location: Location


@dataclass(frozen=True, slots=True)
class Issue:
    """A practice issue, for instance `C02`. ``status`` is active, placeholder or deprecated."""

    id: str
    label: str
    area: str
    status: str
    definition: str
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    see_also: tuple[str, ...]
    replaced_by: tuple[str, ...]
    keywords: tuple[str, ...]
    briefing: int | None
    statement: str
    cell: str
    note: str
    causes: tuple[Cause, ...]
    location: Location
    places: dict[str, tuple[Location, ...]] = field(repr=False, compare=False)
    """Where the items of ``see_also`` and ``replaced_by`` and the label stand."""

    @property
    def codable(self) -> bool:
        """True when decisions may use the issue."""
        return self.status == "active"

    def unclear_cause(self) -> str:
        """Return the id of the issue's own cause of the family `unclear`, or an empty string.

        Where the map itself prints "unclear", that cause and the value `unclear` say the same.
        """
        return next((cause.id for cause in self.causes if cause.family == UNCLEAR), "")


@dataclass(frozen=True, slots=True)
class Area:
    """A stage of the child's journey through services, A to G."""

    id: str
    label: str
    definition: str
    issues: tuple[Issue, ...]
    location: Location


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """One taxonomy file. ``digest`` is the SHA-256 of its bytes in hex; ``extends`` another taxonomy's id or empty."""

    id: str
    version: str
    title: str
    description: str
    extends: str
    source: dict[str, str]
    published_areas: int | None
    published_issues: int | None
    families: tuple[Family, ...]
    areas: tuple[Area, ...]
    digest: str
    path: str
    places: dict[str, Location] = field(repr=False, compare=False)

    def issues(self) -> Iterator[Issue]:
        """Yield every issue in the order of the file."""
        for area in self.areas:
            yield from area.issues


@dataclass(frozen=True)
class TaxonomySet:
    """All taxonomies of a workspace, in the order the workspace names them.

    Where an id stands twice the first one is kept; `scr check` reports the other.
    """

    taxonomies: tuple[Taxonomy, ...]

    @functools.cached_property
    def areas(self) -> dict[str, Area]:
        """Areas by id, in order."""
        return _first((area.id, area) for one in self.taxonomies for area in one.areas)

    @functools.cached_property
    def issues(self) -> dict[str, Issue]:
        """Issues by id, in order."""
        return _first((issue.id, issue) for one in self.taxonomies for issue in one.issues())

    @functools.cached_property
    def families(self) -> dict[str, Family]:
        """Families by id, in order."""
        return _first((family.id, family) for one in self.taxonomies for family in one.families)

    @functools.cached_property
    def causes(self) -> dict[str, tuple[Issue, Cause]]:
        """Each cause by id, with the issue that owns it."""
        return _first((cause.id, (issue, cause)) for issue in self.issues.values() for cause in issue.causes)

    @functools.cached_property
    def versions(self) -> dict[str, str]:
        """Taxonomy id to version: what a decision records."""
        return {one.id: one.version for one in self.taxonomies}


def _first(pairs: Iterator[tuple[_K, _V]]) -> dict[_K, _V]:
    kept: dict[_K, _V] = {}
    for key, value in pairs:
        kept.setdefault(key, value)
    return kept
