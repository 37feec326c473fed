"""The tiers: one file each, with two faces, ``express`` for the model and ``value`` for a rota.

A new tier is one file, one line in ``TIERS``, its name in ``problem.TIER_NAMES``, one table of cases in
``tests/solver/tiers``, and one heading in ``docs/engine.md``. All are minimised.
"""

from typing import Protocol

from solver.expression import Expression
from solver.roster import Roster
from solver.tiers import changes, distance, languages, uncovered, unfairness, wishes
from solver.variables import Variables


class Tier(Protocol):
    """What a tier's module offers."""

    NAME: str

    def express(self, variables: Variables) -> Expression:
        """Return the tier in the model's columns, adding auxiliary columns and rows where it needs them."""

    def value(self, roster: Roster) -> float:
        """Return the tier's value for a rota."""


TIERS: dict[str, Tier] = {
    uncovered.NAME: uncovered,
    changes.NAME: changes,
    languages.NAME: languages,
    distance.NAME: distance,
    unfairness.NAME: unfairness,
    wishes.NAME: wishes,
}


def values(roster: Roster) -> dict[str, float]:
    """Return the value of every tier of the problem, in its order."""
    return {choice.name: TIERS[choice.name].value(roster) for choice in roster.problem.order}
