"""What becomes of decisions when findings change: they follow the text that they were made on, and never look fresh on another.

A coder's log is only ever appended to. A line that follows a change has its moment in ``mend``; see `coding.log.undo_stacks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from scr_coder.coding import Decision, Tag, fold_log
from scr_coder.coding.log import undo_stacks
from scr_coder.mending.change import Change
from scr_coder.taxonomy import UNCLEAR
from scr_coder.version import VERSION

Origin = Mapping[str, Sequence[str]]
_WEIGHT = {"coded": 3, "no_match": 2, "excluded": 1, "cleared": 0}
"""What weighs more holds where states differ, as when tables count coders together (`tables/sql/layer_any.sql`)."""


class Touched(NamedTuple):
    """What a change means for one coder: the lines to append, and the findings whose decisions must not change unasked."""

    lines: list[Decision]
    guarded: list[str]


def decided(decision: Decision | None) -> bool:
    """Return whether this is a decision that stands: not cleared."""
    return decision is not None and decision.state != "cleared"


def follow(held: Mapping[str, Decision], origin: Origin, gone: Iterable[str], hashes: Mapping[str, str]) -> Touched:
    """Return what a coder's decisions become when each finding of ``origin`` gets its text from others, and some are gone.

    ``held`` are the decisions that hold; ``hashes`` those of the findings' texts after the change.
    """
    lines = []
    for target, sources in origin.items():
        with_memo = len(sources) > 1 or target in sources  # a part of a finding does not repeat a note on the whole
        wanted = joined(target, [held[name] for name in sources if name in held], hashes[target], with_memo)
        if wanted is not None and not wanted.same_state(held.get(target)):
            lines.append(wanted)
    gone = sorted(gone)
    lines += [_cleared(held[name]) for name in gone if name in held and (decided(held[name]) or _memo_went(name, held, origin))]
    touched = {name for sources in origin.values() for name in sources} | set(gone)
    return Touched(lines, sorted(name for name in touched if decided(held.get(name))))


def _memo_went(name: str, held: Mapping[str, Decision], origin: Origin) -> bool:
    return bool(held[name].memo) and any(name in sources for sources in origin.values())


def joined(target: str, found: Sequence[Decision], text: str, memo_alone: bool = True) -> Decision | None:
    """Return one decision for ``target`` that says what all of ``found`` say; None when they say nothing.

    Tags are united, the primary one of the first stays primary. Where states differ, a tag weighs more than no match, and
    no match more than an exclusion; the memo says what gave way. The decision is fresh on ``text`` (a hash) only if all were
    made on just that text. A memo without a decision counts only if ``memo_alone``.
    """
    standing = [one for one in found if decided(one)]
    memos = list(dict.fromkeys(one.memo for one in found if one.memo))
    if not standing:
        return found[0]._replace(finding=target, memo="\n".join(memos), **_NEW) if memos and memo_alone else None
    state = max((one.state for one in standing), key=_WEIGHT.__getitem__)
    first = next(one for one in standing if one.state == state)
    gave_way = [one for one in standing if one is not first and one.state != "coded" and not _says_the_same(one, first)]
    memos += [f"[{one.finding} was {_in_words(one)}]" for one in gave_way]
    tags, differing = _united([one for one in standing if one.state == "coded"])
    memos += differing
    read = next((one.text for one in standing if one.text != text), text)
    return first._replace(finding=target, tags=tags, memo="\n".join(memos), text=read, **_NEW)


_NEW: dict[str, Any] = {"undoes": "", "redoes": "", "suggested": (), "mend": "", "tool": VERSION}


def _says_the_same(one: Decision, other: Decision) -> bool:
    return (one.state, one.candidate, one.reason) == (other.state, other.candidate, other.reason)


def _in_words(decision: Decision) -> str:
    return f"no match: {decision.candidate}" if decision.state == "no_match" else f"excluded: {decision.reason}"


def _united(coded: Sequence[Decision]) -> tuple[tuple[Tag, ...], list[str]]:
    """Return the tags of all, each issue once, and what a memo should say of those that differ in polarity."""
    united: dict[str, Tag] = {}
    said = []
    for one in coded:
        for tag in one.tags:
            old = united.get(tag.issue)
            if old is None:
                united[tag.issue] = tag if one is coded[0] else tag._replace(role="secondary")
                continue
            if old.polarity != tag.polarity:
                said.append(f"[{tag.issue} was {tag.polarity} in {one.finding}]")
            other = "; ".join(dict.fromkeys(text for text in (old.other, tag.other) if text))
            causes = tuple(dict.fromkeys([*old.causes, *tag.causes]))
            if len(causes) > 1 or other:  # the review says why in one place: that it does not in the other is no cause
                causes = tuple(cause for cause in causes if cause != UNCLEAR)
            united[tag.issue] = old._replace(causes=causes, other=other)
    return tuple(united.values()), said


def _cleared(decision: Decision) -> Decision:
    return decision._replace(state="cleared", tags=(), candidate="", reason="", memo="", **_NEW)


def take_back(
    log: Sequence[Decision], coder: str, change: Change, origin: Origin, gone: Iterable[str], hashes: Mapping[str, str]
) -> Touched:
    """Return what a coder's decisions become when ``change`` is taken back: what they were before, to the letter.

    ``log`` are all decisions of the coder, in order. ``origin`` maps each finding that comes back or changes back to those
    that its text is in now; ``gone`` are the findings that are no longer there then; ``hashes`` are of the texts after that.
    What the coder has decided since follows the text.
    """
    moments = change.decisions.get(coder, {})
    held, standing = fold_log(log), undo_stacks(log)[0]
    by_moment = {decision.decided_at: decision for decision in log}
    before = {name: by_moment.get(moment) for name, moment in moments.items()}
    mine = {decision.finding: decision for decision in log if decision.mend == change.changed_at}
    barriers = {decision.finding: decision for decision in standing if decision.mend == change.changed_at}
    gone = set(gone)
    names = set(origin) | gone | {name for sources in origin.values() for name in sources}
    since = {name for name in names if not _same(held.get(name), mine.get(name) or before.get(name))}
    lines = []
    for name in sorted(set(origin) | gone):
        now, then, undoes = held.get(name), before.get(name), ""
        if name not in gone and since.intersection(origin[name]):
            new = joined(name, [held[source] for source in origin[name] if source in held], hashes[name])
        else:
            new = then if then is not None and not (name in gone and decided(then)) else _cleared(now) if now else None
            undoes = barriers[name].decided_at if name in barriers and name not in since else ""
        if new is not None and not _same(new, now):
            lines.append(new._replace(**{**_NEW, "undoes": undoes}))
    left = {name: mine.get(name) or before.get(name) for name in since}
    return Touched(lines, sorted(name for name in since if decided(held.get(name)) or decided(left[name])))


def _same(one: Decision | None, other: Decision | None) -> bool:
    """Return whether both say the same; no decision, and a cleared one without a memo, say the same."""
    said = [None if d is None or (d.state == "cleared" and not d.memo) else d for d in (one, other)]
    return said[0].same_state(said[1]) if said[0] is not None else said[1] is None
