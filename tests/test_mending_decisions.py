"""What becomes of decisions when findings change: they follow the text, and never look fresh on text that was not read."""

# ruff: noqa: E501  cases and messages stand on one line each

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from scr_coder.checks import run_checks, workspace_snapshot
from scr_coder.coding import Decision, Tag
from scr_coder.mending import Mender, drop_findings, join_findings, move_finding, restore_findings, split_finding
from scr_coder.mending.following import joined
from scr_coder.problem import ScrError
from scr_coder.progress import progress
from scr_coder.text import text_hash
from scr_coder.workspace import Workspace, open_workspace

from mendable import FOLDER, REVIEW, files, held, memory_folder, mender, said, session, stale, write_review


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    with memory_folder() as folder:
        yield write_review(folder)


def made(finding: str, state: str = "coded", *tags: Tag, text: str = "t", **more: str) -> Decision:
    return Decision(finding, state, "2026-01-01T00:00:00.000Z", text, {"mini": "1.0.0"}, tags, **more)


def tag(issue: str, *causes: str, role: str = "primary", polarity: str = "problem", other: str = "") -> Tag:
    return Tag(issue, role, polarity, causes, other)


JOINED: dict[str, tuple[list[Decision], tuple[object, ...]]] = {
    "tags of both, the first primary stays": (
        [made("1", "coded", tag("C01", "C01.1"), memo="a"), made("2", "coded", tag("C02"), tag("X01", role="secondary"), memo="b")],
        ("coded", (tag("C01", "C01.1"), tag("C02", role="secondary"), tag("X01", role="secondary")), "", "", "a\nb"),
    ),
    "one issue twice: causes of both": (
        [made("1", "coded", tag("C01", "C01.1", other="x")), made("2", "coded", tag("C01", "C01.3", "C01.1", other="y"))],
        ("coded", (tag("C01", "C01.1", "C01.3", other="x; y"),), "", "", ""),
    ),
    "unclear gives way to a cause": (
        [made("1", "coded", tag("C01", "unclear")), made("2", "coded", tag("C01", "C01.1"))],
        ("coded", (tag("C01", "C01.1"),), "", "", ""),
    ),
    "unclear gives way to a cause in words": (
        [made("1", "coded", tag("C01", other="x")), made("2", "coded", tag("C01", "unclear"))],
        ("coded", (tag("C01", other="x"),), "", "", ""),
    ),
    "unclear twice stays": (
        [made("1", "coded", tag("C01", "unclear")), made("2", "coded", tag("C01", "unclear"))],
        ("coded", (tag("C01", "unclear"),), "", "", ""),
    ),
    "polarities that differ are told": (
        [made("1", "coded", tag("C01", polarity="advice")), made("2", "coded", tag("C01"), memo="m")],
        ("coded", (tag("C01", polarity="advice"),), "", "", "m\n[C01 was problem in 2]"),
    ),
    "a tag weighs more than no match and exclusion": (
        [made("1", "excluded", reason="short"), made("2", "no_match", candidate="Housing"), made("3", "coded", tag("C02"))],
        ("coded", (tag("C02"),), "", "", "[1 was excluded: short]\n[2 was no match: Housing]"),
    ),
    "no match weighs more than exclusion": (
        [made("1", "excluded", reason="short", memo="a"), made("2", "no_match", candidate="Housing", memo="a")],
        ("no_match", (), "Housing", "", "a\n[1 was excluded: short]"),
    ),
    "two candidates: the first": (
        [made("1", "no_match", candidate="A"), made("2", "no_match", candidate="B"), made("3", "no_match", candidate="A")],
        ("no_match", (), "A", "", "[2 was no match: B]"),
    ),
    "who has not decided says nothing": (
        [made("1", "cleared", memo="note"), made("2", "excluded", reason="r")],
        ("excluded", (), "", "r", "note"),
    ),
    "memos alone": ([made("1", "cleared"), made("2", "cleared", memo="n")], ("cleared", (), "", "", "n")),
}


@pytest.mark.parametrize("name", JOINED)
def test_what_decisions_say_together(name: str) -> None:
    given, wanted = JOINED[name]
    found = joined("1", given, "other")
    assert found is not None
    assert (found.finding, found.state, found.tags, found.candidate, found.reason, found.memo) == ("1", *wanted)


