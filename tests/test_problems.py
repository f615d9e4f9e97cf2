"""Problems as text, JSON, GitHub annotations and SARIF: exact, valid, and safe whatever a file holds."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scr_coder.checks import all_codes
from scr_coder.location import Location
from scr_coder.problem import Problem, Severity, did_you_mean, sort_problems
from scr_coder.render.problems import ProblemFormat, render_problems, snippet, summary

ROOT = Path(__file__).resolve().parent.parent
SARIF_SCHEMA = ROOT.parent / "shared" / "reference" / "sarif" / "sarif-schema-2.1.0.json"
BIDI = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
UNSAFE = {*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), *BIDI} - {"\n", "\t"}
ERROR = Problem("TAX010", Severity.ERROR, Location("taxonomy/a b.yaml", 2, 12), "`see_also` names `D70`", "did you mean `D07`?")
WARNING = Problem("LOG005", Severity.WARNING, Location("data/é.txt"), "this file is no decision log")
SOURCE = {("taxonomy/a b.yaml", 2): "see_also: [D70]"}


def source_line(path: str, line: int) -> str:
    return SOURCE.get((path, line), "")


def rendered(output: ProblemFormat, *problems: Problem, prefix: str = "") -> str:
    return render_problems(problems, output, all_codes(), prefix, source_line)


GOLDEN: dict[ProblemFormat, str] = {
    ProblemFormat.TEXT: (
        "taxonomy/a b.yaml:2:12: error TAX010: `see_also` names `D70` (did you mean `D07`?)\n"
        "    see_also: [D70]\n"
        "               ^\n"
        "data/é.txt:1:1: warning LOG005: this file is no decision log\n"
    ),
    ProblemFormat.JSON: """[
  {
    "code": "TAX010",
    "severity": "error",
    "path": "taxonomy/a b.yaml",
    "line": 2,
    "column": 12,
    "message": "`see_also` names `D70`",
    "hint": "did you mean `D07`?"
  },
  {
    "code": "LOG005",
    "severity": "warning",
    "path": "data/é.txt",
    "line": 1,
    "column": 1,
    "message": "this file is no decision log",
    "hint": ""
  }
]
""",
    ProblemFormat.GITHUB: (
        "::error file=sub dir/taxonomy/a b.yaml,line=2,col=12,title=TAX010::`see_also` names `D70` (did you mean `D07`?)\n"
        "::warning file=sub dir/data/é.txt,line=1,col=1,title=LOG005::this file is no decision log\n"
    ),
}


@pytest.mark.parametrize("output", ProblemFormat)
def test_every_format_writes_what_it_should(output: ProblemFormat) -> None:
    text = rendered(output, ERROR, WARNING, prefix="sub dir/")
    if output is ProblemFormat.SARIF:
        run = json.loads(text)["runs"][0]
        assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["LOG005", "TAX010"]
        assert run["results"][0] == {
            "ruleId": "TAX010",
            "ruleIndex": 1,
            "level": "error",
            "message": {"text": "`see_also` names `D70` (did you mean `D07`?)"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "sub%20dir/taxonomy/a%20b.yaml"},
                        "region": {"startLine": 2, "startColumn": 12},
                    }
                }
            ],
        }
        assert run["results"][1]["level"] == "warning"
        assert run["columnKind"] == "unicodeCodePoints"
    else:
        assert text == GOLDEN[output]


@pytest.mark.parametrize("output", ProblemFormat)
def test_every_format_can_say_that_there_is_nothing(output: ProblemFormat) -> None:
    text = rendered(output)
    if output is ProblemFormat.SARIF:
        assert json.loads(text)["runs"][0]["results"] == []
    else:
        assert text == ("[]\n" if output is ProblemFormat.JSON else "")


def test_colour_marks_the_severity_only() -> None:
    text = render_problems([ERROR, WARNING], ProblemFormat.TEXT, {}, colour=True)
    assert "12: \x1b[31merror\x1b[0m TAX010" in text
    assert "1: \x1b[33mwarning\x1b[0m LOG005" in text
    assert text.replace("\x1b[31m", "").replace("\x1b[33m", "").replace("\x1b[0m", "") == render_problems(
        [ERROR, WARNING], ProblemFormat.TEXT, {}
    )


SNIPPETS: dict[str, tuple[str, int, str]] = {
    "first column": ("abc", 1, "    abc\n    ^\n"),
    "after the end": ("abc", 4, "    abc\n       ^\n"),
    "in white space at the end": ("key:   ", 7, "    key:\n          ^\n"),
    "far after the end": ("abc", 99, "    abc\n       ^\n"),
    "after wide characters": ("漢字: x", 5, "    漢字: x\n          ^\n"),
    "after full-width characters": ("\uff21: x", 4, "    \uff21: x\n        ^\n"),
    "after a combining accent": ("e\u0301: x", 5, "    e\u0301: x\n       ^\n"),
    "after a mark of class 0": ("\u0915\u0941: x", 5, "    \u0915\u0941: x\n       ^\n"),
    "after joined emoji": ("\U0001f468\u200d\U0001f469: x", 6, "    \U0001f468\u200d\U0001f469: x\n          ^\n"),
    "after a tab": ("a\tb", 3, "    a b\n      ^\n"),
    "after a control character": ("a\x1bb", 3, "    a\ufffdb\n      ^\n"),
    "long line, start": ("x" * 100, 3, "    " + "x" * 76 + "\n      ^\n"),
    "long line, middle": ("a" * 100 + "!" + "b" * 100, 101, "    " + "a" * 38 + "!" + "b" * 37 + "\n    " + " " * 38 + "^\n"),
    "long line, end": ("a" * 199 + "!", 200, "    " + "a" * 75 + "!\n    " + " " * 75 + "^\n"),
    "long line, after the end": ("a" * 199 + "!", 201, "    " + "a" * 75 + "!\n    " + " " * 76 + "^\n"),
}


@pytest.mark.parametrize("name", SNIPPETS)
def test_the_caret_stands_under_its_column(name: str) -> None:
    source, column, expected = SNIPPETS[name]
    assert snippet(source, column) == expected


def test_text_shows_no_empty_line() -> None:
    SOURCE[("blank", 1)] = "   "
    assert rendered(ProblemFormat.TEXT, Problem("X", Severity.ERROR, Location("blank"), "m")) == "blank:1:1: error X: m\n"


def test_github_escapes_as_the_toolkit_does() -> None:
    problem = Problem("LOG002", Severity.ERROR, Location("a,b:c%d.yaml", 3, 4), "100%,\nnot: this\r", "50%")
    assert rendered(ProblemFormat.GITHUB, problem) == (
        "::error file=a%2Cb%3Ac%25d.yaml,line=3,col=4,title=LOG002::100%25,%0Anot: this\ufffd (50%25)\n"
    )


NASTY = st.text(st.sampled_from([*"ab% ,:\n\t", *sorted(UNSAFE), "é", "漢", "\udce9"]), min_size=1, max_size=12)


@pytest.mark.parametrize("output", ProblemFormat)
def test_nothing_a_file_holds_comes_out_raw(output: ProblemFormat) -> None:
    @settings(deadline=None)
    @given(NASTY, NASTY, NASTY, NASTY)
    def safe(path: str, message: str, hint: str, source: str) -> None:
        problem = Problem("LOG002", Severity.ERROR, Location(path, 1, 2), message, hint)
        text = render_problems([problem], output, all_codes(), "", lambda _path, _line: source)
        assert not UNSAFE & set(text)
        text.encode("utf-8")
        if output is ProblemFormat.GITHUB:
            assert text.count("\n") == 1
        elif output is ProblemFormat.TEXT:
            assert text.count("\n") in (1, 3)
        elif output is ProblemFormat.JSON:
            (read,) = json.loads(text)
            assert (read["path"], read["message"], read["hint"]) == (path, message, hint)
        else:
            assert unquote(sarif_uri(text), errors="surrogateescape") == path

    safe()


def sarif_uri(text: str) -> str:
    return str(json.loads(text)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])


def test_sarif_is_valid() -> None:
    if not SARIF_SCHEMA.is_file():
        pytest.skip(f"the official schema is not here: {SARIF_SCHEMA}")
    validator = jsonschema.Draft4Validator(
        json.loads(SARIF_SCHEMA.read_text(encoding="utf-8")), format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER
    )
    every = [Problem(code, severity, Location("a b/%é:c.yaml", 3, 4), text) for code, text in all_codes().items() for severity in Severity]
    for problems in ([], [ERROR, WARNING], every):
        document = json.loads(rendered(ProblemFormat.SARIF, *problems, prefix="my folder/"))
        assert sorted(error.message for error in validator.iter_errors(document)) == []
        results = document["runs"][0]["results"]
        assert len(results) == len(problems)
        rules = document["runs"][0]["tool"]["driver"]["rules"]
        assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in results)
    broken = json.loads(rendered(ProblemFormat.SARIF, ERROR))
    broken["runs"][0]["results"][0]["level"] = "fatal"
    assert not validator.is_valid(broken)


def test_the_summary_counts() -> None:
    assert summary([]) == "no problems"
    assert summary([ERROR]) == "1 error"
    assert summary([WARNING, WARNING]) == "2 warnings"
    assert summary([ERROR, WARNING, ERROR]) == "2 errors, 1 warning"


def test_problems_sort_by_place_and_count_once() -> None:
    def at(path: str, line: int, column: int, code: str = "A", message: str = "") -> Problem:
        return Problem(code, Severity.ERROR, Location(path, line, column), message)

    order = [at("a", 1, 2), at("a", 2, 1), at("a", 2, 1, "B"), at("a", 2, 1, "B", "z"), at("a", 10, 1), at("b", 1, 1)]
    assert sort_problems([*reversed(order), *order]) == order


@pytest.mark.parametrize(
    ("wrong", "known", "hint"),
    [
        ("c02", ["C02", "C03"], "did you mean `C02`?"),
        ("lip", ["lipp", "practice"], "did you mean `lipp`?"),
        ("prac", ["lipp", "practice"], "did you mean `practice`?"),
        ("label", ["labels", "table"], "did you mean `labels`?"),
        ("zzz", ["lipp", "practice"], ""),
        ("", ["lipp"], ""),
        ("x", [], ""),
    ],
)
def test_a_hint_names_the_nearest(wrong: str, known: list[str], hint: str) -> None:
    assert did_you_mean(wrong, known) == hint


def test_a_problem_is_one_line_of_text() -> None:
    assert str(ERROR) == "taxonomy/a b.yaml:2:12: error TAX010: `see_also` names `D70` (did you mean `D07`?)"
    assert str(WARNING) == "data/é.txt:1:1: warning LOG005: this file is no decision log"


def refusals() -> Iterator[tuple[str, str]]:
    """Each hint of a refusal in the source, where it begins with words of its own, by its place."""
    for path in sorted((ROOT / "scr_coder").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("ScrError", "Unreadable"):
                for hint in node.args[1:2]:
                    begins = hint.values[0] if isinstance(hint, ast.JoinedStr) else hint
                    if isinstance(begins, ast.Constant) and isinstance(begins.value, str):
                        yield f"{path.name}:{node.lineno}", begins.value


def test_hints_follow_their_message_in_brackets_and_begin_in_lower_case() -> None:
    found = list(refusals())
    assert len(found) > 100
    assert [place for place, hint in found if hint[:1].isupper()] == []
