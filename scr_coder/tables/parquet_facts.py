"""Facts from folders that `scr export parquet` wrote: one, or many that are counted together."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

from scr_coder.problem import ScrError
from scr_coder.tables.engine import DuckEngine, Engine, ParquetFile, Rows, read_literal
from scr_coder.tables.exports import AGAIN, Export, exported_attributes, find_exports, joined_notes, version_note, versions_of
from scr_coder.tables.facts import COLUMNS, RELATIONS
from scr_coder.text import count_of

_KEYS = {"areas": 1, "issues": 1, "why": 2, "families": 1}
"""The relations of the taxonomy, and how many columns tell their rows apart: the columns after them say what is meant."""
_TYPES = {"position": "INT64"}
_BREAK = "bring the workspaces to one version of the taxonomy, then export again"


class ParquetFacts:
    """Facts from Parquet files.

    ``where``: a folder, a glob of folders, or several of them; the reviews of all are counted together. A review id that
    stands in two exports is refused, since nobody can tell whether it is one review or two; with ``qualify`` ids are those of
    their export and count as different reviews, named ``leeds/r1``.
    """

    controlled = True

    def __init__(self, where: str | Sequence[str], qualify: bool = False) -> None:
        self.exports = find_exports([where] if isinstance(where, str) else where)
        self.qualify = qualify and len(self.exports) > 1
        self.attributes, self._notes = exported_attributes(self.exports)

    def known_attributes(self) -> list[str]:
        """Return the attributes of the exported schemas."""
        return list(self.attributes.attributes)

    def floor(self) -> tuple[int, str]:
        """Return the strictest of what the workspaces that were exported ask to be suppressed."""
        below = max(export.floor[0] for export in self.exports)
        return below, "suppress" if any(export.floor[1] == "suppress" for export in self.exports) else "show"

    def provenance(self) -> dict[str, Any]:
        """Return the taxonomies that the exports were coded with, all their versions, and how many exports there are."""
        taxonomies = {
            name: {"version": ", ".join(dict.fromkeys(version for version, _ in made)), "sha256": ", ".join(digest for _, digest in made)}
            for name, made in versions_of(self.exports).items()
        }
        return {"taxonomies": taxonomies} | ({"exports": len(self.exports)} if len(self.exports) > 1 else {})

    def load(self, engine: Engine, as_of: str = "") -> list[str]:
        """Make the relations; see `Source`.

        Raises ScrError for ``as_of``, for files that are broken or of another version, for a review id in two exports, and
        for an id of the taxonomies that means something else in another export.
        """
        if as_of:
            raise ScrError("--as-of needs the logs; an export holds the decisions of one moment", "use `scr export parquet --as-of`")
        notes = [*joined_notes(self.exports), *self._notes]
        with _probe(engine) as duck:
            for name in RELATIONS:
                self._check_files(duck, name)
            self._check_reviews(duck)
            taxonomies, told = self._taxonomies(duck)
        files = {
            name: [ParquetFile(export.file(name), f"{export.label}/" if self.qualify else "") for export in self.exports]
            for name in RELATIONS
            if name not in _KEYS
        }
        if taxonomies is None:  # all exports have the same
            engine.parquet(files | {name: [ParquetFile(self.exports[0].file(name))] for name in _KEYS})
        else:
            engine.parquet(files, taxonomies)
        if self.qualify:
            notes.append("Review ids are those of their export; a review that two exports hold counts twice.")
        return notes + told

    def _check_files(self, duck: DuckEngine, name: str) -> None:
        """Raise ScrError for a file that is no Parquet, has other columns, or is not the one that its manifest is of."""
        paths = [export.file(name) for export in self.exports]
        listed = ", ".join(map(read_literal, paths))
        try:
            rows = dict(duck.run(f"select file_name, num_rows from parquet_file_metadata([{listed}])"))
            columns = duck.run(f"select file_name, name, type from parquet_schema([{listed}])")
        except duck.Error as error:
            raise ScrError(f"{name}.parquet cannot be read: {duck.reason(error)}", AGAIN) from error
        for export, path in zip(self.exports, paths, strict=True):
            found = {column: kind for file, column, kind in columns if file == str(path)}
            if any(found.get(column) != _TYPES.get(column, "BYTE_ARRAY") for column in COLUMNS[name]):
                raise ScrError(f"{path} has other columns than this version of scr writes", AGAIN)
            if rows[str(path)] != export.rows[name]:
                counted = count_of(rows[str(path)], "row")
                raise ScrError(f"{path} has {counted} where the manifest beside it says {export.rows[name]:,}", AGAIN)

    def _check_reviews(self, duck: DuckEngine) -> None:
        """Raise ScrError for a review id in two exports."""
        if len(self.exports) == 1 or self.qualify:
            return
        listed = ", ".join(read_literal(export.file("reviews")) for export in self.exports)
        twice = duck.run(
            f"select review, min(filename), max(filename) from read_parquet([{listed}], filename = true) "
            "group by review having count(*) > 1 order by review limit 1"
        )
        if twice:
            review, *files = twice[0]
            one, other = (export.folder for export in self.exports if str(export.file("reviews")) in files)
            message = f"the review `{review}` is in more than one export: {one} and {other}"
            raise ScrError(message, "if they are different reviews, add --qualify; else leave one out")

    def _taxonomies(self, duck: DuckEngine) -> tuple[dict[str, Rows] | None, list[str]]:
        """Return the relations of the taxonomies, joined, with notes; None where all exports have the same."""
        kinds: dict[str, Export] = {}
        for export in self.exports:
            kinds.setdefault(str(sorted((name, made["sha256"]) for name, made in export.taxonomies.items())), export)
        if len(kinds) == 1:
            return None, []
        newest_first = sorted(kinds.values(), key=_versions, reverse=True)
        joined = {name: _join_rows(duck, name, newest_first) for name in _KEYS}
        names = versions_of(self.exports)
        differing = [n for n in names if len({(export.taxonomies.get(n) or {}).get("version") for export in self.exports}) > 1]
        notes = [version_note(self.exports, name) for name in differing]
        known = [_issues(duck, export) for export in newest_first]
        partly = sorted({issue for own in known for issue in own if not all(issue in other for other in known)})
        if partly:
            notes.append(f"Not every version has the issues {', '.join(partly)}: a review coded without them could not show them.")
        return joined, notes


@contextlib.contextmanager
def _probe(engine: Engine) -> Iterator[DuckEngine]:
    """Give a DuckDB to look at files with: the engine itself, or one beside it."""
    if isinstance(engine, DuckEngine):
        yield engine
        return
    duck = DuckEngine()
    try:
        yield duck
    finally:
        duck.close()


def _versions(export: Export) -> list[tuple[str, list[int]]]:
    """Return the versions of the taxonomies as numbers, to sort by."""
    made = sorted(export.taxonomies.items())
    return [(name, [int(part) if part.isdecimal() else 0 for part in one["version"].split(".")]) for name, one in made]


def _issues(duck: DuckEngine, export: Export) -> set[str]:
    return {row[0] for row in duck.run(f"select issue from read_parquet({read_literal(export.file('issues'))})")}


def _join_rows(duck: DuckEngine, name: str, exports: Sequence[Export]) -> Rows:
    """Return the rows of a relation of the taxonomy over exports with different ones, in the order of the first.

    Raises ScrError where the same id means different things.
    """
    keys = _KEYS[name]
    joined: dict[tuple[str, ...], tuple[tuple[str, ...], int, Export]] = {}
    for export in exports:
        for *row, position in duck.run(f"select {', '.join(COLUMNS[name])} from read_parquet({read_literal(export.file(name))})"):
            key, meant = tuple(row[:keys]), tuple(row[keys:])
            known, _, where = joined.setdefault(key, (meant, position, export))
            if known != meant:
                what, one, other = key[-1], *next((a, b) for a, b in zip(known, meant, strict=True) if a != b)
                raise ScrError(f"`{what}` is “{one}” in {where.folder} and “{other}” in {export.folder}", _BREAK)
    ordered = sorted(joined, key=lambda key: (joined[key][1], key))
    return Rows(COLUMNS[name], [(*key, *joined[key][0], at) for at, key in enumerate(ordered)])
