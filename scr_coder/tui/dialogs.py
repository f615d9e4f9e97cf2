"""What the screen asks: the WHYs of a tag, a line of text, a memo, one of several. Each stays open when it is refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from scr_coder.coding.decision import Tag
from scr_coder.taxonomy import UNCLEAR, Issue
from scr_coder.text import printable
from scr_coder.tui.lines import safe
from scr_coder.tui.rows import MOVES, Rows

Save = Callable[[str], str]
"""Saves what was given; returns an empty text, or why it is refused."""


class LineInput(Input):
    """A line of text. What is pasted is made printable, on one line."""

    def on_paste(self, event: events.Paste) -> None:
        """Put in what was pasted."""
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(" ".join(printable(event.text).split()))


class Dialog(ModalScreen[bool]):
    """A box over the screen: a title, a body, a line for what is refused, and the keys. Dismissed with True when saved."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", show=False)]
    KEYS = "Enter save  Esc leave"

    def __init__(self, title: str, about: Text | None = None) -> None:
        super().__init__()
        self._heading = title
        self._about = about

    def body(self) -> ComposeResult:
        """Yield the widgets between the title and the keys."""
        yield from ()

    def compose(self) -> ComposeResult:
        """Build the box."""
        with Vertical(classes="box"):
            yield Static(Text(self._heading), classes="bar")
            if self._about is not None:
                yield Static(self._about, classes="about")
            yield from self.body()
            yield Static("", classes="refused", markup=False)
            yield Static(Text(self.KEYS), classes="keys")

    def refuse(self, why: str) -> None:
        """Say why it was not saved; stay open."""
        self.query_one(".refused", Static).update(Text(why))

    def finish(self, why: str) -> None:
        """Close if it was saved; else say why not."""
        if why:
            self.refuse(why)
        else:
            self.dismiss(True)

    def action_cancel(self) -> None:
        """Leave without saving."""
        self.dismiss(False)


