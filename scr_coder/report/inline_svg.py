"""An SVG picture made ready to stand inside a page: no style that a policy forbids, no id twice, nothing from elsewhere."""

from __future__ import annotations

import re
from typing import Any

_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_OF_STYLE = frozenset(
    """
    fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-dasharray
    stroke-dashoffset stroke-miterlimit opacity visibility clip-path clip-rule font-family font-size font-weight font-style
    text-anchor dominant-baseline
    """.split()  # noqa: SIM905  twenty quoted words say less
)
"""What a style says that an attribute can say as well."""
_ROOT = {"stroke-linejoin": "round", "stroke-linecap": "butt"}
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_DROPPED = ("metadata", "style", "script", "title", "desc", "foreignObject", "image", "a")


def inline_svg(picture: bytes, identity: str, title: str, alt: str) -> str:
    """Return a picture as an ``<svg>`` element of HTML with its text alternative.

    ``identity`` begins every id in it. Declarations of style become attributes, since the policy of the page allows none;
    what is no drawing (metadata, scripts, links, pictures from elsewhere) is left out.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(picture, parser)
    for element in list(root.iter(*(f"{_SVG}{name}" for name in _DROPPED))):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    for element in root.iter():
        _clean(element, identity)
    for name, value in _ROOT.items():
        root.set(name, value)
    for name in ("width", "height", "version"):
        if name in root.attrib:
            del root.attrib[name]
    root.set("role", "img")
    root.set("aria-labelledby", f"{identity}-svg-title")
    root.set("focusable", "false")
    for at, (name, text) in enumerate((("title", title), ("desc", alt))):
        said = etree.Element(f"{_SVG}{name}", {"id": f"{identity}-svg-{name}"})
        said.text = text
        root.insert(at, said)
    for element in root.iter():
        element.tag = element.tag.removeprefix(_SVG)
        if element.tag not in ("text", "tspan", "title", "desc"):  # where space means nothing
            element.text = None
            for child in element:
                child.tail = None
    etree.cleanup_namespaces(root)
    text = etree.tostring(root, encoding="unicode", method="xml")
    return re.sub(r' xmlns(:\w+)?="[^"]*"', "", text)


def _clean(element: Any, identity: str) -> None:
    """Turn style into attributes and make ids and references to them the picture's own."""
    style = element.get("style") or ""
    if style:
        del element.attrib["style"]
    for declaration in style.split(";"):
        name, _, value = declaration.partition(":")
        if name.strip() in _OF_STYLE:
            element.set(name.strip(), value.strip())
        elif name.strip() == "font":
            _font(element, value.strip())
    link = element.get(_LINK)
    if link is not None:
        del element.attrib[_LINK]
        element.set("href", link)
    for name, value in list(element.attrib.items()):
        if name == "id":
            element.set(name, f"{identity}-{value}")
        elif name == "href":
            if value.startswith("#"):
                element.set(name, f"#{identity}-{value[1:]}")
            else:
                del element.attrib[name]
        elif name.startswith(("on", "{")) or name == "class":
            del element.attrib[name]
        elif "url(" in value:
            element.set(name, _REFERENCE.sub(rf"url(#{identity}-\1)", value))


def _font(element: Any, value: str) -> None:
    """Take a font in one declaration apart: weight, size and families."""
    match = re.match(r"(?:(\w+) )?([\d.]+)px (.+)", value)
    if match:
        if match[1]:
            element.set("font-weight", match[1])
        element.set("font-size", f"{match[2]}px")
        element.set("font-family", match[3].replace("'", ""))
