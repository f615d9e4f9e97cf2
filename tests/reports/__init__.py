"""Invented reports of which the truth is known: made from a seed, written as PDF, DOCX, HTML and text.

report = invent(7, Wishes(sections=4))
truth = write_pdf(report, path, STYLES["columns"])   # which paragraphs a reader should find, on which pages
result = score(found, truth)                          # how well it did
"""

from reports.invent import NUMBERINGS, Wishes, invent
from reports.pdf import write_pdf
from reports.style import STYLES, WORD, Style
from reports.truth import TrueParagraph, Truth, truth_of

__all__ = ["NUMBERINGS", "STYLES", "WORD", "Style", "TrueParagraph", "Truth", "Wishes", "invent", "truth_of", "write_pdf"]
