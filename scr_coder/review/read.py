"""Read ``review.yaml``, ``findings.yaml`` and ``left_out.yaml`` into frozen values. Problems are returned, never raised."""

from __future__ import annotations

from pathlib import Path

from scr_coder.location import Location
from scr_coder.problem import Problem
from scr_coder.review.model import Finding, LeftOut, RemovedText, Review
from scr_coder.schema import check_structure
from scr_coder.yaml_source import Mapping, Node, Scalar, Sequence, parse_yaml, read_yaml


def read_review(path: Path, shown: str) -> tuple[Review | None, list[Problem]]:
    """Read one ``review.yaml``. Return it, or None when it is no YAML mapping, and its problems of structure."""
    root, problems = read_yaml(path, shown)
    if root is None:
        return None, problems
    problems += check_structure(root, "review", shown)
    if not isinstance(root, Mapping):
        return None, problems
    given = root.items.get("attributes")
    attributes: dict[str, tuple[str, ...]] = {}
    places = {"id": Location(shown, *root.place("id"))}
    if isinstance(given, Mapping):
        for name, node in given.items.items():
            if isinstance(node, Scalar):
                attributes[name] = (node.text,)
            elif isinstance(node, Sequence):
                attributes[name] = tuple(item.text for item in node.items if isinstance(item, Scalar))
            places[f"attributes.{name}"] = Location(shown, *given.keys[name])
            places[f"values.{name}"] = Location(shown, node.line, node.column)
    source = root.items.get("source")
    review = Review(
        id=root.text("id") or "",
        title=root.text("title") or "",
        attributes=attributes,
        source={key: source.text(key) or "" for key in source.items} if isinstance(source, Mapping) else {},
        path=shown,
        location=Location(shown, root.line, root.column),
        places=places,
    )
    return review, problems


def read_findings(path: Path, shown: str) -> tuple[list[Finding] | None, list[Problem]]:
    """Read one ``findings.yaml``. Return the findings in order, or None when it is no YAML mapping, and problems."""
    return _findings(*read_yaml(path, shown), shown)


def parse_findings(data: bytes, shown: str) -> tuple[list[Finding] | None, list[Problem]]:
    """Read the bytes of one ``findings.yaml``; see `read_findings`."""
    return _findings(*parse_yaml(data, shown), shown)


def _findings(root: Node | None, problems: list[Problem], shown: str) -> tuple[list[Finding] | None, list[Problem]]:
    if root is None:
        return None, problems
    problems += check_structure(root, "findings", shown)
    if not isinstance(root, Mapping):
        return None, problems
    return [_finding(node) for node in root.mappings("findings") if node.text("id")], problems


NotFindings = tuple[list[LeftOut], list[RemovedText]]


def read_left_out(path: Path, shown: str) -> tuple[NotFindings | None, list[Problem]]:
    """Read one ``left_out.yaml``. Return its paragraphs and its boilerplate, or None when it is no YAML mapping, and problems."""
    return _left_out(*read_yaml(path, shown), shown)


def parse_left_out(data: bytes, shown: str) -> tuple[NotFindings | None, list[Problem]]:
    """Read the bytes of one ``left_out.yaml``; see `read_left_out`."""
    return _left_out(*parse_yaml(data, shown), shown)


def _left_out(root: Node | None, problems: list[Problem], shown: str) -> tuple[NotFindings | None, list[Problem]]:
    if root is None:
        return None, problems
    problems += check_structure(root, "left_out", shown)
    if not isinstance(root, Mapping):
        return None, problems
    paragraphs = [
        LeftOut(_finding(node), node.text("reason") or "", node.text("before") or "")
        for node in root.mappings("paragraphs")
        if node.text("id")
    ]
    removed = [
        RemovedText(node.text("reason") or "", node.text("text") or "", node.text("pages") or "") for node in root.mappings("boilerplate")
    ]
    return (paragraphs, removed), problems


_NOWHERE = Mapping(1, 1)


def _finding(node: Mapping) -> Finding:
    locator = node.items.get("locator")
    where = locator if isinstance(locator, Mapping) else _NOWHERE
    line, column = node.place("id")
    return Finding(
        id=node.text("id") or "",
        kind=node.text("kind") or "paragraph",
        page=where.text("page") or "",
        paragraph=where.text("paragraph") or "",
        lines=where.text("lines") or "",
        heading=node.text("heading") or "",
        section=tuple(item.text for item in node.texts("section")),
        text=node.text("text") or "",
        line=line,
        column=column,
    )
