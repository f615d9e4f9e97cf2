"""Every code of `scr check`: a workspace where it is reported, exactly where, and one where it is not."""

# ruff: noqa: E501  cases stand on one line each

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from scr_coder import yaml_source
from scr_coder.checks import CHECKS, TAXONOMY_CHECKS, all_codes, has_errors, run_checks, taxonomy_snapshot, workspace_snapshot
from scr_coder.checks.attribute_schema import RESERVED
from scr_coder.problem import Problem, Severity, sort_problems
from scr_coder.taxonomy import TaxonomySet
from scr_coder.workspace import open_workspace

from small_workspace import (
    ATTRIBUTES_PATH,
    FILES,
    FINDINGS,
    FINDINGS_PATH,
    LOG_PATH,
    MINI,
    MINI_PATH,
    MORE_PATH,
    REVIEW,
    REVIEW_PATH,
    SETTINGS_PATH,
    said,
    write_files,
)

ROOT = Path(__file__).resolve().parent.parent
Files = dict[str, str | bytes]
FOLDER = "data/reviews/one-review"
LEFT_PATH, HISTORY_PATH = f"{FOLDER}/left_out.yaml", f"{FOLDER}/changes.jsonl"
LEFT = 'schema: 1\nparagraphs:\n  - id: "p1.1"\n    reason: a caption\n    before: "2"\n    text: Left.\n'


def changed(second: int = 0, **fields: object) -> str:
    """Return a line of a history of findings."""
    line = {"v": 1, "changed_at": f"2026-01-01T00:00:{second:02d}.000Z", "change": "import", "said": "import", "tool": "0.1.0"}
    return json.dumps(line | fields) + "\n"


def swap(path: str, old: str, new: str) -> Files:
    """Return the file at ``path`` with the first ``old`` replaced."""
    assert old in FILES[path]
    return {path: FILES[path].replace(old, new, 1)}


def log(*lines: str) -> Files:
    return {LOG_PATH: "".join(lines)}


def tagged(*tags: dict[str, object], **changes: object) -> Files:
    return log(said("2"), said("1", 1, tags=list(tags), **changes))


def check(root: Path) -> list[Problem]:
    return run_checks(workspace_snapshot(open_workspace(root)))


