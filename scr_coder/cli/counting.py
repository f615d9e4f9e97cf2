"""The options that commands which count have in common, and where their facts come from."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Annotated

import typer

from scr_coder.cli.context import the_workspace
from scr_coder.cli.output import reading_progress
from scr_coder.problem import ScrError

if TYPE_CHECKING:
    from scr_coder.tables.parquet_facts import ParquetFacts
    from scr_coder.tables.workspace_facts import WorkspaceFacts


class Count(enum.StrEnum):
    """What is counted."""

    REVIEWS = "reviews"
    FINDINGS = "findings"


CountOption = Annotated[
    Count | None,
    typer.Option("--count", help="Count reviews in which it was found at least once, or findings. [default: reviews]", show_choices=True),
]
LayerOption = Annotated[
    str | None,
    typer.Option(
        "--layer",
        metavar="LAYER",
        help="Whose decisions: resolved (consensus, else what all coders agree on), consensus, any, or a coder. [default: the workspace's]",
    ),
]
PolarityOption = Annotated[
    str | None, typer.Option("--polarity", metavar="P,…", help="problem, advice, positive or all. [default: problem,advice]")
]
WhereOption = Annotated[list[str] | None, typer.Option("--where", metavar="ATTR=VALUE,…", help="Only these reviews. May be given again.")]
SinceOption = Annotated[str | None, typer.Option("--since", metavar="DATE", help="Only reviews published from YYYY[-MM[-DD]] on.")]
UntilOption = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Only reviews published up to YYYY[-MM[-DD]].")]
AsOfOption = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="The decisions as they stood at the end of a day (UTC).")]
FromOption = Annotated[
    list[str] | None,
    typer.Option(
        "--from", metavar="DIR|GLOB", help="Count Parquet that `scr export parquet` wrote, not the workspace. May be given again."
    ),
]
QualifyOption = Annotated[bool, typer.Option("--qualify", help="With --from: the same review id in two exports means two reviews.")]


def facts_of(context: typer.Context, source: list[str] | None, qualify: bool = False) -> tuple[ParquetFacts | WorkspaceFacts, str]:
    """Return the facts to count, of the workspace or of exports, and the layer that is counted unless told otherwise.

    Raises ScrError for ``qualify`` without a source.
    """
    if not source:
        if qualify:
            raise ScrError("--qualify tells exports apart and belongs to --from")
        from scr_coder.tables.workspace_facts import WorkspaceFacts

        workspace = the_workspace(context)
        return WorkspaceFacts(workspace, reading_progress), workspace.settings.layer
    from scr_coder.tables.parquet_facts import ParquetFacts

    return ParquetFacts(source, qualify), "resolved"
