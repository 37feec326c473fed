from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from garde.basin.load import load_basin, shipped_basins
from garde.basin.service import Service
from garde.calendar.intervals import Interval
from garde.calendar.month import Month
from garde.calendar.slots import month_slots
from garde.calendar.timeline import coverage_gaps, target_intervals
from garde.demo.invent import invented_services

BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.mark.parametrize("basin_id", sorted(shipped_basins()))
def test_the_duties_of_a_shipped_basin_cover_its_target_hours_all_year(basin_id: str) -> None:
    config = load_basin(shipped_basins()[basin_id])
    for number in range(12):
        month = Month(2027, 1).plus(number)
        slots = month_slots(config, month, standing=())
        for line in config.lines:
            duties = [Interval(slot.start, slot.end) for slot in slots if slot.line == line.id]
            target = target_intervals(line, month.start(BRUSSELS), month.end(BRUSSELS), config=config)
            assert target
            assert coverage_gaps(target, duties) == (), f"{line.id} in {month}"


def test_the_demos_welcome_desk_asks_for_just_the_hours_in_which_no_centre_is_open() -> None:
    config = load_basin(shipped_basins()["demo"])
    services = invented_services(config)
    slots = [s for s in month_slots(config, Month(2027, 3), services=services) if s.line == "reception"]
    told = [
        f"{s.start.astimezone(BRUSSELS):%a %d %H:%M} to {s.end.astimezone(BRUSSELS):%a %H:%M}" for s in slots
    ]
    # The week of the 8th; on Wednesdays some centres are open until eight. The 29th is Easter Monday.
    week = [text for text in told if "08" <= text.split()[1] <= "14"]
    assert week == [
        "Mon 08 17:00 to Mon 22:00",
        "Mon 08 22:00 to Tue 09:00",
        "Tue 09 17:00 to Tue 22:00",
        "Tue 09 22:00 to Wed 09:00",
        "Wed 10 20:00 to Thu 09:00",
        "Thu 11 17:00 to Thu 22:00",
        "Thu 11 22:00 to Fri 09:00",
        "Fri 12 17:00 to Fri 22:00",
        "Fri 12 22:00 to Sat 08:00",
        "Sat 13 08:00 to Sat 15:00",
        "Sat 13 15:00 to Sat 22:00",
        "Sat 13 22:00 to Sun 08:00",
        "Sun 14 08:00 to Sun 15:00",
        "Sun 14 15:00 to Sun 22:00",
        "Sun 14 22:00 to Mon 09:00",
    ]
    assert [text for text in told if text.split()[1] == "29"] == [
        "Mon 29 08:00 to Mon 15:00",
        "Mon 29 15:00 to Mon 22:00",
        "Mon 29 22:00 to Tue 09:00",
    ]


def test_family_planning_in_nord_est_asks_for_less_once_the_centres_hours_are_known() -> None:
    config = load_basin(shipped_basins()["nord-est"])

    def hours(*services: Service) -> set[str]:
        slots = month_slots(config, Month(2027, 3), services=services)
        return {
            f"{s.start.astimezone(BRUSSELS):%H:%M} to {s.end.astimezone(BRUSSELS):%H:%M}"
            for s in slots
            if s.line == "family-planning"
        }

    assert hours() == {"17:00 to 21:00", "10:00 to 18:00"}
    open_ = Service("a", "a", "1030", ("family-planning",), opening_hours="Mo-Fr 10:00-19:00; Sa 10:00-13:00")
    # Easter Monday, the 29th, is one of these days for a centre that does not say PH off.
    assert hours(open_) == {"19:00 to 21:00", "13:00 to 18:00", "10:00 to 18:00"}
