"""Why nobody could serve: what is decided at a glance is what every check face says of the whole rota."""

from itertools import product

import pytest

from solver.construct import Constructor
from solver.reasons import Obstacles
from solver.roster import Roster
from solver.rota import Assignment
from solver.rules import RULES
from solver.statement import Statement
from tests.solver.tiny import tiny_problem


@pytest.mark.parametrize("empty", [True, False])
@pytest.mark.parametrize("seed", range(30))
def test_the_rules_a_further_duty_would_break_are_those_of_the_whole_rota(seed, empty):
    given = tiny_problem(seed)
    statement = Statement(given)
    chosen = () if empty else statement.assignments(Constructor(statement, seed).rota())
    obstacles = Obstacles(Roster(given, chosen))
    for service in given.services:
        for slot in given.slots:
            longer = Roster(given, (*chosen, Assignment(slot.id, service.id)))
            broken = [
                rule.NAME
                for rule in RULES
                if any(service.id in b.services and slot.id in b.slots for b in rule.check(longer))
            ]
            assert list(obstacles.broken(service, slot)) == broken


@pytest.mark.parametrize("seed", range(30))
def test_the_first_rule_is_the_first_of_all_that_are_broken(seed):
    given = tiny_problem(seed)
    obstacles = Obstacles(Roster(given, ()))
    for member, duty in product(given.services, given.slots):
        assert obstacles.first(member, duty) == next(obstacles.broken(member, duty), "needed_elsewhere")
