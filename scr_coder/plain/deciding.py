"""The commands that decide: tags, WHYs, no match, exclude, memo, undo. The session holds the rules."""

from __future__ import annotations

import re
from collections.abc import Callable

from scr_coder.coding import POLARITIES, Saved
from scr_coder.plain import say
from scr_coder.plain.commands import WIDTH
from scr_coder.plain.voice import Voice
from scr_coder.problem import ScrError, did_you_mean
from scr_coder.render.terminal import wrapped
from scr_coder.taxonomy import UNCLEAR, Issue
from scr_coder.text import one_line

SPLIT = re.compile(r"[\s,;]+")
_OTHER = re.compile(r"(?:^|[\s,;])(?:other|o)\b:?\s*(.*)", re.IGNORECASE | re.DOTALL)


class Deciding(Voice):
    """What is said of the current finding."""

    def _tag(self, rest: str, role: str) -> None:
        first, *others = SPLIT.split(rest, maxsplit=1)
        issue = self._issue(first)
        causes, other, polarity = _whys("".join(others))
        asks = causes is None and other is None and bool(issue.causes)
        current, view = self.bench.current, self._in_view
        saved = self._act(lambda: self._session.tag(current, issue.id, causes, polarity, role, other=other, suggested=view), more=not asks)
        self._touched = issue.id
        tag = next(tag for tag in saved.decision.tags if tag.issue == issue.id)
        if asks and not tag.causes and not tag.other:
            self._ask_why(issue)
        elif asks:
            self._say_left()

    def _ask_why(self, issue: Issue) -> None:
        self._asked = "why"
        self._say(say.why_text(issue))

    def _target(self, rest: str) -> tuple[str, str]:
        """Return the tag that words are about, and the words after its id."""
        decision = self.bench.item().decision
        tags = list(decision.tags) if decision else []
        first, *others = SPLIT.split(rest, maxsplit=1)
        if first.casefold() in map(str.casefold, self.bench.taxonomies.issues):
            issue = self._session.issue(first).id
            if issue not in [tag.issue for tag in tags]:
                raise ScrError(
                    f"finding {self.bench.current} is not tagged {issue}", f"`tag {issue}` tags it, and may be followed by its WHYs"
                )
            return issue, others[0] if others else ""
        if not tags:
            raise ScrError(f"finding {self.bench.current} has no tag yet", "type words to find an issue, then tag it")
        primary = next(tag.issue for tag in tags if tag.role == "primary")
        return self._touched if self._touched in [tag.issue for tag in tags] else primary, rest

    def _why(self, rest: str) -> None:
        name, answer = self._target(rest)
        issue = self._session.issue(name)
        self._touched = name
        if not answer:
            self._ask_why(issue)
            return
        causes, other, polarity = _whys(answer)
        current, view = self.bench.current, self._in_view
        self._act(lambda: self._session.tag(current, name, causes, polarity, other=other, suggested=view))
        self._asked = ""

    def _polarity(self, rest: str) -> None:
        name, polarity = self._target(rest)
        if not polarity:
            raise ScrError("which polarity?", ", ".join(POLARITIES))
        current, view = self.bench.current, self._in_view
        self._act(lambda: self._session.tag(current, name, polarity=polarity.casefold(), suggested=view), more=False)
        self._touched = name

    def _untag(self, rest: str) -> None:
        if not rest:
            raise ScrError("which issue?", "for instance: untag C02")
        self._act(lambda: self._session.untag(self.bench.current, rest))

    def _no_match(self, rest: str) -> None:
        if not rest:
            self._list_candidates()
            return
        named = self.bench.candidates()
        candidate = _picked("candidate", rest, self._candidates or named)
        saved = self._act(lambda: self._session.no_match(self.bench.current, candidate))
        self._asked = ""
        alike = did_you_mean(candidate, named)
        if saved.decision.candidate not in named and alike:
            self._say(say.fitted(f"note: you named one much like it before; {alike} `candidates` lists them."))

    def _list_candidates(self) -> None:
        self._candidates = self.bench.candidates()
        if not self._candidates:
            self._say("You have named no candidates yet. For instance: no Interpreters not booked")
            return
        lines = [wrapped(f"{number}. {one_line(name)}", WIDTH, "      ", "  ") for number, name in enumerate(self._candidates, 1)]
        self._say("\n".join(["Candidates you have named, the most frequent first:", *lines, "A number says no match and names it again."]))
        self._asked = "candidate"

    def _exclude(self, rest: str) -> None:
        given = [item.decision.reason for item in self.bench.items(everything=True) if item.decision and item.state == "excluded"]
        reasons = list(dict.fromkeys(given))
        if rest:
            reason = _picked("reason", rest, reasons)
            self._act(lambda: self._session.exclude(self.bench.current, reason))
            self._asked = ""
        elif reasons:
            lines = [wrapped(f"{number}. {one_line(reason)}", WIDTH, "      ", "  ") for number, reason in enumerate(reasons, 1)]
            self._say("\n".join(["Reasons you have given in this review:", *lines, "A number excludes this finding for the same reason."]))
            self._asked = "reason"
        else:
            raise ScrError("why is it excluded?", "for instance: exclude it repeats 4.16")

    def _memo(self, rest: str) -> None:
        if rest:
            self._act(lambda: self._session.memo(self.bench.current, rest), more=False)
            return
        memo = self.bench.item().memo
        self._say(say.fitted(f"memo: {memo}") if memo else "There is no memo on this finding.")

    def _add(self, rest: str) -> None:
        if not rest:
            raise ScrError("there is nothing to add", "for instance: add and the appendix agrees")
        memo = self.bench.item().memo
        self._act(lambda: self._session.memo(self.bench.current, f"{memo}\n{rest}" if memo else rest), more=False)

    def _step(self, action: Callable[[], Saved], done: str) -> None:
        before = self.bench.current
        saved = self._act(action, done)
        if saved.decision.finding != before and saved.decision.finding in self._session.findings:
            self._arrive(lambda: self.bench.go(saved.decision.finding))
            self._say(f"You are at {one_line(self.bench.current)} now.")


def _picked(what: str, given: str, listed: list[str]) -> str:
    """Return what was given in words, or by its number in a list. Raises ScrError for a number that is not in it."""
    if not (given.isascii() and given.isdecimal()):
        return given
    if not 1 <= int(given[:9]) <= len(listed):
        raise ScrError(f"there is no {what} {given} to pick", f"give a {what} in words")
    return listed[int(given[:9]) - 1]


def _whys(text: str) -> tuple[list[str] | None, str | None, str | None]:
    """Return the causes, the other cause and the polarity that stand in words such as ``1 3 advice other nobody asked``.

    What is not there is None: it stays as it is. `unclear` and `none` speak of all WHYs, so they end another cause, too.
    """
    other = _OTHER.search(text)
    named = [word for word in SPLIT.split(text[: other.start()] if other else text) if word]
    polarities = [word.casefold() for word in named if word.casefold() in POLARITIES]
    if len(polarities) > 1:
        raise ScrError(f"{' and '.join(polarities)} cannot both be", "give one polarity")
    causes = [word for word in named if word.casefold() not in POLARITIES]
    whole = any(word.casefold() in (UNCLEAR, "none") for word in causes)
    return causes or None, other[1] if other else "" if whole else None, polarities[0] if polarities else None