def test_a_joined_decision_is_fresh_only_if_all_were_made_on_the_joined_text() -> None:
    tags = (tag("C01"),)
    for texts, wanted in [(("new", "new"), "new"), (("old", "new"), "old"), (("new", "old"), "old"), (("old", "older"), "old")]:
        found = joined("1", [made(str(n), "coded", *tags, text=text) for n, text in enumerate(texts)], "new")
        assert found is not None
        assert found.text == wanted
    assert joined("1", [made("1", "cleared")], "new") is None
    assert joined("2", [made("1", "cleared", memo="m")], "new", memo_alone=False) is None


# On the disk ---------------------------------------------------------------------------------------------------------------------


def split(m: Mender, with_decisions: bool = True) -> None:
    m.mend(lambda r: split_finding(r, "4.3", (), [1, 2]), with_decisions)


def codes(workspace: Workspace) -> list[str]:
    return [problem.code for problem in run_checks(workspace_snapshot(open_workspace(workspace.root)))]


def test_split_gives_every_part_the_tags_of_the_whole_all_stale(workspace: Workspace) -> None:
    session(workspace).tag("4.3", "C01", ["1"], memo="m")
    session(workspace, "bert").exclude("4.3", "short")
    before, whole = said(workspace), text_hash("Four four. Five five. Six six.")
    split(mender(workspace))
    assert stale(workspace) == {(coder, name) for coder in ("anna", "bert") for name in ("4.3", "4.3-b", "4.3-c")}
    for name in ("4.3", "4.3-b", "4.3-c"):
        assert said(workspace)["anna"][name] == ("coded", (tag("C01", "C01.1"),), "", "", "m", whole)
        assert said(workspace)["bert"][name] == ("excluded", (), "", "short", "", whole)
    assert codes(workspace) == ["DEC006"] * 6
    assert [(row.coded, row.excluded, row.stale) for row in progress(open_workspace(workspace.root), REVIEW)] == [(3, 0, 3), (0, 3, 3)]
    mender(workspace).undo()
    assert said(workspace) == before
    assert codes(workspace) == []
    mender(workspace).redo()
    assert len(stale(workspace)) == 6


def test_join_unites_and_clears_what_is_joined_away(workspace: Workspace) -> None:
    anna = session(workspace)
    anna.tag("4.2", "C01", ["1"])
    anna.tag("4.3", "X01")
    session(workspace, "bert").no_match("4.3", "Housing")
    session(workspace, "cleo").memo("4.3", "note")
    before = said(workspace)
    mender(workspace).mend(lambda r: join_findings(r, ["4.2", "4.3"]), with_decisions=True)
    now = said(workspace)
    assert now["anna"] == {"4.2": ("coded", (tag("C01", "C01.1"), tag("X01", role="secondary")), "", "", "", text_hash("Three three."))}
    assert now["bert"] == {"4.2": ("no_match", (), "Housing", "", "", text_hash("Four four. Five five. Six six."))}
    assert {name: one[4] for name, one in now["cleo"].items()} == {"4.2": "note"}
    assert stale(workspace) == {("anna", "4.2"), ("bert", "4.2")}
    mender(workspace).undo()
    assert said(workspace) == before


def test_drop_clears_and_restore_brings_back_exactly(workspace: Workspace) -> None:
    session(workspace).tag("4.2", "C01", memo="m")
    session(workspace, "bert").memo("4.2", "only a note")
    before = said(workspace)
    m = mender(workspace)
    m.mend(lambda r: drop_findings(r, ["4.2"]), with_decisions=True)
    assert said(workspace)["anna"] == {}
    assert codes(workspace) == []
    m.mend(lambda r: move_finding(r, "4.3", first=True))
    m.mend(lambda r: restore_findings(r, ["4.2"]))
    assert said(workspace) == before
    assert stale(workspace) == set()
    m.undo()
    assert said(workspace)["anna"] == {}
    m.undo()
    m.undo()
    assert said(workspace) == before


def test_move_touches_no_decision(workspace: Workspace) -> None:
    anna = session(workspace)
    anna.tag("4.2", "C01")
    size = anna.path.read_bytes()
    mender(workspace).mend(lambda r: move_finding(r, "4.2", last=True))
    assert anna.path.read_bytes() == size


REFUSED = [
    (lambda r: split_finding(r, "4.3", (), [1]), "finding 4.3 has decisions of anna (1) and bert (1) (--with-decisions lets them follow the text, to be looked at again)"),
    (lambda r: join_findings(r, ["4.2", "4.3"]), "findings 4.2 and 4.3 have decisions of anna (2) and bert (1) (--with-decisions lets them follow the text, to be looked at again)"),
    (lambda r: drop_findings(r, ["4.1", "4.3"]), "finding 4.3 has decisions of anna (1) and bert (1) (--with-decisions clears them; undo brings them back)"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "message"), REFUSED)