class WhyDialog(Dialog):
    """The WHYs of one tag as a checklist, with `unclear` and `other…`."""

    KEYS = "Space choose  1-9 choose that one  Enter save  Esc no WHYs now (the tag is saved)"

    def __init__(self, issue: Issue, tag: Tag, about: Text, save: Callable[[list[str], str], str]) -> None:
        super().__init__(f"WHY? {issue.id} {issue.label}", about)
        self._save = save
        self._other = tag.other
        printed = issue.unclear_cause()
        causes = [(cause.id, f"{cause.id} {cause.label}") for cause in issue.causes if cause.id != printed]
        self._choices = [*causes, (UNCLEAR, "unclear: the report does not say why")]
        self._chosen = {cause for cause in tag.causes if cause != printed} | ({UNCLEAR} if printed in tag.causes and printed else set())

    def body(self) -> ComposeResult:
        """Yield the checklist and the other cause."""
        yield Rows(self._lines(), id="whys", wrap=True)
        other = LineInput(self._other, placeholder="other… in your own words", id="other", compact=True, select_on_focus=False)
        other.display = bool(self._other)
        yield other

    def _lines(self) -> list[Text]:
        lines = []
        for number, (name, label) in enumerate(self._choices, 1):
            on = name in self._chosen
            lines.append(Text(f"[{'x' if on else ' '}] {number if number < 10 else ' '} {label}", "bold" if on else ""))
        on = bool(self._other)
        lines.append(Text(f"[{'x' if on else ' '}] o other… {safe(self._other)}", "bold" if on else ""))
        return lines

    def on_key(self, event: events.Key) -> None:
        """Choose, go to the other cause and back, save."""
        rows = self.query_one(Rows)
        other = self.query_one("#other", Input)
        if other.has_focus:
            if event.key == "up":
                event.stop()
                event.prevent_default()
                rows.focus()
            return
        if event.key == "space":
            self._toggle(rows.at)
        elif event.character and event.character in "123456789" and int(event.character) <= len(self._choices):
            self._toggle(int(event.character) - 1)
        elif event.character == "^":  # an Esc that came together with the next key
            self.action_cancel()
        elif event.key == "o" or (event.key == "tab"):
            self._toggle(len(self._choices))
        else:
            return
        event.stop()

    def _toggle(self, at: int) -> None:
        rows = self.query_one(Rows)
        if at == len(self._choices):
            other = self.query_one("#other", Input)
            other.display = True
            other.focus()
        else:
            self._chosen ^= {self._choices[at][0]}
        self.refuse("")
        rows.fill(self._lines(), at)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what is written in the checklist, too."""
        self._other = event.value.strip()
        rows = self.query_one(Rows)
        rows.fill(self._lines(), rows.at)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Save with the other cause."""
        event.stop()
        self._finish()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Save."""
        event.stop()
        self._finish()

    def _finish(self) -> None:
        known = [name for name, _ in self._choices]
        self.finish(self._save(sorted(self._chosen, key=lambda name: known.index(name) if name in known else -1), self._other))


class Offer(NamedTuple):
    """A line that can be taken instead of typing: what it stands for, and how it is shown."""

    value: str
    line: Text


class AskDialog(Dialog):
    """A line of text with lines to complete it from. ``choose`` takes only what is on offer, or exactly typed."""

    def __init__(self, title: str, hint: str, save: Save, offers: Sequence[Offer] = (), value: str = "", choose: bool = False) -> None:
        super().__init__(title, Text(hint))
        self._save = save
        self._offers = list(offers)
        self._shown = self._offers
        self._value = value
        self._choose = choose
        self.KEYS = "Enter take  ↑↓ choose  Esc leave" if choose else "Enter save  ↑↓ choose  Tab take over  Esc leave"

    def body(self) -> ComposeResult:
        """Yield the line and what is on offer."""
        yield LineInput(safe(self._value), id="line", compact=True)
        rows = Rows([offer.line for offer in self._offers], id="offers")
        rows.at = 0 if self._choose and self._offers else -1
        rows.display = bool(self._offers)
        rows.can_focus = False
        yield rows

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow what is on offer."""
        typed = event.value.strip().casefold()
        if event.value == self._value and not self._choose:
            typed = ""
        found = [(self._rank(offer, typed), at, offer) for at, offer in enumerate(self._offers)]
        self._shown = [offer for rank, _, offer in sorted((f for f in found if f[0] < 4), key=lambda f: f[:2])]
        self.query_one(Rows).fill([offer.line for offer in self._shown], 0 if self._choose and self._shown else -1)

    @staticmethod
    def _rank(offer: Offer, typed: str) -> int:
        value = offer.value.casefold()
        if not typed or value == typed:
            return 0
        if value.startswith(typed):
            return 1
        return 2 if all(word in f"{value} {offer.line.plain.casefold()}" for word in typed.split()) else 4

    def on_key(self, event: events.Key) -> None:
        """Choose from what is on offer, or take it over."""
        rows = self.query_one(Rows)
        if event.key in MOVES[:4] and self._shown:
            rows.move(event.key)
        elif event.key == "tab":
            if rows.at >= 0:
                line = self.query_one("#line", Input)
                line.value = self._shown[rows.at].value
                line.cursor_position = len(line.value)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Save what is chosen, else what is written."""
        event.stop()
        at = self.query_one(Rows).at
        self.finish(self._save(self._shown[at].value if at >= 0 and self._shown else event.value))


class MemoArea(TextArea):
    """Text over several lines: Enter saves, Ctrl+J begins a line."""

    async def on_key(self, event: events.Key) -> None:
        """Save, or begin a line."""
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            if isinstance(self.screen, MemoDialog):
                self.screen.save()
        elif event.key == "ctrl+j":
            event.stop()
            event.prevent_default()
            self.insert("\n")

    async def on_paste(self, event: events.Paste) -> None:
        """Put in what was pasted, printable."""
        event.stop()
        event.prevent_default()
        self.insert(safe(event.text))


class MemoDialog(Dialog):
    """A memo."""

    KEYS = "Enter save  Ctrl+J new line  Esc leave   (an empty memo takes it away)"

    def __init__(self, title: str, value: str, save: Save) -> None:
        super().__init__(title)
        self._value = value
        self._save = save

    def body(self) -> ComposeResult:
        """Yield the text."""
        area = MemoArea(safe(self._value), soft_wrap=True, tab_behavior="focus", show_line_numbers=False)
        area.move_cursor(area.document.end)
        yield area

    def save(self) -> None:
        """Save the memo."""
        self.finish(self._save(self.query_one(MemoArea).text))


class ReadDialog(Dialog):
    """Text to read: a definition, the help."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,q,question_mark,h,f1", "cancel", show=False)]
    KEYS = "↑↓ PgUp PgDn scroll  Esc back"

    def __init__(self, title: str, text: Text) -> None:
        super().__init__(title)
        self._text = text

    def body(self) -> ComposeResult:
        """Yield the text."""
        with VerticalScroll(classes="read"):
            yield Static(self._text)


class ListDialog(Dialog):
    """Lines to choose one from, the whole height if needed."""

    KEYS = "↑↓ PgUp PgDn choose  Enter take  Esc back"

    def __init__(self, title: str, offers: Sequence[Offer], at: int, save: Save) -> None:
        super().__init__(title)
        self._offers = offers
        self._at = at
        self._save = save

    def body(self) -> ComposeResult:
        """Yield the lines."""
        rows = Rows([offer.line for offer in self._offers], id="choices")
        rows.at = self._at
        yield rows

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Take the line."""
        event.stop()
        self.finish(self._save(self._offers[event.at].value))
