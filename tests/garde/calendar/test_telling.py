from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from garde.basin.config import WEEKDAYS, BasinConfig
from garde.basin.weekly import weekly
from garde.calendar.days import whole_day
from garde.calendar.opening import open_intervals
from garde.calendar.public_holidays import holidays_of
from garde.calendar.telling import told_hours
from garde.errors import BadInput
from tests.garde.calendar.told import as_told

Basin = Callable[..., BasinConfig]

BRUSSELS = ZoneInfo("Europe/Brussels")
ASCENSION = datetime(2027, 5, 3, 12, tzinfo=UTC)
"""Monday; Thursday the 6th is a holiday."""


def test_plain_hours_are_told_in_words(basin: Basin) -> None:
    told = told_hours("Mo-Fr 09:00-17:00; PH off", "en", config=basin(), now=ASCENSION)
    assert told == (
        "from Monday to Friday from 9:00 to 17:00; closed on Saturday, Sunday and on public holidays"
    )


def test_others_are_told_as_they_are_with_the_coming_days(basin: Basin) -> None:
    hours = 'Tu-Th 22:00-02:00 || unknown "ring"; PH off'
    assert told_hours(hours, "en", config=basin(), now=ASCENSION) == (
        'Tu-Th 22:00-02:00 || unknown "ring"; PH off; the coming seven days: Monday 3 May closed, '
        "Tuesday 4 May from 22:00 to midnight, "
        "Wednesday 5 May from midnight to 2:00 and from 22:00 to midnight, "
        "Thursday 6 May from midnight to 2:00, "
        "Friday 7 May closed, Saturday 8 May closed, Sunday 9 May closed"
    )


def test_the_coming_days_are_those_of_the_basins_clock(basin: Basin) -> None:
    # 23:30 UTC on the 2nd is 01:30 of the 3rd in Brussels.
    late = datetime(2027, 5, 2, 23, 30, tzinfo=UTC)
    assert "the coming seven days: Monday 3 May" in told_hours(
        "Mo[1] 10:00-12:00", "en", config=basin(), now=late
    )


def test_hours_that_cannot_be_understood_are_refused(basin: Basin) -> None:
    with pytest.raises(BadInput, match="'whenever' is no opening hours"):
        told_hours("whenever", "en", config=basin(), now=ASCENSION)


NAMES = [day.capitalize() for day in WEEKDAYS]


@st.composite
def spells(draw: st.DrawFn) -> str:
    """One to three stretches of a day, of which the last may pass midnight."""
    edges = sorted(draw(st.sets(st.integers(0, 28 * 4), min_size=2, max_size=6)))
    pairs = list(zip(edges[::2], edges[1::2], strict=False))
    clock = [f"{quarter // 4:02d}:{quarter % 4 * 15:02d}" for pair in pairs for quarter in pair]
    return ",".join(f"{start}-{end}" for start, end in zip(clock[::2], clock[1::2], strict=True))


@st.composite
def days_named(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=3))
    named = [NAMES[a] if a == b else f"{NAMES[min(a, b)]}-{NAMES[max(a, b)]}" for a, b in parts]
    return draw(st.sampled_from([",", ", "])).join([*named, *draw(st.sampled_from([[], [], ["PH"]]))])


RULES = st.builds("{} {}".format, days_named() | st.just("PH"), spells() | st.just("off"))
CLOSED = st.sampled_from(
    ["2027 May 07 off", "2027 May 05-May 08 off", "May 06,May 11 off", "2027 Apr 30-2027 May 04 off"]
)
PLAIN = st.builds(
    lambda rules, closed: "; ".join([*rules, *closed]),
    st.lists(RULES | spells() | st.sampled_from(["24/7", "off"]), min_size=1, max_size=4),
    st.lists(CLOSED, max_size=2),
)


@given(hours=PLAIN)
@settings(max_examples=200, deadline=None)
def test_words_say_what_the_timeline_holds(basin: Basin, hours: str) -> None:
    found = weekly(hours)
    assume(found is not None)
    assert found is not None
    config = basin()
    first, last = date(2027, 5, 1), date(2027, 5, 14)
    start, end = whole_day(first, BRUSSELS).start, whole_day(last, BRUSSELS).end
    told = as_told(found, first, last, set(holidays_of(config, [2027])))
    assert told == open_intervals(hours, start, end, config=config)
