from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garde.calendar.intervals import Interval, total, union
from garde.errors import BadInput
from garde.rota import FilledSlot
from garde.served import Record, Report, as_served, parts, recorded
from tests.garde.town import instant, slot

KEY = "pharmacy/2027-01-04/day"
LATER = instant("2027-01-05T10:00")
"""When everything is recorded: the slot lasts from 08:00 to 20:00 UTC on the day before."""


def at(hour: int) -> datetime:
    return instant(f"2027-01-04T{hour:02d}:00")


def told(duty: FilledSlot, *reports: Report) -> list[Record]:
    """The records of reports that were made one after the other."""
    records: list[Record] = []
    for number, report in enumerate(reports, start=1):
        made = recorded(duty, report, records, at=LATER, by="ann")
        values = {name: getattr(made, name) for name in made.__slots__} | {"id": number}
        records.append(Record(**values))
    return records


def served(duty: FilledSlot, *reports: Report) -> list[tuple[str, int, int]]:
    """Who was there from which hour to which."""
    return sorted(
        (name, piece.start.hour, piece.end.hour)
        for piece in as_served([duty], told(duty, *reports))
        for name in piece.services
    )


def test_a_duty_that_nobody_spoke_of_was_served_as_planned() -> None:
    duty = slot(KEY, ["north", "south"])
    other = told(slot("pharmacy/2027-01-05/day", ["north"], start=at(8)), Report("north", absent=True))
    assert as_served([duty], other) == (duty,)


def test_a_duty_cut_short_leaves_the_rest_empty() -> None:
    duty = slot(KEY, ["north", "south"])
    assert served(duty, Report("north", end=at(19))) == [("north", 8, 19), ("south", 8, 20)]


def test_the_slot_itself_keeps_its_hours_and_key() -> None:
    duty = slot(KEY, ["north", "south"])
    whole, piece = as_served([duty], told(duty, Report("north", end=at(19))))
    assert (whole.key, whole.start, whole.end, whole.places) == (KEY, at(8), at(20), (None, "south"))
    assert (piece.key, piece.start, piece.end, piece.places) == (KEY, at(8), at(19), ("north",))


def test_who_came_late_was_there_from_then_on() -> None:
    assert served(slot(KEY, ["north"]), Report("north", start=at(10))) == [("north", 10, 20)]


def test_nobody_was_there_for_who_did_not_come() -> None:
    assert served(slot(KEY, ["north"]), Report("north", absent=True)) == []


def test_who_replaced_served_what_was_left() -> None:
    duty = slot(KEY, ["north"])
    assert served(duty, Report("north", absent=True, replaced_by="east")) == [("east", 8, 20)]
    assert served(duty, Report("north", start=at(10), end=at(15), replaced_by="east")) == [
        ("east", 8, 10),
        ("east", 15, 20),
        ("north", 10, 15),
    ]


def test_who_replaced_may_be_cut_short_and_replaced_in_turn() -> None:
    reports = [
        Report("north", end=at(12), replaced_by="east"),
        Report("east", end=at(15), replaced_by="west"),
        Report("west", start=at(16)),
    ]
    assert served(slot(KEY, ["north"]), *reports) == [
        ("east", 12, 15),
        ("north", 8, 12),
        ("west", 16, 20),
    ]


def test_the_latest_record_holds_and_a_report_of_nothing_takes_back() -> None:
    duty = slot(KEY, ["north"])
    assert served(duty, Report("north", absent=True), Report("north", end=at(19))) == [("north", 8, 19)]
    assert served(duty, Report("north", absent=True, replaced_by="east"), Report("north")) == [
        ("north", 8, 20)
    ]


@pytest.mark.parametrize(
    ("report", "complaint"),
    [
        (Report("west"), "west has no duty in pharmacy/2027-01-04/day; on duty is north, south"),
        (Report("north", absent=True, replaced_by="south"), "south is in pharmacy/2027-01-04/day already"),
        (Report("north", absent=True, replaced_by="north"), "north is in pharmacy/2027-01-04/day already"),
        (Report("north", replaced_by="east"), "north served in full, nothing is left for east"),
        (Report("north", start=at(8), end=at(20), replaced_by="east"), "nothing is left for east"),
        (Report("north", absent=True, end=at(9)), "who was absent has no hours"),
        (Report("north", end=instant("2027-01-04T20:01")), "do not lie in"),
        (Report("north", start=instant("2027-01-04T07:59")), "do not lie in"),
        (Report("north", start=at(12), end=at(12)), "do not lie in"),
    ],
)
def test_what_cannot_be_is_refused(report: Report, complaint: str) -> None:
    with pytest.raises(BadInput, match=complaint):
        recorded(slot(KEY, ["north", "south"]), report, [], at=LATER, by="ann")


