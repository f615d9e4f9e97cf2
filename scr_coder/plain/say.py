"""What is said of findings, issues and progress: lines of at most 80 columns, no markup, no control characters."""

from __future__ import annotations

from collections.abc import Sequence

from scr_coder.plain.commands import WIDTH
from scr_coder.render.decisions import describe_decision
from scr_coder.render.terminal import wrapped
from scr_coder.taxonomy import Issue
from scr_coder.text import count_of, one_line, printable
from scr_coder.workbench import Item, Show, Workbench

SHOWN = {
    Show.ALL: "all findings",
    Show.UNCODED: "findings without a decision",
    Show.CODED: "coded findings",
    Show.NO_MATCH: "findings with no match",
    Show.EXCLUDED: "excluded findings",
    Show.STALE: "findings whose text changed since they were coded",
    Show.MEMO: "findings with a memo",
    Show.ISSUE: "findings tagged",
}


def fitted(text: str) -> str:
    """Return ``text`` with every line wrapped to the width, what follows indented a little more."""
    lines = printable(text).split("\n")
    return "\n".join(_fitted(line) for line in lines)


def _fitted(line: str) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    return wrapped(line, WIDTH, indent + "    ", indent)


def in_words(item: Item) -> str:
    """Return the state of a finding in a few words."""
    decision = item.decision
    if decision is None or item.state == "uncoded":
        return "uncoded"
    if item.state == "no_match":
        return f"no match, candidate: {one_line(decision.candidate)}"
    if item.state == "excluded":
        return f"excluded: {one_line(decision.reason)}"
    return "coded " + ", ".join(f"{tag.issue} second" if tag.role == "secondary" else tag.issue for tag in decision.tags)


def finding_text(bench: Workbench) -> str:
    """Return the current finding in full, with what was said of it."""
    item = bench.item()
    finding = item.finding
    order = list(bench.session.findings)
    place = f", {finding.locator}" if finding.locator else ""
    lines = [fitted(f"Finding {finding.id} ({order.index(finding.id) + 1} of {len(order)}){place}")]
    headings = [*finding.section, *([finding.heading] if finding.heading not in finding.section else [])]
    if any(headings):
        lines.append(fitted("under: " + " / ".join(one_line(heading) for heading in headings if heading)))
    lines += [wrapped(part, WIDTH, "  ") for part in finding.text.splitlines() if part.strip()]
    lines.append(fitted("State: " + ("coded" if item.state == "coded" else in_words(item))))
    if item.decision is not None:
        # the first two lines name the finding and quote it, which was just read in full
        lines += [fitted(line) for line in describe_decision(bench.session, item.decision).split("\n")[2:]]
    if item.stale:
        lines.append(fitted("Stale: the text changed since this was said. Say it again if it still holds."))
    return "\n".join(lines)


def list_line(bench: Workbench, item: Item) -> str:
    """Return one line of the list of findings."""
    marks = [*(["text changed"] * item.stale), *(["memo"] * bool(item.memo)), *(["you are here"] * (item.finding.id == bench.current))]
    said = "; ".join([in_words(item), *marks])
    head = f"{item.finding.id}: {said}"
    room = WIDTH - len(head) - 4
    quote = f" “{one_line(item.finding.text, room)}”" if room > 12 else ""
    return one_line(head + quote, WIDTH)


def list_text(bench: Workbench, everything: bool) -> str:
    """Return the findings with their states, one a line."""
    items = bench.items(everything)
    lines = [list_line(bench, item) for item in items]
    total = len(bench.session.findings)
    of = "" if len(items) == total else f" of {total}: {filter_text(bench)}"
    return "\n".join([*lines, f"{count_of(len(items), 'finding')}{of}"])


def filter_text(bench: Workbench) -> str:
    """Return which findings are walked through."""
    return SHOWN[bench.show] + (f" {bench.show_issue}" if bench.show is Show.ISSUE else "")


def around_text(bench: Workbench, reach: int) -> str:
    """Return the findings before and after the current one, in full."""
    lines = []
    where = "before"
    for finding in bench.around(reach, reach):
        here = finding.id == bench.current
        place = f", {finding.locator}" if finding.locator else ""
        lines.append(fitted(f"{'this finding' if here else where}: {finding.id}{place}; {in_words(bench.item(finding.id))}"))
        lines += [wrapped(part, WIDTH, "  ") for part in finding.text.splitlines() if part.strip()]
        where = "after" if here else where
    return "\n".join(lines)


def left_text(bench: Workbench) -> str:
    """Return how much is left, in one sentence."""
    counts = bench.counts()
    if not counts.uncoded:
        stale = f" The text of {counts.stale} changed since: `filter stale`." if counts.stale else ""
        return f"Every finding has a decision: {counts.findings} of {counts.findings}.{stale}"
    return f"{count_of(counts.uncoded, 'finding is', 'findings are')} left without a decision."


def status_text(bench: Workbench) -> str:
    """Return how far the review is, in words."""
    counts = bench.counts()
    lines = [
        f"{one_line(bench.session.review)}, coder {bench.coder}: {counts.done} of {count_of(counts.findings, 'finding')} with a decision",
        f"  coded {counts.coded}, no match {counts.no_match}, excluded {counts.excluded}, uncoded {counts.uncoded}",
    ]
    if counts.stale:
        lines.append(f"  {counts.stale} with a text that changed since; `filter stale` shows them")
    lines.append(f"  you are at {bench.current}; the filter shows {filter_text(bench)}")
    if bench.read_only:
        lines.append("  " + READ_ONLY)
    else:
        lines.append(f"  saved at {bench.saved_at}" if bench.saved_at else "  nothing saved since you began; what was there is safe")
    return "\n".join(fitted(line) for line in lines)


READ_ONLY = "Read only: this review is open in another window of yours. Nothing can be saved here."


def issue_lines(issues: Sequence[Issue], matched: Sequence[Sequence[str]], start: int) -> list[str]:
    """Return numbered issues, each with the words that matched."""
    lines = []
    for number, (issue, words) in enumerate(zip(issues, matched, strict=True), start + 1):
        why = f" (matched: {', '.join(words[:3])})" if words else ""
        lines.append(wrapped(f"{number}. {issue.id} {issue.label}{why}", WIDTH, "      ", "  "))
    return lines


def why_text(issue: Issue) -> str:
    """Return the WHYs of an issue, numbered as their ids are."""
    ask = f"WHY {issue.id}? Numbers, `unclear`, `other` and your words, or Enter to leave it."
    printed = issue.unclear_cause()  # says the same as `unclear`, which is offered in any case
    causes = [f"  {cause.id.removeprefix(issue.id + '.')}. {cause.label}" for cause in issue.causes if cause.id != printed]
    return "\n".join(fitted(line) for line in [ask, *causes])
