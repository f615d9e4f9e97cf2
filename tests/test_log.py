"""The decision log: what is on the disk stays there, whatever happens, and folds to what the coder last said."""

from __future__ import annotations

import datetime as dt
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scr_coder import files
from scr_coder.coding import Decision, Tag, append_decisions, fold_log, read_log
from scr_coder.coding.decision import decision_line
from scr_coder.coding.log import moment_text, parse_log
from scr_coder.files import locked
from scr_coder.problem import ScrError

ROOT = Path(__file__).resolve().parent.parent
START = dt.datetime(2026, 11, 23, 10, tzinfo=dt.timezone.utc)


def decision(at: int, finding: str = "1", memo: str = "", **fields: object) -> Decision:
    moment = moment_text(START + dt.timedelta(seconds=at))
    values = {"state": "coded", "tags": (Tag("C02"),), **fields}
    return Decision(finding, decided_at=moment, text="sha256:0", taxonomy={"lipp": "1.0.0"}, memo=memo, tool="0", **values)  # type: ignore[arg-type]


# The torn last line ------------------------------------------------------------------------------------------------------


def test_every_cut_of_the_last_line_is_seen_and_repaired_without_loss(tmp_path: Path) -> None:
    whole = b"".join(decision_line(decision(n, str(n), memo="Ä漢")) for n in range(3))
    start = whole.rstrip(b"\n").rfind(b"\n") + 1
    path = tmp_path / "anna.jsonl"
    added = decision(100, "9")
    for cut in range(start, len(whole) + 1):
        path.write_bytes(whole[:cut])
        before = read_log(path)
        torn = whole[start:cut] if start < cut < len(whole) - 1 else b""
        assert [(f.line, f.torn, f.message) for f in before.faults] == (
            [(3, True, f"the last line was cut off ({len(torn)} bytes without an end)")] if torn else []
        )
        assert before.unended is (cut == len(whole) - 1)
        kept = 3 if cut >= len(whole) - 1 else 2
        assert [d.finding for d in before.decisions] == ["0", "1", "2"][:kept]
        written, notice = append_decisions(path, lambda content: [added])
        after = read_log(path)
        assert after.faults == []
        assert after.decisions == [*before.decisions, *written]
        assert path.read_bytes().startswith(whole[:start])
        aside = tmp_path / "anna.torn-1"
        assert (aside.read_bytes() if aside.exists() else b"") == torn
        expected = f"the last line of anna.jsonl had been cut off; its {len(torn)} bytes are kept in anna.torn-1" if torn else ""
        assert notice == expected
        aside.unlink(missing_ok=True)


def test_torn_bytes_never_replace_earlier_ones(tmp_path: Path) -> None:
    path = tmp_path / "anna.jsonl"
    for number in (1, 2, 3):
        with path.open("ab") as stream:
            stream.write(b"torn %d" % number)
        append_decisions(path, lambda content: [decision(0)])
        assert (tmp_path / f"anna.torn-{number}").read_bytes() == b"torn %d" % number
    assert len(read_log(path).decisions) == 3


def test_what_writes_nothing_repairs_nothing_and_makes_no_file(tmp_path: Path) -> None:
    path = tmp_path / "codings" / "anna.jsonl"
    assert append_decisions(path, lambda content: []) == ([], "")
    assert not path.parent.exists()
    path.parent.mkdir()
    path.write_bytes(b"torn")
    assert append_decisions(path, lambda content: []) == ([], "")
    assert path.read_bytes() == b"torn"


# The clock ---------------------------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=20)
@given(st.lists(st.integers(-100_000, 100_000), min_size=2, max_size=8))
def test_decided_at_increases_whatever_the_clock_does(milliseconds: list[int]) -> None:
    moments = iter([START + dt.timedelta(milliseconds=ms) for ms in milliseconds])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "anna.jsonl"
        for _ in milliseconds:
            append_decisions(path, lambda content: [decision(0)], lambda: next(moments))
        stamps = [d.decided_at for d in read_log(path).decisions]
        assert stamps == sorted(set(stamps))
        assert len(stamps) == len(milliseconds)
        assert [json.loads(text)["decided_at"] for text in path.read_text(encoding="utf-8").splitlines()] == stamps


