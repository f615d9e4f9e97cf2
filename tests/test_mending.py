"""Split, join, drop, move and restore as functions from one report to the next, and the hunks between them."""

# ruff: noqa: E501  cases stand on one line each

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scr_coder.mending import Mend, Report, drop_findings, in_order, join_findings, move_finding, placed, restore_findings, split_finding
from scr_coder.mending.change import Change, Was, change_line, parse_change
from scr_coder.mending.cutting import cut, part_ids, place_of_words, sentence_ends
from scr_coder.mending.patch import DoesNotFit, Hunk, apply, difference, turned
from scr_coder.problem import ScrError
from scr_coder.review import LeftOut, RemovedText

from mendable import ASIDE, FIVE, finding, left, report, words


def ids(given_report: Report) -> str:
    """Return the paragraphs in order, those left out in brackets."""
    return " ".join(f"[{one.finding.id}]" if isinstance(one, LeftOut) else one.id for one in in_order(given_report))


BEGIN = "4.1 [p12.1] [p12.2] 4.2 4.3 4.4 p13.1 [p14.1]"
DONE: dict[str, tuple[Callable[[Report], Mend], str, str, dict[str, str]]] = {
    "split at words": (
        lambda r: split_finding(r, "4.1", ["Two"]),
        "split 4.1 into 4.1 and 4.1-b",
        "4.1 4.1-b [p12.1] [p12.2] 4.2 4.3 4.4 p13.1 [p14.1]",
        {"4.1": "One one.", "4.1-b": "Two two."},
    ),
    "split at several words, in any order": (
        lambda r: split_finding(r, "4.3", ["six  SIX", "Five"]),
        "split 4.3 into 4.3, 4.3-b and 4.3-c",
        BEGIN.replace("4.3", "4.3 4.3-b 4.3-c"),
        {"4.3": "Four four.", "4.3-b": "Five five.", "4.3-c": "Six six."},
    ),
    "split after a sentence": (
        lambda r: split_finding(r, "4.3", (), [2]),
        "split 4.3 into 4.3 and 4.3-b",
        BEGIN.replace("4.3", "4.3 4.3-b"),
        {"4.3": "Four four. Five five.", "4.3-b": "Six six."},
    ),
    "split in lines": (
        lambda r: split_finding(r, "4.4", lines=True),
        "split 4.4 into 4.4, 4.4-b and 4.4-c",
        BEGIN.replace("4.4", "4.4 4.4-b 4.4-c"),
        {"4.4": "Seven | seven", "4.4-b": "Eight | eight", "4.4-c": "Nine | nine"},
    ),
    "split both ways": (
        lambda r: split_finding(r, "4.3", ["Five"], [2]),
        "split 4.3 into 4.3, 4.3-b and 4.3-c",
        BEGIN.replace("4.3", "4.3 4.3-b 4.3-c"),
        {"4.3-c": "Six six."},
    ),
    "split at one place said three ways": (
        lambda r: split_finding(r, "4.1", ["Two two", "Two"], [1]),
        "split 4.1 into 4.1 and 4.1-b",
        BEGIN.replace("4.1 ", "4.1 4.1-b "),
        {"4.1": "One one.", "4.1-b": "Two two."},
    ),
    "join two": (
        lambda r: join_findings(r, ["4.2", "4.3"]),
        "join 4.2 and 4.3",
        BEGIN.replace(" 4.3", ""),
        {"4.2": "Three three. Four four. Five five. Six six."},
    ),
    "join across what was left out": (
        lambda r: join_findings(r, ["4.1", "4.2"]),
        "join 4.1 and 4.2",
        "4.1 [p12.1] [p12.2] 4.3 4.4 p13.1 [p14.1]",
        {"4.1": "One one. Two two. Three three."},
    ),
    "join as lines": (
        lambda r: join_findings(r, ["4.3", "4.4", "p13.1"], as_lines=True),
        "join 4.3, 4.4 and p13.1",
        "4.1 [p12.1] [p12.2] 4.2 4.3 [p14.1]",
        {"4.3": "Four four. Five five. Six six.\nSeven | seven\nEight | eight\n\nNine | nine\nTen."},
    ),
    "drop": (lambda r: drop_findings(r, ["4.2"]), "drop 4.2", BEGIN.replace("4.2", "[4.2]"), {}),
    "drop the last, and one twice": (
        lambda r: drop_findings(r, ["p13.1", "4.1", "p13.1"]),
        "drop p13.1 and 4.1",
        "[4.1] [p12.1] [p12.2] 4.2 4.3 4.4 [p13.1] [p14.1]",
        {},
    ),
    "restore": (lambda r: restore_findings(r, ["p12.1"]), "restore p12.1", BEGIN.replace("[p12.1]", "p12.1"), {"p12.1": "Aside one."}),
    "restore at the end, and one before": (
        lambda r: restore_findings(r, ["p14.1", "p12.2"]),
        "restore p14.1 and p12.2",
        "4.1 [p12.1] p12.2 4.2 4.3 4.4 p13.1 p14.1",
        {},
    ),
    "move before": (
        lambda r: move_finding(r, "p13.1", before="4.2"),
        "move p13.1 before 4.2",
        "4.1 [p12.1] [p12.2] p13.1 4.2 4.3 4.4 [p14.1]",
        {},
    ),
    "move after": (
        lambda r: move_finding(r, "4.1", after="4.3"),
        "move 4.1 after 4.3",
        "[p12.1] [p12.2] 4.2 4.3 4.1 4.4 p13.1 [p14.1]",
        {},
    ),
    "move first": (
        lambda r: move_finding(r, "4.4", first=True),
        "move 4.4 to the beginning",
        "4.4 4.1 [p12.1] [p12.2] 4.2 4.3 p13.1 [p14.1]",
        {},
    ),
    "move last": (lambda r: move_finding(r, "4.2", last=True), "move 4.2 to the end", "4.1 [p12.1] [p12.2] 4.3 4.4 p13.1 [p14.1] 4.2", {}),
    "move where it is": (lambda r: move_finding(r, "4.2", after="4.1"), "move 4.2 after 4.1", BEGIN, {}),
    "move last where it is": (lambda r: move_finding(r, "p13.1", last=True), "move p13.1 to the end", BEGIN, {}),
}


