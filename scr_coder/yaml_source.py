"""Read YAML as located text, refusing what a taxonomy never needs.

The file goes through libyaml's *events*, so that no value is ever guessed (``no`` stays ``no``, ``010`` stays
``010``), every value knows its line and column, and the traps of the format end as one located problem:
duplicate keys, anchors and aliases, merge keys, tags, complex keys, deep nesting, several documents, wrong
encodings, control characters. What a field means (a number, a date, true or false) is said by the schema.
"""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from yaml.cyaml import CParser
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from scr_coder.location import Location
from scr_coder.problem import Problem, Severity

MAX_DEPTH = 64
MAX_BYTES = 50_000_000
MAX_PROBLEMS = 100

_CONTROLS = bytes([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
# YAML 1.1 c-printable, without the C1 controls and the byte order mark that libyaml lets through in places.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\ufeff")
_LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # what libyaml counts as the end of a line


class Scalar:
    """A text value; ``plain`` when it was written without quotes or block style."""

    __slots__ = ("column", "line", "plain", "text")

    def __init__(self, text: str, line: int, column: int, plain: bool = False) -> None:
        self.text = text
        self.line = line
        self.column = column
        self.plain = plain


class Sequence:
    """A list of nodes."""

    __slots__ = ("column", "items", "line")

    def __init__(self, line: int, column: int) -> None:
        self.items: list[Node] = []
        self.line = line
        self.column = column


class Mapping:
    """Named nodes in file order; ``keys`` holds where each name stands."""

    __slots__ = ("column", "items", "keys", "line")

    def __init__(self, line: int, column: int) -> None:
        self.items: dict[str, Node] = {}
        self.keys: dict[str, tuple[int, int]] = {}
        self.line = line
        self.column = column

    def text(self, name: str) -> str | None:
        """Return the text under ``name``, or None if there is none or it is not text."""
        node = self.items.get(name)
        return node.text if isinstance(node, Scalar) else None

    def texts(self, name: str) -> list[Scalar]:
        """Return the text items of the list under ``name``; empty if there is none."""
        node = self.items.get(name)
        return [item for item in node.items if isinstance(item, Scalar)] if isinstance(node, Sequence) else []

    def mappings(self, name: str) -> list[Mapping]:
        """Return the mappings in the list under ``name``; empty if there is none."""
        node = self.items.get(name)
        return [item for item in node.items if isinstance(item, Mapping)] if isinstance(node, Sequence) else []

    def place(self, name: str) -> tuple[int, int]:
        """Return the line and column of the value under ``name``, or of the mapping itself."""
        node = self.items.get(name, self)
        return node.line, node.column


Node: TypeAlias = Scalar | Sequence | Mapping


class _Stopped(Exception):
    """Reading on makes no sense; the problem is already recorded."""


def read_yaml(path: Path, shown: str | None = None) -> tuple[Node | None, list[Problem]]:
    """Read one YAML file. Return its root node, or None if it cannot be used, and all problems found.

    ``shown`` is the path as problems name it. Nothing is raised: a file that cannot be opened is a problem too.
    """
    shown = str(path) if shown is None else shown
    data, problems = read_bytes(path, shown)
    return (None, problems) if data is None else parse_yaml(data, shown)


def read_bytes(path: Path, shown: str) -> tuple[bytes | None, list[Problem]]:
    """Read the bytes of one YAML file. Return them, or None and the problem when it cannot be opened or is too large."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # reading a pipe would wait for ever
            return None, [_problem("YAML001", shown, 1, 1, "the file cannot be read: it is not a file")]
        if status.st_size > MAX_BYTES:
            return None, [_problem("YAML001", shown, 1, 1, f"the file is larger than {MAX_BYTES // 1_000_000} MB")]
        return path.read_bytes(), []
    except OSError as error:
        return None, [_problem("YAML001", shown, 1, 1, f"the file cannot be read: {error.strerror}")]


def parse_yaml(data: bytes, shown: str) -> tuple[Node | None, list[Problem]]:
    """Parse the bytes of one YAML file; see `read_yaml`."""
    problems: list[Problem] = []
    text = _decode(data, shown, problems)
    if text is None:
        return None, problems
    try:
        root = _Builder(text, shown, problems).build()
    except _Stopped:
        return None, problems
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        line, column = min((line, column), _place_after(text))  # libyaml puts the end of a file on a line of its own
        message, hint = _explain(str(error.problem or error.context or "this is not YAML"), text, line)
        problems.append(_problem("YAML003", shown, line, column, message, hint))
        return None, problems
    except yaml.YAMLError as error:  # a reader error: carries an index, not a mark
        problems.append(_problem("YAML003", shown, 1, 1, " ".join(str(error).split())))
        return None, problems
    if root is None:
        problems.append(_problem("YAML002", shown, 1, 1, "the file is empty"))
    return (root if not any(p.severity is Severity.ERROR for p in problems) else None), problems


def _problem(code: str, shown: str, line: int, column: int, message: str, hint: str = "") -> Problem:
    return Problem(code, Severity.ERROR, Location(shown, line, column), message, hint)


def _place_after(text: str) -> tuple[int, int]:
    """Return the line and column of what follows ``text``, from 1."""
    lines = _LINE_BREAK.split(text)
    return len(lines), len(lines[-1]) + 1


def _decode(data: bytes, shown: str, problems: list[Problem]) -> str | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        problems.append(_problem("YAML004", shown, 1, 1, "the file is UTF-16", "save it as UTF-8"))
        return None
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
        problems.append(
            Problem(
                "YAML005",
                Severity.WARNING,
                Location(shown, 1, 1),
                "the file begins with a byte order mark",
                "save it as UTF-8 without BOM",
            )
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = _place_after(data[: error.start].decode("utf-8"))
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        problems.append(_problem("YAML004", shown, line, column, message, "save the file as UTF-8"))
        return None
    # Most files are ASCII without controls: deleting bytes tells that ten times as fast as the expression does.
    plain = text.isascii() and len(data.translate(None, _CONTROLS)) == len(data)
    found = None if plain else _UNPRINTABLE.search(text)
    if found:
        line, column = _place_after(text[: found.start()])
        message = f"control character U+{ord(found.group()):04X}"
        problems.append(_problem("YAML006", shown, line, column, message, "delete it"))
        return None
    return text


_EXPLANATIONS = (
    ("cannot start any token", "\t", "a tab cannot be used here", "indent with spaces"),
    ("cannot start any token", "", "this character cannot begin a value", "put the value in double quotes"),
    ("mapping values are not allowed", "", "a colon stands where no value can begin", "put text that holds `: ` in double quotes"),
    ("could not find expected ':'", "", "a colon is missing after this name, or the line above is not closed", ""),
    ("did not find expected key", "", "this line does not fit the indentation of the lines above", "line it up with its neighbours"),
    ("did not find expected '-' indicator", "", "this line does not fit the list above", "line it up with the `-` above"),
    ("unexpected end of stream", "", "the file ends inside a quoted text", "close the quotes"),
    ("did not find expected ',' or ']'", "", "a list in brackets is not closed", "close it with `]`"),
    ("did not find expected ',' or '}'", "", "braces are not closed", "close them with `}`"),
)  # fmt: skip


def _explain(raw: str, text: str, line: int) -> tuple[str, str]:
    """Put libyaml's wording into words that a person who edits a taxonomy can act on."""
    lines = text.splitlines()
    source = lines[line - 1] if line <= len(lines) else ""
    for fragment, needs, message, hint in _EXPLANATIONS:
        if fragment in raw and needs in source:
            return message, hint
    return raw, ""


class _Builder:
    """Build located nodes from parser events, with every guard at the event that breaks it."""

    def __init__(self, text: str, shown: str, problems: list[Problem]) -> None:
        self._parser = CParser(text)
        self._shown = shown
        self._problems = problems

    def _add(self, code: str, event: yaml.Event, message: str, hint: str = "", where: tuple[int, int] | None = None) -> None:
        line, column = where or (event.start_mark.line + 1, event.start_mark.column + 1)
        self._problems.append(_problem(code, self._shown, line, column, message, hint))
        if len(self._problems) >= MAX_PROBLEMS:
            raise _Stopped

    def build(self) -> Node | None:
        """Return the root node of the only document; None for an empty file."""
        next_event = self._parser.get_event
        next_event()  # stream start
        root: Node | None = None
        documents = 0
        while True:
            event = next_event()
            kind = type(event)
            if kind is StreamEndEvent:
                return root
            if kind is DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self._add("YAML008", event, "a second document begins here", "one file holds one document: remove the `---`")
                    raise _Stopped
                root = self._document()
                if isinstance(root, Scalar) and root.plain and root.text == "":
                    root = None

    def _document(self) -> Node:
        """Return the node that the next event begins. One loop without calls: half the time of `scr check` is here."""
        next_event = self._parser.get_event
        stack: list[Mapping | Sequence] = []
        here: Mapping | Sequence | None = None  # the collection being filled
        mapping: Mapping | None = None  # `here`, when it is a mapping
        key: str | None = None  # the name that waits for its value, when `here` is a mapping
        node: Node
        while True:
            event: Any = next_event()
            kind = type(event)
            if kind is ScalarEvent:
                if event.anchor is not None or (event.tag is not None and not event.implicit[0]):
                    self._refuse_properties(event)
                mark = event.start_mark
                line, column = mark.line + 1, mark.column + 1
                if mapping is not None and key is None:
                    key = event.value
                    if key in mapping.keys or key == "<<":
                        self._refuse_key(mapping, key, event)
                    mapping.keys.setdefault(key, (line, column))
                    continue
                node = Scalar(event.value, line, column, not event.style)  # libyaml says "" for plain text
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                assert here is not None
                if not stack:
                    return here
                here = stack.pop()
                mapping = here if type(here) is Mapping else None
                continue
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if event.anchor is not None or event.tag is not None:
                    self._refuse_properties(event)
                if mapping is not None and key is None:
                    self._add("YAML010", event, "a name must be plain text, not a list or a mapping")
                    raise _Stopped
                if len(stack) >= MAX_DEPTH - 1:
                    self._add("YAML011", event, f"nested deeper than {MAX_DEPTH} levels")
                    raise _Stopped
                mark = event.start_mark
                node = (Mapping if kind is MappingStartEvent else Sequence)(mark.line + 1, mark.column + 1)
            elif kind is AliasEvent:
                self._add("YAML009", event, f"aliases (`*{event.anchor}`) are not used here", "write the value out")
                if mapping is not None and key is None:
                    raise _Stopped
                node = Scalar("", event.start_mark.line + 1, event.start_mark.column + 1, True)
            else:  # pragma: no cover  the parser has no other events inside a document
                raise _Stopped
            if mapping is not None:
                mapping.items[key] = node  # type: ignore[index]
                key = None
            elif here is not None:
                here.items.append(node)  # type: ignore[union-attr]
            if type(node) is Scalar:
                if here is None:
                    return node
                continue
            if here is not None:
                stack.append(here)
            here = node  # type: ignore[assignment]
            mapping = node if type(node) is Mapping else None

    def _refuse_key(self, mapping: Mapping, key: str, event: yaml.ScalarEvent) -> None:
        if key == "<<" and not event.style:
            self._add("YAML009", event, "merge keys (`<<`) are not used here", "write the fields out")
        if key in mapping.keys:
            first = mapping.keys[key][0]
            self._add("YAML007", event, f"`{key}` is given twice; the first is on line {first}", "keep one of them")

    def _refuse_properties(self, event: yaml.NodeEvent) -> None:
        if event.anchor is not None:
            self._add("YAML009", event, f"anchors (`&{event.anchor}`) are not used here", "write the value out")
        if event.tag is not None:
            self._add("YAML009", event, f"tags (`{event.tag}`) are not used here", "remove it; write text in double quotes")
