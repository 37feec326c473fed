from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from garde.basin.config import BasinConfig
from garde.calendar.month import Month
from garde.calendar.slots import Slot, month_slots
from garde.errors import BadInput
from garde.rota import FilledSlot

Basin = Callable[..., BasinConfig]
Line = Callable[..., dict[str, Any]]

JANUARY = Month(2027, 1)
EVERY_DAY = ["mo-su", "holiday"]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def slot(identifier: str, days: list[str], start: str, end: str, **more: Any) -> dict[str, Any]:
    return {"id": identifier, "days": days, "start": start, "end": end, **more}


def keys(config: BasinConfig, month: Month, standing: Sequence[FilledSlot] | None = None) -> list[str]:
    return [found.key for found in month_slots(config, month, standing=standing)]


def test_a_slot_says_everything_about_its_place(basin: Basin, line: Line) -> None:
    night = slot("night", EVERY_DAY, "21:00", "09:00", required=2)
    config = basin(line([night], languages=["fr", "nl"]))
    # Tuesday: 21-22 evening 1 h x 2, 22-07 night 9 h x 3, 07-09 day 2 h x 1 = 31.
    assert month_slots(config, JANUARY)[4] == Slot(
        key="nurse/2027-01-05/night",
        line="nurse",
        template="night",
        start=utc("2027-01-05T20:00"),
        end=utc("2027-01-06T08:00"),
        required=2,
        burden=31,
        categories=("night",),
        languages=("fr", "nl"),
    )


def test_a_slot_belongs_to_the_month_in_which_it_starts(basin: Basin) -> None:
    found = month_slots(basin(), JANUARY)
    assert len(found) == 31
    assert found[0].start == utc("2027-01-01T20:00")
    assert found[-1].key == "nurse/2027-01-31/night"
    assert found[-1].end == utc("2027-02-01T08:00")


def test_new_years_eve_runs_into_the_next_year(basin: Basin) -> None:
    eve = month_slots(basin(), Month(2026, 12))[-1]
    assert eve.key == "nurse/2026-12-31/night"
    assert (eve.start, eve.end) == (utc("2026-12-31T20:00"), utc("2027-01-01T08:00"))
    # Thursday 21-22 evening 1 h x 2, 22-24 night 2 h x 3; New Year's Day 00-09 holiday 9 h x 4: 2 + 6 + 36.
    assert eve.burden == 44
    assert eve.categories == ("night", "holiday")


def test_a_first_month_opens_with_the_rest_of_the_night(basin: Basin) -> None:
    opening, first, *_ = month_slots(basin(), JANUARY, standing=())
    assert opening.key == "nurse/2027-01-01/opening-night"
    assert opening.template == "night"
    assert (opening.start, opening.end) == (utc("2026-12-31T23:00"), utc("2027-01-01T08:00"))
    # 00-09 of a holiday: 9 h x 4.
    assert opening.burden == 36
    assert first.key == "nurse/2027-01-01/night"


def test_only_the_lines_that_open_get_one(basin: Basin, line: Line) -> None:
    night = slot("night", EVERY_DAY, "21:00", "09:00")
    config = basin(line([night], "nurse"), line([night], "pharmacy"))
    night_before = FilledSlot(
        "nurse/2026-12-31/night",
        "nurse",
        "2026-12",
        utc("2026-12-31T20:00"),
        utc("2027-01-01T08:00"),
        31,
        (None,),
    )
    assert [key for key in keys(config, JANUARY, [night_before]) if "opening" in key] == [
        "pharmacy/2027-01-01/opening-night"
    ]
    assert not any("opening" in key for key in keys(config, JANUARY))


def test_a_duty_that_starts_at_the_first_midnight_needs_no_opening(basin: Basin, line: Line) -> None:
    config = basin(line([slot("whole-day", EVERY_DAY, "00:00", "00:00")]))
    assert keys(config, JANUARY, ())[0] == "nurse/2027-01-01/whole-day"
    assert month_slots(config, JANUARY)[0].start == utc("2026-12-31T23:00")


def test_a_duty_that_only_lingers_for_the_handover_does_not_open_a_month(basin: Basin, line: Line) -> None:
    config = basin(line([slot("late", EVERY_DAY, "12:00", "00:00", overlap_minutes=30)]))
    assert keys(config, JANUARY, ())[0] == "nurse/2027-01-01/late"


def test_an_overlap_lengthens_a_duty_and_its_burden(basin: Basin, line: Line) -> None:
    plain = basin(line([slot("day", ["tu"], "09:00", "12:00")]))
    longer = basin(line([slot("day", ["tu"], "09:00", "12:00", overlap_minutes=90)]))
    assert month_slots(plain, JANUARY)[0].burden == 3
    # 4.5 hours of day at 1 point, half up: 5.
    assert month_slots(longer, JANUARY)[0].burden == 5
    assert month_slots(longer, JANUARY)[0].end == utc("2027-01-05T12:30")


