from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from sqlmodel import Session

from garde.accounts.actor import Actor
from garde.accounts.people import new_person
from garde.calendar.month import Month
from garde.coordination import record_command
from garde.coordination.activity import Activity
from garde.coordination.correcting import Correction
from garde.coordination.entry import NotYours, TimeEntry
from garde.coordination.log import (
    confirm_entry,
    history_of,
    put_on_record,
    start_timer,
    stop_timer,
    withdraw_entry,
)
from garde.coordination.signing import SignOff
from garde.coordination.signing_off import months, sign_off
from garde.coordination.stated import stated_on_day
from garde.errors import BadInput, Conflict, Forbidden, NotFound, StorageError
from garde.storage.database import Database
from garde.storage.repositories.accounts import add_person, end_person, people_of
from garde.storage.repositories.audit import decisions_of
from garde.storage.repositories.basins import save_basin
from garde.storage.repositories.services import save_services
from garde.storage.repositories.time import entries_of
from garde.storage.repositories.time_signed import sign_offs_of, time_between
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


def test_a_month_is_signed_with_everything_that_is_confirmed_in_it(session: Session) -> None:
    meeting(session, 1, 60, people=3)
    meeting(session, 31, 25, whose="a")
    signed = sign(session)
    # 60 minutes of 3 people and 25 of the service.
    assert (signed.number, signed.by, signed.entries, signed.minutes) == (1, "ann", 2, 205)
    assert [(one.status, one.signed_by, one.signed_at, one.late) for one in entries_of(session, "essai")] == [
        ("signed", "ann", FEBRUARY_5, False)
    ] * 2
    decision = decisions_of(session, "essai", subject="time 2027-01")[0]
    assert (decision.action, decision.actor) == ("time: sign off", "ann")
    assert decision.after == {"round": 1, "entries": 2, "minutes": 205}


def test_the_month_is_that_in_which_time_was_spent_on_the_local_clock(session: Session) -> None:
    meeting(session, 15, month="2027-02")
    # The first local minute of February is still January 31st in UTC.
    entry = replace(meeting(session, 31, 10), id=None, start=datetime(2027, 1, 31, 23, tzinfo=UTC), end=None)
    put_on_record(session, CONFIG, entry, actor=ANN, at=FEBRUARY_5)
    assert sign(session).entries == 2
    assert [one.status for one in entries_of(session, "essai")] == ["signed", "signed", "confirmed"]


def test_nothing_is_signed_while_something_waits_for_its_person(session: Session) -> None:
    meeting(session)
    work(session, "ann")
    work(session, "ben")
    with pytest.raises(Conflict) as refused:
        sign(session)
    assert refused.value.one_line() == (
        "of 2027-01 not everything is settled: ann: 2; ben: 3; confirm each: garde time confirm ID"
    )
    assert [one.status for one in entries_of(session, "essai")] == ["confirmed", "provisional", "provisional"]


def test_nothing_is_signed_while_a_timer_of_the_month_runs(session: Session) -> None:
    start_timer(session, actor=BEN, activity=Activity.CALL, now=datetime(2027, 1, 31, 20, tzinfo=UTC))
    with pytest.raises(Conflict, match="ben: 1; stop the timer: garde time stop"):
        sign(session)
    stop_timer(session, actor=BEN, now=FEBRUARY_5, at=datetime(2027, 1, 31, 20, 30, tzinfo=UTC))
    assert sign(session).minutes == 30


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        (datetime(2027, 1, 31, 22, 59, tzinfo=UTC), "2027-01 is not over yet"),
        (datetime(2027, 1, 31, 23, tzinfo=UTC), "2027-01 has no time on record"),
    ],
)
def test_a_month_is_signed_once_it_is_over_and_has_something(
    session: Session, at: datetime, reason: str
) -> None:
    with pytest.raises(Conflict, match=reason):
        sign(session, at=at)


@pytest.mark.parametrize("actor", [READER, NURSE, Actor("eve", "coordinator", "voisin")])
def test_only_a_coordinator_of_the_basin_signs(session: Session, actor: Actor) -> None:
    meeting(session)
    with pytest.raises(Forbidden):
        sign(session, actor)


def test_what_comes_after_the_sign_off_is_late_and_needs_another_round(session: Session) -> None:
    meeting(session, 10, 60)
    sign(session)
    late = meeting(session, 11, 30, at=FEBRUARY_6)
    assert (late.late, late.status) == (True, "confirmed")
    (month,) = months(session, CONFIG, actor=READER)
    assert (month.minutes, month.signed, month.late, len(month.rounds)) == (90, 60, 1, 1)
    second = sign(session, BEN, FEBRUARY_6)
    assert (second.number, second.by, second.entries, second.minutes) == (2, "ben", 1, 30)
    assert [(one.signed_by, one.late) for one in entries_of(session, "essai")] == [
        ("ann", False),
        ("ben", True),
    ]
    with pytest.raises(Conflict, match="2027-01 was signed off by ben, and nothing came since"):
        sign(session, BEN, FEBRUARY_6)


