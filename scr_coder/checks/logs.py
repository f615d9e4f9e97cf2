"""A decision log holds decisions only, each on a whole line, in a file named by its coder.

Passes:

    data/reviews/jn15-learning-review/codings/expert.jsonl      with one decision on each line

Fails:

    <<<<<<< HEAD                     # LOG002: a merge conflict was left in the log
    {"v":1,"decided_at":"2026-11-    # LOG001: the last line was cut off
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from scr_coder.checks.snapshot import Snapshot
from scr_coder.coding.log import moment_text, utc_now
from scr_coder.coding.session import CODER, RESERVED_CODERS
from scr_coder.location import Location
from scr_coder.problem import Problem, Severity

CODES = {
    "LOG001": "the last line of a log was cut off: a write was interrupted",
    "LOG002": "a line of a log is not a decision",
    "LOG003": "the name of a log cannot be a coder",
    "LOG004": "two coders differ only in case",
    "LOG005": "a file beside the logs is no log (warning)",
    "LOG006": "a decision is dated more than a day in the future (warning)",
}


def check(snapshot: Snapshot) -> Iterator[Problem]:
    """Yield LOG001 to LOG006."""
    tomorrow = moment_text(utc_now() + dt.timedelta(days=1))
    spellings: dict[str, str] = {}
    for folder in snapshot.folders:
        for stray in folder.strays:
            kept = ".torn-" in stray
            message = "this holds the torn last line of a log" if kept else "this file is no decision log"
            hint = "look whether a decision was lost, then delete it" if kept else "logs are named CODER.jsonl"
            yield Problem("LOG005", Severity.WARNING, Location(stray), message, hint)
        for log, shown, content in folder.logs:
            if not CODER.fullmatch(log.coder) or log.coder in RESERVED_CODERS:
                message = f"`{log.coder}` cannot be a coder"
                yield Problem("LOG003", Severity.ERROR, Location(shown), message, "rename the file: lower-case letters, digits, - and _")
            first = spellings.setdefault(log.coder.casefold(), log.coder)
            if first != log.coder:
                message = f"the coders `{log.coder}` and `{first}` differ only in case"
                yield Problem("LOG004", Severity.ERROR, Location(shown), message, "one person has one name")
            for fault in content.faults:
                place = Location(shown, fault.line, fault.column)
                if fault.torn:
                    hint = "the next `scr tag` repairs it and keeps the bytes; look whether a decision was lost"
                    yield Problem("LOG001", Severity.ERROR, place, fault.message, hint)
                else:
                    yield Problem("LOG002", Severity.ERROR, place, fault.message, "logs are written by scr only: restore the line")
            for number, decision in reversed(content.entries):
                if decision.decided_at <= tomorrow:
                    break
                message = f"the decision on finding {decision.finding} is dated {decision.decided_at}, in the future"
                place = Location(shown, number)
                yield Problem("LOG006", Severity.WARNING, place, message, "was the clock of that machine right?")
