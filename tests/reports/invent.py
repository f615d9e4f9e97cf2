"""Invents a report from a seed: numbered in one of five ways, with all that real reports have in them."""

from __future__ import annotations

import string
from dataclasses import dataclass

from reports.model import Box, Figure, Heading, Paragraph, Part, Pause, Report, Scan, Table
from reports.words import END, NOTE, TOPICS, Grammar

SECTION, RUNNING, RESTART, HEADINGS, BARE = "section", "running", "restart", "headings", "bare"
NUMBERINGS = (SECTION, RUNNING, RESTART, HEADINGS, BARE)
"""How paragraphs are numbered: 4.17 by section; 1 … n through the report; from 1 in each section; only headings are
(4, 4.1); nothing is."""


@dataclass(frozen=True)
class Wishes:
    """What a report should have. ``sections`` decides how long it is: a section is about two pages in one column.

    ``extras`` are quotations, addresses of web pages, points (i) below (a), and figures.
    """

    sections: int = 5
    numbering: str = ""
    tables: bool = True
    wide_table: bool = False
    footnotes: bool = True
    boxes: bool = True
    bullets: bool = True
    asides: bool = False
    scans: int = 0
    hidden: bool = False
    appendix: bool = True
    contents: bool = True
    own_line_boxes: bool = True
    extras: bool = False


