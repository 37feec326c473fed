"""People before a closed door are counted by the hour, from before a duty starts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import text

from garde.activity.checking import Unfit
from garde.activity.closed_doors import Hour, report_closed_door
from garde.activity.report import ClosedDoor
from garde.errors import Conflict, Forbidden, StorageError
from garde.storage.database import Database
from garde.storage.repositories.activity import closed_doors
from garde.storage.repositories.audit import decisions_of
from tests.garde.activity.conftest import AFTER, ANN, CONFIG, EVE, NORTH, SOUTH
from tests.garde.town import instant

EARLY = Hour(date(2027, 1, 4), 8)
"""The hour before north's duty of Monday begins at 09:00."""


def stood(
    database: Database, people: int = 3, *, hour: Hour = EARLY, at: datetime = AFTER, **more: Any
) -> ClosedDoor:
    who = {"service": "north", "line": "pharmacy", "kind": "closed", "actor": NORTH} | more
    with database.writing() as session:
        return report_closed_door(
            session, CONFIG, who["service"], who["line"], hour, who["kind"], people, actor=who["actor"], at=at
        )


def held(database: Database) -> list[tuple[int, int, str]]:
    with database.reading() as session:
        return [(one.hour, one.people, one.kind) for one in closed_doors(session, "essai")]


def test_people_before_the_door_are_told_with_their_hour_and_quarter(database: Database) -> None:
    made = stood(database)
    with database.reading() as session:
        (read,) = closed_doors(session, "essai")
    assert read == made
    assert (read.day, read.hour, read.quarter) == (date(2027, 1, 4), 8, "one")
    assert read.start == instant("2027-01-04T07:00")


def test_the_latest_count_of_an_hour_holds(database: Database) -> None:
    stood(database, 3)
    stood(database, 5)
    stood(database, 2, kind="turned_away")
    stood(database, 1, hour=Hour(date(2027, 1, 4), 22))
    assert held(database) == [(8, 5, "closed"), (8, 2, "turned_away"), (22, 1, "closed")]
    stood(database, 0)
    assert held(database) == [(8, 2, "turned_away"), (22, 1, "closed")]


def test_the_same_said_twice_is_recorded_once_and_each_change_is_on_record(database: Database) -> None:
    assert stood(database, 3).id == stood(database, 3).id
    stood(database, 4)
    with database.reading() as session:
        told = decisions_of(session, "essai", subject="service north")
    assert [entry.before for entry in told] == [None, {"people": 3}]


def test_rows_are_only_added(database: Database) -> None:
    stood(database)
    for statement in ("DELETE FROM closed_door", "UPDATE closed_door SET people = 0"):
        with pytest.raises(StorageError, match="append-only"), database.writing() as session:
            session.execute(text(statement))


def test_whoever_came_during_the_duty_belongs_in_its_report(database: Database) -> None:
    with pytest.raises(Conflict, match="north was on duty then"):
        stood(database, hour=Hour(date(2027, 1, 4), 9))
    with pytest.raises(Conflict, match="north was on duty then"):
        stood(database, hour=Hour(date(2027, 1, 4), 20))
    assert stood(database, hour=Hour(date(2027, 1, 4), 21)).people == 3
    # On Tuesday south is on duty, and north's own door is closed.
    assert stood(database, hour=Hour(date(2027, 1, 5), 10)).people == 3


def test_an_hour_has_begun_and_exists(database: Database) -> None:
    with pytest.raises(Unfit, match="has not come yet"):
        stood(database, hour=Hour(date(2027, 1, 4), 8), at=instant("2027-01-04T07:00"))
    with pytest.raises(Unfit, match="is no hour"):
        stood(database, hour=Hour(date(2027, 1, 4), 24))
    with pytest.raises(Unfit, match="does not exist"):
        stood(database, hour=Hour(date(2027, 3, 28), 2), at=instant("2027-04-01T07:00"))


def test_an_hour_that_exists_twice_is_one(database: Database) -> None:
    made = stood(database, hour=Hour(date(2026, 10, 25), 2), at=instant("2026-12-01T08:00"))
    assert made.start == instant("2026-10-25T00:00")


def test_a_service_tells_of_its_own_door_and_line(database: Database) -> None:
    with pytest.raises(Forbidden):
        stood(database, actor=SOUTH)
    with pytest.raises(Forbidden):
        stood(database, actor=EVE)
    with pytest.raises(Unfit, match="does not take part"):
        stood(database, line="reception")
    with pytest.raises(Unfit, match="is no count"):
        stood(database, 501)
    late = instant("2027-04-10T07:00")
    with pytest.raises(Conflict, match="92 days"):
        stood(database, at=late)
    assert stood(database, at=late, actor=ANN).role == "coordinator"
