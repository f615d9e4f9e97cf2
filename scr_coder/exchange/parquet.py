"""The facts of a workspace as Parquet files: for analysts, for other engines, and for `scr table --from`."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from scr_coder.files import write_atomic
from scr_coder.problem import ScrError
from scr_coder.tables.engine import DuckEngine, path_literal
from scr_coder.tables.facts import RELATIONS
from scr_coder.tables.workspace_facts import WorkspaceFacts
from scr_coder.version import VERSION

_ORDER = {
    "reviews": "review",
    "attributes": "review, attribute, value",
    "findings": "review, finding",
    "decisions": "review, finding, coder",
    "tags": "review, finding, coder, issue",
    "causes": "review, finding, coder, issue, cause",
    "areas": "position",
    "issues": "position",
    "why": "position",
    "families": "position",
}


def export_parquet(facts: WorkspaceFacts, folder: Path, as_of: str = "") -> dict[str, int]:
    """Write one Parquet file for each relation, the attribute schema and ``manifest.json`` into ``folder``.

    The folder is made anew in one step; an earlier export in it is replaced, anything else is refused. No finding text,
    no memo is written. The same workspace gives the same bytes. Return the number of rows of each relation.
    """
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / "manifest.json").is_file())):
        raise ScrError(f"{folder} is not empty and holds no export", "name a new folder")
    parent = folder.absolute().parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=parent))
    except OSError as error:
        raise ScrError(f"{parent} cannot be written: {error.strerror or error}") from error
    try:
        counts = _write(facts, made, as_of)
        made.chmod(0o755)
        if folder.exists():
            shutil.rmtree(folder)
        made.rename(folder)
    except OSError as error:
        raise ScrError(f"{folder} cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return counts


def _write(facts: WorkspaceFacts, folder: Path, as_of: str) -> dict[str, int]:
    engine = DuckEngine()
    try:
        notes = facts.load(engine, as_of)
        engine.run("set threads = 1")  # one thread writes row groups in order: the same bytes every time
        counts = {}
        for name in RELATIONS:
            target = path_literal(folder / f"{name}.parquet")
            engine.run(f"copy (select * from {name} order by {_ORDER[name]}) to {target} (format parquet, compression zstd)")
            counts[name] = engine.run(f"select count(*) from {name}")[0][0]
    finally:
        engine.close()
    schema = facts.workspace.settings.attributes
    if schema:
        shutil.copyfile(facts.workspace.root / schema, folder / "attributes.yaml")
    manifest: dict[str, Any] = {"tool": VERSION, **facts.provenance(), "as_of": as_of, "rows": counts, "notes": notes}
    write_atomic(folder / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")
    return counts
