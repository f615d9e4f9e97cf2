"""Characters of a DOCX as plain text on one line, and what the places in symbol fonts mean."""

from __future__ import annotations

import re

from scr_coder.ingest.clean import clean_text

_SPACES = re.compile(r"\s{2,}|[^\S ]")

# Signs of the fonts Symbol and Wingdings that reports use, by their place in the font.
_SYMBOL = {
    0xA3: "≤", 0xA7: "♣", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•",
    0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xBC: "…", 0xD2: "®", 0xD3: "©", 0xD4: "™", 0xDE: "⇒", 0xE2: "®", 0xE3: "©", 0xE4: "™", 0x2D: "−",
    0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x6D: "μ", 0x70: "π", 0x73: "σ", 0x57: "Ω", 0x44: "Δ",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x71: "❑", 0x75: "◆", 0x76: "❖", 0x77: "◆", 0x9F: "•", 0xA0: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "☐",
    0xD8: "➢", 0xDC: "➲", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    0x28: "☎", 0x2A: "✉", 0x4A: "☺", 0x4C: "☹",
}  # fmt: skip
_WINGDINGS_2 = {0x50: "✓", 0x4F: "✗", 0x51: "☒", 0x52: "☑", 0xA3: "☐", 0x97: "●", 0x98: "•"}
_PRIVATE = re.compile("[\uf020-\uf0ff]")


def plain(text: str) -> tuple[str, int]:
    """Return ``text`` clean and on one line, and how many controls and marks without shape were left out.

    Any white space is one space; a hyphen that does not break is a hyphen. Curly quotes stay.
    """
    text, unseen = clean_text(text)
    return _SPACES.sub(" ", text.replace("\u2011", "-")).strip(), unseen


def symbol(code: int, font: str) -> str:
    """Return the character of place ``code`` in the symbol font ``font``, ``""`` if it is not known."""
    place = code & 0xFF if 0xF000 <= code <= 0xF0FF else code
    name = font.strip().lower()
    if name == "symbol" or not name:
        known = _SYMBOL.get(place)
        if known is None and name and (0x30 <= place <= 0x39 or place in b" !()+,./:;<=>?[]{}|%&"):
            return chr(place)  # digits and these signs are in Symbol where they are in ASCII
        return known or ""
    if name == "wingdings":
        return _WINGDINGS.get(place, "")
    if name == "wingdings 2":
        return _WINGDINGS_2.get(place, "")
    if name in ("wingdings 3", "webdings"):
        return ""
    return chr(code) if 0x20 <= code < 0xD800 else ""


def without_private(text: str, font: str) -> str:
    """Return ``text`` with characters that only a symbol font gives a meaning replaced, as far as they are known."""
    return _PRIVATE.sub(lambda found: symbol(ord(found[0]), font) or found[0], text)


def has_private(text: str) -> bool:
    """Return whether ``text`` has characters that only a symbol font gives a meaning."""
    return not text.isascii() and _PRIVATE.search(text) is not None
