"""The XML in a DOCX: names, and parsing without entities, without network and within bounds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, cast

from scr_coder.ingest.document import Unreadable
from scr_coder.ingest.docx_package import Package, Relation, target_of

if TYPE_CHECKING:
    from lxml.etree import XMLPullParser, _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
VAL = f"{W}val"

# The names that Strict Open XML uses for the same things.
_PURL = "{http://purl.oclc.org/ooxml/"
_STRICT = {
    "wordprocessingml/main": W,
    "officeDocument/relationships": R,
    "officeDocument/math": M,
    "drawingml/main": A,
    "drawingml/picture": "{http://schemas.openxmlformats.org/drawingml/2006/picture}",
    "drawingml/chart": "{http://schemas.openxmlformats.org/drawingml/2006/chart}",
    "drawingml/diagram": "{http://schemas.openxmlformats.org/drawingml/2006/diagram}",
}
_PLACE = re.compile(r"(?:, line \d+.*| \(line \d+\))$", re.DOTALL)  # what the parser says of the place, at the end of its message
_OFF = ("0", "false", "off", "no")

# Elements and attributes of one paragraph or table, or of one part other than the document: 200 bytes each, at worst.
MAX_NODES = 1_000_000
MAX_NODES_IN_ALL = 3_000_000
_REDO = "open it in a word processor and save a copy"


def on(element: _Element) -> bool:
    """Return whether a switch such as ``<w:vanish/>`` is on."""
    return (element.get(VAL) or "1").lower() not in _OFF


def number(text: str | None, default: int = 0, limit: int = 32_767) -> int:
    """Return ``text`` as a whole number from 0 to ``limit`` (that of Word), ``default`` if it is none."""
    if text is None or len(text) > 12:
        return default
    try:
        value = int(text)
    except ValueError:
        return default
    return value if 0 <= value <= limit else default


def child(element: _Element | None, name: str) -> _Element | None:
    """Return the first child called ``name`` (in the namespace of Word), never a deeper one."""
    return None if element is None else next(element.iterchildren(W + name), None)


def value_of(element: _Element | None, name: str) -> str | None:
    """Return the ``w:val`` of the child called ``name``."""
    found = child(element, name)
    return None if found is None else found.get(VAL)


def text_in(element: _Element, *tags: str) -> str:
    """Return the text of all elements called ``tags`` in ``element``, however deep."""
    return "".join(part.text or "" for part in element.iter(*tags))


class _Parsing:
    """One part while it is parsed: its bytes are counted and looked at before the parser gets them."""

    def __init__(self, name: str, tags: tuple[str, ...]) -> None:
        from lxml import etree

        self.name = name
        self.nodes = self.nodes_in_all = 0
        self._tail = b""
        self._error = etree.XMLSyntaxError
        self.parser: XMLPullParser = etree.XMLPullParser(
            ("end",), tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
            remove_pis=True, collect_ids=False,
        )  # fmt: skip

    def feed(self, chunk: bytes) -> None:
        # Without the zero bytes, UTF-16 looks as UTF-8 does; DOCTYPE in yet other encodings is caught in `check_root`.
        seen = self._tail + (chunk.replace(b"\0", b"") if b"\0" in chunk else chunk)
        if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
            raise _forbidden(self.name)
        self._tail = seen[-9:]
        more = chunk.count(b"<") - chunk.count(b"</") + chunk.count(b"=")
        self.nodes += more
        self.nodes_in_all += more
        if self.nodes > MAX_NODES:
            raise Unreadable(f"{self.name} has more than {MAX_NODES:,} pieces of markup in one place, as no report has", _REDO)
        if self.nodes_in_all > MAX_NODES_IN_ALL:
            raise Unreadable(f"{self.name} has more than {MAX_NODES_IN_ALL:,} pieces of markup", _REDO)
        try:
            self.parser.feed(chunk)
        except self._error as error:
            raise self._malformed(error) from error

    def close(self) -> _Element:
        try:
            root: _Element = self.parser.close()
        except self._error as error:
            raise self._malformed(error) from error
        self.check_root(root)
        return root

    def check_root(self, element: _Element) -> None:
        if element.getroottree().docinfo.internalDTD is not None:
            raise _forbidden(self.name)

    def _malformed(self, error: SyntaxError) -> Unreadable:
        said = _PLACE.sub("", str(error))[:160]
        line = f" (line {error.lineno})" if error.lineno else ""
        if "depth" in said.lower():
            return Unreadable(f"{self.name} is nested deeper than any report is{line}", _REDO)
        if "too long" in said or "huge" in said.lower():
            return Unreadable(f"{self.name} has a piece of text longer than any report has{line}", _REDO)
        return Unreadable(f"{self.name} is not well-formed XML{line}: {said}", _REDO)


def _forbidden(name: str) -> Unreadable:
    return Unreadable(f"{name} declares a DOCTYPE or entities, which a DOCX may not", _REDO)


def read_part(package: Package, name: str) -> _Element:
    """Return the root of the part ``name``, in the names of Transitional Open XML."""
    parsing = _Parsing(name, ("{none}none",))
    for chunk in package.chunks(name):
        parsing.feed(chunk)
    return transitional(parsing.close())


def stream_part(package: Package, name: str, tags: Iterable[str], inside: frozenset[str]) -> Iterator[tuple[_Element, list[_Element]]]:
    """Yield the elements called ``tags`` of the part ``name`` that stand at the top, each as soon as it is whole.

    At the top are those with no ancestors but the root and elements called ``inside``. With each come the properties of
    the content controls around it. An element is thrown away when the next one is asked for, so that the length of a report
    costs no memory. Raises `Unreadable`.
    """
    names = tuple(spelling for tag in tags for spelling in _spellings(tag))
    within = frozenset(spelling for tag in inside for spelling in _spellings(tag))
    parsing = _Parsing(name, names)
    checked = False
    for chunk in package.chunks(name):
        parsing.feed(chunk)
        for _, found in parsing.parser.read_events():
            element = cast("_Element", found)
            if not checked:
                parsing.check_root(element)
                checked = True
            parent = element.getparent()
            if parent is None or not _at_top(parent, within):
                continue
            yield transitional(element), _controls(element)
            parsing.nodes = 0
            element.clear()
            _forget_before(element)
    if not parsing.close().tag.endswith("}document"):
        raise Unreadable(f"{name} is not the text of a Word document", _REDO)


def _forget_before(element: _Element) -> None:
    # What stands before the element and before its ancestors has been handed on; only properties are still needed.
    current: _Element = element
    while (parent := current.getparent()) is not None:
        if not parent.tag.endswith("}sdt"):
            while parent[0] is not current:
                del parent[0]
        current = parent


def _controls(element: _Element) -> list[_Element]:
    return [
        transitional(properties)
        for around in element.iterancestors()
        if around.tag.endswith("}sdt")
        for properties in around
        if properties.tag.endswith("}sdtPr")
    ]


def _at_top(parent: _Element, within: frozenset[str]) -> bool:
    current: _Element | None = parent
    while current is not None:
        above = current.getparent()
        if above is not None and current.tag not in within:
            return False
        current = above
    return True


def _spellings(tag: str) -> tuple[str, ...]:
    for strict, usual in _STRICT.items():
        if tag.startswith(usual):
            return tag, f"{_PURL}{strict}}}{tag[len(usual) :]}"
    return (tag,)


def transitional(root: _Element) -> _Element:
    """Return ``root`` with the names of Strict Open XML, if it has them, replaced by the usual ones."""
    if root.tag.startswith(_PURL):
        for element in root.iter():
            element.tag = _usual(element.tag)
            for key, value in element.attrib.items():
                if str(key).startswith(_PURL):
                    del element.attrib[key]
                    element.set(_usual(str(key)), value)
    return root


def _usual(name: str) -> str:
    if name.startswith(_PURL):
        space, _, local = name[len(_PURL) :].partition("}")
        return _STRICT.get(space, f"{_PURL}{space}}}") + local
    return name


def read_relations(package: Package, source: str) -> list[Relation]:
    """Return the links of the part ``source`` (``""``: of the package) to other parts of the package."""
    folder, _, leaf = source.rpartition("/")
    name = f"{folder}/_rels/{leaf}.rels".lstrip("/")
    if name not in package:
        return []
    found = []
    for link in read_part(package, name):
        if link.get("TargetMode") != "External" and link.get("Target"):
            kind = (link.get("Type") or "").rpartition("/")[2]
            found.append(Relation(link.get("Id") or "", kind, target_of(source, link.get("Target") or "")))
    return found
