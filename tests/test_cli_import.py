"""`scr import` from the command line: what is written, what is refused, what becomes of a review that is there."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest
from scr_coder.review import read_findings, read_left_out
from scr_coder.workspace import Workspace

from building import ROOT, build, coded, tree
from commands import refused, scr
from drawing import lines, pdf

SEEDS = ROOT.parent / "shared" / "seeds"
REPORT = """\
A learning review of invented events

March 2019

SUMMARY

In short, nobody asked.

4 FINDINGS

4.1 The nurse did not ask.

4.2 Nobody wrote it down.

5 RECOMMENDATIONS

5.1 The partnership should ask.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return build(tmp_path / "ws", {"old": {}}, [coded("old/1", "amber", "C02"), coded("old/2", "amber", "C02")]).root


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def findings(root: Path, review: str) -> list[tuple[str, str, str]]:
    path = root / "data" / "reviews" / review / "findings.yaml"
    found, problems = read_findings(path, path.name)
    assert problems == []
    assert found is not None
    return [(finding.id, finding.kind, finding.text) for finding in found]


# A new review ---------------------------------------------------------------------------------------------------------


def test_a_report_becomes_a_review(root: Path, report: Path) -> None:
    ran = scr("import", report, "--id", "new", "--set", "nation=wales", workspace=root)
    assert (ran.code, ran.err) == (0, "")
    assert findings(root, "new") == [
        ("4.1", "numbered", "The nurse did not ask."),
        ("4.2", "numbered", "Nobody wrote it down."),
        ("5.1", "recommendation", "The partnership should ask."),
    ]
    folder = root / "data" / "reviews" / "new"
    left_out, _ = read_left_out(folder / "left_out.yaml", "left_out.yaml")
    assert left_out is not None
    assert [(one.finding.text, one.reason, one.before) for one in left_out[0]] == [
        ("March 2019", "not under a heading", "4.1"),
        ("In short, nobody asked.", "in “SUMMARY”", "4.1"),
    ]
    import hashlib

    assert (folder / "review.yaml").read_text(encoding="utf-8") == (
        "# yaml-language-server: $schema=../../../taxonomy/schema/review.schema.json\n"
        'schema: 1\nid: new\ntitle: "A learning review of invented events"\n'
        f'source:\n  file: "report.txt"\n  sha256: "{hashlib.sha256(report.read_bytes()).hexdigest()}"\n'
        '  importer: "scr_coder 0.1.0, text"\n'
        'attributes:\n  nation: "wales"\n  # guessed from the title page (“March 2019”): please check\n  publication_date: "2019-03"\n'
    )
    assert scr("check", "--strict", workspace=root).code == 0
    assert "3 findings: 2 numbered paragraphs, 1 recommendation" in ran.out
    assert "publication_date 2019-03 – a guess from “March 2019”" in ran.out


def test_importing_again_gives_the_same_bytes(root: Path, report: Path) -> None:
    for name in ("one", "two"):
        assert scr("import", report, "--id", name, workspace=root).code == 0
    one, two = (tree(root / "data" / "reviews" / name) for name in ("one", "two"))
    for name in ("findings.yaml", "left_out.yaml"):
        assert one[name] == two[name]
    assert one["review.yaml"] == two["review.yaml"].replace(b"id: two", b"id: one")


@pytest.mark.parametrize(
    "options, ids",
    [(["--only", "findings"], ["4.1", "4.2"]), (["--only", "recommendations"], ["5.1"]), (["--section", "4"], ["4.1", "4.2"])],
)
def test_narrowing(root: Path, report: Path, options: list[str], ids: list[str]) -> None:
    assert scr("import", report, "--id", "new", *options, workspace=root).code == 0
    assert [finding[0] for finding in findings(root, "new")] == ids
    assert scr("restore", "new", "5.1" if "5.1" not in ids else "4.1", workspace=root).code == 0, "nothing was lost"


