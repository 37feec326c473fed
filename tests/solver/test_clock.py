"""Every step of a solve heeds the clock and the caller: told by a clock that work moves, not seconds."""

import dataclasses
from types import SimpleNamespace

import numpy as np
import pytest

import solver
from solver import columns, face_program, ladder, program, run, schedules
from solver.construct import Constructor
from solver.exchange import Exchanges
from solver.fair import FairTier
from solver.problem import Pin
from solver.run import OutOfTimeError, Run
from solver.tiers import uncovered
from tests.solver.samples import duties, night, period, problem, service
from tests.solver.test_solve import month

WORK = 0.2
"""Seconds of the clock that every piece of work takes."""


class Clock:
    """Moves when something is computed: a value of a recursion, an enumeration, a round of exchanges."""

    def __init__(self, monkeypatch):
        self.now = 1000.0
        monkeypatch.setattr(run, "time", SimpleNamespace(monotonic=lambda: self.now))
        monkeypatch.setattr(columns, "monotonic", lambda: self.now)
        monkeypatch.setattr(program, "monotonic", lambda: self.now)
        monkeypatch.setattr(ladder, "monotonic", lambda: self.now)
        for owner, name in [
            (schedules.Group, "_enumerate"),
            (schedules.Group, "table"),
            (schedules.Group, "best"),
            (schedules.Group, "reduced"),
            (columns.Master, "add_rota"),
            (columns.Master, "_attempted"),
            (face_program, "makeup"),
            (face_program, "patterns"),
            (program, "HighsRun"),
            (Constructor, "rota"),
            (Exchanges, "improve"),
        ]:
            monkeypatch.setattr(owner, name, self.counted(getattr(owner, name)))

    def counted(self, work):
        def moved(*arguments, **options):
            self.now += WORK
            return work(*arguments, **options)

        return moved


def hard_month():
    """Return a month of unequal shares and broken balances, in which no proof comes at once."""
    given = month(services=24, nights=28)
    staff = tuple(
        dataclasses.replace(s, rest_hours=36, carried=(("burden", 0.37 * index - 4), ("night", index % 3)))
        for index, s in enumerate(given.services)
    )
    slots = tuple(dataclasses.replace(s, burden=7 + index % 6) for index, s in enumerate(given.slots))
    pins = (Pin("s03", "night 4", on=True), Pin("s05", "night 9", on=True))
    return dataclasses.replace(
        given, services=staff, slots=slots, pins=pins, fairness=(("burden", 1), ("night", 2))
    )


@pytest.mark.parametrize("limit", [0.1, 1, 2, 5, 9])
def test_no_step_goes_on_for_more_than_a_second_when_the_time_is_over(monkeypatch, limit):
    given = hard_month()
    clock = Clock(monkeypatch)
    rota = solver.solve(given, digest="0" * 64, time_limit=limit, workers=1)
    assert clock.now - 1000 <= limit + 1
    assert not list(solver.findings(given, rota))


@pytest.mark.parametrize("work", range(3, 40, 6))
def test_no_step_goes_on_for_more_than_a_second_when_the_caller_cancels(monkeypatch, work):
    given = hard_month()
    clock = Clock(monkeypatch)
    end = 1000 + work * WORK
    rota = solver.solve(given, digest="0" * 64, workers=1, cancelled=lambda: clock.now > end)
    assert clock.now - end <= 1 + WORK
    assert not list(solver.findings(given, rota))


def fair_tier(given, **options):
    search = Run(
        given, **({"time_limit": None, "cancelled": None} | options), seed=0, workers=1, on_progress=None
    )
    constructor = Constructor(search.statement, 0)
    search.chosen = constructor.rota()
    search.keep(uncovered.NAME, search.value(uncovered.NAME))
    return FairTier(search, constructor)


def test_what_later_tiers_may_use_is_not_sought_beyond_the_end():
    # A limit far above the bound: the caps of loads would be raised again and again.
    asked = []
    over = []
    tier = fair_tier(hard_month(), cancelled=lambda: bool(over))
    tier.relaxation = tier._relax(np.inf, 0.0, np.inf)
    for group in tier.schedules.groups:
        group.widen = lambda: asked.append(1) or over.append(1) or True
        group.full = False
        group.states.saturated[:] = True
    with pytest.raises(OutOfTimeError):
        tier.face(1e9)
    assert len(asked) <= len(tier.schedules.groups)


def test_what_was_found_before_the_end_of_the_time_is_kept():
    given = problem(
        [service("a"), service("b")],
        [night(5), night(8)],
        unavailable=(period("a", "05 00:00", "05 23:00"),),
    )
    search = Run(given, time_limit=None, seed=0, workers=1, on_progress=None, cancelled=None)
    search.chosen = search.statement.columns(duties(b=["night 5", "night 8"]))
    with search.turn(0):
        better = search.statement.columns(duties(a=["night 8"], b=["night 5"]))
        search.tell("unfairness", search.accept("unfairness", better, 2.0), 0.0)
        search.heed()
        pytest.fail("the turn was over")
    assert search.value("unfairness") == 0
    assert search.bounds == {"unfairness": 0}
    search.heed()
