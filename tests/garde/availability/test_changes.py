"""What reading a source again changes; which published duties windows speak against."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from garde.availability.changes import Changed, WindowChanges, window_changes
from garde.availability.collisions import collisions
from garde.availability.horizon import Horizon, horizon_at
from garde.availability.window import Window
from tests.garde.availability.agenda import BRUSSELS, NOW
from tests.garde.town import instant, service, slot


def window(start: str, end: str, kind: str = "unavailable", **more: object) -> Window:
    fields: dict[str, object] = {"kind": kind, "start": instant(start), "end": instant(end)} | more
    return Window(**fields)  # type: ignore[arg-type]


MONDAY = window("2027-01-04T08:00", "2027-01-04T12:00", key="a")
TUESDAY = window("2027-01-05T08:00", "2027-01-05T12:00", key="b")


def stored(*windows: Window) -> list[Window]:
    return [replace(one, id=number) for number, one in enumerate(windows, start=1)]


def test_the_same_windows_change_nothing() -> None:
    changes = window_changes(stored(MONDAY, TUESDAY), [TUESDAY, MONDAY])
    assert changes.nothing
    assert [pair.before.id for pair in changes.kept] == [2, 1]


def test_a_window_that_moved_is_recognised_by_its_event() -> None:
    moved = window("2027-01-06T09:00", "2027-01-06T10:00", key="a")
    (before, other) = stored(MONDAY, TUESDAY)
    assert window_changes([before, other], [moved, TUESDAY]) == WindowChanges(
        changed=(Changed(before, moved),), kept=(Changed(other, TUESDAY),)
    )


def test_a_window_without_an_event_is_recognised_by_its_beginning() -> None:
    longer = window("2027-01-04T08:00", "2027-01-04T18:00")
    (before,) = stored(replace(MONDAY, key=None))
    assert window_changes([before], [longer]).changed == (Changed(before, longer),)


def test_what_is_new_is_added_and_what_is_gone_removed() -> None:
    (before,) = stored(MONDAY)
    changes = window_changes([before], [TUESDAY])
    assert (changes.added, changes.removed, changes.changed) == ((TUESDAY,), (before,), ())


def test_windows_outside_what_was_read_stay() -> None:
    horizon = Horizon(instant("2027-01-05T00:00"), instant("2027-02-01T00:00"))
    assert window_changes(stored(MONDAY), [], horizon).nothing
    touching = window("2027-01-04T08:00", "2027-01-05T00:01")
    assert len(window_changes(stored(touching), [], horizon).removed) == 1


def test_calendars_are_read_from_two_months_back_to_fifteen_ahead() -> None:
    horizon = horizon_at(NOW, BRUSSELS)
    assert [f"{at.astimezone(BRUSSELS):%Y-%m-%d %H:%M}" for at in (horizon.start, horizon.end)] == [
        "2026-11-01 00:00",
        "2028-05-01 00:00",
    ]
    assert horizon_at(NOW + timedelta(days=20), BRUSSELS) == horizon


WINDOWS = st.lists(
    st.builds(
        lambda start, hours, kind, key: Window(
            kind, NOW + timedelta(hours=start), NOW + timedelta(hours=start + hours), key=key
        ),
        st.integers(0, 50),
        st.integers(1, 10),
        st.sampled_from(["unavailable", "available"]),
        st.sampled_from([None, "a", "b", "c"]),
    ),
    max_size=12,
)


def said(windows: list[Window]) -> list[tuple[object, ...]]:
    return sorted((w.kind, w.start, w.end) for w in windows)


@given(WINDOWS, WINDOWS)
def test_after_the_changes_there_is_what_the_source_says_and_again_changes_nothing(
    before: list[Window], incoming: list[Window]
) -> None:
    kept = stored(*before)
    changes = window_changes(kept, incoming)
    assert said(list(changes.after)) == said(incoming)
    touched = [pair.before for pair in (*changes.kept, *changes.changed)] + list(changes.removed)
    assert sorted(w.id or 0 for w in touched) == [w.id for w in kept]
    assert window_changes(stored(*changes.after), incoming).nothing


DUTY = slot("pharmacy/2027-02-01/day", ["north", "south"])  # from 08:00 to 20:00 UTC


def against(windows: list[Window], kind: str = "organisation", name: str = "north") -> list[object]:
    found = collisions(service(name, kind=kind), windows, [DUTY], NOW)
    return [(collision.slot.key, collision.window) for collision in found]


def test_a_duty_collides_with_what_overlaps_it_by_a_minute_and_not_with_what_touches_it() -> None:
    early = window("2027-02-01T06:00", "2027-02-01T08:01")
    assert against([early]) == [(DUTY.key, early)]
    assert against([replace(early, end=instant("2027-02-01T08:00"))]) == []
    assert against([window("2027-02-01T20:00", "2027-02-02T08:00")]) == []
    assert against([early], name="nobody") == []


def test_wishes_and_available_windows_forbid_nothing() -> None:
    assert against([window("2027-02-01T08:00", "2027-02-01T20:00", "wish", points=-5)]) == []
    assert against([window("2027-02-01T09:00", "2027-02-01T10:00", "available")]) == []


def test_an_independents_duty_must_lie_inside_its_available_windows_together() -> None:
    morning = window("2027-02-01T08:00", "2027-02-01T14:00", "available")
    evening = window("2027-02-01T14:00", "2027-02-01T20:00", "available")
    assert against([morning, evening], "independent") == []
    assert against([morning], "independent") == [(DUTY.key, None)]
    assert against([], "independent") == [(DUTY.key, None)]


def test_duties_that_are_over_collide_with_nothing() -> None:
    over = slot("pharmacy/2027-01-05/day", ["north"])
    absent = window("2027-01-01T00:00", "2027-02-01T00:00")
    assert collisions(service("north"), [absent], [over], NOW) == ()
