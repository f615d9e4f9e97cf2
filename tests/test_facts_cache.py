"""The cache of facts: what has changed is read again, what has not is not, and nothing depends on it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from scr_coder.tables import workspace_facts
from scr_coder.tables.notebook import Workspace, open_workspace

from building import append, build, coded, found, no_match, tree


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    ws = build(
        tmp_path / "ws",
        {"r1": {"nation": "wales"}, "r2": {"nation": "england"}},
        [coded("r1/1", "amber", "C02"), coded("r2/1", "amber", "C02"), coded("r2/2", "amber", "F06")],
    )
    age(ws.root)
    return ws


def age(root: Path) -> None:
    """Make every file look a minute old: what was just written is never trusted by the cache."""
    past = time.time() - 60
    for path in (root / "data").rglob("*.*"):
        os.utime(path, (past, past))


def issues(ws: Workspace, **options: str) -> dict[str, int]:
    return found(open_workspace(ws.root).table("issues", **options), "issue")


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Record which reviews are read, each time."""
    seen: list[list[str]] = []
    original = workspace_facts.WorkspaceFacts._read_reviews

    def recording(self, engine, review_ids):  # type: ignore[no-untyped-def]
        seen.append(list(review_ids))
        original(self, engine, review_ids)

    monkeypatch.setattr(workspace_facts.WorkspaceFacts, "_read_reviews", recording)
    return seen


def cache_of(ws: Workspace) -> Path:
    folders = sorted((ws.root / "data" / ".scr-cache").iterdir(), key=lambda path: int(path.suffix[1:]))
    return folders[-1]


def test_only_what_changed_is_read_again(workspace: Workspace, read: list[list[str]]) -> None:
    assert issues(workspace) == {"C02": 2, "F06": 1}
    assert issues(workspace) == {"C02": 2, "F06": 1}
    append(workspace.root, coded("r1/2", "amber", "F06"), 9)
    (workspace.root / "data" / "reviews" / "r1" / "codings" / ".#amber.jsonl").symlink_to("nowhere")  # as an editor leaves it
    assert issues(workspace) == {"C02": 2, "F06": 2}
    assert read == [["r1", "r2"], [], ["r1"]]


def test_an_attribute_that_changes_is_seen(workspace: Workspace) -> None:
    assert issues(workspace, where=["nation=wales"]) == {"C02": 1}  # type: ignore[arg-type]
    path = workspace.root / "data" / "reviews" / "r2" / "review.yaml"
    path.write_text(path.read_text().replace("england", "wales"))
    assert issues(workspace, where=["nation=wales"]) == {"C02": 2, "F06": 1}  # type: ignore[arg-type]


def test_text_that_changes_makes_a_cached_decision_stale(workspace: Workspace) -> None:
    before = workspace.table("issues")
    path = workspace.root / "data" / "reviews" / "r2" / "findings.yaml"
    path.write_text(path.read_text().replace("text 1 of", "words 1 of"))
    after = open_workspace(workspace.root).table("issues")
    assert not any("text that has changed" in note for note in before.notes)
    assert any("1 decision was made on text that has changed" in note for note in after.notes)


def test_a_review_that_is_gone_is_not_counted(workspace: Workspace) -> None:
    assert issues(workspace) == {"C02": 2, "F06": 1}
    (workspace.root / "data" / "reviews" / "r2").rename(workspace.root / "elsewhere")
    assert issues(workspace) == {"C02": 1}
    assert issues(workspace) == {"C02": 1}
    (workspace.root / "elsewhere").rename(workspace.root / "data" / "reviews" / "r2")
    assert issues(workspace) == {"C02": 2, "F06": 1}


def test_what_was_just_written_is_not_trusted(workspace: Workspace, read: list[list[str]]) -> None:
    append(workspace.root, coded("r1/2", "amber", "F06"), 9)
    issues(workspace)
    issues(workspace)
    assert read[1] == ["r1"]


@pytest.mark.parametrize("name", ["held.parquet", "stamps.parquet", "findings.parquet", "attributes.parquet"])
def test_a_broken_cache_is_made_anew(workspace: Workspace, name: str) -> None:
    issues(workspace)
    (cache_of(workspace) / name).write_bytes(b"no parquet")
    assert issues(workspace) == {"C02": 2, "F06": 1}
    (cache_of(workspace) / name).unlink()
    assert issues(workspace) == {"C02": 2, "F06": 1}
    assert (cache_of(workspace) / name).read_bytes()[:4] == b"PAR1"


