"""A month of time is signed off, and what changes afterwards leaves a trail."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlmodel import Session

from garde.accounts.actor import Actor
from garde.accounts.people import new_person
from garde.coordination.activity import Activity
from garde.coordination.entry import NotYours
from garde.coordination.log import (
    history_of,
    put_on_record,
    start_timer,
    stop_timer,
    withdraw_entry,
)
from garde.coordination.signing_off import months
from garde.errors import BadInput, Conflict, Forbidden, StorageError
from garde.storage.database import Database
from garde.storage.repositories.accounts import add_person, end_person, people_of
from garde.storage.repositories.audit import decisions_of
from garde.storage.repositories.time import entries_of
from garde.storage.repositories.time_signed import sign_offs_of
from tests.garde.coordination.signing.conftest import (
    ANN,
    BEN,
    CONFIG,
    FEBRUARY_5,
    FEBRUARY_6,
    LOADED,
    NURSE,
    READER,
    ZONE,
    correct,
    meeting,
    number,
    sign,
    work,
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
