"""Suggestions: the analysis of words, the scorers, examples of a workspace, the command, and how well it finds issues."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from scr_coder.coding.decision import Tag
from scr_coder.location import Location
from scr_coder.suggest import Example, Suggester, Suggestion, workspace_examples
from scr_coder.suggest.scorers import FieldedBM25, NearestExamples
from scr_coder.suggest.stem import stem
from scr_coder.suggest.suggester import LONGEST_TEXT, fuse
from scr_coder.suggest.text import analyse, content_stems
from scr_coder.suggest.vocabulary import ABBREVIATIONS, CAPITALS_ONLY, GROUPS, STOP_WORDS
from scr_coder.taxonomy import Area, Issue, Taxonomy, TaxonomySet
from scr_coder.workspace import open_workspace

from building import ROOT, build, cleared, coded, excluded, finding_text, no_match, tag, tree
from commands import refused, scr

PLACE = Location("t.yaml", 1, 1)


def issue(name: str, label: str, *, status: str = "active", **fields: tuple[str, ...]) -> Issue:
    given = {"include": (), "exclude": (), "keywords": ()} | fields
    return Issue(
        name, label, "A", status, "", given["include"], given["exclude"], (), (), given["keywords"], None, "", "", "", (), PLACE, {}
    )


def taxonomy(*issues: Issue) -> TaxonomySet:
    area = Area("A", "Area", "", issues, PLACE)
    return TaxonomySet((Taxonomy("t", "1", "T", "", "", {}, None, None, (), (area,), "", "t.yaml", {}),))


def named(suggestions: list[Suggestion]) -> list[str]:
    return [one.issue for one in suggestions]


SMALL = taxonomy(
    issue("A01", "Bruising not referred", keywords=("non-mobile", "mark")),
    issue("A02", "Legal advice missing at child protection conference", exclude=("Pigeons on the roof: A03",)),
    issue("A03", "Rent arrears not chased", include=("A landlord who wrote and was not answered",)),
    issue("A04", "Slot for pigeons and landlords", status="placeholder"),
    issue("A05", "Landlord arrears, as it was before", status="deprecated"),
)


# Words --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "forms",
    [
        "bruise bruises bruised bruising",
        "refer refers referred referral referrals referring referrer",
        "assess assessed assessment assessments assessing assessor",
        "agency agencies",
        "tell told tells telling",
        "child children",
        "notify notified notification",
        "disclose disclosed disclosure",
        "discuss discussion discussed",
        "use used using",
        "meet met meeting meetings",
    ],
)
def test_forms_of_a_word_are_one(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1, {form: stem(form) for form in forms.split()}


@pytest.mark.parametrize("pair", ["police policy", "letter let", "practice practitioner", "identity identify", "need neglect", "47 17"])
def test_other_words_are_kept_apart(pair: str) -> None:
    one, other = pair.split()
    assert stem(one) != stem(other)


@pytest.mark.parametrize("short", sorted(ABBREVIATIONS))
def test_abbreviations_count_both_ways(short: str) -> None:
    written = {term.key for term in analyse(short.upper())}
    meant = {term.key for term in analyse(ABBREVIATIONS[short])}
    plain = {key for key in meant if "+" not in key and not key.startswith("=")}
    assert plain <= written
    assert {key for key in meant if key.startswith("=")} == {key for key in written if key.startswith("=")}
    if short not in CAPITALS_ONLY:
        assert {term.key for term in analyse(short)} == written


def test_an_abbreviation_in_small_letters_that_is_a_word_is_a_word() -> None:
    assert [term.key for term in analyse("mash")] == ["mash"]
    assert "safeguard" in [term.key for term in analyse("MASH")]


@pytest.mark.parametrize("written", ["s47", "S47", "s.47", "s. 47", "s 47", "section 47"])
def test_section_47_however_it_is_written(written: str) -> None:
    keys = [term.key for term in analyse(f"the {written} enquiries")]
    assert keys[:2] == ["sect", "47"]
    assert "=section-47" in keys


def test_words_are_kept_as_they_stand() -> None:
    terms = analyse("The GPs’ co-ordination at A&E, the mother's")
    assert [(t.key, t.word) for t in terms if "+" not in t.key] == [
        ("gp", "GPs"),
        ("coordin", "co-ordination"),
        ("accid", "A&E"),
        ("emergenc", "A&E"),
        ("moth", "mother's"),
        ("=gp", "GPs"),
        ("=accident-and-emergency", "A&E"),
        ("=parents", "mother's"),
    ]


def test_the_vocabulary_is_in_order() -> None:
    assert set(ABBREVIATIONS) >= CAPITALS_ONLY
    assert all(name == name.casefold() for name in [*ABBREVIATIONS, *STOP_WORDS])
    assert all(len(set(group)) == len(group) > 1 for group in GROUPS)
    assert len({group[0] for group in GROUPS}) == len(GROUPS)


# Scorers ------------------------------------------------------------------------------------------------------------


def test_bm25_by_hand() -> None:
    # Two issues, one field, weight 1: tf of `pear` in A is 2, lengths 3 and 1 (words and pairs: 5 and 1), idf = ln(1 + 1.5 / 1.5).
    issues = [issue("A01", "pear pear apple"), issue("A02", "plum")]
    scored = FieldedBM25(issues, {"label": 1.0}).score(analyse("pear"))
    frequency = 2 / (1 - 0.75 + 0.75 * 5 / 3)
    assert scored["A01"].score == pytest.approx(0.6931471805599453 * frequency / (1.2 + frequency))
    assert list(scored) == ["A01"]


def test_a_word_that_every_issue_has_says_little() -> None:
    scored = FieldedBM25([issue("A01", "finding pear"), issue("A02", "finding plum")], {"label": 1.0}).score(analyse("finding pear"))
    assert scored["A01"].shares["pear"] > 3 * scored["A01"].shares["find"]


def test_the_nearest_example_gives_the_cosine() -> None:
    examples = NearestExamples([("pears grow", ["A01"]), ("plums fall", ["A02", "A03"]), ("plums", ["A03"])])
    scored = examples.score(analyse("plums fall"))
    assert {name: round(one.score, 6) for name, one in scored.items()} == {"A02": 1.0, "A03": 1.0}
    assert scored["A02"].shares.keys() == {"plum", "fall", "plum+fall"}


def test_an_example_that_is_this_very_finding_is_passed_over() -> None:
    examples = NearestExamples([("Plums  fall.", ["A02"]), ("plums", ["A03"])])
    assert list(examples.score(analyse("plums fall."), "plums fall.")) == ["A03"]


def test_no_examples_and_no_words_are_no_fault() -> None:
    assert NearestExamples([]).score(analyse("plums")) == {}
    assert FieldedBM25([]).score(analyse("plums")) == {}
    assert fuse({}, {}) == {}
    assert Suggester(TaxonomySet(())).suggest("plums") == []


# Suggester ----------------------------------------------------------------------------------------------------------


def test_abbreviations_and_synonyms_find_the_issue_and_are_named_as_written() -> None:
    found = Suggester(SMALL).suggest("No Solicitor came to the ICPC.")
    assert named(found)[0] == "A02"
    assert found[0].label == "Legal advice missing at child protection conference"
    assert set(found[0].matched) == {"Solicitor", "ICPC"}
    longhand = Suggester(taxonomy(issue("A01", "ICPC late"), issue("A02", "Other"))).suggest("the initial child protection conference")
    assert named(longhand) == ["A01"]
    assert longhand[0].matched == ("child protection conference", "initial")


def test_forms_of_a_word_match_and_are_named_as_written() -> None:
    assert [(one.issue, one.matched) for one in Suggester(SMALL).suggest("Two BRUISES; nobody made a referral.")] == [
        ("A01", ("BRUISES", "referral"))
    ]


def test_placeholders_and_deprecated_issues_are_never_suggested() -> None:
    examples = [Example("r", str(n), "landlords and pigeons", (name,)) for n, name in enumerate(("A04", "A05", "Z99"))]
    found = Suggester(SMALL, examples).suggest("Slot for pigeons and landlords, as it was before: arrears", 10)
    assert named(found) == ["A03"]
    real = open_workspace(ROOT).taxonomies
    assert set(named(Suggester(real).suggest("Slot G03: wording not recovered. Placeholder, map, blank, slot", 99))).isdisjoint(
        {"G03", "G05"}
    )


def test_exclude_does_not_attract() -> None:
    assert Suggester(SMALL).suggest("pigeons on the roof") == []


def test_examples_attract_and_their_words_are_named() -> None:
    examples = [Example("r", "1", "The gas boiler was broken.", ("A03",))]
    assert Suggester(SMALL).suggest("A broken boiler") == []
    assert [(one.issue, one.matched) for one in Suggester(SMALL, examples).suggest("A broken boiler")] == [("A03", ("boiler", "broken"))]


def test_limit_and_order() -> None:
    suggester = Suggester(open_workspace(ROOT).taxonomies)
    text = "A bruise on a baby, the conference, the police, the GP and the school"
    full = suggester.suggest(text, 100)
    assert suggester.suggest(text, 3) == full[:3]
    assert [one.score for one in full] == sorted((one.score for one in full), reverse=True)
    assert len(suggester.suggest(text)) == 5
    with pytest.raises(ValueError, match="limit is below 1"):
        suggester.suggest(text, 0)


@pytest.mark.parametrize("text", ["", "   ", "the of and", "…!?", "\x1b[31m", "日本語", "\ud800", "s", "'", "=+=", "a" * 100_000])
def test_any_text_is_borne(text: str) -> None:
    assert Suggester(SMALL).suggest(text) == []


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    assert Suggester(SMALL).suggest("x " * LONGEST_TEXT + "bruise") == []


def test_the_same_in_every_process() -> None:
    code = (
        "from scr_coder.suggest import Suggester, workspace_examples\n"
        "from scr_coder.workspace import open_workspace; w = open_workspace('.')\n"
        "print(Suggester(w.taxonomies, workspace_examples(w)).suggest('The GP did not share the bruise with the police or CSC.', 40))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."}, capture_output=True, check=True
        )
        for seed in ("1", "2", "3")
    ]
    assert len({run.stdout for run in runs}) == 1


def test_starting_needs_no_heavy_library() -> None:
    code = (
        "import sys, scr_coder.suggest; print([m for m in ('numpy', 'pandas', 'duckdb', 'rich', 'typer', 'textual') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


# Examples of a workspace --------------------------------------------------------------------------------------------


def test_examples_are_the_consensus_or_what_all_agree_on(tmp_path: Path) -> None:
    said = [
        coded("r1/1", "amber", "C06"),  # one coder alone is nobody's example
        coded("r1/2", "amber", "C06", "C04"),
        coded("r1/2", "beech", "C04", "C02"),
        coded("r1/3", "amber", "C06"),
        coded("r1/3", "beech", "C06"),
        coded("r1/3", "consensus", "F09", tag("F01", polarity="positive")),
        coded("r1/4", "consensus", tag("F01", polarity="positive")),
        no_match("r1/5", "consensus", "new"),
        coded("r1/5", "amber", "C06"),
        coded("r1/6", "amber", "C06"),
        excluded("r1/6", "beech"),
        coded("r1/7", "consensus", "C06", stale=True),
        coded("r1/8", "consensus", "C06"),
        cleared("r1/8", "consensus"),
        coded("r1/9", "amber", tag("G07", polarity="advice")),
        coded("r1/9", "beech", "G07"),
        coded("r0/1", "amber", "C06"),
        coded("r0/1", "beech", "C06"),
        coded("r2/1", "amber", "C06"),
    ]
    workspace = build(tmp_path / "ws", {"r0": {}, "r1": {}, "r2": {}}, said, findings=9)
    assert workspace_examples(workspace) == [
        Example("r1", "2", finding_text("r1", "2"), ("C04",)),
        Example("r1", "3", finding_text("r1", "3"), ("F09",)),
        Example("r1", "9", finding_text("r1", "9"), ("G07",)),
        Example("r0", "1", finding_text("r0", "1"), ("C06",)),
    ]
    assert [one.finding for one in workspace_examples(workspace, most=2)] == ["2", "3"]


def test_a_review_that_cannot_be_read_has_no_examples(tmp_path: Path) -> None:
    said = [coded("r1/1", name, "C06") for name in ("amber", "beech")]
    workspace = build(tmp_path / "ws", {"r1": {}}, said)
    (workspace.reviews_folder / "r1" / "findings.yaml").write_text("schema: [", encoding="utf-8")
    assert workspace_examples(workspace) == []


# The command --------------------------------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return build(tmp_path / "ws", {"r1": {}}, [coded("r1/1", "amber", Tag("C06"))]).root


def test_json_is_as_the_contract_says(root: Path) -> None:
    before = tree(root)
    ran = scr("suggest", "--text", "A bruise on a baby who cannot crawl", "--limit", "2", "--json", workspace=root)
    assert (ran.code, ran.err) == (0, "")
    assert [list(row) for row in ran.json] == [["issue", "label", "score", "matched"]] * 2
    assert ran.json[0]["issue"] == "C06"
    assert ran.json[0]["label"] == "Bruising on a non-mobile baby not referred"
    assert isinstance(ran.json[0]["score"], float)
    assert {"bruise", "baby"} <= set(ran.json[0]["matched"])
    assert tree(root) == before


def test_a_finding_is_named_by_review_and_id() -> None:
    ran = scr("suggest", "jn15-learning-review", "4", workspace=ROOT)
    assert ran.code == 0
    assert ran.out.split("\n")[2].startswith("X14 ")
    assert ran.err.startswith("scr: these are suggestions by matching words; nothing has been saved")


def test_nothing_to_suggest_is_said(root: Path) -> None:
    assert scr("suggest", "--text", "zzz", workspace=root).out.startswith("no suggestions: ")
    assert scr("suggest", "--text", "zzz", "--json", workspace=root).json == []


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["r1", "99"], "r1 has no finding `99`"),
        (["r9", "1"], "there is no review `r9`"),
        (["r1"], "name a review and a finding, or give --text, not both"),
        ([], "name a review and a finding, or give --text, not both"),
        (["r1", "1", "--text", "x"], "name a review and a finding, or give --text, not both"),
        (["--text", " "], "the text is empty"),
        (["r1", "1", "--limit", "0"], "invalid value for '--limit'"),
    ],
)
def test_what_cannot_be_suggested_is_refused(root: Path, args: list[str], message: str) -> None:
    assert refused("suggest", *args, workspace=root).startswith(message)


def test_off_is_off(root: Path) -> None:
    settings = root / "data" / "workspace.yaml"
    text = settings.read_text(encoding="utf-8")
    assert open_workspace(root).settings.suggestions
    settings.write_text(text + "suggestions: on\n", encoding="utf-8")
    assert open_workspace(root).settings.suggestions
    settings.write_text(text + "suggestions: off\n", encoding="utf-8")
    line = refused("suggest", "r1", "1", workspace=root)
    assert line == "suggestions are switched off in this workspace (`suggestions: off` in data/workspace.yaml)"
    assert scr("check", workspace=root).code == 0
    settings.write_text(text + "suggestions: maybe\n", encoding="utf-8")
    assert "suggestions" in scr("check", workspace=root).out


# How well it finds issues -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("suggestions_benchmark", ROOT / "benchmarks" / "suggestions.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_benchmark_findings_are_what_they_say(benchmark: ModuleType) -> None:
    cases = benchmark.read_cases()
    taxonomies = open_workspace(ROOT).taxonomies
    assert len(cases) >= 66
    assert len({case.id for case in cases}) == len({case.text for case in cases}) == len(cases)
    assert len({name for case in cases for name in case.issues}) >= 40
    assert {case.half for case in cases} == {"tuning", "held-out"}
    assert all(taxonomies.issues[name].codable for case in cases for name in case.issues)
    assert [(case.id, words) for case in cases if (words := benchmark.label_words(case, taxonomies))] == []


def test_a_word_of_the_label_is_caught(benchmark: ModuleType) -> None:
    case = benchmark.Case("C06z", "tuning", ("C06",), "She bruised her arm.")
    assert benchmark.label_words(case, open_workspace(ROOT).taxonomies) == ["bruised"]
    assert list(content_stems("The GPs of the town")) == ["gp", "town"]


@pytest.mark.parametrize(("half", "recall", "mrr"), [("held-out", 0.84, 0.76), ("tuning", 0.84, 0.76)])
def test_recall_does_not_fall(benchmark: ModuleType, half: str, recall: float, mrr: float) -> None:
    workspace = open_workspace(ROOT)
    suggester = Suggester(workspace.taxonomies, workspace_examples(workspace))
    cases = [case for case in benchmark.read_cases() if case.half == half]
    figures = benchmark.measure((case.issues, named(suggester.suggest(case.text, 100))) for case in cases)
    assert figures.at5 >= recall, figures
    assert figures.mrr >= mrr, figures


def test_recall_on_coded_findings_does_not_fall(benchmark: ModuleType) -> None:
    figures = list(benchmark.leave_one_review_out(open_workspace(ROOT)).values())[-1]
    assert figures.at5 >= 0.88, figures


def test_figures_by_hand(benchmark: ModuleType) -> None:
    figures = benchmark.measure([(("A",), ["A", "B"]), (("A", "B"), ["C", "D", "E", "B"]), (("A",), [])])
    assert figures == benchmark.Figures(at1=0.25, at3=0.25, at5=0.5, mrr=pytest.approx((1 + 1 / 4 + 0) / 3))
