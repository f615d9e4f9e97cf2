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
import re
from collections import Counter
from typing import Any, NamedTuple

from scr_coder.ingest.clean import clean_text

HYPHEN = "\ufffe"
"""What PDFium puts in place of a hyphen at the end of a line; the line end itself is not in the text then."""


class Word(NamedTuple):
    """A word: ``x0`` and ``x1`` its left and right, ``y`` its baseline, ``size`` the font size, ``at`` its first character.

    ``spaced`` when a space stands before it in the text; ``hyphen`` when it was broken at the end of a line; ``turned``
    when it runs in another direction than most of the page; ``pale`` when it is drawn in white or not at all.
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
    pale: bool = False


class Rule(NamedTuple):
    """The bounds of something drawn: a line, or an area when both sides are wide."""

    x0: float
    y0: float
    x1: float
    y1: float


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
    """Reads places off one text page."""

    def __init__(self, raw: Any, text_page: Any) -> None:
        self.raw = raw
        self.page = text_page.raw  # the handle itself: the binding's object would be unwrapped at every call
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.box = raw.FS_RECTF()
        self.matrix = raw.FS_MATRIX()
        self.colour = [ctypes.c_uint() for _ in range(4)]

    def origin(self, at: int) -> tuple[float, float]:
        self.raw.FPDFText_GetCharOrigin(self.page, at, self.x, self.y)
        return self.x.value, self.y.value

    def far_corner(self, at: int) -> tuple[float, float, float, float]:
        self.raw.FPDFText_GetLooseCharBox(self.page, at, self.box)
        return self.box.left, self.box.bottom, self.box.right, self.box.top

    def size(self, at: int) -> float:
        """Return the size at which a character is seen, in points: that of the font, scaled as the text is."""
        size: float = self.raw.FPDFText_GetFontSize(self.page, at)
        if self.raw.FPDFText_GetMatrix(self.page, at, self.matrix):
            size *= math.hypot(self.matrix.c, self.matrix.d)
        return max(size, 0.1)

    def sideways(self, at: int) -> int:
        """Return the direction of a character in quarter turns, -1 for one that is askew."""
        angle = self.raw.FPDFText_GetCharAngle(self.page, at)
        if angle == 0.0:
            return 0
        quarters = angle / (math.pi / 2)
        return round(quarters) % 4 if abs(quarters - round(quarters)) < 0.06 else -1

    def pale(self, at: int) -> bool:
        """Return whether a character is drawn in white, or not at all."""
        if not self.raw.FPDFText_GetFillColor(self.page, at, *self.colour):
            return False
        red, green, blue, opaque = (part.value for part in self.colour)
        return opaque < 8 or min(red, green, blue) > 247


class _Piece(NamedTuple):
    """A run of characters without a space: its text, its first and last character, and how it is parted from others."""

    text: str
    first: int
    last: int
    spaced: bool
    hyphen: bool
    turn: int
    pale: bool


class _Strip(NamedTuple):
    """What PDFium takes for a line: where it begins and ends in the text, which way it runs, whether it is white."""

    start: int
    end: int
    turn: int
    pale: bool


def page_words(raw: Any, text_page: Any, width: float, height: float) -> tuple[list[Word], int, int, int]:
    """Return the words of a text page, how many characters had no meaning, how many were unsafe, and the page's turn."""
    count = raw.FPDFText_CountChars(text_page)
    if count <= 0:
        return [], 0, 0, 0
    text = _text(raw, text_page, count)
    reader = _Reader(raw, text_page)
    strips = _strips(text, reader)
    turns: Counter[int] = Counter()
    for strip in strips:
        turns[strip.turn] += strip.end - strip.start
    turn = max((t for t in turns if t >= 0), key=lambda t: turns[t], default=0)
    letters = "".join(text.split()).replace(HYPHEN, "")
    plain = clean_text(letters)[0] == letters
    words: list[Word] = []
    unsafe = 0
    for strip in strips:
        if plain and strip.turn == turn == 0:
            words += _plain_words(reader, text, strip)
            continue
        for piece in _pieces(text, strip):
            clean, removed = (piece.text, 0) if plain else clean_text(piece.text)
            unsafe += removed
            if clean:
                words += _placed(reader, piece, clean, turn, (width, height))
    texts = Counter(text[strip.start : strip.end] for strip in strips)
    twice = any(number > 1 for said, number in texts.items() if len(said) > 2)
    return _without_twins(words) if twice else words, len(_UNMAPPED.findall(text)), unsafe, turn


_UNMAPPED = re.compile("[\ue000-\uf8ff\ufffd]")
_STRIP = re.compile(f"[^\r\n{HYPHEN}]+{HYPHEN}?")
_PIECE = re.compile(f"[^\\s{HYPHEN}]+")


def _strips(text: str, reader: _Reader) -> list[_Strip]:
    """Return the lines of PDFium's that hold anything. Which way they run is asked of the first character of each."""
    found = []
    for match in _STRIP.finditer(text):
        first = _PIECE.search(text, match.start(), match.end())
        if first is not None:
            at = first.start()
            found.append(_Strip(match.start(), match.end(), reader.sideways(at), reader.pale(at)))
    return found


