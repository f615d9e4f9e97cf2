"""The coding session: what a coder may say, what stays when it is not said, and that a refusal writes nothing."""

# ruff: noqa: E501  vectors stand on one line each

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from scr_coder.coding import CodingSession, Saved, Tag, read_log
from scr_coder.coding.session import LONGEST, LONGEST_MEMO, RESERVED_CODERS, check_coder
from scr_coder.problem import ScrError
from scr_coder.taxonomy import Taxonomy, TaxonomySet
from scr_coder.text import called, text_hash
from scr_coder.version import VERSION
from scr_coder.workspace import open_workspace

ROOT = Path(__file__).resolve().parent.parent
WORKSPACE = open_workspace(ROOT)
REVIEW = "jn15-learning-review"
FINDINGS = WORKSPACE.findings(REVIEW)
START = dt.datetime(2026, 11, 23, 10, tzinfo=dt.timezone.utc)


def with_issue(taxonomy: Taxonomy, issue_id: str, **changes: object) -> Taxonomy:
    """Return a taxonomy in which one issue is different."""
    areas = tuple(
        dataclasses.replace(area, issues=tuple(dataclasses.replace(i, **changes) if i.id == issue_id else i for i in area.issues))  # type: ignore[arg-type]
        for area in taxonomy.areas
    )
    return dataclasses.replace(taxonomy, areas=areas)


@pytest.fixture
def session(tmp_path: Path) -> CodingSession:
    seconds = itertools.count()
    return CodingSession(
        REVIEW,
        "anna",
        FINDINGS,
        WORKSPACE.taxonomies,
        tmp_path / "codings" / "anna.jsonl",
        lambda: START + dt.timedelta(seconds=next(seconds)),
    )


def refused(session: CodingSession, action: Callable[[], object]) -> tuple[str, str]:
    """Return message and hint of a refusal, having seen that nothing was written."""
    before = session.path.read_bytes() if session.path.exists() else None
    with pytest.raises(ScrError) as caught:
        action()
    assert (session.path.read_bytes() if session.path.exists() else None) == before
    assert session.path.parent.exists() is (before is not None)
    return caught.value.message, caught.value.hint


def tags(saved: Saved) -> list[tuple[str, str]]:
    return [(tag.issue, tag.role) for tag in saved.decision.tags]


# What is refused ---------------------------------------------------------------------------------------------------------

