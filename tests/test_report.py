"""The report: its page, its files, what they say and what they must not say."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import itertools
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from scr_coder.report.inline_svg import inline_svg
from scr_coder.report.overview import level_of
from scr_coder.report.records import safe_json
from scr_coder.tables.notebook import Workspace, open_workspace
from scr_coder.tables.request import make_request
from scr_coder.tables.tabulate import count_table
from scr_coder.tables.together import LoadedFacts
from scr_coder.tables.why import why_count
from scr_coder.tables.workspace_facts import WorkspaceFacts

import small_workspace
from attack import Attack, Rule
from building import build, coded, no_match, tag, tree
from commands import refused, scr
from report_pages import counted, make_report, map_numbers, page_of, records, table_rows, words
from workbooks import read_book

ISSUES = ["C02", "C06", "D04", "F09", "G07", "X02", "X14"]
CAUSES = {"C02": "C02.1", "F09": "F09.1", "X02": "X02.1", "X14": "X14.1"}
NATIONS = ["england", "wales", "scotland"]
POLARITIES = ["problem", "problem", "advice", "positive"]


def invented(root: Path, reviews: int, seed: int = 1) -> Workspace:
    """Invented reviews that two coders coded, agreeing on most; some findings reconciled, some reviews not begun."""
    chance = random.Random(seed)
    attributes, said = {}, []
    for at in range(reviews):
        review = f"invented-{at:02}"
        attributes[review] = {
            "nation": chance.choices(NATIONS, [6, 2, 1])[0],
            "review_type": chance.choice(["scr", "lcspr"]),
            "publication_date": str(2016 + at % 3),
        }
        if at % 9 == 8:
            continue
        for finding in "123":
            issue, polarity = chance.choices(ISSUES, [6, 4, 3, 2, 2, 1, 1])[0], chance.choice(POLARITIES)
            given = [CAUSES[issue]] if issue in CAUSES and chance.random() < 0.6 else []
            other = issue if chance.random() < 0.8 else chance.choice(ISSUES)
            second = polarity if chance.random() < 0.7 else chance.choice(POLARITIES)
            said.append(coded(f"{review}/{finding}", "amber", tag(issue, *given, polarity=polarity)))
            said.append(coded(f"{review}/{finding}", "beech", tag(other, *(given if other == issue else []), polarity=second)))
            if chance.random() < 0.1:
                said.append(coded(f"{review}/{finding}", "consensus", tag(other, polarity=second)))
    said.append(no_match("invented-00/3", "amber", "=HYPERLINK(1)"))
    return build(root, attributes, said)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return invented(tmp_path_factory.mktemp("report") / "workspace", 40, seed=7)  # tables suppressed one by one would give a count away


@pytest.fixture(scope="module")
def whole(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_report(workspace.root, tmp_path_factory.mktemp("whole") / "report")


@pytest.fixture(scope="module")
def hushed(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_report(workspace.root, tmp_path_factory.mktemp("hushed") / "report", "--suppress-below", "5")


# The page ---------------------------------------------------------------------------------------------------------------


def test_files_of_a_report(whole: Path, hushed: Path) -> None:
    names = [name for name in tree(whole) if not name.startswith(("csv/", "charts/"))]
    assert names == ["README.txt", "index.html", "manifest.json", "tables.xlsx"]
    tables = {name.removeprefix("csv/") for name in tree(whole) if name.startswith("csv/")}
    by = ["nation", "review-type"]
    expected = {"issues", "areas", "causes", "families", "candidates", "coverage", "cooccurrence", "trend-by-period", "saturation"}
    expected |= {"crosstab-family-area", *(f"crosstab-area-{name}" for name in by), *(f"issues-by-{name}" for name in by)}
    assert tables == {*(f"{name}.csv" for name in expected), "datapackage.json", "findings.csv"}
    left = {name.removeprefix("csv/") for name in tree(hushed) if name.startswith("csv/")}
    assert tables - left == {"findings.csv", "saturation.csv"}
    assert left <= tables
    heads = [(folder / "csv" / "coverage.csv").read_text().partition(",")[0] for folder in (whole, hushed)]
    assert heads == ["review", "review_type"]


@pytest.mark.parametrize("report", ["whole", "hushed"])
def test_the_page_is_well_made(report: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(report)
    page = page_of(folder)
    assert page.get("lang") == "en-GB"
    assert len(page.xpath("//h1")) == 1
    assert len(page.xpath("//main")) == len(page.xpath("//header")) == len(page.xpath("//footer")) == len(page.xpath("//nav")) == 1
    levels = [int(head.tag[1]) for head in page.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), "no level of heading is skipped"
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for link in page.xpath("//@href"):
        assert link[1:] in ids if link.startswith("#") else (folder / link).is_file(), link
    for reference in page.xpath("//@aria-labelledby|//@for"):
        assert set(reference.split()) <= set(ids), reference
    assert page.xpath("//body/a[1]/@href") == ["#main"]
    for table in page.xpath("//table"):
        assert len(table.xpath("./caption")) == 1
        assert set(table.xpath(".//th/@scope")) == {"col", "row"}
    assert page.xpath("//*[@style]") == []
    assert page.xpath("//form[@id='filters']/@hidden") != []


@pytest.mark.parametrize("report", ["whole", "hushed"])
def test_nothing_comes_from_elsewhere_and_the_policy_names_what_is_there(report: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(report)
    text = (folder / "index.html").read_text(encoding="utf-8")
    assert re.findall(r"https?:|//[a-z]+\.[a-z]|@import|url\((?!#)", text) == []
    page = page_of(folder)
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (style,) = page.xpath("//style")
    (script,) = page.xpath("//script[not(@type)]")
    hashed = [base64.b64encode(hashlib.sha256(part.text.encode()).digest()).decode() for part in (style, script)]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashed[0]}'; script-src 'sha256-{hashed[1]}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def test_the_map_has_the_numbers_of_the_tables(workspace: Workspace, whole: Path) -> None:
    page = page_of(whole)
    expected = {}
    for name in ("issues", "areas", "causes"):
        table = scr("table", name, "--format", "json", workspace=workspace.root).json
        for row in table["rows"]:
            key = row["issue" if "issue" in row else "area"]
            if "cause" in row:
                key = row["cause"] if row["cause"].startswith(f"{key}.") else f"{key}-{row['cause']}"
            expected[f"behind-{key}"] = (str(row["n"]), str(row["base"]))
    assert map_numbers(page) == expected
    assert len(expected) > 200
    shares = {row["issue"]: row["percent"] for row in scr("table", "issues", "--format", "json", workspace=workspace.root).json["rows"]}
    for issue, percent in shares.items():
        (share,) = page.xpath("//*[@id=$id]//*[@data-share]", id=f"issue-{issue}")
        assert words(share) == f"{percent:.1f}%"
        n, base = map(int, expected[f"behind-{issue}"])
        assert page.get_element_by_id(f"issue-{issue}").get("class") == f"card lv{level_of(n, base)}"


@pytest.mark.parametrize(
    ("n", "base", "level"), [(0, 40, 0), (3, 40, 1), (4, 40, 2), (9, 40, 2), (10, 40, 3), (19, 40, 3), (20, 40, 4), (1, 1, 4)]
)
def test_levels_of_heat(n: int, base: int, level: int) -> None:
    assert level_of(n, base) == level


def test_seven_areas_stand_beside_each_other_and_the_rest_below(whole: Path) -> None:
    page = page_of(whole)
    assert page.xpath("//*[@id='map']//section[contains(@class, 'column')]/@id") == [f"area-{area}" for area in "ABCDEFG"]
    assert page.xpath("//*[@id='map']//section[contains(@class, 'band')]/@id") == ["area-X"]


def test_each_number_opens_the_findings_behind_it(workspace: Workspace, whole: Path) -> None:
    page = page_of(whole)
    facts = LoadedFacts(WorkspaceFacts(workspace))
    numbers = map_numbers(page)
    linked = {link.removeprefix("#") for link in page.xpath("//*[@id='map']//@href")}
    assert linked == {name for name, (n, _) in numbers.items() if n != "0"}
    for issue in ISSUES:
        for why in ("", *([CAUSES[issue], "not_coded", "disagreed"] if issue in CAUSES else [])):
            name = f"behind-{issue}" if not why else f"behind-{why}" if "." in why else f"behind-{issue}-{why}"
            expected = why_count(issue, make_request("issues"), facts, why)
            if not expected.n:
                assert name not in linked
                continue
            items = page.xpath("//*[@id=$id]/ul[@class='reviews']/li", id=name)
            found = {(words(item.find("b")), one) for item in items for one in re.findall(r"finding (\w+)", words(item))}
            assert found == {(one.review, one.finding) for one in expected.findings}, name
            assert len(items) == expected.n
    facts.close()
    (item,) = page.xpath("//*[@id='behind-C02']/ul/li[1]")
    assert re.search(r"finding \d( amber: primary, \w+(, WHY C02\.1)?; beech)?", words(item))


def test_texts_of_findings_stand_there_only_when_asked_for(workspace: Workspace, whole: Path, tmp_path: Path) -> None:
    assert b"Invented text" not in b"".join(tree(whole).values())
    quoting = make_report(workspace.root, tmp_path / "report", "--quotes")
    assert "Invented text 1 of invented-03." in [words(quote) for quote in page_of(quoting).xpath("//q")]
    assert b"Invented text" in (quoting / "csv" / "findings.csv").read_bytes()


# The records that the page counts again ---------------------------------------------------------------------------------


def recounted(
    data: Any, layer: str, polarities: list[str], wanted: dict[str, str]
) -> tuple[int, dict[str, int], dict[tuple[str, str], int]]:
    """Count the records as the page's script does: base, issues, causes."""
    choice = sum(1 << at for at, name in enumerate(("problem", "advice", "positive")) if name in polarities)
    (of,) = [one for one in data["layers"] if one["name"] == layer]
    base, issues, causes = (
        0,
        dict.fromkeys((name for name, _ in data["issues"]), 0),
        dict.fromkeys(((data["issues"][i][0], c) for i, c in data["causes"]), 0),
    )
    for review in range(len(data["reviews"])):
        chosen = all(a["ids"].index(wanted[a["name"]]) in a["of"][review] for a in data["attributes"] if a["name"] in wanted)
        if not of["begun"][review] or not chosen:
            continue
        base += 1
        for at, bits in zip(of["issues"][review][::2], of["issues"][review][1::2], strict=True):
            issues[data["issues"][at][0]] += bits >> (choice - 1) & 1
        for at, bits in zip(of["why"][review][::2], of["why"][review][1::2], strict=True):
            issue, cause = data["causes"][at]
            causes[data["issues"][issue][0], cause] += bits >> (choice - 1) & 1
    return base, issues, causes


