"""The words and the rules of one PDF page, with their places, by PDFium.

PDFium gives characters in drawing order with spaces and line ends that it worked out; a word here is a run between
those, placed by the origins of its first and the box of its last character. Which words stand in one line is worked out
from their places alone (`pdf_lines`), so that the order of drawing does not matter.

Units are points; y grows upwards, as in PDF. On a page whose text mostly runs sideways, places are turned so that it
runs from left to right.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from typing import Any, NamedTuple

from scr_coder.ingest.clean import clean_text

HYPHEN = "\ufffe"
"""What PDFium puts in place of a hyphen at the end of a line; the line end itself is not in the text then."""


class Word(NamedTuple):
    """A word: ``x0`` and ``x1`` its left and right, ``y`` its baseline, ``size`` the font size, ``at`` its first character.

    ``spaced`` when a space stands before it in the text; ``hyphen`` when it was broken at the end of a line; ``turned``
    when it runs in another direction than most of the page.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    at: int
    spaced: bool = False
    hyphen: bool = False
    turned: bool = False


class Rule(NamedTuple):
    """The bounds of something drawn: a line, or an area when both sides are wide."""

    x0: float
    y0: float
    x1: float
    y1: float


class PageText(NamedTuple):
    """What a page holds. ``unmapped`` counts characters that the font gives no meaning to; ``images`` the pictures."""

    words: list[Word]
    rules: list[Rule]
    width: float
    height: float
    unmapped: int
    unsafe: int
    images: int


class Fonts:
    """Tells whether a character is bold, for one text page; each font name is judged once."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._buffer = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._bold: dict[bytes, bool] = {}

    def bold(self, text_page: Any, at: int) -> bool:
        """Return whether the character ``at`` is drawn in a bold font."""
        size = self._raw.FPDFText_GetFontInfo(text_page, at, self._buffer, 128, ctypes.byref(self._flags))
        if not size:
            return False
        name = self._buffer.value
        known = self._bold.get(name)
        if known is None:
            lowered = name.lower()
            known = any(part in lowered for part in (b"bold", b"black", b"heavy", b"semibold", b"demi"))
            self._bold[name] = known
        return known or bool(self._flags.value & (1 << 18)) or self._raw.FPDFText_GetFontWeight(text_page, at) >= 600


class _Reader:
    """Reads words off one text page."""

    def __init__(self, raw: Any, text_page: Any) -> None:
        self.raw = raw
        self.page = text_page
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.box = raw.FS_RECTF()

    def origin(self, at: int) -> tuple[float, float]:
        self.raw.FPDFText_GetCharOrigin(self.page, at, self.x, self.y)
        return self.x.value, self.y.value

    def far_corner(self, at: int) -> tuple[float, float, float, float]:
        self.raw.FPDFText_GetLooseCharBox(self.page, at, self.box)
        return self.box.left, self.box.bottom, self.box.right, self.box.top

    def size(self, at: int) -> float:
        """Return the size at which a character is seen: the font's, scaled by the text matrix where the font says 1."""
        size: float = self.raw.FPDFText_GetFontSize(self.page, at)
        if size > 2.5:
            return size
        left, bottom, right, top = self.far_corner(at)
        return max(min(top - bottom, right - left) if self.sideways(at) else top - bottom, 0.1)

    def sideways(self, at: int) -> int:
        """Return the direction of a character in quarter turns, -1 for one that is askew."""
        angle = self.raw.FPDFText_GetCharAngle(self.page, at)
        if angle == 0.0:
            return 0
        quarters = angle / (math.pi / 2)
        return round(quarters) % 4 if abs(quarters - round(quarters)) < 0.06 else -1


def page_words(raw: Any, text_page: Any, width: float, height: float) -> tuple[list[Word], int, int, int]:
    """Return the words of a text page, how many characters had no meaning, how many were unsafe, and the page's turn."""
    count = raw.FPDFText_CountChars(text_page)
    if count <= 0:
        return [], 0, 0, 0
    text = _text(raw, text_page, count)
    reader = _Reader(raw, text_page)
    found: list[tuple[str, int, int, bool, bool]] = []
    start, spaced = 0, False
    for at, char in enumerate(text + " "):
        if char > " " and char not in "\u00a0\u2002\u2003\u2009\u200a\u202f\u3000" and char != HYPHEN:
            continue
        if at > start:
            found.append((text[start:at], start, at - 1, spaced, char == HYPHEN))
            spaced = False
        elif char == HYPHEN and found:
            found[-1] = (*found[-1][:4], True)
        start = at + 1
        spaced = char not in "\r\n" and char != HYPHEN
    turns = Counter(reader.sideways(first) for _, first, *_ in found)
    turn = max((t for t in turns if t >= 0), key=lambda t: turns[t], default=0)
    words: list[Word] = []
    unmapped = unsafe = 0
    for piece, first, last, after_space, hyphen in found:
        unmapped += sum(1 for char in piece if "\ue000" <= char <= "\uf8ff" or char == "\ufffd")
        clean, removed = clean_text(piece)
        unsafe += removed
        if not clean:
            continue
        hyphen = hyphen or piece.endswith("\u00ad")
        words += _placed(reader, clean, piece, first, last, after_space, hyphen, turn, (width, height))
    return _without_twins(words), unmapped, unsafe, turn


