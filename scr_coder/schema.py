"""Check located nodes against the shipped JSON Schemas: the one place where the shape of a file is written down.

Values are text until a schema says otherwise (see `yaml_source`), so this reads the part of JSON Schema that the
shipped schemas use and gives located problems; `jsonschema` is the oracle in the tests. A keyword that is not
known here is an error of the schema, not something to ignore.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable
from typing import Any, TypeAlias

from scr_coder.location import Location
from scr_coder.problem import Problem, Severity, did_you_mean
from scr_coder.resources import shipped_text
from scr_coder.yaml_source import Mapping, Node, Scalar, Sequence

SCHEMAS = ("taxonomy", "attributes", "workspace", "review", "findings", "left_out")
INTEGER = re.compile(r"-?(0|[1-9][0-9]*)", re.ASCII)
_ANNOTATIONS = {"$schema", "$id", "$comment", "$defs", "title", "description", "default", "examples"}
_KNOWN = _ANNOTATIONS | {
    "$ref", "type", "properties", "required", "additionalProperties", "items", "enum", "pattern",
    "minLength", "maxLength", "minItems", "uniqueItems", "minimum", "maximum",
}  # fmt: skip

Add: TypeAlias = Callable[[Node | tuple[int, int], str, str, str], None]
Check: TypeAlias = Callable[[Node, str, Add], None]


def schema_text(name: str) -> str:
    """Return the JSON text of a shipped schema: one of `SCHEMAS`."""
    return shipped_text(f"schema/{name}.schema.json")


def check_structure(root: Node, name: str, shown: str) -> list[Problem]:
    """Return every place where ``root`` departs from the schema ``name``; ``shown`` is the path problems name."""
    problems: list[Problem] = []

    def add(where: Node | tuple[int, int], code: str, message: str, hint: str) -> None:
        line, column = where if isinstance(where, tuple) else (where.line, where.column)
        problems.append(Problem(code, Severity.ERROR, Location(shown, line, column), message, hint))

    compiled_schema(name)(root, "", add)
    return problems


@functools.cache
def compiled_schema(name: str) -> Check:
    """Return the checking function of the shipped schema ``name``."""
    whole = json.loads(schema_text(name))
    return compile_schema(whole, whole)


def compile_schema(schema: dict[str, Any], whole: dict[str, Any]) -> Check:
    """Turn one schema into a function ``(node, name, add)``. Raises ValueError for keywords that are not known."""
    if "$ref" in schema:
        return compile_schema(whole["$defs"][schema["$ref"].removeprefix("#/$defs/")], whole)
    unknown = set(schema) - _KNOWN
    if unknown:
        raise ValueError(f"schema keywords not known here: {', '.join(sorted(unknown))}")
    types = schema.get("type", "string")
    by_type = {kind: _COMPILERS[kind](schema, whole) for kind in ([types] if isinstance(types, str) else types)}
    object_, array = by_type.get("object"), by_type.get("array")
    scalar = next((by_type[kind] for kind in ("boolean", "integer", "string") if kind in by_type), None)
    wanted = " or ".join(_NAMES[kind] for kind in by_type)

    def check(node: Node, name: str, add: Add) -> None:
        kind = type(node)
        chosen = scalar if kind is Scalar else object_ if kind is Mapping else array
        if chosen is not None:
            chosen(node, name, add)
        elif isinstance(node, Scalar) and node.plain and node.text == "":
            add(node, "SCH004", f"{_called(name)} has no value", "give one or remove the name")
        else:
            add(node, "SCH003", f"{_called(name)} should be {wanted}, not {_NAMES_OF_NODES[kind]}", "")

    return check


_NAMES = {
    "object": "a mapping",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "boolean": "true or false",
}
_NAMES_OF_NODES: dict[type, str] = {Scalar: "text", Mapping: "a mapping", Sequence: "a list"}


def _called(name: str) -> str:
    return f"`{name}`" if name else "the file"


def _compile_string(schema: dict[str, Any], _whole: dict[str, Any]) -> Check:
    allowed = frozenset(schema["enum"]) if "enum" in schema else None
    # In JSON Schema `$` is the end of the text alone; Python's also stands before a last line feed, as `id: |` leaves one.
    pattern = re.compile(re.sub(r"\$$", r"\\Z", schema["pattern"])) if "pattern" in schema else None
    shortest, longest = schema.get("minLength", 0), schema.get("maxLength", 1 << 40)
    meaning = schema.get("description", "")

    def check(node: Node, name: str, add: Add) -> None:
        assert isinstance(node, Scalar)
        text = node.text
        if not text and node.plain:
            add(node, "SCH004", f"`{name}` has no value", "give one or remove the name")
        elif allowed is not None and text not in allowed:
            choices = ", ".join(sorted(allowed))
            add(node, "SCH005", f"`{name}` is `{text}`, which is not one of {choices}", did_you_mean(text, allowed))
        elif pattern is not None and not pattern.search(text):
            add(node, "SCH006", f"`{name}` is `{text}`, which has not the right form", meaning)
        elif not shortest <= len(text) <= longest:
            limit = f"at most {longest}" if len(text) > longest else f"at least {shortest}"
            add(node, "SCH007", f"`{name}` has {len(text)} characters; {limit} are allowed", "")

    return check


def _compile_integer(schema: dict[str, Any], _whole: dict[str, Any]) -> Check:
    least, most = schema.get("minimum"), schema.get("maximum")
    bounds = f"from {least} " * (least is not None) + f"up to {most}" * (most is not None)

    def check(node: Node, name: str, add: Add) -> None:
        assert isinstance(node, Scalar)
        text = node.text
        if not INTEGER.fullmatch(text) or len(text) > 15:
            add(node, "SCH003", f"`{name}` is `{text}`; it should be a whole number", "")
        elif (least is not None and int(text) < least) or (most is not None and int(text) > most):
            add(node, "SCH007", f"`{name}` is {text}; it should be a number {bounds.strip()}", "")

    return check


def _compile_boolean(_schema: dict[str, Any], _whole: dict[str, Any]) -> Check:
    def check(node: Node, name: str, add: Add) -> None:
        assert isinstance(node, Scalar)
        text = node.text
        if text not in ("true", "false"):
            add(node, "SCH003", f"`{name}` is `{text}`; it should be true or false", "")

    return check


def _compile_array(schema: dict[str, Any], whole: dict[str, Any]) -> Check:
    check_item = compile_schema(schema["items"], whole)
    fewest, unique = schema.get("minItems", 0), schema.get("uniqueItems", False)

    def check(node: Node, name: str, add: Add) -> None:
        assert type(node) is Sequence
        if len(node.items) < fewest:
            add(node, "SCH007", f"`{name}` is an empty list", "give at least one item or remove the name")
        seen: dict[str, int] = {}
        for item in node.items:
            check_item(item, name, add)
            if unique and type(item) is Scalar:
                if item.text in seen:
                    add(item, "SCH008", f"`{item.text}` stands twice in `{name}`; the first is on line {seen[item.text]}", "")
                seen.setdefault(item.text, item.line)

    return check


def _compile_object(schema: dict[str, Any], whole: dict[str, Any]) -> Check:
    properties = {name: compile_schema(part, whole) for name, part in schema.get("properties", {}).items()}
    required = schema.get("required", [])
    extra = schema.get("additionalProperties", True)
    check_extra = compile_schema(extra, whole) if isinstance(extra, dict) else None

    def check(node: Node, name: str, add: Add) -> None:
        assert type(node) is Mapping
        items = node.items
        for key, value in items.items():
            check_value = properties.get(key, check_extra)
            if check_value is not None:
                check_value(value, key, add)
            elif extra is False:
                hint = did_you_mean(key, properties) or f"known: {', '.join(properties)}"
                add(node.keys.get(key, (node.line, node.column)), "SCH001", f"`{key}` is not a field of {_called(name)}", hint)
        for key in required:
            if key not in items:
                add(node, "SCH002", f"{_called(name)} lacks `{key}`", "")

    return check


_COMPILERS: dict[str, Callable[[dict[str, Any], dict[str, Any]], Check]] = {
    "string": _compile_string,
    "integer": _compile_integer,
    "boolean": _compile_boolean,
    "array": _compile_array,
    "object": _compile_object,
}
