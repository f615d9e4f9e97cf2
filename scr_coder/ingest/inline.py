"""Inline marks of Markdown taken from text and not from its meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# In plain text only what nobody writes by chance: strong marks around words, and links to an address or nothing.
_STRONG = re.compile(r"(?<![\w*])\*{2,3}(?=[^\s*])[^*\n]{1,2000}(?<=[^\s*])\*{2,3}(?![\w*])")
_LINK = re.compile(
    r"\]\((?:<?(?:https?://|mailto:|www\.|/|#|\.\.?/)[^\s()<>]{0,500}>?|[\w%./-]{1,200}\.(?:html?|aspx?|php|pdf|docx?)(?:#[\w-]*)?)?\)"
)
_TAGS = (
    "a abbr address b bdi bdo big blockquote br center cite code dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 "
    "h5 h6 header hr i iframe img input ins kbd label li main mark nav object ol p pre q rp rt ruby s samp section small span strike "
    "strong sub summary sup table tbody td tfoot th thead time tr tt u ul var video wbr"
)
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")
_MARKS = "[]*_`<&!\\~|"
DEEPEST = 58
"""Tokens as deep as this say that the parser, which goes two further, may have left something out."""


def looks_marked_up(text: str) -> bool:
    """Tell whether plain text holds unmistakable Markdown: ``**strong**`` or ``[text](address)``; brackets alone are none."""
    openings = text.count("](")
    if openings and len(_LINK.findall(text)) < openings:
        return False  # `[2012](unreported)` would lose its second half
    return openings > 0 or ("**" in text and _STRONG.search(text) is not None)


def marks_in(text: str) -> int:
    """Return how many characters of ``text`` may be marks: the parser's work grows with them."""
    return sum(map(text.count, _MARKS))


@cache
def parser() -> MarkdownIt:
    """Return the parser of CommonMark with tables and strikethrough."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"maxNesting": DEEPEST + 2}).enable(["table", "strikethrough"])


def plain_inline(text: str) -> str:
    """Return ``text`` without inline Markdown: marks of emphasis, code and links, escapes, tags; what they mark stays."""
    tokens = parser().parseInline(text)
    return " ".join(text_of(tokens[0].children or []).split()) if tokens else ""


def text_of(tokens: Sequence[Token]) -> str:
    """Return the text of inline tokens: line breaks as ``\\n``, images and tags of HTML as nothing."""
    return Inline().read(tokens, 0)


class Inline:
    """Reads inline tokens, and keeps what is no text: images (their alternatives), comments with their line, counts."""

    def __init__(self) -> None:
        self.images: list[str] = []
        self.comments: list[tuple[str, int]] = []
        self.links = self.struck = 0

    def read(self, tokens: Sequence[Token], line: int) -> str:
        """Return the text of the tokens of a block that begins in ``line``."""
        parts: list[str] = []
        for token in tokens:
            kind = token.type
            if kind in ("text", "code_inline", "text_special"):
                parts.append(token.content)
            elif kind in ("softbreak", "hardbreak"):
                parts.append("\n")
            elif kind == "image":
                self.images.append(" ".join(self.read(token.children or [], line).split()))
            elif kind == "link_open":
                self.links += token.info != "auto"
            elif kind == "s_open":
                self.struck += 1
            elif kind == "html_inline":
                parts.append(self._tag(token.content, line))
        return "".join(parts)

    def _tag(self, source: str, line: int) -> str:
        """Return "" for a tag of HTML, a line end for ``<br>``, and the source for ``<the child>``, which only looks like one."""
        if source.startswith("<!--"):
            self.comments.append((" ".join(source[4:].removesuffix("-->").split()), line))
            return ""
        name = tag_name(source)
        if not name:
            return source
        return "\n" if name in ("br", "hr") else ""


def tag_name(source: str) -> str:
    """Return the name of the element whose tag ``source`` begins with; "" where it is none that HTML has."""
    found = _TAG.match(source)
    name = found.group(1).lower() if found else ""
    return name if name in _TAGS.split() else ""
