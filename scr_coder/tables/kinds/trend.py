"""Trend: issues over ordered periods, with a test of whether their share rises or falls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from scr_coder.problem import ScrError
from scr_coder.tables.facts import DATE, YEAR
from scr_coder.tables.kinds.base import Kind, Laid
from scr_coder.tables.table import Column, Note
from scr_coder.tables.trend_test import DRAWS, SMALL_EXPECTED, TrendTest, four_digits, holm, trend_tests
from scr_coder.text import count_of

if TYPE_CHECKING:
    from scr_coder.tables.counting import Counting
    from scr_coder.tables.request import TableRequest

LEAST_PERIODS = 3
LEAST_REVIEWS = 30
"""Below so many reviews in all periods a test would say more than it knows."""
FEW = 5
"""A period of fewer reviews is named in a note."""
_ORDERED = ("integer", "period")
_NO_PLACE = frozenset({"not_stated", "unknown", "other"})
"""Values that have no place in an order, beside the special values of the schema."""
_DIRECTIONS = {"rising": "Rising", "falling": "Falling", "level": "Level", "not_tested": "Not tested"}
_METHODS = {"normal": "Normal", "exact": "Exact", "permutation": "Permutation", "none": "None"}


class Trend(Kind):
    """A row for each issue and period; what the test says of an issue stands on each of its rows."""

    name = "trend"
    about = "issues by year or other ordered attribute, with a test"
    takes = frozenset({"by", "count", "ci", "top", "sort", "seed"})
    lists_issues = True
    keeps_unstated = False

    def title(self, request: TableRequest) -> str:
        return "Trend of practice issues"

    def lay_out(self, counting: Counting) -> Laid:
        by = counting.request.by
        _check_order(counting, by)
        special = _NO_PLACE | set(counting.source.attributes.special)
        periods = [part for part in counting.parts if part not in special and counting.base_of(part)]
        numbers = _numbers(periods)
        if numbers:
            periods.sort(key=numbers.__getitem__)
        bases = [counting.base_of(period) for period in periods]
        counts: dict[str, dict[str, int]] = {}
        for part, issue, *both in counting.query("issues"):
            counts.setdefault(issue, {})[part] = both[counting.at]
        by_issue = {issue: [of[period] for period in periods] for issue, of in counts.items()}
        untested = _why_not(counting, bases)
        scores = [numbers[period] for period in periods] if numbers else list(range(len(periods)))
        tests = {} if untested else _test(by_issue, bases, scores, counting.request.seed)
        issues = counting.dimension("issue")
        rows: list[tuple[Any, ...]] = []
        for issue, found in by_issue.items():
            told = tests.get(issue, (None, None, None, "not_tested", "none"))
            for period, n, base in zip(periods, found, bases, strict=True):
                rows.append((issue, issues.labels[issue], period, *counting.count_values(n, base), *told))
        period_column = counting.dimension(by, periods)._replace(name="period", dimension=by)
        columns = [issues, Column("label", "Label", "text"), period_column, *counting.count_columns(), *_test_columns()]
        notes = [untested] if untested else _on_tests(tests, len(by_issue))
        return Laid(columns, rows, "period", (*notes, *_on_periods(counting, periods, bases)), sum(bases))


def _test_columns() -> list[Column]:
    return [
        Column("z", "z", "number"),
        Column("p", "p", "p"),
        Column("p_holm", "p (Holm)", "p"),
        Column("direction", "Direction", "category", tuple(_DIRECTIONS), _DIRECTIONS),
        Column("test", "Test", "category", tuple(_METHODS), _METHODS),
    ]


def _check_order(counting: Counting, by: str) -> None:
    """Raise ScrError unless the values of an attribute have an order."""
    known = counting.source.attributes.attributes.get(by)
    if by == YEAR or (known is not None and (known.ordered or known.type in _ORDERED)):
        return
    if by == DATE:
        raise ScrError(f"--by: {DATE} is more exact for some reviews than for others", f"use {YEAR}")
    if counting.source.controlled:
        raise ScrError(f"--by: the values of {by} have no order", f"use {YEAR}, or say `ordered: true` in the attribute schema")
    if not _numbers([part for part in counting.parts if part not in _NO_PLACE]):
        raise ScrError(f"by: the values of `{by}` have no order", "use a column of whole numbers, such as the year")


def _numbers(periods: Sequence[str]) -> dict[str, int]:
    """Return the periods as numbers, so that a gap between two years counts as one; none where one is no number."""
    if not all(period.isascii() and period.removeprefix("-").isdecimal() for period in periods):
        return {}
    return {period: int(period) for period in periods}


def _why_not(counting: Counting, bases: Sequence[int]) -> Note | None:
    """Return why nothing is tested; None where tests can be made."""
    if counting.request.count == "findings":
        said = "No test: findings of one review are not independent of each other. Count reviews to test."
        return Note(said, said)
    if len(bases) < LEAST_PERIODS:
        why = f"No test: it takes {LEAST_PERIODS} periods with reviews, and there are"
        return Note(f"{why.removesuffix('are')}{'is' if len(bases) == 1 else 'are'} {len(bases)}.", f"{why} fewer.")
    if sum(bases) < LEAST_REVIEWS:
        why = f"No test: below {LEAST_REVIEWS} reviews it would say more than it knows"
        return Note(f"{why}, and the periods have {sum(bases)}.", f"{why}.")
    return None


def _test(
    counts: Mapping[str, Sequence[int]], bases: Sequence[int], scores: Sequence[int], seed: int
) -> dict[str, tuple[float, float, float, str, str]]:
    """Return (z, p, p of Holm, direction, method) of each issue that can be tested."""
    tests = trend_tests(list(counts.values()), bases, scores, seed)
    made: dict[str, TrendTest] = {issue: test for issue, test in zip(counts, tests, strict=True) if test is not None}
    told = {}
    for (issue, test), adjusted in zip(made.items(), holm([test.p for test in made.values()]), strict=True):
        z = round(test.z, 4) + 0.0  # no negative zero
        direction = "level" if z == 0 else "rising" if z > 0 else "falling"
        told[issue] = (z, four_digits(test.p), four_digits(adjusted), direction, test.method)
    return told


def _on_tests(tests: Mapping[str, tuple[Any, ...]], issues: int) -> Iterator[str | Note]:
    methods = [told[-1] for told in tests.values()]
    tested = "Tested is whether the share of an issue rises or falls steadily over the periods (Cochran–Armitage, two-sided). p (Holm)"
    yield Note(
        f"{tested} allows for {count_of(len(tests), 'issue')} being tested; {issues - len(tests)} found nowhere or everywhere cannot be.",
        f"{tested} allows for every issue but those that are seen to be found nowhere or everywhere.",
    )
    yield "The direction is that of the line, not a finding: read it with p (Holm)."
    if methods.count("exact"):
        exact = f"Where a count below {SMALL_EXPECTED} is expected, p is exact, given the totals"
        yield Note(f"{exact}: {methods.count('exact')} of them.", f"{exact}.")
    if methods.count("permutation"):
        drawn = f"p is from {DRAWS:,} seeded draws."
        yield Note(f"For {methods.count('permutation')} of them {drawn}", f"Where that would take too long, {drawn}")


def _on_periods(counting: Counting, periods: Sequence[str], bases: Sequence[int]) -> Iterator[Note]:
    left = counting.base[counting.at] - sum(bases)
    if left:
        without = f"whose {counting.request.by.replace('_', ' ')} is not stated or has no place in the order"
        counted = count_of(left, counting.unit.removesuffix("s"))
        yield Note(
            f"{counted} {without} {'is' if left == 1 else 'are'} left out.",
            f"{counting.unit.capitalize()} {without} are left out.",
        )
    few = [f"{period} ({n})" for period, n in zip(periods, bases, strict=True) if n < FEW]
    if few:
        yield Note(f"Few {counting.unit}, which one more or less would change much: {', '.join(few)}.")
