"""Every table and every crosstab of invented workspaces, against plain Python over all pairs (see `oracle`)."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import pytest
from scr_coder.coding.decision import Tag
from scr_coder.tables.notebook import Workspace
from scr_coder.tables.table import Table

from building import Said, build, cleared, coded, excluded, found, no_match, tag
from oracle import Oracle

ISSUES = {"C07": ["C07.1"], "C06": ["C06.1"], "X02": ["X02.1", "X02.2"], "X04": ["X04.1"], "F11": []}
TAGS = ("issue", "area", "cause", "family", "polarity")
ATTRIBUTES = ("nation", "harm_category", "publication_date", "publication_year")
LAYERS = ("resolved", "any", "amber", "consensus")
SEEDS = range(4)


class Case:
    """A random workspace of few values, so that things meet."""

    def __init__(self, root: Path, seed: int) -> None:
        chance = random.Random(seed)
        self.reviews = {f"r{n}": self._attributes(chance) for n in range(1, 6)}
        self.findings = {review: chance.randint(0, 4) for review in self.reviews}
        self.said = []
        for _ in range(chance.randint(20, 60)):
            review = chance.choice([*self.reviews])
            if self.findings[review]:
                place = f"{review}/{chance.randint(1, self.findings[review])}"
                self.said.append(self._said(chance, place, chance.choice(["amber", "amber", "beech", "beech", "cedar", "consensus"])))
        self.workspace: Workspace = build(root, self.reviews, self.said, self.findings)

    @staticmethod
    def _attributes(chance: random.Random) -> dict[str, str | list[str]]:
        attributes: dict[str, str | list[str]] = {}
        if chance.random() < 0.8:
            attributes["nation"] = chance.choice(["wales", "england", "withheld"])
        if chance.random() < 0.8:
            attributes["harm_category"] = chance.sample(["neglect", "physical_abuse", "sudi"], chance.randint(1, 3))
        attributes["publication_date"] = chance.choice(["2017", "2018-03", "not_stated"])
        return attributes

    @staticmethod
    def _said(chance: random.Random, place: str, coder: str) -> Said:
        kind = chance.random()
        if kind < 0.08:
            return cleared(place, coder)
        if kind < 0.16:
            return excluded(place, coder)
        if kind < 0.28:
            return no_match(place, coder, chance.choice(["Interpreters", "interpreters ", "Housing"]))
        tags: list[Tag] = []
        for issue in chance.sample([*ISSUES], chance.randint(1, 2)):
            causes = chance.choice([[], ["unclear"], ISSUES[issue], ISSUES[issue][:1]])
            polarity = chance.choice(["problem", "problem", "advice", "positive"])
            tags.append(tag(issue, *causes, polarity=polarity, other=chance.choice(["", "", "own words"]) if causes != ["unclear"] else ""))
        return coded(place, coder, *tags)

    def oracle(self, layer: str, **more: object) -> Oracle:
        return Oracle(self.workspace.taxonomies, self.reviews, self.said, self.findings, layer, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    return [Case(tmp_path_factory.mktemp("random") / "ws", seed) for seed in SEEDS]


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("seed", SEEDS)
def test_single_tables(cases: list[Case], seed: int, layer: str) -> None:
    case = cases[seed]
    count = ("reviews", "findings")[seed % 2]
    oracle = case.oracle(layer)
    for name, dimension in (("issues", "issue"), ("areas", "area"), ("families", "family")):
        table = case.workspace.table(name, layer=layer, count=count)
        assert found(table, dimension) == oracle.single(dimension, count)
        assert table.base == oracle.base(count)
    causes = case.workspace.table("causes", layer=layer, count=count)
    assert {(row[0], row[1]): row[3:5] for row in causes.rows if row[3]} == oracle.causes(count)
    candidates = found(case.workspace.table("candidates", layer=layer, count=count), "candidate")
    assert {name.strip().lower(): n for name, n in candidates.items()} == oracle.candidates(count)
    coverage = case.workspace.table("coverage", layer=layer)
    assert {row[0]: row[1:7] for row in coverage.rows} == {review: oracle.coverage(review) for review in case.reviews}


@pytest.mark.parametrize("attribute", ATTRIBUTES)
@pytest.mark.parametrize("seed", SEEDS)
def test_by_an_attribute(cases: list[Case], seed: int, attribute: str) -> None:
    case = cases[seed]
    count = ("findings", "reviews")[seed % 2]
    layer = LAYERS[seed % 3]
    oracle = case.oracle(layer)
    table = case.workspace.table("issues", by=attribute, layer=layer, count=count)
    values = {value for review in case.reviews for value in oracle.values(review, attribute)}
    assert {row[0] for row in table.rows} == values
    for value in values:
        assert found(table, "issue", value, attribute) == oracle.single("issue", count, attribute, value)
        assert table.bases.get(value, 0) == oracle.base(count, attribute, value)


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("seed", SEEDS)
def test_cooccurrence(cases: list[Case], seed: int, layer: str) -> None:
    case = cases[seed]
    within = ("review", "finding")[(seed + LAYERS.index(layer)) % 2]
    oracle = case.oracle(layer)
    table = case.workspace.table("cooccurrence", layer=layer, within=within)
    base, alone = oracle.base(f"{within}s"), oracle.single("issue", f"{within}s")
    expected = oracle.pairs(within)
    assert {(row[0], row[2]): row[4:6] for row in table.rows} == {pair: (n, base) for pair, n in expected.items()}
    for a, _, b, _, n, _, _, jaccard, lift in table.rows:
        assert jaccard == pytest.approx(n / (alone[a] + alone[b] - n), abs=5.1e-5)
        assert lift == pytest.approx((n / base) / (alone[a] / base * alone[b] / base), abs=5.1e-5)
    order = [*case.workspace.taxonomies.issues]
    assert [*table.rows] == sorted(table.rows, key=lambda row: (-row[4], order.index(row[0]), order.index(row[2])))


@pytest.mark.parametrize("seed", SEEDS)
def test_trend_counts_and_saturation(cases: list[Case], seed: int) -> None:
    case = cases[seed]
    count, layer = ("reviews", "findings")[seed % 2], LAYERS[seed % 3]
    oracle = case.oracle(layer)
    table = case.workspace.table("trend", layer=layer, count=count)
    periods = [year for year in ("2017", "2018") if oracle.base(count, "publication_year", year)]
    assert list(dict.fromkeys(row[2] for row in table.rows)) == periods
    assert table.base == sum(oracle.base(count, "publication_year", year) for year in periods)
    for year in periods:
        rows = [row for row in table.rows if row[2] == year]
        assert {row[0]: row[3] for row in rows if row[3]} == oracle.single("issue", count, "publication_year", year)
        assert {row[4] for row in rows} == {oracle.base(count, "publication_year", year)}
    saturation = case.workspace.table("saturation", layer=layer, orders=20)
    assert [row[2] for row in saturation.rows] == oracle.discovery()
    assert [row[0] for row in saturation.rows] == [*range(1, oracle.base("reviews") + 1)]
    assert sum(row[1] for row in saturation.rows) == (saturation.rows[-1][2] if saturation.rows else 0)


PAIRS = [
    *itertools.permutations(TAGS, 2),
    *((a, b) for a in TAGS for b in ATTRIBUTES),
    *((b, a) for a in TAGS for b in ATTRIBUTES),
    *itertools.permutations(ATTRIBUTES, 2),
    *(("candidate", b) for b in ATTRIBUTES),
    ("nation", "candidate"),
]


def cells(table: Table) -> dict[tuple[str, str], int]:
    return {(row[0], row[1]): row[2] for row in table.rows if row[2]}


@pytest.mark.parametrize(("rows", "cols"), PAIRS)
def test_crosstab(cases: list[Case], rows: str, cols: str) -> None:
    """Each pair on three workspaces, with another layer and unit each time; over all pairs everything is met."""
    turn = PAIRS.index((rows, cols))
    for step in range(2):
        seed = (turn + 3 * step) % len(SEEDS)
        layer, count = LAYERS[(turn + step) % 3], ("reviews", "findings")[(turn // 2 + step) % 2]
        case = cases[seed]
        split = "polarity" in (rows, cols)
        oracle = case.oracle(layer, polarity=("problem", "advice", "positive") if split else ("problem", "advice"), split=split)
        table = case.workspace.table("crosstab", rows=rows, cols=cols, layer=layer, count=count)
        assert cells(table) == oracle.crosstab(rows, cols, count), (seed, layer, count)
        assert table.base == oracle.base(count)
        attribute = next((name for name in (cols, rows) if name in ATTRIBUTES), "")
        for row in table.rows:
            value = row[1] if attribute == cols else row[0]
            assert row[3] == oracle.base(count, attribute, "" if not attribute or value == "(all)" else value)
