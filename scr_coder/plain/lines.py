"""Where lines come from: a terminal, with a prompt and editing, or a pipe."""

from __future__ import annotations

import contextlib
import sys
from typing import TextIO


class Lines:
    """The lines of ``source``. ``terminal`` says whether a person types them; ``number`` counts those that were read."""

    def __init__(self, source: TextIO) -> None:
        self.terminal = source.isatty()
        self.number = 0
        self._source = source
        reconfigure = getattr(source, "reconfigure", None)
        if reconfigure is not None:
            # Bytes that are not UTF-8 are refused line by line, by the session, and end nothing.
            reconfigure(errors="surrogateescape") if self.terminal else reconfigure(encoding="utf-8", errors="surrogateescape")
        if self.terminal and sys.stdout.isatty():
            with contextlib.suppress(ImportError):
                import readline  # noqa: F401  importing it gives `input` its editing

    def read(self, prompt: str) -> str | None:
        """Return the next line, or None at the end. Raises KeyboardInterrupt as `input` does."""
        self.number += 1
        if self.terminal:
            try:
                return input(prompt)
            except EOFError:
                return None
        line = self._source.readline()
        return (line.removeprefix("\ufeff") if self.number == 1 else line) if line else None