def test_a_duty_that_has_not_begun_has_nothing_to_record() -> None:
    with pytest.raises(BadInput, match="has not begun"):
        recorded(slot(KEY, ["north"]), Report("north"), [], at=instant("2027-01-04T07:59"), by="ann")
    assert recorded(slot(KEY, ["north"]), Report("north"), [], at=at(8), by="ann").end == at(20)


def test_nobody_replaces_in_a_circle() -> None:
    duty = slot(KEY, ["north"])
    records = told(duty, Report("north", end=at(12), replaced_by="east"))
    with pytest.raises(BadInput, match="north is in pharmacy/2027-01-04/day already"):
        recorded(duty, Report("east", end=at(13), replaced_by="north"), records, at=LATER, by="ann")
    # Records of a circle that came about in another way do no harm.
    circle = [
        Record(1, KEY, "north", at(8), at(9), "east", None, LATER, "ann"),
        Record(2, KEY, "east", at(8), at(10), "north", None, LATER, "ann"),
    ]
    pieces = as_served([duty], circle)
    assert [(piece.services, piece.end) for piece in pieces[1:]] == [(("north",), at(9)), (("east",), at(10))]


NAMES = ["north", "south", "east", "west"]


@st.composite
def reports(draw: st.DrawFn) -> Report:
    more: dict[str, Any] = {}
    if draw(st.booleans()):
        more["absent"] = True
    else:
        start = draw(st.integers(8, 19))
        more |= {"start": at(start), "end": at(draw(st.integers(start + 1, 20)))}
    return Report(draw(st.sampled_from(NAMES)), replaced_by=draw(st.none() | st.sampled_from(NAMES)), **more)


@given(st.lists(reports(), max_size=8))
def test_nobody_is_in_one_place_twice_and_none_beyond_the_slot(given_: Sequence[Report]) -> None:
    duty = slot(KEY, ["north", "south"])
    records: list[Record] = []
    for number, report in enumerate(given_, start=1):
        try:
            made = recorded(duty, report, records, at=LATER, by="ann")
        except BadInput:
            continue
        records.append(Record(number, *(getattr(made, name) for name in made.__slots__[1:])))
    pieces = [piece for piece in as_served([duty], records) if piece.services]
    assert all(duty.start <= piece.start < piece.end <= duty.end for piece in pieces)
    # Two places of twelve hours: never more than that, and nobody in both at once.
    hours = {
        name: [Interval(piece.start, piece.end) for piece in pieces if name in piece.services]
        for name in NAMES
    }
    for own in hours.values():
        assert sum((part.length for part in own), total([])) == total(union(own))
    assert sum((total(own) for own in hours.values()), total([])) <= 2 * (duty.end - duty.start)


def portions(duty: FilledSlot, *reports: Report) -> list[tuple[str, str, float]]:
    """Who served what part of the place that who had."""
    return [(part.service, part.planned, part.portion) for part in parts([duty], told(duty, *reports))]


def test_a_part_of_a_duty_is_counted_in_elapsed_time() -> None:
    # Twelve hours: nine of north, then three of east.
    duty = slot(KEY, ["north", None, "south"])
    assert portions(duty) == [("north", "north", 1), ("south", "south", 1)]
    assert portions(duty, Report("north", end=at(17), replaced_by="east")) == [
        ("north", "north", 0.75),
        ("east", "north", 0.25),
        ("south", "south", 1),
    ]
    assert portions(duty, Report("north", absent=True)) == [("north", "north", 0), ("south", "south", 1)]
    # Late and gone early: from 11 to 14 are three hours, east had the nine around them.
    assert portions(duty, Report("north", start=at(11), end=at(14), replaced_by="east"))[:2] == [
        ("north", "north", 0.25),
        ("east", "north", 0.75),
    ]


def test_the_night_that_lasts_an_hour_longer_is_measured_in_real_hours() -> None:
    # From 21:00 to 09:00 when clocks go back are thirteen hours: until 01:00 summer time, four of them.
    night = slot(
        "pharmacy/2027-10-30/night",
        ["north"],
        start=instant("2027-10-30T19:00"),
        end=instant("2027-10-31T08:00"),
    )
    left = Record(1, night.key, "north", night.start, instant("2027-10-30T23:00"), "east", None, LATER, "ann")
    assert [(part.service, part.portion) for part in parts([night], [left])] == [
        ("north", pytest.approx(4 / 13)),
        ("east", pytest.approx(9 / 13)),
    ]
