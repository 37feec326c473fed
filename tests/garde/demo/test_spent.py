from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from garde.basin.load import load_basin, shipped_basins
from garde.calendar.month import Month
from garde.demo.invent import invented_services
from garde.demo.spent import COORDINATORS, FRESH, invented_time

ZONE = ZoneInfo("Europe/Brussels")
NOW = datetime.fromisoformat("2027-01-15T22:30+01:00")
CONFIG = load_basin(shipped_basins()["demo"])
SERVICES = invented_services(CONFIG)
MONTHS = tuple(Month(2027, 1).plus(-number) for number in range(11, -1, -1))
ENTRIES = invented_time(CONFIG, SERVICES, MONTHS, NOW)


def of_coordinators(month: Month) -> int:
    """Minutes of the coordinators together."""
    own = [one for one in ENTRIES if one.service is None and Month.of(one.start, ZONE) == month]
    return sum(one.spent for one in own)


def test_every_month_has_time_of_coordinators_and_services_up_to_now() -> None:
    for month in MONTHS:
        spent = [one for one in ENTRIES if Month.of(one.start, ZONE) == month]
        assert {one.service is None for one in spent} == {True, False}, month
    assert {one.person for one in ENTRIES} == set(COORDINATORS)
    assert max(one.end or one.start for one in ENTRIES) <= NOW
    assert list(ENTRIES) == sorted(ENTRIES, key=lambda one: one.start)


def test_what_it_takes_falls_as_the_tool_is_learnt() -> None:
    first, last = (sum(map(of_coordinators, MONTHS[part])) / 3 for part in (slice(0, 3), slice(8, 11)))
    assert 0.4 < last / first < 0.85


def test_only_sessions_of_the_last_days_wait_to_be_confirmed() -> None:
    waiting = [one for one in ENTRIES if one.status == "provisional"]
    assert all(one.source == "automatic" and one.start > NOW - FRESH for one in waiting)
    assert all(one.minutes and 1 <= one.minutes <= 150 for one in ENTRIES)
    assert all(
        one.end is None or one.end - one.start == timedelta(minutes=one.minutes or 0) for one in ENTRIES
    )


def test_the_same_year_is_invented_again() -> None:
    assert invented_time(CONFIG, SERVICES, MONTHS, NOW) == ENTRIES
