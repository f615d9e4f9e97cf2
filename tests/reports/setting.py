"""Sets the parts of a report: each becomes slugs, pieces of a column that are not broken over pages."""

from __future__ import annotations

from itertools import chain
from typing import NamedTuple

from reports.breaking import Measure, Word
from reports.fonts import Family, family
from reports.model import Box, Figure, Heading, Paragraph, Part, Pause, Report, Scan, Table
from reports.style import Style
from reports.truth import Place
from reports.words import marks

INK, GREY, TINT, PALE = 0.0, 0.35, 0.90, 0.80


class Text(NamedTuple):
    """One line: ``x`` and ``y`` (of its base line, downwards) from the top left of its slug. ``ref`` is the heading whose
    page the line of a contents page gives (-1: none), ``end`` where that number ends.
    """

    x: float
    y: float
    words: tuple[Word, ...]
    size: float
    spacing: float = 0
    twice: bool = False
    grey: float = INK
    ref: int = -1
    end: float = 0
    role: str = "body"


class Rect(NamedTuple):
    """A rectangle under the text, measured as a line is. ``fill`` and ``stroke`` are shades of grey, 1 for none."""

    x: float
    y: float
    width: float
    height: float
    fill: float = 1
    stroke: float = 1


class Slug(NamedTuple):
    """``keep``: not parted from the next; ``notes``: the footnotes that must stand on its page; ``starts``: texts of the
    report that begin here; ``span``: over all columns; ``fresh``: begins a page; ``alone``: ``landscape`` or ``scan``.
    """

    height: float
    texts: tuple[Text, ...] = ()
    before: float = 0
    rects: tuple[Rect, ...] = ()
    keep: bool = False
    notes: tuple[int, ...] = ()
    starts: tuple[Place, ...] = ()
    heading: int = -1
    span: bool = False
    fresh: bool = False
    alone: str = ""
    block: int = 0
    scan: str = ""