# code: (files that differ from the small workspace, where the code is reported)
CASES: dict[str, tuple[Files, list[str]]] = {
    "YAML001": ({"data/reviews/two-review/review.yaml": REVIEW.replace("one-", "two-")}, ["data/reviews/two-review/findings.yaml:1:1"]),
    "YAML002": ({FINDINGS_PATH: ""}, [f"{FINDINGS_PATH}:1:1"]),
    "YAML003": (swap(REVIEW_PATH, "title: One", "title: One: two"), [f"{REVIEW_PATH}:3:11"]),
    "YAML004": ({REVIEW_PATH: REVIEW.encode().replace(b"One", b"Caf\xe9")}, [f"{REVIEW_PATH}:3:11"]),
    "YAML005": ({REVIEW_PATH: b"\xef\xbb\xbf" + REVIEW.encode()}, [f"{REVIEW_PATH}:1:1"]),
    "YAML006": (swap(REVIEW_PATH, "One", "O\x00ne"), [f"{REVIEW_PATH}:3:9"]),
    "YAML007": (swap(MINI_PATH, "title: Mini", "title: Mini\ntitle: Maxi"), [f"{MINI_PATH}:5:1"]),
    "YAML008": ({REVIEW_PATH: REVIEW + "---\n"}, [f"{REVIEW_PATH}:12:1"]),
    "YAML009": (swap(REVIEW_PATH, "title: One", "title: &t One"), [f"{REVIEW_PATH}:3:8"]),
    "YAML010": ({REVIEW_PATH: REVIEW + "[a]: b\n"}, [f"{REVIEW_PATH}:12:1"]),
    "YAML011": ({REVIEW_PATH: "a: " + "[" * 70}, [f"{REVIEW_PATH}:1:67"]),
    "SCH001": (swap(MINI_PATH, "see_also", "see_als"), [f"{MINI_PATH}:16:9"]),
    "SCH002": (swap(FINDINGS_PATH, "    text: First text.\n", ""), [f"{FINDINGS_PATH}:3:5"]),
    "SCH003": (swap(MINI_PATH, "see_also: [C02]", "see_also: C02"), [f"{MINI_PATH}:16:19"]),
    "SCH004": (swap(MINI_PATH, "label: Second", "label:"), [f"{MINI_PATH}:21:15"]),
    "SCH005": (swap(MINI_PATH, "placeholder", "empty"), [f"{MINI_PATH}:30:17"]),
    "SCH006": (swap(MINI_PATH, "1.0.0", "one"), [f"{MINI_PATH}:3:10"]),
    "SCH007": (swap(MINI_PATH, "label: Second", f"label: {'x' * 81}"), [f"{MINI_PATH}:21:16"]),
    "SCH008": (swap(MINI_PATH, "[C02]", "[C02, C02]"), [f"{MINI_PATH}:16:25"]),
    "WSP001": (swap(SETTINGS_PATH, "more.yaml", "most.yaml"), [f"{SETTINGS_PATH}:4:5"]),
    "WSP002": (swap(SETTINGS_PATH, "taxonomy/more.yaml", "../outside.yaml"), [f"{SETTINGS_PATH}:4:5"]),
    "TAX001": (swap(MINI_PATH, "id: C02\n", "id: C01\n"), [f"{MINI_PATH}:20:13"]),
    "TAX002": (swap(MORE_PATH, "id: X01", "id: c01"), [f"{MORE_PATH}:10:13"]),
    "TAX003": (swap(MINI_PATH, "id: C02.1, label: Busy, family: capacity", "id: C01.9, label: Busy"), [f"{MINI_PATH}:23:18"]),
    "TAX010": (swap(MORE_PATH, "[C01]", "[C02, C10]"), [f"{MORE_PATH}:12:25"]),
    "TAX011": (swap(MINI_PATH, "replaced_by: [C01]", "replaced_by: [C01, C30]"), [f"{MINI_PATH}:27:28"]),
    "TAX012": (swap(MINI_PATH, "family: capacity", "family: capacities"), [f"{MINI_PATH}:18:46"]),
    "TAX013": (swap(MORE_PATH, "extends: mini", "extends: min"), [f"{MORE_PATH}:4:10"]),
    "TAX014": (swap(MINI_PATH, "[C02]", "[C01]"), [f"{MINI_PATH}:16:20"]),
    "TAX020": (swap(MINI_PATH, "title: Mini", "title: Mini\nextends: more"), [f"{MINI_PATH}:5:10"]),
    "TAX021": (
        swap(MINI_PATH, "see_also: [C02]", "status: deprecated\n        replaced_by: [C03]"),
        [f"{MINI_PATH}:17:23"],
    ),
    "TAX030": (swap(MINI_PATH, "        label: Second\n", ""), [f"{MINI_PATH}:20:13"]),
    "TAX031": (swap(MINI_PATH, "label: Second", 'label: "first "'), [f"{MINI_PATH}:21:16"]),
    "TAX032": (swap(MINI_PATH, ", family: capacity", ""), [f"{MINI_PATH}:18:18"]),
    "TAX033": (swap(MINI_PATH, "label: Unclear, family: unclear", "label: BUSY"), [f"{MINI_PATH}:19:18"]),
    "TAX034": (swap(MINI_PATH, "replaced_by: [C01]", "replaced_by: [C04]"), [f"{MINI_PATH}:27:23"]),
    "TAX035": (swap(MINI_PATH, "        status: deprecated\n", ""), [f"{MINI_PATH}:26:23"]),
    "TAX036": (swap(MINI_PATH, "        replaced_by: [C01]\n", ""), [f"{MINI_PATH}:24:13"]),
    "TAX040": (swap(MINI_PATH, "published_areas: 1", "published_areas: 2"), [f"{MINI_PATH}:5:18"]),
    "TAX041": (swap(MINI_PATH, "published_issues: 4", "published_issues: 44"), [f"{MINI_PATH}:6:19"]),
    "ATT001": (swap(ATTRIBUTES_PATH, "id: harm", "id: nation"), [f"{ATTRIBUTES_PATH}:8:10"]),
    "ATT002": (swap(ATTRIBUTES_PATH, "type: integer", "type: enum"), [f"{ATTRIBUTES_PATH}:9:10"]),
    "ATT003": (swap(ATTRIBUTES_PATH, "id: board", "id: coder"), [f"{ATTRIBUTES_PATH}:13:10"]),
    "REV001": (swap(REVIEW_PATH, "id: one-review", "id: two-review"), [f"{REVIEW_PATH}:2:5"]),
    "REV002": ({"data/reviews/x y/review.yaml": REVIEW, "data/reviews/x y/findings.yaml": FINDINGS}, ["data/reviews/x y/review.yaml:1:1"]),
    "REV003": ({"data/reviews/One-Review/review.yaml": REVIEW, "data/reviews/One-Review/findings.yaml": FINDINGS}, [f"{REVIEW_PATH}:1:1"]),
    "REV010": (swap(REVIEW_PATH, "nation:", "nations:"), [f"{REVIEW_PATH}:5:3"]),
    "REV011": (swap(REVIEW_PATH, "wales", "Wales"), [f"{REVIEW_PATH}:5:11"]),
    "REV012": (swap(REVIEW_PATH, "wales", "[wales, england]"), [f"{REVIEW_PATH}:5:11"]),
    "FND001": (swap(FINDINGS_PATH, '"2"', '"1"'), [f"{FINDINGS_PATH}:5:9"]),
    "FND002": ({FINDINGS_PATH: FINDINGS + "  - {id: a1, text: x}\n  - {id: A1, text: y}\n"}, [f"{FINDINGS_PATH}:8:10"]),
    "FND003": (swap(FINDINGS_PATH, "text.\n", "\u202etext.\n"), [f"{FINDINGS_PATH}:3:9"]),
    "FND004": ({FINDINGS_PATH: "schema: 1\nfindings: []\n"}, [f"{FINDINGS_PATH}:1:1"]),
    "LFT001": ({LEFT_PATH: LEFT.replace("p1.1", "1")}, [f"{LEFT_PATH}:3:9"]),
    "LFT002": ({LEFT_PATH: LEFT + "  - {id: P1.1, reason: r, text: again}\n"}, [f"{LEFT_PATH}:7:10"]),
    "LFT003": ({LEFT_PATH: LEFT.replace('"2"', '"9"')}, [f"{LEFT_PATH}:3:9"]),
    "CHG001": ({HISTORY_PATH: changed() + changed(second=1)[:-9]}, [f"{HISTORY_PATH}:2:1"]),
    "CHG002": ({HISTORY_PATH: changed() + "<<<<<<< HEAD\n" + changed(second=1) + '{"v":1 x}\n'}, [f"{HISTORY_PATH}:2:1", f"{HISTORY_PATH}:4:8"]),
    "CHG003": ({f"{FOLDER}/changes.pending": "x"}, [f"{FOLDER}/changes.pending:1:1"]),
    "CHG004": ({f"{FOLDER}/{name}": "" for name in ("changes.torn-1", ".findings.yaml.abc.part", "finding.yaml", "changes.json")}, [f"{FOLDER}/{name}:1:1" for name in (".findings.yaml.abc.part", "changes.json", "changes.torn-1", "finding.yaml")]),
    "LOG001": (log(said("2"), said("1", 1)[:-9]), [f"{LOG_PATH}:2:1"]),
    "LOG002": (log(said("2"), "<<<<<<< HEAD\n", said("1", 1), '{"v":1 x}\n'), [f"{LOG_PATH}:2:1", f"{LOG_PATH}:4:8"]),
    "LOG003": ({f"{FOLDER}/codings/any.jsonl": ""}, [f"{FOLDER}/codings/any.jsonl:1:1"]),
    "LOG004": ({f"{FOLDER}/codings/Anna.jsonl": ""}, [f"{LOG_PATH}:1:1"]),
    "LOG005": ({f"{FOLDER}/codings/notes.txt": "", f"{FOLDER}/codings/anna.torn-1": "x"}, [f"{FOLDER}/codings/anna.torn-1:1:1", f"{FOLDER}/codings/notes.txt:1:1"]),
    "LOG006": (log(said("1"), said("2", decided_at="2999-01-01T00:00:00.000Z")), [f"{LOG_PATH}:2:1"]),
    "DEC001": (log(said("1"), said("3", 1)), [f"{LOG_PATH}:2:1"]),
    "DEC002": (tagged({"issue": "C20"}), [f"{LOG_PATH}:2:1"]),
    "DEC003": (tagged({"issue": "C04"}), [f"{LOG_PATH}:2:1"]),
    "DEC004": (tagged({"issue": "C03"}), [f"{LOG_PATH}:2:1"]),
    "DEC005": (tagged({"issue": "C01", "causes": ["C02.1"]}), [f"{LOG_PATH}:2:1"]),
    "DEC006": (swap(FINDINGS_PATH, "Second text.", "Second text, mended."), [f"{LOG_PATH}:2:1"]),
    "DEC007": (tagged({"issue": "C01", "causes": ["C01.1", "unclear"]}), [f"{LOG_PATH}:2:1"]),
    "DEC008": (tagged({"issue": "C01"}, {"issue": "C02"}), [f"{LOG_PATH}:2:1"]),
}  # fmt: skip


