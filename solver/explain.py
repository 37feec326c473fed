"""Why a slot is filled as it is, or not filled: one question, answered in codes and numbers.

A gap is explained by what keeps each service out, an assignment by what another one would cost. Every answer
is tried by solving again, within a time limit, and says so when there was none left.
"""

import time
from collections.abc import Callable, Iterable

from solver.explain_case import Budget, Case
from solver.explain_duty import explain_duty
from solver.explain_facts import Explanation
from solver.explain_gap import explain_gap
from solver.explain_obstacles import Beside, Facts
from solver.problem import Problem
from solver.rota import Assignment, Rota

SECONDS = 10.0


def explain(
    problem: Problem,
    assignments: Iterable[Assignment],
    slot: str,
    service: str | None = None,
    *,
    proof: Rota | None = None,
    time_limit: float = SECONDS,
    seed: int = 0,
    workers: int | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Explanation:
    """Return why a slot is filled as it is, why not by ``service``, or why it has a gap and how to close it.

    Args:
        problem: the problem of the rota.
        assignments: the rota as it is, perhaps changed by hand.
        slot: id of the slot; ``KeyError`` for an unknown one, as for an unknown service.
        service: id of the service that is asked about; ``None`` for the slot as such.
        proof: the rota that ``solve`` returned for the problem: its bounds hold for every other one, and a
            search is started only when there is as much time as that one took.
        time_limit: seconds of wall time for solving again; what they do not suffice for is said to be so.
        seed: the same for every search.
        workers: threads; ``None`` for one a processor.
        cancelled: is asked now and then; after a yes nothing more is solved.
    """
    started = time.monotonic()
    facts = Facts(problem)
    budget = Budget(started + time_limit, seed, workers, cancelled)
    tiers, took = ((), None) if proof is None else (proof.tiers, proof.seconds)
    case = Case(problem, Beside(facts, assignments), facts.slots[slot], budget, tiers, took)
    asked = None if service is None else facts.services[service]
    holders = tuple(holder.id for holder in case.beside.holders(slot))
    missing = max(0, case.slot.required - len(holders))
    if missing and service not in holders:
        candidates, closings = explain_gap(case, asked)
    else:
        candidates, closings = explain_duty(case, asked), ()
    without = case.beside.changed(without=[Assignment(slot, holder) for holder in holders])
    return Explanation(
        slot=slot,
        holders=holders,
        missing=missing,
        asked=service,
        present=tuple(case.now.items()),
        candidates=candidates,
        closings=closings,
        loads=case.loads(without, holders),
        seconds=round(time.monotonic() - started, 3),
    )
