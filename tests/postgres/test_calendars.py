"""Calendars from PostgreSQL, which does not count its writes: what is new is seen within a second."""

from __future__ import annotations

import pytest

from garde.access.links import give_to_service
from garde.accounts.links import feed_token
from garde.storage.database import Database
from garde.storage.repositories.basins import save_basin
from garde.storage.repositories.services import save_services
from garde.web.calendars.asking import Ask
from garde.web.calendars.stored import StoredCalendars
from tests.garde.swaps.office import ANN, NOW, Office, four, pharmacy
from tests.garde.town import town


def test_a_swap_is_seen_when_the_second_has_passed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(database, town())
    with database.writing() as session:
        save_basin(session, office.config, NOW)
        save_services(session, "essai", four(), NOW)
        token = feed_token(give_to_service(session, office.config, "a", actor=ANN, at=NOW).token)
    office.publish(pharmacy(6, "a"), pharmacy(8, "b"))
    seconds = 100.0
    monkeypatch.setattr("garde.storage.pulse.monotonic", lambda: seconds)
    calendars = StoredCalendars(database, "essai", lambda: office.now)
    private = Ask("", token, language="en")

    def reads(ask: Ask) -> bytes:
        file = calendars.kept(ask) or calendars.find(ask)
        assert file is not None
        return file.plain.body

    assert b"STATUS:CONFIRMED" in reads(private)
    office.agreed("pharmacy/2027-01-06/day", "a", "c")
    assert b"STATUS:CONFIRMED" in reads(private)
    seconds += 1
    assert b"STATUS:CANCELLED" in reads(private)
    whole = reads(Ask("essai.ics", language="en"))
    assert whole.count(b"STATUS:CONFIRMED") == 2
    assert b"SEQUENCE:1" in whole
