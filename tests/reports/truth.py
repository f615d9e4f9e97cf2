"""What a perfect reader would make of an invented report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from reports.model import LEFT_TO_RIGHT, Box, Figure, Heading, Paragraph, Report, Table
from reports.words import clean, marks


class TrueParagraph(NamedTuple):
    """One paragraph that should become one finding.

    ``text`` is clean: curly quotes and dashes kept, hyphenation undone, ligatures as letters, footnotes as lines of their
    own at the end (``[1] …``), rows of a table as lines. It does not hold the label. ``label`` is empty where the report gives none;
    ``parent`` is the label of the numbered paragraph above a point like ``(a)``. ``page`` counts physical pages from 1
    (0: the format has none). ``optional`` text (captions, the title page, notes in the margin) must not be lost and
    need not be a finding.
    """

    text: str
    label: str
    page: int
    kind: str
    heading: str
    section: tuple[str, ...]
    parent: str = ""
    optional: bool = False


class Truth(NamedTuple):
    """The paragraphs in reading order, and all that a finding must not hold.

    ``boilerplate`` are running headers and footers, page numbers, watermarks, entries of the contents page and text that
    cannot be seen, each as it is printed. ``headings`` are printed headings; ``textless`` the pages that are images.
    """

    paragraphs: tuple[TrueParagraph, ...]
    boilerplate: tuple[str, ...]
    headings: tuple[str, ...]
    textless: tuple[int, ...] = ()
    pages: int = 0

    @property
    def required(self) -> tuple[TrueParagraph, ...]:
        """Return the paragraphs that must be findings."""
        return tuple(one for one in self.paragraphs if not one.optional)


Place = tuple[int, str]
"""A part by its number among the parts of the report, and which text of it: ``text``, ``aside``, ``caption`` or ``title``."""


def truth_of(
    report: Report,
    pages: Mapping[Place, int] | None = None,
    boilerplate: Sequence[str] = (),
    textless: Sequence[int] = (),
    count: int = 0,
) -> Truth:
    """Return the truth of a report: without ``pages`` that of its DOCX, HTML and text twins, which have none."""
    at = pages or {}
    paragraphs = [
        TrueParagraph(text, "", at.get((n, "title"), 0), "paragraph", "", (), "", True)
        for n, text in enumerate((report.title, *report.subtitle))
    ]
    path: list[Heading] = []
    for number, part in enumerate(report.parts):
        if isinstance(part, Heading):
            path = [above for above in path if above.level < part.level] + [part]
            continue
        names = tuple(above.text for above in path)
        where = (names[-1] if names else "", names)
        page = at.get((number, "text"), 0)
        if isinstance(part, Paragraph):
            if part.aside:
                paragraphs.append(TrueParagraph(part.aside, "", at.get((number, "aside"), 0), "paragraph", *where, "", True))
            notes = [f"[{number}] {report.notes[number]}" for number in marks(part.text)]
            text = "\n".join([clean(part.text), *notes])
            paragraphs.append(TrueParagraph(text, part.label, page, part.kind, *where, part.parent))
        elif isinstance(part, Box):
            paragraphs.append(TrueParagraph(clean(part.text), part.label, page, part.kind, *where))
        elif isinstance(part, Table):
            paragraphs.append(TrueParagraph(part.caption, "", at.get((number, "caption"), 0), "paragraph", *where, "", True))
            rows = "\n".join(LEFT_TO_RIGHT.join(row) for row in part.rows)
            paragraphs.append(TrueParagraph(rows, "", page, "table", *where))
        elif isinstance(part, Figure):
            texts = ((text, "text") for text in (*part.labels, *map(str, part.values)))
            for text, which in (*texts, (part.caption, "caption")):
                paragraphs.append(TrueParagraph(text, "", at.get((number, which), 0), "paragraph", *where, "", True))
    headings = tuple(heading.shown for heading in report.headings)
    return Truth(tuple(paragraphs), tuple(dict.fromkeys(boilerplate)), headings, tuple(textless), count)
