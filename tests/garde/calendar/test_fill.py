"""Fill: duties for just the hours in which too few services are open by themselves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from garde.basin.config import Fill
from garde.basin.service import Service
from garde.calendar.fill import cut
from garde.calendar.intervals import Interval
from garde.calendar.month import Month
from garde.calendar.slots import Slot, month_slots
from tests.garde.calendar.filled import Basin, Line, filled, service

BRUSSELS = ZoneInfo("Europe/Brussels")


def shown(slots: tuple[Slot, ...], zone: ZoneInfo = BRUSSELS) -> list[str]:
    return [
        f"{slot.key.removeprefix('nurse/')}: {slot.start.astimezone(zone):%a %H:%M} to "
        f"{slot.end.astimezone(zone):%a %H:%M}"
        for slot in slots
    ]


def at(text: str, zone: ZoneInfo = BRUSSELS) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def pieces(start: str, end: str, **fill: Any) -> list[str]:
    """How a stretch is cut with hand-overs at nine, as clock times."""
    rules = Fill.model_validate({"handovers": ["09:00", "21:00"]} | fill)
    duties = cut(Interval(at(start), at(end)), rules, BRUSSELS)
    assert [left.end == right.start for left, right in pairwise(duties)] == [True] * (len(duties) - 1)
    return [f"{duty.start.astimezone(BRUSSELS):%H:%M}" for duty in duties] + [
        f"{duties[-1].end.astimezone(BRUSSELS):%H:%M}"
    ]


def test_a_stretch_is_cut_at_each_hand_over() -> None:
    assert pieces("2027-01-04T15:00", "2027-01-05T18:00") == ["15:00", "21:00", "09:00", "18:00"]


def test_what_is_too_short_at_either_end_is_joined_with_its_neighbour() -> None:
    limits = {"minimum_minutes": 120, "maximum_minutes": 840}
    # 19:30 to 21:00 is an hour and a half; with the night, 13.5 of at most 14 hours.
    assert pieces("2027-01-04T19:30", "2027-01-05T09:00", **limits) == ["19:30", "09:00"]
    assert pieces("2027-01-04T21:00", "2027-01-05T10:30", **limits) == ["21:00", "10:30"]


def test_where_both_together_are_too_long_the_hand_over_moves() -> None:
    limits = {"minimum_minutes": 180, "maximum_minutes": 720}
    # 18:30 to 21:00 is half an hour short of three; with the night it would last 14.5 hours of at most 12.
    assert pieces("2027-01-04T18:30", "2027-01-05T09:00", **limits) == ["18:30", "21:30", "09:00"]
    assert pieces("2027-01-04T21:00", "2027-01-05T11:00", **limits) == ["21:00", "08:00", "11:00"]
    # At both ends; the night would last from 23:00 to 11:30, half an hour too long.
    assert pieces("2027-01-04T20:00", "2027-01-05T11:30", **limits) == ["20:00", "23:00", "08:30", "11:30"]
    # Shortened at its beginning, it has room for the hour and a half at its end.
    assert pieces("2027-01-04T20:00", "2027-01-05T10:30", **limits) == ["20:00", "23:00", "10:30"]


def test_the_hand_over_moves_where_that_leaves_both_just_long_enough() -> None:
    # One hour and twelve; thirteen hours are two duties of six and a half.
    limits = {"minimum_minutes": 390, "maximum_minutes": 720}
    assert pieces("2027-01-04T20:00", "2027-01-05T09:00", **limits) == ["20:00", "02:30", "09:00"]


def test_what_stands_alone_stays_short() -> None:
    assert pieces("2027-01-04T12:30", "2027-01-04T13:00", minimum_minutes=120) == ["12:30", "13:00"]


def test_what_cannot_be_put_right_stays_short() -> None:
    # One hour and twelve: thirteen are too many for one duty of at most 12, too few for two of 7.
    limits = {"minimum_minutes": 420, "maximum_minutes": 720}
    assert pieces("2027-01-04T20:00", "2027-01-05T09:00", **limits) == ["20:00", "21:00", "09:00"]


def test_octobers_night_is_not_cut_for_its_hour() -> None:
    limits = {"minimum_minutes": 120, "maximum_minutes": 720}
    rules = Fill.model_validate({"handovers": ["09:00", "21:00"]} | limits)
    (night,) = cut(Interval(at("2027-10-30T21:00"), at("2027-10-31T09:00")), rules, BRUSSELS)
    assert night.length == timedelta(hours=13)


def test_a_hand_over_in_the_skipped_hour_takes_place_at_the_jump() -> None:
    assert pieces("2027-03-27T21:00", "2027-03-28T09:00", handovers=["02:30", "14:30"]) == [
        "21:00",
        "03:00",
        "09:00",
    ]


def test_duties_are_made_for_just_the_hours_without_anybody(basin: Basin, line: Line) -> None:
    config = filled(basin, line, {"minimum_minutes": 120}, target_hours="Sa-Su")
    services = [
        service("early", "Sa 08:00-12:00"),
        service("late", "Sa 13:00-20:00"),
        service("nobody", None),
    ]
    # The first weekend of January 2027 is that of the 2nd and 3rd.
    assert shown(month_slots(config, Month(2027, 1), services=services))[:5] == [
        "2027-01-02/fill-0000: Sat 00:00 to Sat 08:00",
        "2027-01-02/fill-1200: Sat 12:00 to Sat 13:00",
        "2027-01-02/fill-2000: Sat 20:00 to Sun 09:00",
        "2027-01-03/fill-0900: Sun 09:00 to Sun 21:00",
        "2027-01-03/fill-2100: Sun 21:00 to Mon 00:00",
    ]


def test_enough_are_open_only_when_all_of_them_are(basin: Basin, line: Line) -> None:
    config = filled(basin, line, {"at_least": 2}, target_hours="Tu 08:00-20:00")
    services = [service("one", "Tu 08:00-14:00"), service("two", "Tu 10:00-18:00")]
    slots = month_slots(config, Month(2027, 1), services=services)
    # The day is cut at 09:00; what lies before it is an hour, and not shorter than the minimum of one.
    assert shown(slots)[:3] == [
        "2027-01-05/fill-0800: Tue 08:00 to Tue 09:00",
        "2027-01-05/fill-0900: Tue 09:00 to Tue 10:00",
        "2027-01-05/fill-1400: Tue 14:00 to Tue 20:00",
    ]
    assert {slot.required for slot in slots} == {2}
    alone = filled(basin, line, {"at_least": 2, "required": 1}, target_hours="Tu 08:00-20:00")
    assert {slot.required for slot in month_slots(alone, Month(2027, 1), services=services)} == {1}


def test_a_slot_of_fill_says_everything_about_its_place(basin: Basin, line: Line) -> None:
    config = filled(basin, line, {}, target_hours="Tu 18:00-24:00")
    # 18-22 evening 4 h x 2, cut at 21:00: 18-21 is 6; 21-22 evening 2 and 22-24 night 2 x 3 are 8.
    assert month_slots(config, Month(2027, 1), services=[])[:2] == (
        Slot("nurse/2027-01-05/fill-1800", "nurse", "fill", at("2027-01-05T18:00"), at("2027-01-05T21:00"),
             1, 6, ("evening",), ()),
        Slot("nurse/2027-01-05/fill-2100", "nurse", "fill", at("2027-01-05T21:00"), at("2027-01-06T00:00"),
             1, 8, ("night",), ()),
    )  # fmt: skip


def test_services_of_other_lines_and_gone_ones_do_not_count(basin: Basin, line: Line) -> None:
    config = filled(basin, line, {"maximum_minutes": 1440}, target_hours="Sa 09:00-21:00")
    elsewhere = Service("else", "else", "1030", ("pharmacy",), opening_hours="24/7")
    gone = service("gone", "24/7", active_until=date(2027, 1, 9))
    slots = month_slots(config, Month(2027, 1), services=[elsewhere, gone])
    assert [slot.key for slot in slots] == [f"nurse/2027-01-{day}/fill-0900" for day in ("16", "23", "30")]


def test_only_the_days_of_fill_get_duties(basin: Basin, line: Line) -> None:
    config = filled(basin, line, {"days": ["sa-su", "holiday"]})
    slots = month_slots(config, Month(2027, 1), services=[])
    # New Year's Day is a Friday, and the weekend follows: the stretch begins at midnight.
    assert shown(slots)[:3] == [
        "2027-01-01/fill-0000: Fri 00:00 to Fri 09:00",
        "2027-01-01/fill-0900: Fri 09:00 to Fri 21:00",
        "2027-01-01/fill-2100: Fri 21:00 to Sat 09:00",
    ]
    assert shown(slots)[6] == "2027-01-03/fill-2100: Sun 21:00 to Mon 00:00"
    assert shown(slots)[7].startswith("2027-01-09/fill-0000")


def test_a_first_month_opens_with_the_rest_of_the_duty_then_running(basin: Basin, line: Line) -> None:
    config = filled(basin, line, {"minimum_minutes": 180})
    by_day = [service("day", "Mo-Su 08:00-19:00")]
    opened = month_slots(config, Month(2027, 10), services=by_day, standing=())
    assert shown(opened)[:2] == [
        "2027-10-01/opening-fill: Fri 00:00 to Fri 08:00",
        "2027-10-01/fill-1900: Fri 19:00 to Sat 08:00",
    ]
    assert shown(month_slots(config, Month(2027, 10), services=by_day))[0].startswith("2027-10-01/fill-1900")


def test_a_month_that_begins_with_a_duty_of_its_own_is_not_opened(basin: Basin, line: Line) -> None:
    config = filled(basin, line, {"handovers": ["00:00", "12:00"]})
    slots = month_slots(config, Month(2027, 10), services=[], standing=())
    assert shown(slots)[0] == "2027-10-01/fill-0000: Fri 00:00 to Fri 12:00"


def test_the_last_duty_runs_into_the_next_month_which_does_not_repeat_it(basin: Basin, line: Line) -> None:
    config = filled(basin, line, {"minimum_minutes": 180})
    by_day = [service("day", "Mo-Su 08:00-19:00")]
    last = month_slots(config, Month(2026, 12), services=by_day)[-1]
    first = month_slots(config, Month(2027, 1), services=by_day)[0]
    assert shown((last, first)) == [
        "2026-12-31/fill-1900: Thu 19:00 to Fri 08:00",
        "2027-01-01/fill-1900: Fri 19:00 to Sat 08:00",
    ]


def test_keys_are_told_apart_in_octobers_double_hour(basin: Basin, line: Line) -> None:
    config = filled(basin, line, {"handovers": ["02:00", "02:30", "03:00"], "minimum_minutes": 1})
    # Hand-overs at 02:00, 02:30 and 03:00: those that come twice take place the first time.
    keys = [slot.key for slot in month_slots(config, Month(2027, 10), services=[])]
    assert keys[-4:] == [
        "nurse/2027-10-30/fill-0300",
        "nurse/2027-10-31/fill-0200",
        "nurse/2027-10-31/fill-0230",
        "nurse/2027-10-31/fill-0300",
    ]


def test_a_line_on_which_somebody_is_always_open_needs_nobody(basin: Basin, line: Line) -> None:
    config = filled(basin, line, {})
    assert month_slots(config, Month(2027, 1), services=[service("all", "24/7")], standing=()) == ()
