from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.intervals import Interval
from garde.calendar.month import Month
from garde.coverage.measure import LineCoverage, line_coverage, lines_offering
from garde.errors import BadInput, NotFound
from garde.lookup import compile_timetable, who_is_open
from garde.rota import FilledSlot
from tests.garde.town import instant, line, service, town

OCTOBER = Month(2027, 10)
BRUSSELS = ZoneInfo("Europe/Brussels")


def duty(key: str, start: str, end: str, *places: str | None) -> FilledSlot:
    """A duty between two times of Brussels (the first of two in October's double hour)."""
    begins, ends = (
        datetime.fromisoformat(text).replace(tzinfo=BRUSSELS).astimezone(UTC) for text in (start, end)
    )
    name, day, _ = key.split("/")
    return FilledSlot(key, name, day[:7], begins, ends, 12, places)


def covered(
    config: BasinConfig,
    services: Sequence[Service] = (),
    duties: Sequence[FilledSlot] = (),
    month: Month = OCTOBER,
    **more: Any,
) -> LineCoverage:
    return line_coverage(config, config.lines[0], month, services, duties, **more)


def test_without_anybody_the_whole_target_is_missing() -> None:
    found = covered(town(), [service("north")])
    # 31 days of 24 hours, and the hour that October repeats.
    assert found.target_minutes == found.missing_minutes == 31 * 24 * 60 + 60
    assert not found.published


def test_opening_hours_and_duties_cover_together() -> None:
    config = town(lines=[line("pharmacy", target_hours="Mo 08:00-20:00")])
    open_by_day = service("north", opening_hours="Mo-Fr 09:00-18:00")
    evening = duty("pharmacy/2027-10-04/evening", "2027-10-04T18:00", "2027-10-04T21:00", "south")
    found = covered(config, [open_by_day, service("south")], [evening])
    # The four Mondays of October 2027 each miss 08:00 to 09:00; three of them also 18:00 to 20:00.
    assert found.target_minutes == 4 * 12 * 60
    assert found.missing_minutes == 4 * 60 + 3 * 120
    assert found.published


def test_a_place_that_nobody_fills_covers_nothing() -> None:
    empty = duty("pharmacy/2027-10-31/night", "2027-10-31T00:00", "2027-11-01T00:00", None)
    assert covered(town(), [service("north")], [empty]).missing_minutes == 31 * 24 * 60 + 60


def test_the_hour_that_october_repeats_is_an_hour() -> None:
    around = [
        duty("pharmacy/2027-10-01/long", "2027-10-01T00:00", "2027-10-31T02:00", "north"),
        duty("pharmacy/2027-10-31/late", "2027-10-31T03:00", "2027-11-01T00:00", "north"),
    ]
    found = covered(town(), [service("north")], around)
    # From 02:00 (00:00 UTC) to 03:00 (02:00 UTC) two hours pass.
    assert found.gaps == (Interval(instant("2027-10-31T00:00"), instant("2027-10-31T02:00")),)
    assert found.missing_minutes == 120


def test_the_hours_of_another_line_do_not_count() -> None:
    config = town("pharmacy", "nursing")
    nurse = service("nurse", "nursing", opening_hours="24/7")
    elsewhere = duty("nursing/2027-10-01/day", "2027-10-01T00:00", "2027-11-01T00:00", "nurse")
    assert covered(config, [nurse], [elsewhere]).gaps == covered(config).gaps != ()


def test_an_independent_with_hours_of_its_own_counts_by_them_like_any_other() -> None:
    nurse = service("nurse", kind="independent", opening_hours="24/7")
    assert covered(town(), [nurse]).gaps == ()


def test_a_service_counts_only_while_it_takes_part() -> None:
    gone = service("north", opening_hours="24/7", active_until=date(2027, 10, 30))
    # The last day of October has 25 hours.
    assert covered(town(), [gone]).missing_minutes == 25 * 60


def test_a_duty_counts_for_the_modes_of_its_template() -> None:
    night = {"id": "night", "days": ["mo-su", "holiday"], "start": "20:00", "end": "08:00"}
    config = town(
        lines=[
            line(
                "pharmacy",
                modes=["door", "telephone"],
                target_hours="Fr 20:00-24:00",
                slots=[night | {"modes": ["telephone"]}],
            )
        ]
    )
    watch = duty("pharmacy/2027-10-01/night", "2027-10-01T20:00", "2027-10-02T08:00", "north")
    services = [service("north")]
    # October 2027 has five Fridays.
    assert covered(config, services, [watch], mode="telephone").missing_minutes == 4 * 240
    assert covered(config, services, [watch], mode="door").missing_minutes == 5 * 240


def test_opening_hours_promise_no_visit_unless_the_basin_says_so() -> None:
    modes = ["telephone", "visit"]
    always = [service("nurse", opening_hours="24/7")]
    plain = town(lines=[line("pharmacy", modes=modes)])
    assert covered(plain, always, mode="telephone").missing_minutes == 0
    assert covered(plain, always, mode="visit").missing_minutes == 31 * 24 * 60 + 60
    stated = town(lines=[line("pharmacy", modes=modes, regular_modes=["visit"])])
    assert covered(stated, always, mode="visit").missing_minutes == 0
    visits_alone = town(lines=[line("pharmacy", modes=["visit"])])
    assert covered(visits_alone, always, mode="visit").missing_minutes == 0


