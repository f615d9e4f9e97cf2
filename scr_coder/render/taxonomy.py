"""The taxonomies as text and as plain values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from scr_coder.problem import ScrError, did_you_mean
from scr_coder.render.terminal import bold, wrapped
from scr_coder.taxonomy import Area, Attribute, Attributes, Issue, TaxonomySet
from scr_coder.text import count_of

_STATEMENTS = {
    "seed": "the map itself",
    "briefing": "a briefing that restates the map",
    "inferred": "inferred from what is left of the map",
    "unknown": "unknown: the map's statement is lost, the wording is inferred from its WHY",
    "local": "this project's practice layer",
}


def taxonomy_json(taxonomies: TaxonomySet, names: Sequence[str]) -> list[dict[str, Any]]:
    """Return the issues that ``names`` choose (all if none) as plain values, in order."""
    chosen = _chosen_issues(taxonomies, names) if names else list(taxonomies.issues.values())
    if names and not chosen:
        raise _unknown(taxonomies, Attributes("", "", {}, {}), names[0])
    return [
        {
            "id": issue.id,
            "area": issue.area,
            "label": issue.label,
            "status": issue.status,
            "definition": issue.definition,
            "include": list(issue.include),
            "exclude": list(issue.exclude),
            "see_also": list(issue.see_also),
            "replaced_by": list(issue.replaced_by),
            "keywords": list(issue.keywords),
            "briefing": issue.briefing,
            "provenance": {"statement": issue.statement, "cell": issue.cell, "note": issue.note},
            "causes": [
                {"id": c.id, "label": c.label, "family": c.family, "source": c.source, "provenance": c.provenance} for c in issue.causes
            ],
        }
        for issue in chosen
    ]


def taxonomy_text(taxonomies: TaxonomySet, attributes: Attributes, names: Sequence[str], width: int, colour: bool) -> str:
    """Return what ``names`` ask for, for a terminal. Raises ScrError for a name that nothing answers to."""
    if not names:
        return "\n".join(_overview(taxonomies, width, colour))
    words = " ".join(names).casefold()
    by_id = {
        key.casefold(): entry
        for entries in (taxonomies.issues, taxonomies.areas, taxonomies.families, attributes.attributes)
        for key, entry in entries.items()
    }
    by_id |= {cause.casefold(): issue for cause, (issue, _) in taxonomies.causes.items()}
    if len(names) == 1 and (whole := [t for t in taxonomies.taxonomies if t.id == names[0]]):
        return "\n".join(_overview(TaxonomySet(tuple(whole)), width, colour))
    blocks = []
    if words not in by_id and not all(name.casefold() in by_id for name in names):
        found = _chosen_issues(taxonomies, names)
        if not found:
            raise _unknown(taxonomies, attributes, names[0])
        lines = [wrapped(f"{i.id}  {i.label}{_marked(i)}", width, "     ", "") for i in found]
        return "\n".join([*lines, "", f"{count_of(len(found), 'issue')} with “{' '.join(names)}”"])
    for name in names:
        entry = by_id[name.casefold()]
        if isinstance(entry, Issue):
            blocks.append("\n".join(_issue(entry, taxonomies, width, colour)))
        elif isinstance(entry, Area):
            blocks.append("\n".join(_area(entry, width, colour, causes=True)))
        elif isinstance(entry, Attribute):
            blocks.append("\n".join(_attribute(entry, attributes, width, colour)))
        else:
            used = [c.id for _, c in taxonomies.causes.values() if c.family == entry.id]
            lines = [bold(f"{entry.id}  {entry.label}", colour), wrapped(entry.definition, width, "  ")]
            blocks.append("\n".join([*lines, wrapped(f"{count_of(len(used), 'cause')}: {', '.join(used)}", width, "  ")]))
    return "\n\n".join(blocks)


def _unknown(taxonomies: TaxonomySet, attributes: Attributes, name: str) -> ScrError:
    known = [*taxonomies.issues, *taxonomies.areas, *taxonomies.families, *attributes.attributes]
    hint = did_you_mean(name, known) or "`scr taxonomy show` lists all"
    return ScrError(f"nothing in the taxonomies answers to `{name}`", hint)


def _chosen_issues(taxonomies: TaxonomySet, names: Sequence[str]) -> list[Issue]:
    ids = {name.upper() for name in names}
    direct = [i for i in taxonomies.issues.values() if i.id.upper() in ids or i.area in ids]
    return direct or [i for i in taxonomies.issues.values() if _speaks_of(i, names)]


def _speaks_of(issue: Issue, words: Sequence[str]) -> bool:
    """Return whether a word of the issue's own text begins with each of ``words``."""
    text = " ".join([issue.label, issue.definition, *issue.include, *issue.keywords, *(c.label for c in issue.causes)])
    return all(word and re.search(rf"\b{re.escape(word.casefold())}", text.casefold()) for word in words)


