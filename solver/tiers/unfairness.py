"""Unfairness: the share-weighted squared distance of every load from the fair load.

Σ over the quantities q of ``fairness`` of weight(q) × U(q), with U = Σ s_i (L_i / s_i − ρ)² over the
services with s_i > 0 (see ``fairness.py``). U is separable and convex in the loads, so each load is written
in unit steps of rising marginal cost: the relaxation fills cheap steps first, and is almost integral.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import gcd

from solver.expression import Expression, expression
from solver.fairness import Scales, scales
from solver.loads import greatest_load
from solver.roster import Roster
from solver.variables import Variables

NAME = "unfairness"
MOST_STEPS = 2000


def express(variables: Variables, most_steps: int = MOST_STEPS) -> Expression:
    """Return the constant of what is carried, and the marginal cost of every load step.

    A load with more than ``most_steps`` possible steps is written in wider ones, tangents to the parabola:
    then the expression is a lower bound of the tier, off by at most width² / (4 s) for each load.
    """
    problem = variables.problem
    terms: list[tuple[Fraction, int]] = []
    constant, widest = Fraction(0), 1
    for scale in scales(problem):
        for index, service in enumerate(problem.services):
            constant += scale.weight * scale.unfairness(index, 0)
            weighted = [
                (problem.slots[slot].weight(scale.quantity), column)
                for column, slot in variables.of_service[index]
                if problem.slots[slot].weight(scale.quantity)
            ]
            if not weighted or not scale.shares[index]:
                continue
            unit = gcd(*(weight for weight, _ in weighted))
            slots = [problem.slots[slot] for _, slot in variables.of_service[index]]
            most = greatest_load(service, slots, scale.quantity) // unit
            width = 1 if most <= most_steps else 2 * -(-most // (2 * most_steps))
            widths, costs = _steps(scale, index, unit, most, width)
            steps = variables.steps([(weight // unit, column) for weight, column in weighted], widths)
            terms += zip(costs, steps, strict=True)
            widest = max(widest, width)
    return expression(terms, constant, widest)


def value(roster: Roster) -> float:
    """Return the weighted unfairness, computed in rational numbers and rounded once."""
    problem = roster.problem
    total = Fraction(0)
    for scale in scales(problem):
        for index, service in enumerate(problem.services):
            load = sum(slot.weight(scale.quantity) for slot in roster.of_service.get(service.id, ()))
            total += scale.weight * scale.unfairness(index, load)
    return float(total)


def _steps(
    scale: Scales, index: int, unit: int, most: int, width: int
) -> tuple[Sequence[int], Sequence[Fraction]]:
    share, factor = scale.shares[index], scale.weight
    rise = 2 * factor * unit * unit / share
    slope = 2 * factor * unit * (scale.carried[index] / share - scale.rate)
    if width == 1:
        # F(k) − F(k − 1) of the parabola F: its slope half a step back.
        return (1,) * most, [slope + rise * (2 * step + 1) / 2 for step in range(most)]
    half = width // 2
    widths = [min(half, most)]
    while sum(widths) < most:
        widths.append(min(width, most - sum(widths)))
    tangents = [slope + rise * width * step for step in range(len(widths))]
    return widths, tangents
