"""How wide text is, and where it is wrapped: by the widths of the letters of the font that matplotlib brings along."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

BOX = "\u25a1"
"""Stands in a PNG for a letter that the font does not have; an SVG has the letter itself."""
_AT = 100
"""The size at which letters are measured."""
_MISSING = 0.6
_LEFT = 4
"""How many letters of a broken word go to the next line at least, where it has that many to spare."""


@cache
def font_file(bold: bool) -> Path:
    """Return the file of the font: always the one that comes with matplotlib, so that pictures are the same everywhere."""
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf" / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")


@cache
def _font(bold: bool) -> Any:
    from matplotlib.ft2font import FT2Font

    font = FT2Font(str(font_file(bold)))
    font.set_size(_AT, 72)
    return font


@cache
def _advance(letter: str, bold: bool) -> float:
    """Return the width of a letter as a part of the size of the font."""
    from matplotlib.ft2font import LoadFlags

    font = _font(bold)
    if not font.get_char_index(ord(letter)):
        return _MISSING
    return float(font.load_char(ord(letter), LoadFlags.NO_HINTING).linearHoriAdvance) / 65536 / _AT


def width_of(text: str, size: float, bold: bool = False) -> float:
    """Return the width of a line of text, in the unit of ``size``."""
    return size * sum(_advance(letter, bold) for letter in text)


def drawable(text: str, bold: bool = False) -> str:
    """Return text with a box for each letter that the font does not have."""
    return "".join(letter if _font(bold).get_char_index(ord(letter)) else BOX for letter in text)


def wrap(text: str, width: float, size: float, bold: bool = False, most: int = 0) -> list[str]:
    """Return text in lines no wider than ``width``; words that are wider are broken with a hyphen.

    ``most``: how many lines there may be, 0 for any; what is left then ends in an ellipsis.
    """
    lines: list[str] = []
    line = ""
    for word in _pieces(text, width, size, bold):
        longer = f"{line}{word}" if line.endswith("-") or not line else f"{line} {word}"
        if line and width_of(longer, size, bold) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    lines.append(line)
    if most and len(lines) > most:
        last = lines[most - 1] + "…"
        while len(last) > 1 and width_of(last, size, bold) > width:
            last = last[:-2].rstrip() + "…"
        lines = [*lines[: most - 1], last]
    return lines


def _pieces(text: str, width: float, size: float, bold: bool) -> list[str]:
    """Return the words of a text, parted after hyphens, and where they are wider than a line."""
    found: list[str] = []
    for word in text.split(" "):  # not at a no-break space
        parts = word.split("-")
        for at, part in enumerate(parts):
            piece = part + ("-" if at < len(parts) - 1 else "")
            while width_of(piece, size, bold) > width and len(piece) > 1:
                fits = len(piece) - 1
                while fits > 1 and width_of(piece[:fits] + "-", size, bold) > width:
                    fits -= 1
                fits = min(fits, max(len(piece) - _LEFT, -(-fits // 2)))
                found.append(piece[:fits] + "-")
                piece = piece[fits:]
            if piece:
                found.append(piece)
    return found
