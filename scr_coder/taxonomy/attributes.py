"""The attributes of reviews and their controlled values, read from ``attributes.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from scr_coder.location import Location
from scr_coder.problem import Problem, did_you_mean
from scr_coder.schema import INTEGER, check_structure
from scr_coder.yaml_source import Mapping, read_yaml

_PARTIAL_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?", re.ASCII)
_PERIOD = re.compile(r"[0-9]{4}(-[0-9]{2})?([ -]?Q[1-4])?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute. ``values`` maps value id to label for `enum` and `multi`, in order; empty for other types."""

    id: str
    label: str
    group: str
    type: str
    ordered: bool
    note: str
    values: dict[str, str]
    location: Location


@dataclass(frozen=True, slots=True)
class Attributes:
    """The attribute schema of a workspace. ``special`` maps the values that any attribute may take to labels."""

    id: str
    version: str
    attributes: dict[str, Attribute]
    special: dict[str, str]
    duplicates: tuple[tuple[str, Location], ...] = ()

    def label(self, attribute: str, value: str) -> str:
        """Return the label of a value, or the value itself where it has none."""
        known = self.attributes.get(attribute)
        return (known.values.get(value) if known else None) or self.special.get(value) or value

    def order(self, attribute: str, values: set[str]) -> list[str]:
        """Return ``values`` in the order of the schema; free values sorted; special values last."""
        known = self.attributes.get(attribute)
        listed = list(known.values) if known else []
        inside = [value for value in listed if value in values]
        special = [value for value in self.special if value in values]
        return inside + sorted(values - set(inside) - set(special)) + special

    def fault(self, attribute: str, value: str) -> tuple[str, str] | None:
        """Return what is wrong with one value of an attribute as (message, hint), or None if it may stand."""
        known = self.attributes[attribute]
        if value in self.special:
            return None
        if known.type in ("enum", "multi"):
            if value in known.values:
                return None
            hint = did_you_mean(value, [*known.values, *self.special]) or f"see `scr taxonomy show {attribute}`"
            return f"`{value}` is not a value of {attribute}", hint
        if known.type == "integer" and not INTEGER.fullmatch(value):
            return f"{attribute} is `{value}`; it should be a whole number", ""
        if known.type == "boolean" and value not in ("true", "false"):
            return f"{attribute} is `{value}`; it should be true or false", ""
        if known.type == "partial_date" and not _is_partial_date(value):
            return f"{attribute} is `{value}`; it should be a date", "write YYYY, YYYY-MM or YYYY-MM-DD"
        if known.type == "period" and not _PERIOD.fullmatch(value):
            return f"{attribute} is `{value}`; it should be a period", "write 2015, 2015-16 or 2015-16 Q2"
        return None


def _is_partial_date(value: str) -> bool:
    if not _PARTIAL_DATE.fullmatch(value):
        return False
    if len(value) < 10:
        return True
    import datetime

    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def read_attributes(path: Path, shown: str) -> tuple[Attributes | None, list[Problem]]:
    """Read the attribute schema. Return it, or None when the file is no YAML mapping, and its problems of structure."""
    root, problems = read_yaml(path, shown)
    if root is None:
        return None, problems
    problems += check_structure(root, "attributes", shown)
    if not isinstance(root, Mapping):
        return None, problems
    attributes: dict[str, Attribute] = {}
    duplicates = []
    for node in root.mappings("attributes"):
        name = node.text("id") or ""
        location = Location(shown, *node.place("id"))
        if name in attributes:
            duplicates.append((name, location))
        if name and name not in attributes:
            attributes[name] = Attribute(
                id=name,
                label=node.text("label") or name,
                group=node.text("group") or "",
                type=node.text("type") or "text",
                ordered=node.text("ordered") == "true",
                note=node.text("note") or "",
                values=_values(node, "values"),
                location=location,
            )
    special = _values(root, "special_values")
    return Attributes(root.text("id") or "", root.text("version") or "", attributes, special, tuple(duplicates)), problems


def _values(node: Mapping, name: str) -> dict[str, str]:
    return {value.text("id") or "": value.text("label") or "" for value in node.mappings(name) if value.text("id")}
