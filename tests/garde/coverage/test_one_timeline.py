"""Lookup, coverage and the making of duties see one timeline: an hour that changes, changes for all three."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.month import Month
from garde.calendar.slots import month_slots
from garde.coverage.measure import line_coverage
from garde.lookup import compile_timetable, who_is_open
from garde.rota import FilledSlot
from tests.garde.town import line, service, town

OCTOBER = Month(2027, 10)
BRUSSELS = ZoneInfo("Europe/Brussels")
TUESDAY = datetime(2027, 10, 5, tzinfo=BRUSSELS)
FILL = {"handovers": ["09:00", "21:00"], "minimum_minutes": 60}


@pytest.fixture(scope="module")
def config() -> BasinConfig:
    return town(lines=[line("pharmacy", slots=[], fill=FILL)])


def services(hours: str) -> list[Service]:
    return [service("day", opening_hours=hours), service("night")]


def duties(config: BasinConfig, hours: str) -> list[FilledSlot]:
    """The month's duties by these opening hours, all of them the service's that has none."""
    return [
        FilledSlot(s.key, s.line, "2027-10", s.start, s.end, s.burden, ("night",))
        for s in month_slots(config, OCTOBER, services=services(hours), standing=())
    ]


def missing(config: BasinConfig, hours: str, held: list[FilledSlot]) -> int:
    return int(line_coverage(config, config.lines[0], OCTOBER, services(hours), held).missing_minutes)


def there(config: BasinConfig, hours: str, held: list[FilledSlot], minutes: int) -> set[str]:
    """Who the lookup finds so many minutes after Tuesday's midnight."""
    start, end = OCTOBER.start(BRUSSELS), OCTOBER.end(BRUSSELS)
    table = compile_timetable(config, services(hours), held, start=start, end=end)
    (found,) = who_is_open(table, TUESDAY + timedelta(minutes=minutes), line="pharmacy").lines
    return {one.service for one in found.open}


@pytest.mark.parametrize("closing", [1, 7, 17, 19, 20])
def test_an_opening_hour_that_changes_changes_for_all_three(config: BasinConfig, closing: int) -> None:
    """A service that closes at 18:00 is moved to another hour; a minute before and after each tells."""
    usual, other = "Mo-Su,PH 00:30-18:00", f"Mo-Su,PH 00:30-{closing:02d}:00"
    held = duties(config, usual)
    assert missing(config, usual, held) == 0
    # The duties made for it begin when it closes.
    starts = {f"{slot.start.astimezone(BRUSSELS):%H:%M}" for slot in duties(config, other)}
    assert f"{closing:02d}:00" in starts
    assert ("18:00" in starts) == (closing == 18)
    # Under the old duties, what it closes earlier is missing every day, and nobody is found.
    early = max(0, 18 - closing)
    repeated = 60 if closing < 2 else 0  # 31 October has the hour from two to three twice
    assert missing(config, other, held) == 31 * 60 * early + repeated
    assert there(config, other, held, closing * 60 - 1) == ({"day"} if closing <= 18 else {"day", "night"})
    if closing < 18:
        assert there(config, other, held, closing * 60) == set()
        assert there(config, other, held, 18 * 60 - 1) == set()
    assert there(config, other, held, 18 * 60) == ({"night"} if closing < 18 else {"day", "night"})
    # Under its own, nothing is.
    assert missing(config, other, duties(config, other)) == 0


def test_a_duty_that_changes_by_an_hour_changes_for_both_that_read_it(config: BasinConfig) -> None:
    usual = "Mo-Su,PH 00:30-18:00"
    held = duties(config, usual)
    at = next(n for n, slot in enumerate(held) if slot.key == "pharmacy/2027-10-05/fill-1800")
    later = [*held]
    later[at] = replace(held[at], start=held[at].start + timedelta(hours=1))
    assert missing(config, usual, later) == 60
    assert there(config, usual, later, 18 * 60 + 59) == set()
    assert there(config, usual, later, 19 * 60) == there(config, usual, held, 18 * 60) == {"night"}


def test_a_holiday_changes_for_all_three(config: BasinConfig) -> None:
    closed_on_holidays = "Mo-Su 00:30-18:00; PH off"
    held = duties(config, closed_on_holidays)
    kept = town(
        lines=[line("pharmacy", slots=[], fill=FILL)],
        holidays={"add": [{"date": "2027-10-05", "names": {"fr": "Essai", "nl": "Proef"}}]},
    )
    # The Tuesday becomes a holiday: from 00:30 to 18:00 nobody is there any more.
    assert missing(kept, closed_on_holidays, held) == 17 * 60 + 30
    assert there(kept, closed_on_holidays, held, 12 * 60) == set()
    made = {slot.key for slot in duties(kept, closed_on_holidays)}
    assert "pharmacy/2027-10-05/fill-0900" in made
    assert missing(kept, closed_on_holidays, duties(kept, closed_on_holidays)) == 0
