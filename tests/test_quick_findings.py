"""The quick reading of findings gives what the YAML reader gives, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scr_coder.review import Finding
from scr_coder.review.quick import FORM, QuickFinding, quick_findings, quick_texts
from scr_coder.review.read import read_findings
from scr_coder.starting import FINDINGS_SAMPLE
from scr_coder.text import text_hash

ROOT = Path(__file__).resolve().parent.parent


def slowly(data: bytes, folder: Path) -> list[tuple[str, str]] | None:
    path = folder / "findings.yaml"
    path.write_bytes(data)
    findings, problems = read_findings(path, "findings.yaml")
    quick = quick_texts(data)
    if quick is not None and findings is not None and not problems:
        assert [tuple(one) for one in quick] == [(f.id, f.page, f.paragraph, f.lines, f.text) for f in findings]
        assert [one.locator for one in quick] == [f.locator for f in findings]
    return None if problems or findings is None else [(finding.id, text_hash(finding.text)) for finding in findings]


@pytest.mark.parametrize("path", sorted((ROOT / "data" / "reviews").glob("*/findings.yaml")), ids=lambda p: p.parent.name)
def test_the_shipped_findings_are_read_quickly(path: Path, tmp_path: Path) -> None:
    quick = quick_findings(path.read_bytes())
    assert quick
    assert quick == slowly(path.read_bytes(), tmp_path)


def test_the_form_and_the_sample_are_read_quickly(tmp_path: Path) -> None:
    for text in (FORM, FINDINGS_SAMPLE):
        assert quick_findings(text.encode()) == slowly(text.encode(), tmp_path) != None  # noqa: E711  one comparison for both


OTHER = {
    "flow style": 'schema: 1\nfindings: [{id: "1", text: x}]\n',
    "quoted text": 'schema: 1\nfindings:\n  - id: "1"\n    text: "x"\n',
    "folded text": 'schema: 1\nfindings:\n  - id: "1"\n    text: >-\n      x\n      y\n',
    "kept line feeds": 'schema: 1\nfindings:\n  - id: "1"\n    text: |+\n      x\n\n',
    "deeper first line": 'schema: 1\nfindings:\n  - id: "1"\n    text: |-\n        x\n      y\n',
    "deeper later line": 'schema: 1\nfindings:\n  - id: "1"\n    text: |-\n      x\n        y\n',
    "blank first line": 'schema: 1\nfindings:\n  - id: "1"\n    text: |-\n\n      x\n',
    "carriage returns": 'schema: 1\r\nfindings:\r\n  - id: "1"\r\n    text: |-\r\n      x\r\n',
    "byte order mark": '\ufeffschema: 1\nfindings:\n  - id: "1"\n    text: |-\n      x\n',
    "line separator": 'schema: 1\nfindings:\n  - id: "1"\n    text: |-\n      x\u2028y\n',
    "no last line feed": 'schema: 1\nfindings:\n  - id: "1"\n    text: |-\n      x',
    "a comment inside": 'schema: 1\nfindings:\n  # here\n  - id: "1"\n    text: |-\n      x\n',
    "an escape": 'schema: 1\nfindings:\n  - id: "1"\n    heading: "a\\tb"\n    text: |-\n      x\n',
    "another field": 'schema: 1\nfindings:\n  - id: "1"\n    note: x\n    text: |-\n      x\n',
    "something after": 'schema: 1\nfindings:\n  - id: "1"\n    text: |-\n      x\nmore: 1\n',
    "none": "schema: 1\nfindings: []\n",
}


@pytest.mark.parametrize("name", OTHER)
def test_any_other_form_is_left_to_the_reader(name: str, tmp_path: Path) -> None:
    quick = quick_findings(OTHER[name].encode())
    assert quick is None or quick == slowly(OTHER[name].encode(), tmp_path)


def test_which_forms_are_left_to_the_reader() -> None:
    assert {name for name, text in OTHER.items() if quick_findings(text.encode()) is not None} == set()


words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)
lines = st.lists(words, min_size=1, max_size=4).map("\n      ".join)
parts = st.sampled_from(
    [
        "    kind: numbered\n",
        '    locator:\n      page: "1"\n      lines: 4-7 \n',
        '    locator:\n      paragraph: "4.10"\n',
        '    heading: "A: b # c"\n',
        "    heading: Plain words\n",
        "    section:\n      - One\n",
    ]
)


entries = st.tuples(st.from_regex(r"[A-Za-z0-9._()-]{1,6}", fullmatch=True), st.lists(parts, max_size=2), lines)


@given(st.lists(entries, min_size=1, max_size=3))
def test_what_is_read_quickly_is_what_yaml_says(
    tmp_path_factory: pytest.TempPathFactory, entries: list[tuple[str, list[str], str]]
) -> None:
    text = "schema: 1\nfindings:\n"
    for name, more, body in entries:
        text += f'  - id: "{name}"\n{"".join(more)}    text: |-\n      {body}\n'
    data = text.encode()
    quick = quick_findings(data)
    if quick is not None:
        slow = slowly(data, tmp_path_factory.getbasetemp())
        assert slow is None or quick == slow


@given(st.binary(max_size=80))
def test_no_bytes_break_it(data: bytes) -> None:
    assert quick_findings(data) is None
    assert quick_findings(b"schema: 1\nfindings:\n" + data) is None or data == b""


@pytest.mark.parametrize(
    ("name", "paragraph", "words"),
    [
        ("4.17", "4.17", "page 12, lines 3-4"),
        ("p12.3", "p12.3", "page 12, lines 3-4"),
        ("4.17-b", "4.17", "page 12, paragraph 4.17, lines 3-4"),
        ("4.17(a)", "(a)", "page 12, paragraph (a), lines 3-4"),
        ("p12.3", "", "page 12, lines 3-4"),
    ],
)
def test_a_locator_does_not_repeat_the_id(name: str, paragraph: str, words: str) -> None:
    assert Finding(name, "numbered", "12", paragraph, "3-4", "", (), "One.", 1, 1).locator == words
    assert QuickFinding(name, "12", paragraph, "3-4", "One.").locator == words
