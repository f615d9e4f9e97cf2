"""scr_coder: code the findings of case reviews against a taxonomy of practice issues and their causes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scr_coder.version import VERSION

if TYPE_CHECKING:
    from scr_coder.tables.notebook import open_workspace, tabulate

__version__ = VERSION

__all__ = ["__version__", "open_workspace", "tabulate"]


def __getattr__(name: str) -> Any:
    """Import the notebook face when it is first used: the command line must not pay for it."""
    if name in ("open_workspace", "tabulate"):
        from scr_coder.tables import notebook

        return getattr(notebook, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
