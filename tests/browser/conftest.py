"""A real Chromium on a real server. Where Chromium is missing the tests are skipped, on CI they fail."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from fastapi import FastAPI

from garde.basin.config import LANGUAGES
from garde.errors import StorageError
from garde.lookup import Timetable
from garde.lookup.around import Around
from garde.signs.saturation import Level, Saturation
from tests.browser.chromium import Chromium, Page, chromium_path
from tests.garde.conftest import ANN, SOUTH_DUTY, Room, consulted, room, town_hall, wishing
from tests.garde.lookup import example
from tests.garde.lookup.large import large_timetable
from tests.garde.lookup.test_widening import other

__all__ = ["consulted", "room", "town_hall", "wishing"]
"""The draft under discussion that the private pages show."""

BOTH_WAYS = [tag if tag in ("fr", "ar") else pytest.param(tag, marks=pytest.mark.long) for tag in LANGUAGES]
"""One language written from the left and the one from the right; in the long run all five.

For what the languages hardly change; what is open now is looked at in all five at every commit.
"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Chromium]:
    path = chromium_path()
    if path is None:
        reason = "Chromium is not installed (Debian: apt-get install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with Chromium(path) as running:
        yield running


@pytest.fixture
def page(browser: Chromium) -> Iterator[Page]:
    with browser.page() as tab:
        yield tab


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Where a real server answers for an application, until the end of the block."""
    import uvicorn

    # Without uvicorn's own logging, which would close streams that pytest still needs.
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + 60
    while not server.started:
        assert time.monotonic() < end, "the server does not start"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


class Held:
    """A source that always has the same, or nothing at all."""

    def __init__(self, timetable: Timetable | None) -> None:
        self.timetable = timetable

    def current(self) -> Timetable:
        if self.timetable is None:
            raise StorageError("the database is gone")
        return self.timetable

    def kept(self) -> Timetable | None:
        return self.timetable


def night_of(timetable: Timetable | None, now: str = "2027-01-02T03:00") -> FastAPI:
    """The application on a timetable, at a local time that stands still."""
    from garde.web.app import create_app

    instant = example.local(now)
    return create_app(Held(timetable), lambda: instant)


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the application serves the example basin until autumn, at 03:00 on Saturday 2 January 2027."""
    with served(night_of(example.timetable(end="2027-11-10T00:00"))) as where:
        yield where


@pytest.fixture(scope="session")
def signs() -> Iterator[str]:
    """Where it serves the example basin with signs at the doors, and a neighbour whose nurse is on duty."""
    until = example.local("2027-01-10T00:00")
    marks: dict[str, Level] = {"birch": "full", "dune": "busy", "alder": "open"}
    timetable = replace(
        example.timetable(),
        saturation={
            name: Saturation(level, example.local("2027-01-01T22:00"), until, "service")
            for name, level in marks.items()
        },
        entrances={"birch": {"fr": "Sonnez à la porte verte.", "nl": "Bel aan de groene deur."}},
        around=Around(("west",), (), {"west": other(example, "west", "wanda")}.get),
    )
    with served(night_of(timetable)) as where:
        yield where


@pytest.fixture(scope="session")
def large() -> Iterator[str]:
    """Where it serves the largest basin, at noon on a Monday when all its 400 services are open."""
    with served(night_of(large_timetable(), "2027-01-04T12:00")) as where:
        yield where


@pytest.fixture(scope="session")
def nothing() -> Iterator[str]:
    """Where it has nothing to serve from."""
    with served(night_of(None)) as where:
        yield where


@pytest.fixture
def south(consulted: Room) -> Iterator[str]:
    """The address of south's page, with a duty of which it asks for a change and a window of its own."""
    from garde.access.links import give_to_service
    from garde.clock import clock_from
    from garde.web.app import create_app
    from garde.web.my.source import PrivateSource
    from garde.web.published import PublishedSource

    consulted.says("south", "decline", slot=SOUTH_DUTY, comment="school")
    clock = clock_from("2026-12-10T12:00+01:00")
    with consulted.database.writing() as session:
        given = give_to_service(session, consulted.config, "south", actor=ANN, at=clock())
    public, private = PublishedSource(consulted.database, "essai", clock), PrivateSource(consulted.database)
    with served(create_app(public, clock, private)) as where:
        yield f"{where}/my/{given.token}/"