def test_decisions_are_not_touched_unasked(workspace: Workspace, change: object, message: str) -> None:
    anna = session(workspace)
    anna.tag("4.2", "C01")
    anna.tag("4.3", "C01")
    anna.tag("4.1", "C01")
    anna.clear("4.1")
    session(workspace, "bert").exclude("4.3", "r")
    session(workspace, "cleo").memo("4.3", "a memo is no decision")
    before = sorted(path.read_bytes() for path in workspace.root.rglob("*") if path.is_file())
    with pytest.raises(ScrError) as caught:
        mender(workspace).mend(change)  # type: ignore[arg-type]
    assert str(caught.value) == message
    assert sorted(path.read_bytes() for path in workspace.root.rglob("*") if path.is_file()) == before


# Decided since -------------------------------------------------------------------------------------------------------------------


def test_undo_asks_before_it_touches_what_was_decided_since_and_lets_that_follow(workspace: Workspace) -> None:
    session(workspace).tag("4.3", "C01")
    session(workspace, "bert").tag("4.3", "C02")
    before = said(workspace)
    split(mender(workspace))
    session(workspace).tag("4.3-b", "X01", role="secondary")  # read: fresh on the part
    with pytest.raises(ScrError) as caught:
        mender(workspace).undo()
    asked = "finding 4.3-b has been decided on since, by anna (1) (--with-decisions lets what was decided since follow the text, or undo that first)"
    assert str(caught.value) == asked
    mender(workspace).undo(with_decisions=True)
    assert said(workspace)["bert"] == before["bert"]
    [(name, now)] = said(workspace)["anna"].items()
    assert (name, now[0], now[1]) == ("4.3", "coded", (tag("C01"), tag("X01", role="secondary")))
    assert stale(workspace) == {("anna", "4.3")}


def test_what_a_coder_took_back_themselves_needs_no_asking(workspace: Workspace) -> None:
    session(workspace).tag("4.3", "C01")
    before = said(workspace)
    split(mender(workspace))
    session(workspace).tag("4.3-b", "X01")
    session(workspace).undo()
    mender(workspace).undo()
    assert said(workspace) == before


def test_a_new_decision_on_a_part_keeps_undo_from_orphaning_it(workspace: Workspace) -> None:
    split(mender(workspace))
    session(workspace).tag("4.3-c", "C01")
    with pytest.raises(ScrError, match=r"finding 4\.3-c has been decided on since, by anna"):
        mender(workspace).undo()
    mender(workspace).undo(with_decisions=True)
    assert said(workspace)["anna"] == {"4.3": ("coded", (tag("C01"),), "", "", "", text_hash("Six six."))}
    assert stale(workspace) == {("anna", "4.3")}


# The coder's own undo --------------------------------------------------------------------------------------------------------------


def test_the_coders_undo_leaves_alone_what_a_change_did(workspace: Workspace) -> None:
    session(workspace).tag("4.1", "C01")
    session(workspace).tag("4.3", "C01")
    session(workspace).tag("4.3", "X01")
    split(mender(workspace))
    assert session(workspace).undo().decision.finding == "4.3"  # the text of 4.3 is shorter, its own decisions are hers
    assert said(workspace)["anna"]["4.3"][1] == (tag("C01"),)
    assert said(workspace)["anna"]["4.3-b"][1] == (tag("C01", role="secondary"), tag("X01"))
    session(workspace).undo()
    assert session(workspace).undo().decision.finding == "4.1"
    with pytest.raises(ScrError, match="there is nothing to undo for anna in one-review"):
        session(workspace).undo()
    with pytest.raises(ScrError, match=r"there is nothing to undo for anna in finding 4\.3-b .*see `scr log one-review --findings`"):
        session(workspace).undo("4.3-b")


def test_a_decision_after_a_change_is_undone_to_what_the_change_left(workspace: Workspace) -> None:
    session(workspace).tag("4.3", "C01")
    split(mender(workspace))
    left = said(workspace)
    session(workspace).tag("4.3-b", "X01")
    session(workspace).undo()
    assert said(workspace) == left
    session(workspace).redo()
    assert said(workspace)["anna"]["4.3-b"][1] == (tag("C01", role="secondary"), tag("X01"))


