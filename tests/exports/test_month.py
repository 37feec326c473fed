"""What a month shows on each day, and how hours are written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from exports.errors import ExportError
from exports.month import MonthDuty, short_hours
from tests.exports.month_of_october import BRUSSELS, at, october


@pytest.mark.parametrize(
    ("start", "end", "day", "written"),
    [
        (at(1, 9), at(1, 21), 1, "9–21"),
        (at(1, 8, 30), at(1, 18), 1, "8:30–18"),
        (at(1, 21), at(2, 9), 1, "21–9"),
        (at(1, 9), at(2, 9), 1, "9–9"),
        (at(1, 9), at(2, 10), 1, "9–2.10 10"),
        (at(4, 8), at(11, 8), 4, "8–11.10 8"),
        (at(4, 8), at(11, 8), 6, "…–11.10 8"),
        (at(4, 8), at(11, 8), 10, "…–8"),
        (at(30, 21, month=9), at(1, 9), 1, "…–9"),
    ],
)
def test_hours_are_short_and_say_when_they_end(start: object, end: object, day: int, written: str) -> None:
    duty = MonthDuty(line="pharmacy", start=start, end=end, places=("tilleul",))  # type: ignore[arg-type]
    assert short_hours(duty, date(2027, 10, day), BRUSSELS) == written


def test_the_night_of_the_clock_change_has_an_hour_more() -> None:
    night = october().duties[2]
    assert night.hours == 13


def test_a_day_has_what_begins_on_it_and_what_runs_at_its_noon() -> None:
    month = october()
    assert [duty.places for duty in month.on(date(2027, 10, 1))] == [("formula",), ("tilleul", None)]
    assert month.on(date(2027, 10, 2)) == ()
    week = month.duties[4]
    assert [day for day in range(1, 32) if week in month.on(date(2027, 10, day))] == list(range(4, 11))


def test_a_gap_is_counted_a_place() -> None:
    assert october().missing == 2


def test_a_duty_of_a_stranger_is_refused() -> None:
    month = october()
    with pytest.raises(ExportError, match="has no service 'nobody'"):
        replace(month, duties=(replace(month.duties[1], places=("nobody",)),))
    with pytest.raises(ExportError, match="has no line 'dentist'"):
        replace(month, duties=(replace(month.duties[1], line="dentist"),))
