"""What a change makes of the findings of a review and of what was left out: pure functions from one `Report` to the next.

A report is one sequence of paragraphs; some are findings, the others were left out. Every change is made on that sequence,
so a paragraph that comes back stands where it stood.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from scr_coder.coding.session import given_text, named_finding
from scr_coder.mending import cutting
from scr_coder.problem import ScrError, did_you_mean
from scr_coder.review import Finding, LeftOut
from scr_coder.text import called, count_of

DROPPED = "dropped"
MAX_TEXT = 100_000
"""Characters of a text, as `findings.schema.json` has it."""
_MAX_PAGE, _MAX_PARAGRAPH = 20, 100


class Report(NamedTuple):
    """The findings of a review in order, and what was left out, in the order of the report."""

    review: str
    findings: tuple[Finding, ...]
    left_out: tuple[LeftOut, ...] = ()

    def finding(self, finding_id: str) -> Finding:
        """Return a finding by its id. Raises ScrError with the nearest id when there is none."""
        return named_finding({finding.id: finding for finding in self.findings}, self.review, finding_id)


class Mend(NamedTuple):
    """What a change makes of a report.

    ``kind`` is split, join, drop, move, restore or import; ``said`` says it in a few words, by ids. ``origin`` maps each
    finding that a change made to those that its text comes from. ``shown`` are the ids of what should be looked at.
    """

    report: Report
    kind: str
    said: str
    origin: Mapping[str, tuple[str, ...]]
    shown: tuple[str, ...]


def placed(paragraphs: Iterable[Finding | LeftOut], review: str = "") -> Report:
    """Return the report of all paragraphs in their order: each one left out says before which finding it stood."""
    findings: list[Finding] = []
    left_out: list[LeftOut] = []
    following = ""
    for one in reversed(list(paragraphs)):
        if isinstance(one, LeftOut):
            left_out.append(one._replace(before=following))
        else:
            findings.append(one)
            following = one.id
    return Report(review, tuple(reversed(findings)), tuple(reversed(left_out)))


def in_order(report: Report) -> list[Finding | LeftOut]:
    """Return all paragraphs of a report in their order: the reverse of `placed`.

    What was left out before a finding that is not there stands at the end.
    """
    known = {finding.id for finding in report.findings}
    waiting: dict[str, list[LeftOut]] = {}
    for one in report.left_out:
        waiting.setdefault(one.before if one.before in known else "", []).append(one)
    everything: list[Finding | LeftOut] = []
    for finding in report.findings:
        everything += [*waiting.get(finding.id, ()), finding]
    return [*everything, *waiting.get("", ())]


def _changed(report: Report, change: Callable[[Finding | LeftOut], Sequence[Finding | LeftOut]]) -> Report:
    """Return the report with each paragraph replaced by what ``change`` makes of it."""
    return placed((new for one in in_order(report) for new in change(one)), report.review)


def split_finding(
    report: Report, finding_id: str, at: Sequence[str] = (), after_sentences: Sequence[int] = (), lines: bool = False
) -> Mend:
    """Cut one finding in parts: where the words of ``at`` begin, after sentences (counted from 1), at each line.

    The first part keeps the id, the others get ``-b``, ``-c`` and so on. Raises ScrError when it cannot be cut there.
    """
    finding = report.finding(finding_id)
    where = f"finding {finding.id}"
    places = [cutting.place_of_words(finding.text, words, where) for words in at]
    places += [cutting.place_after_sentence(finding.text, number, where) for number in after_sentences]
    places += cutting.places_of_lines(finding.text, where) if lines else []
    if not places:
        raise ScrError("where to split is not said", "add --at WORDS, --after-sentence N or --lines")
    texts = [text for text in cutting.cut(finding.text, places) if text.strip()]  # two ways of saying one place leave nothing between
    taken = [one.id for one in report.findings] + [one.finding.id for one in report.left_out]
    ids = [finding.id, *cutting.part_ids(finding.id, len(texts) - 1, taken)]
    parts = [finding._replace(id=name, text=text) for name, text in zip(ids, texts, strict=True)]
    after = _changed(report, lambda one: parts if one is finding else [one])
    origin = dict.fromkeys(ids, (finding.id,))
    return Mend(after, "split", f"split {finding.id} into {listed(ids)}", origin, tuple(ids))


def join_findings(report: Report, finding_ids: Sequence[str], as_lines: bool = False) -> Mend:
    """Make one finding of several neighbours, with a blank or a line end between their texts. The first id stays.

    Raises ScrError unless they are two or more that follow each other in this order.
    """
    chosen = [report.finding(name) for name in finding_ids]
    order = [finding.id for finding in report.findings]
    _check_neighbours([order.index(finding.id) for finding in chosen], order)
    text = ("\n" if as_lines else " ").join(finding.text for finding in chosen)
    if len(text) > MAX_TEXT:
        raise ScrError(f"the joined text would have {len(text):,} characters; at most {MAX_TEXT:,} are kept", "join fewer")
    first, others = chosen[0], chosen[1:]
    joined = first._replace(
        text=text,
        page=_span([finding.page for finding in chosen], _MAX_PAGE),
        paragraph=_labels([finding.paragraph for finding in chosen]),
        lines=_span([finding.lines for finding in chosen], 1 << 20),
    )
    after = _changed(report, lambda one: [joined] if one is first else [] if one in others else [one])
    ids = tuple(finding.id for finding in chosen)
    return Mend(after, "join", f"join {listed(ids)}", {first.id: ids}, (first.id,))


def _check_neighbours(places: list[int], order: list[str]) -> None:
    if len(places) < 2:
        raise ScrError("a finding cannot be joined alone", "name the next one, too")
    for one, other in itertools.pairwise(places):
        if one == other:
            raise ScrError(f"finding {order[one]} is given twice", "name each once")
        if other < one:
            raise ScrError(f"finding {order[other]} stands before {order[one]}", "name them in the order of the review")
        if other > one + 1:
            between = order[one + 1 : other]
            stand = "stands" if len(between) == 1 else "stand"
            raise ScrError(
                f"{listed(between)} {stand} between {order[one]} and {order[other]}", "join all of them, or `scr move` one first"
            )


_NUMBERS = re.compile(r"([0-9]+(?:\.[0-9]+)*)(?:-([0-9]+(?:\.[0-9]+)*))?")


def _span(values: Sequence[str], longest: int) -> str:
    """Return pages, labels or lines as one range: ``12`` and ``13-14`` as ``12-14``; the first where that is too long."""
    given = list(dict.fromkeys(value for value in values if value))
    if len(given) < 2:
        return given[0] if given else ""
    first, last = (_NUMBERS.fullmatch(value) for value in (given[0], given[-1]))
    begin = first[1] if first else given[0]
    end = (last[2] or last[1]) if last else given[-1]
    if begin.isdigit() and end.isdigit() and all(_NUMBERS.fullmatch(value) for value in given):
        every = [int(number) for value in given for number in value.split("-") if number.isdigit()]
        begin, end = str(min(every)), str(max(every))
    span = begin if begin == end else f"{begin}-{end}"
    return span if len(span) <= longest else given[0]


def _labels(values: Sequence[str]) -> str:
    """Return the labels of paragraphs, each once: a range would name others, too. Where that is too long, first and last."""
    labels = list(dict.fromkeys(label for value in values for label in value.split(", ") if label))
    text = ", ".join(labels)
    return text if len(text) <= _MAX_PARAGRAPH else _span([labels[0], labels[-1]], _MAX_PARAGRAPH)


def drop_findings(report: Report, finding_ids: Sequence[str], reason: str = "") -> Mend:
    """Leave findings out. Raises ScrError for ids that are no findings, and for a reason that cannot be kept."""
    chosen = list(dict.fromkeys(report.finding(name) for name in finding_ids))
    why = given_text("the reason", reason, longest=190)
    said = f"{DROPPED}: {why}" if why else DROPPED
    after = _changed(report, lambda one: [LeftOut(one, said)] if isinstance(one, Finding) and one in chosen else [one])
    ids = tuple(finding.id for finding in chosen)
    return Mend(after, "drop", f"drop {listed(ids)}", {}, ids)


def move_finding(report: Report, finding_id: str, before: str = "", after: str = "", first: bool = False, last: bool = False) -> Mend:
    """Put a finding elsewhere in the order: before or after another, first or last; exactly one of them.

    Raises ScrError when it is moved before or after itself.
    """
    if sum(map(bool, (before, after, first, last))) != 1:
        raise ScrError("where to move it is not said once", "add one of --before ID, --after ID, --first and --last")
    finding = report.finding(finding_id)
    other = report.finding(before or after) if before or after else None
    if other is finding:
        raise ScrError(f"finding {finding.id} cannot be moved {'before' if before else 'after'} itself", "name another")
    everything = in_order(report)
    rest = [one for one in everything if one is not finding]
    at = rest.index(other) + bool(after) if other else 0 if first else len(rest)
    where = f"{'before' if before else 'after'} {other.id}" if other else "to the beginning" if first else "to the end"
    moved = placed([*rest[:at], finding, *rest[at:]], report.review)
    if [one.id for one in moved.findings] == [one.id for one in report.findings]:
        moved = report
    return Mend(moved, "move", f"move {finding.id} {where}", {}, (finding.id,))


def restore_findings(report: Report, ids: Sequence[str]) -> Mend:
    """Make findings of paragraphs that were left out, each at its place. Raises ScrError for ids that were not left out."""
    known = {one.finding.id: one for one in report.left_out}
    chosen: list[LeftOut] = []
    for name in ids:
        one = called(known, name)
        if one is None:
            if called({finding.id: finding for finding in report.findings}, name):
                raise ScrError(f"{name} is a finding of {report.review} already", "nothing was changed")
            hint = did_you_mean(name, known) or f"see `scr findings {report.review} --left-out`"
            raise ScrError(f"nothing that was left out of {report.review} is called `{name}`", hint)
        chosen += [] if one in chosen else [one]
    after = _changed(report, lambda one: [one.finding] if isinstance(one, LeftOut) and one in chosen else [one])
    names = tuple(one.finding.id for one in chosen)
    return Mend(after, "restore", f"restore {listed(names)}", {}, names)


def listed(names: Sequence[str]) -> str:
    """Return ``4.17``, ``4.17 and 4.18``, or ``4.17, 4.18 and 4.19``; of many, the first ones and how many there are."""
    if len(names) > 8:
        return f"{', '.join(names[:6])} and {count_of(len(names) - 6, 'other')}"
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
