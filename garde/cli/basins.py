"""``garde init``: the database, and a basin in it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from garde.cli.frame import Acting, command, existing_file
from garde.cli.output import say


def add_to(app: typer.Typer) -> None:
    """Mounts the command."""
    command(app, "init", uses_basin=False)(init)


def init(
    acting: Acting, file: Annotated[Path, typer.Argument(metavar="BASIN.toml", help="The basin's file.")]
) -> int:
    """Creates or upgrades the database and loads or updates a basin.

    Example: garde init config/basins/nord-est.toml
    """
    from garde.basin.load import load_basin
    from garde.bootstrap import prepared_database
    from garde.storage.repositories.basins import save_basin

    config = load_basin(existing_file(file))
    now = acting.now()
    database = prepared_database(acting.settings)
    acting.opened.append(database)
    with database.writing() as session:
        new = save_basin(session, config, now)
    lines = ", ".join(line.id for line in config.lines)
    say(f"{'Loaded' if new else 'Updated'} basin {config.id} ({config.names['fr']} / {config.names['nl']})")
    say(f"in {database.address()}")
    say(f"{len(config.quarters)} quarters, {len(config.lines)} lines: {lines}")
    return 0
