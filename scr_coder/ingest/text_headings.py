"""Which paragraphs of a plain text are headings, and how deep: by underline, capitals, number, or standing alone and short.

What does not stand before text is no heading; nor is a line that ends with a stop. The first heading-like line is the title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from scr_coder.ingest.text_flow import CAPITALS, PLAIN, UNDERLINED, Draft, ends_sentence
from scr_coder.ingest.text_labels import Label

_LONGEST, _TITLE = 100, 200
_RUNNING = 150  # characters of a paragraph that is no mere line
_KEYED = re.compile(
    r"(?:source|author|date|published|updated|contact|tel|telephone|email|e-mail|version|ref|reference|website|web|reviewer|chair|"
    r"status|prepared by|written by|commissioned by|produced by|address)\s*:",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|"
    r"autumn|winter)\s+\d{4}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}(?:\s*[-–/]\s*\d{2,4})?",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|should|must|can|could|may|might|cannot|need|needs|does|do|did|would|shall|"
    r"don['’]t|doesn['’]t|didn['’]t|isn['’]t|wasn['’]t)\b"
)
_ASKS = re.compile(r"(?:what|why|how|who|where|when|which|did|do|does|was|were|is|are|could|should)\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"(?:finding|recommendation|learning point|key finding|lesson|theme|appendix|annex|chapter|part|section)\s+\w{1,4}$", re.IGNORECASE
)


def find_headings(drafts: Sequence[Draft]) -> tuple[dict[int, int], str]:
    """Return the level of each paragraph that is a heading, by its place in ``drafts``, and the title (level 1; "" if none).

    ``text`` of every draft has to be set. Where headings are numbered, those that are not have level 0: theirs is not known.
    """
    headings: set[int] = set()
    title = _is_title(drafts)
    if title:
        headings.add(0)
    # From the end: whether a line is a heading may hang on what follows it.
    for at in range(len(drafts) - 1, 0 if title else -1, -1):
        if at + 1 < len(drafts) and _is_heading(drafts, at, headings):
            headings.add(at)
    _thin_out(drafts, headings, 1 if title else 0)
    numbered = {at for at in headings if _numbered(drafts[at]) and not (title and at == 0)}
    rules = {drafts[at].underline for at in headings if not (title and at == 0)}
    levels = {at: _level(drafts[at], at in numbered, bool(numbered), rules) for at in headings}
    titled = _title_lines(drafts, headings) if title else 0
    levels |= dict.fromkeys(range(titled), 1)
    return levels, " ".join(draft.text for draft in drafts[:titled])


def _is_title(drafts: Sequence[Draft]) -> bool:
    if len(drafts) < 2:
        return False
    first = drafts[0]
    if first.kind not in (PLAIN, CAPITALS, UNDERLINED) or first.label or len(first.text) > _TITLE or _KEYED.match(first.text):
        return False
    short = len(first.lines) <= 3 and not first.text.endswith((".", ",", ";", ":")) and first.text[0] not in "([-"
    return first.kind == UNDERLINED or (short and any(map(str.isalpha, first.text)) and not first.text[0].islower())


def _title_lines(drafts: Sequence[Draft], headings: set[int]) -> int:
    """Return how many paragraphs the title takes: all of its run of lines, if they are headings to the next blank line."""
    end = next((at for at, draft in enumerate(drafts) if draft.chunk != drafts[0].chunk), len(drafts))
    plain = all(at in headings and drafts[at].kind in (PLAIN, CAPITALS) and not drafts[at].label for at in range(end))
    return end if plain and end <= 4 else 1


def _level(draft: Draft, is_numbered: bool, some_numbered: bool, rules: set[str]) -> int:
    if is_numbered and draft.label:
        return len(draft.label.parts) + 1
    if draft.underline == "#":
        return len(draft.mark)
    if draft.underline:
        return 3 if draft.underline != "=" and "=" in rules else 2
    return 0 if some_numbered else 2


def _numbered(draft: Draft) -> Label | None:
    """Return the number of a paragraph that could be a numbered heading."""
    label = draft.label
    return label if label and label.form == "1" and ")" not in label.stop else None


def _is_heading(drafts: Sequence[Draft], at: int, headings: set[int]) -> bool:
    draft, after = drafts[at], drafts[at + 1]
    if draft.kind in (UNDERLINED, CAPITALS):
        return draft.kind == UNDERLINED or (len(draft.lines) <= 2 and len(draft.text) <= 2 * _LONGEST)
    if draft.kind != PLAIN or len(draft.text) > _LONGEST or len(draft.lines) > 2 or draft.text[-1] in ".,;!":
        return False
    if draft.label and draft.label.parts:
        return bool(_numbered(draft)) and _is_numbered_heading(drafts, at)
    if not draft.text[0].isupper() and draft.text[0] not in "“‘\"'" and not draft.text[0].isdigit():
        return False
    if _KEYED.match(draft.text) or _DATE.fullmatch(draft.text) or not any(map(str.isalpha, draft.text)):
        return False
    if draft.text[-1] in "?:":
        return _asks(drafts, at, headings) if draft.text[-1] == "?" else _announces(draft)
    if not draft.alone:
        return _heads_run(drafts, at, headings)
    if _COUNTED.match(draft.text):
        return True
    if len(draft.text.split()) > 5 and _VERB.search(draft.text) and not _ASKS.match(draft.text):
        # A sentence without its stop, unless a long paragraph follows.
        return at + 1 not in headings and len(after.text) >= _RUNNING and ends_sentence(after.text) and ends_sentence(drafts[at - 1].text)
    return True


def _is_numbered_heading(drafts: Sequence[Draft], at: int) -> bool:
    """A numbered line is an item of a list, not a heading, if its neighbour with nothing between is the item before or after."""
    label, after = drafts[at].label, drafts[at + 1]
    if label is None or not label.rest[:1].isupper() or len(label.rest.split()) > 14 or label.rest[-1] in ":":
        return False
    for place in (at - 1, at + 1):
        other = drafts[place].label if 0 <= place < len(drafts) else None
        if other and other.form == label.form and other.parts[:-1] == label.parts[:-1] and abs(other.parts[-1] - label.parts[-1]) <= 2:
            return False
    return drafts[at].first or drafts[at].last or drafts[at - 1].last or after.lines[0].number == drafts[at].lines[-1].number + 1


def _asks(drafts: Sequence[Draft], at: int, headings: set[int]) -> bool:
    """A question alone is a heading if a paragraph that is no question follows, and it is not one of several."""
    draft, after = drafts[at], drafts[at + 1]
    lone = not (at > 0 and drafts[at - 1].text.endswith("?")) and not after.text.endswith("?")
    return draft.alone and lone and at + 1 not in headings and len(draft.text) <= 80 and len(after.text) >= 60 and ends_sentence(after.text)


def _announces(draft: Draft) -> bool:
    """A line of a few words with a colon, not in mid-sentence: ``Key messages:``."""
    words = draft.text.split()
    return draft.alone and len(words) <= 4 and not _VERB.search(draft.text) and words[0].lower() not in ("the", "these", "this", "they")


def _heads_run(drafts: Sequence[Draft], at: int, headings: set[int]) -> bool:
    """A short line without a stop, right above a long paragraph or a list, where the paragraph before has ended."""
    draft, after = drafts[at], drafts[at + 1]
    if len(draft.lines) > 1 or len(draft.text) > 60 or len(draft.text.split()) > 8 or _VERB.search(draft.text):
        return False
    if not draft.first and at - 1 not in headings and not ends_sentence(drafts[at - 1].text):
        return False
    if draft.last:
        return draft.chunk != after.chunk
    return (len(after.text) >= _LONGEST and after.text[0].isupper()) or (draft.first and (after.mark != "" or after.label is not None))


def _thin_out(drafts: Sequence[Draft], headings: set[int], start: int) -> None:
    """Of three or more plain short lines one after the other only the last heads what follows: the others are a list."""
    run: list[int] = []
    for at in range(start, len(drafts)):
        if at in headings and drafts[at].kind == PLAIN and not _numbered(drafts[at]):
            run.append(at)
            continue
        if len(run) >= 3:
            headings.difference_update(run[:-1])
        run = []
