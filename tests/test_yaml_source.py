"""Reading YAML: every trap of the format ends as one located problem, quickly, and text stays text."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scr_coder import yaml_source
from scr_coder.problem import Severity
from scr_coder.yaml_source import Mapping, Node, Scalar, Sequence, parse_yaml, read_yaml

ROOT = Path(__file__).resolve().parent.parent
LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # what libyaml counts as the end of a line


def plain(node: Node | None) -> object:
    """Return a node as dicts, lists and text."""
    if isinstance(node, Mapping):
        return {name: plain(value) for name, value in node.items.items()}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return None if node is None else node.text


def found(data: bytes) -> list[tuple[str, int, int]]:
    problems = parse_yaml(data, "f.yaml")[1]
    assert all(problem.location.path == "f.yaml" and problem.message for problem in problems)
    return [(problem.code, problem.location.line, problem.location.column) for problem in problems]


# name: (bytes, [(code, line, column)], message of the first)
TRAPS: dict[str, tuple[bytes, list[tuple[str, int, int]], str]] = {
    "duplicate key": (b"a: 1\nb: 2\na: 3\n", [("YAML007", 3, 1)], "`a` is given twice; the first is on line 1"),
    "duplicate key, nested": (b"x:\n  a: 1\n  a: 2\n", [("YAML007", 3, 3)], "`a` is given twice; the first is on line 2"),
    "duplicate key, quoted": (b'a: 1\n"a": 2\n', [("YAML007", 2, 1)], "`a` is given twice; the first is on line 1"),
    "the same key three times": (b"{a: 1, a: 2, a: 3}", [("YAML007", 1, 8), ("YAML007", 1, 14)], "`a` is given twice; the first is on line 1"),  # noqa: E501
    "duplicate after CRLF": (b"a: 1\r\nb: 2\r\na: 3\r\n", [("YAML007", 3, 1)], "`a` is given twice; the first is on line 1"),
    "duplicate after CR alone": (b"a: 1\rb: 2\ra: 3\r", [("YAML007", 3, 1)], "`a` is given twice; the first is on line 1"),
    "duplicate after BOM": (b"\xef\xbb\xbfa: 1\na: 2\n", [("YAML005", 1, 1), ("YAML007", 2, 1)], "the file begins with a byte order mark"),
    "anchor and alias": (b"a: &x 1\nb: *x\n", [("YAML009", 1, 4), ("YAML009", 2, 4)], "anchors (`&x`) are not used here"),
    "alias alone": (b"a: *x\n", [("YAML009", 1, 4)], "aliases (`*x`) are not used here"),
    "alias as key": (b"*x : 1\n", [("YAML009", 1, 1)], "aliases (`*x`) are not used here"),
    "anchor on a list": (b"a: &x [1]\n", [("YAML009", 1, 4)], "anchors (`&x`) are not used here"),
    "anchor on a mapping": (b"- &x {a: 1}\n", [("YAML009", 1, 3)], "anchors (`&x`) are not used here"),
    "anchor on a key": (b"&x a: 1\n", [("YAML009", 1, 1)], "anchors (`&x`) are not used here"),
    "merge key": (b"a:\n  <<: {b: 1}\n", [("YAML009", 2, 3)], "merge keys (`<<`) are not used here"),
    "tag of a type": (b"a: !!int 3\n", [("YAML009", 1, 4)], "tags (`tag:yaml.org,2002:int`) are not used here"),
    "tag of Python": (
        b"a: !!python/object/apply:os.system [ls]\n",
        [("YAML009", 1, 4)],
        "tags (`tag:yaml.org,2002:python/object/apply:os.system`) are not used here",
    ),
    "tag of one's own": (b"a: !mine {b: 1}\n", [("YAML009", 1, 4)], "tags (`!mine`) are not used here"),
    "tag on quoted text": (b'a: !!str "x"\n', [("YAML009", 1, 4)], "tags (`tag:yaml.org,2002:str`) are not used here"),
    "list as key": (b"? [a, b]\n: c\n", [("YAML010", 1, 3)], "a name must be plain text, not a list or a mapping"),
    "mapping as key": (b"{a: 1}: c\n", [("YAML010", 1, 1)], "a name must be plain text, not a list or a mapping"),
    "tab as indentation": (b"a:\n\tb: 1\n", [("YAML003", 2, 1)], "a tab cannot be used here"),
    "BOM": (b"\xef\xbb\xbfa: 1\n", [("YAML005", 1, 1)], "the file begins with a byte order mark"),
    "BOM inside": ("a: é\ufeffx\n".encode(), [("YAML006", 1, 5)], "control character U+FEFF"),
    "NUL": (b"a: b\nc: \x00d\n", [("YAML006", 2, 4)], "control character U+0000"),
    "escape character": (b"a: b\n\nc: \x1b[31m\n", [("YAML006", 3, 4)], "control character U+001B"),
    "C1 control": ("a: \x9b31m\n".encode(), [("YAML006", 1, 4)], "control character U+009B"),
    "DEL": (b"a: \x7f\n", [("YAML006", 1, 4)], "control character U+007F"),
    "not a character": ("a: \uffff\n".encode(), [("YAML006", 1, 4)], "control character U+FFFF"),
    "not UTF-8": (b"a: \xff\n", [("YAML004", 1, 4)], "byte 0xff is not UTF-8"),
    "not UTF-8 after multi-byte": ("a: é漢𝄞".encode() + b"\xff\n", [("YAML004", 1, 7)], "byte 0xff is not UTF-8"),
    "not UTF-8 on line 2": (b"a: 1\nb: \xe9t\xe9\n", [("YAML004", 2, 4)], "byte 0xe9 is not UTF-8"),
    "surrogate bytes": (b"a: \xed\xa0\x80\n", [("YAML004", 1, 4)], "byte 0xed is not UTF-8"),
    "cut inside a character": ("a: é".encode()[:-1], [("YAML004", 1, 4)], "byte 0xc3 is not UTF-8"),
    "UTF-16 LE": ("a: 1".encode("utf-16-le").join([b"\xff\xfe", b""]), [("YAML004", 1, 1)], "the file is UTF-16"),
    "UTF-16 BE": (b"\xfe\xff" + "a: 1".encode("utf-16-be"), [("YAML004", 1, 1)], "the file is UTF-16"),
    "UTF-16 without mark": ("a: 1".encode("utf-16-le"), [("YAML006", 1, 2)], "control character U+0000"),
    "UTF-32": (b"\xff\xfe\x00\x00" + "a".encode("utf-32-le"), [("YAML004", 1, 1)], "the file is UTF-16"),
    "empty": (b"", [("YAML002", 1, 1)], "the file is empty"),
    "only a BOM": (b"\xef\xbb\xbf", [("YAML005", 1, 1), ("YAML002", 1, 1)], "the file begins with a byte order mark"),
    "only a comment": (b"# nothing yet\n", [("YAML002", 1, 1)], "the file is empty"),
    "only a separator": (b"---\n", [("YAML002", 1, 1)], "the file is empty"),
    "only blank lines": (b"\n\n  \n", [("YAML002", 1, 1)], "the file is empty"),
    "two documents": (b"a: 1\n---\nb: 2\n", [("YAML008", 2, 1)], "a second document begins here"),
    "list not closed": (b"a: [1, 2\nb: 3\n", [("YAML003", 2, 2)], "a list in brackets is not closed"),
    "braces not closed": (b"a: {b: 1\nc: 2\n", [("YAML003", 2, 2)], "braces are not closed"),
    "quotes not closed": (b'a: "x\nb: 1\n', [("YAML003", 3, 1)], "the file ends inside a quoted text"),
    "colon in text": (b"a: b: c\n", [("YAML003", 1, 5)], "a colon stands where no value can begin"),
    "at sign": (b"a: @x\n", [("YAML003", 1, 4)], "this character cannot begin a value"),
    "name without colon": (b"a: 1\nb\nc: 2\n", [("YAML003", 3, 1)], "a colon is missing after this name, or the line above is not closed"),
    "wrong indentation": (b"a:\n  b: 1\n c: 2\n", [("YAML003", 3, 2)], "this line does not fit the indentation of the lines above"),
    "wrong list": (b"- a\nb: 1\n", [("YAML003", 2, 1)], "this line does not fit the list above"),
    "lone surrogate by escape": (b'a: "\\ud800"\n', [("YAML003", 1, 7)], "found invalid Unicode character escape code"),
    "65 levels": (b"[" * 65 + b"]" * 65, [("YAML011", 1, 65)], "nested deeper than 64 levels"),
}  # fmt: skip


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_is_a_located_problem(name: str) -> None:
    data, places, message = TRAPS[name]
    root, problems = parse_yaml(data, "f.yaml")
    assert found(data) == places
    assert problems[0].message == message
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    assert (root is None) is bool(errors)


@pytest.mark.parametrize(
    "text",
    ["no", "off", "yes", "true", "null", "~", "2013", "2013-05", "2024-13-01", "1e3", "010", "0x1F", "12:30", "1_000", ".inf", "=", "-"],
)
def test_text_stays_text(text: str) -> None:
    root, problems = parse_yaml(f"a: {text}x\nb: {text}\nc: [1, {text}]\n".replace("-x", "-").encode(), "f")
    assert not problems or text == "-"
    if text != "-":
        assert plain(root) == {"a": text + "x", "b": text, "c": ["1", text]}


def test_names_stay_text() -> None:
    root, problems = parse_yaml(b'no: 1\n2013: 2\n010: 3\n8: 4\n~: 5\n"<<": 6\n', "f")
    assert problems == []
    assert plain(root) == {"no": "1", "2013": "2", "010": "3", "8": "4", "~": "5", "<<": "6"}


def test_values_know_their_place_and_whether_they_were_quoted() -> None:
    root, problems = parse_yaml('é: "x"\nlist:\n  - a\n  - {b: "", c: , 漢: d}\n'.encode(), "f")
    assert problems == []
    assert isinstance(root, Mapping)
    assert (root.line, root.column) == (1, 1)
    assert root.place("é") == (1, 4)
    assert root.place("absent") == (1, 1)
    inner = root.mappings("list")[0]
    assert (inner.line, inner.column) == (4, 5)
    assert inner.keys == {"b": (4, 6), "c": (4, 13), "漢": (4, 18)}
    assert [(s.text, s.line, s.column, s.plain) for s in root.texts("list")] == [("a", 3, 5, True)]
    scalars = [root.items["é"], inner.items["b"], inner.items["c"], inner.items["漢"]]
    assert [(s.text, s.plain) for s in scalars if isinstance(s, Scalar)] == [("x", False), ("", False), ("", True), ("d", True)]
    assert (inner.text("list"), inner.texts("b"), inner.mappings("b"), root.text("list")) == (None, [], [], None)


def test_64_levels_can_be_read() -> None:
    root, problems = parse_yaml(b"[" * 64 + b"]" * 64, "f")
    assert problems == []
    assert isinstance(root, Sequence)


def test_each_repetition_names_the_line_of_the_first() -> None:
    _, problems = parse_yaml(b"b: 0\na: 1\na: 2\na: 3\n", "f")
    assert [(p.location.line, p.message) for p in problems] == [
        (3, "`a` is given twice; the first is on line 2"),
        (4, "`a` is given twice; the first is on line 2"),
    ]


def test_problems_end_at_a_limit() -> None:
    data = b"a: 1\n" * 1000
    assert len(found(data)) == yaml_source.MAX_PROBLEMS


LAUGHS = b"a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + b"".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n".encode() for n in range(1, 30)
)
MERGES = b"a0: &a0 {x: 1}\n" + b"".join(f"a{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * 9)}]\n".encode() for n in range(1, 30))
NASTY: dict[str, tuple[bytes, tuple[str, int, int]]] = {
    "brackets unclosed": (b"[" * 100_000, ("YAML011", 1, 65)),
    "brackets closed": (b"[" * 100_000 + b"]" * 100_000, ("YAML011", 1, 65)),
    "braces": (b"{a: " * 100_000, ("YAML011", 1, 257)),
    "braces as keys": (b"{" * 100_000, ("YAML010", 1, 2)),
    "dashes": (b"- " * 100_000, ("YAML011", 1, 129)),
    "block maps": (b"".join(b" " * n + b"a:\n" for n in range(2000)), ("YAML011", 65, 65)),
    "questions": (b"? " * 100_000, ("YAML010", 1, 3)),
    "billion laughs": (LAUGHS, ("YAML009", 1, 5)),
    "merge bomb": (MERGES, ("YAML009", 1, 5)),
    "a line of 5 MB": (b'a: "' + b"x" * 5_000_000, ("YAML003", 1, 5_000_005)),
    "anchors without end": (b"".join(b"- &a%d x\n" % n for n in range(50_000)), ("YAML009", 1, 3)),
}
READ_IT = """
import sys, time
from pathlib import Path
from scr_coder.yaml_source import read_yaml
begun = time.process_time()
root, problems = read_yaml(Path(sys.argv[1]), "f")
first = problems[0]
print(root is None, first.code, first.location.line, first.location.column, time.process_time() - begun)
"""


@pytest.mark.parametrize("name", NASTY)
def test_a_bomb_ends_in_a_second_and_crashes_nothing(name: str, tmp_path: Path) -> None:
    data, place = NASTY[name]
    path = tmp_path / "bomb.yaml"
    path.write_bytes(data)
    done = subprocess.run([sys.executable, "-c", READ_IT, str(path)], cwd=ROOT, capture_output=True, text=True, timeout=20)
    assert done.returncode == 0, done.stderr[-500:]
    refused, code, line, column, seconds = done.stdout.split()
    assert (refused, code, int(line), int(column)) == ("True", *place)
    assert float(seconds) < 1


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "folder.yaml"
    folder.mkdir()
    large = tmp_path / "large.yaml"
    large.write_bytes(b"a: 1234567\n")
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    loop = tmp_path / "loop.yaml"
    loop.symlink_to(loop)
    monkeypatch.setattr(yaml_source, "MAX_BYTES", 10)
    for path, message in (
        (tmp_path / "absent.yaml", "the file cannot be read: No such file or directory"),
        (folder, "the file cannot be read: it is not a file"),
        (pipe, "the file cannot be read: it is not a file"),
        (loop, "the file cannot be read: Too many levels of symbolic links"),
        (large, "the file is larger than 0 MB"),
    ):
        root, problems = read_yaml(path, "shown.yaml")
        assert root is None
        assert [(p.code, str(p.location), p.message) for p in problems] == [("YAML001", "shown.yaml:1:1", message)]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("a: 1\n")
    path.chmod(0)
    assert [p.message for p in read_yaml(path)[1]] == ["the file cannot be read: Permission denied"]


def test_the_path_is_shown_as_it_is_unless_told_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "a b.yaml"
    path.write_bytes(b"a: 1\na: 2\n")
    assert str(read_yaml(path)[1][0].location) == f"{path}:2:1"


def locations_lie_within(data: bytes) -> None:
    begun = time.monotonic()
    root, problems = parse_yaml(data, "f")
    assert time.monotonic() - begun < 5
    assert problems or root is not None
    lines = LINE_BREAK.split(data.decode("utf-8", "replace"))
    for problem in problems:
        line, column = problem.location.line, problem.location.column
        assert 1 <= line <= len(lines), problem
        assert 1 <= column <= len(lines[line - 1]) + 1, problem


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=200))
@example(b"\xef\xbb\xbf\xff")
@example(b"a\r\x00")
@example("a\u2028b: \x01".encode())
def test_any_bytes_give_problems_inside_the_file(data: bytes) -> None:
    locations_lie_within(data)


YAML_PIECES = st.sampled_from(
    [*"[]{}:,-?!&*|>'\"%@`#~=\n\r\t \\", ": ", "- ", "\n  ", "a", "é", "漢", "<<", "---\n", "...", "\x85", "\u2028", "!!"]
)


@settings(deadline=None, max_examples=1000)
@given(st.lists(YAML_PIECES | st.text(max_size=3), max_size=60).map("".join))
def test_any_text_gives_problems_inside_the_file(text: str) -> None:
    locations_lie_within(text.encode("utf-8", "replace"))


NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
TREES = st.recursive(NAMES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=20)


@settings(deadline=None, max_examples=300)
@given(TREES, st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_what_yaml_writes_is_read_back_equal(tree: object, flow: bool, line_break: str) -> None:
    written = yaml.safe_dump(tree, default_style='"', default_flow_style=flow, allow_unicode=True, sort_keys=False)
    written = written.replace("\ufeff", "\\uFEFF").replace("\n", line_break)
    written = re.sub("!!(map|seq|str) ", "", written)
    root, problems = parse_yaml(written.encode(), "f")
    assert problems == []
    assert plain(root) == tree
