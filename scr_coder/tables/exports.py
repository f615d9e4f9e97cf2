"""Folders that `scr export parquet` wrote: which are meant, whether each is whole, and whether they can be counted together."""

from __future__ import annotations

import dataclasses
import filecmp
import glob
import itertools
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from scr_coder.problem import ScrError
from scr_coder.tables.disclosure import ZEROS
from scr_coder.tables.facts import COLUMNS
from scr_coder.taxonomy import Attribute, Attributes, read_attributes
from scr_coder.text import count_of

AGAIN = "export again with `scr export parquet`"
_COUNTED = ("reviews", "findings", "decisions", "tags", "causes")
"""The relations that differ from export to export."""
_NAMED = 5  # of many exports, so many are named in a line


class Export(NamedTuple):
    """One folder with its manifest. ``label`` is what tells it from the others: the part of the path that differs."""

    folder: Path
    label: str
    tool: str
    taxonomies: dict[str, dict[str, str]]
    as_of: str
    rows: dict[str, int]
    notes: tuple[str, ...]
    floor: tuple[int, str] = (0, "show")
    """What its workspace asks to be suppressed: counts below so much (0: none), and whether zeros are shown."""

    def file(self, relation: str) -> Path:
        """Return the file of a relation."""
        return self.folder / f"{relation}.parquet"


def find_exports(where: Sequence[str]) -> list[Export]:
    """Return the exports that folders and globs name, each once, in order.

    Raises ScrError when there is none, when one lacks a file or has a broken manifest, and when two are copies.
    """
    folders: dict[Path, Path] = {}
    for pattern in where:
        single = Path(pattern)
        matching = [single] if single.is_dir() else map(Path, sorted(glob.glob(pattern)))  # noqa: PTH207  it may begin at the root
        found = {folder.resolve(): folder for folder in matching if folder.is_dir()}
        if not found:
            raise ScrError(f"--from {pattern}: no such folder", "name a folder that `scr export parquet` wrote, or a glob of them")
        folders = found | folders
    ordered = sorted(folders.values())
    exports = [_read_export(folder, label) for folder, label in zip(ordered, _labels(ordered), strict=True)]
    _refuse_copies(exports)
    return exports


def exported_attributes(exports: Sequence[Export]) -> tuple[Attributes, list[str]]:
    """Return the attribute schema of the exports, joined where they differ, and a note if they do.

    Raises ScrError for a schema that cannot be read, and where an attribute or a value means something else in another.
    """
    schemas: dict[bytes, tuple[Attributes, Export]] = {}
    for export in exports:
        path = export.folder / "attributes.yaml"
        data = path.read_bytes() if path.is_file() else b""
        if data not in schemas:
            read = read_attributes(path, str(path))[0] if data else Attributes("", "", {}, {})
            if read is None:
                raise ScrError(f"{path} cannot be read", AGAIN)
            schemas[data] = (read, export)
    joined: dict[str, Attribute] = {}
    special: dict[str, str] = {}
    for schema, export in schemas.values():
        for name, attribute in schema.attributes.items():
            if name in joined:
                attribute = _joined(joined[name], attribute, export)
            joined[name] = attribute
        special = {**special, **{value: label for value, label in schema.special.items() if value not in special}}
    first = next(iter(schemas.values()))[0]
    partly = [name for name in joined if any(name not in schema.attributes for schema, _ in schemas.values())]
    notes = [f"Not every export knows the attribute {_listed(partly)}: reviews of the others do not state it."] if partly else []
    return Attributes(first.id, first.version, joined, special), notes


def joined_notes(exports: Sequence[Export]) -> list[str]:
    """Return what a reader must know of the exports: their own notes, and where they are not of one kind."""
    several = len(exports) > 1
    notes = [f"{export.label}: {note}" if several else note for export in exports for note in export.notes]
    shared = Counter(note for export in exports for note in export.notes)
    for note, count in shared.items() if several else ():
        if count == len(exports):  # all say the same: said once
            notes = [note, *(one for one in notes if not one.endswith(f": {note}"))]
    if not several:
        return notes
    empty = [export.label for export in exports if not export.rows["reviews"]]
    if empty:
        notes.append(f"{count_of(len(empty), 'export has', 'exports have')} no review: {_listed(empty)}.")
    moments = Counter(export.as_of for export in exports)
    if len(moments) > 1:
        told = _counted((f"as of {moment}" if moment else "when they were exported", n) for moment, n in sorted(moments.items()))
        notes.append(f"The exports hold the decisions of different moments: {told}.")
    tools = Counter(export.tool for export in exports)
    if len(tools) > 1:
        notes.append(f"The exports were written by different versions of scr_coder: {_counted(sorted(tools.items()))}.")
    return notes


