"""A problem in a file: a stable code, a severity, a place, what is wrong and what to do about it."""

from __future__ import annotations

import difflib
import enum
from collections.abc import Iterable
from typing import NamedTuple

from scr_coder.location import Location


class Severity(enum.StrEnum):
    """``error``: the file cannot be relied on. ``warning``: it can, but somebody should look."""

    ERROR = "error"
    WARNING = "warning"


class Problem(NamedTuple):
    """One problem. ``code`` never changes its meaning; ``hint`` is empty when there is none."""

    code: str
    severity: Severity
    location: Location
    message: str
    hint: str = ""

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.location}: {self.severity.value} {self.code}: {self.message}{hint}"


class ScrError(Exception):
    """Something the user asked for cannot be done; the faces print it as one line and exit with 2.

    ``message`` says what is wrong and where; ``hint`` what to do.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


def sort_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems by path, line, column and code; the same problem twice counts once."""
    return sorted(set(problems), key=lambda p: (p.location, p.code, p.message))


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """Return ``did you mean `X`?`` for the one of ``known`` that ``wrong`` begins, or the nearest, or an empty string."""
    by_folded = {name.casefold(): name for name in known}
    folded = wrong.casefold()
    begun = [name for name in by_folded if folded and name.startswith(folded)]
    near = begun if folded in by_folded or len(begun) == 1 else difflib.get_close_matches(folded, by_folded, n=1, cutoff=0.6)
    best = folded if folded in by_folded else near[0] if near else ""
    return f"did you mean `{by_folded[best]}`?" if best else ""
