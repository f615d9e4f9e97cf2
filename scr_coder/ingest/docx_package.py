"""The package of a DOCX: a zip that is never trusted, read part by part and counted while it inflates.

python-docx would open it too, but it inflates every part, pictures included, into memory before anything can be said
about them. Here only the parts that hold text are read, in small chunks, and whatever exceeds its bound ends the reading.
"""

from __future__ import annotations

import mmap
import posixpath
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, NamedTuple
from urllib.parse import unquote

from scr_coder.ingest.document import Unreadable

MAX_PART = 64 << 20  # bytes of one part, inflated; a report of 1,000 pages has about 20 million
MAX_PARTS = 128 << 20  # bytes of all parts that are read
MAX_RATIO = 300  # inflated bytes for each byte of the file, once RATIO_FROM are inflated
RATIO_FROM = 16 << 20
MAX_ENTRIES = 10_000
CHUNK = 1 << 16
# zipfile reads the table of contents in one go, with the length that the file claims; nothing else asks for as much.
_MAX_READ = 2 << 20

NOT_A_DOCX = "open it in a word processor and save it as .docx"
_SAVE_AGAIN = "get the file again, or open it in a word processor and save a copy"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the two that Open Packaging Conventions allow
# What other files are, by their first bytes.
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "an RTF file"),
    (b"<?xml", "an XML file"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"\x1f\x8b", "a gzip file"),
    (b"Rar!", "a RAR file"),
    (b"7z\xbc\xaf", "a 7z file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
# What other zips are, by a part that they must have.
_ZIPS = (
    ("xl/workbook.xml", "an Excel workbook"),
    ("xl/workbook.bin", "an Excel workbook"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("project.qde", "a REFI-QDA project"),
)
_MIMETYPES = {
    "application/vnd.oasis.opendocument.text": "an OpenDocument text (.odt)",
    "application/vnd.oasis.opendocument.spreadsheet": "an OpenDocument spreadsheet (.ods)",
    "application/epub+zip": "an e-book (.epub)",
}


class _Bounded:
    """A file that refuses to be read in pieces so large that only a forged header would ask for them."""

    def __init__(self, handle: BinaryIO) -> None:
        self.handle = handle

    def read(self, size: int = -1) -> bytes:
        if size > _MAX_READ:
            raise Unreadable(f"its table of contents is larger than {_MAX_READ >> 20} MB", _SAVE_AGAIN)
        return self.handle.read(_MAX_READ if size < 0 else size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self.handle.seek(offset, whence)

    def tell(self) -> int:
        return self.handle.tell()

    def seekable(self) -> bool:
        return True


class Relation(NamedTuple):
    """A link from one part to another: its id, the last word of its type (``styles``), and the part's name."""

    id: str
    type: str
    target: str


class Package:
    """The parts of a DOCX by name, case ignored. Use it as a context manager.

    Raises `Unreadable` for everything that is no DOCX or is not whole.
    """

    def __init__(self, path: Path) -> None:
        self._handle = _opened(path)
        try:
            self.file_size = path.stat().st_size
            _check_beginning(self._handle)
            self._zip = self._open_zip()
            self._entries = _entries(self._zip)
        except BaseException:
            self._handle.close()
            raise
        self.inflated = 0

    def __enter__(self) -> Package:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self._zip.close()
        self._handle.close()

    def _open_zip(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(_Bounded(self._handle))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
            raise Unreadable("it is cut off or damaged: the zip has no readable table of contents", _SAVE_AGAIN) from error

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._entries

    def size(self, name: str) -> int:
        """Return the size that the package claims for part ``name``: for progress only, it may be a lie."""
        return self._entries[name.casefold()].file_size

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of part ``name``, counted as they inflate."""
        entry = self._entries.get(name.casefold())
        if entry is None:
            raise Unreadable(f"the part {name} is missing", _SAVE_AGAIN)
        if entry.flag_bits & 0x1:
            raise Unreadable(f"the part {name} is encrypted", "open it, take the password off, and save a copy")
        if entry.compress_type not in _METHODS:
            raise Unreadable(f"the part {name} is packed in a way that DOCX does not allow", _SAVE_AGAIN)
        size = 0
        try:
            with self._zip.open(entry) as part:
                while chunk := part.read(CHUNK):
                    size += len(chunk)
                    self._count(name, size, len(chunk))
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
            raise Unreadable(f"it is cut off or damaged: the part {name} cannot be unpacked", _SAVE_AGAIN) from error

    def _count(self, name: str, size: int, more: int) -> None:
        self.inflated += more
        if size > MAX_PART or self.inflated > MAX_PARTS:
            raise Unreadable(f"it unpacks to more than {(MAX_PART if size > MAX_PART else MAX_PARTS) >> 20} MB (in {name})", _SAVE_AGAIN)
        if self.inflated > RATIO_FROM and self.inflated > MAX_RATIO * self.file_size:
            raise Unreadable(f"it unpacks to more than {MAX_RATIO} times its size (in {name}), as no report does", _SAVE_AGAIN)

    def kind_of_zip(self) -> str:
        """Return what the zip is if it is no DOCX, for a message."""
        for name, kind in _ZIPS:
            if name in self:
                return kind
        if "mimetype" in self:
            said = next(self.chunks("mimetype"), b"")[:200].decode("ascii", "replace").strip()
            return _MIMETYPES.get(said, "another kind of document")
        return "a zip without a Word document in it"


def target_of(source: str, target: str) -> str:
    """Return the name of the part that ``target``, as written in the relations of part ``source``, points to."""
    target = unquote(target).replace("\\", "/")
    joined = target if target.startswith("/") else posixpath.join("/", posixpath.dirname(source), target)
    return posixpath.normpath(joined).lstrip("/")


def _opened(path: Path) -> BinaryIO:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Unreadable("it is not a file", "give the path of a .docx file")
        return path.open("rb")
    except OSError as error:
        raise Unreadable(f"it cannot be opened: {error.strerror or error}", "see that it exists and that you may read it") from error


def _check_beginning(handle: BinaryIO) -> None:
    start = handle.read(512)
    handle.seek(0)
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return
    if not start:
        raise Unreadable("the file is empty", "get the file again")
    if start.startswith(_OLE):
        raise _old_office_file(handle)
    lowered = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for magic, kind in _MAGIC:
        if lowered.startswith(magic.lower()):
            raise Unreadable(f"it is {kind}, not a DOCX", NOT_A_DOCX)
    raise Unreadable("it is not a DOCX (a DOCX is a zip, and this is none)", NOT_A_DOCX)


def _old_office_file(handle: BinaryIO) -> Unreadable:
    # The names of the streams in the old container, as UTF-16, tell what is in it; they stand anywhere in the file.
    with mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as content:

        def holds(stream: str) -> bool:
            return content.find(stream.encode("utf-16-le"), 0, 256 << 20) >= 0

        if holds("EncryptedPackage"):
            return Unreadable("it is encrypted", "open it, take the password off, and save a copy")
        if holds("WordDocument"):
            return Unreadable("it is an old Word document (.doc), not a DOCX", NOT_A_DOCX)
    return Unreadable("it is an old Office file, not a DOCX", NOT_A_DOCX)


def _entries(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    listed = archive.infolist()
    if not listed:
        raise Unreadable("it is an empty zip", "get the file again")
    if len(listed) > MAX_ENTRIES:
        raise Unreadable(f"it holds more than {MAX_ENTRIES:,} parts", _SAVE_AGAIN)
    entries: dict[str, zipfile.ZipInfo] = {}
    for entry in listed:
        name = entry.filename.replace("\\", "/").lstrip("/").casefold()
        if name in entries:
            # Two programs may each read another one of the two: what was checked would not be what is seen.
            raise Unreadable("it holds two parts of the same name", _SAVE_AGAIN)
        entries[name] = entry
    return entries
