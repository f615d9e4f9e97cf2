"""Facts from folders that `scr export parquet` wrote."""

from __future__ import annotations

import glob
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from scr_coder.problem import ScrError
from scr_coder.tables.disclosure import ZEROS
from scr_coder.tables.engine import DuckEngine, read_literal
from scr_coder.tables.facts import RELATIONS
from scr_coder.taxonomy import Attributes, read_attributes

_KEYS = {"areas": "area", "issues": "issue", "why": "issue, cause", "families": "family"}
"""The relations that every export holds alike, and what tells their rows apart."""


class ParquetFacts:
    """Facts from Parquet files. ``where`` is one folder, or a glob of folders whose reviews are counted together."""

    controlled = True

    def __init__(self, where: str) -> None:
        single = Path(where)
        matching = [single] if single.is_dir() else map(Path, sorted(glob.glob(where)))  # noqa: PTH207  it may begin at the root
        folders = [folder for folder in matching if folder.is_dir()]
        if not folders:
            raise ScrError(f"--from {where}: no such folder", "name a folder that `scr export parquet` wrote, or a glob of them")
        for folder in folders:
            missing = [name for name in (*(f"{n}.parquet" for n in RELATIONS), "manifest.json") if not (folder / name).is_file()]
            if missing:
                raise ScrError(f"{folder} has no {missing[0]}", "name a folder that `scr export parquet` wrote")
        self.folders = folders
        self.attributes = _exported_schema(folders)

    def known_attributes(self) -> list[str]:
        """Return the attributes of the exported schema."""
        return list(self.attributes.attributes)

    def floor(self) -> tuple[int, str]:
        """Return the strictest of what the workspaces that were exported ask to be suppressed."""
        floors = [floor for _, _, floor in self._manifests()]
        return max(below for below, _ in floors), "suppress" if any(zeros == "suppress" for _, zeros in floors) else "show"

    def _manifests(self) -> Iterator[tuple[Path, dict[str, Any], tuple[int, str]]]:
        """Yield path, contents and floor of each manifest. Raises ScrError for a broken one."""
        for folder in self.folders:
            path = folder / "manifest.json"
            try:
                manifest = json.loads(path.read_text(encoding="utf-8"))
                floor = manifest.get("floor", {"suppress_below": 0, "zeros": "show"})
                below, zeros = floor["suppress_below"], floor["zeros"]
                if type(below) is not int or below < 0 or zeros not in ZEROS or not isinstance(manifest["taxonomies"], dict):
                    raise ValueError
            except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
                raise ScrError(f"{path} cannot be read", "export again") from error
            yield path, manifest, (below, zeros)

    def provenance(self) -> dict[str, Any]:
        """Return the taxonomies that the exports were coded with. Raises ScrError for a broken manifest."""
        taxonomies: dict[str, Any] = {}
        for _, manifest, _ in self._manifests():
            taxonomies |= manifest["taxonomies"]
        return {"taxonomies": taxonomies}

    def load(self, engine: DuckEngine, as_of: str = "") -> list[str]:
        """Make the relations; see `Source`. Raises ScrError for ``as_of``, for a review in two exports, for broken files."""
        if as_of:
            raise ScrError("--as-of needs the logs; an export holds the decisions of one moment", "use `scr export parquet --as-of`")
        for name in RELATIONS:
            paths = ", ".join(read_literal(folder / f"{name}.parquet") for folder in self.folders)
            key = _KEYS.get(name) if len(self.folders) > 1 else None
            once, order = (f"distinct on ({key})", f" order by {key}, position") if key else ("", "")
            try:
                engine.view(name, f"select {once} * from read_parquet([{paths}]){order}")
            except engine.Error as error:
                raise ScrError(f"{name}.parquet cannot be read: {str(error).splitlines()[0]}", "export again") from error
        twice = engine.run("select review from reviews group by review having count(*) > 1 order by review limit 1")
        if twice:
            raise ScrError(f"the review `{twice[0][0]}` is in more than one export", "give each review one id, then export again")
        return []


def _exported_schema(folders: Sequence[Path]) -> Attributes:
    path = folders[0] / "attributes.yaml"
    attributes = read_attributes(path, str(path))[0] if path.is_file() else None
    return attributes or Attributes("", "", {}, {})
