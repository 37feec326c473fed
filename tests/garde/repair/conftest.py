"""A February in which three services take turns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from garde.basin.service import Service
from garde.repair.outcome import Repair
from tests.garde.repair.office import NINE, Office, month_of
from tests.garde.town import service

Opened = Callable[[Sequence[Service], Sequence[str | None]], Office]
ROUND = ["a", "b", "c"] * 9 + ["a"]
"""Three take turns, day after day: a has the 1st, 4th, 7th …, b the 2nd, 5th, 8th …, c the 3rd, 6th, 9th …"""


def three() -> list[Service]:
    return [service("a", phone="+32 2 000 00 01"), service("b", email="b@example.org"), service("c")]


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    def make(services: Sequence[Service], holders: Sequence[str | None]) -> Office:
        office = Office(tmp_path, services)
        office.put(month_of(holders))
        return office

    return make


def february(day: int, clock: str = NINE) -> str:
    return f"2027-02-{day:02}{clock}"


def missing(found: Repair) -> int:
    assert found.draft is not None
    return found.draft.missing
