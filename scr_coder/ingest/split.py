"""From blocks to findings: labels, headings and sections, boxes, what is left out and why; in the order of the report.

Findings are numbered paragraphs, named boxes (“Finding 3: …”), bullets, and plain paragraphs under a heading. What stands
before the first heading or in a summary, a glossary or a list of references is left out and says why; it can be restored.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from scr_coder.ingest.document import BULLET, HEADING, TABLE, Block, Document, Doubt
from scr_coder.ingest.ids import Ids
from scr_coder.ingest.labels import PREFIXED, BoxLabel, Label, box_label, bullet_mark, follows, is_weak_bullet, number_label
from scr_coder.review import Finding

LONG = 6_000
"""Characters from which on a paragraph is doubtful: paragraphs of reports rarely have more than 2,000."""
MOST_TEXT, MOST_HEADING = 100_000, 300
"""Characters of a finding's text and of a heading (taxonomy/schema/findings.schema.json)."""
MOST_LABEL = 40
"""Characters of a label; a word processor can put whole sentences before a number."""

_SUMMARY = re.compile(r"(?:executive\s+)?summary(?:\s+of\s+(?:the\s+)?(?:report|review|findings))?|abstract|foreword|preface|"
                      r"acknowledge?ments?|at a glance", re.IGNORECASE)  # fmt: skip
_REFERENCE = re.compile(
    r"contents|table of contents|glossary(?: of terms)?|abbreviations(?: used)?|list of (?:abbreviations|acronyms|tables|figures)|acronyms|"
    r"(?:list of )?references|bibliography|further reading|end ?notes|footnotes|useful (?:links|contacts)|contact(?: us| details)?|"
    r"copyright|legal notice|disclaimer",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"(?:table|figure|fig\.?|chart|diagram|image|exhibit|map)\s+(?:\d+|[A-Z])(?:\.\d+)?\s*[:.–—-]\s", re.IGNORECASE)
_SAYS = re.compile("[^\\W_]|[\ue000-\uf8ff\ufffd]")
"""Letters and digits, or characters that a font gives no meaning to: what is more than a stray mark."""
_RECOMMENDATION = re.compile(
    r"\brecommendations?\b|\bwhat (?:should|must|needs to) change\b|^(?:\d[\d.]*\s+)?(?:next steps|actions?(?: for .*)?)$", re.IGNORECASE
)
_IMPRINT = re.compile(
    r"(?:source|published by|publication date|version|copyright|printed|isbn|document control|author|date)\s*:|©|\(c\)\s*\d{4}",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?:(?:\d{1,2}(?:st|nd|rd|th)?\s+)?[A-Z][a-z]{2,8},?\s+)?(?:19|20)\d\d")
"""All of a line of the title page, often as large as a heading. It is over none of the chapters."""


class Entry(NamedTuple):
    """A finding that the report yields; ``reason`` says why it is left out, and is empty where it is not."""

    finding: Finding
    reason: str = ""
    recommends: bool = False


class Split(NamedTuple):
    """What a report was split into, in its order, and the places that somebody should look at."""

    entries: tuple[Entry, ...]
    doubts: tuple[Doubt, ...]

    @property
    def findings(self) -> list[Finding]:
        """The findings."""
        return [entry.finding for entry in self.entries if not entry.reason]


def split_document(document: Document) -> Split:
    """Return the findings of a report, with ids that are the same whenever the same report is split."""
    splitter = _Splitter(document)
    for at, block in enumerate(document.blocks):
        splitter.take(block, document.blocks[at + 1] if at + 1 < len(document.blocks) else None)
    return splitter.finished()


class _Heading(NamedTuple):
    """A heading: its text, its level and the depth of its number, where it stands, and its place among the entries.

    ``whole`` is its text as it stands in the report, ``text`` on one line and cut to what a locator can hold.
    """

    text: str
    key: tuple[int, int]
    block: Block
    place: int
    label: str
    whole: str


