"""Where something stands in a file: the one currency of every message."""

from __future__ import annotations

from typing import NamedTuple


class Location(NamedTuple):
    """A place in a file. ``line`` and ``column`` count from 1, columns in code points.

    ``path`` is as it is shown to people: relative to the workspace where the file is inside it.
    """

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"
