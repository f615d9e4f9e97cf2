"""The coding screen: the finding, what is said of it, the search, and the keys. What the keys do is in `commands`."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Input, Static

from scr_coder.taxonomy import Issue
from scr_coder.text import one_line
from scr_coder.tui.keys import ANYWHERE, COMMANDS, SEARCH, Key, footer, shorts
from scr_coder.tui.lines import decision_text, definition_text, finding_text, issue_text, place
from scr_coder.tui.rows import Rows
from scr_coder.tui.suggesting import Suggest, Suggested, load_suggestions
from scr_coder.workbench import Item, Show, Workbench

FILTERS = {Show.NO_MATCH: "no match"}
ESCAPE_IN_HASTE = "^"  # Textual's name for an Esc that came together with the next key, as over a slow line
MOST_FOUND = 100  # of 1,000 issues, nobody reads further down; typing more finds better


class SearchBox(Input):
    """The search. Keys that mean something else than text go to the screen first."""

    def on_key(self, event: events.Key) -> None:
        """Let the screen have the key. Esc and a letter that arrive together (a slow line) are still two keys."""
        if not isinstance(self.screen, CodingView):
            return
        if event.key.startswith("alt+"):
            event.stop()
            event.prevent_default()
            self.screen.press_after_escape(event)
        elif self.screen.press(event, SEARCH):
            event.stop()
            event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Search for what was pasted, in words."""
        event.stop()
        event.prevent_default()
        self.insert_text_at_cursor(one_line(event.text, 100))


class DecisionBox(VerticalScroll, can_focus=True):
    """The state and the tags of the finding; it has the focus while single keys are commands."""

    def on_key(self, event: events.Key) -> None:
        """Let the screen have the key."""
        event.stop()
        event.prevent_default()
        if isinstance(self.screen, CodingView) and not self.screen.press(event, COMMANDS) and event.is_printable:
            self.screen.say(f"{event.character} is not a command; press / to search, h for help")


