"""Write ``findings.yaml``, ``left_out.yaml`` and ``review.yaml``: the one form that `scr` gives them.

What is written is read back as it was given, to the letter (`tests/test_review_write.py`). Findings that need no
escapes are in the form that `review.quick` takes apart at once. Text holds no lone surrogates: YAML and UTF-8 know none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from scr_coder.review.model import Finding, LeftOut, RemovedText

GUESSED = "guessed from the title page"
"""How the comment above an attribute begins that was guessed."""
_HEAD = "# yaml-language-server: $schema=../../../taxonomy/schema/{name}.schema.json\n"
# What stands in a literal block as it is: no control characters, no blank at either end of a line, no empty line at either end.
_LITERAL = re.compile(r"(?!\s)(?:[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|\n(?=[^ \t]))+")
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def quoted(text: str) -> str:
    """Return ``text`` in double quotes, on one line, as YAML (and JSON) reads it back."""
    return _ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", json.dumps(text, ensure_ascii=False))


def literal(text: str, indent: str) -> str:
    """Return ``text`` as a literal block with ``indent`` where that keeps every character, else in double quotes."""
    if not _LITERAL.fullmatch(text) or text.endswith("\n") or re.search(r"[ \t](\n|$)", text):
        return quoted(text)
    lines = [indent + line if line else "" for line in text.split("\n")]
    return "|-\n" + "\n".join(lines)


def findings_yaml(findings: Iterable[Finding], comment: str = "") -> str:
    """Return the text of a ``findings.yaml``; ``comment`` goes into its head, one line."""
    entries = "".join(finding_entry(finding) for finding in findings)
    return _HEAD.format(name="findings") + _comment(comment) + "schema: 1\nfindings:" + (f"\n{entries}" if entries else " []\n")


def left_out_yaml(left_out: Iterable[LeftOut], removed: Iterable[RemovedText], comment: str = "") -> str:
    """Return the text of a ``left_out.yaml``: what is in the report and not among its findings."""
    entries = "".join(left_out_entry(one) for one in left_out)
    lines = [_HEAD.format(name="left_out"), _comment(comment), "schema: 1\nparagraphs:", f"\n{entries}" if entries else " []\n"]
    return "".join(lines) + boilerplate_yaml(removed)


def boilerplate_yaml(removed: Iterable[RemovedText]) -> str:
    """Return the end of a ``left_out.yaml``: the boilerplate."""
    entries = "".join(
        f"  - reason: {quoted(one.reason)}\n" + (f"    pages: {quoted(one.pages)}\n" if one.pages else "")
        + f"    text: {literal(one.text, ' ' * 6)}\n"
        for one in removed
    )  # fmt: skip
    return "boilerplate:" + (f"\n{entries}" if entries else " []\n")


def review_yaml(
    review_id: str,
    title: str,
    source: Mapping[str, str | int],
    attributes: Mapping[str, tuple[str, ...]],
    remarks: Mapping[str, str],
) -> str:
    """Return the text of a ``review.yaml``. ``remarks`` maps attributes to a comment that stands above each."""
    lines = [_HEAD.format(name="review"), f"schema: 1\nid: {review_id}\ntitle: {quoted(title)}\n"]
    if source:
        lines.append("source:\n")
        lines += [f"  {name}: {value if isinstance(value, int) else quoted(value)}\n" for name, value in source.items()]
    if attributes:
        lines.append("attributes:\n")
    for name, values in attributes.items():
        if comment := _comment(remarks.get(name, "")):
            lines.append(f"  {comment}")
        value = quoted(values[0]) if len(values) == 1 else "[" + ", ".join(quoted(one) for one in values) + "]"
        lines.append(f"  {name}: {value}\n")
    return "".join(lines)


_UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


def _comment(text: str) -> str:
    line = _UNWRITABLE.sub("\ufffd", " ".join(text.split()))
    return f"# {line}\n" if line else ""


def finding_entry(finding: Finding) -> str:
    """Return one entry of a ``findings.yaml``."""
    return _entry(finding, [])


def left_out_entry(one: LeftOut) -> str:
    """Return one entry of the paragraphs of a ``left_out.yaml``."""
    return _entry(one.finding, [("reason", one.reason), ("before", one.before)])


def _entry(finding: Finding, more: list[tuple[str, str]]) -> str:
    lines = [f'  - id: "{finding.id}"\n', f"    kind: {finding.kind}\n"]
    lines += [f"    {name}: {quoted(value)}\n" for name, value in more if value]
    locator = [("page", finding.page), ("paragraph", finding.paragraph), ("lines", finding.lines)]
    if any(value for _, value in locator):
        lines.append("    locator:\n")
        lines += [f"      {name}: {quoted(value)}\n" for name, value in locator if value]
    if finding.heading:
        lines.append(f"    heading: {quoted(finding.heading)}\n")
    if finding.section:
        lines.append("    section:\n")
        lines += [f"      - {quoted(part)}\n" for part in finding.section]
    lines.append(f"    text: {literal(finding.text, ' ' * 6)}\n")
    return "".join(lines)
