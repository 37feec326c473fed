"""A problem in arrays: the columns and rows of the model as relaxations and linear solvers read them.

The fairness tier is left out on purpose. It is convex in the loads of each service, and
the relaxation by whole schedules (``schedules.py``) and the load vectors of the integer program
(``face.py``) say it more tightly than any set of linear rows over the pairs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from solver.eligibility import eligibility
from solver.expression import Expression
from solver.fairness import scales
from solver.instants import hours_to_microseconds
from solver.problem import Problem
from solver.rota import Assignment
from solver.rules import RULES, place, rest
from solver.tiers import TIERS, unfairness
from solver.variables import Row, Variables

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Rows:
    """Sparse rows ``lower ≤ A v ≤ upper``, entry by entry in row order.

    Attributes:
        row, column, coefficient: of every entry.
        lower, upper: of every row; infinite where a side is open.
    """

    row: Ints
    column: Ints
    coefficient: Ints
    lower: Floats
    upper: Floats

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "Rows":
        """Gather rows of the model."""
        lengths = [len(row.columns) for row in rows]
        return cls(
            np.repeat(np.arange(len(rows)), lengths),
            np.fromiter((c for row in rows for c in row.columns), np.int64, sum(lengths)),
            np.fromiter((c for row in rows for c in row.coefficients), np.int64, sum(lengths)),
            np.array([-np.inf if row.lower is None else row.lower for row in rows], float),
            np.array([np.inf if row.upper is None else row.upper for row in rows], float),
        )

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.lower)

    def activity(self, values: Ints) -> Ints:
        """Return ``A v`` in whole numbers."""
        total = np.zeros(len(self), np.int64)
        np.add.at(total, self.row, self.coefficient * values[self.column])
        return total

    def hold(self, values: Ints) -> bool:
        """Tell whether every row holds, exactly."""
        activity = self.activity(values)
        return bool(np.all(activity >= self.lower) and np.all(activity <= self.upper))

    def within(self, uppers: Ints) -> "Rows":
        """Return the rows when each column is at most ``uppers``, without what says nothing then."""
        entries = uppers[self.column] > 0
        row, column, coefficient = self.row[entries], self.column[entries], self.coefficient[entries]
        reach = coefficient * uppers[column]
        most = np.bincount(row, np.maximum(reach, 0), len(self))
        least = np.bincount(row, np.minimum(reach, 0), len(self))
        binding = (most > self.upper) | (least < self.lower)
        number = np.cumsum(binding) - 1
        kept = binding[row]
        return Rows(
            number[row[kept]], column[kept], coefficient[kept], self.lower[binding], self.upper[binding]
        )

    def joined(self, other: "Rows") -> "Rows":
        """Return these rows followed by ``other``'s."""
        return Rows(
            np.concatenate([self.row, other.row + len(self)]),
            np.concatenate([self.column, other.column]),
            np.concatenate([self.coefficient, other.coefficient]),
            np.concatenate([self.lower, other.lower]),
            np.concatenate([self.upper, other.upper]),
        )


@dataclass(frozen=True)
class Loads:
    """The balanced quantities in floats, for relaxations; exact values come from ``tiers/unfairness.py``.

    Attributes:
        weight, rate: of each quantity.
        carried: of each quantity and service.
        share: of each service; 0 for one that takes no part.
        gain: of each quantity and slot, what a place adds to a load.
    """

    weight: Floats
    rate: Floats
    carried: Floats
    share: Floats
    gain: Ints

    @classmethod
    def of(cls, problem: Problem) -> "Loads":
        """Read the scales of a problem."""
        found = scales(problem)
        count = len(problem.services)
        gain = [[slot.weight(scale.quantity) for slot in problem.slots] for scale in found]
        return cls(
            np.array([float(scale.weight) for scale in found]),
            np.array([float(scale.rate) for scale in found]),
            np.array([[float(c) for c in scale.carried] for scale in found]).reshape(len(found), count),
            np.array([float(share) for share in found[0].shares] if found else [1.0] * count),
            np.array(gain, np.int64).reshape(len(found), len(problem.slots)),
        )

    def cost(self, services: Ints, loads: NDArray[np.int64]) -> Floats:
        """Return Σ_q w_q s (L_q / s − ρ_q)² for ``services`` and ``loads`` (quantity × service × …)."""
        shape = (-1, len(services)) + (1,) * (loads.ndim - 2)
        share = self.share[services].reshape(shape[1:])
        safe = np.where(share > 0, share, 1.0)
        flat = (len(self.weight),) + (1,) * (loads.ndim - 1)
        distance = (self.carried[:, services].reshape(shape) + loads) / safe - self.rate.reshape(flat)
        return np.asarray((self.weight.reshape(flat) * share * distance**2).sum(0))


