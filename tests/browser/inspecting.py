"""Looks at a page as a reader would: what is too faint, too small, cut off, out of order, or cannot be reached by keyboard.

Each function returns what is wrong, in words, and an empty list where nothing is.
"""

from __future__ import annotations

import io
from typing import Any, NamedTuple

from browser.driving import axe_source

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BY_OTHER_MEANS = {"color-contrast"}  # what axe leaves open here, `faint` works out
FOCUSABLE = (
    "a[href], area[href], button:not([disabled]), input:not([disabled]):not([type=hidden]), select:not([disabled]), "
    "textarea:not([disabled]), summary, [tabindex]:not([tabindex^='-'])"
)
PAPERS = {"A4": (595.3, 841.9), "A4 across": (841.9, 595.3), "A3 across": (1190.6, 841.9)}  # points


def axe(page: Any, contrast: bool = True) -> list[str]:
    """Return what axe-core finds, and what it could not decide and `faint` does not decide either.

    Its own look at contrast takes most of its time on a large page.
    """
    page.evaluate(axe_source())
    rules = {"color-contrast": {"enabled": contrast}}
    options = {"runOnly": {"type": "tag", "values": RULES}, "rules": rules, "resultTypes": ["violations", "incomplete"]}
    found = page.evaluate("options => axe.run(document, options)", options)
    assert found["passes"], "axe has looked at something"
    open_questions = [rule for rule in found["incomplete"] if rule["id"] not in BY_OTHER_MEANS]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found["violations"] + open_questions for node in rule["nodes"]]


# Colours are read through a canvas, which understands every way of writing one. What is behind a text is the backgrounds
# of its ancestors, painted over each other; of a gradient each of its colours, and the worst counts. For text in a
# picture it is the topmost shape under its middle.
_FAINT = """() => {
  const pen = Object.assign(document.createElement('canvas'), {width: 1, height: 1}).getContext('2d', {willReadFrequently: true});
  const known = new Map();
  const colour = said => {
    if (!known.has(said)) {
      pen.clearRect(0, 0, 1, 1); pen.fillStyle = said; pen.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
      known.set(said, [r, g, b, a / 255]);
    }
    return known.get(said);
  };
  const over = (top, under) => [0, 1, 2].map(i => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
  const light = c => [0, 1, 2].map(i => c[i] / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + .05) / (y + .05); };
  const canvas = getComputedStyle(document.documentElement).colorScheme.includes('dark')
    && matchMedia('(prefers-color-scheme: dark)').matches ? [18, 18, 18, 1] : [255, 255, 255, 1];
  const grounds = element => {
    let layers = [];
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      const images = style.backgroundImage === 'none' ? [] : style.backgroundImage.match(/(?:rgba?|color|oklch|hsla?)\\([^)]*\\)/g) || [];
      layers.unshift([colour(style.backgroundColor), ...images.map(colour)]);
    }
    let made = [canvas];
    for (const [flat, ...images] of layers) {
      const filled = made.map(under => over(flat, under));
      made = images.length ? images.flatMap(image => filled.map(under => over(image, under))) : filled;
      made = [...new Map(made.map(c => [c.join(), c])).values()];
    }
    return made;
  };
  const behind = element => {
    const svg = element.closest('svg');
    if (!svg) return grounds(element);
    element.scrollIntoView({block: 'center', inline: 'center', behavior: 'instant'});
    const box = element.getBoundingClientRect();
    for (const shape of document.elementsFromPoint(box.x + box.width / 2, box.y + box.height / 2)) {
      if (!svg.contains(shape) || shape.closest('text') || shape === svg || shape.tagName === 'g') continue;
      const fill = getComputedStyle(shape).fill;
      if (fill !== 'none') return grounds(svg).map(under => over(colour(fill), under));
    }
    return grounds(svg);
  };
  const seen = element => element.checkVisibility({visibilityProperty: true, opacityProperty: true});
  const wrong = [];
  let looked = 0;
  const look = (element, style, words) => {
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const paint = element.closest('svg') ? style.fill : style.color;
    const worst = Math.min(...behind(element).map(under => ratio(over(colour(paint), under), under)));
    looked += 1;
    if (worst < (large ? 3 : 4.5) - .005)
      wrong.push(`${worst.toFixed(2)}: ${element.tagName.toLowerCase()}.${element.getAttribute('class') || ''} ${words.slice(0, 60)}`);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const words = walker.currentNode.data.trim(), element = walker.currentNode.parentElement;
    if (!words || element.closest('script, style, noscript, title, desc, option') || !seen(element)) continue;
    const range = document.createRange(); range.selectNodeContents(walker.currentNode);
    const box = range.getBoundingClientRect();
    if (box.width > 1 && box.height > 1) look(element, getComputedStyle(element), words);
  }
  for (const element of document.body.querySelectorAll('*')) {
    if (element.closest('svg') || !seen(element)) continue;
    for (const part of ['::before', '::after']) {
      const style = getComputedStyle(element, part);
      if (/^["'].*[^\\s"'].*["']/.test(style.content)) look(element, style, part + ' ' + style.content);
    }
    if (element.placeholder && !element.value) look(element, getComputedStyle(element, '::placeholder'), 'placeholder');
  }
  return {wrong, looked};
}"""


