"""Change single fields of a ``review.yaml`` that people may have edited: everything else, comments too, stays as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from scr_coder.problem import ScrError
from scr_coder.review.write import GUESSED, quoted
from scr_coder.yaml_source import Mapping as Fields
from scr_coder.yaml_source import Node, Scalar, Sequence, parse_yaml

Value: TypeAlias = "str | int | tuple[str, ...] | None"
"""What a field becomes: a text, a number, one or several values; None where the field goes."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def amended(text: str, source: Mapping[str, Value], attributes: Mapping[str, Value], title: str = "") -> str:
    """Return the text of a ``review.yaml`` with these fields of its source, these attributes and this title, if any.

    A field that is not there is added at the end of its block, a block that is not there at the end of the file. A block
    that is written in braces is written anew, on lines of its own. Raises ScrError when the text is written in a way that
    cannot be changed without a loss.
    """
    before = _read(text)
    wanted: dict[str, Any] = {**before, **({"title": title} if title else {})}
    for name, fields in (("source", source), ("attributes", attributes)):
        old = before.get(name)
        block = {**(old if isinstance(old, dict) else {}), **{field: _plain(value) for field, value in fields.items()}}
        if fields:
            wanted[name] = {field: value for field, value in block.items() if value is not None}
    end = "\r\n" if "\r\n" in text else "\n"
    changed = text if not text or text.endswith(("\n", "\r")) else text + end
    if title:
        changed = _with_fields(changed, "", {"title": title}, end)
    for name, fields in (("source", source), ("attributes", attributes)):
        if fields:
            changed = _with_block(changed, name, fields, end)
    if _read(changed) != wanted:
        raise ScrError("review.yaml is written in a way that cannot be changed here", "put each of its fields on a line of its own")
    return changed


def _read(text: str) -> dict[str, Any]:
    root, _ = parse_yaml(text.encode("utf-8"), "review.yaml")
    value = None if root is None else _value(root)
    return value if isinstance(value, dict) else {}


def _value(node: Node) -> Any:
    """Return a node as plain values: text, lists, dictionaries."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [_value(item) for item in node.items]
    return {name: _value(item) for name, item in node.items.items()}


def _plain(value: Value) -> Any:
    """Return what a field holds, as `_value` reads it."""
    if isinstance(value, tuple):
        return value[0] if len(value) == 1 else list(value)
    return str(value) if isinstance(value, int) else value


def _written(value: Value) -> str:
    if isinstance(value, tuple):
        return quoted(value[0]) if len(value) == 1 else "[" + ", ".join(map(quoted, value)) + "]"
    return str(value) if isinstance(value, int) else quoted(value or "")


def _with_block(text: str, name: str, fields: Mapping[str, Value], end: str) -> str:
    root, lines = _root(text), _LINE.findall(text)
    node = root.items.get(name)
    if node is None:
        return text + f"{name}:{end}" + _lines(fields, "  ", end)
    below = isinstance(node, Fields) and node.items and node.line > root.keys[name][0]
    if below and not lines[node.line - 1].lstrip().startswith("{"):
        return _with_fields(text, name, fields, end)
    kept = node.items.items() if isinstance(node, Fields) else ()
    old = "".join(f"  {field}: {_kept(item)}{end}" for field, item in kept if field not in fields)
    start, stop = _span(lines, root, name, len(lines))
    return "".join([*lines[:start], f"{name}:{end}", old, _lines(fields, "  ", end), *lines[stop:]])


def _kept(node: Node) -> str:
    if isinstance(node, Scalar):
        return node.text if node.plain else quoted(node.text)
    return "[" + ", ".join(quoted(item.text) for item in node.items if isinstance(item, Scalar)) + "]"


def _lines(fields: Mapping[str, Value], indent: str, end: str) -> str:
    return "".join(f"{indent}{field}: {_written(value)}{end}" for field, value in fields.items() if value is not None)


def _root(text: str) -> Fields:
    root, _ = parse_yaml(text.encode("utf-8"), "review.yaml")
    return root if isinstance(root, Fields) else Fields(1, 1)


def _with_fields(text: str, block: str, fields: Mapping[str, Value], end: str) -> str:
    """Return ``text`` with fields of a block (of the whole where ``block`` is empty) put in place, added or taken away."""
    for field, value in fields.items():
        root, lines = _root(text), _LINE.findall(text)
        node = root.items.get(block) if block else root
        if not isinstance(node, Fields) or not node.keys:
            return text  # the caller sees that it is not changed
        room = _span(lines, root, block, len(lines))[1] if block else len(lines)
        indent = " " * (next(iter(node.keys.values()))[1] - 1)
        line = _lines({field: value}, indent, end)
        start, stop = _span(lines, node, field if field in node.keys else list(node.keys)[-1], room)
        if field not in node.keys:
            start = stop
        elif start and lines[start - 1].lstrip().startswith(f"# {GUESSED}"):
            start -= 1  # what is given is no guess any more
        text = "".join([*lines[:start], line, *lines[stop:]])
    return text


def _span(lines: list[str], node: Fields, field: str, room: int) -> tuple[int, int]:
    """Return the places of the first line of a field, and of the first after it, which is before ``room``.

    Comments and empty lines between a field and the next belong to the next.
    """
    start = node.keys[field][0] - 1
    stop = min((line - 1 for line, _ in node.keys.values() if line - 1 > start), default=room)
    while stop > start + 1 and (not lines[stop - 1].strip() or lines[stop - 1].lstrip().startswith("#")):
        stop -= 1
    return start, stop
