"""The relations that everything is counted from, and where they come from: a workspace, Parquet files, DataFrames.

    reviews(review)                                        every review
    attributes(review, attribute, value)                   one row for each value of each attribute
    findings(review, finding, text)                        text is the hash of the finding's text
    decisions(review, finding, coder, state, decided_at, text, candidate, reason)      the ones that hold
    tags(review, finding, coder, issue, role, polarity)
    causes(review, finding, coder, issue, polarity, cause, family)
    areas(area, label, position)   issues(issue, area, label, position)
    why(issue, cause, family, label, position)   families(family, label, position)

All columns are text but ``position``, which orders as the taxonomy does.
"""

from __future__ import annotations

import glob
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar, Protocol

from scr_coder.problem import ScrError
from scr_coder.review import Review
from scr_coder.tables.engine import DuckEngine
from scr_coder.taxonomy import UNCLEAR, Attributes, TaxonomySet
from scr_coder.text import count_of, text_hash
from scr_coder.workspace import LogFile, Workspace

NOT_CODED = "not_coded"
_LINE = (
    "{decided_at: 'VARCHAR', finding: 'VARCHAR', text: 'VARCHAR', state: 'VARCHAR', candidate: 'VARCHAR', "
    "reason: 'VARCHAR', tags: 'STRUCT(issue VARCHAR, role VARCHAR, polarity VARCHAR, causes VARCHAR[], other VARCHAR)[]'}"
)


class Source(Protocol):
    """Where facts come from."""

    attributes: Attributes

    def load(self, engine: DuckEngine, as_of: str = "") -> list[str]:
        """Make the relations in ``engine``; return notes that every table must carry."""

    def known_attributes(self) -> list[str]:
        """Return the attributes that tables can be crossed by."""

    def provenance(self) -> dict[str, Any]:
        """Return what the facts were made from, for the table's provenance."""


def load_taxonomies(engine: DuckEngine, taxonomies: TaxonomySet) -> None:
    """Make areas, issues, why and families, with the rows that the analysts' own values need."""
    areas = [(area.id, area.label, at) for at, area in enumerate(taxonomies.areas.values())]
    engine.relation("areas", ("area", "label", "position"), areas)
    issues = [(i.id, i.area, i.label, at) for at, i in enumerate(taxonomies.issues.values()) if i.status != "placeholder"]
    engine.relation("issues", ("issue", "area", "label", "position"), issues)
    why = [(i.id, c.id, c.family, c.label, at) for at, (i, c) in enumerate(taxonomies.causes.values()) if i.codable]
    engine.relation("why", ("issue", "cause", "family", "label", "position"), why)
    families = [(f.id, f.label, at) for at, f in enumerate(taxonomies.families.values())]
    families += [("other", "Other, in the coder's words", 9002), (NOT_CODED, "Cause not coded", 9003)]
    if UNCLEAR not in taxonomies.families:
        families.append((UNCLEAR, "Unclear", 9001))
    engine.relation("families", ("family", "label", "position"), families)


class WorkspaceFacts:
    """Facts from the files of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.taxonomies = workspace.usable_taxonomies()
        self.attributes = workspace.attributes

    def known_attributes(self) -> list[str]:
        """Return the attributes of the workspace's schema."""
        return list(self.attributes.attributes)

    def provenance(self) -> dict[str, Any]:
        """Return the taxonomies with version and digest."""
        return {"taxonomies": {t.id: {"version": t.version, "sha256": t.digest} for t in self.taxonomies.taxonomies}}

    def load(self, engine: DuckEngine, as_of: str = "") -> list[str]:
        """Make the relations; see `Source`. Raises ScrError when a review or its findings cannot be read."""
        load_taxonomies(engine, self.taxonomies)
        reviews: list[tuple[str]] = []
        findings: list[tuple[str, str, str]] = []
        attributes: list[tuple[str, str, str]] = []
        for review_id in self.workspace.review_ids:
            reviews.append((review_id,))
            attributes += attribute_rows(review_id, self.workspace.review(review_id))
            findings += [(review_id, f.id, text_hash(f.text)) for f in self.workspace.findings(review_id)]
        engine.relation("reviews", ("review",), reviews)
        engine.relation("attributes", ("review", "attribute", "value"), attributes)
        engine.relation("findings", ("review", "finding", "text"), findings)
        unreadable = fold_logs(engine, list(self.workspace.logs()), as_of)
        split_decisions(engine)
        if not unreadable:
            return []
        lines = count_of(unreadable, "line of the logs is", "lines of the logs are")
        return [f"{lines} not readable and left out: run `scr check`."]


def attribute_rows(review_id: str, review: Review) -> Iterable[tuple[str, str, str]]:
    """Yield (review, attribute, value) for every value."""
    for name, values in review.attributes.items():
        yield from ((review_id, name, value) for value in values)


