from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garde.coordination.activity import Activity
from garde.coordination.minutes import whole_minutes
from garde.coordination.sessions import APART, CommandRun, Span, WorkSession, linked, work_sessions

NINE = datetime(2027, 1, 15, 8, tzinfo=UTC)  # 09:00 in Brussels


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def run(
    start: float,
    end: float,
    activity: Activity = Activity.PLANNING,
    *,
    solver: float = 0.0,
    month: str | None = None,
    number: int | None = None,
) -> CommandRun:
    return CommandRun("plan", activity, at(start), at(end), solver, month, number)


def test_commands_less_than_a_quarter_of_an_hour_apart_are_one_session() -> None:
    (found,) = work_sessions([run(0, 1), run(15, 16), run(30.99, 32)])  # idle for 14 and 14.99 minutes
    assert (found.start, found.end, found.minutes) == (at(0), at(32), 32)


def test_a_quarter_of_an_hour_apart_starts_a_new_session() -> None:
    first, second = work_sessions([run(0, 1), run(16, 17)])  # idle from 1 to 16: 15 minutes
    assert (first.minutes, second.minutes) == (1, 1)


def test_the_gap_counts_from_the_latest_end_not_from_the_last_start() -> None:
    # The long run 0-40 encloses 5-6; at 50 it is over for 10 minutes, the short one for 44.
    (found,) = work_sessions([run(0, 40), run(5, 6), run(50, 51)])
    assert (found.end, found.minutes) == (at(51), 51)


def test_solver_time_is_left_out() -> None:
    # 20 minutes from the first start to the last end, less 450 seconds: 12.5 minutes, half up 13.
    (found,) = work_sessions([run(0, 10, solver=450), run(14, 20)])
    assert found.minutes == 13


def test_a_run_never_waits_longer_than_it_took() -> None:
    # 600 s reported within a run of 1 minute take away only that minute: 10 - 1 = 9.
    (found,) = work_sessions([run(0, 1, solver=600), run(9, 10)])
    assert found.minutes == 9


@pytest.mark.parametrize("solver", [-30.0, float("nan")])
def test_solver_time_that_means_nothing_takes_nothing_away(solver: float) -> None:
    (found,) = work_sessions([run(0, 5, solver=solver)])
    assert found.minutes == 5


@pytest.mark.parametrize(
    ("seconds", "minutes"), [(0, 1), (29, 1), (89.999, 1), (90, 2), (149.999, 2), (150, 3), (-60, 1)]
)
def test_minutes_are_rounded_half_up_with_a_least_of_one(seconds: float, minutes: int) -> None:
    assert whole_minutes(timedelta(seconds=seconds)) == minutes


def test_the_activity_is_the_one_with_most_commands() -> None:
    runs = [run(0, 1, Activity.PLANNING), run(2, 3, Activity.PLANNING), run(4, 5, Activity.PUBLICATION)]
    assert [found.activity for found in work_sessions(runs)] == [Activity.PLANNING]


def test_of_two_activities_with_as_many_commands_the_later_one_names_the_session() -> None:
    runs = [run(0, 1, Activity.PUBLICATION), run(2, 3, Activity.PLANNING), run(4, 5, Activity.SWAPS)]
    assert [found.activity for found in work_sessions(runs[:2])] == [Activity.PLANNING]
    assert [found.activity for found in work_sessions(runs)] == [Activity.SWAPS]


def test_the_month_is_the_one_named_last() -> None:
    runs = [run(0, 1, month="2027-01"), run(2, 3, month="2027-02"), run(4, 5)]
    assert [found.month for found in work_sessions(runs)] == ["2027-02"]
    assert [found.month for found in work_sessions(runs[2:])] == [None]


def test_a_session_never_reaches_across_time_that_is_already_on_record() -> None:
    timer = Span(at(3), at(8))
    assert len(work_sessions([run(0, 2), run(9, 10)], [timer])) == 2
    assert len(work_sessions([run(0, 2), run(9, 10)], [Span(at(9), at(30))])) == 1
    assert len(work_sessions([run(0, 2), run(9, 10)], [Span(at(-9), at(2))])) == 1


