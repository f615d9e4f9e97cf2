"""The coding session: every rule of what a coder may say, for the command line and for the screen alike."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from scr_coder.coding.decision import POLARITIES, ROLES, Decision, Tag
from scr_coder.coding.log import LogMemory, append_decisions, fold_log, read_log, undo_stacks, utc_now
from scr_coder.problem import ScrError, did_you_mean
from scr_coder.review import Finding
from scr_coder.taxonomy import UNCLEAR, Issue, TaxonomySet
from scr_coder.text import called, text_hash, unsafe_characters
from scr_coder.version import VERSION

CODER = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}", re.ASCII)
RESERVED_CODERS = frozenset(
    ["any", "resolved", "nobody", "con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))]
)


def check_coder(name: str) -> str:
    """Return ``name`` if it can be a coder: it becomes a file name on every system. Raises ScrError otherwise."""
    if not CODER.fullmatch(name):
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
        safe = re.sub(r"[^a-z0-9_-]+", "-", plain.lower()).strip("-_")[:32]
        hint = f"use `{safe}`" if CODER.fullmatch(safe) and safe not in RESERVED_CODERS else "use lower-case letters, digits, - and _"
        raise ScrError(f"`{name}` cannot be a coder: it is not a safe file name", hint)
    if name in RESERVED_CODERS:
        raise ScrError(f"`{name}` cannot be a coder: the name is reserved", "use another")
    return name


def named_finding(findings: Mapping[str, Finding], review: str, finding_id: str) -> Finding:
    """Return a finding by its id, in whatever case. Raises ScrError with the nearest id when the review has none of that id."""
    found = called(findings, finding_id)
    if found is None:
        hint = did_you_mean(finding_id, findings) or f"see `scr findings {review}`"
        raise ScrError(f"{review} has no finding `{finding_id}`", hint)
    return found


class Saved(NamedTuple):
    """What an action did. ``changed`` is False when the finding already was in that state and nothing was written."""

    decision: Decision
    before: Decision | None
    changed: bool
    notices: tuple[str, ...]


class CodingSession:
    """One coder at one review. Each action is on the disk when its method returns.

    ``findings`` are the review's, in order; ``path`` is the coder's log. Methods raise ScrError for what the rules do
    not allow, with nothing written; they re-read the log under its lock, so two sessions never lose each other's work.
    ``reread`` returns the findings when they have changed since it was asked last, else None: no decision is written on
    a text that is no longer there.
    """

    def __init__(
        self,
        review: str,
        coder: str,
        findings: Sequence[Finding],
        taxonomies: TaxonomySet,
        path: Path,
        clock: Callable[[], dt.datetime] = utc_now,
        reread: Callable[[], Sequence[Finding] | None] = lambda: None,
    ) -> None:
        self.review = review
        self.coder = check_coder(coder)
        self.findings = {finding.id: finding for finding in findings}
        self.taxonomies = taxonomies
        self.path = path
        self._clock = clock
        self._reread = reread
        self._now: dict[str, str] | None = None  # the texts of the findings, once they have changed on the disk
        self._memory = LogMemory()
        self.beside: tuple[str, ...] = ()
        """The coders of the workspace, where this one is new to it."""

    # Reading -----------------------------------------------------------------------------------------------------

    def decisions(self) -> dict[str, Decision]:
        """Return the decision that holds for each finding that has one."""
        return fold_log(read_log(self.path, self._memory).decisions)

    def finding(self, finding_id: str) -> Finding:
        """Return a finding of the review. Raises ScrError with the nearest id when there is none."""
        return named_finding(self.findings, self.review, finding_id)

    def next_uncoded(self, after: str = "") -> Finding | None:
        """Return the first finding without a decision, the first one after ``after`` if possible; None when all have one."""
        done = {name for name, decision in self.decisions().items() if decision.state != "cleared"}
        order = list(self.findings)
        start = order.index(after) + 1 if after in self.findings else 0
        return next((self.findings[name] for name in order[start:] + order[:start] if name not in done), None)

    def issue(self, issue_id: str) -> Issue:
        """Return an issue that a tag may use. Raises ScrError for unknown, placeholder and deprecated ones."""
        issue = called(self.taxonomies.issues, issue_id)
        if issue is None:
            hint = did_you_mean(issue_id, self.taxonomies.issues) or "see `scr taxonomy show`"
            raise ScrError(f"`{issue_id}` is not an issue of the taxonomies", hint)
        if issue.status == "placeholder":
            raise ScrError(f"{issue.id} is a placeholder and cannot be coded", "its wording was never recovered")
        if issue.status == "deprecated":
            instead = ", ".join(issue.replaced_by)
            raise ScrError(f"{issue.id} is deprecated and cannot be coded", f"use {instead}" if instead else "")
        return issue

    def causes(self, issue: Issue, given: Sequence[str]) -> tuple[str, ...]:
        """Return ``given`` as a tag stores causes: known, in order, `unclear` alone.

        ``none`` stands for no cause. Raises ScrError for a cause of another issue and for `unclear` beside a cause.
        """
        known = {cause.id: cause for cause in issue.causes}
        chosen: list[str] = []
        for name in given:
            full = f"{issue.id}.{name}" if name.isdigit() else name
            if name.casefold() in (UNCLEAR, "none"):
                full = name.casefold()
            elif (cause := called(known, full)) is not None:
                full = cause.id
            else:
                raise self._wrong_cause(issue, full, list(known))
            if full in known and known[full].family == UNCLEAR:
                full = UNCLEAR  # where the map prints "unclear", its cause and the value say the same
            if full not in chosen:
                chosen.append(full)
        if len(chosen) > 1 and (UNCLEAR in chosen or "none" in chosen):
            alone = UNCLEAR if UNCLEAR in chosen else "none"
            raise ScrError(f"`{alone}` cannot stand beside another cause", "give either")
        order = list(known)
        return () if chosen == ["none"] else tuple(sorted(chosen, key=lambda c: order.index(c) if c in known else -1))

    def _wrong_cause(self, issue: Issue, name: str, known: list[str]) -> ScrError:
        owner = called(self.taxonomies.causes, name)
        if owner is not None:
            return ScrError(f"{name} is a cause of {owner[0].id}, not of {issue.id}", f"{issue.id} has {_listed(known)}")
        hint = did_you_mean(name, known) or f"{issue.id} has {_listed(known)}"
        return ScrError(f"`{name}` is not a cause of {issue.id}", hint)

    # Acting ------------------------------------------------------------------------------------------------------

    def tag(
        self,
        finding_id: str,
        issue_id: str,
        causes: Sequence[str] | None = None,
        polarity: str | None = None,
        role: str | None = None,
        memo: str | None = None,
        other: str | None = None,
        suggested: Sequence[str] = (),
    ) -> Saved:
        """Apply an issue to a finding, or change the tag that is there; what is not given stays as it is.

        A finding with tags has exactly one primary tag: a new primary makes the former one secondary. A new tag is
        primary unless ``role`` is ``secondary``. Raises ScrError, too, for `unclear` beside a cause in other words.
        """
        issue = self.issue(issue_id)
        chosen = None if causes is None else self.causes(issue, causes)
        if polarity is not None and polarity not in POLARITIES:
            hint = did_you_mean(polarity, POLARITIES)
            raise ScrError(f"`{polarity}` is not a polarity: {', '.join(POLARITIES)}", hint)
        if role is not None and role not in ROLES:
            raise ScrError(f"`{role}` is not a role: {', '.join(ROLES)}", did_you_mean(role, ROLES))
        other = None if other is None else given_text("the other cause", other)

        def change(now: Decision) -> Decision:
            tags = {tag.issue: tag for tag in now.tags}
            old = tags.get(issue.id)
            tag = old or Tag(issue.id)
            tag = tag._replace(
                role=role or (old.role if old else "primary"),
                polarity=tag.polarity if polarity is None else polarity,
                causes=tag.causes if chosen is None else chosen,
                other=tag.other if other is None else other,
            )
            if tag.other and UNCLEAR in tag.causes:
                raise ScrError(f"`unclear` cannot stand beside another cause (“{tag.other}”)", "give either; --other '' takes it away")
            tags[issue.id] = tag
            settled = _one_primary(tuple(tags.values()), issue.id if tag.role == "primary" else "")
            return _plain(now, "coded")._replace(tags=settled, suggested=tuple(suggested))

        return self._act(finding_id, change, memo)

    def untag(self, finding_id: str, issue_id: str) -> Saved:
        """Take one issue away from a finding; without any left the finding is uncoded. Raises ScrError if not tagged."""

        def change(now: Decision) -> Decision:
            left = tuple(tag for tag in now.tags if tag.issue.casefold() != issue_id.casefold())
            if len(left) == len(now.tags):
                there = ", ".join(tag.issue for tag in now.tags)
                hint = f"it has {there}" if there else "it has no tags"
                raise ScrError(f"finding {now.finding} is not tagged {issue_id} by {self.coder}", hint)
            return _plain(now, "coded" if left else "cleared")._replace(tags=_one_primary(left))

        return self._act(finding_id, change)

    def memo(self, finding_id: str, memo: str) -> Saved:
        """Write a memo on a finding, whatever its state; an empty text takes the memo away."""
        return self._act(finding_id, lambda now: now, memo, judged=False)

    def no_match(self, finding_id: str, candidate: str, memo: str | None = None) -> Saved:
        """Say that no issue fits, and name a candidate for a new one."""
        name = given_text("the candidate", candidate, required=True)
        return self._act(finding_id, lambda now: _plain(now, "no_match")._replace(candidate=name), memo)

    def exclude(self, finding_id: str, reason: str, memo: str | None = None) -> Saved:
        """Say that the finding is not to be coded, and why."""
        why = given_text("the reason", reason, required=True)
        return self._act(finding_id, lambda now: _plain(now, "excluded")._replace(reason=why), memo)

    def clear(self, finding_id: str) -> Saved:
        """Make a finding uncoded again. Its memo stays."""
        return self._act(finding_id, lambda now: _plain(now, "cleared"))

    def undo(self, finding_id: str = "") -> Saved:
        """Take back this coder's last decision in the review, or on one finding. Raises ScrError when there is none."""
        return self._step(finding_id, back=True)

    def redo(self, finding_id: str = "") -> Saved:
        """Bring back the decision that was undone last. Raises ScrError when there is none."""
        return self._step(finding_id, back=False)

    def _act(self, finding_id: str, change: Callable[[Decision], Decision], memo: str | None = None, judged: bool = True) -> Saved:
        """Append what ``change`` makes of the decision that holds. Not ``judged``: the text need not have been read for it."""
        finding = self.finding(finding_id)
        note = None if memo is None else given_text("the memo", memo, lines=True)
        before: list[Decision | None] = []
        after: list[Decision] = []

        def decide(decisions: list[Decision]) -> list[Decision]:
            self._check_unchanged(finding)
            old = fold_log(decisions).get(finding.id)
            start = old or Decision(finding.id, "cleared", "", "", {})
            new = change(start._replace(undoes="", redoes="", mend="", suggested=()))
            new = new._replace(
                text=text_hash(finding.text) if judged or old is None else old.text,
                taxonomy=self.taxonomies.versions if judged or old is None else old.taxonomy,
                tool=VERSION,
                memo=start.memo if note is None else note,
            )
            before.append(old)
            after.append(new)
            nothing_yet = old is None and new.state == "cleared" and not new.memo
            return [] if nothing_yet or new.same_state(old) else [new]

        written, notices = self._append(decide)
        return Saved(written[0] if written else after[-1], before[-1], bool(written), notices)

    def _step(self, finding_id: str, back: bool) -> Saved:
        if finding_id:
            finding_id = self.finding(finding_id).id
        before: list[Decision | None] = []

        def decide(decisions: list[Decision]) -> list[Decision]:
            standing, undone = undo_stacks(decisions)
            self._look_again()
            may_move = self._movable(standing, fold_log(decisions), back)
            stack = [d for d in reversed(standing if back else undone) if finding_id in ("", d.finding)]
            moved = next(filter(may_move, stack), None)
            if moved is None:
                where = f"finding {finding_id} of {self.review}" if finding_id else self.review
                hint = f"the findings were changed since: see `scr log {self.review} --findings`" if stack else ""
                raise ScrError(f"there is nothing to {'undo' if back else 'redo'} for {self.coder} in {where}", hint)
            before.append(fold_log(decisions).get(moved.finding))
            if not back:
                return [moved._replace(undoes="", redoes=moved.decided_at, tool=VERSION)]
            earlier = next((d for d in reversed(standing) if d.finding == moved.finding and d is not moved), None)
            restored = earlier or Decision(moved.finding, "cleared", "", moved.text, self.taxonomies.versions)
            return [restored._replace(undoes=moved.decided_at, redoes="", mend="", tool=VERSION)]

        written, notices = self._append(decide)
        return Saved(written[0], before[-1], True, notices)

    def _movable(self, standing: list[Decision], held: Mapping[str, Decision], back: bool) -> Callable[[Decision], bool]:
        """Return what says whether undo (``back``) or redo may move a decision.

        What a change to the findings wrote is not the coder's to take back; nor is what was decided before it on a finding
        that it changed: `scr undo REVIEW --findings` does both. Nothing is brought back on a finding that is gone.
        """
        mended = {decision.finding: decision.decided_at for decision in standing if decision.mend}

        def may_move(decision: Decision) -> bool:
            name = decision.finding
            there = name in (self.findings if self._now is None else self._now) or (back and name in held and held[name].state != "cleared")
            return there and not decision.mend and decision.decided_at > mended.get(name, "")

        return may_move

    def _look_again(self) -> None:
        now = self._reread()
        if now is not None:
            self._now = {finding.id: finding.text for finding in now}

    def _check_unchanged(self, finding: Finding) -> None:
        """Raise ScrError when the finding is not what this session read; the log is locked, so it stays what it is."""
        self._look_again()
        text = finding.text if self._now is None else self._now.get(finding.id)
        if text != finding.text:
            how = "is no longer among the findings" if text is None else "has another text now"
            message = f"finding {finding.id} of {self.review} {how}: the findings were changed since they were read here"
            raise ScrError(message, "open the review again; nothing was saved")

    def _append(self, decide: Callable[[list[Decision]], list[Decision]]) -> tuple[list[Decision], tuple[str, ...]]:
        written, notice = append_decisions(self.path, lambda content: decide(content.decisions), self._clock, self._memory)
        return written, (notice,) if notice else ()


