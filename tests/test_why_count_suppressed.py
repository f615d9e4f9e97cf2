"""`scr why-count` where small counts are suppressed: it tells the numbers that a table shows, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest
from scr_coder.problem import ScrError
from scr_coder.tables.guarded_why import SINGLE, protected_why_count
from scr_coder.tables.notebook import Workspace, open_workspace
from scr_coder.tables.protection import Floor, resolve_protection
from scr_coder.tables.request import make_request
from scr_coder.tables.why import TABLE_OF
from scr_coder.tables.workspace_facts import WorkspaceFacts

from building import build, coded, no_match, tag
from commands import refused, scr

NOTE = "Not for publication: these data ask that counts below 5 be suppressed (--allow-disclosure)."


@pytest.fixture(scope="module")
def floored(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """30 reviews: 16 of England, 10 of Wales, 4 of Scotland; C06 in 11, 6 and 2 of them, X02 in 3, F09 in none."""
    where = {f"r{at:02}": {"nation": "england" if at < 16 else "wales" if at < 26 else "scotland"} for at in range(30)}
    said = [coded(f"r{at:02}/1", "amber", tag("C06", "C06.1")) for at in (*range(9), *range(16, 22))]
    said += [coded(f"r{at:02}/1", "amber", tag("C06", "unclear")) for at in (9, 10, 26, 27)]
    said += [coded(f"r{at:02}/1", "amber", "X02") for at in (11, 12, 13)] + [coded(f"r{at:02}/2", "amber", "X02") for at in (11, 11, 12)]
    said += [coded(f"r{at:02}/1", "amber", "C02") for at in (14, 15, 22, 23, 24, 25, 28, 29)]
    said += [no_match(f"r{at:02}/3", "amber", "Housing") for at in range(12)] + [no_match("r00/2", "amber", "Dogs")]
    said += [coded("r00/1", "beech", "C06")]
    root = build(tmp_path_factory.mktemp("floored") / "ws", where, said).root
    with (root / "data" / "workspace.yaml").open("a", encoding="utf-8") as settings:
        settings.write("suppress_below: 5\n")
    return open_workspace(root)


def test_a_number_that_a_table_shows_is_told(floored: Workspace) -> None:
    ran = scr("why-count", "C06", "--json", workspace=floored.root)
    assert (ran.code, ran.json["n"], ran.json["base"], ran.json["percent"]) == (0, 19, 30, 63.3)
    assert len(ran.json["findings"]) == 19
    assert ran.json["notes"] == [
        SINGLE,
        "Some findings were decided on by two or more coders and not reconciled: only what all of them say of it is counted.",
    ]
    assert ran.json["provenance"]["disclosure"] == {"suppress_below": 5, "zeros": "show"}


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        (["X02"], "X02"),  # 3 reviews
        (["X02", "--count", "findings"], "X02"),  # 5 findings of 3 reviews
        (["X"], "X"),
        (["C06", "--by", "nation=scotland"], "C06"),  # 2 of 4
        (["C06", "--by", "nation=wales"], "C06"),  # 6, from which the 2 could be worked out
        (["C06", "--where", "nation=wales"], "C06"),
        (["F09", "--by", "nation=scotland"], "F09"),  # none, of a group of 4
        (["C06", "--why", "C06.1", "--by", "nation=scotland"], "C06.1"),  # none, of 2
        (["C06", "--why", "other", "--by", "nation=scotland"], "C06 other"),  # has no row
        (["C06", "--why", "unclear"], "C06 unclear"),  # 4
        (["X02", "--why", "other"], "X02 other"),  # has no row; none of 3
        (["Dogs"], "Dogs"),  # 1, whose name has no row
        (["C06", "--where", "review=r00"], "C06"),
        (["F09", "--zeros", "suppress"], "F09"),
        (["C02", "--suppress-below", "9"], "C02"),  # 8
    ],
)
def test_a_number_that_a_table_hides_is_refused_in_one_line(floored: Workspace, asked: list[str], name: str) -> None:
    below, hint = ("9", "lower --suppress-below") if "9" in asked else ("5", "add --allow-disclosure")
    expected = (
        f"{name}: suppressed, as in tables with counts below {below} hidden: its number is small, or a small one could be worked out "
        f"from it (ask of more reviews, or {hint})"
    )
    for json in ([], ["--json"], ["--quotes"]) if asked == ["X02"] else ([],):
        assert refused("why-count", *asked, *json, workspace=floored.root) == expected


def test_what_is_allowed_is_said(floored: Workspace) -> None:
    ran = scr("why-count", "X02", "--allow-disclosure", workspace=floored.root)
    assert ": 3 of 30 reviews (10.0%)" in " ".join(ran.out.split())
    assert NOTE in " ".join(ran.out.split())
    found = scr("why-count", "X02", "--allow-disclosure", "--json", workspace=floored.root).json
    assert (found["n"], found["notes"][0], found["provenance"]["disclosure_allowed"]) == (3, NOTE, True)
    assert found["notes"][1].startswith("1 finding was decided on by two")
    assert "--suppress-below 3 shows more" in refused("why-count", "C06", "--suppress-below", "3", workspace=floored.root)
    assert scr("why-count", "X02", "--suppress-below", "3", "--allow-disclosure", workspace=floored.root).code == 0


def test_without_a_floor_nothing_is_hidden_unless_asked(tmp_path: Path) -> None:
    ws = build(tmp_path / "ws", {f"r{at}": {} for at in range(9)}, [coded(f"r{at}/1", "amber", "C06" if at else "X02") for at in range(9)])
    assert scr("why-count", "X02", "--json", workspace=ws.root).json["n"] == 1
    assert "lower --suppress-below" in refused("why-count", "X02", "--suppress-below", "5", workspace=ws.root)
    assert scr("why-count", "C06", "--suppress-below", "5", "--json", workspace=ws.root).json["n"] == 8
    assert scr("why-count", "F09", "--suppress-below", "5", "--json", workspace=ws.root).json["n"] == 0


@pytest.mark.parametrize("dimension", ["issue", "cause"])
def test_every_cell_is_told_exactly_where_its_table_shows_it(floored: Workspace, dimension: str) -> None:
    facts = WorkspaceFacts(floored)
    guard = resolve_protection(Floor(*facts.floor()))
    table = floored.table(TABLE_OF[dimension], by="nation")
    keys = 2 if dimension == "cause" else 1
    told = 0
    wanted = [(at, row) for at, row in enumerate(table.rows) if row[keys] in ("C06", "C06.1")]
    for at, row in wanted:
        request = make_request("issues", where={"nation": row[0]}, known=facts.known_attributes())
        name, why = (row[1], row[2]) if dimension == "cause" else (row[1], "")
        if at in table.hidden:
            with pytest.raises(ScrError, match="suppressed"):
                protected_why_count(name, request, facts, guard, why)
        else:
            found = protected_why_count(name, request, facts, guard, why)
            assert found.n == row[[c.name for c in table.columns].index("n")]
            told += 1
    assert 0 < told < len(wanted)
