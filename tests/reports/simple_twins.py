"""Writes a report as a web page, as plain text and as Markdown."""

from __future__ import annotations

import html
import re
import textwrap
from pathlib import Path

from reports.model import Box, Figure, Heading, Paragraph, Part, Report, Scan, Table
from reports.setting import printed_label
from reports.truth import Truth, truth_of
from reports.words import clean, marks

_MENU = ("Home of the invented partnership", "What we do", "Contact us today", "Accept all cookies", "Skip to main content")
_FOOT = "Invented partnership, all rights reserved"


def write_html(report: Report, path: Path, encoding: str = "utf-8", bare: bool = False) -> Truth:
    """Write a report as a saved web page, with banner, navigation, script and footer around the article; return its truth.

    What an encoding lacks is written as a character reference. A ``bare`` page has nothing around the article: to be printed.
    """
    body = "\n".join(_element(report, part) for part in report.parts)
    notes = "\n".join(f'<li id="fn{number}">{html.escape(text)} <a href="#ref{number}">↩</a></li>' for number, text in report.notes.items())
    menu = "".join(f'<li><a href="#">{item}</a></li>' for item in _MENU)
    page = f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="{encoding}"><title>{html.escape(report.title)} | Invented</title>
<style>p {{ margin: 1em }}</style><script>var hidden = "a script that is no text of the report";</script></head>
<body><header><div class="banner">Invented banner of the site</div><nav><ul>{menu}</ul></nav></header>
<main><article><h1>{html.escape(report.title)}</h1>
{"".join(f"<p>{html.escape(line)}</p>" for line in report.subtitle)}
{body}
{f"<hr><ol>{notes}</ol>" if notes else ""}
</article></main><aside>Sign up for the invented newsletter</aside><footer><p>{_FOOT}</p></footer>
<noscript>Turn scripts on</noscript></body></html>
"""
    if bare:
        page = re.sub(r"<(header|footer|aside|noscript)>.*?</\1>", "", page, flags=re.DOTALL)
    path.write_bytes(page.encode(encoding, "xmlcharrefreplace"))
    printed = (*_MENU, _FOOT, "Invented banner of the site", "Sign up for the invented newsletter", "Turn scripts on")
    return truth_of(report, boilerplate=(*printed, "a script that is no text of the report"))


def _element(report: Report, part: Part) -> str:
    if isinstance(part, Heading):
        return f"<h{part.level + 1}>{html.escape(part.shown)}</h{part.level + 1}>"
    if isinstance(part, Box):
        return f'<div class="box"><p><strong>{part.label}:</strong> {_inline(part.text)}</p></div>'
    if isinstance(part, Table):
        rows = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in part.rows)
        return f"<table><caption>{html.escape(part.caption)}</caption>{rows}</table>"
    if isinstance(part, Figure):
        return "".join(f"<p>{html.escape(text)}</p>" for text in (*part.labels, *map(str, part.values), part.caption))
    if isinstance(part, Paragraph) and part.quote:
        return f"<blockquote><p>{_inline(part.text)}</p></blockquote>"
    if isinstance(part, Paragraph) and part.glyph:
        return f"<ul><li>{_inline(part.text)}</li></ul>"
    if isinstance(part, Paragraph):
        label = f"{printed_label(part.label)} " if part.label else ""
        before = f"<p><em>{html.escape(part.aside)}</em></p>\n" if part.aside else ""
        return f"{before}<p>{label}{_inline(part.text)}</p>"
    return f'<img alt="" src="{"scan" if isinstance(part, Scan) else "rule"}.png">'


def _inline(text: str) -> str:
    escaped = html.escape(clean(text), quote=False).replace("\u00a0", "&nbsp;")
    for number in marks(text):
        escaped = escaped.replace(f"[{number}]", f'<sup id="ref{number}"><a href="#fn{number}">{number}</a></sup>')
    return escaped


def write_text(report: Report, path: Path, width: int = 76, encoding: str = "utf-8", newline: str = "\n") -> Truth:
    """Write a report as text with hard-wrapped lines and an empty line between paragraphs; return its truth.

    A footnote stands as a paragraph of its own, ``[1] …``, after the one that calls it; in the truth it belongs to that.
    Lines are not kept in the truth.
    """
    out = [report.title, *report.subtitle]
    for part in report.parts:
        if isinstance(part, Heading):
            out.append(part.shown)
        elif isinstance(part, Box):
            out.append(_filled(f"{part.label}: {clean(part.text)}", width))
        elif isinstance(part, Table):
            out += [part.caption, "\n".join(" | ".join(row) for row in part.rows)]
        elif isinstance(part, Figure):
            out += [*part.labels, *map(str, part.values), part.caption]
        elif isinstance(part, Paragraph):
            out += [_filled(part.aside, width)] if part.aside else []
            begin = f"{printed_label(part.label) or part.glyph} ".lstrip()
            out.append(_filled(begin + clean(part.text), width, " " * len(begin)))
            out += [_filled(f"[{number}] {report.notes[number]}", width) for number in marks(part.text)]
    text = "\n\n".join(out) + "\n"
    path.write_bytes(text.replace("\n", newline).encode(encoding, "replace"))
    return truth_of(report)


def write_markdown(report: Report, path: Path) -> Truth:
    """Write a report as Markdown: headings with ``#``, bullets with ``-``, labels in bold; return its truth."""
    out = [f"# {report.title}", *report.subtitle]
    for part in report.parts:
        if isinstance(part, Heading):
            out.append(f"{'#' * (part.level + 1)} {part.shown}")
        elif isinstance(part, Box):
            out.append(f"> **{part.label}:** {clean(part.text)}")
        elif isinstance(part, Table):
            rule = "|" + "---|" * len(part.rows[0])
            rows = ["| " + " | ".join(row) + " |" for row in part.rows]
            out += [f"*{part.caption}*", "\n".join([rows[0], rule, *rows[1:]])]
        elif isinstance(part, Figure):
            out += [*part.labels, *map(str, part.values), part.caption]
        elif isinstance(part, Paragraph):
            begin = f"{'  ' * (part.depth - 1)}- " if part.glyph else f"{printed_label(part.label)} ".lstrip()
            out += [f"*{part.aside}*"] if part.aside else []
            out.append(begin + re.sub(r"\[(\d+)\]", r"[^\1]", clean(part.text)))
            out += [f"[^{number}]: {report.notes[number]}" for number in marks(part.text)]
    path.write_text("\n\n".join(out) + "\n", encoding="utf-8")
    return truth_of(report)


def _filled(text: str, width: int, indent: str = "") -> str:
    """Return a text wrapped, non-breaking spaces kept."""
    held = text.replace("\u00a0", "\ue00a")
    return textwrap.fill(held, width, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False).replace("\ue00a", "\u00a0")
