"""The numbers and marks by which reports label their paragraphs: ``4.17``, ``(a)``, ``Finding 3:``, ``•``.

One place says what a label looks like, for the readers (where does a paragraph begin?) and for `split` (what is it
called?).
"""

from __future__ import annotations

import re
from typing import NamedTuple

_BULLETS = "•◦▪▫●○■□➢➤►▶✓✔❖◆◇∙·\uf0b7\uf0a7\uf0d8\uf076\uf0fc"
_MULTI = r"(?:[A-Z]\.?)?\d{1,3}(?:\.\d{1,3}){1,4}[a-z]?"
_PREFIXED = r"[A-Z]{1,2}\d{1,3}"
_SINGLE = r"\d{1,3}"
_LETTER = r"\((?:[a-z]{1,2}|[ivx]{1,5}|\d{1,3}|[A-Z])\)|(?:[a-z]|[ivx]{1,5})\)|\d{1,3}\)"
LABEL = re.compile(rf"(?P<label>{_MULTI}|{_SINGLE}|{_LETTER}|{_PREFIXED})(?P<stop>[.:)]?)(?P<space>\s+|$)")
BULLET = re.compile(rf"(?P<bullet>[{_BULLETS}]|[-–—o*](?=\s))\s*")
BOX = re.compile(
    r"(?P<name>(?:key\s+|priority\s+|systemic\s+|additional\s+|national\s+|local\s+)?"
    r"(?:finding|learning\s+point|learning|lesson(?:\s+learned)?|practice\s+point|recommendation|"
    r"area\s+for\s+improvement|question|action|theme))\s+(?:no\.?\s*|number\s+)?(?P<number>\d{1,3}(?:\.\d{1,3})?[a-z]?|[A-Z]|[ivx]{1,5})"
    r"(?P<stop>\s*[:.–—-]|\s*$|\s+(?=[A-Z“‘\"']))\s*",
    re.IGNORECASE,
)


class Label(NamedTuple):
    """A label found at the beginning of a text: the label itself, and where the text after it begins."""

    text: str
    end: int


def number_label(text: str) -> Label | None:
    """Return the number or letter that labels a paragraph (``4.17``, ``12``, ``(a)``), or None.

    A closing stop is not part of it; brackets are. ``12`` alone is a label only with a stop or a following capital.
    """
    match = LABEL.match(text)
    if match is None:
        return None
    label, stop = match["label"], match["stop"]
    rest = text[match.end() :]
    if label.isdecimal() and not stop and not rest[:1].isupper() and rest[:1] not in "“‘\"'(":
        return None
    if label.isdecimal() and not stop and re.match(rf"(?:{_MONTHS})\b", rest):
        return None
    if "." in label and re.match(r"(?:per cent|percent|million|billion|%|kg|cm|km|miles?|am|pm|hours?|weeks?|months?|years?)\b", rest):
        return None
    return Label(label, match.end())


_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)


def bullet_mark(text: str) -> int:
    """Return where the text after a bullet begins, 0 where the text has no bullet."""
    match = BULLET.match(text)
    return match.end() if match and match.end() < len(text) else 0


def is_weak_bullet(text: str) -> bool:
    """Return whether the bullet of a text is a sign that also stands in sentences: ``-``, ``–``, ``o``, ``*``."""
    return text[:1] in "-–—o*"


class BoxLabel(NamedTuple):
    """The label of a box: ``Finding 3``; its name in small letters; and where the text after it begins."""

    text: str
    name: str
    end: int

    @property
    def kind(self) -> str:
        """The kind of finding that it labels."""
        return "recommendation" if "recommendation" in self.name else "box"


def box_label(text: str) -> BoxLabel | None:
    """Return the label of a finding, learning point or recommendation that is named and numbered, or None.

    “Finding 3: The …” and “Recommendation 4” are boxes; “Finding 3 shows that …” is a sentence.
    """
    match = BOX.match(text)
    if match is None:
        return None
    stop = match["stop"].strip()
    rest = text[match.end() :]
    if not stop and rest and not rest[:1].isupper() and rest[:1] not in "“‘\"'":
        return None
    if match["number"].isalpha() and not stop and rest:
        return None
    name = " ".join(match["name"].split())
    number = " ".join(text[match.end("name") : match.end("number")].split())  # with “no.” where the report has it
    return BoxLabel(f"{name[:1].upper()}{name[1:].lower()} {number}", name.casefold(), match.end())


PREFIXED = re.compile(r"([A-Z]{1,2})(\d{1,3})")
"""Labels like ``A1``: letters that stand for an appendix or a theme, and a number."""


def follows(before: str, label: str) -> bool:
    """Return whether ``label`` can come right after ``before``: one step on at some level, or a step down.

    ``4.17`` follows ``4.16``; ``4.17.1`` and ``(a)`` follow ``4.17``; ``5.1`` and ``5`` follow ``4.17``; ``A2`` follows
    ``A1``, and ``A1`` anything.
    """
    old, new = _parts(before), _parts(label)
    if prefixed := PREFIXED.fullmatch(label):
        earlier = PREFIXED.fullmatch(before)
        return prefixed[2] == "1" or (earlier is not None and earlier[1] == prefixed[1] and int(earlier[2]) + 1 == int(prefixed[2]))
    if old is None or new is None:
        return (before[:1] == "(" and label[:1] == "(") or label in ("(a)", "(i)", "(1)", "a)", "i)", "1)", "1", "1.1")
    if new == [*old, 1]:
        return True
    for at in range(min(len(old), len(new))):
        if new[at] != old[at]:
            return new[at] in (old[at] + 1, old[at] + 2) and all(part in (0, 1) for part in new[at + 1 :])
    return False


def _parts(label: str) -> list[int] | None:
    parts = label.strip("()").split(".")
    return [int(part) for part in parts] if all(part.isdecimal() for part in parts) else None