def test_a_dry_run_writes_nothing(root: Path, report: Path) -> None:
    before = tree(root)
    ran = scr("import", report, "--id", "new", "--dry-run", workspace=root)
    assert ran.code == 0
    assert ran.out.endswith("nothing was written\n")
    assert tree(root) == before


def test_json(root: Path, report: Path) -> None:
    told = scr("import", report, "--id", "new", "--json", workspace=root).json
    assert told["written"] is True
    assert told["findings"] == {"numbered": 2, "recommendation": 1}
    assert told["left_out"] == {"not under a heading": 1, "in “SUMMARY”": 1}
    assert told["guessed"] == {"publication_date": "March 2019"}


def test_parts_of_one_report(root: Path, tmp_path: Path) -> None:
    first = pdf(tmp_path / "a.pdf", lines(["4.1 The nurse did not ask."]), lines(["4.2 Nobody wrote it down."]))
    second = pdf(tmp_path / "b.pdf", lines(["4.3 The school was told."]))
    assert scr("import", first, second, "--id", "new", workspace=root).code == 0
    found, _ = read_findings(root / "data" / "reviews" / "new" / "findings.yaml", "f")
    assert found is not None
    assert [(finding.id, finding.page) for finding in found] == [("4.1", "1"), ("4.2", "2"), ("4.3", "3")]
    text = (root / "data" / "reviews" / "new" / "review.yaml").read_text(encoding="utf-8")
    assert "b.pdf (sha256 " in text
    assert "pages: 3" in text


@pytest.mark.skipif(not SEEDS.exists(), reason="the source documents are not beside this clone")
@pytest.mark.parametrize("number, kinds", [("002", {"numbered": 15}), ("003", {"numbered": 6}), ("004", {"paragraph": 16})])
def test_the_source_documents_have_the_findings_that_were_counted(root: Path, number: str, kinds: dict[str, int]) -> None:
    [seed] = SEEDS.glob(f"{number}_*")
    told = scr("import", seed, "--id", f"seed-{number}", "--json", workspace=root).json
    assert told["findings"] == kinds
    assert told["doubts"] == []


@pytest.mark.skipif(not SEEDS.exists(), reason="the source documents are not beside this clone")
def test_a_table_broken_by_recognition_is_doubted(root: Path) -> None:
    [seed] = SEEDS.glob("000_*")
    told = scr("import", seed, "--id", "seed-0", "--json", workspace=root).json
    assert any("looks broken" in doubt["message"] for doubt in told["doubts"])


def test_a_file_that_is_in_the_workspace_already_is_noted_and_imported(root: Path, report: Path, tmp_path: Path) -> None:
    def notes(*args: str | Path) -> list[str]:
        ran = scr("import", *args, "--json", workspace=root)
        assert (ran.code, ran.json["written"]) == (0, True), ran.err
        return [note for note in ran.json["notes"] if "same file" in note]

    other = tmp_path / "part.txt"
    other.write_text(REPORT.replace("nurse", "doctor"), encoding="utf-8")
    assert notes(report, "--id", "new") == []
    assert notes(report, "--id", "new", "--update") == [], "a review is not noted beside itself"
    assert notes(other, "--id", "another") == []
    copy = tmp_path / "copy.txt"
    copy.write_bytes(report.read_bytes())
    assert notes(copy, "--id", "again", "--only", "findings") == ["the review `new` was imported from the same file (copy.txt)"]
    assert notes(report, other, "--id", "both") == [
        "the review `again` was imported from the same file (report.txt)",
        "the review `another` was imported from the same file (part.txt)",
        "the review `new` was imported from the same file (report.txt)",
    ]
    shown = scr("import", other, "--id", "third", "--no-prompt", workspace=root).out
    assert "note          the review `another` was imported from the same file (part.txt)\n" in shown
    assert "              the review `both` was imported from the same file (part.txt)\n" in shown
    assert findings(root, "third")[0][2] == "The doctor did not ask."


# A review that is there -------------------------------------------------------------------------------------------------


