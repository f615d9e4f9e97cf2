"""The application: global options, the commands, and one way for every error to end."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from scr_coder.cli.output import emit, prepare_streams, tell
from scr_coder.exit_code import ExitCode
from scr_coder.problem import ScrError
from scr_coder.text import one_line
from scr_coder.version import VERSION


class _Group(TyperGroup):
    """The top command: every error of use or input ends as one line on stderr and exit code 2."""

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> Any:
        prepare_streams()
        extra["standalone_mode"] = False
        try:
            code = super().main(args, prog_name or "scr", **extra)
            sys.stdout.flush()
        except ScrError as error:
            code = _fail(str(error))
        except typer.TyperException as error:
            code = _fail(_usage(error))
        except (typer.Abort, KeyboardInterrupt):
            code = ExitCode.INTERRUPTED
        except OSError as error:
            if error.errno != errno.EPIPE:
                code = _fail(f"{error.filename or 'input or output'}: {error.strerror or error}")
            else:  # the reader went away, as `scr table issues | head` does: not an error
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
                code = ExitCode.CLEAN
        sys.exit(int(code) if isinstance(code, int) else ExitCode.CLEAN)


def _fail(message: str) -> ExitCode:
    tell(f"scr: {one_line(message)}")
    return ExitCode.UNUSABLE


def _usage(error: typer.TyperException) -> str:
    format_message = getattr(error, "format_message", None)
    message = str(format_message() if format_message else error).rstrip(".")
    message = message[:1].lower() + message[1:]
    context = getattr(error, "ctx", None)
    return f"{message} (see `{context.command_path if context else 'scr'} --help`)"


app = typer.Typer(
    name="scr",
    cls=_Group,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

_OVERVIEW = f"""scr {VERSION}: code the findings of case reviews against a taxonomy of practice issues

start     scr init DIR                    a new workspace
look      scr reviews                     the reviews and how far each is coded
          scr findings REVIEW             its findings, with their states
          scr taxonomy show [C02]         the issues and their WHY causes
code      scr tag REVIEW FINDING ISSUE    apply an issue; untag, no-match, exclude, clear
          scr undo REVIEW                 take the last decision back; redo, log
count     scr table issues                how many reviews show each issue
check     scr check                       every problem in the taxonomies, reviews and logs

`scr COMMAND --help` explains each, with examples; `scr --help` lists all."""


def _print_version(wanted: bool) -> None:
    if wanted:
        emit(f"scr {VERSION}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def top(
    context: typer.Context,
    workspace: Annotated[
        Path | None,
        typer.Option(
            "--workspace",
            "-w",
            metavar="DIR",
            envvar="SCR_WORKSPACE",
            help="The workspace; by default the folder above you that has data/workspace.yaml.",
        ),
    ] = None,
    version: Annotated[  # noqa: ARG001  its callback does the work
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Code the findings of case reviews against a taxonomy of practice issues and their causes.

    Everything stays on this machine: nothing is sent anywhere. Results go to standard output, messages to standard error.
    Exit codes: 0 clean, 1 problems found, 2 usage or unusable input (nothing written), 130 interrupted.
    """
    context.obj = workspace
    if context.invoked_subcommand is None:
        emit(_OVERVIEW)


def main() -> None:
    """Run `scr` with the arguments of the process."""
    app()


# Each module registers its commands on `app`; the order is the order of `scr --help`.
from scr_coder.cli import start, reviews, coding, taxonomy, check, table, export  # noqa: E402, F401, I001
