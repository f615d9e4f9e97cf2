"""From a number of a table back to the findings behind it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from scr_coder.bulk import bulk_reading
from scr_coder.problem import ScrError, did_you_mean
from scr_coder.review.quick import QuickFinding, quick_texts
from scr_coder.tables.counting import OWN_CAUSES, RELATION_OF, Counting
from scr_coder.tables.facts import Source
from scr_coder.tables.kinds import KINDS
from scr_coder.tables.notes import discreet_notes, telling_of, texts_of, what_was_found
from scr_coder.tables.percent import shown_percent
from scr_coder.tables.request import TableRequest
from scr_coder.tables.together import engine_for
from scr_coder.taxonomy import UNCLEAR
from scr_coder.workspace import Workspace

TABLE_OF = {"issue": "issues", "area": "areas", "cause": "causes", "family": "families", "candidate": "candidates"}
"""The table in which a dimension is counted."""


class Given(NamedTuple):
    """What one coder gave a finding: a tag with its causes, or the name of a candidate."""

    coder: str
    issue: str
    role: str
    polarity: str
    causes: tuple[str, ...]
    candidate: str = ""


class Behind(NamedTuple):
    """One finding that stands behind a number, with what the coders who are heard gave it."""

    review: str
    finding: str
    tags: tuple[Given, ...]


class Asked(NamedTuple):
    """What a number counts: a value of a dimension; for a cause, ``issue`` is the issue that it was given for."""

    dimension: str
    id: str
    label: str
    issue: str = ""


class WhyCount(NamedTuple):
    """A number as its table shows it, and every finding behind it, by review and finding."""

    asked: Asked
    unit: str
    n: int
    base: int
    percent: float | None
    layer: str
    filters: dict[str, object]
    findings: tuple[Behind, ...]
    notes: tuple[str, ...]
    provenance: dict[str, Any]


def why_count(name: str, request: TableRequest, source: Source, why: str = "", discreet: bool = False) -> WhyCount:
    """Return a number of a table and the findings behind it.

    ``name`` is an issue (C02), an area (C), a cause (C02.1), a family (capacity) or a candidate; ``why`` narrows an issue
    to one of its causes, or to unclear, other, disagreed or not_coded. ``request`` says which reviews and decisions;
    the name of its table does not matter, since ``name`` decides it. The number is that of the table's own query, over
    the reviews that `TableRequest.where` lets through; the findings come from another. ``discreet``: with notes that tell
    no counts. Whether the number may be told, `scr_coder.tables.guarded_why` decides. Raises ScrError for a name that is
    none.
    """
    with engine_for(source) as engine:
        counting = Counting(request, source, engine)
        loaded = counting.open()
        asked = _asked(counting, name, why)
        n, base, percent = _number(counting, asked)
        found = _behind(counting, asked.dimension, asked)
        quality = counting.quality()
        said = list(what_was_found(KINDS[TABLE_OF[asked.dimension]], request, quality))
        notes = discreet_notes(texts_of(said), telling_of(said)) if discreet else texts_of(said)
        return WhyCount(
            asked=asked,
            unit=counting.unit,
            n=n,
            base=base,
            percent=percent,
            layer=request.layer,
            filters=request.filters(),
            findings=tuple(found.get(key_of(asked), ())),
            notes=(*notes, *loaded),
            provenance=source.provenance(),
        )


def findings_behind(request: TableRequest, source: Source, dimension: str = "issue") -> dict[tuple[str, ...], list[Behind]]:
    """Return the findings behind every number of a table at once, by the keys of its rows, those without any left out.

    ``dimension`` is issue, area, cause, family or candidate. A key has one part, that of a cause two: issue and cause.
    The findings of one review are those behind its share in the number, so one call serves the columns of every
    attribute: pick by review. One load of the facts and two queries, whatever the number of rows.
    """
    with engine_for(source) as engine:
        counting = Counting(request, source, engine)
        counting.open()
        with bulk_reading():
            return _behind(counting, dimension)


def places(workspace: Workspace, behind: Iterable[Behind]) -> dict[tuple[str, str], QuickFinding]:
    """Return locator and text of each finding, by review and finding; those that are in no file any more are left out.

    Only the reviews that occur are read. Raises ScrError naming the first problem of a file that cannot be read.
    """
    wanted: dict[str, set[str]] = {}
    for one in behind:
        wanted.setdefault(one.review, set()).add(one.finding)
    found: dict[tuple[str, str], QuickFinding] = {}
    with bulk_reading():
        for review, findings in wanted.items():
            found.update({(review, place.id): place for place in _texts(workspace, review) if place.id in findings})
    return found


def _texts(workspace: Workspace, review: str) -> Sequence[QuickFinding]:
    with contextlib.suppress(OSError):
        quick = quick_texts((workspace.reviews_folder / review / "findings.yaml").read_bytes())
        if quick is not None:
            return quick
    return [QuickFinding(f.id, f.page, f.paragraph, f.lines, f.text) for f in workspace.findings(review)]


# What is asked for --------------------------------------------------------------------------------------------------


def _asked(counting: Counting, name: str, why: str) -> Asked:
    known = {dimension: dict(counting.labels(dimension)) for dimension in RELATION_OF}
    own = dict(OWN_CAUSES)
    for dimension in ("issue", "area", "cause", "family"):
        for spelled in (name, name.upper(), name.lower()):
            if spelled in known[dimension] and not (dimension == "cause" and spelled in own):
                asked = Asked(dimension, spelled, known[dimension][spelled])
                return _with_cause(counting, asked, why) if why or dimension == "cause" else asked
    candidates = [row[0] for row in counting.engine.run("select distinct candidate from layer_candidates order by candidate")]
    for candidate in candidates:
        if candidate.strip().casefold() == name.strip().casefold() and not why:
            return Asked("candidate", candidate, candidate)
    every = [key for keys in known.values() for key in keys if key not in own]
    raise ScrError(
        f"`{name}` is no issue, area, cause, family or candidate", did_you_mean(name, [*every, *candidates]) or "see `scr taxonomy show`"
    )


def _with_cause(counting: Counting, asked: Asked, why: str) -> Asked:
    """Return the cause that is meant, with its issue."""
    causes = counting.engine.run("select issue, cause, label, family from why order by position")
    if asked.dimension == "cause":
        if why:
            raise ScrError(f"{asked.id} is a cause already", "leave --why out")
        return asked._replace(issue=next(issue for issue, cause, *_ in causes if cause == asked.id))
    if asked.dimension != "issue":
        raise ScrError(f"--why narrows an issue, and {asked.id} is {'an area' if asked.dimension == 'area' else 'a family'}")
    labels = {cause: label for issue, cause, label, _ in causes if issue == asked.id} | dict(OWN_CAUSES)
    if why.lower() == UNCLEAR:  # where the map itself prints it, it is a cause of the issue
        why = next((cause for issue, cause, _, family in causes if issue == asked.id and family == UNCLEAR), why)
    for spelled in (why, why.upper(), why.lower()):
        if spelled in labels:
            return Asked("cause", spelled, labels[spelled], asked.id)
    raise ScrError(f"--why: `{why}` is no cause of {asked.id}", did_you_mean(why, labels) or f"there are {', '.join(labels)}")


def key_of(asked: Asked) -> tuple[str, ...]:
    """Return what the row of a number begins with in its table: a cause stands there behind its issue."""
    return (asked.issue, asked.id) if asked.dimension == "cause" else (asked.id,)


def _number(counting: Counting, asked: Asked) -> tuple[int, int, float | None]:
    """Return n, base and percentage as the table of the dimension shows them; a value that has no row has none."""
    laid = KINDS[TABLE_OF[asked.dimension]].lay_out(counting)
    names = [column.name for column in laid.columns]
    key = key_of(asked)
    for row in laid.rows:
        if row[: len(key)] == key:
            return row[names.index("n")], row[names.index("base")], row[names.index("percent")]
    if asked.dimension == "cause":  # its own values have a row only where they occur; the base is that of the issue
        issue = Asked("issue", asked.issue, "")
        base = _number(counting, issue)[0]
    else:
        base = counting.base[counting.at]
    return 0, base, shown_percent(0, base)


# What is behind it --------------------------------------------------------------------------------------------------


def _behind(counting: Counting, dimension: str, asked: Asked | None = None) -> dict[tuple[str, ...], list[Behind]]:
    if dimension == "candidate":
        return _behind_candidates(counting)
    key = {"issue": ("issue",), "area": ("area",), "cause": ("issue", "cause"), "family": ("family",)}[dimension]
    source = "layer_why" if dimension in ("cause", "family") else "layer_tags"
    of = {name: f"{'i' if name == 'area' else 't'}.{name}" for name in dict.fromkeys([*key, "issue"])}
    query = f"select distinct t.review, t.finding, {', '.join(of.values())} from {source} t join issues i on t.issue = i.issue"
    if asked is not None:
        counting.engine.relation("asked", key, [key_of(asked)])
        query += " join asked a on " + " and ".join(f"{of[name]} = a.{name}" for name in key)
    counting.engine.keep("behind", query)
    tags: dict[tuple[str, str], list[Given]] = {}
    for review, finding, issue, coder, role, polarity, cause in counting.query("given"):
        given = tags.setdefault((review, finding), [])
        causes = (cause,) if cause is not None else ()
        if given and given[-1][:2] == (coder, issue):
            given[-1] = given[-1]._replace(causes=given[-1].causes + causes)
        else:
            given.append(Given(coder, issue, role, polarity, causes))
    issues: dict[tuple[tuple[str, ...], str, str], set[str]] = {}
    for review, finding, *values in counting.engine.run(f"select review, finding, {', '.join(key)}, issue from behind"):
        issues.setdefault((tuple(values[:-1]), review, finding), set()).add(values[-1])
    found: dict[tuple[str, ...], list[Behind]] = {}
    for (value, review, finding), shown in sorted(issues.items(), key=lambda item: (item[0][1], natural(item[0][2]))):
        found.setdefault(value, []).append(Behind(review, finding, tuple(one for one in tags[review, finding] if one.issue in shown)))
    return found


def _behind_candidates(counting: Counting) -> dict[tuple[str, ...], list[Behind]]:
    said: dict[tuple[str, str, str], list[Given]] = {}
    for review, finding, candidate, coder, spelled in counting.engine.run(
        "select l.review, l.finding, l.candidate, h.coder, h.candidate from layer_candidates l "
        "join heard h on l.review = h.review and l.finding = h.finding and lower(trim(h.candidate)) = lower(trim(l.candidate)) "
        "join layer_findings f on l.review = f.review and l.finding = f.finding "
        "where h.state = 'no_match' and (f.reconciled = 0 or h.coder = 'consensus') order by h.coder"
    ):
        said.setdefault((candidate, review, finding), []).append(Given(coder, "", "", "", (), spelled))
    found: dict[tuple[str, ...], list[Behind]] = {}
    for (candidate, review, finding), tags in sorted(said.items(), key=lambda item: (item[0][1], natural(item[0][2]))):
        found.setdefault((candidate,), []).append(Behind(review, finding, tuple(tags)))
    return found


def natural(finding: str) -> list[tuple[int, int, str]]:
    """Return what findings are sorted by: numbers in their ids as numbers, so that 4.10 comes after 4.9."""
    return [(1, int(part), "") if part.isdecimal() else (0, 0, part) for part in re.split(r"([0-9]+)", finding) if part]