class Setter:
    """Sets parts in a style."""

    def __init__(self, style: Style, report: Report) -> None:
        self.style, self.report = style, report
        self.body: Family = family(style.body)
        self.heads: Family = family(style.heads)
        self.full = style.width - style.left - style.right
        self.width = (self.full - style.gap * (style.columns - 1)) / style.columns
        self.after_heading = False
        self.measures: dict[tuple[bool, float], Measure] = {}
        self.note_heights: dict[int, float] = {}

    @property
    def head_grey(self) -> float:
        """Return the shade of headings."""
        return GREY if self.style.tinted else INK

    def slugs(self) -> list[list[Slug]]:
        """Return the slugs of title page, contents page, front parts and body, in order."""
        front = len(self.report.front)
        parts = [self.part(number, part) for number, part in enumerate(self.report.parts)]
        return [self.title(), self.contents() if self.report.contents else [], list(chain(*parts[:front])), list(chain(*parts[front:]))]

    def part(self, number: int, part: Part) -> list[Slug]:
        """Return the slugs of a part."""
        if isinstance(part, Heading):
            self.after_heading = True
            return self.heading(part, number + 100)
        if isinstance(part, Pause):
            return [Slug(0, fresh=True, span=True)]
        if isinstance(part, Scan):
            return [Slug(0, alone="scan", scan=part.text, block=number + 100)]
        if isinstance(part, Box):
            slugs = [self.box(number, part)]
        elif isinstance(part, Table):
            slugs = self.table(number, part)
        elif isinstance(part, Figure):
            slugs = [self.figure(number, part)]
        else:
            slugs = self.paragraph(number, part)
        self.after_heading = False
        return slugs

    def lines(
        self, text: str, size: float, width: float, face: str = "", first: float = 0, bold: int = 0, head: bool = False
    ) -> list[list[Word]]:
        """Return a text broken into lines."""
        chosen = self.heads if head else self.body
        face = face or chosen.regular
        measure = self.measures.setdefault((head, size), Measure(self.style, chosen, size))
        return measure.lines(text, first, width, (chosen.bold, bold, face))

    def title(self) -> list[Slug]:
        """Return the title page: large lines some way down."""
        texts, y = [], 200.0
        starts: list[Place] = []
        for number, (text, size) in enumerate([(self.report.title, 22.0), *((one, 12.0) for one in self.report.subtitle)]):
            starts.append((number, "title"))
            for line in self.lines(text, size, self.full, self.heads.bold if not number else "", head=True):
                texts.append(Text(0, y, tuple(line), size, role="title"))
                y += size * 1.35
            y += 14
        return [Slug(y, tuple(texts), starts=tuple(starts), span=True)]

    def contents(self) -> list[Slug]:
        """Return the contents page; the numbers follow when it is known where headings stand."""
        size = self.style.size
        words = self.lines("Contents", size * 1.5, self.full, self.heads.bold, head=True)[0]
        slugs = [Slug(size * 2.2, (Text(0, size * 1.5, tuple(words), size * 1.5, role="contents"),), span=True, fresh=True)]
        for heading in self.report.headings:
            if heading.level > 2:
                continue
            indent = 18.0 * (heading.level - 1)
            lines = self.lines(heading.shown, size, (self.full - indent) * 0.82)
            for number, line in enumerate(lines):
                last = number == len(lines) - 1
                text = Text(indent, size, tuple(line), size, ref=heading.key if last else -1, end=self.full, role="contents")
                slugs.append(Slug(size * 1.4, (text,), span=True, keep=not last))
        return slugs

    def heading(self, heading: Heading, block: int) -> list[Slug]:
        """Return a heading: over all columns when it is of the first level."""
        style = self.style
        size = style.size * (1.55, 1.2, 1.05)[heading.level - 1]
        span = heading.level == 1
        lines = self.lines(
            heading.shown, size, (self.full if span else self.width) * (0.6 if style.letterspace else 1), self.heads.bold, head=True
        )
        texts = [
            Text(0, size * (1 + 1.25 * n), tuple(line), size, style.letterspace if span else 0, style.twice, self.head_grey, role="heading")
            for n, line in enumerate(lines)
        ]
        height = size * (1.25 * len(lines) + 0.1)
        return [
            Slug(height, tuple(texts), size * 0.9, keep=True, heading=heading.key, span=span, fresh=span and style.new_pages, block=block)
        ]

    def paragraph(self, number: int, part: Paragraph) -> list[Slug]:
        """Return a paragraph, one slug for each line, so that it may run over pages; no single line is left alone."""
        style, size = self.style, self.style.size
        label, left, hang = part.glyph or printed_label(part.label), 0.0, 0.0
        if part.label:
            hang = max(style.hang, Measure(style, self.body, size).wide(label, self.body.regular) + 8)
            left = part.depth * style.hang
        elif part.glyph:
            left, hang = part.depth * 16.0 + (style.hang - 16 if self.style.columns == 1 else 0), 14.0
        first = 14.0 if not style.space and not label and not self.after_heading else 0.0
        if part.quote:
            left, first = 30.0, 0.0
        face = self.body.italic if part.quote else ""
        lines = self.lines(part.text, size, self.width - left - hang - (30 if part.quote else 0), face, first)
        leading = size * style.leading
        calls = self._calls(part.text, lines)
        slugs = []
        for at, line in enumerate(lines):
            texts = [Text(left + hang, leading * 0.8, tuple(line), size)]
            if not at and label:
                texts.insert(0, Text(left, leading * 0.8, tuple(self.lines(label, size, 900)[0]), size))
            starts: list[Place] = [(number, "text")] if not at else []
            if not at and part.aside:
                starts.append((number, "aside"))
                texts += self.aside(part.aside)
            keep = len(lines) > 1 and (not at or at == len(lines) - 2)
            slugs.append(
                Slug(
                    leading,
                    tuple(texts),
                    style.space if not at else 0,
                    keep=keep,
                    notes=calls[at],
                    starts=tuple(starts),
                    block=number + 100,
                )
            )
        return slugs

    def aside(self, text: str) -> list[Text]:
        """Return a note in the margin, small and beside the line."""
        size, width = self.style.size * 0.7, self.style.left - 50
        lines = self.lines(text, size, width, self.body.italic)
        return [Text(-width - 14, size * (1 + 1.2 * n), tuple(line), size, grey=GREY, role="aside") for n, line in enumerate(lines)]

    def _calls(self, text: str, lines: list[list[Word]]) -> list[tuple[int, ...]]:
        found = [tuple(int(word.mark) for word in line if word.mark) for line in lines]
        assert sorted(sum(found, ())) == sorted(marks(text)), text
        return found

    def box(self, number: int, box: Box) -> Slug:
        """Return a box, which is not broken."""
        size, pad = self.style.size, 7.0
        leading = size * self.style.leading
        if box.own_line:
            lines = [*self.lines(box.label, size, self.width - 2 * pad, self.body.bold), *self.lines(box.text, size, self.width - 2 * pad)]
        else:
            lines = self.lines(f"{box.label}: {box.text}", size, self.width - 2 * pad, bold=len(box.label.split()))
        texts = tuple(Text(pad, pad + leading * (n + 0.75), tuple(line), size, role="box") for n, line in enumerate(lines))
        height = 2 * pad + leading * len(lines)
        rect = Rect(0, 0, self.width, height, TINT if self.style.tinted else 1, 1 if self.style.tinted else 0.2)
        return Slug(height + 4, texts, self.style.space + 6, (rect,), starts=((number, "text"),), block=number + 100)

    def table(self, number: int, table: Table) -> list[Slug]:
        """Return a table under its caption, which is not broken; a wide one has a landscape page of its own."""
        span = table.wide or (self.style.columns > 1 and len(table.rows[0]) > 2)
        full = self.style.height - 144 if table.wide else self.full if span else self.width
        size, pad = self.style.size * 0.88, 4.0
        texts: list[Text] = []
        rects: list[Rect] = []
        y = 0.0
        for line in self.lines(table.caption, size, full, self.heads.bold, head=True):
            texts.append(Text(0, y + size, tuple(line), size, role="caption"))
            y += size * 1.3
        y += 4
        column = full / len(table.rows[0])
        for at, row in enumerate(table.rows):
            cells = [self.lines(cell, size, column - 2 * pad, self.body.bold if not at else "") for cell in row]
            deep = 2 * pad + size * 1.2 * max(len(lines) for lines in cells)
            for place, lines in enumerate(cells):
                rects.append(Rect(place * column, y, column, deep, TINT if not at else 1, 0.4))
                texts += [
                    Text(place * column + pad, y + pad + size * (0.95 + 1.2 * n), tuple(line), size, role="table")
                    for n, line in enumerate(lines)
                ]
            y += deep
        starts = ((number, "caption"), (number, "text"))
        alone = "landscape" if table.wide else ""
        return [Slug(y + 6, tuple(texts), 10, tuple(rects), starts=starts, span=span, alone=alone, block=number + 100)]

    def figure(self, number: int, figure: Figure) -> Slug:
        """Return a bar chart, drawn as shapes with words, and its caption."""
        size, step = self.style.size * 0.8, self.width / len(figure.labels)
        texts: list[Text] = []
        rects = [Rect(0, 0, self.width, 130, 1, PALE)]
        for place, (label, value) in enumerate(zip(figure.labels, figure.values, strict=True)):
            x = place * step + 6
            rects.append(Rect(x, 118 - value, step * 0.5, value, PALE))
            texts.append(Text(x, 114 - value, tuple(self.lines(str(value), size, step)[0]), size, role="figure"))
            texts += [
                Text(x, 130 + size * (1 + 1.1 * n), tuple(line), size, role="figure")
                for n, line in enumerate(self.lines(label, size, step - 8))
            ]
        y = max(text.y for text in texts) + 12
        for line in self.lines(figure.caption, size, self.width, self.heads.bold, head=True):
            texts.append(Text(0, y + size, tuple(line), size, role="caption"))
            y += size * 1.3
        return Slug(y + 8, tuple(texts), 10, tuple(rects), starts=((number, "text"), (number, "caption")), block=number + 100)

    def note(self, number: int) -> list[Text]:
        """Return a footnote: its lines from the top of where it will stand."""
        size = self.style.size * 0.8
        words = self.lines(f"\ue001{number}\ue002 {self.report.notes[number]}", size, self.width)
        return [Text(0, size * (1 + 1.2 * n), tuple(line), size, role="note") for n, line in enumerate(words)]

    def note_height(self, number: int) -> float:
        """Return how high a footnote is."""
        if number not in self.note_heights:
            self.note_heights[number] = len(self.note(number)) * self.style.size * 0.8 * 1.2 + 2
        return self.note_heights[number]


def printed_label(label: str) -> str:
    """Return a label as it is printed: ``7`` with a full stop, ``4.17`` and ``(a)`` as they are."""
    return f"{label}." if label.isdigit() else label
