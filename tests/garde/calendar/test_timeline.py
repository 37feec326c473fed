from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from garde.basin.config import BasinConfig
from garde.calendar.intervals import Interval
from garde.calendar.month import Month
from garde.calendar.opening import open_intervals
from garde.calendar.slots import month_slots
from garde.calendar.timeline import coverage_gaps, minutes_of, target_intervals
from garde.errors import BadInput

Basin = Callable[..., BasinConfig]
Line = Callable[..., dict[str, Any]]

NIGHT = {"id": "night", "days": ["mo-su", "holiday"], "start": "18:30", "end": "08:30"}
BRUSSELS = ZoneInfo("Europe/Brussels")
OCTOBER = Month(2027, 10)
DAYTIME = "Mo-Su 08:30-18:30"


def target_of(config: BasinConfig, month: Month) -> tuple[Interval, ...]:
    start, end = month.start(BRUSSELS), month.end(BRUSSELS)
    return target_intervals(config.lines[0], start, end, config=config)


def month_of(config: BasinConfig, month: Month) -> tuple[list[Interval], tuple[Interval, ...]]:
    duties = [Interval(slot.start, slot.end) for slot in month_slots(config, month, standing=())]
    return duties, target_of(config, month)


def test_the_target_of_a_month_is_all_of_it_by_default(basin: Basin) -> None:
    # October 2027 has 31 days and an hour more.
    _, target = month_of(basin(), OCTOBER)
    assert minutes_of(target) == 31 * 24 * 60 + 60
    assert len(target) == 1


def test_target_hours_are_a_choice(basin: Basin, line: Line) -> None:
    config = basin(line([NIGHT], target_hours="Mo-Fr 08:00-20:00; PH off"))
    # January 2027 has 21 days from Monday to Friday, one of which is New Year's Day: 20 x 12 hours.
    assert minutes_of(target_of(config, Month(2027, 1))) == 20 * 12 * 60


def test_duties_and_regular_hours_together_leave_no_gap(basin: Basin, line: Line) -> None:
    config = basin(line([NIGHT]))
    duties, target = month_of(config, OCTOBER)
    regular = open_intervals(DAYTIME, target[0].start, target[-1].end, config=config)
    assert coverage_gaps(target, duties, regular) == ()


def test_an_hour_cut_short_is_found_to_the_minute(basin: Basin, line: Line) -> None:
    config = basin(line([NIGHT]))
    duties, target = month_of(config, OCTOBER)
    regular = open_intervals(DAYTIME, target[0].start, target[-1].end, config=config)
    # The night of the clock change ends an hour early, at 07:30 (06:30 UTC) on Sunday 31 October.
    number = next(i for i, duty in enumerate(duties) if duty.end == datetime(2027, 10, 31, 7, 30, tzinfo=UTC))
    duties[number] = Interval(duties[number].start, duties[number].end - timedelta(hours=1))
    gaps = coverage_gaps(target, duties, regular)
    assert gaps == (
        Interval(datetime(2027, 10, 31, 6, 30, tzinfo=UTC), datetime(2027, 10, 31, 7, 30, tzinfo=UTC)),
    )
    assert minutes_of(gaps) == 60


def test_without_anybody_the_whole_target_is_a_gap(basin: Basin) -> None:
    _, target = month_of(basin(), OCTOBER)
    assert coverage_gaps(target) == target


def test_hours_outside_the_target_do_not_count(basin: Basin, line: Line) -> None:
    config = basin(line([NIGHT], target_hours="Sa 10:00-12:00"))
    duties, target = month_of(config, OCTOBER)
    # October 2027 has five Saturdays, and at ten o'clock the night is over.
    assert minutes_of(coverage_gaps(target, duties)) == 5 * 120


def test_seconds_are_not_lost() -> None:
    start = datetime(2027, 1, 1, tzinfo=UTC)
    assert minutes_of([Interval(start, start + timedelta(seconds=90))]) == Fraction(3, 2)


def test_target_hours_that_cannot_be_understood_name_their_line(basin: Basin) -> None:
    config = basin()
    broken = config.lines[0].model_copy(update={"target_hours": "whenever"})
    with pytest.raises(
        BadInput, match="basin essai, line nurse, target_hours: 'whenever' is no opening hours"
    ):
        target_intervals(broken, OCTOBER.start(BRUSSELS), OCTOBER.end(BRUSSELS), config=config)
