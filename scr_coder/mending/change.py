"""One change to the findings of a review: one line of ``changes.jsonl``, with all that is needed to take it back exactly."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from scr_coder.coding.decision import BadLine, decoded_object, is_moment
from scr_coder.mending.patch import Hunk, Paragraphs
from scr_coder.review import Finding, LeftOut, RemovedText

FORMAT = 1
KINDS = ("import", "split", "join", "drop", "move", "restore")


class Was(NamedTuple):
    """A file that scr would not write as it was: its whole text before (None: there was none), and the digest of it after."""

    text: str | None
    after: str


class Change(NamedTuple):
    """One change of the findings of a review, from ``changed_at`` (UTC, milliseconds) on.

    ``kind`` is one of `KINDS`; ``said`` says it in a few words; ``by`` is the coder who made it, empty if not known.
    ``findings`` and ``left_out`` are what was replaced in the two files; ``boilerplate`` is (before, after) of the texts that
    importing removed, ``review`` (before, after) of ``review.yaml``, each None where it stayed. ``written`` maps the names of
    the files to ids of entries taken that were not in the form of scr, as they were written; ``was`` to the whole file.
    ``origin`` maps findings to those that their text comes from. ``decisions`` maps coders to the findings that the change
    touched, and these to the ``decided_at`` of the decision that stood before. ``undoes`` and ``redoes`` hold the
    ``changed_at`` of the change that this line takes back or brings back.
    """

    changed_at: str
    kind: str
    said: str
    by: str = ""
    findings: tuple[Hunk, ...] = ()
    left_out: tuple[Hunk, ...] = ()
    boilerplate: tuple[tuple[RemovedText, ...], tuple[RemovedText, ...]] | None = None
    review: tuple[str, str] | None = None
    written: Mapping[str, Mapping[str, str]] = {}
    was: Mapping[str, Was] = {}
    origin: Mapping[str, tuple[str, ...]] = {}
    decisions: Mapping[str, Mapping[str, str]] = {}
    undoes: str = ""
    redoes: str = ""
    tool: str = ""

    @property
    def empty(self) -> bool:
        """True when there is nothing to take back: the line only says that a review was imported."""
        return not (self.findings or self.left_out or self.boilerplate or self.review)


def change_fields(change: Change) -> dict[str, Any]:
    """Return a change as plain values: what is on its line."""
    fields: dict[str, Any] = {"v": FORMAT, "changed_at": change.changed_at, "change": change.kind, "said": change.said}
    if change.by:
        fields["by"] = change.by
    for name in ("findings", "left_out"):
        if getattr(change, name):
            fields[name] = [_hunk_fields(hunk) for hunk in getattr(change, name)]
    if change.boilerplate:
        fields["boilerplate"] = [[one._asdict() for one in side] for side in change.boilerplate]
    if change.review:
        fields["review"] = list(change.review)
    if change.written:
        fields["written"] = {name: dict(entries) for name, entries in change.written.items()}
    if change.was:
        fields["was"] = {name: one._asdict() for name, one in change.was.items()}
    if change.origin:
        fields["origin"] = {name: list(sources) for name, sources in change.origin.items()}
    if change.decisions:
        fields["decisions"] = {coder: dict(moments) for coder, moments in change.decisions.items()}
    for name in ("undoes", "redoes"):
        if getattr(change, name):
            fields[name] = getattr(change, name)
    return fields | {"tool": change.tool}


def change_line(change: Change) -> bytes:
    """Return the line of the history for a change, with its line feed."""
    return json.dumps(change_fields(change), ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"


def _hunk_fields(hunk: Hunk) -> dict[str, Any]:
    sides = {side: [_entry_fields(one) for one in getattr(hunk, side)] for side in ("taken", "put")}
    return {"at": hunk.at, "follows": hunk.follows, "precedes": hunk.precedes, **sides}


def _entry_fields(one: LeftOut) -> dict[str, Any]:
    finding = one.finding
    fields: dict[str, Any] = {"id": finding.id, "kind": finding.kind}
    for name in ("page", "paragraph", "lines", "heading"):
        fields[name] = getattr(finding, name)
    fields |= {"section": list(finding.section), "text": finding.text, "reason": one.reason, "before": one.before}
    return {name: value for name, value in fields.items() if value or name in ("id", "text")}


def parse_change(line: str) -> Change:
    """Read one line of a history. Raises BadLine with what is wrong when it is not a change."""
    fields = decoded_object(line, "change")
    for name in ("v", "changed_at", "change", "said"):
        if name not in fields:
            raise BadLine(f"the change lacks `{name}`")
    for name in fields:
        if name not in _FIELDS:
            raise BadLine(f"`{name}` is not a field of a change")
    if type(fields["v"]) is not int or fields["v"] != FORMAT:
        raise BadLine(f"the change has format version {fields['v']!r}; this tool reads {FORMAT}")
    values = {_FIELDS[name][0]: _read(name, value) for name, value in fields.items() if name != "v"}
    if not is_moment(values["changed_at"]):
        raise BadLine("`changed_at` is not a moment like 2026-11-23T10:01:02.123Z")
    if values["kind"] not in KINDS:
        raise BadLine(f"`change` is not one of {', '.join(KINDS)}")
    return Change(**values)


class _Wrong(Exception):
    """A value is not of its form."""


def _read(name: str, value: Any) -> Any:
    try:
        return _FIELDS[name][1](value)
    except (_Wrong, KeyError, TypeError, ValueError):
        raise BadLine(f"`{name}` has not the form of a change") from None


def _text(value: Any) -> str:
    if type(value) is not str:
        raise _Wrong
    return value


def _list(value: Any) -> list[Any]:
    if type(value) is not list:
        raise _Wrong
    return value


def _only(value: Any, names: Sequence[str]) -> dict[str, Any]:
    if type(value) is not dict or not set(value) <= set(names):
        raise _Wrong
    return value


def _texts_of(value: Any) -> dict[str, Any]:
    if type(value) is not dict:
        raise _Wrong
    return value


def _hunks(value: Any) -> tuple[Hunk, ...]:
    found = []
    for one in _list(value):
        fields = _only(one, Hunk._fields)
        if type(fields["at"]) is not int:
            raise _Wrong
        sides = (_entries(fields["taken"]), _entries(fields["put"]))
        found.append(Hunk(fields["at"], _text(fields["follows"]), _text(fields["precedes"]), *sides))
    return tuple(found)


_TEXTS = ("kind", "page", "paragraph", "lines", "heading")


def _entries(value: Any) -> Paragraphs:
    found = []
    for one in _list(value):
        fields = _only(one, ("id", *_TEXTS, "section", "text", "reason", "before"))
        section = tuple(_text(part) for part in _list(fields.get("section", [])))
        texts = {name: _text(fields.get(name, "")) for name in _TEXTS}
        finding = Finding(id=_text(fields["id"]), text=_text(fields["text"]), section=section, line=0, column=0, **texts)
        found.append(LeftOut(finding, _text(fields.get("reason", "")), _text(fields.get("before", ""))))
    return tuple(found)


def _boilerplate(value: Any) -> tuple[tuple[RemovedText, ...], tuple[RemovedText, ...]]:
    before, after = _list(value)
    sides = []
    for side in (before, after):
        entries = [_only(one, RemovedText._fields) for one in _list(side)]
        sides.append(tuple(RemovedText(_text(one["reason"]), _text(one["text"]), _text(one.get("pages", ""))) for one in entries))
    return sides[0], sides[1]


def _pair(value: Any) -> tuple[str, str]:
    before, after = _list(value)
    return _text(before), _text(after)


def _was(value: Any) -> dict[str, Was]:
    found = {}
    for name, one in _texts_of(value).items():
        fields = _only(one, Was._fields)
        found[name] = Was(None if fields["text"] is None else _text(fields["text"]), _text(fields["after"]))
    return found


def _origin(value: Any) -> dict[str, tuple[str, ...]]:
    return {name: tuple(_text(source) for source in _list(sources)) for name, sources in _texts_of(value).items()}


def _texts_by_name(value: Any) -> dict[str, dict[str, str]]:
    return {name: {inner: _text(text) for inner, text in _texts_of(texts).items()} for name, texts in _texts_of(value).items()}


_FIELDS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "v": ("", _text),
    "changed_at": ("changed_at", _text),
    "change": ("kind", _text),
    "said": ("said", _text),
    "by": ("by", _text),
    "findings": ("findings", _hunks),
    "left_out": ("left_out", _hunks),
    "boilerplate": ("boilerplate", _boilerplate),
    "review": ("review", _pair),
    "written": ("written", _texts_by_name),
    "was": ("was", _was),
    "origin": ("origin", _origin),
    "decisions": ("decisions", _texts_by_name),
    "undoes": ("undoes", _text),
    "redoes": ("redoes", _text),
    "tool": ("tool", _text),
}
