"""What was in force when, as the database keeps it: from before there was a history, and for good."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from garde.basin.service import Service
from garde.basin.terms import ALWAYS, FOREVER, Stretch, Terms
from garde.basin.time_rules import rules_of
from garde.calendar.intervals import Interval
from garde.calendar.localtime import zone_named
from garde.calendar.stating import stated
from garde.errors import StorageError
from garde.storage.database import Database, open_database
from garde.storage.repositories.basins import save_basin, wipe
from garde.storage.repositories.services import known_service, save_services
from garde.storage.repositories.terms import statements_of
from garde.storage.repositories.time_rules import eras, rules_told
from tests.garde.storage.test_database import migrate
from tests.garde.town import instant, service, town

AT, JUNE = instant("2027-01-05T09:00"), instant("2027-06-01T09:00")
NORTH = service(
    "north", "pharmacy", "nursing", opening_hours="Mo-Fr 09:00-18:00", active_from=date(2026, 5, 1)
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{tmp_path / 'garde.db'}", create=True)
    opened.upgrade()
    yield opened
    opened.close()


def stored(database: Database) -> Service:
    with database.reading() as session:
        return known_service(session, "essai", "north")


def store(database: Database, found: Service, at: object = AT, by: str = "ann") -> None:
    with database.writing() as session:
        save_basin(session, town(), AT)
        save_services(session, "essai", [found], at, by=by)  # type: ignore[arg-type]


def test_hours_from_before_changes_were_kept_count_as_always(database: Database) -> None:
    store(database, NORTH)
    migrate(database, "downgrade", "0014")
    migrate(database, "upgrade", "head")
    assert stored(database) == NORTH
    terms = Terms("Mo-Fr 09:00-18:00", ("pharmacy", "nursing"), date(2026, 5, 1), None)
    assert stored(database).history == (Stretch(ALWAYS, FOREVER, terms),)
    with database.reading() as session:
        (said,) = statements_of(session, "essai").values()
    assert (said.at, said.by, said.reason) == (AT, "garde", "on file before changes were kept")
    # What changes afterwards is kept beside it.
    changed = stated(stored(database), replace(NORTH, opening_hours=None), at=JUNE, zone=zone_named("UTC"))
    store(database, changed, JUNE)
    assert stored(database).history == (
        Stretch(ALWAYS, JUNE, terms),
        Stretch(JUNE, FOREVER, replace(terms, opening_hours=None)),
    )


def test_the_basins_file_from_before_changes_were_kept_counts_as_always(database: Database) -> None:
    with database.writing() as session:
        save_basin(session, town(), AT)
    migrate(database, "downgrade", "0016")
    migrate(database, "upgrade", "head")
    other = town(holidays={"skip": ["2027-05-06"]})
    with database.writing() as session:
        assert not save_basin(session, other, JUNE)
        assert not save_basin(session, other, JUNE)
    with database.reading() as session:
        assert rules_told(session, "essai") == [(ALWAYS, rules_of(town())), (JUNE, rules_of(other))]
        then, now = eras(session, other, AT, instant("2027-07-01T00:00"))
    assert (then.interval, then.config.holidays) == (Interval(AT, JUNE), town().holidays)
    assert now.config == other
    with pytest.raises(StorageError, match="append-only"), database.writing() as session:
        session.execute(text("DELETE FROM basin_time_rules"))


def test_only_what_is_new_is_said_anew(database: Database) -> None:
    store(database, NORTH)
    first = stored(database)
    later = instant("2027-06-10T09:00")
    renamed = stated(first, replace(first, name="Autre nom"), at=JUNE, zone=zone_named("UTC"))
    store(database, renamed, JUNE, "bert")
    assert stored(database).name == "Autre nom"
    announced = stated(
        first, replace(first, opening_hours="24/7"), at=JUNE, zone=zone_named("UTC"), since=later
    )
    store(database, announced, JUNE, "chris")
    with database.reading() as session:
        assert [one.by for one in statements_of(session, "essai").values()] == ["ann", "chris"]
    found = stored(database)
    # Announced hours are not on file yet; they come into force by themselves.
    assert found.opening_hours == "Mo-Fr 09:00-18:00"
    assert found.as_of(later).opening_hours == "24/7"


def test_what_was_said_never_changes_but_a_demo_can_be_wiped(database: Database) -> None:
    store(database, NORTH)
    for statement in ("UPDATE service_terms SET opening_hours = '24/7'", "DELETE FROM service_terms"):
        with pytest.raises(StorageError, match="service_terms is append-only"), database.writing() as session:
            session.execute(text(statement))
    with database.writing() as session:
        wipe(session)
        assert session.execute(text("SELECT count(*) FROM service_terms")).scalar_one() == 0
