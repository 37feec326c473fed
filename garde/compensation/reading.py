"""Reading what compensation is reckoned from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.accounts.actor import Actor, require_reader, require_speaker
from garde.backups.guests import seated
from garde.backups.reading import guests_of
from garde.basin.config import BasinConfig
from garde.calendar.localtime import resolve_handover
from garde.calendar.public_holidays import holidays_of
from garde.compensation.account import Owed
from garde.compensation.owed import Facts, owed, reckoned_from
from garde.compensation.settled import Settlement
from garde.errors import BadInput
from garde.storage.repositories.rotas import slots_in_force
from garde.storage.repositories.served import served_records
from garde.storage.repositories.services import services_of
from garde.storage.repositories.settlements import settlements_of
from garde.storage.repositories.time_signed import time_between
from garde.storage.repositories.workloads import workloads_of


def read_owed(
    session: Session, config: BasinConfig, first: date, last: date, *, actor: Actor, at: datetime
) -> Owed:
    """What each service is owed for the local dates from ``first`` to ``last``, as far as it has been served.

    Raises Forbidden unless somebody of the coordination acts, BadInput for a period that ends before it
    begins, or a basin without rates.
    """
    require_reader(actor, config.id, "read what services are owed")
    return owed_of(session, config, first, last, at)


def read_own(
    session: Session,
    config: BasinConfig,
    first: date,
    last: date,
    *,
    actor: Actor,
    service: str,
    at: datetime,
) -> Owed:
    """The same for one service, for itself. Raises Forbidden for who does not speak for it."""
    require_speaker(actor, config.id, service, "read what is owed")
    return owed_of(session, config, first, last, at, only=service)


def owed_of(
    session: Session, config: BasinConfig, first: date, last: date, at: datetime, *, only: str | None = None
) -> Owed:
    """The same for whoever is known to be allowed; with ``only``, of that service alone."""
    if last < first:
        raise BadInput("the period ends before it begins", where="--to", remedy="name a day from --from on")
    if not config.compensation:
        raise BadInput(
            f"basin {config.id} has no rates",
            where="compensation",
            remedy="add a [[compensation]] block to its file, then run garde init",
        )
    zone = ZoneInfo(config.timezone)
    start = resolve_handover(reckoned_from(config, first), time(), zone)
    end = resolve_handover(last + timedelta(days=1), time(), zone)
    guests = guests_of(session, config.id)
    settled = _by_service(settlements_of(session, config.id, first, last, service=only))
    services = {one.external_id: one for one in services_of(session, config.id)}
    facts = Facts(
        services={**services, **{guest.id: guest.service for guest in guests}},
        slots=seated(slots_in_force(session, config.id, start, end), guests),
        records=served_records(session, config.id),
        time=time_between(session, config.id, start, end),
        # A duty that starts on the last day may run for a while.
        holidays=holidays_of(config, range(first.year, last.year + 2)).keys(),
        homes={guest.id: guest.names for guest in guests},
        weekly=workloads_of(session, config.id),
        settled=settled,
    )
    return owed(config, facts, first, last, at, only=only)


def _by_service(settlements: Iterable[Settlement]) -> dict[str, list[Settlement]]:
    found: dict[str, list[Settlement]] = defaultdict(list)
    for one in settlements:
        found[one.service].append(one)
    return found