@pytest.mark.parametrize("layer", ["resolved", "any", "consensus", "amber"])
@pytest.mark.parametrize(
    "polarity", [["problem"], ["positive"], ["problem", "advice"], ["advice", "positive"], ["problem", "advice", "positive"]]
)
def test_records_give_the_numbers_of_tables(workspace: Workspace, whole: Path, layer: str, polarity: list[str]) -> None:
    data = records(page_of(whole))
    loaded = LoadedFacts(WorkspaceFacts(workspace))
    try:
        for where in ({}, {"nation": "wales"}, {"nation": "england", "publication_year": "2017"}):
            options: dict[str, Any] = {"layer": layer, "polarity": polarity, "where": where, "known": loaded.known_attributes()}
            base, issues, causes = recounted(data, layer, polarity, where)
            table = count_table(make_request("issues", **options), loaded)
            assert base == table.base
            assert issues == {row[0]: row[2] for row in table.rows}
            table = count_table(make_request("causes", **options), loaded)
            for issue, cause, _, n, *_ in table.rows:
                if (issue, cause) in causes:  # of those that are no WHY of the taxonomy, the page has what it shows first
                    assert causes[issue, cause] == n, (issue, cause)
    finally:
        loaded.close()


def test_tables_over_one_load_are_those_of_their_own(workspace: Workspace) -> None:
    facts = WorkspaceFacts(workspace)
    loaded = LoadedFacts(facts)
    asked: list[tuple[str, dict[str, Any]]] = [
        ("issues", {}),
        ("crosstab", {"rows": "polarity", "cols": "nation"}),
        ("issues", {"by": "nation", "polarity": "all"}),
        ("families", {"layer": "any"}),
        ("crosstab", {"rows": "area", "cols": "nation", "where": ["nation=wales"]}),
        ("cooccurrence", {"since": "2017"}),
        ("causes", {"count": "findings"}),
        ("candidates", {"layer": "amber"}),
        ("coverage", {}),
    ]
    try:
        for name, options in [*asked, *reversed(asked)]:
            request = make_request(name, known=facts.known_attributes(), **options)
            one, other = count_table(request, loaded), count_table(request, facts)
            assert (one.rows, one.base, one.coverage, one.notes) == (other.rows, other.base, other.coverage, other.notes), name
    finally:
        loaded.close()


