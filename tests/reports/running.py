"""Running headers and footers, watermarks, line numbers, and the numbers of the contents page."""

from __future__ import annotations

from reports.breaking import Measure, Word, plain
from reports.fonts import family
from reports.model import Report
from reports.pages import Page, Placed, Setting
from reports.setting import GREY, Text
from reports.style import Style


class Furniture:
    """What is on pages beside the text of a report, and what of it was printed."""

    def __init__(self, style: Style, report: Report, setting: Setting) -> None:
        self.style, self.report, self.setting = style, report, setting
        self.printed: list[str] = []
        self.section = ""

    def on(self, number: int, page: Page) -> list[Placed]:
        """Return header and footer of a page (from 1); the title page and images have none."""
        titles = [heading.shown for heading in self.report.headings if heading.level == 1 and heading.key in page.headings]
        self.section = self.section if not titles else titles[0]
        shown = []
        if number > 1 and page.kind != "scan":
            shown = [*self.header(number, page), *self.footer(number, page)]
        self.section = titles[-1] if titles else self.section
        return shown

    def header(self, number: int, page: Page) -> list[Placed]:
        """Return the lines of a header."""
        kind, title = self.style.header, self.report.running
        y = self.height(page) - 44
        if kind == "title":
            return [self.line(title, "left", y, page)]
        if kind == "section":
            return [self.line(self.section or title, "right", y, page)]
        if kind == "alternating":
            even = number % 2 == 0
            return [self.line(title if even or not self.section else self.section, "left" if even else "right", y, page)]
        if kind == "two lines":
            return [
                self.line(title, "left", y, page),
                self.line("Invented partnership, confidential until published", "left", y - 11, page),
            ]
        if kind == "draft":
            return [self.line(f"{title} – draft version {0.4}", "centre", y, page)]
        return []

    def footer(self, number: int, page: Page) -> list[Placed]:
        """Return the lines of a footer."""
        kind, label, y = self.style.footer, page.label, 40.0
        if kind == "page":
            return [self.line(f"Page {label}", "right", y, page)]
        if kind == "page of pages":
            return [self.line(f"Page {number} of {len(self.setting.pages)}", "centre", y, page)]
        if kind == "centre":
            return [self.line(label, "centre", y, page)]
        if kind == "dashes":
            return [self.line(f"– {label} –", "centre", y, page)]
        if kind == "outer":
            return [self.line(label, "left" if number % 2 == 0 else "right", y, page)]
        return [self.line(f"{self.report.running} | {label}", "left", y, page)]

    def width(self, page: Page) -> float:
        """Return how wide a page is as it is read."""
        return self.style.height if page.kind == "landscape" else self.style.width

    def height(self, page: Page) -> float:
        """Return how high a page is as it is read."""
        return self.style.width if page.kind == "landscape" else self.style.height

    def line(self, text: str, where: str, y: float, page: Page) -> Placed:
        """Return a line of a header or footer."""
        self.printed.append(text)
        size = 8.5
        chosen = family(self.style.heads)
        measure = Measure(self.style, chosen, size)
        words = measure.lines(text, 0, 900, ("", 0, chosen.regular))[0]
        last = words[-1]
        wide = last.x + measure.width(last.text, chosen.regular)
        x = {"left": self.style.left, "right": self.width(page) - self.style.right - wide, "centre": (self.width(page) - wide) / 2}[where]
        return Placed(x, y, Text(0, 0, tuple(words), size, grey=GREY, role="running"), -1)

    def contents_line(self, placed: Placed) -> Placed:
        """Return a line of the contents page with its dots and number; what it says is no text of the report."""
        text = placed.text
        if text.ref < 0:
            self.printed.append(plain(text.words))
            return placed
        face = family(self.style.body).regular
        measure = Measure(self.style, family(self.style.body), text.size)
        label = self.setting.pages[self.setting.headings[text.ref] - 1].label
        last = text.words[-1]
        begin = last.x + measure.width(last.text, face) + 4
        stop = text.end - text.x - measure.width(label, face)
        words = list(text.words)
        dot = {"dots": ".", "spaced dots": ". ", "none": ""}[self.style.leader]
        if dot:
            count = max(3, int((stop - begin - 4) / measure.width(dot, face)))
            words.append(Word(begin, (dot * count).strip(), face))
        words.append(Word(stop, label, face))
        self.printed.append(plain(words))
        return placed._replace(text=text._replace(words=tuple(words), ref=-1))

    def line_numbers(self, page: Page) -> list[Placed]:
        """Return a number beside every fifth line of text."""
        lines = sorted({round(line.y, 1) for line in page.lines if line.text.role in ("body", "box")}, reverse=True)
        face = family(self.style.heads).regular
        placed = []
        for number in range(5, len(lines) + 1, 5):
            self.printed.append(str(number))
            placed.append(Placed(36, lines[number - 1], Text(0, 0, (Word(0, str(number), face),), 7, grey=GREY, role="running"), -2))
        return placed
