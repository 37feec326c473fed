from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garde.calendar.month import Month
from garde.errors import BadInput

BRUSSELS = ZoneInfo("Europe/Brussels")
MONTHS = st.builds(Month, st.integers(2000, 2100), st.integers(1, 12))


def test_a_month_is_read_and_written_the_same() -> None:
    assert Month.parse("2027-01") == Month(2027, 1)
    assert Month.parse(" 2027-12 ") == Month(2027, 12)
    assert str(Month(2027, 1)) == "2027-01"


@pytest.mark.parametrize("text", ["", "2027", "2027-1", "27-01", "2027-01-01", "janvier", "２０２７-０１"])
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadInput, match="is no month; write it as year and month, for example 2027-01"):
        Month.parse(text)


@pytest.mark.parametrize("text", ["1999-12", "2101-01", "2027-00", "2027-13", "0000-01"])
def test_a_month_that_cannot_be_is_refused_with_the_range(text: str) -> None:
    with pytest.raises(
        BadInput, match=f"{text} is no month that can be planned; name one from 2000-01 to 2100"
    ):
        Month.parse(text)


def test_december_is_followed_by_january() -> None:
    assert Month(2026, 12).next() == Month(2027, 1)
    assert Month(2027, 1).previous() == Month(2026, 12)
    assert Month(2026, 11).plus(14) == Month(2028, 1)
    assert Month(2026, 1).plus(-13) == Month(2024, 12)


@given(MONTHS, st.integers(-400, 400))
def test_months_sort_as_they_follow(month: Month, steps: int) -> None:
    index = month.year * 12 + month.month - 1 + steps
    if not 2000 * 12 <= index < 2101 * 12:
        with pytest.raises(BadInput):
            month.plus(steps)
        return
    later = month.plus(steps)
    assert later.plus(-steps) == month
    assert (later > month) == (steps > 0)
    assert Month.parse(str(later)) == later


def test_a_month_begins_and_ends_at_local_midnight() -> None:
    # Brussels is an hour ahead of UTC in winter, two in summer.
    assert Month(2027, 1).start(BRUSSELS) == datetime(2026, 12, 31, 23, tzinfo=UTC)
    assert Month(2027, 3).start(BRUSSELS) == datetime(2027, 2, 28, 23, tzinfo=UTC)
    assert Month(2027, 3).end(BRUSSELS) == datetime(2027, 3, 31, 22, tzinfo=UTC)


def test_the_last_month_of_all_has_an_end() -> None:
    assert Month(2100, 12).end(BRUSSELS) == datetime(2100, 12, 31, 23, tzinfo=UTC)
    assert Month(2100, 12).last_day == date(2100, 12, 31)


def test_february_has_its_leap_day() -> None:
    assert Month(2028, 2).last_day == date(2028, 2, 29)
    assert len(Month(2028, 2).days()) == 29
    assert len(Month(2027, 2).days()) == 28
    assert len(Month(2100, 2).days()) == 28


def test_the_month_of_an_instant_is_that_of_the_local_clock() -> None:
    instant = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert Month.of(instant, BRUSSELS) == Month(2027, 1)
    assert Month.of(instant, ZoneInfo("America/New_York")) == Month(2026, 12)


def test_the_month_of_a_time_without_offset_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="needs its offset"):
        Month.of(datetime(2027, 1, 1), BRUSSELS)  # noqa: DTZ001


@given(MONTHS, st.sampled_from(["Europe/Brussels", "America/New_York", "Australia/Lord_Howe", "UTC"]))
def test_a_month_holds_the_instants_from_its_start_to_its_end(month: Month, name: str) -> None:
    zone = ZoneInfo(name)
    assert Month.of(month.start(zone), zone) == month
    if month < Month(2100, 12):
        assert month.end(zone) == month.next().start(zone)
        assert Month.of(month.end(zone), zone) == month.next()
