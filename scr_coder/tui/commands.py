"""What the keys of the coding screen do. Every change goes through `Workbench.act`: it is on the disk before it is said."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text
from textual.containers import VerticalScroll

from scr_coder.coding import Saved
from scr_coder.coding.decision import POLARITIES, Tag
from scr_coder.problem import ScrError
from scr_coder.render.decisions import what_else_changed
from scr_coder.taxonomy import Issue
from scr_coder.text import count_of, one_line
from scr_coder.tui.dialogs import AskDialog, ListDialog, MemoDialog, Offer, ReadDialog, WhyDialog
from scr_coder.tui.help import help_text
from scr_coder.tui.lines import FILTERS, HERE, definition_text, finding_text, item_line
from scr_coder.tui.rows import Rows
from scr_coder.tui.screen import CodingView, DecisionBox
from scr_coder.workbench import Show


class CodingScreen(CodingView):
    """The screen with its commands: one ``do_`` method for each entry of `keys`."""

    def act(self, action: Callable[[], Saved], said: str) -> str:
        """Do something and show it; return why it was refused, or an empty text when it is saved."""
        try:
            saved = self.bench.act(action)
        except (ScrError, OSError) as error:
            why = one_line(str(error))
            self.say(f"NOT SAVED: {why}")
            return why
        told = [said, *what_else_changed(saved), *saved.notices]
        self.show()
        self.say(f"{f'saved {self.bench.saved_at}' if saved.changed else 'unchanged'}: {'; '.join(told)}")
        return ""

    def _tag_now(self) -> Tag | None:
        decision = self.item.decision
        found = next((tag for tag in decision.tags if tag.issue == self.marked), None) if decision else None
        if found is None:
            self.say("there is no tag to change; press / and type to find an issue")
        return found

    # Searching -------------------------------------------------------------------------------------------------------

    def do_choose_up(self) -> None:
        """Choose the issue above; above the first there is none, while nothing is typed."""
        rows = self.query_one("#issues", Rows)
        if rows.at == 0 and not self.box.value:
            rows.at = -1
            rows.refresh()
        elif rows.at >= 0:
            rows.move("up")
        self.show_definition()
        self.show_keys()

    def do_choose_down(self) -> None:
        """Choose the issue below."""
        self.query_one("#issues", Rows).move("down")
        self.show_definition()
        self.show_keys()

    def do_tag_primary(self) -> None:
        """Tag the chosen issue; with none chosen, go on."""
        if self.chosen is not None:
            self._tag(self.chosen, "primary")
        elif self.box.value.strip():
            self.say("no issue has these words; Esc empties the box, Esc again and n says no match")
        elif self.item.state == "uncoded":
            self.say("nothing is chosen: type to find an issue, or Esc and n for no match, Esc and → for the next finding")
        else:
            self.do_next_uncoded()

    def do_tag_secondary(self) -> None:
        """Tag the chosen issue as secondary."""
        if self.chosen is None:
            self.say("nothing is chosen: type to find an issue first")
        else:
            self._tag(self.chosen, "secondary")

    def _tag(self, issue: Issue, role: str) -> None:
        bench, finding = self.bench, self.bench.current
        in_view = tuple(sorted(self.in_view))
        if self.act(lambda: bench.session.tag(finding, issue.id, role=role, suggested=in_view), f"{issue.id}, {role}"):
            return
        self.marked = issue.id
        with self.prevent(self.box.Changed):
            self.box.value = ""
        self.show()
        self._ask_whys(issue)

    def _ask_whys(self, issue: Issue) -> None:
        bench, finding = self.bench, self.bench.current
        decision = self.item.decision
        tag = next((tag for tag in decision.tags if tag.issue == issue.id), None) if decision else None
        if tag is None:
            return
        in_view = tuple(sorted(self.in_view))

        def save(causes: list[str], other: str) -> str:
            if tuple(causes) == tag.causes and other == tag.other:
                return ""
            count = count_of(len(causes) + bool(other), "WHY")
            return self.act(
                lambda: bench.session.tag(finding, issue.id, causes or ["none"], other=other, suggested=in_view), f"{issue.id}, {count}"
            )

        self.app.push_screen(WhyDialog(issue, tag, Text(one_line(self.item.finding.text, 300), "italic"), save))

    def do_define(self) -> None:
        """Show the definition of the chosen issue or the marked tag."""
        issue = self.chosen if self.box.has_focus else None
        issue = issue or self.bench.taxonomies.issues.get(self.marked)
        if issue is None:
            self.say("choose an issue first: type, or press ↓")
        else:
            self.app.push_screen(ReadDialog("Definition", definition_text(issue, self.bench.taxonomies)))

    def do_leave_search(self) -> None:
        """Empty the search box; when it is empty, go to the commands."""
        if self.box.value:
            self.box.value = ""
        else:
            self.query_one(DecisionBox).focus()

    def do_search(self) -> None:
        """Go back to the search box."""
        self.box.focus()

    # Coding ----------------------------------------------------------------------------------------------------------

    def do_no_match(self) -> None:
        """Say that no issue fits, and name a candidate."""
        bench, item = self.bench, self.item
        now = item.decision.candidate if item.decision else ""
        offers = [Offer(name, Text(one_line(name))) for name in bench.candidates()]

        def save(text: str) -> str:
            return self.act(lambda: bench.session.no_match(item.finding.id, text), "no match")

        hint = "Name a candidate for a new issue" + (": type it, or choose one that you named before" if offers else "")
        self.app.push_screen(
            AskDialog(
                "No match", hint, lambda text: self.act(lambda: bench.session.no_match(item.finding.id, text), "no match"), offers, now
            )
        )

    def do_exclude(self) -> None:
        """Say that the finding is not to be coded, and why."""
        bench, item = self.bench, self.item
        now = item.decision.reason if item.decision else ""
        known = dict.fromkeys(one.decision.reason for one in bench.items(everything=True) if one.decision and one.decision.reason)
        self.app.push_screen(
            AskDialog(
                "Exclude: not to be coded",
                "Why? For instance: it repeats another finding; it is only a heading",
                lambda text: self.act(lambda: bench.session.exclude(item.finding.id, text), "excluded"),
                [Offer(reason, Text(one_line(reason))) for reason in known],
                now,
            )
        )

    def do_memo(self) -> None:
        """Write a memo."""
        bench, item = self.bench, self.item
        self.app.push_screen(
            MemoDialog(
                f"Memo on finding {one_line(item.finding.id)}",
                item.memo,
                lambda text: self.act(lambda: bench.session.memo(item.finding.id, text), "memo"),
            )
        )

    def do_whys(self) -> None:
        """Choose the WHYs of the marked tag again."""
        tag = self._tag_now()
        if tag is None:
            return
        try:
            self._ask_whys(self.bench.session.issue(tag.issue))
        except ScrError as error:
            self.say(str(error))

    def do_polarity(self) -> None:
        """Change the polarity of the marked tag."""
        tag = self._tag_now()
        if tag is not None:
            after = POLARITIES[(POLARITIES.index(tag.polarity) + 1) % len(POLARITIES)]
            self._change(tag, after, polarity=after)

    def do_make_primary(self) -> None:
        """Make the marked tag the primary one."""
        tag = self._tag_now()
        if tag is not None:
            self._change(tag, "primary", role="primary")

    def do_make_secondary(self) -> None:
        """Make the marked tag secondary."""
        tag = self._tag_now()
        if tag is not None:
            self._change(tag, "secondary", role="secondary")

    def _change(self, tag: Tag, said: str, role: str | None = None, polarity: str | None = None) -> None:
        session, finding = self.bench.session, self.bench.current
        in_view = tuple(sorted(self.in_view))
        self.act(lambda: session.tag(finding, tag.issue, polarity=polarity, role=role, suggested=in_view), f"{tag.issue}, {said}")

    def do_mark_up(self) -> None:
        """Mark the tag above."""
        self._mark(-1)

    def do_mark_down(self) -> None:
        """Mark the tag below."""
        self._mark(1)

    def _mark(self, step: int) -> None:
        tags = [tag.issue for tag in self.item.decision.tags] if self.item.decision else []
        if self.marked in tags:
            self.marked = tags[max(0, min(len(tags) - 1, tags.index(self.marked) + step))]
        self.show_decision()
        self.show_definition()

    def do_untag(self) -> None:
        """Take the marked tag away."""
        tag = self._tag_now()
        if tag is not None:
            self.act(lambda: self.bench.session.untag(self.bench.current, tag.issue), f"{tag.issue} taken away; u brings it back")

    def do_clear(self) -> None:
        """Make the finding uncoded again."""
        if self.item.state == "uncoded":
            self.say("the finding is uncoded already")
        else:
            self.act(lambda: self.bench.session.clear(self.bench.current), "uncoded again; u brings it back")

    def do_undo(self) -> None:
        """Take back the last decision, and go to its finding."""
        self._step(self.bench.session.undo, "undone")

    def do_redo(self) -> None:
        """Bring back what was undone last, and go to its finding."""
        self._step(self.bench.session.redo, "done again")

    def _step(self, step: Callable[[], Saved], said: str) -> None:
        def action() -> Saved:
            saved = step()
            if saved.decision.finding in self.bench.session.findings:
                self.bench.go(saved.decision.finding)
            return saved

        self.act(action, said)

    # Moving ----------------------------------------------------------------------------------------------------------

    def do_next_uncoded(self) -> None:
        """Go to the next uncoded finding, and search."""
        if not self.bench.next_uncoded():
            named = {one.decision.candidate for one in self.bench.items(everything=True) if one.decision and one.state == "no_match"}
            counts = self.bench.counts()
            self.say(f"{counts.done} of {counts.findings}, saved, {count_of(len(named), 'candidate')}: none is left uncoded. Ctrl+Q quits")
            return
        self._moved()
        self.box.focus()

    def do_next(self) -> None:
        """Go to the next finding that the filter shows."""
        if self.bench.next():
            self._moved()
        else:
            self.say("this is the last finding" + ("" if self.bench.show is Show.ALL else " that the filter shows"))

    def do_previous(self) -> None:
        """Go to the previous finding that the filter shows."""
        if self.bench.previous():
            self._moved()
        else:
            self.say("this is the first finding" + ("" if self.bench.show is Show.ALL else " that the filter shows"))

    def _moved(self) -> None:
        if self.bench.read_only:
            self.bench.refresh()
        self.marked = ""
        self.show()

    def do_go_to(self) -> None:
        """Ask for a finding and go there."""
        offers = [self._offer(name) for name in self.bench.session.findings]
        self.app.push_screen(AskDialog("Go to", "Type the number of a finding, or words of its text", self._go, offers, choose=True))

    def do_list_all(self) -> None:
        """Show the whole review with its states."""
        shown = self.bench.items()
        at = next((n for n, one in enumerate(shown) if one.finding.id == self.bench.current), 0)
        offers = [self._offer(one.finding.id) for one in shown]
        title = f"{self.bench.review.id} · {self.bench.progress_line()}"
        self.app.push_screen(ListDialog(title, offers, at, self._go))

    def _offer(self, finding: str) -> Offer:
        return Offer(finding, item_line(self.bench.item(finding)))

    def _go(self, finding: str) -> str:
        try:
            self.bench.go(finding.strip())
        except ScrError as error:
            return str(error)
        self._moved()
        return ""

    def do_choose_filter(self) -> None:
        """Ask which findings to show."""
        counts, items = self.bench.counts(), self.bench.items(everything=True)
        numbers = dict(zip((Show.ALL, Show.CODED, Show.NO_MATCH, Show.EXCLUDED, Show.UNCODED, Show.STALE), counts, strict=True))
        numbers[Show.MEMO] = sum(bool(one.memo) for one in items)
        offers = [Offer(show.value, Text(f"{label}{f' ({numbers[show]})' if show in numbers else ''}")) for show, label in FILTERS]
        at = next(n for n, (show, _) in enumerate(FILTERS) if show is self.bench.show)
        self.app.push_screen(ListDialog("Show which findings?", offers, at, self._filter))

    def _filter(self, value: str) -> str:
        show = Show(value)
        if show is Show.ISSUE:
            self.call_after_refresh(self._ask_issue)
            return ""
        return self._apply(show)

    def _ask_issue(self) -> None:
        used: dict[str, int] = {}
        for one in self.bench.items(everything=True):
            for tag in one.decision.tags if one.decision else ():
                used[tag.issue] = used.get(tag.issue, 0) + 1
        issues = self.bench.taxonomies.issues

        def save(text: str) -> str:
            return self._apply(Show.ISSUE, text)

        offers = [Offer(name, Text(f"{name} {issues[name].label if name in issues else ''} ({n})")) for name, n in sorted(used.items())]
        self.app.push_screen(AskDialog("Findings tagged with one issue", "Type its code or words", save, offers, choose=True))

    def _apply(self, show: Show, issue: str = "") -> str:
        try:
            if not self.bench.filter(show, issue.strip()):
                return "no finding is like that; everything stays as it was"
        except ScrError as error:
            return str(error)
        self._moved()
        self.say(
            "showing all findings" if show is Show.ALL else f"showing {count_of(len(self.bench.items()), 'finding')}; f and “all” shows all"
        )
        return ""

    # Looking ---------------------------------------------------------------------------------------------------------

    def do_text_around(self) -> None:
        """Show or hide the findings around this one."""
        self.around = not self.around
        self.show()
        reading = self.query_one("#reading", VerticalScroll)
        above = finding_text(self.item.finding, self.bench.around()).plain.split(HERE)[0] if self.around else ""
        lines = len(Text(above).wrap(self.app.console, max(reading.content_size.width, 1))) if above else 0
        self.call_after_refresh(reading.scroll_to, y=max(lines - 1, 0), animate=False)

    def do_toggle_suggestions(self) -> None:
        """Show or hide suggestions."""
        if self.suggest is None:
            self.say("suggestions are off in this workspace")
            return
        self.suggesting = not self.suggesting
        self.say(f"suggestions are {'shown' if self.suggesting else 'hidden'}")
        self.show_issues()

    def do_next_theme(self) -> None:
        """Change the colours."""
        self.say(f"colours: {getattr(self.app, 'next_theme', lambda: 'as they are')()}")

    def do_show_help(self) -> None:
        """Show every key."""
        self.app.push_screen(ReadDialog("Every key", help_text()))

    def do_scroll_up(self) -> None:
        """Scroll the text of the finding."""
        self.query_one("#reading", VerticalScroll).scroll_page_up(animate=False)

    def do_scroll_down(self) -> None:
        """Scroll the text of the finding."""
        self.query_one("#reading", VerticalScroll).scroll_page_down(animate=False)

    def do_leave(self) -> None:
        """Quit."""
        self.app.exit()
