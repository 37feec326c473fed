from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garde.calendar.localtime import clock_changes, instants, parse_instant, resolve_handover, zone_named
from garde.errors import BadInput

BRUSSELS = ZoneInfo("Europe/Brussels")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
ZONES = st.sampled_from(
    [
        ZoneInfo(name)
        for name in (
            "Europe/Brussels",
            "America/New_York",
            "America/Havana",
            "Australia/Lord_Howe",
            "Asia/Kathmandu",
            "UTC",
        )
    ]
)
LOCAL_TIMES = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(  # noqa: DTZ001
    lambda local: local.replace(second=0, microsecond=0)
)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_an_ordinary_time_is_one_instant() -> None:
    assert instants(local("2027-01-02T03:00"), BRUSSELS) == (utc("2027-01-02T02:00"),)


def test_a_time_that_march_skips_is_no_instant() -> None:
    assert instants(local("2027-03-28T02:00"), BRUSSELS) == ()
    assert instants(local("2027-03-28T02:59"), BRUSSELS) == ()
    assert instants(local("2027-03-28T03:00"), BRUSSELS) == (utc("2027-03-28T01:00"),)


def test_a_time_that_october_repeats_is_two_instants_in_order() -> None:
    assert instants(local("2027-10-31T02:30"), BRUSSELS) == (utc("2027-10-31T00:30"), utc("2027-10-31T01:30"))
    assert instants(local("2027-10-31T03:00"), BRUSSELS) == (utc("2027-10-31T02:00"),)


def test_a_clock_may_change_by_half_an_hour() -> None:
    # Lord Howe goes back from 02:00 (+11:00) to 01:30 (+10:30) on 4 April 2027.
    assert instants(local("2027-04-04T01:45"), LORD_HOWE) == (
        utc("2027-04-03T14:45"),
        utc("2027-04-03T15:15"),
    )
    # Forward from 02:00 (+10:30) to 02:30 (+11:00) on 3 October 2027.
    assert instants(local("2027-10-03T02:15"), LORD_HOWE) == ()


def test_an_aware_time_is_not_taken_for_a_local_one() -> None:
    with pytest.raises(ValueError, match="no offset of its own"):
        instants(utc("2027-01-01T00:00"), BRUSSELS)


def test_a_handover_in_the_skipped_hour_moves_to_the_jump() -> None:
    for minute in (0, 1, 30, 59):
        assert resolve_handover(date(2027, 3, 28), time(2, minute), BRUSSELS) == utc("2027-03-28T01:00")
    assert resolve_handover(date(2027, 10, 3), time(2, 15), LORD_HOWE) == utc("2027-10-02T15:30")


def test_a_handover_in_the_repeated_hour_takes_the_first() -> None:
    assert resolve_handover(date(2027, 10, 31), time(2, 30), BRUSSELS) == utc("2027-10-31T00:30")
    assert resolve_handover(date(2027, 10, 31), time(2, 30, fold=1), BRUSSELS) == utc("2027-10-31T00:30")


def test_a_midnight_that_is_skipped_moves_to_the_jump_too() -> None:
    # In Havana the clock goes from 00:00 to 01:00 on 14 March 2027, at 05:00 UTC.
    assert resolve_handover(date(2027, 3, 14), time(), ZoneInfo("America/Havana")) == utc("2027-03-14T05:00")


@given(ZONES, LOCAL_TIMES, st.integers(0, 3000))
def test_handovers_never_go_backwards(zone: ZoneInfo, at: datetime, minutes: int) -> None:
    later = at + timedelta(minutes=minutes)
    first = resolve_handover(at.date(), at.time(), zone)
    assert first <= resolve_handover(later.date(), later.time(), zone)


@given(ZONES, LOCAL_TIMES)
def test_each_instant_shows_the_time_it_was_found_for(zone: ZoneInfo, at: datetime) -> None:
    found = instants(at, zone)
    assert [instant.astimezone(zone).replace(tzinfo=None) for instant in found] == [at] * len(found)
    assert list(found) == sorted(set(found))


