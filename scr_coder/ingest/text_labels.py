"""Numbers that begin paragraphs in text: read, and told from numbers that only happen to stand at the start of a line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_LABEL = re.compile(
    r"(?P<open>\()?(?P<body>\d{1,4}(?:\.\d{1,3}){0,5}|[a-z]|[ivxl]{1,6})(?P<close>\.\)|[.)])?(?:\s+|$)",
    re.IGNORECASE,
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_GREATEST = 300  # a list in a report does not begin at more


class Label(NamedTuple):
    """A number at the start of a line: its form (``1``, ``(1)``, ``a``, …), its parts (``4.17`` is 4, 17), its stop, the text after it."""

    form: str
    parts: tuple[int, ...]
    stop: str
    rest: str


def read_label(text: str) -> Label | None:
    """Return the number or letter that ``text`` begins with, as far as form goes; None if there is none."""
    found = _LABEL.match(text)
    if not found:
        return None
    body, bracket, stop = found["body"], found["open"] or "", found["close"] or ""
    if bracket and ")" not in stop:
        return None
    rest = text[found.end() :]
    if body[0].isdigit():
        return Label(bracket + "1", tuple(map(int, body.split("."))), stop, rest)
    if not stop or (len(body) > 1 and roman(body) == 0) or (not bracket and stop == "." and len(body) == 1 and body.isupper()):
        return None  # `A child`; and `J. Smith` is no item
    form = bracket + ("i" if len(body) > 1 else "a") + ("" if body.islower() else "A")
    return Label(form, (roman(body) if len(body) > 1 else ord(body.lower()) - 96,), stop, rest)


def roman(text: str) -> int:
    """Return the value of a small roman number, 0 if it is none."""
    total = 0
    values = [_ROMAN.get(char, 0) for char in text.lower()]
    for value, after in zip(values, [*values[1:], 0], strict=True):
        total += -value if value < after else value
    return total if all(values) and total > 0 else 0


class Numbering:
    """What has been numbered so far, and what comes in the whole text: enough to tell whether a number goes on."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._numbers: dict[tuple[str, tuple[int, ...]], int] = {}
        self._letters: dict[str, int] = {}
        self._coming = {(label.form, label.parts) for text in lines if (label := read_label(text))}

    def _last(self, label: Label) -> int | None:
        if label.form.lstrip("(")[0] in "ai":
            return self._letters.get(label.form)
        return self._numbers.get((label.form, label.parts[:-1]))

    def _noted(self, label: Label) -> Label:
        if label.form.lstrip("(")[0] in "ai":
            self._letters[label.form] = label.parts[-1]
            return label
        for depth in range(len(label.parts)):
            self._numbers[label.form, label.parts[:depth]] = label.parts[depth]
        if label.form == "1":
            self._letters.clear()  # what is lettered below a number begins again under the next
        return label

    def _read(self, label: Label) -> Label:
        """Read a single letter as a roman number where these begin or go on: ``(i)`` not after ``(h)``, ``(v)`` after ``(iv)``."""
        if label.form.lstrip("(")[0] != "a":
            return label
        value, form = roman(chr(label.parts[0] + 96)), label.form.replace("a", "i")
        if value and (self._letters.get(form) == value - 1 or (value == 1 and self._last(label) != 8)):
            return label._replace(form=form, parts=(value,))
        return label

    def begins(self, label: Label) -> Label | None:
        """Return ``label`` as that of a paragraph that begins after a blank line, None for a year or other plain number."""
        label = self._read(label)
        last = self._last(label)
        if last is not None and 0 <= label.parts[-1] - last <= 2:
            return self._noted(label)
        if label.parts[0] > _GREATEST or not (label.stop or len(label.parts) > 1 or label.rest[:1].isupper()):
            return None
        return self._noted(label)

    def goes_on(self, label: Label, after_stop: bool, after_end: bool) -> Label | None:
        """Return ``label`` if a paragraph begins with it right under another line, else None.

        ``after_stop``: the line above ends a sentence; ``after_end``: it may well end its paragraph (a stop, or room left).
        """
        label = self._read(label)
        number, last = label.parts[-1], self._last(label)
        capital = label.rest[:1].isupper() or (label.rest[:1] in "“‘\"'([" and bool(label.rest))
        marked = bool(label.stop) or len(label.parts) > 1
        if not label.rest:
            accepted = after_end and marked
        elif last is not None and number == last + 1:
            accepted = (marked and (capital or after_stop)) or (capital and after_end) or label.form[0] == "("
        elif number == 1:
            accepted = after_end and (capital or (after_stop and marked))
        elif last is not None and number in (last, last + 2):
            accepted = marked and capital and after_stop
        else:
            followed = len(label.parts) > 1 or (label.form, (number + 1,)) in self._coming
            accepted = marked and capital and after_end and label.parts[0] <= _GREATEST and followed
        return self._noted(label) if accepted else None
