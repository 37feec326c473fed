"""Inventing a year of coordination time: what it took falls as the tool is learnt. All of it is made up."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from math import exp
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.accounts.actor import Actor
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.localtime import resolve_handover
from garde.calendar.month import Month
from garde.coordination.activity import Activity
from garde.coordination.baseline import stated_baseline
from garde.coordination.entry import Source, TimeEntry
from garde.coordination.measuring import set_baseline
from garde.coordination.signing_off import sign_off
from garde.storage.repositories.rotas import slots_in_force
from garde.storage.repositories.time import add_entry

SEED = 1733
COORDINATORS = ("demo", "coordination-demo-2")
AT_FIRST, AT_LAST = 1.0, 0.5
"""What work at the desk takes in the first month, and what it comes down to."""
SIGNED_ON = 5
"""The day of the following month on which a month is signed off."""
FRESH = timedelta(days=6)
"""Sessions of the last days are not confirmed yet."""

_DESK = (
    # Activity, how often a month, minutes from and to, whether it is for the following month's rota.
    (Activity.PLANNING, (3, 5), (25, 65), True),
    (Activity.CONSULTATION, (2, 4), (15, 40), True),
    (Activity.PUBLICATION, (1, 1), (12, 25), True),
    (Activity.SWAPS, (2, 5), (6, 20), False),
    (Activity.REPAIR, (1, 3), (10, 35), False),
)
_BY_HAND = (
    (Activity.PREPARATION, (1, 2), (45, 90), True),
    (Activity.CALL, (4, 8), (5, 20), False),
    (Activity.ADMINISTRATION, (1, 2), (20, 45), False),
)
_OF_SERVICES = (
    (Activity.CONSULTATION, (5, 15)),
    (Activity.CALL, (5, 20)),
    (Activity.SWAPS, (5, 20)),
    (Activity.PREPARATION, (15, 45)),
)
_BEFORE = {
    Activity.PREPARATION: 90,
    Activity.PLANNING: 300,
    Activity.CONSULTATION: 150,
    Activity.PUBLICATION: 40,
    Activity.REPAIR: 75,
    Activity.SWAPS: 80,
    Activity.MEETING: 120,
    Activity.CALL: 100,
    Activity.ADMINISTRATION: 45,
}
"""Minutes a month before, of the coordinators together."""


def invented_time(
    config: BasinConfig, services: Sequence[Service], months: Sequence[Month], now: datetime
) -> tuple[TimeEntry, ...]:
    """What was spent in these months up to now, oldest first; the same for the same months and services."""
    chance = random.Random(SEED)
    zone = ZoneInfo(config.timezone)
    found = [
        entry
        for position, month in enumerate(months)
        for entry in (
            *_of_coordinators(chance, config.id, month, position, zone),
            *_of_services(chance, config.id, services, month, zone),
        )
    ]
    over = [entry for entry in found if (entry.end or entry.start + timedelta(days=1)) <= now]
    return tuple(sorted((_settled(entry, now) for entry in over), key=lambda entry: entry.start))


def record_time(
    session: Session,
    config: BasinConfig,
    services: Sequence[Service],
    months: Sequence[Month],
    now: datetime,
    actor: Actor,
) -> None:
    """Puts the invented time on record, signs off the months that are over, and sets what it took before."""
    zone = ZoneInfo(config.timezone)
    entries = invented_time(config, services, months, now)
    for entry in entries:
        add_entry(session, entry)
    for month in months:
        at = resolve_handover(month.next().first_day.replace(day=SIGNED_ON), time(10), zone)
        if at <= now and any(Month.of(entry.start, zone) == month for entry in entries):
            sign_off(session, config, month, actor=actor, at=at)
    slots = slots_in_force(session, config.id, months=[str(months[0])])
    baseline = stated_baseline(
        basin=config.id,
        period=f"{months[0].plus(-12)}/{months[0].previous()}",
        method="interviews",
        by_activity=_BEFORE,
        total=sum(_BEFORE.values()) + 30,
        with_services=False,
        services=len(services),
        duty_hours=round(sum(slot.hours * len(slot.services) for slot in slots), -1),
        source="Entretiens inventés avec deux coordinateurs (démonstration)",
        note="Estimation d'avant l'outil ; le temps des services n'y est pas compris.",
        by=actor.name,
        now=now,
    )
    set_baseline(session, config, baseline, actor=actor, at=now)


def _of_coordinators(
    chance: random.Random, basin: str, month: Month, position: int, zone: ZoneInfo
) -> Iterator[TimeEntry]:
    learnt = AT_LAST + (AT_FIRST - AT_LAST) * exp(-position / 4)
    for source, kinds in (("automatic", _DESK), ("hand", _BY_HAND)):
        for activity, often, length, ahead in kinds:
            for _ in range(chance.randint(*often)):
                minutes = max(3, round(chance.randint(*length) * learnt))
                start = _moment(chance, month, zone)
                yield _entry(
                    basin,
                    chance.choices(COORDINATORS, (3, 1))[0],
                    activity,
                    start,
                    minutes,
                    source="automatic" if source == "automatic" else "hand",
                    month=str(month.next() if ahead else month),
                )
    # The coordinators meet the services once a month; the services put their own part on record themselves.
    start = resolve_handover(month.first_day.replace(day=chance.randint(8, 16)), time(13), zone)
    meeting = _entry(
        basin, COORDINATORS[0], Activity.MEETING, start, 90, source="hand", month=str(month.next())
    )
    yield replace(meeting, people=2, note="réunion mensuelle")


def _of_services(
    chance: random.Random, basin: str, services: Sequence[Service], month: Month, zone: ZoneInfo
) -> Iterator[TimeEntry]:
    for service in services:
        if chance.random() < 0.25:
            yield _said(chance, basin, service, Activity.MEETING, 90, month, zone)
        if chance.random() < 0.35:
            activity, length = chance.choice(_OF_SERVICES)
            minutes = 5 * round(chance.randint(*length) / 5)
            yield _said(chance, basin, service, activity, minutes, month, zone)


def _said(
    chance: random.Random,
    basin: str,
    service: Service,
    activity: Activity,
    minutes: int,
    month: Month,
    zone: ZoneInfo,
) -> TimeEntry:
    """A service's own time: of a day, without hours."""
    start = resolve_handover(chance.choice(month.days()), time(), zone)
    entry = _entry(basin, COORDINATORS[0], activity, start, minutes, source="hand", month=str(month.next()))
    return replace(entry, service=service.external_id, end=None)


def _entry(
    basin: str,
    person: str,
    activity: Activity,
    start: datetime,
    minutes: int,
    *,
    source: Source,
    month: str,
) -> TimeEntry:
    end = start + timedelta(minutes=minutes)
    return TimeEntry(
        basin=basin,
        person=person,
        activity=activity,
        start=start,
        source=source,
        status="confirmed",
        end=end,
        minutes=minutes,
        measured_minutes=minutes,
        month=month,
        confirmed_at=end + timedelta(hours=1),
    )


def _settled(entry: TimeEntry, now: datetime) -> TimeEntry:
    """As it is by now: what was noticed in the last days still waits for its person."""
    if entry.source == "automatic" and entry.start > now - FRESH:
        return replace(entry, status="provisional", confirmed_at=None)
    return replace(entry, confirmed_at=min(entry.confirmed_at or now, now))


def _moment(chance: random.Random, month: Month, zone: ZoneInfo) -> datetime:
    """An hour of a working day."""
    day = chance.choice([day for day in month.days() if day.weekday() < 5])
    return resolve_handover(day, time(chance.randint(8, 17), chance.choice((0, 10, 20, 30, 40, 50))), zone)
