"""What an import found and what it would change, in words and as plain values."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from scr_coder.importing import Comparison, Plan, ranges
from scr_coder.render.terminal import wrapped
from scr_coder.review import Finding
from scr_coder.review.model import places_words
from scr_coder.taxonomy import Attributes
from scr_coder.text import count_of, one_line

_KINDS = {
    "numbered": ("numbered paragraph", ""),
    "box": ("box", "boxes"),
    "recommendation": ("recommendation", ""),
    "bullet": ("bullet", ""),
    "paragraph": ("plain paragraph", ""),
    "table": ("table", ""),
}
_LEADERS = re.compile(r"(?:\.{4,}|(?:\. ){4,})")
SHOWN = 8
"""Places, or examples, of one kind that a summary names."""


def summary_text(plan: Plan, attributes: Attributes, width: int) -> str:
    """Return the summary of an import: what was found, left out and removed, and what somebody should look at."""
    pages = f", {count_of(plan.pages, 'page')}" if plan.pages else ""
    lines = [wrapped(f"{plan.review}: {plan.title}", width), wrapped(f"{plan.source['file']}{pages}", width, "  "), ""]
    lines.append(_entry("findings", f"{count_of(len(plan.findings), 'finding')}: {kinds(plan.findings)}", width))
    reasons = Counter(left.reason for left in plan.left_out)
    if reasons:
        why = "; ".join(f"{reason} ({number})" for reason, number in reasons.most_common(SHOWN))
        lines.append(_entry("left out", f"{count_of(len(plan.left_out), 'paragraph')}: {why}", width))
    lines += _removed(plan, width)
    lines += _list("doubtful", [_doubt(doubt.page, doubt.message) for doubt in plan.doubts], width)
    if plan.textless:
        lines.append(_entry("no text", f"on {_pages(plan.textless)}: pictures are not read", width))
    lines += _list("note", plan.remarks, width)
    lines += _attributes(plan, attributes, width)
    return "\n".join(lines)


def kinds(findings: list[Finding]) -> str:
    """Return the findings by kind: ``71 numbered paragraphs, 9 boxes``."""
    counts = Counter(finding.kind for finding in findings)
    return ", ".join(count_of(counts[kind], *names) for kind, names in _KINDS.items() if counts[kind])


def _doubt(page: int, message: str) -> str:
    return f"page {page}: {message}" if page else message


def _pages(pages: list[int]) -> str:
    return ("page " if len(pages) == 1 else "pages ") + ranges(pages)


def _removed(plan: Plan, width: int) -> list[str]:
    if not plan.removed:
        return []
    texts = []
    for one in plan.removed[:SHOWN]:
        where = f" on {places_words(one.pages)}" if one.pages else ""
        texts.append(f"{one.reason}{where}: “{one_line(_LEADERS.sub('…', one.text), 50)}”")
    if len(plan.removed) > SHOWN:
        texts.append(f"and {len(plan.removed) - SHOWN} more")
    return _list("removed", texts, width)


def _list(name: str, texts: list[str], width: int) -> list[str]:
    shown = texts if len(texts) <= SHOWN + 1 else [*texts[:SHOWN], f"and {len(texts) - SHOWN} more"]
    return [_entry("" if at else name, text, width) for at, text in enumerate(shown)]


def _entry(name: str, text: str, width: int) -> str:
    return wrapped(text, width, " " * 14, f"{name:<14}")


def _attributes(plan: Plan, attributes: Attributes, width: int) -> list[str]:
    texts = []
    for name, values in plan.attributes.items():
        labels = ", ".join(attributes.label(name, value) for value in values)
        guess = plan.guesses.get(name)
        texts.append(f"{name} {', '.join(values)} ({labels})" if labels != ", ".join(values) else f"{name} {labels}")
        if guess is not None:
            texts[-1] += f" – a guess from “{one_line(guess.words, 40)}”: please check"
    return _list("attributes", texts, width)


def preview_text(findings: list[Finding], width: int, most: int) -> str:
    """Return the first findings, a line or two each."""
    lines = [_entry(finding.id, one_line(finding.text, 2 * width - 40), width) for finding in findings[:most]]
    if len(findings) > most:
        lines.append(f"… and {count_of(len(findings) - most, 'more finding')}")
    return "\n".join(lines)


def effects_text(plan: Plan, width: int) -> str:
    """Return what an update does to the decisions that stand, by coder."""
    lines = [wrapped(_differences(plan.compared), width, "  ")] if plan.compared else []
    moves = [f"{effect.finding} → {effect.to}" for effect in plan.effects if effect.what == "moves"]
    if moves:
        named = ", ".join(dict.fromkeys(moves))
        lines.append(wrapped(f"decisions follow their text to its new number: {named}", width, "  "))
    for what, words in (("changes", "to be stale, since the text changes"), ("goes", "on findings that no longer exist")):
        coders: dict[str, list[str]] = {}
        for effect in plan.effects:
            if effect.what == what:
                coders.setdefault(effect.coder, []).append(effect.finding)
        for coder, findings in coders.items():
            named = ", ".join(findings[:12]) + (f" and {len(findings) - 12} more" if len(findings) > 12 else "")
            lines.append(wrapped(f"{coder}: {count_of(len(findings), 'decision')} {words}: {named}", width, "  "))
    if plan.mends:
        lines.append(wrapped(f"{count_of(plan.mends, 'change')} made to the findings since they were imported: lost", width, "  "))
    return "\n".join(lines)


def _differences(found: Comparison) -> str:
    parts = [f"{number} {name.replace('_', ' ')}" for name, number in found._asdict().items() if number]
    return f"findings: {', '.join(parts)}"


def plan_json(plan: Plan, written: bool) -> dict[str, Any]:
    """Return an import as plain values."""
    return {
        "review": plan.review,
        "title": plan.title,
        "written": written,
        "source": plan.source,
        "pages": plan.pages,
        "findings": dict(Counter(finding.kind for finding in plan.findings)),
        "left_out": dict(Counter(left.reason for left in plan.left_out)),
        "removed": [one._asdict() for one in plan.removed],
        "doubts": [doubt._asdict() for doubt in plan.doubts],
        "textless": plan.textless,
        "notes": plan.remarks,
        "attributes": {name: list(values) for name, values in plan.attributes.items()},
        "guessed": {name: guess.words for name, guess in plan.guesses.items()},
        "mends": plan.mends,
        "effects": [effect._asdict() for effect in plan.effects],
    }
