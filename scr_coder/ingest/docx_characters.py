"""Characters of a DOCX as plain text: what is white space, what has no place in text, what symbol fonts mean."""

from __future__ import annotations

import re

# White space that is written otherwise, letters written as one sign, hyphens that only tell where not to break.
_WRITTEN = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st",
    "\u2011": "-", "\u00ad": "", "\u0085": " ", "\u2028": " ", "\u2029": " ",
}  # fmt: skip
# Controls, and characters without width that change how text around them looks or is found.
_UNSEEN = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff"
_SPECIAL = re.compile(f"[{_UNSEEN}]|[{''.join(_WRITTEN)}]")
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
    """Return ``text`` on one line, and how many unseen characters were left out.

    Any white space is one space; ligatures are letters; soft hyphens are nothing; hyphens that do not break are hyphens.
    Curly quotes stay.
    """
    unseen = 0
    if not text.isascii() or _SPECIAL.search(text):

        def written(match: re.Match[str]) -> str:
            nonlocal unseen
            known = _WRITTEN.get(match[0])
            if known is None:
                unseen += 1
                return ""
            return known

        text = _SPECIAL.sub(written, text)
    return _SPACES.sub(" ", text).strip(), unseen


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