def test_a_signed_entry_changes_only_with_a_reason_and_is_to_be_signed_again(session: Session) -> None:
    entry = meeting(session, 10, 60)
    sign(session)
    with pytest.raises(BadInput, match="entry 1 was signed off by ann; say why it changes"):
        correct(session, entry, minutes=45)
    with pytest.raises(BadInput, match="say why it changes"):
        correct(session, entry, minutes=45, reason="  ")
    corrected = correct(session, entry, minutes=45, reason="left early")
    assert (corrected.status, corrected.minutes, corrected.measured_minutes) == ("confirmed", 45, 60)
    assert (corrected.late, corrected.signed_at, corrected.signed_by) == (True, None, None)
    assert sign(session, BEN, FEBRUARY_6).minutes == 45


def test_every_former_state_stays_to_be_read(session: Session) -> None:
    entry = meeting(session, 10, 60, note="with the nurses")
    correct(session, entry, people=2, note="")
    sign(session, at=FEBRUARY_6)
    correct(session, entry, activity=Activity.CALL, reason="it was by telephone")
    now, former = history_of(session, CONFIG, number(entry), actor=READER)
    assert (now.activity, now.people, now.note) == (Activity.CALL, 2, None)
    assert [
        (one.by, one.reason, one.state["status"], one.state["people"], one.state["activity"])
        for one in former
    ] == [
        ("ann", None, "confirmed", 1, "meeting"),
        ("ann", "it was by telephone", "signed", 2, "meeting"),
    ]
    assert former[1].state["signed_by"] == "ann"
    # A note that was corrected is forgotten.
    assert "nurses" not in str(former)


def test_an_entry_is_taken_back_with_a_reason_and_stays_on_record(session: Session) -> None:
    entry = meeting(session, 10, 60)
    sign(session)
    with pytest.raises(BadInput, match="a reason is needed"):
        withdraw_entry(session, CONFIG, number(entry), actor=ANN, now=FEBRUARY_6, reason=" ")
    gone = withdraw_entry(session, CONFIG, number(entry), actor=ANN, now=FEBRUARY_6, reason="twice")
    assert (gone.status, gone.minutes, gone.measured_minutes, gone.late) == ("withdrawn", 0, 60, True)
    _, (former,) = history_of(session, CONFIG, number(entry), actor=ANN)
    assert (former.state["minutes"], former.state["status"], former.reason) == (60, "signed", "twice")
    for change in (
        lambda: withdraw_entry(session, CONFIG, number(entry), actor=ANN, now=FEBRUARY_6, reason="again"),
        lambda: correct(session, entry, minutes=30),
    ):
        with pytest.raises(Conflict, match="entry 1 was taken back"):
            change()
    last = decisions_of(session, "essai", subject="time entry 1")[-1]
    assert (last.action, last.reason) == ("time: take back", "twice")


def test_of_somebody_who_has_left_a_coordinator_settles_what_is_open(session: Session) -> None:
    work(session, "ben")
    (entry,) = entries_of(session, "essai")
    with pytest.raises(NotYours, match="entry 1 is the time of ben, not of ann"):
        correct(session, entry)
    ben = new_person((), "ben", "coordinator", None, "fr", LOADED)
    ben = replace(ben, id=add_person(session, "essai", ben))
    with pytest.raises(NotYours):
        correct(session, entry)
    end_person(session, ben, FEBRUARY_5)
    assert [person.ended_at for person in people_of(session, "essai")] == [FEBRUARY_5]
    with pytest.raises(Forbidden):
        correct(session, entry, READER)
    assert correct(session, entry).status == "confirmed"
    assert [one.actor for one in decisions_of(session, "essai", subject="time entry 1")] == ["ann"]


def test_the_day_of_an_entry_is_corrected_where_no_hours_are_known(session: Session) -> None:
    entry = correct(session, meeting(session, 10, 60), day=date(2027, 1, 12))
    assert entry.start.astimezone(ZONE).date() == date(2027, 1, 12)
    with pytest.raises(BadInput, match="60 minutes of 2027-02-07 have not passed yet"):
        correct(session, entry, day=date(2027, 2, 7))
    work(session)
    automatic = entries_of(session, "essai")[-1]
    with pytest.raises(BadInput, match="the hours are known, so its day cannot change"):
        correct(session, automatic, day=date(2027, 1, 12))


def test_a_service_has_its_own_time(session: Session) -> None:
    own = meeting(session, 10, 30, actor=NURSE, whose="a")
    on_behalf = meeting(session, 11, 20, whose="a")
    meeting(session, 12, 60)
    assert [one.id for one in entries_of(session, "essai", service="a")] == [own.id, on_behalf.id]
    # What ann put on record for the service is not her own.
    assert [one.spent for one in entries_of(session, "essai", person="ann")] == [60]
    assert [one.actor for one in decisions_of(session, "essai", subject="service a")] == ["link 1", "ann"]


