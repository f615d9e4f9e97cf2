"""The lists of the DOCX twin: numbers that a word processor computes and that stand nowhere in the text."""

from __future__ import annotations

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEADS, POINTS, LETTERS, BULLETS = 1, 2, 3, 4
"""Abstract lists: levels 4, 4.17, 4.17.2; 1. and on; (a) and on; bullets of two depths."""


def w(name: str, /, **values: object) -> etree._Element:
    """Return an element of WordprocessingML with attributes of that namespace."""
    return etree.Element(f"{{{W}}}{name}", {f"{{{W}}}{key}": str(value) for key, value in values.items()}, nsmap={"w": W})


def inside(parent: etree._Element, *children: etree._Element) -> etree._Element:
    """Return ``parent`` with children added."""
    parent.extend(children)
    return parent


def _level(number: int, form: str, text: str, style: str = "", left: int = 720, hanging: int = 720) -> etree._Element:
    level = inside(w("lvl", ilvl=number), w("start", val=1), w("numFmt", val=form))
    if style:
        level.append(w("pStyle", val=style))
    place = inside(w("pPr"), w("ind", left=left, hanging=hanging))
    return inside(level, w("lvlText", val=text), w("lvlJc", val="left"), place)


class Numbering:
    """Fills the numbering part of a document; every list that begins anew is one ``num`` with an override."""

    def __init__(self, root: etree._Element, numbered_headings: bool, glyphs: tuple[str, str]) -> None:
        self.root = root
        for child in list(root):
            root.remove(child)
        second = "Heading2" if numbered_headings else "NumberedParagraph"
        heads = inside(w("abstractNum", abstractNumId=HEADS), w("multiLevelType", val="multilevel"))
        inside(
            heads,
            _level(0, "decimal", "%1", "Heading1"),
            _level(1, "decimal", "%1.%2", second),
            _level(2, "decimal", "%1.%2.%3", left=1440),
        )
        points = inside(w("abstractNum", abstractNumId=POINTS), w("multiLevelType", val="multilevel"), _level(0, "decimal", "%1."))
        letters = inside(w("abstractNum", abstractNumId=LETTERS), w("multiLevelType", val="multilevel"))
        inside(letters, _level(0, "lowerLetter", "(%1)", left=1440))
        bullets = inside(w("abstractNum", abstractNumId=BULLETS), w("multiLevelType", val="hybridMultilevel"))
        inside(bullets, *(_level(n, "bullet", glyph, left=1080 + 360 * n, hanging=360) for n, glyph in enumerate(glyphs)))
        inside(root, heads, points, letters, bullets)
        self.count = 0
        self.heads = self.begin(HEADS, anew=False)
        self.points = self.begin(POINTS, anew=False)
        self.bullets = self.begin(BULLETS, anew=False)

    def begin(self, abstract: int, anew: bool = True) -> int:
        """Return the id of a list, one that counts from 1 if ``anew``."""
        self.count += 1
        number = inside(w("num", numId=self.count), w("abstractNumId", val=abstract))
        if anew:
            number.append(inside(w("lvlOverride", ilvl=0), w("startOverride", val=1)))
        self.root.append(number)
        return self.count


def numbered(properties: etree._Element, number: int, level: int = 0) -> None:
    """Make a paragraph (its ``pPr``) an item of a list; 0 takes the number away that its style would give it."""
    old = properties.find(f"{{{W}}}numPr")
    if old is not None:
        properties.remove(old)
    item = inside(w("numPr"), w("ilvl", val=level), w("numId", val=number))
    before = {f"{{{W}}}{name}" for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")}
    at = sum(child.tag in before for child in properties)
    properties.insert(at, item)


def field(instruction: str, result: str) -> list[etree._Element]:
    """Return the runs of a field with the result that was last computed."""
    text = w("t")
    text.text = result
    order = w("instrText")
    order.text = f" {instruction} "
    parts = (w("fldChar", fldCharType="begin"), order, w("fldChar", fldCharType="separate"), text, w("fldChar", fldCharType="end"))
    return [inside(w("r"), part) for part in parts]
