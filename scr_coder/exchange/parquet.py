"""The facts of a workspace as Parquet files: for analysts, for other engines, and for `scr table --from`."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scr_coder.files import check_writable, usual_mode, write_atomic
from scr_coder.problem import ScrError
from scr_coder.tables.counting import OWN_CAUSES
from scr_coder.tables.engine import DuckEngine, marks
from scr_coder.tables.facts import RELATIONS
from scr_coder.tables.parquet_files import write_relations
from scr_coder.tables.workspace_facts import WorkspaceFacts
from scr_coder.taxonomy import Attributes
from scr_coder.text import count_of
from scr_coder.version import VERSION

_OWN_CAUSES = [cause for cause, _ in OWN_CAUSES]


def export_parquet(
    facts: WorkspaceFacts,
    folder: Path,
    as_of: str = "",
    allow_disclosure: bool = False,
    warn: Callable[[str], None] | None = None,
) -> dict[str, int]:
    """Write one Parquet file for each relation, the attribute schema and ``manifest.json`` into ``folder``.

    The folder is made anew in one step; an earlier export in it is replaced, anything else is refused. No finding text
    and no memo is written; candidates and reasons, which coders write freely, are. The same workspace gives the same bytes.
    Return the number of rows of each relation. ``warn`` is told, once the folder is there, what in it is an error of the
    workspace, as far as what is read for an export shows it.

    An export holds single reviews. Where the workspace asks that small counts be suppressed it is refused without
    ``allow_disclosure``; what is asked goes with it, so that tables made from it are suppressed as those of the workspace.
    """
    below, _ = facts.floor()
    if below and not allow_disclosure:
        message = f"an export holds single reviews, and this workspace asks that counts below {below} be suppressed"
        raise ScrError(message, "if it stays where the workspace may be read, add --allow-disclosure")
    if folder.exists() and not _is_export(folder):
        raise ScrError(f"{folder} holds something else than an export", "name a new folder; nothing was changed")
    parent = folder.absolute().parent
    if not parent.is_dir():
        raise ScrError(f"the folder of {folder} does not exist", "make it first; nothing was written")
    check_writable(parent)
    try:
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=parent))
    except OSError as error:
        raise ScrError(f"{parent} cannot be written: {error.strerror or error}") from error
    try:
        counts, wrong = _write(facts, made, as_of)
        made.chmod(usual_mode(0o777))
        before = made.with_suffix(".before")
        if folder.exists():
            folder.rename(before)
        made.rename(folder)
        shutil.rmtree(before, ignore_errors=True)
    except OSError as error:
        raise ScrError(f"{folder} cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    if wrong and warn is not None:
        warn(f"{folder} holds errors of the workspace: {', '.join(wrong)} (run `scr check`, then export again)")
    return counts


def _is_export(folder: Path) -> bool:
    """Return whether a folder is empty, or holds what an export holds and nothing else."""
    if not folder.is_dir():
        return False
    names = {path.name for path in folder.iterdir()}
    if not names:
        return True
    try:
        rows = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["rows"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return set(rows) == set(RELATIONS) and names <= {*(f"{name}.parquet" for name in RELATIONS), "manifest.json", "attributes.yaml"}


def _write(facts: WorkspaceFacts, folder: Path, as_of: str) -> tuple[dict[str, int], list[str]]:
    engine = DuckEngine()
    try:
        notes = facts.load(engine, as_of)
        counts = write_relations(engine, folder)
        wrong = [*(note.partition(":")[0] for note in notes), *_errors(engine, facts.attributes)]
    finally:
        engine.close()
    schema = facts.workspace.settings.attributes
    if schema:
        shutil.copyfile(facts.workspace.root / schema, folder / "attributes.yaml")
    manifest: dict[str, Any] = {"tool": VERSION, **facts.provenance(), "as_of": as_of, "rows": counts, "notes": notes}
    below, zeros = facts.floor()
    if below:
        manifest["floor"] = {"suppress_below": below, "zeros": zeros}
    write_atomic(folder / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")
    return counts, wrong


def _errors(engine: DuckEngine, attributes: Attributes) -> list[str]:
    """Return what is wrong in relations, of what `scr check` calls errors: so much shows without reading the files again."""
    orphans = "select count(*) from decisions where fits = 'orphan' and state <> 'cleared'"
    foreign = "select count(*) from tags t left join issues i on t.issue = i.issue where i.issue is null"
    causes = (
        "select count(*) from causes c join issues i on c.issue = i.issue left join why w on c.issue = w.issue and c.cause = w.cause "
        f"where w.cause is null and c.cause not in ({marks(_OWN_CAUSES)})"
    )
    values = engine.run("select attribute, value, count(*) from attributes group by attribute, value")
    known = attributes.attributes  # without a schema nothing is wrong
    wrong = sum(n for name, value, n in values if known and (name not in known or attributes.fault(name, value)))
    found = [
        (engine.run(orphans)[0][0], "decision on a finding that is not there", "decisions on findings that are not there"),
        (engine.run(foreign)[0][0], "tag of an unknown issue", "tags of unknown issues"),
        (engine.run(causes, _OWN_CAUSES)[0][0], "cause that its issue does not have", "causes that their issues do not have"),
        (wrong, "wrong attribute of a review", "wrong attributes of reviews"),
    ]
    return [count_of(number, one, many) for number, one, many in found if number]
