"""What each column of a table means, in a sentence: for notes of workbooks and for the descriptions of data packages.

The one place to change when a table gets a new column; a column that is not named here is described by its title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from scr_coder.tables.percent import SMALL_BASE
from scr_coder.tables.table import WORDS, Column, Table

_MEANINGS = {
    "issue": "Id of the practice issue in the taxonomies.",
    "issue_a": "Id of the first of the two issues.",
    "issue_b": "Id of the second of the two issues.",
    "area": "Id of the area, a stage of the child's way through services.",
    "cause": "Id of the cause, the WHY of an issue; or unclear, other, disagreed or not_coded.",
    "family": "Id of the family of causes.",
    "label": "What the id stands for.",
    "label_a": "What the first id stands for.",
    "label_b": "What the second id stands for.",
    "polarity": "Whether the finding tells of a problem, gives advice, or tells of good practice.",
    "candidate": "Name that coders gave to something for which there is no issue.",
    "review": "Id of the review.",
    "n": "Number of {unit} in which it was found at least once.",
    "base": "Number of {unit} that could show it: what n is a share of.",
    "percent": f"n as a percentage of the base, to one decimal; left out where the base is below {SMALL_BASE}.",
    "low": "Lower end of the 95% interval of the percentage, by Wilson.",
    "high": "Upper end of the 95% interval of the percentage, by Wilson.",
    "findings": "Number of findings.",
    "coded": "Number of findings tagged with an issue.",
    "no_match": "Number of findings that no issue fits.",
    "excluded": "Number of findings left out as none, with a reason.",
    "disagreed": "Number of findings on which coders disagree.",
    "uncoded": "Number of findings without a decision.",
    "jaccard": "Jaccard index: {unit} that show both, divided by {unit} that show at least one; from 0 to 1.",
    "lift": "How many times as often both were found as would be expected if they had nothing to do with each other.",
    "period": "{title}: the periods of the trend, in order.",
    "z": "Test statistic of the trend, by Cochran and Armitage: above zero where the share rises.",
    "p": "p-value of the test of the trend, before correction for testing several issues.",
    "p_holm": "p-value of the test of the trend, corrected for testing several issues, by Holm.",
    "direction": "Whether the share rises or falls over the periods; not whether that is more than chance.",
    "test": "How the p-value was found.",
    "reviews": "Number of reviews added so far.",
    "new": "Number of issues that the review adds, in the order of publication.",
    "cumulative": "Number of issues found so far, in the order of publication.",
    "mean": "Number of issues found so far, on average over random orders of the reviews.",
    "unit": "What is counted.",
    "layer": "Whose decisions are counted.",
}
_OF_A_TABLE = {
    ("coverage", "percent"): (
        f"Percentage of the findings that have a decision, to one decimal; left out where there are fewer than {SMALL_BASE}."
    ),
    ("cooccurrence", "n"): "Number of {unit} in which both were found.",
    ("saturation", "low"): "Number of issues found so far that 2.5% of the random orders stay below.",
    ("saturation", "high"): "Number of issues found so far that 2.5% of the random orders exceed.",
}
"""Columns that mean something else in one table."""
_ATTRIBUTE = "{title}: an attribute of the review."


def meaning(table: Table, column: Column) -> str:
    """Return what a column of a table means, as a sentence."""
    said = _OF_A_TABLE.get((table.name, column.name)) or _MEANINGS.get(column.name)
    if said is None:
        said = _ATTRIBUTE if column.kind == "category" else "{title}."
    return said.format(unit=table.unit, title=column.title)


def keys_of(table: Table) -> list[str]:
    """Return the names of the columns that name a row, in order: the categories before the first number, or that number."""
    numbers = [at for at, column in enumerate(table.columns) if column.kind not in WORDS]
    first = numbers[0] if numbers else len(table.columns)
    return [column.name for column in table.columns[: first or 1] if column.kind == "category" or not first]


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
