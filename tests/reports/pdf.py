"""Draws a report that is set on pages as a PDF, run by run: what is drawn at once and in which order is the style's."""

from __future__ import annotations

import io
import itertools
import random
from collections.abc import Iterable
from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from reports.breaking import RAISED, Word
from reports.fonts import family, kern, width_of
from reports.model import Report
from reports.pages import Page, Placed, set_pages
from reports.running import Furniture
from reports.setting import Text
from reports.style import BY_BLOCK, BY_LINE, BY_WORD, GLYPHS, HEADS_LAST, LINES, PIECES, UPWARDS, WORDS, Style
from reports.truth import Truth, truth_of

Run = tuple[float, float, str, str, float, Text]
"""What is drawn at once: x, y, text, face, size, and the line it is of."""


def write_pdf(report: Report, path: Path, style: Style, seed: int = 1, limit: int = 0) -> Truth:
    """Write a report as PDF in a style, and return its truth. The same report, style and seed give the same bytes.

    With ``limit`` only so many pages are written: the truth has what begins on them, and the last paragraph may be
    cut. With ``style.password`` the file is encrypted: to open it, or (``owner_only``) only to print it.
    """
    setting = set_pages(report, style)
    kept = setting.pages[:limit] if limit else setting.pages
    furniture = Furniture(style, report, setting)
    encryption = None
    if style.password:
        encryption = StandardEncryption("" if style.owner_only else style.password, "owner of it", canPrint=0, strength=128)
    canvas = Canvas(str(path), pagesize=(style.width, style.height), invariant=1, pageCompression=1, encrypt=encryption)
    canvas.setTitle(report.title)
    canvas.setCreator("Invented, for tests of scr_coder")
    drawing = Drawing(canvas, style, random.Random(seed))
    for number, page in enumerate(kept, 1):
        page.lines = [furniture.contents_line(line) if line.text.role == "contents" else line for line in page.lines]
        extra = furniture.on(number, page)
        if style.line_numbers:
            extra += furniture.line_numbers(page)
        drawing.page(page, extra, report.hidden if page.kind == "" and number > 2 else "")
    canvas.save()
    printed = [*furniture.printed, *([style.watermark] if style.watermark else []), *([report.hidden] if report.hidden else [])]
    textless = [number for number, page in enumerate(kept, 1) if page.kind == "scan"]
    truth = truth_of(report, setting.starts, printed, textless, len(kept))
    return truth._replace(paragraphs=tuple(one for one in truth.paragraphs if one.page <= len(kept)))


