"""The charts of a report, and how they stand on its page."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Mapping, Sequence
from typing import Protocol

from scr_coder.tables.table import Table


class Chart(Protocol):
    """A chart as it is drawn: its name in files and links, its words, the pictures, and the table whose numbers it shows."""

    @property
    def name(self) -> str:
        """For files and links."""

    @property
    def title(self) -> str:
        """What it shows."""

    @property
    def alt(self) -> str:
        """What is to be seen, in words."""

    @property
    def svg(self) -> bytes:
        """The picture as SVG."""

    @property
    def png(self) -> bytes:
        """The picture as PNG."""

    @property
    def table(self) -> str:
        """The name of the table among those of the report."""


def draw_charts(tables: Mapping[str, Table], mark: str) -> Sequence[Chart]:
    """Return the charts of the tables of a report, which are suppressed already; ``mark`` stands on each of them."""
    if importlib.util.find_spec("scr_coder.render.charts") is None:
        return ()
    drawn: Sequence[Chart] = importlib.import_module("scr_coder.render.charts").charts_of(tables, mark)
    return drawn
