from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from garde.accounts.actor import Actor
from garde.coordination import record_command
from garde.coordination.activity import Activity
from garde.coordination.correcting import Correction
from garde.coordination.entry import TimeEntry
from garde.coordination.log import confirm_entry, start_timer, stop_timer, withdraw_entry
from garde.coordination.sessions import CommandRun, work_sessions
from garde.errors import BadInput
from garde.storage.database import Database
from garde.storage.repositories.time import entries_of, running_timer
from garde.storage.tables import CommandRow
from tests.garde.town import town

NINE = datetime(2027, 1, 15, 8, tzinfo=UTC)  # 09:00 in Brussels
PEOPLE = (f"person {number}" for number in count(1))


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


class Desk:
    """One person at work."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.person = next(PEOPLE)
        self.actor = Actor(self.person, "coordinator", "essai")

    def runs(
        self,
        start: float,
        end: float,
        activity: str = "planning",
        *,
        solver: float = 0.0,
        basin: str = "essai",
        month: str | None = None,
    ) -> None:
        with self.database.writing() as session:
            record_command(
                session,
                person=self.person,
                command="plan",
                activity=activity,
                start=at(start),
                end=at(end),
                solver_seconds=solver,
                basin=basin,
                month=month,
            )

    def starts_timer(self, minute: float) -> TimeEntry:
        with self.database.writing() as session:
            return start_timer(session, actor=self.actor, activity=Activity.MEETING, now=at(minute))

    def stops_timer(self, minute: float, *, said: float | None = None) -> TimeEntry:
        with self.database.writing() as session:
            moment = None if said is None else at(said)
            return stop_timer(session, actor=self.actor, now=at(minute), at=moment)

    def confirms(self, entry: TimeEntry, minute: float, *, minutes: int | None = None) -> TimeEntry:
        assert entry.id is not None
        with self.database.writing() as session:
            correction = Correction(minutes=minutes)
            return confirm_entry(
                session, town(), entry.id, actor=self.actor, now=at(minute), correction=correction
            )

    def takes_back(self, entry: TimeEntry, minute: float) -> TimeEntry:
        assert entry.id is not None
        with self.database.writing() as session:
            return withdraw_entry(
                session, town(), entry.id, actor=self.actor, now=at(minute), reason="a mistake"
            )

    def entries(self, basin: str = "essai") -> tuple[TimeEntry, ...]:
        with self.database.reading() as session:
            return entries_of(session, basin, person=self.person)

    def sessions(self, basin: str = "essai") -> list[tuple[datetime, datetime | None, int | None]]:
        found = [entry for entry in self.entries(basin) if entry.source == "automatic"]
        return [(entry.start, entry.end, entry.minutes) for entry in found]

    def commands(self) -> list[tuple[int | None, datetime, datetime]]:
        """The entry, start and end of each command on record."""
        with self.database.reading() as session:
            query = select(CommandRow).where(CommandRow.person == self.person).order_by(col(CommandRow.id))
            return [(row.entry_id, row.start, row.end) for row in session.exec(query)]


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def test_commands_in_quick_succession_become_one_provisional_entry(desk: Desk) -> None:
    desk.runs(0, 3, "planning", solver=120, month="2027-02")
    desk.runs(10, 11, "planning")
    desk.runs(20, 21, "publication", month="2027-03")
    (entry,) = desk.entries()
    assert (entry.source, entry.status, entry.activity) == ("automatic", "provisional", Activity.PLANNING)
    assert (entry.start, entry.end, entry.month) == (at(0), at(21), "2027-03")
    # 21 minutes from first to last, less 2 of the solver.
    assert (entry.minutes, entry.measured_minutes) == (19, 19)
    assert {number for number, _, _ in desk.commands()} == {entry.id}


def test_a_quarter_of_an_hour_of_silence_ends_the_session(desk: Desk) -> None:
    desk.runs(0, 1)
    desk.runs(16, 18)
    assert desk.sessions() == [(at(0), at(1), 1), (at(16), at(18), 2)]


def test_people_do_not_share_a_session(database: Database) -> None:
    one, other = Desk(database), Desk(database)
    one.runs(0, 1)
    other.runs(2, 3)
    assert (one.sessions(), other.sessions()) == ([(at(0), at(1), 1)], [(at(2), at(3), 1)])


def test_each_basin_has_its_own_sessions(desk: Desk) -> None:
    desk.runs(0, 1)
    desk.runs(2, 3, basin="voisin")
    desk.runs(4, 5)
    assert desk.sessions("essai") == [(at(0), at(5), 5)]
    assert desk.sessions("voisin") == [(at(2), at(3), 1)]


def test_a_confirmed_session_is_closed(desk: Desk) -> None:
    desk.runs(0, 5)
    (entry,) = desk.entries()
    desk.confirms(entry, 6, minutes=12)
    desk.runs(7, 9)
    confirmed, later = desk.entries()
    assert (confirmed.minutes, confirmed.measured_minutes, confirmed.end) == (12, 5, at(5))
    assert (later.status, later.start, later.minutes) == ("provisional", at(7), 2)


def test_a_long_command_that_ends_last_makes_one_session_of_two(desk: Desk) -> None:
    desk.runs(0, 1)
    desk.runs(20, 21)  # 19 minutes later: a session of its own
    assert len(desk.sessions()) == 2
    desk.runs(10, 30, solver=600)  # begun meanwhile, 9 minutes after the first
    # 30 minutes from 0 to 30, less 10 of the solver.
    assert desk.sessions() == [(at(0), at(30), 20)]
    assert len({number for number, _, _ in desk.commands()}) == 1


def test_what_runs_while_a_timer_runs_counts_to_the_timer(desk: Desk) -> None:
    desk.runs(0, 1)
    timer = desk.starts_timer(2)
    desk.runs(3, 4)
    desk.runs(5, 6, basin="voisin")
    desk.stops_timer(8)
    desk.runs(9, 10)
    # 0-1 and 9-10 are less than 15 minutes apart, but the timer counts 2-8 already.
    assert desk.sessions() == [(at(0), at(1), 1), (at(9), at(10), 1)]
    assert desk.sessions("voisin") == []
    assert [number == timer.id for number, _, _ in desk.commands()] == [False, True, True, False]


def test_a_command_that_a_timer_overtakes_counts_to_the_timer(desk: Desk) -> None:
    desk.starts_timer(5)
    desk.runs(0, 6)
    assert desk.sessions() == []


def test_a_clock_that_stands_still_counts_to_the_timer_too(desk: Desk) -> None:
    desk.starts_timer(5)
    desk.runs(5, 5)
    assert desk.sessions() == []


def test_a_timer_that_was_forgotten_gives_back_what_ran_after_its_real_end(desk: Desk) -> None:
    timer = desk.starts_timer(0)
    desk.runs(10, 11)
    desk.runs(300, 304)
    desk.runs(310, 312, basin="voisin")
    entry = desk.stops_timer(400, said=30)
    assert (entry.id, entry.minutes, entry.end) == (timer.id, 30, at(30))
    assert desk.sessions("essai") == [(at(300), at(304), 4)]
    assert desk.sessions("voisin") == [(at(310), at(312), 2)]


def test_a_timer_that_is_taken_back_gives_back_what_ran_meanwhile(desk: Desk) -> None:
    timer = desk.starts_timer(0)
    desk.runs(10, 12)
    desk.takes_back(timer, 20)
    assert [(entry.source, entry.status, entry.minutes) for entry in desk.entries()] == [
        ("timer", "withdrawn", 0),
        ("automatic", "provisional", 2),
    ]


def test_a_session_that_is_taken_back_keeps_its_commands_and_blocks_nothing(desk: Desk) -> None:
    desk.runs(0, 5)
    (entry,) = desk.entries()
    desk.takes_back(entry, 6)
    desk.runs(7, 9)
    desk.runs(12, 13)
    # Nothing counts of 0-5 any more; the commands of 7-13 are a session of their own.
    assert [(one.status, one.minutes, one.measured_minutes) for one in desk.entries()] == [
        ("withdrawn", 0, 5),
        ("provisional", 6, 6),
    ]


def test_a_clock_put_back_while_a_command_ran_makes_it_a_minute(desk: Desk) -> None:
    desk.runs(5, 3)
    assert desk.sessions() == [(at(5), at(5), 1)]


def test_an_unknown_activity_is_refused_and_nothing_is_stored(desk: Desk) -> None:
    with pytest.raises(BadInput, match="there is no activity 'dreaming'; use one of: preparation, planning"):
        desk.runs(0, 1, "dreaming")
    assert (desk.entries(), desk.commands()) == ((), [])


RUNS = st.lists(
    st.tuples(
        st.sampled_from([0.0, 0.5, 5, 14.5, 15, 16, 30]),  # idle minutes since the last one began
        st.sampled_from([0.0, 1, 2.5, 25]),  # minutes that it took
        st.sampled_from(["planning", "swaps"]),
        st.sampled_from([0.0, 45, 900]),  # seconds of the solver
        st.sampled_from([None, "2027-02", "2027-03"]),
    ),
    min_size=1,
    max_size=8,
)


@settings(deadline=None, max_examples=40)
@given(given_runs=RUNS)
def test_recording_one_by_one_stores_what_computing_at_once_gives(
    database: Database, given_runs: list[tuple[float, float, str, float, str | None]]
) -> None:
    desk = Desk(database)
    begin = 0.0
    runs: list[CommandRun] = []
    for idle, length, activity, solver, month in given_runs:
        begin += idle
        runs.append(
            CommandRun("plan", Activity(activity), at(begin), at(begin + length), solver, month, len(runs))
        )
    for run in sorted(runs, key=lambda one: one.end):
        first, last = ((moment - NINE) / timedelta(minutes=1) for moment in (run.start, run.end))
        desk.runs(first, last, run.activity, solver=run.solver_seconds, month=run.month)
    stored = [
        (entry.start, entry.end, entry.minutes, entry.activity, entry.month) for entry in desk.entries()
    ]
    assert stored == [
        (one.start, one.end, one.minutes, one.activity, one.month) for one in work_sessions(runs)
    ]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["command", "command", "timer", "confirm"]), st.sampled_from([0, 1, 7, 14, 15])
    ),
    min_size=1,
    max_size=14,
)


@settings(deadline=None, max_examples=40)
@given(steps=STEPS)
def test_no_minute_counts_twice_whatever_timers_and_confirmations_come_between(
    database: Database, steps: list[tuple[str, int]]
) -> None:
    desk = Desk(database)
    now = 0.0
    act: dict[str, Callable[[], object]] = {
        "command": lambda: desk.runs(now - 1, now),
        "timer": lambda: toggle(desk, now),
        "confirm": lambda: confirm_all(desk, now),
    }
    for step, pause in steps:
        now += pause + 1
        act[step]()
    entries = desk.entries()
    belongs = [number for number, _, _ in desk.commands()]
    assert len(belongs) == sum(step == "command" for step, _ in steps)
    assert set(belongs) <= {entry.id for entry in entries}
    assert all(entry.id in belongs for entry in entries if entry.source == "automatic")
    ends = [(entry.start, entry.end or at(now)) for entry in entries]
    assert all(earlier[1] <= later[0] for earlier, later in pairwise(ends))


def toggle(desk: Desk, now: float) -> None:
    with desk.database.reading() as session:
        running = running_timer(session, desk.person)
    if running is None:
        desk.starts_timer(now)
    else:
        desk.stops_timer(now)


def confirm_all(desk: Desk, now: float) -> None:
    for entry in desk.entries():
        if entry.status == "provisional":
            desk.confirms(entry, now)
