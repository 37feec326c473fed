"""Asking the engine about one slot of a draft, from the two documents that are stored with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from garde.errors import NotFound
from garde.planning.draft import Draft, PoolPlan
from solver import Explanation, Problem, explain, load_problem


@dataclass(frozen=True)
class Answer:
    """An explanation and the problem that it is about."""

    problem: Problem
    explanation: Explanation


def ask(
    draft: Draft,
    slot: str,
    service: str | None = None,
    *,
    time_limit: float,
    cancelled: Callable[[], bool] | None = None,
) -> Answer:
    """Why a slot of a draft is filled as it is, or not; why not by ``service``. Nothing is written.

    Raises NotFound when the draft has no such slot, or the slot's pool no such service.
    """
    pool, problem = _pool_of(draft, slot)
    if service is not None and service not in problem.service_index:
        raise NotFound(
            f"no service {service!r} was planned together with slot {slot}",
            remedy="see: garde services list",
        )
    explanation = explain(
        problem,
        pool.rota.assignments,
        slot,
        service,
        proof=pool.rota,
        time_limit=time_limit,
        cancelled=cancelled,
    )
    return Answer(problem, explanation)


def _pool_of(draft: Draft, slot: str) -> tuple[PoolPlan, Problem]:
    for pool in draft.pools:
        problem = load_problem(pool.problem)
        if slot in problem.slot_index:
            return pool, problem
    raise not_planned(draft, slot)


def not_planned(draft: Draft, slot: str, service: str | None = None) -> NotFound:
    """Why a slot cannot be explained that is in none of a draft's Problems."""
    if any(one.key == slot for one in draft.slots) and service is None:
        return NotFound(
            f"slot {slot} had begun when draft {draft.id} was made: it stays as it was published",
            remedy="see who really served: garde served list",
        )
    return NotFound(
        f"draft {draft.id} has no slot {slot!r}" + (f" for service {service!r}" if service else ""),
        remedy=f"see: garde drafts show {draft.id}",
    )
