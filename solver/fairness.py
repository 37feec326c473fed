"""The fair load: what each service should carry of a balanced quantity, in exact rational numbers."""

from dataclasses import dataclass
from fractions import Fraction

from solver.expression import exact
from solver.instants import microseconds
from solver.problem import Problem, Service


@dataclass(frozen=True)
class Scales:
    """What the loads of one quantity are weighed against.

    Attributes:
        quantity: ``burden`` or a slot category.
        weight: its weight in ``fairness``.
        shares: s_i for each service: ``share`` times the part of the horizon in which it is active.
        carried: what each service brings along from earlier months.
        rate: ρ, the fair load of a service with s_i = 1; 0 when nobody has a share.
    """

    quantity: str
    weight: Fraction
    shares: tuple[Fraction, ...]
    carried: tuple[Fraction, ...]
    rate: Fraction

    def unfairness(self, service: int, load: Fraction | int) -> Fraction:
        """Return s (L / s − ρ)², L being ``carried`` plus the rota's ``load``; 0 when s = 0."""
        share = self.shares[service]
        if not share:
            return Fraction(0)
        distance = (self.carried[service] + load) / share - self.rate
        return share * distance * distance


def scales(problem: Problem) -> tuple[Scales, ...]:
    """Return the scales of every quantity in ``fairness`` that weighs more than 0.

    ρ = (Σ carried + what all slots hold if every required place is filled) / Σ s_i, over services with s_i
    > 0.
    """
    shares = tuple(exact(service.share) * active_part(problem, service) for service in problem.services)
    total_share = sum(shares, Fraction(0))
    result = []
    for quantity, weight in problem.fairness:
        carried = tuple(exact(dict(service.carried).get(quantity, 0)) for service in problem.services)
        held = sum(slot.required * slot.weight(quantity) for slot in problem.slots)
        total = held + sum((c for c, share in zip(carried, shares, strict=True) if share), Fraction(0))
        rate = total / total_share if total_share else Fraction(0)
        if weight:
            result.append(Scales(quantity, exact(weight), shares, carried, rate))
    return tuple(result)


def active_part(problem: Problem, service: Service) -> Fraction:
    """Return the part of the horizon in which ``service`` is active, between 0 and 1."""
    start, end = service.active.start, service.active.end
    opens = problem.horizon.opens if start is None else max(problem.horizon.opens, microseconds(start))
    closes = problem.horizon.closes if end is None else min(problem.horizon.closes, microseconds(end))
    return Fraction(max(0, closes - opens), problem.horizon.length)
