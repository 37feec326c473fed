"""Use by kind of duty, hour and quarter, reckoned by hand, and the hints that come of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from garde.activity.duties import ServedDuty, hours_by_clock
from garde.activity.report import BandCount, ClosedDoor, Contacts, Counts, DutyReport
from garde.activity.telling import hint_told, rule_told
from garde.activity.use import DoorUse, Hint, HourUse, KindUse, QuarterUse, Use, use_of
from garde.calendar.intervals import Interval
from garde.rota import FilledSlot
from tests.garde.activity.conftest import CONFIG, came
from tests.garde.town import instant, service, slot

NORTH = service("north", quarter="one")
FIRST = date(2027, 1, 11)
"""A Monday without holidays around."""


def duty(day: date, *, hours: tuple[int, int] = (8, 20), kind: str = "day") -> ServedDuty:
    """north's duty, from and until these hours in UTC: an hour more on the clock."""
    filled = slot(f"pharmacy/{day}/{kind}", ["north"])
    start = filled.start.replace(hour=hours[0])
    placed = FilledSlot(
        **{name: getattr(filled, name) for name in filled.__slots__}
        | {"start": start, "end": start + timedelta(hours=(hours[1] - hours[0]) % 24 or 24)}
    )
    return ServedDuty(placed, "north", (Interval(placed.start, placed.end),))


def told(of: ServedDuty, *contacts: Contacts, bands: tuple[BandCount, ...] = ()) -> DutyReport:
    one = of.slot
    return DutyReport(
        1, one.key, "north", one.line, one.month, one.start, one.end, Counts(contacts, bands=bands),
        one.end, "ann", "coordinator",
    )  # fmt: skip


def door(day: date, hour: int, people: int, quarter: str | None = "one") -> ClosedDoor:
    start = datetime.combine(day, instant("2027-01-01T00:00").timetz()).replace(hour=hour)
    return ClosedDoor(
        1, "north", "pharmacy", "closed", day, hour, start, quarter, people, start, "ann", "service"
    )


def use(duties: list[ServedDuty], reports: list[DutyReport], doors: list[ClosedDoor] | None = None) -> Use:
    return use_of(duties, reports, doors or [], CONFIG, [NORTH])


def days(count: int, *, weekday: int = 0) -> list[date]:
    """So many Mondays, or other days of the week, one after the other; no Wednesday of them is a holiday."""
    return [FIRST + timedelta(days=7 * number + weekday) for number in range(count)]


def test_rates_count_reported_duties_only() -> None:
    monday, tuesday = duty(FIRST), duty(FIRST + timedelta(days=1))
    saturday = duty(FIRST + timedelta(days=5))
    found = use([monday, tuesday, saturday], [told(monday, came(6)), told(saturday)])
    # 6 people in Monday's 12 hours; of Tuesday nothing is known.
    assert found.kinds == (
        KindUse("pharmacy", "day", "workday", duties=2, reported=1, hours=12.0, people=6, quiet=0),
        KindUse("pharmacy", "day", "saturday", duties=1, reported=1, hours=12.0, people=0, quiet=1),
    )
    assert [one.rate for one in found.kinds] == [0.5, 0.0]
    assert found.quarters == (QuarterUse("pharmacy", "one", 3, 2, 24.0, 6, 1, 0),)


def test_a_holiday_is_no_workday() -> None:
    new_year = duty(date(2027, 1, 1))
    assert [one.day for one in use([new_year], []).kinds] == ["holiday"]


def test_parts_of_the_day_count_reports_that_tell_of_everybody() -> None:
    monday, tuesday, wednesday = (duty(FIRST + timedelta(days=number)) for number in range(3))
    reports = [
        told(monday, came(3), bands=(BandCount(9, 2), BandCount(18, 1))),
        told(tuesday, came(5), bands=(BandCount(9, 1),)),
        told(wednesday),
    ]
    # Tuesday tells the hour of one in five; Wednesday was quiet, which is told of all its hours.
    assert use([monday, tuesday, wednesday], reports).hours == (
        HourUse("pharmacy", "workday", 9, duties=2, hours=6.0, people=2, quiet=1, served=3),
        HourUse("pharmacy", "workday", 12, duties=2, hours=6.0, people=0, quiet=2, served=3),
        HourUse("pharmacy", "workday", 15, duties=2, hours=6.0, people=0, quiet=2, served=3),
        HourUse("pharmacy", "workday", 18, duties=2, hours=6.0, people=1, quiet=1, served=3),
    )


def test_a_night_belongs_to_two_days() -> None:
    # Friday 20:00 to Saturday 08:00 local.
    night = duty(FIRST + timedelta(days=4), hours=(19, 7), kind="night")
    found = use([night], [told(night, came(4), bands=(BandCount(21, 1), BandCount(0, 3)))])
    assert [(one.day, one.hour, one.hours, one.people) for one in found.hours] == [
        ("workday", 18, 1.0, 0),
        ("workday", 21, 3.0, 1),
        ("saturday", 0, 3.0, 3),
        ("saturday", 3, 3.0, 0),
        ("saturday", 6, 2.0, 0),
    ]


