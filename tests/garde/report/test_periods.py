"""Periods: what they are made of, and that what parts of a year tell adds up to what the year tells."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from garde.accounts.actor import Actor
from garde.errors import BadInput, Forbidden
from garde.report.figures import BasinFigures, basin_figures
from garde.report.gathering import Gathered, gather
from garde.report.period import Period
from garde.storage.database import open_database
from tests.garde.report.conftest import AFTER, gathered_of
from tests.garde.report.generated_year import basin

BRUSSELS = ZoneInfo("Europe/Brussels")
PARTS = (
    (date(2027, 1, 1), date(2027, 3, 27)),
    (date(2027, 3, 28), date(2027, 3, 28)),  # 23 hours
    (date(2027, 3, 29), date(2027, 12, 31)),
)


def sums(figures: BasinFigures) -> dict[str, float]:
    """Whatever adds up over time."""
    cover, work, steady = figures.covering, figures.working, figures.steadiness
    assert figures.costing is not None
    return {
        "target": cover.target,
        "regular": cover.regular,
        "duty": cover.duty,
        "missing": cover.missing,
        "places": cover.places,
        "empty": cover.empty,
        "hours": cover.hours,
        "minutes": work.minutes,
        "waiting": work.waiting,
        "cents": figures.costing.cents,
        "over": figures.receiving.over,
        "reported": figures.receiving.reported,
        "quiet": figures.receiving.quiet,
        "people": figures.receiving.people,
        "swaps": sum(steady.swaps.values()),
        "absences": steady.absences,
        "no_shows": steady.no_shows,
        "cut_short": steady.cut_short,
    }


def test_what_the_parts_of_a_year_tell_adds_up_to_what_the_year_tells(year: Path, gathered: Gathered) -> None:
    parts = [sums(basin_figures(gathered_of(year, *part))) for part in PARTS]
    whole = sums(basin_figures(gathered))
    assert {name: pytest.approx(sum(part[name] for part in parts)) for name in whole} == whole
    # The day on which the clock is put forward has 23 hours; one of the seven lines is asked for 14 of them.
    assert parts[1]["target"] == (6 * 23 + 14) * 60


def test_a_period_begins_and_ends_at_local_midnights() -> None:
    summer = Period(date(2027, 3, 28), date(2027, 10, 31))
    assert summer.start(BRUSSELS) == datetime(2027, 3, 27, 23, tzinfo=UTC)
    assert summer.end(BRUSSELS) == datetime(2027, 10, 31, 23, tzinfo=UTC)
    assert (summer.days, len(summer.months()), summer.whole_months) == (218, 8, False)


def test_only_several_whole_quarters_are_told_as_quarters() -> None:
    year = Period(date(2027, 1, 1), date(2027, 12, 31))
    assert [one.first.month for one in year.quarters()] == [1, 4, 7, 10]
    assert year.quarters()[0].last == date(2027, 3, 31)
    for first, last in (
        (date(2027, 1, 1), date(2027, 3, 31)),
        (date(2027, 1, 1), date(2027, 5, 31)),
        (date(2027, 2, 1), date(2028, 1, 31)),
        (date(2027, 1, 2), date(2027, 12, 31)),
    ):
        assert Period(first, last).quarters() == ()


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2027, 1, 2), date(2027, 1, 1)),
        (date(1999, 1, 1), date(2027, 1, 1)),
        (date(2027, 1, 1), date(2101, 1, 1)),
        (date(2020, 1, 1), date(2030, 1, 1)),
    ],
)
def test_what_is_no_period_is_refused(first: date, last: date) -> None:
    with pytest.raises(BadInput):
        Period(first, last)


@pytest.mark.parametrize(
    "actor",
    [
        Actor("link 1", "service", "generated", "s001"),
        Actor("link 2", "funder", "other"),
        Actor("ann", "coordinator", "other"),
        Actor("rita", "reader", "other"),
    ],
)
def test_services_and_people_of_other_basins_read_no_report(year: Path, actor: Actor) -> None:
    database = open_database(f"sqlite:///{year}")
    with database.reading() as session, pytest.raises(Forbidden):
        gather(session, basin(), Period(date(2027, 1, 1), date(2027, 1, 2)), actor=actor, at=AFTER)
    database.close()
