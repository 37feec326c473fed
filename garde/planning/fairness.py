"""Who carries what: the table that services look at first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from garde.planning.draft import PoolPlan
from garde.rota import FilledSlot
from solver import load_problem
from solver.problem import Problem, Service, Slot


@dataclass(frozen=True, slots=True)
class Load:
    """One service's part in one pool and month, in burden points but for the counts.

    ``fair`` is the load that would be exactly its part, ``load`` what it has after this rota, both with the
    balance it brought (``carried``): above 0 in ``difference``, it carries more than its part.
    """

    service: str
    share: float
    duties: int
    nights: int
    weekends: int
    holidays: int
    hours: float
    carried: float
    served: float
    fair: float

    @property
    def difference(self) -> float:
        """Served plus carried, less the fair load."""
        return self.carried + self.served - self.fair


def loads(plan: PoolPlan, held: Sequence[FilledSlot] = ()) -> tuple[Load, ...]:
    """The loads of a pool's plan, recomputed from its two documents, by difference, highest first.

    ``held`` are the draft's slots: duties that stand against a rule are in neither document as duties, their
    weight is among what was carried, and is told here as what is served.

    The fair load of a service is its share times the fair rate of `problem-format.md`: (all that was
    carried + all that the slots hold) / (sum of shares), a share counting for the active part of the month.
    """
    problem = load_problem(plan.problem)
    against = _against(plan, held)
    duties = _duties(plan, problem, against)
    shares = {service.id: service.share * _active_part(problem, service) for service in problem.services}
    carried = {
        service.id: dict(service.carried).get("burden", 0.0)
        - sum(slot.burden for slot in against.get(service.id, []))
        for service in problem.services
    }
    total = sum(slot.burden * slot.required for slot in problem.slots)
    total += sum(slot.burden for slots in against.values() for slot in slots)
    everybody = sum(shares.values())
    rate = (sum(carried.values()) + total) / everybody if everybody else 0.0
    rows = []
    for service in problem.services:
        own = duties.get(service.id, [])
        rows.append(
            Load(
                service=service.id,
                share=service.share,
                duties=len(own),
                nights=sum("night" in slot.categories for slot in own),
                weekends=sum("weekend" in slot.categories for slot in own),
                holidays=sum("holiday" in slot.categories for slot in own),
                hours=sum((slot.end - slot.start).total_seconds() for slot in own) / 3600,
                carried=carried[service.id],
                served=float(sum(slot.burden for slot in own)),
                fair=shares[service.id] * rate,
            )
        )
    return tuple(sorted(rows, key=lambda row: (-row.difference, row.service)))


def _duties(
    plan: PoolPlan, problem: Problem, against: Mapping[str, list[FilledSlot]]
) -> dict[str, list[Slot | FilledSlot]]:
    slots = {slot.id: slot for slot in problem.slots}
    duties: dict[str, list[Slot | FilledSlot]] = {service: [*held] for service, held in against.items()}
    for assignment in plan.rota.assignments:
        duties.setdefault(assignment.service, []).append(slots[assignment.slot])
    return duties


def _against(plan: PoolPlan, held: Sequence[FilledSlot]) -> dict[str, list[FilledSlot]]:
    """The duties of the plan that its rota leaves out because they stand against a rule, by service."""
    if plan.whole is None:
        return {}
    whole = load_problem(plan.whole).slot_index
    planned = {(assignment.slot, assignment.service) for assignment in plan.rota.assignments}
    found: dict[str, list[FilledSlot]] = {}
    for slot in held:
        if slot.month == plan.month and slot.key in whole:
            for service in slot.services:
                if (slot.key, service) not in planned:
                    found.setdefault(service, []).append(slot)
    return found


def _active_part(problem: Problem, service: Service) -> float:
    start, end = problem.horizon.start, problem.horizon.end
    inside = min(service.active.end or end, end) - max(service.active.start or start, start)
    return max(0.0, inside / (end - start))


def widest_difference(rows: Sequence[Load]) -> float:
    """The most by which any service is off its fair load, in points."""
    return max((abs(row.difference) for row in rows), default=0.0)
