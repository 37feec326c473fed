"""The two faces of rules and tiers, put before one table of cases."""

from dataclasses import dataclass

from solver.model import Model
from solver.problem import Problem
from solver.roster import Roster
from solver.rota import Assignment
from solver.rules import RULES
from solver.tiers import TIERS


@dataclass(frozen=True)
class RuleCase:
    sentence: str
    problem: Problem
    assignments: tuple[Assignment, ...]
    holds: bool


@dataclass(frozen=True)
class TierCase:
    sentence: str
    problem: Problem
    assignments: tuple[Assignment, ...]
    value: float


def rule_named(name):
    return next(rule for rule in RULES if name == rule.NAME)


def check_face_holds(name, case):
    return not list(rule_named(name).check(Roster(case.problem, case.assignments)))


def post_face_holds(name, case):
    """Tell whether the model with this one rule allows the assignments."""
    others = frozenset(rule.NAME for rule in RULES) - {name}
    model = Model(case.problem, lifted=others)
    columns = model.columns(case.assignments)
    if len(set(columns)) < len(case.assignments):
        return False
    return rows_hold(model.rows_of[name], model.variables.complete(columns))


def rows_hold(rows, values):
    for row in rows:
        pairs = zip(row.columns, row.coefficients, strict=True)
        total = sum(coefficient * values[column] for column, coefficient in pairs)
        if (row.lower is not None and total < row.lower) or (row.upper is not None and total > row.upper):
            return False
    return True


def value_face(name, case):
    return TIERS[name].value(Roster(case.problem, case.assignments))


def expression_face(name, case):
    """Return the expression's value in the model without rules, once its auxiliary columns follow."""
    model = Model(case.problem, lifted=frozenset(rule.NAME for rule in RULES))
    expression = TIERS[name].express(model.variables)
    values = model.variables.complete(model.columns(case.assignments))
    assert rows_hold(model.variables.rows, values)
    return expression.value(values)
