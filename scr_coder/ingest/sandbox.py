"""Read a report in a process of its own, with bounds on memory and time; every way it can end is one clear line."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from scr_coder.ingest.child import PATIENCE
from scr_coder.ingest.document import Block, Document, Doubt, Progress, Removed, no_progress
from scr_coder.ingest.formats import check_beginning, check_file, format_of
from scr_coder.problem import ScrError

SILENCE = 60.0
"""Seconds of the clock after which a process that says nothing is ended, busy or not."""


class ReadReport(NamedTuple):
    """A report as read: its file's name, SHA-256 (hexadecimal), format, and what the reader yielded."""

    name: str
    sha256: str
    format: str
    document: Document


def read_report(
    path: Path,
    format_name: str = "",
    password: str = "",
    progress: Progress = no_progress,
    meanwhile: Callable[[], object] = lambda: None,
) -> ReadReport:
    """Read a report. Raises ScrError, in one line, for every file that cannot be read, whatever is wrong with it.

    ``meanwhile`` is called while the other process starts: what is needed later can be made ready then.
    """
    check_file(path)
    chosen = format_of(path, format_name)
    digest, begin = _hashed(path)
    check_beginning(path, chosen, begin)
    return ReadReport(path.name, digest, chosen, _read_apart(path.absolute(), chosen, password, progress, str(path), meanwhile))


def _hashed(path: Path) -> tuple[str, bytes]:
    digest = hashlib.sha256()
    begin = b""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as stream:
            while block := stream.read(1 << 20):
                begin = begin or block[:2048]
                digest.update(block)
    except OSError as error:
        raise ScrError(f"{path} cannot be read: {error.strerror or error}", "see whether you may read it") from error
    return digest.hexdigest(), begin


def _read_apart(path: Path, format_name: str, password: str, progress: Progress, shown: str, meanwhile: Callable[[], object]) -> Document:
    """Run the reader in a process of its own; return what it answers."""
    try:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "scr_coder.ingest.child", format_name, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(part for part in sys.path if part)},
        )
    except OSError as error:
        raise ScrError(f"{shown}: the process that reads it cannot be started: {error.strerror or error}", "try again later") from error
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        with contextlib.suppress(OSError):  # it may have ended already: what it says then tells why
            process.stdin.write(password.encode("utf-8", "surrogateescape") + b"\n")
            process.stdin.close()
        meanwhile()
        for answer in _answers(process.stdout, shown):
            match answer:
                case ["progress", int(done), int(everything)]:
                    progress(done, everything)
                case ["unreadable", str(message), str(hint)]:
                    raise ScrError(f"{shown}: {message}", hint)
                case ["document", [*fields]]:
                    return _document(fields)
        raise _ended(process.wait(), shown)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def _answers(stream: Any, shown: str) -> Iterable[Any]:
    """Yield what the process says. Raises ScrError when it says nothing for a long time, or what cannot be understood."""
    lines: queue.Queue[bytes] = queue.Queue()

    def listen() -> None:
        with contextlib.suppress(OSError, ValueError):
            for line in stream:
                lines.put(line)
        lines.put(b"")

    threading.Thread(target=listen, daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=SILENCE)
        except queue.Empty:
            raise ScrError(f"{shown}: reading it takes too long", "print it to a new PDF, or cut the report out of it") from None
        if not line:
            return
        try:
            yield json.loads(line)
        except ValueError:
            raise ScrError(f"{shown}: the reader gave an answer that cannot be understood", "print it to a new PDF") from None


def _ended(code: int, shown: str) -> ScrError:
    """Return what to say when the process ended without an answer."""
    import signal

    if hasattr(signal, "SIGPROF") and code == -signal.SIGPROF:
        return ScrError(
            f"{shown}: one step of reading it took more than {PATIENCE:.0f} seconds", "it may be damaged; print it to a new PDF"
        )
    return ScrError(
        f"{shown}: it is damaged in a way that ends the reader", "open it in the program it comes from and save or print it anew"
    )


def _document(fields: list[Any]) -> Document:
    """Return a report from the plain values that crossed from the other process."""
    blocks, removed, doubts, textless, remarks, pages, title, reader = fields
    return Document(
        tuple(Block(b[0], b[1], b[2], b[3], b[4], (b[5][0], b[5][1]), b[6], b[7]) for b in blocks),
        tuple(Removed(reason, text, tuple(on)) for reason, text, on in removed),
        tuple(Doubt(page, message) for page, message in doubts),
        tuple(textless),
        tuple(remarks),
        pages,
        title,
        reader,
    )
