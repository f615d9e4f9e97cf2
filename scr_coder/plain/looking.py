"""The commands that look and move: search, suggestions, definitions, findings, filters."""

from __future__ import annotations

from collections.abc import Callable

from scr_coder.plain import say
from scr_coder.plain.commands import WIDTH
from scr_coder.plain.suggesting import load_suggestions
from scr_coder.plain.voice import Voice
from scr_coder.problem import ScrError, did_you_mean
from scr_coder.render.taxonomy import taxonomy_text
from scr_coder.taxonomy.search import words
from scr_coder.text import count_of
from scr_coder.workbench import Show

_PAGE = 9
_SHOWS = [show.value for show in Show]


class Looking(Voice):
    """What can be read, and where one goes."""

    def _find(self, query: str) -> None:
        if not words(query):
            raise ScrError("there is nothing to search for", "for instance: find bruising")
        hits = self.bench.search(query)
        if not hits:
            raise ScrError(f"no issue fits “{query}”", "try fewer or other words; `help` lists the commands")
        self._listed, self._matched, self._read = [hit.issue for hit in hits], [hit.matched for hit in hits], 0
        self._say(say.fitted(f"{count_of(len(hits), 'issue')} for “{query}”:"))
        self._list_issues()

    def _list_issues(self) -> None:
        if self._read >= len(self._listed):
            raise ScrError("the list has no more" if self._listed else "there is no list", "type words to find an issue")
        end = min(self._read + _PAGE, len(self._listed))
        lines = say.issue_lines(self._listed[self._read : end], self._matched[self._read : end], self._read)
        self._asked, self._read = "issue", end
        left = len(self._listed) - end
        lines.append("A number tags it." + (f" `more` reads the other {left}." if left else ""))
        self._say("\n".join(lines))

    def _suggest(self) -> None:
        if self._suggest_for is None:
            self._suggest_for = load_suggestions(self.bench)
        suggested = self._suggest_for(self.bench.item().finding.text)
        self._in_view = tuple(sorted({*self._in_view, *(issue.id for issue, _ in suggested)}))
        if not suggested:
            self._say("No issue is suggested for this finding. Type words to find one.")
            return
        self._listed, self._matched, self._read = [i for i, _ in suggested], [words for _, words in suggested], 0
        self._say("Suggested by words of the finding; decide for yourself:")
        self._list_issues()

    def _define(self, rest: str) -> None:
        name = self._touched if not rest else self._issue(rest).id if rest.isdecimal() else rest
        if not name:
            raise ScrError("which issue?", "for instance: define C02")
        known = {*self.bench.taxonomies.issues, *self.bench.taxonomies.areas, *self.bench.taxonomies.causes}
        if name.casefold() not in map(str.casefold, known):
            raise ScrError(f"`{name}` is not an issue", did_you_mean(name, known) or "type words alone to find one")
        self._say(taxonomy_text(self.bench.taxonomies, self.bench.workspace.attributes, [name], WIDTH, False))

    def _walk(self, step: Callable[[], bool], end: str, back: str) -> None:
        if not self._arrive(step):
            raise ScrError(f"{self.bench.current} is the {end} of {say.filter_text(self.bench)}", f"`{back}` goes back, `list` reads them")
        self._say(say.finding_text(self.bench))

    def _go(self, rest: str) -> None:
        if not rest:
            raise ScrError("which finding?", "for instance: go 4.17; `list all` names them")
        name = rest
        if rest not in self._session.findings:
            items = self.bench.items(everything=True)
            found = [item for item in items if all(word in item.finding.text.casefold() for word in rest.casefold().split())]
            if not found or rest.isdecimal():
                hint = did_you_mean(rest, self._session.findings) or "`list all` names them; or give words of its text"
                raise ScrError(f"{self._session.review} has no finding `{rest}`", hint)
            if len(found) > 1:
                self._say("\n".join(say.list_line(self.bench, item) for item in found))
                raise ScrError(
                    f"{len(found)} findings have these words; you are still at {self.bench.current}", "`go` and one of their ids"
                )
            name = found[0].finding.id
        self._arrive(lambda: self.bench.go(name))
        self._say(say.finding_text(self.bench))

    def _next_uncoded(self) -> None:
        before = self.bench.current
        self._arrive(self.bench.next_uncoded)
        if not self.bench.counts().uncoded:
            self._say(say.fitted(f"{say.left_text(self.bench)} `list` reads them; `quit` stops."))
        elif self.bench.current == before:
            self._say(f"{before} is the only one left without a decision. You are there.")
        else:
            self._say(say.finding_text(self.bench))

    def _filter(self, rest: str) -> None:
        first, *others = rest.casefold().replace("-", "_").split() if rest else [""]
        issues = {name.casefold(): name for name in self.bench.taxonomies.issues}
        if first in issues:
            first, others = "issue", [first]
        if not first:
            self._say(say.fitted(f"The filter shows {say.filter_text(self.bench)}. It can show: {', '.join(_SHOWS)}."))
            return
        if first not in _SHOWS or (first == "issue") != bool(others):
            raise ScrError(
                f"`{rest}` is not a filter", did_you_mean(first, _SHOWS) if first != "issue" else "for instance: filter issue C02"
            )
        show = Show(first)
        before = self.bench.current
        issue = self._issue(others[0]).id if others else ""
        if not self._arrive(lambda: self.bench.filter(show, issue)):
            none = say.SHOWN[show] + (f" {issue}" if issue else "")
            raise ScrError(f"there are no {none}", f"the filter still shows {say.filter_text(self.bench)}")
        self._say(say.fitted(f"The filter shows {say.filter_text(self.bench)}: {count_of(len(self.bench.items()), 'finding')}."))
        if self.bench.current != before:
            self._say(say.finding_text(self.bench))

    def _around(self, rest: str) -> None:
        if rest and not (rest.isascii() and rest.isdecimal()):
            raise ScrError(f"`{rest}` is not a number", "for instance: around 2")
        self._say(say.around_text(self.bench, min(int(rest[:4]), 1000) if rest else 1))

    def _list(self, rest: str) -> None:
        if rest.casefold() not in ("", "all"):
            raise ScrError(f"`{rest}` cannot be listed", f"`list` or `list all`; to search: find list {rest}")
        self._say(say.list_text(self.bench, bool(rest)))
