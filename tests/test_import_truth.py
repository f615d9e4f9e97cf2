"""Reports of which the truth is known, through the product's readers and splitting, against the bars.

`benchmarks/importing.py` measures more reports of each style, and speed.
"""

from __future__ import annotations

import difflib
import shutil
import subprocess
from pathlib import Path

import pytest

from reading_reports import missing, read, read_document
from reports import (
    BARS,
    NUMBERINGS,
    STYLES,
    WORD,
    Found,
    Score,
    Wishes,
    invent,
    score,
    write_docx,
    write_html,
    write_markdown,
    write_pdf,
    write_text,
)
from reports.align import normal
from reports.docx_twin import BORDER, CELL

needs_pdf = pytest.mark.skipif(bool(missing(".pdf")), reason=missing(".pdf") or "there")
needs_docx = pytest.mark.skipif(bool(missing(".docx")), reason=missing(".docx") or "there")
needs_text = pytest.mark.skipif(bool(missing(".html", ".txt", ".md")), reason=missing(".html", ".txt", ".md") or "there")
SOFFICE = shutil.which("soffice")


def assert_bars(result: Score, *but: str) -> None:
    misses = [miss for miss in result.misses() if miss.split()[0] not in but]
    assert not misses, f"{misses}\n{result.report()}"


def wishes(number: int, **more: object) -> Wishes:
    return Wishes(sections=3, numbering=NUMBERINGS[number % len(NUMBERINGS)], wide_table=number % 2 == 0, **more)  # type: ignore[arg-type]


@needs_pdf
@pytest.mark.parametrize("name", STYLES)
def test_pdfs_meet_the_bars(name, tmp_path):
    result = Score()
    for number in range(2):
        report = invent(100 + number, wishes(number + list(STYLES).index(name)))
        truth = write_pdf(report, tmp_path / "report.pdf", STYLES[name])
        result += score(read(tmp_path / "report.pdf"), truth)
    assert_bars(result)
    assert result.figures["kept"] == 1


@needs_pdf
@pytest.mark.parametrize("numbering", NUMBERINGS)
def test_every_way_of_numbering_is_read(numbering, tmp_path):
    truth = write_pdf(invent(31, Wishes(sections=4, numbering=numbering)), tmp_path / "report.pdf", WORD)
    result = score(read(tmp_path / "report.pdf"), truth)
    assert_bars(result)
    assert result.figures["headings"] >= 0.98


@needs_pdf
def test_image_pages_are_named_and_hidden_text_stays_out(tmp_path):
    report = invent(12, Wishes(sections=3, scans=2, hidden=True, numbering="section"))
    truth = write_pdf(report, tmp_path / "report.pdf", WORD.but(watermark="DRAFT"))
    assert read_document(tmp_path / "report.pdf").textless == truth.textless
    assert_bars(score(read(tmp_path / "report.pdf"), truth))


@needs_pdf
def test_a_report_with_a_password_is_read_like_one_without(tmp_path):
    report = invent(13, Wishes(sections=2))
    write_pdf(report, tmp_path / "open.pdf", WORD)
    write_pdf(report, tmp_path / "locked.pdf", WORD.but(password="invented"))
    write_pdf(report, tmp_path / "owner.pdf", WORD.but(password="invented", owner_only=True))
    found = read(tmp_path / "open.pdf")
    assert read(tmp_path / "locked.pdf", "invented") == found
    assert read(tmp_path / "owner.pdf") == found


@needs_docx
@pytest.mark.parametrize("numbering", NUMBERINGS)
def test_docx_files_meet_the_bars(numbering, tmp_path):
    report = invent(41, wishes(0, hidden=True, asides=True) if not numbering else Wishes(sections=4, numbering=numbering, hidden=True))
    truth = write_docx(report, tmp_path / "report.docx", tracked=True, comments=True)
    result = score(read(tmp_path / "report.docx"), truth)
    assert_bars(result)
    assert result.figures["exact"] >= BARS["recall"]


@needs_pdf
@needs_docx
@pytest.mark.parametrize("numbering", NUMBERINGS)
def test_a_docx_and_its_pdf_give_the_same_findings(numbering, tmp_path):
    report = invent(42, Wishes(sections=3, numbering=numbering))
    write_pdf(report, tmp_path / "report.pdf", WORD)
    write_docx(report, tmp_path / "report.docx")
    one, two = ([as_compared(found) for found in read(tmp_path / name) if not found.left_out] for name in ("report.pdf", "report.docx"))
    shared = difflib.SequenceMatcher(None, one, two, autojunk=False).ratio()
    assert shared >= BARS["recall"], [found for found in one if found not in two] + [found for found in two if found not in one]


def as_compared(found: Found) -> tuple[str, str, str]:
    """Return what twins have in common: no page, no label that was made from one."""
    return normal(found.text), "" if found.label.startswith("p") else found.label, found.heading


@needs_text
@pytest.mark.parametrize("write, ending", [(write_html, ".html"), (write_text, ".txt"), (write_markdown, ".md")])
def test_web_pages_and_text_meet_the_bars(write, ending, tmp_path):
    result = Score()
    for number in range(3):
        truth = write(invent(50 + number, wishes(number)), tmp_path / f"report{ending}")
        result += score(read(tmp_path / f"report{ending}"), truth)
    assert_bars(result)


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="soffice is not installed (Debian: libreoffice-writer)")
@needs_pdf
@pytest.mark.parametrize("numbering", NUMBERINGS)
def test_a_report_made_by_libreoffice_meets_the_bars(numbering, tmp_path):
    """The same report, set by another hand: DOCX, made a PDF by LibreOffice, imported. Its page numbers are not known."""
    report = invent(60, Wishes(sections=4, numbering=numbering, wide_table=True))
    truth = write_docx(report, tmp_path / "report.docx", boxes=(BORDER, CELL))
    as_pdf(tmp_path / "report.docx")
    assert_bars(score(read(tmp_path / "report.pdf"), truth))


def as_pdf(path: Path) -> None:
    """Have LibreOffice write a file as PDF beside it, with a profile of its own."""
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    subprocess.run(
        [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(path.parent), str(path)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert path.with_suffix(".pdf").exists()
