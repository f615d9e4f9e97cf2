"""Saved web pages: the article as blocks; navigation, banners, notices, footers and hidden text as what was left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from scr_coder.ingest.clean import clean_text, control_remark
from scr_coder.ingest.document import HEADING, PARAGRAPH, Block, Document, Doubt, Progress, Removed, Unreadable, no_progress
from scr_coder.ingest.encoding import decode, read_bytes
from scr_coder.text import count_of

if TYPE_CHECKING:
    from scr_coder.ingest.html_article import Element, Page
    from scr_coder.ingest.html_walk import Walk

LARGEST, MOST = 30_000_000, 200_000
_DEEPEST = 254  # where the parser stops reading
_LONGEST_TEXT = 9_000_000  # the same
_MOST_WORK = 400_000_000  # attributes of a tag are compared with each other

_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
_TAG = re.compile("<[A-Za-z]")
_DATA = re.compile(r"data:[a-z]{1,20}/[a-z0-9.+-]{1,60};base64,[A-Za-z0-9+/=%\s]*", re.IGNORECASE)
_QUOTED = re.compile(r"""=\s*(?:"[^"]*"|'[^']*')""")
_SELF_CLOSED = re.compile(r"<(script|style|iframe|div|span|p|textarea|title|a|td|li)((?:\s[^<>]{0,2000})?)/>", re.IGNORECASE)
_MIME = re.compile(r"\A\s*(?:from:|mime-version:|content-type:\s*multipart|subject:|snapshot-content-location:)", re.IGNORECASE)
_HEADING_END = (".", ",", ";", ":", "!")


def read_html(path: Path, progress: Progress = no_progress) -> Document:
    """Return the report in a saved web page; `Unreadable` if it is empty, a bomb, an archive, no page, or holds no text."""
    decoded = decode(read_bytes(path, LARGEST), web=True)
    source, controls = _checked(decoded.text)
    page_title, walk, doubts = _walked(source)
    blocks = settled(walk.blocks)
    title = next((block.text for block in blocks if block.kind == HEADING and block.level == 1), "") or page_title
    progress(1, 1)
    return Document(
        blocks=blocks,
        removed=tuple(walk.removed),
        doubts=(*(Doubt(0, message) for message in (*decoded.doubts, *doubts)), *_hidden(walk.removed)),
        remarks=(*decoded.remarks, *control_remark(controls + walk.controls), *_left_out(walk)),
        title=title,
        reader=f"lxml {_version()}",
    )


def blocks_of_fragment(source: str) -> tuple[tuple[Block, ...], tuple[Removed, ...], tuple[str, ...]]:
    """Return blocks, what was left out, and remarks for a piece of HTML, as it stands in Markdown; nothing counts as furniture."""
    from scr_coder.ingest.html_article import Page
    from scr_coder.ingest.html_walk import Walk

    body = _body(source)
    if body is None:
        return (), (), ()
    walk = Walk(Page(body), {}, everything=True)
    walk.walk(body)
    return settled(walk.blocks), tuple(walk.removed), tuple(_left_out(walk))


