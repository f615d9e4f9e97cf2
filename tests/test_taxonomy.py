"""The shipped taxonomies: as many issues and causes as were published, each usable by a coder, no sentence copied."""

from __future__ import annotations

import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from scr_coder.taxonomy import Issue, read_attributes, read_taxonomy
from scr_coder.workspace import open_workspace
from scr_coder.yaml_source import Mapping, Node, Scalar, read_yaml

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
MAP = SHARED / "map" / "lipp_map.csv"
SEEDS = sorted((SHARED / "seeds").glob("*.txt"))
TAXONOMIES = open_workspace(ROOT).taxonomies
LIPP, PRACTICE = TAXONOMIES.taxonomies
CODABLE = [issue for issue in TAXONOMIES.issues.values() if issue.codable]
AREAS = {"A": 4, "B": 4, "C": 8, "D": 7, "E": 2, "F": 11, "G": 8}


def test_lipp_has_the_published_areas_and_issues() -> None:
    assert {area.id: len(area.issues) for area in LIPP.areas} == AREAS
    assert [issue.id for issue in LIPP.issues()] == [f"{area}{n:02d}" for area, count in AREAS.items() for n in range(1, count + 1)]
    assert (LIPP.published_areas, LIPP.published_issues) == (7, 44)
    assert (LIPP.id, LIPP.extends, PRACTICE.id, PRACTICE.extends) == ("lipp", "", "practice", "lipp")


def test_lipp_has_62_causes_numbered_under_their_issues() -> None:
    causes = [(issue, cause) for issue in LIPP.issues() for cause in issue.causes]
    assert len(causes) == 62
    for issue in TAXONOMIES.issues.values():
        assert [cause.id for cause in issue.causes] == [f"{issue.id}.{n}" for n in range(1, len(issue.causes) + 1)]


def test_there_are_eleven_families_defined_once_and_all_used() -> None:
    assert len(LIPP.families) == len(TAXONOMIES.families) == 11
    assert PRACTICE.families == ()
    assert {cause.family for _, cause in TAXONOMIES.causes.values()} == set(TAXONOMIES.families)


def test_the_fourteen_briefings_each_have_an_issue() -> None:
    numbers = {issue.briefing for issue in LIPP.issues() if issue.briefing is not None}
    assert numbers == set(range(1, 15))
    assert not any(issue.briefing for issue in PRACTICE.issues())


def test_practice_has_x01_to_x19() -> None:
    assert [issue.id for issue in PRACTICE.issues()] == [f"X{n:02d}" for n in range(1, 20)]
    assert all(issue.causes and issue.statement == "local" for issue in PRACTICE.issues())


def test_two_slots_cannot_be_coded() -> None:
    assert [issue.id for issue in TAXONOMIES.issues.values() if not issue.codable] == ["G03", "G05"]
    assert {issue.status for issue in TAXONOMIES.issues.values()} == {"active", "placeholder"}
    for name in ("B03", "G01"):
        issue = TAXONOMIES.issues[name]
        assert issue.codable
        assert "inferred" in f"{issue.statement} {issue.note}".casefold()


@pytest.mark.parametrize("issue", CODABLE, ids=lambda issue: issue.id)
def test_a_coder_can_use_the_issue(issue: Issue) -> None:
    assert 0 < len(issue.label) <= 80
    assert issue.definition
    assert issue.include
    assert issue.exclude
    assert len(issue.keywords) >= 3
    assert issue.statement in ("seed", "briefing", "inferred", "unknown", "local")
    assert issue.id not in issue.see_also
    for cause in issue.causes:
        assert cause.label
        assert cause.family in TAXONOMIES.families


def test_keywords_are_what_a_report_would_say() -> None:
    for issue in CODABLE:
        for keyword in issue.keywords:
            assert keyword == " ".join(keyword.split())
            assert keyword[0].isalnum()


