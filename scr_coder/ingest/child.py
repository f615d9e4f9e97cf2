"""The process in which a report is parsed: it has little memory and time, and writes nothing but its answer.

    python -P -m scr_coder.ingest.child FORMAT PATH < password

It answers in lines of JSON on standard output: ``["progress", done, all]``, and last ``["document", …]`` or
``["unreadable", message, hint]``. Reports are untrusted: a parser that runs away or crashes takes only this process down.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from scr_coder.ingest.document import Document, Progress, Unreadable

MEMORY = 450_000_000
"""Bytes that the process may use for its data."""
PATIENCE = 4.0
"""Seconds of processor time in which it must get a step further; a page takes some milliseconds."""


def main(arguments: list[str]) -> int:
    """Read one report, answer, and return the exit code."""
    format_name, path = arguments
    gc.disable()  # a short life makes little garbage
    # Bytes, since the locale may take them for something else; what is no UTF-8 is no password that was ever set.
    password = sys.stdin.buffer.readline().rstrip(b"\n").decode("utf-8", "replace")
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", buffering=1)
    # What a library prints must not get among the answers.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    _limit()

    def progress(done: int, everything: int) -> None:
        _more_time()
        answer.write(json.dumps(["progress", done, everything]) + "\n")

    try:
        document = reader(format_name, password)(Path(path), progress)
        _more_time()
        answer.write(json.dumps(["document", document], ensure_ascii=True) + "\n")
    except Unreadable as error:
        answer.write(json.dumps(["unreadable", error.message, error.hint]) + "\n")
    except MemoryError:
        answer.write(
            json.dumps(["unreadable", f"reading it takes more than {MEMORY // 1_000_000} MB of memory", "make a smaller copy"]) + "\n"
        )
    except OSError as error:
        answer.write(json.dumps(["unreadable", f"it cannot be read: {error.strerror or error}", ""]) + "\n")
    return 0


def reader(format_name: str, password: str) -> Callable[[Path, Progress], Document]:
    """Return the reader of a format; only its module is imported."""
    if format_name == "pdf":
        from scr_coder.ingest.pdf import read_pdf

        return lambda path, progress: read_pdf(path, password, progress)
    if format_name == "docx":
        from scr_coder.ingest.docx import read_docx

        return read_docx
    if format_name == "html":
        from scr_coder.ingest.html import read_html

        return read_html
    if format_name == "markdown":
        from scr_coder.ingest.markdown import read_markdown

        return read_markdown
    from scr_coder.ingest.text import read_text

    return read_text


def _limit() -> None:
    """Bound the memory of this process, and its time (see `_more_time`); where the system cannot, the parent watches the clock."""
    with contextlib.suppress(ImportError):
        import resource

        for limit, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_DATA, MEMORY), (resource.RLIMIT_FSIZE, 0)):
            with contextlib.suppress(ValueError, OSError):  # a limit that is lower already cannot be raised, and need not
                resource.setrlimit(limit, (most, most))
    _more_time()


def _more_time() -> None:
    """Give the process a new ration of processor time. When it is used up, the system ends the process, even inside a library."""
    import signal

    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, PATIENCE)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
