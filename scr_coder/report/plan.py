"""What is in a report: which tables, by which attributes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scr_coder.problem import ScrError
from scr_coder.tables.facts import YEAR, Source
from scr_coder.tables.request import TableRequest, make_request
from scr_coder.tables.scope import NOT_STATED
from scr_coder.tables.together import LoadedFacts

MOST_ATTRIBUTES = 3
"""How many attributes a report crosses unless it is told which."""
MOST_VALUES = 12
"""How many values an attribute can have to be crossed without being asked for."""
SHOWN_PAIRS = 25
"""How many pairs of issues the page shows; the files have all."""


class ReportOptions(NamedTuple):
    """What a report is asked for; the filters mean what they mean in `make_request`. ``by`` names the attributes crossed;
    ``mark`` is a line that stands on the report and on each of its charts.

    ``source`` and ``qualify`` are what ``--from`` and ``--qualify`` were given, for the manifest.
    """

    title: str = ""
    mark: str = ""
    by: tuple[str, ...] = ()
    layer: str | None = None
    polarity: str | None = None
    where: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    as_of: str | None = None
    source: tuple[str, ...] = ()
    qualify: bool = False
    quotes: bool = False
    suppress_below: int | None = None
    zeros: str | None = None
    allow_disclosure: bool = False

    def command(self) -> str:
        """Return the command line that makes the same report, for the manifest; the folder is left open."""
        import shlex

        words = ["scr", "report", "--output", "DIR"]
        for name, value in self._asdict().items():
            option = "--from" if name == "source" else f"--{name.replace('_', '-')}"
            if value is True:
                words.append(option)
            elif value not in (None, False, "", ()):
                words += [word for one in (value if isinstance(value, tuple) else (value,)) for word in (option, str(one))]
        return shlex.join(words)


def base_request(options: ReportOptions, source: Source, default_layer: str) -> TableRequest:
    """Return the request of the table of issues, whose scope is that of the whole report. Raises ScrError as `make_request`."""
    return _request("issues", options, source, default_layer, ci=True)


def report_requests(
    options: ReportOptions, attributes: Sequence[str], source: Source, default_layer: str, suppressed: bool
) -> list[TableRequest]:
    """Return the tables of a report, in order.

    Where counts are ``suppressed``, coverage is by attribute, not by review, and there is no saturation: its last steps tell
    how many issues were found in one review only, and its first ones what single reviews add.
    """

    def one(name: str, **more: object) -> TableRequest:
        return _request(name, options, source, default_layer, **more)

    crossed = [one("crosstab", rows="area", cols=name) for name in attributes]
    coverage = [one("coverage", by=name) for name in attributes[:1]] if suppressed else [one("coverage")]
    return [
        one("issues", ci=True),
        one("areas", ci=True),
        one("causes"),
        one("families", ci=True),
        one("crosstab", rows="family", cols="area"),
        *crossed,
        *(one("issues", by=name) for name in attributes),
        one("cooccurrence"),
        one("trend"),
        *([] if suppressed else [one("saturation")]),
        one("candidates"),
        *coverage,
    ]


def _request(name: str, options: ReportOptions, source: Source, default_layer: str, **more: object) -> TableRequest:
    return make_request(
        name,
        layer=options.layer,
        polarity=options.polarity,
        where=list(options.where),
        since=options.since,
        until=options.until,
        as_of=options.as_of,
        known=source.known_attributes(),
        default_layer=default_layer,
        **more,  # type: ignore[arg-type]
    )


def chosen_attributes(given: Sequence[str], loaded: LoadedFacts) -> list[str]:
    """Return the attributes by which a report counts: those ``given``, else the first few that most reviews state.

    Left to itself it takes attributes with a list of values, of which at least two and at most `MOST_VALUES` are stated, by
    at least half of the reviews. Raises ScrError for an attribute that does not exist.
    """
    for name in given:
        make_request("issues", by=name, known=loaded.known_attributes())
    if given:
        return list(dict.fromkeys(given))
    counted = loaded.engine.run(
        "select attribute, count(distinct value), count(distinct review) from attributes "
        f"where value not in ('{NOT_STATED}', 'withheld') group by attribute"
    )
    stated = {name: (values, reviews) for name, values, reviews in counted}
    everything = loaded.engine.run("select count(*) from reviews")[0][0]
    chosen = []
    for name, attribute in loaded.attributes.attributes.items():
        values, reviews = stated.get(name, (0, 0))
        if attribute.type in ("enum", "multi", "boolean") and 2 <= values <= MOST_VALUES and 2 * reviews >= everything:
            chosen.append(name)
    return chosen[:MOST_ATTRIBUTES]


def filter_attributes(chosen: Sequence[str]) -> list[str]:
    """Return the attributes by which the page can filter: those it is crossed by, and the year of publication."""
    return list(dict.fromkeys([*chosen, YEAR]))


def check_quotes(options: ReportOptions, suppressed: bool, has_texts: bool) -> None:
    """Raise ScrError where the text of findings is asked for and cannot stand in the report."""
    if not options.quotes:
        return
    if suppressed:
        raise ScrError("--quotes: where small counts are suppressed a report holds no single findings", "leave --quotes out")
    if not has_texts:
        raise ScrError("--quotes: an export holds no texts", "leave --from out, in the workspace")
