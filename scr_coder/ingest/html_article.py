"""Which part of a web page is its article, and why each other part is not: by element, role, class and links.

``<main>`` (or ``role=main``), else the one ``<article>``, is the article. In a page without them everything counts that
nothing speaks against. Class and id are taken as whole words of a small list, since pages also name sections after headings
(``id="information-sharing"``), and never against a part that holds most of the page's text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

Element = etree._Element

CODE = frozenset(("script", "style", "template"))
MEDIA = frozenset(("img", "picture", "svg", "canvas", "video", "audio", "map"))
EMBEDDED = frozenset(("iframe", "object", "embed", "applet"))
CONTROLS = frozenset(("input", "select", "textarea", "button", "datalist", "option", "optgroup", "progress", "meter", "output"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BY_TAG = {"nav": "navigation", "menu": "navigation", "noscript": "no-script text", "dialog": "notice", "noframes": "no-script text"}
_BY_ROLE = {
    "navigation": "navigation", "banner": "banner", "contentinfo": "footer", "search": "form", "dialog": "notice",
    "alertdialog": "notice", "menu": "navigation", "menubar": "navigation",
}  # fmt: skip

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_UNSEEN = frozenset(("sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "govuk-visually-hidden", "hidden-print-only"))
_AFFIX = r"(?:[a-z]{1,12}[-_]{1,2}){0,3}"
_BY_NAME = tuple(
    (reason, re.compile(pattern))
    for reason, pattern in (
        ("cookie notice", r".*cookie.*|.*gdpr.*|onetrust.*|cybot.*|ccc|.*consent[-_]?(?:banner|notice|popup|manager|bar).*"),
        (
            "navigation",
            _AFFIX + r"(?:nav|navbar|navigation|menu|sub-?menu|breadcrumbs?|breadcrumb-trail|pagination|pager|sitemap|skip-?link|skip|"
            r"top-?nav|main-?nav|left-?nav|side-?nav|quick-?links?|quick-?launch|leftnavigation|topnavigation|toc|back-to-top)"
            r"(?:[-_]{1,2}(?:container|wrapper|inner|bar|area|list|links|menu|block|box|main|primary|secondary))?",
        ),
        (
            "footer",
            r"(?:site|page|global|main|entry|post|article|bottom|s4|ms|region|layout|gov|govuk|lgd|app|l|c)?[-_]{0,2}footer(?:[-_].{1,30})?|colophon|copyright|site-info",
        ),
        (
            "sharing",
            r"(?:social|addtoany.*|addthis.*|sharedaddy|a2a_kit|jp-relatedposts|share)"
            r"(?:[-_]?(?:buttons?|links?|bar|icons?|this|post|media|tools?|container|wrapper|share|sharing|follow))?",
        ),
        ("comments", r"comments?-area|comment-respond|comment-list|comments-wrapper|disqus_thread|respond"),
        (
            "related",
            r"(?:.{1,20}[-_])?(?:sidebar|side-bar|rightbar|right-column-links|widget-area)(?:[-_].{1,20})?|"
            r"related(?:[-_]?(?:posts?|links?|content|items?|articles?|pages?|news|documents?|navigation|resources))?|promo(?:s|tion)?|"
            r"newsletter(?:[-_].{1,20})?|subscribe(?:[-_].{1,20})?|adverts?|advertisement|ads|ad-(?:slot|container|banner)|popup|modal",
        ),
        (
            "page details",
            r"entry-meta|post-meta|byline|posted-on|post-date|tags-links|cat-links|print-(?:link|page|button)|"
            r"gem-c-(?:metadata|feedback|print-link|published-dates|single-page-notification-button)|feedback-(?:form|prompt|banner)",
        ),
        (
            "banner",
            r"(?:site|page|global|main|top|s4)?[-_]?(?:header|banner|masthead|titlerow|topbar|branding)|ms-dlg.*|suitebar.*|(?:s4-)?ribbon.*",
        ),
    )
)
_COPYRIGHT = re.compile(r"©|\(c\) ?(?:19|20)\d\d|copyright|all rights reserved", re.IGNORECASE)
_TRAIL = re.compile(r"(?:you are here\b|home\s*(?:[»›>/|]|::))", re.IGNORECASE)


class Size(NamedTuple):
    """How much visible text stands in an element: characters in all, in links, and the number of links."""

    text: int
    linked: int
    links: int


class Page:
    """A parsed page: its elements in order, the size of each, and its article (``root``), which may be the whole body."""

    def __init__(self, body: Element) -> None:
        self.body = body
        self.elements = list(body.iter(etree.Element))  # holding them keeps one Python object for each
        self.order = {element: at for at, element in enumerate(self.elements)}
        self.hidden = {element for element in self.elements if is_hidden(element)}
        self.sizes = self._measure()
        self.root, self.doubts = self._find_root()
        self.above = set(self.root.iterancestors())
        self.is_bare = self.root is body
        self.total = max(self._plain(self.root), 1)

    def _measure(self) -> dict[Element, Size]:
        own = {element: [0, 0, 0] for element in self.elements}
        for element in reversed(self.elements):
            size, tag = own[element], str(element.tag)
            if tag in CODE or element in self.hidden:
                own[element] = size = [0, 0, 0]
            else:
                size[0] += len((element.text or "").strip()) + sum(len((child.tail or "").strip()) for child in element)
                if tag == "a" and element.get("href") is not None:
                    size[1], size[2] = size[0], 1
            parent = element.getparent()
            if parent in own:
                for at in range(3):
                    own[parent][at] += size[at]
        return {element: Size(*size) for element, size in own.items()}

    def _plain(self, element: Element) -> int:
        size = self.sizes[element]
        return size.text - size.linked

    def _find_root(self) -> tuple[Element, tuple[str, ...]]:
        """Return the article, and a doubt where most of the text stands outside what the page calls its article."""
        mains = [element for element in self.elements if element.tag == "main" or element.get("role") == "main"]
        articles = [element for element in self.elements if element.tag == "article"]
        for found in (mains, articles):
            if not found:
                continue
            root = max(found, key=self._plain)
            inner = self._plain(root)
            if found is articles and inner < 0.6 * sum(self._plain(each) for each in articles):
                continue
            if inner < 0.25 * self._plain_outside_furniture():
                name = "main part" if found is mains else "article"
                return self.body, (f"Most of the text stands outside what the page calls its {name}: the whole page was read",)
            return root, ()
        return self.body, ()

    def _plain_outside_furniture(self) -> int:
        furniture = ("nav", "footer", "header", "aside", "noscript")
        outer = [e for e in self.elements if e.tag in furniture and not any(a.tag in furniture for a in e.iterancestors())]
        return self._plain(self.body) - sum(self._plain(element) for element in outer)

    def reason_against(self, element: Element, outside: bool = False) -> str:
        """Return why ``element`` (and all in it) is no part of the article, empty if nothing speaks against it.

        ``outside``: it stands outside the article, and this is only to say what it is.
        """
        bare = self.is_bare or outside
        tag, role = str(element.tag), (element.get("role") or "").strip().lower()
        if element in self.hidden:
            return "hidden text"
        if tag in CONTROLS:
            return "" if tag == "button" and in_heading(element) else "form"
        if tag in _HEADINGS or element is self.root or tag in ("body", "html"):
            return ""
        if reason := _BY_TAG.get(tag) or _BY_ROLE.get(role):
            return reason if role != "banner" or not self._is_most(element) else ""
        if _is_notes(element):
            return ""
        if tag == "footer":
            return "" if any(above.tag == "blockquote" for above in element.iterancestors()) else "footer"
        if tag == "header" and bare and not any(above.tag == "article" for above in element.iterancestors()):
            return "" if self._is_most(element) else "banner"
        if tag in ("form", "fieldset", "label", "legend"):
            return "" if self._is_most(element) or (tag != "form" and not _in_form(element, self)) else "form"
        return self._reason_by_name(element, tag, role, bare) or self._reason_by_links(element, tag)

    def _is_most(self, element: Element) -> bool:
        return self._plain(element) > 0.4 * self.total

    def _reason_by_name(self, element: Element, tag: str, role: str, bare: bool) -> str:
        names = (element.get("class") or "").lower().split()[:12]
        if element.get("id"):
            names.append((element.get("id") or "").lower())
        for name in names:
            reason = _reason_in(name)
            if reason == "banner" and (not bare or any(True for _ in element.iter("h1"))):
                continue
            if reason:
                return "" if self._is_most(element) else reason
        if tag == "aside" or role == "complementary":
            size = self.sizes[element]
            loose = bare or size.linked > 0.5 * size.text
            return "related" if loose and not self._is_most(element) else ""
        return ""

    def _reason_by_links(self, element: Element, tag: str) -> str:
        size = self.sizes[element]
        if tag in ("ul", "ol") and size.links >= 3 and _is_contents(element, size):
            return "contents"
        if not self.is_bare or tag not in ("ul", "ol", "div", "td", "tr", "table", "p", "center", "dl", "section", "font"):
            return ""
        if size.links >= 3 and size.linked >= 0.7 * size.text and size.linked / size.links <= 30:
            return "navigation"
        if size.text <= 300 and (size.links or _COPYRIGHT.search(_start(element))):
            text = _start(element)
            if _COPYRIGHT.search(text) and self.order[element] > 0.6 * len(self.elements):
                return "footer"
            if size.links and _TRAIL.match(text.strip()):
                return "navigation"
        return ""


@lru_cache(4096)
def _reason_in(name: str) -> str:
    """Return what a class or id says against its element, empty for most."""
    if len(name) > 60:
        return ""
    return next((reason for reason, pattern in _BY_NAME if pattern.fullmatch(name)), "")


def is_hidden(element: Element) -> bool:
    """Tell whether a browser shows nothing of the element, or only to screen readers what has no place in the text."""
    get = element.get
    if get("hidden") is not None or get("aria-hidden") == "true":
        return True
    style = get("style")
    if style and _HIDDEN.search(style[:2000]):
        return True
    names = get("class")
    return bool(names) and not _UNSEEN.isdisjoint((names or "").lower().split()[:12])


def in_heading(element: Element) -> bool:
    """Tell whether the element stands in a heading or a summary: there a button's text is the text of an accordion."""
    return any(above.tag in _HEADINGS or above.tag == "summary" for above in element.iterancestors())


def _in_form(element: Element, page: Page) -> bool:
    return any(above.tag == "form" and not page._is_most(above) for above in element.iterancestors())


def _is_notes(element: Element) -> bool:
    role = element.get("role") or ""
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return role.startswith(("doc-endnote", "doc-footnote")) or "footnote" in names or "endnote" in names


def _is_contents(element: Element, size: Size) -> bool:
    """Tell whether a list is nothing but links to places in the page itself."""
    if size.linked < 0.9 * size.text or size.linked / size.links < 4:
        return False
    return all((link.get("href") or "").startswith("#") for link in element.iter("a") if link.get("href"))


def text_within(element: Element, limit: int = 1 << 30) -> str:
    """Return the text in an element, scripts and styles apart, as it stands in the source; little more than ``limit`` characters."""
    parts: list[str] = []
    length = 0
    for inner in element.iter():
        if isinstance(inner.tag, str) and inner.tag not in CODE:
            parts.append(inner.text or "")
        if inner is not element:
            parts.append(inner.tail or "")
        length += sum(map(len, parts[-2:]))
        if length > limit:
            break
    return "".join(parts)


def _start(element: Element) -> str:
    return text_within(element, 600)[:600]
