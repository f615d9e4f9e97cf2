"""Draws small PDFs, line by line, so that a test can say in a few words what stands where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from reportlab.pdfgen.canvas import Canvas

Draw = Callable[[Canvas], None]
WIDTH, HEIGHT = 595.0, 842.0


def pdf(path: Path, *pages: Draw, **options: Any) -> Path:
    """Write a PDF with one page for each function."""
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=1, **options)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return path


def lines(texts: Sequence[str], x: float = 72, y: float = 740, size: float = 11, pitch: float = 14, font: str = "Times-Roman") -> Draw:
    """Draw lines below each other; an empty text leaves a line's room."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(font, size)
        for at, text in enumerate(texts):
            if text:
                canvas.drawString(x, y - at * pitch, text)

    return draw


def together(*draws: Draw) -> Draw:
    """Draw several things on one page, in this order."""

    def draw(canvas: Canvas) -> None:
        for one in draws:
            one(canvas)

    return draw
