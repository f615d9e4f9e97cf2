"""Markdown files: CommonMark with tables, strikethrough and footnotes; marks go from the text, what they mean stays.

Numbers of lists are kept as they are written, not as they would be shown: a report's paragraph 4 stays 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scr_coder.ingest.clean import clean_text, control_remark
from scr_coder.ingest.document import BULLET, HEADING, PARAGRAPH, TABLE, Block, Document, Doubt, Progress, Removed, Unreadable, no_progress
from scr_coder.ingest.encoding import Decoded, decode, read_bytes
from scr_coder.ingest.html import blocks_of_fragment, settled
from scr_coder.ingest.inline import DEEPEST, Inline, marks_in, parser, tag_name
from scr_coder.ingest.joining import Joiner
from scr_coder.ingest.text import document_of
from scr_coder.ingest.text_flow import ends_sentence
from scr_coder.ingest.text_labels import Numbering, read_label
from scr_coder.ingest.text_lines import read_lines
from scr_coder.ingest.text_tables import joined_rows
from scr_coder.text import count_of

if TYPE_CHECKING:
    from markdown_it.token import Token

LARGEST = 20_000_000
_MOST_TEXT, _MOST_MARKS, _LONGEST_LINE = 2_000_000, 20_000, 100_000  # beyond these the parser would take too long
_KEY = re.compile(r"[A-Za-z_][\w .-]{0,60}:(?:\s|$)|[ \t]+\S|-\s|#|$")
_NOTE = re.compile(r" {0,3}\[\^([^\]\s]{1,50})\]:[ \t]*")
_REFERENCE = re.compile(r"\[\^([^\]\s]{1,50})\]")
_BULLET = re.compile(r"[•▪●◦➢‣◻✓][ \t]+(?=\S)")
_CODE = re.compile(
    r"</?(?:script|style|template|head|html|body|link|meta|title|base|noscript|form|legend|menu|textarea|button|select)\b", re.I
)
_OPEN = re.compile(r"<(?=(/?[A-Za-z][\w:-]*))")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_MARKDOWN_ITSELF = "Too long or too full of marks to be read as Markdown: read as plain text"


def read_markdown(path: Path, progress: Progress = no_progress) -> Document:
    """Return the report in a Markdown file; `Unreadable` if it is empty, too large or no text."""
    decoded = decode(read_bytes(path, LARGEST))
    lines = read_lines(decoded.text.replace("\f", " "))
    if not any(line.raw for line in lines.pages[0]):
        raise Unreadable("holds no text", "check that the file was saved whole")
    sources = [line.raw for line in lines.pages[0]]
    text = "\n".join(sources)
    if len(text) > _MOST_TEXT or marks_in(text) > _MOST_MARKS or len(max(sources, key=len)) > _LONGEST_LINE:
        return _as_text(decoded, progress)
    reading = _Reading(sources)
    if not reading.read():
        return _as_text(decoded, progress)
    progress(1, 1)
    document = reading.document(decoded, lines.controls)
    if not document.blocks and not document.removed:
        raise Unreadable("holds no text", "check that the file was saved whole")
    return document


def _as_text(decoded: Decoded, progress: Progress) -> Document:
    return document_of(decoded._replace(remarks=(*decoded.remarks, _MARKDOWN_ITSELF)), progress)


class _Item:
    """An open list item: the label it gives to its first text, and how deep it is."""

    def __init__(self, label: str, ordered: bool, depth: int, line: int) -> None:
        self.label, self.ordered, self.depth, self.line, self.begun = label, ordered, depth, line, False


class _Reading:
    """One reading of the lines of a Markdown file."""

    def __init__(self, sources: list[str]) -> None:
        self.removed: list[Removed] = []
        self.remarks: list[str] = []
        self.blocks: list[Block] = []
        self.title = ""
        self.inline = Inline()
        self._sources = sources
        self._joiner = Joiner(line.strip() for line in sources)
        self._front_matter()
        self._numbering = Numbering(self._sources)
        self._notes = _take_notes(self._sources)
        self._used: set[str] = set()
        self._pending: list[str] = []
        self._items: list[_Item] = []
        self._lists: list[bool] = []
        self._rows: list[list[str]] = []
        self._in_table = False
        self._heading = 0
        self._where = (0, 0)

    def _front_matter(self) -> None:
        """Take YAML between two lines of three hyphens off the top; its title is the report's if no heading gives one."""
        first = next((at for at, line in enumerate(self._sources) if line.strip()), 0)
        if self._sources[first].rstrip() != "---":
            return
        for end in range(first + 1, min(first + 300, len(self._sources))):
            line = self._sources[end].rstrip()
            if line in ("---", "..."):
                break
            if not _KEY.match(line):
                return
        else:
            return
        inner = self._sources[first + 1 : end]
        if not any(re.match(r"[A-Za-z_]", line) for line in inner):
            return
        found = next((match for line in inner if (match := re.match(r"(?i:title):\s*[\"']?(.*?)[\"']?\s*$", line))), None)
        self.title = found.group(1) if found else ""
        text = "\n".join(line for line in inner if line.strip())
        self.removed.append(Removed("front matter", text, tuple(range(first + 1, end + 2))))
        self._sources[first : end + 1] = [""] * (end + 1 - first)

    def read(self) -> bool:
        """Make the blocks; False if the file nests deeper than the parser follows."""
        references: dict[str, Any] = {}
        tokens = parser().parse("\n".join(self._sources), references)
        if any(token.level >= DEEPEST for token in tokens):
            return False
        for token in tokens:
            if token.map:
                self._where = (token.map[0] + 1, max(token.map[1], token.map[0] + 1))
            self._take(token)
        self._addresses(references)
        for name, (text, lines) in self._notes.items():
            if name not in self._used:
                self.blocks.append(Block(PARAGRAPH, f"[{name}] {self._plain(text)}", lines=lines))
        return True

    def _take(self, token: Token) -> None:
        kind = token.type
        if kind in ("bullet_list_open", "ordered_list_open"):
            self._lists.append(kind == "ordered_list_open")
        elif kind in ("bullet_list_close", "ordered_list_close"):
            self._lists.pop()
        elif kind == "list_item_open":
            self._items.append(_Item(token.info, self._lists[-1], len(self._lists) - 1, self._where[0]))
        elif kind == "list_item_close":
            item = self._items.pop()
            if item.label and not item.begun:
                self.removed.append(Removed("empty list item", item.label, (item.line,)))
        elif kind == "heading_open":
            self._heading = int(token.tag[1])
        elif kind == "heading_close":
            self._heading = 0
        elif kind == "table_open":
            self._in_table, self._rows, self._table_at = True, [], self._where
        elif kind == "tr_open":
            self._rows.append([])
        elif kind == "table_close":
            self._in_table, self._where = False, self._table_at
            self._emit(TABLE, joined_rows(self._rows))
        elif kind == "inline":
            self._inline(token)
        elif kind in ("fence", "code_block"):
            if token.info.strip():
                self.removed.append(Removed("language of code", token.info.strip(), (self._where[0],)))
            self._emit(PARAGRAPH, "\n".join(line.rstrip() for line in token.content.split("\n") if line.strip()))
        elif kind == "html_block":
            self._html(token.content)

    def _inline(self, token: Token) -> None:
        lines = self.inline.read(token.children or [], self._where[0]).split("\n")
        if not self._in_table and not self._heading and len(lines) > 1:
            lines = self._part(lines)
        text = self._refer(self._joiner.join(lines))
        if self._in_table:
            self._rows[-1].append(text)
        elif self._heading:
            self._emit(HEADING, text, self._heading)
        elif not self._items and _is_bold(token.children or []):
            self._emit(HEADING, text, -1)
        else:
            self._emit(PARAGRAPH, text)

    def _part(self, lines: list[str]) -> list[str]:
        """Emit what stands before the last line that begins a paragraph by its number or bullet; return the lines from there on.

        To Markdown ``4.1 …`` and ``(a) …`` right under each other are one paragraph; to a report they are not.
        """
        start, where = 0, self._where
        for at in range(1, len(lines)):
            above, label = lines[at - 1], read_label(lines[at])
            after_stop = ends_sentence(above.rstrip())
            if not (label and self._numbering.goes_on(label, after_stop, after_stop)) and not _BULLET.match(lines[at]):
                continue
            self._where = (where[0] + start, where[0] + at - 1)
            self._emit(PARAGRAPH, self._refer(self._joiner.join(lines[start:at])))
            start = at
        self._where = (where[0] + start, max(where[1], where[0] + start))
        return lines[start:]

    def _plain(self, text: str) -> str:
        tokens = parser().parseInline(text)
        plain = " ".join(self.inline.read(tokens[0].children or [], self._where[0]).split()) if tokens else ""
        return _REFERENCE.sub(lambda found: f"[{found.group(1)}]" if found.group(1) in self._notes else found.group(), plain)

    def _refer(self, text: str) -> str:
        """Put ``[1]`` for ``[^1]`` where there is such a note, and the note after the block where it is first named."""

        def mark(found: re.Match[str]) -> str:
            name = found.group(1)
            if name not in self._notes:
                return found.group()
            if name not in self._used:
                self._used.add(name)
                self._pending.append(f"[{name}] {self._plain(self._notes[name][0])}")
            return f"[{name}]"

        return _REFERENCE.sub(mark, text) if "[^" in text else text

    def _html(self, source: str) -> None:
        """Read a piece of HTML; what only looks like a tag (``<the child>``) is text."""
        start = source.lstrip()
        if start.startswith(("<?", "<!")) and not start.startswith("<!--"):
            self.removed.append(Removed("declaration", " ".join(source.split()), (self._where[0],)))
            return
        if not start.startswith("<!--") and not _is_tag(start[:40]):
            self._emit(PARAGRAPH, self._refer(self._plain(source)))
            return
        source = _OPEN.sub(lambda found: "<" if _is_tag(found.group(1)) else "&lt;", source)
        blocks, removed, remarks = blocks_of_fragment(source)
        for comment in re.findall(r"<!--(.*?)(?:-->|\Z)", source, re.DOTALL):
            if text := " ".join(comment.split()):
                self.removed.append(Removed("comment", text, (self._where[0],)))
        self.removed += [each._replace(pages=(self._where[0],)) for each in removed]
        self.remarks += [remark for remark in remarks if remark not in self.remarks]
        for block in blocks:
            self.blocks.append(block._replace(lines=self._where))

    def _emit(self, kind: str, text: str, level: int = 0) -> None:
        label = ""
        if kind == PARAGRAPH and self._items and not self._items[-1].begun:
            item = self._items[-1]
            item.begun = bool(text)
            kind, label, level = (PARAGRAPH, item.label, item.depth) if item.ordered else (BULLET, "", item.depth)
        elif kind == PARAGRAPH and (found := _BULLET.match(text)):
            kind, text = BULLET, text[found.end() :]
        if kind != HEADING and self._pending:
            text = "\n".join(filter(None, [text, *self._pending]))
            self._pending = []
        if text:
            self.blocks.append(Block(kind, text, level=level, label=label, lines=self._where))

    def _addresses(self, references: dict[str, Any]) -> None:
        """Definitions of addresses are no text: keep them as they stand in the file."""
        found = [*references.get("references", {}).values(), *references.get("duplicate_refs", ())]
        for definition in sorted(found, key=lambda each: list(each["map"])):
            first, end = definition["map"]
            text = " ".join(" ".join(self._sources[first:end]).split())
            self.removed.append(Removed("link address", text, (first + 1,)))

    def document(self, decoded: Decoded, controls: int) -> Document:
        """Return what was read."""
        blocks = list(settled(self.blocks))
        if self._pending:
            blocks.append(Block(PARAGRAPH, "\n".join(self._pending)))
        cleaned = [clean_text(block.text) for block in blocks]  # entities may stand for controls
        blocks = [block._replace(text=text) for block, (text, _) in zip(blocks, cleaned, strict=True)]
        controls += sum(count for _, count in cleaned)
        heads = [block for block in blocks if block.kind == HEADING]
        title = next((block.text for block in heads if block.level == 1), "") or self.title or next((block.text for block in heads), "")
        removed = (*self.removed, *(Removed("comment", text, (line,)) for text, line in self.inline.comments))
        return Document(
            blocks=tuple(block for block in blocks if block.text),
            removed=removed,
            doubts=tuple(Doubt(0, doubt) for doubt in decoded.doubts),
            remarks=(*decoded.remarks, *control_remark(controls), *self._joiner.remarks(), *self._left_out(), *self.remarks),
            title=title,
            reader=f"markdown-it-py {_version()}",
        )

    def _left_out(self) -> Iterator[str]:
        if self.inline.images:
            shown = ", ".join(f"“{text}”" for text in self.inline.images if text)
            yield f"{count_of(len(self.inline.images), 'image')} left out" + (f": {shown}" if shown else "")
        if self.inline.links:
            yield f"{count_of(self.inline.links, 'link')} kept as text, without the address"
        if self.inline.struck:
            yield f"{count_of(self.inline.struck, 'passage')} struck through: the text was kept"


