"""Automatic numbers of a DOCX: they are nowhere in its text, only the rules by which to count.

A paragraph names an instance (``w:num``) and a level (``w:ilvl``). Instances of one abstract list count on together; a
``w:startOverride`` restarts its level the first time its instance uses it; a level restarts after any higher one, unless
``w:lvlRestart`` says after which, or never. As in [MS-DOC] 2.4.6.4 and ISO/IEC 29500-1 17.9, with Word's departures of
[MS-OI29500]: a restart also follows levels above the one named, and `lvlRestart` in an override is ignored. A level that
has not been used yet shows its start value in the numbers below it, and is not used up by that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from scr_coder.ingest.docx_xml import MC, VAL, W, child, number, on, value_of

if TYPE_CHECKING:
    from lxml.etree import _Element

LEVELS = 9
MAX_LABEL = 200  # characters of a level's text; a longer one is no number
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NTHS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth"}
_SILENT = ("none", "bullet")
_PLACE = re.compile(r"%([1-9])")
# A number's closing stop is no part of it; brackets are.
_CLOSING = " \t\u00a0.:;,\u2013\u2014-"


class Level(NamedTuple):
    """One level of a list: ``start``, number format, text with ``%1`` … ``%9``, and after which level it restarts.

    ``restart`` is None for the usual, 0 for never, else the one-based level that restarts it. ``legal`` shows all numbers
    of the label as decimals. ``style`` is the paragraph style that stands for this level. ``width`` is that of numbers
    written with leading zeros.
    """

    start: int = 0
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str = ""
    width: int = 0


class Instance(NamedTuple):
    """A ``w:num``: the list in which it counts, its levels with its own replacements, and its own start values."""

    list_id: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]

    def level_of_style(self, style: str) -> int | None:
        """Return the level that paragraph style ``style`` stands for, None if there is none."""
        return next((index for index, level in self.levels.items() if level.style == style), None)


class Label(NamedTuple):
    """What stands before a paragraph. ``shown`` is all of it, ``text`` is without closing stop."""

    shown: str
    bullet: bool

    @property
    def text(self) -> str:
        """The label without the stop that closes it: ``4.17`` for ``4.17.``; brackets stay."""
        return self.shown.rstrip(_CLOSING).strip() or self.shown.strip()


class Counters:
    """Counts the paragraphs of one document, in order."""

    def __init__(self, instances: Mapping[str, Instance]) -> None:
        self.instances = instances
        self._values: dict[str, list[int | None]] = {}
        self._restarted: set[tuple[str, int]] = set()

    def advance(self, num_id: str, ilvl: int) -> Label | None:
        """Count a paragraph of instance ``num_id`` at level ``ilvl`` (0 to 8); return its label, None if it has none."""
        instance = self.instances.get(num_id)
        level = instance.levels.get(ilvl) if instance else None
        if instance is None or level is None:
            return None
        values = self._values.setdefault(instance.list_id, [None] * LEVELS)
        current = values[ilvl]
        if ilvl in instance.starts and (num_id, ilvl) not in self._restarted:
            self._restarted.add((num_id, ilvl))
            values[ilvl] = instance.starts[ilvl]
        elif current is None:
            values[ilvl] = _start(instance, ilvl)
        else:
            values[ilvl] = current + 1
        for deeper in range(ilvl + 1, LEVELS):
            if ilvl < restart_limit(instance.levels.get(deeper), deeper):
                values[deeper] = None
        return _label(instance, level, ilvl, values)


def restart_limit(level: Level | None, index: int) -> int:
    """Return the level (from 0) from which on downwards a use no longer restarts ``level``, which is at ``index``."""
    if level is None or level.restart is None or level.restart > index:
        return index
    return level.restart


def _start(instance: Instance, ilvl: int) -> int:
    level = instance.levels.get(ilvl)
    return instance.starts.get(ilvl, level.start if level else 0)


def _label(instance: Instance, level: Level, ilvl: int, values: list[int | None]) -> Label:
    if level.format == "bullet":
        return Label(level.text or "•", bullet=True)

    def value(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        there = instance.levels.get(place)
        if place > ilvl or there is None:
            return ""
        count = values[place]
        shown = _start(instance, place) if count is None else count
        if level.legal and there.format not in _SILENT:
            return number_text(shown, there.format if there.format == "decimalZero" else "decimal")
        return number_text(shown, there.format, there.width)

    text = _PLACE.sub(value, level.text).strip()
    # A list may be made of one unchanging sign without being called a bullet.
    return Label(text, bullet=bool(text) and not any(char.isalnum() for char in text) and "%" not in level.text)


def number_text(value: int, format: str, width: int = 0) -> str:
    """Return ``value`` as Word writes it in number format ``format``; an unknown format as decimal.

    Letters are doubled after z (``aa``, ``bb``), as Word does; ``width`` pads decimals with zeros.
    """
    if format in _SILENT:
        return ""
    if format == "decimalZero":
        return f"{value:02d}"
    if format in ("lowerRoman", "upperRoman") and 0 < value < 4000:
        return _cased(_roman(value), format)
    if format in ("lowerLetter", "upperLetter") and 0 < value <= 780:
        return _cased(chr(97 + (value - 1) % 26) * ((value - 1) // 26 + 1), format)
    if format == "ordinal":
        return f"{value}{_ending(value)}"
    if format in ("cardinalText", "ordinalText") and value < 1000:
        words = _words(value)
        return (words if format == "cardinalText" else _nth(words)).capitalize()
    return f"{value:0{width}d}"


def _cased(text: str, format: str) -> str:
    return text.upper() if format.startswith("upper") else text


def _roman(value: int) -> str:
    text = ""
    for worth, letters in _ROMAN:
        text += letters * (value // worth)
        value %= worth
    return text


def _ending(value: int) -> str:
    if value % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")


def _words(value: int) -> str:
    if value < 20:
        return _ONES[value]
    if value < 100:
        return _TENS[value // 10] + (f"-{_ONES[value % 10]}" if value % 10 else "")
    return f"{_ONES[value // 100]} hundred" + (f" {_words(value % 100)}" if value % 100 else "")


def _nth(words: str) -> str:
    at = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[at:]
    if last in _NTHS:
        return words[:at] + _NTHS[last]
    return words[:-1] + "ieth" if last.endswith("y") else words + "th"


def read_numbering(root: _Element | None, style_instances: Mapping[str, str]) -> dict[str, Instance]:
    """Return the instances of a numbering part by ``numId``.

    ``style_instances`` maps numbering styles to the instance that they name: lists may take their levels from a style.
    """
    if root is None:
        return {}
    own: dict[str, dict[int, Level]] = {}
    links: dict[str, str] = {}
    styled: dict[str, str] = {}
    abstract_of: dict[str, str] = {}
    for element in root.iterchildren(f"{W}abstractNum"):
        list_id = element.get(f"{W}abstractNumId") or ""
        own[list_id] = _levels(element)
        if link := value_of(element, "numStyleLink"):
            links[list_id] = link
        if link := value_of(element, "styleLink"):
            styled[link] = list_id
    nums = list(root.iterchildren(f"{W}num"))
    for element in nums:
        abstract_of[element.get(f"{W}numId") or ""] = value_of(element, "abstractNumId") or ""

    def levels_of(list_id: str) -> dict[int, Level]:
        for _ in range(LEVELS):  # a chain of links may be a ring
            link = links.get(list_id)
            if link is None or own.get(list_id):
                break
            list_id = styled.get(link) or abstract_of.get(style_instances.get(link, ""), "")
        return own.get(list_id, {})

    instances = {}
    for element in nums:
        num_id, list_id = element.get(f"{W}numId") or "", value_of(element, "abstractNumId") or ""
        levels, starts = _overridden(element, levels_of(list_id))
        if num_id != "0":  # 0 means: not numbered
            instances[num_id] = Instance(list_id, levels, starts)
    return instances


def _overridden(num: _Element, levels: Mapping[int, Level]) -> tuple[dict[int, Level], dict[int, int]]:
    merged, starts = dict(levels), {}
    for override in num.iterchildren(f"{W}lvlOverride"):
        ilvl = number(override.get(f"{W}ilvl"), -1, LEVELS - 1)
        if ilvl < 0:
            continue
        replaced = child(override, "lvl")
        if replaced is not None:
            before = levels.get(ilvl)
            merged[ilvl] = _level(replaced)._replace(restart=before.restart if before else None)
        if (start := value_of(override, "startOverride")) is not None:
            starts[ilvl] = number(start)
    return merged, starts


def _levels(abstract: _Element) -> dict[int, Level]:
    levels = {}
    for element in abstract.iterchildren(f"{W}lvl"):
        ilvl = number(element.get(f"{W}ilvl"), -1, LEVELS - 1)
        if ilvl >= 0:
            levels[ilvl] = _level(element)
    return levels


def _level(element: _Element) -> Level:
    form, width = _format(element)
    text = value_of(element, "lvlText") or ""
    legal = child(element, "isLgl")
    restart = value_of(element, "lvlRestart")
    return Level(
        start=number(value_of(element, "start")),
        format=form,
        text=text if len(text) <= MAX_LABEL else "",
        restart=None if restart is None else number(restart),
        legal=legal is not None and on(legal),
        style=value_of(element, "pStyle") or "",
        width=width,
    )


def _format(level: _Element) -> tuple[str, int]:
    # Formats that came later (001, 002, …) stand in an alternative, beside one that older programs know.
    custom = next(level.iterfind(f"{MC}AlternateContent/{MC}Choice/{W}numFmt"), None)
    if custom is not None and custom.get(VAL) == "custom":
        first = (custom.get(f"{W}format") or "").split(",")[0].strip()
        if first.isdecimal() and len(first) < 10:
            return "decimal", len(first)
    plain = child(level, "numFmt")
    if plain is None:
        plain = next(level.iterfind(f"{MC}AlternateContent/{MC}Fallback/{W}numFmt"), None)
    return (plain.get(VAL) or "decimal", 0) if plain is not None else ("decimal", 0)