REFUSALS: dict[str, tuple[Callable[[CodingSession], object], str, str]] = {
    "unknown finding": (
        lambda s: s.tag("9", "C02"),
        "jn15-learning-review has no finding `9`",
        "see `scr findings jn15-learning-review`",
    ),
    "unknown finding, no tag": (lambda s: s.clear("x"), "jn15-learning-review has no finding `x`", "see `scr findings jn15-learning-review`"),
    "undo of an unknown finding": (lambda s: s.undo("77"), "jn15-learning-review has no finding `77`", "see `scr findings jn15-learning-review`"),
    "unknown issue": (lambda s: s.tag("1", "C20"), "`C20` is not an issue of the taxonomies", "did you mean `C08`?"),
    "nothing like an issue": (lambda s: s.tag("1", "zzz"), "`zzz` is not an issue of the taxonomies", "see `scr taxonomy show`"),
    "no issue": (lambda s: s.tag("1", ""), "`` is not an issue of the taxonomies", "see `scr taxonomy show`"),
    "placeholder": (lambda s: s.tag("1", "G03"), "G03 is a placeholder and cannot be coded", "its wording was never recovered"),
    "cause of another issue": (lambda s: s.tag("1", "C02", ["D04.1"]), "D04.1 is a cause of D04, not of C02", "C02 has C02.1 and `unclear`"),
    "cause of another issue, lower case": (lambda s: s.tag("1", "C02", ["d04.1"]), "d04.1 is a cause of D04, not of C02", "C02 has C02.1 and `unclear`"),
    "unknown cause": (lambda s: s.tag("1", "C02", ["C02.9"]), "`C02.9` is not a cause of C02", "did you mean `C02.1`?"),
    "unknown cause by number": (lambda s: s.tag("1", "C02", ["9"]), "`C02.9` is not a cause of C02", "did you mean `C02.1`?"),
    "no cause at all": (lambda s: s.tag("1", "C02", [""]), "`` is not a cause of C02", "C02 has C02.1 and `unclear`"),
    "unclear beside a cause": (lambda s: s.tag("1", "C02", ["unclear", "C02.1"]), "`unclear` cannot stand beside another cause", "give either"),
    "own unclear beside a cause": (lambda s: s.tag("1", "C07", ["C07.1", "none"]), "`unclear` cannot stand beside another cause", "give either"),
    "none beside a cause": (lambda s: s.tag("1", "C02", ["none", "C02.1"]), "`none` cannot stand beside another cause", "give either"),
    "unclear beside a cause in words": (
        lambda s: s.tag("1", "C02", ["unclear"], other="no fax machine"),
        "`unclear` cannot stand beside another cause (“no fax machine”)",
        "give either; --other '' takes it away",
    ),
    "unknown polarity": (lambda s: s.tag("1", "C02", polarity="positiv"), "`positiv` is not a polarity: problem, advice, positive", "did you mean `positive`?"),
    "empty polarity": (lambda s: s.tag("1", "C02", polarity=""), "`` is not a polarity: problem, advice, positive", ""),
    "unknown role": (lambda s: s.tag("1", "C02", role="second"), "`second` is not a role: primary, secondary", "did you mean `secondary`?"),
    "untag of what is not tagged": (lambda s: s.untag("1", "C02"), "finding 1 is not tagged C02 by anna", "it has no tags"),
    "empty candidate": (lambda s: s.no_match("1", " \t "), "the candidate is empty", "say it in a few words"),
    "empty reason": (lambda s: s.exclude("1", ""), "the reason is empty", "say it in a few words"),
    "candidate too long": (lambda s: s.no_match("1", "x" * (LONGEST + 1)), "the candidate has 301 characters; at most 300 are kept", "say it in fewer words"),
    "memo too long": (lambda s: s.memo("1", "x" * (LONGEST_MEMO + 1)), "the memo has 5,001 characters; at most 5,000 are kept", "say it in fewer words"),
    "escape in a memo": (lambda s: s.memo("1", "a\x1b[31m"), "the memo holds control characters (U+001B)", "type it again without them"),
    "bidi and NUL in a reason": (lambda s: s.exclude("1", "a\u202eb\x00"), "the reason holds control characters (U+0000, U+202E)", "type it again without them"),
    "control character in another cause": (lambda s: s.tag("1", "C02", other="\x07"), "the other cause holds control characters (U+0007)", "type it again without them"),
    "bytes that are not UTF-8": (lambda s: s.memo("1", "caf\udce9"), "the memo holds bytes that are not UTF-8", "type it again"),
    "memo refused with the tag": (lambda s: s.tag("1", "C02", memo="\x00"), "the memo holds control characters (U+0000)", "type it again without them"),
    "nothing to undo": (lambda s: s.undo(), "there is nothing to undo for anna in jn15-learning-review", ""),
    "nothing to redo": (lambda s: s.redo(), "there is nothing to redo for anna in jn15-learning-review", ""),
    "nothing to undo on a finding": (lambda s: s.undo("1"), "there is nothing to undo for anna in finding 1 of jn15-learning-review", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_says_why_and_writes_nothing(name: str, session: CodingSession) -> None:
    action, message, hint = REFUSALS[name]
    assert refused(session, lambda: action(session)) == (message, hint)


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_changes_nothing_in_a_log_with_decisions(name: str, session: CodingSession) -> None:
    session.tag("2", "D01")
    if name in ("nothing to undo",):
        return
    refused(session, lambda: REFUSALS[name][0](session))


def test_deprecated_issues_are_refused_with_their_successor(tmp_path: Path) -> None:
    lipp, practice = WORKSPACE.taxonomies.taxonomies
    for replaced_by, hint in (((), ""), (("C09", "D01"), "use C09, D01")):
        changed = TaxonomySet((with_issue(lipp, "C02", status="deprecated", replaced_by=replaced_by), practice))
        session = CodingSession(REVIEW, "anna", FINDINGS, changed, tmp_path / "codings" / "anna.jsonl")
        assert refused(session, lambda s=session: s.tag("1", "C02")) == ("C02 is deprecated and cannot be coded", hint)  # type: ignore[misc]


def test_untag_works_on_what_can_no_longer_be_coded(session: CodingSession) -> None:
    session.tag("1", "C02")
    lipp, practice = WORKSPACE.taxonomies.taxonomies
    session.taxonomies = TaxonomySet((with_issue(lipp, "C02", status="deprecated"), practice))
    assert session.untag("1", "C02").decision.state == "cleared"


# Causes --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("issue", "given", "stored"),
    [
        ("C02", [], ()),
        ("C02", ["none"], ()),
        ("C02", ["NONE", "none"], ()),
        ("C02", ["C02.1"], ("C02.1",)),
        ("C02", ["1"], ("C02.1",)),
        ("G02", ["g02.3", "2", "G02.1", "3"], ("G02.1", "G02.2", "G02.3")),
        ("C02", ["unclear"], ("unclear",)),
        ("C02", ["Unclear", "UNCLEAR"], ("unclear",)),
        ("c02", ["C02.1"], ("C02.1",)),
        ("C07", ["C07.1"], ("unclear",)),  # the map prints "unclear" for C07: its cause and the value say the same
        ("C07", ["1", "unclear"], ("unclear",)),
    ],
)
def test_causes_are_stored_in_one_way(issue: str, given: list[str], stored: tuple[str, ...], session: CodingSession) -> None:
    saved = session.tag("1", issue, given)
    assert saved.decision.tags == (Tag(issue.upper(), causes=stored),)


def test_every_cause_of_the_shipped_taxonomies_can_be_given(session: CodingSession) -> None:
    for cause_id, (issue, cause) in WORKSPACE.taxonomies.causes.items():
        if issue.codable:
            assert session.causes(issue, [cause_id]) == (("unclear",) if cause.family == "unclear" else (cause_id,))


# What stays ------------------------------------------------------------------------------------------------------------------


def test_what_is_not_given_stays(session: CodingSession) -> None:
    session.tag("1", "G02", ["1"], polarity="advice", memo="why", other="also this", suggested=["G02", "D01"])
    saved = session.tag("1", "G02", ["2"])
    assert saved.decision.tags == (Tag("G02", "primary", "advice", ("G02.2",), "also this"),)
    assert saved.decision.memo == "why"
    assert saved.decision.suggested == ()
    assert session.tag("1", "G02", [], other="").decision.tags == (Tag("G02", "primary", "advice"),)
    assert session.tag("1", "G02", polarity="positive").decision.tags == (Tag("G02", "primary", "positive"),)


def test_a_decision_says_what_it_was_made_on(session: CodingSession) -> None:
    saved = session.tag("2", "C02", suggested=["D01"])
    decision = saved.decision
    assert saved.before is None
    assert saved.changed
    assert saved.notices == ()
    assert decision.text == text_hash(FINDINGS[1].text)
    assert decision.taxonomy == WORKSPACE.taxonomies.versions
    assert (decision.tool, decision.finding, decision.suggested) == (VERSION, "2", ("D01",))
    assert decision.decided_at == "2026-11-23T10:00:00.000Z"
    assert read_log(session.path).decisions == [decision]
    assert session.tag("2", "D01").before == decision


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([("C02", None)], [("C02", "primary")]),
        ([("C02", "secondary")], [("C02", "primary")]),
        ([("C02", None), ("D01", "secondary")], [("C02", "primary"), ("D01", "secondary")]),
        ([("C02", None), ("D01", None)], [("C02", "secondary"), ("D01", "primary")]),
        ([("C02", None), ("D01", None), ("C02", None)], [("C02", "secondary"), ("D01", "primary")]),
        ([("C02", None), ("D01", None), ("C02", "primary")], [("C02", "primary"), ("D01", "secondary")]),
        ([("C02", None), ("D01", None), ("D01", "secondary")], [("C02", "primary"), ("D01", "secondary")]),
        ([("C02", None), ("D01", None), ("-D01", None)], [("C02", "primary")]),
        ([("C02", None), ("D01", "secondary"), ("X19", "secondary"), ("-c02", None)], [("D01", "primary"), ("X19", "secondary")]),
    ],
)
def test_one_tag_is_primary_always(steps: list[tuple[str, str | None]], expected: list[tuple[str, str]], session: CodingSession) -> None:
    for issue, role in steps:
        saved = session.untag("1", issue[1:]) if issue.startswith("-") else session.tag("1", issue, role=role)
        assert sum(tag.role == "primary" for tag in saved.decision.tags) == 1
    assert tags(saved) == expected


