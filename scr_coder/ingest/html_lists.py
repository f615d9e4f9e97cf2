"""Labels of numbered lists in HTML, as a browser counts them: start, value, reversed, and the five types."""

from __future__ import annotations

import re

from scr_coder.ingest.html_article import Element

_STYLES = {"lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i", "upper-roman": "I"}
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"))


def item_labels(ordered: Element) -> dict[Element, str]:
    """Return the label of each item of an ``ol``, without stop; "" for a list that shows none."""
    items = [child for child in ordered if child.tag == "li"]
    backwards = ordered.get("reversed") is not None
    number = _whole(ordered.get("start"), len(items) if backwards else 1)
    form = ordered.get("type") or _styled(ordered)
    labels = {}
    for item in items:
        number = _whole(item.get("value"), number)
        labels[item] = label_of(number, item.get("type") or form)
        number += -1 if backwards else 1
    return labels


def label_of(number: int, form: str) -> str:
    """Return ``number`` as ``1``, ``a``, ``A``, ``i`` or ``I`` says; what letters and Roman numbers cannot say, in digits."""
    if form == "none":
        return ""
    if form in ("a", "A") and number > 0:
        letters = ""
        while number > 0:
            number, rest = divmod(number - 1, 26)
            letters = chr(97 + rest) + letters
        return letters.upper() if form == "A" else letters
    if form in ("i", "I") and 0 < number < 4000:
        roman = ""
        for value, sign in (*_ROMAN, (4, "iv"), (1, "i")):
            roman += sign * (number // value)
            number %= value
        return roman.upper() if form == "I" else roman
    return str(number)


def _styled(ordered: Element) -> str:
    found = _STYLE.search((ordered.get("style") or "")[:1000])
    if not found:
        return "1"
    style = found.group(1).lower()
    return "none" if style == "none" else _STYLES.get(style, "1")


def _whole(text: str | None, otherwise: int) -> int:
    found = re.match(r"\s*([+-]?\d{1,9})", text or "")
    return int(found.group(1)) if found else otherwise
