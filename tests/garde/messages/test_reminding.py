"""Reminders: when, of which duties, never twice, never of a duty that moved on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from garde.messages.message import Message
from garde.messages.reminding import moment_of, remind
from garde.storage.database import Database
from garde.storage.repositories.messages import messages_of
from garde.storage.repositories.rotas import held_since
from tests.garde.messages.conftest import put
from tests.garde.messages.test_rota_told import day
from tests.garde.town import instant, town

AT = instant("2026-12-20T09:00")
BOTH = town(messages={"remind_days": 3, "remind_hours": 12})
DAYS = instant("2027-01-05T08:00")
"""09:00 in Brussels, three days before the duty of the 8th that starts at 09:00."""
HOURS = instant("2027-01-07T20:00")


def reminders(database: Database, *moments: datetime, config: Any = BOTH) -> list[Message]:
    """All reminders, after the worker has looked at these moments."""
    for at in moments:
        with database.writing() as session:
            remind(session, config, at)
    with database.reading() as session:
        return [one for one in messages_of(session, "essai") if one.kind == "reminder"]


def test_a_duty_is_reminded_days_before_in_the_morning_and_hours_before(database: Database) -> None:
    put(database, day(8, "bob"), at=AT)
    assert reminders(database, DAYS - timedelta(minutes=1)) == []
    (first,) = reminders(database, DAYS)
    assert first.subject == "Rappel : garde vendredi 8 janvier 2027 à 09:00"
    assert "- vendredi 8 janvier 2027 de 09:00 à 21:00 : Pharmacy (12 h, 24 points)\n" in first.body
    assert first.until == instant("2027-01-08T08:00")
    assert len(reminders(database, HOURS - timedelta(minutes=1))) == 1
    assert len(reminders(database, HOURS)) == 2


def test_nobody_is_reminded_twice(database: Database) -> None:
    put(database, day(8, "bob"), at=AT)
    assert len(reminders(database, DAYS, DAYS, DAYS + timedelta(hours=1), HOURS, HOURS)) == 2


def test_a_worker_that_was_away_reminds_late_but_not_of_what_has_begun(database: Database) -> None:
    put(database, day(8, "bob"), day(7, "ann"), at=AT)
    assert [one.service for one in reminders(database, instant("2027-01-08T07:59"))] == ["bob", "bob"]
    assert len(reminders(database, instant("2027-01-08T08:00"))) == 2


def test_reminders_follow_the_rota_in_force(database: Database) -> None:
    put(database, day(8, "bob"), at=AT)
    put(database, day(8, "ann"), at=AT + timedelta(days=1))
    assert [one.service for one in reminders(database, DAYS)] == ["ann"]


def test_a_reminder_that_waits_is_forgotten_with_its_duty_and_made_again_with_it(database: Database) -> None:
    put(database, day(8, "bob"), at=AT)
    assert len(reminders(database, DAYS)) == 1
    put(database, day(8, None), at=DAYS + timedelta(minutes=5))
    assert reminders(database) == []
    put(database, day(8, "bob"), at=DAYS + timedelta(minutes=10))
    # It was told of the duty just now; the reminder of hours is still to come.
    assert reminders(database, DAYS + timedelta(minutes=11)) == []
    assert len(reminders(database, HOURS)) == 1


def test_a_duty_given_after_the_moment_of_its_reminder_is_not_reminded(database: Database) -> None:
    put(database, day(8, "bob"), at=AT)
    given = DAYS + timedelta(hours=2)
    put(database, day(8, "ann"), at=given)
    assert reminders(database, given) == []
    assert [one.service for one in reminders(database, HOURS)] == ["ann"]


def test_another_version_that_leaves_the_duty_alone_does_not_silence_its_reminder(database: Database) -> None:
    put(database, day(8, "bob"), day(20, "ann"), at=AT)
    put(database, day(8, "bob"), day(20, "eve"), at=DAYS + timedelta(minutes=1))
    assert [one.service for one in reminders(database, DAYS + timedelta(minutes=2))] == ["bob"]


def test_a_duty_that_moves_is_reminded_at_its_new_hour(database: Database) -> None:
    put(database, day(8, "bob"), at=AT)
    assert len(reminders(database, DAYS, HOURS)) == 2
    later = day(8, "bob")
    put(database, replace(later, start=later.start + timedelta(hours=3)), at=HOURS + timedelta(hours=1))
    found = reminders(database, HOURS + timedelta(hours=3))
    # Both that waited were of the old hour; of the new one only the hours' moment is still ahead.
    assert [one.subject for one in found] == ["Rappel : garde vendredi 8 janvier 2027 à 12:00"]


def test_a_duty_is_held_since_the_first_version_that_gave_it_without_a_break(database: Database) -> None:
    moments = [AT + timedelta(days=number) for number in range(4)]
    for at, holder in zip(moments, ("bob", "ann", "bob", "bob"), strict=True):
        put(database, day(8, holder), at=at)
    with database.reading() as session:
        assert held_since(session, "essai", day(8), "bob") == moments[2]
        assert held_since(session, "essai", day(8), "ann") is None


@pytest.mark.parametrize(
    ("messages", "ahead", "moment"),
    [
        ({"remind_days": 0}, "days", None),
        ({"remind_hours": 0}, "hours", None),
        # 29 March starts at 09:00 in summer time, 07:00 UTC; the morning three days before is winter.
        ({"remind_days": 3}, "days", "2027-03-26T08:00"),
        ({"remind_hours": 12}, "hours", "2027-03-28T19:00"),
    ],
)
def test_the_moment_of_a_reminder(messages: dict[str, int], ahead: Any, moment: str | None) -> None:
    duty = replace(day(29, "bob", month="2027-03"), start=instant("2027-03-29T07:00"))
    found = moment_of(ahead, duty, town(messages=messages))
    assert found == (None if moment is None else instant(moment))
