"""One line of a history of findings: refused with what is wrong with it when it is no change; and what a history means."""

# ruff: noqa: E501  vectors stand on one line each

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scr_coder.coding.decision import BadLine
from scr_coder.mending import change_stacks
from scr_coder.mending.change import Change, Was, change_line, parse_change
from scr_coder.mending.history import mends_since_import, parse_history
from scr_coder.mending.patch import Hunk
from scr_coder.review import RemovedText

from mendable import left

WHOLE = Change(
    "2026-11-23T10:01:02.123Z", "drop", "drop 4.1", "anna", (Hunk(1, "", "4.2", (left("4.1", "Text."),), ()),), (Hunk(1, "", "", (), (left("4.1", "Text.", "4.2", "dropped"),)),),
    ((RemovedText("header", "x", "1"),), ()), ("a", "b"), {"findings.yaml": {"4.1": "- id: 4.1\n"}}, {"left_out.yaml": Was(None, "0")},
    {"4.1": ("4.2",)}, {"anna": {"4.1": "2026-11-23T10:01:02.000Z"}}, "", "", "0.1.0",
)  # fmt: skip


def line(**changes: object) -> str:
    """Return a good line with some fields changed; None takes a field away."""
    fields = json.loads(change_line(WHOLE)) | changes
    return json.dumps({name: value for name, value in fields.items() if value is not None})


def hunk(**changes: object) -> str:
    return line(findings=[{"at": 1, "follows": "", "precedes": "", "taken": [], "put": []} | changes])


def test_the_whole_line_is_read_back() -> None:
    assert parse_change(line()) == WHOLE
    assert parse_change(hunk()).findings == (Hunk(1, "", "", (), ()),)


BAD: dict[str, tuple[str, str]] = {
    "no JSON": ("hello", "the line is not JSON: expecting value"),
    "a merge conflict": ("<<<<<<< HEAD", "a merge conflict was left in the log"),
    "nested without end": ("[" * 100_000, "the line is nested too deeply to be a change"),
    "a list": ("[]", "the line is not a JSON object"),
    "half a character": (line(said="\ud800"), "the line holds half a character (a lone surrogate)"),
    "no version": (line(v=None), "the change lacks `v`"),
    "no moment": (line(changed_at=None), "the change lacks `changed_at`"),
    "no kind": (line(change=None), "the change lacks `change`"),
    "no words": (line(said=None), "the change lacks `said`"),
    "another version": (line(v=2), "the change has format version 2; this tool reads 1"),
    "version true": (line(v=True), "the change has format version True; this tool reads 1"),
    "a foreign field": (line(colour="red"), "`colour` is not a field of a change"),
    "a moment that is none": (line(changed_at="2026-02-30T10:01:02.123Z"), "`changed_at` is not a moment like 2026-11-23T10:01:02.123Z"),
    "a kind that is none": (line(change="split up"), "`change` is not one of import, split, join, drop, move, restore"),
    **{f"{name} is a number": (line(**{name: 7}), f"`{name}` has not the form of a change") for name in ("said", "by", "findings", "left_out", "boilerplate", "review", "written", "was", "origin", "decisions", "undoes", "redoes", "tool")},
    "hunks that are text": (line(findings=["x"]), "`findings` has not the form of a change"),
    "a hunk at no number": (hunk(at="1"), "`findings` has not the form of a change"),
    "a hunk at a truth": (hunk(at=True), "`findings` has not the form of a change"),
    "a hunk with a foreign field": (hunk(colour="red"), "`findings` has not the form of a change"),
    "an entry without an id": (hunk(put=[{"text": "x"}]), "`findings` has not the form of a change"),
    "an entry with a number": (hunk(put=[{"id": "1", "text": 7}]), "`findings` has not the form of a change"),
    "an entry with a foreign field": (hunk(put=[{"id": "1", "text": "x", "line": 1}]), "`findings` has not the form of a change"),
    "a hunk without a side": (line(left_out=[{"at": 1, "follows": "", "precedes": "", "put": []}]), "`left_out` has not the form of a change"),
    "boilerplate of one side": (line(boilerplate=[[]]), "`boilerplate` has not the form of a change"),
    "a review of three sides": (line(review=["a", "b", "c"]), "`review` has not the form of a change"),
    "was, without after": (line(was={"findings.yaml": {"text": None}}), "`was` has not the form of a change"),
    "an origin that is text": (line(origin={"4.1": "4.2"}), "`origin` has not the form of a change"),
    "decisions of no moment": (line(decisions={"anna": {"4.1": 1}}), "`decisions` has not the form of a change"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_line_that_is_no_change_says_why(name: str) -> None:
    text, message = BAD[name]
    with pytest.raises(BadLine) as caught:
        parse_change(text)
    assert str(caught.value) == message


VALUES = st.recursive(
    st.none() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*json.loads(change_line(WHOLE)), "at", "taken", "put", "id", "text"]), inner, max_size=3)
    ),
)


@settings(deadline=None)
@given(
    st.binary(max_size=60)
    | VALUES.map(lambda value: json.dumps(value).encode() + b"\n")
    | st.dictionaries(st.sampled_from([*json.loads(change_line(WHOLE))]), VALUES).map(lambda more: line(**more).encode())
)
def test_no_bytes_break_reading_a_history(data: bytes) -> None:
    history = parse_history(data)
    assert 0 <= history.clean_size <= len(data)
    assert all(1 <= fault.line <= data.count(b"\n") + 1 for fault in history.faults)


def change(second: int, said: str = "", kind: str = "drop", undoes: int = -1, redoes: int = -1) -> Change:
    moments = [f"2026-01-01T00:00:{at:02d}.000Z" if at >= 0 else "" for at in (second, undoes, redoes)]
    return Change(moments[0], kind, said or str(second), undoes=moments[1], redoes=moments[2])


def stacks(*changes: Change) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    return tuple([(one.first.said, one.last.said) for one in stack] for stack in change_stacks(changes))  # type: ignore[return-value]


def test_stacks_hold_the_line_that_did_it_last() -> None:
    first, second = change(0), change(1)
    undo, redo = change(2, undoes=1), change(3, redoes=1)
    assert stacks(first, second) == ([("0", "0"), ("1", "1")], [])
    assert stacks(first, second, undo) == ([("0", "0")], [("1", "2")])
    assert stacks(first, second, undo, redo) == ([("0", "0"), ("1", "3")], [])
    assert stacks(first, second, undo, change(4)) == ([("0", "0"), ("4", "4")], [])
    assert stacks(undo, redo) == ([], [])


def test_a_history_is_in_order_of_time_and_counts_what_git_merged_once() -> None:
    lines = [change_line(change(at)) for at in (2, 0, 2, 1)]
    history = parse_history(b"".join(lines) + b"\n" + change_line(change(3)).rstrip())
    assert [(number, one.said) for number, one in history.entries] == [(2, "0"), (4, "1"), (1, "2"), (6, "3")]
    assert (history.faults, history.unended) == ([], True)
    torn = parse_history(lines[0] + lines[1][:-9])
    assert (torn.clean_size, [fault.torn for fault in torn.faults]) == (len(lines[0]), [True])


def test_mends_are_counted_from_the_last_import_that_stands() -> None:
    imported, mend = change(0, kind="import"), change(1)
    again, undone = change(2, kind="import"), change(3, kind="import", undoes=2)
    assert [one.said for one in mends_since_import([imported, mend])] == ["1"]
    assert mends_since_import([imported, mend, again]) == []
    assert [one.said for one in mends_since_import([imported, mend, again, undone])] == ["1"]
