from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garde.basin.service import Service
from garde.planning.pools import Pool, pools_of, unserved_lines
from tests.garde.town import service

LINES = ("pharmacy", "nursing", "reception", "dentist", "midwife")


def names(pools: Sequence[Pool]) -> list[tuple[str, list[str]]]:
    return [(pool.name, [member.external_id for member in pool.services]) for pool in pools]


@pytest.mark.parametrize(
    ("services", "expected"),
    [
        ([], []),
        ([service("a", "pharmacy")], [("pharmacy", ["a"])]),
        (
            [service("a", "pharmacy"), service("b", "nursing")],
            [("pharmacy", ["a"]), ("nursing", ["b"])],
        ),
        (
            [service("a", "nursing", "pharmacy"), service("b", "nursing")],
            [("pharmacy+nursing", ["a", "b"])],
        ),
        # A chain: pharmacy and dentist meet nobody in common, but each meets somebody of reception.
        (
            [
                service("a", "reception", "pharmacy"),
                service("b", "midwife"),
                service("c", "dentist", "reception"),
            ],
            [("pharmacy+reception+dentist", ["a", "c"]), ("midwife", ["b"])],
        ),
        # Two pools that a third service ties together at last.
        (
            [
                service("a", "pharmacy", "nursing"),
                service("b", "reception", "dentist"),
                service("c", "dentist", "nursing"),
            ],
            [("pharmacy+nursing+reception+dentist", ["a", "b", "c"])],
        ),
        ([service("a", "astrology"), service("b", "midwife", "astrology")], [("midwife", ["b"])]),
    ],
)  # fmt: skip
def test_lines_that_share_services_are_one_pool(
    services: list[Service], expected: list[tuple[str, list[str]]]
) -> None:
    assert names(pools_of(LINES, services)) == expected


def test_lines_that_nobody_serves_are_named_in_their_order() -> None:
    assert unserved_lines(LINES, [service("a", "dentist", "pharmacy")]) == ("nursing", "reception", "midwife")


SERVICES = st.lists(st.lists(st.sampled_from(LINES), min_size=1, max_size=3, unique=True), max_size=8).map(
    lambda all_lines: [service(f"s{number}", *lines) for number, lines in enumerate(all_lines)]
)


def reached(line: str, services: list[Service]) -> set[str]:
    """The lines that can be reached from one by going from line to service to line."""
    seen = {line}
    while True:
        more = {other for found in services if seen & set(found.lines) for other in found.lines} | seen
        if more == seen:
            return seen
        seen = more


@given(SERVICES)
def test_pools_are_the_connected_components(services: list[Service]) -> None:
    pools = pools_of(LINES, services)
    served = [line for line in LINES if line not in unserved_lines(LINES, services)]
    assert sorted(line for pool in pools for line in pool.lines) == sorted(served)
    for pool in pools:
        for line in pool.lines:
            assert reached(line, services) == set(pool.lines)
        assert [s for s in services if set(s.lines) & set(pool.lines)] == list(pool.services)
        assert list(pool.lines) == [line for line in LINES if line in pool.lines]


@given(SERVICES, st.randoms())
def test_the_order_of_services_does_not_change_the_pools(services: list[Service], chance: object) -> None:
    shuffled = list(services)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert [pool.lines for pool in pools_of(LINES, shuffled)] == [
        pool.lines for pool in pools_of(LINES, services)
    ]
