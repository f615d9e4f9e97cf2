"""What stands around the cells of a suppressed table: notes, coverage, tests, the order of rows. Nothing of it tells a count."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from scr_coder import tabulate
from scr_coder.problem import ScrError
from scr_coder.render.tables import TableFormat, render_table
from scr_coder.tables.notebook import Workspace
from scr_coder.tables.notes import discreet_notes
from scr_coder.tables.suppressing import SuppressionRegister, suppressed_table
from scr_coder.tables.table import Table
from scr_coder.tables.trend_test import holm

from building import Said, build, coded, excluded, no_match, tag
from workbooks import read_book

BANDS = ("unborn", "under_1", "1_to_5", "6_to_10")
T = 5


def invented(root: Path, seed: int, reviews: int = 38) -> Workspace:
    """Invented reviews with small groups, rare issues, candidates, and 1 to 4 of everything that a note counts."""
    chance = random.Random(seed)
    of: dict[str, dict[str, Any]] = {}
    said: list[Said] = []
    for at in range(reviews):
        review = f"r{at:02}"
        year = "not_stated" if at in (3, 17) else chance.choices(["2014", "2015", "2016", "2018"], [9, 10, 10, 2])[0]
        of[review] = {"nation": chance.choices(["england", "wales", "scotland"], [12, 5, 2])[0], "publication_date": year}
        of[review]["age_band"] = chance.choices([*BANDS, "unknown"], [6, 6, 6, 3, 1])[0]
        of[review]["harm_category"] = chance.sample(["neglect", "sudi", "physical_abuse"], chance.randint(1, 2))
        if at in (5, 6):
            continue  # not begun
        for finding in range(1, chance.randint(2, 5)):
            place = f"{review}/{finding}"
            issues = [i for i, p in (("C06", 0.4), ("C02", 0.2), ("F09", 0.15), ("X02", 0.1), ("D07", 0.05)) if chance.random() < p]
            if issues and not issues[1:]:
                said.append(coded(place, "amber", tag(issues[0], *(["C02.1"] if issues == ["C02"] else []))))
            elif issues:
                said.append(coded(place, "amber", tag(issues[0]), tag(issues[1], role="secondary")))
            elif chance.random() < 0.5:
                said.append(no_match(place, "amber", chance.choices(["Housing", "Interpreters", "Dogs", "Travel"], [8, 8, 1, 2])[0]))
            else:
                said.append(excluded(place, "amber"))
    said += [coded(f"{review}/5", "amber", issue) for review, issue in (("r11", "E01"), ("r13", "G07"), ("r14", "G07"), ("r15", "G07"))]
    said += [coded("r00/1", "beech", "C06"), coded("r01/1", "beech", "X02")]
    said += [coded("r08/5", "amber", "C06", stale=True), coded("r09/5", "amber", "C06"), coded("r10/5", "amber", "Z99")]
    return build(root, of, said, {review: 4 if review == "r09" else 5 for review in of})


REQUESTS: list[tuple[str, dict[str, Any]]] = [
    *((name, {}) for name in ("issues", "areas", "causes", "families", "candidates", "coverage", "cooccurrence", "trend", "saturation")),
    *((name, {"by": by}) for name in ("issues", "causes", "candidates", "coverage") for by in ("nation", "publication_year")),
    *((name, {"count": "findings"}) for name in ("issues", "candidates", "cooccurrence", "trend")),
    ("trend", {"by": "age_band"}),
    ("issues", {"by": "harm_category", "ci": True, "sort": "n", "top": 3}),
    ("issues", {"layer": "any", "top": 2}),
    ("crosstab", {"rows": "candidate", "cols": "nation"}),
    ("crosstab", {"rows": "nation", "cols": "publication_year", "sort": "n"}),
]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return invented(tmp_path_factory.mktemp("pages") / "ws", 1)


CONSTANTS = re.compile(r"95%|\(seed 1\)|p \(Holm\)|2\.5%|97\.5%|n/N|below 5|takes 3 periods|fewer than 5")
OF_CELLS = re.compile(
    r"[0-9,]+ (counts?|rows?) (is|are) suppressed\.|[0-9,]+ suppressed counts?|Shown are the first [0-9,]+ of [0-9,]+ rows"
)
"""Numbers in notes that count cells of the table, which everybody sees, or that never change."""


def small_numbers(notes: tuple[str, ...]) -> list[str]:
    """Return the notes with a number from 1 to below the threshold in them, or with one in words."""
    left = [(note, OF_CELLS.sub("", CONSTANTS.sub("", note))) for note in notes]
    return [note for note, rest in left if any(0 < int(n) < T for n in re.findall(r"[0-9]+", rest.replace(",", "")))]


@pytest.mark.parametrize(("name", "options"), REQUESTS)
def test_no_note_has_a_small_number(workspace: Workspace, name: str, options: dict[str, Any]) -> None:
    for zeros in ("show", "suppress"):
        notes = workspace.table(name, **options, suppress_below=T, zeros=zeros).notes
        assert small_numbers(notes) == []
    open_notes = workspace.table(name, **options).notes
    assert small_numbers(open_notes), "the invented reviews have 1 to 4 of everything that notes count"


def test_notes_keep_their_sense_without_their_numbers(workspace: Workspace) -> None:
    trend = workspace.table("trend", suppress_below=T)
    for said in (
        "Reviews with no decision in this layer are not in the base.",
        "Some findings were decided on by two or more coders and not reconciled: only what all of them say of it is counted.",
        "Reviews whose publication year is not stated or has no place in the order are left out.",
        "Some decisions were made on text that has changed since; counted, but look at them again (`scr findings REVIEW --state stale`).",
        "Some decisions are on findings that no longer exist and left out: run `scr check`.",
        "Some tags name issues that are not in the taxonomies and are left out: run `scr check`.",
    ):
        assert said in trend.notes
    assert not [note for note in trend.notes if note.startswith("Few reviews")]
    assert "Reviews without a publication date come last, by id." in workspace.table("saturation", suppress_below=T).notes
    assert workspace.table("trend").telling.keys() < set(workspace.table("trend").notes)


def test_discreet_notes_are_those_that_are_made_with_the_note_and_nothing_else() -> None:
    assert discreet_notes(["a", "b 3", "c 4"], {"b 3": "b", "c 4": ""}) == ["a", "b"]


# Coverage --------------------------------------------------------------------------------------------------------------


def test_coverage_does_not_tell_how_many_findings_a_hidden_candidate_has(tmp_path: Path) -> None:
    """11 without a match, 9 of them on housing: the rest would be those of the name that is left out."""
    said = [no_match(f"r{at}/1", "amber", "Housing") for at in range(9)] + [no_match(f"r{at}/2", "amber", "Dogs") for at in (0, 1)]
    said += [coded(f"r{at}/3", "amber", "C06") for at in range(9)]
    ws = build(tmp_path / "ws", {f"r{at}": {"nation": "wales"} for at in range(9)}, said)
    table = ws.table("candidates", count="findings", suppress_below=T)
    assert [row[:2] for row in table.rows] == [("Housing", 9)]
    expected = {"findings": 27, "coded": None, "no_match": None, "excluded": 0, "disagreed": None, "uncoded": 7}
    assert table.coverage == expected
    for output in TableFormat:
        if output is not TableFormat.XLSX:
            assert "11" not in re.sub(r"[0-9a-f]{16,}|[0-9T:.Z-]{10,}|&#[0-9]+;", "", render_table(table, output).split("<main")[-1])
    assert "Coverage: 27 findings: 20 counted, 0 excluded, 7 uncoded." in render_table(table, TableFormat.TERMINAL, 200)
    coverage = ws.table("coverage", by="nation", suppress_below=T)
    assert [column.name for column in coverage.columns] == ["nation", "findings", "excluded", "uncoded", "percent"]
    assert coverage.rows == (("wales", 27, 0, 7, 74.1),)
    assert ws.table("coverage", by="nation").rows == (("wales", 27, 9, 11, 0, 0, 7, 74.1),)


# Trends ----------------------------------------------------------------------------------------------------------------


def test_periods_are_those_of_their_attribute(workspace: Workspace) -> None:
    """`age_band` is titled "Age band of the index child": in a trend and in issues by it the same count is the same cell."""
    trend, issues = workspace.table("trend", by="age_band"), workspace.table("issues", by="age_band")
    register = SuppressionRegister(T)
    register.add(trend)
    register.add(issues)
    shown = register.suppressed(trend), register.suppressed(issues)
    hidden = {(row[0], row[2]) for at, row in enumerate(shown[0].rows) if at in shown[0].hidden}
    also = {(row[1], row[0]) for at, row in enumerate(shown[1].rows) if at in shown[1].hidden and row[0] in BANDS}
    assert hidden == also
    assert {band for _, band in hidden} <= set(BANDS)
    assert hidden


def with_tests() -> Table:
    """60 reviews in three years; C06 and X02 are never small, D07 is, and has by far the least p."""
    import pandas as pd

    counts = {"C06": (6, 9, 13), "X02": (12, 10, 9), "F09": (10, 9, 9), "D07": (1, 8, 17)}
    tags = [
        {"review": f"{year}-{at:02}", "finding": "1", "issue": issue}
        for issue, found in counts.items()
        for year, n in zip((2014, 2015, 2016), found, strict=True)
        for at in range(n)
    ]
    reviews = [{"review": f"{year}-{at:02}", "publication_year": year} for year in (2014, 2015, 2016) for at in range(20)]
    return tabulate("trend", tags=pd.DataFrame(tags), reviews=pd.DataFrame(reviews))


def test_a_trend_is_told_in_no_row_of_an_issue_of_which_a_count_is_hidden() -> None:
    table = with_tests()
    names = [column.name for column in table.columns]
    z, p, corrected, direction, test = (names.index(name) for name in ("z", "p", "p_holm", "direction", "test"))
    before = {row[0]: row for row in table.rows}
    assert before["D07"][p] < min(before[issue][p] for issue in ("C06", "X02", "F09"))
    found = suppressed_table(table, T)
    rows = [row for row in found.rows if row[0] == "D07"]
    assert [row[names.index("n")] for row in rows] == [None, None, 17]
    for row in rows:
        assert (row[z], row[p], row[corrected], row[direction], row[test]) == (None, None, None, "not_tested", "none")
    assert [note for note in found.notes if note.startswith("A trend is not told where one of its counts is suppressed")]
    wide = render_table(found, TableFormat.CSV, wide=True).splitlines()
    row = next(line for line in wide if line.startswith("D07"))
    assert row.split(",")[-7:-2] == ["[c]", "[c]", "[c]", "not_tested", "none"]


def test_the_correction_of_other_issues_does_not_tell_of_a_hidden_one() -> None:
    """Holm of C06 depends on D07, which has the least p: told is what follows from the others alone, never less."""
    table = with_tests()
    names = [column.name for column in table.columns]
    p, corrected = names.index("p"), names.index("p_holm")
    before = {row[0]: row for row in table.rows}
    found = {row[0]: row for row in suppressed_table(table, T).rows}
    shown = ("C06", "X02", "F09")
    values = [before[issue][p] for issue in shown]
    assert [found[issue][p] for issue in shown] == values
    assert [found[issue][corrected] for issue in shown] == [float(f"{a:.4g}") for a in holm(values, 4)]
    assert found["C06"][corrected] > before["C06"][corrected]
    assert all(found[issue][corrected] >= before[issue][corrected] for issue in shown)


def test_holm_of_some_of_the_tests() -> None:
    """Of 5 tests 0.01 and 0.02 are told: 5 × 0.01, 4 × 0.02."""
    assert holm([0.02, 0.01], 5) == pytest.approx([0.08, 0.05])
    assert holm([0.02, 0.01]) == pytest.approx([0.02, 0.02])


# Pairs, candidates, order ------------------------------------------------------------------------------------------------


def test_jaccard_and_lift_do_not_tell_the_hidden_count_of_an_issue(tmp_path: Path) -> None:
    """In Wales C06 has 8, to protect the 3 of Scotland; the pair with X02 has 6 there, and its Jaccard would tell the 8."""
    where = {f"r{at:02}": {"nation": "england" if at < 20 else "wales" if at < 32 else "scotland"} for at in range(44)}
    said = [coded(f"r{at:02}/1", "amber", "C06") for at in (*range(15), *range(20, 28), *range(32, 35))]
    said += [coded(f"r{at:02}/2", "amber", "X02") for at in (*range(15), *range(22, 32), *range(35, 44))]
    ws = build(tmp_path / "ws", where, said)
    issues, pairs = ws.table("issues", by="nation"), ws.table("cooccurrence", where={"nation": "wales"})
    register = SuppressionRegister(T)
    register.add(issues)
    register.add(pairs)
    hidden = register.suppressed(issues)
    assert {(hidden.rows[at][0], hidden.rows[at][1]) for at in hidden.hidden} >= {("wales", "C06"), ("scotland", "C06")}
    (row,) = register.suppressed(pairs).rows
    assert row[4:] == (6, 12, None, None, None)
    assert suppressed_table(pairs, T).rows[0][-2:] == (0.5, 0.9)


def test_rows_that_stand_only_where_something_was_found_do_not_tell_it_where_zeros_are_suppressed(workspace: Workspace) -> None:
    shown = workspace.table("cooccurrence", suppress_below=T)
    assert shown.hidden
    suppressed = workspace.table("cooccurrence", suppress_below=T, zeros="suppress")
    assert suppressed.rows == tuple(row for at, row in enumerate(shown.rows) if at not in shown.hidden)
    assert suppressed.rows == workspace.table("cooccurrence", suppress_below=T, zeros="suppress", all_pairs=True).rows
    said = "Rows that stand only where something was found are left out where all their counts are suppressed."
    assert said in suppressed.notes
    causes = workspace.table("causes", suppress_below=T, zeros="suppress")
    assert not [row for at, row in enumerate(causes.rows) if at in causes.hidden and row[1] in ("unclear", "other", "not_coded")]


def test_the_order_of_candidates_does_not_tell_of_hidden_counts(tmp_path: Path) -> None:
    """Reviews in all: Zoo 13, Alpha 12, Beta 16. Of sudi Zoo and Alpha have 2 and Beta has 6; r19 is of both kinds."""
    kinds = {f"r{at:02}": {"harm_category": ["sudi"] if at < 8 else ["neglect"]} for at in range(20)}
    kinds["r19"] = {"harm_category": ["neglect", "sudi"]}
    said = [no_match(f"r{at:02}/1", "amber", "Zoo") for at in (0, *range(8, 20))]
    said += [no_match(f"r{at:02}/2", "amber", "Alpha") for at in (0, 1, *range(8, 18))]
    said += [no_match(f"r{at:02}/3", "amber", "Beta") for at in (*range(6), *range(8, 18))]
    ws = build(tmp_path / "ws", kinds, said)
    assert [row[1] for row in ws.table("candidates", by="harm_category").rows][:3] == ["Beta", "Zoo", "Alpha"]
    table = ws.table("candidates", by="harm_category", suppress_below=T)
    assert [row[1] for row in table.rows] == ["Beta", "Alpha", "Zoo"] * 2
    assert table.frame["candidate"].cat.categories.tolist() == ["Beta", "Alpha", "Zoo"]
    for options in ({"sort": "n"}, {"top": 3}, {"sort": "percent"}):
        sorted_table = ws.table("candidates", by="harm_category", suppress_below=T, **options)
        assert [row[1] for row in sorted_table.rows][:3] == ["Beta", "Alpha", "Zoo"]


def test_hidden_rows_come_before_zeros_and_are_not_said_to_be_equal(workspace: Workspace) -> None:
    """Sorted by n: those above zero, the hidden ones in the order of the taxonomy, the zeros. `--top` may end among the hidden."""
    truth = {row[0]: row[2] for row in workspace.table("issues").rows}
    table = workspace.table("issues", suppress_below=T, sort="n")
    shown = sum(1 for row in table.rows if row[2])
    small = [issue for issue in workspace.taxonomies.issues if 0 < truth.get(issue, 0) < T]
    assert [row[0] for row in table.rows][shown : shown + len(small)] == small
    assert shown == 4
    assert small == ["E01", "G07", "X02"]
    assert {row[2] for row in table.rows[shown + 3 :]} == {0}
    for top, tied in ((shown + 1, False), (shown + 2, False), (shown + 3, False), (shown + 4, True)):
        found = workspace.table("issues", suppress_below=T, top=top)
        (note,) = [note for note in found.notes if note.startswith("Shown are the first")]
        assert note == f"Shown are the first {top} of 61 rows." + (
            " Some of those left out are equal to the last one shown." if tied else ""
        )


# Every format ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("output", list(TableFormat))
def test_no_format_shows_a_hidden_count(workspace: Workspace, output: TableFormat) -> None:
    """Two tables of which every shown number is known: what is printed holds nothing else."""
    for options in ({"by": "nation"}, {"ci": True}):
        table = workspace.table("issues", **options, suppress_below=T)
        allowed = {str(v) for row in table.rows for v in row if v is not None} | {str(v) for v in table.bases.values()}
        truth = workspace.table("issues", **options)
        n = [column.name for column in truth.columns].index("n")
        key = slice(0, n)
        hidden = {row[key]: row for at, row in enumerate(table.rows) if at in table.hidden}
        assert len(hidden) > 2
        shown = render_table(table, output, 200)
        if isinstance(shown, bytes):
            book = read_book(shown)
            for sheet in book.sheets:
                found = {str(value) for value in sheet.cells.values() if isinstance(value, (int, float))}
                assert found <= allowed | {str(float(v)) for v in allowed if v.isdecimal()} | {str(int(float(v))) for v in found}
        if output is TableFormat.JSON:
            for row in json.loads(shown)["rows"]:
                assert row["suppressed"] is (row["n"] is None)
        if output is TableFormat.CSV:
            for line in str(shown).splitlines()[1:]:
                if line.split(",")[: 1 + ("by" in options)] in [list(map(str, k[: 1 + ("by" in options)])) for k in hidden]:
                    assert "[c]" in line


def test_the_python_face_for_frames_takes_the_same_options() -> None:
    import pandas as pd

    tags = pd.DataFrame([{"review": f"r{at}", "finding": "1", "issue": "C06" if at else "X02"} for at in range(9)])
    table = tabulate("issues", tags=tags, suppress_below=T, zeros="show", allow_disclosure=True)
    frame = table.frame.set_index("issue")
    assert {name: str(frame[name].dtype) for name in ("n", "base", "percent")} == {"n": "Int64", "base": "int64", "percent": "float64"}
    assert frame["n"].isna()["X02"]
    assert frame["n"]["C06"] == 8
    whole = tabulate("issues", tags=tags[:3], suppress_below=T).frame
    assert {str(whole[name].dtype) for name in ("n", "base")} == {"Int64"}
    assert whole["base"].isna().all()
    with pytest.raises(ScrError, match="--zeros says nothing"):
        tabulate("issues", tags=tags, zeros="show", allow_disclosure=True)
