"""Exchanging duties: simulated annealing over who serves what, for one tier under the limits of the others.

A step hands one duty to another service, or lets two services exchange two duties; one that makes the tier
worse by d is taken with probability exp(−d / T), and the temperature T falls (Kirkpatrick, Gelatt and
Vecchi, 1983). A step that breaks a rule or the limit of an earlier tier is never taken. The places that are
filled stay filled, so coverage does not change. It proves nothing; what it finds is what a relaxation
then proves, or what an integer program starts from.

Where availability and rest bind hard, few pairs of duties can be exchanged. A chain hands a duty to a service
that must hand on the one that it clashes with, and so on (ejection chains, Glover 1996).
"""

from collections.abc import Callable, Iterator
from math import exp, inf

import numpy as np

from solver.exchange_costs import Fairness, Linear
from solver.run import TOLERANCE, Run
from solver.statement import Statement
from solver.tiers import uncovered, unfairness

ASKED = 256
"""Steps between two questions whether to stop."""
COOLING = 1e-4
"""What is left of the temperature in the end."""

GIVEN = 0.3
"""Up to here, by the draw for the kind of a step, a duty is given away."""

ROUNDS = 12
PATIENCE = 4
HEATS = (1.0, 0.1, 0.01)
"""Where the rounds start from, in turn: from far around the best rota, to close by."""
CHAINED = 0.65
"""Up to here, by the draw for the kind of a step, it is a chain where chains are wanted;"""
LONGEST = 8
"""of so many duties at most,"""
CLOSING = 0.5
"""and ends with this chance where nothing clashes."""
BATCH = 4_000
"""Steps for each duty, of an annealing in the background,"""
WARM = 0.1
"""and where it starts from."""


def annealings(run: Run, name: str, goal: float) -> Iterator[tuple[int, ...]]:
    """Anneal the run's best rota again and again, with chains; yield the best Booleans every few steps."""
    number = 0
    while True:
        number += 1
        exchanges = Exchanges(run, name, run.seed + 1000 + number, chains=True)
        for _ in exchanges.cooling(goal, BATCH * len(run.chosen), WARM):
            yield exchanges.best
        yield exchanges.best


def exchanged(run: Run, name: str, best: float, bound: float, seconds: float) -> float:
    """Make a tier of the run's best rota better for at most ``seconds``; return its value."""
    stop = run.until(seconds)
    patience = PATIENCE
    for number in range(ROUNDS):
        if stop() or patience == 0:
            break
        exchanges = Exchanges(run, name, run.seed + number)
        steps = min(max(400 * len(run.chosen), 20_000), 200_000)
        exchanges.improve(bound, steps, HEATS[number % len(HEATS)], stop)
        before, best = best, run.accept(name, exchanges.best, best)
        patience = PATIENCE if best < before else patience - 1
        run.tell(name, best, bound)
    return best


