"""How a report looks, and in which order its parts are drawn."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

LINES, PIECES, WORDS, GLYPHS = "lines", "pieces", "words", "glyphs"
"""What is drawn at once: a line; pieces of a line that end anywhere, as word processors write; words that are put in their
place with no spaces between them, as justified text often is; single characters."""

READING, BY_LINE, BY_BLOCK, BY_WORD, UPWARDS, HEADS_LAST = "reading", "by line", "by block", "by word", "upwards", "heads last"
"""In which order the parts of a page are drawn: as they are read; lines, blocks or words shuffled; from the foot of the
page; all headings, boxes and tables after the running text."""


@dataclass(frozen=True)
class Style:
    """Measures are in points. ``header`` and ``footer`` name what `reports.running` can print; ``leader`` the dots of
    the contents page; ``space`` what parts paragraphs (0: their first lines are set in instead).
    """

    name: str
    body: str = "LiberationSerif"
    heads: str = "LiberationSans"
    size: float = 11
    leading: float = 1.25
    width: float = 595.28
    height: float = 841.89
    left: float = 72
    right: float = 72
    top: float = 80
    bottom: float = 76
    columns: int = 1
    gap: float = 22
    space: float = 8
    hang: float = 36
    justify: bool = False
    hyphenate: bool = False
    soft_hyphens: bool = False
    ligatures: bool = False
    kerning: bool = False
    drawn: str = LINES
    order: str = READING
    header: str = "title"
    footer: str = "page"
    leader: str = "dots"
    roman: bool = False
    new_pages: bool = False
    letterspace: float = 0
    twice: bool = False
    watermark: str = ""
    tinted: bool = False
    rotated: bool = False
    line_numbers: bool = False
    password: str = ""
    owner_only: bool = False

    def but(self, **changes: object) -> Style:
        """Return the style with some things changed."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]


WORD = Style("word", drawn=PIECES, kerning=True)
STYLES: dict[str, Style] = {
    style.name: style
    for style in (
        WORD,
        Style("justified", body="DejaVuSerif", heads="DejaVuSans", size=9.5, leading=1.35, justify=True, hyphenate=True, ligatures=True,
              kerning=True, drawn=WORDS, header="alternating", footer="outer", roman=True, new_pages=True, leader="spaced dots"),
        Style("columns", body="LiberationSerif", size=10, columns=2, left=54, right=54, justify=True, hyphenate=True, ligatures=True,
              space=0, hang=26, tinted=True, header="section", footer="dashes", drawn=WORDS),
        Style("columns ragged", body="LiberationSans", size=9.5, columns=2, left=50, right=50, gap=28, hang=28, space=6, header="none",
              footer="title and page", drawn=PIECES, new_pages=True, leader="none"),
        Style("by line", order=BY_LINE, footer="page of pages"),
        Style("by block", body="LiberationSans", size=10.5, order=BY_BLOCK, drawn=PIECES, footer="centre", header="two lines"),
        Style("by word", body="DejaVuSans", heads="DejaVuSans", size=9.5, order=BY_WORD, drawn=WORDS, footer="page of pages"),
        Style("columns by block", body="LiberationSerif", size=10, columns=2, left=54, right=54, justify=True, order=BY_BLOCK, drawn=WORDS,
              hang=26, footer="page of pages"),
        Style("columns upwards", body="LiberationSans", size=9.5, columns=2, left=54, right=54, order=UPWARDS, hang=26, footer="outer"),
        Style("heads last", body="LiberationSans", order=HEADS_LAST, tinted=True, footer="title and page"),
        Style("designed", body="LiberationSans", size=12, leading=1.4, letterspace=2.2, twice=True, tinted=True, left=130, ligatures=True,
              rotated=True, header="section", footer="outer", new_pages=True, soft_hyphens=True, hyphenate=True),
        Style("built in", body="Times", heads="Helvetica", size=10, drawn=LINES, space=6, footer="centre"),
        Style("small", body="Helvetica", heads="Helvetica", size=7.5, leading=1.18, left=60, right=60, space=5, header="none"),
        Style("glyphs", body="LiberationSans", size=11, drawn=GLYPHS, kerning=True, footer="page of pages"),
        Style("draft", body="LiberationSans", size=11, leading=1.5, watermark="DRAFT", line_numbers=True, header="draft",
              footer="page of pages"),
    )
}  # fmt: skip
"""The styles that reports are measured in, by name."""
