"""A review: its attributes and the findings that are coded."""

from scr_coder.review.model import Finding, Review
from scr_coder.review.read import read_findings, read_review

__all__ = ["Finding", "Review", "read_findings", "read_review"]