def test_an_update_says_what_it_does_and_can_be_undone(root: Path, report: Path, tmp_path: Path) -> None:
    scr("import", report, "--id", "new", workspace=root)
    scr("tag", "new", "4.1", "C02", workspace=root, coder="amber")
    scr("tag", "new", "4.2", "C02", workspace=root, coder="amber")
    (root / "data/reviews/new/review.yaml").write_text(
        (root / "data/reviews/new/review.yaml").read_text(encoding="utf-8").replace("title: ", "# kept\ntitle: "), encoding="utf-8"
    )
    before = tree(root / "data" / "reviews" / "new")
    report.write_text(REPORT.replace("did not ask", "never asked"), encoding="utf-8")
    line = refused("import", report, "--id", "new", workspace=root)
    assert line == (
        "there is a review `new` already (choose another id, or add --update: 1 decision would be stale; --dry-run shows which)"
    )
    ran = scr("import", report, "--id", "new", "--update", "--set", "nation=england", workspace=root)
    assert ran.code == 0
    assert "findings: 1 changed, 2 same" in ran.err
    assert "amber: 1 decision to be stale, since the text changes: 4.1" in ran.err
    assert findings(root, "new")[0] == ("4.1", "numbered", "The nurse never asked.")
    text = (root / "data/reviews/new/review.yaml").read_text(encoding="utf-8")
    assert "# kept\ntitle: " in text
    assert 'nation: "england"' in text
    assert [p["code"] for p in scr("check", "--format", "json", workspace=root).json] == ["DEC006"]
    assert scr("undo", "new", "--findings", workspace=root).code == 0
    after = tree(root / "data" / "reviews" / "new")
    assert {name: data for name, data in after.items() if name != "changes.jsonl"} == {
        name: data for name, data in before.items() if name != "changes.jsonl"
    }


def test_an_update_that_takes_findings_away_from_decisions_needs_to_be_told(root: Path, report: Path) -> None:
    scr("import", report, "--id", "new", workspace=root)
    scr("tag", "new", "4.1", "C02", workspace=root, coder="amber")
    report.write_text(REPORT.replace("4.1 The nurse did not ask.\n\n", ""), encoding="utf-8")
    before = tree(root)
    ran = scr("import", report, "--id", "new", "--update", workspace=root)
    assert ran.code == 2
    assert "--with-decisions" in ran.err
    assert tree(root) == before
    assert scr("import", report, "--id", "new", "--update", "--with-decisions", workspace=root).code == 0
    assert scr("check", "--strict", workspace=root).code == 0, "no decision is left on a finding that is gone"


def test_decisions_follow_their_text_to_another_number(root: Path, report: Path) -> None:
    """A new paragraph 4.1: the old 4.1 is 4.2 now, the old 4.2 is 4.3, and so are what was said of them."""
    scr("import", report, "--id", "new", workspace=root)
    scr("tag", "new", "4.1", "C02", workspace=root, coder="amber")
    scr("tag", "new", "4.2", "F06", workspace=root, coder="amber")
    before = scr("findings", "new", "--json", workspace=root).json
    text = REPORT.replace("4.2 Nobody", "4.3 Nobody").replace("4.1 The nurse", "4.1 Nothing of this was there before.\n\n4.2 The nurse")
    report.write_text(text, encoding="utf-8")
    ran = scr("import", report, "--id", "new", "--update", workspace=root)
    assert ran.code == 0
    assert "findings: 1 new, 2 moved, 1 same" in ran.err
    assert "decisions follow their text to its new number: 4.1 → 4.2, 4.2 → 4.3" in ran.err
    states = {f["id"]: (f["text"], f["state"].get("amber"), f["stale"]) for f in scr("findings", "new", "--json", workspace=root).json}
    assert states["4.1"] == ("Nothing of this was there before.", "uncoded", [])
    assert states["4.2"] == ("The nurse did not ask.", "coded", [])
    assert states["4.3"] == ("Nobody wrote it down.", "coded", [])
    assert scr("check", "--strict", workspace=root).code == 0
    assert "F06" in scr("findings", "new", "4.3", workspace=root).out
    assert scr("undo", "new", "--findings", workspace=root).code == 0
    assert scr("findings", "new", "--json", workspace=root).json == before


