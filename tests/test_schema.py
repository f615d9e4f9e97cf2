"""The reader of our JSON Schemas agrees with `jsonschema`, and says where a file departs from them and what was meant."""

# ruff: noqa: E501  vectors stand on one line each

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scr_coder import schema as own
from scr_coder.schema import INTEGER, SCHEMAS, check_structure, compile_schema, compiled_schema, schema_text
from scr_coder.yaml_source import Mapping, Node, Scalar, Sequence, parse_yaml

ROOT = Path(__file__).resolve().parent.parent
WHOLE = {name: json.loads(schema_text(name)) for name in SCHEMAS}


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield a schema and every schema in it."""
    yield schema
    for name in ("properties", "$defs"):
        for part in schema.get(name, {}).values():
            yield from parts(part)
    for name in ("items", "additionalProperties"):
        if isinstance(schema.get(name), dict):
            yield from parts(schema[name])


def resolved(schema: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    return whole["$defs"][schema["$ref"].removeprefix("#/$defs/")] if "$ref" in schema else schema


# The shipped schemas -------------------------------------------------------------------------------------------------------


def test_every_schema_file_is_listed() -> None:
    files = {path.name.removesuffix(".schema.json") for path in (ROOT / "taxonomy" / "schema").iterdir()}
    assert files == set(SCHEMAS)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_shipped_schema_is_a_schema_and_uses_what_is_known_here(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(WHOLE[name])
    for part in parts(WHOLE[name]):
        assert set(part) <= own._KNOWN
        assert "$ref" not in part or set(part) == {"$ref"}, "keywords beside $ref are not read"
        if part.get("type") == "object" and "properties" in part:
            assert part["additionalProperties"] is False
            assert set(part.get("required", [])) <= set(part["properties"])
        if "pattern" in part:
            assert "$" not in part["pattern"].removesuffix("$")
    compiled_schema(name)


@pytest.mark.parametrize("keyword", ["oneOf", "const", "maxItems", "patternProperties", "dependentRequired", "typ"])
def test_an_unknown_keyword_is_an_error_of_the_schema(keyword: str) -> None:
    whole = {"type": "object", "properties": {"a": {"type": "string", keyword: []}}}
    with pytest.raises(ValueError, match=f"schema keywords not known here: {keyword}"):
        compile_schema(whole, whole)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("taxonomy", "taxonomy/lipp.yaml"),
        ("taxonomy", "taxonomy/practice.yaml"),
        ("attributes", "taxonomy/attributes.yaml"),
        ("workspace", "data/workspace.yaml"),
        *(("review", f"data/reviews/{p.name}/review.yaml") for p in sorted((ROOT / "data" / "reviews").iterdir())),
        *(("findings", f"data/reviews/{p.name}/findings.yaml") for p in sorted((ROOT / "data" / "reviews").iterdir())),
    ],
)
def test_the_shipped_files_fit_for_us_and_for_jsonschema(name: str, file: str) -> None:
    root, problems = parse_yaml((ROOT / file).read_bytes(), file)
    assert problems == []
    assert root is not None
    assert check_structure(root, name, file) == []
    assert is_valid(name, plain(root))


# The oracle ------------------------------------------------------------------------------------------------------------------
#
# In our files every value is text, and the schema says what the text means. `jsonschema` wants numbers and booleans, so
# text is turned into them where the schema asks for one and the text is one: `7` but not `07`, `true` but not `True`. A
# name without a value is None for jsonschema. It searches patterns with Python's `$`, which also stands before a last
# line feed; JSON Schema means the end alone, so the oracle is given that.


def ecma_pattern(_validator: object, pattern: str, instance: object, _schema: object) -> Iterator[jsonschema.ValidationError]:
    if isinstance(instance, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), instance):
        yield jsonschema.ValidationError("pattern")


Oracle = jsonschema.validators.extend(jsonschema.Draft202012Validator, {"pattern": ecma_pattern})


def typed(value: Any, schema: dict[str, Any] | bool, whole: dict[str, Any]) -> Any:
    """Return ``value`` with text made numbers and booleans where the schema wants them."""
    if not isinstance(schema, dict):
        return value
    schema = resolved(schema, whole)
    if isinstance(value, dict):
        extra = schema.get("additionalProperties", True)
        return {name: typed(part, schema.get("properties", {}).get(name, extra), whole) for name, part in value.items()}
    if isinstance(value, list):
        return [typed(part, schema.get("items", True), whole) for part in value]
    if schema.get("type") == "integer" and isinstance(value, str) and INTEGER.fullmatch(value):
        return int(value[:4000])
    if schema.get("type") == "boolean" and value in ("true", "false"):
        return value == "true"
    return value


def is_valid(name: str, document: Any) -> bool:
    return bool(Oracle(WHOLE[name]).is_valid(typed(document, WHOLE[name], WHOLE[name])))


def node(value: Any) -> Node:
    """Return plain values as located nodes; None is a name without a value."""
    if isinstance(value, dict):
        mapping = Mapping(1, 1)
        mapping.items = {name: node(part) for name, part in value.items()}
        mapping.keys = dict.fromkeys(value, (1, 1))
        return mapping
    if isinstance(value, list):
        sequence = Sequence(1, 1)
        sequence.items = [node(part) for part in value]
        return sequence
    return Scalar("", 1, 1, plain=True) if value is None else Scalar(value, 1, 1)


def plain(root: Node) -> Any:
    if isinstance(root, Mapping):
        return {name: plain(part) for name, part in root.items.items()}
    if isinstance(root, Sequence):
        return [plain(part) for part in root.items]
    return None if root.plain and root.text == "" else root.text


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


def valid(schema: dict[str, Any], whole: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Return a strategy for documents of a schema; most are valid."""
    schema = resolved(schema, whole)
    kind = schema.get("type", "string")
    if isinstance(kind, list):
        return st.one_of(*(valid({**schema, "type": one}, whole) for one in kind))
    if kind == "object":
        inside = {name: valid(part, whole) for name, part in schema.get("properties", {}).items()}
        required = {name: inside.pop(name) for name in schema.get("required", [])}
        if isinstance(schema.get("additionalProperties"), dict):
            return st.dictionaries(TEXT, valid(schema["additionalProperties"], whole), max_size=3)
        return st.fixed_dictionaries(required, optional=inside)
    if kind == "array":
        return st.lists(valid(schema["items"], whole), min_size=schema.get("minItems", 0), max_size=2)
    if kind == "integer":
        return st.integers(schema.get("minimum"), schema.get("maximum")).map(str)
    if kind == "boolean":
        return st.sampled_from(["true", "false"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "(?!" in schema.get("pattern", ""):
        return st.sampled_from(["taxonomy/lipp.yaml", "my layers/a.yaml", "é"])
    if "pattern" in schema:
        return st.from_regex(re.compile(re.sub(r"\$$", r"\\Z", schema["pattern"]), re.ASCII))
    return st.text("ab é\n", min_size=schema.get("minLength", 0), max_size=6)


WRONG = st.one_of(
    st.none(),
    st.sampled_from(["", "0", "1", "01", "-1", "-0", "+1", "1.0", "1e3", "2", "99", "10000", "100001", "9" * 20, "٣", "true", "True", "yes", "C02", "C02\n", "lipp\n", "/etc/x", "a\\b", "c:x"]),
    st.sampled_from([80, 81, 100, 101, 120, 121, 200, 201, 300, 301, 1000, 1001]).map(lambda n: "x" * n),
    TEXT,
    st.lists(st.sampled_from(["a", "a", "C02"]), max_size=3),
    st.dictionaries(st.sampled_from(["id", "label", "x"]), TEXT, max_size=2),
)  # fmt: skip


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every (container, key) in a document."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in items:
        yield value, key
        yield from places(part)


@st.composite
def documents(draw: st.DrawFn, name: str) -> Any:
    document = [json.loads(json.dumps(draw(valid(WHOLE[name], WHOLE[name]))))]
    for _ in range(draw(st.integers(0, 2))):
        container, key = draw(st.sampled_from(list(places(document))))
        action = draw(st.sampled_from(["replace", "replace", "drop", "add", "repeat"]))
        if action == "replace" or container is document:
            container[key] = draw(WRONG)
        elif action == "drop":
            del container[key]
        elif isinstance(container, dict):
            container[draw(st.sampled_from(["x", "id", "label", "schema", "title", "note"]))] = draw(WRONG)
        else:
            container.append(container[key] if action == "repeat" else draw(WRONG))
    return document[0]


@pytest.mark.parametrize("name", SCHEMAS)
def test_we_agree_with_jsonschema_on_what_is_valid(name: str) -> None:
    seen = set()

    @settings(deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))
    @given(documents(name))
    def agree(document: Any) -> None:
        problems = check_structure(node(document), name, "f")
        seen.add(not problems)
        assert (problems == []) is is_valid(name, document), problems

    agree()
    assert seen == {True, False}


# Places and words --------------------------------------------------------------------------------------------------------------

TAXONOMY = "schema: 1\nid: mine\nversion: 1.0.0\ntitle: T\nareas:\n  - id: A\n    label: L\n    issues: []\n"
FINDINGS = "schema: 1\nfindings:\n  - id: a\n    text: t\n"
REVIEW = "schema: 1\nid: ab\ntitle: T\n"
ATTRIBUTES = "schema: 1\nid: a\nversion: 1.0.0\nattributes:\n  - {id: x, label: X, type: text}\n"
CASES: list[tuple[str, str, str]] = [
    ("taxonomy", TAXONOMY.replace("title", "titel"), "4:1 SCH001 `titel` is not a field of the file (did you mean `title`?) | 1:1 SCH002 the file lacks `title`"),
    ("findings", FINDINGS + "    colour: red\n", "5:5 SCH001 `colour` is not a field of `findings` (known: id, kind, locator, heading, section, text)"),
    ("findings", "schema: 1\n", "1:1 SCH002 the file lacks `findings`"),
    ("findings", FINDINGS.replace("1", "one"), "1:9 SCH003 `schema` is `one`; it should be a whole number"),
    ("findings", "- a\n", "1:1 SCH003 the file should be a mapping, not a list"),
    ("findings", "text\n", "1:1 SCH003 the file should be a mapping, not text"),
    ("findings", "schema: 1\nfindings: x\n", "2:11 SCH003 `findings` should be a list, not text"),
    ("findings", "schema: 1\nfindings:\n  a: b\n", "3:3 SCH003 `findings` should be a list, not a mapping"),
    ("findings", "schema: [1]\nfindings: []\n", "1:9 SCH003 `schema` should be a whole number, not a list"),
    ("review", REVIEW + "attributes:\n  a: {b: c}\n", "5:6 SCH003 `a` should be text or a list, not a mapping"),
    ("attributes", ATTRIBUTES.replace("type: text", "type: text, ordered: yes"), "5:44 SCH003 `ordered` is `yes`; it should be true or false"),
    ("findings", "schema: 1\nfindings:\n", "2:10 SCH004 `findings` has no value (give one or remove the name)"),
    ("findings", FINDINGS.replace("text: t", "text:"), "4:10 SCH004 `text` has no value (give one or remove the name)"),
    ("taxonomy", TAXONOMY.replace("label: L", "label: ''"), "7:12 SCH007 `label` has 0 characters; at least 1 are allowed"),
    ("findings", FINDINGS + "    kind: bulet\n", "5:11 SCH005 `kind` is `bulet`, which is not one of box, bullet, numbered, paragraph, recommendation, table (did you mean `bullet`?)"),
    ("taxonomy", TAXONOMY.replace("1.0.0", "1.0"), "3:10 SCH006 `version` is `1.0`, which has not the right form (three numbers with dots, for instance 1.0.0)"),
    ("findings", FINDINGS.replace("id: a", "id: |\n      a"), "3:9 SCH006 `id` is `a\n`, which has not the right form (letters, digits and . _ - ( ), for instance 4.17)"),
    ("taxonomy", TAXONOMY.replace("label: L", f"label: {'x' * 81}"), "7:12 SCH007 `label` has 81 characters; at most 80 are allowed"),
    ("findings", FINDINGS.replace("schema: 1", "schema: 2"), "1:9 SCH007 `schema` is 2; it should be a number from 1 up to 1"),
    ("review", REVIEW + "attributes:\n  a: []\n", "5:6 SCH007 `a` is an empty list (give at least one item or remove the name)"),
    ("review", REVIEW + "attributes:\n  a: [x, y,\n    x]\n", "6:5 SCH008 `x` stands twice in `a`; the first is on line 5"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "expected"), CASES)
def test_a_departure_has_its_place_and_what_was_meant(name: str, text: str, expected: str) -> None:
    root, problems = parse_yaml(text.encode(), "f")
    assert problems == []
    assert root is not None
    shown = [
        f"{p.location.line}:{p.location.column} {p.code} {p.message}{f' ({p.hint})' * bool(p.hint)}"
        for p in check_structure(root, name, "f")
    ]
    assert " | ".join(shown) == expected


LIMITS = [
    ("taxonomy", TAXONOMY, "label: L", "label: {}", ["x", "x" * 80], ["''", "x" * 81]),
    ("taxonomy", TAXONOMY, "schema: 1", "schema: {}", ["1"], ["0", "2", "01", "1.0", "٣", "9" * 20]),
    ("taxonomy", TAXONOMY, "title: T", "title: T\npublished_issues: {}", ["0", "10000", '"7"'], ["-1", "10001"]),
    ("review", REVIEW, "id: ab", "id: {}", ["ab", "a" * 64], ["a", "a" * 65, "-ab", "ab-", "Ab"]),
    ("findings", FINDINGS, "text: t", "text: {}", ["x" * 100_000], ["x" * 100_001]),
    ("attributes", ATTRIBUTES, "type: text", "type: text, ordered: {}", ["true", "false", '"true"'], ["True", "yes", "1", "''"]),
]


@pytest.mark.parametrize(("name", "text", "old", "new", "good", "bad"), LIMITS)
def test_limits_are_kept_to_the_last_character(name: str, text: str, old: str, new: str, good: list[str], bad: list[str]) -> None:
    for value in (*good, *bad):
        root, _ = parse_yaml(text.replace(old, new.format(value)).encode(), "f")
        assert root is not None
        fits = check_structure(root, name, "f") == []
        assert fits is (value in good), value[:30]
        assert fits is is_valid(name, plain(root)), value[:30]
