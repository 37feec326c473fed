"""The hard rules: one file each, with two faces, ``post`` for the model and ``check`` for a rota.

A new rule is one file, one line in ``RULES``, one table of cases in ``tests/solver/rules``, and one heading
in ``docs/engine.md``. The order is the one in which a rule is named first when several keep a service out.
"""

from collections.abc import Iterator
from typing import Protocol

from solver.roster import Breach, Roster
from solver.rules import active, apart, availability, group, limits, line, pins, place, rest
from solver.variables import Row, Variables


class Rule(Protocol):
    """What a rule's module offers."""

    NAME: str

    def post(self, variables: Variables) -> Iterator[Row]:
        """Yield the rows that hold in the model."""

    def check(self, roster: Roster) -> Iterator[Breach]:
        """Yield what in ``roster`` breaks the rule; nothing when it holds."""


RULES: tuple[Rule, ...] = (
    line,
    active,
    availability,
    pins,
    rest,
    limits,
    group,
    apart,
    place,
)


def breaches(roster: Roster) -> tuple[Breach, ...]:
    """Return all that ``roster`` breaks, rule after rule."""
    return tuple(breach for rule in RULES for breach in rule.check(roster))