@given(ZONES, st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_every_instant_is_found_again_from_the_clock(zone: ZoneInfo, instant: datetime) -> None:
    assert instant in instants(instant.astimezone(zone).replace(tzinfo=None), zone)


def test_the_clock_changes_twice_a_year_in_brussels() -> None:
    assert clock_changes(utc("2027-01-01T00:00"), utc("2028-01-01T00:00"), BRUSSELS) == (
        utc("2027-03-28T01:00"),
        utc("2027-10-31T01:00"),
    )
    assert clock_changes(utc("2027-01-01T00:00"), utc("2028-01-01T00:00"), ZoneInfo("Asia/Kathmandu")) == ()


def test_a_change_at_the_end_counts_and_one_at_the_start_does_not() -> None:
    jump = utc("2027-03-28T01:00")
    assert clock_changes(jump - timedelta(seconds=1), jump, BRUSSELS) == (jump,)
    assert clock_changes(jump, jump + timedelta(days=1), BRUSSELS) == ()
    assert clock_changes(jump - timedelta(hours=1), jump - timedelta(seconds=1), BRUSSELS) == ()


def test_a_command_line_time_is_read_in_the_zone() -> None:
    assert parse_instant("2027-01-02T03:00", BRUSSELS) == (utc("2027-01-02T02:00"),)
    assert parse_instant(" 2027-07-02 03:00 ", BRUSSELS) == (utc("2027-07-02T01:00"),)


def test_a_command_line_time_with_its_offset_is_taken_as_it_is() -> None:
    assert parse_instant("2027-01-02T03:00-05:00", BRUSSELS) == (utc("2027-01-02T08:00"),)
    assert parse_instant("2027-03-28T02:30Z", BRUSSELS) == (utc("2027-03-28T02:30"),)
    # Which of October's two is meant, an offset says.
    assert parse_instant("2027-10-31T02:30+01:00", BRUSSELS) == (utc("2027-10-31T01:30"),)


def test_a_command_line_time_that_exists_twice_is_answered_for_both() -> None:
    assert parse_instant("2027-10-31T02:30", BRUSSELS) == (utc("2027-10-31T00:30"), utc("2027-10-31T01:30"))


@pytest.mark.parametrize(
    ("text", "zone", "nearest"),
    [
        ("2027-03-28T02:30", "Europe/Brussels", "use 2027-03-28T01:59 or 2027-03-28T03:00"),
        ("2027-10-03T02:00", "Australia/Lord_Howe", "use 2027-10-03T01:59 or 2027-10-03T02:30"),
        ("2027-03-14T00:15", "America/Havana", "use 2027-03-13T23:59 or 2027-03-14T01:00"),
    ],
)
def test_a_command_line_time_that_does_not_exist_is_refused_with_the_nearest(
    text: str, zone: str, nearest: str
) -> None:
    with pytest.raises(
        BadInput, match=f"'{text}' does not exist: the clock is put forward over it; {nearest}"
    ):
        parse_instant(text, ZoneInfo(zone))


def test_a_date_alone_is_refused() -> None:
    with pytest.raises(
        BadInput, match="'2027-01-02' has no time of day; add one, for example 2027-01-02T09:00"
    ):
        parse_instant("2027-01-02", BRUSSELS)


@pytest.mark.parametrize(
    "text", ["", "now", "2027-13-01T00:00", "2027-01-02T25:00", "02/01/2027 03:00", "T03:00"]
)
def test_what_is_no_time_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(
        BadInput, match=re.escape(f"{text!r} is no date and time; write it as 2027-01-02T03:00")
    ):
        parse_instant(text, BRUSSELS)


@pytest.mark.parametrize("text", ["0001-01-01T00:00", "1900-01-01T00:00+01:00", "9999-12-31T23:59"])
def test_a_far_away_year_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="lies too far away; name an instant of the years 2000 to 2100"):
        parse_instant(text, BRUSSELS)


TYPED = st.text(max_size=30) | st.from_regex(
    r"(19|20|21)[0-9]{2}-[01][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-5][0-9](Z|[+-][0-2][0-9]:[0-5][0-9])?",
    fullmatch=True,
)


@given(TYPED, ZONES)
def test_whatever_is_typed_is_understood_or_refused_on_one_line(text: str, zone: ZoneInfo) -> None:
    said = []
    try:
        found = parse_instant(text, zone)
    except BadInput as refusal:
        said.append(refusal)
        found = ()
    assert len(found) in ((0,) if said else (1, 2))
    assert all(refusal.remedy and "\n" not in refusal.one_line() for refusal in said)
    assert all(instant.tzinfo is UTC for instant in found)


@pytest.mark.parametrize("name", ["Europe/Bruxelles", "", "../etc/passwd", "Europe"])
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match="is no time zone; use an IANA name such as Europe/Brussels"):
        zone_named(name)