class Drawing:
    """Draws pages on a canvas."""

    def __init__(self, canvas: Canvas, style: Style, chance: random.Random) -> None:
        self.canvas, self.style, self.random = canvas, style, chance
        self.embedded = family(style.body).embedded

    def page(self, page: Page, extra: list[Placed], hidden: str) -> None:
        """Draw a page and end it."""
        canvas, style = self.canvas, self.style
        if page.kind == "landscape" and style.rotated:
            canvas.setPageSize((style.width, style.height))
            canvas.setPageRotation(90)
            canvas.transform(0, 1, -1, 0, style.width, 0)
        else:
            canvas.setPageSize((style.height, style.width) if page.kind == "landscape" else (style.width, style.height))
            canvas.setPageRotation(0)
        if page.scan:
            canvas.drawImage(ImageReader(io.BytesIO(scanned(page.scan))), 40, 60, style.width - 80, style.height - 120)
        for shape in page.shapes:
            canvas.setFillGray(shape.fill)
            canvas.setStrokeGray(shape.stroke)
            canvas.setLineWidth(0.6)
            canvas.rect(shape.x, shape.y, shape.width, shape.height, stroke=int(shape.stroke < 1), fill=int(shape.fill < 1))
        if style.watermark and not page.scan:
            self.watermark()
        for x, y, text, face, size, line in self.ordered(page.lines, extra):
            self.run(x, y, text, face, size, line)
        foot = min((line.y for line in page.lines), default=0) - 14
        if hidden and foot > style.bottom:
            canvas.setFillGray(1)
            canvas.setFont("Helvetica", 6)
            canvas.drawString(style.left, foot, hidden)
        canvas.showPage()

    def watermark(self) -> None:
        """Draw a word across the page, pale and large."""
        canvas = self.canvas
        canvas.saveState()
        canvas.setFillGray(0.86)
        canvas.translate(self.style.width / 2, self.style.height / 2)
        canvas.rotate(52)
        canvas.setFont("Helvetica-Bold", 120)
        canvas.drawCentredString(0, -40, self.style.watermark)
        canvas.restoreState()

    def ordered(self, lines: list[Placed], extra: list[Placed]) -> Iterable[Run]:
        """Return what is drawn, in the order of the style."""
        order, chance = self.style.order, self.random
        everything = [*extra, *lines]
        if order == BY_LINE:
            chance.shuffle(everything)
        elif order == UPWARDS:
            everything.sort(key=lambda line: (line.y, line.x))
        elif order == HEADS_LAST:
            everything.sort(key=lambda line: line.text.role in ("heading", "box", "caption", "table"))
        elif order == BY_BLOCK:
            blocks = sorted({line.block for line in everything})
            chance.shuffle(blocks)
            rank = {block: number for number, block in enumerate(blocks)}
            everything.sort(key=lambda line: rank[line.block])
        runs = [run for line in everything for run in self.runs(line)]
        if order == BY_WORD:
            chance.shuffle(runs)
        return runs

    def runs(self, line: Placed) -> list[Run]:
        """Return the runs of a line: the style's own, with the marks of footnotes raised."""
        text, drawn = line.text, self.style.drawn
        marked = [n for n, word in enumerate(text.words) if word.mark]
        if drawn in (WORDS, GLYPHS) or text.role == "contents":
            return [run for word in text.words for run in self.word_runs(line, word)]
        runs: list[Run] = []
        begin = 0
        for stop in [*marked, len(text.words)]:
            group = text.words[begin:stop]
            for first, same in _by_face(group):
                runs += self.spaced(line, first, same, ends=stop == len(text.words))
            if stop < len(text.words):
                runs += self.word_runs(line, text.words[stop])
            begin = stop + 1
        return runs

    def spaced(self, line: Placed, x: float, words: tuple[Word, ...], ends: bool) -> list[Run]:
        """Return words as one run or as pieces that end anywhere; spaces are characters, also after the last word."""
        text = " ".join(word.text for word in words) + (" " if self.style.drawn == PIECES or not ends else "")
        face, size = words[0].face, line.text.size
        if self.style.drawn == LINES or line.text.spacing:
            return [(line.x + x, line.y, text, face, size, line.text)]
        runs: list[Run] = []
        at = 0
        while at < len(text):
            end = at + self.random.choice((3, 7, 12, 19, 30, 60))
            offset = self.advance(text[:at], face) * size
            runs.append((line.x + x + offset, line.y, text[at:end], face, size, line.text))
            at = end
        return runs

    def advance(self, text: str, face: str) -> float:
        """Return how far a text goes at size 1."""
        if not (self.style.kerning and self.embedded):
            return width_of(text, face)
        return width_of(text, face) + sum(kern(a, b, face) for a, b in itertools.pairwise(text)) / 1000

    def word_runs(self, line: Placed, word: Word) -> list[Run]:
        """Return the runs of a word: itself, the raised mark of a footnote, what follows that."""
        size, face, text = line.text.size, word.face, line.text
        x = line.x + word.x
        runs: list[Run] = []
        if word.text and self.style.drawn == GLYPHS:
            for number, char in enumerate(word.text):
                if char not in " \u00a0":
                    runs.append(
                        (
                            x + self.advance(word.text[: number + 1], face) * size - width_of(char, face) * size,
                            line.y,
                            char,
                            face,
                            size,
                            text,
                        )
                    )
        elif word.text:
            runs.append((x, line.y, word.text, face, size, text))
        x += self.advance(word.text, face) * size
        if word.mark:
            runs.append((x, line.y + size * 0.35, word.mark, face, size * RAISED, text))
            x += width_of(word.mark, face) * size * RAISED
        if word.tail:
            runs.append((x, line.y, word.tail, face, size, text))
        return runs

    def run(self, x: float, y: float, text: str, face: str, size: float, line: Text) -> None:
        """Draw a run; twice, a little apart, where bold is feigned."""
        self.canvas.setFillGray(line.grey)
        for shift in (0.0, 0.35) if line.twice else (0.0,):
            writer = self.canvas.beginText(x + shift, y)
            writer.setFont(face, size)
            if line.spacing:
                writer.setCharSpace(line.spacing)
            if self.style.kerning and self.embedded and pdfmetrics.getFont(face)._dynamicFont:
                writer._code.append(self.kerned(writer, text, face, size))
            else:
                writer.textOut(text)
            if line.spacing:
                writer.setCharSpace(0)
            self.canvas.drawText(writer)

    def kerned(self, writer: object, text: str, face: str, size: float) -> str:
        """Return the operators that show a text with kerning between its characters."""
        font, document = pdfmetrics.getFont(face), self.canvas._doc
        pieces, begin = [], 0
        for at in range(1, len(text)):
            move = kern(text[at - 1], text[at], face)
            if move:
                pieces.append((text[begin:at], -move))
                begin = at
        pieces.append((text[begin:], 0))
        code: list[str] = []
        subset, shown = -1, ""
        for piece, move in pieces:
            for number, encoded in font.splitString(piece, document):
                if number != subset:
                    code += [f"[{shown}] TJ"] if shown else []
                    code.append(f"{font.getSubsetInternalName(number, document)} {size:g} Tf")
                    subset, shown = number, ""
                shown += f"({self.canvas._escape(encoded)})"
            shown += f" {move} " if move else ""
        return "\n".join([*code, f"[{shown}] TJ"])


def _by_face(words: Iterable[Word]) -> list[tuple[float, tuple[Word, ...]]]:
    groups: list[list[Word]] = []
    for word in words:
        if groups and groups[-1][-1].face == word.face:
            groups[-1].append(word)
        else:
            groups.append([word])
    return [(group[0].x, tuple(group)) for group in groups]


def scanned(text: str) -> bytes:
    """Return a PNG that looks like a page out of a scanner: grey, with text as a picture."""
    from PIL import Image, ImageDraw

    picture = Image.new("L", (620, 877), 236)
    pen = ImageDraw.Draw(picture)
    words, y, line = text.replace("\ue000", "").split(), 70, ""
    for word in [*words, ""]:
        if len(line) + len(word) > 78 or not word:
            pen.text((60, y), line.encode("ascii", "replace").decode(), fill=60)
            y, line = y + 22, ""
        line = f"{line} {word}".strip()
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