class _Splitter:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.path: list[_Heading] = []
        self.entries: list[Entry] = []
        self.doubts: list[Doubt] = []
        self.title_seen = False
        self.titled = _flat(document.title)
        self.pending: tuple[Block, BoxLabel] | None = None
        self.labels: list[str] = []
        self.ids = Ids()
        self.unlabelled: dict[int, int] = {}
        self.frame = 0
        self.headings: list[_Heading] = []
        self.used: set[int] = set()

    def take(self, block: Block, after: Block | None) -> None:
        """Take the next block; ``after`` is the one that follows it."""
        if block.kind != TABLE and len(block.text) < 300 and _CAPTION.match(block.text):
            self._drop_pending()
            self._entry(block, "paragraph", "", f"{block.label} {block.text}", reason="a caption")
            return
        if block.frame != self.frame:
            self.frame = 0
        if block.kind == HEADING and self._is_in_box(block):
            return
        if block.kind == HEADING or self._is_plain_heading(block, after):
            self._heading(block)
            return
        if block.kind == TABLE:
            self._drop_pending()
            self._entry(block, "table", "", block.text)
            return
        if self._is_note(block) or self._is_in_box(block):
            return
        label, text = self._label_of(block)
        boxed = box_label(text)
        if label and boxed is not None:  # “4.3 Recommendation 1: …”: the number is its label, and the name stays in the text
            if text[boxed.end :].strip():
                self._numbered(block, label, text, boxed.kind)
            else:
                self._heading(block)
        elif boxed is not None and block.kind != BULLET:
            if text[boxed.end :].strip():
                self._box(block, boxed, text[boxed.end :])
            else:
                self._drop_pending()
                self.pending = (block, boxed)
        elif self.pending is not None and not label:
            first, boxed = self.pending
            self.pending = None
            self._box(first, boxed, text, block)
        elif label:
            self._numbered(block, label, text)
        else:
            self._entry(block, "bullet" if block.kind == BULLET else "paragraph", "", text)

    def _is_in_box(self, block: Block) -> bool:
        """Add what stands in the frame of a named box to its text; return whether it does."""
        if not block.frame or block.frame != self.frame or self.pending is not None or box_label(block.text) is not None:
            return False
        last = self.entries[-1]
        text = block.text if block.kind != BULLET else f"• {block.text[bullet_mark(block.text) :]}"
        self.entries[-1] = last._replace(finding=last.finding._replace(text=f"{last.finding.text}\n{text.strip()}"))
        return True

    def _is_note(self, block: Block) -> bool:
        """Attach a footnote that stands as a paragraph of its own (``[1] …``) to what refers to it; return whether it was one."""
        found = re.match(r"\[(\d{1,3}|[*†‡a-z])\]\s+(?=\S)", block.text)
        if found is None or block.kind == BULLET or block.label:
            return False
        mark = f"[{found[1]}]"
        for at in range(len(self.entries) - 1, -1, -1):
            finding = self.entries[at].finding
            room = len(finding.text) + len(block.text) < MOST_TEXT
            if room and mark in finding.text.split("\n", 1)[0] and f"\n{mark} " not in finding.text:
                self.entries[at] = self.entries[at]._replace(finding=finding._replace(text=f"{finding.text}\n{block.text.strip()}"))
                return True
        return False

    def _label_of(self, block: Block) -> tuple[str, str]:
        """Return the label of a block, empty if it has none, and its text without it."""
        if len(block.label) > MOST_LABEL:
            return "", f"{block.label} {block.text}"
        if block.label:
            if box_label(block.label + ": ") is not None:  # “Finding 1:” as a number that a word processor counts
                return "", f"{block.label.rstrip('.: ')}: {block.text}"
            return block.label.rstrip(".: "), block.text
        found = number_label(block.text) if block.kind != BULLET else None
        if found is None or not self._plausible(found, block):
            is_marked = block.kind == BULLET and not is_weak_bullet(block.text)  # readers take marks off: `o` is a word here
            return "", block.text[bullet_mark(block.text) :] if is_marked else block.text
        return found.text, block.text[found.end :]

    def _plausible(self, label: Label, block: Block) -> bool:
        """Return whether a number at the start of a paragraph labels it: “2010. The law …” does not."""
        if PREFIXED.fullmatch(label.text) and block.text[len(label.text) :][:1] not in (".", ":", ")"):
            return any(follows(before, label.text) for before in self.labels[-1:] or [""]) and block.text[label.end :][:1].isupper()
        if not label.text.isdecimal() or len(label.text) < 4:
            return len(block.text) > label.end
        return any(before.isdecimal() and int(before) + 1 == int(label.text) for before in self.labels[-3:])

    # Headings ---------------------------------------------------------------------------------------------------------

    def _is_plain_heading(self, block: Block, after: Block | None) -> bool:
        """Return whether a numbered line without a font of its own is a heading: short, unended, with 4.2.1 after 4.2."""
        label, text = self._label_of(block)
        if not label or len(text) > 100 or text.rstrip().endswith((".", ";", ":", "?", "!")) or after is None:
            return False
        below, _ = self._label_of(after)
        return below == f"{label}.1" and block.kind not in (TABLE, BULLET)

    def _heading(self, block: Block) -> None:
        label, text = self._label_of(block)
        boxed = box_label(text)
        shown = f"{label} {text}" if label and not block.text.startswith(label) else block.text
        self._drop_pending()
        if not label and block.page <= 1 and _DATE.fullmatch(text):
            self._entry(block, "paragraph", "", text, reason="about the publication")
            return
        if boxed is not None and (boxed.name.split()[-1] in _BOXES or boxed.name in _BOXES):
            rest = text[boxed.end :].strip()
            if rest:
                self._box(block, boxed, rest)
            if (rest or label) and not block.frame:  # a heading that names a chapter, not a box around a few lines
                self._push(block, label, shown)
            if not rest:
                self.pending = (block, boxed)
            return
        if not self.title_seen and self.titled and _flat(shown) == self.titled:
            self.title_seen = True
            self.path = []
            return
        self._push(block, label, shown)

    def _push(self, block: Block, label: str, shown: str) -> None:
        depth = label.count(".") + 1 if label and label[:1].isalnum() else 0
        key = (block.level or 9, max(depth, 1))
        if depth and any(heading.label for heading in self.path):
            # Numbers say more about the order of headings than their looks.
            self.path = [h for h in self.path if not h.label or label.startswith(h.label + ".")]
        while (
            self.path and self.path[-1].key >= key and not (depth and label.startswith(self.path[-1].label + ".") and self.path[-1].label)
        ):
            self.path.pop()
        self.path.append(_Heading(_cut(_one_line(shown)), key, block, len(self.entries), label, shown.strip()))
        self.headings.append(self.path[-1])
        if depth:
            self.labels.append(label)

    # Entries ----------------------------------------------------------------------------------------------------------

    def _box(self, block: Block, boxed: BoxLabel, text: str, body: Block | None = None) -> None:
        self.frame = block.frame
        self._entry(block, boxed.kind, boxed.text, text, body)

    def _drop_pending(self) -> None:
        """Keep a box that has a label and no text: as a paragraph, so that it is not lost."""
        if self.pending is not None:
            block, boxed = self.pending
            self.pending = None
            self._entry(block, boxed.kind, boxed.text, block.text)

    def _numbered(self, block: Block, label: str, text: str, kind: str = "numbered") -> None:
        self._drop_pending()
        full = self._full_label(label)
        self._doubt_jump(full, block)
        self.labels.append(full)
        self._entry(block, kind, label, text, full=full)

    def _full_label(self, label: str) -> str:
        """Return a label with those above it: ``(a)`` below 4.17 is ``4.17(a)``."""
        if "(" not in label and ")" not in label:
            return label
        own = label if label.startswith("(") else f"({label}"
        before = self.labels[-1] if self.labels else ""
        while before.endswith(")"):
            stem, _, last = before[:-1].rpartition("(")
            if _next_letter(last, own.strip("()")):
                return stem + own
            if own.strip("()") in ("a", "i", "1", "A"):
                return before + own
            before = stem
        return before + own

    def _doubt_jump(self, label: str, block: Block) -> None:
        before = next((old for old in reversed(self.labels) if old.count(".") == label.count(".") and "(" not in old), "")
        if "." not in label or "(" in label or not before or before.rpartition(".")[0] != label.rpartition(".")[0]:
            return
        try:
            step = int(label.rpartition(".")[2]) - int(before.rpartition(".")[2])
        except ValueError:
            return
        if step > 1:
            self.doubts.append(Doubt(block.page, f"between paragraphs {before} and {label} the numbering jumps"))
        elif step <= 0 and not follows(before, label):
            self.doubts.append(Doubt(block.page, f"paragraph {label} comes after {before}"))

    def _entry(self, block: Block, kind: str, label: str, text: str, last: Block | None = None, full: str = "", reason: str = "") -> None:
        """Add an entry. ``label`` is the report's own (``(a)``), ``full`` with those above it, for the id (``4.17(a)``)."""
        text = text.strip()
        if not text:
            return
        if not _SAYS.search(text):
            reason = reason or "marks without words"
        if not label:
            self.unlabelled[block.page] = self.unlabelled.get(block.page, 0) + 1
            label = f"p{max(block.page, 1)}.{self.unlabelled[block.page]}"
        recommends = kind == "recommendation" or any(_RECOMMENDATION.search(heading.text) for heading in self.path)
        if recommends and kind in ("numbered", "bullet"):
            kind = "recommendation"
        if len(text) > LONG:
            self.doubts.append(Doubt(block.page, f"{label} has {len(text):,} characters; it may be several paragraphs"))
        lines = (block.lines[0], (last or block).lines[1])
        self.used.update(id(heading) for heading in self.path)
        for piece in pieces(text):
            finding = Finding(
                id=self.ids.of(full or label),
                kind=kind,
                page=_page(block),
                paragraph=label,
                lines="" if not lines[0] else str(lines[0]) if lines[0] == lines[1] else f"{lines[0]}-{lines[1]}",
                heading=self.path[-1].text if self.path else "",
                section=tuple(heading.text for heading in self.path),
                text=piece,
                line=0,
                column=0,
            )
            self.entries.append(Entry(finding, reason or self._reason(kind, text), recommends))

    def _reason(self, kind: str, text: str) -> str:
        headings = [_bare(heading.text) for heading in self.path]
        for heading in headings:
            if _REFERENCE.fullmatch(heading):
                return f"in “{heading}”"
        if kind in ("numbered", "box", "recommendation"):
            return ""
        for heading in headings:
            if _SUMMARY.fullmatch(heading):
                return f"in “{heading}”"
        if kind == "paragraph" and len(text) < 200 and _IMPRINT.match(text):
            return "about the publication"
        if not self.path and kind != "table":
            return "not under a heading"
        return ""

    def finished(self) -> Split:
        """Return everything; where no paragraph is labelled or under a heading, all that are under none are findings."""
        self._drop_pending()
        self._keep_headings()
        entries = self.entries
        if all(entry.reason for entry in entries):
            entries = [entry._replace(reason="") if entry.reason == "not under a heading" else entry for entry in entries]
            if any(not entry.reason for entry in entries):
                self.doubts.append(Doubt(0, "the report has no headings and no numbers that were recognised: every paragraph is a finding"))
        return Split(tuple(entries), tuple(self.doubts))

    def _keep_headings(self) -> None:
        """Keep the headings that no finding names, so that they are not lost: captions, parts of the title page."""
        for heading in reversed(self.headings):
            if heading.text.endswith("…") and heading.text != _one_line(heading.whole):
                reason = "a heading that is cut above its findings"
            elif id(heading) not in self.used:
                reason = "a heading with no text under it"
            else:
                continue
            block = heading.block
            self.unlabelled[block.page] = self.unlabelled.get(block.page, 0) + 1
            label = f"p{max(block.page, 1)}.h{self.unlabelled[block.page]}"
            kept = [
                Entry(Finding(self.ids.of(label), "paragraph", _page(block), label, "", "", (), piece, 0, 0), reason)
                for piece in pieces(heading.whole)
            ]
            self.entries[heading.place : heading.place] = kept


_BOXES = frozenset(["finding", "point", "recommendation", "lesson", "learned", "learning"])


def _next_letter(before: str, label: str) -> bool:
    if len(before) == 1 and len(label) == 1:
        return ord(label) == ord(before) + 1
    if before.isdecimal() and label.isdecimal():
        return int(label) == int(before) + 1
    numerals = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]
    return before in numerals and label in numerals and numerals.index(label) == numerals.index(before) + 1


def _page(block: Block) -> str:
    return str(block.page) if block.page else ""


def _flat(text: str) -> str:
    return " ".join(text.casefold().split())


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _cut(text: str) -> str:
    return text if len(text) <= MOST_HEADING else text[: MOST_HEADING - 1].rstrip() + "…"


def _bare(heading: str) -> str:
    """Return a heading without its number and closing colon."""
    label = number_label(heading)
    return heading[label.end if label else 0 :].strip().rstrip(":").strip()


def pieces(text: str) -> list[str]:
    """Return a text in pieces that a finding can hold: itself, unless it is enormous."""
    found = []
    while len(text) > MOST_TEXT:
        cut = text.rfind(" ", 0, MOST_TEXT)
        cut = cut if cut > MOST_TEXT // 2 else MOST_TEXT
        found.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*found, text]
