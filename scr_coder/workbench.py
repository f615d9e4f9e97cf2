"""What a reviewer works at: one review, one coder, where they are, what is left. The screen and the prompts both stand on it.

It holds no rule of coding; those are the session's. It holds no widget and prints nothing.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from scr_coder.coding import Decision, Saved, fold_log, read_log
from scr_coder.coding.log import utc_now
from scr_coder.files import Claim
from scr_coder.problem import ScrError
from scr_coder.progress import state_of
from scr_coder.review import Finding
from scr_coder.taxonomy.search import Hit, IssueIndex
from scr_coder.text import text_hash
from scr_coder.workspace import Workspace


class Show(enum.StrEnum):
    """Which findings are walked through."""

    ALL = "all"
    UNCODED = "uncoded"
    CODED = "coded"
    NO_MATCH = "no_match"
    EXCLUDED = "excluded"
    STALE = "stale"
    MEMO = "memo"
    ISSUE = "issue"


class Item(NamedTuple):
    """A finding and what this coder says of it. ``state`` is uncoded, coded, no_match or excluded."""

    finding: Finding
    decision: Decision | None
    state: str
    stale: bool

    @property
    def memo(self) -> str:
        """The memo, or an empty text."""
        return self.decision.memo if self.decision else ""


class Counts(NamedTuple):
    """How far the review is: findings in each state."""

    findings: int
    coded: int
    no_match: int
    excluded: int
    uncoded: int
    stale: int

    @property
    def done(self) -> int:
        """Findings with a decision."""
        return self.findings - self.uncoded


class Workbench:
    """One coder at one review. Raises ScrError where the review cannot be opened.

    A second workbench for the same coder and review is ``read_only``: its actions raise ScrError. Use it as a context
    manager, so that the next one can write.
    """

    def __init__(self, workspace: Workspace, review: str, coder: str, clock: Callable[[], dt.datetime] = utc_now) -> None:
        self.workspace = workspace
        self.session = workspace.coding_session(review, coder)
        self.review = workspace.review(review)
        self.coder = coder
        self.taxonomies = workspace.taxonomies
        self.index = IssueIndex(workspace.taxonomies)
        self.show = Show.ALL
        self.show_issue = ""
        self.saved_at = ""
        self._clock = clock
        self._order = list(self.session.findings)
        if not self._order:
            raise ScrError(f"{review} has no findings", "add them to findings.yaml")
        self._hashes = {finding.id: text_hash(finding.text) for finding in self.session.findings.values()}
        self._claim = Claim(workspace.root / "data" / ".scr-cache" / "open" / f"{review}.{coder}.lock")
        self._decisions: dict[str, Decision] = {}
        self.refresh()
        self.current = self._where_one_stopped()

    def __enter__(self) -> Workbench:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let another workbench write."""
        self._claim.release()

    @property
    def read_only(self) -> bool:
        """True when another window is open on the same coder and review."""
        return not self._claim.held

    # Looking -------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the log again: another process may have written."""
        self._decisions = self.session.decisions()

    def item(self, finding_id: str = "") -> Item:
        """Return a finding with its state; the current one by default."""
        finding = self.session.finding(finding_id or self.current)
        decision = self._decisions.get(finding.id)
        state = state_of(decision)
        stale = decision is not None and state != "uncoded" and decision.text != self._hashes[finding.id]
        return Item(finding, decision, state, stale)

    def items(self, everything: bool = False) -> list[Item]:
        """Return the findings that the filter shows, in order; all if ``everything``."""
        return [item for item in map(self.item, self._order) if everything or self._shown(item)]

    def _shown(self, item: Item) -> bool:
        match self.show:
            case Show.ALL:
                return True
            case Show.STALE:
                return item.stale
            case Show.MEMO:
                return bool(item.memo)
            case Show.ISSUE:
                return item.decision is not None and any(tag.issue == self.show_issue for tag in item.decision.tags)
            case _:
                return item.state == self.show.value

    def counts(self) -> Counts:
        """Return how far the review is."""
        items = self.items(everything=True)
        states = [item.state for item in items]
        coded, no_match, excluded, uncoded = (states.count(s) for s in ("coded", "no_match", "excluded", "uncoded"))
        return Counts(len(items), coded, no_match, excluded, uncoded, sum(item.stale for item in items))

    def progress_line(self) -> str:
        """Return ``31/42 · 4 no match · 2 excluded · saved 10:31:07``."""
        counts = self.counts()
        parts = [f"{counts.done}/{counts.findings}"]
        parts += [f"{counts.no_match} no match"] * bool(counts.no_match)
        parts += [f"{counts.excluded} excluded"] * bool(counts.excluded)
        parts += [f"{counts.stale} stale"] * bool(counts.stale)
        parts += [f"saved {self.saved_at}"] * bool(self.saved_at)
        parts += ["read only: open in another window"] * self.read_only
        return " · ".join(parts)

    def around(self, before: int = 1, after: int = 1) -> list[Finding]:
        """Return the findings around the current one, it included, in order."""
        at = self._order.index(self.current)
        return [self.session.findings[name] for name in self._order[max(0, at - before) : at + after + 1]]

    def search(self, query: str, limit: int = 0) -> list[Hit]:
        """Return the issues that answer what was typed, best first."""
        return self.index.search(query, limit)

    def candidates(self) -> list[str]:
        """Return the candidates that this coder has named anywhere, the most frequent first; never another coder's."""
        counted: dict[str, int] = {}
        for log in self.workspace.logs():
            if log.coder == self.coder:
                for decision in fold_log(read_log(log.path).decisions).values():
                    if decision.state == "no_match":
                        counted[decision.candidate] = counted.get(decision.candidate, 0) + 1
        return sorted(counted, key=lambda name: (-counted[name], name.casefold()))

    # Moving --------------------------------------------------------------------------------------------------------

    def go(self, finding_id: str) -> Item:
        """Go to a finding. Raises ScrError with the nearest id when there is none."""
        self.current = self.session.finding(finding_id).id
        return self.item()

    def next(self) -> bool:
        """Go to the next finding that the filter shows; return False at the end."""
        return self._step(self._order[self._order.index(self.current) + 1 :])

    def previous(self) -> bool:
        """Go to the one before that the filter shows; return False at the beginning."""
        return self._step(reversed(self._order[: self._order.index(self.current)]))

    def next_uncoded(self) -> bool:
        """Go to the next finding without a decision, from the start again after the end; return False when none is left."""
        at = self._order.index(self.current) + 1
        left = [name for name in self._order[at:] + self._order[:at] if self.item(name).state == "uncoded"]
        if left:
            self.current = left[0]
        return bool(left)

    def _step(self, names: Sequence[str] | Iterator[str]) -> bool:
        found = next((name for name in names if self._shown(self.item(name))), None)
        self.current = found or self.current
        return found is not None

    def _where_one_stopped(self) -> str:
        """Return the finding to begin with: the first without a decision after the one decided last."""
        decided = [d for d in self._decisions.values() if d.finding in self.session.findings and not d.mend]
        last = max(decided, key=lambda d: d.decided_at).finding if decided else ""
        following = self.session.next_uncoded(last)
        return following.id if following else last or self._order[0]

    def filter(self, show: Show, issue: str = "") -> bool:
        """Show only some findings; go to the first of them if the current one is not. Return False if there are none."""
        before = self.show, self.show_issue
        self.show, self.show_issue = show, self.session.issue(issue).id if show is Show.ISSUE else ""
        shown = self.items()
        if not shown:
            self.show, self.show_issue = before
            return False
        if self.current not in {item.finding.id for item in shown}:
            self.current = shown[0].finding.id
        return True

    # Acting --------------------------------------------------------------------------------------------------------

    def act(self, action: Callable[[], Saved]) -> Saved:
        """Do something with `session`; when this returns it is on the disk. Raises ScrError when it is refused, or read only.

        For instance ``bench.act(lambda: bench.session.tag(bench.current, "C02"))``.
        """
        if self.read_only:
            raise ScrError("this review is open in another window of yours", "close that one to write here")
        saved = action()
        self.refresh()
        if saved.changed:
            self.saved_at = self._clock().astimezone().strftime("%H:%M:%S")
        return saved
