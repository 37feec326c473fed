"""What services are owed, reckoned by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.public_holidays import holidays_of
from garde.compensation.account import Owed, Statement
from garde.compensation.owed import Facts, owed
from garde.compensation.settled import Settlement
from garde.coordination.activity import Activity
from garde.coordination.spent import TimeSpent
from garde.errors import BadInput
from garde.rota import FilledSlot
from garde.served import Record, parts
from tests.garde.town import instant, service, town

CARD: dict[str, Any] = {
    "valid_from": "2026-01-01",
    "day": 2800,
    "evening": 3400,
    "night": 4200,
    "weekend": 4200,
    "holiday": 5600,
    "coordination": 3200,
}
SCALE = {
    "day": 1, "evening": 2, "night": 3, "weekend": 3, "holiday": 4,
    "evening_from": "18:00", "night_from": "22:00", "night_until": "06:00",
}  # fmt: skip
LATER = datetime(2028, 1, 1, tzinfo=UTC)


def basin(*cards: dict[str, Any], **more: Any) -> BasinConfig:
    return town("pharmacy", burden=SCALE, compensation=[*cards] or [CARD], **more)


def duty(start: str, end: str, *services: str | None, key: str = "") -> FilledSlot:
    begins, ends = instant(start), instant(end)
    return FilledSlot(key or f"pharmacy/{start}", "pharmacy", start[:7], begins, ends, 1, services)


def spent(number: int, name: str, day: str, minutes: int, **more: Any) -> TimeSpent:
    fields: dict[str, Any] = {
        "id": number, "person": "ann", "service": name, "kind": "independent", "activity": Activity.MEETING,
        "day": date.fromisoformat(day), "start": instant(f"{day}T12:00"), "minutes": minutes, "people": 1,
        "month": None, "source": "hand", "status": "signed", "late": False, "note": None,
    }  # fmt: skip
    return TimeSpent(**fields | more)


def told(
    config: BasinConfig,
    slots: Sequence[FilledSlot],
    records: Sequence[Record] = (),
    time: Sequence[TimeSpent] = (),
    *,
    kinds: dict[str, str] | None = None,
    first: str = "2027-01-01",
    last: str = "2027-12-31",
    at: datetime = LATER,
    weekly: dict[str, timedelta] | None = None,
    settled: Sequence[Settlement] = (),
) -> Owed:
    names = {name for slot in slots for name in slot.services} | {one.service or "" for one in time}
    names |= {record.replaced_by for record in records if record.replaced_by}
    names |= {one.service for one in settled}
    known: dict[str, Service] = {
        name: service(name, kind=(kinds or {}).get(name, "organisation")) for name in names
    }
    days = holidays_of(config, (2027, 2028)).keys()
    own = {name: [one for one in settled if one.service == name] for name in names}
    facts = Facts(known, slots, records, time, days, weekly=weekly or {}, settled=own)
    return owed(config, facts, date.fromisoformat(first), date.fromisoformat(last), at)


def only(found: Owed) -> Statement:
    (statement,) = found.statements
    return statement


@pytest.mark.parametrize(
    ("start", "end", "cents", "why"),
    [
        # Local times of Brussels; instant() reads UTC, an hour earlier in winter.
        ("2027-01-04T07:00", "2027-01-04T17:00", 28000, "Monday 08-18: 10 h of day at 28.00"),
        ("2027-01-04T17:00", "2027-01-05T05:00", 47200, "18-22 at 34.00, 22-06 at 42.00: 13600 + 33600"),
        ("2027-01-09T07:00", "2027-01-09T17:00", 42000, "Saturday 10 h at 42.00"),
        ("2027-01-09T21:00", "2027-01-10T05:00", 33600, "night and weekend are paid alike: 8 h at 42.00"),
        ("2027-01-01T07:00", "2027-01-01T17:00", 56000, "New Year: 10 h at 56.00"),
        (
            "2027-01-01T22:00",
            "2027-01-02T05:00",
            30800,
            "New Year's last hour, then a Saturday: 5600 + 6 x 4200",
        ),
        ("2027-03-27T21:00", "2027-03-28T04:00", 29400, "the clock is put forward: 22-06 lasts 7 h at 42.00"),
        ("2027-10-30T20:00", "2027-10-31T05:00", 37800, "the clock is put back: 22-06 lasts 9 h at 42.00"),
    ],
)
def test_hours_are_paid_by_their_kind_to_the_second(start: str, end: str, cents: int, why: str) -> None:
    assert only(told(basin(), [duty(start, end, "north")])).cents == cents, why


def test_an_hour_of_several_kinds_is_told_as_one_of_them() -> None:
    # Saturday 21:00 to Sunday 07:00: 1 h of evening, 8 of night, 1 of day, all of them weekend.
    found = only(told(basin(), [duty("2027-01-09T20:00", "2027-01-10T06:00", "north")]))
    assert found.seconds == {
        "day": 0, "evening": 0, "night": 0, "weekend": 36000, "eve": 0, "holiday": 0
    }  # fmt: skip
    # Where nights are paid better than weekends, eight of them are nights.
    nights = only(
        told(basin(CARD | {"night": 4300}), [duty("2027-01-09T20:00", "2027-01-10T06:00", "north")])
    )
    assert (nights.seconds["night"], nights.seconds["weekend"]) == (28800, 7200)
    assert nights.cents == 8 * 4300 + 2 * 4200


def test_each_date_has_its_own_rates_and_the_lump_sum_is_that_of_the_first() -> None:
    later = CARD | {"valid_from": "2027-01-06", "night": 4500, "per_duty": 1000}
    # Tuesday 22:00 to Wednesday 06:00: 2 h at 42.00, 6 at 45.00; it starts under the older rates.
    found = only(told(basin(CARD, later), [duty("2027-01-05T21:00", "2027-01-06T05:00", "north")]))
    assert found.cents == 2 * 4200 + 6 * 4500
    following = only(told(basin(CARD, later), [duty("2027-01-06T21:00", "2027-01-07T05:00", "north")]))
    assert following.cents == 8 * 4500 + 1000


def test_who_really_served_is_paid_and_a_part_of_the_lump_sum_with_it() -> None:
    config = basin(CARD | {"per_duty": 1000})
    slot = duty("2027-01-04T07:00", "2027-01-04T17:00", "north", key="pharmacy/2027-01-04/day")
    left = Record(1, slot.key, "north", slot.start, instant("2027-01-04T11:00"), "south", None, LATER, "ann")
    north, south = told(config, [slot], [left]).statements
    # north 4 of 10 h: 4 x 28.00 + 0.4 x 10.00; south the other 6: 6 x 28.00 + 0.6 x 10.00.
    assert (north.service.external_id, north.cents) == ("north", 11600)
    assert (south.service.external_id, south.cents) == ("south", 17400)
    assert [(line.portion, line.planned) for line in (*north.duties, *south.duties)] == [
        (Fraction(2, 5), True),
        (Fraction(3, 5), False),
    ]
    absent = Record(2, slot.key, "north", None, None, "south", None, LATER, "ann")
    north, south = told(config, [slot], [left, absent]).statements
    assert (north.cents, len(north.duties), north.served, south.cents) == (0, 1, (), 29000)


def test_each_line_is_rounded_half_up_by_itself() -> None:
    # 10 minutes at 28.03 an hour are 4.6716…: 467 cents; 30 minutes are 14.015: 1402 cents, not 1401.
    config = basin(CARD | {"day": 2803})
    found = only(
        told(
            config,
            [
                duty("2027-01-04T07:00", "2027-01-04T07:10", "north"),
                duty("2027-01-05T07:00", "2027-01-05T07:30", "north"),
            ],
        )
    )
    assert [line.cents for line in found.duties] == [467, 1402]
    assert found.cents == 1869


def test_coordination_is_paid_to_the_self_employed_and_within_a_months_ceiling() -> None:
    config = basin(CARD | {"coordination_minutes_per_month": 100})
    time = [
        spent(1, "ann-nurse", "2027-01-05", 60),
        spent(2, "ann-nurse", "2027-01-12", 30, people=2, status="confirmed"),
        spent(3, "ann-nurse", "2027-02-01", 15),
        spent(4, "ann-nurse", "2027-02-02", 15, status="provisional"),
        spent(5, "centre", "2027-01-05", 60, kind="organisation"),
    ]
    found = told(config, [], time=time, kinds={"ann-nurse": "independent"})
    nurse = only(found)
    # January: 60 + 60 minutes, of which 100 are paid; February: 15. At 32.00 an hour:
    # 60 min 32.00, 40 min 21.33 (2133.3 cents), 15 min 8.00.
    assert [(line.minutes, line.paid, line.cents) for line in nurse.time] == [
        (60, 60, 3200),
        (60, 40, 2133),
        (15, 15, 800),
    ]
    assert found.unsigned == 1
    both = told(
        basin(CARD | {"coordination_for": ["organisation", "independent"]}), [], time=time,
        kinds={"ann-nurse": "independent"},
    )  # fmt: skip
    assert [one.service.external_id for one in both.statements] == ["ann-nurse", "centre"]


def test_a_ceiling_takes_off_what_is_beyond_it_in_each_month() -> None:
    config = basin(CARD | {"ceiling_per_month": 50000})
    slots = [
        duty("2027-01-04T07:00", "2027-01-04T17:00", "north"),  # 280.00
        duty("2027-01-31T07:00", "2027-01-31T17:00", "north"),  # Sunday: 420.00
        duty("2027-02-01T07:00", "2027-02-01T17:00", "north"),  # 280.00
    ]
    found = only(told(config, slots))
    assert [(cut.month, cut.ceiling, cut.cents) for cut in found.cuts] == [("2027-01", 50000, -20000)]
    assert found.cents == 50000 + 28000
    # Of the last days of January alone: 280.00 of the 500.00 are gone already.
    rest = only(told(config, slots, first="2027-01-16", last="2027-01-31"))
    assert [(cut.month, cut.ceiling, cut.cents, cut.before) for cut in rest.cuts] == [
        ("2027-01", 50000, -20000, 28000)
    ]
    assert rest.cents == 22000


def test_hours_are_given_back_in_place_of_money_where_the_basin_says_so() -> None:
    config = basin(
        CARD | {"recovered": ["organisation"], "recovered_minutes": {"night": 90}, "per_duty": 500}
    )
    slots = [
        duty("2027-01-04T17:00", "2027-01-05T05:00", "centre"),
        duty("2027-01-05T17:00", "2027-01-06T05:00", "nurse"),
    ]
    centre, nurse = told(config, slots, kinds={"nurse": "independent"}).statements
    # 4 h of evening back as 4 h, 8 h of night as 12 h.
    assert (centre.cents, centre.back) == (0, timedelta(hours=16))
    assert (nurse.cents, nurse.back) == (4 * 3400 + 8 * 4200 + 500, timedelta())


def test_the_duties_part_of_the_workload_counts_duty_and_coordination() -> None:
    slots = [duty("2027-01-04T07:00", "2027-01-04T17:00", "nurse")]
    found = only(
        told(
            basin(),
            slots,
            time=[spent(1, "nurse", "2027-01-05", 120)],
            kinds={"nurse": "independent"},
            first="2027-01-01",
            last="2027-01-28",
            weekly={"nurse": timedelta(hours=30)},
        )
    )
    # 10 + 2 hours of 4 weeks of 30.
    assert found.workload == Fraction(12, 120)


def test_a_period_has_the_duties_that_start_in_it_and_have_ended() -> None:
    slots = [
        duty("2026-12-31T22:59", "2027-01-01T05:00", "north"),  # 23:59 on 31 December
        duty("2026-12-31T23:00", "2027-01-01T05:00", "north"),  # midnight
        duty("2027-01-31T22:59", "2027-02-01T05:00", "north"),  # 23:59 on 31 January
        duty("2027-01-31T23:00", "2027-02-01T05:00", "north"),
    ]
    january = told(basin(), slots, first="2027-01-01", last="2027-01-31")
    assert [line.start for line in only(january).duties] == [slots[1].start, slots[2].start]
    before = told(
        basin(), slots, first="2027-01-01", last="2027-01-31", at=slots[2].end - timedelta(seconds=1)
    )
    assert ([line.start for line in only(before).duties], before.ahead) == ([slots[1].start], 1)


def test_a_day_before_all_rates_is_refused() -> None:
    with pytest.raises(BadInput, match="no rates are in force on 2027-01-04"):
        told(
            basin(CARD | {"valid_from": "2027-01-05"}),
            [duty("2027-01-04T07:00", "2027-01-04T17:00", "north")],
        )


HOURS = st.integers(0, 24 * 60)


@given(
    st.lists(st.tuples(st.integers(0, 60), HOURS, st.integers(1, 24 * 60), st.booleans(), HOURS), max_size=12)
)
def test_portions_are_those_of_the_ledger_and_money_is_the_sum_of_lines(
    rows: list[tuple[int, int, int, bool, int]],
) -> None:
    """With one rate for all hours, what is paid for a duty is its length times the rate, to half a cent."""
    flat = CARD | dict.fromkeys(("day", "evening", "night", "weekend", "holiday"), 2917)
    slots, records = [], []
    for number, (day, minute, length, short, left_after) in enumerate(rows):
        start = instant("2027-01-01T00:00") + timedelta(days=day, minutes=minute)
        end = start + timedelta(minutes=length)
        key = f"pharmacy/{number}"
        slots.append(FilledSlot(key, "pharmacy", "2027-01", start, end, 7, ("north", "south")))
        if short:
            left = min(end, start + timedelta(minutes=left_after))
            hours = (start, left) if left > start else (None, None)
            records.append(Record(number + 1, key, "north", *hours, "east", None, LATER, "ann"))
    found = told(basin(flat), slots, records, first="2026-12-01", last="2027-04-30")
    expected: dict[tuple[str, str], Fraction] = {}
    for part in parts(slots, records):
        expected[part.slot.key, part.service] = Fraction(part.portion).limit_denominator(100_000)
    reckoned = {
        (line.slot, one.service.external_id): line.portion for one in found.statements for line in one.duties
    }
    assert {key: float(value) for key, value in reckoned.items() if value} == pytest.approx(
        {key: float(value) for key, value in expected.items() if value}
    )
    for one in found.statements:
        for line in one.duties:
            exact = Fraction(int(line.length.total_seconds()) * 2917, 3600)
            assert abs(line.cents - exact) <= Fraction(1, 2)
        assert one.cents == sum(line.cents for line in one.duties)
    assert found.cents == sum(one.cents for one in found.statements)


CAPPED = CARD | {"ceiling_per_month": 60000, "coordination_minutes_per_month": 90, "per_duty": 333}


@given(
    st.lists(st.tuples(st.integers(0, 61), HOURS, st.integers(1, 24 * 60)), max_size=12),
    st.lists(st.tuples(st.integers(0, 61), st.integers(1, 120)), max_size=8),
    st.sets(st.integers(1, 61), max_size=4),
)
def test_a_period_reckoned_in_parts_comes_to_the_same_cents_as_the_whole(
    rows: list[tuple[int, int, int]], entries: list[tuple[int, int]], cuts: set[int]
) -> None:
    """Whatever the ceilings take off: of money, and of coordination; new rates begin in the second month."""
    later = CAPPED | {"valid_from": "2027-02-10", "ceiling_per_month": 30000}
    begin = date(2027, 1, 1)
    slots = []
    for number, (day, minute, length) in enumerate(rows):
        start = instant("2027-01-01T00:00") + timedelta(days=day, minutes=minute)
        end = start + timedelta(minutes=length)
        slots.append(FilledSlot(f"pharmacy/{number}", "pharmacy", "2027-01", start, end, 1, ("nurse",)))
    time = [
        spent(number + 1, "nurse", (begin + timedelta(days=day)).isoformat(), minutes)
        for number, (day, minutes) in enumerate(entries)
    ]

    def cents(first: int, last: int) -> int:
        days = [(begin + timedelta(days=day)).isoformat() for day in (first, last)]
        found = told(
            basin(CAPPED, later),
            slots,
            time=time,
            kinds={"nurse": "independent"},
            first=days[0],
            last=days[1],
        )
        for one in found.statements:
            lines = [*one.duties, *one.time]
            assert one.cents == sum(line.cents + line.ceiling for line in lines)
            assert all(-line.cents <= line.ceiling <= 0 for line in lines)
        return found.cents

    edges = [0, *sorted(cuts), 62]
    assert sum(cents(first, last - 1) for first, last in pairwise(edges)) == cents(0, 61)