def test_the_attributes_are_read_whole() -> None:
    attributes, problems = read_attributes(ROOT / "taxonomy" / "attributes.yaml", "a")
    assert problems == []
    assert attributes is not None
    assert list(attributes.special) == ["not_stated", "not_applicable", "withheld"]
    assert {"review_type", "nation", "publication_date", "age_band", "harm_category"} <= set(attributes.attributes)
    assert attributes.order("nation", {"zzz", "not_stated", "england"})[-1] == "not_stated"


@pytest.mark.parametrize("name", ["lipp", "practice", "attributes"])
def test_a_shipped_file_tells_editors_its_schema(name: str) -> None:
    kind = "attributes" if name == "attributes" else "taxonomy"
    text = (ROOT / "taxonomy" / f"{name}.yaml").read_text(encoding="utf-8")
    assert text.startswith(f"# yaml-language-server: $schema=schema/{kind}.schema.json\n")


def test_reading_keeps_what_is_well_formed(tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_text(
        "id: t\npublished_issues: many\nareas:\n  - id: A\n    issues:\n      - id: A01\n        see_also: A02\n      - label: x\n"
    )
    taxonomy, problems = read_taxonomy(path, "t.yaml")
    assert taxonomy is not None
    assert [issue.id for issue in taxonomy.issues()] == ["A01"]
    assert taxonomy.published_issues is None
    assert len(problems) >= 5


# Against the map ---------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    if not MAP.is_file():
        pytest.skip(f"the map is not here: {MAP}")
    with MAP.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_ids_areas_and_cells_are_those_of_the_map(rows: list[dict[str, str]]) -> None:
    cells = {row["issue_id"]: (row["area"], f"{row['area']}/{row['seed_line']}") for row in rows}
    assert {issue.id: (issue.area, issue.cell) for issue in LIPP.issues()} == cells


def test_causes_are_as_many_as_the_map_has(rows: list[dict[str, str]]) -> None:
    counted = Counter(row["issue_id"] for row in rows if row["why_n"])
    assert {issue.id: len(issue.causes) for issue in LIPP.issues() if issue.causes} == counted


def test_unclear_stands_where_the_map_prints_it(rows: list[dict[str, str]]) -> None:
    printed = {f"{row['issue_id']}.{row['why_n']}" for row in rows if row["why_seed_fragment"].strip().casefold() == "unclear"}
    assert printed
    assert printed <= {cause.id for _, cause in TAXONOMIES.causes.values() if cause.family == "unclear"}


def test_briefings_are_those_of_the_map(rows: list[dict[str, str]]) -> None:
    known = {row["issue_id"]: int(re.match("[0-9]+", row["briefing"])[0]) for row in rows if row["briefing"]}  # type: ignore[index]
    assert {issue.id: issue.briefing for issue in LIPP.issues() if issue.briefing} == known


# Our own words -----------------------------------------------------------------------------------------------------------------

RUN = 6


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.casefold().replace("’", "'").replace("'", ""))


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return set(zip(*(found[start:] for start in range(RUN)), strict=False))


def texts(node: Node, name: str = "") -> Iterator[Scalar]:
    """Yield every text of a file but the citation, which is a title."""
    if isinstance(node, Scalar):
        yield node
        return
    items = node.items.items() if isinstance(node, Mapping) else zip(itertools.repeat(name), node.items, strict=False)
    for key, part in items:
        if (name, key) != ("source", "citation"):
            yield from texts(part, key)


SHIPPED = [*sorted((ROOT / "taxonomy").glob("*.yaml")), *sorted((ROOT / "data" / "reviews").glob("*/*.yaml"))]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(ROOT)))
def test_six_words_in_a_row_are_never_the_source_s(path: Path) -> None:
    if not SEEDS:
        pytest.skip(f"the seed texts are not here: {SHARED / 'seeds'}")
    theirs = {run: seed.name for seed in SEEDS for run in runs(seed.read_text(encoding="utf-8"))}
    root, _ = read_yaml(path)
    assert root is not None
    ours = list(texts(root))
    assert len(ours) > 10
    copied = [(f"{path.name}:{text.line}", theirs[run], " ".join(run)) for text in ours for run in sorted(runs(text.text)) if run in theirs]
    assert copied == []