def test_a_memo_stays_through_every_state_until_it_is_taken_away(session: CodingSession) -> None:
    assert session.memo("1", " line one\r\nline two ").decision.memo == "line one\nline two"
    assert session.decisions()["1"].state == "cleared"
    for saved in (
        session.tag("1", "C02"),
        session.no_match("1", "a  new\n issue"),
        session.exclude("1", "not about practice"),
        session.tag("1", "D01"),
        session.untag("1", "D01"),
    ):
        assert saved.decision.memo == "line one\nline two"
    assert session.no_match("1", "x", memo="new").decision.memo == "new"
    assert session.clear("1").decision.memo == "new"
    assert session.memo("1", "").decision.memo == ""


def test_a_state_replaces_the_one_before(session: CodingSession) -> None:
    session.tag("1", "C02")
    no_match = session.no_match("1", "a  new\n issue").decision
    assert (no_match.state, no_match.tags, no_match.candidate) == ("no_match", (), "a new issue")
    excluded = session.exclude("1", "not practice").decision
    assert (excluded.state, excluded.candidate, excluded.reason) == ("excluded", "", "not practice")
    coded = session.tag("1", "D01").decision
    assert (coded.state, coded.reason, coded.tags) == ("coded", "", (Tag("D01"),))
    cleared = session.clear("1").decision
    assert (cleared.state, cleared.tags) == ("cleared", ())


