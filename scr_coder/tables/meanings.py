"""What each column of a table means, in a sentence: for notes of workbooks and for the descriptions of data packages.

The one place to change when a table gets a new column; a column that is not named here is described by its title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from scr_coder.tables.percent import SMALL_BASE
from scr_coder.tables.table import Column, Table

_MEANINGS = {
    "issue": "Id of the practice issue in the taxonomies.",
    "area": "Id of the area, a stage of the child's way through services.",
    "cause": "Id of the cause, the WHY of an issue; or unclear, other, disagreed or not_coded.",
    "family": "Id of the family of causes.",
    "label": "What the id stands for.",
    "polarity": "Whether the finding tells of a problem, gives advice, or tells of good practice.",
    "candidate": "Name that coders gave to something for which there is no issue.",
    "review": "Id of the review.",
    "findings": "Number of findings.",
    "coded": "Number of findings tagged with an issue.",
    "no_match": "Number of findings that no issue fits.",
    "excluded": "Number of findings left out as none, with a reason.",
    "disagreed": "Number of findings on which coders disagree.",
    "uncoded": "Number of findings without a decision.",
    "low": "Lower end of the 95% interval of the percentage, by Wilson.",
    "high": "Upper end of the 95% interval of the percentage, by Wilson.",
    "jaccard": "Jaccard index: {unit} that show both, divided by {unit} that show at least one; from 0 to 1.",
    "lift": "How many times as often both were found as would be expected if they had nothing to do with each other.",
    "p": "p-value of the test, before correction for testing several times.",
    "unit": "What is counted.",
    "layer": "Whose decisions are counted.",
}


def meaning(table: Table, column: Column) -> str:
    """Return what a column of a table means, as a sentence."""
    unit = table.unit
    match column.name:
        case "n":
            return "Number of reviews in which it was found at least once." if unit == "reviews" else f"Number of {unit}."
        case "base":
            return f"Number of {unit} that could show it: what n is a share of."
        case "percent" if any(other.name == "n" for other in table.columns):
            return f"n as a percentage of the base, to one decimal; left out where the base is below {SMALL_BASE}."
        case "percent":
            return f"Percentage of the findings that have a decision, to one decimal; left out where there are fewer than {SMALL_BASE}."
        case name if name in _MEANINGS:
            return _MEANINGS[name].format(unit=unit)
        case _:
            return f"{column.title}." if column.kind != "category" else f"{column.title}: an attribute of the review."


def keys_of(table: Table) -> list[str]:
    """Return the names of the columns that name a row, in order."""
    return [column.name for column in table.columns if column.kind == "category"]


def table_id(table: Table) -> str:
    """Return a name for files, links and marks: ``issues``, ``issues-by-nation``, ``crosstab-area-nation``."""
    parts = [table.name]
    if table.name == "crosstab":
        parts += keys_of(table)
    elif table.wide:
        parts += ["by", table.wide]
    return re.sub("[^a-z0-9]+", "-", "-".join(parts).lower()).strip("-") or "table"


def table_ids(tables: Sequence[Table]) -> list[str]:
    """Return `table_id` of each; the second of the same name ends in ``-2``, and so on."""
    found: list[str] = []
    for table in tables:
        name = first = table_id(table)
        times = 1
        while name in found:
            times += 1
            name = f"{first}-{times}"
        found.append(name)
    return found
