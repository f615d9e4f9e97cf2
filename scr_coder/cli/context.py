"""What a command needs to know before it begins: the workspace and who is coding."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scr_coder.problem import ScrError, did_you_mean

if TYPE_CHECKING:
    from scr_coder.workspace import Workspace

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def the_workspace(context: typer.Context) -> Workspace:
    """Return the workspace that the user means: ``--workspace``, ``SCR_WORKSPACE``, or found by walking up."""
    from scr_coder.workspace import find_workspace, open_workspace

    chosen: Path | None = context.find_root().obj
    return find_workspace() if chosen is None else open_workspace(chosen)


def config_path() -> Path:
    """Return where the user's own config file is."""
    return Path(typer.get_app_dir("scr-coder")) / "config.yaml"


def the_coder(given: str | None) -> str:
    """Return who is coding: ``--coder``, ``SCR_CODER`` or ``coder:`` in the user's config; never the login name."""
    from scr_coder.coding.session import check_coder

    if given is None and not os.environ.get("SCR_CODER"):
        given = _configured_coder()
    if not given:
        hint = f"add --coder NAME, set SCR_CODER, or write `coder: NAME` into {config_path()}"
        raise ScrError("who is coding is not known", hint)
    return check_coder(given)


def _configured_coder() -> str | None:
    from scr_coder.yaml_source import Mapping, read_yaml

    path = config_path()
    if not path.is_file():
        return None
    root, problems = read_yaml(path)
    if problems:
        raise ScrError(f"{problems[0].location}: {problems[0].message}", problems[0].hint)
    return root.text("coder") if isinstance(root, Mapping) else None


def known_coder(workspace: Workspace, coder: str) -> str:
    """Return ``coder`` if that coder has a log in the workspace. Raises ScrError with the nearest name otherwise."""
    coders = sorted({log.coder for log in workspace.logs()})
    if coder not in coders:
        hint = did_you_mean(coder, coders) or (f"there are {', '.join(coders)}" if coders else "nobody has coded here yet")
        raise ScrError(f"there is no coder `{coder}` in this workspace", hint)
    return coder
