"""What the properties of paragraphs, cells, rows and content controls of a DOCX say."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from scr_coder.ingest.docx_xml import VAL, W, child, number, on, value_of

if TYPE_CHECKING:
    from lxml.etree import _Element

DELETED = (f"{W}del", f"{W}moveFrom")


class ParagraphProperties(NamedTuple):
    """What a paragraph says of itself. None: nothing, its style decides.

    ``joins``: the next paragraph continues it, for its mark is deleted or it is a drop cap. ``hidden_mark``: its mark is
    hidden, so that it does not count where nothing else of it is seen.
    """

    style: str = ""
    num_id: str | None = None
    ilvl: int | None = None
    outline: int | None = None
    breaks: bool | None = None
    section: _Element | None = None
    joins: bool = False
    hidden_mark: bool = False


_PLAIN = ParagraphProperties()


def paragraph_properties(paragraph: _Element, tally: Counter[str]) -> ParagraphProperties:
    """Return the properties of ``paragraph``; tracked changes among them are counted in ``tally``."""
    element = child(paragraph, "pPr")
    if element is None:
        return _PLAIN
    said: dict[str, object] = {}
    for part in element:
        tag = part.tag
        if tag == f"{W}pStyle":
            said["style"] = part.get(VAL) or ""
        elif tag == f"{W}numPr":
            said["num_id"], said["ilvl"] = value_of(part, "numId"), _level(child(part, "ilvl"))
        elif tag == f"{W}rPr":
            joins, said["hidden_mark"] = _mark(part, tally)
            said["joins"] = joins or bool(said.get("joins"))
        elif tag == f"{W}outlineLvl":
            said["outline"] = _level(part)
        elif tag == f"{W}pageBreakBefore":
            said["breaks"] = on(part)
        elif tag == f"{W}framePr":
            # The large first letter of a paragraph is a paragraph of its own before it.
            said["joins"] = bool(said.get("joins")) or part.get(f"{W}dropCap") in ("drop", "margin")
        elif tag == f"{W}sectPr":
            said["section"] = part
        elif tag == f"{W}pPrChange":
            tally["formats"] += 1
    return ParagraphProperties(**said)  # type: ignore[arg-type]  # the names and values above fit


def _level(element: _Element | None) -> int | None:
    return None if element is None else number(element.get(VAL), 0, 9)


def _mark(properties: _Element, tally: Counter[str]) -> tuple[bool, bool]:
    joins = hidden = False
    for part in properties:
        tag = part.tag
        if tag in DELETED:
            joins = True
            tally["deletions" if tag == f"{W}del" else "moved"] += 1
        elif tag == f"{W}ins":
            tally["insertions"] += 1
        elif tag == f"{W}vanish":
            hidden = on(part)
    return joins, hidden


def is_contents(control: _Element | None) -> bool:
    """Return whether a content control, of which these are the properties, holds a table of contents."""
    gallery = value_of(child(control, "docPartObj"), "docPartGallery")
    return gallery is not None and gallery.lower() == "table of contents"


def is_prompt(control: _Element | None) -> bool:
    """Return whether a content control, of which these are the properties, holds the prompt of an empty form field."""
    shown = child(control, "showingPlcHdr")
    return shown is not None and on(shown)


def shows(cell: _Element) -> str:
    """Return which text a table cell shows: that of the cell ``above``, ``beside``, or its ``own``."""
    properties = child(cell, "tcPr")
    above, beside, tracked = child(properties, "vMerge"), child(properties, "hMerge"), child(properties, "cellMerge")
    if beside is not None and (beside.get(VAL) or "continue") == "continue":
        return "beside"
    if above is not None and (above.get(VAL) or "continue") == "continue":
        return "above"
    if tracked is not None and tracked.get(f"{W}vMerge") == "cont":
        return "above"
    return "own"


def is_deleted(part: _Element, tally: Counter[str]) -> bool:
    """Return whether tracked changes delete ``part``, a row or a cell; changes are counted in ``tally``."""
    properties = child(part, "trPr" if part.tag == f"{W}tr" else "tcPr")
    for inserted in ("ins", "cellIns"):
        if child(properties, inserted) is not None:
            tally["insertions"] += 1
    if child(properties, "del") is None and child(properties, "cellDel") is None:
        return False
    tally["deletions"] += 1
    return True
