"""Changing findings on the disk: whole or not at all, by one process at a time, inside the workspace, as far as files were edited."""

# ruff: noqa: E501  cases and messages stand on one line each

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from scr_coder.checks import run_checks, workspace_snapshot
from scr_coder.coding import read_log
from scr_coder.coding.log import OpenLog
from scr_coder.files import locked
from scr_coder.mending import (
    Mender,
    Report,
    drop_findings,
    join_findings,
    mends_since_import,
    move_finding,
    placed,
    record_import,
    replace_findings,
    restore_findings,
    split_finding,
)
from scr_coder.mending import mender as mender_module
from scr_coder.mending.listing import checked_listing
from scr_coder.problem import ScrError
from scr_coder.review import LeftOut, RemovedText
from scr_coder.review.quick import quick_findings
from scr_coder.review.write import findings_yaml
from scr_coder.workspace import Workspace, open_workspace

from building import tree
from mendable import (
    ASIDE,
    FIVE,
    FOLDER,
    REVIEW,
    files,
    finding,
    left,
    memory_folder,
    mender,
    said,
    session,
    stale,
    ticking,
    words,
    write_review,
)
from small_workspace import FINDINGS_PATH, REVIEW_PATH

ROOT = Path(__file__).resolve().parent.parent
HISTORY, PENDING = FOLDER / "changes.jsonl", FOLDER / "changes.pending"


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    with memory_folder() as folder:
        yield write_review(folder / "ws")


def codes(workspace: Workspace) -> list[str]:
    return [problem.code for problem in run_checks(workspace_snapshot(open_workspace(workspace.root)))]


# Crashes -------------------------------------------------------------------------------------------------------------------------


class Killed(BaseException):
    """The process dies here."""


CHANGES: dict[str, Callable[[Mender], object]] = {
    "split": lambda m: m.mend(lambda r: split_finding(r, "4.3", (), [1, 2]), with_decisions=True),
    "join": lambda m: m.mend(lambda r: join_findings(r, ["4.1", "4.2"]), with_decisions=True),
    "drop": lambda m: m.mend(lambda r: drop_findings(r, ["4.1", "4.3"]), with_decisions=True),
    "restore": lambda m: m.mend(lambda r: restore_findings(r, ["p12.1"])),
    "move": lambda m: m.mend(lambda r: move_finding(r, "4.2", last=True)),
    "undo": lambda m: m.undo(),
    "import": lambda m: replace_findings(m.workspace, REVIEW, FIVE[1:], ASIDE[:1], [RemovedText("page number", "7", "7")], review=REVIEW_TEXT, with_decisions=True),
}  # fmt: skip
REVIEW_TEXT = "schema: 1\nid: one-review\ntitle: One, again\n"
STEPS = ["pending", "history", "findings.yaml", "left_out.yaml", "review.yaml", "anna", "bert", "gone"]


def prepare(workspace: Workspace) -> None:
    for coder in ("anna", "bert"):
        for name in ("4.1", "4.2", "4.3"):
            session(workspace, coder).tag(name, "C01")
    mender(workspace).mend(lambda r: drop_findings(r, ["4.4"]))


