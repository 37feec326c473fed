"""Every figure of a generated year's report, recomputed by SQL that knows nothing of garde."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from exports.report import Report
from garde.calendar.intervals import total
from garde.calendar.over import one_era
from garde.report.figures import basin_figures
from garde.report.gathering import Gathered
from garde.report.hours import line_hours
from garde.report.open_data import MEASURES
from tests.garde.report.generated_terms import LINES
from tests.garde.report.generated_year import DUTIES, ENTRIES

STATEMENTS = Path(__file__).with_name("independent.sql").read_text()


@pytest.fixture(scope="module")
def recomputed(year: Path) -> Iterator[sqlite3.Connection]:
    """The year's database with the temporary tables of the independent recomputation."""
    connection = sqlite3.connect(f"file:{year}?mode=ro", uri=True)
    connection.create_function("sqrt", 1, math.sqrt)
    connection.executescript("PRAGMA temp_store = MEMORY;" + STATEMENTS)
    yield connection
    connection.close()


def test_the_year_is_as_large_as_promised(recomputed: sqlite3.Connection) -> None:
    (places,) = recomputed.execute("SELECT sum(required) FROM in_force").fetchone()
    (entries,) = recomputed.execute("SELECT count(*) FROM time_entry").fetchone()
    assert (places, entries) == (DUTIES, ENTRIES)
    assert DUTIES >= 10_000
    assert ENTRIES >= 30_000


def test_every_figure_is_what_sql_makes_of_the_tables(
    report: Callable[[str], Report], recomputed: sqlite3.Connection
) -> None:
    rows = report("en").data
    told = {(row.measure, row.month, row.line, row.category, row.key): row.value for row in rows}
    found = {
        (measure, month, line, category, str(key)): round(value, 6)
        for measure, month, line, category, key, value in recomputed.execute("SELECT * FROM figures")
    }
    assert {measure for measure, *_ in found} == set(MEASURES)
    # What is known to be nobody is told as 0; a query finds no row for it.
    assert {key for key, value in told.items() if value != 0} <= found.keys() <= told.keys()
    hidden = {key for key, value in told.items() if value is None}
    assert {key: (told[key], value) for key, value in found.items() if told[key] != value} == {
        key: (None, found[key]) for key in hidden
    }


def test_the_hours_on_file_today_would_give_other_figures(gathered: Gathered) -> None:
    """So that the recomputation tells the hours in force at the time from those of today."""
    today = [replace(service, history=()) for service in gathered.services]
    start, end = gathered.period.start(gathered.zone), gathered.period.end(gathered.zone)
    eras = one_era(gathered.config, start, end)
    by_today = line_hours(gathered.config, today, gathered.stints, eras)
    differing = {
        then.line.id
        for then, now in zip(gathered.hours, by_today, strict=True)
        if total(then.regular) != total(now.regular)
    }
    # Family planning too: general practice was there as well until August.
    assert differing == set(LINES) - {"general-practice"}


def test_what_is_not_told_is_small_or_keeps_something_small_from_being_worked_out(
    report: Callable[[str], Report], recomputed: sqlite3.Connection
) -> None:
    hidden = {(row.measure, row.line, row.category, row.key) for row in report("en").data if row.suppressed}
    counts = {
        (measure, line, category, str(key)): value
        for measure, month, line, category, key, value in recomputed.execute("SELECT * FROM figures")
        if not month
    }
    # Violence and Tigrinya came up now and then only; the smallest other need and language hide them.
    assert {("people", "", "need", "violence"), ("people", "", "language", "ti")} <= hidden
    for kind in {(measure, bool(line), category) for measure, line, category, _ in hidden}:
        group = [one for one in hidden if (one[0], bool(one[1]), one[2]) == kind]
        least = min(counts[one] for one in group)
        if least >= 5:
            # Nobody is few in the year: they are in a month, whose report may be told as well.
            assert kind[0] == "people_without_help"
            column, keys = (
                ("line", {one[1] for one in group}) if kind[1] else ("hour", {one[3] for one in group})
            )
            months = recomputed.execute(f"SELECT {column}, sum(people) FROM door GROUP BY month, {column}")
            least = min(people for key, people in months if str(key) in keys)
        assert least < 5
        assert len(group) >= 2
        assert sum(counts[one] for one in group) >= 5


def test_what_each_service_carried_is_what_sql_makes_of_the_tables(
    gathered: Gathered, recomputed: sqlite3.Connection
) -> None:
    told = {
        one.service: (pool.pool, one.duties, one.hours, one.served, one.due)
        for pool in basin_figures(gathered).sharing.pools
        for one in pool.services
    }
    found = {
        external: (pool, duties, pytest.approx(hours), pytest.approx(points), pytest.approx(due))
        for external, pool, duties, hours, points, due in recomputed.execute(
            """
            SELECT v.external_id, c.pool, count(DISTINCT h.key), sum(h.seconds) / 3600.0, c.points, c.due
            FROM carried c JOIN service v ON v.id = c.service JOIN held h ON h.service = c.service
            GROUP BY v.id
            """
        )
    }
    assert told == found
