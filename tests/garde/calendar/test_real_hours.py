"""Opening hours as people really write them: taken at their word, or refused with what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from garde.basin.cells import opening_hours
from garde.basin.config import BasinConfig
from garde.basin.hours import opening_hours_fault
from garde.basin.weekly import weekly
from garde.calendar.days import whole_day
from garde.calendar.opening import open_intervals
from garde.calendar.public_holidays import holidays_of
from garde.calendar.telling import told_hours
from tests.garde.calendar.told import as_told

Basin = Callable[..., BasinConfig]

BRUSSELS = ZoneInfo("Europe/Brussels")
NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)

IN_WORDS = [
    "24/7",
    "24/7; PH off",
    "off",
    "Mo-Fr 08:30-12:00,13:00-17:00; PH off",
    "Mo-Fr 08:30-12:00, 13:00-17:00; PH off",
    "Mo-Fr 14:00-17:00,09:00-12:00; PH off",
    "Mo-Su,PH 09:00-18:00",
    "PH,Mo-Fr 09:00-17:00",
    "Mo-Fr, PH 10:00-12:00",
    "Mo-Fr 8:30-17:00; PH off",
    "Mo-Fr 09:00-17:00;Sa 10:00-12:00;Su,PH off",
    "Mo-Fr 09:00-17:00; Sa off; Su off",
    "Mo-Fr 09:00-17:00; PH closed",
    "Mo-Fr 09:00-17:00; PH 10:00-12:00,14:00-16:00",
    "Mo,Tu,Th,Fr 09:00-17:00; We 13:00-20:00; PH off",
    "Mo-Fr 09:00-17:00; We off",
    # A later rule replaces the one before on its days, which few who write this mean: the words tell.
    "Mo-Fr 09:00-17:00; Fr 17:00-20:00",
    "Mo 22:00-06:00",
    "Mo-Su 22:00-06:00",
    "Mo-Su 22:00-30:00; PH off",
    "Fr-Sa 20:00-02:00",
    "Mo-Fr 20:00-08:00,10:00-12:00",
    "Mo-Fr 09:00-09:00",
    "Mo-Fr 00:00-24:00",
    "Mo-Fr 00:00-00:00; PH off",
    "09:00-17:00",
    "PH 10:00-12:00",
    "Mo-Fr 09:00-17:00; Dec 25 off",
    "Mo-Fr 09:00-17:00; Feb 29 off",
    "Mo-Fr 09:00-17:00; Jan 1,May 1,Dec 25 off",
    "Mo-Fr 09:00-17:00; Jul 20-22 off",
    "Mo-Fr 09:00-17:00; Dec 24-Jan 02 off",
    "Mo-Fr 09:00-17:00; 2027 Jul 12-Aug 08 off",
    "Mo-Fr 09:00-17:00; 2027 Jul 12-2027 Aug 08 off",
    "Mo-Fr 09:00-17:00; 2027 Dec 24-Jan 02 off",
    "Mo-Fr 09:00-17:00; Jul 12-Aug 08, Dec 24-26 off",
    "Mo-Fr 09:00-17:00; 2027 May 07, 2027 May 10 off",
]

IN_NOTATION = [
    "We[1] 14:00-16:00",
    "We[1,3] 14:00-16:00; PH off",
    "We[-1] 14:00-16:00",
    "Mo-Fr sunrise-sunset",
    "(sunrise+01:00)-(sunset-01:00)",
    "Jul 01-Aug 31: Mo-Fr 10:00-14:00",
    "Jul-Aug Mo-Fr 10:00-14:00; PH off",
    "Jan-Jun,Sep-Dec Mo-Fr 09:00-17:00",
    "Mo-Fr 09:00-17:00; Jul-Aug off",
    'Mo-Fr 09:00-17:00 "sur rendez-vous"',
    'Mo-Fr 09:00-17:00 || unknown "call"',
    'Mo-Fr 09:00-17:00; PH off "fermé; PH"',
    "Mo-Fr 09:00-17:00 unknown",
    "week 01-26 Mo-Fr 09:00-17:00",
    "week 2-52/2 We 14:00-18:00",
    "Mo-Su 09:00-17:00; easter +1 day off",
    "Mo-Fr 09:00-17:00, We 18:00-20:00",
    "Mo-Fr 09:00-17:00, PH off",
    "Mo-Sa 09:00+",
    "Fr-Mo 10:00-18:00",
    "PH off; Mo-Fr 09:00-17:00",
    "24/7; Fr 22:00-06:00 off",
    "Mo-Fr 09:00-17:00; Sa",
    "Mo-Fr 09:00-17:00; PH -1 day 09:00-12:00",
    "Mo-Fr 09:00-17:00; Dec 24: 09:00-12:00",
    "2027-2028: Mo-Fr 09:00-17:00",
    "mo-fr 09:00-17:00",
]

REFUSED = {
    "SH off": "school holidays",
    "Mo-Fr 09:00-17:00; SH,PH off": "school holidays",
    '"on appointment"': "only a comment",
    'Mo-Fr 09:00-17:00 || "call"': "only a comment",
    "Mo-Fr 08.30-17.00": "at character 7",
    "Mo-Fr 8h30-17h": "at character 7",
    "Lu-Ve 08:30-17:00": "at character 1",
    "Mo-Fr 09:00-17:00 PH off": "at character 19",
    "Mo-Fr 09:00-17:00; ph off": "at character 20",
    "Mo-Fr 9am-5pm": "at character 7",
    "Mo-Fr 25:00-26:00": "at character 7",
    'Mo-Fr 09:00-17:00 "unclosed': "at character 19",
    "sur rendez-vous": "is no opening hours",
    # The library takes these for any date.
    "Mo-Fr 09:00-17:00; Jun 31 off": "Jun 31 never comes",
    "Mo-Fr 09:00-17:00; Feb 30-Mar 02 off": "Feb 30-Mar 02 never comes",
    "Mo-Fr 09:00-17:00; Jun 29-31 off": "Jun 29-31 never comes",
    "Mo-Fr 09:00-17:00; 2027 Feb 29 off": "2027 Feb 29 never comes",
    "Mo-Fr 09:00-17:00; 2028 Jan 02-2027 Dec 24 off": "2028 Jan 02-2027 Dec 24 never comes",
}


@pytest.mark.parametrize("hours", IN_WORDS)
def test_words_say_exactly_what_holds_for_fourteen_months(basin: Basin, hours: str) -> None:
    found = weekly(hours)
    assert found is not None
    config = basin()
    first, last = date(2027, 1, 1), date(2028, 3, 1)
    told = as_told(found, first, last, set(holidays_of(config, [2026, 2027, 2028])))
    start, end = whole_day(first, BRUSSELS).start, whole_day(last, BRUSSELS).end
    assert told == open_intervals(hours, start, end, config=config)


@pytest.mark.parametrize("hours", IN_NOTATION)
def test_what_words_cannot_say_is_shown_as_it_is_with_seven_days(basin: Basin, hours: str) -> None:
    assert opening_hours_fault(hours) is None
    assert weekly(hours) is None
    for language, days in (("fr", "les sept jours à venir : "), ("nl", "de komende zeven dagen: ")):
        told = told_hours(hours, language, config=basin(), now=NOW)
        assert told.startswith(hours)
        assert days in told


@pytest.mark.parametrize("hours", REFUSED)
def test_what_would_be_misread_is_refused(hours: str) -> None:
    fault = opening_hours_fault(hours)
    assert fault is not None
    assert REFUSED[hours] in fault[0]
    assert fault[1]


@pytest.mark.parametrize(
    "dates", ["Jul 12-20, Dec 24-26", "Jul, Dec", "2027 Jul 12, 2027 Dec 24", "Jul-Aug, Dec 24"]
)
def test_a_list_of_dates_with_spaces_is_the_list_without(basin: Basin, dates: str) -> None:
    # The library would take the part before ", " as a rule of its own: open day and night.
    start, end = datetime(2027, 7, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
    loose, tight = (
        open_intervals(f"Mo-Fr 09:00-17:00; {text} off", start, end, config=basin())
        for text in (dates, dates.replace(", ", ","))
    )
    assert loose == tight
    assert all(hours.length.total_seconds() == 8 * 3600 for hours in loose)


def test_the_end_of_a_stretch_without_a_year_lies_in_the_next_one() -> None:
    found = weekly("Mo-Fr 09:00-17:00; 2027 Dec 24-Jan 02 off")
    assert found is not None
    assert [(one.first_year, one.last_year) for one in found.closed] == [(2027, 2028)]


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ("  Mo-Fr   08:30\u201317:00 ;", "Mo-Fr 08:30-17:00"),
        ("Mo-Fr\t09:00-17:00;\nPH off;", "Mo-Fr 09:00-17:00; PH off"),
        ('Mo-Fr 09:00-17:00 "a \u2013  b"', 'Mo-Fr 09:00-17:00 "a \u2013  b"'),
    ],
)
def test_what_word_processors_and_hurry_add_is_put_right(written: str, taken: str) -> None:
    assert opening_hours(written) == taken
