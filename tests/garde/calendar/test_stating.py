"""From when what is said of a service's hours holds, to the minute, on the pharmacy line of October 2027.

The clock is put back on Sunday 31 October, so that the hours from 01:00 to 05:00 last five hours that day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.basin.terms import ALWAYS
from garde.calendar.month import Month
from garde.calendar.regular import regular_hours, takes_part
from garde.calendar.stating import next_announced, stated, with_hours
from garde.calendar.timeline import minutes_of
from garde.coverage.measure import line_coverage
from garde.lookup import compile_timetable, who_is_open
from tests.garde.town import line, service, town

BRUSSELS = ZoneInfo("Europe/Brussels")
CONFIG: BasinConfig = town(lines=[line("pharmacy"), line("nursing")])
DAYTIME, NIGHTLY = "Mo-Su,PH 09:00-18:00", "Mo-Su,PH 01:00-05:00"
OCTOBER = (datetime(2027, 10, 1, tzinfo=BRUSSELS), datetime(2027, 11, 1, tzinfo=BRUSSELS))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


def always(hours: str | None = DAYTIME, **more: Any) -> Service:
    """A service whose hours are as old as the directory."""
    bare = service("north", opening_hours=hours, **more)
    return replace(bare, history=bare.in_force)


def said(before: Service | None, when: str, since: datetime | None = None, **more: Any) -> Service:
    """The service after an import says something else of it."""
    former = before or service("north", opening_hours=DAYTIME)
    return stated(before, replace(former, **more), at=at(when), zone=BRUSSELS, since=since)


def minutes(found: Service, month: str = "2027-10", on: str | None = "pharmacy") -> int:
    """How long its door is open in a month."""
    whole = Month.parse(month)
    hours, faults = regular_hours(CONFIG, [found], whole.start(BRUSSELS), whole.end(BRUSSELS), line=on)
    assert faults == ()
    return int(minutes_of(hours.get("north", ())))


def test_hours_that_change_in_the_middle_of_a_day_hold_from_that_minute_on() -> None:
    changed = said(always(), "2027-10-15T12:00", opening_hours=NIGHTLY)
    # 14 days of nine hours and three hours of the 15th; then the nights of 16 to 30 October, four hours each,
    # and that of the 31st, in which the hour from two to three comes twice.
    assert minutes(changed) == 14 * 540 + 180 + 15 * 240 + 300
    assert minutes(changed, "2027-09") == 30 * 540
    assert minutes(changed, "2027-11") == 30 * 240


def test_hours_that_change_in_the_repeated_hour_hold_from_the_one_that_is_meant() -> None:
    second = datetime(2027, 10, 31, 2, 30, tzinfo=BRUSSELS, fold=1)
    changed = stated(always(NIGHTLY), service("north"), at=second, zone=BRUSSELS)
    # 30 nights of four hours; on the 31st from 01:00 to the second half past two: two and a half hours.
    assert minutes(changed) == 30 * 240 + 150


def test_hours_that_overlap_or_meet_at_the_change_are_counted_once() -> None:
    changed = said(always(), "2027-10-15T12:00", opening_hours="Mo-Su,PH 08:00-18:00")
    assert minutes(changed) == 15 * 540 + 16 * 600
    whole, _ = regular_hours(CONFIG, [changed], *OCTOBER)
    assert len(whole["north"]) == 31


def test_a_day_that_is_named_goes_before_the_day_of_the_import() -> None:
    late = said(always(), "2027-11-03T10:00", since=at("2027-10-21T00:00"), opening_hours=NIGHTLY)
    assert minutes(late) == 20 * 540 + 10 * 240 + 300
    announced = said(always(), "2027-09-03T10:00", since=at("2027-10-21T00:00"), opening_hours=NIGHTLY)
    assert minutes(announced) == minutes(late)
    assert announced.as_of(at("2027-10-20T23:59")).opening_hours == DAYTIME
    assert announced.as_of(at("2027-10-21T00:00")).opening_hours == NIGHTLY
    were_so = said(always(), "2027-11-03T10:00", since=ALWAYS, opening_hours=NIGHTLY)
    assert minutes(were_so) == 30 * 240 + 300


def test_announced_hours_stay_announced_when_others_are_said_in_between() -> None:
    announced = said(always(), "2027-09-03T10:00", since=at("2027-10-21T00:00"), opening_hours=NIGHTLY)
    between = said(announced.as_of(at("2027-10-11T00:00")), "2027-10-11T00:00", opening_hours=None)
    assert minutes(between) == 10 * 540 + 10 * 240 + 300
    assert next_announced(between.history, at("2027-10-12T00:00")) == at("2027-10-21T00:00")
    renamed = said(announced, "2027-10-11T00:00", name="Autre nom", lines=("pharmacy", "nursing"))
    assert minutes(renamed) == 20 * 540 + 10 * 240 + 300


@pytest.mark.parametrize(
    ("more", "counted"),
    [
        # Nothing named: from the moment at which it is imported, Friday 15 October at noon.
        ({}, 6 * 60 + 16 * 540),
        ({"active_from": date(2027, 10, 11)}, 21 * 540),
        ({"active_from": date(2027, 10, 21)}, 11 * 540),
        ({"active_until": date(2027, 10, 20)}, 6 * 60 + 5 * 540),
    ],
)
def test_a_new_service_counts_from_its_first_day_or_else_from_now(more: Any, counted: int) -> None:
    new = service("north", opening_hours=DAYTIME, **more)
    assert minutes(stated(None, new, at=at("2027-10-15T12:00"), zone=BRUSSELS)) == counted


def test_a_new_service_may_have_been_there_all_along_or_open_later() -> None:
    assert minutes(said(None, "2027-10-15T12:00", since=ALWAYS)) == 31 * 540
    opens = said(None, "2027-10-15T12:00", since=at("2027-10-21T00:00"))
    assert minutes(opens) == 11 * 540
    assert takes_part(opens, at("2027-10-16T00:00"), at("2027-10-17T00:00"), "Europe/Brussels")
    assert not takes_part(opens, at("2027-10-14T00:00"), at("2027-10-15T00:00"), "Europe/Brussels")


def test_who_leaves_a_line_counts_for_it_until_then() -> None:
    moved = said(always(), "2027-10-11T00:00", lines=("nursing",))
    assert minutes(moved) == 10 * 540
    assert minutes(moved, on="nursing") == 21 * 540
    assert minutes(moved, on=None) == 31 * 540


def test_who_leaves_the_basin_counts_through_its_last_day_whenever_that_is_told() -> None:
    told_late = said(always(), "2027-12-01T10:00", active_until=date(2027, 10, 10))
    assert minutes(told_late) == 10 * 540
    assert minutes(told_late, "2027-01") == 31 * 540


def test_who_comes_back_was_there_before_as_well() -> None:
    left = said(always(), "2027-06-01T10:00", active_until=date(2027, 6, 30))
    back = said(left, "2027-10-15T12:00", active_from=date(2027, 10, 11), active_until=None)
    assert [minutes(back, month) for month in ("2027-06", "2027-08", "2027-10")] == [30 * 540, 0, 21 * 540]


def test_days_of_taking_part_that_are_filled_in_take_nothing_from_the_past() -> None:
    changed = said(always(), "2027-10-11T00:00", opening_hours=NIGHTLY)
    filled = said(changed, "2027-11-01T00:00", active_from=date(2027, 1, 1))
    assert minutes(filled) == minutes(changed) == 10 * 540 + 20 * 240 + 300


def test_a_correction_of_some_days_leaves_the_others() -> None:
    found = always()
    right = with_hours(found.in_force, None, at("2027-10-04T00:00"), at("2027-10-11T00:00"))
    assert minutes(replace(found, history=right)) == 24 * 540


def there(services: Iterable[Service], instant: datetime) -> set[str]:
    table = compile_timetable(CONFIG, [*services], [], start=OCTOBER[0], end=OCTOBER[1])
    (found,) = who_is_open(table, instant, line="pharmacy").lines
    return {one.service for one in found.open}


def test_lookup_and_coverage_follow_the_hours_in_force() -> None:
    announced = said(always(), "2027-09-03T10:00", since=at("2027-10-21T00:00"), opening_hours=NIGHTLY)
    assert there([announced], at("2027-10-20T17:59")) == {"north"}
    assert there([announced], at("2027-10-21T17:59")) == set()
    assert there([announced], at("2027-10-21T01:00")) == {"north"}
    covered = line_coverage(CONFIG, CONFIG.lines[0], Month(2027, 10), [announced], [])
    # 31 days and an hour, less what was open.
    assert covered.missing_minutes == 31 * 1440 + 60 - (20 * 540 + 10 * 240 + 300)