def settled(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks, where a short line all in bold (level -1) is a heading of unknown level if text follows it."""
    found = list(blocks)
    for at, block in enumerate(found):
        if block.kind == HEADING and block.level < 0:
            after = found[at + 1] if at + 1 < len(found) else None
            heads = after is not None and not (after.kind == HEADING and after.level < 0)
            short = len(block.text) <= 100 and not block.text.endswith(_HEADING_END) and any(map(str.isalpha, block.text))
            found[at] = block._replace(level=0) if heads and short else block._replace(kind=PARAGRAPH, level=0)
    return tuple(found)


def _version() -> str:
    from lxml import etree

    return ".".join(map(str, etree.LXML_VERSION[:3]))


def _checked(text: str) -> tuple[str, int]:
    """Return the source without controls and pictures inside, and the number of controls; `Unreadable` for what is no page or a bomb."""
    if _MIME.match(text[:300]) and re.search("multipart/|quoted-printable|boundary=", text[:4000], re.IGNORECASE):
        raise Unreadable("is a web archive (MHTML)", "save the page again as HTML")
    if not _TAG.search(text):
        raise Unreadable("is no web page: it has no tags", "name it .txt")
    text, controls = _CONTROLS.subn("", text)
    text = _DATA.sub("data:", text)
    places = [found.start() for found in _TAG.finditer(text)]
    if len(places) > MOST:
        raise Unreadable(f"has more than {MOST:,} elements", "save the article alone, or as text")
    work = 0
    longest = 0
    for start, end in zip(places, [*places[1:], len(text)], strict=True):
        longest = max(longest, end - start)
        if end - start > 200:
            tag = _QUOTED.sub("=", text[start:end]).partition(">")[0]
            work += sum(map(tag.count, " \t\n/=")) ** 2
    if work > _MOST_WORK or longest > _LONGEST_TEXT:
        raise Unreadable("holds a tag or a text that no page needs", "save the article alone, or as text")
    if text[:200].lstrip().startswith("<?xml"):
        # XHTML may close anything at once; a browser's rules for HTML would swallow what follows.
        text = _SELF_CLOSED.sub(r"<\1\2></\1>", text)
    return text, controls


def _body(source: str) -> Element | None:
    """Return the body of the page; `Unreadable` where the parser would stop before the end."""
    from lxml import etree

    parser = etree.HTMLParser(recover=True, no_network=True, huge_tree=False, remove_pis=True, remove_comments=True, encoding="utf-8")
    try:
        root = etree.fromstring(source.encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        root = None
    if root is None:
        return None
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth >= _DEEPEST:
            raise Unreadable(f"nests elements more than {_DEEPEST} deep", "save the article alone, or as text")
    body = root.find("body") if root.tag == "html" else root
    return body if body is not None else root


def _walked(source: str) -> tuple[str, Walk, tuple[str, ...]]:
    """Return the title in the head, the walk over the page, and doubts; if nothing is left, everything is taken, and said."""
    from scr_coder.ingest.html_article import Page
    from scr_coder.ingest.html_notes import find_notes
    from scr_coder.ingest.html_walk import Walk

    body = _body(source)
    if body is None:
        raise Unreadable("holds no text", "save the page again as HTML")
    _refuse_source(body)
    page = Page(body)
    notes = find_notes(page)
    walk = Walk(page, notes)
    walk.walk(body)
    doubts = page.doubts
    if not walk.blocks:
        walk = Walk(page, notes, everything=True)
        page.root, page.is_bare = body, True
        walk.walk(body)
        doubts = ("No article can be told from the rest of the page: all its text was taken",)
    if not walk.blocks:
        raise Unreadable("holds no text", "a page made by scripts or frames is empty when saved: print it to PDF instead")
    return _head_title(page), walk, doubts


def _refuse_source(body: Element) -> None:
    from scr_coder.ingest.html_article import text_within

    start = re.sub(r"^[\s\d]+", "", text_within(body, 2_000)).lower()
    if body.get("id") == "viewsource" or start.startswith(("<!doctype html", "<html", "<?xml")):
        raise Unreadable("is the source of a page, shown as a page", "save the page itself, not its source")


def _head_title(page: Page) -> str:
    """Return the title in the head; of it the first heading of the page alone, if it begins with that (`Title - Site`)."""
    from scr_coder.ingest.html_article import text_within

    def read(element: Element) -> str:
        return " ".join(clean_text(text_within(element))[0].split())

    top = page.body.getroottree().getroot()
    titles = [read(element) for element in top.iter("title") if not any(above.tag == "svg" for above in element.iterancestors())]
    title = next(filter(None, titles), "")
    return next((text for h1 in page.body.iter("h1") if (text := read(h1)) and title.startswith(text)), title)


def _hidden(removed: Iterable[Removed]) -> Iterator[Doubt]:
    """Doubt long hidden text: it may be a part of the report that was folded when the page was saved."""
    for each in removed:
        if each.reason == "hidden text" and len(each.text) >= 200:
            yield Doubt(0, f"Hidden text of {len(each.text):,} characters was left out (“{each.text[:40]}…”): unfold it before saving")


def _left_out(walk: Walk) -> Iterator[str]:
    top = walk.page.body.getroottree().getroot()
    for kind, noun in (("script", "script"), ("style", "style sheet"), ("template", "template")):
        if count := sum(1 for _ in top.iter(kind)):
            yield f"{count_of(count, noun)} left out"
    if walk.seen["image"]:
        shown = ", ".join(f"“{text}”" for text in walk.alternatives)
        yield f"{count_of(walk.seen['image'], 'image')} left out" + (f": {shown}" if shown else "")
    for kind, noun in (
        ("iframe", "embedded page"),
        ("object", "embedded object"),
        ("embed", "embedded object"),
        ("video", "video"),
        ("audio", "sound"),
    ):
        if walk.seen[kind]:
            yield f"{count_of(walk.seen[kind], noun)} left out"
    if walk.seen["struck"]:
        yield f"{count_of(walk.seen['struck'], 'passage')} struck through: the text was kept"
