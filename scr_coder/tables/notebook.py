"""The face for notebooks: tables from a workspace, and from an analyst's own DataFrames."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scr_coder import workspace as on_disk
from scr_coder.tables.facts import WorkspaceFacts
from scr_coder.tables.request import make_request
from scr_coder.tables.table import Table
from scr_coder.tables.tabulate import tabulate_request


class Workspace(on_disk.Workspace):
    """A workspace with its tables."""

    def table(self, name: str, **options: Any) -> Table:
        """Return a table, for instance ``ws.table("issues", by="review_type")``; `.frame` is a DataFrame.

        Options are those of `scr_coder.tables.request.make_request`. Raises ScrError for options that cannot be.
        """
        facts = WorkspaceFacts(self)
        options.setdefault("default_layer", self.settings.layer)
        return tabulate_request(make_request(name, known=facts.known_attributes(), **options), facts)


def open_workspace(path: str | Path = ".") -> Workspace:
    """Open the workspace at ``path``. Raises ScrError when there is none."""
    return Workspace(on_disk.open_workspace(path).root)