def test_a_scope_that_failed_is_not_taken_for_made(workspace: Workspace) -> None:
    loaded = LoadedFacts(WorkspaceFacts(workspace))
    bad = make_request("issues", where=["nation=walles"], known=["nation"])
    try:
        for _ in range(2):
            with pytest.raises(Exception, match="walles"):
                count_table(bad, loaded)
        assert count_table(make_request("issues"), loaded).base == 36
    finally:
        loaded.close()


# Suppression ------------------------------------------------------------------------------------------------------------


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


# Bytes, manifest, folder ------------------------------------------------------------------------------------------------


def test_the_same_inputs_give_the_same_bytes(workspace: Workspace, whole: Path, tmp_path: Path) -> None:
    again = make_report(workspace.root, tmp_path / "again")
    assert tree(again) == tree(whole)
    later = make_report(workspace.root, tmp_path / "later", env={"SOURCE_DATE_EPOCH": "86400"})
    changed = {name for name, data in tree(later).items() if data != tree(whole)[name]}
    assert changed == {"index.html", "manifest.json", "README.txt", "tables.xlsx", "csv/datapackage.json"}
    page = (later / "index.html").read_text().replace("1970-01-02T00:00:00Z", "1970-01-01T00:00:00Z")
    assert page == (whole / "index.html").read_text()


