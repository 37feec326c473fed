"""Reading what coverage is measured on."""

from __future__ import annotations

from sqlmodel import Session

from garde.backups.guests import seated
from garde.backups.reading import guests_of
from garde.basin.config import BasinConfig, Mode
from garde.calendar.localtime import zone_named
from garde.calendar.month import Month
from garde.coverage.measure import LineCoverage, line_coverage, lines_offering
from garde.served import as_served
from garde.storage.repositories.rotas import slots_in_force
from garde.storage.repositories.served import served_records
from garde.storage.repositories.services import services_of
from garde.storage.repositories.time_rules import eras


def read_coverage(
    session: Session,
    config: BasinConfig,
    month: Month,
    *,
    line: str | None = None,
    mode: Mode | None = None,
) -> tuple[LineCoverage, ...]:
    """The coverage of one line, or of each, by the rota in force, as it was served where that is recorded.

    Accepted backups count as there. Raises NotFound for an unknown line, BadInput when it is never reached by
    that mode.
    """
    lines = lines_offering(config, line, mode)
    zone = zone_named(config.timezone)
    guests = guests_of(session, config.id)
    services = (*services_of(session, config.id), *(guest.service for guest in guests))
    published = slots_in_force(session, config.id, month.start(zone), month.end(zone))
    duties = as_served(seated(published, guests), served_records(session, config.id))
    lived = eras(session, config, month.start(zone), month.end(zone))
    return tuple(
        line_coverage(config, each, month, services, duties, mode=mode, eras=lived) for each in lines
    )
