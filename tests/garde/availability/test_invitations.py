"""Invitations that the owner of a calendar accepted, declined, or left without an answer."""

from __future__ import annotations

import pytest

from garde.availability.horizon import horizon_at
from garde.availability.reading import CalendarWindows, read_calendar
from garde.availability.verdicts import Means
from tests.garde.availability.agenda import BRUSSELS, NOW, calendar

TIMES = "UID:one\nDTSTART:20270329T080000Z\nDTEND:20270329T090000Z\nORGANIZER:mailto:boss@example.org\n"
OWN = (
    "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={};CN=Anne\n"
    " ;X-NUM-GUESTS=0:mailto:Anne@Example.org"
)
OTHER = 'ATTENDEE;CN="Bob; or: not";PARTSTAT={}:mailto:bob@example.org'


def read(
    *lines: str, means: Means = "busy", owner: str | None = "anne@example.org", extra: str = ""
) -> CalendarWindows:
    return read_calendar(
        calendar(TIMES + "\n".join(lines), extra=extra),
        name="agenda.ics",
        means=means,
        zone=BRUSSELS,
        horizon=horizon_at(NOW, BRUSSELS),
        source="calendar",
        owner=owner,
    )


@pytest.mark.parametrize(
    ("answer", "busy", "available"),
    [
        ("ACCEPTED", None, None),
        ("TENTATIVE", None, "tentative"),
        ("NEEDS-ACTION", None, "tentative"),
        ("DECLINED", "declined", "declined"),
        ("DELEGATED", "declined", "declined"),
    ],
)
def test_what_the_owner_answered_decides(answer: str, busy: str | None, available: str | None) -> None:
    meanings: tuple[tuple[Means, str | None], ...] = (("busy", busy), ("available", available))
    for means, reason in meanings:
        found = read(OTHER.format("DECLINED"), OWN.format(answer), means=means)
        assert found.left_out == ({} if reason is None else {reason: 1})
        assert len(found.windows) == (reason is None)


def test_what_others_answered_says_nothing() -> None:
    assert len(read(OTHER.format("DECLINED"), OWN.format("ACCEPTED")).windows) == 1
    proxies = (
        'ATTENDEE;SENT-BY="mailto:anne@example.org";PARTSTAT=DECLINED:mailto:bob@example.org',
        'ATTENDEE;DELEGATED-TO="mailto:anne@example.org";PARTSTAT=DELEGATED:mailto:bob@example.org',
    )
    assert len(read(*proxies).windows) == 1


def test_a_calendar_that_names_its_owner_needs_no_address_from_us() -> None:
    declined = OWN.format("DECLINED")
    assert len(read(declined, owner=None).windows) == 1
    for said in ("X-WR-CALNAME:anne@example.org\n", "X-OWNER;CN=Anne:mailto:anne@example.org\n"):
        assert read(declined, owner=None, extra=said).left_out == {"declined": 1}
    assert len(read(declined, owner=None, extra="X-WR-CALNAME:Agenda of Anne\n").windows) == 1


def test_an_address_may_stand_beside_an_identifier() -> None:
    line = 'ATTENDEE;EMAIL="anne@example.org";PARTSTAT="DECLINED":urn:uuid:4b2c'
    assert read(line).left_out == {"declined": 1}


def test_one_repetition_may_be_declined() -> None:
    series = TIMES + "RRULE:FREQ=DAILY;COUNT=3\n" + OWN.format("ACCEPTED")
    one = TIMES.replace("20270329", "20270330") + "RECURRENCE-ID:20270330T080000Z\n" + OWN.format("DECLINED")
    found = read_calendar(
        calendar(series, one),
        name="agenda.ics",
        means="busy",
        zone=BRUSSELS,
        horizon=horizon_at(NOW, BRUSSELS),
        source="calendar",
        owner="anne@example.org",
    )
    assert [f"{window.start:%d}" for window in found.windows] == ["29", "31"]


def test_lines_of_people_that_mean_nothing_are_passed_over() -> None:
    for line in ("ATTENDEE:", "ATTENDEE;PARTSTAT", "ATTENDEE;X=" + "a@" * 5000, "ATTENDEE;PARTSTAT=DECLINED"):
        assert len(read(line).windows) == 1


def test_nothing_of_people_is_kept() -> None:
    assert "anne" not in repr(read(OWN.format("ACCEPTED")).windows).lower()
