"""Services' own time, and time read as flat facts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session

from garde.accounts.actor import Actor
from garde.calendar.month import Month
from garde.coordination.activity import Activity
from garde.coordination.log import (
    start_timer,
    withdraw_entry,
)
from garde.errors import BadInput, Forbidden, NotFound
from garde.storage.repositories.audit import decisions_of
from garde.storage.repositories.time import entries_of
from garde.storage.repositories.time_signed import time_between
from tests.garde.coordination.signing.conftest import (
    ANN,
    BEN,
    CONFIG,
    FEBRUARY_5,
    FEBRUARY_6,
    JANUARY,
    NURSE,
    OTHER,
    READER,
    ZONE,
    correct,
    meeting,
    number,
    sign,
    work,
)


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
