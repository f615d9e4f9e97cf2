"""The reports whose truth is known, and the score, are right themselves: else nothing that they say of a reader is worth anything."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from reports import (
    NUMBERINGS,
    STYLES,
    WORD,
    Found,
    Truth,
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
from reports.score import difference, longest_rise
from reports.style import BY_LINE, BY_WORD, GLYPHS, READING, UPWARDS

SMALL = Wishes(sections=2, wide_table=True, scans=0)


def perfect(truth: Truth) -> list[Found]:
    """Return what a perfect reader would find."""
    return [Found(one.text, one.label, one.page, one.kind, one.heading, one.section) for one in truth.paragraphs]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Truth, Path]:
    path = tmp_path_factory.mktemp("truth") / "report.pdf"
    return write_pdf(invent(5, Wishes(sections=3, numbering="section")), path, WORD), path


def letters(text: str) -> str:
    """Return only the letters and digits of a text, ligatures as letters."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).replace("\ufffe", ""))


def page_texts(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [document[number].get_textpage().get_text_range() for number in range(len(document))]


# The reports -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("style", STYLES.values(), ids=list(STYLES))
def test_the_truth_is_what_is_on_the_pages(style, tmp_path):
    """Another reader, which knows nothing of ours, finds the beginning of each paragraph on the page that the truth names."""
    truth = write_pdf(invent(11, SMALL), tmp_path / "report.pdf", style)
    pages = page_texts(tmp_path / "report.pdf")
    assert len(pages) == truth.pages
    assert all(1 <= one.page <= truth.pages for one in truth.required)
    if style.order == BY_WORD:
        drawn = Counter(letters(" ".join(pages)))
        assert all(drawn[char] >= count for char, count in Counter(letters(" ".join(one.text for one in truth.paragraphs))).items())
        return
    plain = [letters(page) for page in pages]
    for one in truth.required:
        if one.kind == "table":
            assert letters(one.text.split("\n")[1].split(" | ")[0].split()[0]) in plain[one.page - 1]
            continue
        # The words that surely stand on the first line, and for other orders than that of reading, no more than that.
        begin = letters(" ".join(one.text.replace("\ue000", "").split()[: 4 if style.order in (READING, UPWARDS, BY_LINE) else 3]))
        assert begin in plain[one.page - 1], (one.page, one.text[:60])
    if style.order == READING and style.drawn != GLYPHS:
        # To the letter, but for those that run over a page or column or call a footnote in their middle.
        whole = [letters(one.text) in plain[one.page - 1] for one in truth.required if one.kind != "table" and "[" not in one.text]
        assert sum(whole) > 0.8 * len(whole)


def test_a_seed_makes_the_same_bytes(tmp_path):
    report = invent(3, Wishes(sections=2, scans=1, asides=True, hidden=True))
    assert report == invent(3, Wishes(sections=2, scans=1, asides=True, hidden=True))
    assert report != invent(4, Wishes(sections=2, scans=1, asides=True, hidden=True))
    for name in ("one", "two"):
        write_pdf(report, tmp_path / f"{name}.pdf", STYLES["by word"])
        write_docx(report, tmp_path / f"{name}.docx", tracked=True, comments=True)
    for ending in (".pdf", ".docx"):
        assert (tmp_path / f"one{ending}").read_bytes() == (tmp_path / f"two{ending}").read_bytes()


def test_reports_have_what_real_ones_have():
    """Over some seeds, everything that a reader must cope with occurs; a generator that went lame would prove nothing."""
    reports = [invent(seed, Wishes(sections=4, numbering=NUMBERINGS[seed % 5])) for seed in range(10)]
    paragraphs = [part for report in reports for part in report.parts if hasattr(part, "label")]
    labels = {part.label for part in paragraphs}
    assert {"4.1", "1", "(a)", "Finding 1", "Learning point 1", "Recommendation 1", "A1"} <= labels
    assert any(re.fullmatch(r"\d+\.\d+\.\d+", label) for label in labels)
    text = " ".join(part.text for part in paragraphs)
    assert all(sign in text for sign in ("’", "“", "–", "\u00a0", "multi-agency", "\ue000", "ffi", "fl"))
    assert any(report.notes for report in reports)
    assert any(heading.text.endswith("?") for report in reports for heading in report.headings)


def test_an_image_page_is_named_and_is_not_in_the_truth(tmp_path):
    truth = write_pdf(invent(2, Wishes(sections=3, scans=2)), tmp_path / "report.pdf", WORD)
    assert len(truth.textless) == 2
    pages = page_texts(tmp_path / "report.pdf")
    assert [number for number, page in enumerate(pages, 1) if not page.strip()] == list(truth.textless)


def test_a_password_is_needed_or_not(tmp_path):
    report = invent(2, Wishes(sections=1))
    write_pdf(report, tmp_path / "locked.pdf", WORD.but(password="invented"))
    write_pdf(report, tmp_path / "owner.pdf", WORD.but(password="invented", owner_only=True))
    with pytest.raises(pypdfium2.PdfiumError, match="password"):
        pypdfium2.PdfDocument(tmp_path / "locked.pdf")
    assert len(pypdfium2.PdfDocument(tmp_path / "locked.pdf", password="invented")) == len(page_texts(tmp_path / "owner.pdf"))


def test_twins_say_the_same(tmp_path):
    """All forms of a report have one truth, but for pages."""
    report = invent(6, Wishes(sections=2))
    truths = [write_pdf(report, tmp_path / "r.pdf", WORD), write_docx(report, tmp_path / "r.docx"), write_html(report, tmp_path / "r.html")]
    truths.append(write_markdown(report, tmp_path / "r.md"))
    assert len({tuple(one._replace(page=0) for one in truth.paragraphs) for truth in truths}) == 1
    apart = write_text(report, tmp_path / "r.txt")
    assert letters("".join(one.text for one in apart.paragraphs)) == letters("".join(one.text for one in truths[0].paragraphs))
    for name in ("r.txt", "r.md"):
        text = letters((tmp_path / name).read_text(encoding="utf-8"))
        assert all(letters(line) in text for one in truths[0].required for line in one.text.split("\n"))


def place(found: list[Found]) -> int:
    """Return where two long numbered paragraphs follow each other."""
    return next(
        at
        for at in range(len(found))
        if all(one.kind == "numbered" and len(one.text) > 120 and "[" not in one.text for one in found[at : at + 2])
    )


# The score -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("numbering", NUMBERINGS)
def test_the_truth_scores_best(numbering, tmp_path):
    truth = write_pdf(invent(8, Wishes(sections=3, numbering=numbering)), tmp_path / "r.pdf", STYLES["columns"])
    result = score(perfect(truth), truth)
    assert result.figures == {
        "recall": 1, "leakage": 0, "pages": 1, "labels": 1, "order": 1, "exact": 1, "precision": 1, "headings": 1, "kept": 1, "kinds": 1,
    }  # fmt: skip
    assert not result.misses()
    assert not result.lost
    assert not result.invented
    assert not result.cases


def drop(found: list[Found], at: int) -> None:
    del found[at]


def shorten(found: list[Found], at: int) -> None:
    found[at] = found[at]._replace(text=found[at].text[: len(found[at].text) * 9 // 10])


def misspell(found: list[Found], at: int) -> None:
    found[at] = found[at]._replace(text=found[at].text.replace("e", "3", 1))


def merge(found: list[Found], at: int) -> None:
    found[at : at + 2] = [found[at]._replace(text=f"{found[at].text} {found[at + 1].label} {found[at + 1].text}")]


def split(found: list[Found], at: int) -> None:
    cut = found[at].text.index(" ", len(found[at].text) // 2)
    found[at : at + 1] = [found[at]._replace(text=found[at].text[:cut]), found[at]._replace(text=found[at].text[cut + 1 :], label="")]


def swap(found: list[Found], at: int) -> None:
    found[at], found[at + 1] = found[at + 1], found[at]


def misplace(found: list[Found], at: int) -> None:
    found[at] = found[at]._replace(page=found[at].page + 1)


def mislabel(found: list[Found], at: int) -> None:
    found[at] = found[at]._replace(label="4.99")


def leave_out(found: list[Found], at: int) -> None:
    found[at] = found[at]._replace(left_out="not wanted")


def double(found: list[Found], at: int) -> None:
    found.insert(at + 1, found[at])


def unhead(found: list[Found], at: int) -> None:
    found[at] = found[at]._replace(heading="Something else")


SPOILT: tuple[tuple[Callable[[list[Found], int], None], dict[str, int]], ...] = (
    (drop, {"recall": 1, "exact": 1}),
    (shorten, {"recall": 1, "exact": 1, "precision": 1}),
    (misspell, {"exact": 1}),
    (merge, {"recall": 2, "exact": 2, "precision": 1}),
    (split, {"recall": 1, "exact": 1, "precision": 2}),
    (swap, {"order": 1}),
    (misplace, {"pages": 1}),
    (mislabel, {"labels": 1}),
    (leave_out, {"kept": 1}),
    (double, {"precision": 1}),
    (unhead, {"headings": 1}),
)


@pytest.mark.parametrize("spoil, falls", SPOILT, ids=[spoil.__name__ for spoil, _ in SPOILT])
def test_each_mistake_is_counted_where_it_belongs_and_nowhere_else(written, spoil, falls):
    truth, _ = written
    found = perfect(truth)
    spoil(found, place(found))
    result = score(found, truth)
    whole = {
        "recall": result.wanted, "exact": result.wanted, "precision": result.found, "pages": result.placed, "labels": result.matched,
        "headings": result.matched, "kept": result.body, "kinds": result.matched, "order": result.sequence,
    }  # fmt: skip
    wrong = {name: round(whole[name] * (1 - result.figures[name])) for name in whole}
    assert {name: count for name, count in wrong.items() if count} == falls
    assert result.leaked == 0


def test_leaked_text_is_counted_by_characters(written):
    truth, _ = written
    assert "Page 4" in truth.boilerplate
    header = next(line for line in truth.boilerplate if line.startswith("Invented review"))
    # A heading's words are forgiven once: what has leaked are the dots and the number after it.
    dotted = next(line for line in truth.boilerplate if line.startswith("Foreword ....."))
    found = perfect(truth)
    at = place(found)
    middle = found[at].text.index(" ", 60)
    found[at] = found[at]._replace(text=f"{found[at].text[:middle]} Page 4 {header}{found[at].text[middle:]}")
    found.insert(0, Found(dotted, "", 2))
    result = score(found, truth)
    assert result.leaked == len("Page 4 ") + len(header) + 1 + len(dotted.removeprefix("Foreword ")) + 1
    assert result.figures["leakage"] == result.leaked / sum(len(one.text) for one in found)
    assert [case.what for case in result.cases].count("leaked") == 2


def test_a_heading_taken_for_a_paragraph_is_no_leak_and_a_running_header_is(tmp_path):
    """Both say the same: the first is a finding too many, the second has come from the top of a page."""
    truth = write_pdf(invent(9, Wishes(sections=3)), tmp_path / "r.pdf", STYLES["columns"])
    every = " ".join(one.text for one in truth.paragraphs)
    heading = next(text for text in truth.headings if len(text.split()) > 2 and text not in every and not text[0].isdigit())
    assert score([*perfect(truth), Found(heading)], truth).leaked == 0
    assert score([*perfect(truth), Found(heading), Found(heading)], truth).leaked == len(heading) + 1


def test_lost_and_invented_words_are_named(written):
    truth, _ = written
    found = perfect(truth)
    at = place(found)
    found[at] = found[at]._replace(text=found[at].text.split(" ", 1)[1] + " zebra")
    result = score(found, truth)
    assert result.lost == Counter([normal(truth.paragraphs[at].text).split()[0]])
    assert result.invented == Counter(["zebra"])
    assert "zebra 1" in result.report()


def test_a_reader_that_knows_nothing_fails(written):
    """The text of each page, parted at empty lines: what a short script gives."""
    truth, path = written
    blocks = [(number, block) for number, page in enumerate(page_texts(path), 1) for block in re.split(r"\s*\n\s*\n\s*", page)]
    result = score([Found(" ".join(block.split()), "", number) for number, block in blocks], truth)
    assert result.figures["recall"] < 0.1
    assert result.figures["leakage"] > 0.05
    assert result.merged > result.wanted / 2
    assert [miss.split()[0] for miss in result.misses()] == ["recall", "leakage"]


@pytest.mark.parametrize(
    "numbers, length", [([], 0), ([1], 1), ([1, 2, 3], 3), ([3, 2, 1], 1), ([2, 3, 1, 4], 3), ([5, 1, 6, 2, 7, 3], 3), ([1, 1, 1], 1)]
)
def test_the_longest_rise(numbers, length):
    assert longest_rise(numbers) == length


def test_a_difference_is_shown_word_by_word():
    assert difference("one two three four", "one 2 three four five") == "one [-two-] {+2+} three four {+five+}"
