"""A real Chromium on a real server. Where Chromium is missing the tests are skipped, on CI they fail."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.chromium import Chromium, Page, chromium_path
from tests.garde.lookup import example


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


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the application serves the example basin, at 03:00 on Saturday 2 January 2027."""
    import uvicorn

    from garde.web.app import create_app

    timetable, now = example.timetable(), example.local("2027-01-02T03:00")

    class Source:
        def current(self) -> Any:
            return timetable

        def feed(self, path: str) -> bytes | None:
            return None

    config = uvicorn.Config(create_app(Source(), lambda: now), port=0, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + 20
    while not server.started:
        assert time.monotonic() < end, "the server does not start"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
