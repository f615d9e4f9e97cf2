"""Random small PDFs and text files: no word is lost, nothing but a clear refusal, nothing written that `scr check` refuses."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas
from scr_coder.checks import run_checks, workspace_snapshot
from scr_coder.importing import Choice, plan_import, write_review
from scr_coder.ingest.document import Unreadable
from scr_coder.ingest.markdown import read_markdown
from scr_coder.ingest.pdf import read_pdf
from scr_coder.ingest.sandbox import ReadReport
from scr_coder.ingest.text import read_text
from scr_coder.problem import ScrError
from scr_coder.workspace import Workspace

from building import build
from drawing import Draw, pdf

Page = list[tuple[float, float, float, str]]
SYLLABLES = [first + vowel + last for first in "bdfgklmnprst" for vowel in "aeiou" for last in "nrsl"]


@st.composite
def pages(draw: st.DrawFn) -> list[Page]:
    """Pages of lines, each (left, baseline, size, text), as reports have them and as they do not; every word but few is its own."""
    word = (f"{a}{b}" for a in SYLLABLES for b in SYLLABLES)
    labels = ["", "", "", "1 ", "4.1 ", "(a) ", "• ", "– ", "Finding 2: ", "Table 1: ", "12. ", "A3 ", "1", "[1] ", "Contents"]
    begin = st.sampled_from(labels)
    end = st.sampled_from(["", ".", ":", "-", " ..... 3", " 12", "/"])
    found = []
    for _ in range(draw(st.integers(1, 4))):
        page = []
        y = 800.0
        while y > 60 and len(page) < draw(st.integers(1, 14)):
            size = draw(st.sampled_from([11, 11, 11, 8, 16, 6]))
            for x in draw(st.sampled_from([[72], [72], [72], [72, 320], [50, 200, 400]])):
                count = draw(st.integers(0, 8 if x == 72 else 4))
                text = draw(begin) + " ".join(next(word) for _ in range(count)) + draw(end)
                if text.strip():
                    page.append((float(x), y, float(size), text))
            y -= size * draw(st.sampled_from([1.25, 1.25, 1.25, 2.5, 9.0]))
        found.append(page)
    return found


def drawn(page: Page) -> Draw:
    def draw(canvas: Canvas) -> None:
        for x, y, size, text in page:
            canvas.setFont("Times-Roman", size)
            canvas.drawString(x, y, text)

    return draw


def letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


@settings(deadline=None, max_examples=60)
@given(pages(), st.data())
def test_no_word_of_a_pdf_is_lost(tmp_path_factory: pytest.TempPathFactory, drawing: list[Page], data: st.DataObject) -> None:
    path = tmp_path_factory.getbasetemp() / "random.pdf"
    order = [data.draw(st.permutations(page)) if len(page) < 20 else page for page in drawing]
    document = read_pdf(pdf(path, *map(drawn, order)))
    kept = letters("".join([*(block.text for block in document.blocks), *(one.text for one in document.removed)]))
    for text in (text for page in drawing for _, _, _, text in page):
        for word in re.findall(r"[a-z]{6}", text):
            assert word in kept, (word, document)
    assert document.page_count == len(drawing)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("random") / "ws", {"old": {}}, []).root


PIECES = st.lists(
    st.one_of(
        st.sampled_from(["\n", "\n\n", "\r\n", "\f", "\t", " ", "  | ", "# ", "- ", "1. ", "4.10 ", "(a) ", "Finding 1: ",
                         "Recommendation 2",
                         "…", "***", "Contents", "References\n", "=====\n", "<!--", "-->", "[1] ", "[1]", "é", "\x1b", "\u202e", "\ufeff",
                         "\u2028", "\x85", "\x00", "�", "\U0001f600", "March 2019", "the nurse did not ask. ", "A" * 320, "w " * 60]),
        st.text(max_size=6),
    ),
    min_size=1, max_size=25,
)  # fmt: skip


@settings(deadline=None, max_examples=50)
@given(PIECES, st.sampled_from(["utf-8", "utf-16", "cp1252"]), st.booleans(), st.sampled_from(["all", "findings", "recommendations"]))
def test_what_is_written_of_any_text_passes_the_check(workspace: Path, pieces: list[str], codec: str, marked: bool, only: str) -> None:
    path = workspace.parent / ("any.md" if marked else "any.txt")
    path.write_bytes("".join(pieces).encode(codec, "replace"))
    try:
        document = (read_markdown if marked else read_text)(path)
        plan = plan_import(Workspace(workspace), "any", [ReadReport(path.name, "0" * 64, "text", document)], Choice(only=only), {})
    except (Unreadable, ScrError):
        return
    try:
        write_review(Workspace(workspace), plan)
        assert [str(problem) for problem in run_checks(workspace_snapshot(Workspace(workspace)))] == []
    finally:
        shutil.rmtree(workspace / "data" / "reviews" / "any", ignore_errors=True)