def _pieces(text: str, strip: _Strip) -> list[_Piece]:
    """Return the runs of a line."""
    found: list[_Piece] = []
    for match in _PIECE.finditer(text, strip.start, strip.end):
        first, end = match.span()
        hyphen = text[end : end + 1] == HYPHEN or match[0].endswith("\u00ad")
        found.append(_Piece(match[0], first, end - 1, first > strip.start, hyphen, strip.turn, strip.pale))
    return found


def _plain_words(reader: _Reader, text: str, strip: _Strip) -> list[Word]:
    """Return the words of a line that runs as its page does and needs no cleaning: what most lines are, with few calls.

    The size is asked for only where the height of the character boxes changes by more than letters of one font differ.
    """
    words: list[Word] = []
    raw, page, x, y, box = reader.raw, reader.page, reader.x, reader.y, reader.box
    get_origin, get_box = raw.FPDFText_GetCharOrigin, raw.FPDFText_GetLooseCharBox
    size = height = 0.0
    start, pale = strip.start, strip.pale
    for match in _PIECE.finditer(text, start, strip.end):
        first, end = match.span()
        piece = match[0]
        get_origin(page, first, x, y)
        x0, base = x.value, y.value
        get_box(page, end - 1, box)
        bottom, x1, top = box.bottom, box.right, box.top
        if abs(top - bottom - height) > 0.12 * height:
            size = reader.size(first)
            height = top - bottom
        last = piece[-1]
        if bottom - 0.1 * size <= base <= top and x0 - 0.1 <= x1 <= x0 + (1.6 * len(piece) + 1) * size and last not in _RAISED:
            words.append(Word(piece, x0, x1, base, size, first, first > start, text[end : end + 1] == HYPHEN, False, pale))
        else:
            hyphen = text[end : end + 1] == HYPHEN
            words += _placed(reader, _Piece(piece, first, end - 1, first > start, hyphen, 0, pale), piece, 0, (0.0, 0.0))
            height = 0.0
    return words


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


_RAISED = frozenset("0123456789*†‡)],")
"""What a raised mark can end with."""


def _placed(reader: _Reader, piece: _Piece, clean: str, turn: int, page: tuple[float, float]) -> list[Word]:
    """Return a run as words: one, or several where a raised mark (1) stands at its end or the run jumps on the page."""
    size = reader.size(piece.first)
    x0, y = reader.origin(piece.first)
    left, bottom, right, top = reader.far_corner(piece.last)
    if turn == piece.turn == 0:
        inside = bottom - 0.1 * size <= y <= top
        x1 = right
    else:
        corners = [_turned(left, bottom, turn, page), _turned(right, top, turn, page)]
        x0, y = _turned(x0, y, turn, page)
        x1 = max(corner[0] for corner in corners)
        inside = min(corner[1] for corner in corners) - 0.1 * size <= y <= max(corner[1] for corner in corners)
    word = Word(clean, x0, x1, y, size, piece.first, piece.spaced, piece.hyphen, piece.turn != turn, piece.pale)
    single = piece.first == piece.last
    if not single and clean[-1] in _RAISED and len(clean) == len(piece.text):
        inside = inside and abs(reader.size(piece.last) - size) < 0.1 * size
    if inside and x0 - 0.1 <= x1 <= x0 + 1.6 * size * len(piece.text) + size:
        return [word]
    if single or word.turned or len(clean) != len(piece.text):
        return [word._replace(x1=max(x1, x0 + 0.3 * size))]
    return _parts(reader, piece, word, turn, page)


def _parts(reader: _Reader, piece: _Piece, word: Word, turn: int, page: tuple[float, float]) -> list[Word]:
    """Return a run cut where its characters change size or height, or jump."""
    size = word.size
    parts: list[Word] = []
    begun, text = piece.first, word.text
    old_size, old_y, old_x = size, word.y, word.x0
    for at in range(piece.first + 1, piece.last + 2):
        ends = at > piece.last
        if not ends:
            new_size, (new_x, new_y) = reader.size(at), _turned(*reader.origin(at), turn, page)
            ends = abs(new_size - old_size) > 0.1 * size or abs(new_y - old_y) > 0.12 * size
            ends = ends or not -0.5 * size < new_x - old_x < 3 * max(size, new_size)
        if ends:
            x0, y = _turned(*reader.origin(begun), turn, page)
            left, bottom, right, top = reader.far_corner(at - 1)
            x1 = max(_turned(left, bottom, turn, page)[0], _turned(right, top, turn, page)[0])
            first, last = begun == piece.first, at > piece.last
            spaced, hyphen = piece.spaced and first, piece.hyphen and last
            parts.append(Word(text[begun - piece.first : at - piece.first], x0, x1, y, old_size, begun, spaced, hyphen))
            begun = at
        if at <= piece.last:
            old_size, old_y, old_x = new_size, new_y, new_x
    return parts


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
    seen: dict[tuple[str, int], list[Word]] = {}
    kept = []
    for word in words:
        if len(word.text) > 1:
            place = int(word.y // 4)
            near = [*seen.get((word.text, place), ()), *seen.get((word.text, place - 1), ()), *seen.get((word.text, place + 1), ())]
            if near and any(abs(one.x0 - word.x0) < 3 and abs(one.y - word.y) < 3 for one in near):
                continue
            seen.setdefault((word.text, place), []).append(word)
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
