"""The files that come with scr_coder: taxonomies and schemas, in the wheel or beside the package in a checkout."""

from __future__ import annotations

import functools
from pathlib import Path

from scr_coder.problem import ScrError

_PACKAGE = Path(__file__).resolve().parent


@functools.cache
def shipped_taxonomy() -> Path:
    """Return the folder with the shipped taxonomies and, under ``schema/``, the JSON Schemas."""
    for folder in (_PACKAGE / "shipped" / "taxonomy", _PACKAGE.parent / "taxonomy"):
        if (folder / "schema" / "taxonomy.schema.json").is_file():
            return folder
    raise ScrError("the shipped taxonomies are missing from this installation", "install scr-coder again")


def shipped_text(name: str) -> str:
    """Return the text of a shipped file, named relative to the taxonomy folder."""
    return (shipped_taxonomy() / name).read_text(encoding="utf-8")
