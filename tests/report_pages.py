"""Reads a report back from its files as a reader sees it: numbers by their place, never by what the product meant."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from lxml import html

from commands import scr

OPEN = "scr: small numbers are not suppressed in this report; --suppress-below 5 does so\n"
BELOW = "scr: below the floor of these data, not for publication: "


def make_report(workspace: Path, folder: Path, *options: str, env: dict[str, str | None] | None = None) -> Path:
    ran = scr("report", "--output", folder, *options, workspace=workspace, env=env)
    assert ran.code == 0, ran.err
    assert ran.out == f"written: {folder}\n"
    assert ran.err.startswith(BELOW) if "--allow-disclosure" in options else ran.err in ("", OPEN)
    return folder


def page_of(folder: Path) -> Any:
    return html.document_fromstring((folder / "index.html").read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def map_numbers(page: Any) -> dict[str, tuple[str, str]]:
    """Each number on the map as it is read, n and base, by the id of the list behind it: ``behind-C02``, ``behind-C02.1``."""
    found = {}
    for element in page.xpath("//*[@id='map']//b[@data-n]"):
        name = element.get("data-n")
        base = page.xpath("//*[@id='map']//*[@data-base=$name]", name=name)
        assert name not in found, "a number stands twice on the map"
        found[name] = (words(element), words(base[0]) if base else "")
    return found


def table_rows(page: Any, name: str) -> list[dict[str, str]]:
    """The rows of a table on the page by the words of its heads."""
    (table,) = page.xpath("//*[@id=$id]//table", id=f"table-{name}")
    heads = [words(head) for head in table.xpath("./thead/tr/th")]
    return [dict(zip(heads, [words(cell) for cell in row], strict=True)) for row in table.xpath("./tbody/tr")]


def counted(cell: str) -> int | None:
    """The number in a cell such as ``4 (10.5%)``, ``4/12`` or ``4``; None where it is kept back."""
    return None if cell == "[c]" else int(re.match(r"[\d,]+", cell)[0].replace(",", ""))  # type: ignore[index]


def records(page: Any) -> Any:
    (holder,) = page.xpath("//script[@id='records']")
    return json.loads(holder.text)
