from __future__ import annotations

import pytest

from garde.basin.load import load_basin, shipped_basins
from garde.calendar.intervals import Interval
from garde.calendar.month import Month
from garde.calendar.slots import month_slots
from garde.calendar.timeline import coverage_gaps, month_target


@pytest.mark.parametrize("basin_id", sorted(shipped_basins()))
def test_the_duties_of_a_shipped_basin_cover_its_target_hours_all_year(basin_id: str) -> None:
    config = load_basin(shipped_basins()[basin_id])
    for number in range(12):
        month = Month(2027, 1).plus(number)
        slots = month_slots(config, month, standing=())
        for line in config.lines:
            duties = [Interval(slot.start, slot.end) for slot in slots if slot.line == line.id]
            target = month_target(line, month, config=config)
            assert target
            assert coverage_gaps(target, duties) == (), f"{line.id} in {month}"
