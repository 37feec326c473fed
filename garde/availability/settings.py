"""The use case of saying what a service's calendar means, and at which address it is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from garde.accounts.actor import Actor, require_speaker
from garde.audit.entry import Facts
from garde.availability.calendar import ADDRESS_SOURCE, ServiceCalendar
from garde.availability.verdicts import Means
from garde.availability.webaddress import WebAddress, web_address
from garde.basin.config import BasinConfig
from garde.errors import BadInput
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.services import known_service, service_ids
from garde.storage.repositories.windows import calendar_of, remove_source, save_calendar


def set_calendar(
    session: Session,
    config: BasinConfig,
    service: str,
    *,
    means: Means | None = None,
    address: WebAddress | None = None,
    no_address: bool = False,
    actor: Actor,
    at: datetime,
) -> ServiceCalendar:
    """Stores what is given and leaves the rest; ``no_address`` forgets the address and what it gave.

    Raises Forbidden unless the service or a coordinator acts, NotFound for an unknown service, BadInput for
    an address that is given and forgotten at once.
    """
    require_speaker(actor, config.id, service, "say where its calendar is")
    if address is not None and no_address:
        raise BadInput("--address and --no-address contradict each other", remedy="give one of them")
    known_service(session, config.id, service)
    before = calendar = calendar_of(session, config.id, service)
    if means is not None:
        calendar = meaning(calendar, means)
    url = None if address is None else address.url
    if no_address or url not in (None, calendar.address):
        calendar = ServiceCalendar(means=calendar.means, address=url)
    gone = 0
    if no_address:
        gone = remove_source(session, service_ids(session, config.id)[service], ADDRESS_SOURCE)
    if calendar != before or gone:
        save_calendar(session, config.id, service, calendar)
        record_decision(
            session,
            actor,
            at,
            "availability: calendar",
            f"service {service}",
            before=_facts(before),
            after={**_facts(calendar), **({"windows removed": gone} if gone else {})},
        )
    return calendar


def meaning(calendar: ServiceCalendar, means: Means) -> ServiceCalendar:
    """The calendar with that meaning; when that is a new one, its address is read afresh next time."""
    if means == calendar.means:
        return calendar
    return replace(calendar, means=means, etag=None, last_modified=None, read_until=None)


def _facts(calendar: ServiceCalendar) -> Facts:
    """Without the path of the address: it is often its only protection, and the audit trail never forgets."""
    return {
        "means": calendar.means,
        "address": None if calendar.address is None else web_address(calendar.address).shown,
    }
