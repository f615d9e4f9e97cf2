"""Suggested issues for the finding in view. Where suggestions are switched off there are none."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from scr_coder.taxonomy import Issue
from scr_coder.workbench import Workbench


class Suggested(NamedTuple):
    """An issue and the words of the finding that speak for it."""

    issue: Issue
    matched: tuple[str, ...]


Suggest = Callable[[str], list[Suggested]]
LIMIT = 5


def load_suggestions(bench: Workbench) -> Suggest | None:
    """Return what suggests issues for a text, or None when the workspace says ``suggestions: off``. Takes its time."""
    if not bench.workspace.settings.suggestions:
        return None
    from scr_coder.suggest import Suggester, workspace_examples

    suggester = Suggester(bench.taxonomies, workspace_examples(bench.workspace))

    def suggested(text: str) -> list[Suggested]:
        issues = bench.taxonomies.issues
        return [Suggested(issues[one.issue], tuple(one.matched)) for one in suggester.suggest(text, LIMIT) if one.issue in issues]

    return suggested