def dies_at(step: str, after: bool, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let the process die before or after one step; return the list to which the steps that are reached are added."""
    reached: list[str] = []

    def dying(original: Callable[..., object], named: Callable[..., str]) -> Callable[..., object]:
        def run(*args: object, **more: object) -> object:
            name = named(*args)
            reached.append(name)
            if name == step and not after:
                raise Killed
            result = original(*args, **more)
            if name == step:
                raise Killed
            return result

        return run

    monkeypatch.setattr(
        mender_module, "write_atomic", dying(mender_module.write_atomic, lambda path, _data: path.name.removeprefix("changes."))
    )
    monkeypatch.setattr(mender_module, "append_synced", dying(mender_module.append_synced, lambda *_: "history"))
    monkeypatch.setattr(
        mender_module,
        "remove_synced",
        dying(mender_module.remove_synced, lambda path: "gone" if path.name == "changes.pending" else path.name),
    )
    monkeypatch.setattr(OpenLog, "append", dying(OpenLog.append, lambda log, *_: log.path.stem))
    return reached


@pytest.mark.parametrize("name", CHANGES)
def test_a_process_that_dies_at_any_step_loses_nothing_and_the_next_completes_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with memory_folder() as folder:
        begun = write_review(folder / "begun")
        prepare(begun)
        before, all_words = (files(begun), said(begun)), set(words(mender(begun).report()))
        whole = copied(begun, folder / "whole")
        CHANGES[name](mender(whole))
        wanted = (files(whole), said(whole))
        assert wanted != before
        seen: set[str] = set()
        for step in STEPS:
            for after in (False, True):
                workspace = copied(begun, folder / f"{step}{after}")
                with monkeypatch.context() as patched:
                    reached = dies_at(step, after, patched)
                    try:
                        CHANGES[name](mender(workspace))
                    except Killed:
                        seen.add(step)
                    else:
                        assert step not in reached
                        continue
                there = mender(workspace)._files()  # the two files are readable at any moment
                texts = [one.finding.text for one in (*there.findings.entries, *there.left_out.entries)]
                assert name == "import" or all_words == {word for text in texts for word in text.split()}
                check_completed(name, workspace, before, wanted)
        assert {"pending", "history", "gone"} < seen


def copied(workspace: Workspace, folder: Path) -> Workspace:
    shutil.copytree(workspace.root, folder)
    return open_workspace(folder)


def check_completed(name: str, workspace: Workspace, before: object, wanted: object) -> None:
    """Check that the next change completes the one that was interrupted, if it had begun, and that it can be undone."""
    noted = (workspace.root / PENDING).exists()
    assert noted is ("CHG003" in codes(workspace))
    if noted:
        with pytest.raises(ScrError, match="the last change to the findings of one-review was interrupted"):
            mender(workspace).mend(lambda r: move_finding(r, r.findings[0].id, first=True), dry_run=True)
    done = mender(workspace).mend(lambda r: move_finding(r, r.findings[0].id, first=True))  # changes nothing itself
    assert not done.changed
    now = (files(workspace), said(workspace))
    if noted:
        [notice] = done.notices
        assert notice.startswith("the change before this one had been interrupted and is complete now: ")
        assert now == wanted
    else:
        assert now in (wanted, before)
    assert not (workspace.root / PENDING).exists()
    assert [code for code in codes(workspace) if code != "DEC006"] == []
    for log in workspace.logs(REVIEW):
        followed = [(line.finding, line.mend) for line in read_log(log.path).decisions if line.mend]
        assert len(followed) == len(set(followed))
    if now == wanted and name != "undo":
        mender(workspace).undo()
        assert (files(workspace), said(workspace)) == before


def test_a_file_that_was_edited_while_a_change_was_interrupted_takes_the_change(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for step in ("left_out.yaml", "findings.yaml"):
        with monkeypatch.context() as patched:
            dies_at(step, True, patched)
            with pytest.raises(Killed):
                mender(workspace).mend(lambda r: drop_findings(r, [r.findings[0].id]))
        path = workspace.root / FINDINGS_PATH
        path.write_text(path.read_text().replace("Ten.", "Ten, mended."))
        mender(workspace).mend(lambda r: move_finding(r, r.findings[0].id, first=True))
        assert "Ten, mended." in path.read_text()
        assert not (workspace.root / PENDING).exists()
    assert [one.id for one in mender(workspace).report().findings] == ["4.3", "4.4", "p13.1"]
    assert codes(workspace) == []


def test_an_interrupted_change_that_does_not_fit_any_more_is_said_and_can_be_given_up(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        dies_at("findings.yaml", False, patched)
        with pytest.raises(Killed):
            mender(workspace).mend(lambda r: split_finding(r, "4.3", (), [1]))
    path = workspace.root / FINDINGS_PATH
    path.write_text(path.read_text().replace("Five five.", "Five."))
    with pytest.raises(ScrError) as caught:
        mender(workspace).mend(lambda r: drop_findings(r, ["4.1"]))
    message = "“split 4.3 into 4.3 and 4.3-b” was interrupted and does not fit data/reviews/one-review/findings.yaml any more: paragraph 4.3 has been changed since"
    assert caught.value.message == message
    assert caught.value.hint == "delete data/reviews/one-review/changes.pending to give it up"
    (workspace.root / PENDING).write_text("{}\n")
    with pytest.raises(ScrError, match=r"changes\.pending cannot be read, which notes a change that was interrupted: the change lacks `v`"):
        mender(workspace).undo()
    (workspace.root / PENDING).unlink()
    mender(workspace).mend(lambda r: drop_findings(r, ["4.1"]))


@pytest.mark.parametrize("writes", range(12))
def test_a_disk_that_is_full_leaves_everything_as_it_was_or_noted(
    writes: int, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    session(workspace).tag("4.1", "C01")
    before, left_over = tree(workspace.root), iter(range(writes))
    really = os.fsync

    def full(descriptor: int) -> None:
        if next(left_over, None) is None:
            raise OSError(28, "No space left on device")
        really(descriptor)

    refusal = None
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        try:
            mender(workspace).mend(lambda r: drop_findings(r, ["4.1"]), with_decisions=True)
        except ScrError as error:
            refusal = error
    if refusal is None:
        assert writes > 6
    elif (workspace.root / PENDING).exists():
        assert refusal.hint == "the change is noted: the next one to these findings completes it"
    else:
        assert "No space left on device" in refusal.message
        assert tree(workspace.root) == before
        return
    done = mender(workspace).mend(lambda r: move_finding(r, r.findings[0].id, first=True))
    assert bool(done.notices) is (refusal is not None)
    assert [one.id for one in mender(workspace).report().findings] == ["4.2", "4.3", "4.4", "p13.1"]
    assert codes(workspace) == []


def test_a_torn_line_of_the_history_is_kept_aside(workspace: Workspace) -> None:
    mender(workspace).mend(lambda r: drop_findings(r, ["4.1"]))
    with (workspace.root / HISTORY).open("ab") as stream:
        stream.write(b'{"v":1,"ch')
    assert codes(workspace) == ["CHG001"]
    mender(workspace).mend(lambda r: drop_findings(r, ["4.2"]))
    assert (workspace.root / FOLDER / "changes.torn-1").read_bytes() == b'{"v":1,"ch'
    assert codes(workspace) == ["CHG004"]
    assert [change.said for change in mender(workspace).history().changes] == ["drop 4.1", "drop 4.2"]


# Others at work --------------------------------------------------------------------------------------------------------------------

SPLITS = 20
SCRIPT = f"""
import sys, time
from pathlib import Path
from scr_coder.mending import Mender, split_finding
from scr_coder.workspace import open_workspace
root, name = Path(sys.argv[1]), sys.argv[2]
def last_part(report):
    return split_finding(report, [one.id for one in report.findings if one.id[0] == name][-1], (), [1])
(root / ("ready-" + name)).touch()
while not ((root / "ready-x").exists() and (root / "ready-y").exists()):
    time.sleep(0.001)
for _ in range({SPLITS}):
    Mender(open_workspace(root), "one-review", name).mend(last_part)
"""


def test_two_processes_at_once_never_lose_or_interleave() -> None:
    texts = {name: " ".join(f"{name.upper()}{n} ends." for n in range(SPLITS + 1)) for name in ("x", "y")}
    with memory_folder() as folder:
        workspace = write_review(folder, Report(REVIEW, tuple(finding(name, text) for name, text in texts.items())))
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        running = [subprocess.Popen([sys.executable, "-c", SCRIPT, folder, name], env=env, stderr=subprocess.PIPE) for name in texts]
        for process in running:
            _, errors = process.communicate(timeout=60)
            assert process.returncode == 0, errors.decode()
        after = [one.text for one in mender(workspace).report().findings]
        assert after == [f"{name.upper()}{n} ends." for name in texts for n in range(SPLITS + 1)]
        moments = [change.changed_at for change in mender(workspace).history().changes]
        assert len(moments) == 2 * SPLITS
        assert moments == sorted(set(moments))
        for _ in range(2 * SPLITS):
            mender(workspace).undo()
        assert [one.text for one in mender(workspace).report().findings] == list(texts.values())


def test_who_is_at_work_is_waited_for_and_then_told(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scr_coder.files.LOCK_TIMEOUT", 0.05)
    anna = session(workspace)
    anna.tag("4.1", "C01")
    for path in (workspace.root / HISTORY, anna.path):
        with locked(path), pytest.raises(ScrError, match="is being written by another program"):
            mender(workspace).mend(lambda r: drop_findings(r, ["4.2"]))
    assert len(mender(workspace).report().findings) == 5


# Links -----------------------------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
@pytest.mark.parametrize(
    "name", ["", "findings.yaml", "left_out.yaml", "changes.jsonl", "changes.pending", "codings", "codings/anna.jsonl"]
)
def test_nothing_is_written_through_a_link_that_leads_outside(name: str, workspace: Workspace) -> None:
    around = workspace.root.parent
    session(workspace).tag("4.1", "C01")
    mender(workspace).mend(lambda r: move_finding(r, "4.1", last=True))
    inside, outside = workspace.root / FOLDER / name, around / "outside"
    if inside.exists():
        inside.rename(outside)
    inside.symlink_to(outside)
    before = tree(around)
    with pytest.raises(ScrError, match="leads outside the workspace"):
        mender(workspace).mend(lambda r: drop_findings(r, ["4.1"]), with_decisions=True)
    assert tree(around) == before


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_inside_the_workspace_stays_a_link(workspace: Workspace) -> None:
    path, kept = workspace.root / FINDINGS_PATH, workspace.root / "findings-elsewhere.yaml"
    path.rename(kept)
    path.symlink_to(kept)
    mender(workspace).mend(lambda r: drop_findings(r, ["4.1"]))
    assert path.is_symlink()
    assert b'"4.1"' not in kept.read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="pipes in folders")
@pytest.mark.parametrize("name", ["findings.yaml", "left_out.yaml", "changes.jsonl"])
def test_what_is_no_file_is_refused_at_once(name: str, workspace: Workspace) -> None:
    path = workspace.root / FOLDER / name
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    with pytest.raises(ScrError, match="it is not a file"):
        mender(workspace).mend(lambda r: drop_findings(r, ["4.1"]))


# Edited by hand --------------------------------------------------------------------------------------------------------------------

BY_HAND = """\
# Somebody wrote this.
schema: 1
findings:   # in order
  # the first one
  - id: '1'
    text: "One one. Two two."   # short
  # the second one
  # has two lines of comment
  - id: 2
    kind: bullet
    text: >-
      Three
      three.
  - id: "3"
    text: |
      Four.
"""


def by_hand(workspace: Workspace, text: str) -> Workspace:
    (workspace.root / FINDINGS_PATH).write_text(text, encoding="utf-8")
    (workspace.root / FOLDER / "left_out.yaml").unlink()
    return workspace


def test_what_stays_is_kept_as_it_was_written(workspace: Workspace) -> None:
    by_hand(workspace, BY_HAND)
    mender(workspace).mend(lambda r: split_finding(r, "1", ["Two"]))
    kept = (workspace.root / FINDINGS_PATH).read_text()
    assert kept == BY_HAND.replace("""\
  # the first one
  - id: '1'
    text: "One one. Two two."   # short
""", """\
  - id: "1"
    kind: paragraph
    text: |-
      One one.
  - id: "1-b"
    kind: paragraph
    text: |-
      Two two.
""")  # fmt: skip
    mender(workspace).mend(lambda r: move_finding(r, "2", last=True))
    assert kept.index("Three") < kept.index("Four")
    moved = (workspace.root / FINDINGS_PATH).read_text()
    assert moved.endswith(
        "      Four.\n  # the second one\n  # has two lines of comment\n  - id: 2\n    kind: bullet\n    text: >-\n      Three\n      three.\n"
    )
    mender(workspace).undo()
    mender(workspace).undo()
    assert (workspace.root / FINDINGS_PATH).read_text() == BY_HAND
    assert not (workspace.root / FOLDER / "left_out.yaml").exists()


OTHER_FORMS = {
    "flow": 'schema: 1\nfindings: [{id: "1", text: One one. Two two.}, {id: "2", text: x}]\n',
    "no last line feed": 'schema: 1\nfindings:\n  - id: "1"\n    text: One one. Two two.',
    "the id is not first": 'schema: 1\nfindings:\n  - text: One one. Two two.\n    id: "1"\n',
    "no indentation": 'schema: 1\nfindings:\n- id: "1"\n  text: One one. Two two.\n- id: "2"\n  text: x\n',
    "deep indentation": 'schema: 1\nfindings:\n      - id: "1"\n        text: One one. Two two.\n',
    "carriage returns": 'schema: 1\r\nfindings:\r\n  - id: "1"\r\n    text: One one. Two two.\r\n',
    "byte order mark": '\ufeffschema: 1\nfindings:\n  - id: "1"\n    text: One one. Two two.\n',
    "the schema comes last": '# x\nfindings:\n  - id: "1"\n    text: One one. Two two.\nschema: 1\n# the end\n',
    "a blank line between": '# a\n# b\nschema: 1\nfindings:\n\n  - id: "1"\n    text: One one. Two two.\n\n  - id: "2"\n    text: |-\n      # no comment\n\n      x\n\n',
}


@pytest.mark.parametrize("name", OTHER_FORMS)
def test_any_form_is_changed_and_given_back_to_the_last_byte(name: str, workspace: Workspace) -> None:
    path = workspace.root / FINDINGS_PATH
    by_hand(workspace, "")
    path.write_bytes(OTHER_FORMS[name].encode())
    for change in (lambda r: split_finding(r, "1", ["Two"]), lambda r: drop_findings(r, [one.id for one in r.findings])):
        mender(workspace).mend(change)
        after = files(workspace)
        mender(workspace).undo()
        assert files(workspace) == {"findings.yaml": OTHER_FORMS[name].encode(), "left_out.yaml": None}
        mender(workspace).redo()
        assert files(workspace) == after
        mender(workspace).undo()
    assert path.read_bytes() == OTHER_FORMS[name].encode()


def test_a_file_that_was_edited_since_is_not_replaced_by_what_it_was(workspace: Workspace) -> None:
    path = by_hand(workspace, OTHER_FORMS["flow"]).root / FINDINGS_PATH
    mender(workspace).mend(lambda r: split_finding(r, "1", ["Two"]))
    assert set(mender(workspace).history().changes[0].was) == {"findings.yaml"}
    path.write_text(path.read_text().replace("      x\n", "      x, mended\n"))
    mender(workspace).undo()
    assert [one.text for one in mender(workspace).report().findings] == ["One one. Two two.", "x, mended"]
    by_hand_again = path.read_text()
    mender(workspace).redo()
    path.write_text(path.read_text().replace('  - id: "2"', '  # look again\n  - id: "2"'))
    mender(workspace).undo()
    assert path.read_text() == by_hand_again.replace('  - id: "2"', '  # look again\n  - id: "2"')


def test_a_text_that_would_be_read_otherwise_is_never_written() -> None:
    text = findings_yaml(FIVE[:2])
    entries = tuple(LeftOut(one, "") for one in FIVE[:2])
    assert checked_listing("findings.yaml", text, entries, ()).text == text
    for other in (entries[:1], entries[::-1], (entries[0], entries[1]._replace(finding=FIVE[1]._replace(text="Three  three.")))):
        with pytest.raises(ScrError, match="so that it can be read again: its text would change"):
            checked_listing("findings.yaml", text, other, ())


def test_what_scr_wrote_can_be_read_quickly_after_any_change(workspace: Workspace) -> None:
    for change in (
        lambda r: split_finding(r, "4.4", lines=True),
        lambda r: join_findings(r, ["4.1", "4.2"]),
        lambda r: restore_findings(r, ["p14.1"]),
    ):
        mender(workspace).mend(change)
        assert quick_findings((workspace.root / FINDINGS_PATH).read_bytes()) is not None
    assert not any(change.was or change.written for change in mender(workspace).history().changes)


def test_undo_takes_edits_elsewhere_with_it_and_refuses_what_does_not_fit(workspace: Workspace) -> None:
    path = workspace.root / FINDINGS_PATH
    mender(workspace).mend(lambda r: split_finding(r, "4.3", (), [1]))
    written = path.read_text()
    path.write_text(written.replace("Three three.", "Three, mended."))
    mender(workspace).undo()
    assert [one.text for one in mender(workspace).report().findings][1:3] == ["Three, mended.", FIVE[2].text]
    mender(workspace).redo()
    assert path.read_text() == written.replace("Three three.", "Three, mended.")
    for old, new, why in [
        ("Five five.", "Five.", "finding 4.3-b has been changed since"),
        ('"4.3-b"', '"4.3-z"', "finding 4.3-b is gone"),
        ('"4.2"', '"4.3-c"', ""),
    ]:
        path.write_text(written.replace(old, new))
        before = tree(workspace.root)
        if not why:
            mender(workspace).undo()
            continue
        with pytest.raises(ScrError) as caught:
            mender(workspace).undo()
        assert caught.value.message == f"“split 4.3 into 4.3 and 4.3-b” cannot be taken back in one-review: {why}"
        assert tree(workspace.root) == before


def test_undo_does_not_make_an_id_stand_twice(workspace: Workspace) -> None:
    mender(workspace).mend(lambda r: drop_findings(r, ["4.2"]))
    path = workspace.root / FINDINGS_PATH
    path.write_text(path.read_text() + '  - id: "4.2"\n    text: by hand\n')
    with pytest.raises(ScrError, match=r"one-review: `4\.2` is the id of two paragraphs"):
        mender(workspace).undo()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [", "YAML003"),
        ("schema: 1\n", "SCH002"),
        (BY_HAND.replace("id: 2", "id: '3'"), "one-review: `3` is the id of two paragraphs"),
    ],
)
def test_findings_that_are_not_in_order_are_not_touched(text: str, message: str, workspace: Workspace) -> None:
    by_hand(workspace, text)
    before = tree(workspace.root)
    with pytest.raises(ScrError, match=message):
        mender(workspace).mend(lambda r: drop_findings(r, ["1"]))
    assert tree(workspace.root) == before


# Importing again -------------------------------------------------------------------------------------------------------------------

AGAIN = placed(
    [finding("4.1", "One one. Two two."), left("4.2", "Three three."), finding("4.3", "Four four. Rewritten."), finding("4.6", "New.")],
    REVIEW,
)


def replace(workspace: Workspace, with_decisions: bool = False, dry_run: bool = False) -> object:
    removed = [RemovedText("running header", "Review", "2-60")]
    return replace_findings(
        workspace, REVIEW, AGAIN.findings, AGAIN.left_out, removed, "import report.pdf again", "Imported", REVIEW_TEXT,
        with_decisions, dry_run, clock=ticking(),
    )  # fmt: skip


def test_importing_again_is_one_change_that_can_be_undone(workspace: Workspace) -> None:
    session(workspace).tag("4.1", "C01")
    session(workspace).tag("4.2", "C02")
    session(workspace).tag("4.3", "X01")
    before, decided = tree(workspace.root), said(workspace)
    with pytest.raises(ScrError, match=r"finding 4\.2 has decisions of anna \(1\)"):
        replace(workspace)
    replace(workspace, with_decisions=True, dry_run=True)
    assert tree(workspace.root) == before
    replace(workspace, with_decisions=True)
    after = files(workspace)
    assert mender(workspace).report() == AGAIN
    assert (workspace.root / FINDINGS_PATH).read_text().split("\n")[1] == "# Imported"
    assert stale(workspace) == {("anna", "4.3")}
    assert (workspace.root / REVIEW_PATH).read_text() == REVIEW_TEXT
    mender(workspace).undo()
    now = tree(workspace.root)
    assert {name: now[name] for name in before if not name.endswith(".jsonl")} == {
        name: data for name, data in before.items() if not name.endswith(".jsonl")
    }
    assert said(workspace) == decided
    mender(workspace).redo()
    assert files(workspace) == after
    (workspace.root / REVIEW_PATH).write_text(REVIEW_TEXT + "attributes: {}\n")
    assert mender(workspace).undo().notices == ("review.yaml has been changed since and stays as it is",)


def test_mends_since_the_last_import_that_stands(workspace: Workspace) -> None:
    assert mends_since_import(workspace, REVIEW) == []
    record_import(workspace, REVIEW, "import report.pdf", "anna", ticking())
    with pytest.raises(ScrError, match="there is nothing to undo in the findings of one-review"):
        mender(workspace).undo()
    for name in ("4.4", "p13.1"):
        mender(workspace).mend(lambda r, name=name: drop_findings(r, [name]))
    mender(workspace).undo()
    assert [change.said for change in mends_since_import(workspace, REVIEW)] == ["drop 4.4"]
    replace(workspace)
    assert mends_since_import(workspace, REVIEW) == []
    mender(workspace).mend(lambda r: drop_findings(r, ["4.1"]))
    assert [change.said for change in mends_since_import(workspace, REVIEW)] == ["drop 4.1"]
    mender(workspace).undo()
    mender(workspace).undo()
    assert [change.said for change in mends_since_import(workspace, REVIEW)] == ["drop 4.4"]
    first = mender(workspace).history().changes[0]
    assert (first.kind, first.said, first.by, first.empty) == ("import", "import report.pdf", "anna", True)


def test_an_import_with_one_id_twice_is_refused(workspace: Workspace) -> None:
    with pytest.raises(ScrError, match="one-review: the ids `A` and `a` differ only in case"):
        replace_findings(workspace, REVIEW, [finding("A", "x")], [left("a", "y")], [])


def test_what_could_not_be_read_back_is_not_imported(workspace: Workspace) -> None:
    before = tree(workspace.root)
    for text in ("", "x" * 100_001):
        with pytest.raises(
            ScrError, match=r"findings\.yaml could not be written so that it can be read again: findings\.yaml:6:11: `text` has"
        ):
            replace_findings(workspace, REVIEW, [finding("1", text)], [], [])
    assert tree(workspace.root) == before
