"""Pages of a DOCX, which has none: counted by breaks that its author set and by those that its program noted down.

A break is often told twice: a page break in the text, and then the note of the program that a page began there. Between
the two there is no text, so a note that follows a break without text between them counts nothing.
"""

from __future__ import annotations

_SECTION = 1 << 24  # a place is a section and a page within it; which page a section begins on is known at its end
_SAME_PAGE = ("continuous", "nextColumn")

Mark = tuple[int, bool, bool]


class Pages:
    """Where the reading is. `place` is a number that `page` turns into a page when everything has been read."""

    def __init__(self) -> None:
        self.on = True  # off in text boxes, notes and headers, which do not move pages
        self.breaks = 0
        self.rendered = 0
        self._page = 0
        # At the very beginning a new page is no second one.
        self._no_text = self._no_paragraph = True
        self._sections: list[tuple[int, str, bool, bool]] = []
        self._begins = True  # no text since the section began
        self._begins_page = False  # and something said that it begins a page
        self._after_break = False  # the section before ended with a page break
        self._firsts: list[int] = []

    @property
    def place(self) -> int:
        """Where the reading is now."""
        return len(self._sections) * _SECTION + self._page

    @property
    def so_far(self) -> int:
        """The pages so far, for a message: sections without a page of their own may be counted in."""
        return sum(pages + 1 for pages, *_ in self._sections) + self._page + 1

    def text(self) -> None:
        """Be told that there is text here."""
        self._no_text = self._begins = False

    def paragraph(self, *, ends_with_break: bool) -> None:
        """Be told that a paragraph ended, empty or not; the mark of one that ends with a page break stays before it."""
        if not ends_with_break:
            self._no_paragraph = False

    def page_break(self) -> None:
        """Begin a page by a break in the text."""
        if self.on:
            self._page += 1
            self.breaks += 1
            self._no_text = self._no_paragraph = True

    def paragraph_on_new_page(self) -> None:
        """Begin a page before a paragraph that asks for one, unless one has just begun."""
        if not self.on:
            return
        if self._begins and self._sections:
            self._begins_page = True
        elif not self._no_paragraph:
            self._page += 1
        self.breaks += 1
        self._no_text = self._no_paragraph = True

    def noted(self) -> None:
        """Begin a page where the program that saved the file noted one, unless the text has just begun one."""
        if not self.on:
            return
        self.rendered += 1
        if self._begins and self._sections:
            self._begins_page = True
        elif not self._no_text:
            self._page += 1
        self._no_text = False

    def section(self, type: str) -> None:
        """End a section, of which ``type`` says how it began."""
        self._sections.append((self._page, type, self._begins_page, self._after_break))
        if len(self._sections) > 1 and type not in _SAME_PAGE:
            self.breaks += 1
        self._after_break = self._no_paragraph and self._page > 0
        self._page = 0
        self._begins, self._begins_page = True, False
        self._no_text = self._no_paragraph = True

    def mark(self) -> Mark:
        """Return where the reading is within its section, to come back to for the next cell of a row."""
        return self._page, self._no_text, self._no_paragraph

    def back_to(self, mark: Mark) -> None:
        """Go back to ``mark``."""
        self._page, self._no_text, self._no_paragraph = mark

    def finish(self, type: str) -> int:
        """End the last section, return the number of pages: 0 if nothing in the file told of any."""
        self.section(type)
        last = 0
        for index, (pages, kind, begins_page, after_break) in enumerate(self._sections):
            first = _first(last, kind, begins_page, after_break) if index else 1
            self._firsts.append(first)
            last = first + pages
        return last if self.breaks or self.rendered else 0

    def page(self, place: int) -> int:
        """Return the page of ``place``, after `finish`; 0 if the file tells of no pages, or for a place after the last one."""
        if not (self.breaks or self.rendered) or place // _SECTION >= len(self._firsts):
            return 0
        return self._firsts[place // _SECTION] + place % _SECTION


def _first(last: int, kind: str, begins_page: bool, after_break: bool) -> int:
    if kind in _SAME_PAGE:
        return last + (1 if begins_page and not after_break else 0)
    first = last if after_break else last + 1
    if (kind == "oddPage" and first % 2 == 0) or (kind == "evenPage" and first % 2 == 1):
        first += 1
    return first
