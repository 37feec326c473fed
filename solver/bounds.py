"""Bounds made true and sharp: margins for rounding, and the values that a tier can take at all."""

from collections import defaultdict
from fractions import Fraction
from math import ceil, gcd, isfinite

from solver.expression import Expression
from solver.fairness import Scales
from solver.problem import Problem
from solver.statement import Statement

MARGIN = 1e-6


def rational_gcd(numbers: list[Fraction]) -> Fraction:
    """Return the greatest rational of which all ``numbers`` are whole multiples; 0 when all are 0."""
    result = Fraction(0)
    for number in numbers:
        if number:
            common = result.denominator * number.denominator
            shared = gcd(result.numerator * number.denominator, abs(number.numerator) * result.denominator)
            result = Fraction(shared, common)
    return result


def fairness_step(problem: Problem, scales: tuple[Scales, ...], *, full: bool) -> Fraction:
    """Return a step of which the unfairness of any two rotas differs by a whole multiple.

    With a = weight / s, loads u k of unit u and carried c, a load costs a (u k + c)² − 2 ρ weight u k + …,

        a (u² k² + 2 c u k) = 2 a u² · k (k − 1) / 2 + a (u² + 2 c u) · k .

    When every place is filled (``full``) Σ k is the same in every rota, so only differences between services
    of the last factor count; else the factor itself does, less 2 ρ weight u.
    """
    steps: list[Fraction] = []
    for scale in scales:
        unit = gcd(*(slot.weight(scale.quantity) for slot in problem.slots)) if problem.slots else 0
        taking = [index for index, share in enumerate(scale.shares) if share]
        if not unit or not taking:
            continue
        slopes = []
        for index in taking:
            a = scale.weight / scale.shares[index]
            steps.append(2 * a * unit * unit)
            slopes.append(a * (unit * unit + 2 * scale.carried[index] * unit))
        steps += [slope - slopes[0] for slope in slopes[1:]]
        if not full:
            steps.append(slopes[0] - 2 * scale.rate * scale.weight * unit)
    return rational_gcd(steps)


def expression_step(expression: Expression) -> float:
    """Return the step between the values of a linear tier, 0 when it is not exact or constant."""
    if not expression.exact or not expression.terms:
        return 0.0
    return float(gcd(*(coefficient for coefficient, _ in expression.terms)) / expression.scale)


def lifted(bound: float, value: float, step: float, scale: float = 1.0) -> float:
    """Return the least possible value that is no lower than ``bound``, up to a margin for rounding.

    ``value`` is the value of some rota: possible values are ``value − k · step``. The margin, relative to
    ``scale``, keeps a bound that is a hair too high from being lifted a whole step.
    """
    margin = MARGIN * max(1.0, abs(bound), scale)
    if not isfinite(bound):
        return min(bound, value)
    if step <= 4 * margin:
        return min(value, bound)
    return min(value, value - max(0, -ceil((bound - margin - value) / step)) * step)


def safe(bound: float, scale: float = 1.0) -> float:
    """Return a solver's ``bound`` less its tolerance."""
    return bound - MARGIN * max(1.0, abs(bound), scale)


def trivial(expression: Expression, statement: Statement) -> float:
    """Return the least that an expression can be when each slot takes its ``required`` best pairs."""
    lowest = 0
    of_slot: dict[int, list[int]] = defaultdict(list)
    for coefficient, column in expression.terms:
        if coefficient < 0 and column < statement.pairs:
            of_slot[int(statement.slot[column])].append(coefficient)
        elif coefficient < 0:
            lowest += coefficient * int(statement.uppers[column])
    for slot, coefficients in of_slot.items():
        lowest += sum(sorted(coefficients)[: int(statement.required[slot])])
    return float(Fraction(expression.constant + lowest) / expression.scale)
