"""Tables as LaTeX, to be put into a document by ``\\input``: longtable with the rules of booktabs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scr_coder.render.layout import Layout, context_lines, lay_out, notes_of, source_line
from scr_coder.tables.meanings import table_id
from scr_coder.tables.table import Table
from scr_coder.text import printable

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "`": r"\textasciigrave{}",
    '"': r"{\char34}",
    "\u00a0": "~",
    "\u00ad": r"\-{}",
    "\ufffd": "[?]",  # pdflatex does not know it
}
# Besides the specials: the second of two hyphens, apostrophes or commas, which LaTeX would draw as one other character.
_ESCAPED = re.compile("[" + re.escape("".join(_SPECIAL)) + r"]|(?<=-)-|(?<=')'|(?<=,),")
_EM_OF_A_CHARACTER = 0.55
_BETWEEN = 1.0
"""What longtable puts between two columns, in em, rounded up."""


def latex_escape(text: str) -> str:
    """Return text that LaTeX prints as it is, on one line: commands, specials and ligatures undone, controls replaced."""
    flat = re.sub(r"[^\S\u00a0]+", " ", printable(text)).strip(" ")
    return _ESCAPED.sub(lambda found: _SPECIAL.get(found.group(), "{}" + found.group()), flat)


def latex_text(table: Table) -> str:
    """Return a table for LaTeX, with title, base, coverage, notes and source; its label is ``tab:`` and the table's id."""
    layout = lay_out(table)
    caption = f"{latex_escape(table.title)}. {latex_escape(' '.join(context_lines(table)))}"
    columns = len(layout.heads)
    heads = _line([rf"\textbf{{{latex_escape(head)}}}" if head else "" for head in layout.heads])
    lines = [
        r"% In the preamble: \usepackage{array,booktabs,longtable}. Text is UTF-8.",
        rf"\begin{{longtable}}{{{''.join(_specification(layout))}}}",
        rf"\caption[{{{latex_escape(table.title)}}}]{{{caption}}}\label{{tab:{table_id(table)}}}\\",
        rf"\toprule {heads} \midrule \endfirsthead",
        rf"\multicolumn{{{columns}}}{{l}}{{\tablename\ \thetable{{}}, continued}}\\",
        rf"\toprule {heads} \midrule \endhead",
        rf"\midrule \multicolumn{{{columns}}}{{r}}{{continued on the next page}}\\ \endfoot",
        r"\bottomrule \endlastfoot",
        *(_line([latex_escape(cell) for cell in row]) for row in layout.rows),
        *([] if layout.rows else [rf"\multicolumn{{{columns}}}{{l}}{{nothing to count}}\\"]),
        r"\end{longtable}",
        r"\begingroup\footnotesize\raggedright",
        *(rf"\noindent {latex_escape(note)}\par" for note in [*notes_of(table), source_line(table)]),
        r"\endgroup",
    ]
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str]) -> str:
    first = "{}" if cells[0].startswith(("[", "*")) else ""  # which LaTeX would take for a part of the end of the row before
    return first + " & ".join(cells) + r" \\"


def _specification(layout: Layout) -> list[str]:
    """Return the columns: text that may wrap shares what the others leave of the line; numbers stand at the right."""
    widths = [_width(layout, at) for at in range(len(layout.heads))]
    wide = [at for at, column in enumerate(layout.wide) if column]
    taken = sum(width for at, width in enumerate(widths) if at not in wide) + _BETWEEN * (len(widths) + 1)
    columns = []
    for at, width in enumerate(widths):
        side = r"\raggedleft" if layout.numbers[at] else r"\raggedright"
        share = rf"\dimexpr(\linewidth-{taken:.1f}em)/{len(wide)}\relax" if at in wide else f"{width:.1f}em"
        columns.append(rf">{{{side}\arraybackslash}}p{{{share}}}")
    return columns


def _width(layout: Layout, at: int) -> float:
    """Return the width of a column in em: of its longest cell, and of the longest word of its head, which wraps."""
    longest = max([*(len(row[at]) for row in layout.rows), *map(len, layout.heads[at].split(" "))], default=1)
    return max(longest, 3) * _EM_OF_A_CHARACTER
