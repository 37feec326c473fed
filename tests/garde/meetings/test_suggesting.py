"""Times to meet, small enough to be found by hand, and what must always hold of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from garde.calendar.intervals import Interval
from garde.meetings.suggesting import Busy, Invited, Suggestion, Wanted, suggestions
from tests.garde.town import service

BRUSSELS = ZoneInfo("Europe/Brussels")
MONDAY = date(2027, 2, 1)
HOUR = timedelta(hours=1)


def at(text: str) -> datetime:
    """A local time of Brussels as an instant."""
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS).astimezone(UTC)


def between(start: str, end: str) -> Interval:
    return Interval(at(start), at(end))


def duty(start: str, end: str) -> Busy:
    return Busy(between(start, end), "duty", "pharmacy/2027-02-01/day")


def found(invited: list[Invited], **more: object) -> tuple[Suggestion, ...]:
    fields: dict[str, object] = {
        "first": MONDAY,
        "last": MONDAY,
        "duration": 2 * HOUR,
        "earliest": time(9),
        "latest": time(18),
    }
    return suggestions(invited, Wanted(**(fields | more)), BRUSSELS)  # type: ignore[arg-type]


def local(one: Suggestion) -> str:
    return f"{one.interval.start.astimezone(BRUSSELS):%d %H:%M}"


def test_the_time_at_which_everybody_can_come_goes_first_and_others_say_who_cannot() -> None:
    invited = [
        Invited(service("a"), (duty("2027-02-01T09:00", "2027-02-01T12:00"),)),
        Invited(service("b"), (Busy(between("2027-02-01T14:00", "2027-02-01T18:00"), "absent"),)),
    ]
    # Both are free from 12 to 14, which is just long enough; before and after, one of them is.
    first, *others = found(invited)
    assert (local(first), first.coming, first.missing) == ("01 12:00", ("a", "b"), {})
    assert [(local(one), one.coming, [busy.why for busy in one.missing.values()]) for one in others] == [
        ("01 09:00", ("b",), ["duty"]),
        ("01 14:00", ("a",), ["absent"]),
        ("01 16:00", ("a",), ["absent"]),
    ]


def test_among_equal_numbers_the_self_employed_go_first() -> None:
    invited = [
        Invited(service("office"), (duty("2027-02-01T13:00", "2027-02-01T18:00"),)),
        Invited(service("nurse", kind="independent"), (duty("2027-02-01T09:00", "2027-02-01T13:00"),)),
    ]
    assert [(local(one), one.coming) for one in found(invited, limit=2)] == [
        ("01 13:00", ("nurse",)),
        ("01 15:00", ("nurse",)),
    ]


def test_organisations_are_met_while_open_and_the_self_employed_while_closed() -> None:
    morning = (between("2027-02-01T09:00", "2027-02-01T13:00"),)
    office, nurse = service("office"), service("nurse", kind="independent")
    (first,) = found([Invited(office, (), morning)], limit=1, earliest=time(8))
    assert (local(first), first.disturbed) == ("01 09:00", ())
    (first,) = found([Invited(nurse, (), morning)], limit=1)
    assert (local(first), first.disturbed) == ("01 13:00", ())
    (only,) = found([Invited(nurse, (), morning)], latest=time(11))
    assert (only.coming, only.disturbed) == (("nurse",), ("nurse",))


def test_who_must_be_there_decides() -> None:
    invited = [
        Invited(service("a"), (duty("2027-02-01T09:00", "2027-02-01T12:00"),)),
        *(Invited(service(name), (duty("2027-02-01T12:00", "2027-02-01T18:00"),)) for name in "bc"),
    ]
    assert [one.coming for one in found(invited, limit=1)] == [("b", "c")]
    assert [(local(one), one.coming) for one in found(invited, limit=1, must=("a",))] == [
        ("01 12:00", ("a",))
    ]
    assert found(invited, must=("a", "b")) == ()


def test_weekdays_and_sensible_hours() -> None:
    free = [Invited(service("a"), ())]
    week = {"first": MONDAY, "last": date(2027, 2, 7), "earliest": time(7), "latest": time(22)}
    # From nine to eight in the evening comes before seven o'clock, though later.
    assert [local(one) for one in found(free, limit=2, **week)] == ["01 09:00", "01 11:00"]
    assert [local(one) for one in found(free, limit=1, weekdays=("sa", "su"), **week)] == ["06 07:00"]


def test_the_night_in_which_the_clock_goes_forward_has_no_meeting_in_the_hour_that_is_not() -> None:
    free = [Invited(service("a"), ())]
    sunday = date(2027, 3, 28)
    night = {"first": sunday, "last": sunday, "earliest": time(1, 30), "latest": time(4), "duration": HOUR}
    # At 01:30 an hour is over at 03:30: by the clock two hours later, in truth one.
    first, *_ = found(free, limit=9, **night)
    assert local(first) == "28 01:30"
    assert first.interval.end == at("2027-03-28T03:30")
    assert all(
        f"{one.interval.start.astimezone(BRUSSELS):%H}" != "02" for one in found(free, limit=9, **night)
    )


days = st.integers(min_value=0, max_value=6 * 24 * 60)
lengths = st.integers(min_value=1, max_value=3000)


@given(
    st.lists(
        st.lists(st.tuples(days, lengths), max_size=5),
        min_size=1,
        max_size=4,
    ),
    st.integers(min_value=15, max_value=300),
)
def test_nobody_said_to_come_is_kept_away_and_nobody_else_could_come(
    calendars: list[list[tuple[int, int]]], minutes: int
) -> None:
    begin = at("2027-03-26T00:00")
    invited = [
        Invited(
            service(f"s{number}"),
            tuple(
                Busy(
                    Interval(begin + timedelta(minutes=start), begin + timedelta(minutes=start + length)),
                    "absent",
                )
                for start, length in own
            ),
        )
        for number, own in enumerate(calendars)
    ]
    wanted = Wanted(date(2027, 3, 26), date(2027, 3, 30), timedelta(minutes=minutes))
    given_times = suggestions(invited, wanted, BRUSSELS)
    best = [len(one.coming) for one in given_times]
    assert best == sorted(best, reverse=True)
    for one in given_times:
        meeting = one.interval
        kept = {
            guest.service.external_id
            for guest in invited
            for busy in guest.busy
            if busy.interval.start < meeting.end and meeting.start < busy.interval.end
        }
        assert set(one.missing) == kept
        assert set(one.coming) == {guest.service.external_id for guest in invited} - kept
        assert meeting.length == timedelta(minutes=minutes)