def test_hours_that_cannot_be_understood_are_told_and_count_as_closed() -> None:
    found = covered(town(), [service("north", opening_hours="whenever")])
    assert found.missing_minutes == found.target_minutes
    assert found.faults[0].startswith("service north: ")


def test_lines_are_chosen_by_id_and_by_mode() -> None:
    config = town(lines=[line("pharmacy"), line("nursing", modes=["telephone", "visit"])])
    assert [each.id for each in lines_offering(config, None, None)] == ["pharmacy", "nursing"]
    assert [each.id for each in lines_offering(config, None, "visit")] == ["nursing"]
    with pytest.raises(NotFound, match="its lines are pharmacy, nursing"):
        lines_offering(config, "dentist", None)
    with pytest.raises(BadInput, match="visit is no mode of line pharmacy; use one of door"):
        lines_offering(config, "pharmacy", "visit")


HOURS = [
    None,
    "24/7",
    "Mo-Fr 08:30-18:30; PH off",
    "Sa-Su 22:00-06:00",
    "Su 01:00-02:30",
    "Mo-Su 02:30-04:00; PH 10:00-12:00",
    '10:00-12:00 || unknown "call"',
]
MODES = ("door", "telephone", "visit")
TEMPLATES = [
    {"id": name, "days": ["mo-su", "holiday"], "start": start, "end": "08:00", "modes": modes}
    for name, start, modes in (
        ("any", "20:00", []),
        ("visit", "21:00", ["visit"]),
        ("door", "22:00", ["door"]),
    )
]


@st.composite
def weeks(draw: st.DrawFn) -> tuple[tuple[Service, ...], tuple[FilledSlot, ...]]:
    """A few services, and duties of a few hours around a change of the clock."""
    services = tuple(
        service(f"s{number}", *draw(st.sampled_from([("pharmacy",), ("pharmacy", "nursing"), ("nursing",)])),
                opening_hours=draw(st.sampled_from(HOURS)))
        for number in range(draw(st.integers(1, 4)))
    )  # fmt: skip
    duties = []
    for number in range(draw(st.integers(0, 6))):
        start = instant("2027-10-25T00:00") + timedelta(minutes=30 * draw(st.integers(0, 2 * 24 * 7)))
        name = draw(st.sampled_from(["pharmacy", "nursing"]))
        kind = draw(st.sampled_from(["any", "visit", "door", f"opening-{number}"]))
        held = draw(
            st.lists(st.sampled_from([None, "stranger", *(s.external_id for s in services)]), max_size=2)
        )
        duties.append(
            FilledSlot(
                f"{name}/2027-10-2{number}/{kind}",
                name,
                "2027-10",
                start,
                start + timedelta(minutes=30 * draw(st.integers(1, 60))),
                10,
                tuple(dict.fromkeys(held)),
            )
        )
    return services, tuple(duties)


@given(
    given_=weeks(),
    target=st.sampled_from(["24/7", "Mo-Fr 17:00-21:00; Sa,Su,PH 00:00-18:00"]),
    mode=st.sampled_from([None, *MODES]),
    minutes=st.lists(st.integers(0, 31 * 24 * 60 + 59), min_size=20, max_size=60),
)
@settings(max_examples=40)
def test_the_lookup_finds_nobody_exactly_in_the_gaps(
    given_: tuple[tuple[Service, ...], tuple[FilledSlot, ...]],
    target: str,
    mode: Any,
    minutes: list[int],
) -> None:
    services, duties = given_
    config = town(
        lines=[
            line(name, modes=list(MODES), target_hours=target, slots=TEMPLATES)
            for name in ("pharmacy", "nursing")
        ]
    )
    start, end = OCTOBER.start(BRUSSELS), OCTOBER.end(BRUSSELS)
    timetable = compile_timetable(config, services, duties, start=start, end=end)
    for each in config.lines:
        found = line_coverage(config, each, OCTOBER, services, duties, mode=mode)
        edges = [edge for gap in found.gaps for edge in (gap.start, gap.end)]
        edges += [edge for slot in duties for edge in (slot.start, slot.end)]
        asked = {start + timedelta(minutes=minute) for minute in minutes} | {
            at for edge in edges for at in (edge, edge - timedelta(seconds=1)) if start <= at < end
        }
        for at in asked:
            answers = who_is_open(timetable, at, line=each.id).lines[0].open
            somebody = any(mode is None or mode in answer.modes for answer in answers)
            wanted = any(hours.holds(at) for hours in found.target)
            assert any(gap.holds(at) for gap in found.gaps) == (wanted and not somebody)


def test_a_filled_line_without_a_needed_hour_needs_no_duty() -> None:
    fill = {"handovers": ["09:00", "21:00"], "minimum_minutes": 60}
    filled = {**line("pharmacy", fill=fill, target_hours="Mo-Fr 09:00-18:00"), "slots": []}
    always, mornings = (
        service(name, opening_hours=hours)
        for name, hours in (("always", "Mo-Fr 09:00-18:00"), ("mornings", "Mo-Fr 09:00-12:00"))
    )
    found = covered(town(lines=[filled]), [always])
    assert (found.published, found.duty_needed, found.missing_minutes) == (False, False, 0)
    assert covered(town(lines=[filled]), [mornings]).duty_needed
    assert covered(town(lines=[filled]), [mornings, always]).duty_needed is False
    # Fixed duties follow no opening hours.
    assert covered(town(lines=[line("pharmacy", target_hours="Mo-Fr 09:00-18:00")]), [always]).duty_needed
