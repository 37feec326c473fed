"""A service's calendar of what is proposed, during a consultation (January as draft 1: north on the 3rd)."""

from __future__ import annotations

import icalendar

from garde.accounts.links import feed_token
from garde.clock import clock_from
from garde.web.calendars.asking import Ask
from garde.web.calendars.stored import StoredCalendars
from tests.conftest import Desk
from tests.garde.conftest import Room


def test_what_is_proposed_is_marked_so_while_it_is_discussed(room: Room, town_hall: Desk) -> None:
    opened = town_hall.json("consult", "open", 1, "--until", "2026-12-15T18:00")
    page = opened["addresses"]["north"].partition("/my/")[2].strip("/")
    asked = Ask("", feed_token(page), "proposed", "fr")

    def events(instant: str) -> list[icalendar.Event]:
        calendars = StoredCalendars(room.database, "essai", clock_from(instant))
        file = calendars.find(asked)
        assert file is not None
        return icalendar.Calendar.from_ical(file.plain.body).walk("VEVENT")

    found = {str(one["UID"]): one for one in events("2026-12-10T12:00+01:00")}
    third = found["proposal-1-pharmacy-2027-01-03-day@essai.garde"]
    assert str(third["STATUS"]) == "TENTATIVE"
    assert str(third["SUMMARY"]) == "PROPOSÉ — Pharmacy — Officine inventée du Nord, 09:00–09:00"
    assert str(third["DESCRIPTION"]).startswith("Proposé, pas encore décidé.")
    assert {str(one["STATUS"]) for one in found.values()} == {"TENTATIVE"}
    # Closed at 18:00 on the 15th.
    assert len(events("2026-12-15T17:59+01:00")) == len(found)
    assert events("2026-12-15T18:00+01:00") == []


def test_nothing_proposed_is_in_the_calendar_of_duties(room: Room, town_hall: Desk) -> None:
    opened = town_hall.json("consult", "open", 1, "--until", "2026-12-15T18:00")
    page = opened["addresses"]["north"].partition("/my/")[2].strip("/")
    calendars = StoredCalendars(room.database, "essai", clock_from("2026-12-10T12:00+01:00"))
    file = calendars.find(Ask("", feed_token(page)))
    assert file is not None
    assert b"VEVENT" not in file.plain.body
