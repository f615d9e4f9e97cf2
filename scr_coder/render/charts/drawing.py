"""From a sheet to pictures: drawn by matplotlib, as PNG and as SVG.

The SVG is made fit to stand in a page of HTML beside others: a bare root element with title and description, text as text,
ids that begin with the name of the chart, and attributes instead of styles, which a content security policy would forbid.
"""

from __future__ import annotations

import io
import operator
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from scr_coder.render.charts.measure import drawable, font_file
from scr_coder.render.charts.palette import PAPER
from scr_coder.render.charts.sheet import WIDTH, Box, Dots, Item, Shape, Sheet, Stroke, Word

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FONTS = "'DejaVu Sans', Verdana, Arial, sans-serif"
"""DejaVu measures the text, and no other of them is wider."""
PNG_DPI = 144
_COLOURS, _APART = 64, 8
_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_POINTS = 72
"""A pixel of the sheet is a point of matplotlib."""
_SETTINGS: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "scr_coder",
    "hatch.linewidth": 0.8,
    "path.simplify": False,
    "text.antialiased": True,
}
_URL = re.compile(r"url\(#([^)]*)\)")
_LONG = re.compile(r"-?[0-9]+\.[0-9]{3,}")
_ANCHORS: dict[str, Any] = {"start": "left", "middle": "center", "end": "right"}


def pictures(sheet: Sheet, identity: str, title: str, alt: str) -> tuple[bytes, bytes]:
    """Return a sheet as SVG and as PNG. The same sheet gives the same bytes, whatever settings of matplotlib a user has.

    ``identity`` begins every id in the SVG.
    """
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_SETTINGS)
        figure, texts = _figure(sheet)
        drawn, png = io.BytesIO(), io.BytesIO()
        vector: Any = FigureCanvasSVG(figure)
        vector.print_svg(drawn, metadata={"Date": None})
        figure.dpi = PNG_DPI
        canvas: Any = FigureCanvasAgg(figure)
        canvas.draw()
        _write_png(png, canvas.buffer_rgba(), title, alt)
    return _for_pages(drawn.getvalue(), sheet, identity, title, alt, texts), png.getvalue()


def _write_png(png: io.BytesIO, pixels: Any, title: str, alt: str) -> None:
    """Write pixels as a PNG of at most 64 colours; it has a third of the bytes of one with all.

    Charts have few colours beside the edges of letters. The most frequent are kept as they are, none of them so near
    another that Pillow, which looks colours up coarsely, would take it for the other.
    """
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    said = PngInfo()
    said.add_itxt("Title", title)
    said.add_itxt("Description", alt)
    high, wide, _ = pixels.shape
    image = Image.frombuffer("RGBA", (wide, high), pixels, "raw", "RGBA", 0, 1).convert("RGB")
    colours: Any = image.getcolors(high * wide)
    kept: list[tuple[int, int, int]] = []
    for _, colour in sorted(colours, key=lambda of: (-of[0], of[1]))[:1000]:
        if len(kept) < _COLOURS and all(max(map(abs, map(operator.sub, colour, other))) >= _APART for other in kept):
            kept.append(colour)
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in kept for part in colour])
    image.quantize(palette=palette, dither=Image.Dither.NONE).save(png, "PNG", pnginfo=said)


def _figure(sheet: Sheet) -> tuple[Figure, dict[str, str]]:
    """Return a figure with the items of a sheet, and the texts that the font cannot show whole, by their marks."""
    from matplotlib.figure import Figure
    from matplotlib.transforms import Affine2D

    figure = Figure(figsize=(WIDTH / _POINTS, sheet.height / _POINTS), dpi=_POINTS, facecolor=PAPER)
    place = Affine2D().scale(1 / _POINTS, -1 / _POINTS).translate(0, sheet.height / _POINTS) + figure.dpi_scale_trans
    texts: dict[str, str] = {}
    for at, item in enumerate(sheet.items):
        artist = _artist(item)
        artist.set_transform(place)
        artist.set_zorder(at)
        mark = item.mark
        if isinstance(item, Word) and drawable(item.text, item.bold) != item.text:
            mark = mark or f"text-{at}"
            texts[mark] = item.text
        if mark:
            artist.set_gid(mark)
        figure.add_artist(artist)
    return figure, texts


