"""A basin with two services and two coordinators, and time put on record in its January."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from garde.accounts.actor import Actor
from garde.calendar.month import Month
from garde.coordination import record_command
from garde.coordination.activity import Activity
from garde.coordination.correcting import Correction
from garde.coordination.entry import TimeEntry
from garde.coordination.log import (
    confirm_entry,
    put_on_record,
)
from garde.coordination.signing import SignOff
from garde.coordination.signing_off import sign_off
from garde.coordination.stated import stated_on_day
from garde.storage.database import Database
from garde.storage.repositories.basins import save_basin
from garde.storage.repositories.services import save_services
from tests.garde.migrated import migrated
from tests.garde.town import service, town

ZONE = ZoneInfo("Europe/Brussels")
CONFIG = town("nurse")
LOADED = datetime(2026, 12, 1, tzinfo=UTC)
FEBRUARY_5 = datetime(2027, 2, 5, 9, tzinfo=UTC)
FEBRUARY_6 = FEBRUARY_5 + timedelta(days=1)
JANUARY = Month(2027, 1)
ANN = Actor("ann", "coordinator", "essai")
BEN = Actor("ben", "coordinator", "essai")
READER = Actor("rea", "reader", "essai")
NURSE = Actor("link 1", "service", "essai", "a")
OTHER = Actor("link 2", "service", "essai", "b")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = migrated(tmp_path / "garde.db")
    with opened.writing() as session:
        save_basin(session, CONFIG, LOADED)
        save_services(
            session,
            "essai",
            [
                replace(service("a", "nurse"), kind="independent"),
                replace(service("b", "nurse"), kind="organisation"),
            ],
            LOADED,
        )
    yield opened
    opened.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.writing() as opened:
        yield opened


def meeting(
    session: Session,
    day: int = 15,
    minutes: int = 60,
    *,
    actor: Actor = ANN,
    whose: str | None = None,
    people: int = 1,
    at: datetime = FEBRUARY_5,
    **more: Any,
) -> TimeEntry:
    """Puts a meeting of a day in January on record, by hand."""
    entry = stated_on_day(
        basin="essai",
        person=actor.name,
        service=whose,
        activity=Activity.MEETING,
        day=date(2027, 1, day),
        minutes=minutes,
        zone=ZONE,
        now=at,
        people=people,
        **more,
    )
    return put_on_record(session, CONFIG, entry, actor=actor, at=at)[0]


def work(session: Session, person: str = "ann", minutes: int = 20) -> None:
    """A command of January 20th at 10:00 local time, put on record as the frame does it."""
    start = datetime(2027, 1, 20, 9, tzinfo=UTC)
    record_command(
        session,
        person=person,
        command="plan",
        activity="planning",
        start=start,
        end=start + timedelta(minutes=minutes),
        solver_seconds=0.0,
        basin="essai",
        month="2027-02",
    )


def sign(session: Session, actor: Actor = ANN, at: datetime = FEBRUARY_5) -> SignOff:
    return sign_off(session, CONFIG, JANUARY, actor=actor, at=at)


def number(entry: TimeEntry) -> int:
    assert entry.id is not None
    return entry.id


def correct(
    session: Session, entry: TimeEntry, actor: Actor = ANN, reason: str | None = None, **said: Any
) -> TimeEntry:
    correction = Correction(**said)
    return confirm_entry(
        session, CONFIG, number(entry), actor=actor, now=FEBRUARY_6, correction=correction, reason=reason
    )
