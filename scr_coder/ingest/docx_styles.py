"""The styles of a DOCX: which of them are headings, titles, contents or lists, and what they number, hide or break."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from scr_coder.ingest.docx_xml import W, child, number, on, value_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADING = re.compile(r"heading ?([1-9])$")
_CONTENTS = re.compile(r"(?:toc|contents) ?[1-9]$|table of figures$|toa heading$|(?:toc|contents) heading$|table of authorities$")
_BULLETS = re.compile(r"list bullet(?: ?([2-5]))?$")

_BETWEEN = re.compile(r"(?<=[a-z])(?=[A-Z0-9])")  # the words of an id


class Style(NamedTuple):
    """One style as it is written. None stands for what it does not say and takes from the style it is based on."""

    id: str
    name: str
    based_on: str
    outline: int | None = None
    num_id: str | None = None
    ilvl: int | None = None
    hidden: bool | None = None
    breaks: bool | None = None


class ParagraphStyle(NamedTuple):
    """What a paragraph style comes to, with all that it is based on.

    ``heading`` is the level from 1, 0 for a heading without level, None for no heading. ``bullet`` is the depth of an
    item in a list that the style's name alone makes, None for none. ``levels`` are the places to look for a list level:
    style ids (in a list definition) and plain levels, nearest first.
    """

    heading: int | None
    title: bool
    contents: bool
    bullet: int | None
    hidden: bool
    breaks: bool
    num_id: str | None
    levels: tuple[str | int, ...]


class Styles:
    """The styles of a document, by id; an id that is not defined stands for itself."""

    def __init__(self, styles: Mapping[str, Style], default: str, hidden: bool) -> None:
        self._styles = styles
        self._default = default
        self._hidden = hidden
        self._paragraphs: dict[str, ParagraphStyle] = {}
        self._characters: dict[str, bool] = {}

    def paragraph(self, style_id: str) -> ParagraphStyle:
        """Return what the paragraph style ``style_id`` (``""``: the default one) comes to."""
        found = self._paragraphs.get(style_id)
        if found is None:
            found = self._paragraphs[style_id] = self._resolve(style_id)
        return found

    def hides(self, style_id: str) -> bool:
        """Return whether the character style ``style_id`` hides text."""
        found = self._characters.get(style_id)
        if found is None:
            found = next((style.hidden for style in self._chain(style_id) if style.hidden is not None), False)
            self._characters[style_id] = found
        return found

    def numbering_styles(self) -> dict[str, str]:
        """Return the instance (``numId``) that each style with numbering names."""
        return {style.id: style.num_id for style in self._styles.values() if style.num_id}

    def _chain(self, style_id: str) -> Iterator[Style]:
        seen = set()
        while style_id and style_id not in seen:
            seen.add(style_id)
            style = self._styles.get(style_id)
            if style is None:
                return
            yield style
            style_id = style.based_on

    def _resolve(self, style_id: str) -> ParagraphStyle:
        named = style_id or self._default
        if named not in self._styles:
            named = self._default if self._styles else named
        chain = list(self._chain(named)) or [Style(named, _BETWEEN.sub(" ", named).lower(), "")]
        levels: list[str | int] = []
        for style in chain:
            levels.append(style.id)
            if style.ilvl is not None:
                levels.append(style.ilvl)
        names = [style.name for style in chain]
        bullets = next((found for name in names if (found := _BULLETS.match(name))), None)
        return ParagraphStyle(
            heading=_heading(chain),
            title="title" in names,
            contents=any(_CONTENTS.match(name) for name in names),
            bullet=int(bullets[1] or 1) - 1 if bullets else None,
            hidden=next((style.hidden for style in chain if style.hidden is not None), self._hidden),
            breaks=next((style.breaks for style in chain if style.breaks is not None), False),
            num_id=next((style.num_id for style in chain if style.num_id is not None), None),
            levels=tuple(levels),
        )


def _heading(chain: list[Style]) -> int | None:
    for style in chain:
        if found := _HEADING.match(style.name):
            return int(found[1])
        if style.outline is not None:
            return style.outline + 1 if style.outline < 9 else None
        if style.name == "title":
            return 1
        if style.name in ("subtitle", "heading"):
            return 0
    return None


def read_styles(root: _Element | None) -> Styles:
    """Return the styles of a styles part; without one, ids such as ``Heading1`` still tell."""
    if root is None:
        return Styles({}, "", hidden=False)
    styles: dict[str, Style] = {}
    default = ""
    for element in root.iterchildren(f"{W}style"):
        style = _style(element)
        styles[style.id] = style
        if element.get(f"{W}type") == "paragraph" and (element.get(f"{W}default") or "0").lower() in ("1", "true", "on"):
            default = style.id
    defaults = child(child(child(root, "docDefaults"), "rPrDefault"), "rPr")
    return Styles(styles, default, hidden=_switch(defaults, "vanish") or False)


def _style(element: _Element) -> Style:
    paragraph, run = child(element, "pPr"), child(element, "rPr")
    numbering = child(paragraph, "numPr")
    outline, ilvl = value_of(paragraph, "outlineLvl"), value_of(numbering, "ilvl")
    return Style(
        id=element.get(f"{W}styleId") or "",
        name=" ".join((value_of(element, "name") or "").lower().split()),
        based_on=value_of(element, "basedOn") or "",
        outline=None if outline is None else number(outline, 9, 9),
        num_id=value_of(numbering, "numId"),
        ilvl=None if ilvl is None else number(ilvl, 0, 8),
        hidden=_switch(run, "vanish"),
        breaks=_switch(paragraph, "pageBreakBefore"),
    )


def _switch(properties: _Element | None, name: str) -> bool | None:
    found = child(properties, name)
    return None if found is None else on(found)