@pytest.mark.parametrize(
    ("command", "touched"),
    [
        (run(0, 10), False),
        (run(0, 10.01), True),
        (run(19, 25), True),
        (run(20, 25), False),
        (run(10, 10), True),
        (run(20, 20), False),
        (run(5, 30), True),
    ],
)
def test_a_span_touches_what_ran_in_it_even_in_part(command: CommandRun, touched: bool) -> None:
    assert Span(at(10), at(20)).touches(command) is touched


def test_a_span_without_an_end_touches_all_that_follows() -> None:
    assert Span(at(10), None).touches(run(5000, 5001))
    assert not Span(at(10), None).touches(run(8, 9))


@st.composite
def histories(draw: st.DrawFn) -> list[CommandRun]:
    """Runs in order of their record: by end, as a command is put on record when it ends."""
    found = []
    begin = 0.0
    for _ in range(draw(st.integers(1, 12))):
        begin += draw(st.sampled_from([0, 0.5, 3, 14, 14.99, 15, 15.01, 16, 40]))
        length = draw(st.sampled_from([0, 0.4, 1, 7, 20]))
        found.append(
            run(
                begin,
                begin + length,
                draw(st.sampled_from([Activity.PLANNING, Activity.SWAPS, Activity.REPAIR])),
                solver=draw(st.sampled_from([0, 10, 90, 2000])),
                month=draw(st.sampled_from([None, "2027-01", "2027-02"])),
            )
        )
    found.sort(key=lambda one: one.end)
    return [
        CommandRun(r.command, r.activity, r.start, r.end, r.solver_seconds, r.month, number)
        for number, r in enumerate(found, 1)
    ]


def spans() -> st.SearchStrategy[list[Span]]:
    one = st.tuples(st.integers(0, 120), st.sampled_from([0, 1, 5, 30]))
    return st.lists(one.map(lambda pair: Span(at(pair[0]), at(pair[0] + pair[1]))), max_size=3)


@given(histories(), spans())
def test_sessions_share_out_all_commands_and_none_twice(runs: list[CommandRun], taken: list[Span]) -> None:
    shared = [one.id for found in work_sessions(runs, taken) for one in found.runs]
    assert sorted(shared, key=lambda number: number or 0) == [one.id for one in runs]


@given(histories())
def test_sessions_lie_a_quarter_of_an_hour_apart_and_hold_together_within(runs: list[CommandRun]) -> None:
    found = work_sessions(runs)
    assert all(later.start - earlier.end >= APART for earlier, later in pairwise(found))
    for one in found:
        for position in range(1, len(one.runs)):
            before = max(earlier.end for earlier in one.runs[:position])
            assert one.runs[position].start - before < APART


@given(histories())
def test_minutes_never_exceed_what_elapsed(runs: list[CommandRun]) -> None:
    found = work_sessions(runs)
    for one in found:  # but for rounding: half a minute, and the least of one minute
        assert one.minutes * 60 <= max(60, (one.end - one.start).total_seconds() + 30)
    elapsed = max(one.end for one in runs) - min(one.start for one in runs)
    assert sum(one.minutes for one in found) <= elapsed / timedelta(minutes=1) + len(found)


@given(histories(), spans(), st.randoms(use_true_random=False))
def test_joining_in_any_order_gives_the_same_as_at_once(
    runs: list[CommandRun], taken: list[Span], random: Random
) -> None:
    shuffled = list(runs)
    random.shuffle(shuffled)
    kept: list[WorkSession] = []
    for one in shuffled:
        alone = WorkSession((one,))
        together = [other for other in kept if linked(other, alone, taken)]
        kept = [other for other in kept if other not in together]
        merged = sorted(
            [one, *(r for other in together for r in other.runs)], key=lambda r: (r.start, r.end, r.id or 0)
        )
        kept.append(WorkSession(tuple(merged)))
    at_once = work_sessions(runs, taken)
    assert sorted(kept, key=lambda session: (session.start, session.end)) == list(at_once)
