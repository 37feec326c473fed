from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from garde.calendar.month import Month
from garde.coordination.activity import Activity
from garde.coordination.baseline import Baseline, in_force, period_of, stated_baseline
from garde.coordination.comparing import change, present_figures
from garde.coordination.spent import TimeSpent
from garde.errors import BadInput

NOW = datetime(2027, 1, 10, tzinfo=UTC)
MEETING, CALL = Activity.MEETING, Activity.CALL


def stated(**more: Any) -> Baseline:
    fields: dict[str, Any] = {
        "basin": "essai",
        "period": "2025",
        "method": "interviews",
        "by_activity": {CALL: 600, MEETING: 900},
        "total": None,
        "with_services": False,
        "services": 30,
        "duty_hours": 750,
        "source": "four  coordinators",
        "by": "ann",
        "now": NOW,
    }
    return stated_baseline(**fields | more)


def test_a_baseline_is_the_sum_of_its_activities_and_holds_after_its_period() -> None:
    made = stated()
    assert (made.total, made.not_told_apart, made.holds_from) == (1500, 0, Month(2026, 1))
    assert (made.first, made.last, made.source) == (Month(2025, 1), Month(2025, 12), "four coordinators")
    # 1500 minutes over 750 hours of duty, and over 30 services.
    assert (made.minutes_per_duty_hour, made.minutes_per_service) == (2.0, 50.0)


def test_what_was_not_told_apart_is_the_rest_of_the_total() -> None:
    assert stated(total=1800).not_told_apart == 300
    only = stated(by_activity={}, total=1200)
    assert (only.total, only.not_told_apart) == (1200, 1200)


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("2025", (Month(2025, 1), Month(2025, 12))),
        ("2025-03", (Month(2025, 3), Month(2025, 3))),
        ("2025-11/2026-02", (Month(2025, 11), Month(2026, 2))),
    ],
)
def test_a_period_is_a_year_a_month_or_two_months(text: str, months: tuple[Month, Month]) -> None:
    assert period_of(text) == months


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"period": "2025-06/2025-01"}, "period: '2025-06/2025-01' ends before it begins"),
        ({"period": "last year"}, "'last year' is no month"),
        ({"method": "guess"}, "method: 'guess' is no method; use one of: estimate, interviews, time-sheets"),
        ({"by_activity": {}, "total": None}, "minutes: 0 minutes a month cannot be"),
        ({"total": 60_001}, "minutes: 60001 minutes a month cannot be"),
        ({"total": 1499}, "the activities are 1500 minutes together, the total 1499"),
        ({"by_activity": {CALL: -1}}, "activity: -1 minutes of call"),
        ({"services": 0}, "services: 0 services cannot be"),
        ({"services": 10**20}, "services: 100000000000000000000 services cannot be; give 1 to 10000"),
        ({"duty_hours": 0}, "duty-hours: these hours of duty cannot be"),
        ({"duty_hours": float("nan")}, "duty-hours: these hours of duty cannot be"),
        ({"source": " "}, "source: it is not said where this comes from"),
        ({"source": "Ann, 0470 12 34 56"}, "source: this source holds what leads to a person (telephone)"),
        ({"note": "x" * 301}, "note: this note is too long; write 300 characters at most"),
    ],
)
def test_a_baseline_that_cannot_be_is_refused(more: dict[str, Any], reason: str) -> None:
    with pytest.raises(BadInput) as refused:
        stated(**more)
    assert reason in refused.value.one_line()


def test_the_latest_baseline_that_holds_is_in_force_and_the_one_set_last_corrects_it() -> None:
    first = replace(stated(), id=1)
    better = replace(stated(total=1600), id=2)
    merged = replace(stated(holds_from=Month(2028, 1)), id=3)
    known = (first, better, merged)
    assert in_force(known, Month(2025, 12)) is None
    assert in_force(known, Month(2026, 1)) == better
    assert in_force(known, Month(2027, 12)) == better
    assert in_force(known, Month(2028, 1)) == merged


def spent(minutes: int, *, people: int = 1, service: str | None = None, status: Any = "signed") -> TimeSpent:
    day = date(2027, 1, 8)
    start = datetime(2027, 1, 8, tzinfo=UTC)
    kind: Any = None if service is None else "organisation"
    return TimeSpent(
        1, "ann", service, kind, MEETING, day, start, minutes, people, None, "hand", status, False, None
    )


def test_the_present_is_the_mean_of_what_counts() -> None:
    entries = [
        spent(60, people=3),
        spent(40, status="confirmed"),
        spent(30, status="provisional"),
        spent(200, service="a"),
    ]
    months = (Month(2026, 12), Month(2027, 1))
    found = present_figures(entries, months, with_services=False, duty_hours=110, services=10)
    # (180 + 40) / 2 months; 110 hours are 55 a month.
    assert (found.minutes, found.by_activity[MEETING], found.by_activity[CALL]) == (110, 110, 0)
    assert (found.minutes_per_duty_hour, found.minutes_per_service) == (2.0, 11.0)
    assert (found.unsigned, found.provisional) == (40, 30)
    everybody = present_figures(entries, months, with_services=True, duty_hours=0, services=0)
    assert (everybody.minutes, everybody.minutes_per_duty_hour, everybody.minutes_per_service) == (
        210,
        None,
        None,
    )


def test_a_change_is_a_part_of_what_was() -> None:
    assert change(1500, 900) == pytest.approx(-0.4)
    assert (change(0, 5), change(5, None)) == (None, None)