def _version() -> str:
    from importlib.metadata import version

    return version("markdown-it-py")


def _is_tag(start: str) -> bool:
    start = "<" + start.lstrip("<")
    return bool(tag_name(start)) or _CODE.match(start) is not None


def _is_bold(tokens: list[Token]) -> bool:
    """Tell whether a paragraph is one run of strong text and nothing else."""
    kinds = [token.type for token in tokens if token.type != "text" or token.content.strip()]
    return len(kinds) > 2 and kinds[0] == "strong_open" and kinds[-1] == "strong_close" and kinds.count("strong_close") == 1


def _take_notes(sources: list[str]) -> dict[str, tuple[str, tuple[int, int]]]:
    """Take the definitions of footnotes out of the lines (blank lines stay); return text and lines by name, the first of a name."""
    notes: dict[str, tuple[str, tuple[int, int]]] = {}
    fence = ""
    at = 0
    while at < len(sources):
        line = sources[at]
        if found := _FENCE.match(line):
            fence = "" if fence and line.strip().startswith(fence) else fence or found.group(1)
        found = None if fence else _NOTE.match(line)
        if not found or found.group(1) in notes:
            at += 1
            continue
        end = _end_of_note(sources, at)
        text = " ".join([line[found.end() :], *(each.strip() for each in sources[at + 1 : end])]).strip()
        notes[found.group(1)] = (text, (at + 1, end))
        sources[at:end] = [""] * (end - at)
        at = end
    return notes


def _end_of_note(sources: list[str], start: int) -> int:
    """A note goes on over lines that follow at once, and over indented ones after a blank line."""
    end = at = start + 1
    after_blank = False
    while at < len(sources):
        line = sources[at]
        if not line.strip():
            after_blank = True
        elif _NOTE.match(line) or (after_blank and not line.startswith(("  ", "\t"))):
            break
        else:
            end, after_blank = at + 1, False
        at += 1
    return end
