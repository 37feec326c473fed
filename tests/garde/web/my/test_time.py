from __future__ import annotations

import re

import pytest

from garde.accounts.actor import Actor
from garde.calendar.month import Month
from garde.clock import clock_from
from garde.coordination.entry import TimeEntry
from garde.coordination.signing_off import sign_off
from garde.storage.database import Database
from garde.storage.repositories.basins import chosen_basin
from garde.storage.repositories.time import entries_of
from tests.garde.web.my.conftest import MORNING, Nurse, Opened, browser_at

CALL = {
    "act": "add",
    "activity": "call",
    "day": "2027-01-08",
    "minutes": "15",
    "people": "1",
    "month": "2027-02",
    "note": "",
}


@pytest.fixture
def north(stored: Database, opened: Opened) -> Nurse:
    return Nurse(browser_at(stored, MORNING), opened("north"))


def entries(stored: Database) -> tuple[TimeEntry, ...]:
    with stored.reading() as session:
        return entries_of(session, "essai", service="north")


def test_a_service_puts_its_time_on_record(stored: Database, north: Nurse) -> None:
    page = north.sends("time", **CALL | {"note": "with the pharmacy", "people": "2", "minutes": "45"})
    assert "Noted. It counts" in page
    assert "with the pharmacy" in page
    assert "for February 2027" in page
    # 45 minutes of 2 people.
    assert re.search(r"January 2027 <span[^>]*>1 h 30 min</span>", page)
    (entry,) = entries(stored)
    assert (entry.service, entry.person, entry.activity, entry.minutes) == ("north", "link 1", "call", 45)
    assert (entry.people, entry.month, entry.status, entry.source) == (2, "2027-02", "confirmed", "hand")
    assert entry.span is None


def test_the_form_comes_with_today_and_takes_suggestions_from_its_address(north: Nurse) -> None:
    page = north.reads("time?activity=consultation&minutes=5&month=2027-02")
    assert '<option value="consultation" selected>' in page
    assert '<option value="2027-02" selected>' in page
    assert 'id="minutes" name="minutes" value="5"' in page
    assert 'name="day" value="2027-01-10"' in page
    assert "Nothing in the last twelve months." in page


def test_nothing_is_measured_by_itself(stored: Database, north: Nurse) -> None:
    for path in ("", "consultation", "swaps", "availability", "rota", "time"):
        north.reads(path)
    assert entries(stored) == ()


def test_the_same_form_sent_twice_is_one_entry(stored: Database, north: Nurse) -> None:
    north.sends("time", **CALL)
    north.sends("time", **CALL)
    assert len(entries(stored)) == 1


def test_an_entry_is_corrected_in_the_same_form(stored: Database, north: Nurse) -> None:
    north.sends("time", **CALL | {"note": "first"})
    number = entries(stored)[0].id
    page = north.reads(f"time?entry={number}")
    assert "Correct an entry" in page
    assert 'name="minutes" value="15"' in page
    assert 'name="note" value="first"' in page
    changed = CALL | {
        "act": "correct",
        "entry": str(number),
        "minutes": "25",
        "day": "2027-01-07",
        "month": "",
    }
    assert "Corrected." in north.sends("time", **changed)
    (entry,) = entries(stored)
    assert (entry.minutes, entry.measured_minutes, entry.month, entry.note) == (25, 15, None, None)
    assert f"{entry.start:%Y-%m-%d %H:%M}" == "2027-01-06 23:00"  # midnight in Brussels


def test_an_entry_is_taken_back_and_the_form_then_still_has_it(stored: Database, north: Nurse) -> None:
    north.sends("time", **CALL)
    number = entries(stored)[0].id
    page = north.sends("time", act="withdraw", entry=number)
    assert "Taken back." in page
    assert 'name="minutes" value="15"' in page
    assert '<option value="call" selected>' in page
    assert "Nothing in the last twelve months." in page
    assert [(one.status, one.minutes) for one in entries(stored)] == [("withdrawn", 0)]
    assert "cannot be changed any more" in north.sends("time", 409, act="withdraw", entry=number)


def test_what_was_signed_off_is_shown_and_no_longer_changed(stored: Database, north: Nurse) -> None:
    north.sends("time", **CALL | {"day": "2026-12-30"})
    with stored.writing() as session:
        actor, config = Actor("ann", "coordinator", "essai"), chosen_basin(session, "essai")
        for one in entries_of(session, "essai"):
            assert one.status in ("confirmed", "provisional")
        session.connection().exec_driver_sql("UPDATE time_entry SET status = 'confirmed'")
        session.expire_all()
        sign_off(session, config, Month(2026, 12), actor=actor, at=clock_from(MORNING)())
    number = entries(stored)[0].id
    page = north.reads("time")
    assert "signed off" in page
    assert 'value="withdraw"' not in page
    assert "Correct an entry" not in north.reads(f"time?entry={number}")
    fields = CALL | {"act": "correct", "entry": str(number)}
    assert "cannot be changed any more" in north.sends("time", 409, **fields)


def test_a_service_sees_and_changes_only_its_own_time(stored: Database, north: Nurse, opened: Opened) -> None:
    north.sends("time", **CALL | {"note": "the word"})
    number = entries(stored)[0].id
    south = Nurse(north.client, opened("south"))
    assert "the word" not in south.reads(f"time?entry={number}")
    for fields in ({"act": "withdraw"}, CALL | {"act": "correct"}):
        south.sends("time", 409, **fields | {"entry": str(number)})
    assert [(one.status, one.minutes) for one in entries(stored)] == [("confirmed", 15)]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"minutes": "0"}, "Give the minutes as a whole number, from 1 to 1440."),
        ({"minutes": "a lot"}, "Give the minutes as a whole number"),
        ({"minutes": "1441", "day": "2027-01-01"}, "Give the minutes as a whole number"),
        ({"people": "501"}, "Give how many you were, from 1 to 500."),
        ({"people": ""}, "Give how many you were"),
        ({"day": "2027-01-11"}, "Give a day of the last twelve months"),
        ({"day": "2026-01-08"}, "Give a day of the last twelve months"),
        ({"day": "soon"}, "Give a day of the last twelve months"),
        # At 09:00 of the 10th, 541 minutes of that day cannot have passed.
        ({"day": "2027-01-10", "minutes": "541"}, "time that is over"),
        ({"note": "0470 12 34 56"}, "Leave out telephone and national numbers"),
        ({"note": "85.07.30-033 61"}, "Leave out telephone and national numbers"),
        ({"note": "x" * 301}, "write 300 characters at most"),
        ({"activity": "nap"}, "This could not be understood."),
        ({"month": "soon"}, "This could not be understood."),
        ({"act": "dance"}, "This could not be understood."),
    ],
)
def test_what_cannot_be_kept_is_said_and_the_form_keeps_the_rest(
    stored: Database, north: Nurse, fields: dict[str, str], sentence: str
) -> None:
    page = north.sends("time", 400, **CALL | {"note": "kept words"} | fields)
    assert sentence in page
    if "note" not in fields:
        assert "kept words" in page
    assert entries(stored) == ()


@pytest.mark.parametrize(("tag", "title"), [("fr", "Votre temps"), ("nl", "Uw tijd")])
def test_the_page_speaks_the_services_language(north: Nurse, tag: str, title: str) -> None:
    north.sends("time", **CALL)
    assert f"<h1>{title}</h1>" in north.reads(f"time?lang={tag}")
