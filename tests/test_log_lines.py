"""One line of a decision log: read back as written, or refused with what is wrong with it."""

# ruff: noqa: E501  vectors stand on one line each

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scr_coder.coding import Decision, Tag
from scr_coder.coding.decision import BadLine, decision_line, parse_decision
from scr_coder.coding.log import moment_text, parse_log

START = dt.datetime(2026, 11, 23, 10, tzinfo=dt.timezone.utc)


def decision(at: int, finding: str = "1", memo: str = "") -> Decision:
    moment = moment_text(START + dt.timedelta(seconds=at))
    return Decision(finding, "coded", moment, "sha256:0", {"lipp": "1.0.0"}, (Tag("C02"),), memo=memo, tool="0")


def line(**changes: object) -> str:
    """Return a good line with some fields changed; None takes a field away."""
    fields = json.loads(decision_line(decision(0))) | changes
    return json.dumps({name: value for name, value in fields.items() if value is not None})


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
TAGS = st.builds(
    Tag, WORDS, st.sampled_from(["primary", "secondary"]), st.sampled_from(["problem", "advice", "positive"]), st.lists(WORDS, max_size=3).map(tuple), WORDS
)  # fmt: skip
DECISIONS = st.builds(
    Decision,
    finding=WORDS,
    state=st.just("coded"),
    decided_at=st.datetimes(dt.datetime(1000, 1, 1), timezones=st.just(dt.timezone.utc)).map(moment_text),
    text=WORDS,
    taxonomy=st.dictionaries(WORDS, WORDS, max_size=2),
    tags=st.lists(TAGS, min_size=1, max_size=3, unique_by=lambda tag: tag.issue).map(tuple),
    candidate=WORDS,
    reason=WORDS,
    memo=WORDS,
    tool=WORDS,
    undoes=WORDS,
    redoes=WORDS,
    suggested=st.lists(WORDS, max_size=3).map(tuple),
    mend=WORDS,
)


@settings(deadline=None)
@given(DECISIONS)
def test_a_decision_is_read_back_as_it_was_written(given_decision: Decision) -> None:
    written = decision_line(given_decision)
    assert written.endswith(b"\n")
    assert written.count(b"\n") == 1
    assert parse_decision(written.decode().removesuffix("\n")) == given_decision


def test_the_line_of_the_architecture_is_read() -> None:
    text = (
        '{"v":1,"decided_at":"2026-11-23T10:01:02.123Z","finding":"7","text":"sha256:9f86","taxonomy":{"lipp":"1.0.0"},'
        '"state":"coded","tags":[{"issue":"C02","role":"primary","polarity":"problem","causes":["C02.1"],"other":""}],"memo":"","tool":"0.1.0"}'
    )
    read = parse_decision(text)
    assert (read.finding, read.state, read.tags) == ("7", "coded", (Tag("C02", "primary", "problem", ("C02.1",)),))
    assert decision_line(read).decode() == text + "\n"


