"""Where output goes: data to stdout, talk to stderr; never a crash over an encoding or a closed pipe."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from scr_coder.files import check_writable, write_atomic
from scr_coder.problem import ScrError
from scr_coder.text import escaped


def prepare_streams() -> None:
    """Make stdout and stderr able to take any text: UTF-8 on pipes, a replacement for what a terminal cannot show."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.isatty():
            reconfigure(errors="replace")
        else:
            reconfigure(encoding="utf-8", errors="replace", newline="\n")


class ReaderGone(Exception):
    """Nobody reads stdout any more, as in `scr table issues | head`: not an error, and nothing is left to do."""


def emit(text: str) -> None:
    """Write data to stdout, ending it with a line feed. Raises ReaderGone when it was closed at the other end."""
    try:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
    except BrokenPipeError as error:
        raise ReaderGone from error


def tell(text: str) -> None:
    """Write talk to stderr."""
    sys.stderr.write(text + "\n")


def emit_json(value: Any) -> None:
    """Write one JSON document to stdout."""
    emit(escaped(json.dumps(value, ensure_ascii=False, indent=2)))


def emit_bytes(data: bytes) -> None:
    """Write bytes to stdout as they are. Raises ReaderGone when it was closed at the other end."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError as error:
        raise ReaderGone from error


def deliver(data: str | bytes, output: Path | None) -> None:
    """Write data to the file ``output``, in one step, or to stdout; say on stderr whether a file was there before."""
    if output is None:
        emit_bytes(data) if isinstance(data, bytes) else emit(data)
        return
    if output.is_dir():
        raise ScrError(f"{output} is a folder", "name a file")
    if not output.absolute().parent.is_dir():
        raise ScrError(f"the folder of {output} does not exist", "make it first; nothing was written")
    check_writable(output.parent)
    before = output.exists()
    write_atomic(output, data)
    tell(f"{'replaced' if before else 'written'}: {output}")


def wants_colour() -> bool:
    """Return whether stdout is a terminal that takes colour (``NO_COLOR`` and ``TERM=dumb`` are honoured)."""
    import os

    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def bar_character(output: Path | None) -> str:
    """Return what bars are drawn with: nothing where the output is no terminal, `#` where it has no block."""
    if output is not None or not sys.stdout.isatty():
        return ""
    try:
        "█".encode(sys.stdout.encoding)
    except (UnicodeEncodeError, LookupError):
        return "#"
    return "█"


def width() -> int:
    """Return the columns to fill: those of the terminal, 80 where there is none."""
    import shutil

    return max(40, shutil.get_terminal_size((80, 24)).columns) if sys.stdout.isatty() else 80


def reading_progress(done: int, everything: int) -> None:
    """Show on a terminal how far the reading of many reviews is; on stderr, and gone when it is over."""
    if everything < 500 or not sys.stderr.isatty():
        return
    line = "" if done == everything else f"reading reviews: {done:,} of {everything:,}"
    sys.stderr.write(f"\r{line:<60}" + ("\r" if done == everything else ""))
    sys.stderr.flush()
