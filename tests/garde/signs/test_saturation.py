from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garde.errors import BadInput
from garde.signs.saturation import MOST_DAYS, Saturation, end_of, last_day, read_level

BRUSSELS = ZoneInfo("Europe/Brussels")
SAID = datetime(2027, 1, 4, 9, 30, 42, tzinfo=UTC)


def test_a_mark_holds_two_weeks_by_itself() -> None:
    # Said on 4 January: through 18 January by the local clock, which ends at 23:00 UTC.
    assert end_of(None, SAID, BRUSSELS) == datetime(2027, 1, 18, 23, tzinfo=UTC)


def test_the_last_day_counts_whole_also_when_the_clock_changes() -> None:
    # 28 March 2027 has 23 hours: midnight after it is at 22:00 UTC, no longer at 23:00.
    end = end_of(date(2027, 3, 28), SAID, BRUSSELS)
    assert end == datetime(2027, 3, 28, 22, tzinfo=UTC)
    assert last_day(end, BRUSSELS) == date(2027, 3, 28)


def test_today_is_a_good_last_day_and_yesterday_is_over() -> None:
    assert end_of(date(2027, 1, 4), SAID, BRUSSELS) == datetime(2027, 1, 4, 23, tzinfo=UTC)
    with pytest.raises(BadInput, match="2027-01-03 is over"):
        end_of(date(2027, 1, 3), SAID, BRUSSELS)


def test_today_is_the_local_date_not_that_of_utc() -> None:
    # At 23:30 UTC on 3 January it is 4 January in Brussels.
    late = datetime(2027, 1, 3, 23, 30, tzinfo=UTC)
    with pytest.raises(BadInput):
        end_of(date(2027, 1, 3), late, BRUSSELS)


def test_no_mark_reaches_further_than_a_season() -> None:
    assert end_of(date(2027, 1, 4) + timedelta(days=MOST_DAYS), SAID, BRUSSELS)
    with pytest.raises(BadInput, match="92 days ahead"):
        end_of(date(2027, 1, 5) + timedelta(days=MOST_DAYS), SAID, BRUSSELS)


def test_levels_are_three_words_and_none_takes_the_mark_off() -> None:
    assert [read_level(word) for word in ("open", " Busy ", "FULL", "none")] == ["open", "busy", "full", None]
    with pytest.raises(BadInput, match="use open, busy, full, or none"):
        read_level("x" * 1000)


@given(st.integers(0, MOST_DAYS), st.integers(-3_000_000, 12_000_000))
def test_a_mark_holds_from_its_minute_until_its_midnight_and_never_else(days: int, seconds: int) -> None:
    until = end_of(SAID.astimezone(BRUSSELS).date() + timedelta(days=days), SAID, BRUSSELS)
    mark = Saturation("full", SAID, until, "service")
    moment = SAID + timedelta(seconds=seconds)
    assert mark.holds(moment) == (datetime(2027, 1, 4, 9, 30, tzinfo=UTC) <= moment < until)
    assert mark.holds(until - timedelta(microseconds=1))
    assert not mark.holds(until)
