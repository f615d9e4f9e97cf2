"""Coding by plain prompts, line by line: for screen readers, slow links and pipes.

No cursor movement, no redraw, no colour; every state is said in words, in at most 80 columns. `scr_coder.workbench` does
the work; here are only the words.
"""

from scr_coder.plain.talk import Talk, run_plain

__all__ = ["Talk", "run_plain"]
