"""The typefaces that reports are set in: measured here, so that the breaking of lines is ours and known."""

from __future__ import annotations

import functools
import importlib.util
import itertools
from pathlib import Path
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

LIBERATION = Path("/usr/share/fonts/truetype/liberation")
LIGATURES = (("ffi", "ﬃ"), ("ffl", "ﬄ"), ("ff", "ﬀ"), ("fi", "ﬁ"), ("fl", "ﬂ"))


class Family(NamedTuple):
    """The names under which reportlab knows a family. ``embedded`` ones are TrueType, with ligatures and kerning."""

    regular: str
    bold: str
    italic: str
    embedded: bool


def _dejavu() -> Path:
    """Return the folder of the DejaVu fonts that matplotlib, on which scr_coder depends, brings along."""
    found = importlib.util.find_spec("matplotlib")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"


@functools.cache
def family(name: str) -> Family:
    """Return a family: Times, Helvetica (built in), DejaVuSans, DejaVuSerif, LiberationSerif, LiberationSans (embedded).

    Where the machine has no Liberation fonts, DejaVu stands in: the report is another, and its truth is as exact.
    """
    if name == "Times":
        return Family("Times-Roman", "Times-Bold", "Times-Italic", False)
    if name == "Helvetica":
        return Family("Helvetica", "Helvetica-Bold", "Helvetica-Oblique", False)
    folder, endings = _dejavu(), ("", "-Bold", "-Italic" if name.endswith("Serif") else "-Oblique")
    if name.startswith("Liberation"):
        if LIBERATION.is_dir():
            folder, endings = LIBERATION, ("-Regular", "-Bold", "-Italic")
        else:
            name = name.replace("Liberation", "DejaVu")
            endings = ("", "-Bold", "-Italic" if name.endswith("Serif") else "-Oblique")
    names = [f"{name}{ending}" for ending in endings]
    for one in names:
        pdfmetrics.registerFont(TTFont(one, str(folder / f"{one}.ttf")))
    return Family(*names, True)


@functools.cache
def width_of(text: str, face: str) -> float:
    """Return the width of a text at size 1, without kerning."""
    return float(pdfmetrics.stringWidth(text, face, 1000)) / 1000


@functools.cache
def kerned_width(text: str, face: str) -> float:
    """Return the width of a text at size 1, with kerning."""
    return width_of(text, face) + sum(kern(a, b, face) for a, b in itertools.pairwise(text)) / 1000


@functools.cache
def _kerning(face: str) -> tuple[dict[str, str], dict[tuple[str, str], int], int]:
    from fontTools.ttLib import TTFont as Tables

    with Tables(pdfmetrics.getFont(face).face.filename, lazy=True) as tables:
        units = tables["head"].unitsPerEm
        names = {chr(code): name for code, name in tables.getBestCmap().items()}
        pairs = dict(tables["kern"].kernTables[0].kernTable) if "kern" in tables else {}
    return names, pairs, units


@functools.cache
def kern(left: str, right: str, face: str) -> int:
    """Return by how much (thousandths of the size, negative is closer) two characters are moved together."""
    names, pairs, units = _kerning(face)
    value = pairs.get((names.get(left, ""), names.get(right, "")), 0)
    return round(value * 1000 / units)


@functools.cache
def ligated(text: str, face: str) -> str:
    """Return a text with the ligatures that the face has in the place of letters."""
    glyphs = pdfmetrics.getFont(face).face.charToGlyph
    for letters, ligature in LIGATURES:
        if ord(ligature) in glyphs:
            text = text.replace(letters, ligature)
    return text
