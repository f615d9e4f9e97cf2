"""A list of lines to choose from with the arrow keys. Only the lines in view are drawn: 63 or 1,000 cost the same."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

MOVES = ("up", "down", "pageup", "pagedown", "home", "end")


TAIL = "  ← "


def _short(line: Text, width: int) -> Text:
    """Return a line whose beginning is cut rather than what stands behind the arrow: it says why the line is here."""
    at = line.plain.find(TAIL)
    if at < 0 or line.cell_len <= width:
        return line
    head, tail = line[:at], line[at:]
    head.truncate(max(width - tail.cell_len, width * 2 // 5), overflow="ellipsis")
    return head.append_text(tail)


class Rows(Widget, can_focus=True):
    """Lines with a cursor. ``at`` is the chosen line, -1 for none; a line whose text is longer is cut with an ellipsis."""

    class Chosen(Message):
        """Enter was pressed on a line."""

        def __init__(self, rows: Rows, at: int) -> None:
            super().__init__()
            self.rows = rows
            self.at = at

    def __init__(self, lines: Sequence[Text] = (), id: str | None = None, wrap: bool = False) -> None:
        super().__init__(id=id)
        self.lines: list[Text] = list(lines)
        self.at = 0 if self.lines else -1
        self.empty = ""
        self._top = 0
        self._wrap = wrap

    def fill(self, lines: Sequence[Text], at: int = -1) -> None:
        """Show other lines, with the cursor ``at``."""
        self.lines = list(lines)
        self.at = min(at, len(self.lines) - 1)
        self._top = 0
        self.refresh(layout=self._wrap)

    def move(self, key: str) -> None:
        """Move the cursor by the name of a key."""
        page = max(self.size.height - 2, 1)
        step = {"up": -1, "down": 1, "pageup": -page, "pagedown": page, "home": -len(self.lines), "end": len(self.lines)}[key]
        self.at = max(0, min(len(self.lines) - 1, self.at + step)) if self.lines else -1
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        """Move, or say that a line was chosen."""
        if event.key in MOVES:
            event.stop()
            self.move(event.key)
        elif event.key == "enter" and self.at >= 0:
            event.stop()
            self.post_message(self.Chosen(self, self.at))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Return the height of all lines, for a list of automatic height."""
        return max(1, sum(len(self._parts(at, width)) for at in range(len(self.lines))))

    def render(self) -> Text:
        """Draw the lines in view."""
        width, height = self.content_size.width, self.content_size.height
        if not self.lines:
            return Text(self.empty, "italic")
        if not self._wrap:
            return self._window(width, height)
        drawn: list[Text] = []
        cursor = 0
        for at in range(len(self.lines)):
            cursor = len(drawn) if at == self.at else cursor
            drawn += self._parts(at, width)
        top = max(0, min(cursor - height // 2, len(drawn) - height))
        return Text("\n").join(drawn[top : top + height])

    def _window(self, width: int, height: int) -> Text:
        cursor = max(self.at, 0)
        more = len(self.lines) > height > 1
        room = height - 1 if more else height
        self._top = max(0, min(self._top, cursor, len(self.lines) - room))
        self._top = max(self._top, cursor - room + 1)
        drawn = [self._parts(at, width)[0] for at in range(self._top, min(self._top + room, len(self.lines)))]
        if more:
            below = len(self.lines) - self._top - room
            drawn.append(Text(f"  {self._top} above, {below} below", "italic"))
        return Text("\n").join(drawn)

    def _parts(self, at: int, width: int) -> list[Text]:
        chosen = at == self.at
        line = Text("▸ " if chosen else "  ").append_text(self.lines[at])
        if not self._wrap or width < 10:
            parts = [line]
        else:
            inner = self.lines[at].wrap(self.app.console, width - 2)
            parts = [Text("▸ " if chosen and not n else "  ").append_text(part) for n, part in enumerate(inner)]
        if not self._wrap:
            parts = [_short(line, width)]
        for part in parts:
            part.truncate(width, overflow="ellipsis", pad=True)
            if chosen:
                part.stylize("reverse")
        return parts
