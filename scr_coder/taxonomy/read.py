"""Read a taxonomy file into frozen values. Problems are returned, never raised."""

from __future__ import annotations

import hashlib
from pathlib import Path

from scr_coder.location import Location
from scr_coder.problem import Problem
from scr_coder.resources import shipped_taxonomy
from scr_coder.schema import INTEGER, check_structure
from scr_coder.taxonomy.model import Area, Cause, Family, Issue, Taxonomy, TaxonomySet
from scr_coder.yaml_source import Mapping, read_yaml


def read_taxonomy(path: Path, shown: str) -> tuple[Taxonomy | None, list[Problem]]:
    """Read one taxonomy. Return it, or None when the file is no YAML mapping, and every problem of its structure.

    What is well-formed is read even when other parts are not, so that one run can report everything.
    """
    root, problems = read_yaml(path, shown)
    if root is None:
        return None, problems
    problems += check_structure(root, "taxonomy", shown)
    if not isinstance(root, Mapping):
        return None, problems
    return _Reader(shown).taxonomy(root, hashlib.sha256(path.read_bytes()).hexdigest()), problems


def shipped_taxonomies() -> TaxonomySet:
    """Return the taxonomies that come with scr_coder."""
    names = ("lipp.yaml", "practice.yaml")
    read = [read_taxonomy(shipped_taxonomy() / name, name)[0] for name in names]
    return TaxonomySet(tuple(taxonomy for taxonomy in read if taxonomy is not None))


class _Reader:
    def __init__(self, shown: str) -> None:
        self._shown = shown

    def _at(self, node: Mapping, name: str = "") -> Location:
        return Location(self._shown, *node.place(name))

    def taxonomy(self, root: Mapping, digest: str) -> Taxonomy:
        source = root.items.get("source")
        names = ("id", "version", "extends", "published_areas", "published_issues", "areas")
        return Taxonomy(
            id=root.text("id") or "",
            version=root.text("version") or "",
            title=root.text("title") or "",
            description=root.text("description") or "",
            extends=root.text("extends") or "",
            source={key: source.text(key) or "" for key in source.items} if isinstance(source, Mapping) else {},
            published_areas=_number(root, "published_areas"),
            published_issues=_number(root, "published_issues"),
            families=tuple(self._family(node) for node in root.mappings("families") if node.text("id")),
            areas=tuple(self._area(node) for node in root.mappings("areas") if node.text("id")),
            digest=digest,
            path=self._shown,
            places={name: self._at(root, name) for name in names},
        )

    def _family(self, node: Mapping) -> Family:
        return Family(node.text("id") or "", node.text("label") or "", node.text("definition") or "", self._at(node, "id"))

    def _area(self, node: Mapping) -> Area:
        area = node.text("id") or ""
        issues = tuple(self._issue(child, area) for child in node.mappings("issues") if child.text("id"))
        return Area(area, node.text("label") or "", node.text("definition") or "", issues, self._at(node, "id"))

    def _issue(self, node: Mapping, area: str) -> Issue:
        provenance = node.items.get("provenance")
        where = provenance if isinstance(provenance, Mapping) else Mapping(node.line, node.column)
        lists = {name: node.texts(name) for name in ("see_also", "replaced_by")}
        places = {name: tuple(Location(self._shown, item.line, item.column) for item in items) for name, items in lists.items()}
        places["label"] = (self._at(node, "label" if "label" in node.items else "id"),)
        return Issue(
            id=node.text("id") or "",
            label=node.text("label") or "",
            area=area,
            status=node.text("status") or "active",
            definition=node.text("definition") or "",
            include=_texts(node, "include"),
            exclude=_texts(node, "exclude"),
            see_also=_texts(node, "see_also"),
            replaced_by=_texts(node, "replaced_by"),
            keywords=_texts(node, "keywords"),
            briefing=_number(node, "briefing"),
            statement=where.text("statement") or "",
            cell=where.text("cell") or "",
            note=where.text("note") or "",
            causes=tuple(self._cause(child) for child in node.mappings("causes") if child.text("id")),
            location=self._at(node, "id"),
            places=places,
        )

    def _cause(self, node: Mapping) -> Cause:
        return Cause(
            id=node.text("id") or "",
            label=node.text("label") or "",
            family=node.text("family") or "",
            source=node.text("source") or "",
            provenance=node.text("provenance") or "",
            location=self._at(node, "id"),
            family_location=self._at(node, "family" if "family" in node.items else "id"),
        )


def _texts(node: Mapping, name: str) -> tuple[str, ...]:
    return tuple(item.text for item in node.texts(name))


def _number(node: Mapping, name: str) -> int | None:
    text = node.text(name) or ""
    return int(text) if INTEGER.fullmatch(text) and len(text) <= 15 else None
