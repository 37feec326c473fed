"""The map of the example basin: two quarters, one kilometre and a bit apart, one north of the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from itertools import combinations
from types import ModuleType, SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garde.lookup import OpenNow
from garde.web.map import Drawing, Pin, draw_map, pins_of, short_name
from garde.web.map.drawing import APART, MARK, WIDTH
from tests.garde.lookup.example import basin

NAMES = {"canal": "Canal", "colline": "Colline"}
CANAL, HILL = (50.85, 4.35), (50.86, 4.35)


def pin(name: str, point: tuple[float, float], **fields: Any) -> Pin:
    kind: dict[str, Any] = {"card": ("pharmacy", name), "listed": True, "on_duty": True, "roughly": False}
    return Pin(point, name=name, **{**kind, **fields})


def drawn(*pins: Pin, near: str | None = None) -> Drawing:
    return draw_map(basin(), pins, NAMES, near)


def corners(path: str) -> list[tuple[int, int]]:
    assert re.fullmatch(r"M\d+ \d+(L\d+ \d+){2,}Z", path)
    return [(int(x), int(y)) for x, y in re.findall(r"(\d+) (\d+)", path)]


def test_the_quarters_lie_one_above_the_other() -> None:
    drawing = drawn()
    hill, canal = (area for area in sorted(drawing.areas, key=lambda area: area.quarter.id, reverse=True))
    # The line between them is level: the hill's lowest corners are the canal's highest.
    assert max(y for _, y in corners(hill.path)) == min(y for _, y in corners(canal.path))
    assert (drawing.width, drawing.zoomed, drawing.marks, drawing.dots) == (WIDTH, False, (), "")


def test_north_is_up_and_a_kilometre_is_as_long_as_it_says() -> None:
    drawing = drawn(pin("alder", CANAL), pin("birch", HILL))
    south, north = drawing.marks
    assert south.x == north.x == WIDTH // 2
    # 0.01 degrees are 1.112 km.
    assert south.y - north.y == pytest.approx(1.112 * drawing.kilometre, abs=1.5)


def test_its_corners_tell_where_a_point_is_drawn() -> None:
    drawing = drawn(pin("alder", CANAL))
    (north, west), (south, east) = drawing.corners
    (mark,) = drawing.marks
    assert drawing.width * (CANAL[1] - west) / (east - west) == pytest.approx(mark.x, abs=0.6)
    assert drawing.height * (north - CANAL[0]) / (north - south) == pytest.approx(mark.y, abs=0.6)


def test_marks_are_numbered_in_the_order_of_the_list_and_those_without_a_card_are_dots() -> None:
    drawing = drawn(pin("alder", CANAL), pin("cedar", HILL, listed=False), pin("birch", HILL, on_duty=False))
    assert drawing.numbers == {("pharmacy", "alder"): 1, ("pharmacy", "birch"): 2}
    assert [(mark.number, mark.names, mark.on_duty) for mark in drawing.marks] == [
        (1, ("alder",), True),
        (2, ("birch",), False),
    ]
    assert drawing.dots == f"M{drawing.marks[1].x} {drawing.marks[1].y}h0"


def test_those_at_one_place_are_one_mark_that_names_both() -> None:
    drawing = drawn(pin("alder", CANAL, on_duty=False), pin("elm", CANAL, roughly=True))
    (mark,) = drawing.marks
    assert (mark.number, mark.names, mark.on_duty, mark.roughly) == (1, ("alder", "elm"), True, False)


def test_what_lies_beyond_the_map_has_no_number() -> None:
    drawing = drawn(pin("far", (51.2, 4.4)), pin("alder", CANAL))
    assert drawing.numbers == {("pharmacy", "alder"): 1}
    assert drawing.beyond == 1


@pytest.mark.parametrize("near", ["canal", "1030"])
def test_a_chosen_quarter_or_postcode_is_larger(near: str) -> None:
    whole, zoomed = drawn(), drawn(near=near)
    assert zoomed.zoomed
    assert zoomed.kilometre > 1.2 * whole.kilometre
    assert [area.quarter.id for area in zoomed.areas if area.chosen] == ["canal"]


def test_a_postcode_without_quarters_shows_the_whole() -> None:
    assert drawn(near="1140") == drawn()


def test_a_name_is_written_beside_a_mark_that_stands_in_its_place() -> None:
    free, moved = drawn(), drawn(pin("alder", CANAL))
    (label,) = (area.label for area in free.areas if area.quarter.id == "canal")
    (beside,) = (area.label for area in moved.areas if area.quarter.id == "canal")
    assert label is not None
    assert beside == (label[0], label[1] - 22)


def test_a_long_name_is_cut_at_its_dash() -> None:
    assert short_name("Etterbeek – Jourdan – La Chasse") == "Etterbeek"
    assert short_name("Saint-Josse-ten-Noode") == "Saint-Josse-ten-Noode"


def test_a_hidden_address_stands_in_the_middle_of_its_quarter(example: ModuleType) -> None:
    from garde.lookup import who_is_open

    timetable = example.timetable()
    found = who_is_open(timetable, example.local("2027-01-02T03:00"))
    pins = {one.name: one for one in pins_of([found], 3)}
    assert pins.keys() == {"Apotheek De Berk", "Dune"}
    assert (pins["Dune"].point, pins["Dune"].roughly) == (HILL, True)
    assert (pins["Apotheek De Berk"].point, pins["Apotheek De Berk"].roughly) == (HILL, False)


def test_beyond_the_first_of_each_line_there_are_no_cards(example: ModuleType) -> None:
    from garde.lookup import who_is_open

    timetable = example.timetable()
    found = who_is_open(timetable, example.local("2027-01-04T12:00"), line="pharmacy")
    assert [one.listed for one in pins_of([found], 1)] == [True, False]
    assert [one.listed for one in pins_of([found], None)] == [True, True]


def test_both_moments_of_the_hour_that_comes_twice_are_on_the_map(example: ModuleType) -> None:
    from garde.lookup import who_is_open

    slots = (
        example.duty("nurse", "2027-10-30T19:00", "2027-10-31T02:30", "cedar"),
        example.duty("nurse", "2027-10-31T02:30", "2027-10-31T09:00", "alder"),
        example.duty("pharmacy", "2027-10-30T19:00", "2027-10-31T09:00", "birch"),
    )
    table = example.timetable(slots, start="2027-10-20T00:00", end="2027-11-01T00:00")
    # 02:15 in summer time and, an hour later, in winter time; at the first half past two they change.
    moments = [who_is_open(table, example.local("2027-10-31T02:15"))]
    moments.append(who_is_open(table, moments[0].at + timedelta(hours=1)))
    pins = pins_of(moments, 3)
    birch, cedar, alder = ("pharmacy", "birch"), ("nurse", "cedar"), ("nurse", "alder")
    drawing = draw_map(example.basin(), pins, NAMES)
    assert drawing.numbers == {birch: 1, cedar: 2, alder: 3}
    assert drawing.moments == {birch: 1, cedar: 1, alder: 2}
    assert sorted(name for mark in drawing.marks for name in mark.names) == sorted(one.name for one in pins)


def test_who_has_a_card_at_the_second_moment_only_is_numbered_in_the_order_of_that_list() -> None:
    def found(*services: tuple[str, bool]) -> OpenNow:
        answers = [
            SimpleNamespace(service=name, name=name, point=CANAL, on_duty=on_duty, address="1, rue")
            for name, on_duty in services
        ]
        lines = [SimpleNamespace(line="pharmacy", open=answers, elsewhere=[])]
        return cast("OpenNow", SimpleNamespace(lines=lines))

    # One card a line: first alder's, then birch's, who takes over its duty; cedar is a dot at both.
    pins = pins_of(
        [
            found(("alder", True), ("birch", False), ("cedar", False)),
            found(("birch", True), ("alder", False), ("cedar", False)),
        ],
        1,
    )
    told = [(one.name, one.listed, one.on_duty, one.moment) for one in pins]
    assert told == [("alder", True, True, 1), ("cedar", False, False, 1), ("birch", True, True, 2)]


points = st.tuples(st.floats(50.84, 50.87), st.floats(4.33, 4.37))


@given(st.lists(points, max_size=40), st.sampled_from([None, "canal", "1210"]))
def test_marks_never_touch_and_everybody_is_told(
    found: Sequence[tuple[float, float]], near: str | None
) -> None:
    drawing = drawn(*(pin(f"s{number}", point) for number, point in enumerate(found)), near=near)
    for one, other in combinations(drawing.marks, 2):
        assert (one.x - other.x) ** 2 + (one.y - other.y) ** 2 >= APART**2
    for mark in drawing.marks:
        assert MARK // 2 <= mark.x <= drawing.width - MARK // 2
        assert MARK // 2 <= mark.y <= drawing.height - MARK // 2
    named = [name for mark in drawing.marks for name in mark.names]
    assert len(named) == len(set(named)) == len(drawing.numbers) == len(found) - drawing.beyond
