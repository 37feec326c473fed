"""The search widens by itself: the place asked about, the basin, its neighbours, the region."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.lookup import LineNow, OpenNow, Timetable, compile_timetable, who_is_open
from garde.lookup.answers import RINGS
from garde.lookup.around import Around, rings_around
from garde.rota import FilledSlot

NIGHT = "2027-01-02T03:00"
NOON = "2027-01-04T12:00"


def on(found: OpenNow, line: str) -> LineNow:
    return next(now for now in found.lines if now.line == line)


def names(found: LineNow) -> list[tuple[str, str]]:
    return [(answer.service, answer.ring) for answer in (*found.open, *found.elsewhere)]


def other(example: Any, basin: str, *on_duty: str, lat: float = 50.9, speaks: str = "fr") -> Timetable:
    """A basin in which these nurses are on duty that night."""
    fields = example.BASIN | {
        "id": basin,
        "names": {"fr": f"Bassin {basin}", "nl": f"Bekken {basin}"},
    }
    services = tuple(
        Service(
            external_id=name,
            name=f"Infirmière {name}",
            postcode="1030",
            lines=("nurse",),
            lat=lat,
            lon=4.35,
            languages=(speaks,),
        )
        for name in on_duty
    )
    slot: FilledSlot = example.duty("nurse", "2027-01-01T19:00", "2027-01-02T09:00", *on_duty)
    return compile_timetable(
        BasinConfig.model_validate(fields),
        services,
        (slot,),
        start=example.local("2026-12-30T00:00"),
        end=example.local("2027-01-10T00:00"),
    )


def amid(example: Any, neighbours: Mapping[str, Timetable], region: Mapping[str, Timetable]) -> Timetable:
    """The example basin, in which nobody nurses that night, with these around it."""
    known = {**neighbours, **region}
    table: Timetable = example.timetable()
    return replace(table, around=Around(tuple(neighbours), tuple(region), known.get))


def test_where_nobody_is_open_the_neighbours_answer(example: Any) -> None:
    table = amid(example, {"west": other(example, "west", "wanda")}, {"far": other(example, "far", "fred")})
    now = on(who_is_open(table, example.local(NIGHT), line="nurse"), "nurse")
    assert now.open == ()
    (answer,) = now.elsewhere
    assert (answer.service, answer.ring, now.widened_to) == ("west/wanda", "neighbours", "neighbours")
    assert answer.basin_names == {"fr": "Bassin west", "nl": "Bekken west"}


def test_where_the_neighbours_have_nobody_the_region_answers(example: Any) -> None:
    table = amid(example, {"west": other(example, "west")}, {"far": other(example, "far", "fred")})
    now = on(who_is_open(table, example.local(NIGHT)), "nurse")
    assert (names(now), now.widened_to) == ([("far/fred", "region")], "region")


def test_where_somebody_of_the_basin_is_open_no_neighbour_is_even_read(example: Any) -> None:
    def never(basin: str) -> None:
        raise AssertionError("a neighbour is read")

    table = replace(example.timetable(), around=Around(("west",), (), never))
    now = on(who_is_open(table, example.local(NIGHT), line="pharmacy"), "pharmacy")
    assert (names(now), now.widened_to) == ([("birch", "basin")], "basin")


def test_neighbours_are_asked_for_the_same_language(example: Any) -> None:
    table = amid(
        example,
        {"west": other(example, "west", "wanda")},
        {"far": other(example, "far", "fatma", speaks="ar")},
    )
    now = on(who_is_open(table, example.local(NIGHT), line="nurse", language="ar"), "nurse")
    assert names(now) == [("far/fatma", "region")]
    assert (
        on(who_is_open(table, example.local(NIGHT), line="nurse", language="en"), "nurse").widened_to is None
    )


def test_elsewhere_the_nearest_to_the_place_comes_first(example: Any) -> None:
    table = amid(
        example,
        {
            "north": other(example, "north", "nora", lat=50.95),
            "west": other(example, "west", "wanda", lat=50.8),
        },
        {},
    )
    now = on(who_is_open(table, example.local(NIGHT), line="nurse", near="canal"), "nurse")
    # From 50.85: 0.05 degree to Wanda, 0.10 to Nora.
    assert names(now) == [("west/wanda", "neighbours"), ("north/nora", "neighbours")]


def test_a_basin_that_does_not_reach_that_time_is_left_out(example: Any) -> None:
    short = replace(other(example, "west", "wanda"), end=example.local("2027-01-01T00:00"))
    now = on(who_is_open(amid(example, {"west": short}, {}), example.local(NIGHT), line="nurse"), "nurse")
    assert now.widened_to is None


def test_a_basin_that_cannot_be_read_is_left_out(example: Any) -> None:
    table = replace(example.timetable(), around=Around(("gone",), (), lambda basin: None))
    assert on(who_is_open(table, example.local(NIGHT), line="nurse"), "nurse").elsewhere == ()


def test_those_of_the_place_come_first_however_near_others_are(example: Any) -> None:
    # Berk stands at the very middle of Colline; a service of Canal just beside it is nearer than Cèdre.
    near = Service(
        external_id="fig", name="Figuier", postcode="1030", lines=("pharmacy",), quarter="canal", lat=50.8599,
        lon=4.35, opening_hours="24/7",
    )  # fmt: skip
    table = example.timetable(services=(*example.SERVICES, near))
    found = who_is_open(table, example.local(NOON), line="pharmacy", near="1210")
    assert names(on(found, "pharmacy")) == [("birch", "quarter"), ("fig", "basin"), ("cedar", "basin")]
    assert [ring for ring, _ in on(found, "pharmacy").rings] == ["quarter", "basin"]
    assert on(found, "pharmacy").widened_to == "quarter"


def test_with_nobody_of_the_place_the_search_widens_to_the_basin(example: Any) -> None:
    found = who_is_open(example.timetable(), example.local(NIGHT), line="pharmacy", near="1030")
    assert on(found, "pharmacy").widened_to == "basin"


def test_without_a_line_the_lines_that_somebody_answers_come_first(example: Any) -> None:
    found = who_is_open(example.timetable(), example.local(NIGHT))
    assert [now.line for now in found.lines] == ["pharmacy", "reception", "nurse", "practice"]
    table = amid(example, {"west": other(example, "west", "wanda")}, {})
    later = who_is_open(table, example.local("2027-01-01T12:00"))
    # Friday noon, a holiday: nobody here; that evening the neighbour's nurse begins at 19:00.
    assert [now.line for now in later.lines] == ["pharmacy", "nurse", "reception", "practice"]
    evening = who_is_open(table, example.local(NIGHT))
    assert [now.line for now in evening.lines] == ["pharmacy", "reception", "nurse", "practice"]


@pytest.mark.parametrize(
    ("own", "stored", "rings"),
    [
        (("b", "c"), (("a", False), ("b", False), ("d", False)), (("b",), ("d",))),
        (("b",), (("a", False), ("b", True), ("c", True)), ((), ())),
        ((), (("a", False),), ((), ())),
    ],
)
def test_invented_and_real_basins_are_never_around_each_other(
    example: Any,
    own: tuple[str, ...],
    stored: tuple[tuple[str, bool], ...],
    rings: tuple[tuple[str, ...], tuple[str, ...]],
) -> None:
    def basin(name: str, demo: bool, neighbours: tuple[str, ...] = ()) -> BasinConfig:
        fields = example.BASIN | {"id": name, "demo": demo, "neighbours": neighbours}
        return BasinConfig.model_validate(fields)

    known = [basin(name, demo) for name, demo in stored]
    assert rings_around(basin("a", False, own), known) == rings


@given(
    near=st.sampled_from((None, "canal", "colline", "1030", "1140", "1210")),
    minutes=st.integers(0, 11 * 24 * 60 - 1),
    language=st.sampled_from((None, "fr", "nl", "tr")),
)
def test_rings_never_go_back_towards_the_place_and_are_ordered_within(
    example: Any, near: str | None, minutes: int, language: str | None
) -> None:
    from datetime import timedelta

    table = amid(
        example,
        {"west": other(example, "west", "wanda", "wim")},
        {"far": other(example, "far", "fred", speaks="tr")},
    )
    found = who_is_open(table, table.start + timedelta(minutes=minutes), near=near, language=language)
    for now in found.lines:
        told = [RINGS.index(answer.ring) for answer in (*now.open, *now.elsewhere)]
        assert told == sorted(told)
        assert not (now.open and now.elsewhere)
        assert all(answer.ring in ("quarter", "basin") for answer in now.open)
        for _, answers in now.rings:
            away = [answer.distance_km for answer in answers if answer.distance_km is not None]
            assert away == sorted(away)