def versions_of(exports: Sequence[Export]) -> dict[str, list[tuple[str, str]]]:
    """Return the (version, digest) pairs of each taxonomy over all exports, each once, in order."""
    found: dict[str, set[tuple[str, str]]] = {}
    for export in exports:
        for name, made in export.taxonomies.items():
            found.setdefault(name, set()).add((made["version"], made["sha256"]))
    return {name: sorted(pairs) for name, pairs in sorted(found.items())}


def version_note(exports: Sequence[Export], name: str) -> str:
    """Return a note on the versions of a taxonomy in the exports."""
    versions = Counter(export.taxonomies[name]["version"] if name in export.taxonomies else "none" for export in exports)
    return f"The exports were coded with different versions of the taxonomy {name}: {_counted(sorted(versions.items()))}."


def _counted(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{what} ({count_of(n, 'export', 'exports')})" for what, n in counts)


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


# One export -------------------------------------------------------------------------------------------------------


def _read_export(folder: Path, label: str) -> Export:
    """Read a manifest. Raises ScrError for a file that is not there and for a manifest that says less than it must."""
    missing = [name for name in (*(f"{n}.parquet" for n in COLUMNS), "manifest.json") if not (folder / name).is_file()]
    if missing:
        hint = "name a folder that `scr export parquet` wrote"
        if any((inside / "manifest.json").is_file() for inside in folder.iterdir() if inside.is_dir()):
            hint = f"there are exports in it: --from '{folder / '*'}'"
        raise ScrError(f"{folder} has no {missing[0]}", hint)
    path = folder / "manifest.json"
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
        taxonomies = {str(n): {key: str(made[key]) for key in ("version", "sha256")} for n, made in read["taxonomies"].items()}
        rows = {name: int(read["rows"][name]) for name in COLUMNS}
        notes = tuple(map(str, read["notes"]))
        return Export(folder, label, str(read["tool"]), taxonomies, str(read["as_of"]), rows, notes, _floor(read))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ScrError(f"{path} cannot be read", AGAIN) from error


def _floor(manifest: dict[str, Any]) -> tuple[int, str]:
    """Return the floor that a manifest carries; none, where its workspace has none. Raises ValueError for what is no floor."""
    floor = manifest.get("floor", {"suppress_below": 0, "zeros": "show"})
    below, zeros = floor["suppress_below"], floor["zeros"]
    if type(below) is not int or below < 0 or zeros not in ZEROS:
        raise ValueError
    return below, zeros


def _labels(folders: Sequence[Path]) -> list[str]:
    """Return what tells folders apart: `leeds` and `york` for `exports/leeds/facts` and `exports/york/facts`."""
    parts = [folder.parts for folder in folders]
    while len({own[:1] for own in parts}) == 1 and all(len(own) > 1 for own in parts):
        parts = [own[1:] for own in parts]
    while len({own[-1:] for own in parts}) == 1 and all(len(own) > 1 for own in parts):
        parts = [own[:-1] for own in parts]
    return ["/".join(own) for own in parts]


def _refuse_copies(exports: Sequence[Export]) -> None:
    """Raise ScrError when two exports hold the same bytes: counting a copy would count everything twice."""
    alike: dict[tuple[int, ...], list[Export]] = {}
    for export in exports:
        if export.rows["reviews"]:
            alike.setdefault(tuple(export.file(name).stat().st_size for name in _COUNTED), []).append(export)
    for group in alike.values():
        for one, other in itertools.combinations(group, 2):
            if all(filecmp.cmp(one.file(name), other.file(name), shallow=False) for name in _COUNTED):
                raise ScrError(f"{one.folder} and {other.folder} hold the same export", "leave one of them out")


def _joined(known: Attribute, other: Attribute, export: Export) -> Attribute:
    """Return an attribute with the values of both. Raises ScrError where they mean different things."""
    if known.type != other.type:
        message = f"the attribute `{known.id}` is of type {known.type} in one export and {other.type} in {export.label}"
        raise ScrError(message, "bring the workspaces to one attribute schema, then export again")
    for value, label in other.values.items():
        if known.values.get(value, label) != label:
            message = f"the value `{value}` of {known.id} is “{known.values[value]}” in one export and “{label}” in {export.label}"
            raise ScrError(message, "bring the workspaces to one attribute schema, then export again")
    return dataclasses.replace(known, values={**known.values, **other.values})