def test_changes_made_since_are_named_before_they_are_lost(root: Path, report: Path) -> None:
    scr("import", report, "--id", "new", workspace=root)
    scr("drop", "new", "4.1", workspace=root)
    assert "1 change made since it was imported would be lost" in refused("import", report, "--id", "new", workspace=root)


# What is refused ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["--id", "New Review"], "`New Review` cannot be the id of a review"),
        (["--id", "../escape"], "`../escape` cannot be the id of a review"),
        (["--id", "con"], "`con` cannot be the id of a review"),
        (["--id", "old"], "there is a review `old` already"),
        (["--id", "new", "--set", "nation=france"], "`france` is not"),
        (["--id", "new", "--set", "natoin=wales"], "`natoin` is not an attribute (did you mean `nation`?)"),
        (["--id", "new", "--set", "nation"], "is not attribute=value"),
        (["--id", "new", "--pages", "x"], "--pages `x` names no pages"),
        (["--id", "new", "--section", "99"], "nothing of the report is in what was asked for"),
        (["--id", "new", "--as", "pdf"], "is not what its name says: it begins like plain text"),
        ([], "missing option '--id'"),
        (["--id", "new", "--set", "partnership=" + "x" * 1001], "partnership: a value has 1 to 1,000 characters (this one has 1,001)"),
        (["--id", "new", "--set", "partnership=a\u202eb"], "partnership: the value holds characters that cannot be seen"),
    ],
)
def test_options_that_cannot_be(root: Path, report: Path, arguments: list[str], said: str) -> None:
    assert said in refused("import", report, *arguments, workspace=root)


