"""All checks, in the order in which somebody would look."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from garde.doctor.basins import basin_findings
from garde.doctor.finding import Finding, failed, ok
from garde.doctor.machine import database_findings, installation_findings, settings_findings
from garde.doctor.site import site_findings
from garde.errors import GardeError
from garde.messages.message import Channel
from garde.settings import Settings
from garde.storage.database import Database
from garde.storage.repositories.basins import stored_basins


def examine(
    settings: Settings,
    database: Callable[[], Database],
    channels: Callable[[], Mapping[Channel, object]],
    at: datetime,
) -> Iterator[Finding]:
    """Looks at everything, as far as it can be reached; what cannot be is a finding like any other.

    ``database`` opens the settings' database, ``channels`` what delivers messages: either may refuse.
    """
    yield from settings_findings(settings)
    yield from site_findings(settings.site_folder(), at)
    reached: Mapping[Channel, object] = {}
    try:
        reached = channels()
    except GardeError as error:
        yield _refused("channels", error)
    try:
        opened = database()
        yield from database_findings(opened)
        with opened.reading() as session:
            basins = stored_basins(session)
            if not basins:
                yield failed("basins", "no basin is stored", "run: garde init BASIN.toml")
                return
            yield ok("basins", f"stored: {', '.join(basin.id for basin in basins)}")
            yield from installation_findings(basins[0].timezone, at)
            for config in basins:
                yield from basin_findings(session, config, at, reached)
    except GardeError as error:
        yield _refused("database", error)


def _refused(name: str, error: GardeError) -> Finding:
    where = f"{error.where}: " if error.where else ""
    return failed(name, f"{where}{error.what}", error.remedy or "see docs/running.md")