def test_nothing_to_do_writes_nothing(session: CodingSession) -> None:
    assert not session.clear("1").changed
    assert not session.memo("1", " ").changed
    assert not session.path.parent.exists()
    session.tag("1", "C02", ["1"], memo="m")
    size = session.path.stat().st_size
    for saved in (session.tag("1", "C02"), session.tag("1", "c02", ["C02.1"], "problem", "primary", "m"), session.memo("1", "m ")):
        assert not saved.changed
        assert saved.decision.tags == (Tag("C02", causes=("C02.1",)),)
    assert session.path.stat().st_size == size


def test_the_same_tag_on_a_changed_text_is_a_new_decision(session: CodingSession) -> None:
    session.tag("1", "C02")
    session.findings["1"] = session.findings["1"]._replace(text="rewritten")
    saved = session.tag("1", "C02")
    assert saved.changed
    assert saved.decision.text == text_hash("rewritten")


def test_a_torn_line_is_repaired_and_told(session: CodingSession) -> None:
    session.tag("1", "C02")
    with session.path.open("ab") as stream:
        stream.write(b'{"v":1,"deci')
    saved = session.tag("2", "D01")
    assert saved.notices == ("the last line of anna.jsonl had been cut off; its 12 bytes are kept in anna.torn-1",)
    assert set(session.decisions()) == {"1", "2"}


