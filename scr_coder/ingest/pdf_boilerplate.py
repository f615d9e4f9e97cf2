"""Take out of the lines of a PDF what is not its text: running headers and footers, page numbers, contents pages.

Headers and footers are told by repetition: text that stands at the same height, above or below all other text, on
several pages, where only digits may differ. Nothing is thrown away: each is returned with its reason and its pages.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from scr_coder.ingest.document import Removed
from scr_coder.ingest.pdf_lines import Line

_DIGITS = re.compile(r"\d+")
_ROMAN = r"[ivxlcIVXLC]{1,7}"
_PAGE_NUMBER = re.compile(
    rf"(?:[-–—|•\[(]?\s*)(?:page\s+|p\.?\s*|pg\.?\s*)?(\d{{1,4}}|{_ROMAN})(?:\s*(?:of|/)\s*(?:\d{{1,4}}|{_ROMAN}))?(?:\s*[-–—|•\])]|\s*\|\s*page)?",
    re.IGNORECASE,
)
_LEADERS = re.compile(r"(?:\.{4,}|(?:\. ){4,}|…{2,}|_{4,}|·{4,})\s*(?:\d{1,4}|" + _ROMAN + r")?\s*$")
_ENTRY = re.compile(r"\S.*\S\s*(?:\s|\t)(\d{1,4}|[ivxlc]{1,6})$")
_CONTENTS = re.compile(r"(?:table of )?contents(?: page)?:?", re.IGNORECASE)
EDGE = 4
"""How many lines at the top and at the bottom of a page may be headers or footers."""


def take_out_boilerplate(pages: Sequence[list[Line]]) -> tuple[list[list[Line]], list[Removed]]:
    """Return the lines of each page without boilerplate, and what was taken out."""
    running = _running(pages)
    numbers = _page_numbers(pages, running)
    kept: list[list[Line]] = []
    gone: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for at, lines in enumerate(pages):
        rest = []
        for line in lines:
            reason = running.get((at, line)) or ("page number" if (at, line) in numbers else "")
            if reason:
                text = "#" if reason == "page number" else _DIGITS.sub("#", line.text) if _is_counted(line.text) else line.text
                gone[reason, text].append(line)
            else:
                rest.append(line)
        kept.append(rest)
    removed = [Removed(reason, _shown(reason, held, numbers), tuple(line.page for line in held)) for (reason, _), held in gone.items()]
    return kept, removed


def _shown(reason: str, lines: Sequence[Line], numbers: dict[tuple[int, Line], str]) -> str:
    """Return removed text for the record: page numbers as they stood, in one line; of a running line the numbers that stay."""
    if reason == "page number":
        return " · ".join(dict.fromkeys(numbers.values()))
    seen = [_DIGITS.findall(line.text) for line in lines]
    stays = iter([len(set(at)) == 1 for at in zip(*seen, strict=True)])
    return _DIGITS.sub(lambda found: found[0] if next(stays) else "#", lines[0].text)


def _is_counted(text: str) -> bool:
    """Return whether the digits of a running line are a page number rather than part of a title."""
    return bool(re.search(r"\bpage\b|^\d{1,4}\b(?!\.\d)|\b\d{1,4}$|\d+\s*(?:of|/)\s*\d+", text, re.IGNORECASE))


def _edges(lines: Sequence[Line]) -> Iterable[tuple[str, int, Line]]:
    """Yield (zone, rank from the edge, line) of the lines at the top and the bottom of a page, by height."""
    by_height = sorted(lines, key=lambda line: -line.y)
    for rank, line in enumerate(by_height[:EDGE]):
        yield "top", rank, line
    for rank, line in enumerate(reversed(by_height[-EDGE:])):
        yield "bottom", rank, line


def _key(line: Line) -> str:
    return _DIGITS.sub("#", " ".join(line.text.split())).casefold()


def _running(pages: Sequence[list[Line]]) -> dict[tuple[int, Line], str]:
    """Return the lines that are running headers and footers, each with which of the two it is."""
    usual = _usual_size(pages)
    seen: dict[tuple[str, str], list[tuple[int, Line]]] = defaultdict(list)
    for at, lines in enumerate(pages):
        for zone, _, line in _edges(lines):
            if not any(char.isalpha() for char in line.text):
                continue  # whether it is a page number is seen by its counting
            # A line of running text that differs only in its numbers is not the same.
            seen[zone, line.text if _is_body(line, usual) else _key(line)].append((at, line))
    written = sum(1 for lines in pages if lines)
    needed = 2 if written <= 4 else 3
    # The same text at the same height, on several pages: not a heading that happens to come again.
    repeated = {
        (at, zone, line)
        for (zone, _), places in seen.items()
        if len({at for at, _ in places}) >= needed
        for at, line in places
        if sum(1 for _, other in places if abs(other.y - line.y) < 3) >= needed
    } | _in_slots(pages)
    found: dict[tuple[int, Line], str] = {}
    for at, lines in enumerate(pages):
        for zone, reason in (("top", "running header"), ("bottom", "running footer")):
            for line in _outermost(lines, at, zone, repeated, usual):
                found[at, line] = reason
    return found


def _usual_size(pages: Sequence[list[Line]]) -> float:
    sizes = sorted(line.size for lines in pages for line in lines)
    return sizes[len(sizes) // 2] if sizes else 0.0


def _is_body(line: Line, usual: float) -> bool:
    return line.size > 0.97 * usual and line.x1 - line.x0 > 0.6 * (line.right - line.left)


def _in_slots(pages: Sequence[list[Line]]) -> set[tuple[int, str, Line]]:
    """Return the lines at the edge that stand alone at one height on most pages, whatever they say: names of sections.

    A gap must part them from the text, and each must be smaller than the text, or say what a heading or another page says.
    """
    usual = _usual_size(pages)
    said: dict[str, int] = defaultdict(int)
    for lines in pages:
        for line in lines:
            said[_key(line)] += 1
    slots: dict[tuple[str, int], list[tuple[int, Line]]] = defaultdict(list)
    for at, lines in enumerate(pages):
        for zone in ("top", "bottom"):
            ordered = sorted(lines, key=lambda line: -line.y if zone == "top" else line.y)[:3]
            gaps = [abs(a.y - b.y) >= 1.45 * max(a.size, b.size) for a, b in itertools.pairwise(ordered)]
            # A name of a section may take two lines, where it is smaller than the text.
            if any(gaps) and (gaps[0] or ordered[0].size < 0.95 * usual):
                slots[zone, round(ordered[0].y / 2)] += [(at, line) for line in ordered[: gaps.index(True) + 1]]
    written = sum(1 for lines in pages if len(lines) > 1)
    return {
        (at, zone, line)
        for (zone, _), places in slots.items()
        if len({at for at, _ in places}) >= max(3, 0.4 * written)
        for at, line in places
        if len(line.text) <= 120 and any(char.isalpha() for char in line.text) and (line.size < 0.95 * usual or said[_key(line)] > 1)
    }


def _outermost(lines: Sequence[Line], at: int, zone: str, repeated: set[tuple[int, str, Line]], usual: float) -> list[Line]:
    """Return the repeated lines from the edge of a page inwards, as far as a gap parts them from the text.

    Page numbers may stand among them. Lines that stand as close to the text as the text's own lines are text.
    """
    ordered = sorted(lines, key=lambda line: -line.y if zone == "top" else line.y)
    end = 0
    for place, line in enumerate(ordered[:EDGE]):
        if (at, zone, line) not in repeated and not _PAGE_NUMBER.fullmatch(line.text.strip()):
            break
        after = ordered[place + 1] if place + 1 < len(ordered) else None
        if after is None or abs(after.y - line.y) >= 1.45 * min(after.size, line.size):
            end = place + 1
            if after is not None and after.size > 0.97 * usual:
                break  # what follows is as large as the text: it is text, even where it is the same on several pages
        elif abs(after.y - line.y) < 0.5 * line.size:
            end = place + 1  # side by side
    return [line for line in ordered[:end] if (at, zone, line) in repeated]


def _page_numbers(pages: Sequence[list[Line]], running: dict[tuple[int, Line], str]) -> dict[tuple[int, Line], str]:
    """Return the lines that are page numbers: at the edge of the page, counting up with the pages."""
    candidates: dict[int, list[tuple[Line, str, int]]] = {}
    for at, lines in enumerate(pages):
        rest = [line for line in lines if (at, line) not in running]
        for zone, rank, line in _edges(rest):
            match = _PAGE_NUMBER.fullmatch(line.text.strip())
            if match and rank <= 1 and not line.table:
                value = int(match[1]) if match[1].isdecimal() else _roman(match[1])
                candidates.setdefault(at, []).append((line, zone, value))
    found: dict[tuple[int, Line], str] = {}
    for at, options in candidates.items():
        for line, zone, value in options:
            near = [
                other_value
                for step in (-3, -2, -1, 1, 2, 3)
                for _, other_zone, other_value in candidates.get(at + step, [])
                if other_zone == zone and other_value == value + step
            ]
            alone = len(pages) <= 2 and value == at + 1
            if near or alone or "page" in line.text.casefold():
                found[at, line] = line.text.strip()
    return found


def _roman(text: str) -> int:
    values = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
    total = 0
    numerals = [values[char] for char in text.casefold()]
    for value, after in zip(numerals, [*numerals[1:], 0], strict=True):
        total += -value if value < after else value
    return total


# Contents pages -----------------------------------------------------------------------------------------------------


def take_out_contents(pages: Sequence[list[Line]]) -> tuple[list[list[Line]], list[Removed]]:
    """Return the lines of each page without contents pages, and the entries that were taken out.

    An entry ends in dotted leaders or, under a heading “Contents” or among other entries, in a page number that does
    not fall from line to line.
    """
    kept: list[list[Line]] = []
    entries: list[Line] = []
    inside = False
    for lines in pages:
        marks = [bool(_LEADERS.search(line.text)) for line in lines]
        heading = next((at for at, line in enumerate(lines) if _CONTENTS.fullmatch(line.text.strip())), None)
        if heading is None and sum(marks) < 3 and not (inside and _mostly_entries(lines)):
            inside = False
            kept.append(lines)
            continue
        taken = _contents_run(lines, marks, heading, inside)
        inside = bool(taken) and max(taken) >= len(lines) - 2
        entries += [line for at, line in enumerate(lines) if at in taken]
        kept.append([line for at, line in enumerate(lines) if at not in taken])
    if not entries:
        return kept, []
    text = "\n".join(line.text for line in entries)
    return kept, [Removed("contents page", text, tuple(sorted({line.page for line in entries})))]


def _mostly_entries(lines: Sequence[Line]) -> bool:
    return bool(lines) and sum(1 for line in lines if _ENTRY.fullmatch(line.text)) >= 0.6 * len(lines)


def _contents_run(lines: Sequence[Line], marks: Sequence[bool], heading: int | None, inside: bool) -> set[int]:
    """Return the places of the lines of one page that belong to the contents: the heading, entries, their first lines."""
    start = heading if heading is not None else 0
    entries = [at for at in range(start, len(lines)) if marks[at] or _ENTRY.fullmatch(lines[at].text)]
    if heading is None and not inside:
        entries = [at for at in entries if marks[at]] if sum(marks) >= 3 else []
    rising: list[int] = []
    last_page = 0
    for at in entries:
        number = re.search(r"(\d{1,4})\s*$", lines[at].text)
        value = int(number[1]) if number else last_page
        if value >= last_page or marks[at]:
            rising.append(at)
            last_page = max(value, last_page)
    if len(rising) < 2:
        return set()
    taken = set(rising)
    if heading is not None:
        taken.add(heading)
    # Entries may take two lines, the first without a page number; other lines between entries belong to them, too.
    for before, after in zip(sorted(taken), sorted(taken)[1:], strict=False):
        if after - before <= 3:
            taken.update(range(before + 1, after))
    return taken
