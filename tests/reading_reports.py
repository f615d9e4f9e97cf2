"""Reads reports through the product's own readers and splitting, as paragraphs that `reports.score` compares."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from scr_coder.ingest.document import Document
from scr_coder.review import Finding

from reports import Found

FORMATS = {".pdf": "pdf", ".docx": "docx", ".html": "html", ".txt": "text", ".md": "markdown"}


def missing(*endings: str) -> str:
    """Return why files of these endings cannot be read by this version of the product; nothing where they can."""
    modules = ["child", "split", *(FORMATS[ending] for ending in endings)]
    absent = [name for name in modules if importlib.util.find_spec(f"scr_coder.ingest.{name}") is None]
    return f"scr_coder.ingest has no {', '.join(absent)} yet" if absent else ""


def read_document(path: Path, password: str = "") -> Document:
    """Return a report as its reader reads it, in this process."""
    from scr_coder.ingest.child import reader
    from scr_coder.ingest.document import no_progress

    return reader(FORMATS[path.suffix], password)(path, no_progress)


def read(path: Path, password: str = "") -> list[Found]:
    """Return the paragraphs of a report in order: findings, and what is left out beside them with its reason."""
    from scr_coder.ingest.split import split_document

    return [found_of(entry.finding, entry.reason) for entry in split_document(read_document(path, password)).entries]


def found_of(finding: Finding, left_out: str = "") -> Found:
    """Return a finding as `reports.score` takes it; ``left_out`` is the reason if it is not among the findings."""
    page = int(finding.page) if finding.page else 0
    return Found(finding.text, finding.paragraph or finding.id, page, finding.kind, finding.heading, finding.section, left_out)