def _artist(item: Item) -> Any:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Polygon, Rectangle

    match item:
        case Word():
            return _text(item)
        case Box():
            edge = item.edge or "none"
            box = Rectangle((item.x, item.y), item.width, item.height, facecolor=item.fill, linewidth=1, edgecolor=edge)
            if item.hatched:
                box.set_hatch("//")
            return box
        case Stroke():
            xs, ys = zip(*item.points, strict=True)
            return Line2D(xs, ys, color=item.colour, linewidth=item.width, solid_capstyle="butt")
        case Dots():
            xs, ys = zip(*item.points, strict=True)
            return Line2D(xs, ys, linestyle="", marker="o", markersize=item.size, markerfacecolor=item.fill, markeredgecolor=item.edge)
        case Shape():
            return Polygon(item.points, closed=True, facecolor=item.fill, edgecolor="none", linewidth=0)


@cache
def _font(bold: bool, size: float) -> Any:
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=str(font_file(bold)), size=size, weight="bold" if bold else "normal")


def _text(item: Word) -> Any:
    from matplotlib.text import Text

    return Text(
        item.x,
        item.y,
        drawable(item.text, item.bold),
        fontproperties=_font(item.bold, item.size),
        color=item.colour,
        horizontalalignment=_ANCHORS[item.anchor],
        verticalalignment="baseline",
        parse_math=False,
    )


# The SVG for pages --------------------------------------------------------------------------------------------------


def _for_pages(drawn: bytes, sheet: Sheet, identity: str, title: str, alt: str, texts: dict[str, str]) -> bytes:
    from lxml import etree

    root = etree.fromstring(drawn, etree.XMLParser(remove_comments=True, remove_blank_text=True, resolve_entities=False))
    marks = {item.mark for item in sheet.items if item.mark} | texts.keys()
    for metadata in root.findall(f"{_SVG}metadata"):
        root.remove(metadata)
    for defs in root.findall(f"{_SVG}defs"):
        for style in defs.findall(f"{_SVG}style"):
            defs.remove(style)
        if not len(defs):
            root.remove(defs)
    _unwrap(root, marks)
    for element in root.iter():
        _styled(element)
        element.text = texts.get(element.get("id") or "", element.text)
    _named(root, identity, marks)
    for name in list(root.attrib):
        del root.attrib[name]
    for name, value in {
        "viewBox": f"0 0 {WIDTH} {sheet.height:g}",
        "width": f"{WIDTH}",
        "height": f"{sheet.height:g}",
        "role": "img",
        "aria-labelledby": f"{identity}-title {identity}-desc",
        "font-family": FONTS,
        "stroke-linejoin": "round",
    }.items():
        root.set(name, value)
    for at, (name, text) in enumerate((("title", title), ("desc", alt))):
        told = etree.Element(f"{_SVG}{name}", id=f"{identity}-{name}")
        told.text = text
        root.insert(at, told)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=False) + b"\n"


def _unwrap(root: Any, marks: set[str]) -> None:
    """Take away the groups that matplotlib puts around each item; a mark goes to the item, or stays on a group of several."""
    for group in list(root.iter(f"{_SVG}g")):
        parent = group.getparent()
        name = group.get("id")
        children = [child for child in group if child.tag != f"{_SVG}defs"]
        if name in marks and len(children) > 1:
            continue
        if name in marks and children:
            children[0].set("id", name)
        at = parent.index(group)
        parent[at : at + 1] = list(group)


def _styled(element: Any) -> None:
    """Turn the style of an element into attributes, and shorten what is long for nothing."""
    for name in ("d", "x", "y"):
        if element.get(name):
            element.set(name, _LONG.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), element.get(name)))
    for part in (element.attrib.pop("style", "") or "").split("; "):
        name, _, value = part.partition(": ")
        if name and name != "font-family":
            element.set(name, value.removesuffix("px") if name == "font-size" else value)
    if element.get("transform", "").startswith("rotate(-0 "):
        del element.attrib["transform"]
    if element.get("d"):
        element.set("d", re.sub(r"\s*([A-Za-z])\s*", r"\1", element.get("d")).strip())
    if element.get("{http://www.w3.org/XML/1998/namespace}space"):
        del element.attrib["{http://www.w3.org/XML/1998/namespace}space"]


def _named(root: Any, identity: str, marks: set[str]) -> None:
    """Give ids only to what is marked or referred to, each with the name of the chart before it."""
    used: dict[str, str] = {}

    def new(old: str) -> str:
        return used.setdefault(old, f"{identity}-{len(used) + 1}")

    for element in root.iter():
        if element.get(_HREF):
            element.set("href", "#" + new(element.attrib.pop(_HREF).removeprefix("#")))
        for name, value in element.attrib.items():
            if "url(#" in value:
                element.set(name, _URL.sub(lambda found: f"url(#{new(found[1])})", value))
    for element in root.iter():
        name = element.get("id")
        if name in used:
            element.set("id", used[name])
        elif name in marks:
            element.set("id", f"{identity}-{name}")
        elif name is not None:
            del element.attrib["id"]
