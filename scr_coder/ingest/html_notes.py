"""Footnotes of web pages: a short link to a place further down that links back, or that calls itself a note."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from typing import NamedTuple

from scr_coder.ingest.html_article import Element, Page, text_within

_MARK = re.compile(r"[\[(]?\s*(?:(?:foot)?note\s*)?([0-9]{1,4}|[ivx]{1,5}|[a-z]|[*†‡§¶]{1,3})\s*[\])]?", re.IGNORECASE)
_HOLDS = frozenset(("li", "p", "div", "dd", "aside", "td", "section"))
_INLINE = frozenset(("a", "sup", "span", "b", "i", "em", "strong", "small", "cite", "font"))
_LONGEST = 5_000
_MANY = 50  # links in one note


class Note(NamedTuple):
    """A footnote: its mark in the text (``1``), the element that holds it, and its links back, which are no text."""

    mark: str
    holder: Element
    back: tuple[Element, ...]


def find_notes(page: Page) -> Mapping[Element, Note]:
    """Return the notes by the link that refers to them."""
    links = [(element, _fragment(element)) for element in page.elements if element.tag == "a" and _fragment(element)]
    wanted = {fragment for _, fragment in links}
    places: dict[str, Element] = {}
    for element in page.elements:
        for name in (element.get("id"), element.get("name")):
            if name and name in wanted:
                places.setdefault(name, element)
    holders: dict[Element, Note] = {}
    found: dict[Element, Note] = {}
    for link, fragment in links:
        mark = _MARK.fullmatch(text_within(link, 40).strip())
        place = places.get(fragment)
        if mark is None or place is None or page.order[place] <= page.order[link]:
            continue
        holder = _holder(place)
        if holder is None or page.sizes[holder].text > _LONGEST:
            continue
        note = holders.get(holder)
        if note is None:
            back = tuple(other for other in islice(holder.iter("a"), _MANY) if _goes_back(other, link, places))
            if not back and not _calls_itself_note(holder):
                continue
            note = holders[holder] = Note(mark.group(1), holder, back)
        found[link] = note
    return found


def _fragment(link: Element) -> str:
    return (link.get("href") or "").partition("#")[2]


def _holder(place: Element) -> Element | None:
    """Return the paragraph or item that holds the note at ``place``; a note never begins in a heading."""
    for _ in range(6):
        if place.tag in _HOLDS:
            return place
        above = place.getparent()
        if place.tag not in _INLINE or above is None:
            return None
        place = above
    return None


def _goes_back(other: Element, link: Element, places: Mapping[str, Element]) -> bool:
    place = places.get(_fragment(other))
    if place is None or place is other:
        return False
    if place is link:
        return True
    above = link
    for _ in range(3):
        parent = above.getparent()
        if parent is None:
            break
        above = parent
        if above is place:
            return True
    return any(inner is link for inner in islice(place.iter("a"), _MANY)) if place.tag in _INLINE else False


def _calls_itself_note(holder: Element) -> bool:
    above: Element | None = holder
    for _ in range(4):
        if above is None:
            return False
        names = f"{above.get('class') or ''} {above.get('role') or ''} {above.get('id') or ''}".lower()
        if re.search(r"footnote|endnote|fn-list", names):
            return True
        above = above.getparent()
    return False
