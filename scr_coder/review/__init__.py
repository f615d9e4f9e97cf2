"""A review: its attributes and the findings that are coded."""

from scr_coder.review.model import Finding, LeftOut, RemovedText, Review
from scr_coder.review.read import read_findings, read_left_out, read_review

__all__ = ["Finding", "LeftOut", "RemovedText", "Review", "read_findings", "read_left_out", "read_review"]
