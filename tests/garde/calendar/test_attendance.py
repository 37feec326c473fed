from __future__ import annotations

import pytest

from garde.calendar.attendance import Attendance, attendances, duty_modes
from garde.calendar.intervals import Interval
from garde.calendar.regular import regular_hours
from tests.garde.town import instant, line, service, slot, town

MORNING = Interval(instant("2027-01-04T08:00"), instant("2027-01-04T11:00"))


def test_duties_come_with_the_modes_of_their_template_and_hours_with_those_of_the_line() -> None:
    templates = [{"id": "day", "days": ["mo"], "start": "09:00", "end": "21:00", "modes": ["visit"]}]
    config = town(lines=[line("pharmacy", modes=["door", "visit"], slots=templates)])
    directory = {
        "north": service("north", opening_hours="Mo 09:00-12:00"),
        "south": service("south"),
        "nurse": service("nurse", "nursing", opening_hours="Mo 09:00-12:00"),
    }
    duties = [
        slot("pharmacy/2027-01-04/day", ["south", None, "stranger"]),
        slot("other/2027-01-04/day", ["north"]),
    ]
    start, end = instant("2027-01-03T23:00"), instant("2027-01-04T23:00")
    regular, _ = regular_hours(config, directory.values(), start, end, line="pharmacy")
    assert [*attendances(config.lines[0], directory, duties, regular)] == [
        Attendance("south", Interval(duties[0].start, duties[0].end), "duty", ("visit",)),
        Attendance("north", MORNING, "regular_hours", ("door",)),
    ]


def test_duties_of_fill_are_reached_as_it_says() -> None:
    fill = {"handovers": ["09:00"], "modes": ["telephone"]}
    config = town(lines=[line("pharmacy", modes=["door", "telephone"], slots=[], fill=fill)])
    assert duty_modes(config.lines[0], "pharmacy/2027-01-04/fill-1830") == ("telephone",)
    plain = town(lines=[line("pharmacy", modes=["door"], slots=[], fill={"handovers": ["09:00"]})])
    assert duty_modes(plain.lines[0], "pharmacy/2027-01-01/opening-fill") == ("door",)


@pytest.mark.parametrize(
    ("key", "modes"),
    [
        ("pharmacy/2027-01-04/night", ("telephone",)),
        ("pharmacy/2027-01-01/opening-night", ("telephone",)),
        ("pharmacy/2027-01-04/day", ("door", "telephone")),
        ("pharmacy/2027-01-04/gone", ("door", "telephone")),
    ],
)
def test_the_modes_of_a_duty_are_found_by_its_key(key: str, modes: tuple[str, ...]) -> None:
    night = {"id": "night", "days": ["mo"], "start": "21:00", "end": "09:00", "modes": ["telephone"]}
    day = {"id": "day", "days": ["mo"], "start": "09:00", "end": "21:00"}
    config = town(lines=[line("pharmacy", modes=["door", "telephone"], slots=[day, night])])
    assert duty_modes(config.lines[0], key) == modes
