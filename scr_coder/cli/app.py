"""The application: global options, the commands, and one way for every error to end."""

from __future__ import annotations

import errno
import gc
import importlib
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from scr_coder.cli.output import ReaderGone, emit, prepare_streams, tell
from scr_coder.exit_code import ExitCode
from scr_coder.problem import ScrError, did_you_mean
from scr_coder.text import one_line
from scr_coder.version import VERSION

MODULES = {
    "init": "start",
    "import": "importing",
    "reviews": "reviews",
    "findings": "reviews",
    "status": "reviews",
    "tag": "coding",
    "untag": "coding",
    "no-match": "coding",
    "exclude": "coding",
    "clear": "coding",
    "memo": "coding",
    "undo": "coding",
    "redo": "coding",
    "log": "coding",
    "split": "mending",
    "join": "mending",
    "drop": "mending",
    "move": "mending",
    "restore": "mending",
    "code": "code",
    "suggest": "suggest",
    "taxonomy": "check",  # which imports `taxonomy` and adds to its group
    "check": "check",
    "table": "table",
    "why-count": "why",
    "report": "report",
    "export": "export",
}
"""Which module under `scr_coder.cli` holds a command. Only the one that is called is imported: starting is most of the time."""


class _Group(TyperGroup):
    """The top command: every error of use or input ends as one line on stderr and exit code 2."""

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> Any:
        """Import what the command line names, build the application with it, run it, and exit."""
        arguments = sys.argv[1:] if args is None else list(args)
        _load(arguments)
        loaded = typer.main.get_command(app)
        assert isinstance(loaded, _Group)
        sys.exit(int(loaded.run(arguments, prog_name or "scr", extra)))

    def run(self, args: Sequence[str], prog_name: str, extra: dict[str, Any]) -> int:
        """Run a command line; return the exit code."""
        prepare_streams()
        extra["standalone_mode"] = False
        try:
            code = super().main(args, prog_name, **extra)
            sys.stdout.flush()
        except ScrError as error:
            return _fail(str(error))
        except typer.TyperException as error:
            return _fail(_usage(error))
        except (typer.Abort, KeyboardInterrupt):
            return ExitCode.INTERRUPTED
        except (ReaderGone, OSError) as error:
            if isinstance(error, OSError) and error.errno != errno.EPIPE:
                return _fail(f"{error.filename or 'input or output'}: {error.strerror or error}")
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return ExitCode.CLEAN
        return code if isinstance(code, int) else ExitCode.CLEAN


def _load(arguments: Sequence[str]) -> None:
    """Import the module of the command that is called; all of them for help, completion and unknown names."""
    named = next((argument for argument in arguments if argument in MODULES), None)
    completing = any(name.startswith("_SCR") for name in os.environ)
    if arguments[:1] == ["--version"] and not completing:
        return
    wanted = set(MODULES.values()) if named is None or completing or not _plainly(arguments, named) else {MODULES[named]}
    for module in dict.fromkeys(MODULES.values()):
        if module in wanted:
            importlib.import_module(f"scr_coder.cli.{module}")


def _plainly(arguments: Sequence[str], named: str) -> bool:
    """Return whether nothing but global options stands before the command's name."""
    before = list(arguments[: arguments.index(named)])
    return not before or (len(before) == 2 and before[0] in ("-w", "--workspace"))


def _fail(message: str) -> ExitCode:
    tell(f"scr: {one_line(message)}")
    return ExitCode.UNUSABLE


_NO_NUMBER = re.compile(r"'(.*)' is not a valid int(?:eger)?(?: range)?\.?", re.DOTALL)


def _usage(error: typer.TyperException) -> str:
    """Return what is wrong with a command line, and what to do: in our words where those of the library are not plain."""
    wrong = str(getattr(error, "option_name", ""))
    nearest = did_you_mean(wrong, getattr(error, "possibilities", None) or ()) if wrong else ""
    if nearest:
        return f"no such option: {wrong} ({nearest})"
    number = _NO_NUMBER.fullmatch(str(getattr(error, "message", "")))
    options = getattr(getattr(error, "param", None), "opts", ())
    if number and options:
        return f"{options[0]}: `{number[1]}` is not a whole number (for instance {options[0]} 5)"
    format_message = getattr(error, "format_message", None)
    message = str(format_message() if format_message else error).rstrip(".")
    message = message[:1].lower() + message[1:]
    context = getattr(error, "ctx", None)
    return f"{message} (see `{context.command_path if context else 'scr'} --help`)"


app: typer.Typer = typer.Typer(
    name="scr",
    cls=_Group,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

_OVERVIEW = f"""scr {VERSION}: code the findings of case reviews against a taxonomy of practice issues

start     scr init DIR                    a new workspace
          scr import FILE --id ID         a report becomes a review with findings
look      scr reviews                     the reviews and how far each is coded
          scr findings REVIEW             its findings, with their states
          scr taxonomy show [C02]         the issues and their WHY causes
mend      scr split REVIEW FINDING        cut a finding in parts; join, drop, move, restore
code      scr tag REVIEW FINDING ISSUE    apply an issue; untag, no-match, exclude, clear
          scr suggest REVIEW FINDING      likely issues, never applied by themselves
          scr undo REVIEW                 take the last decision back; redo, log
count     scr table issues                how many reviews show each issue
          scr why-count C02               the findings behind a number
          scr report --output DIR         map, charts and tables, to publish as they are
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
    gc.set_threshold(100_000, 50, 50)  # a short life makes little garbage: collecting while starting is waste
    app()
