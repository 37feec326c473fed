"""A real Chromium on a real server. Where Chromium is missing the tests are skipped, on CI they fail."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from fastapi import FastAPI

from tests.browser.chromium import Chromium, Page, chromium_path
from tests.garde.conftest import consulted, room, town_hall, wishing
from tests.garde.lookup import example

__all__ = ["consulted", "room", "town_hall", "wishing"]
"""The draft under discussion that the private pages show."""


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


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the application serves the example basin, at 03:00 on Saturday 2 January 2027."""
    from garde.web.app import create_app

    timetable, now = example.timetable(), example.local("2027-01-02T03:00")

    class Source:
        def current(self) -> Any:
            return timetable

    with served(create_app(Source(), lambda: now)) as where:
        yield where
