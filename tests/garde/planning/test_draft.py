from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garde.errors import BadInput
from garde.planning.draft import Draft, PoolPlan, fill
from garde.planning.drafting import read_slack
from garde.rota import FilledSlot
from solver import Assignment, Rota
from tests.garde.town import instant, slot

KEY = "pharmacy/2027-01-04/day"


def rota(*services: str, key: str = KEY) -> Rota:
    return Rota(
        problem="",
        status="feasible",
        assignments=tuple(Assignment(slot=key, service=service) for service in services),
        tiers=(),
        gaps=(),
        seconds=0.0,
        seed=0,
        workers=1,
        versions=(),
    )


def seated(required: int, services: list[str], former: tuple[str | None, ...] = ()) -> tuple[str | None, ...]:
    (filled,) = fill([slot(KEY, [None] * required)], rota(*services), {KEY: former})
    return filled.places


def test_places_are_taken_in_the_order_of_names_and_the_last_stay_empty() -> None:
    assert seated(3, ["b", "a"]) == ("a", "b", None)
    assert seated(2, []) == (None, None)


def test_who_held_a_place_before_keeps_it() -> None:
    assert seated(3, ["a", "b", "c"], ("c", "x", "a")) == ("c", "b", "a")
    assert seated(2, ["b"], ("a", "b")) == (None, "b")
    assert seated(2, ["a", "b"], (None, "a")) == ("b", "a")


def test_a_slot_with_fewer_places_than_before_seats_whom_it_can() -> None:
    assert seated(1, ["b"], ("a", "b")) == ("b",)


def test_slots_of_other_rotas_are_left_empty() -> None:
    (filled,) = fill([slot(KEY, [None])], rota("a", key="pharmacy/2027-01-05/day"), {})
    assert filled.places == (None,)


NAMES = st.lists(st.sampled_from("abcdefgh"), max_size=5, unique=True)


@given(
    NAMES,
    st.lists(st.none() | st.sampled_from("abcdefgh"), max_size=6, unique_by=lambda name: name or id(name)),
)
def test_everybody_is_seated_once_and_nobody_moves_without_need(
    services: list[str], former: list[str | None]
) -> None:
    required = max(len(services), 1)
    places = seated(required, services, tuple(former))
    assert sorted(name for name in places if name) == sorted(services)
    for place, name in enumerate(former[:required]):
        if name in services:
            assert places[place] == name


def draft(slots: list[FilledSlot], *pools: PoolPlan) -> Draft:
    return Draft(7, "essai", ("2027-01",), tuple(slots), pools, instant("2026-12-20T09:00"), "ann", None)


def test_a_draft_counts_its_empty_places_and_names_its_lines_once() -> None:
    pools = [
        PoolPlan("pharmacy+nursing", month, ("pharmacy", "nursing"), b"", b"")
        for month in ("2027-01", "2027-02")
    ]
    found = draft([slot(KEY, ["a", None, None]), slot("nursing/2027-01-04/day", [None])], *pools)
    assert found.missing == 3
    assert found.lines == ("pharmacy", "nursing")
    assert [pool.file_stem for pool in pools] == ["2027-01-pharmacy+nursing", "2027-02-pharmacy+nursing"]


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ([], {}),
        (["unfairness=5%"], {"unfairness": (0.05, 0.0)}),
        (["unfairness=2", "uncovered=0"], {"unfairness": (0.0, 2.0), "uncovered": (0.0, 0.0)}),
        (["unfairness=1", " unfairness =2.5%"], {"unfairness": (0.025, 0.0)}),
    ],
)
def test_slack_is_relative_with_a_percent_sign_else_absolute(
    given: list[str], read: dict[str, tuple[float, float]]
) -> None:
    assert read_slack(given) == read


@pytest.mark.parametrize(
    "text", ["unfairness", "unfairness=", "unfairness=lots", "unfairness=nan", "unfairness=-1%"]
)
def test_anything_else_is_no_slack(text: str) -> None:
    with pytest.raises(BadInput, match="write TIER=5% or TIER=2, not below 0"):
        read_slack([text])
