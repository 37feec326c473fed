from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from garde.publication.diff import Change, changes
from garde.publication.places import PlaceName, PlaceState, told
from garde.rota import FilledSlot
from tests.garde.town import instant, slot

MONDAY, TUESDAY = "pharmacy/2027-01-04/day", "pharmacy/2027-01-05/day"
FIRST, SECOND, THIRD = (instant(f"2026-12-{day}T09:00") for day in (20, 21, 22))


def publish(
    known: dict[PlaceName, PlaceState],
    before: Sequence[FilledSlot],
    after: Sequence[FilledSlot],
    at: datetime,
) -> dict[PlaceName, PlaceState]:
    """What calendars know after one more publication."""
    return known | {(state.slot, state.number): state for state in told(known, before, after, at)}


def seen(states: dict[PlaceName, PlaceState]) -> dict[PlaceName, tuple[int, datetime, bool]]:
    return {name: (state.sequence, state.changed_at, state.cancelled) for name, state in states.items()}


def test_a_place_is_told_when_somebody_first_holds_it() -> None:
    states = publish({}, [], [slot(MONDAY, ["a", None])], FIRST)
    assert seen(states) == {(MONDAY, 0): (0, FIRST, False)}


def test_a_publication_that_changes_nothing_tells_nothing() -> None:
    rota = [slot(MONDAY, ["a", "b"])]
    states = publish({}, [], rota, FIRST)
    assert told(states, rota, rota, SECOND) == ()


def test_another_service_raises_the_sequence_of_that_place_alone() -> None:
    before, after = [slot(MONDAY, ["a", "b"])], [slot(MONDAY, ["a", "c"])]
    states = publish(publish({}, [], before, FIRST), before, after, SECOND)
    assert seen(states) == {(MONDAY, 0): (0, FIRST, False), (MONDAY, 1): (1, SECOND, False)}


def test_another_time_raises_the_sequence() -> None:
    before = [slot(MONDAY, ["a"])]
    after = [replace(before[0], end=before[0].end + timedelta(hours=1))]
    states = publish(publish({}, [], before, FIRST), before, after, SECOND)
    assert seen(states) == {(MONDAY, 0): (1, SECOND, False)}


def test_a_place_that_nobody_holds_any_more_is_cancelled_and_may_come_back() -> None:
    full, empty = [slot(MONDAY, ["a"])], [slot(MONDAY, [None])]
    states = publish(publish({}, [], full, FIRST), full, empty, SECOND)
    assert seen(states) == {(MONDAY, 0): (1, SECOND, True)}
    assert told(states, empty, empty, THIRD) == ()
    states = publish(states, empty, full, THIRD)
    assert seen(states) == {(MONDAY, 0): (2, THIRD, False)}


def test_a_slot_or_a_place_that_is_gone_is_cancelled() -> None:
    before = [slot(MONDAY, ["a", "b"]), slot(TUESDAY, ["c"])]
    after = [slot(MONDAY, ["a"])]
    states = publish(publish({}, [], before, FIRST), before, after, SECOND)
    assert seen(states) == {
        (MONDAY, 0): (0, FIRST, False),
        (MONDAY, 1): (1, SECOND, True),
        (TUESDAY, 0): (1, SECOND, True),
    }


ROTAS = st.lists(
    st.tuples(st.sampled_from([MONDAY, TUESDAY]), st.lists(st.none() | st.sampled_from("abc"), max_size=3)),
    max_size=2,
    unique_by=lambda pair: pair[0],
).map(lambda pairs: [slot(key, places) for key, places in pairs])


@given(st.lists(ROTAS, min_size=1, max_size=6))
def test_sequences_rise_only_with_a_change_and_then_by_one(rotas: list[list[FilledSlot]]) -> None:
    states: dict[PlaceName, PlaceState] = {}
    before: list[FilledSlot] = []
    for number, after in enumerate(rotas):
        at = FIRST + timedelta(days=number)
        following = publish(states, before, after, at)
        for name, state in following.items():
            if name not in states:
                assert (state.sequence, state.changed_at) == (0, at)
            elif state.fingerprint == states[name].fingerprint:
                assert state == states[name]
            else:
                assert (state.sequence, state.changed_at) == (states[name].sequence + 1, at)
        held = {(s.key, place) for s in after for place, name in enumerate(s.places) if name is not None}
        assert {name for name, state in following.items() if not state.cancelled} == held
        states, before = following, after


def test_a_difference_is_told_place_by_place_in_the_order_of_time() -> None:
    before = [slot(TUESDAY, ["a"]), slot(MONDAY, ["a", None])]
    after = [slot(MONDAY, ["b", "c"]), slot(TUESDAY, ["a"]), slot("nursing/2027-01-03/day", ["n"])]
    monday = slot(MONDAY, [])
    sunday = instant("2027-01-03T08:00")
    assert changes(before, after) == (
        Change("nursing/2027-01-03/day", "nursing", 0, sunday, sunday.replace(hour=20), None, "n"),
        Change(MONDAY, "pharmacy", 0, monday.start, monday.end, "a", "b"),
        Change(MONDAY, "pharmacy", 1, monday.start, monday.end, None, "c"),
    )


def test_a_slot_that_is_gone_frees_its_places() -> None:
    (change,) = changes([slot(MONDAY, ["a", None])], [])
    assert (change.place, change.before, change.after) == (0, "a", None)


def test_a_duty_that_moves_in_time_is_a_change_for_who_holds_it() -> None:
    before = slot(MONDAY, ["a", None])
    after = replace(before, start=before.start + timedelta(hours=1))
    (change,) = changes([before], [after])
    assert (change.place, change.start, change.before, change.after) == (0, after.start, "a", "a")


@given(ROTAS, ROTAS)
def test_differences_undo_each_other_and_the_same_has_none(
    before: list[FilledSlot], after: list[FilledSlot]
) -> None:
    assert changes(before, before) == ()
    there = {(c.slot, c.place): (c.before, c.after) for c in changes(before, after)}
    back = {(c.slot, c.place): (c.after, c.before) for c in changes(after, before)}
    assert there == back
