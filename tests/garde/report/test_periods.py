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


def test_a_year_is_made_of_quarters_and_these_of_months() -> None:
    year = Period(date(2027, 1, 1), date(2027, 12, 31))
    assert [one.first.month for one in year.parts()] == [1, 4, 7, 10]
    assert [one.last.day for one in year.parts()[0].parts()] == [31, 28, 31]
    assert year.parts()[0].parts()[0].parts() == ()
    assert all(one.of_calendar for one in (year, *year.parts(), *year.parts()[3].parts()))


@pytest.mark.parametrize(
    ("first", "last", "parts"),
    [
        (date(2027, 1, 1), date(2027, 5, 31), [3, 1, 1]),
        (date(2027, 2, 1), date(2027, 4, 30), [1, 1, 1]),
        (date(2026, 12, 1), date(2027, 11, 30), [1, 3, 3, 3, 1, 1]),
        (date(2027, 1, 1), date(2028, 12, 31), [12, 12]),
        (date(2027, 1, 2), date(2027, 12, 31), []),
    ],
)
def test_other_months_are_made_of_years_quarters_and_months(
    first: date, last: date, parts: list[int]
) -> None:
    chosen = Period(first, last)
    assert ([len(one.months()) for one in chosen.parts()], chosen.of_calendar) == (parts, False)


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


def test_a_funder_reads_of_whole_months_only(year: Path) -> None:
    database = open_database(f"sqlite:///{year}")
    funder = Actor("link 2", "funder", "generated")
    with database.reading() as session:
        assert gather(session, basin(), Period(date(2027, 1, 1), date(2027, 1, 31)), actor=funder, at=AFTER)
        with pytest.raises(Forbidden, match="whole calendar months only"):
            gather(session, basin(), Period(date(2027, 1, 1), date(2027, 1, 30)), actor=funder, at=AFTER)
    database.close()


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