def test_every_code_has_a_case() -> None:
    assert set(CASES) == set(all_codes())


@pytest.mark.parametrize("code", CASES)
def test_a_code_is_reported_exactly_where_it_belongs(code: str, tmp_path: Path) -> None:
    changed, places = CASES[code]
    write_files(tmp_path, {"outside.yaml": MINI})
    root = write_files(tmp_path / "workspace", {**FILES, **changed})
    problems = check(root)
    assert [str(p.location) for p in problems if p.code == code] == places
    assert problems == sort_problems(problems)
    severity = Severity.WARNING if "(warning)" in all_codes()[code] else Severity.ERROR
    for problem in problems:
        if problem.code == code:
            assert problem.severity is severity
            assert problem.message
            assert not problem.message.endswith(".")


def test_the_small_workspace_has_no_problem_of_any_code(tmp_path: Path) -> None:
    assert check(write_files(tmp_path, dict(FILES))) == []


# Near to a problem, and none.
PASSES: dict[str, Files] = {
    "a decision that was replaced is history": log(said("1", 0, tags=[{"issue": "C04"}]), said("2"), said("1", 1)),
    "a cleared finding may be gone": log(said("9", 0), said("9", 1, state="cleared", tags=[])),
    "unclear stands for any issue": tagged({"issue": "C02", "causes": ["unclear"]}),
    "one primary and one secondary": tagged({"issue": "C01"}, {"issue": "C02", "role": "secondary"}),
    "a special value alone": swap(REVIEW_PATH, "[neglect, other]", "[not_stated]"),
    "a partial date": swap(REVIEW_PATH, "2024-02-29", "2024-02"),
    "ids that only look alike": {FINDINGS_PATH: FINDINGS + '  - {id: "4.1", text: a}\n  - {id: "4.10", text: b}\n'},
    "an issue with a letter": swap(MORE_PATH, "id: X01", "id: X01a"),
    "the same cause label on two issues": swap(MINI_PATH, "label: Second", "label: Zweite"),
    "no attributes in the review": {REVIEW_PATH: "schema: 1\nid: one-review\ntitle: One\n"},
    "no attributes in the workspace": swap(SETTINGS_PATH, "attributes: taxonomy/attributes.yaml\n", ""),
    "a log without its last line feed": log(said("1"), said("2", 1).rstrip("\n")),
    "an empty log": {LOG_PATH: ""},
    "a line twice after a merge": log(said("1"), said("2", 1), said("1")),
    "what was left out, and a history": {LEFT_PATH: LEFT, HISTORY_PATH: changed() + changed(second=1)},
    "what was left out after the last finding": {LEFT_PATH: LEFT.replace('    before: "2"\n', "")},
    "a history without its last line feed": {HISTORY_PATH: changed().rstrip("\n")},
    "the report and notes beside a review": {f"{FOLDER}/report.pdf": "", f"{FOLDER}/notes.txt": "", f"{FOLDER}/.draft.yaml": ""},
    "a hidden folder among the reviews": {"data/reviews/.trash/x": ""},
    "CRLF in a taxonomy": {MINI_PATH: MINI.replace("\n", "\r\n")},
}  # fmt: skip


