"""What concerns one basin: its rota, its services' hours, its people, its messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.basin.config import BasinConfig
from garde.doctor.finding import Finding, failed, ok, warning
from garde.lookup.reading import read_timetable
from garde.messages.message import Channel
from garde.storage.repositories.accounts import people_of
from garde.storage.repositories.consultations import unclosed_consultations
from garde.storage.repositories.messages import messages_of
from garde.storage.repositories.outbox import due_counts, no_address_count
from garde.storage.repositories.services import services_of
from garde.storage.repositories.settlements import settlement_faults
from garde.storage.repositories.windows import addresses_of

SOON = timedelta(days=7)
"""How near the end of the published rota must be to be told."""
LATE = timedelta(minutes=15)
"""How long something due may wait for the worker."""
UNREAD = timedelta(days=2)
"""How long a service's calendar may fail before somebody should look."""


def basin_findings(
    session: Session, config: BasinConfig, at: datetime, channels: Mapping[Channel, object]
) -> Iterator[Finding]:
    """All checks of a basin at an instant; ``channels`` are those that are set up."""
    yield from _rota(session, config, at)
    yield from _people(session, config, at)
    yield from _worker(session, config, at, channels)
    yield from _messages(session, config, at)
    yield from _calendars(session, config, at)
    yield from _settlements(session, config)


def _rota(session: Session, config: BasinConfig, at: datetime) -> Iterator[Finding]:
    day = at.astimezone(ZoneInfo(config.timezone)).date()
    present = [
        one
        for one in services_of(session, config.id)
        if (one.active_from is None or one.active_from <= day)
        and (one.active_until is None or one.active_until >= day)
    ]
    if not present:
        yield failed("services", "no service takes part", "run: garde services import FILE", basin=config.id)
        return
    yield ok("services", f"{len(present)} services take part", basin=config.id)
    timetable = read_timetable(session, config, at)
    until = timetable.published_until
    local = until.astimezone(timetable.zone) if until else None
    if until is None or local is None:
        yield failed(
            "rota",
            "no rota is published",
            "run: garde plan --month YYYY-MM, then garde publish",
            basin=config.id,
        )
    elif until <= at:
        yield failed("rota", f"the rota ended on {local:%Y-%m-%d %H:%M}", "publish a month", basin=config.id)
    elif until - at < SOON:
        yield warning(
            "rota", f"the rota ends on {local:%Y-%m-%d %H:%M}", "publish the next month", basin=config.id
        )
    else:
        yield ok("rota", f"the rota is published until {local:%Y-%m-%d %H:%M}", basin=config.id)
    if timetable.faults:
        more = f" (and {len(timetable.faults) - 1} more)" if len(timetable.faults) > 1 else ""
        yield warning(
            "lookup", f"not shown to the public: {timetable.faults[0]}{more}", "mend it", basin=config.id
        )
    else:
        yield ok("lookup", "all that is published can be shown", basin=config.id)


def _people(session: Session, config: BasinConfig, at: datetime) -> Iterator[Finding]:
    people = [person for person in people_of(session, config.id) if person.ended_at is None]
    if people:
        yield ok("people", f"{len(people)} people of the coordination are registered", basin=config.id)
    else:
        yield warning(
            "people",
            "nobody is registered, so whoever reaches the database may decide under any name",
            "run: garde users add NAME",
            basin=config.id,
        )


def _worker(
    session: Session, config: BasinConfig, at: datetime, channels: Mapping[Channel, object]
) -> Iterator[Finding]:
    waiting = due_counts(session, at - LATE, basin=config.id)
    held = {channel: count for channel, count in waiting.items() if channel in channels}
    unset = {channel: count for channel, count in waiting.items() if channel not in channels}
    overdue = [one for one in unclosed_consultations(session, config.id) if one.until <= at - LATE]
    signs = [f"{count} messages by {channel} wait to be sent" for channel, count in held.items()]
    signs += [f"the consultation of draft {one.draft} should have been closed" for one in overdue]
    if signs:
        yield failed("worker", "; ".join(signs), "keep running: garde worker", basin=config.id)
    else:
        yield ok("worker", "nothing has waited for it longer than it should", basin=config.id)
    for channel, count in unset.items():
        yield warning(
            "channels",
            f"{count} messages wait for {channel}, which is not set up",
            "see docs/settings.md",
            basin=config.id,
        )


def _messages(session: Session, config: BasinConfig, at: datetime) -> Iterator[Finding]:
    homeless = no_address_count(session, at, basin=config.id)
    lost = [
        one for one in messages_of(session, config.id, state="failed") if one.until is None or one.until > at
    ]
    if homeless:
        yield warning(
            "addresses",
            f"{homeless} messages have nowhere to go",
            "telephone, and add the e-mail addresses: garde messages list --state no-address",
            basin=config.id,
        )
    if lost:
        yield warning(
            "mailing",
            f"{len(lost)} messages could not be sent; the last because: {lost[-1].failure}",
            "see: garde messages list --state failed",
            basin=config.id,
        )
    if not homeless and not lost:
        yield ok("mailing", "every message found its way or is on it", basin=config.id)


def _calendars(session: Session, config: BasinConfig, at: datetime) -> Iterator[Finding]:
    followed = addresses_of(session, config.id)
    stale = {
        name: calendar
        for name, calendar in followed.items()
        if calendar.failed_since is not None and at - calendar.failed_since > UNREAD
    }
    if stale:
        name, calendar = next(iter(sorted(stale.items())))
        yield warning(
            "calendars",
            f"{len(stale)} of {len(followed)} calendars cannot be read: {name}: {calendar.failure}",
            f"see: garde availability show {name}",
            basin=config.id,
        )
    elif followed:
        yield ok("calendars", f"{len(followed)} calendars are followed", basin=config.id)


def _settlements(session: Session, config: BasinConfig) -> Iterator[Finding]:
    count, wrong = settlement_faults(session, config.id)
    if wrong:
        yield failed(
            "settlements",
            f"the sums of settlement {wrong[0]} are not those of its items",
            "somebody changed the database by other means: compare it with a backup",
            basin=config.id,
        )
    elif count:
        yield ok("settlements", f"{count} payments to services are on record and add up", basin=config.id)