@pytest.mark.parametrize("name", DONE)
def test_what_a_change_makes_of_a_report(name: str) -> None:
    change, said, order, texts = DONE[name]
    mend = change(report())
    assert mend.said == said
    assert ids(mend.report) == order
    assert texts.items() <= {one.id: one.text for one in mend.report.findings}.items()
    assert words(mend.report) == words(report())
    assert placed(in_order(mend.report), mend.report.review) == mend.report


REFUSED: dict[str, tuple[Callable[[Report], Mend], str]] = {
    "split nowhere": (lambda r: split_finding(r, "4.1"), "where to split is not said (add --at WORDS, --after-sentence N or --lines)"),
    "split what is not there": (lambda r: split_finding(r, "4.9", ["x"]), "one-review has no finding `4.9` (did you mean `4.4`?)"),
    "split what was left out": (lambda r: split_finding(r, "p12.1", ["x"]), "one-review has no finding `p12.1` (did you mean `p13.1`?)"),
    "words that are not there": (lambda r: split_finding(r, "4.1", ["Three"]), "“Three” does not stand in finding 4.1 (`scr findings` shows its text)"),
    "words that are there often": (lambda r: split_finding(r, "4.4", ["|"]), "“|” stands 3 times in finding 4.4 (give more of the words that follow)"),
    "words of the beginning": (lambda r: split_finding(r, "4.1", ["One one."]), "finding 4.1 begins with “One one.” (give the words with which the second part begins)"),
    "no words": (lambda r: split_finding(r, "4.1", ["  "]), "--at is empty (give the words with which the second part begins)"),
    "inside a word": (lambda r: split_finding(r, "4.2", ["hree"]), "“hree” does not stand in finding 4.2 (`scr findings` shows its text)"),
    "a sentence too far": (lambda r: split_finding(r, "4.3", (), [3]), "finding 4.3 has 3 sentences (--after-sentence takes 1 to 2)"),
    "sentence nought": (lambda r: split_finding(r, "4.1", (), [0]), "finding 4.1 has 2 sentences (--after-sentence takes 1)"),
    "one sentence": (lambda r: split_finding(r, "p13.1", (), [1]), "finding p13.1 has 1 sentence (cut it with --at)"),
    "one line": (lambda r: split_finding(r, "4.1", lines=True), "finding 4.1 has one line only (cut it with --at or --after-sentence)"),
    "join one": (lambda r: join_findings(r, ["4.1"]), "a finding cannot be joined alone (name the next one, too)"),
    "join one twice": (lambda r: join_findings(r, ["4.1", "4.1"]), "finding 4.1 is given twice (name each once)"),
    "join backwards": (lambda r: join_findings(r, ["4.2", "4.1"]), "finding 4.1 stands before 4.2 (name them in the order of the review)"),
    "join over one": (lambda r: join_findings(r, ["4.1", "4.3"]), "4.2 stands between 4.1 and 4.3 (join all of them, or `scr move` one first)"),
    "join over two": (lambda r: join_findings(r, ["4.1", "4.2", "p13.1"]), "4.3 and 4.4 stand between 4.2 and p13.1 (join all of them, or `scr move` one first)"),
    "drop what is not there": (lambda r: drop_findings(r, ["4.1", "4.10"]), "one-review has no finding `4.10` (did you mean `4.1`?)"),
    "drop for a reason that cannot be kept": (lambda r: drop_findings(r, ["4.1"], "a\x1bb"), "the reason holds control characters (U+001B) (type it again without them)"),
    "drop for a long reason": (lambda r: drop_findings(r, ["4.1"], "x" * 191), "the reason has 191 characters; at most 190 are kept (say it in fewer words)"),
    "restore a finding": (lambda r: restore_findings(r, ["4.1"]), "4.1 is a finding of one-review already (nothing was changed)"),
    "restore what is not there": (lambda r: restore_findings(r, ["p12.9"]), "nothing that was left out of one-review is called `p12.9` (did you mean `p12.2`?)"),
    "move nowhere": (lambda r: move_finding(r, "4.1"), "where to move it is not said once (add one of --before ID, --after ID, --first and --last)"),
    "move two ways": (lambda r: move_finding(r, "4.1", before="4.2", last=True), "where to move it is not said once (add one of --before ID, --after ID, --first and --last)"),
    "move before itself": (lambda r: move_finding(r, "4.1", before="4.1"), "finding 4.1 cannot be moved before itself (name another)"),
    "move to what was left out": (lambda r: move_finding(r, "4.1", after="p12.1"), "one-review has no finding `p12.1` (did you mean `p13.1`?)"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_done_says_why(name: str) -> None:
    change, message = REFUSED[name]
    with pytest.raises(ScrError) as caught:
        change(report())
    assert str(caught.value) == message


def test_a_text_that_would_be_too_long_is_not_joined() -> None:
    long = report((finding("1", "x" * 60_000), finding("2", "y" * 39_999), finding("3", "z")), ())
    assert len(join_findings(long, ["1", "2"]).report.findings[0].text) == 100_000
    with pytest.raises(ScrError, match="the joined text would have 100,002 characters; at most 100,000 are kept"):
        join_findings(long, ["1", "2", "3"])


# Where they stood ----------------------------------------------------------------------------------------------------------------


def test_what_was_left_out_comes_back_where_it_stood_whatever_its_neighbours_did() -> None:
    dropped = drop_findings(report(), ["4.2", "4.3"]).report
    assert [(one.finding.id, one.before) for one in dropped.left_out] == [
        ("p12.1", "4.4"),
        ("p12.2", "4.4"),
        ("4.2", "4.4"),
        ("4.3", "4.4"),
        ("p14.1", ""),
    ]
    for names in (["4.3", "4.2", "p12.1"], ["p12.1", "4.2", "4.3"], ["4.2", "p12.1", "4.3"]):
        restored = dropped
        for name in names:
            restored = restore_findings(restored, [name]).report
        assert ids(restored) == "4.1 p12.1 [p12.2] 4.2 4.3 4.4 p13.1 [p14.1]"
    joined = join_findings(dropped, ["4.1", "4.4"]).report
    assert ids(restore_findings(joined, ["4.2"]).report) == "4.1 [p12.1] [p12.2] 4.2 [4.3] p13.1 [p14.1]"


def test_what_stood_before_a_finding_that_is_unknown_comes_back_at_the_end() -> None:
    lost = report(FIVE, (left("a", "Lost.", "9.9"), left("b", "Kept.", "4.1")))
    assert ids(lost) == "[b] 4.1 4.2 4.3 4.4 p13.1 [a]"
    assert ids(restore_findings(lost, ["a"]).report) == "[b] 4.1 4.2 4.3 4.4 p13.1 a"


def test_a_reason_is_kept() -> None:
    assert drop_findings(report(), ["4.1"]).report.left_out[0] == LeftOut(FIVE[0], "dropped", "4.2")
    assert drop_findings(report(), ["4.1"], " a   caption ").report.left_out[0].reason == "dropped: a caption"


# Cutting and naming ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("Dr. Smith and Mrs. Jones met. J. K. said so.", ["Dr. Smith and Mrs. Jones met.", "J. K. said so."]),
        (
            "See para. 4.17 and e.g. Appendix 2, i.e. The list. No. 5 was cited.",
            ["See para. 4.17 and e.g. Appendix 2, i.e. The list.", "No. 5 was cited."],
        ),
        ("Was it known? No. They asked.", ["Was it known?", "No.", "They asked."]),
        (
            "“It was late.” (See below.) It rose by 4.5 per cent. then stopped.",
            ["“It was late.”", "(See below.)", "It rose by 4.5 per cent. then stopped."],
        ),
        ("A heading\nA row\n\n[1] A note. More.", ["A heading", "A row", "[1] A note.", "More."]),
        ("He waited… And then. ", ["He waited…", "And then. "]),
        ("...", ["..."]),
        ("", [""]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert cut(text, sentence_ends(text)) == sentences


@pytest.mark.parametrize(
    ("text", "given_words", "place"),
    [
        ("He said\n“don’t   go” – twice", "Don't go\" - twice", 9),
        ("end.Next begins", "Next", 4),
        ("a (b) c", "(b)", 2),
        ("Straße STRASSE", "strasse", 7),
        ("one Two two", "Two", 4),
        ("x a\u00a0b", "a b", 2),
    ],
)
def test_words_are_found_whatever_stands_between_them(text: str, given_words: str, place: int) -> None:
    assert place_of_words(text, given_words, "it") == place


@given(st.text(st.sampled_from("ab \n\t\u00a0."), max_size=30), st.lists(st.integers(0, 30), max_size=4))
def test_cutting_loses_white_space_at_the_cuts_only(text: str, places: list[int]) -> None:
    inside = [place for place in places if place <= len(text)]
    parts = cut(text, inside)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert parts[0] == "" or text.startswith(parts[0])
    assert parts[-1] == "" or text.endswith(parts[-1])


def test_parts_get_the_first_names_that_are_free() -> None:
    assert part_ids("4.17", 2, ["4.17", "4.17-B", "4.17-d"]) == ["4.17-c", "4.17-e"]
    assert part_ids("4.17-b", 1, ["4.17", "4.17-b"]) == ["4.17-c"]
    assert part_ids("x" * 40, 1, []) == ["x" * 38 + "-b"]
    many = part_ids("1", 60, [])
    assert (many[0], many[24], many[25], many[59]) == ("1-b", "1-z", "1-aa", "1-bi")
    assert len(set(many)) == 60


@pytest.mark.parametrize(
    ("pages", "page"),
    [
        (["12", "13"], "12-13"),
        (["12-13", "13", "15"], "12-15"),
        (["13", "12"], "12-13"),
        (["", "12"], "12"),
        (["12", "12"], "12"),
        (["xii", "xiv"], "xii-xiv"),
        (["", ""], ""),
    ],
)
def test_pages_are_merged(pages: list[str], page: str) -> None:
    given_report = report(tuple(finding(str(n), "x", page=one, lines=one if one.isdigit() else "") for n, one in enumerate(pages)), ())
    joined = join_findings(given_report, [str(n) for n in range(len(pages))]).report.findings[0]
    assert joined.page == page


@pytest.mark.parametrize(
    ("labels", "label"),
    [
        (["4.1", "4.2"], "4.1, 4.2"),
        (["4.1, 4.2", "4.3"], "4.1, 4.2, 4.3"),
        (["4.1", ""], "4.1"),
        (["4.1", "4.1"], "4.1"),
        ([f"4.{n}" for n in range(40)], "4.0-4.39"),
    ],
)
def test_labels_are_listed(labels: list[str], label: str) -> None:
    given_report = report(tuple(finding(str(n), "x", label=one) for n, one in enumerate(labels)), ())
    assert join_findings(given_report, [str(n) for n in range(len(labels))]).report.findings[0].paragraph == label


def test_lines_are_merged() -> None:
    given_report = report((finding("1", "x", lines="15-16"), finding("2", "y", lines="18")), ())
    assert join_findings(given_report, ["1", "2"]).report.findings[0].lines == "15-18"


# Hunks -------------------------------------------------------------------------------------------------------------------------------

PARAGRAPHS = st.lists(
    st.builds(left, st.sampled_from("abcdefgh"), st.sampled_from(["x", "y"])), max_size=8, unique_by=lambda one: one.finding.id
).map(tuple)


@given(PARAGRAPHS, PARAGRAPHS)
def test_hunks_make_one_list_of_the_other_and_back(old: tuple[LeftOut, ...], new: tuple[LeftOut, ...]) -> None:
    hunks = difference(old, new)
    assert apply(hunks, old, "finding") == new
    assert apply(turned(hunks), new, "finding") == old
    assert turned(turned(hunks)) == hunks
    assert all(old[hunk.at - 1 : hunk.at - 1 + len(hunk.taken)] == hunk.taken for hunk in hunks)


A, B, C, X, Y = (left(name, name) for name in "abcxy")


@pytest.mark.parametrize(
    ("hunk", "current", "wanted"),
    [
        (Hunk(2, "a", "b", (), (X,)), (Y, A, B), "y a x b"),
        (Hunk(2, "a", "b", (), (X,)), (A, Y), "a x y"),
        (Hunk(2, "a", "b", (), (X,)), (A, Y, B), "a y x b"),
        (Hunk(1, "", "a", (), (X,)), (Y,), "x y"),
        (Hunk(1, "a", "", (), (X,)), (Y,), "y x"),
        (Hunk(1, "", "", (), (X,)), (), "x"),
        (Hunk(1, "", "", (A, B), (X,)), (Y, A, B, C), "y x c"),
        (Hunk(2, "a", "b", (), (X,)), (Y,), "findings a and b, between which it belongs, are gone"),
        (Hunk(1, "", "", (A, B), (X,)), (A, Y, B), "finding b does not stand after a any more"),
        (Hunk(1, "", "", (A, B), (X,)), (B, A), "finding b does not stand after a any more"),
        (Hunk(1, "", "", (A,), (X,)), (B,), "finding a is gone"),
        (Hunk(1, "", "", (A,), (X,)), (left("a", "other"),), "finding a has been changed since"),
    ],
)
def test_a_hunk_finds_its_place_in_a_list_that_was_changed(hunk: Hunk, current: tuple[LeftOut, ...], wanted: str) -> None:
    try:
        found = " ".join(one.finding.id for one in apply([hunk], current, "finding"))
    except DoesNotFit as error:
        found = str(error.args[0])
    assert found == wanted


# Lines -------------------------------------------------------------------------------------------------------------------------------

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
NAMES = st.sampled_from(["4.1", "p2", "x"])
ENTRIES = st.lists(st.builds(left, WORDS, WORDS, WORDS, WORDS), max_size=2).map(tuple)
HUNKS = st.lists(st.builds(Hunk, st.integers(1, 9), WORDS, WORDS, ENTRIES, ENTRIES), max_size=2).map(tuple)
REMOVED = st.lists(st.builds(RemovedText, WORDS, WORDS, WORDS), max_size=2).map(tuple)
MOMENTS = st.sampled_from(["2026-11-23T10:01:02.123Z", "2028-02-29T23:59:59.999Z"])
CHANGES = st.builds(
    Change, MOMENTS, st.sampled_from(["import", "split", "join", "drop", "move", "restore"]), WORDS, WORDS, HUNKS, HUNKS,
    st.none() | st.tuples(REMOVED, REMOVED).filter(any), st.none() | st.tuples(WORDS, WORDS),
    st.dictionaries(NAMES, st.dictionaries(WORDS, WORDS, max_size=2), max_size=2), st.dictionaries(NAMES, st.builds(Was, st.none() | WORDS, WORDS), max_size=2),
    st.dictionaries(WORDS, st.lists(WORDS, max_size=2).map(tuple), max_size=2), st.dictionaries(WORDS, st.dictionaries(WORDS, WORDS, max_size=2), max_size=2),
    WORDS, WORDS, WORDS,
)  # fmt: skip


@given(CHANGES)
def test_a_change_is_read_back_as_it_was_written(change: Change) -> None:
    line = change_line(change)
    assert (line.count(b"\n"), line[-1:]) == (1, b"\n")
    assert parse_change(line.decode().removesuffix("\n")) == change


def test_what_was_left_out_of_the_shipped_form_is_there() -> None:
    assert ids(report()) == BEGIN
    assert ASIDE[0].before == "4.2"