def test_no_decision_is_brought_back_on_a_finding_that_is_gone(workspace: Workspace) -> None:
    session(workspace).tag("4.3", "C01")
    session(workspace).undo()
    m = mender(workspace)
    m.mend(lambda r: join_findings(r, ["4.2", "4.3"]))
    with pytest.raises(ScrError, match="there is nothing to redo for anna"):
        session(workspace).redo()
    m.undo()
    session(workspace).redo()
    assert said(workspace)["anna"]["4.3"][1] == (tag("C01"),)


def test_what_a_change_wrote_is_not_the_coders_to_take_back_or_to_bring_again(workspace: Workspace) -> None:
    session(workspace).tag("4.1", "C01")
    session(workspace).tag("4.2", "C01")
    session(workspace).tag("4.3", "X01")
    m = mender(workspace)
    m.mend(lambda r: join_findings(r, ["4.2", "4.3"]), with_decisions=True)
    assert session(workspace).undo().decision.finding == "4.1"  # 4.2 and 4.3 were decided on before they were joined
    with pytest.raises(ScrError, match="there is nothing to undo for anna"):
        session(workspace).undo()
    m.undo()
    now = said(workspace)
    with pytest.raises(ScrError, match=r"there is nothing to redo for anna in finding 4\.2"):
        session(workspace).redo("4.2")
    assert said(workspace) == now


def test_a_change_keeps_what_a_coder_undid_elsewhere_within_reach(workspace: Workspace) -> None:
    session(workspace).tag("4.3", "C01")
    session(workspace).tag("4.1", "X01")
    session(workspace).undo()
    split(mender(workspace))
    assert session(workspace).redo().decision.finding == "4.1"
    assert said(workspace)["anna"]["4.1"][1] == (tag("X01"),)


def test_after_undoing_a_change_the_coders_undo_goes_on_as_before(workspace: Workspace) -> None:
    session(workspace).tag("4.2", "C01")
    session(workspace).tag("4.3", "C02")
    for change in (lambda r: join_findings(r, ["4.2", "4.3"]), lambda r: drop_findings(r, ["4.3"])):
        m = mender(workspace)
        m.mend(change, with_decisions=True)
        m.undo()
    assert session(workspace).undo().before.finding == "4.3"  # type: ignore[union-attr]
    assert session(workspace).undo().before.finding == "4.2"  # type: ignore[union-attr]
    assert said(workspace)["anna"] == {}
    session(workspace).redo()
    session(workspace).redo()
    assert {name: one[1] for name, one in said(workspace)["anna"].items()} == {"4.2": (tag("C01"),), "4.3": (tag("C02"),)}


def test_lines_that_follow_a_change_say_so(workspace: Workspace) -> None:
    session(workspace).tag("4.3", "C01")
    done = mender(workspace).mend(lambda r: split_finding(r, "4.3", (), [1]), with_decisions=True)
    lines = [json.loads(line) for line in session(workspace).path.read_text().splitlines()]
    assert [line.get("mend", "") for line in lines] == ["", done.change.changed_at]
    assert done.change.decisions == {"anna": {"4.3": lines[0]["decided_at"]}}
    assert done.decisions == {"anna": 1}


# Open in another window ------------------------------------------------------------------------------------------------------------


def test_a_session_that_is_open_does_not_decide_on_text_that_is_gone(workspace: Workspace) -> None:
    open_elsewhere = session(workspace)
    open_elsewhere.tag("4.1", "C01")
    split(mender(workspace))
    mender(workspace).mend(lambda r: drop_findings(r, ["4.2"]))
    before = held(workspace)
    for name, how in (("4.3", "has another text now"), ("4.2", "is no longer among the findings")):
        message = f"finding {name} of one-review {how}: the findings were changed since they were read here (open the review again; nothing was saved)"
        for act in (lambda name=name: open_elsewhere.tag(name, "C01"), lambda name=name: open_elsewhere.memo(name, "m")):
            with pytest.raises(ScrError) as caught:
                act()
            assert str(caught.value) == message
    assert held(workspace) == before
    open_elsewhere.tag("4.1", "C02")
    assert open_elsewhere.undo().decision.tags == (tag("C01"),)
    mender(workspace).undo()
    open_elsewhere.tag("4.2", "C01")


def test_findings_that_cannot_be_read_just_now_do_not_keep_an_open_session_from_deciding(workspace: Workspace) -> None:
    open_elsewhere = session(workspace)
    path = workspace.root / FOLDER / "findings.yaml"
    whole = path.read_bytes()
    path.write_bytes(whole[:-30] + b"\n  - [")
    open_elsewhere.tag("4.1", "C01")
    path.write_bytes(whole)
    open_elsewhere.tag("4.2", "C01")
    assert files(workspace)["findings.yaml"] == whole
