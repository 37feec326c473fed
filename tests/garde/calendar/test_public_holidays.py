from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from garde.basin.config import BasinConfig
from garde.calendar.public_holidays import holidays_of
from garde.errors import BadInput

Basin = Callable[..., BasinConfig]

FIXED = ["01-01", "05-01", "07-21", "08-15", "11-01", "11-11", "12-25"]


@pytest.mark.parametrize(
    ("year", "easter_monday", "ascension", "pentecost_monday"),
    [
        # Easter Sunday + 1, + 39, + 50 days; Easter 2025: 20 April, 2026: 5 April, 2027: 28 March,
        # 2028: 16 April, 2029: 1 April, 2030: 21 April, 2038: 25 April (the latest there is).
        (2025, "04-21", "05-29", "06-09"),
        (2026, "04-06", "05-14", "05-25"),
        (2027, "03-29", "05-06", "05-17"),
        (2028, "04-17", "05-25", "06-05"),
        (2029, "04-02", "05-10", "05-21"),
        (2030, "04-22", "05-30", "06-10"),
        (2038, "04-26", "06-03", "06-14"),
    ],
)
def test_belgium_has_exactly_its_ten_legal_holidays(
    basin: Basin, year: int, easter_monday: str, ascension: str, pentecost_monday: str
) -> None:
    expected = {
        date.fromisoformat(f"{year}-{day}") for day in [*FIXED, easter_monday, ascension, pentecost_monday]
    }
    assert set(holidays_of(basin(), [year])) == expected
    assert len(expected) == 10


def test_two_holidays_may_fall_on_one_day(basin: Basin) -> None:
    # Ascension 2008 fell on the first of May: nine dates for ten holidays.
    assert len(holidays_of(basin(), [2008])) == 9
    assert date(2008, 5, 1) in holidays_of(basin(), [2008])


def test_they_come_in_order_over_the_years(basin: Basin) -> None:
    found = list(holidays_of(basin(), [2028, 2026, 2027, 2027]))
    assert found == sorted(found)
    assert len(found) == 30


def test_they_are_named_in_the_language_asked_for(basin: Basin) -> None:
    day = date(2027, 7, 21)
    assert holidays_of(basin(), [2027])[day] == "Fête nationale"
    assert holidays_of(basin(), [2027], "nl")[day] == "Nationale feestdag"
    assert holidays_of(basin(), [2027], "en")[day] == "National Day"
    assert holidays_of(basin(), [2027], "ar")[day] == "Fête nationale"


def test_a_basin_adds_its_own_and_skips_others(basin: Basin) -> None:
    names = {"fr": "Pont de l'Ascension", "nl": "Brugdag"}
    config = basin(
        holidays={"add": [{"date": "2027-05-07", "names": names}], "skip": ["2027-08-15", "2027-02-02"]}
    )
    found = holidays_of(config, [2027])
    assert found[date(2027, 5, 7)] == "Pont de l'Ascension"
    assert holidays_of(config, [2027], "nl")[date(2027, 5, 7)] == "Brugdag"
    assert holidays_of(config, [2027], "es")[date(2027, 5, 7)] == "Pont de l'Ascension"
    assert date(2027, 8, 15) not in found
    assert len(found) == 10
    assert len(holidays_of(config, [2028])) == 10


def test_a_basin_may_keep_easter_sunday(basin: Basin) -> None:
    names = {"fr": "Pâques", "nl": "Pasen"}
    config = basin(holidays={"add": [{"date": "2027-03-28", "names": names}]})
    assert len(holidays_of(config, [2027])) == 11


def test_another_country_has_its_own(basin: Basin) -> None:
    assert date(2027, 7, 14) in holidays_of(basin(country="FR"), [2027])
    assert date(2027, 7, 21) not in holidays_of(basin(country="FR"), [2027])


def test_an_unknown_country_is_refused(basin: Basin) -> None:
    nowhere = basin().model_copy(update={"country": "ZZ"})
    with pytest.raises(
        BadInput, match="country: no legal holidays are known for 'ZZ'; use a code such as BE"
    ):
        holidays_of(nowhere, [2027])
