"""Coding: decisions, the append-only log that keeps them, and the session that holds the rules."""

from scr_coder.coding.decision import POLARITIES, ROLES, STATES, Decision, Tag
from scr_coder.coding.log import LogContent, append_decisions, fold_log, read_log
from scr_coder.coding.session import CodingSession, Saved

__all__ = [
    "POLARITIES",
    "ROLES",
    "STATES",
    "CodingSession",
    "Decision",
    "LogContent",
    "Saved",
    "Tag",
    "append_decisions",
    "fold_log",
    "read_log",
]
