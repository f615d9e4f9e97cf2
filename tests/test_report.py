"""The page of a report: what it says, its numbers and records, and that text in it is text."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
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
from building import tree
from commands import scr
from invented_reviews import CAUSES, ISSUES
from report_pages import make_report, map_numbers, page_of, records, words

# The page ---------------------------------------------------------------------------------------------------------------


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