@pytest.mark.parametrize("name", PASSES)
def test_what_is_near_to_a_problem_and_none_passes(name: str, tmp_path: Path) -> None:
    assert check(write_files(tmp_path, {**FILES, **PASSES[name]})) == []


@pytest.mark.parametrize(
    ("attribute", "value", "message"),
    [
        ("nation", "wale", "`wale` is not a value of nation (did you mean `wales`?)"),
        ("harm", "[neglect, negligence]", "`negligence` is not a value of harm (did you mean `neglect`?)"),
        ("pages", "1.5", "pages is `1.5`; it should be a whole number"),
        ("open", "yes", "open is `yes`; it should be true or false"),
        ("day", "2024-13-01", "day is `2024-13-01`; it should be a date (write YYYY, YYYY-MM or YYYY-MM-DD)"),
        ("day", "2023-02-29", "day is `2023-02-29`; it should be a date (write YYYY, YYYY-MM or YYYY-MM-DD)"),
        ("span", "2015-2016", "span is `2015-2016`; it should be a period (write 2015, 2015-16 or 2015-16 Q2)"),
    ],
)
def test_a_value_outside_its_attribute(attribute: str, value: str, message: str, tmp_path: Path) -> None:
    text = re.sub(f"  {attribute}: .*", f"  {attribute}: {value}", REVIEW)
    problems = check(write_files(tmp_path, {**FILES, REVIEW_PATH: text}))
    assert [(p.code, f"{p.message} ({p.hint})" if p.hint else p.message) for p in problems] == [("REV011", message)]


