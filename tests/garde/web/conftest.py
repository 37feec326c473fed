"""The public application on the example basin of the lookup's tests, at a clock that stands still."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from starlette.testclient import TestClient

from garde.lookup import Timetable
from garde.web.app import create_app

Site = Callable[..., TestClient]


class FixedSource:
    """A source that always has the same."""

    def __init__(self, timetable: Timetable) -> None:
        self.timetable = timetable

    def current(self) -> Timetable:
        return self.timetable

    def feed(self, path: str) -> bytes | None:
        return b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n" if path == "example/pharmacy.ics" else None


@pytest.fixture(scope="session")
def example() -> ModuleType:
    path = Path(__file__).parents[1] / "lookup" / "example.py"
    spec = spec_from_file_location("garde_lookup_example", path)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules.setdefault(spec.name, module_from_spec(spec))
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def site(example: ModuleType) -> Site:
    """A client of the application at a local time, on any timetable."""

    def make(now: str = "2027-01-02T03:00", timetable: Timetable | None = None) -> TestClient:
        instant: datetime = example.local(now)
        source = FixedSource(timetable or example.timetable())
        return TestClient(create_app(source, lambda: instant), follow_redirects=False)

    return make


@pytest.fixture(scope="session")
def night(site: Site) -> TestClient:
    """Saturday 2 January 2027, 03:00: Berk and Dune are on duty, nobody nurses."""
    return site()
