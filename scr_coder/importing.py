"""Bring reports into a workspace: what an import would write, what it would do to decisions, and the writing of it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from scr_coder.coding import fold_log, read_log
from scr_coder.files import sync_directory, usual_mode, write_atomic
from scr_coder.ingest.clean import clean_text
from scr_coder.ingest.document import Block, Document, Doubt
from scr_coder.ingest.guesses import Guess, guess_attributes
from scr_coder.ingest.narrowing import in_section, narrowed
from scr_coder.ingest.sandbox import ReadReport
from scr_coder.ingest.split import Entry, pieces, split_document
from scr_coder.mending import mends_since_import, record_import, replace_findings
from scr_coder.mending.matching import match_findings
from scr_coder.problem import ScrError, did_you_mean
from scr_coder.review import Finding, LeftOut, RemovedText
from scr_coder.review.amend import amended
from scr_coder.review.write import GUESSED, findings_yaml, left_out_yaml, review_yaml
from scr_coder.text import count_of, one_line, printable, text_hash, unsafe_characters
from scr_coder.version import VERSION
from scr_coder.workspace import REVIEW_ID, Workspace

MOST_TITLE, MOST_VALUE, MOST_NAME = 300, 1_000, 255
"""Characters of a title, of an attribute's value and of a file's name (taxonomy/schema/review.schema.json)."""
_PARTS = "Further parts of the report, whose pages go on from the first:"


class Choice(NamedTuple):
    """What is taken of a report: see `narrowing.narrowed`; ``title`` is empty for the report's own."""

    only: str = "all"
    section: str = ""
    pages: frozenset[int] | None = None
    title: str = ""


class Effect(NamedTuple):
    """What an update does to a decision that stands: its finding's text ``changes``, or ``moves`` to another, or ``goes``.

    ``to`` is the finding that has the text now, where it moves.
    """

    coder: str
    finding: str
    what: str
    to: str = ""


class Comparison(NamedTuple):
    """How many findings an update adds, changes, moves to another number, takes away, and leaves as they are."""

    new: int
    changed: int
    moved: int
    gone: int
    same: int


class Plan(NamedTuple):
    """What an import writes. ``guesses`` are the attributes that were guessed, among ``attributes``.

    Where the review ``exists``, ``effects`` are those on its decisions, and ``mends`` the number of changes that were made to
    its findings since they were imported, which an update loses.
    """

    review: str
    title: str
    source: dict[str, str | int]
    attributes: dict[str, tuple[str, ...]]
    guesses: dict[str, Guess]
    findings: list[Finding]
    left_out: list[LeftOut]
    removed: list[RemovedText]
    doubts: list[Doubt]
    remarks: list[str]
    textless: list[int]
    pages: int
    exists: bool
    effects: list[Effect]
    mends: int = 0
    compared: Comparison | None = None


def check_review_id(review: str) -> str:
    """Return ``review`` if it can be the id of a review. Raises ScrError otherwise: it becomes the name of a folder."""
    if not REVIEW_ID.fullmatch(review) or review.split(".")[0] in _RESERVED or ".." in review:
        raise ScrError(f"`{review}` cannot be the id of a review", "use lower-case letters, digits, -, _ and ., and name no child in it")
    return review


