"""One decision: what one coder says of one finding at one moment. One line of a log."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

STATES = ("coded", "no_match", "excluded", "cleared")
ROLES = ("primary", "secondary")
POLARITIES = ("problem", "advice", "positive")
FORMAT = 1

_MOMENT = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z", re.ASCII)


_SURROGATE = re.compile("[\ud800-\udfff]")
_decode = json.JSONDecoder().decode


class Tag(NamedTuple):
    """One issue applied by a decision. ``causes`` are cause ids of that issue, or ``("unclear",)``; empty: not coded."""

    issue: str
    role: str = "primary"
    polarity: str = "problem"
    causes: tuple[str, ...] = ()
    other: str = ""


class Decision(NamedTuple):
    """The full state of one finding by one coder from ``decided_at`` (UTC, milliseconds) on.

    ``text`` is the hash of the finding's text when it was coded; ``taxonomy`` maps taxonomy ids to versions.
    ``undoes`` and ``redoes`` hold the ``decided_at`` of the decision that this line takes back or brings back;
    ``suggested`` the issues that were in view as suggestions; ``mend`` the moment of the change to the findings that this
    line follows: no coder made it.
    """

    finding: str
    state: str
    decided_at: str
    text: str
    taxonomy: dict[str, str]
    tags: tuple[Tag, ...] = ()
    candidate: str = ""
    reason: str = ""
    memo: str = ""
    tool: str = ""
    undoes: str = ""
    redoes: str = ""
    suggested: tuple[str, ...] = ()
    mend: str = ""

    def same_state(self, other: Decision | None) -> bool:
        """Return whether both say the same of the finding, whenever and with whatever version they said it."""
        return other is not None and self._content() == other._content()

    def _content(self) -> tuple[object, ...]:
        return (self.finding, self.state, self.tags, self.candidate, self.reason, self.memo, self.text)


class BadLine(ValueError):
    """A line that is not a decision. ``column`` counts from 1."""

    def __init__(self, message: str, column: int = 1) -> None:
        super().__init__(message)
        self.column = column


def decision_line(decision: Decision) -> bytes:
    """Return the line of the log for a decision, with its line feed."""
    tags = [{"issue": t.issue, "role": t.role, "polarity": t.polarity, "causes": list(t.causes), "other": t.other} for t in decision.tags]
    fields: dict[str, Any] = {
        "v": FORMAT,
        "decided_at": decision.decided_at,
        "finding": decision.finding,
        "text": decision.text,
        "taxonomy": decision.taxonomy,
        "state": decision.state,
        "tags": tags,
    }
    for name in ("candidate", "reason"):
        if getattr(decision, name):
            fields[name] = getattr(decision, name)
    fields["memo"] = decision.memo
    for name in ("undoes", "redoes", "mend"):
        if getattr(decision, name):
            fields[name] = getattr(decision, name)
    if decision.suggested:
        fields["suggested"] = list(decision.suggested)
    fields["tool"] = decision.tool
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"


_KINDS: dict[str, type] = {
    **dict.fromkeys(Decision._fields, str),
    "v": int,
    "taxonomy": dict,
    "tags": list,
    "suggested": list,
}
_CALLED: dict[type, str] = {str: "text", int: "a whole number", dict: "a mapping of ids to versions", list: "a list"}
_REQUIRED = ("v", "decided_at", "finding", "text", "state")
_TAG_FIELDS = frozenset(Tag._fields)


def parse_decision(line: str) -> Decision:
    """Read one line of a log. Raises BadLine with what is wrong when it is not a decision.

    Bytes that were not UTF-8 are in the line as lone surrogates (``surrogateescape``).
    """
    fields = decoded_object(line, "decision")
    for name in _REQUIRED:
        if name not in fields:
            raise BadLine(f"the decision lacks `{name}`")
    for name, value in fields.items():
        if type(value) is not _KINDS.get(name):
            if name not in _KINDS:
                raise BadLine(f"`{name}` is not a field of a decision")
            called = "a list of issue ids" if name == "suggested" else _CALLED[_KINDS[name]]
            raise BadLine(f"`{name}` is not {called}")
    if fields["v"] != FORMAT:
        raise BadLine(f"the decision has format version {fields['v']!r}; this tool reads {FORMAT}")
    if not is_moment(fields["decided_at"]):
        raise BadLine("`decided_at` is not a moment like 2026-11-23T10:01:02.123Z")
    if fields["state"] not in STATES:
        raise BadLine(f"`state` is not one of {', '.join(STATES)}")
    versions = fields.get("taxonomy", {})
    if not _all_text(versions.values()):
        raise BadLine("`taxonomy` is not a mapping of ids to versions")
    suggested = fields.get("suggested", ())
    if not _all_text(suggested):
        raise BadLine("`suggested` is not a list of issue ids")
    tags = _tags(fields.get("tags", []))
    _check_state(fields, tags)
    return Decision(
        fields["finding"],
        fields["state"],
        fields["decided_at"],
        fields["text"],
        versions,
        tags,
        fields.get("candidate", ""),
        fields.get("reason", ""),
        fields.get("memo", ""),
        fields.get("tool", ""),
        fields.get("undoes", ""),
        fields.get("redoes", ""),
        tuple(suggested),
        fields.get("mend", ""),
    )


def decoded_object(line: str, what: str) -> dict[str, Any]:
    """Return the JSON object on one line of a log of ``what``. Raises BadLine with what is wrong when it is none."""
    try:
        fields = _decode(line)
        halved = "\\u" in line and _SURROGATE.search(json.dumps(fields, ensure_ascii=False))
    except json.JSONDecodeError as error:
        if line.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
            raise BadLine("a merge conflict was left in the log") from None
        raise BadLine("the line is not JSON: " + error.msg[:1].lower() + error.msg[1:], error.colno) from None
    except ValueError:  # Python refuses to convert numbers of thousands of digits
        raise BadLine("the line holds a number that is too long") from None
    except RecursionError:
        raise BadLine(f"the line is nested too deeply to be a {what}") from None
    if not line.isascii() and (wrong := _SURROGATE.search(line)):
        raise BadLine("the line is not UTF-8", wrong.start() + 1)
    if type(fields) is not dict:
        raise BadLine("the line is not a JSON object")
    if halved:
        raise BadLine("the line holds half a character (a lone surrogate)")
    return fields


def is_moment(text: str) -> bool:
    """Return whether ``text`` is a moment as ``decided_at`` writes it."""
    if not _MOMENT.fullmatch(text):
        return False
    if text[8:10] <= "28":
        return True
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _all_text(values: Iterable[Any]) -> bool:
    # A loop: `all` with a generator takes twice as long, and this runs for every line of every log.
    for value in values:  # noqa: SIM110
        if type(value) is not str:
            return False
    return True


def _tags(given: list[Any]) -> tuple[Tag, ...]:
    tags = []
    seen = set()
    for fields in given:
        if type(fields) is not dict or type(fields.get("issue")) is not str:
            raise BadLine("a tag lacks its `issue`")
        if not _TAG_FIELDS.issuperset(fields):
            raise BadLine(f"`{min(set(fields) - _TAG_FIELDS)}` is not a field of a tag")
        causes = fields.get("causes", [])
        if type(causes) is not list or not _all_text(causes):
            raise BadLine(f"the causes of {fields['issue']} are not a list of ids")
        tag = Tag(
            fields["issue"],
            fields.get("role", "primary"),
            fields.get("polarity", "problem"),
            tuple(causes),
            fields.get("other", ""),
        )
        if tag.role not in ROLES:
            raise BadLine(f"the role of {tag.issue} is not one of {', '.join(ROLES)}")
        if tag.polarity not in POLARITIES:
            raise BadLine(f"the polarity of {tag.issue} is not one of {', '.join(POLARITIES)}")
        if type(tag.other) is not str:
            raise BadLine(f"`other` of {tag.issue} is not text")
        if tag.issue in seen:
            raise BadLine(f"{tag.issue} is tagged twice in one decision")
        seen.add(tag.issue)
        tags.append(tag)
    return tuple(tags)


def _check_state(fields: dict[str, Any], tags: tuple[Tag, ...]) -> None:
    state = fields["state"]
    if state == "coded" and not tags:
        raise BadLine("a coded decision has no tags")
    if state != "coded" and tags:
        raise BadLine(f"a decision of state {state} has tags")
    if state == "no_match" and not fields.get("candidate"):
        raise BadLine("a no_match decision names no candidate")
    if state == "excluded" and not fields.get("reason"):
        raise BadLine("an excluded decision gives no reason")
