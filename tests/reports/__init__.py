"""Invented reports of which the truth is known: made from a seed, written as PDF, DOCX, HTML and text.

report = invent(7, Wishes(sections=4))
truth = write_pdf(report, path, STYLES["columns"])   # which paragraphs a reader should find, on which pages
result = score(found, truth)                          # how well it did
"""

from reports.align import Found
from reports.docx_twin import write_docx
from reports.invent import NUMBERINGS, Wishes, invent
from reports.model import Report
from reports.pdf import write_pdf
from reports.score import BARS, Score, score
from reports.simple_twins import write_html, write_markdown, write_text
from reports.style import STYLES, WORD, Style
from reports.truth import TrueParagraph, Truth, truth_of

__all__ = [
    "BARS", "NUMBERINGS", "STYLES", "WORD", "Found", "Report", "Score", "Style", "TrueParagraph", "Truth", "Wishes",
    "invent", "score", "truth_of", "write_docx", "write_html", "write_markdown", "write_pdf", "write_text",
]  # fmt: skip
