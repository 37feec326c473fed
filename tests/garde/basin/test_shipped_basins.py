"""The shipped basins: plausible, complete, and their fixed slots cover each line's target hours exactly."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st
from opening_hours import OpeningHours

from garde.basin.config import HOLIDAY, LANGUAGES, WEEKDAYS, BasinConfig, Line
from garde.basin.load import load_basin, shipped_basins
from garde.errors import NotFound
from garde.lookup import find_place

BASINS = {name: load_basin(path) for name, path in shipped_basins().items()}
REAL = ["centre-ouest", "nord", "nord-est", "sud", "sud-est"]
# Those of fill are held to their target in tests/garde/calendar.
LINES = [(name, line.id) for name, config in BASINS.items() for line in config.lines if line.slots]
ROUND_THE_CLOCK = [(name, id_) for name, id_ in LINES if BASINS[name].line(id_).target_hours == "24/7"]
FILLED = {(name, line.id) for name, config in BASINS.items() for line in config.lines if line.fill}

FIRST_DAY, LAST_DAY = date(2026, 1, 1), date(2035, 12, 31)
LEGAL_HOLIDAYS = frozenset(holidays.country_holidays("BE", years=range(2025, 2037)))

Span = tuple[int, int]
"""Minutes of the local clock since the first of January of year 1: every day has 1440."""


COMMUNES = (
    "Anderlecht",
    "Auderghem",
    "Berchem-Sainte-Agathe",
    "Bruxelles",
    "Etterbeek",
    "Evere",
    "Forest",
    "Ganshoren",
    "Ixelles",
    "Jette",
    "Koekelberg",
    "Molenbeek-Saint-Jean",
    "Saint-Gilles",
    "Saint-Josse-ten-Noode",
    "Schaerbeek",
    "Uccle",
    "Watermael-Boitsfort",
    "Woluwe-Saint-Lambert",
    "Woluwe-Saint-Pierre",
)


@pytest.mark.parametrize("commune", COMMUNES)
def test_each_of_the_nineteen_communes_is_found_by_its_name(commune: str) -> None:
    found = []
    for name in REAL:
        with suppress(NotFound):
            found.append((name, find_place(BASINS[name], commune.upper().replace("-", " "))))
    # Brussels-City alone lies in more than one basin.
    assert len(found) == (2 if commune == "Bruxelles" else 1)
    for name, place in found:
        assert place.centre is not None
        assert set(place.postcodes) <= set(BASINS[name].postcodes)


def minutes(moment: datetime) -> int:
    return moment.toordinal() * 1440 + moment.hour * 60 + moment.minute


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def spans_of(line: Line, days: Iterable[date], kept_as_holidays: frozenset[date]) -> list[Span]:
    spans: list[Span] = []
    for day in days:
        kind = HOLIDAY if day in kept_as_holidays else WEEKDAYS[day.weekday()]
        for slot in line.slots:
            if kind in slot.days:
                end_day = day + timedelta(days=slot.days_until_end())
                spans.append(
                    (minutes(datetime.combine(day, slot.start)), minutes(datetime.combine(end_day, slot.end)))
                )
    return sorted(spans)


def overlaps(spans: list[Span]) -> list[tuple[Span, Span]]:
    return [(a, b) for a, b in pairwise(spans) if b[0] < a[1]]


def merged(spans: Iterable[Span], within: Span) -> list[Span]:
    whole: list[Span] = []
    for start, end in sorted(spans):
        start, end = max(start, within[0]), min(end, within[1])
        if start >= end:
            continue
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole


def target_of(line: Line, start: datetime, end: datetime) -> list[Span]:
    hours = OpeningHours(line.target_hours, country="BE")
    spans = [
        (minutes(opening), minutes(closing))
        for opening, closing, state, _ in hours.intervals(start, end)
        if str(state) == "open"
    ]
    return merged(spans, (minutes(start), minutes(end)))


@pytest.mark.parametrize(("basin", "line_id"), LINES)
def test_slots_cover_the_target_hours_of_ten_years_exactly(basin: str, line_id: str) -> None:
    line = BASINS[basin].line(line_id)
    assert line is not None
    spans = spans_of(line, days_between(FIRST_DAY - timedelta(days=7), LAST_DAY), LEGAL_HOLIDAYS)
    assert overlaps(spans) == []
    start, end = datetime.combine(FIRST_DAY, time()), datetime.combine(LAST_DAY, time())
    assert merged(spans, (minutes(start), minutes(end))) == target_of(line, start, end)


@given(
    chosen=st.sampled_from(ROUND_THE_CLOCK),
    first=st.dates(FIRST_DAY, LAST_DAY),
    kept=st.sets(st.integers(0, 20), max_size=12),
)
def test_whatever_days_are_kept_as_holidays_nobody_waits_before_a_gap(
    chosen: tuple[str, str], first: date, kept: set[int]
) -> None:
    line = BASINS[chosen[0]].line(chosen[1])
    assert line is not None
    days = days_between(first, first + timedelta(days=20))
    spans = spans_of(line, days, frozenset(days[n] for n in kept))
    assert overlaps(spans) == []
    window = (minutes(datetime.combine(days[1], time())), minutes(datetime.combine(days[-1], time())))
    assert merged(spans, window) == [window]


def test_the_check_itself_sees_a_hole_and_an_overlap() -> None:
    pharmacy = BASINS["demo"].line("pharmacy")
    assert pharmacy is not None
    day, night = pharmacy.slots
    late = pharmacy.model_copy(update={"slots": (day.model_copy(update={"start": time(9, 30)}), night)})
    early = pharmacy.model_copy(update={"slots": (day.model_copy(update={"start": time(8, 30)}), night)})
    days = days_between(FIRST_DAY, FIRST_DAY + timedelta(days=2))
    window = (minutes(datetime.combine(days[0], time(9))), minutes(datetime.combine(days[2], time(9))))
    assert len(merged(spans_of(late, days, frozenset()), window)) == 2  # 09:30 to 09:00, and 09:30 to the end
    assert len(overlaps(spans_of(early, days, frozenset()))) == 2  # on the second and the third morning


@pytest.mark.parametrize("basin", REAL)
def test_a_real_basin_has_the_people_of_a_basin(basin: str) -> None:
    config = BASINS[basin]
    assert not config.demo
    assert 185_000 <= sum(quarter.population for quarter in config.quarters) <= 300_000
    assert all(6_000 <= quarter.population <= 30_000 for quarter in config.quarters)


@pytest.mark.parametrize("basin", list(BASINS))
def test_quarters_lie_in_brussels_and_apart_from_each_other(basin: str) -> None:
    quarters = BASINS[basin].quarters
    assert all(50.76 < q.lat < 50.92 and 4.24 < q.lon < 4.49 for q in quarters)
    assert len({(q.lat, q.lon) for q in quarters}) == len(quarters)
    assert {q.postcode for q in quarters} == set(BASINS[basin].postcodes)


def test_no_quarter_belongs_to_two_real_basins() -> None:
    ids = [quarter.id for name in REAL for quarter in BASINS[name].quarters]
    assert len(ids) == len(set(ids))


def test_neighbours_are_neighbours_of_each_other() -> None:
    for name in REAL:
        for neighbour in BASINS[name].neighbours:
            assert name in BASINS[neighbour].neighbours


@pytest.mark.parametrize("basin", list(BASINS))
def test_every_basin_has_the_essential_lines_named_in_five_languages(basin: str) -> None:
    config = BASINS[basin]
    essential = {"pharmacy", "reception", "general-practice", "nursing", "mental-health", "family-planning"}
    assert essential <= {line.id for line in config.lines}
    line_names = [line.names for line in config.lines]
    help_names = [entry.names for entry in config.help_numbers]
    assert all(set(names) == set(LANGUAGES) for names in (config.names, *line_names, *help_names))
    assert {entry.number for entry in config.help_numbers} >= {"112", "1733", "107", "106", "0903 99 000"}


def test_the_demo_and_a_real_basin_ask_only_where_nobody_is_open_by_itself() -> None:
    assert {("demo", "reception"), ("nord-est", "family-planning")} == FILLED


def test_a_line_can_be_organised_by_a_group_of_quarters() -> None:
    line = BASINS["centre-ouest"].line("reception-centre")
    assert line is not None
    assert line.quarters == ("centre-historique", "anneessens", "marolles", "sablon-royale")


def test_the_demo_says_that_it_is_one() -> None:
    demo: BasinConfig = BASINS["demo"]
    assert demo.demo
    assert demo.names["fr"] == "Bassin de démonstration"
    assert demo.names["nl"] == "Demonstratiebekken"


@pytest.mark.parametrize("basin", list(BASINS))
def test_pharmacies_take_one_day_and_one_night_duty_each_day(basin: str) -> None:
    pharmacy = BASINS[basin].line("pharmacy")
    assert pharmacy is not None
    assert [(s.id, s.start, s.end, s.required) for s in pharmacy.slots] == [
        ("day", time(9), time(21), 1),
        ("night", time(21), time(9), 1),
    ]
    assert pharmacy.modes == ("door", "telephone")
