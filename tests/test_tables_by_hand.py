"""The tables of the three shipped reviews, counted by hand from their six logs.

How it was counted: for each log the last line of each finding was written down (finding: issues), then issues were
ticked off review by review. Letters stand for the reviews: j jn15-learning-review (6 findings), l lessons-2018 (16),
t three-reviews-2013 (15). Nothing here was computed by scr_coder.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path

import pytest
from scr_coder import open_workspace
from scr_coder.render.tables import TableFormat, render_table
from scr_coder.tables.notebook import Workspace
from scr_coder.tables.table import Table

from workbooks import as_text

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = Path(__file__).parent / "golden"
IDS = {"j": "jn15-learning-review", "l": "lessons-2018", "t": "three-reviews-2013"}

# The last line of each finding in `expert.jsonl`. `!` marks an excluded finding, `?` no match.
EXPERT = {
    "j": {1: "F09", 2: "X19", 3: "C02 D07", 4: "X14", 5: "G07 F06", 6: "X15"},
    "l": {
        1: "X12", 2: "X17", 3: "X17", 4: "!", 5: "X05", 6: "X08", 7: "X08", 8: "X01", 9: "X09", 10: "F06", 11: "X13",
        12: "X19", 13: "X18", 14: "C01", 15: "X16", 16: "X16",
    },
    "t": {
        1: "X04", 2: "X12", 3: "X03", 4: "E01 X05", 5: "X02", 6: "X11", 7: "C02 D04 F09", 8: "X10", 9: "X11", 10: "X01",
        11: "X06", 12: "X07", 13: "F08 F06 G07", 14: "?", 15: "?",
    },
}  # fmt: skip
# The last line of each finding in `second.jsonl`.
SECOND = {
    "j": {1: "F09", 2: "X19", 3: "X08", 4: "X14", 5: "G07", 6: "X15"},
    "l": {
        1: "X12", 2: "X17", 3: "X17", 4: "X17", 5: "X05", 6: "X08", 7: "X08", 8: "X01", 9: "!", 10: "F06", 11: "X13 X02",
        12: "X19", 13: "X18", 14: "X18", 15: "X16", 16: "X16",
    },
    "t": {
        1: "X04", 2: "X04 X12", 3: "X03", 4: "X05 E01", 5: "X02", 6: "X11", 7: "X09 X08", 8: "X10", 9: "X11", 10: "X01",
        11: "X06", 12: "X07", 13: "F08 F06", 14: "?", 15: "?",
    },
}  # fmt: skip

# Issue: the reviews with at least one finding that has it, read off the lists above. No tag is of positive polarity, so
# every tag counts; the two coders differ in polarity (problem, advice) on several findings, which both count alike.
BY_EXPERT = {
    "C01": "l", "C02": "jt", "D04": "t", "D07": "j", "E01": "t", "F06": "jlt", "F08": "t", "F09": "jt", "G07": "jt",
    "X01": "lt", "X02": "t", "X03": "t", "X04": "t", "X05": "lt", "X06": "t", "X07": "t", "X08": "l", "X09": "l",
    "X10": "t", "X11": "t", "X12": "lt", "X13": "l", "X14": "j", "X15": "j", "X16": "l", "X17": "l", "X18": "l", "X19": "jl",
}  # fmt: skip
BY_SECOND = {
    "E01": "t", "F06": "lt", "F08": "t", "F09": "j", "G07": "j", "X01": "lt", "X02": "lt", "X03": "t", "X04": "t",
    "X05": "lt", "X06": "t", "X07": "t", "X08": "jlt", "X09": "t", "X10": "t", "X11": "t", "X12": "lt", "X13": "l",
    "X14": "j", "X15": "j", "X16": "l", "X17": "l", "X18": "l", "X19": "jl",
}  # fmt: skip
# Nobody has reconciled, so an issue counts where both coders gave it to the same finding. That drops, in j: 3 (C02 D07
# against X08) and F06 of 5; in l: 4 and 9 (one coder excluded), X02 of 11, 14 (C01 against X18); in t: X04 of 2, all of 7,
# G07 of 13. X18 stays in l through 13, X04 in t through 1.
BY_BOTH = {
    "E01": "t", "F06": "lt", "F08": "t", "F09": "j", "G07": "j", "X01": "lt", "X02": "t", "X03": "t", "X04": "t",
    "X05": "lt", "X06": "t", "X07": "t", "X08": "l", "X10": "t", "X11": "t", "X12": "lt", "X13": "l", "X14": "j",
    "X15": "j", "X16": "l", "X17": "l", "X18": "l", "X19": "jl",
}  # fmt: skip
# Either coder: the two lists joined.
BY_ANY = {
    "C01": "l", "C02": "jt", "D04": "t", "D07": "j", "E01": "t", "F06": "jlt", "F08": "t", "F09": "jt", "G07": "jt",
    "X01": "lt", "X02": "lt", "X03": "t", "X04": "t", "X05": "lt", "X06": "t", "X07": "t", "X08": "jlt", "X09": "lt",
    "X10": "t", "X11": "t", "X12": "lt", "X13": "l", "X14": "j", "X15": "j", "X16": "l", "X17": "l", "X18": "l", "X19": "jl",
}  # fmt: skip
LAYERS = {"expert": BY_EXPERT, "second": BY_SECOND, "resolved": BY_BOTH, "any": BY_ANY}

# Findings on which both agree, where an issue has more than one: X19 j2 l12; F06 l10 t13; X01 l8 t10; X05 l5 t4; X08 l6 l7;
# X11 t6 t9; X12 l1 t2; X16 l15 l16; X17 l2 l3.
FINDINGS_BY_BOTH = dict.fromkeys(BY_BOTH, 1) | dict.fromkeys(["X19", "F06", "X01", "X05", "X08", "X11", "X12", "X16", "X17"], 2)

# Area: the reviews of its issues joined. Areas A and B were never found by anyone.
AREAS = {
    "expert": {"C": "jlt", "D": "jt", "E": "t", "F": "jlt", "G": "jt", "X": "jlt"},
    "second": {"E": "t", "F": "jlt", "G": "j", "X": "jlt"},
    "resolved": {"E": "t", "F": "jlt", "G": "j", "X": "jlt"},
    "any": {"C": "jlt", "D": "jt", "E": "t", "F": "jlt", "G": "jt", "X": "jlt"},
}

# Family: from the causes of the tags. Expert: X14.1 role_knowledge (j4); X17.1 relationship_with_family (l3), X08.3
# challenge_hierarchy (l7), X13.2 perception_bias (l11), X19.1 team_relations (l12); X04.1 and X03.1 perception_bias, X03.2
# relationship_with_family, X05.2 info_systems, X11.1 role_knowledge, F06.1 procedure_gap (t). Causes in own words: j1, l14,
# t4, t7. Second: X04.1, X03.2, X11.1, all in t. Both: the same three. Every review has a tag without a cause.
FAMILIES = {
    "expert": {
        "role_knowledge": "jt", "relationship_with_family": "lt", "challenge_hierarchy": "l", "perception_bias": "lt",
        "team_relations": "l", "info_systems": "t", "procedure_gap": "t", "other": "jlt", "not_coded": "jlt",
    },
    "second": {"perception_bias": "t", "relationship_with_family": "t", "role_knowledge": "t", "not_coded": "jlt"},
    # In resolved, coders agree on E01 (t), F09 and X14 (j), X17 on finding 3 (l), and differ on why: only one gives a cause.
    "resolved": {"perception_bias": "t", "relationship_with_family": "t", "role_knowledge": "t", "disagreed": "jlt", "not_coded": "jlt"},
}  # fmt: skip

CANDIDATES = {
    "expert": ["Positive practice: consistent personnel valued by the family", "Positive practice: multi-agency commitment and attendance"],
    "second": [
        "Commitment of agencies to joint working and to engaging the family",
        "Continuity of staff and good relationship with the family",
    ],
}
CANDIDATES["resolved"] = CANDIDATES["any"] = sorted(CANDIDATES["expert"] + CANDIDATES["second"])

# Review: findings, coded, no match, excluded, disagreed, uncoded. Both coders decided every finding of every review. In
# layer `any` a coded finding outweighs the other's exclusion (l4, l9).
COVERAGE = {
    "expert": {"j": (6, 6, 0, 0, 0, 0), "l": (16, 15, 0, 1, 0, 0), "t": (15, 13, 2, 0, 0, 0)},
    "second": {"j": (6, 6, 0, 0, 0, 0), "l": (16, 15, 0, 1, 0, 0), "t": (15, 13, 2, 0, 0, 0)},
    "resolved": {"j": (6, 6, 0, 0, 0, 0), "l": (16, 14, 0, 0, 2, 0), "t": (15, 13, 2, 0, 0, 0)},
    "any": {"j": (6, 6, 0, 0, 0, 0), "l": (16, 16, 0, 0, 0, 0), "t": (15, 13, 2, 0, 0, 0)},
}

EVERY = [*((layer, "") for layer in LAYERS), *((layer, review) for layer in ("expert", "resolved") for review in IDS)]


def counted(name: str, key: str, layer: str, letter: str = "", **options: str) -> dict[str, int]:
    """Return key to n without zeros, over all three reviews or over one: so that it is seen which review counts."""
    where = {"review": IDS[letter]} if letter else None
    table = shipped(name, layer=layer, where=where, **options)
    names = [column.name for column in table.columns]
    rows = [dict(zip(names, row, strict=True)) for row in table.rows]
    return {row[key]: row["n"] for row in rows if row["n"]}


def shipped(name: str, **options: object) -> Table:
    return the_workspace().table(name, **options)


@functools.cache
def the_workspace() -> Workspace:
    return open_workspace(ROOT)


def expected(sets: dict[str, str], letter: str) -> dict[str, int]:
    return {key: 1 for key, reviews in sets.items() if letter in reviews} if letter else {key: len(r) for key, r in sets.items()}


def test_the_lists_above_were_read_off_without_a_slip() -> None:
    """The sets of issues follow from the lists of findings."""
    for coder, sets in ((EXPERT, BY_EXPERT), (SECOND, BY_SECOND)):
        read_off: dict[str, set[str]] = {}
        for review, findings in coder.items():
            for issues in findings.values():
                for issue in issues.replace("!", "").replace("?", "").split():
                    read_off.setdefault(issue, set()).add(review)
        assert {issue: "".join(sorted(reviews)) for issue, reviews in sorted(read_off.items())} == sets


@pytest.mark.parametrize(("layer", "review"), EVERY)
def test_issues(layer: str, review: str) -> None:
    assert counted("issues", "issue", layer, review) == expected(LAYERS[layer], review)


def test_issues_by_findings() -> None:
    assert counted("issues", "issue", "resolved", count="findings") == FINDINGS_BY_BOTH


@pytest.mark.parametrize(("layer", "review"), EVERY)
def test_areas(layer: str, review: str) -> None:
    assert counted("areas", "area", layer, review) == expected(AREAS[layer], review)


@pytest.mark.parametrize(("layer", "review"), [(layer, review) for layer, review in EVERY if layer in FAMILIES])
def test_families(layer: str, review: str) -> None:
    assert counted("families", "family", layer, review) == expected(FAMILIES[layer], review)


@pytest.mark.parametrize("layer", LAYERS)
def test_candidates_all_stand_in_the_briefing_on_three_reviews(layer: str) -> None:
    assert counted("candidates", "candidate", layer) == dict.fromkeys(CANDIDATES[layer], 1)
    assert counted("candidates", "candidate", layer, "j") == counted("candidates", "candidate", layer, "l") == {}


@pytest.mark.parametrize("layer", LAYERS)
def test_coverage(layer: str) -> None:
    rows = {row[0]: row[1:7] for row in shipped("coverage", layer=layer).rows}
    assert rows == {IDS[letter]: counts for letter, counts in COVERAGE[layer].items()}


def test_the_base_is_three_reviews_and_what_is_not_excluded_of_37_findings() -> None:
    assert [shipped("issues", layer=layer).base for layer in LAYERS] == [3, 3, 3, 3]
    bases = {layer: shipped("issues", layer=layer, count="findings").base for layer in LAYERS}
    assert bases == {"expert": 36, "second": 36, "resolved": 37, "any": 37}


def test_pairs_of_issues() -> None:
    """Ticked off the list of `expert`: j3 C02 D07; j5 F06 G07; t4 E01 X05; t7 C02 D04 F09; t13 F06 F08 G07."""
    within = shipped("cooccurrence", layer="expert", within="finding")
    once = ["C02 D04", "C02 D07", "C02 F09", "D04 F09", "E01 X05", "F06 F08", "F08 G07"]
    assert {f"{row[0]} {row[2]}": row[4] for row in within.rows} == {"F06 G07": 2} | dict.fromkeys(once, 1)
    assert within.rows[0][4:] == (2, 36, 5.6, 0.6667, 12.0)
    rows = {f"{row[0]} {row[2]}": row[4:] for row in shipped("cooccurrence", layer="expert").rows}
    assert rows["C02 F09"] == (2, 3, None, 1.0, 1.5), "both in j and t, neither in l"
    assert rows["F06 F09"] == (2, 3, None, 0.6667, 1.0), "F06 in all three"
    assert "C01 C02" not in rows, "C01 in l, C02 in j and t"


def test_saturation_and_trend() -> None:
    """t (2013) shows 17 issues, l (2018) 8 more, j (undated) 3 more: see the lists above. They show 17, 12 and 8."""
    table = shipped("saturation", layer="expert")
    assert [row[:3] for row in table.rows] == [(1, 17, 17), (2, 8, 25), (3, 3, 28)]
    assert [(row[4], row[5]) for row in table.rows] == [(8, 17), (18, 25), (28, 28)], "pairs: j t 20, j l 18, l t 25"
    trend = shipped("trend", layer="expert")
    assert [row[2:5] for row in trend.rows if row[0] == "F06"] == [("2013", 1, 1), ("2018", 1, 1)]
    assert [row[2:5] for row in trend.rows if row[0] == "G07"] == [("2013", 1, 1), ("2018", 0, 1)]


def test_every_issue_that_can_be_coded_has_a_row() -> None:
    """44 slots of the map without G03 and G05, and 19 issues of practice."""
    assert len(shipped("issues").rows) == 42 + 19


@pytest.mark.parametrize("output", TableFormat)
def test_golden(output: TableFormat, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole output, byte for byte. `SCR_UPDATE_GOLDEN=1` writes the files again: read the difference before you commit."""
    import duckdb

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    made = render_table(shipped("issues"), output)
    text = made if isinstance(made, str) else as_text(made)
    path = GOLDEN / f"issues.{output.value}.txt"
    neutral = text.replace(f"duckdb {duckdb.__version__}", "duckdb VERSION")
    if os.environ.get("SCR_UPDATE_GOLDEN") == "1":
        assert not os.environ.get("CI"), "golden files are compared in CI, never written"
        path.write_bytes(neutral.encode())
    assert neutral.encode() == path.read_bytes()
