"""Local times of Brussels lead every reader back to their instants."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st

from exports.timezone import VTIMEZONE, brussels_time


@pytest.mark.parametrize(
    ("instant", "local"),
    [
        ("2027-01-02T03:00", "2027-01-02T04:00"),
        ("2027-07-01T22:30", "2027-07-02T00:30"),
        ("2027-03-28T00:59", "2027-03-28T01:59"),
        ("2027-03-28T01:00", "2027-03-28T03:00"),
        ("2027-10-30T23:59", "2027-10-31T01:59"),
        ("2027-10-31T00:00", None),
        ("2027-10-31T01:59", None),
        ("2027-10-31T02:00", "2027-10-31T03:00"),
        ("1996-12-31T23:00", None),
    ],
)
def test_an_instant_has_the_local_time_of_brussels_unless_readers_would_err(
    instant: str, local: str | None
) -> None:
    found = brussels_time(datetime.fromisoformat(instant).replace(tzinfo=UTC))
    assert found == (local and datetime.fromisoformat(local))


@given(minute=st.integers(0, 60 * 24 * 365 * 60))
def test_dateutil_reads_the_rules_back_to_the_same_instant(minute: int) -> None:
    instant = datetime(1997, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    rules = tzical(io.StringIO("\n".join(VTIMEZONE))).get("Europe/Brussels")
    local = brussels_time(instant)
    if local is None:
        naive = instant.astimezone(ZoneInfo("Europe/Brussels")).replace(tzinfo=None)
        assert (naive.month, naive.hour) == (10, 2)
    else:
        assert local.replace(tzinfo=rules).astimezone(UTC) == instant
