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
from tests.garde.calendar.filled import (
    CHANGING,
    HOURS,
    MILLION,
    MONTHS,
    TARGETS,
    ZONES,
    Basin,
    Line,
    filled,
    fills,
    service,
)


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