def _text(raw: Any, text_page: Any, count: int) -> str:
    """Return one character for each that PDFium counts, so that places in the text are places on the page."""
    buffer = (ctypes.c_ushort * (count + 1))()
    raw.FPDFText_GetText(text_page, 0, count, buffer)
    text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
    if len(text) == count and "\x00" not in text:
        return text
    codes = (raw.FPDFText_GetUnicode(text_page, at) for at in range(count))
    return "".join(
        HYPHEN if code == 2 else chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes
    )


def _placed(
    reader: _Reader, clean: str, piece: str, first: int, last: int, spaced: bool, hyphen: bool, turn: int, page: tuple[float, float]
) -> list[Word]:
    """Return a run as words: one, or several where a raised mark (1) stands at its end or the run jumps on the page."""
    size = reader.size(first)
    end_size = size if last == first else reader.size(last)
    word = _word(reader, clean, first, last, size, spaced, hyphen, turn, page)
    end_y = word.y if last == first else _turned(*reader.origin(last), turn, page)[1]
    level = abs(word.y - end_y) < 0.12 * size and abs(end_size - size) < 0.1 * size
    if level and word.x0 - 0.1 <= word.x1 <= word.x0 + 1.6 * size * max(len(piece), 1) + size:
        return [word]
    if last == first or word.turned or len(clean) != len(piece):
        return [word._replace(x1=max(word.x1, word.x0 + 0.3 * size))]
    parts: list[Word] = []
    begun = first
    before: tuple[float, ...] = (size, word.y, word.x0)
    for at in range(first + 1, last + 2):
        now = (reader.size(at), *reversed(_turned(*reader.origin(at), turn, page))) if at <= last else (0.0, 0.0, 0.0)
        jump = at <= last and not (-0.5 * size < now[2] - before[2] < 3 * max(size, now[0]))
        if at > last or abs(now[0] - before[0]) > 0.1 * size or abs(now[1] - before[1]) > 0.12 * size or jump:
            text = clean[begun - first : at - first]
            parts.append(_word(reader, text, begun, at - 1, before[0], spaced and begun == first, hyphen and at > last, turn, page))
            begun = at
        before = now
    return parts


def _word(
    reader: _Reader, text: str, first: int, last: int, size: float, spaced: bool, hyphen: bool, turn: int, page: tuple[float, float]
) -> Word:
    direction = reader.sideways(first)
    x0, y = _turned(*reader.origin(first), turn, page)
    left, bottom, right, top = reader.far_corner(last)
    corners = [_turned(left, bottom, turn, page), _turned(right, top, turn, page)]
    return Word(text, x0, max(corner[0] for corner in corners), y, size, first, spaced, hyphen, direction != turn)


def _turned(x: float, y: float, turn: int, page: tuple[float, float]) -> tuple[float, float]:
    """Return a place on a page that is turned by quarter turns so that its text runs from left to right."""
    match turn:
        case 1:
            return page[1] - y, x
        case 2:
            return page[0] - x, page[1] - y
        case 3:
            return y, page[0] - x
        case _:
            return x, y


def _without_twins(words: list[Word]) -> list[Word]:
    """Leave out words that are drawn again at the same place, as some programs do for bold or shadow."""
    seen: set[tuple[str, int, int]] = set()
    kept = []
    for word in words:
        x, y = round(word.x0 / 2), round(word.y / 2)
        if any((word.text, x + dx, y + dy) in seen for dx in (-1, 0, 1) for dy in (-1, 0, 1)) and len(word.text) > 1:
            continue
        seen.add((word.text, x, y))
        kept.append(word)
    return kept


def page_rules(raw: Any, page: Any, width: float, height: float, turn: int) -> tuple[list[Rule], int]:
    """Return the bounds of the lines and areas that are drawn on a page, and the number of pictures."""
    rules: list[Rule] = []
    images = 0
    sides = [ctypes.c_float() for _ in range(4)]
    count = raw.FPDFPage_CountObjects(page)
    for at in range(min(count, 20_000)):
        thing = raw.FPDFPage_GetObject(page, at)
        kind = raw.FPDFPageObj_GetType(thing)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            images += 1
        if kind != raw.FPDF_PAGEOBJ_PATH or len(rules) >= 4_000:
            continue
        if raw.FPDFPageObj_GetBounds(thing, *sides):
            x0, y0, x1, y1 = (side.value for side in sides)
            if turn:
                places = [_turned(x0, y0, turn, (width, height)), _turned(x1, y1, turn, (width, height))]
                (x0, x1), (y0, y1) = sorted(p[0] for p in places), sorted(p[1] for p in places)
            rules.append(Rule(x0, y0, x1, y1))
    return rules, images
