"""Who lost which duty, over any sequence of versions."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from garde.publication.departures import Departure, Edition, HeldDuty, departures
from tests.garde.town import instant

FIRST = instant("2027-01-01T09:00")
LONG_AGO = FIRST - timedelta(days=365)
SLOTS = ("pharmacy/2027-01-04/day", "pharmacy/2027-02-05/day")


def duty(slot: str, service: str, number: int = 0) -> HeldDuty:
    start = instant(f"{slot.split('/')[1]}T08:00")
    month = slot.split("/")[1][:7]
    return HeldDuty(slot, number, "pharmacy", month, start, start + timedelta(hours=12), service)


def edition(day: int, *duties: HeldDuty, months: tuple[str, ...] = ("2027-01",)) -> Edition:
    return Edition(FIRST + timedelta(days=day), months, duties)


def told(*editions: Edition, since: int = -365) -> list[tuple[str, int]]:
    """Who lost a duty, and on which day."""
    found = departures(editions, FIRST + timedelta(days=since))
    return [(one.duty.service, (one.at - FIRST).days) for one in found]


def test_a_duty_that_passes_to_another_is_lost_by_the_first() -> None:
    here = SLOTS[0]
    assert told(edition(0, duty(here, "a")), edition(1, duty(here, "b"))) == [("a", 1)]


def test_a_duty_that_nobody_has_any_more_is_lost() -> None:
    assert told(edition(0, duty(SLOTS[0], "a")), edition(1)) == [("a", 1)]


def test_what_comes_back_was_not_lost() -> None:
    here = SLOTS[0]
    versions = [edition(0, duty(here, "a")), edition(1, duty(here, "b")), edition(2, duty(here, "a"))]
    assert told(*versions) == [("b", 2)]


def test_a_version_of_another_month_takes_nothing() -> None:
    versions = [edition(0, duty(SLOTS[0], "a")), edition(1, duty(SLOTS[1], "b"), months=("2027-02",))]
    assert told(*versions) == []


def test_only_what_was_lost_since_counts() -> None:
    here = SLOTS[0]
    versions = [edition(0, duty(here, "a")), edition(1, duty(here, "b")), edition(5, duty(here, "c"))]
    assert told(*versions) == [("a", 1), ("b", 5)]
    assert told(*versions, since=1) == [("b", 5)]


HOLDERS = st.lists(st.none() | st.sampled_from("abc"), min_size=2, max_size=2)


@given(st.lists(HOLDERS, min_size=1, max_size=7))
def test_lost_is_who_had_it_once_and_has_it_not_now(sequence: list[list[str | None]]) -> None:
    here = SLOTS[0]
    editions = [
        edition(day, *(duty(here, name, number) for number, name in enumerate(places) if name))
        for day, places in enumerate(sequence)
    ]
    found = departures(editions, LONG_AGO)
    ever = {(number, name) for places in sequence for number, name in enumerate(places) if name is not None}
    now = {(number, name) for number, name in enumerate(sequence[-1]) if name is not None}
    assert {(one.duty.number, one.duty.service) for one in found} == ever - now
    for one in found:
        last = max(day for day, places in enumerate(sequence) if places[one.duty.number] == one.duty.service)
        # It was taken away by the version right after the last that gave it.
        assert one == Departure(one.duty, FIRST + timedelta(days=last + 1))