def test_a_week_long_duty_opens_with_the_days_that_are_left(basin: Basin, line: Line) -> None:
    config = basin(line([slot("week", ["mo"], "08:00", "08:00", length_days=7)]))
    opening, first, *_ = month_slots(config, JANUARY, standing=())
    # The week that began on Monday 28 December is left from Friday 00:00 to Monday 4 January 08:00.
    assert opening.key == "nurse/2027-01-01/opening-week"
    assert (opening.start, opening.end) == (utc("2026-12-31T23:00"), utc("2027-01-04T07:00"))
    assert (first.start, first.end) == (utc("2027-01-04T07:00"), utc("2027-01-11T07:00"))


def test_duties_of_one_template_that_overlap_open_one_by_one(basin: Basin, line: Line) -> None:
    config = basin(line([slot("two-days", EVERY_DAY, "08:00", "08:00", length_days=2)]))
    opening = month_slots(config, JANUARY, standing=())[:2]
    assert [(found.key, found.end) for found in opening] == [
        ("nurse/2027-01-01/opening-two-days", utc("2027-01-02T07:00")),
        ("nurse/2027-01-01/opening-two-days-2", utc("2027-01-01T07:00")),
    ]


def test_a_holiday_is_of_no_weekday(basin: Basin, line: Line) -> None:
    config = basin(
        line(
            [
                slot("sunday", ["su"], "09:00", "21:00"),
                slot("saturday", ["sa"], "09:00", "21:00"),
                slot("holiday", ["holiday"], "10:00", "18:00"),
            ]
        )
    )
    # Assumption, 15 August 2027, is a Sunday.
    assert keys(config, Month(2027, 8)) == [
        "nurse/2027-08-01/sunday",
        "nurse/2027-08-07/saturday",
        "nurse/2027-08-08/sunday",
        "nurse/2027-08-14/saturday",
        "nurse/2027-08-15/holiday",
        "nurse/2027-08-21/saturday",
        "nurse/2027-08-22/sunday",
        "nurse/2027-08-28/saturday",
        "nurse/2027-08-29/sunday",
    ]


def test_a_basin_decides_which_days_are_holidays(basin: Basin, line: Line) -> None:
    bridge = {"date": "2027-05-07", "names": {"fr": "Pont", "nl": "Brugdag"}}
    duty = line([slot("holiday", ["holiday"], "10:00", "18:00")])
    own = basin(duty, holidays={"add": [bridge], "skip": ["2027-05-17"]})
    # 1 May, Ascension on the 6th, and the bridge; Pentecost Monday on the 17th is skipped.
    assert keys(own, Month(2027, 5)) == [
        "nurse/2027-05-01/holiday",
        "nurse/2027-05-06/holiday",
        "nurse/2027-05-07/holiday",
    ]


def test_the_leap_day_has_its_duties(basin: Basin) -> None:
    found = month_slots(basin(), Month(2028, 2))
    assert len(found) == 29
    assert found[-1].key == "nurse/2028-02-29/night"
    assert found[-1].end == utc("2028-03-01T08:00")


def test_the_nights_of_the_clock_changes_weigh_what_they_last(basin: Basin) -> None:
    march = {found.key: found for found in month_slots(basin(), Month(2027, 3))}["nurse/2027-03-27/night"]
    october = {found.key: found for found in month_slots(basin(), Month(2027, 10))}["nurse/2027-10-30/night"]
    # 21-22 and the weekend's 07-09 weigh 2 an hour: March 2 + 8 x 3 + 4 = 30, October 2 + 10 x 3 + 4 = 36.
    assert ((march.end - march.start).total_seconds() / 3600, march.burden) == (11, 30)
    assert ((october.end - october.start).total_seconds() / 3600, october.burden) == (13, 36)


def test_a_duty_inside_the_skipped_hour_does_not_take_place(basin: Basin, line: Line) -> None:
    config = basin(
        line(
            [
                slot("before", ["su"], "00:00", "02:00"),
                slot("skipped", ["su"], "02:00", "03:00"),
                slot("after", ["su"], "03:00", "08:00"),
            ]
        )
    )
    on_the_day = [found for found in month_slots(config, Month(2027, 3)) if "2027-03-28" in found.key]
    assert [found.template for found in on_the_day] == ["before", "after"]
    assert on_the_day[0].end == on_the_day[1].start == utc("2027-03-28T01:00")


def test_slots_come_by_start_then_line(basin: Basin, line: Line) -> None:
    early = slot("early", EVERY_DAY, "08:00", "16:00")
    late = slot("late", EVERY_DAY, "16:00", "08:00")
    config = basin(line([late, early], "pharmacy"), line([early, late], "nurse"))
    assert keys(config, JANUARY)[:4] == [
        "nurse/2027-01-01/early",
        "pharmacy/2027-01-01/early",
        "nurse/2027-01-01/late",
        "pharmacy/2027-01-01/late",
    ]


def test_two_slots_of_one_name_are_refused(basin: Basin, line: Line) -> None:
    config = basin(
        line([slot("night", EVERY_DAY, "21:00", "09:00"), slot("opening-night", EVERY_DAY, "09:00", "21:00")])
    )
    with pytest.raises(
        BadInput, match="two slots would be called nurse/2027-01-01/opening-night; give the slot"
    ):
        month_slots(config, JANUARY, standing=())
