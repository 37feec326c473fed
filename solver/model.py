"""The model: variables, the rows of every rule, and the tiers as expressions, composed once."""

from solver.eligibility import eligibility
from solver.expression import Expression
from solver.problem import Problem
from solver.roster import Roster
from solver.rota import Assignment
from solver.rules import RULES
from solver.tiers import TIERS
from solver.variables import Row, Variables


class Model:
    """One problem in columns and rows that any linear solver reads.

    Attributes:
        problem: the problem.
        variables: its columns; the first ``len(variables.pairs)`` are Booleans.
        tiers: the expression of every tier of the problem, in its order, by name.
        rows_of: the rows of every rule, by name.
    """

    def __init__(self, problem: Problem, lifted: frozenset[str] = frozenset()) -> None:
        """Compose the model; ``lifted`` names rules to leave out, to learn what they cost."""
        self.problem = problem
        self.variables = Variables(problem, eligibility(problem, lifted))
        posted = (rule for rule in RULES if rule.NAME not in lifted)
        self.rows_of = {rule.NAME: tuple(rule.post(self.variables)) for rule in posted}
        self.tiers: dict[str, Expression] = {
            choice.name: TIERS[choice.name].express(self.variables) for choice in problem.order
        }

    @property
    def rows(self) -> list[Row]:
        """All rows: those of the rules, then those that define auxiliary columns."""
        return [row for rows in self.rows_of.values() for row in rows] + self.variables.rows

    def columns(self, assignments: tuple[Assignment, ...]) -> tuple[int, ...]:
        """Return the Boolean columns of those assignments that the model has."""
        problem = self.problem
        pairs = (
            (problem.service_index.get(item.service, -1), problem.slot_index.get(item.slot, -1))
            for item in assignments
        )
        return tuple(self.variables.column_of[pair] for pair in pairs if pair in self.variables.column_of)

    def assignments(self, columns: tuple[int, ...]) -> tuple[Assignment, ...]:
        """Return the assignments of chosen Boolean columns, in slot order then service id."""
        problem = self.problem
        pairs = [self.variables.pairs[column] for column in columns]
        ordered = sorted(pairs, key=lambda pair: (pair[1], problem.services[pair[0]].id))
        return tuple(
            Assignment(problem.slots[slot].id, problem.services[service].id) for service, slot in ordered
        )

    def roster(self, columns: tuple[int, ...]) -> Roster:
        """Return the roster of chosen Boolean columns."""
        return Roster(self.problem, self.assignments(columns))
