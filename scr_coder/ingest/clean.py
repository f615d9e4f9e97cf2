"""Characters of a report made fit to store and to show: the same for every format.

What has no shape of its own (controls, marks of direction, zero-width characters) goes, and is counted; what only looks
different (spaces of every width, ligatures, bullets of the Symbol fonts) becomes the plain character. Letters, accents,
quotes and dashes stay as they are.
"""

from __future__ import annotations

import re

from scr_coder.text import count_of

_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_PLAIN = {
    **dict.fromkeys(_SPACES, " "),
    "\u00ad": "",  # a soft hyphen says where a word may be cut: it is no part of the word
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st",
    # Word keeps bullets of its Symbol and Wingdings fonts in the private area.
    "\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf0a8": "◻", "\uf0e0": "→",
}  # fmt: skip
_CHANGED = re.compile("[" + "".join(map(re.escape, _PLAIN)) + "]")
# Beyond what `scr_coder.text` calls unsafe: other characters without shape (word joiner, invisible operators, annotation
# marks, tags) and code points that are no characters.
_GONE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_NOT_PLAIN = re.compile("[^\t\n -~\u00a1-\u00ac\u00ae-\u024f\u2010-\u2027\u2030-\u203f\u20a0-\u20bf]")


def clean_text(text: str) -> tuple[str, int]:
    """Return ``text`` with plain characters, and how many controls and marks without shape were taken out.

    Line ends of every kind become ``\\n``, tabs stay. Soft hyphens go uncounted: rejoin words cut at line ends before.
    """
    if not _NOT_PLAIN.search(text):
        return text, 0
    text = _LINE_END.sub("\n", text)
    text = _CHANGED.sub(lambda found: _PLAIN[found.group()], text)
    return _GONE.subn("", text)


def control_remark(count: int) -> tuple[str, ...]:
    """Return the remark on ``count`` characters that `clean_text` took out; none for 0."""
    return (f"{count_of(count, 'control or direction character')} removed from the text",) if count else ()
