"""Building the demo: a basin, its services, twelve published months, the next one drafted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.accounts.actor import Actor
from garde.activity.duties import served_duties
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.localtime import resolve_handover
from garde.calendar.month import Month
from garde.demo.activity import invented_closed_doors, invented_reports
from garde.demo.invent import invented_services
from garde.demo.payments import pay_services
from garde.demo.signs import hang_invented_signs
from garde.demo.spent import record_time
from garde.demo.troubles import invent_troubles, swap_a_duty
from garde.demo.windows import invented_windows
from garde.errors import StorageError
from garde.planning.draft import Draft
from garde.planning.drafting import make_draft
from garde.planning.plan import Listener, Planned, Tell, Wanted
from garde.publication.publish import publish
from garde.storage.database import Database
from garde.storage.repositories.activity import add_closed_door, add_first_reports
from garde.storage.repositories.basins import save_basin, stored_basins, wipe
from garde.storage.repositories.rotas import slots_in_force
from garde.storage.repositories.served import served_records
from garde.storage.repositories.services import save_services
from garde.storage.repositories.windows import add_windows

MONTHS = 12
PERSON = "demo"
SECONDS_PAST = 1.0
"""How long the engine may think about each pool of a published month: a demo starts while one waits."""
SECONDS_NEXT = 15.0
"""The same for the month that is drafted, which people look at."""


@dataclass(frozen=True)
class Demo:
    """What was built."""

    config: BasinConfig
    months: tuple[Month, ...]
    services: int
    draft: Draft
    planned: Planned


def refuse_real(database: Database) -> None:
    """Raises StorageError when the database holds a basin that is no demo: nothing real is ever mixed in."""
    with database.reading() as session:
        real = [basin.id for basin in stored_basins(session) if not basin.demo]
    if real:
        raise StorageError(
            f"this database holds the real basin {', '.join(real)}, not a demo",
            where=database.address(),
            remedy="name another one: GARDE_DATABASE_URL=sqlite:///demo.db garde demo",
        )


def build_demo(
    database: Database,
    config: BasinConfig,
    now: datetime,
    tell: Tell,
    *,
    months: int = MONTHS,
    seconds_past: float = SECONDS_PAST,
    seconds_next: float = SECONDS_NEXT,
) -> Demo:
    """Fills a demo database afresh: the months up to the current one published, the next drafted.

    Each month is published at noon on the 20th of the month before, or now when that lies ahead. A demo
    that was there before is wiped first. Raises StorageError when the database holds a real basin.
    """
    refuse_real(database)
    zone = ZoneInfo(config.timezone)
    current = Month.of(now, zone)
    published = tuple(current.plus(number - months + 1) for number in range(months))
    following = current.next()
    services = invented_services(config)
    windows = invented_windows(config, services, (*published, following))
    joined = published[0].previous().start(zone)
    actor = Actor(PERSON, "coordinator", config.id)
    with database.writing() as session:
        wipe(session)
        save_basin(session, config, joined)
        save_services(session, config.id, services, joined)
        session.flush()
        add_windows(session, config.id, windows)
    for position, month in enumerate(published):
        at = min(now, publication_instant(month, zone))
        draft, _ = make_draft(
            database,
            config,
            Wanted((month,), time_limit=seconds_past),
            actor=actor,
            at=at,
            listener=_part(tell, position, months + 1),
        )
        with database.writing() as session:
            publish(
                session,
                config,
                draft.id,
                actor=actor,
                at=at,
                reason="demonstration",
            )
        # Ranking who could take a duty takes seconds, and a demo is waited for.
        if at < now and month.month % 3 == 0:
            with database.writing() as session:
                swap_a_duty(session, config, month, actor=actor, at=at)
    with database.writing() as session:
        hang_invented_signs(session, config, services, actor=actor, at=now)
        record_time(session, config, services, published, now, actor)
        invent_troubles(session, config, services, actor=actor, at=now)
        pay_services(session, config, services, published, actor=actor, at=now)
    draft, planned = make_draft(
        database,
        config,
        Wanted((following,), time_limit=seconds_next),
        actor=actor,
        at=now,
        listener=_part(tell, months, months + 1),
    )
    with database.writing() as session:
        _tell_of_duties(session, config, services, published[0], now)
    return Demo(config, published, len(services), draft, planned)


def _tell_of_duties(
    session: Session, config: BasinConfig, services: Sequence[Service], first: Month, now: datetime
) -> None:
    """Reports of the duties that are over, and people before closed doors."""
    duties = served_duties(slots_in_force(session, config.id, end=now), served_records(session, config.id))
    add_first_reports(session, config.id, invented_reports(config, duties, services, now))
    for door in invented_closed_doors(config, services, first.first_day, now):
        add_closed_door(session, config.id, door)


def publication_instant(month: Month, zone: ZoneInfo) -> datetime:
    """Noon on the 20th of the month before."""
    return resolve_handover(month.previous().first_day.replace(day=20), time(12), zone)


def _part(tell: Tell, done: int, parts: int) -> Listener:
    return Listener(lambda text, _: tell(text, done / parts))