_RESERVED = frozenset(["con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))])


def plan_import(
    workspace: Workspace,
    review: str,
    reports: Sequence[ReadReport],
    choice: Choice,
    attributes: Mapping[str, tuple[str, ...]],
) -> Plan:
    """Return what importing ``reports``, the parts of one report in order, as ``review`` writes. Nothing is written.

    ``attributes`` are those given, already checked; others are guessed. Raises ScrError when there is nothing to import.
    """
    document = _whole([report.document for report in reports])
    split = split_document(document)
    entries = narrowed(split.entries, choice.only, choice.section, choice.pages)
    findings = [entry.finding for entry in entries if not entry.reason]
    if not findings:
        raise _nothing(document, split.entries, choice)
    guesses = {name: g for name, g in guess_attributes(reports[0].document.blocks, workspace.attributes).items() if name not in attributes}
    guesses = {name: g for name, g in guesses.items() if workspace.attributes.fault(name, g.value) is None}
    exists = review in workspace.review_ids
    own = " ".join(clean_text(document.title)[0].split())
    asked = one_line(choice.title)
    title = _cut(asked or (workspace.review(review).title if exists else "") or own or f"Review {review}")
    removed = _removed([report.document for report in reports])
    if own and own != title:  # the heading that says it is no finding, so that it would be nowhere
        removed += [RemovedText("title of the report", piece, "") for piece in pieces(own)]
    return Plan(
        review=review,
        title=title,
        source=_source(reports, document),
        attributes={**attributes, **{name: (guess.value,) for name, guess in guesses.items()}},
        guesses=guesses,
        findings=findings,
        left_out=_left_out(entries),
        removed=removed,
        doubts=[*document.doubts, *split.doubts],
        remarks=[*document.remarks, *_imported_before(workspace, review, reports)],
        textless=list(document.textless),
        pages=document.page_count,
        exists=exists,
        effects=effects_on(workspace, review, findings) if exists else [],
        mends=len(mends_since_import(workspace, review)) if exists else 0,
        compared=compared(workspace, review, findings) if exists else None,
    )


def _imported_before(workspace: Workspace, review: str, reports: Sequence[ReadReport]) -> Iterator[str]:
    """Yield a remark for each other review whose source is one of these files, to the last byte; it may be meant.

    Only the bytes of a ``review.yaml`` are looked at: there may be thousands.
    """
    for other in workspace.review_ids:
        path = workspace.reviews_folder / other / "review.yaml"
        try:
            data = path.read_bytes() if other != review and path.is_file() else b""
        except OSError:
            continue
        for report in reports:
            if report.sha256.encode() in data:
                yield f"the review `{other}` was imported from the same file ({one_line(report.name, 60)})"


def _nothing(document: Document, entries: Sequence[Entry], choice: Choice) -> ScrError:
    if document.textless and len(document.textless) == document.page_count:
        return ScrError("the report has no text layer: its pages are pictures", "run text recognition (OCR) over it first")
    if any(not entry.reason for entry in entries):
        said = "nothing of the report is in what was asked for"
        if choice.section and not any(in_section(entry.finding, choice.section) for entry in entries):
            sections = list(dict.fromkeys(entry.finding.section[0] for entry in entries if entry.finding.section))
            return ScrError(f"{said}: no section `{choice.section}`", did_you_mean(choice.section, sections) or _sections(sections))
        if choice.pages is not None:
            has = count_of(document.page_count, "page") if document.page_count else "no pages"
            return ScrError(f"{said}: the report has {has}", "see --pages")
        return ScrError(said, "see --only, --section and --pages; --dry-run shows all")
    return ScrError("no findings were found in the report", "see with --dry-run what was read")


def _sections(names: Sequence[str]) -> str:
    return "sections are: " + "; ".join(one_line(name, 40) for name in names[:8]) + (" …" if len(names) > 8 else "") if names else ""


def _cut(title: str) -> str:
    return title if len(title) <= MOST_TITLE else title[: MOST_TITLE - 1].rstrip() + "…"


def _removed(documents: Sequence[Document]) -> list[RemovedText]:
    """Return what was removed from the parts of a report; where a part has no pages, by its lines."""
    found = []
    offset = 0
    for document in documents:
        for one in document.removed:
            if document.page_count:
                where = ranges([page + offset for page in one.pages if page])
            else:
                where = f"lines {ranges(one.pages)}" if any(one.pages) else ""
            found += [RemovedText(one.reason, piece, where) for piece in pieces(one.text) if piece.strip()]
        offset += document.page_count
    return found


def _whole(documents: Sequence[Document]) -> Document:
    """Return the parts of a report as one, but for what was removed; pages of later parts go on from those before."""
    if len(documents) == 1:
        return documents[0]
    blocks: list[Block] = []
    doubts: list[Doubt] = []
    textless: list[int] = []
    offset = 0
    for document in documents:
        blocks += [b._replace(page=b.page + offset if b.page else 0, pages=b.pages + offset if b.pages else 0) for b in document.blocks]
        doubts += [Doubt(doubt.page + offset if doubt.page else 0, doubt.message) for doubt in document.doubts]
        textless += [page + offset for page in document.textless]
        offset += document.page_count
    remarks = tuple(remark for document in documents for remark in document.remarks)
    first = documents[0]
    return Document(tuple(blocks), (), tuple(doubts), tuple(textless), remarks, offset, first.title, first.reader)


def _source(reports: Sequence[ReadReport], document: Document) -> dict[str, str | int]:
    source: dict[str, str | int] = {"file": printable(reports[0].name)[-MOST_NAME:], "sha256": reports[0].sha256}
    if document.page_count:
        source["pages"] = document.page_count
    reader = reports[0].document.reader
    source["importer"] = f"scr_coder {VERSION}, {reader if reader and not reader.startswith('scr_coder') else reports[0].format}"[:100]
    if len(reports) > 1:
        parts = "; ".join(f"{printable(report.name)} (sha256 {report.sha256})" for report in reports[1:])
        source["description"] = f"{_PARTS} {parts}."
    return source


def _left_out(entries: Sequence[Entry]) -> list[LeftOut]:
    """Return what is left out, each with the finding that follows it in the report."""
    before = ""
    found: list[LeftOut] = []
    for entry in reversed(entries):
        if entry.reason:
            found.append(LeftOut(entry.finding, entry.reason, before))
        else:
            before = entry.finding.id
    return found[::-1]


def ranges(pages: Sequence[int]) -> str:
    """Return pages in short: ``1, 3-7``."""
    parts: list[list[int]] = []
    for page in sorted(set(pages)):
        if parts and parts[-1][1] == page - 1:
            parts[-1][1] = page
        else:
            parts.append([page, page])
    text = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in parts)
    return text if len(text) <= 2000 else text[:1990].rpartition(",")[0] + ", …"


def effects_on(workspace: Workspace, review: str, findings: Sequence[Finding]) -> list[Effect]:
    """Return what replacing a review's findings does to the decisions that stand on them, by coder and finding."""
    texts = {finding.id: finding.text for finding in findings}
    old = {finding.id: finding.text for finding in workspace.findings(review)}
    matched = match_findings(workspace.findings(review), findings)
    places = {source: name for name, source in matched.moved.items()}
    effects = []
    for log in workspace.logs(review):
        for finding, decision in fold_log(read_log(log.path).decisions).items():
            if decision.state == "cleared" or finding not in old:
                continue
            to = places.get(finding, "")
            if to:
                effects.append(Effect(log.coder, finding, "moves", to))
            if finding in matched.lost:
                effects.append(Effect(log.coder, finding, "goes"))
            elif text_hash(texts[to or finding]) != decision.text:
                effects.append(Effect(log.coder, to or finding, "changes"))
    return effects


def compared(workspace: Workspace, review: str, findings: Sequence[Finding]) -> Comparison:
    """Return how the findings of a review differ from those that would take their place."""
    old = {finding.id: finding.text for finding in workspace.findings(review)}
    matched = match_findings(workspace.findings(review), findings)
    kept = [f for f in findings if f.id not in matched.moved and f.id in old and f.id not in matched.lost]
    kept = [f for f in kept if f.id not in matched.moved.values()]
    same = sum(f.text == old[f.id] for f in kept)
    moved = len(matched.moved)
    return Comparison(len(findings) - len(kept) - moved, len(kept) - same, moved, len(matched.lost), same)


# Attributes -----------------------------------------------------------------------------------------------------------


def given_attributes(workspace: Workspace, texts: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return attributes from ``attribute=value`` texts. Raises ScrError for an unknown attribute or a value it cannot take."""
    known = workspace.attributes.attributes
    given: dict[str, tuple[str, ...]] = {}
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not value:
            raise ScrError(f"--set `{text}` is not attribute=value", "for instance --set nation=wales")
        if name not in known:
            raise ScrError(f"`{name}` is not an attribute", did_you_mean(name, known) or "`scr taxonomy show review_type` shows one")
        parts = [part.strip() for part in value.split(",")] if known[name].type == "multi" else [value]
        values = tuple(meant_value(workspace, name, one) for one in parts)
        given[name] = tuple(dict.fromkeys([*given.get(name, ()), *values])) if known[name].type == "multi" else values
    return given


def meant_value(workspace: Workspace, name: str, given: str) -> str:
    """Return the value that is meant: as it is written, or by its label, in whatever case.

    Raises ScrError when the attribute cannot take it, with the nearest it can take.
    """
    if not given or len(given) > MOST_VALUE:
        raise ScrError(f"{name}: a value has 1 to {MOST_VALUE:,} characters", f"this one has {len(given):,}")
    if unsafe_characters(given):
        raise ScrError(f"{name}: the value holds characters that cannot be seen", "type it anew")
    labels = {**workspace.attributes.attributes[name].values, **workspace.attributes.special}
    folded = given.casefold()
    value = next((one for one, label in labels.items() if folded in (one.casefold(), label.casefold())), given)
    fault = workspace.attributes.fault(name, value)
    if fault is not None:
        raise ScrError(f"{name}: {fault[0]}", fault[1])
    return value


# Writing --------------------------------------------------------------------------------------------------------------


def files_of(plan: Plan) -> dict[str, str]:
    """Return the files of a new review, by name."""
    remarks = {name: f"{GUESSED} (“{guess.words}”): please check" for name, guess in plan.guesses.items()}
    return {
        "left_out.yaml": left_out_yaml(plan.left_out, plan.removed),
        "findings.yaml": findings_yaml(plan.findings),
        "review.yaml": review_yaml(plan.review, plan.title, plan.source, plan.attributes, remarks),
    }


def write_review(workspace: Workspace, plan: Plan) -> Path:
    """Write a new review in one step: its folder is there whole, or not at all. Raises ScrError when it cannot be written."""
    folder = workspace.reviews_folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not folder.resolve().is_relative_to(workspace.root.resolve()):
            raise ScrError(f"{folder} leads out of the workspace", "make it a folder of its own")
        made = Path(tempfile.mkdtemp(prefix=f".{plan.review}.", dir=folder))
    except OSError as error:
        raise ScrError(f"{folder} cannot be written: {error.strerror or error}", "nothing was written") from error
    target = folder / plan.review
    try:
        for name, text in files_of(plan).items():
            write_atomic(made / name, text)
        made.chmod(usual_mode(0o777))
        if target.exists() or target.is_symlink():
            raise ScrError(f"there is a review `{plan.review}` already", "nothing was written")
        made.rename(target)
        sync_directory(folder)
    except OSError as error:
        raise ScrError(f"{target} cannot be written: {error.strerror or error}", "nothing was written") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    record_import(Workspace(workspace.root), plan.review, f"import {plan.source['file']}")
    return target


def update_review(workspace: Workspace, plan: Plan, given: Mapping[str, tuple[str, ...]], with_decisions: bool) -> list[str]:
    """Put the findings of a plan in the place of those of a review that is there, as one change that undo takes back.

    Its title stays unless another was asked for, its attributes but those ``given``; decisions stay in the logs and are stale
    where the text changed.
    Return what should be told. Raises ScrError, with nothing written, when a finding with decisions would be gone, unless
    ``with_decisions``.
    """
    path = workspace.review_folder(plan.review) / "review.yaml"
    before = workspace.review(plan.review)
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ScrError(f"{workspace.shown(path)} cannot be read: {error}", "nothing was changed") from error
    # What the importer said of the file before and does not say of this one does not hold any more; what people wrote does.
    theirs = before.source.get("description", "").partition(_PARTS)[0].strip()
    ours = str(plan.source.get("description", ""))
    source = {"pages": None, **plan.source, "description": f"{theirs} {ours}".strip() or None}
    review = amended(text, source, given, "" if plan.title == before.title else plan.title)
    done = replace_findings(
        workspace, plan.review, plan.findings, plan.left_out, plan.removed, review=review, with_decisions=with_decisions
    )
    return list(done.notices)
