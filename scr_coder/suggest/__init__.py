"""Suggestions: likely issues for a finding, offline, with the words that matched. They are never applied by themselves."""

from scr_coder.suggest.examples import Example, workspace_examples
from scr_coder.suggest.suggester import Suggester, Suggestion

__all__ = ["Example", "Suggester", "Suggestion", "workspace_examples"]
