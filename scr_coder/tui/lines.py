"""Findings, tags and issues as lines for the screen. Text of reports is data: printable, and never markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rich.text import Text

from scr_coder.coding.decision import Tag
from scr_coder.review import Finding
from scr_coder.taxonomy import Issue, TaxonomySet
from scr_coder.taxonomy.search import words
from scr_coder.text import one_line, printable
from scr_coder.tui.rows import TAIL
from scr_coder.workbench import Item, Show

STATES = {"uncoded": "uncoded", "coded": "coded", "no_match": "no match", "excluded": "excluded"}
HERE = ">> this finding"
MARKS = {"uncoded": "[ ]", "coded": "[x]", "no_match": "[?]", "excluded": "[-]"}
FILTERS = (
    (Show.ALL, "all findings"),
    (Show.UNCODED, "uncoded"),
    (Show.CODED, "coded"),
    (Show.NO_MATCH, "no match"),
    (Show.EXCLUDED, "excluded"),
    (Show.STALE, "stale: the text has changed since it was coded"),
    (Show.MEMO, "with a memo"),
    (Show.ISSUE, "tagged with one issue …"),
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def safe(text: str) -> str:
    """Return ``text`` for the terminal, tabs as spaces."""
    return printable(text).replace("\t", "    ").replace("\r", "\ufffd")


def place(finding: Finding) -> str:
    """Return where a finding stands: ``finding 3 · paragraph 3, line 17 · Key learning``."""
    parts = [f"finding {finding.id}", finding.locator, finding.heading]
    return one_line(" · ".join(part for part in parts if part))


def finding_text(finding: Finding, around: Sequence[Finding]) -> Text:
    """Return the text of a finding; with the findings ``around`` it, named, if there are any."""
    if not around:
        return Text(safe(finding.text))
    shown = Text()
    for one in around:
        here = one.id == finding.id
        if shown:
            shown.append("\n\n")
        shown.append(f"{HERE if here else 'around it'}: {place(one)}\n", "bold reverse" if here else "italic")
        shown.append(safe(one.text), "" if here else "dim")
    return shown


def decision_text(item: Item, taxonomies: TaxonomySet, marked: str, choosing: bool) -> Text:
    """Return the state, tags and memo of a finding; the tag of issue ``marked`` has an arrow when ``choosing``."""
    shown = Text()
    shown.append(f"{MARKS[item.state]} {STATES[item.state]}", "bold")
    decision = item.decision
    if decision is not None and item.state == "no_match":
        shown.append(f"; candidate: {one_line(decision.candidate)}")
    if decision is not None and item.state == "excluded":
        shown.append(f"; reason: {one_line(decision.reason)}")
    if item.stale:
        shown.append("  STALE: the text has changed since; tag again to confirm", "bold italic")
    for tag in decision.tags if decision else ():
        shown.append("\n").append_text(tag_text(tag, taxonomies, choosing and tag.issue == marked))
    if item.memo:
        shown.append("\nmemo: ", "bold").append(safe(item.memo))
    return shown


def tag_text(tag: Tag, taxonomies: TaxonomySet, marked: bool = False) -> Text:
    """Return one tag with its WHYs."""
    issue = taxonomies.issues.get(tag.issue)
    line = Text(f"{'▸' if marked else ' '} ")
    line.append(tag.issue, "bold").append(f" {issue.label if issue else ''} ({tag.role}, {tag.polarity})")
    if marked:
        line.stylize("reverse", 2)
    why = [cause_label(cause, taxonomies) for cause in tag.causes]
    why += [f"other: {one_line(tag.other)}"] * bool(tag.other)
    return line.append(f"\n    WHY {'; '.join(why)}") if why else line


def cause_label(cause: str, taxonomies: TaxonomySet) -> str:
    """Return a cause in words."""
    known = taxonomies.causes.get(cause)
    return f"{cause} {known[1].label}" if known else cause


def issue_text(issue: Issue, typed: str, matched: Iterable[str] = (), because: str = "") -> Text:
    """Return one issue with the words that were typed marked; ``because`` and words outside its label stand at its end."""
    line = Text(issue.id, "bold").append(f" {issue.label}", "not bold")
    prefixes = [*words(typed), *matched] if typed or because else []
    seen: set[str] = set()
    for found in _WORD.finditer(line.plain):
        word = found.group().casefold()
        if any(word.startswith(prefix) for prefix in prefixes):
            line.stylize("bold underline", found.start(), found.end())
            seen.add(word)
    others = [word for word in matched if word not in seen]
    if because:
        others = list(matched)
    elif seen and len(words(typed)) < 2:
        others = []  # the label itself says why it is here
    if others:
        line.append(f"{TAIL}{because}", "italic").append(", ".join(others[:3]), "italic underline")
    return line


def definition_text(issue: Issue, taxonomies: TaxonomySet) -> Text:
    """Return everything that the taxonomy says of an issue."""
    shown = Text().append(f"{issue.id} {issue.label}", "bold underline")
    area = taxonomies.areas.get(issue.area)
    shown.append(f"\n{area.id} {area.label}" if area else "", "italic")
    shown.append(f"\n\n{issue.definition}" if issue.definition else "\n\nNo definition is given.")
    also = [f"{name} {taxonomies.issues[name].label}" if name in taxonomies.issues else name for name in issue.see_also]
    for title, lines in (("Include", issue.include), ("Exclude", issue.exclude), ("See also", also)):
        if lines:
            shown.append(f"\n\n{title}", "bold")
            for one in lines:
                shown.append(f"\n· {one}")
    shown.append("\n\nWHYs", "bold")
    for cause in issue.causes:
        shown.append(f"\n· {cause.id} {cause.label}")
        shown.append(f" [{cause.family}; {cause.provenance}]", "italic")
    shown.append("\n· unclear: the report does not say why")
    shown.append("\n\nProvenance", "bold")
    briefing = f"briefing {issue.briefing}" if issue.briefing is not None else ""
    source = [f"wording {issue.statement}" if issue.statement else "", briefing, f"cell {issue.cell}" if issue.cell else ""]
    shown.append("\n" + ("; ".join(part for part in source if part) or "not recorded"))
    shown.append(f"\n{issue.note}" if issue.note else "")
    return shown


def item_line(item: Item) -> Text:
    """Return a finding with its state on one line, for the list of the whole review."""
    what = ""
    if item.decision is not None:
        what = {"coded": ", ".join(tag.issue for tag in item.decision.tags), "no_match": item.decision.candidate}.get(item.state, "")
    line = Text(f"{one_line(item.finding.id, 8):<8} {MARKS[item.state]} {STATES[item.state]:<8} ")
    line.append(f"{'STALE ' if item.stale else ''}{'MEMO ' if item.memo else ''}", "bold")
    line.append(f"{one_line(what, 24)}  " if what else "", "bold")
    return line.append(one_line(item.finding.text, 200))
