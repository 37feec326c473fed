"""The program ``garde``: mounts the groups of commands and turns every error into one line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cache
from typing import Any

import typer

from garde.cli import (
    absence,
    activity,
    audit,
    availability,
    backups,
    baseline,
    basins,
    compensation,
    consulting,
    coverage,
    drafts,
    editing,
    engine,
    explain,
    exporting,
    fleet,
    keeping,
    ledger,
    links,
    lookup,
    meetings,
    messages,
    planning,
    remarks,
    reporting,
    served,
    services,
    serving,
    settlements,
    swaps,
    users,
    versions,
    working,
)
from garde.cli import time as coordination_time

app = typer.Typer(
    name="garde",
    help="A fair, proven duty rota for the services of a care basin.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for module in (
    basins,
    planning,
    absence,
    editing,
    explain,
    coverage,
    lookup,
    reporting,
    engine,
    fleet,
    serving,
    working,
    keeping,
):
    module.add_to(app)
compensation.add_to(app, services.app)
for name, group in (
    ("services", services.app),
    ("availability", availability.app),
    ("backups", backups.app),
    ("drafts", drafts.app),
    ("consult", consulting.app),
    ("versions", versions.app),
    ("served", served.app),
    ("swaps", swaps.app),
    ("ledger", ledger.app),
    ("meetings", meetings.app),
    ("messages", messages.app),
    ("users", users.app),
    ("links", links.app),
    ("audit", audit.app),
    ("export", exporting.app),
    ("time", coordination_time.app),
    ("activity", activity.app),
    ("baseline", baseline.app),
    ("remarks", remarks.app),
    ("settlements", settlements.app),
):
    app.add_typer(group, name=name)


def main(arguments: list[str] | None = None) -> None:
    """Runs the command line and ends the process with its exit status."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Runs one command and returns its exit status: 0 done, 1 no, 2 bad input or usage, 3 with gaps."""
    from garde.errors import GardeError

    try:
        result = _commands()(args=arguments, prog_name="garde", standalone_mode=False)
    except typer.Exit as ended:
        return ended.exit_code
    except typer.Abort:
        return _refuse("stopped; nothing was changed", 130)
    except typer.TyperException as error:
        return _misused(error.format_message())
    except GardeError as error:
        return _refuse(error.one_line(), error.exit_status)
    except KeyboardInterrupt:
        return _refuse("stopped", 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return _refuse(f"{where}{error.strerror or error}", 2)
    except Exception as error:
        return _unforeseen(error)
    return result if isinstance(result, int) else 0


@cache
def _commands() -> Callable[..., Any]:
    """Every command. Typer would make them all again for each one that is run in a process."""
    return typer.main.get_command(app)


def _misused(message: str) -> int:
    if message.startswith("Usage:"):
        sys.stdout.write(f"{message}\n")
        return _refuse("name one of these commands", 2)
    return _refuse(f"{_one_line(message)}; see --help", 2)


def _unforeseen(error: Exception) -> int:
    """The leaves' own refusals in one line; anything else is our fault, and says so without a traceback."""
    from exports.errors import ExportError
    from solver.errors import SolverError

    if isinstance(error, (SolverError, ExportError)):
        return _refuse(_one_line(str(error)), 2)
    if os.environ.get("GARDE_DEBUG"):
        raise error
    return _refuse(
        f"internal error ({type(error).__name__}: {_one_line(str(error))}); nothing was half-written; "
        "run again with GARDE_DEBUG=1 and report what it prints",
        70,
    )


def _refuse(text: str, status: int) -> int:
    sys.stderr.write(f"garde: {text}\n")
    return status


def _one_line(text: str) -> str:
    return " ".join(text.split()).rstrip(".")
