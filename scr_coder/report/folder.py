"""The folder of a report, made in one step."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from scr_coder.files import check_writable, sync_directory, usual_mode
from scr_coder.problem import ScrError
from scr_coder.report.manifest import KIND, MANIFEST


def check_folder(folder: Path) -> None:
    """Raise ScrError where a report cannot be written: something else is there, or no folder to write it in."""
    if (folder.exists() or folder.is_symlink()) and not _is_report(folder):
        raise ScrError(f"{folder} holds something else than a report", "name a new folder; nothing was changed")
    parent = folder.absolute().parent
    if not parent.is_dir():
        raise ScrError(f"the folder of {folder} does not exist", "make it first; nothing was written")
    check_writable(parent)


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files of a report, by their names in ``folder``, in one step; an earlier report in it is replaced.

    Raises ScrError as `check_folder`, and when the disk refuses; the earlier report is still there then.
    """
    check_folder(folder)
    parent = folder.absolute().parent
    made: Path | None = None
    try:
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=parent))
        for name, data in files.items():
            path = made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        made.chmod(usual_mode(0o777))
        before = made.with_name(made.name + ".before")
        if folder.exists():
            folder.rename(before)
        try:
            made.rename(folder)
        except OSError:
            if before.exists():
                before.rename(folder)
            raise
        shutil.rmtree(before, ignore_errors=True)
        sync_directory(parent)
    except OSError as error:
        raise ScrError(f"{folder} cannot be written: {error.strerror or error}") from error
    finally:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)


def _is_report(folder: Path) -> bool:
    """Return whether a folder is empty, or holds what a report holds and nothing else."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    if not names:
        return not any(folder.iterdir())
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return bool(manifest["kind"] == KIND and names <= {MANIFEST, *manifest["outputs"]})
    except (OSError, ValueError, KeyError, TypeError):
        return False
