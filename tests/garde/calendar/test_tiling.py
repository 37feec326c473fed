"""Ten years of months, several time zones, random templates that tile the day: no minute lost or doubled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from garde.basin.config import BasinConfig
from garde.calendar.localtime import resolve_handover
from garde.calendar.month import Month
from garde.calendar.slots import Slot, month_slots

Basin = Callable[..., BasinConfig]
Line = Callable[..., dict[str, Any]]

ZONES = ["Europe/Brussels", "America/New_York", "Australia/Lord_Howe", "UTC", "Asia/Kathmandu"]
KINDS = ["mo", "tu", "we", "th", "fr", "sa", "su", "holiday"]
FULL_DAY = 24 * 60


@dataclass(frozen=True)
class Tiling:
    """Templates whose days each run from the same first hand-over to that of the next day."""

    handover: int
    templates: tuple[dict[str, Any], ...]


def clock(minute: int) -> str:
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"


@st.composite
def tilings(draw: st.DrawFn) -> Tiling:
    # Hand-overs fall often into the hours that clocks skip and repeat.
    minutes = st.integers(0, FULL_DAY - 1) | st.integers(60, 210)
    handover = draw(minutes)
    some = draw(st.sets(st.sampled_from(KINDS)))
    templates = []
    for group, kinds in enumerate((sorted(some), sorted(set(KINDS) - some))):
        later = draw(st.sets(minutes.filter(lambda minute: minute > handover), max_size=4))
        cuts = [handover, *sorted(later), FULL_DAY + handover]
        for number, (start, end) in enumerate(pairwise(cuts)):
            if kinds:
                hours = {"start": clock(start), "end": clock(end)}
                templates.append({"id": f"part-{group}-{number}", "days": kinds, **hours})
    return Tiling(handover, tuple(templates))


def check_months(config: BasinConfig, tiling: Tiling, first: Month, count: int) -> None:
    """The slots tile the time from the first midnight on, and each month's from its first hand-over."""
    zone = ZoneInfo(config.timezone)
    handover = time(tiling.handover // 60, tiling.handover % 60)
    opened = month_slots(config, first, standing=())
    assert opened[0].start == first.start(zone)
    months = [month_slots(config, first.plus(number)) for number in range(count)]
    for number, slots in enumerate(months):
        month = first.plus(number)
        assert slots[0].start == resolve_handover(month.first_day, handover, zone)
        assert slots[-1].end == resolve_handover(month.last_day + timedelta(days=1), handover, zone)
    whole: list[Slot] = [*opened, *(slot for slots in months[1:] for slot in slots)]
    assert all(left.end == right.start for left, right in pairwise(whole))
    assert sum((slot.end - slot.start for slot in whole), timedelta()) == whole[-1].end - first.start(zone)
    assert len({slot.key for slot in whole}) == len(whole)
    assert all(slot.key.split("/")[1] == slot.start.astimezone(zone).date().isoformat() for slot in whole)


MONTHS = st.builds(Month, st.integers(2024, 2033), st.integers(1, 12))
# The months of the clock changes of all those zones, north and south.
CHANGING = st.builds(Month, st.integers(2024, 2033), st.sampled_from([3, 4, 10, 11]))


@given(tiling=tilings(), zone=st.sampled_from(ZONES), month=MONTHS | CHANGING)
@settings(max_examples=40, deadline=None)
def test_the_slots_of_any_two_months_tile_them(
    basin: Basin, line: Line, tiling: Tiling, zone: str, month: Month
) -> None:
    check_months(basin(line([*tiling.templates]), timezone=zone), tiling, month, 2)


@pytest.mark.long
@pytest.mark.parametrize("zone", ZONES)
@given(tiling=tilings())
@settings(max_examples=25, deadline=None)
def test_the_slots_of_ten_years_tile_them(basin: Basin, line: Line, tiling: Tiling, zone: str) -> None:
    check_months(basin(line([*tiling.templates]), timezone=zone), tiling, Month(2024, 1), 120)


@pytest.mark.parametrize("zone", ZONES)
def test_ten_years_of_days_and_nights_last_as_long_as_they_are(basin: Basin, line: Line, zone: str) -> None:
    tiling = Tiling(
        150,
        (
            {"id": "day", "days": KINDS, "start": "02:30", "end": "14:30"},
            {"id": "night", "days": KINDS, "start": "14:30", "end": "02:30"},
        ),
    )
    check_months(basin(line([*tiling.templates]), timezone=zone), tiling, Month(2024, 1), 120)
