"""What a report was made from and what it consists of: ``manifest.json``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scr_coder.report.counted import Counted, provenance_of
from scr_coder.tables.facts import Source
from scr_coder.tables.parquet_facts import ParquetFacts
from scr_coder.tables.workspace_facts import WorkspaceFacts
from scr_coder.text import escaped
from scr_coder.workspace import SETTINGS, Workspace

MANIFEST = "manifest.json"
KIND = "scr_coder report"


def manifest_json(counted: Counted, source: Source, command: str, outputs: Mapping[str, bytes]) -> bytes:
    """Return the manifest: command, versions, taxonomies, digests of what was read and of every other file of the report.

    Where counts are suppressed the inputs have one digest together, for their names would tell how many reviews there are.
    """
    provenance = provenance_of(counted)
    inputs = {name: digest(data) for name, data in _inputs(source)}
    together = digest("".join(f"{name} {inputs[name]}\n" for name in sorted(inputs)).encode())
    manifest: dict[str, Any] = {
        "kind": KIND,
        "title": counted.title,
        **({"mark": counted.mark} if counted.mark else {}),
        "command": command,
        "generated": provenance["generated"],
        "tool": provenance["tool"],
        "engine": provenance["engine"],
        "taxonomies": provenance["taxonomies"],
        "layer": counted.request.layer,
        "filters": counted.request.filters(),
        "attributes": list(counted.attributes),
        "disclosure": {
            "suppress_below": counted.protection.threshold,
            "zeros": counted.protection.zeros,
            "allowed": bool(counted.protection.note),
        },
        "inputs": {"sha256": together} | ({} if counted.protection.threshold else {"files": dict(sorted(inputs.items()))}),
        "outputs": {name: {"sha256": digest(data), "bytes": len(data)} for name, data in sorted(outputs.items())},
    }
    return (escaped(json.dumps(manifest, ensure_ascii=False, indent=2)) + "\n").encode()


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes in hex."""
    return hashlib.sha256(data).hexdigest()


def _inputs(source: Source) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each file that the facts come from."""
    if isinstance(source, ParquetFacts):
        for export in source.exports:
            for path in sorted(export.folder.iterdir()):
                if path.is_file():
                    yield f"{export.label}/{path.name}", path.read_bytes()
    elif isinstance(source, WorkspaceFacts):
        workspace = source.workspace
        for path in _files_of(workspace):
            if path.is_file():
                yield workspace.shown(path), path.read_bytes()


def _files_of(workspace: Workspace) -> Iterator[Path]:
    yield workspace.root / SETTINGS
    for name, _ in workspace.settings.taxonomies:
        yield workspace.root / name
    if workspace.settings.attributes:
        yield workspace.root / workspace.settings.attributes
    for review in workspace.review_ids:
        folder = workspace.reviews_folder / review
        yield from (folder / "review.yaml", folder / "findings.yaml")
    for log in workspace.logs():
        yield log.path
