"""Write docs/example-report.pdf again: an invented report for the demo and the docs, the same bytes every time."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from reports import STYLES, Wishes, invent, write_pdf  # noqa: E402

if __name__ == "__main__":
    write_pdf(invent(2, Wishes(sections=2, tables=True)), ROOT / "docs" / "example-report.pdf", STYLES["built in"])
