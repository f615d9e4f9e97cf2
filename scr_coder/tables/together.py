"""Many tables over the same facts: loaded once into one engine, and narrowed once for all tables of one scope."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from scr_coder.problem import ScrError
from scr_coder.tables.engine import DuckEngine, Engine
from scr_coder.tables.engines import open_engine
from scr_coder.tables.facts import Source

if TYPE_CHECKING:
    from scr_coder.tables.request import TableRequest

_KEPT = ("decisions", "tags", "causes", "attributes")
"""Relations that every table reads and that sources name as queries: kept, they are worked out once."""


class LoadedFacts:
    """A source whose facts stay loaded, as they stood at ``as_of``. To be used as a source itself; `close` it at the end.

    Raises ScrError as the source does. All that is counted over it shares one engine, so one thing is counted at a time.
    """

    def __init__(self, source: Source, as_of: str = "") -> None:
        self.source = source
        self.attributes = source.attributes
        self.controlled = source.controlled
        self.engine = DuckEngine()
        self._as_of = as_of
        self._scope: object = None
        try:
            self._notes = source.load(self.engine, as_of)
            for name in _KEPT:
                self.engine.keep(f"kept_{name}", f"select * from {name}")
            for name in _KEPT:
                self._rename(name)
        except BaseException:
            self.engine.close()
            raise

    def _rename(self, name: str) -> None:
        try:
            self.engine.view(name, f"select * from kept_{name}")
        except self.engine.Error:  # it is no query, but rows already
            self.engine.run(f"drop table kept_{name}")

    def load(self, engine: Engine, as_of: str = "") -> list[str]:
        """Return the notes of the source; the relations are there. ``engine`` must be its own, ``as_of`` the one it was made with."""
        assert engine is self.engine
        assert as_of == self._as_of
        return list(self._notes)

    def floor(self) -> tuple[int, str]:
        """Return the floor of the source."""
        return self.source.floor()

    def known_attributes(self) -> list[str]:
        """Return the attributes of the source."""
        return self.source.known_attributes()

    def provenance(self) -> dict[str, Any]:
        """Return the provenance of the source."""
        return self.source.provenance()

    def is_narrowed_to(self, request: TableRequest) -> bool:
        """Return whether the relations of the scope and the layer are already those of a request, and note that they are now."""
        wanted = (request.layer, request.polarity, request.splits_polarity(), request.where, request.since, request.until)
        same, self._scope = wanted == self._scope, wanted
        return same

    def forget_scope(self) -> None:
        """Say that somebody has changed the relations of the scope."""
        self._scope = None

    def close(self) -> None:
        """Give the memory back."""
        self.engine.close()


@contextlib.contextmanager
def engine_for(source: Source, engine: Engine | str = "duckdb") -> Iterator[Engine]:
    """Yield the engine in which the facts of a source are counted: that of loaded facts, or ``engine``.

    An engine that is given by name is closed afterwards. Raises ScrError for a name that is none, and where files, memory
    or disk let the engine down while it is used.
    """
    if isinstance(source, LoadedFacts):
        used: Engine = source.engine
    else:
        used = open_engine(engine) if isinstance(engine, str) else engine
    try:
        yield used
    except BaseException as error:
        if isinstance(source, LoadedFacts):
            source.forget_scope()
        if isinstance(error, used.Unusable) and (reason := used.reason(error)):
            raise ScrError(f"the table cannot be counted: {reason}") from error
        raise
    finally:
        if isinstance(engine, str) and not isinstance(source, LoadedFacts):
            used.close()
