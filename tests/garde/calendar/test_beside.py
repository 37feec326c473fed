"""Months that are made one by one meet, in any order and though hours changed: no gap and no overlap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from garde.basin.config import BasinConfig
from garde.calendar.month import Month
from garde.calendar.slots import Slot, month_slots
from garde.rota import FilledSlot
from tests.garde.calendar.filled import (
    CHANGING,
    HOURS,
    MILLION,
    MONTHS,
    TARGETS,
    ZONES,
    filled,
    fills,
    service,
)
from tests.garde.calendar.test_fill_always import needed
from tests.garde.calendar.test_tiling import Tiling, tilings

Basin = Callable[..., BasinConfig]
Line = Callable[..., dict[str, Any]]

BRUSSELS = ZoneInfo("Europe/Brussels")
DECEMBER, JANUARY = Month(2026, 12), Month(2027, 1)
NIGHT = {"id": "night", "days": ["mo-su", "holiday"], "start": "21:00", "end": "09:00"}
DAY = {"id": "day", "days": ["mo-su", "holiday"], "start": "09:00", "end": "21:00"}


def standing(slots: Sequence[Slot], month: Month) -> list[FilledSlot]:
    """The slots as they are in force; nobody needs to fill them."""
    return [
        FilledSlot(s.key, s.line, str(month), s.start, s.end, s.burden, (None,) * s.required) for s in slots
    ]


def times(slots: Sequence[Slot]) -> list[str]:
    return [
        f"{slot.key.removeprefix('nurse/')}: {slot.start.astimezone(BRUSSELS):%d %H:%M} to "
        f"{slot.end.astimezone(BRUSSELS):%d %H:%M}"
        for slot in slots
    ]


def refuse_overlap(slots: Sequence[Slot]) -> None:
    assert all(left.end <= right.start for left, right in pairwise(sorted(slots, key=lambda s: s.start)))
    assert len({slot.key for slot in slots}) == len(slots)


def test_december_published_after_january_ends_where_january_opened(basin: Basin, line: Line) -> None:
    config = basin(line([DAY, NIGHT]))
    january = month_slots(config, JANUARY, standing=())
    assert times(january)[0] == "2027-01-01/opening-night: 01 00:00 to 01 09:00"
    december = month_slots(config, DECEMBER, standing=standing(january, JANUARY))
    assert times(december)[-1] == "2026-12-31/night: 31 21:00 to 01 00:00"
    # Three hours of a Thursday: one of evening at 2 and two of night at 3.
    assert december[-1].burden == 8
    # Planned again, January opens as before: December's night does not reach into it.
    assert month_slots(config, JANUARY, standing=standing(december, DECEMBER)) == january


def test_january_published_after_december_does_not_open(basin: Basin, line: Line) -> None:
    config = basin(line([DAY, NIGHT]))
    december = month_slots(config, DECEMBER, standing=())
    assert times(december)[-1] == "2026-12-31/night: 31 21:00 to 01 09:00"
    january = month_slots(config, JANUARY, standing=standing(december, DECEMBER))
    assert times(january)[0] == "2027-01-01/day: 01 09:00 to 01 21:00"
    assert month_slots(config, DECEMBER, standing=standing(january, JANUARY)) == month_slots(
        config, DECEMBER, standing=()
    )


def test_a_later_hand_over_leaves_no_hour_between_two_months(basin: Basin, line: Line) -> None:
    december = month_slots(basin(line([DAY, NIGHT])), DECEMBER, standing=())
    later = [DAY | {"start": "10:00"}, NIGHT | {"end": "10:00"}]
    january = month_slots(basin(line(later)), JANUARY, standing=standing(december, DECEMBER))
    assert times(january)[:2] == [
        "2027-01-01/opening-night: 01 09:00 to 01 10:00",
        "2027-01-01/day: 01 10:00 to 01 21:00",
    ]


def test_hours_that_changed_leave_no_hour_between_two_months(basin: Basin, line: Line) -> None:
    config = filled(basin, line, {"minimum_minutes": 60})
    december = month_slots(config, DECEMBER, services=[service("day", "Mo-Su 08:00-19:00")], standing=())
    assert times(december)[-1] == "2026-12-31/fill-2100: 31 21:00 to 01 08:00"
    shorter = [service("day", "Mo-Su 09:30-19:00")]
    january = month_slots(config, JANUARY, services=shorter, standing=standing(december, DECEMBER))
    assert times(january)[0] == "2027-01-01/fill-0800: 01 08:00 to 01 09:30"
    # The other way round: January is in force by the longer hours, and opened.
    opened = month_slots(config, JANUARY, services=[service("day", "Mo-Su 08:00-19:00")], standing=())
    before = month_slots(config, DECEMBER, services=shorter, standing=standing(opened, JANUARY))
    assert times(before)[-1] == "2026-12-31/fill-2100: 31 21:00 to 01 00:00"


def test_a_month_under_way_goes_on_where_the_running_duty_ends(basin: Basin, line: Line) -> None:
    config = filled(basin, line, {"minimum_minutes": 90})
    old = month_slots(config, JANUARY, services=[service("day", "Mo-Su 08:00-21:00")], standing=())
    at = datetime(2027, 1, 15, 22, tzinfo=BRUSSELS)
    begun = [slot for slot in standing(old, JANUARY) if slot.begun(at)]
    assert begun[-1].key == "nurse/2027-01-15/fill-2100"
    new = month_slots(config, JANUARY, services=[service("day", "Mo-Su 10:00-18:00")], standing=begun, at=at)
    assert times(new)[:3] == [
        "2027-01-16/fill-0800: 16 08:00 to 16 10:00",
        "2027-01-16/fill-1800: 16 18:00 to 16 21:00",
        "2027-01-16/fill-2100: 16 21:00 to 17 10:00",
    ]


def test_nothing_is_added_to_what_has_gone_by(basin: Basin, line: Line) -> None:
    config = filled(basin, line, {"minimum_minutes": 60})
    old = month_slots(config, JANUARY, services=[service("day", "Mo-Su 08:00-21:00")], standing=())
    at = datetime(2027, 1, 15, 15, tzinfo=BRUSSELS)
    begun = [slot for slot in standing(old, JANUARY) if slot.begun(at)]
    noon = [service("day", "Mo-Su 08:00-12:00,13:00-14:00,17:00-21:00")]
    # Today's hour at noon is over; the three hours that began at 14:00 are not.
    assert times(month_slots(config, JANUARY, services=noon, standing=begun, at=at))[:2] == [
        "2027-01-15/fill-1400: 15 14:00 to 15 17:00",
        "2027-01-15/fill-2100: 15 21:00 to 16 08:00",
    ]


@given(tiling=tilings(), zone=st.sampled_from(ZONES), month=MONTHS | CHANGING)
@settings(max_examples=25, deadline=None)
def test_fixed_months_tile_whichever_is_made_first(
    basin: Basin, line: Line, tiling: Tiling, zone: str, month: Month
) -> None:
    config = basin(line([*tiling.templates]), timezone=zone)
    following = month.next()
    for first, second in ((month, following), (following, month)):
        made = month_slots(config, first, standing=())
        added = month_slots(config, second, standing=standing(made, first))
        whole = sorted([*made, *added], key=lambda slot: slot.start)
        assert whole[0].start == month.start(ZoneInfo(zone))
        assert all(left.end == right.start for left, right in pairwise(whole))
        assert len({slot.key for slot in whole}) == len(whole)
        # What is made again around the other changes nothing.
        assert month_slots(config, first, standing=standing(added, second)) == made


@given(
    fill=fills(),
    target=st.sampled_from(TARGETS),
    hours=st.lists(st.sampled_from(HOURS), max_size=3),
    changed=st.lists(st.sampled_from(HOURS), max_size=3),
    zone=st.sampled_from(ZONES),
    month=MONTHS | CHANGING,
    asked=st.lists(st.integers(0, MILLION - 1), min_size=6, max_size=6),
)
@settings(max_examples=50, deadline=None)
def test_filled_months_meet_whichever_is_made_first_and_however_hours_change(
    basin: Basin,
    line: Line,
    fill: dict[str, Any],
    target: str,
    hours: list[str | None],
    changed: list[str | None],
    zone: str,
    month: Month,
    asked: list[int],
) -> None:
    config = filled(basin, line, fill, target_hours=target, timezone=zone)
    old, new = (
        [service(f"s{number}", text) for number, text in enumerate(texts)] for texts in (hours, changed)
    )
    following = month.next()
    seam = following.start(ZoneInfo(zone))
    for first, second in ((month, following), (following, month)):
        made = month_slots(config, first, services=old, standing=())
        added = month_slots(config, second, services=new, standing=standing(made, first))
        refuse_overlap([*made, *added])
        start, end = second.start(ZoneInfo(zone)), second.end(ZoneInfo(zone))
        # Anywhere in the month, and around the night in which the two meet.
        instants = [start + (end - start) / MILLION * part for part in asked]
        instants += [seam + timedelta(minutes=part * 1440 // MILLION) for part in asked]
        instants += [seam - timedelta(minutes=1 + part * 1440 // MILLION) for part in asked]
        for instant in (one for one in instants if start <= one < end):
            if needed(config, new, instant):
                assert any(slot.start <= instant < slot.end for slot in (*made, *added))


@given(
    fill=fills(),
    target=st.sampled_from(TARGETS),
    hours=st.lists(st.sampled_from(HOURS), max_size=3),
    changed=st.lists(st.sampled_from(HOURS), max_size=3),
    month=MONTHS | CHANGING,
    now=st.integers(0, MILLION - 1),
    asked=st.lists(st.integers(0, MILLION - 1), min_size=8, max_size=8),
)
@settings(max_examples=40, deadline=None)
def test_a_filled_month_under_way_is_made_again_around_what_has_begun(
    basin: Basin,
    line: Line,
    fill: dict[str, Any],
    target: str,
    hours: list[str | None],
    changed: list[str | None],
    month: Month,
    now: int,
    asked: list[int],
) -> None:
    config = filled(basin, line, fill, target_hours=target)
    old, new = (
        [service(f"s{number}", text) for number, text in enumerate(texts)] for texts in (hours, changed)
    )
    start, end = month.start(BRUSSELS), month.end(BRUSSELS)
    at = (start + (end - start) / MILLION * now).astimezone(UTC)
    published = month_slots(config, month, services=old, standing=())
    begun = [slot for slot in standing(published, month) if slot.begun(at)]
    again = month_slots(config, month, services=new, standing=begun, at=at)
    kept = [slot for slot in published if slot.start <= at]
    refuse_overlap([*kept, *again])
    if kept:
        assert all(slot.end > at for slot in again)
    for part in asked:
        instant = at + (end - at) / MILLION * part
        if needed(config, new, instant):
            assert any(slot.start <= instant < slot.end for slot in (*kept, *again))
