"""The colours of charts: one blue ramp, greys, one orange. They differ in lightness, so that print in grey tells them apart.

Text on them has a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3), and no colour says anything that no number says.
"""

from __future__ import annotations

PAPER = "#ffffff"
INK = "#1a1a1a"
GREY = "#55606a"
LINE = "#c4cad0"
PALE = "#e9ecef"
BLUE = "#1f66a5"
BAND = "#cfe0f0"
ACCENT = "#b34d12"
RAMP = ("#e3edf7", "#b5d0e9", "#74aad6", "#2b74b1", "#0d4a82")
"""From few to many; white is none."""


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb``, from 0 to 1 (WCAG 2.2, definition of relative luminance)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def ink_on(colour: str) -> str:
    """Return black or white, whichever is read better on a colour."""
    return max((INK, PAPER), key=lambda ink: contrast(ink, colour))