def _plain(now: Decision, state: str) -> Decision:
    return now._replace(state=state, tags=(), candidate="", reason="", suggested=())


def _one_primary(tags: tuple[Tag, ...], chosen: str = "") -> tuple[Tag, ...]:
    """Return the tags with exactly one primary: ``chosen``, else the one that is, else the first."""
    primary = chosen or next((tag.issue for tag in tags if tag.role == "primary"), tags[0].issue if tags else "")
    return tuple(tag._replace(role="primary" if tag.issue == primary else "secondary") for tag in tags)


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names)} and `unclear`" if names else "only `unclear`"


LONGEST = 300
LONGEST_MEMO = 5000


def given_text(what: str, value: str, required: bool = False, lines: bool = False, longest: int = 0) -> str:
    """Return text given by a person, trimmed. Raises ScrError for control characters, too much text, and none.

    ``longest`` is the number of characters that are kept; by default that of a memo for several lines, else that of a name.
    """
    text = value.replace("\r\n", "\n").strip() if lines else " ".join(value.split())
    longest = longest or (LONGEST_MEMO if lines else LONGEST)
    if len(text) > longest:
        raise ScrError(f"{what} has {len(text):,} characters; at most {longest:,} are kept", "say it in fewer words")
    if required and not text:
        raise ScrError(f"{what} is empty", "say it in a few words")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise ScrError(f"{what} holds bytes that are not UTF-8", "type it again") from None
    unsafe = unsafe_characters(text)
    if unsafe:
        raise ScrError(f"{what} holds control characters ({', '.join(unsafe)})", "type it again without them")
    return text