BAD_LINES: dict[str, tuple[str, str, int]] = {
    "no JSON": ("hello", "the line is not JSON: expecting value", 1),
    "half a line": ('{"v":1,', "the line is not JSON: expecting property name enclosed in double quotes", 8),
    "conflict, ours": ("<<<<<<< HEAD", "a merge conflict was left in the log", 1),
    "conflict, middle": ("=======", "a merge conflict was left in the log", 1),
    "conflict, theirs": (">>>>>>> branch", "a merge conflict was left in the log", 1),
    "conflict, base": ("||||||| 1234", "a merge conflict was left in the log", 1),
    "bytes that are not UTF-8": (line(memo="é").replace("\\u00e9", "\udce9"), "the line is not UTF-8", line(memo="é").index("\\u00e9") + 1),
    "lone surrogate by escape": (line(memo="\ud800"), "the line holds half a character (a lone surrogate)", 1),
    "lone surrogate in a tag": (line(tags=[{"issue": "\udfff"}]), "the line holds half a character (a lone surrogate)", 1),
    "lone surrogate in a name": (line(**{"x\ud800": 1}), "the line holds half a character (a lone surrogate)", 1),
    "nested without end": ("[" * 100_000, "the line is nested too deeply to be a decision", 1),
    "endless number": ('{"v":' + "1" * 5000 + "}", "the line holds a number that is too long", 1),
    "a list": ("[1]", "the line is not a JSON object", 1),
    "a number": ("7", "the line is not a JSON object", 1),
    "no version": (line(v=None), "the decision lacks `v`", 1),
    "no moment": (line(decided_at=None), "the decision lacks `decided_at`", 1),
    "no finding": (line(finding=None), "the decision lacks `finding`", 1),
    "no hash": (line(text=None), "the decision lacks `text`", 1),
    "no state": (line(state=None), "the decision lacks `state`", 1),
    "another version": (line(v=2), "the decision has format version 2; this tool reads 1", 1),
    "version true": (line(v=True), "`v` is not a whole number", 1),
    "version 1.0": (line(v=1.0), "`v` is not a whole number", 1),
    "foreign field": (line(colour="red"), "`colour` is not a field of a decision", 1),
    "finding is a number": (line(finding=7), "`finding` is not text", 1),
    "memo is a list": (line(memo=[]), "`memo` is not text", 1),
    "state is a number": (line(state=1), "`state` is not text", 1),
    "moment without milliseconds": (line(decided_at="2026-11-23T10:01:02Z"), "`decided_at` is not a moment like 2026-11-23T10:01:02.123Z", 1),
    "moment in another zone": (line(decided_at="2026-11-23T10:01:02.123+01:00"), "`decided_at` is not a moment like 2026-11-23T10:01:02.123Z", 1),
    "no such day": (line(decided_at="2026-02-30T10:01:02.123Z"), "`decided_at` is not a moment like 2026-11-23T10:01:02.123Z", 1),
    "no such hour": (line(decided_at="2026-02-20T24:01:02.123Z"), "`decided_at` is not a moment like 2026-11-23T10:01:02.123Z", 1),
    "no such state": (line(state="done"), "`state` is not one of coded, no_match, excluded, cleared", 1),
    "taxonomy is a list": (line(taxonomy=[]), "`taxonomy` is not a mapping of ids to versions", 1),
    "version is a number": (line(taxonomy={"lipp": 1}), "`taxonomy` is not a mapping of ids to versions", 1),
    "suggested is text": (line(suggested="C02"), "`suggested` is not a list of issue ids", 1),
    "suggested holds a number": (line(suggested=[1]), "`suggested` is not a list of issue ids", 1),
    "tags is a mapping": (line(tags={}), "`tags` is not a list", 1),
    "a tag is text": (line(tags=["C02"]), "a tag lacks its `issue`", 1),
    "a tag without issue": (line(tags=[{}]), "a tag lacks its `issue`", 1),
    "foreign field of a tag": (line(tags=[{"issue": "C02", "b": 1, "a": 1}]), "`a` is not a field of a tag", 1),
    "causes is text": (line(tags=[{"issue": "C02", "causes": "C02.1"}]), "the causes of C02 are not a list of ids", 1),
    "a cause is a number": (line(tags=[{"issue": "C02", "causes": [1]}]), "the causes of C02 are not a list of ids", 1),
    "no such role": (line(tags=[{"issue": "C02", "role": []}]), "the role of C02 is not one of primary, secondary", 1),
    "no such polarity": (line(tags=[{"issue": "C02", "polarity": "bad"}]), "the polarity of C02 is not one of problem, advice, positive", 1),
    "other is a list": (line(tags=[{"issue": "C02", "other": []}]), "`other` of C02 is not text", 1),
    "tagged twice": (line(tags=[{"issue": "C02"}] * 2), "C02 is tagged twice in one decision", 1),
    "coded without tags": (line(tags=[]), "a coded decision has no tags", 1),
    "cleared with tags": (line(state="cleared"), "a decision of state cleared has tags", 1),
    "no match of nothing": (line(state="no_match", tags=None), "a no_match decision names no candidate", 1),
    "excluded for nothing": (line(state="excluded", tags=None), "an excluded decision gives no reason", 1),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_LINES)
def test_a_line_that_is_no_decision_says_why(name: str) -> None:
    text, message, column = BAD_LINES[name]
    with pytest.raises(BadLine) as caught:
        parse_decision(text)
    assert (str(caught.value), caught.value.column) == (message, column)


def test_no_depth_of_nesting_breaks_reading() -> None:
    for depth in range(1, 1200, 7):
        for end in (',"x":"\\u0041"}', ',"decided_at":1,"finding":1,"text":1,"state":1}'):
            with pytest.raises(BadLine):
                parse_decision('{"v":' + "[" * depth + "]" * depth + end)


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=100) | st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda x: st.lists(x) | st.dictionaries(st.sampled_from([*Decision._fields, "v", "issue"]), x)).map(lambda v: json.dumps(v).encode() + b"\n"))  # fmt: skip
def test_no_bytes_break_reading_a_log(data: bytes) -> None:
    content = parse_log(data)
    assert 0 <= content.clean_size <= len(data)
    assert all(1 <= fault.line <= data.count(b"\n") + 1 for fault in content.faults)


def test_good_lines_around_bad_ones_are_kept() -> None:
    lines = [
        decision_line(decision(0, "1")),
        b"<<<<<<< HEAD\n",
        decision_line(decision(1, "2")),
        b"\n",
        b"\xff\n",
        decision_line(decision(2, "3")),
    ]
    content = parse_log(b"".join(lines))
    assert [(number, d.finding) for number, d in content.entries] == [(1, "1"), (3, "2"), (6, "3")]
    assert [(fault.line, fault.message, fault.torn) for fault in content.faults] == [
        (2, "a merge conflict was left in the log", False),
        (5, "the line is not JSON: expecting value", False),
    ]
