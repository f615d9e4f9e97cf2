"""Suggested issues for a finding, where the workspace wants them."""

from __future__ import annotations

from collections.abc import Callable

from scr_coder.problem import ScrError
from scr_coder.taxonomy import Issue
from scr_coder.workbench import Workbench

Suggest = Callable[[str], list[tuple[Issue, tuple[str, ...]]]]
_LIMIT = 5


def load_suggestions(bench: Workbench) -> Suggest:
    """Return what suggests issues for a text, each with the words that matched. Raises ScrError where they are off."""
    if not bench.workspace.settings.suggestions:
        raise ScrError("suggestions are off in this workspace", "type words to find an issue")
    from scr_coder.suggest import Suggester, workspace_examples

    suggester = Suggester(bench.taxonomies, workspace_examples(bench.workspace))
    issues = bench.taxonomies.issues

    def suggest(text: str) -> list[tuple[Issue, tuple[str, ...]]]:
        return [(issues[one.issue], tuple(one.matched)) for one in suggester.suggest(text, _LIMIT) if one.issue in issues]

    return suggest