def test_several_decisions_at_once_have_moments_of_their_own(tmp_path: Path) -> None:
    written, _ = append_decisions(tmp_path / "a.jsonl", lambda content: [decision(0, "1"), decision(0, "2")], lambda: START)
    assert [d.decided_at for d in written] == ["2026-11-23T10:00:00.000Z", "2026-11-23T10:00:00.001Z"]


def test_a_log_that_ends_at_the_end_of_time_takes_no_more(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(decision_line(decision(0)._replace(decided_at="9999-12-31T23:59:59.999Z")))
    before = path.read_bytes()
    with pytest.raises(ScrError, match="nothing can follow it"):
        append_decisions(path, lambda content: [decision(1)])
    assert path.read_bytes() == before


def test_as_of_folds_what_was_decided_until_then() -> None:
    decisions = [decision(0, "1", "a"), decision(10, "2", "b"), decision(20, "1", "c"), decision(30, "2", state="cleared", tags=())]

    def memos(at: int) -> dict[str, str]:
        return {name: d.memo for name, d in fold_log(decisions, moment_text(START + dt.timedelta(seconds=at))).items()}

    assert memos(-1) == {}
    assert memos(0) == {"1": "a"}
    assert memos(19) == {"1": "a", "2": "b"}
    assert memos(20) == {"1": "c", "2": "b"}
    assert memos(30) == {"1": "c", "2": ""}
    assert fold_log(decisions)["2"].state == "cleared"


# Two copies ----------------------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 20), st.sampled_from("123"), st.sampled_from(["a", "b"])), max_size=12),
    st.lists(st.integers(0, 2), min_size=12, max_size=12),
    st.randoms(use_true_random=False),
)
def test_merged_copies_fold_the_same_in_any_order_of_lines(
    said: list[tuple[int, str, str]], copies: list[int], chance: random.Random
) -> None:
    lines = [(copy, decision_line(decision(at, finding, memo))) for copy, (at, finding, memo) in zip(copies, said, strict=False)]
    mine = [text for copy, text in lines if copy in (0, 2)]
    theirs = [text for copy, text in lines if copy in (1, 2)]
    mixed = mine + theirs
    chance.shuffle(mixed)
    contents = [parse_log(b"".join(order)) for order in (mine + theirs, theirs + mine, mixed)]
    assert contents[0].decisions == contents[1].decisions == contents[2].decisions
    assert len(contents[0].decisions) == len({*mine, *theirs})
    assert contents[0].faults == []


WRITE = """
import sys
from scr_coder.workspace import open_workspace
root, log, coder, who = sys.argv[1:]
from pathlib import Path
from scr_coder.coding import CodingSession
workspace = open_workspace(root)
import time
session = CodingSession("lessons-2018", coder, workspace.findings("lessons-2018"), workspace.taxonomies, Path(log))
while not Path(log).with_name("go").exists():
    time.sleep(0.001)
for number in range(25):
    session.memo(str(number % 16 + 1), f"{who} {number}")
"""


def test_processes_at_once_lose_and_mix_nothing(tmp_path: Path) -> None:
    path = tmp_path / "codings" / "anna.jsonl"
    command = [sys.executable, "-c", WRITE, str(ROOT), str(path), "anna"]
    running = [subprocess.Popen([*command, str(who)], cwd=ROOT, stderr=subprocess.PIPE, text=True) for who in range(4)]
    time.sleep(1)  # let all of them get ready, so that they write at the same time
    path.parent.mkdir()
    path.with_name("go").touch()
    try:
        ended = [(process.communicate(timeout=60)[1], process.returncode) for process in running]
    finally:
        for process in running:
            process.kill()
            process.wait()
    assert ended == [("", 0)] * 4
    content = read_log(path)
    assert content.faults == []
    memos = [d.memo for d in content.decisions]
    assert sorted(memos) == sorted(f"{who} {number}" for who in range(4) for number in range(25))
    for who in "0123":
        assert [memo for memo in memos if memo.startswith(who)] == [f"{who} {number}" for number in range(25)]
    stamps = [json.loads(text)["decided_at"] for text in path.read_text(encoding="utf-8").splitlines()]
    assert stamps == sorted(set(stamps))


