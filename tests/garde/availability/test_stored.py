"""What is stored of windows and calendars, also in a database of the release before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from garde import storage
from garde.accounts.actor import Actor
from garde.availability.calendar import ServiceCalendar
from garde.availability.updating import store, update_of
from garde.availability.window import Window
from garde.storage.database import Database, open_database
from garde.storage.repositories.basins import save_basin
from garde.storage.repositories.services import save_services
from garde.storage.repositories.windows import (
    all_windows_of,
    calendar_of,
    remove_source,
    save_calendar,
    windows_of,
)
from tests.garde.availability.agenda import NOW
from tests.garde.migrated import migrated
from tests.garde.town import service, town

NORTH = service("north")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = migrated(tmp_path / "garde.db")
    with opened.writing() as session:
        save_basin(session, town(), NOW)
        save_services(session, "essai", [NORTH, service("south")], NOW)
    yield opened
    opened.close()


def test_windows_of_the_release_before_are_kept(tmp_path: Path) -> None:
    opened = open_database(f"sqlite:///{tmp_path / 'old.db'}", create=True)
    with opened.engine.connect() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(storage.__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.commit()
    columns = "postcode, kind, hide_address, languages, share, created_at, updated_at"
    with opened.engine.connect() as connection:
        for statement in (
            "INSERT INTO basin (id, config, demo, loaded_at) VALUES ('essai', '{}', 0, '2027-01-01')",
            f"INSERT INTO service (id, basin_id, external_id, name, {columns}) VALUES (1, 'essai', 'north', "
            "'Nord', '1030', 'organisation', 0, '[]', 1, '2027-01-01 00:00:00', '2027-01-01 00:00:00')",
            "INSERT INTO availability_window (service_id, kind, starts_at, ends_at, points, source) VALUES "
            "(1, 'wish', '2027-02-01 08:00:00', '2027-02-01 20:00:00', 5, 'hand')",
        ):
            connection.execute(text(statement))
        connection.commit()
    opened.upgrade()
    with opened.reading() as session:
        (window,) = all_windows_of(session, "essai", "north")
        assert (window.kind, window.points, window.key) == ("wish", 5, None)
        assert calendar_of(session, "essai", "north") == ServiceCalendar()
    opened.close()


def test_what_is_known_of_a_calendar_comes_back_as_it_was(database: Database) -> None:
    known = ServiceCalendar("busy", "https://agenda.example/a", '"1"', "Sun", NOW, NOW, NOW, "answered 500")
    for calendar in (known, ServiceCalendar("available"), ServiceCalendar()):
        with database.writing() as session:
            save_calendar(session, "essai", "north", calendar)
        with database.reading() as session:
            assert calendar_of(session, "essai", "north") == calendar
            assert calendar_of(session, "essai", "south") == ServiceCalendar()


SPANS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 9), st.sampled_from([None, "a", "b", "c"])), max_size=8
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SPANS, SPANS)
def test_importing_twice_is_importing_once(
    database: Database, first: list[tuple[int, int, str | None]], second: list[tuple[int, int, str | None]]
) -> None:
    def take(spans: list[tuple[int, int, str | None]]) -> list[Window]:
        incoming = [
            Window(
                "unavailable",
                NOW + timedelta(hours=start),
                NOW + timedelta(hours=start + hours),
                source="calendar",
                key=key,
            )
            for start, hours, key in spans
        ]
        with database.writing() as session:
            update = update_of(session, "essai", NORTH, "calendar", incoming, now=NOW)
            store(session, "essai", update, actor=Actor("ann", "coordinator", "essai"), at=NOW)
        with database.reading() as session:
            stored = list(all_windows_of(session, "essai", "north"))
        assert sorted((w.start, w.end) for w in stored) == sorted((w.start, w.end) for w in incoming)
        return stored

    take(first)
    once = take(second)
    assert take(second) == once
    with database.reading() as session:
        assert windows_of(session, "essai", NOW, NOW + timedelta(days=9)).get("north", ()) == tuple(once)
        assert update_of(
            session, "essai", NORTH, "calendar", [replaced(w) for w in once], now=NOW
        ).changes.nothing
    with database.writing() as session:
        assert remove_source(session, 1, "calendar") == len(second)


def replaced(window: Window) -> Window:
    """The same as a source would give it, without an id."""
    return Window(window.kind, window.start, window.end, source=window.source, key=window.key)
