"""The options that hide small counts, for every command that prints numbers of reviews or findings."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from scr_coder.cli.context import the_workspace
from scr_coder.cli.output import tell
from scr_coder.problem import ScrError
from scr_coder.text import one_line

if TYPE_CHECKING:
    from scr_coder.tables.facts import Source
    from scr_coder.tables.protection import Protection


class Zeros(enum.StrEnum):
    """What becomes of counts of zero where small counts are hidden."""

    SHOW = "show"
    SUPPRESS = "suppress"


SuppressOption = Annotated[
    int | None,
    typer.Option(
        "--suppress-below",
        metavar="T",
        help="Hide counts below T, usually 5 or 10, and what would give them away. [default: the workspace's floor]",
    ),
]
ZerosOption = Annotated[
    Zeros | None, typer.Option("--zeros", help="Whether zeros are shown where small counts are hidden. [default: show]")
]
AllowOption = Annotated[
    bool, typer.Option("--allow-disclosure", help="Show more than the floor of the workspace allows; it is said on the output.")
]


def protection(source: Source, suppress_below: int | None, zeros: Zeros | None, allow: bool) -> Protection:
    """Return what is to be suppressed, by the options and the floor of the data. Raises ScrError for less than the floor."""
    from scr_coder.tables.protection import Floor, resolve_protection

    return resolve_protection(Floor(*source.floor()), suppress_below, None if zeros is None else zeros.value, allow)


def tell_allowed(guard: Protection, what: str) -> None:
    """Say on stderr that ``what`` has been written below the floor of the data, in whatever format; nothing where it is not."""
    if guard.note:
        tell_below_floor(what, "leave --allow-disclosure out to obey it")


def tell_below_floor(what: str, to_do: str) -> None:
    """Say on stderr that ``what`` is below the floor of the data."""
    tell(f"scr: below the floor of these data, not for publication: {one_line(what)} ({to_do})")


def tell_stricter_floor(context: typer.Context, source: Sequence[str] | None, guard: Protection) -> bool:
    """Say on stderr where exports are counted, and less is suppressed than the workspace in which one stands asks for.

    Return whether it was said.
    """
    if not source or guard.note:
        return False
    try:
        settings = the_workspace(context).settings
    except ScrError:  # none is needed
        return False
    below, hides_zeros = settings.suppress_below, bool(settings.suppress_below) and settings.zeros == "suppress"
    if guard.threshold >= below and (guard.zeros == "suppress" or not hides_zeros):
        return False
    what, options = (" and zeros", " --zeros suppress") if hides_zeros else ("", "")
    stricter = f"--from obeys the floors of the exports, not that of this workspace, which is stricter: counts below {below}{what}"
    tell(f"scr: {stricter} (add --suppress-below {below}{options} to obey it)")
    return True