APPEND = """
import sys
from pathlib import Path
from scr_coder import files
from scr_coder.coding import Decision, Tag, append_decisions
from scr_coder.problem import ScrError
files.LOCK_TIMEOUT = 0.2
try:
    append_decisions(Path(sys.argv[1]), lambda content: [Decision("1", "coded", "", "x", {}, (Tag("C02"),))])
except ScrError as error:
    print(error)
"""


def test_a_log_that_another_process_writes_is_waited_for_then_refused(tmp_path: Path) -> None:
    path = tmp_path / "anna.jsonl"
    command = [sys.executable, "-c", APPEND, str(path)]
    with locked(path):
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=20)
    assert done.stdout == f"{path} is being written by another program (wait until it has finished, then try again)\n"
    assert path.read_bytes() == b""
    assert subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=20).stdout == ""
    assert len(read_log(path).decisions) == 1


def test_a_log_that_git_replaces_while_it_is_opened_is_opened_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "anna.jsonl"
    path.write_bytes(decision_line(decision(0, "1")))
    merged = tmp_path / "merged"
    merged.write_bytes(decision_line(decision(0, "1")) + decision_line(decision(1, "2")))
    lock = files._lock

    def replace_then_lock(stream: BinaryIO) -> None:
        if merged.exists():
            merged.replace(path)
        lock(stream)

    monkeypatch.setattr(files, "_lock", replace_then_lock)
    append_decisions(path, lambda content: [decision(2, "3")])
    assert [d.finding for d in read_log(path).decisions] == ["1", "2", "3"]


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from scr_coder.coding import Decision, Tag, append_decisions
from scr_coder.problem import ScrError
path, limit = Path(sys.argv[1]), int(sys.argv[2])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    append_decisions(path, lambda content: [Decision("1", "coded", "", "x", {}, (Tag("C02"),), memo="m" * 500)])
except ScrError as error:
    print(error)
    sys.exit(7)
"""


@pytest.mark.parametrize("room", [0, 1, 100, 400])
@pytest.mark.parametrize("end", ["", "\n"])
def test_a_full_disk_leaves_the_log_as_it_was(room: int, end: str, tmp_path: Path) -> None:
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    path = tmp_path / "anna.jsonl"
    before = decision_line(decision(0)).removesuffix(b"\n") + end.encode()
    path.write_bytes(before)
    command = [sys.executable, "-c", FULL_DISK, str(path), str(len(before) + room)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=20)
    assert (done.returncode, done.stderr) == (7, "")
    assert done.stdout == f"{path} cannot be written: File too large (nothing was saved)\n"
    assert path.read_bytes() == before


def test_a_full_disk_leaves_no_empty_log_behind(tmp_path: Path) -> None:
    path = tmp_path / "anna.jsonl"
    done = subprocess.run([sys.executable, "-c", FULL_DISK, str(path), "10"], cwd=ROOT, capture_output=True, text=True, timeout=20)
    assert (done.returncode, done.stderr) == (7, "")
    assert not path.exists()


def test_a_log_that_cannot_be_opened_is_one_error(tmp_path: Path) -> None:
    (tmp_path / "anna.jsonl").mkdir()
    with pytest.raises(ScrError, match="cannot be opened for writing: Is a directory"):
        append_decisions(tmp_path / "anna.jsonl", lambda content: [decision(0)])
    (tmp_path / "file").touch()
    with pytest.raises(ScrError, match="cannot be opened for writing: "):
        append_decisions(tmp_path / "file" / "anna.jsonl", lambda content: [decision(0)])
    with pytest.raises(ScrError, match="cannot be read: Is a directory"):
        read_log(tmp_path / "anna.jsonl")
