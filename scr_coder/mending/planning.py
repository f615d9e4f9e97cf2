"""What a change would write: the files after it, its line in the history, and what becomes of decisions. Nothing is written here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from scr_coder.coding import Decision, fold_log
from scr_coder.mending import patch
from scr_coder.mending.change import Change, Was
from scr_coder.mending.following import Touched, follow, take_back
from scr_coder.mending.listing import (
    FINDINGS,
    LEFT_OUT,
    Listing,
    Removed,
    checked_listing,
    entries_as_written,
    gives_back,
    render_listing,
)
from scr_coder.mending.matching import match_findings
from scr_coder.mending.report import Mend, Report, listed
from scr_coder.problem import ScrError
from scr_coder.review import LeftOut
from scr_coder.review.write import findings_yaml, left_out_yaml
from scr_coder.text import text_hash, unsafe_characters

REVIEW = "review.yaml"
Logs = Mapping[str, Sequence[Decision]]
"""The decisions of each coder, in order."""


class Files(NamedTuple):
    """What a review holds on the disk, apart from decisions; ``review`` is the text of ``review.yaml``."""

    findings: Listing
    left_out: Listing
    review: str

    def report(self, review_id: str) -> Report:
        """Return the findings and what was left out. Raises ScrError when two of them have one id."""
        report = Report(review_id, tuple(one.finding for one in self.findings.entries), self.left_out.entries)
        return check_ids(report, "run `scr check`")


class Plan(NamedTuple):
    """A change that can be made to ``files``: its line without a moment, the report and the texts of files after it (None: no file).

    ``touched`` is what it means for the decisions of each coder; ``shown`` are the ids of what should be looked at.
    """

    files: Files
    change: Change
    after: Report
    texts: dict[str, str | None]
    touched: dict[str, Touched]
    shown: tuple[str, ...]
    notices: tuple[str, ...] = ()


def check_ids(report: Report, hint: str) -> Report:
    """Return the report. Raises ScrError when an id stands for two paragraphs, or two differ only in case."""
    seen: dict[str, str] = {}
    for name in [*(finding.id for finding in report.findings), *(one.finding.id for one in report.left_out)]:
        folded = name.casefold()
        other = seen.get(folded)
        seen[folded] = name
        if other is not None:
            twice = f"`{name}` is the id of two paragraphs" if other == name else f"the ids `{other}` and `{name}` differ only in case"
            raise ScrError(f"{report.review}: {twice}", hint)
    return report


def digest(text: str | None) -> str:
    """Return what a text is known by; empty for None."""
    return "" if text is None else hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def plan_mend(files: Files, before: Report, mend: Mend, logs: Logs, changes: Sequence[Change]) -> Plan:
    """Return the plan of one change to the findings. ``changes`` is the history so far."""
    now = _listings(files, mend.report, files.left_out.removed)
    change = _change(files, mend.report, now, Change("", mend.kind, mend.said, origin=mend.origin))
    hashes = {finding.id: text_hash(finding.text) for finding in mend.report.findings}
    gone = {finding.id for finding in before.findings} - set(hashes)
    if mend.kind == "restore":
        touched = {coder: _restored(coder, log, mend.shown, changes, hashes) for coder, log in logs.items()}
    else:
        touched = {coder: follow(fold_log(log), mend.origin, gone, hashes) for coder, log in logs.items()}
    change = change._replace(decisions=_moments(logs, _touched_ids(before, mend.report)))
    return Plan(files, change, mend.report, _texts(now), touched, mend.shown)


def _restored(coder: str, log: Sequence[Decision], ids: Iterable[str], changes: Sequence[Change], hashes: Mapping[str, str]) -> Touched:
    """Return what brings back the decisions that stood when these findings were left out; who has decided since keeps that."""
    lines = []
    for name in ids:
        away = next((change for change in reversed(changes) if _took(change, name)), None)
        if away is not None:
            lines += take_back(log, coder, away, {name: (name,)}, (), hashes).lines
    return Touched(lines, [])


def _took(change: Change, name: str) -> bool:
    taken, put = ({one.finding.id for hunk in change.findings for one in getattr(hunk, side)} for side in ("taken", "put"))
    return name in taken and name not in put


class Import(NamedTuple):
    """What importing a report again puts in the place of all findings. ``comment`` goes into the heads of both files.

    ``review`` is the new text of ``review.yaml``, None where it stays.
    """

    report: Report
    removed: Removed
    said: str
    comment: str = ""
    review: str | None = None


def plan_import(files: Files, before: Report, new: Import, logs: Logs) -> Plan:
    """Return the plan of replacing all findings by those of a report that was imported again."""
    check_ids(new.report, "nothing was changed")
    entries = tuple(LeftOut(finding, "") for finding in new.report.findings)
    now: dict[str, Listing] = {}
    if entries != files.findings.entries:
        now[FINDINGS] = checked_listing(FINDINGS, findings_yaml(new.report.findings, new.comment), entries, ())
    if (new.report.left_out, new.removed) != (files.left_out.entries, files.left_out.removed):
        text = left_out_yaml(new.report.left_out, new.removed, new.comment)
        now[LEFT_OUT] = checked_listing(LEFT_OUT, text, new.report.left_out, new.removed)
    texts = _texts(now)
    change = _change(files, new.report, now, Change("", "import", new.said))
    if new.removed != files.left_out.removed:
        change = change._replace(boilerplate=(files.left_out.removed, new.removed))
    if new.review is not None and new.review != files.review:
        if unsafe_characters(files.review.replace("\r\n", "\n")):
            raise ScrError("review.yaml holds bytes that are not UTF-8, or control characters", "mend it first; `scr check` says where")
        texts[REVIEW] = new.review
        change = change._replace(review=(files.review, new.review))
    hashes = {finding.id: text_hash(finding.text) for finding in new.report.findings}
    moved, lost = match_findings(before.findings, new.report.findings)
    # An id whose text has moved away, and to which none has moved, has no decision any more.
    empty = set(moved.values()) - set(moved)
    touched = {}
    for coder, log in logs.items():
        lines, guarded = follow(fold_log(log), {name: (source,) for name, source in moved.items()}, lost | empty, hashes)
        touched[coder] = Touched(lines, [name for name in guarded if name in lost])
    change = change._replace(decisions=_moments(logs, _touched_ids(before, new.report)))
    return Plan(files, change, new.report, texts, touched, ())


def plan_back(files: Files, before: Report, line: Change, first: Change, logs: Logs, redo: bool) -> Plan:
    """Return the plan of taking back what ``line`` did: the change ``first``, or (``redo``) the undoing of it.

    Raises ScrError when the files were changed since in a way that does not fit.
    """
    try:
        findings = patch.apply(patch.turned(line.findings), files.findings.entries, "finding")
        left_out = patch.apply(patch.turned(line.left_out), files.left_out.entries, "left-out paragraph")
        removed = files.left_out.removed
        if line.boilerplate is not None:
            if removed != line.boilerplate[1]:
                raise patch.DoesNotFit("the boilerplate in left_out.yaml has been changed since")
            removed = line.boilerplate[0]
    except patch.DoesNotFit as error:
        verb, hint = ("brought again" if redo else "taken back"), f"`scr log {before.review} --findings --json` shows what it did"
        raise ScrError(f"“{first.said}” cannot be {verb} in {before.review}: {error.args[0]}", hint) from None
    after = check_ids(Report(before.review, tuple(one.finding for one in findings), left_out), "nothing was changed")
    now = _listings(files, after, removed, line.written)
    for name, was in line.was.items():
        if name in now and digest(getattr(files, _ATTRIBUTE[name]).text) == was.after:
            empty = Listing(name, None, (), (), ())
            now[name] = empty if was.text is None else checked_listing(name, was.text, now[name].entries, now[name].removed)
    texts = _texts(now)
    bare = Change("", first.kind, first.said, undoes="" if redo else first.changed_at, redoes=first.changed_at if redo else "")
    change = _change(files, after, now, bare)._replace(origin=_turned_origin(line, before, after))
    notices = []
    if line.boilerplate is not None:
        change = change._replace(boilerplate=(line.boilerplate[1], line.boilerplate[0]))
    if line.review is not None and files.review == line.review[1]:
        texts[REVIEW], change = line.review[0], change._replace(review=(line.review[1], line.review[0]))
    elif line.review is not None:
        notices.append("review.yaml has been changed since and stays as it is")
    hashes = {finding.id: text_hash(finding.text) for finding in after.findings}
    gone = {finding.id for finding in before.findings} - set(hashes)
    touched = {coder: take_back(log, coder, line, change.origin, gone, hashes) for coder, log in logs.items()}
    change = change._replace(decisions=_moments(logs, _touched_ids(before, after)))
    there, aside = set(before.findings), {one.finding for one in before.left_out}
    shown = [finding.id for finding in after.findings if finding not in there]
    shown += [one.finding.id for one in after.left_out if one.finding not in aside]
    shown = shown or [one.finding.id for hunk in change.findings for one in hunk.put]
    return Plan(files, change, after, texts, touched, tuple(shown), tuple(notices))


def _turned_origin(line: Change, before: Report, after: Report) -> dict[str, tuple[str, ...]]:
    """Return for each finding that taking ``line`` back changes or brings, the findings that its text is in now."""
    now = {finding.id: finding.text for finding in before.findings}
    origin = {}
    for finding in after.findings:
        if now.get(finding.id) == finding.text:
            continue
        sources = tuple(name for name, origins in line.origin.items() if finding.id in origins)
        origin[finding.id] = sources or ((finding.id,) if finding.id in now else ())
    return origin


def _touched_ids(before: Report, after: Report) -> set[str]:
    """Return the ids of findings that come, go, or change their text."""
    old, new = ({finding.id: finding.text for finding in report.findings} for report in (before, after))
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def _moments(logs: Logs, ids: set[str]) -> dict[str, dict[str, str]]:
    found = {coder: {name: one.decided_at for name, one in fold_log(log).items() if name in ids} for coder, log in logs.items()}
    return {coder: dict(sorted(moments.items())) for coder, moments in sorted(found.items()) if moments}


# Files -------------------------------------------------------------------------------------------------------------------------

_ATTRIBUTE = {FINDINGS: "findings", LEFT_OUT: "left_out"}


def _listings(files: Files, after: Report, removed: Removed, written: Mapping[str, Mapping[str, str]] = {}) -> dict[str, Listing]:
    """Return the files that change, as they will be; ``written`` maps names of files to entries as somebody wrote them."""
    entries = tuple(LeftOut(finding, "") for finding in after.findings)
    now: dict[str, Listing] = {}
    if entries != files.findings.entries:
        now[FINDINGS] = render_listing(files.findings, entries, (), written.get(FINDINGS, {}))
    if (after.left_out, removed) != (files.left_out.entries, files.left_out.removed):
        now[LEFT_OUT] = render_listing(files.left_out, after.left_out, removed, written.get(LEFT_OUT, {}))
    return now


def _texts(now: Mapping[str, Listing]) -> dict[str, str | None]:
    return {name: listing.text for name, listing in now.items()}


def _change(files: Files, after: Report, now: Mapping[str, Listing], change: Change) -> Change:
    """Return the change with its hunks, and what is needed besides to give the files back to the last byte."""
    entries = tuple(LeftOut(finding, "") for finding in after.findings)
    hunks = {
        FINDINGS: patch.difference(files.findings.entries, entries),
        LEFT_OUT: patch.difference(files.left_out.entries, after.left_out),
    }
    written, was = {}, {}
    for name, listing in now.items():
        old: Listing = getattr(files, _ATTRIBUTE[name])
        own = entries_as_written(old, [one for hunk in hunks[name] for one in hunk.taken])
        if listing.text is None or old.text is None or not gives_back(listing, old, own):
            was[name] = Was(old.text, digest(listing.text))
        elif own:
            written[name] = own
    return change._replace(findings=hunks[FINDINGS], left_out=hunks[LEFT_OUT], written=written, was=was)


def refusal(plan: Plan, back: str = "") -> ScrError | None:
    """Return why a plan must not be carried out unasked: it touches decisions that stand. ``back`` is ``undo`` or ``redo``."""
    guarded = {coder: touched.guarded for coder, touched in sorted(plan.touched.items()) if touched.guarded}
    if not guarded:
        return None
    ids = list(dict.fromkeys(name for names in guarded.values() for name in names))
    whose = listed([f"{coder} ({len(names)})" for coder, names in guarded.items()])
    what = f"finding {ids[0]} has" if len(ids) == 1 else f"findings {listed(ids)} have"
    if back:
        hint = "--with-decisions lets what was decided since follow the text, or undo that first"
        return ScrError(f"{what} been decided on since, by {whose}", hint)
    clears = plan.change.kind in ("drop", "import")
    hint = (
        "--with-decisions clears them; undo brings them back"
        if clears
        else "--with-decisions lets them follow the text, to be looked at again"
    )
    return ScrError(f"{what} decisions of {whose}", hint)