def test_the_doubled_hour_lasts_two() -> None:
    zone = datetime.fromisoformat("2027-10-31T00:00+02:00")
    from zoneinfo import ZoneInfo

    times = [Interval(zone, zone + timedelta(hours=5))]
    lengths = {
        hour: length for (_, hour), length in hours_by_clock(times, ZoneInfo("Europe/Brussels")).items()
    }
    assert lengths == {0: 1.0, 1: 1.0, 2: 2.0, 3: 1.0}


@pytest.mark.parametrize(
    ("duties", "reported", "quiet", "hinted"),
    [
        (12, 12, 12, True),
        (11, 11, 11, False),
        (24, 12, 12, True),
        (25, 12, 12, False),
        (20, 20, 18, True),
        (20, 20, 17, False),
    ],
)
def test_hours_could_be_dropped_where_enough_is_known(
    duties: int, reported: int, quiet: int, hinted: bool
) -> None:
    all_of_them = [duty(day) for day in days(duties, weekday=2)]
    reports = [
        told(one, *([] if number < quiet else [came(1)])) for number, one in enumerate(all_of_them[:reported])
    ]
    hints = [one for one in use(all_of_them, reports).hints if one.kind]
    expected = Hint("drop", "pharmacy", "workday", reported - quiet, reported, kind="day")
    assert hints == ([expected] if hinted else [])


def test_single_hours_could_be_dropped_of_a_duty_that_is_used() -> None:
    duties = [duty(day) for day in days(12, weekday=2)]
    reports = [told(one, came(3), bands=(BandCount(9, 2), BandCount(12, 1))) for one in duties]
    assert use(duties, reports).hints == (
        Hint("drop", "pharmacy", "workday", 0, 12, first=15, last=18),
        Hint("drop", "pharmacy", "workday", 0, 12, first=18, last=21),
    )


def test_single_hours_are_judged_only_where_half_of_all_duties_tell_them() -> None:
    duties = [duty(day) for day in days(25, weekday=2)]
    reports = [told(one, came(3), bands=(BandCount(9, 3),)) for one in duties[:12]]
    # 12 of 25 are less than half; 12 of 24 are half.
    assert use(duties, reports).hints == ()
    hints = use(duties[:24], reports).hints
    assert [(one.first, one.last) for one in hints] == [(12, 15), (15, 18), (18, 21)]


def test_hours_could_be_added_where_people_stood_before_the_door() -> None:
    saturdays = days(3, weekday=5)
    enough = [door(saturdays[0], 9, 3), door(saturdays[1], 9, 2), door(saturdays[2], 9, 2)]
    found = use([], [], [*enough, door(saturdays[0], 10, 20)])
    # Twenty at ten, but on one day only: something happened that day.
    assert found.doors == (
        DoorUse("pharmacy", "saturday", 9, 7, 3, 0),
        DoorUse("pharmacy", "saturday", 10, 20, 1, 0),
    )
    assert found.hints == (Hint("add", "pharmacy", "saturday", 7, 3, first=9, last=10),)
    assert use([], [], [door(day, 9, 1) for day in days(4, weekday=5)]).hints == ()
    assert found.quarters == (QuarterUse("pharmacy", "one", 0, 0, 0.0, 0, 0, before_the_door=27),)


def test_people_who_stood_there_while_another_was_on_duty_need_to_be_shown_the_way() -> None:
    saturdays = days(3, weekday=5)
    doors = [door(day, 9, 2) for day in saturdays]
    # Six people in all; duties from 08:00 UTC on cover the hour, on two Saturdays and on one.
    two = use([duty(day) for day in saturdays[:2]], [], doors)
    assert (two.doors[0].elsewhere, two.hints[0].what) == (4, "show")
    one = use([duty(saturdays[0])], [], doors)
    assert (one.doors[0].elsewhere, one.hints[0].what) == (2, "add")
    assert "while another service was on duty" in hint_told(two.hints[0], CONFIG, "en")


def test_hints_are_told_in_three_languages() -> None:
    added = Hint("add", "pharmacy", "saturday", 7, 4, first=9, last=10)
    assert hint_told(added, CONFIG, "en") == (
        "Pharmacy: hours could be added. 7 people found before a closed door on Saturdays, 9:00 to 10:00, "
        "on 4 different days."
    )
    assert "le samedi, de 9 h à 10 h" in hint_told(added, CONFIG, "fr")
    assert "op zaterdag, van 9 tot 10 uur" in hint_told(added, CONFIG, "nl")
    dropped = Hint("drop", "pharmacy", "workday", 0, 26, kind="night")
    assert "People who came: 0, in 26 duties" in hint_told(dropped, CONFIG, "en")
    assert "at least 12 reported duties" in rule_told("en")
    assert "minstens 12 gemelde" in rule_told("nl")


def test_nothing_known_is_nothing_said() -> None:
    assert use([], []) == Use((), (), (), (), ())
