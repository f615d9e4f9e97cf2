"""Inline marks of Markdown taken from text and not from its meaning."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# In plain text only what nobody writes by chance: strong marks around words, and links to an address or nothing.
_STRONG = re.compile(r"(?<![\w*])\*{2,3}(?=[^\s*])[^*\n]{1,2000}(?<=[^\s*])\*{2,3}(?![\w*])")
_LINK = re.compile(
    r"\]\((?:<?(?:https?://|mailto:|www\.|/|#|\.\.?/)[^\s()<>]{0,500}>?|[\w%./-]{1,200}\.(?:html?|aspx?|php|pdf|docx?)(?:#[\w-]*)?)?\)"
)
_ANY_LINK = re.compile(r"\]\(")


def looks_marked_up(text: str) -> bool:
    """Tell whether plain text holds unmistakable Markdown: ``**strong**`` or ``[text](address)``; brackets alone are none."""
    links = _LINK.findall(text) if "](" in text else []
    if "](" in text and len(links) < len(_ANY_LINK.findall(text)):
        return False  # `[2012](unreported)` would lose its brackets' second half
    return bool(links) or ("**" in text and _STRONG.search(text) is not None)


@cache
def parser() -> MarkdownIt:
    """Return the parser of CommonMark with tables and strikethrough; addresses are never followed or checked."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def plain_inline(text: str) -> str:
    """Return ``text`` without inline Markdown: marks of emphasis, code and links, escapes, tags; what they mark stays."""
    tokens = parser().parseInline(text)
    return " ".join(text_of(tokens[0].children or []).split()) if tokens else ""


def text_of(tokens: Sequence[Token]) -> str:
    """Return the text of inline tokens: line breaks as ``\\n``, images and tags as nothing."""
    parts: list[str] = []
    for token in tokens:
        if token.type in ("text", "code_inline", "text_special"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
    return "".join(parts)