def test_the_manifest_tells_what_was_read_and_written(workspace: Workspace, whole: Path) -> None:
    manifest = json.loads((whole / "manifest.json").read_text())
    assert manifest["kind"] == "scr_coder report"
    assert manifest["command"] == "scr report --output DIR"
    assert set(manifest["taxonomies"]) == {"lipp", "practice"}
    assert manifest["generated"] == "1970-01-01T00:00:00Z"
    files = tree(whole)
    assert set(manifest["outputs"]) == set(files) - {"manifest.json"}
    for name, said in manifest["outputs"].items():
        assert said == {"sha256": hashlib.sha256(files[name]).hexdigest(), "bytes": len(files[name])}
    inputs = manifest["inputs"]["files"]
    assert {"data/workspace.yaml", "taxonomy/lipp.yaml", "taxonomy/attributes.yaml"} <= set(inputs)
    assert "data/reviews/invented-00/codings/beech.jsonl" in inputs
    for name, digest in inputs.items():
        assert digest == hashlib.sha256((workspace.root / name).read_bytes()).hexdigest()


def test_options_stand_in_the_command(workspace: Workspace, tmp_path: Path) -> None:
    given = ["--title", "Two words", "--by", "nation", "--where", "review_type=scr", "--polarity", "all", "--quotes", "--mark", "Draft"]
    folder = make_report(workspace.root, tmp_path / "report", *given)
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["command"] == (
        "scr report --output DIR --title 'Two words' --mark Draft --by nation --polarity all --where review_type=scr --quotes"
    )
    page = page_of(folder)
    assert words(page.xpath("//h1")[0]) == "Two words"
    assert [words(line) for line in page.xpath("//*[@class='warning']")] == ["Draft"]
    assert page.xpath("//*[@id='table-issues-by-review-type']") == []
    data = records(page)
    reviews = [row[0] for row in workspace.table("coverage", where={"review_type": "scr"}).rows]
    assert data["reviews"] == reviews
    assert map_numbers(page)["behind-C02"][0] == str(
        next(r[2] for r in workspace.table("issues", where={"review_type": "scr"}, polarity="all").rows if r[0] == "C02")
    )


