"""From the lines of a PDF to blocks: which lines are one paragraph, what is a heading, a bullet, a row, a footnote.

A line goes on the paragraph before it unless something says otherwise: a larger gap, another font, a label or a bullet,
or room at the end of the line before for the first word of this one.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from scr_coder.ingest.document import BULLET, HEADING, PARAGRAPH, TABLE, Block
from scr_coder.ingest.labels import box_label, bullet_mark, follows, is_weak_bullet, number_label
from scr_coder.ingest.pdf_lines import Line, mark_aligned_tables
from scr_coder.ingest.pdf_notes import Notes, take_out_notes
from scr_coder.ingest.pdf_words import HYPHEN

_CLOSED = re.compile(r"[.!?:;][”’\"')\]\ue000-\ue001\d]*$")
_CUT = re.compile(r"\w[-/]$")


class Measures(NamedTuple):
    """What is usual in a report: the size of its running text, whether that is bold, the pitch of its lines per size."""

    size: float
    bold: bool
    pitch: float


def measure(lines: Sequence[Line]) -> Measures:
    """Return what is usual, by the number of characters."""
    sizes: Counter[float] = Counter()
    heavy = 0
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
        heavy += len(line.text) if line.bold else 0
    size = max(sizes, key=lambda s: (sizes[s], s), default=10.0)
    pitches: Counter[float] = Counter()
    for before, line in itertools.pairwise(lines):
        gap = before.y - line.y
        if before.page == line.page and before.column == line.column and 0 < gap < 4 * line.size and abs(line.size - size) < 0.6:
            pitches[round(gap / size * 20) / 20] += 1
    pitch = max(pitches, key=lambda p: (pitches[p], -p), default=1.2)
    smaller = [p for p in pitches if p < pitch and pitches[p] >= 0.5 * pitches[pitch]]
    return Measures(size, heavy > 0.5 * sum(sizes.values()), min([pitch, *smaller]))


def blocks_of(pages: Sequence[list[Line]]) -> list[Block]:
    """Return the blocks of a report in reading order; footnotes that nothing refers to are the last paragraphs of their page."""
    everything = [line for lines in pages for line in lines]
    if not everything:
        return []
    usual = measure(everything)
    flowing: list[Line] = []
    notes = Notes()
    for lines in pages:
        rest = take_out_notes(lines, usual.size, notes)
        flowing += mark_aligned_tables(rest, lambda text: number_label(text + " A") is not None or bullet_mark(text + " a") > 0)
    builder = _Builder(usual)
    for line in flowing:
        builder.add(line)
    drafts = builder.drafts
    vocabulary = _vocabulary(flowing)
    levels = _heading_levels(drafts)
    blocks = [_block(draft, vocabulary, levels, notes) for draft in drafts]
    for page, text in reversed(notes.unused()):
        at = next((at for at in range(len(blocks), 0, -1) if blocks[at - 1].page <= page), 0)
        blocks.insert(at, Block(PARAGRAPH, text, page))
    return blocks


class _Draft:
    """A block that is being put together from lines."""

    def __init__(self, kind: str, line: Line) -> None:
        self.kind = kind
        self.lines = [line]
        self.label = ""

    @property
    def last(self) -> Line:
        return self.lines[-1]


class _Builder:
    """Puts lines together, one after the other."""

    def __init__(self, usual: Measures) -> None:
        self.usual = usual
        self.drafts: list[_Draft] = []
        self.labels: dict[bool, str] = {}

    def add(self, line: Line) -> None:
        """Take the next line in reading order."""
        draft = self.drafts[-1] if self.drafts else None
        kind, label = self._kind(line, draft)
        if draft is not None and self._goes_on(draft, line, kind, label):
            draft.lines.append(line)
            return
        self.drafts.append(_Draft(kind, line))
        if label:
            self.drafts[-1].label = label
            self.labels[label[:1].isalnum()] = label

    def _follows(self, label: str) -> bool:
        """Return whether a label goes on from the last number, or from the last letter in brackets."""
        return any(follows(before, label) for before in self.labels.values()) or (not self.labels and follows("", label))

    def _kind(self, line: Line, draft: _Draft | None) -> tuple[str, str]:
        """Return what a line would begin, and the label it would begin with."""
        if line.table:
            return TABLE, ""
        label = number_label(line.text)
        if self._is_heading(line, label is not None):
            return HEADING, label.text if label else ""
        if bullet_mark(line.text) and (not is_weak_bullet(line.text) or self._is_item(line, draft)):
            return BULLET, ""
        if label is not None and self._is_label(line, label.text, draft):
            return PARAGRAPH, label.text
        return PARAGRAPH, ""

    def _is_heading(self, line: Line, labelled: bool) -> bool:
        text = line.text
        if len(text) > 160 or not any(char.isalpha() for char in text):
            return False
        if line.size >= 1.12 * self.usual.size and len(text) <= 160:
            return True
        if line.bold and not self.usual.bold:
            return not text.rstrip().endswith((".", ";", ",")) or box_label(text) is not None or labelled
        return text.isupper() and len(text) <= 90 and len(text.split()) >= 2 and line.x1 < line.right - 2 * line.size

    def _is_item(self, line: Line, draft: _Draft | None) -> bool:
        """Return whether a dash at the start of a line is a bullet rather than a dash in a sentence."""
        if draft is None or draft.kind in (HEADING, TABLE):
            return True
        last = draft.last
        if draft.kind == BULLET and line.x0 - line.left < _text_left(draft) - 0.6 * line.size:
            return True
        return (
            bool(_CLOSED.search(last.text)) or _has_room(last, line) or (self._gap(last, line) > 1.2 and not self._new_column(last, line))
        )

    def _is_label(self, line: Line, label: str, draft: _Draft | None) -> bool:
        """Return whether a number at the start of a line labels a paragraph rather than stands in a sentence."""
        if draft is None or draft.kind in (HEADING, TABLE):
            return True
        last = draft.last
        apart = self._gap(last, line) > 1.2 or self._new_column(last, line)
        ended = bool(_CLOSED.search(last.text)) or _has_room(last, line)
        hangs = line.second - line.x0 - line.first_width > 0.45 * line.size
        stands_out = line.x0 - line.left < _text_left(draft) - 0.6 * line.size
        if "." in label or "(" in label or ")" in label:
            return (ended or apart) and (self._follows(label) or hangs or stands_out or apart)
        closed = bool(_CLOSED.search(last.text))
        in_text = draft.label and abs(line.x0 - line.left - _text_left(draft)) < 0.3 * line.size
        return (self._follows(label) or label == "1") and ended and (closed or apart or (hangs and not in_text) or stands_out)

    # Going on ---------------------------------------------------------------------------------------------------------

    def _goes_on(self, draft: _Draft, line: Line, kind: str, label: str) -> bool:
        last = draft.last
        if draft.kind == TABLE or kind == TABLE:
            beside = abs(last.x0 - line.x0) < 3 and abs(last.x1 - line.x1) < 3
            goes_over = line.page == last.page + 1 and beside and line.table < 1000
            return draft.kind == kind and ((last.table == line.table and last.page == line.page) or goes_over)
        if kind == HEADING or draft.kind == HEADING:
            return draft.kind == kind and self._heading_goes_on(draft, line, label)
        if kind == BULLET or label:
            return False
        if line.box != last.box and line.page == last.page:
            return False
        if abs(line.size - last.size) > 0.12 * last.size and min(line.size, last.size) < 0.95 * self.usual.size:
            return False
        if self._new_column(last, line):
            return self._runs_over(draft, line)
        if last.hyphen or (_CUT.search(last.text) and self._gap(last, line) < 1.28):
            return True
        if self._gap(last, line) > 1.28:
            return False
        return not self._begins(draft, line)

    def _heading_goes_on(self, draft: _Draft, line: Line, label: str) -> bool:
        last = draft.last
        if (
            label
            or self._new_column(last, line)
            or line.box != last.box
            or line.bold != last.bold
            or abs(line.size - last.size) > 0.06 * last.size
        ):
            return False
        if box_label(line.text) is not None or len(draft.lines) >= 5:
            return False
        pitch = (last.y - line.y) / max(line.size, 1)
        closed = last.text.rstrip().endswith((".", ":"))
        return pitch < 1.55 and not closed and (line.size >= 1.12 * self.usual.size or not _has_room(last, line))

    def _begins(self, draft: _Draft, line: Line) -> bool:
        """Return whether a line that stands right below another begins a paragraph of its own."""
        last = draft.last
        closed = bool(_CLOSED.search(last.text))
        if box_label(line.text) is not None and (closed or _has_room(last, line)):
            return True
        expected = _text_left(draft)
        indented = line.x0 - line.left > expected + 0.8 * line.size
        if len(draft.lines) == 1 and draft.kind == PARAGRAPH and not draft.label:
            indented = line.x0 - line.left > last.x0 - last.left + 0.8 * line.size and _has_room(last, line)
        if indented and closed:
            return True
        hangs = draft.label or draft.kind == BULLET or len(draft.lines) > 1
        if hangs and closed and line.x0 - line.left < expected - 0.8 * line.size:
            return True
        if not _has_room(last, line):
            return False
        # Words that are kept together by a space that does not break leave more room than the first of them needs.
        enough = 0.5 if line.text[:1].islower() or line.text[:1].isdecimal() else 0.3
        return closed or last.right - last.x1 > enough * (last.right - last.left)

    def _runs_over(self, draft: _Draft, line: Line) -> bool:
        """Return whether a paragraph goes on in the next column or on the next page.

        It does where its last line is full, ends in mid-sentence or hangs, and the new line begins where a further line of
        it would begin.
        """
        last = draft.last
        if last.hyphen or _CUT.search(last.text):
            return True
        if box_label(line.text) is not None:
            return False
        first = line.text.lstrip("“‘\"'([")[:1]
        if first.islower():
            return True
        indent = _text_left(draft)
        fits = abs((line.x0 - line.left) - indent) < 0.8 * line.size
        closed = bool(_CLOSED.search(last.text))
        if not closed:
            return (fits or not first.isupper()) and last.right - last.x1 < 0.5 * (last.right - last.left)
        return fits and (bool(draft.label and indent > 1.5 * line.size) or not _has_room(last, line))

    def _gap(self, last: Line, line: Line) -> float:
        """Return the distance to the line above, as a multiple of the pitch that is usual at this size."""
        return (last.y - line.y) / (self.usual.pitch * max(line.size, 1.0))

    @staticmethod
    def _new_column(last: Line, line: Line) -> bool:
        return last.page != line.page or last.column != line.column or line.y >= last.y + 0.2 * line.size


def _text_left(draft: _Draft) -> float:
    """Return where the next line of a block is expected to begin, from the left edge of its column."""
    if len(draft.lines) > 1:
        return draft.lines[1].x0 - draft.lines[1].left
    first = draft.lines[0]
    return (first.second if draft.label or draft.kind == BULLET else first.x0) - first.left


def _has_room(last: Line, line: Line) -> bool:
    """Return whether the first word of a line would have fitted onto the line before: then that one was ended on purpose."""
    return last.right - last.x1 > line.first_width + 0.6 * line.size


# Text ---------------------------------------------------------------------------------------------------------------


def _vocabulary(lines: Sequence[Line]) -> Counter[str]:
    """Return how often each word stands inside a line, hyphenated ones whole: by it broken words are put together."""
    words: Counter[str] = Counter()
    for line in lines:
        found = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text)
        words.update(word.casefold() for word in (found[:-1] if line.hyphen else found))
    return words


def _joined(lines: Sequence[Line], vocabulary: Counter[str]) -> str:
    text = ""
    broken = False
    for line in lines:
        piece = line.text.strip()
        if not text:
            text = piece
        elif broken:
            text = _mended(text, piece, vocabulary)
        elif re.search(r"\w-$", text):
            text = _mended(text[:-1], piece, vocabulary)
        elif re.search(r"\w[–—/]$", text):
            text += piece
        else:
            text += " " + piece
        broken = line.hyphen
    return text + ("-" if broken else "")


def _mended(text: str, piece: str, vocabulary: Counter[str]) -> str:
    """Put a word together that was broken at the end of a line: with its hyphen where the report writes it with one."""
    if _ADDRESS.search(text):
        return f"{text}-{piece}"  # a hyphen in an address is part of it
    head = re.search(r"[^\W_]+(?:-[^\W_]+)*$", text)
    tail = re.match(r"[^\W_]+(?:-[^\W_]+)*", piece)
    if head is None or tail is None:
        return f"{text}-{piece}"
    joined, parted = (head[0] + tail[0]).casefold(), f"{head[0]}-{tail[0]}".casefold()
    keeps = vocabulary[parted] > vocabulary[joined] or not tail[0][:1].islower() or head[0][-1:].isdecimal()
    if not keeps and not vocabulary[joined]:
        # Neither is seen whole anywhere: a hyphen stays where both halves are words of this report.
        first = head[0].casefold().rsplit("-", 1)[-1]
        keeps = (vocabulary[first] > 0 and vocabulary[tail[0].casefold()] > 0 and len(first) > 2) or first in _PREFIXES
    return f"{text}-{piece}" if keeps else text + piece


_ADDRESS = re.compile(r"(?:https?://|www\.|@)\S*$|\S+\.(?:uk|org|com|net|gov|wales|scot|pdf|html?)/\S*$", re.IGNORECASE)
_PREFIXES = frozenset(["multi", "inter", "non", "self", "co", "pre", "post", "cross", "well", "long", "short", "half", "ill", "ex", "anti"])


def _block(draft: _Draft, vocabulary: Counter[str], levels: dict[tuple[float, bool], int], notes: Notes) -> Block:
    first, last = draft.lines[0], draft.lines[-1]
    ends = last.page if last.page != first.page else 0
    frame = first.page * 1000 + first.box if first.box else 0
    if draft.kind == TABLE:
        rows = "\n".join(line.text for line in draft.lines)
        rows = re.sub(f"(\\S+){HYPHEN}(\\S+)", lambda m: _mended(m[1], m[2], vocabulary), rows)
        text = notes.attached(rows, first.page, last.page)
        return Block(TABLE, text, first.page, pages=ends)
    text = _joined(draft.lines, vocabulary)
    level = levels.get(_style(first), 0) if draft.kind == HEADING else 0
    if draft.kind == BULLET:
        text = text[bullet_mark(text) :]
        level = max(0, round((first.x0 - first.left) / (1.6 * first.size)) - 1)
    return Block(draft.kind, notes.attached(text, first.page, last.page), first.page, level, pages=ends, frame=frame)


def _style(line: Line) -> tuple[float, bool]:
    return round(line.size * 2) / 2, line.bold


def _heading_levels(drafts: Sequence[_Draft]) -> dict[tuple[float, bool], int]:
    """Return the level of each style of heading: the largest is 1."""
    styles = {_style(draft.lines[0]) for draft in drafts if draft.kind == HEADING}
    return {style: at for at, style in enumerate(sorted(styles, reverse=True), 1)}