class _Inventor:
    """Keeps count of what is numbered while a report is invented."""

    def __init__(self, seed: int, wishes: Wishes) -> None:
        self.grammar = Grammar(seed)
        self.random = self.grammar.random
        self.wishes = wishes
        self.numbering = wishes.numbering or self.random.choice(NUMBERINGS)
        self.notes: dict[int, str] = {}
        self.parts: list[Part] = []
        self.keys = 0
        self.counts = {"finding": 0, "point": 0, "recommendation": 0, "table": 0, "running": 0}
        self.word = self.random.choice(("Finding", "Learning point"))

    def heading(self, text: str, level: int, number: str = "") -> None:
        self.parts.append(Heading(text, level, number, self.keys))
        self.keys += 1

    def text(self, sentences: int = 0) -> str:
        """Return a paragraph's text, one in nine with a footnote called after a sentence."""
        text = self.grammar.paragraph(sentences)
        if self.wishes.footnotes and self.random.random() < 0.11:
            number = len(self.notes) + 1
            self.notes[number] = self.grammar.note()
            ends = [at for at in range(len(text)) if text.startswith(". ", at)]
            at = self.random.choice(ends) + 1 if ends else len(text)
            text = f"{text[:at]}{NOTE}{number}{END}{text[at:]}"
        return text

    def aside(self) -> str:
        """Return a note for the margin, or nothing."""
        return self.grammar.heading() if self.wishes.asides and self.random.random() < 0.15 else ""

    def point(self, section: str, count: int) -> None:
        """Add one numbered or plain paragraph, and what may hang on it."""
        label = self.label(section, count)
        kind = "numbered" if label else "paragraph"
        text = self.text()
        chance = self.random.random()
        if self.wishes.bullets and chance < 0.13:
            self.parts.append(Paragraph(f"{text} The review asked about:", kind, label, aside=self.aside()))
            self.bullets()
        elif label and chance < 0.22:
            self.parts.append(Paragraph(f"{text} Three things stood out:", kind, label, aside=self.aside()))
            for letter in string.ascii_lowercase[: self.random.randint(2, 4)]:
                self.parts.append(Paragraph(self.grammar.bullet(), "numbered", f"({letter})", 1, parent=label))
        elif label and self.numbering == SECTION and chance < 0.30:
            self.parts.append(Paragraph(text, kind, label, aside=self.aside()))
            for number in range(1, self.random.randint(2, 4)):
                self.parts.append(Paragraph(self.text(2), "numbered", f"{label}.{number}", 1))
        else:
            self.parts.append(Paragraph(text, kind, label, aside=self.aside()))
        if self.wishes.extras:
            self.extra(label)
        if label and self.random.random() < 0.08:
            self.parts.append(Paragraph(self.text(2)))

    def extra(self, label: str) -> None:
        """Add, now and then, a quotation, a paragraph with an address, a figure, or points below a point."""
        kind = self.random.randrange(14)
        if kind == 0:
            self.parts.append(Paragraph(f"“{self.grammar.paragraph(2)}”".replace("\ue000", ""), quote=True))
        elif kind == 1:
            self.parts.append(Paragraph(f"{self.grammar.source()} {self.text(2)}"))
        elif kind == 2:
            self.counts["figure"] = self.counts.get("figure", 0) + 1
            topics = tuple(self.grammar.pick(TOPICS) for _ in range(4))
            values = tuple(self.random.randint(20, 99) for _ in topics)
            self.parts.append(Figure(f"Figure {self.counts['figure']}: {self.grammar.heading().rstrip('?')}", topics, values))
        elif kind == 3 and label:
            self.parts.append(Paragraph(self.grammar.bullet(), "numbered", "(a)", 1, parent=label))
            for numeral in ("i", "ii", "iii")[: self.random.randint(2, 3)]:
                self.parts.append(Paragraph(self.grammar.bullet(), "numbered", f"({numeral})", 2, parent=f"{label}(a)"))

    def bullets(self) -> None:
        """Add a list of bullets, some with a second level."""
        glyph = self.random.choice(("•", "•", "–", "▪"))
        for _ in range(self.random.randint(2, 5)):
            self.parts.append(Paragraph(self.grammar.bullet(), "bullet", depth=1, glyph=glyph))
            if self.random.random() < 0.15:
                self.parts.append(Paragraph(self.grammar.bullet(), "bullet", depth=2, glyph="–" if glyph != "–" else "•"))

    def label(self, section: str, count: int) -> str:
        """Return the number of the next paragraph, or nothing."""
        if self.numbering == SECTION:
            return f"{section}.{count}"
        if self.numbering == RUNNING:
            self.counts["running"] += 1
            return str(self.counts["running"])
        return str(count) if self.numbering == RESTART else ""

    def box(self, kind: str) -> None:
        """Add a box with a finding or a recommendation."""
        name = "recommendation" if kind == "recommendation" else "finding"
        self.counts[name] += 1
        word = "Recommendation" if kind == "recommendation" else self.word
        text = self.grammar.recommendation() if kind == "recommendation" else self.grammar.paragraph(self.random.randint(1, 3))
        own_line = self.wishes.own_line_boxes and self.random.random() < 0.3
        self.parts.append(Box(f"{word} {self.counts[name]}", text.replace("\ue000", ""), kind, own_line))

    def table(self, wide: bool = False) -> None:
        """Add a table."""
        self.counts["table"] += 1
        columns = 7 if wide else self.random.randint(2, 4)
        head = ("Agency", "What was done", "Contacts", "Meetings", "Outcome", "Reviewed by", "Remarks")[:columns]
        rows = [head]
        for _ in range(self.random.randint(9, 14) if wide else self.random.randint(3, 7)):
            first = self.grammar.pick(TOPICS)
            rows.append((first[0].upper() + first[1:], *(self.grammar.cell() for _ in head[1:])))
        self.parts.append(Table(f"Table {self.counts['table']}: {self.grammar.heading().rstrip('?')}", tuple(rows), wide))

    def section(self, number: int) -> None:
        """Add a section: heading, paragraphs under sub-headings, boxes, a table."""
        numbered = self.numbering in (SECTION, HEADINGS) or self.random.random() < 0.3
        self.heading(self.grammar.heading(), 1, str(number) if numbered else "")
        count = subs = 0
        for sub in range(self.random.randint(2, 3)):
            if sub or self.random.random() < 0.4:
                subs += 1
                self.heading(self.grammar.heading(), 2, f"{number}.{subs}" if self.numbering == HEADINGS else "")
            for _ in range(self.random.randint(2, 5)):
                count += 1
                self.point(str(number), count)
            if self.wishes.boxes and self.random.random() < 0.45:
                self.box("box")
        if self.wishes.tables and self.random.random() < 0.5:
            self.table()

    def report(self) -> Report:
        """Return the whole report."""
        topic = self.grammar.heading().rstrip("?")
        number = self.random.randint(10, 99)
        self.heading("Foreword", 1)
        for _ in range(self.random.randint(2, 4)):
            self.parts.append(Paragraph(self.text()))
        self.heading("Summary", 1)
        for _ in range(self.random.randint(3, 5)):
            self.parts.append(Paragraph(self.text()))
        front = tuple(self.parts)
        self.parts = []
        for section in range(1, self.wishes.sections + 1):
            self.section(section)
            if section == 2 and self.wishes.wide_table:
                self.table(wide=True)
            if section == 3 and self.wishes.scans:
                self.parts += [Scan(self.grammar.paragraph(12)) for _ in range(self.wishes.scans)]
        self.recommendations()
        if self.wishes.appendix:
            self.appendix()
        return Report(
            f"Invented learning review {number}: {topic}",
            ("Overview report", "Everything in this report is invented: no child, family, agency or event is real", "March 2019"),
            f"Invented review {number} – overview report",
            front, tuple(self.parts), self.notes,
            "Invented text in white that nobody can see" if self.wishes.hidden else "",
            self.wishes.contents,
        )  # fmt: skip

    def recommendations(self) -> None:
        """Add the section with the recommendations."""
        number = self.wishes.sections + 1
        self.heading("Recommendations", 1, str(number) if self.numbering in (SECTION, HEADINGS) else "")
        self.parts.append(Paragraph(self.text(2), *(("numbered", self.label(str(number), 1)) if self.numbering == SECTION else ())))
        for _ in range(self.random.randint(3, 6)):
            if self.wishes.boxes:
                self.box("recommendation")

    def appendix(self) -> None:
        """Add an appendix with numbers of its own."""
        self.parts.append(Pause())
        self.heading("Terms of reference", 1, "Appendix A:")
        for number in range(1, self.random.randint(4, 7)):
            label = f"A{number}" if self.numbering != BARE else ""
            self.parts.append(Paragraph(self.text(2), "numbered" if label else "paragraph", label))


def invent(seed: int, wishes: Wishes | None = None) -> Report:
    """Return an invented report. The same seed and wishes give the same report."""
    return _Inventor(seed, wishes or Wishes()).report()