class Statement:
    """One problem's columns, rows and linear tiers.

    Attributes:
        variables: the columns; the first ``pairs`` are Booleans.
        pairs: number of Booleans.
        service, slot: of every Boolean.
        uppers: of every column.
        rules: the rows of every rule but ``rest`` and ``place``, and those that define auxiliary columns.
        rests: the rows of ``rest``.
        required: of every slot.
        tiers: the expressions of the linear tiers, by name.
    """

    def __init__(self, problem: Problem) -> None:
        """Compose; each rule and tier is asked once."""
        self.problem = problem
        self.variables = Variables(problem, eligibility(problem))
        rows = {rule.NAME: list(rule.post(self.variables)) for rule in RULES if rule is not place}
        self.tiers: dict[str, Expression] = {
            choice.name: TIERS[choice.name].express(self.variables)
            for choice in problem.order
            if choice.name != unfairness.NAME
        }
        self.rests = Rows.of(rows.pop(rest.NAME))
        self.rules = Rows.of([row for found in rows.values() for row in found] + self.variables.rows)
        self.pairs = len(self.variables.pairs)
        paired = np.array(self.variables.pairs, np.int64).reshape(self.pairs, 2)
        self.service, self.slot = paired[:, 0].copy(), paired[:, 1].copy()
        self.uppers = np.array(self.variables.uppers, np.int64)
        self.required = np.array([slot.required for slot in problem.slots], np.int64)
        self.burden = np.array([slot.burden for slot in problem.slots], np.int64)
        self.opens = np.array([slot.opens for slot in problem.slots], np.int64)
        self.closes = np.array([slot.closes for slot in problem.slots], np.int64)
        self.rest = np.array([hours_to_microseconds(s.rest_hours) for s in problem.services], np.int64)

    @cached_property
    def loads(self) -> Loads:
        """The balanced quantities."""
        return Loads.of(self.problem)

    @cached_property
    def places(self) -> Rows:
        """The rows ``Σ x ≤ required`` of every slot, those that cannot break included."""
        slots = len(self.required)
        order = np.argsort(self.slot, kind="stable")
        return Rows(
            self.slot[order],
            order,
            np.ones(self.pairs, np.int64),
            np.full(slots, -np.inf),
            self.required.astype(float),
        )

    def covered(self, missing: float) -> Rows:
        """Return ``places`` when ``uncovered`` is at most ``missing``: a slot lacks ⌊missing / burden⌋."""
        least = np.maximum(self.required - np.floor((missing + 1e-6) / self.burden), 0)
        places = self.places
        return Rows(places.row, places.column, places.coefficient, least, places.upper)

    def limit(self, name: str, limit: float) -> Rows:
        """Return the row that keeps a linear tier at most ``limit``."""
        expression = self.tiers[name]
        terms = np.array(expression.terms, np.int64).reshape(len(expression.terms), 2)
        return Rows(
            np.zeros(len(terms), np.int64),
            terms[:, 1].copy(),
            terms[:, 0].copy(),
            np.array([-np.inf]),
            np.array([float(expression.at_most(limit))]),
        )

    def values(self, chosen: Iterable[int]) -> Ints:
        """Return the value of every column when the Booleans in ``chosen`` are 1."""
        return np.array(self.variables.complete(list(chosen)), np.int64)

    def feasible(self, chosen: Sequence[int]) -> bool:
        """Tell whether every rule holds, in whole numbers."""
        values = self.values(chosen)
        return self.rests.hold(values) and self.rules.hold(values) and self.places.hold(values)

    def assignments(self, chosen: Iterable[int]) -> tuple[Assignment, ...]:
        """Return the assignments of chosen Booleans, in slot order then service id."""
        services, slots = self.problem.services, self.problem.slots
        ordered = sorted(
            (int(self.slot[column]), services[int(self.service[column])].id) for column in chosen
        )
        return tuple(Assignment(slots[slot].id, service) for slot, service in ordered)

    def columns(self, assignments: Iterable[Assignment]) -> tuple[int, ...]:
        """Return the Booleans of those assignments that have one."""
        services, slots = self.problem.service_index, self.problem.slot_index
        pairs = ((services.get(item.service, -1), slots.get(item.slot, -1)) for item in assignments)
        known = self.variables.column_of
        return tuple(dict.fromkeys(known[pair] for pair in pairs if pair in known))