HINTS: list[tuple[str, Callable[[], Files], str]] = [
    ("DEC001", lambda: log(said("1a")), "did you mean `1`?"),
    ("DEC002", lambda: tagged({"issue": "c01"}), "did you mean `C01`?"),
    ("TAX010", lambda: swap(MORE_PATH, "[C01]", "[c01]"), "did you mean `C01`?"),
    ("TAX013", lambda: swap(MORE_PATH, "extends: mini", "extends: min"), "did you mean `mini`?"),
    ("REV010", lambda: swap(REVIEW_PATH, "nation:", "nations:"), "did you mean `nation`?"),
    ("DEC004", lambda: tagged({"issue": "C03"}), "use C01"),
    ("CHG004", lambda: {f"{FOLDER}/left-out.yaml": ""}, "did you mean `left_out.yaml`?"),
    ("LFT003", lambda: {LEFT_PATH: LEFT.replace('"2"', "2a"), FINDINGS_PATH: FINDINGS}, "did you mean `2`?"),
]


@pytest.mark.parametrize(("code", "files", "hint"), HINTS)
def test_a_problem_says_what_was_meant(code: str, files: Callable[[], Files], hint: str, tmp_path: Path) -> None:
    problems = check(write_files(tmp_path, {**FILES, **files()}))
    assert [p.hint for p in problems if p.code == code] == [hint]


def test_all_problems_of_all_files_come_in_one_run_sorted(tmp_path: Path) -> None:
    together: Files = {}
    for code in ("YAML003", "SCH001", "ATT003", "FND004", "LOG002"):
        together |= CASES[code][0]
    problems = check(
        write_files(tmp_path, {**FILES, **together, "data/reviews/b/review.yaml": "a: [", "data/reviews/b/codings/Z.jsonl": "x\n"})
    )
    assert problems == sorted(problems, key=lambda p: (p.location, p.code))
    assert {p.location.path for p in problems} == {
        ATTRIBUTES_PATH, MINI_PATH, REVIEW_PATH, FINDINGS_PATH, LOG_PATH,
        "data/reviews/b/review.yaml", "data/reviews/b/findings.yaml", "data/reviews/b/codings/Z.jsonl",
    }  # fmt: skip


@pytest.mark.parametrize(
    "broken", [{MINI_PATH: "a: ["}, {SETTINGS_PATH: "a: ["}, {SETTINGS_PATH: "schema: 1\ntaxonomies: taxonomy/mini.yaml\n"}]
)
def test_what_cannot_be_read_makes_no_other_problem(broken: Files, tmp_path: Path) -> None:
    (path,) = broken
    assert {p.location.path for p in check(write_files(tmp_path, {**FILES, **broken}))} == {path}


def test_a_review_that_cannot_be_read_makes_no_other_problem(tmp_path: Path) -> None:
    problems = check(write_files(tmp_path, {**FILES, FINDINGS_PATH: "a: [", REVIEW_PATH: "b: {"}))
    assert [(p.location.path, p.code) for p in problems] == [(FINDINGS_PATH, "YAML003"), (REVIEW_PATH, "YAML003")]


def test_a_log_that_cannot_be_read_hides_nothing(tmp_path: Path) -> None:
    root = write_files(tmp_path, {**FILES, FINDINGS_PATH: FINDINGS + "  - {id: 2, text: again}\n"})
    (root / FOLDER / "codings" / "bert.jsonl").mkdir()
    (root / HISTORY_PATH).mkdir()
    assert [p.code for p in check(root)] == ["CHG002", "DEC006", "LOG002", "FND001"]


