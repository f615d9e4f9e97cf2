"""The face for notebooks: tables from a workspace, and from an analyst's own DataFrames."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from scr_coder import workspace as on_disk
from scr_coder.tables.protection import Floor, protected_table, resolve_protection
from scr_coder.tables.request import make_request
from scr_coder.tables.table import Table
from scr_coder.tables.workspace_facts import WorkspaceFacts
from scr_coder.taxonomy import TaxonomySet

if TYPE_CHECKING:
    import pandas as pd


class Workspace(on_disk.Workspace):
    """A workspace with its tables."""

    def table(
        self,
        name: str,
        *,
        suppress_below: int | None = None,
        zeros: str | None = None,
        allow_disclosure: bool = False,
        engine: str = "duckdb",
        **options: Any,
    ) -> Table:
        """Return a table, for instance ``ws.table("issues", by="review_type")``; `.frame` is a DataFrame.

        ``suppress_below``, ``zeros``, ``allow_disclosure``: as on the command line, and never below the workspace's floor
        without the latter. ``engine``: duckdb or spark. Other options are those of
        `scr_coder.tables.request.make_request`. Raises ScrError for options that cannot be.
        """
        facts = WorkspaceFacts(self)
        options.setdefault("default_layer", self.settings.layer)
        request = make_request(name, known=facts.known_attributes(), **options)
        protection = resolve_protection(Floor(*facts.floor()), suppress_below, zeros, allow_disclosure)
        return protected_table(request, facts, protection, engine)


def open_workspace(path: str | Path = ".") -> Workspace:
    """Open the workspace at ``path``. Raises ScrError when there is none."""
    return Workspace(on_disk.open_workspace(path).root)


def tabulate(
    name: str,
    *,
    tags: pd.DataFrame,
    reviews: pd.DataFrame | None = None,
    taxonomies: TaxonomySet | None = None,
    suppress_below: int | None = None,
    zeros: str | None = None,
    allow_disclosure: bool = False,
    engine: str = "duckdb",
    **options: Any,
) -> Table:
    """Count an analyst's own DataFrames with the queries of the command line.

    ``tags``: one row for each issue applied to a finding. Columns ``review``, ``finding``, ``issue`` (required, without
    gaps), ``coder`` (default none), ``role`` (primary), ``polarity`` (problem), ``causes`` (a list of cause ids, or text
    with them; default none). Other columns are ignored.
    ``reviews``: one row for each review; column ``review``, and any others as attributes. Every review in it is in the
    base, whether it has tags or not; without it the base is the reviews in ``tags``.
    ``taxonomies``: by default the shipped ones. ``suppress_below``, ``zeros``: hide small counts, as on the command line;
    DataFrames have no floor, so ``allow_disclosure`` has nothing to allow.
    ``engine``: duckdb or spark. ``options``: as for `Workspace.table`, without ``as_of``.

    Raises ScrError naming the row for a review, issue, role, polarity or cause that is not known, and for gaps.
    """
    from scr_coder.tables.frames import FrameFacts

    facts = FrameFacts(tags, reviews, taxonomies)
    request = make_request(name, known=facts.known_attributes(), **options)
    return protected_table(request, facts, resolve_protection(Floor(*facts.floor()), suppress_below, zeros, allow_disclosure), engine)
