"""Writing to disk so that nothing is ever lost or half-written: atomic replacement, locked and synced appends."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from scr_coder.problem import ScrError

LOCK_TIMEOUT = 10.0
if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 40  # Windows locks bytes: one that no log ever reaches

    def _lock(stream: BinaryIO) -> None:
        stream.seek(_FAR)
        try:
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError from error
        finally:
            stream.seek(0)

    def _unlock(stream: BinaryIO) -> None:
        stream.seek(_FAR)
        with contextlib.suppress(OSError):
            msvcrt.locking(stream.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(stream: BinaryIO) -> None:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(stream: BinaryIO) -> None:
        fcntl.flock(stream.fileno(), fcntl.LOCK_UN)


def sync_directory(folder: Path) -> None:
    """Make the names in ``folder`` durable. A file system that cannot sync a directory is left alone."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_atomic(path: Path, data: str | bytes) -> None:
    """Replace ``path`` by ``data`` (text as UTF-8 with LF) in one step: readers see the old file or the new one.

    Raises ScrError when the place cannot be written; nothing is left behind then.
    """
    raw = data.encode("utf-8") if isinstance(data, str) else data
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(raw)
                stream.flush()
                os.fsync(stream.fileno())
            # mkstemp makes private files: give the new file the mode of the old one, or the usual one.
            temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else usual_mode(0o666))
            temporary.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        sync_directory(path.parent)
    except OSError as error:
        raise ScrError(f"{path} cannot be written: {error.strerror or error}") from error


def check_writable(folder: Path) -> None:
    """Raise ScrError where nothing can be written into ``folder``, before there is anything to write."""
    if not os.access(folder, os.W_OK):
        raise ScrError(f"{folder} cannot be written", "name another folder; nothing was written")


def remove_synced(path: Path) -> None:
    """Delete a file if it is there, and make that durable. Raises ScrError when it cannot be deleted."""
    try:
        path.unlink(missing_ok=True)
        sync_directory(path.parent)
    except OSError as error:
        raise ScrError(f"{path} cannot be deleted: {error.strerror or error}") from error


def usual_mode(wanted: int) -> int:
    """Return the mode that a new file or folder gets here: ``wanted`` less what the umask takes away."""
    mask = os.umask(0)
    os.umask(mask)
    return wanted & ~mask


@contextlib.contextmanager
def locked(path: Path) -> Iterator[BinaryIO]:
    """Open ``path`` for reading and writing with an exclusive lock on it, creating it and its folder if needed.

    Two processes never hold the lock at once; a process that dies gives it up. Raises ScrError when the lock
    cannot be had in `LOCK_TIMEOUT` seconds, or the file cannot be opened.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = _open_locked(path)
    except OSError as error:
        raise ScrError(f"{path} cannot be opened for writing: {error.strerror or error}") from error
    try:
        yield stream
    finally:
        _unlock(stream)
        stream.close()


def _open_locked(path: Path) -> BinaryIO:
    deadline = time.monotonic() + LOCK_TIMEOUT
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
    while True:
        stream = os.fdopen(os.open(path, flags, 0o666), "r+b", buffering=0)
        try:
            _lock(stream)
            # git may have put another file in this place between opening and locking: then the lock is on a ghost.
            if os.path.samestat(os.fstat(stream.fileno()), path.stat()):
                return stream
        except BlockingIOError:
            pass
        except FileNotFoundError:
            pass
        except BaseException:
            stream.close()
            raise
        stream.close()
        if time.monotonic() > deadline:
            raise ScrError(f"{path} is being written by another program", "wait until it has finished, then try again")
        time.sleep(0.01)


def append_synced(stream: BinaryIO, data: bytes) -> None:
    """Write ``data`` at the end of a locked file and wait until it is on the disk.

    Raises OSError when it cannot all be written; what was written of it is taken back then, so that a full disk
    leaves no torn line behind.
    """
    end = stream.seek(0, os.SEEK_END)
    try:
        view = memoryview(data)
        while view:
            view = view[stream.write(view) :]
        os.fsync(stream.fileno())
    except OSError:
        with contextlib.suppress(OSError):
            stream.truncate(end)
        raise


class Claim:
    """Says that a process works on something. Only one claim on a path is ``held`` at a time; a process that dies loses it.

    Where the place cannot be written, the claim counts as held: it protects from slips, the log's lock protects the log.
    """

    def __init__(self, path: Path) -> None:
        self.held = True
        self._stream: BinaryIO | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._stream = open(path, "ab")  # noqa: SIM115, PTH123  held open until released
            _lock(self._stream)
        except BlockingIOError:
            self.held = False
            self.release()
        except OSError:
            self.release()

    def release(self) -> None:
        """Give the claim up."""
        if self._stream is not None:
            with contextlib.suppress(OSError):
                _unlock(self._stream)
            self._stream.close()
            self._stream = None