def test_a_workspace_that_cannot_be_written_is_counted_without_cache(workspace: Workspace) -> None:
    (workspace.root / "data" / ".scr-cache").write_text("a file where the folder should be")
    assert issues(workspace) == {"C02": 2, "F06": 1}
    assert (workspace.root / "data" / ".scr-cache").is_file()


def test_as_of_neither_uses_nor_spoils_it(workspace: Workspace) -> None:
    assert issues(workspace, as_of="2026-01-01T00:00:01Z") == {"C02": 2}
    assert issues(workspace) == {"C02": 2, "F06": 1}
    assert issues(workspace, as_of="2026-01-01T00:00:00Z") == {"C02": 1}
    assert issues(workspace) == {"C02": 2, "F06": 1}


def test_unreadable_lines_are_remembered(workspace: Workspace) -> None:
    log = workspace.root / "data" / "reviews" / "r1" / "codings" / "amber.jsonl"
    log.write_bytes(log.read_bytes() + b'{"v":1,"decided_at":"2026-0')
    age(workspace.root)
    for _ in range(2):
        table = open_workspace(workspace.root).table("issues")
        assert [note for note in table.notes if "not readable" in note] == [
            "1 line of the logs is not readable and left out: run `scr check`."
        ]
        assert found(table, "issue") == {"C02": 2, "F06": 1}


@pytest.mark.parametrize(
    "line",
    [
        b'{"v":1,"decided_at":"2026-01-09T00:00:00.000Z","finding":"3","text":"x","state":"coded","tags":[]}\n',
        b'{"v":1,"decided_at":"2026-01-09T00:00:00.000Z","finding":"3","text":"x","state":"sure","tags":[]}\n',
        b'{"v":1,"decided_at":"2026-01-09T00:00:00.000Z","finding":"3","text":"x","state":"coded","tags":['
        b'{"issue":"G07"},{"issue":"G07"}]}\n',
        b'{"v":1,"decided_at":"2026-01-09T00:00:00.000Z","finding":"1","text":"x","state":"coded","tags":['
        b'{"issue":"G07","polarity":"negative"}]}\n',
        b'{"v":1,"decided_at":"2026-01-09T00:00:00.000Z","finding":"1","text":"x","state":"no_match"}\n',
        b'{"v":1,"decided_at":"soon","finding":"1","text":"x","state":"cleared"}\n',
        b'{"v":1,"decided_at":oops}\n',
    ],
)
def test_a_whole_line_that_is_no_decision_is_left_out_and_said(workspace: Workspace, line: bytes) -> None:
    log = workspace.root / "data" / "reviews" / "r1" / "codings" / "amber.jsonl"
    log.write_bytes(log.read_bytes() + line)
    table = open_workspace(workspace.root).table("issues")
    assert any("1 line of the logs is not readable" in note for note in table.notes)
    assert found(table, "issue") == {"C02": 2, "F06": 1}


def test_the_cache_holds_no_text_and_no_memo(tmp_path: Path) -> None:
    ws = build(tmp_path / "ws", {"r1": {}}, [coded("r1/1", "amber", "C02"), no_match("r1/2", "amber", "a candidate")])
    session = ws.coding_session("r1", "amber")
    session.memo("1", "a memo about nobody")
    age(ws.root)
    issues(ws)
    held = b"".join(content for name, content in tree(ws.root).items() if ".scr-cache" in name)
    assert b"a candidate" in held
    assert b"Invented text" not in held
    assert b"a memo" not in held
    assert list((ws.root / "data" / ".scr-cache").glob("logs.*")) == []  # no joined logs left


def test_only_the_last_two_caches_are_kept(workspace: Workspace) -> None:
    for number in range(4):
        append(workspace.root, coded("r1/2", "amber", "F06"), 10 + number)
        age(workspace.root)
        issues(workspace)
    assert len(list((workspace.root / "data" / ".scr-cache").iterdir())) == 2


def test_what_a_killed_process_left_is_swept(workspace: Workspace) -> None:
    issues(workspace)
    left = workspace.root / "data" / ".scr-cache" / "logs.killed.jsonl"
    left.write_text("a memo")
    fresh = left.with_name("logs.running.jsonl")
    fresh.write_text("of another process")
    os.utime(left, (time.time() - 7200,) * 2)
    issues(workspace)
    assert (left.exists(), fresh.exists()) == (False, True)