def faint(page: Any) -> list[str]:
    """Return texts with less contrast than 4.5 : 1, or 3 : 1 where they are large."""
    found = page.evaluate(_FAINT)
    assert found["looked"], "some text was looked at"
    return list(found["wrong"])


def reflow(page: Any) -> list[str]:
    """Return why the page cannot be read without scrolling sideways, or where what scrolls sideways cannot be focused."""
    return list(
        page.evaluate(
            """focusable => {
  const wrong = [], root = document.scrollingElement;
  const name = e => `${e.tagName.toLowerCase()}#${e.id}.${e.getAttribute('class') || ''}`;
  if (root.scrollWidth > root.clientWidth) {
    wrong.push(`the page is ${root.scrollWidth} px wide in ${root.clientWidth}`);
    for (const e of document.body.querySelectorAll('*'))
      if (e.getBoundingClientRect().right > root.clientWidth + 1 && !e.parentElement.closest('[role=region]')) wrong.push(name(e));
  }
  for (const e of document.body.querySelectorAll('*')) {
    if (e.clientWidth === 0 || e.scrollWidth <= e.clientWidth + 1 || !e.checkVisibility()) continue;
    const flows = getComputedStyle(e).overflowX;
    const unseen = e.clientWidth <= 1 || e.closest('svg');
    if ((flows === 'auto' || flows === 'scroll') && !e.matches(focusable)) wrong.push(`scrolls without focus: ${name(e)}`);
    if ((flows === 'hidden' || flows === 'clip') && !unseen) wrong.push(`cut off: ${name(e)}`);
  }
  return wrong.slice(0, 20);
}""",
            FOCUSABLE,
        )
    )


def small(page: Any) -> list[str]:
    """Return controls smaller than 24 × 24 px, but for links within a sentence."""
    return list(
        page.evaluate(
            """focusable => [...document.querySelectorAll(focusable)]
  .filter(e => e.checkVisibility({visibilityProperty: true, contentVisibilityAuto: false}))
  .filter(e => !(e.tagName === 'A' && getComputedStyle(e).display === 'inline'
    && e.parentElement.textContent.trim().length > e.textContent.trim().length + 10))
  .map(e => [e, (e.matches('input[type=checkbox], input[type=radio]') && e.closest('label') || e).getBoundingClientRect()])
  .filter(([e, box]) => box.width > 1 && (box.width < 24 || box.height < 24))
  .map(([e, box]) => `${box.width.toFixed(0)} x ${box.height.toFixed(0)}: ${e.outerHTML.slice(0, 120)}`)""",
            FOCUSABLE,
        )
    )


class Stop(NamedTuple):
    """Where the focus is after a press of Tab."""

    name: str
    words: str
    onward: bool  # it stands after the stop before, in the order of the page
    marked: bool  # the browser's own outline, or one or a shadow of 2 px or more, shows the focus
    in_view: bool  # some of it can be seen, with nothing over it


_STOP = """() => {
  const e = document.activeElement, style = getComputedStyle(e), before = window.tabbedBefore;
  if (e === document.body || e === document.documentElement) return null;
  window.tabbedBefore = e;
  const points = [...e.getClientRects()].flatMap(box => [[.5, .5], [.02, .5], [.5, .1], [.98, .5], [.5, .9], [.05, .05]]
    .map(([x, y]) => [box.x + Math.max(1, box.width * x), box.y + Math.max(1, box.height * y)]));
  const top = points.map(([x, y]) => document.elementFromPoint(x, y));
  return [
    `${e.tagName.toLowerCase()}${e.id ? '#' + e.id : ''}${e.getAttribute('class') ? '.' + e.getAttribute('class') : ''}`,
    (e.getAttribute('aria-label') || e.textContent || '').trim().replace(/\\s+/g, ' ').slice(0, 60),
    !before || Boolean(before.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING),
    style.outlineStyle === 'auto'
      || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && colourShows(style.outlineColor))
      || /(\\d+)px(?: inset)?$/.test(style.boxShadow),
    top.some(t => t && (e.contains(t) || (t.contains(e) && t.tagName === 'LABEL'))),
  ];
  function colourShows(said) { return !/, 0\\)$|transparent/.test(said); }
}"""


