"""Facts from an analyst's own DataFrames, read in place by DuckDB, with the same checks as the files of a workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scr_coder.coding import POLARITIES, ROLES
from scr_coder.problem import ScrError, did_you_mean
from scr_coder.resources import shipped_taxonomy
from scr_coder.tables.engine import DuckEngine
from scr_coder.tables.facts import causes_query, load_taxonomies, taxonomies_provenance
from scr_coder.taxonomy import UNCLEAR, Attributes, TaxonomySet, read_attributes
from scr_coder.taxonomy.read import shipped_taxonomies

if TYPE_CHECKING:
    import pandas as pd

REQUIRED = ("review", "finding", "issue")
OPTIONAL = ("coder", "role", "polarity", "causes")


class FrameFacts:
    """Facts from DataFrames. See `scr_coder.tables.notebook.tabulate` for their columns."""

    controlled = False

    def __init__(self, tags: pd.DataFrame, reviews: pd.DataFrame | None, taxonomies: TaxonomySet | None) -> None:
        self.taxonomies = taxonomies or shipped_taxonomies()
        shipped, _ = read_attributes(shipped_taxonomy() / "attributes.yaml", "attributes.yaml")
        self.attributes = shipped or Attributes("", "", {}, {})
        self.tags = _text_frame(tags, "tags", REQUIRED, OPTIONAL)
        self.reviews = self._reviews(reviews)
        self._check()

    def floor(self) -> tuple[int, str]:
        """Return that nothing must be suppressed: the data are the analyst's own."""
        return 0, "show"

    def known_attributes(self) -> list[str]:
        """Return the columns of the reviews' frame."""
        return [name for name in self.reviews.columns if name != "review"]

    def provenance(self) -> dict[str, Any]:
        """Return the taxonomies with version and digest."""
        return taxonomies_provenance(self.taxonomies)

    def _reviews(self, given: pd.DataFrame | None) -> pd.DataFrame:
        if given is None:
            return self.tags[["review"]].drop_duplicates()
        frame = _text_frame(given, "reviews", ("review",), None)
        twice = frame["review"][frame["review"].duplicated()]
        if len(twice):
            raise ScrError(f"reviews: `{twice.iloc[0]}` stands in more than one row", "give one row for each review")
        return frame

    def _check(self) -> None:
        unknown = self.tags[~self.tags["review"].isin(self.reviews["review"])]
        if len(unknown):
            raise ScrError(f"tags: row {unknown.index[0]}: the review `{unknown['review'].iloc[0]}` is not in reviews")
        for column, allowed in (
            ("issue", [i.id for i in self.taxonomies.issues.values() if i.status != "placeholder"]),
            ("role", ROLES),
            ("polarity", POLARITIES),
        ):
            wrong = self.tags[~self.tags[column].isin(allowed)]
            if len(wrong):
                value = wrong[column].iloc[0]
                raise ScrError(f"tags: row {wrong.index[0]}: `{value}` is not a known {column}", did_you_mean(value, allowed))
        once = self.tags.drop_duplicates(["review", "finding", "coder", "issue", "polarity"])
        both = once[once.duplicated(["review", "finding", "coder", "issue"])]
        if len(both):
            where = f"finding {both['finding'].iloc[0]} of {both['review'].iloc[0]}"
            message = f"tags: row {both.index[0]}: {both['issue'].iloc[0]} has another polarity on {where} already"
            raise ScrError(message, "one coder gives an issue once to a finding; a column `coder` tells coders apart")
        for row, issue, causes in self.tags[["issue", "causes"]].itertuples():
            known = {cause.id for cause in self.taxonomies.issues[issue].causes} | {UNCLEAR, "other"}
            for cause in causes.split():
                if cause not in known:
                    raise ScrError(f"tags: row {row}: `{cause}` is not a cause of {issue}", did_you_mean(cause, known))

    def load(self, engine: DuckEngine, as_of: str = "") -> list[str]:
        """Make the relations; see `scr_coder.tables.facts.Source`. Raises ScrError for ``as_of``: frames have no history."""
        if as_of:
            raise ScrError("as_of needs the logs of a workspace; DataFrames have no history")
        load_taxonomies(engine, self.taxonomies)
        engine.connection.register("frame_tags", self.tags)
        engine.keep(
            "tags",
            "select review, finding, coder, issue, min(role) as role, polarity from frame_tags "
            "group by review, finding, coder, issue, polarity",
        )
        given = """select distinct review, finding, coder, issue, polarity, unnest(string_split(causes, ' ')) as cause
            from frame_tags where causes <> ''"""
        engine.keep("causes", causes_query(given))
        engine.connection.register("frame_reviews", self.reviews)
        engine.keep("reviews", "select review from frame_reviews")
        names = self.known_attributes()
        unpivoted = " union all ".join(
            f"select review, '{_quoted(n)}' as attribute, \"{n.replace(chr(34), chr(34) * 2)}\" as value from frame_reviews" for n in names
        )
        engine.keep(
            "attributes",
            f"select * from ({unpivoted}) where value <> ''" if names else "select '' as review, '' as attribute, '' as value limit 0",
        )
        engine.keep(
            "decisions",
            """select distinct review, finding, coder, 'coded' as state, '' as decided_at, '' as candidate, '' as reason,
                'current' as fits
            from tags
            union all
            select review, '', '', 'excluded', '', '', '', 'current' from reviews where review not in (select review from tags)""",
        )
        engine.keep("findings", "select distinct review, finding from decisions")
        engine.connection.unregister("frame_tags")
        engine.connection.unregister("frame_reviews")
        return []


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _text_frame(frame: pd.DataFrame, name: str, required: tuple[str, ...], optional: tuple[str, ...] | None) -> pd.DataFrame:
    """Return a copy with text columns; ``optional`` None lets any other column through. Raises ScrError for what lacks."""
    import pandas as pd

    if not isinstance(frame, pd.DataFrame):
        raise ScrError(f"{name} is a {type(frame).__name__}", "give a pandas DataFrame")
    for column in required:
        if column not in frame.columns:
            raise ScrError(f"{name} has no column `{column}`", did_you_mean(column, map(str, frame.columns)))
        missing = frame.index[frame[column].isna()]
        if len(missing):
            raise ScrError(f"{name}: row {missing[0]} has no {column}", "fill it in or drop the row")
    defaults = {"coder": "", "role": "primary", "polarity": "problem", "causes": ""}
    texts: dict[str, Any] = {}
    for column in [*required, *(optional if optional is not None else [c for c in frame.columns if c not in required])]:
        if column not in frame.columns:
            texts[str(column)] = defaults[str(column)]
        elif column == "causes":
            texts["causes"] = [_causes(value) for value in frame["causes"]]
        else:
            texts[str(column)] = [_text(value, defaults.get(str(column), "")) for value in frame[column]]
    return pd.DataFrame(texts, index=frame.index, dtype="str")


def _text(value: Any, default: str) -> str:
    """Return a cell as text: a whole number without decimals, even where a gap in the column made it a float."""
    import pandas as pd

    if pd.isna(value):
        return default
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _causes(value: Any) -> str:
    """Return causes, given as a list or as text with spaces, commas or semicolons, as text with spaces."""
    if isinstance(value, str):
        return " ".join(value.replace(",", " ").replace(";", " ").split())
    if isinstance(value, (list, tuple, set)) or hasattr(value, "tolist"):
        return " ".join(str(cause) for cause in value)
    return ""