@pytest.mark.parametrize(
    ("actor", "whose", "error"),
    [
        (OTHER, "a", Forbidden),
        (OTHER, None, Forbidden),
        (READER, "a", Forbidden),
        (Actor("fund", "funder", "essai"), None, Forbidden),
        (ANN, "nobody", NotFound),
    ],
)
def test_nobody_puts_time_of_others_on_record(
    session: Session, actor: Actor, whose: str | None, error: type[Exception]
) -> None:
    with pytest.raises(error):
        meeting(session, actor=actor, whose=whose)
    assert entries_of(session, "essai") == ()


def test_a_service_corrects_its_time_until_it_is_signed(session: Session) -> None:
    entry = meeting(session, 10, 30, actor=NURSE, whose="a")
    with pytest.raises(Forbidden):
        correct(session, entry, OTHER, minutes=5)
    assert correct(session, entry, NURSE, minutes=40).minutes == 40
    sign(session, at=FEBRUARY_6)
    with pytest.raises(Forbidden, match="this time was signed off; ask a coordinator"):
        correct(session, entry, NURSE, minutes=45, reason="longer")
    assert correct(session, entry, ANN, minutes=45, reason="the service telephoned").minutes == 45


def test_what_a_service_sends_twice_is_one_entry(session: Session) -> None:
    first = meeting(session, 10, 30, actor=NURSE, whose="a")
    again = meeting(session, 10, 30, actor=NURSE, whose="a", at=FEBRUARY_5 + timedelta(seconds=119))
    later = meeting(session, 10, 30, actor=NURSE, whose="a", at=FEBRUARY_5 + timedelta(seconds=240))
    assert (again.id == first.id, later.id == first.id) == (True, False)


def test_a_service_has_a_bound_of_entries_a_day(session: Session) -> None:
    for minutes in range(1, 41):
        meeting(session, 10, minutes, actor=NURSE, whose="a")
    with pytest.raises(BadInput, match="a has 40 entries of that day already"):
        meeting(session, 10, 41, actor=NURSE, whose="a")
    meeting(session, 11, 41, actor=NURSE, whose="a")


def test_time_is_read_as_flat_facts(session: Session) -> None:
    meeting(session, 10, 30, whose="a", people=2, month="2027-02")
    meeting(session, 11, 20, whose="b")
    sign(session)
    gone = meeting(session, 12, 60)
    withdraw_entry(session, CONFIG, number(gone), actor=ANN, now=FEBRUARY_5, reason="twice")
    meeting(session, 13, 45, at=FEBRUARY_6)
    work(session)
    start_timer(session, actor=BEN, activity=Activity.CALL, now=FEBRUARY_5)
    spent = time_between(session, "essai", JANUARY.start(ZONE), Month(2027, 3).start(ZONE))
    seen = [
        (one.service, one.kind, one.day.day, one.minutes, one.spent, one.counts, one.signed) for one in spent
    ]
    assert seen == [
        ("a", "independent", 10, 30, 60, True, True),
        ("b", "organisation", 11, 20, 20, True, True),
        (None, None, 13, 45, 45, True, False),
        (None, None, 20, 20, 20, False, False),
    ]
    assert [one.late for one in spent] == [False, False, True, False]
    assert [one.month for one in spent] == ["2027-02", None, None, "2027-02"]
    assert [one.id for one in time_between(session, "essai", spent[1].start, spent[2].start)] == [2]


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        (
            "UPDATE time_entry SET minutes = 90 WHERE id = 1",
            "signed time never changes while it stays signed",
        ),
        ("UPDATE time_entry SET note = 'x' WHERE id = 1", "signed time never changes"),
        ("UPDATE time_entry SET ends_at = '2027-01-10 12:00:00' WHERE id = 1", "signed time never changes"),
        ("DELETE FROM time_entry WHERE id = 1", "time that counted is never deleted"),
        ("UPDATE time_sign_off SET by = 'eve'", "time_sign_off is append-only"),
        ("DELETE FROM time_revision", "time_revision is append-only"),
    ],
)
def test_the_database_itself_keeps_what_was_signed(database: Database, statement: str, reason: str) -> None:
    with database.writing() as session:
        correct(session, meeting(session, 10, 60), minutes=50)
        sign(session, at=FEBRUARY_6)
    with pytest.raises(StorageError, match=reason), database.writing() as session:
        session.execute(text(statement))
    with database.reading() as session:
        assert [one.status for one in entries_of(session, "essai")] == ["signed"]
        assert [one.by for one in sign_offs_of(session, "essai")] == ["ann"]