def fold_logs(engine: DuckEngine, logs: Sequence[LogFile], as_of: str) -> int:
    """Make ``held``, the last decision of each finding and coder with its tags; return how many lines cannot be read."""
    engine.relation("logs", ("filename", "review", "coder"), [(str(log.path), log.review, log.coder) for log in logs])
    if not logs:
        engine.run(
            "create or replace temp table held (review varchar, finding varchar, coder varchar, state varchar, "
            "decided_at varchar, text varchar, candidate varchar, reason varchar, tags struct(issue varchar, role varchar, "
            "polarity varchar, causes varchar[], other varchar)[])"
        )
        return 0
    paths = [glob.escape(str(log.path)) for log in logs]
    engine.run(
        f"create or replace temp table lines as select * from read_json(?, format = 'newline_delimited', "
        f"columns = {_LINE}, filename = true, ignore_errors = true, maximum_object_size = 67108864)",
        [paths],
    )
    broken = engine.run("select count(*) from lines where decided_at is null or finding is null or state is null")
    until = "where decided_at <= ?" if as_of else ""
    engine.run(
        f"""create or replace temp table held as
        select g.review, last.finding, g.coder, last.state, last.decided_at, last.text,
            coalesce(last.candidate, '') as candidate, coalesce(last.reason, '') as reason, last.tags
        from (
            select filename, finding, max_by(lines, (decided_at, state, tags)) as last
            from lines {until}
            group by filename, finding
        ) as folded
        join logs g using (filename)
        where last.state is not null and last.decided_at is not null and last.finding is not null""",
        [as_of] if as_of else [],
    )
    engine.run("drop table lines")
    return int(broken[0][0])


def split_decisions(engine: DuckEngine) -> None:
    """Make decisions, tags and causes of ``held``."""
    engine.view("decisions", "select review, finding, coder, state, decided_at, text, candidate, reason from held")
    engine.view(
        "tagged",
        """select review, finding, coder, tag.issue as issue, coalesce(tag.role, 'primary') as role,
            coalesce(tag.polarity, 'problem') as polarity, tag.causes as causes, coalesce(tag.other, '') as other
        from (select review, finding, coder, unnest(tags) as tag from held where state = 'coded')""",
    )
    engine.view("tags", "select review, finding, coder, issue, role, polarity from tagged")
    # `unclear` is the issue's own cause where the map itself prints it.
    engine.view(
        "causes",
        f"""select g.review, g.finding, g.coder, g.issue, g.polarity,
            case when g.cause = '{UNCLEAR}' then coalesce(u.cause, g.cause) else g.cause end as cause,
            case when g.cause in ('{UNCLEAR}', 'other') then g.cause else coalesce(w.family, 'other') end as family
        from (
            select review, finding, coder, issue, polarity, unnest(causes) as cause from tagged
            union all
            select review, finding, coder, issue, polarity, 'other' as cause from tagged where other <> ''
        ) as g
        left join why w on g.issue = w.issue and g.cause = w.cause
        left join why u on g.issue = u.issue and u.family = '{UNCLEAR}'""",
    )


class ParquetFacts:
    """Facts from folders that `scr export parquet` wrote. ``where`` is one folder, or a glob of folders."""

    RELATIONS = ("reviews", "attributes", "findings", "decisions", "tags", "causes", "areas", "issues", "why", "families")
    KEYS: ClassVar[dict[str, str]] = {"areas": "area", "issues": "issue", "why": "issue, cause", "families": "family"}
    """The relations that every export holds alike, and what tells their rows apart."""

    def __init__(self, where: str) -> None:
        single = Path(where)
        matching = [single] if single.is_dir() else map(Path, sorted(glob.glob(where)))  # noqa: PTH207  it may begin at the root
        folders = [folder for folder in matching if folder.is_dir()]
        if not folders:
            raise ScrError(f"--from {where}: no such folder", "name a folder that `scr export parquet` wrote, or a glob of them")
        for folder in folders:
            missing = [name for name in self.RELATIONS if not (folder / f"{name}.parquet").is_file()]
            if missing:
                raise ScrError(f"{folder} has no {missing[0]}.parquet", "name a folder that `scr export parquet` wrote")
        self.folders = folders
        self.attributes = _exported_schema(folders)

    def known_attributes(self) -> list[str]:
        """Return the attributes of the exported schema."""
        return list(self.attributes.attributes)

    def provenance(self) -> dict[str, Any]:
        """Return the taxonomies that the exports were coded with."""
        import json

        taxonomies: dict[str, Any] = {}
        for folder in self.folders:
            taxonomies |= json.loads((folder / "manifest.json").read_text(encoding="utf-8")).get("taxonomies", {})
        return {"taxonomies": taxonomies}

    def load(self, engine: DuckEngine, as_of: str = "") -> list[str]:
        """Make the relations; see `Source`. Raises ScrError for --as-of, and for a review that is in two exports."""
        if as_of:
            raise ScrError("--as-of needs the logs; an export holds the decisions of one moment", "use `scr export parquet --as-of`")
        for name in self.RELATIONS:
            paths = ", ".join("'" + glob.escape(str(f / f"{name}.parquet")).replace("'", "''") + "'" for f in self.folders)
            key = self.KEYS.get(name) if len(self.folders) > 1 else None
            chosen = (
                f"distinct on ({key}) * from read_parquet([{paths}]) order by {key}, position" if key else f"* from read_parquet([{paths}])"
            )
            try:
                engine.view(name, f"select {chosen}")
            except Exception as error:  # duckdb raises its own family of exceptions for broken files
                raise ScrError(f"{name}.parquet cannot be read: {str(error).splitlines()[0]}", "export again") from error
        twice = engine.run("select review from reviews group by review having count(*) > 1 order by review limit 1")
        if twice:
            raise ScrError(f"the review `{twice[0][0]}` is in more than one export", "give each review one id, then export again")
        return []


def _exported_schema(folders: Sequence[Path]) -> Attributes:
    from scr_coder.taxonomy import read_attributes

    path = folders[0] / "attributes.yaml"
    if not path.is_file():
        return Attributes("", "", {}, {})
    attributes, _ = read_attributes(path, str(path))
    return attributes or Attributes("", "", {}, {})
