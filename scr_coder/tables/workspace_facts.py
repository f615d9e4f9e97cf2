"""Facts from the files of a workspace: YAML by the readers, decision logs by DuckDB, with a cache of what has not changed."""

from __future__ import annotations

import glob
from collections.abc import Callable, Sequence
from typing import Any

from scr_coder.bulk import bulk_reading
from scr_coder.tables.cache import FactsCache
from scr_coder.tables.engine import DuckEngine
from scr_coder.tables.facts import causes_query, load_taxonomies, taxonomies_provenance
from scr_coder.text import count_of, text_hash
from scr_coder.workspace import LogFile, Workspace

Progress = Callable[[int, int], None]

_LINE = (
    "{decided_at: 'VARCHAR', finding: 'VARCHAR', text: 'VARCHAR', state: 'VARCHAR', candidate: 'VARCHAR', "
    "reason: 'VARCHAR', tags: 'STRUCT(issue VARCHAR, role VARCHAR, polarity VARCHAR, causes VARCHAR[], other VARCHAR)[]'}"
)
_HELD = (
    "review varchar, finding varchar, coder varchar, state varchar, decided_at varchar, text varchar, candidate varchar, "
    "reason varchar, tags struct(issue varchar, role varchar, polarity varchar, causes varchar[], other varchar)[]"
)


class WorkspaceFacts:
    """Facts from a workspace. ``progress(done, all)`` is called while many reviews are read for the first time."""

    def __init__(self, workspace: Workspace, progress: Progress | None = None) -> None:
        self.workspace = workspace
        self.taxonomies = workspace.usable_taxonomies()
        self.attributes = workspace.attributes
        self._progress = progress

    def known_attributes(self) -> list[str]:
        """Return the attributes of the workspace's schema."""
        return list(self.attributes.attributes)

    def provenance(self) -> dict[str, Any]:
        """Return the taxonomies with version and digest."""
        return taxonomies_provenance(self.taxonomies)

    def load(self, engine: DuckEngine, as_of: str = "") -> list[str]:
        """Make the relations; see `Source`. Raises ScrError when a review or its findings cannot be read.

        Reviews that have not changed since they were read last come from the cache; ``as_of`` always reads the logs.
        """
        load_taxonomies(engine, self.taxonomies)
        cache = FactsCache(self.workspace)
        changed = cache.open(engine)
        with bulk_reading():
            self._read_reviews(engine, changed)
        logs = [log for review in (self.workspace.review_ids if as_of else changed) for log in self.workspace.logs(review)]
        unreadable = fold_logs(engine, logs, as_of)
        cache.merge(engine, unreadable, keep_decisions=not as_of)
        lines = sum(unreadable.values()) if as_of else cache.unreadable(engine)
        self._views(engine)
        if not lines:
            return []
        return [f"{count_of(lines, 'line of the logs is', 'lines of the logs are')} not readable and left out: run `scr check`."]

    def _read_reviews(self, engine: DuckEngine, review_ids: Sequence[str]) -> None:
        """Make `new_attributes` and `new_findings` of the reviews that are not in the cache."""
        attributes: list[tuple[str, str, str]] = []
        findings: list[tuple[str, str, str]] = []
        for done, review_id in enumerate(review_ids):
            if self._progress is not None and done % 100 == 0:
                self._progress(done, len(review_ids))
            for name, values in self.workspace.review(review_id).attributes.items():
                attributes += [(review_id, name, value) for value in values]
            findings += [(review_id, finding.id, text_hash(finding.text)) for finding in self.workspace.findings(review_id)]
        if self._progress is not None:
            self._progress(len(review_ids), len(review_ids))
        engine.relation("new_attributes", ("review", "attribute", "value"), attributes)
        engine.relation("new_findings", ("review", "finding", "text"), findings)

    @staticmethod
    def _views(engine: DuckEngine) -> None:
        engine.view("decisions", "select review, finding, coder, state, decided_at, candidate, reason, fits from held")
        engine.view(
            "tagged",
            """select review, finding, coder, tag.issue as issue, coalesce(tag.role, 'primary') as role,
                coalesce(tag.polarity, 'problem') as polarity, tag.causes as causes, coalesce(tag.other, '') as other
            from (select review, finding, coder, unnest(tags) as tag from held where state = 'coded')""",
        )
        engine.view("tags", "select review, finding, coder, issue, role, polarity from tagged")
        engine.view(
            "causes",
            causes_query(
                """select review, finding, coder, issue, polarity, unnest(causes) as cause from tagged
                union all
                select review, finding, coder, issue, polarity, 'other' as cause from tagged where other <> ''"""
            ),
        )


def fold_logs(engine: DuckEngine, logs: Sequence[LogFile], as_of: str = "") -> dict[str, int]:
    """Make `new_held`, the last decision of each finding and coder with its tags, of some logs.

    Return how many lines of which review cannot be read. ``as_of`` is a moment as `decided_at` writes it.
    """
    engine.relation("logs", ("filename", "review", "coder"), [(str(log.path), log.review, log.coder) for log in logs])
    engine.run(f"create or replace temp table new_held ({_HELD})")
    if not logs:
        return {}
    engine.run(
        f"create or replace temp table lines as select * from read_json(?, format = 'newline_delimited', columns = {_LINE}, "
        "filename = true, ignore_errors = true, maximum_object_size = 67108864)",
        [[glob.escape(str(log.path)) for log in logs]],
    )
    until = "where decided_at <= ?" if as_of else ""
    engine.run(
        f"""insert into new_held
        select g.review, last.finding, g.coder, last.state, last.decided_at, coalesce(last.text, ''),
            coalesce(last.candidate, ''), coalesce(last.reason, ''), last.tags
        from (
            select filename, finding, max_by(lines, (decided_at, state, tags)) as last
            from lines {until}
            group by filename, finding
        ) as folded
        join logs g using (filename)
        where last.state is not null and last.decided_at is not null and last.finding is not null""",
        [as_of] if as_of else [],
    )
    broken = engine.run(
        """select g.review, count(*) from lines join logs g using (filename)
        where decided_at is null or finding is null or state is null group by g.review"""
    )
    engine.run("drop table lines")
    return dict(broken)