def test_an_earlier_report_is_replaced_and_nothing_else(workspace: Workspace, tmp_path: Path) -> None:
    folder = make_report(workspace.root, tmp_path / "report", "--by", "nation")
    assert (folder / "csv" / "issues-by-nation.csv").is_file()
    make_report(workspace.root, folder, "--by", "review_type")
    assert not (folder / "csv" / "issues-by-nation.csv").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["report"]
    (folder / "csv" / "mine.csv").write_text("kept")
    assert "holds something else than a report" in refused("report", "--output", folder, workspace=workspace.root)
    assert (folder / "csv" / "mine.csv").read_text() == "kept"
    (tmp_path / "empty").mkdir()
    make_report(workspace.root, tmp_path / "empty")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--by", "natoin"], "--by: `natoin` is not an attribute (did you mean `nation`?)"),
        (["--where", "nation=northern_ireland"], "there is no review with a decision to report on"),
        (["--since", "2040"], "there is no review with a decision to report on"),
        (["--layer", "cedar"], "there is no layer `cedar`"),
        (["--quotes", "--suppress-below", "5"], "--quotes: where small counts are suppressed a report holds no single findings"),
        (["--zeros", "show"], "--zeros says nothing without a threshold"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(workspace: Workspace, tmp_path: Path, options: list[str], said: str) -> None:
    line = refused("report", "--output", tmp_path / "report", *options, workspace=workspace.root)
    assert line.startswith(said)
    assert list(tmp_path.iterdir()) == []


def test_folders_that_cannot_be(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thing.txt").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "full")
    for name in ("file", "full", "link"):
        assert "holds something else than a report" in refused("report", "--output", tmp_path / name, workspace=workspace.root)
    assert "does not exist (make it first" in refused("report", "--output", tmp_path / "no" / "report", workspace=workspace.root)


def test_a_workspace_without_reviews(tmp_path: Path) -> None:
    empty = build(tmp_path / "workspace", {})
    assert "there is no review with a decision" in refused("report", "--output", tmp_path / "report", workspace=empty.root)


def test_from_an_export(workspace: Workspace, whole: Path, tmp_path: Path) -> None:
    scr("export", "parquet", tmp_path / "facts", workspace=workspace.root)
    folder = make_report(workspace.root, tmp_path / "report", "--from", str(tmp_path / "facts"), "--title", "Invented")
    assert map_numbers(page_of(folder)) == map_numbers(page_of(whole))
    assert "facts/tags.parquet" in json.loads((folder / "manifest.json").read_text())["inputs"]["files"]
    line = refused("report", "--output", tmp_path / "no", "--from", tmp_path / "facts", "--quotes", workspace=workspace.root)
    assert line == "--quotes: an export holds no texts (leave --from out, in the workspace)"


# Text is text -----------------------------------------------------------------------------------------------------------

HOSTILE = "</script><script>alert(1)</script>&amp; {{ 7 * 7 }} {% x %} \"'"


def test_hostile_text_is_shown_and_never_run(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = dict(small_workspace.FILES)
    bad = json.dumps(HOSTILE)
    for name in (small_workspace.MINI_PATH, small_workspace.ATTRIBUTES_PATH):
        text = str(files[name])
        for label in ("First", "Busy", "Casework", "Wales", "Nation"):
            text = re.sub(rf"label: {label}(?=[,\n}}])", lambda _: f"label: {bad}", text)
        files[name] = text
    root = small_workspace.write_files(tmp_path / "workspace", files)
    folder = make_report(root, tmp_path / "report", "--quotes", "--by", "nation", "--title", HOSTILE)
    page = page_of(folder)
    assert len(page.xpath("//script")) == 2
    assert "49" not in words(page.xpath("//h1")[0])
    assert words(page.xpath("//h1")[0]) == HOSTILE
    assert HOSTILE in words(page.xpath("//*[@id='issue-C01']/h4")[0])
    assert records(page)["attributes"][0]["label"] == HOSTILE
    assert records(page)["attributes"][0]["values"] == [HOSTILE]


def test_json_in_a_page_ends_no_script() -> None:
    text = safe_json({"a": "</script><!--\u2028&"})
    assert not re.search("[<>&\u2028]", text)
    assert json.loads(text) == {"a": "</script><!--\u2028&"}


def test_a_picture_stands_in_the_page_without_style_or_links() -> None:
    picture = b"""<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" viewBox="0 0 9 9">
<metadata>x</metadata><style>*{fill:red}</style><script>alert(1)</script>
<defs><clipPath id="p"><path id="q" d="M0 0" onclick="x()"/></clipPath></defs>
<g clip-path="url(#p)" style="fill: #123456; stroke-width: 2; behavior: url(x)"><use xlink:href="#q"/><use href="http://example.org/"/></g></svg>"""
    made = inline_svg(picture, "chart-a", "A < B", "Two & three")
    assert made == (
        '<svg viewBox="0 0 9 9" stroke-linejoin="round" stroke-linecap="butt" role="img" aria-labelledby="chart-a-svg-title" '
        'focusable="false">'
        '<title id="chart-a-svg-title">A &lt; B</title><desc id="chart-a-svg-desc">Two &amp; three</desc>'
        '<defs><clipPath id="chart-a-p"><path id="chart-a-q" d="M0 0"/></clipPath></defs>'
        '<g clip-path="url(#chart-a-p)" fill="#123456" stroke-width="2"><use href="#chart-a-q"/><use/></g></svg>'
    )


def test_a_report_of_the_shipped_workspace(tmp_path: Path) -> None:
    shipped = open_workspace(Path(__file__).resolve().parent.parent)
    folder = make_report(shipped.root, tmp_path / "report", "--layer", "expert")
    numbers = map_numbers(page_of(folder))
    assert numbers["behind-G07"] == ("2", "3")
    assert numbers["behind-C02"] == ("2", "3")
    assert words(page_of(folder).xpath("//*[@id='issue-G07']//*[@data-share]")[0]) == "", "no percentage of three"
