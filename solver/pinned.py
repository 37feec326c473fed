"""Pins that break a rule: bad input, found with the check faces."""

from solver.problem import Problem
from solver.roster import Breach, Roster
from solver.rota import Assignment
from solver.rules import RULES, pins


def broken_pin(problem: Problem) -> tuple[int, Breach] | None:
    """Return the index of a pin that breaks another hard rule, alone or beside other pins, and the breach."""
    on = {(pin.service, pin.slot): index for index, pin in enumerate(problem.pins) if pin.on}
    roster = Roster.of(problem, (Assignment(slot, service) for service, slot in on))
    for rule in RULES:
        if rule.NAME != pins.NAME:
            for breach in rule.check(roster):
                concerned = [
                    on[service, slot]
                    for service in breach.services
                    for slot in breach.slots
                    if (service, slot) in on
                ]
                return max(concerned), breach
    return None