class CodingView(Screen[None]):
    """Shows the workbench. `CodingScreen` adds what the keys do."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012
    AUTO_FOCUS = "#search"

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.bench = bench
        self.found: list[Issue] = []
        self.marked = ""
        self.around = False
        self.suggest: Suggest | None = None
        self.suggesting = True
        self.suggested: list[Suggested] = []
        self.in_view: set[str] = set()
        self._drawn = ""
        self._lines: dict[str, Text] = {}

    def compose(self) -> ComposeResult:
        """Build the screen from top to bottom."""
        yield Static(id="title", classes="bar", markup=False)
        with VerticalScroll(id="reading", can_focus=False):
            yield Static(id="text", markup=False)
        yield Static(id="decision-title", classes="bar", markup=False)
        with DecisionBox(id="decision-box"):
            yield Static(id="decision", markup=False)
        with Horizontal(id="search-line"):
            yield Static("Search: ", markup=False)
            yield SearchBox(id="search", compact=True, placeholder="type words or a code, e.g. bruis, C02", select_on_focus=False)
        with Horizontal(id="lower"):
            yield Rows(id="issues")
            with VerticalScroll(id="side", can_focus=False):
                yield Static(id="definition", markup=False)
        yield Static(id="message", markup=False)
        yield Static(id="status", markup=False)
        yield Static(id="keys", markup=False)

    def on_mount(self) -> None:
        """Show the finding where one stopped; load suggestions when the screen is there."""
        issues = self.query_one("#issues", Rows)
        issues.can_focus = False
        issues.empty = "No issue has these words. Esc empties the box; Esc again, then n: no match"
        self.show()
        if self.bench.read_only:
            self.say("READ ONLY: this review is open in another window of yours; close that one to write here")
        elif self.bench.counts().done == 0:
            self.say("Read the finding, then type what it is about. F1 shows every key.")
        self.call_after_refresh(self._load)

    def _load(self) -> None:
        self.run_worker(self._load_suggestions, thread=True, exit_on_error=False)

    def _load_suggestions(self) -> None:
        suggest = load_suggestions(self.bench)
        if suggest is not None:
            self.app.call_from_thread(self.suggestions_loaded, suggest)

    def suggestions_loaded(self, suggest: Suggest) -> None:
        """Show suggestions from now on."""
        self.suggest = suggest
        if self.chosen is None and not self.box.value:
            self.show_issues()  # else the list would move under the cursor

    # Showing ---------------------------------------------------------------------------------------------------------

    @property
    def box(self) -> SearchBox:
        """The search box."""
        return self.query_one("#search", SearchBox)

    @property
    def item(self) -> Item:
        """The finding in view."""
        return self.bench.item()

    @property
    def chosen(self) -> Issue | None:
        """The issue that the cursor is on, if it is on one."""
        at = self.query_one("#issues", Rows).at
        return self.found[at] if 0 <= at < len(self.found) else None

    def show(self) -> None:
        """Show the workbench as it is now."""
        bench, item = self.bench, self.item
        names = list(bench.session.findings)
        where = f"{names.index(item.finding.id) + 1} of {len(names)}"
        only = "READ ONLY  " * bench.read_only
        title = f"{only}{where} · {place(item.finding)}"
        self.query_one("#title", Static).update(Text(one_line(title)))
        if self._drawn != item.finding.id:
            self.query_one("#reading").scroll_home(animate=False)
            self.in_view = set()
        self._drawn = item.finding.id
        self.query_one("#text", Static).update(finding_text(item.finding, bench.around() if self.around else ()))
        tags = [tag.issue for tag in item.decision.tags] if item.decision else []
        if self.marked not in tags:
            self.marked = tags[-1] if tags else ""
        self.show_decision()
        self.show_issues()
        self.call_after_refresh(self.show_keys)

    def show_decision(self) -> None:
        """Show the state and the tags, the progress, and the keys."""
        commanding = not self.box.has_focus
        decision = decision_text(self.item, self.bench.taxonomies, self.marked, commanding)
        self.query_one("#decision", Static).update(decision)
        above = decision.plain.split("▸")[0].count("\n") if commanding and self.marked else 0
        self.query_one(DecisionBox).scroll_to(y=max(above - 2, 0), animate=False)
        self.query_one("#decision-title", Static).update(Text(f"Your coding of {self.bench.review.id}, as {self.bench.coder}"))
        status = self.bench.progress_line()
        if self.bench.show is not Show.ALL:
            shown = f"{FILTERS.get(self.bench.show, self.bench.show.value)} {self.bench.show_issue}".strip()
            status += f" · filter: {shown} ({len(self.bench.items())})"
        self.query_one("#status", Static).update(Text(status))
        self.show_keys()

    def show_keys(self) -> None:
        """Show what the keys do now."""
        done = self.item.state != "uncoded"
        if not self.box.has_focus:
            parts = ["COMMANDS", *shorts(COMMANDS)]
        elif self.chosen:
            leave = "Esc empty the box" if self.box.value else "Esc commands"
            parts = [f"Enter tag {self.chosen.id} as primary", "+ as secondary", "↑↓ choose", "? definition", leave, "F1 help"]
        elif self.box.value.strip():
            parts = ["Esc empty the box", "F1 help"]
        else:
            parts = ["Enter next uncoded", "Type to tag another issue"] if done else ["Type to find an issue", "↓ choose"]
            parts += ["←→ other findings", "Esc no match, exclude, memo, undo and all other commands", "F1 help"]
        if self.query_one("#reading").max_scroll_y:
            parts.insert(1, "PgDn more text")
        self.query_one("#keys", Static).update(Text(footer(parts, self.size.width - 2)))

    def on_resize(self) -> None:
        """Break the line of keys anew."""
        self.show_keys()

    def show_issues(self) -> None:
        """Show the issues that answer what is typed; without anything typed, the suggested ones and then all."""
        typed = self.box.value.strip()
        rows = self.query_one("#issues", Rows)
        hits = self.bench.search(typed, MOST_FOUND if typed else 0)
        if typed:
            self.found = [hit.issue for hit in hits]
            lines = [issue_text(hit.issue, typed, hit.matched) for hit in hits]
            rows.fill(lines, 0 if lines else -1)
        else:
            use = self.suggesting and self.suggest is not None
            self.suggested = self.suggest(self.item.finding.text) if use and self.suggest else []
            self.in_view |= {one.issue.id for one in self.suggested}
            known = {one.issue.id for one in self.suggested}
            lines = [issue_text(one.issue, "", one.matched, "suggested: ") for one in self.suggested]
            rest = [hit.issue for hit in hits if hit.issue.id not in known]
            self.found = [one.issue for one in self.suggested] + rest
            rows.fill(lines + [self._plain_line(issue) for issue in rest], -1)
        self.show_definition()
        self.show_keys()

    def _plain_line(self, issue: Issue) -> Text:
        if issue.id not in self._lines:
            self._lines[issue.id] = issue_text(issue, "")
        return self._lines[issue.id]

    def show_definition(self) -> None:
        """Show the definition of the chosen issue beside the list, where there is room."""
        issue = self.chosen or self.bench.taxonomies.issues.get(self.marked)
        text = definition_text(issue, self.bench.taxonomies) if issue else Text("The definition of the chosen issue stands here.", "italic")
        self.query_one("#definition", Static).update(text)
        self.query_one("#side").scroll_home(animate=False)

    def say(self, what: str) -> None:
        """Say one line."""
        self.query_one("#message", Static).update(Text(one_line(what)))

    # Hearing ---------------------------------------------------------------------------------------------------------

    def press(self, event: events.Key, keys: tuple[Key, ...]) -> bool:
        """Do what a key of ``keys`` or of anywhere does; return False when it is none of them."""
        pressed = event.character if event.is_printable and event.character else event.key
        if pressed == ESCAPE_IN_HASTE:
            pressed = "escape"
        found = next((key for key in (*keys, *ANYWHERE) if pressed == key.key), None)
        if keys is SEARCH and found is not None and found.key in ("left", "right") and self.box.value:
            return False
        if found is not None:
            self.query_one("#message", Static).update("")
            getattr(self, f"do_{found.call}")()
        return found is not None

    def press_after_escape(self, event: events.Key) -> None:
        """Do what Esc and then the key do; with text in the box, Esc only empties it and the key is searched for."""
        if self.box.value:
            self.box.value = event.character or ""
            self.box.cursor_position = len(self.box.value)
            return
        self.query_one(DecisionBox).focus()
        self.press(events.Key(event.character or event.key, event.character), COMMANDS)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search at once."""
        if event.input is self.box:
            self.show_issues()

    def on_descendant_focus(self) -> None:
        """Say which keys count now."""
        self.show_decision()

    def on_descendant_blur(self) -> None:
        """Say which keys count now."""
        if self.is_mounted:
            self.show_decision()
