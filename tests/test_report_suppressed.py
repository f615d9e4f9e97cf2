"""Suppressed reports: no review is in them, no small count is found by any reader, in no file."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from scr_coder.problem import ScrError
from scr_coder.report.counted import check_proven
from scr_coder.tables.notebook import Workspace
from scr_coder.tables.request import make_request
from scr_coder.tables.tabulate import tabulate_request
from scr_coder.tables.workspace_facts import WorkspaceFacts

from attack import Attack, Rule
from building import tree
from commands import refused, scr
from invented_reviews import ISSUES, NATIONS, invented
from report_pages import BELOW, OPEN, counted, make_report, map_numbers, page_of, table_rows, words
from workbooks import read_book


def test_no_single_review_is_in_a_suppressed_report(workspace: Workspace, hushed: Path) -> None:
    for name, data in tree(hushed).items():
        for single in (b"invented-", b"amber", b"HYPERLINK"):
            assert single not in data, name
    cells = [value for sheet in read_book((hushed / "tables.xlsx").read_bytes()).sheets for value in sheet.cells.values()]
    assert not any("invented-" in str(value) or "HYPERLINK" in str(value) for value in cells)
    page = page_of(hushed)
    assert page.xpath("//script[@id='records']|//*[@id='findings']|//*[@data-link]|//*[@data-r]|//*[@data-attribute]") == []
    assert "files" not in json.loads((hushed / "manifest.json").read_text())["inputs"]
    assert "could be counted again" in words(page.get_element_by_id("no-filters"))
    assert len(page.xpath("//*[@id='issue-C02']")) == 1
    assert all(issue in ISSUES or n == "0" for issue, n in ((name[7:], n) for name, (n, _) in map_numbers(page).items()) if len(issue) == 3)


def attacked(page: Any, truth: dict[frozenset[tuple[str, str]], int]) -> tuple[Attack, dict[frozenset[tuple[str, str]], int | None]]:
    """Return a reader of the page: what it shows, under which conditions, and the rules that all know."""
    shown: dict[frozenset[tuple[str, str]], int | None] = {}

    def see(n: int | None, **conditions: str) -> None:
        cell = frozenset(conditions.items())
        assert cell in truth, conditions
        assert shown.setdefault(cell, n) == n, f"{conditions} is shown in one place and hidden in another"

    for name, (n, base) in map_numbers(page).items():
        issue = re.fullmatch(r"behind-([A-Z]\d\d)", name)
        area = re.fullmatch(r"behind-([A-Z])", name)
        if issue or area:
            see(counted(base))
            see(counted(n), **({"issue": issue[1]} if issue else {"area": area[1]}))  # type: ignore[index]
    for row in table_rows(page, "issues"):
        see(counted(row["n"]), issue=row["Issue"])
    for by, title in (("nation", "issues-by-nation"), ("review_type", "issues-by-review-type")):
        for row in table_rows(page, title):
            for head, cell in [*row.items()][2:]:
                see(counted(cell), issue=row["Issue"], **{by: LABELS[head.partition(" (N")[0]]})
        for row in table_rows(page, f"crosstab-area-{by.replace('_', '-')}"):
            for head, cell in [*row.items()][1:]:
                value = head.partition(" (N")[0]
                area_of = {} if row["Area"] == "All" else {"area": row["Area"][0]}
                see(counted(cell), **(area_of or {"any": "issue"}), **({} if value == "All" else {by: LABELS[value]}))
                if base := re.search(r"\(N (\d+|\[c\])\)", head):
                    see(counted(base[1]), **({} if value == "All" else {by: LABELS[value]}))
    rules: list[Rule] = []
    for cell in shown:
        for by, values in (("nation", NATIONS), ("review_type", ["scr", "lcspr"])):
            parts = [cell | {(by, value)} for value in values]
            if all(part in shown for part in parts):
                rules.append(([(cell, -1), *((part, 1) for part in parts)], "="))
        for pair in cell:
            wider = [cell - {pair}] + ([cell - {pair} | {("area", pair[1][0])}] if pair[0] == "issue" else [])
            rules += [([(other, 1), (cell, -1)], ">") for other in wider if other in shown]
            if pair[0] == "area":
                inside = [
                    other
                    for other in shown
                    if cell - {pair} < other and dict(other).get("issue", "")[:1] == pair[1] and len(other) == len(cell)
                ]
                rules.append(([*((other, 1) for other in inside), (cell, -1)], ">"))
    return Attack(dict(shown), rules, 0), shown


LABELS = {
    "England": "england",
    "Wales": "wales",
    "Scotland": "scotland",
    "Serious Case Review": "scr",
    "Local Child Safeguarding Practice Review": "lcspr",
}


def true_counts(workspace: Workspace) -> dict[frozenset[tuple[str, str]], int]:
    truth: dict[frozenset[tuple[str, str]], int] = {}
    table = workspace.table("issues")
    truth[frozenset()] = table.base or 0
    truth |= {frozenset({("issue", row[0])}): row[2] for row in table.rows}
    for by in ("nation", "review_type"):
        truth |= {frozenset({(by, row[0]), ("issue", row[1])}): row[3] for row in workspace.table("issues", by=by).rows}
        for area, value, n, base, _ in workspace.table("crosstab", rows="area", cols=by).rows:
            of = set() if value == "(all)" else {(by, value)}
            truth[frozenset(of | ({("any", "issue")} if area == "(all)" else {("area", area)}))] = n
            truth[frozenset(of)] = base
    return truth


def test_no_reader_of_the_page_finds_a_small_count(workspace: Workspace, hushed: Path) -> None:
    truth = true_counts(workspace)
    attack, shown = attacked(page_of(hushed), truth)
    small = [cell for cell in shown if 0 < truth[cell] < 5]
    assert len(small) > 15
    for cell, n in shown.items():
        assert n in (None, truth[cell]), set(cell)
    for cell in small:
        assert shown[cell] is None, set(cell)
        low, high = attack.interval(cell)
        assert low < high, f"{set(cell)} can only be {truth[cell]}"


def test_files_hide_what_the_page_hides(workspace: Workspace, hushed: Path) -> None:
    page = map_numbers(page_of(hushed))
    for name in ("issues", "areas", "causes"):
        for row in csv.DictReader(io.StringIO((hushed / "csv" / f"{name}.csv").read_text())):
            key = row.get("issue") or row["area"]
            if "cause" in row:
                key = row["cause"] if row["cause"].startswith(f"{key}.") else f"{key}-{row['cause']}"
            assert page[f"behind-{key}"][0] == row["n"], key
    kept = [name for name, (n, _) in page.items() if n == "[c]"]
    assert len(kept) > 5
    for name in kept:
        for card in page_of(hushed).xpath("//*[@data-card=$name]", name=name):
            assert card.get("class") == "card kept-back"
            assert words(card.xpath(".//*[@data-share]")[0]) == ""


def test_fewer_reviews_in_all_than_the_threshold(tmp_path: Path) -> None:
    few = invented(tmp_path / "workspace", 4)
    folder = make_report(few.root, tmp_path / "report", "--suppress-below", "5")
    assert {n for n, _ in map_numbers(page_of(folder)).values()} <= {"[c]"}
    assert {base for _, base in map_numbers(page_of(folder)).values()} <= {"[c]", ""}
    assert "Base: [c] reviews." in words(page_of(folder).xpath("//header")[0])
    made = {path.stem for path in (folder / "csv").glob("*.csv")}
    assert {"issues", "areas", "causes"} <= made, "the map is made of these"
    assert not {"families", "coverage", "trend-by-period"} & made


def test_a_report_that_is_not_suppressed_says_so_in_one_line(tmp_path: Path) -> None:
    root = invented(tmp_path / "workspace", 12).root
    scr("export", "parquet", tmp_path / "facts", workspace=root)

    def told(*options: str | Path) -> str:
        ran = scr("report", "--output", tmp_path / "report", *options, workspace=root)
        assert (ran.code, ran.out) == (0, f"written: {tmp_path / 'report'}\n")
        return ran.err

    assert told() == told("--from", tmp_path / "facts") == OPEN
    assert told("--suppress-below", "5") == ""
    settings = root / "data" / "workspace.yaml"
    settings.write_text(settings.read_text() + "suppress_below: 5\n")
    assert told() == ""
    assert told("--allow-disclosure").startswith(BELOW)


def test_a_floor_is_obeyed_and_going_below_it_is_said(workspace: Workspace, tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    floored = invented(root, 12)
    settings = root / "data" / "workspace.yaml"
    settings.write_text(settings.read_text() + "suppress_below: 5\n")
    folder = make_report(floored.root, tmp_path / "report")
    assert page_of(folder).xpath("//*[@id='records']") == []
    assert "--suppress-below 3 shows more than the floor" in refused(
        "report", "--output", tmp_path / "no", "--suppress-below", "3", workspace=root
    )
    open_one = make_report(floored.root, tmp_path / "open", "--allow-disclosure")
    assert "Not for publication" in words(page_of(open_one).xpath("//*[@class='warning']")[0])
    assert "Not for publication" in (open_one / "README.txt").read_text()
    assert json.loads((open_one / "manifest.json").read_text())["disclosure"]["allowed"] is True


@pytest.mark.parametrize("open_counts", [(0, 0), (0, 2)])
def test_a_report_of_which_a_count_may_be_worked_out_is_refused(workspace: Workspace, open_counts: tuple[int, int]) -> None:
    table = tabulate_request(make_request("issues"), WorkspaceFacts(workspace))
    tables = {
        name: replace(table, provenance={**table.provenance, "disclosure": {"unproven": number} if number else {}})
        for name, number in zip(("issues", "trend-by-period"), open_counts, strict=True)
    }
    if not any(open_counts):
        assert check_proven(tables, allow=False) == ""
        return
    with pytest.raises(ScrError) as raised:
        check_proven(tables, allow=False)
    said = "2 suppressed counts may still be worked out, in trend-by-period"
    assert str(raised.value).startswith(f"not for publication: {said} (")
    assert check_proven(tables, allow=True) == f"Not for publication: {said} (--allow-disclosure)."
