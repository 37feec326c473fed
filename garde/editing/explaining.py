"""Asking why, in a draft that people changed: duties that stand against a rule are explained too."""

from __future__ import annotations

from collections.abc import Callable

from garde.editing.documents import pool_facts
from garde.planning.draft import Draft
from garde.planning.explaining.asking import Answer, ask, not_planned
from solver import explain


def ask_edited(
    draft: Draft,
    slot: str,
    service: str | None = None,
    *,
    time_limit: float,
    cancelled: Callable[[], bool] | None = None,
) -> Answer:
    """Why a slot is filled as it is, as ``ask`` tells it.

    A slot with a duty against a rule is not, or not wholly, in the Problem any more: it is explained in the
    Problem with every duty open. Raises NotFound for an unknown slot or service.
    """
    if not any(override.slot == slot for override in draft.overrides) and _is_planned(draft, slot):
        return ask(draft, slot, service, time_limit=time_limit, cancelled=cancelled)
    for facts in pool_facts(draft):
        if slot in facts.whole.slot_index:
            if service is not None and service not in facts.whole.service_index:
                break
            problem = facts.judged
            told = explain(problem, facts.duties, slot, service, time_limit=time_limit, cancelled=cancelled)
            return Answer(problem, told)
    raise not_planned(draft, slot, service)


def _is_planned(draft: Draft, slot: str) -> bool:
    """Whether no duty of the slot was taken out of its pool's rota."""
    held = {one for filled in draft.slots if filled.key == slot for one in filled.services}
    return any(
        {duty.service for duty in pool.rota.assignments if duty.slot == slot} == held for pool in draft.pools
    )
