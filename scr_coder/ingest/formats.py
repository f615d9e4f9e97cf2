"""Which format a file is in: told by its name, and checked against how it begins.

A new format is a line in `FORMATS`, a reader in `child.reader`, and what it begins with in `_begins_as`.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from scr_coder.problem import ScrError, did_you_mean

FORMATS: dict[str, tuple[str, ...]] = {
    "pdf": (".pdf",),
    "docx": (".docx", ".docm", ".dotx", ".dotm"),
    "html": (".html", ".htm", ".xhtml"),
    "markdown": (".md", ".markdown"),
    "text": (".txt", ".text"),
}
"""Each format with the endings of its files."""

_LATER = {
    **dict.fromkeys((".qdpx", ".qdc", ".qde"), "REFI-QDA projects and codebooks are not imported yet"),
    **dict.fromkeys((".csv", ".tsv", ".xlsx", ".xls", ".ods"), "codings in spreadsheets are not imported yet"),
}
_CONVERT = {
    ".doc": "open it in a word processor and save it as .docx",
    ".rtf": "open it in a word processor and save it as .docx",
    ".odt": "open it in a word processor and save it as .docx",
    ".pages": "export it as .docx",
    ".epub": "convert it to .html or .pdf",
    ".mht": "save the page as HTML",
    ".mhtml": "save the page as HTML",
    ".zip": "unpack it and name the report in it",
    ".pptx": "save it as .pdf",
    ".ppt": "save it as .pdf",
}
LARGEST = 300_000_000
"""Bytes of a file; a report with many pictures has some 50 million."""


def check_file(path: Path) -> None:
    """Look at a file without reading it. Raises ScrError when it is no file that can be imported."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        near = did_you_mean(path.name, _names_beside(path))
        raise ScrError(f"there is no file {path}", near or "give the path of the report") from None
    except (OSError, ValueError) as error:
        raise ScrError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if stat.S_ISLNK(found.st_mode):
        raise ScrError(f"{path} is a symbolic link", f"name the file itself: {os.path.realpath(path)}")
    if stat.S_ISDIR(found.st_mode):
        raise ScrError(f"{path} is a folder", "name the report in it")
    if not stat.S_ISREG(found.st_mode):
        raise ScrError(f"{path} is not a file", "name the report")
    if found.st_size == 0:
        raise ScrError(f"{path} is empty", "fetch it again")
    if found.st_size > LARGEST:
        raise ScrError(
            f"{path} has {found.st_size // 1_000_000:,} MB; at most {LARGEST // 1_000_000} are read", "make a smaller copy of it"
        )


def _names_beside(path: Path) -> list[str]:
    try:
        return [entry.name for entry in os.scandir(path.parent)][:1000]
    except OSError:
        return []


def format_of(path: Path, given: str = "") -> str:
    """Return the format of a file: ``given``, or what its ending says. Raises ScrError when neither is a known one."""
    if given:
        if given not in FORMATS:
            raise ScrError(f"`{given}` is not a format", did_you_mean(given, FORMATS) or f"there are {', '.join(FORMATS)}")
        return given
    ending = path.suffix.lower()
    for name, endings in FORMATS.items():
        if ending in endings:
            return name
    if ending in _LATER:
        raise ScrError(f"{path}: {_LATER[ending]}", "import reports: PDF, DOCX, HTML, Markdown or text")
    if ending in _CONVERT:
        raise ScrError(f"{path}: {ending} files are not read", _CONVERT[ending])
    what = f"the ending {ending} says nothing" if ending else "the name has no ending that says"
    raise ScrError(f"{path}: {what} of its format", f"say it with --as: {', '.join(FORMATS)}")


def check_beginning(path: Path, format_name: str, begin: bytes) -> None:
    """Compare the first bytes of a file with its format. Raises ScrError when it is plainly something else."""
    found = _begins_as(begin)
    if format_name not in ("pdf", "docx") and found in _BY_CHANCE and not _CONTROL.search(begin) and not begin.startswith(b"%PDF-"):
        return  # “MZ said …” is no program, and text may speak of %PDF-1.4
    wanted = {"pdf": "a PDF", "docx": "a zip archive"}.get(format_name)
    if found == "an old Word or protected Office file" and format_name == "docx":
        return  # the reader tells the two apart
    if wanted is None:
        if found and found != "plain text" and not (found == "a web page" and format_name in ("html", "markdown")):
            raise ScrError(f"{path} is not what its name says: it begins like {found}", _say_as(found))
        return
    if found != wanted:
        hint = _say_as(found) if found else "fetch it again"
        raise ScrError(f"{path} is not what its name says: it begins like {found or 'no ' + format_name.upper()}", hint)


def _say_as(found: str) -> str:
    name = {"a PDF": "pdf", "a web page": "html", "plain text": "text", "a zip archive": "docx"}.get(found)
    return f"if that is right, say --as {name}" if name else "name the report"


_BY_CHANCE = frozenset(("a PDF", "a picture", "an archive", "a program"))
"""What some letters at the beginning say, which text may have by chance."""
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def _begins_as(begin: bytes) -> str:
    if b"%PDF-" in begin[:1024]:
        return "a PDF"
    if begin.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "a zip archive"
    if begin.startswith(b"\xd0\xcf\x11\xe0"):
        return "an old Word or protected Office file"
    if begin.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF")):
        return "a picture"
    if begin.startswith((b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh")):
        return "an archive"
    if begin.startswith((b"\x7fELF", b"MZ")):
        return "a program"
    start = begin.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "a web page"
    if start.startswith(b"{\\rtf"):
        return "an RTF file"
    return "plain text" if begin and b"\x00" not in begin else ""