def test_next_uncoded_goes_round(session: CodingSession) -> None:
    order = [finding.id for finding in FINDINGS]

    def follows(after: str = "") -> str:
        found = session.next_uncoded(after)
        return found.id if found else ""

    assert (follows(), follows("2"), follows(order[-1]), follows("unknown")) == ("1", "3", "1", "1")
    session.tag("1", "C02")
    session.exclude("3", "x")
    session.memo("4", "a memo is no decision on the finding")
    assert (follows(), follows("2"), follows(order[-1])) == ("2", "4", "2")
    for name in order:
        session.exclude(name, "done")
    assert session.next_uncoded() is None


def test_undo_says_what_it_did(session: CodingSession) -> None:
    first = session.tag("1", "C02").decision
    second = session.tag("1", "D01", memo="m").decision
    undone = session.undo()
    assert undone.before == second
    assert undone.decision.same_state(first)
    assert (undone.decision.undoes, undone.decision.redoes) == (second.decided_at, "")
    redone = session.redo("1")
    assert redone.decision.same_state(second)
    assert (redone.decision.undoes, redone.decision.redoes) == ("", second.decided_at)
    session.undo()
    assert session.tag("1", "D01", memo="m").decision.undoes == ""
    assert refused(session, session.redo)[0].startswith("there is nothing to redo")


# Names -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["anna", "a", "0", "anna-2", "a_b", "consensus", "x" * 32, "com10", "console"])
def test_a_safe_name_can_be_a_coder(name: str) -> None:
    assert check_coder(name) == name


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Anna", "use `anna`"),
        ("Anna Müller", "use `anna-muller`"),
        ("../etc", "use `etc`"),
        ("a/b", "use `a-b`"),
        ("a\\b", "use `a-b`"),
        ("a.b", "use `a-b`"),
        ("anna\n", "use `anna`"),
        ("-anna", "use `anna`"),
        ("_", "use lower-case letters, digits, - and _"),
        ("", "use lower-case letters, digits, - and _"),
        (".", "use lower-case letters, digits, - and _"),
        ("..", "use lower-case letters, digits, - and _"),
        ("漢字", "use lower-case letters, digits, - and _"),
        ("x" * 33, f"use `{'x' * 32}`"),
        ("anna\u202e", "use `anna`"),
        ("٣", "use lower-case letters, digits, - and _"),
        ("CON", "use lower-case letters, digits, - and _"),
        ("Any", "use lower-case letters, digits, - and _"),
        ("caf\udce9", "use `caf`"),
    ],
)
def test_an_unsafe_name_cannot(name: str, hint: str) -> None:
    with pytest.raises(ScrError) as caught:
        check_coder(name)
    assert (caught.value.message, caught.value.hint) == (f"`{name}` cannot be a coder: it is not a safe file name", hint)


def test_reserved_names_cannot_be_coders(tmp_path: Path) -> None:
    assert {"any", "resolved", "con", "nul", "com1", "lpt9"} <= RESERVED_CODERS
    for name in RESERVED_CODERS:
        with pytest.raises(ScrError, match="the name is reserved"):
            CodingSession(REVIEW, name, FINDINGS, WORKSPACE.taxonomies, tmp_path / f"{name}.jsonl")


def test_an_id_is_called_in_any_case_but_not_two_at_once() -> None:
    known = {"p1": 1, "4.1(a)": 2, "4.1(A)": 3}
    assert [called(known, name) for name in ("p1", "P1", "4.1(A)", "4.1(a)")] == [1, 1, 3, 2]
    assert called({"ab": 1, "aB": 2}, "AB") is None
    assert called(known, "p2") is None