def stops(page: Any, key: str = "Tab", most: int = 2000) -> list[Stop]:
    """Press Tab from the top of the page until the focus has left it, and return every stop.

    Raises AssertionError where the focus never leaves.
    """
    to_the_top(page)
    page.evaluate("() => { window.tabbedBefore = null; }")
    made: list[Stop] = []
    for _ in range(most):
        page.keyboard.press(key)
        said = page.evaluate(_STOP)
        if said is None or (made and not said[2] and Stop(*said)[:2] == made[0][:2]):
            return made
        made.append(Stop(*said))
    raise AssertionError(f"the focus is trapped: {made[-3:]}")


def to_the_top(page: Any) -> None:
    """Put the focus before the first thing on the page, as if it had just been opened."""
    page.evaluate(
        """() => {
  document.body.setAttribute('tabindex', '-1');
  document.body.focus();
  document.body.removeAttribute('tabindex');
  window.scrollTo(0, 0);
}"""
    )


def reachable(page: Any) -> int:
    """Return how many things on the page take the focus; a group of radio buttons is one."""
    return int(
        page.evaluate(
            """focusable => {
  const all = [...document.querySelectorAll(focusable)].filter(e => e.checkVisibility({visibilityProperty: true}));
  const groups = new Set(all.filter(e => e.type === 'radio').map(e => e.name));
  return all.filter(e => e.type !== 'radio').length + groups.size;
}""",
            FOCUSABLE,
        )
    )


class Sheet(NamedTuple):
    """One page of a printed document: its paper, its text, and how far text goes to the right (0 to 1)."""

    paper: str
    text: str
    right: float


def printed(page: Any, **settings: Any) -> list[Sheet]:
    """Print the page as its own rules of print say, on A4 where they say nothing, and return the sheets."""
    import pypdfium2 as pdfium

    data = page.pdf(format="A4", prefer_css_page_size=True, print_background=True, **settings)
    sheets = []
    with pdfium.PdfDocument(io.BytesIO(data)) as document:
        for sheet in document:
            text = sheet.get_textpage()
            width, height = sheet.get_size()
            boxes = [text.get_rect(at) for at in range(text.count_rects())]
            right = max((box[2] for box in boxes), default=0) / width
            paper = [name for name, (across, down) in PAPERS.items() if abs(width - across) < 2 and abs(height - down) < 2]
            sheets.append(Sheet("".join(paper) or f"{width:.0f} x {height:.0f} pt", text.get_text_bounded(), right))
            text.close()
            sheet.close()
    return sheets


def words_of(page: Any) -> str:
    """Return everything that can be read on a page, with one space between words."""
    return " ".join(page.evaluate("() => document.body.innerText").split())


def unmarked(page: Any) -> list[str]:
    """Return each kind of thing that takes the focus and looks the same with it, or nearly: pictures are compared.

    A focus shows if a line around the element as long as its outline changes with a contrast of 3 : 1.
    """
    page.keyboard.press("Tab")  # from now on the focus is that of somebody at the keyboard
    kinds = page.evaluate(
        """focusable => {
  const kinds = new Map();
  for (const e of document.querySelectorAll(focusable))
    if (e.checkVisibility({visibilityProperty: true})) {
      const kind = [e.tagName, e.type, e.getAttribute('class'), e.closest('[class]')?.getAttribute('class')].join(' ');
      if (!kinds.has(kind)) kinds.set(kind, e);
    }
  window.kindsOfFocus = [...kinds.values()];
  return window.kindsOfFocus.map(e => e.outerHTML.slice(0, 100));
}""",
        FOCUSABLE,
    )
    wrong = []
    for at, words in enumerate(kinds):
        box = page.evaluate(
            """at => {
  const e = window.kindsOfFocus[at];
  e.focus();
  e.scrollIntoView({block: 'center', inline: 'nearest', behavior: 'instant'});
  const box = e.getBoundingClientRect();
  const width = Math.min(box.width, innerWidth) + 16, height = Math.min(box.height, innerHeight) + 16;
  return {x: Math.max(0, box.x - 8), y: Math.max(0, box.y - 8), width, height};
}""",
            at,
        )
        marked = page.screenshot(clip=box, caret="initial")
        page.evaluate("at => window.kindsOfFocus[at].blur()", at)
        changed = _changed(marked, page.screenshot(clip=box, caret="initial"))
        if changed < 2 * (box["width"] + box["height"] - 32):
            wrong.append(f"{changed} px: {words}")
    return wrong


def _changed(one: bytes, other: bytes) -> int:
    """Return how many pixels of two pictures differ with a contrast of 3 : 1."""
    import numpy as np
    from PIL import Image

    def light(picture: bytes) -> Any:
        values = np.asarray(Image.open(io.BytesIO(picture)).convert("RGB")) / 255
        linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
        return linear @ np.array([0.2126, 0.7152, 0.0722]) + 0.05

    first, second = light(one), light(other)
    return int((np.maximum(first, second) / np.minimum(first, second) >= 3).sum())
