"""Facts from the files of a workspace: YAML by the readers, decision logs by DuckDB, with a cache of what has not changed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import Any

from scr_coder.bulk import bulk_reading
from scr_coder.review.quick import quick_findings
from scr_coder.tables.cache import FactsCache
from scr_coder.tables.engine import DuckEngine
from scr_coder.tables.facts import causes_query, load_taxonomies, taxonomies_provenance
from scr_coder.tables.fold import fold_logs
from scr_coder.text import count_of, text_hash
from scr_coder.workspace import Workspace

Progress = Callable[[int, int], None]


class WorkspaceFacts:
    """Facts from a workspace. ``progress(done, all)`` is called while many reviews are read for the first time."""

    controlled = True

    def __init__(self, workspace: Workspace, progress: Progress | None = None) -> None:
        self.workspace = workspace
        self.taxonomies = workspace.usable_taxonomies()
        self.attributes = workspace.attributes
        self._progress = progress

    def floor(self) -> tuple[int, str]:
        """Return what ``data/workspace.yaml`` asks to be suppressed."""
        return self.workspace.settings.suppress_below, self.workspace.settings.zeros

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
        unreadable = fold_logs(engine, logs, cache.home, as_of)
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
            findings += [(review_id, *found) for found in self._hashes(review_id)]
        if self._progress is not None:
            self._progress(len(review_ids), len(review_ids))
        engine.relation("new_attributes", ("review", "attribute", "value"), attributes)
        engine.relation("new_findings", ("review", "finding", "text"), findings)

    def _hashes(self, review_id: str) -> list[tuple[str, str]]:
        """Return (id, text hash) of each finding of a review."""
        with contextlib.suppress(OSError):
            quick = quick_findings((self.workspace.reviews_folder / review_id / "findings.yaml").read_bytes())
            if quick is not None:
                return quick
        return [(finding.id, text_hash(finding.text)) for finding in self.workspace.findings(review_id)]

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
