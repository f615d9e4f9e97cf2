"""What is written of a review is read back to the letter, and what can be read quickly is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scr_coder.review import Finding, LeftOut, RemovedText, read_findings, read_left_out, read_review
from scr_coder.review.quick import FORM, quick_findings
from scr_coder.review.write import findings_yaml, left_out_yaml, literal, quoted, review_yaml
from scr_coder.text import text_hash

ROOT = Path(__file__).resolve().parent.parent

# Everything that text can hold but lone surrogates, with what YAML is touchy about much more often than chance would have it.
TOUCHY = list("\x00\x07\t\x1b\x1c\x7f\x85\x9f\xa0\u2028\u2029\u202e\ufeff\ufffe\uffff\ufffd\U0001f600 \"'\\#:-|>&*!%@`{}[],?~\r")
CHARACTERS = st.one_of(st.sampled_from([*TOUCHY, "\n", " ", "a", "é", "…"]), st.characters(exclude_categories=["Cs"]))
TEXT = st.text(CHARACTERS, min_size=1, max_size=30)
SHORT = st.text(CHARACTERS, min_size=1, max_size=15)
PLAIN = st.text(st.sampled_from("abc é’–\n#:-"), min_size=1, max_size=20)
IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._()-]{0,7}", fullmatch=True)
KINDS = st.sampled_from(["numbered", "paragraph", "bullet", "box", "recommendation", "table"])
LINES = st.from_regex(r"([0-9]{1,3}(-[0-9]{1,3})?)?", fullmatch=True)


def findings(text: st.SearchStrategy[str], short: st.SearchStrategy[str]) -> st.SearchStrategy[Finding]:
    some = st.just("") | short
    return st.builds(Finding, IDS, KINDS, some, some, LINES, some, st.lists(short, max_size=3).map(tuple), text, st.just(0), st.just(0))


def without_places(finding: Finding) -> Finding:
    return finding._replace(line=0, column=0)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(text.encode("utf-8"))
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("written")


@settings(deadline=None, max_examples=150)
@given(st.lists(findings(TEXT, SHORT), max_size=3), st.just("") | SHORT)
def test_findings_are_read_back_to_the_letter(folder: Path, given_findings: list[Finding], comment: str) -> None:
    path = write(folder, "findings.yaml", findings_yaml(given_findings, comment))
    read, problems = read_findings(path, "f")
    assert problems == []
    assert read is not None
    assert [without_places(finding) for finding in read] == given_findings
    quick = quick_findings(path.read_bytes())
    assert quick is None or quick == [(finding.id, text_hash(finding.text)) for finding in given_findings]


LEFT = st.builds(LeftOut, findings(TEXT, SHORT), SHORT, st.just("") | IDS)
REMOVED = st.builds(RemovedText, SHORT, TEXT, st.just("") | SHORT)


@settings(deadline=None, max_examples=100)
@given(st.lists(LEFT, max_size=3), st.lists(REMOVED, max_size=3), st.just("") | SHORT)
def test_what_was_left_out_is_read_back_to_the_letter(folder: Path, left: list[LeftOut], removed: list[RemovedText], comment: str) -> None:
    read, problems = read_left_out(write(folder, "left_out.yaml", left_out_yaml(left, removed, comment)), "f")
    assert problems == []
    assert read is not None
    assert [one._replace(finding=without_places(one.finding)) for one in read[0]] == left
    assert read[1] == removed


NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True)
VALUES = st.lists(SHORT, min_size=1, max_size=3, unique=True).map(tuple)


@settings(deadline=None, max_examples=100)
@given(
    TEXT,
    st.fixed_dictionaries({}, optional={"description": TEXT, "file": SHORT, "pages": st.integers(0, 9999), "importer": SHORT}),
    st.dictionaries(NAMES, VALUES, max_size=4),
    SHORT,
)
def test_a_review_is_read_back_to_the_letter(
    folder: Path, title: str, source: dict[str, str | int], attributes: dict[str, tuple[str, ...]], remark: str
) -> None:
    text = review_yaml("a-review.1", title, source, attributes, dict.fromkeys(list(attributes)[:2], remark))
    read, problems = read_review(write(folder, "review.yaml", text), "f")
    assert problems == []
    assert read is not None
    assert (read.id, read.title) == ("a-review.1", title)
    assert read.source == {name: str(value) for name, value in source.items()}
    assert read.attributes == attributes


ONE_LINE = PLAIN.filter(lambda text: "\n" not in text)
TIDY = PLAIN.filter(lambda text: text == text.strip() and all(line == line.strip() for line in text.split("\n")))


@settings(deadline=None, max_examples=100)
@given(st.lists(findings(TIDY, ONE_LINE), min_size=1, max_size=3))
def test_text_without_blanks_at_the_ends_of_lines_is_read_quickly(given_findings: list[Finding]) -> None:
    quick = quick_findings(findings_yaml(given_findings, "Imported").encode())
    assert quick == [(finding.id, text_hash(finding.text)) for finding in given_findings]


LITERAL = ["a", "a\nb", "a\n\nb", "a: b # c", "- a", "“a”", "’", "\U0001f600", "#", "|", "\u3042"]
QUOTED = [
    "",
    "a\tb",
    " a",
    "a ",
    "a\n",
    "\na",
    "a\n b",
    "a \nb",
    "a\n\tb",
    "\x00a",
    "\x7fa",
    "a\x85b",
    "\u2028",
    "\ufeffa",
    "a\ufffe",
    "a\r\nb",
    "\xa0a",
]


def test_which_text_stands_as_it_is() -> None:
    assert {text for text in LITERAL if not literal(text, "  ").startswith("|-\n")} == set()
    assert {text for text in QUOTED if not literal(text, "  ").startswith('"')} == set()


@given(TEXT)
@example("\x7f\u2028\ufeff\ufffe")
def test_quotes_hold_text_on_one_printable_line(text: str) -> None:
    assert not set(quoted(text)) & {"\n", "\r", "\x85", "\u2028", "\u2029", "\x00", "\x7f", "\ufeff"}


def test_the_form_is_the_one_that_the_quick_reading_names() -> None:
    finding = Finding("4.1", "numbered", "12", "4.1", "", "Findings", ("Findings",), "The text, one line for each paragraph.", 0, 0)
    plain = FORM.replace("heading: Findings", 'heading: "Findings"').replace("- Findings", '- "Findings"')
    assert findings_yaml([finding]).partition("\n")[2] == plain


def test_every_shipped_finding_is_written_in_the_quick_form() -> None:
    for path in sorted((ROOT / "data" / "reviews").glob("*/findings.yaml")):
        read, _ = read_findings(path, "f")
        assert read
        assert quick_findings(findings_yaml(read).encode()) == [(finding.id, text_hash(finding.text)) for finding in read]


SCRIPT = """
import sys
from pathlib import Path
from scr_coder.files import write_atomic
from scr_coder.review import Finding, LeftOut, RemovedText, read_findings, read_left_out, read_review
from scr_coder.review.write import findings_yaml, left_out_yaml, review_yaml
one = Finding("1", "box", "xii", "4.1", "1-2", "Über “alles”", ("Ä",), "naïve – 日本\\n\\x85\\u2028é", 0, 0)
folder = Path(sys.argv[1])
write_atomic(folder / "findings.yaml", findings_yaml([one], "Bericht über"))
write_atomic(folder / "left_out.yaml", left_out_yaml([LeftOut(one, "Überschrift", "1")], [RemovedText("Fuß", "é", "2-60")]))
write_atomic(folder / "review.yaml", review_yaml("ab", "Füße", {"file": "é.pdf"}, {"board": ("Ö",)}, {"board": "geschätzt – é"}))
for read in (read_findings, read_left_out, read_review):
    value, problems = read(folder / (read.__name__[5:] + ".yaml"), "f")
    assert value is not None and not problems, problems
"""


@pytest.mark.parametrize(
    "env", [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"LC_ALL": "C.UTF-8"}, {"PYTHONIOENCODING": "latin-1", "LC_ALL": "POSIX"}]
)
def test_nothing_depends_on_the_locale(env: dict[str, str], tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    script = write(tmp_path, "script.py", SCRIPT)
    ran = subprocess.run([sys.executable, script, tmp_path], env=kept | {"PYTHONPATH": str(ROOT), **env}, capture_output=True, timeout=60)
    assert ran.returncode == 0, ran.stderr.decode()
    here = Finding("1", "box", "xii", "4.1", "1-2", "Über “alles”", ("Ä",), "naïve – 日本\n\x85\u2028é", 0, 0)
    assert (tmp_path / "findings.yaml").read_bytes() == findings_yaml([here], "Bericht über").encode()
    assert b"\r" not in (tmp_path / "left_out.yaml").read_bytes()
