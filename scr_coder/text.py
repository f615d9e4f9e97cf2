"""Text from reports and from the command line: made safe to print, to write and to compare."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import TypeVar

# C0 and C1 controls but tab and newline, the bidirectional controls and isolates, zero-width characters, line and
# paragraph separators: all can make a terminal or a reader show something other than what is stored. Lone surrogates
# (bytes of a file name that are no UTF-8) cannot be written at all, and U+FFFE and U+FFFF not in XML.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def printable(text: str) -> str:
    """Return ``text`` for a terminal: control and bidirectional characters shown as ``\\ufffd``."""
    return _UNSAFE.sub("\ufffd", text.replace("\r\n", "\n"))


def escaped(json_text: str) -> str:
    """Return JSON text with control and bidirectional characters as escapes: the same values, safe to print."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", json_text)


def one_line(text: str, width: int | None = None) -> str:
    """Return ``text`` printable, on one line, cut with an ellipsis to ``width`` characters if given."""
    flat = " ".join(printable(text).split())
    if width is not None and len(flat) > width:
        return flat[: max(width - 1, 0)].rstrip() + "…"
    return flat


def unsafe_characters(text: str) -> list[str]:
    """Return the control and bidirectional characters in ``text``, as ``U+202E``, each once."""
    return sorted({f"U+{ord(char):04X}" for char in _UNSAFE.findall(text)})


def text_hash(text: str) -> str:
    """Return ``sha256:`` and the hex digest of the UTF-8 bytes: what a decision says it was made on."""
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


_Value = TypeVar("_Value")


def called(known: Mapping[str, _Value], name: str) -> _Value | None:
    """Return what an id names, in whatever case it is typed; None where that is nothing, or several."""
    if name in known:
        return known[name]
    folded = name.casefold()
    found = [value for key, value in known.items() if key.casefold() == folded]
    return found[0] if len(found) == 1 else None


def count_of(number: int, noun: str, plural: str = "") -> str:
    """Return ``1 finding`` or ``3 findings``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
