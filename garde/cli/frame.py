"""What every command shares: who acts, on which basin, with which clock, and how it ends."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from garde.clock import Clock

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from garde.accounts.actor import Actor
    from garde.basin.config import BasinConfig
    from garde.settings import Settings
    from garde.storage.database import Database

PersonOption = Annotated[
    str | None, typer.Option("--as", metavar="USER", help="Who acts (default: your system's user name).")
]
BasinOption = Annotated[
    str | None, typer.Option("--basin", metavar="BASIN", help="Needed only where several basins are stored.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


@dataclass
class Acting:
    """One run of a command: opened lazily, so that a command pays only for what it uses."""

    requested_person: str | None = None
    requested_basin: str | None = None
    month: str | None = None
    solver_seconds: float = 0.0
    opened: list[Database] = field(default_factory=list)

    @cached_property
    def settings(self) -> Settings:
        """The settings of the environment."""
        from garde.bootstrap import load_settings

        return load_settings()

    @cached_property
    def clock(self) -> Clock:
        """The one clock."""
        from garde.clock import clock_from

        return clock_from(os.environ.get("GARDE_NOW"))

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return self.clock()

    @property
    def person(self) -> str:
        """Who acts."""
        return self.requested_person or self.settings.acting_user()

    @cached_property
    def database(self) -> Database:
        """The database, checked to be of this release."""
        from garde.bootstrap import current_database

        database = current_database(self.settings)
        self.opened.append(database)
        return database

    @cached_property
    def basin(self) -> BasinConfig:
        """The basin that was named, or the only one stored."""
        from garde.storage.repositories.basins import chosen_basin

        with self.database.reading() as session:
            return chosen_basin(session, self.requested_basin)

    @cached_property
    def actor(self) -> Actor:
        """Who acts, with what they may do in the basin. Raises Forbidden for a name nobody registered."""
        return self.actor_in(self.basin)

    def actor_in(self, basin: BasinConfig) -> Actor:
        """The same in one basin of several."""
        from garde.accounts.people import acting
        from garde.storage.repositories.accounts import people_of

        with self.database.reading() as session:
            people = people_of(session, basin.id)
        named = self.requested_person is not None or self.settings.user is not None
        return acting(people, basin.id, self.person, named=named)

    @property
    def zone(self) -> ZoneInfo:
        """The basin's time zone."""
        from zoneinfo import ZoneInfo

        return ZoneInfo(self.basin.timezone)

    def worked_on(self, slot: str) -> None:
        """Says that the command was about the month in which the slot of that key starts."""
        self.month = slot.split("/")[1][:7]

    def close(self) -> None:
        """Closes what was opened."""
        for database in self.opened:
            database.close()


def command(
    app: typer.Typer, name: str, *, activity: str | None = None, uses_basin: bool = True
) -> Callable[[Callable[..., int | None]], Callable[..., None]]:
    """Registers ``function(acting, ...)`` as a command.

    Adds ``--as`` (and ``--basin``), ends with the status the function returns, and when ``activity`` is
    given puts the run on record as coordination time of the person who acts.
    """

    def register(function: Callable[..., int | None]) -> Callable[..., None]:
        signature = inspect.signature(function, eval_str=True)
        own = list(signature.parameters.values())[1:]
        shared = [_option("person_", PersonOption)]
        if uses_basin:
            shared.append(_option("basin_", BasinOption))

        def run(**given: Any) -> None:
            acting = Acting(given.pop("person_"), given.pop("basin_", None))
            try:
                status = _run_on_record(acting, function, given, name, activity)
            finally:
                acting.close()
            raise typer.Exit(status)

        run.__doc__ = function.__doc__
        run.__name__ = function.__name__
        run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
            sorted([*own, *shared], key=lambda parameter: parameter.kind)
        )
        run.__annotations__ = {}
        app.command(name)(run)
        return run

    return register


def _option(name: str, annotation: object) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)


def _run_on_record(
    acting: Acting,
    function: Callable[..., int | None],
    given: dict[str, Any],
    name: str,
    activity: str | None,
) -> int:
    if activity is None:
        return function(acting, **given) or 0
    started = acting.now()
    status = function(acting, **given) or 0
    from garde.coordination import record_command

    with acting.database.writing() as session:
        record_command(
            session,
            person=acting.person,
            command=name,
            activity=activity,
            start=started,
            end=acting.now(),
            solver_seconds=acting.solver_seconds,
            basin=acting.basin.id,
            month=acting.month,
        )
    return status


def existing_file(path: Path) -> Path:
    """The path, when it is a readable file; raises BadInput otherwise."""
    from garde.errors import BadInput

    if not path.exists():
        raise BadInput("there is no such file", where=str(path), remedy="check the name")
    if not path.is_file() or not os.access(path, os.R_OK):
        raise BadInput("this is not a file that can be read", where=str(path), remedy="check it")
    return path
