"""What is asked for: which table, over which reviews and decisions, counted how."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from scr_coder.coding import POLARITIES
from scr_coder.coding.log import moment_text
from scr_coder.problem import ScrError, did_you_mean
from scr_coder.tables.arrange import RATIOS, SORTS
from scr_coder.tables.facts import YEAR
from scr_coder.tables.kinds import KINDS
from scr_coder.tables.kinds.crosstab import DIMENSIONS, TAG_DIMENSIONS

TABLES = tuple(KINDS)
COUNTS = ("reviews", "findings")
MOST_ORDERS = 100_000

Condition = tuple[str, tuple[str, ...]]
"""An attribute, and values of which a review must have one."""


@dataclass(frozen=True, slots=True)
class TableRequest:
    """One table that is asked for. Empty values stand for the defaults; see `make_request` for the meaning of each."""

    name: str
    by: str = ""
    rows: str = ""
    cols: str = ""
    count: str = "reviews"
    layer: str = "resolved"
    polarity: tuple[str, ...] = ("problem", "advice")
    where: tuple[Condition, ...] = ()
    columns: tuple[Condition, ...] = ()
    """Those of ``where`` that were given as columns of a table, ``--by attribute=value``; for messages."""
    since: str = ""
    until: str = ""
    as_of: str = ""
    within: str = ""
    ci: bool = False
    top: int = 0
    sort: str = ""
    all_pairs: bool = False
    orders: int = 1000
    seed: int = 1

    def attributes(self) -> list[str]:
        """Return the attributes that the request needs, each once."""
        used = [self.by, *(name for name, _ in self.where), *(d for d in (self.rows, self.cols) if d not in DIMENSIONS)]
        return [name for name in dict.fromkeys(used) if name]

    def splits_polarity(self) -> bool:
        """Return whether the table tells polarities apart."""
        return "polarity" in (self.rows, self.cols)

    def filters(self) -> dict[str, object]:
        """Return what narrows the table, for its header and its JSON."""
        given: dict[str, object] = {"polarity": list(self.polarity)}
        if self.where:
            given["where"] = [f"{name}={','.join(values)}" for name, values in self.where]
        given |= {name: getattr(self, name) for name in ("since", "until", "as_of") if getattr(self, name)}
        return given


def make_request(
    name: str,
    *,
    by: str | None = None,
    rows: str | None = None,
    cols: str | None = None,
    count: str | None = None,
    layer: str | None = None,
    polarity: str | Sequence[str] | None = None,
    where: Mapping[str, str | Sequence[str]] | Sequence[str] | None = None,
    columns: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
    as_of: str | None = None,
    within: str | None = None,
    ci: bool = False,
    top: int | None = None,
    sort: str | None = None,
    all_pairs: bool = False,
    orders: int | None = None,
    seed: int | None = None,
    known: Collection[str] = (),
    default_layer: str = "resolved",
) -> TableRequest:
    """Return a request, with every option checked. Raises ScrError with a hint for what cannot be.

    ``name``: one of `TABLES`. ``by``: an attribute; the table is made for each of its values; in a trend it orders the
    periods, by default the publication year. ``rows``, ``cols``: what a crosstab crosses: issue, area, cause, family,
    polarity, candidate or an attribute. ``count``: reviews (the default) or findings.
    ``layer``: resolved, consensus, any or a coder. ``polarity``: those counted; by default problem and advice, or all
    three where they are crossed. ``where``: attribute to value or values, or texts ``attribute=value,value``: any of the values;
    several conditions must all hold. ``columns``: more of them, texts that the user gave as ``--by attribute=value``.
    ``since``, ``until``: of publication, YYYY[-MM[-DD]], both included. ``as_of``: a date or moment (UTC): decisions after
    it are ignored. ``within``: pairs of issues within a review (the default) or a finding, which are then what is counted;
    ``all_pairs``: those that never meet, too. ``ci``: with 95% intervals. ``sort``, ``top``: see `arrange`; with ``top``
    alone the largest come first. ``orders``, ``seed``: of random orders and draws. ``known``: the attributes that exist.
    """
    if name not in TABLES:
        raise ScrError(f"there is no table `{name}`", did_you_mean(name, TABLES) or f"there are {', '.join(TABLES)}")
    given = {"by": by, "rows": rows, "cols": cols, "within": within, "ci": ci, "top": top, "sort": sort}
    given |= {"all_pairs": all_pairs, "orders": orders, "seed": seed}
    _check_options(name, given, by)
    count, within = _unit(name, count, within)
    rows, cols = _crossed(name, rows, cols, known)
    if name == "trend":
        by = by or YEAR
    if by:
        _attribute(by, known, "--by")
    _check_sort(name, sort or "")
    given_columns = _conditions(columns, known, "--by")
    return TableRequest(
        name=name,
        by=by or "",
        rows=rows,
        cols=cols,
        count=count,
        layer=layer or default_layer,
        polarity=_polarities(polarity, POLARITIES if "polarity" in (rows, cols) else ("problem", "advice")),
        where=(*given_columns, *_conditions(where or {}, known, "--where")),
        columns=given_columns,
        since=_partial_date(since, "--since"),
        until=_partial_date(until, "--until"),
        as_of=moment(as_of),
        within=within,
        ci=ci,
        top=_number(top, "--top", 1, 1_000_000, 0),
        sort=sort or "",
        all_pairs=all_pairs,
        orders=_number(orders, "--orders", 1, MOST_ORDERS, 1000),
        seed=_number(seed, "--seed", 0, 2**32 - 1, 1),
    )


def _check_options(name: str, given: Mapping[str, object], by: str | None) -> None:
    """Raise ScrError for an option that means nothing to this table: left unsaid, it would be taken for obeyed."""
    takes = KINDS[name].takes
    for option, value in given.items():
        if value is None or value is False or value == "" or option in takes:
            continue
        if option == "by" and name == "crosstab":
            raise ScrError("a crosstab takes --rows and --cols, not --by", f"try --rows issue --cols {by}")
        if option == "by":
            raise ScrError(f"--by does not belong to {name}", "narrow it with --where")
        whose = [kind.name for kind in KINDS.values() if option in kind.takes]
        names = "--rows and --cols belong" if option in ("rows", "cols") else f"--{option.replace('_', '-')} belongs"
        raise ScrError(f"{names} to {_listed([f'`scr table {one}`' for one in whose])}, not to {name}")


def _check_sort(name: str, sort: str) -> None:
    """Raise ScrError for an order that this table cannot have."""
    ratios = RATIOS if name == "cooccurrence" else ()
    if sort in RATIOS and not ratios:
        raise ScrError(f"--sort {sort} belongs to `scr table cooccurrence`, not to {name}", f"by {', '.join(SORTS)}")
    if sort and sort not in (*SORTS, *ratios):
        hint = did_you_mean(sort, (*SORTS, *ratios)) or f"by {', '.join((*SORTS, *ratios))}"
        raise ScrError(f"--sort: rows cannot be sorted by `{sort}`", hint)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _unit(name: str, count: str | None, within: str | None) -> tuple[str, str]:
    """Return what is counted, and within what pairs are."""
    if count is not None and count not in COUNTS:
        raise ScrError(f"`{count}` cannot be counted", "count reviews or findings")
    if "count" not in KINDS[name].takes and count == "findings":
        raise ScrError(f"{name} counts reviews, not findings")
    if "within" not in KINDS[name].takes:
        return count or "reviews", ""
    unit = within or (count or "reviews").removesuffix("s")
    if unit not in ("review", "finding"):
        raise ScrError(f"--within: pairs are within a review or a finding, not `{unit}`")
    if count and count != f"{unit}s":
        raise ScrError(f"pairs within a {unit} are counted in {unit}s", f"leave --count out, or say --within {count.removesuffix('s')}")
    return f"{unit}s", unit


def _number(given: int | None, option: str, least: int, most: int, default: int) -> int:
    if given is None:
        return default
    if not least <= given <= most:
        raise ScrError(f"{option} is {given}", f"give a whole number from {least:,} to {most:,}")
    return given


def _crossed(name: str, rows: str | None, cols: str | None, known: Collection[str]) -> tuple[str, str]:
    if name != "crosstab":
        return "", ""
    if not rows or not cols:
        raise ScrError("a crosstab needs --rows and --cols", "for instance --rows area --cols review_type")
    for dimension, option in ((rows, "--rows"), (cols, "--cols")):
        if dimension not in DIMENSIONS:
            _attribute(dimension, known, option, DIMENSIONS)
    if rows == cols:
        raise ScrError(f"a crosstab of {rows} by itself says nothing", "choose two different ones")
    other = cols if rows == "candidate" else rows
    if "candidate" in (rows, cols) and other in TAG_DIMENSIONS:
        raise ScrError(f"candidates cannot be crossed with {other}", "a finding without a match has no issue; cross with an attribute")
    return rows, cols


def _attribute(name: str, known: Collection[str], option: str, more: Sequence[str] = ()) -> None:
    if name not in known and name != YEAR:
        choices = [*more, *known, YEAR]
        hint = (
            "did you mean `publication_year`?"
            if name == "year"
            else did_you_mean(name, choices) or f"there are {', '.join(sorted(choices))}"
        )
        raise ScrError(f"{option}: `{name}` is not an attribute", hint)


def _conditions(given: Mapping[str, str | Sequence[str]] | Sequence[str], known: Collection[str], option: str) -> tuple[Condition, ...]:
    pairs: list[tuple[str, Sequence[str]]] = []
    if isinstance(given, Mapping):
        pairs = [(name, value.split(",") if isinstance(value, str) else value) for name, value in given.items()]
    else:
        for text in given:
            name, equals, value = text.partition("=")
            if not equals or not value:
                raise ScrError(f"{option} `{text}` is not attribute=value", f"for instance {option} nation=wales")
            pairs.append((name.strip(), value.split(",")))
    for name, _ in pairs:
        if name != "review":
            _attribute(name, known, option, ["review"])
    return tuple((name, tuple(value.strip() for value in values)) for name, values in pairs)


def _polarities(given: str | Sequence[str] | None, default: tuple[str, ...]) -> tuple[str, ...]:
    if not given:
        return default
    names = given.split(",") if isinstance(given, str) else [part for text in given for part in text.split(",")]
    chosen = {name.strip().casefold() for name in names}
    if "all" in chosen:
        return POLARITIES
    for name in chosen - set(POLARITIES):
        raise ScrError(f"`{name}` is not a polarity", did_you_mean(name, POLARITIES) or f"there are {', '.join(POLARITIES)}, all")
    return tuple(name for name in POLARITIES if name in chosen)


def _partial_date(given: str | None, option: str) -> str:
    if not given:
        return ""
    try:
        if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", given, re.ASCII):
            raise ValueError
        dt.date.fromisoformat(given + "-01-01"[len(given) - 4 :])  # a month or a day that does not exist is no date
    except ValueError:
        raise ScrError(f"{option} `{given}` is not a date", "write YYYY, YYYY-MM or YYYY-MM-DD") from None
    return given


def moment(given: str | None) -> str:
    """Return the last moment that counts: the end of a day where a date is given."""
    if not given:
        return ""
    try:
        parsed = dt.datetime.fromisoformat(given)
        if len(given) <= 10:  # a date without a time
            parsed += dt.timedelta(days=1, milliseconds=-1)
        return moment_text(parsed.replace(tzinfo=parsed.tzinfo or dt.timezone.utc))
    except (ValueError, OverflowError):
        raise ScrError(f"--as-of `{given}` is not a date", "write 2026-11-23 or 2026-11-23T10:01:02Z") from None
