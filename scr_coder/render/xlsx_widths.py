"""How wide text is in a workbook, in widths of a digit, by which columns are measured; and how many lines it takes."""

from __future__ import annotations

import math
import unicodedata

_DIGIT = 556
_WIDTHS = {
    191: "'",
    222: "ijl",
    278: " !,./:;I[\\]ft|",
    333: "()-`r{}",
    389: '"*',
    500: "Jcksvxyz",
    584: "+<=>^~",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1015: "@",
}
"""The widths of letters in Arial, in thousandths of its size; any other is as wide as a digit, or twice that in East Asian scripts."""
_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_BOLD = 1.1
"""How much wider bold letters are, at most."""


def width_of(text: str, bold: bool = False) -> int:
    """Return how many digits' widths a line of text takes, rounded up."""
    units = sum(_OF.get(letter, _DIGIT * (1 + (unicodedata.east_asian_width(letter) in "WF"))) for letter in text)
    return math.ceil(units * (_BOLD if bold else 1) / _DIGIT)


def lines_of(text: str, width: int, bold: bool = False) -> int:
    """Return how many lines text takes in a column of a width; a word that is wider is broken."""
    lines, line = 1, ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width_of(longer, bold) <= width:
            line = longer
            continue
        lines += bool(line)
        rest = width_of(word, bold)
        lines += max(0, -(-rest // width) - 1)
        line = word if rest <= width else word[-(len(word) * (rest % width or width) // rest) :]
    return lines
