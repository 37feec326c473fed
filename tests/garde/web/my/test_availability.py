from __future__ import annotations

import re

import pytest

from garde.storage.database import Database
from garde.storage.repositories.rotas import slots_in_force
from garde.storage.repositories.windows import all_windows_of
from tests.conftest import Desk
from tests.garde.web.my.conftest import MORNING, Nurse, Opened, browser_at


@pytest.fixture
def north(stored: Database, opened: Opened) -> Nurse:
    return Nurse(browser_at(stored, MORNING), opened("north"))


def kept(stored: Database) -> list[tuple[str, str, str, int]]:
    with stored.reading() as session:
        return [
            (one.kind, f"{one.start:%d %H:%M}", f"{one.end:%d %H:%M}", one.points)
            for one in all_windows_of(session, "essai", "north")
        ]


def says(nurse: Nurse, kind: str, start: str, end: str, status: int = 303, **more: str) -> str:
    return nurse.sends("availability", status, kind=kind, start=start, end=end, **more)


def test_a_service_says_when_it_cannot_and_what_it_would_rather(stored: Database, north: Nurse) -> None:
    page = says(north, "unavailable", "2027-02-01T08:00", "2027-02-03T08:00", note="a course")
    assert "Noted." in page
    assert "You cannot" in page
    assert "Monday 1 February 2027, 08:00" in page
    assert "a course" in page
    says(north, "rather", "2027-02-05T08:00", "2027-02-06T08:00")
    says(north, "rather-not", "2027-02-07T08:00", "2027-02-08T08:00")
    assert kept(stored) == [
        ("unavailable", "01 07:00", "03 07:00", 0),
        ("wish", "05 07:00", "06 07:00", 10),
        ("wish", "07 07:00", "08 07:00", -10),
    ]


def test_the_same_sent_twice_is_one_window(stored: Database, north: Nurse) -> None:
    for _ in range(2):
        says(north, "unavailable", "2027-02-01T08:00", "2027-02-03T08:00")
    assert len(kept(stored)) == 1


def test_a_window_can_be_removed_and_the_form_then_still_has_it(stored: Database, north: Nurse) -> None:
    page = says(north, "rather-not", "2027-02-01T08:00", "2027-02-03T08:00")
    (number,) = re.findall(r'name="remove" value="(\d+)"', page)
    page = north.sends("availability", remove=number)
    assert kept(stored) == []
    assert 'value="2027-02-01T08:00"' in page
    assert 'value="rather-not" checked' in page
    assert "Removed." in north.sends("availability", remove=number)
    assert north.sends("availability", remove="x").count("<li class") == page.count("<li class")


def test_only_the_services_own_windows_by_hand_can_be_removed(
    stored: Database, north: Nurse, opened: Opened
) -> None:
    page = says(north, "unavailable", "2027-02-01T08:00", "2027-02-03T08:00")
    (number,) = re.findall(r'name="remove" value="(\d+)"', page)
    Nurse(north.client, opened("south")).sends("availability", remove=number)
    assert len(kept(stored)) == 1
    with stored.writing() as session:
        from sqlalchemy import text

        session.execute(text("UPDATE availability_window SET source = 'address'"))
    page = north.sends("availability", remove=number)
    assert len(kept(stored)) == 1
    assert "From your calendar or a list" in page
    assert 'name="remove"' not in page


def test_published_duties_that_a_window_speaks_against_are_named(stored: Database, north: Nurse) -> None:
    with stored.reading() as session:
        duty = [slot for slot in slots_in_force(session, "essai") if "north" in slot.services][-1]
    day = f"{duty.start:%Y-%m-%d}"
    assert "do not go with what you say" not in north.reads("availability")
    page = says(north, "unavailable", f"{day}T20:00", f"{day}T21:00")
    assert "do not go with what you say" in page
    with stored.reading() as session:
        assert duty in slots_in_force(session, "essai")


@pytest.mark.parametrize(
    ("kind", "start", "end", "words"),
    [
        ("unavailable", "2027-02-03T08:00", "2027-02-01T08:00", "The end must come after the start."),
        ("unavailable", "", "2027-02-01T08:00", "Give the day and the time"),
        ("unavailable", "2027-02-01", "2027-02-02", "Give the day and the time"),
        ("unavailable", "2027-01-01T08:00", "2027-01-02T08:00", "The end must lie ahead"),
        ("unavailable", "2027-02-01T08:00", "2029-02-01T08:00", "not more than a year"),
        ("unavailable", "2027-03-28T02:30", "2027-03-29T08:00", "28 March, 01:59 or Sunday 28 March, 03:00"),
        ("available", "2027-02-01T08:00", "2027-02-02T08:00", "Choose what you want to say."),
        ("", "2027-02-01T08:00", "2027-02-02T08:00", "Choose what you want to say."),
    ],
)  # fmt: skip
def test_a_time_that_means_nothing_is_refused_and_the_form_keeps_what_was_written(
    stored: Database, north: Nurse, kind: str, start: str, end: str, words: str
) -> None:
    page = says(north, kind, start, end, 400)
    assert words in page
    assert f'name="start" value="{start}"' in page
    assert kept(stored) == []


def test_an_hour_that_exists_twice_is_meant_whole(stored: Database, north: Nurse) -> None:
    # On 31 October 2027 the clock shows 02:30 at 00:30 and at 01:30 UTC.
    says(north, "unavailable", "2027-10-31T02:15", "2027-10-31T02:30")
    assert kept(stored) == [("unavailable", "31 00:15", "31 01:30", 0)]


def test_who_declares_when_it_can_is_asked_that_first(desk: Desk, stored: Database, north: Nurse) -> None:
    desk("availability", "source", "--service", "north", "--means", "available")
    page = north.reads("availability")
    assert "You are given duties only in the times when you say that you can." in page
    assert 'value="available" checked' in page
    says(north, "available", "2027-02-01T08:00", "2027-02-02T08:00")
    assert [window[0] for window in kept(stored)] == ["available"]


def test_the_audit_trail_has_the_window_without_its_note(desk: Desk, stored: Database, north: Nurse) -> None:
    says(north, "unavailable", "2027-02-01T08:00", "2027-02-03T08:00", note="hospital")
    rows = desk.query("select action, role, after from audit_entry where subject = 'service north'")
    assert [(action, role) for action, role, _ in rows] == [("availability: add", "service")]
    assert "hospital" not in rows[0][2]