@pytest.mark.parametrize(
    "name, data, said",
    [
        ("gone.pdf", None, "there is no file"),
        ("empty.pdf", b"", "is empty"),
        ("text.pdf", b"no pdf at all", "is not what its name says: it begins like plain text"),
        ("page.txt", b"<!doctype html><p>x", "is not what its name says: it begins like a web page"),
        ("zip.pdf", b"PK\x03\x04xxxx", "is not what its name says: it begins like a zip archive"),
        ("picture.docx", b"\x89PNGxxxx", "is not what its name says: it begins like a picture"),
        ("old.doc", b"x", ".doc files are not read (open it in a word processor and save it as .docx)"),
        ("project.qdpx", b"x", "REFI-QDA projects and codebooks are not imported yet"),
        ("codings.csv", b"x", "codings in spreadsheets are not imported yet"),
        ("report", b"x", "the name has no ending that says of its format (say it with --as"),
        ("blank.txt", b"  \n \n", ""),
    ],
)
def test_files_that_cannot_be(root: Path, tmp_path: Path, name: str, data: bytes | None, said: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    assert said in refused("import", tmp_path / name, "--id", "new", workspace=root)


def test_links_folders_and_pipes(root: Path, report: Path, tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to(report)
    assert "is a symbolic link (name the file itself: " in refused("import", tmp_path / "link.txt", "--id", "new", workspace=root)
    assert "is a folder" in refused("import", tmp_path, "--id", "new", workspace=root)
    os.mkfifo(tmp_path / "pipe.txt")
    assert "is not a file" in refused("import", tmp_path / "pipe.txt", "--id", "new", workspace=root)


def test_a_reviews_folder_that_leads_out_is_not_written(root: Path, report: Path, tmp_path: Path) -> None:
    (root / "data" / "reviews").rename(tmp_path / "elsewhere")
    (root / "data" / "reviews").symlink_to(tmp_path / "elsewhere")
    before = tree(tmp_path / "elsewhere")
    ran = scr("import", report, "--id", "new", workspace=root)
    assert ran.code == 2
    assert "leads out of the workspace" in ran.err
    assert tree(tmp_path / "elsewhere") == before


def test_control_characters_never_reach_the_terminal(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "evil.txt"
    path.write_text(
        "Title \x1b[31m\n\n4.1 The nurse \u202edid not\x07 ask \x1b]0;x\x07 today.\n" + "\n4.2 Nobody wrote it down." * 50, encoding="utf-8"
    )
    ran = scr("import", path, "--id", "new", workspace=root)
    assert ran.code == 0
    shown = ran.out + ran.err + scr("findings", "new", workspace=root).out
    assert not [char for char in shown if char in "\x1b\x07\u202e"]
    assert "nurse did not ask" in findings(root, "new")[0][2]


def test_names_that_are_no_utf_8_are_written_as_they_can_be(root: Path, report: Path, tmp_path: Path) -> None:
    names = [tmp_path / os.fsdecode(b"r\xff.txt"), tmp_path / os.fsdecode(b"s\xff.txt")]
    for name in names:
        name.write_bytes(report.read_bytes())
    assert scr("import", *names, "--id", "new", "--title", os.fsdecode(b"T\xff"), "--json", workspace=root).code == 0
    text = (root / "data/reviews/new/review.yaml").read_text(encoding="utf-8")
    assert 'file: "r\ufffd.txt"' in text
    assert "from the first: s\ufffd.txt (sha256 " in text
    assert 'title: "T\ufffd"' in text
    assert scr("check", "--strict", workspace=root).code == 0


@pytest.mark.parametrize("title", ["", "  ", "word " * 100, "a\x1b[31mb\u202e"])
def test_any_title_can_be_checked_and_the_report_s_own_is_not_lost(root: Path, report: Path, title: str) -> None:
    assert scr("import", report, "--id", "new", "--title", title, workspace=root).code == 0
    assert scr("check", "--strict", workspace=root).code == 0
    kept = [(root / "data/reviews/new" / name).read_text(encoding="utf-8") for name in ("review.yaml", "left_out.yaml")]
    assert sum("A learning review of invented events" in text for text in kept) == 1


@pytest.mark.parametrize("text", ["MZ said so.", "RIFFs were had.", "BZh, he said.", "GIF8 they wrote.", "It is about %PDF-1.4 files."])
def test_text_that_begins_like_something_else_by_chance(root: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(f"{text}\n\n4.1 The nurse did not ask.\n", encoding="utf-8")
    assert scr("import", tmp_path / "a.txt", "--id", "new", workspace=root).code == 0


def test_what_was_removed_is_kept_whole_with_its_lines(root: Path, tmp_path: Path) -> None:
    secret = "word " * 50_000
    (tmp_path / "a.html").write_text(f"<h1>Title</h1><p>4.1 The nurse did not ask.<p hidden>{secret}", encoding="utf-8")
    (tmp_path / "b.md").write_text("4.2 Nobody did.\n\n<!-- a remark -->\n", encoding="utf-8")
    assert scr("import", tmp_path / "a.html", tmp_path / "b.md", "--id", "new", workspace=root).code == 0
    read, _ = read_left_out(root / "data/reviews/new/left_out.yaml", "l")
    assert read is not None
    words = " ".join(one.text for one in read[1]).split()
    assert words.count("word") == 50_000
    assert [(one.text, one.pages) for one in read[1] if one.reason == "comment"] == [("a remark", "lines 3")]
    assert scr("check", "--strict", workspace=root).code == 0


def test_an_update_from_another_format_leaves_nothing_behind_that_does_not_hold(root: Path, report: Path, tmp_path: Path) -> None:
    first = pdf(tmp_path / "a.pdf", lines(["4.1 The nurse did not ask."]))
    assert scr("import", first, first, "--id", "new", workspace=root).code == 0
    path = root / "data/reviews/new/review.yaml"
    path.write_bytes(path.read_bytes().replace(b'description: "', b'description: "From the web. ').replace(b"\n", b"\r\n"))
    before = path.read_bytes()
    assert scr("import", report, "--id", "new", "--update", "--title", "New", workspace=root).code == 0
    text = path.read_bytes().decode("utf-8")
    assert 'description: "From the web."\r\n' in text
    assert "pages:" not in text
    assert 'title: "New"\r\n' in text
    assert scr("check", "--strict", workspace=root).code == 0
    assert scr("undo", "new", "--findings", workspace=root).code == 0
    assert path.read_bytes() == before


# On a terminal --------------------------------------------------------------------------------------------------------


def on_terminal(arguments: list[str], typed: list[tuple[str, str]]) -> tuple[int, str]:
    """Run `scr` on a terminal of its own; type each answer when its prompt is seen. Return the code and what was shown."""
    primary, secondary = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SCR_")} | {"TERM": "xterm", "NO_COLOR": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "scr_coder", *arguments], stdin=secondary, stdout=secondary, stderr=secondary, env=environment, cwd=ROOT
    )
    os.close(secondary)
    shown, waiting, deadline = "", list(typed), time.monotonic() + 30
    while time.monotonic() < deadline:
        if select.select([primary], [], [], 0.1)[0]:
            try:
                data = os.read(primary, 65536)
            except OSError:
                break
            shown += data.decode("utf-8", "replace")
        if waiting and waiting[0][0] in shown:
            os.write(primary, waiting.pop(0)[1].encode())
        if process.poll() is not None and not select.select([primary], [], [], 0.1)[0]:
            break
    os.close(primary)
    return process.wait(timeout=10), shown


def test_attributes_are_asked_for_on_a_terminal(root: Path, report: Path) -> None:
    code, shown = on_terminal(
        ["-w", str(root), "import", str(report), "--id", "new", "--set", "review_type=scr"],
        [("Nation (nation): ", "?\r"), ("4  northern_ireland", "franc\r"), ("`franc` is not", "2\r"), ("(partnership): ", ".\r")],
    )
    assert code == 0, shown
    text = (root / "data/reviews/new/review.yaml").read_text(encoding="utf-8")
    assert 'review_type: "scr"' in text
    assert 'nation: "wales"' in text
    assert "partnership" not in text


def test_long_work_shows_how_far_it_is(root: Path, tmp_path: Path) -> None:
    path = pdf(tmp_path / "long.pdf", *[lines([f"4.{n} The nurse did not ask."]) for n in range(1, 120)])
    code, shown = on_terminal(["-w", str(root), "import", str(path), "--id", "new", "--no-prompt"], [])
    assert code == 0, shown
    assert "long.pdf: page " in shown
    assert "of 119" in shown


def test_what_went_wrong_does_not_stand_behind_how_far_it_was(root: Path, tmp_path: Path) -> None:
    pages = [lines([f"4.{n} The nurse did not ask."]) for n in range(1, 300)]
    full = lines(["x" * 1000] * 110, size=1, pitch=2)
    path = pdf(tmp_path / "long.pdf", *pages, full)
    code, shown = on_terminal(["-w", str(root), "import", str(path), "--id", "new", "--no-prompt"], [])
    assert code == 2, shown
    assert "long.pdf: page " in shown
    assert shown.split("\r")[-2].startswith("scr: "), shown[-400:]


def test_a_value_that_is_given_twice_counts_once(root: Path, report: Path) -> None:
    known = Workspace(root).attributes.attributes
    multi = next(one for one in known.values() if one.type == "multi")
    value = next(iter(multi.values))
    others = [f"--set={name}=not_stated" for name in known if name != multi.id]
    code, shown = on_terminal(["-w", str(root), "import", str(report), "--id", "new", *others], [(f"({multi.id}): ", f"1,1,{value}\r")])
    assert code == 0, shown
    assert f'{multi.id}: "{value}"' in (root / "data/reviews/new/review.yaml").read_text(encoding="utf-8")