def test_a_file_too_large_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_source, "MAX_BYTES", len(MINI) - 1)
    problems = check(write_files(tmp_path, dict(FILES)))
    assert [(p.code, p.location.path) for p in problems] == [("YAML001", MINI_PATH)]


def test_the_shipped_workspace_has_no_problems() -> None:
    assert check(ROOT) == []


def test_the_shipped_taxonomies_pass_by_themselves() -> None:
    files = [ROOT / MINI_PATH.replace("mini", name) for name in ("lipp", "practice")]
    assert run_checks(taxonomy_snapshot(files, TaxonomySet(())), TAXONOMY_CHECKS) == []


def test_a_taxonomy_alone_misses_what_it_extends_unless_that_is_given() -> None:
    practice = [ROOT / "taxonomy" / "practice.yaml"]
    alone = run_checks(taxonomy_snapshot(practice, TaxonomySet(())), TAXONOMY_CHECKS)
    assert {p.code for p in alone} >= {"TAX012", "TAX013"}
    assert run_checks(taxonomy_snapshot(practice, open_workspace(ROOT).taxonomies), TAXONOMY_CHECKS) == []


def chain(steps: dict[str, list[str]]) -> str:
    issues = "".join(
        f"      - {{id: {name}, label: {name}, status: deprecated, replaced_by: [{', '.join(targets)}]}}\n"
        for name, targets in steps.items()
    )
    return f"schema: 1\nid: mini\nversion: 1.0.0\ntitle: T\nareas:\n  - id: C\n    label: L\n    issues:\n{issues}"


def circles(text: str, tmp_path: Path) -> list[str]:
    path = tmp_path / "t.yaml"
    path.write_text(text, encoding="utf-8")
    problems = run_checks(taxonomy_snapshot([path], TaxonomySet(())), TAXONOMY_CHECKS)
    return [p.message.partition(": ")[2] for p in problems if p.code == "TAX021"]


def test_each_circle_is_reported_once_from_its_least_member(tmp_path: Path) -> None:
    steps = {"C01": ["C02"], "C02": ["C03"], "C03": ["C01"], "C04": ["C05", "C01"], "C05": ["C04"], "C06": ["C01", "C04"]}
    assert circles(chain(steps), tmp_path) == ["C01 → C02 → C03 → C01", "C04 → C05 → C04"]
    both = circles(chain({"C01": ["C02", "C03"], "C02": ["C01"], "C03": ["C01"]}), tmp_path)
    assert sorted(both) == ["C01 → C02 → C01", "C01 → C03 → C01"]


def test_diamonds_are_no_circles_and_cost_nothing(tmp_path: Path) -> None:
    names = [f"C{n:02d}" for n in range(90)]
    steps = {name: names[at + 1 : at + 4] or ["C89"] for at, name in enumerate(names)}
    begun = time.process_time()
    assert circles(chain(steps), tmp_path) == []
    assert circles(chain({**steps, "C89": ["C00"]}), tmp_path)[0].startswith("C00 → ")
    assert time.process_time() - begun < 5


def test_every_code_used_in_the_source_is_registered_once() -> None:
    used: set[str] = set()
    for path in (ROOT / "scr_coder").rglob("*.py"):
        used |= set(re.findall(r'"((?:YAML|SCH|WSP|TAX|ATT|REV|FND|LFT|CHG|LOG|DEC)[0-9]{3})"', path.read_text(encoding="utf-8")))
    assert used == set(all_codes())
    registered = [code for module in CHECKS for code in module.CODES]
    assert len(registered) == len(set(registered))


def test_every_code_is_on_the_page_of_its_check() -> None:
    for module in CHECKS:
        page = (module.__doc__ or "") + (module.check.__doc__ or "")
        assert "Passes:" in page
        assert "Fails:" in page
        first, last = min(module.CODES), max(module.CODES)
        assert first in page
        assert last in page


def test_warnings_fail_a_strict_run_only(tmp_path: Path) -> None:
    problems = check(write_files(tmp_path, {**FILES, **CASES["DEC006"][0]}))
    assert [p.severity for p in problems] == [Severity.WARNING]
    assert not has_errors(problems)
    assert has_errors(problems, strict=True)
    assert not has_errors([], strict=True)
    assert {"id", "year"}.isdisjoint(RESERVED)
