"""``garde init``: the database, and a basin in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from garde.cli.frame import Acting, command, existing_file
from garde.cli.output import say

if TYPE_CHECKING:
    from sqlmodel import Session

    from garde.basin.config import BasinConfig


def add_to(app: typer.Typer) -> None:
    """Mounts the command."""
    command(app, "init", uses_basin=False)(init)


def init(
    acting: Acting,
    file: Annotated[Path, typer.Argument(metavar="BASIN.toml", help="The basin's file.")],
    since: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="DATE",
            help="Since when other holidays and target hours hold, or: always (default: now).",
        ),
    ] = None,
) -> int:
    """Creates or upgrades the database and loads or updates a basin.

    Other holidays and target hours hold from now on: what is reported of the past follows those of the time.
    Where they always were so, or since a day that has gone by, say it with --from: it goes on record.
    Where other holidays or target hours leave hours of a published month with nobody, you are warned, and
    the exit status is 3.

    Example: garde init config/basins/nord-est.toml
    """
    from garde.access.hours import correct_basin
    from garde.basin.load import load_basin
    from garde.bootstrap import prepared_database
    from garde.cli.coverage_changed import warn_of_outdated
    from garde.cli.hours import first_instant
    from garde.coverage.changed import Basis, outdated_months
    from garde.storage.repositories.basins import save_basin
    from garde.storage.repositories.services import services_of

    config = load_basin(existing_file(file))
    zone, now = ZoneInfo(config.timezone), acting.now()
    holds = first_instant(zone, since, "--from")
    database = prepared_database(acting.settings)
    acting.opened.append(database)
    with database.writing() as session:
        former = _former(session, config)
        services = services_of(session, config.id)
        outdated = outdated_months(session, Basis(former, services), Basis(config, services), now)
        if holds is None:
            new = save_basin(session, config, now)
        else:
            new = correct_basin(session, config, holds, actor=acting.actor_in(config), at=now)
    lines = ", ".join(line.id for line in config.lines)
    say(f"{'Loaded' if new else 'Updated'} basin {config.id} ({config.names['fr']} / {config.names['nl']})")
    say(f"in {database.address()}")
    say(f"{len(config.quarters)} quarters, {len(config.lines)} lines: {lines}")
    warn_of_outdated(outdated, zone)
    return 3 if any(one.uncovered for one in outdated) else 0


def _former(session: Session, config: BasinConfig) -> BasinConfig:
    """The basin as it is stored; as it will be, when it is not, or was written by another release."""
    from garde.errors import BadInput, NotFound
    from garde.storage.repositories.basins import chosen_basin

    try:
        return chosen_basin(session, config.id)
    except (BadInput, NotFound):
        return config
