"""What every reader of a format yields: the report as blocks of text in reading order, and all that is not its text.

Nothing a reader sees is lost: a line is in a block, or in `left_out` with the reason; where a reader is not sure, it
says so as a doubt with the page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

HEADING, PARAGRAPH, BULLET, TABLE = "heading", "paragraph", "bullet", "table"
BLOCK_KINDS = (HEADING, PARAGRAPH, BULLET, TABLE)

Progress = Callable[[int, int], None]
"""Told (pages done, pages in all) while a report is read."""


class Block(NamedTuple):
    """One block of a report, in reading order.

    ``kind`` is one of `BLOCK_KINDS`. ``text`` has no line ends but where the report means them: rows of a table (cells
    parted by `` | ``) and footnotes, which follow the text they belong to as lines of their own (``[1] …``).
    ``page`` counts from 1, 0 where the format has no pages. ``level`` is that of a heading (1 is the highest; 0: known to
    be a heading, level not known) or the depth of a list item (0 is the outermost). ``label`` is the number that the
    format keeps apart from the text (``4.17``, ``(a)``), without closing stop; numbers that stand in the text are left
    there for `split`. ``lines`` are the first and last line of a text file, (0, 0) elsewhere. ``pages`` is the last
    page of a block that runs over pages, else 0. ``frame`` numbers the frame, or the tinted area, that it stands in; 0
    outside: what begins with ``Finding 1`` in a frame has all of it.
    """

    kind: str
    text: str
    page: int = 0
    level: int = 0
    label: str = ""
    lines: tuple[int, int] = (0, 0)
    pages: int = 0
    frame: int = 0


class Removed(NamedTuple):
    """Text that is no part of the report's running text, with the reason: ``running header``, ``page number``, …

    ``pages`` are the pages on which it stood (or lines of a text file), in order; empty where there are none.
    """

    reason: str
    text: str
    pages: tuple[int, ...] = ()


class Doubt(NamedTuple):
    """A place that somebody should look at. ``page`` is 0 where there is none."""

    page: int
    message: str


class Document(NamedTuple):
    """A report as read. ``page_count`` is 0 where the format has no pages.

    ``textless`` are the pages without a text layer; ``remarks`` say what was done with what has no place in text
    (``3 comments were left out``); ``title`` is the report's own where the format or its first page gives one;
    ``reader`` names the library and its version.
    """

    blocks: tuple[Block, ...]
    removed: tuple[Removed, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    textless: tuple[int, ...] = ()
    remarks: tuple[str, ...] = ()
    page_count: int = 0
    title: str = ""
    reader: str = ""


class Unreadable(Exception):
    """The file cannot be read as what it is taken for. ``message`` says what is wrong, ``hint`` what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def no_progress(done: int, everything: int) -> None:
    """Be told how far the reading is, and do nothing with it."""