def _overview(taxonomies: TaxonomySet, width: int, colour: bool) -> Iterator[str]:
    for taxonomy in taxonomies.taxonomies:
        count = sum(1 for _ in taxonomy.issues())
        causes = sum(len(issue.causes) for issue in taxonomy.issues())
        yield wrapped(
            f"{taxonomy.id} {taxonomy.version}: {taxonomy.title} ({count_of(count, 'issue')}, {count_of(causes, 'cause')})",
            width,
        )
        for area in taxonomy.areas:
            yield ""
            yield from _area(area, width, colour, causes=False)
        yield ""
    families = ", ".join(taxonomies.families)
    yield wrapped(f"{count_of(len(taxonomies.families), 'cause family', 'cause families')}: {families}", width)


def _area(area: Area, width: int, colour: bool, causes: bool) -> Iterator[str]:
    yield bold(wrapped(f"{area.id}  {area.label}", width, "   ", ""), colour)
    if causes and area.definition:
        yield wrapped(area.definition, width, "   ")
    for issue in area.issues:
        yield wrapped(f"{issue.id}  {issue.label}{_marked(issue)}", width, "        ", "   ")
        if causes:
            for cause in issue.causes:
                yield wrapped(f"WHY {cause.id}  {cause.label}", width, " " * 18, "        ")


def _marked(issue: Issue) -> str:
    return "" if issue.codable else f" [{issue.status}: cannot be coded]"


def _issue(issue: Issue, taxonomies: TaxonomySet, width: int, colour: bool) -> Iterator[str]:
    yield bold(wrapped(f"{issue.id}  {issue.label}{_marked(issue)}", width, "     ", ""), colour)
    area = taxonomies.areas.get(issue.area)
    if area:
        yield wrapped(f"area {area.id}: {area.label}. {area.definition}", width, "     ")
    if issue.definition:
        yield ""
        yield wrapped(issue.definition, width, "  ")
    for title, items in (("include", issue.include), ("exclude", issue.exclude)):
        if items:
            yield f"  {title}"
            yield from (wrapped(item, width, "      ", "    - ") for item in items)
    if issue.causes:
        yield "  WHY"
        for cause in issue.causes:
            yield wrapped(f"{cause.id}  {cause.label} ({cause.family})", width, " " * 11, "    ")
        yield "    `unclear` where the review does not say why"
    for title, ids in (("see also", issue.see_also), ("replaced by", issue.replaced_by)):
        if ids:
            labels = [f"{name} {taxonomies.issues[name].label}" for name in ids if name in taxonomies.issues]
            yield wrapped(f"{title}: {'; '.join(labels)}", width, "    ", "  ")
    if issue.keywords:
        yield wrapped(f"keywords: {', '.join(issue.keywords)}", width, "    ", "  ")
    briefing = f"; briefing {issue.briefing}" if issue.briefing else ""
    cell = f"; cell {issue.cell}" if issue.cell else ""
    note = f"; {issue.note}" if issue.note else ""
    yield wrapped(f"wording from: {_STATEMENTS.get(issue.statement, 'not said')}{cell}{briefing}{note}", width, "    ", "  ")


def _attribute(attribute: Attribute, attributes: Attributes, width: int, colour: bool) -> Iterator[str]:
    ordered = ", ordered" if attribute.ordered else ""
    yield bold(f"{attribute.id}  {attribute.label} ({attribute.type}{ordered})", colour)
    if attribute.note:
        yield wrapped(attribute.note, width, "  ")
    for value, label in [*attribute.values.items(), *attributes.special.items()]:
        yield wrapped(f"{value}  {label}", width, "      ", "    ")