class Exchanges:
    """Improves the best rota of a run in one tier; ``best`` are the chosen Booleans of the best one seen."""

    def __init__(self, run: Run, name: str, seed: int, *, chains: bool = False) -> None:
        """Index the rules by column, and what every limited tier costs."""
        self._chains = chains
        statement, chosen, allowed = run.statement, run.chosen, run.face.uppers
        self._random = np.random.default_rng(seed)
        self._service = statement.service.tolist()
        self._slot = statement.slot.tolist()
        self._index_rules(statement, chosen)
        free = np.nonzero(allowed[: statement.pairs] > 0)[0].tolist()
        self._column_at = {(self._service[column], self._slot[column]): column for column in free}
        self._takers: list[list[int]] = [[] for _ in statement.required]
        for column in free:
            self._takers[self._slot[column]].append(column)
        problem = statement.problem
        pinned = {(problem.service_index[pin.service], problem.slot_index[pin.slot]) for pin in problem.pins}
        pairs = [(self._service[column], self._slot[column]) for column in chosen]
        self._duties = [column for column, pair in zip(chosen, pairs, strict=True) if pair not in pinned]
        self._fixed = [column for column, pair in zip(chosen, pairs, strict=True) if pair in pinned]
        self._on_duty = set(chosen)
        self._place = {column: place for place, column in enumerate(self._duties)}
        self._held: list[list[int]] = [[] for _ in problem.services]
        for column in self._duties:
            self._held[self._service[column]].append(column)
        self._opens = statement.opens.tolist()
        self._free = (statement.closes[None, :] + statement.rest[:, None]).tolist()
        self._fair = Fairness(statement, pairs)
        self._fairly = name == unfairness.NAME
        self._fair_limit = run.limits.get(unfairness.NAME, inf) + TOLERANCE * max(1.0, self._fair.value)
        counted = [tier for tier in (*run.limits, name) if tier in statement.tiers and tier != uncovered.NAME]
        self._linear = [Linear(statement, tier, chosen) for tier in counted if statement.tiers[tier].terms]
        limits = [run.limits.get(tier.name, inf) for tier in self._linear]
        self._limits = [limit + TOLERANCE * max(1.0, abs(limit)) for limit in limits]
        self._target = None if self._fairly else next((t for t in self._linear if t.name == name), None)
        self.best, self.least = tuple(chosen), self._value()

    def _value(self) -> float:
        return self._fair.value if self._target is None else self._target.value

    def _index_rules(self, statement: Statement, chosen: tuple[int, ...]) -> None:
        rows = statement.rests.joined(statement.rules)
        own = rows.column < statement.pairs
        order = np.argsort(rows.column[own], kind="stable")
        found = list(zip(rows.row[own][order].tolist(), rows.coefficient[own][order].tolist(), strict=True))
        first = np.searchsorted(rows.column[own][order], np.arange(statement.pairs + 1)).tolist()
        self._entries = [found[first[column] : first[column + 1]] for column in range(statement.pairs)]
        defines = np.zeros(len(rows), bool)
        defines[rows.row[~own]] = True
        # A row with auxiliary columns defines them and binds no Boolean: they follow the Booleans.
        self._upper = np.where(defines, np.inf, rows.upper).tolist()
        values = np.zeros(len(statement.uppers), np.int64)
        values[list(chosen)] = 1
        self._activity = rows.activity(values).tolist()

    def improve(self, goal: float, steps: int, heat: float, stop: Callable[[], bool]) -> None:
        """Cool down once over ``steps`` steps from ``heat``; ends early at ``goal`` or when stopped."""
        for _ in self.cooling(goal, steps, heat):
            if stop():
                return

    def cooling(self, goal: float, steps: int, heat: float) -> Iterator[None]:
        """Cool down once, as ``improve`` does, a few steps at a time."""
        if len(self._duties) < 2 or (self._target is None and not self._fairly):
            return
        fall = COOLING ** (1 / max(1, steps // ASKED))
        temperature = heat * (self._fair.hot if self._target is None else self._target.hot)
        for _ in range(max(1, steps // ASKED)):
            for kind, one, other, luck in self._random.random((ASKED, 4)).tolist():
                if self._step(kind, one, other, luck, temperature):
                    value = self._value()
                    if value < self.least - 1e-9 * max(1.0, abs(self.least)):
                        self.best, self.least = tuple(sorted([*self._fixed, *self._duties])), value
                        if value <= goal:
                            return
            temperature *= fall
            self._fair.settle()
            yield

    def _step(self, kind: float, one: float, other: float, luck: float, temperature: float) -> bool:
        """Try one step; tell whether it was taken."""
        first = int(one * len(self._duties))
        column = self._duties[first]
        service, slot = self._service[column], self._slot[column]
        if kind < GIVEN:
            takers = self._takers[slot]
            new = takers[int(other * len(takers))] if takers else column
            if new in self._on_duty:
                return False
            return self._try([first], [column], [new], luck, temperature)
        if self._chains and kind < CHAINED:
            return self._chain(first, luck, temperature)
        second = int(other * len(self._duties))
        partner = self._duties[second]
        their_service, their_slot = self._service[partner], self._slot[partner]
        if service == their_service or slot == their_slot:
            return False
        gained = self._column_at.get((their_service, slot), -1)
        taken = self._column_at.get((service, their_slot), -1)
        if gained < 0 or taken < 0 or gained in self._on_duty or taken in self._on_duty:
            return False
        return self._try([first, second], [column, partner], [gained, taken], luck, temperature)

    def _chain(self, first: int, luck: float, temperature: float) -> bool:
        """Hand a duty on; who takes it hands on the one that it clashes with, and so on."""
        column = self._duties[first]
        out, new = [column], list[int]()
        for draw, closing in self._random.random((LONGEST, 2)).tolist():
            takers = self._takers[self._slot[column]]
            taken = takers[int(draw * len(takers))] if takers else column
            if taken in self._on_duty or taken in new:
                return False
            new.append(taken)
            left = [held for held in self._held[self._service[taken]] if held not in out]
            clashing = [held for held in left if self._clash(held, taken)]
            if len(clashing) > 1:
                return False
            if not clashing and (not left or (len(new) > 1 and closing < CLOSING)):
                return self._try([self._place[gone] for gone in out], out, new, luck, temperature)
            column = clashing[0] if clashing else left[int(closing * len(left))]
            out.append(column)
        return False

    def _clash(self, held: int, taken: int) -> bool:
        """Tell whether two duties of a service are too near each other."""
        one, other, free = self._slot[held], self._slot[taken], self._free[self._service[taken]]
        return bool(self._opens[one] < free[other] and self._opens[other] < free[one])

    def _try(
        self, places: list[int], out: list[int], new: list[int], luck: float, temperature: float
    ) -> bool:
        moved = [(self._service[column], self._slot[column], -1) for column in out]
        moved += [(self._service[column], self._slot[column], 1) for column in new]
        fair = self._fair.change(moved)
        if not self._fairly and self._fair.value + fair > self._fair_limit:
            return False
        changes = [tier.change(out, new) for tier in self._linear]
        change = fair
        for tier, limit, amount in zip(self._linear, self._limits, changes, strict=True):
            if tier is self._target:
                change = amount
            elif amount > 0 and tier.value + amount > limit:
                return False
        if (change > 0 and luck >= exp(-change / temperature)) or not self._moved(out, new):
            return False
        for column in out:
            del self._place[column]
            self._held[self._service[column]].remove(column)
        for place, column in zip(places, new, strict=True):
            self._duties[place], self._place[column] = column, place
            self._held[self._service[column]].append(column)
        self._on_duty.difference_update(out)
        self._on_duty.update(new)
        self._fair.take()
        for tier, amount in zip(self._linear, changes, strict=True):
            tier.take(out, new, amount)
        return True

    def _moved(self, out: list[int], new: list[int]) -> bool:
        """Let ``new`` take the place of ``out`` in every row, if every row allows it."""
        change: dict[int, int] = {}
        for columns, sign in ((out, -1), (new, 1)):
            for column in columns:
                for row, coefficient in self._entries[column]:
                    change[row] = change.get(row, 0) + sign * coefficient
        for row, amount in change.items():
            if amount > 0 and self._activity[row] + amount > self._upper[row]:
                return False
        for row, amount in change.items():
            self._activity[row] += amount
        return True
