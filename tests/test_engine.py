"""The embedded engine: what is made when, how values go in, and what is left of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from scr_coder.tables.engine import DuckEngine, half_of_memory


class Noting(DuckEngine):
    """Keeps what it ran."""

    def __init__(self) -> None:
        super().__init__()
        self.ran: list[str] = []

    def run(self, statement, values=()):  # type: ignore[no-untyped-def]
        found = super().run(statement, values)
        self.ran.append(statement)
        return found

    def made(self) -> list[str]:
        return [statement.split()[5] for statement in self.ran if statement.startswith("create")]


@pytest.fixture
def engine() -> Iterator[Noting]:
    made = Noting()
    yield made
    made.close()


def test_what_is_deferred_is_made_once_when_it_is_named(engine: Noting) -> None:
    engine.later("inner_one", "select 1 as x")
    engine.later("outer_one", "select x + 1 as x from inner_one")
    engine.later("other", "select no such column")
    assert engine.run("select 'inner' -- from other, outer_one\n") == [("inner",)]
    assert engine.made() == [], "a comment, and a part of a name, name nothing"
    assert engine.run("select x from outer_one") == [(2,)]
    assert engine.run("select x from outer_one") == [(2,)]
    assert engine.made() == ["inner_one", "outer_one"]


@pytest.mark.parametrize("way", ["keep", "view", "relation"])
def test_what_is_made_anew_is_not_what_was_deferred(engine: Noting, way: str) -> None:
    engine.later("one", "select 'old' as x")
    if way == "relation":
        engine.relation("one", ("x",), [("new",)])
    else:
        getattr(engine, way)("one", "select 'new' as x")
    assert engine.run("select x from one") == [("new",)]


def test_values_are_never_text_of_a_statement(engine: Noting) -> None:
    odd = """'; drop table x; -- " \\ ?"""
    engine.keep("kept", "select ? as x", [odd])
    engine.relation("made", ("x", "position"), [(odd, 1)])
    assert engine.run("select x from kept where x in (?, ?)", [odd, ""]) == [(odd,)]
    assert engine.run("select * from made") == [(odd, 1)]


def test_half_of_the_memory_is_the_most(engine: Noting) -> None:
    import re

    limit, unit = re.fullmatch(r"([0-9.]+) (GiB|MiB)", engine.run("select current_setting('memory_limit')")[0][0]).groups()  # type: ignore[union-attr]
    assert float(limit) * (1024 if unit == "GiB" else 1) == pytest.approx(half_of_memory(), rel=0.02)
    assert half_of_memory() > 256
