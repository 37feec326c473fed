"""Whatever the rules of fill: the duties are exactly the hours in which too few services are open."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from garde.basin.config import HOLIDAY, WEEKDAYS, BasinConfig
from garde.basin.service import Service
from garde.calendar.intervals import Interval
from garde.calendar.localtime import clock_changes
from garde.calendar.month import Month
from garde.calendar.opening import open_intervals
from garde.calendar.public_holidays import holidays_of
from garde.calendar.slots import month_slots
from tests.garde.calendar.filled import Basin, Line, filled, service

MILLION = 10**6
ZONES = ["Europe/Brussels", "America/New_York", "Australia/Lord_Howe", "UTC", "Asia/Kathmandu"]


HOURS = [
    None,
    "Mo-Fr 08:30-18:30; PH off",
    "Mo-Su 20:00-08:00",
    "Sa-Su 10:00-02:30",
    "Su 02:00-03:00",
    "PH 10:00-12:00",
    "Mo-Fr 08:00-12:00,13:00-17:45; Sa 09:00-12:30; PH off",
    "2027 Jul 12-2027 Aug 08 off; 06:00-22:00",
]
TARGETS = ["24/7", "Mo-Fr 17:00-21:00; Sa,Su,PH 10:00-18:00", "Fr 22:00-06:00", "PH"]


@st.composite
def fills(draw: st.DrawFn) -> dict[str, Any]:
    """Rules that a basin's file may state."""
    minutes = draw(st.sets(st.integers(0, 24 * 60 - 1) | st.integers(60, 210), min_size=1, max_size=5))
    between = [b - a for a, b in pairwise((*sorted(minutes), min(minutes) + 24 * 60))]
    return {
        "handovers": [f"{minute // 60:02d}:{minute % 60:02d}" for minute in sorted(minutes)],
        "minimum_minutes": draw(st.integers(1, min(between))),
        "maximum_minutes": draw(st.integers(max(between), 48 * 60)),
        "at_least": draw(st.integers(1, 3)),
        "days": draw(st.sets(st.sampled_from([*WEEKDAYS, HOLIDAY]), min_size=1).map(sorted)),
    }


def needed(config: BasinConfig, services: list[Service], instant: datetime) -> bool:
    """Whether a duty is needed at an instant, worked out for it alone."""
    (line,) = config.lines
    assert line.fill is not None
    zone = ZoneInfo(config.timezone)

    def is_open(hours: str) -> bool:
        return open_intervals(hours, instant, instant + timedelta(seconds=1), config=config) != ()

    day = instant.astimezone(zone).date()
    kind = HOLIDAY if day in holidays_of(config, [day.year]) else WEEKDAYS[day.weekday()]
    there = sum(is_open(one.opening_hours) for one in services if one.opening_hours)
    return kind in line.fill.days and is_open(line.target_hours) and there < line.fill.at_least


def check_months(
    config: BasinConfig, services: list[Service], first: Month, count: int, asked: list[int]
) -> None:
    """The months' duties follow each other without overlap and hold exactly the hours needed."""
    zone = ZoneInfo(config.timezone)
    (fill,) = (line.fill for line in config.lines)
    assert fill is not None
    months = [first.plus(number) for number in range(count)]
    opened = month_slots(config, first, services=services, standing=())
    later = [slot for month in months[1:] for slot in month_slots(config, month, services=services)]
    whole = [*opened, *later]
    duties = [Interval(slot.start, slot.end) for slot in whole]
    assert all(left.end <= right.start for left, right in pairwise(duties))
    assert len({slot.key for slot in whole}) == len(whole)
    assert all(slot.key.split("/")[1] == slot.start.astimezone(zone).date().isoformat() for slot in whole)

    midnight = months[1].start(zone)
    running = [duty.end for duty in duties if duty.start < midnight < duty.end]
    joining = month_slots(config, months[1], services=services, standing=())
    assert [slot.end for slot in joining if "/opening-" in slot.key] == running

    start, end = first.start(zone), months[-1].end(zone)
    for part in asked:
        instant = start + (end - start) / MILLION * part
        assert any(duty.holds(instant) for duty in duties) == needed(config, services, instant)

    shortest, longest = timedelta(minutes=fill.minimum_minutes), timedelta(minutes=fill.maximum_minutes)
    for number, duty in enumerate(duties):
        if clock_changes(duty.start - timedelta(days=2), duty.end + timedelta(days=2), zone):
            continue
        assert duty.length <= longest
        beside = [*duties[max(0, number - 1) : number], *duties[number + 1 : number + 2]]
        touching = [other for other in beside if other.end == duty.start or other.start == duty.end]
        if duty.length < shortest and number > 0:
            for other in touching:
                assert longest < duty.length + other.length < 2 * shortest


MONTHS = st.builds(Month, st.integers(2024, 2033), st.integers(1, 12))
CHANGING = st.builds(Month, st.integers(2024, 2033), st.sampled_from([3, 4, 10, 11]))
PARTS = st.lists(st.integers(0, MILLION - 1), min_size=8, max_size=8)


@given(
    fill=fills(),
    target=st.sampled_from(TARGETS),
    hours=st.lists(st.sampled_from(HOURS), max_size=4),
    zone=st.sampled_from(ZONES),
    month=MONTHS | CHANGING,
    asked=PARTS,
)
@settings(max_examples=60, deadline=None)
def test_the_duties_of_any_two_months_are_exactly_what_is_needed(
    basin: Basin,
    line: Line,
    fill: dict[str, Any],
    target: str,
    hours: list[str | None],
    zone: str,
    month: Month,
    asked: list[int],
) -> None:
    config = filled(basin, line, fill, target_hours=target, timezone=zone)
    services = [service(f"s{number}", text) for number, text in enumerate(hours)]
    check_months(config, services, month, 2, asked)


@pytest.mark.long
@pytest.mark.parametrize("zone", ZONES)
@given(
    fill=fills(),
    target=st.sampled_from(TARGETS),
    hours=st.lists(st.sampled_from(HOURS), max_size=4),
    asked=st.lists(st.integers(0, MILLION - 1), min_size=60, max_size=60),
)
@settings(max_examples=5, deadline=None)
def test_the_duties_of_ten_years_are_exactly_what_is_needed(
    basin: Basin,
    line: Line,
    fill: dict[str, Any],
    target: str,
    hours: list[str | None],
    zone: str,
    asked: list[int],
) -> None:
    config = filled(basin, line, fill, target_hours=target, timezone=zone)
    services = [service(f"s{number}", text) for number, text in enumerate(hours)]
    check_months(config, services, Month(2024, 1), 120, asked)
