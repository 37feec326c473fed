"""Which duties take place on which days: holidays, bridges, weeks without school, long duties."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import pytest

from garde.basin.config import BasinConfig
from garde.calendar.days import days_between, kind_of
from garde.calendar.month import Month
from garde.calendar.public_holidays import holidays_of
from garde.calendar.slots import month_slots

Basin = Callable[..., BasinConfig]
Line = Callable[..., dict[str, Any]]

NAMES = {"fr": "Essai", "nl": "Proef"}
EVERY_DAY = ["mo-su", "holiday"]
PERIODS = {
    "periods": [
        {"kind": "bridge", "first": "2027-05-07", "last": "2027-05-07", "names": NAMES},
        {"kind": "school-holiday", "first": "2027-05-03", "last": "2027-05-16", "names": NAMES},
    ]
}


def slot(identifier: str, days: list[str], start: str, end: str, **more: Any) -> dict[str, Any]:
    return {"id": identifier, "days": days, "start": start, "end": end, **more}


def kinds(config: BasinConfig, first: date, last: date) -> list[str]:
    holidays = holidays_of(config, [2027])
    return [kind_of(day, config.lines[0], config, holidays) for day in days_between(first, last)]


def test_a_line_that_names_them_notices_bridges_and_school_holidays(basin: Basin, line: Line) -> None:
    templates = [
        slot("usual", ["mo-su", "holiday"], "09:00", "17:00"),
        slot("quiet", ["bridge"], "09:00", "12:00"),
        slot("camp", ["school-holiday"], "08:00", "18:00"),
    ]
    config = basin(line(templates), holidays=PERIODS)
    # Monday 3 to Monday 10 May 2027; Ascension is Thursday the 6th, and its bridge goes before the school's.
    assert kinds(config, date(2027, 5, 3), date(2027, 5, 10)) == [
        *["school-holiday"] * 3,
        "holiday",
        "bridge",
        "sa",
        "su",
        "school-holiday",
    ]
    keys = [found.key for found in month_slots(config, Month(2027, 5))]
    assert [key.removeprefix("nurse/2027-05-") for key in keys if "/2027-05-0" in key] == [
        "01/usual",
        "02/usual",
        "03/camp",
        "04/camp",
        "05/camp",
        "06/usual",
        "07/quiet",
        "08/usual",
        "09/usual",
    ]


def test_a_line_that_names_none_of_them_loses_no_duty(basin: Basin, line: Line) -> None:
    config = basin(line([slot("usual", EVERY_DAY, "09:00", "17:00")]), holidays=PERIODS)
    assert len(month_slots(config, Month(2027, 5))) == 31
    # Only what is named is noticed: in this line the bridge is a day of the school's.
    camp = basin(line([slot("camp", ["school-holiday"], "08:00", "18:00")]), holidays=PERIODS)
    assert kinds(camp, date(2027, 5, 6), date(2027, 5, 7)) == ["holiday", "school-holiday"]


def test_fill_heeds_them_too(basin: Basin, line: Line) -> None:
    fill = {"handovers": ["09:00"], "days": ["bridge"]}
    config = basin(line([], fill=fill), holidays=PERIODS)
    assert [found.key for found in month_slots(config, Month(2027, 5))] == [
        "nurse/2027-05-07/fill-0000",
        "nurse/2027-05-07/fill-0900",
    ]


def test_whole_day_duties_follow_each_other_through_holidays_and_octobers_hour(
    basin: Basin, line: Line
) -> None:
    config = basin(line([slot("day", EVERY_DAY, "08:00", "08:00", overlap_minutes=15)]))
    slots = month_slots(config, Month(2027, 10))
    assert len(slots) == 31
    lengths = {found.key: (found.end - found.start).total_seconds() / 60 for found in slots}
    # The clock goes back in the night to Sunday 31: Saturday's duty has 25 hours, and each a quarter more.
    assert lengths.pop("nurse/2027-10-30/day") == 25 * 60 + 15
    assert set(lengths.values()) == {24 * 60 + 15}
    assert all((left.end - right.start).total_seconds() == 15 * 60 for left, right in pairwise(slots))


def test_a_whole_week_that_begins_on_a_holiday_is_not_lost(basin: Basin, line: Line) -> None:
    config = basin(line([slot("week", ["mo"], "08:00", "08:00", length_days=7)]))
    found = [
        *month_slots(config, Month(2027, 3), standing=()),
        *month_slots(config, Month(2027, 4)),
    ]
    # Easter Monday, 29 March 2027, is a holiday, and the clock goes forward on the day before.
    assert [one.key for one in found][4:6] == ["nurse/2027-03-22/week", "nurse/2027-03-29/week"]
    assert all(left.end == right.start for left, right in pairwise(found))
    assert {(one.end - one.start).total_seconds() / 3600 for one in found[1:]} == {168, 167}


def test_a_whole_week_begins_once_in_it_whatever_holidays_it_has(basin: Basin, line: Line) -> None:
    config = basin(line([slot("week", ["mo"], "08:00", "08:00", length_days=7)]))
    assert [one.key for one in month_slots(config, Month(2027, 5))] == [
        f"nurse/2027-05-{day}/week" for day in ("03", "10", "17", "24", "31")
    ]


def test_the_29th_of_february_has_its_duties(basin: Basin, line: Line) -> None:
    config = basin(
        line([slot("day", EVERY_DAY, "09:00", "21:00"), slot("night", EVERY_DAY, "21:00", "09:00")])
    )
    leap = [one for one in month_slots(config, Month(2028, 2)) if "2028-02-29" in one.key]
    assert [one.key for one in leap] == ["nurse/2028-02-29/day", "nurse/2028-02-29/night"]
    assert leap[-1].end == datetime(2028, 3, 1, 8, tzinfo=UTC)
    assert len(month_slots(config, Month(2027, 2))) == 56


@pytest.mark.parametrize("month", [Month(2027, 12), Month(2028, 2), Month(2028, 12)])
def test_each_month_hands_over_to_the_next(basin: Basin, month: Month) -> None:
    config = basin()
    last, first = month_slots(config, month)[-1], month_slots(config, month.next())[0]
    # The night of 21:00 to 09:00 ends twelve hours before the next one starts.
    assert (first.start - last.end).total_seconds() == 12 * 3600
