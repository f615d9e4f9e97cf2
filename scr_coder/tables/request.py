"""What is asked for: which table, over which reviews and decisions, counted how."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from scr_coder.coding import POLARITIES
from scr_coder.coding.log import moment_text
from scr_coder.problem import ScrError, did_you_mean
from scr_coder.tables.kinds import KINDS
from scr_coder.tables.kinds.crosstab import DIMENSIONS, TAG_DIMENSIONS

TABLES = tuple(KINDS)
COUNTS = ("reviews", "findings")
YEAR = "publication_year"
DATE = "publication_date"


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
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    since: str = ""
    until: str = ""
    as_of: str = ""

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
    count: str = "reviews",
    layer: str | None = None,
    polarity: str | Sequence[str] | None = None,
    where: Mapping[str, str | Sequence[str]] | Sequence[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    as_of: str | None = None,
    known: Collection[str] = (),
    default_layer: str = "resolved",
) -> TableRequest:
    """Return a request, with every option checked. Raises ScrError with a hint for what cannot be.

    ``name``: one of `TABLES`. ``by``: an attribute; the table is made for each of its values. ``rows``, ``cols``: what a
    crosstab crosses: issue, area, cause, family, polarity, candidate or an attribute. ``count``: reviews or findings.
    ``layer``: resolved, consensus, any or a coder. ``polarity``: those counted; by default problem and advice, or all
    three where they are crossed. ``where``: attribute to value or values, or texts ``attribute=value,value``: any of the values;
    several conditions must all hold.
    ``since``, ``until``: of publication, YYYY[-MM[-DD]], both included. ``as_of``: a date or moment (UTC): decisions after
    it are ignored. ``known``: the attributes that exist.
    """
    if name not in TABLES:
        raise ScrError(f"there is no table `{name}`", did_you_mean(name, TABLES) or f"there are {', '.join(TABLES)}")
    if count not in COUNTS:
        raise ScrError(f"`{count}` cannot be counted", "count reviews or findings")
    rows, cols = _crossed(name, rows, cols, known)
    if by and name == "crosstab":
        raise ScrError("a crosstab takes --rows and --cols, not --by", f"try --rows issue --cols {by}")
    if by:
        _attribute(by, known, "--by")
    filters = _where(where or {}, known)
    split = "polarity" in (rows, cols)
    return TableRequest(
        name=name,
        by=by or "",
        rows=rows,
        cols=cols,
        count=count,
        layer=layer or default_layer,
        polarity=_polarities(polarity, POLARITIES if split else ("problem", "advice")),
        where=filters,
        since=_partial_date(since, "--since"),
        until=_partial_date(until, "--until"),
        as_of=moment(as_of),
    )


def _crossed(name: str, rows: str | None, cols: str | None, known: Collection[str]) -> tuple[str, str]:
    if name != "crosstab":
        if rows or cols:
            raise ScrError(f"--rows and --cols belong to `scr table crosstab`, not to {name}")
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


def _where(given: Mapping[str, str | Sequence[str]] | Sequence[str], known: Collection[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    pairs: list[tuple[str, Sequence[str]]] = []
    if isinstance(given, Mapping):
        pairs = [(name, value.split(",") if isinstance(value, str) else value) for name, value in given.items()]
    else:
        for text in given:
            name, equals, value = text.partition("=")
            if not equals or not value:
                raise ScrError(f"--where `{text}` is not attribute=value", "for instance --where nation=wales")
            pairs.append((name.strip(), value.split(",")))
    for name, _ in pairs:
        if name != "review":
            _attribute(name, known, "--where", ["review"])
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
