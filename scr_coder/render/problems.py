"""Problems as text, JSON, GitHub annotations and SARIF 2.1.0."""

from __future__ import annotations

import enum
import json
import os
from collections.abc import Callable, Mapping, Sequence
from typing import assert_never
from urllib.parse import quote

from scr_coder.problem import Problem, Severity
from scr_coder.text import count_of, escaped, one_line, printable
from scr_coder.version import VERSION

SourceLine = Callable[[str, int], str]


class ProblemFormat(enum.StrEnum):
    """How `scr check` prints problems."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


def render_problems(
    problems: Sequence[Problem],
    output: ProblemFormat,
    codes: Mapping[str, str],
    prefix: str = "",
    source_line: SourceLine | None = None,
    colour: bool = False,
) -> str:
    """Return problems in a format.

    ``codes`` says what each code means (SARIF rules); ``prefix`` is put before paths for GitHub and SARIF, which count
    from the top of the repository; ``source_line(path, line)`` gives the line to show under a problem in text.
    """
    match output:
        case ProblemFormat.TEXT:
            return "".join(_text(problem, source_line, colour) for problem in problems)
        case ProblemFormat.JSON:
            return escaped(json.dumps([_plain(problem) for problem in problems], ensure_ascii=False, indent=2)) + "\n"
        case ProblemFormat.GITHUB:
            return "".join(_github(problem, prefix) for problem in problems)
        case ProblemFormat.SARIF:
            return escaped(json.dumps(_sarif(problems, codes, prefix), ensure_ascii=False, indent=2)) + "\n"
        case _ as never:
            assert_never(never)


def summary(problems: Sequence[Problem]) -> str:
    """Return the closing line: how many errors and warnings, or that there are none."""
    if not problems:
        return "no problems"
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    parts = [count_of(errors, "error")] * bool(errors) + [count_of(warnings, "warning")] * bool(warnings)
    return ", ".join(parts)


def _text(problem: Problem, source_line: SourceLine | None, colour: bool) -> str:
    severity = problem.severity.value
    if colour:
        severity = f"\x1b[{'31' if problem.severity is Severity.ERROR else '33'}m{severity}\x1b[0m"
    hint = f" ({one_line(problem.hint)})" if problem.hint else ""
    line = f"{one_line_keeping_width(str(problem.location))}: {severity} {problem.code}: {one_line(problem.message)}{hint}\n"
    if source_line is None:
        return line
    source = source_line(problem.location.path, problem.location.line)
    return line + snippet(source, problem.location.column) if source.strip() else line


def snippet(source: str, column: int, width: int = 76) -> str:
    """Return a source line and a caret under ``column`` (from 1), cut around it to ``width`` columns."""
    import unicodedata

    start = max(0, min(column - 1 - width // 2, len(source) - width))
    shown = one_line_keeping_width(source[start : start + width])
    before = shown[: column - 1 - start]
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in before)
    flat = sum(unicodedata.category(char) in ("Mn", "Me", "Cf") for char in before)  # combining marks and joiners
    return f"    {shown.rstrip()}\n    {' ' * (len(before) + wide - flat)}^\n"


def one_line_keeping_width(text: str) -> str:
    """Return ``text`` printable, with tabs as single spaces so that a caret stays under its column."""
    return printable(text.replace("\t", " ")).replace("\n", " ")


def _plain(problem: Problem) -> dict[str, str | int]:
    path, line, column = problem.location
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "path": path,
        "line": line,
        "column": column,
        "message": problem.message,
        "hint": problem.hint,
    }


def _github(problem: Problem, prefix: str) -> str:
    """Return a workflow command; the escapes are those of the Actions toolkit."""

    def data(text: str) -> str:
        return printable(text).replace("%", "%25").replace("\n", "%0A")

    def value(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    path, line, column = problem.location
    hint = f" ({problem.hint})" if problem.hint else ""
    where = f"file={value(prefix + path)},line={line},col={column},title={value(problem.code)}"
    return f"::{problem.severity.value} {where}::{data(problem.message + hint)}\n"


def _sarif(problems: Sequence[Problem], codes: Mapping[str, str], prefix: str) -> dict[str, object]:
    used = sorted({problem.code for problem in problems})
    index = {code: number for number, code in enumerate(used)}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "scr_coder",
                        "semanticVersion": VERSION,
                        "rules": [{"id": code, "shortDescription": {"text": codes[code]}} for code in used],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [
                    {
                        "ruleId": problem.code,
                        "ruleIndex": index[problem.code],
                        "level": problem.severity.value,
                        "message": {"text": f"{problem.message} ({problem.hint})" if problem.hint else problem.message},
                        "locations": [
                            {
                                "physicalLocation": {
                                    "artifactLocation": {"uri": quote(os.fsencode(prefix + problem.location.path))},
                                    "region": {
                                        "startLine": problem.location.line,
                                        "startColumn": problem.location.column,
                                    },
                                }
                            }
                        ],
                    }
                    for problem in problems
                ],
            }
        ],
    }
