"""The public application on the example basin of the lookup's tests, at a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from types import ModuleType

import pytest
from starlette.testclient import TestClient

import tests.garde.lookup.example as example_basin
from exports.views import Feed
from garde.lookup import Timetable
from garde.web.answering.file import ReadyFile
from garde.web.app import create_app
from garde.web.calendars.asking import Ask
from garde.web.calendars.file import calendar_file

CHANGED = datetime(2027, 1, 1, 9, 30, tzinfo=UTC)
Site = Callable[..., TestClient]


class FixedSource:
    """A source that always has the same."""

    def __init__(self, timetable: Timetable) -> None:
        self.timetable = timetable

    def current(self) -> Timetable:
        return self.timetable

    def kept(self) -> Timetable | None:
        return self.timetable


class FixedCalendars:
    """One calendar without duties, the same for ever."""

    FILE = calendar_file(Feed(name="Garde", language="fr", events=(), changed_at=CHANGED), private=False)

    def kept(self, ask: Ask) -> ReadyFile | None:
        return None

    def find(self, ask: Ask) -> ReadyFile | None:
        return self.FILE if ask.path == "example/pharmacy.ics" else None


@pytest.fixture(scope="session")
def example() -> ModuleType:
    """The invented basin of the lookup's tests."""
    return example_basin


@pytest.fixture(scope="session")
def site(example: ModuleType) -> Site:
    """A client of the application at a local time, on any timetable."""

    def make(now: str = "2027-01-02T03:00", timetable: Timetable | None = None) -> TestClient:
        instant: datetime = example.local(now)
        source = FixedSource(timetable or example.timetable())
        return TestClient(
            create_app(source, lambda: instant, calendars=FixedCalendars()), follow_redirects=False
        )

    return make


@pytest.fixture(scope="session")
def night(site: Site) -> TestClient:
    """Saturday 2 January 2027, 03:00: Berk and Dune are on duty, nobody nurses."""
    return site()
