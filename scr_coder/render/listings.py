"""Reviews, findings and progress as text and as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scr_coder.coding import Decision
from scr_coder.progress import CodedFinding, Progress, state_of
from scr_coder.render.terminal import Column, bold, grid, wrapped
from scr_coder.review import Review
from scr_coder.taxonomy import TaxonomySet
from scr_coder.text import count_of, one_line
from scr_coder.workspace import Workspace


def review_rows(workspace: Workspace) -> list[dict[str, Any]]:
    """Return every review as plain values, by id. ``findings`` is the number of findings."""
    rows = []
    for review_id in workspace.review_ids:
        review = workspace.review(review_id)
        rows.append(
            {
                "id": review_id,
                "title": review.title,
                "findings": len(workspace.findings(review_id)),
                "coders": [log.coder for log in workspace.logs(review_id)],
                "attributes": {k: v[0] if len(v) == 1 else list(v) for k, v in review.attributes.items()},
                "source": review.source,
            }
        )
    return rows


def reviews_text(rows: list[dict[str, Any]], width: int, colour: bool) -> str:
    """Return the list of reviews for a terminal."""
    columns = [Column("review"), Column("title", wide=True), Column("findings", number=True), Column("coders")]
    cells = [[r["id"], r["title"], str(r["findings"]), ", ".join(r["coders"]) or "-"] for r in rows]
    return grid(columns, cells, width, colour)


def finding_json(entry: CodedFinding) -> dict[str, Any]:
    """Return a finding with its states as plain values (contract: `scr findings --json`)."""
    finding = entry.finding
    return {
        "id": finding.id,
        "kind": finding.kind,
        "locator": {"page": finding.page, "paragraph": finding.paragraph, "lines": finding.lines},
        "heading": finding.heading,
        "section": list(finding.section),
        "text": finding.text,
        "state": {coder: state_of(decision) for coder, decision in entry.decisions.items()},
        "stale": sorted(entry.stale),
    }


def findings_text(review: Review, entries: Sequence[CodedFinding], taxonomies: TaxonomySet, width: int, colour: bool) -> str:
    """Return findings for a terminal: id, locator, heading, text, and what each coder said."""
    out = [bold(one_line(review.title), colour), ""]
    for entry in entries:
        finding = entry.finding
        place = f" ({finding.locator})" if finding.locator else ""
        heading = f" · {finding.heading}" if finding.heading else ""
        out.append(bold(wrapped(f"{finding.id}{heading}{place}", width), colour))
        out += [wrapped(paragraph, width, "  ") for paragraph in finding.text.split("\n") if paragraph.strip()]
        for coder, decision in entry.decisions.items():
            stale = "; the text has changed since" if coder in entry.stale else ""
            out.append(wrapped(f"{coder}: {_said(decision, taxonomies)}{stale}", width, "      ", "    "))
            if decision.memo:
                out.append(wrapped(f"memo: {decision.memo}", width, "      "))
        out.append("")
    return "\n".join(out[:-1])


def _said(decision: Decision, taxonomies: TaxonomySet) -> str:
    if decision.state == "no_match":
        return f"no match, candidate: {decision.candidate}"
    if decision.state == "excluded":
        return f"excluded: {decision.reason}"
    if decision.state == "cleared":
        return "uncoded"
    parts = []
    for tag in decision.tags:
        issue = taxonomies.issues.get(tag.issue)
        causes = [*tag.causes, *([f"other: {tag.other}"] if tag.other else [])]
        why = f", WHY {', '.join(causes)}" if causes else ""
        parts.append(f"{tag.issue} {issue.label if issue else '(not in the taxonomy)'} ({tag.role}, {tag.polarity}{why})")
    return "; ".join(parts)


def status_text(rows: Sequence[Progress], width: int, colour: bool) -> str:
    """Return progress for a terminal, with a closing line in words."""
    columns = [
        Column("review"),
        Column("coder"),
        Column("done", number=True),
        *(Column(name, number=True) for name in ("coded", "no match", "excluded", "uncoded")),
    ]
    stale = sum(row.stale for row in rows)
    if stale:
        columns.append(Column("stale", number=True))
    cells = []
    for row in rows:
        done = f"{row.findings - row.uncoded}/{row.findings}"
        counts = [row.coded, row.no_match, row.excluded, row.uncoded, *([row.stale] if stale else [])]
        cells.append([row.review, row.coder or "nobody yet", done, *map(str, counts)])
    left = sum(row.uncoded for row in rows)
    closing = "every finding has a decision" if not left else f"{count_of(left, 'finding')} still to code, over all coders"
    if stale:
        closing += f"; {count_of(stale, 'decision')} on text that has changed since: look at them again"
    return grid(columns, cells, width, colour) + "\n\n" + closing
