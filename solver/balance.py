"""Evening out a full rota by exchanges: simulated annealing over who serves what, for the fairness tier.

A step hands one duty to another service, or lets two services exchange two duties; one that makes the rota
less fair by d is taken with probability exp(−d / T), and the temperature T falls (Kirkpatrick, Gelatt and
Vecchi, 1983). The places that are filled stay filled, so coverage does not change. It proves nothing; what it
finds is what a relaxation then proves, or what an integer program starts from.
"""

from collections.abc import Callable
from math import exp

import numpy as np

from solver.run import Run
from solver.statement import Ints, Statement
from solver.tiers import uncovered, unfairness

ASKED = 256
"""Steps between two questions whether to stop."""
COOLING = 1e-4
"""What is left of the temperature in the end."""

ROUNDS = 12
PATIENCE = 4
HEATS = (1.0, 0.1, 0.01)
"""Where the rounds start from, in turn: from far around the best rota, to close by."""


def balanced(run: Run, best: float, bound: float, seconds: float) -> float:
    """Make the run's best rota fairer for at most ``seconds``; return its unfairness.

    Does nothing under limits that an exchange of duties may break.
    """
    if any(name != uncovered.NAME and run.statement.tiers[name].terms for name in run.limits):
        return best
    stop = run.until(seconds)
    patience = PATIENCE
    for number in range(ROUNDS):
        if stop() or patience == 0:
            break
        balancer = Balancer(run.statement, run.chosen, run.face.uppers, run.seed + number)
        steps = min(max(400 * len(run.chosen), 20_000), 200_000)
        balancer.improve(bound, steps, HEATS[number % len(HEATS)], stop)
        before, best = best, run.accept(unfairness.NAME, balancer.best, best)
        patience = PATIENCE if best < before else patience - 1
        run.tell(unfairness.NAME, best, bound)
    return best


class Balancer:
    """Improves one rota; ``best`` are the chosen Booleans of the fairest one seen, ``least`` its unfairness."""

    def __init__(self, statement: Statement, chosen: tuple[int, ...], allowed: Ints, seed: int) -> None:
        """Index rows by column; ``allowed`` says of each Boolean whether it may be used."""
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
        loads = statement.loads
        shares = np.where(loads.share > 0, loads.share, 1.0)
        # Σ w s ((c + L) / s − ρ)² = Σ w (c + L − ρ s)² / s.
        self._pull = (loads.weight[:, None] * (loads.share > 0) / shares).T.tolist()
        self._off = (loads.carried - loads.rate[:, None] * shares).T
        self._gain = [tuple(gain) for gain in loads.gain.T.tolist()]
        for service, slot in pairs:
            self._off[service] += loads.gain[:, slot]
        self._off = self._off.tolist()
        # The cost of moving one duty of the usual weight between services that carry just their part.
        self._hot = float((loads.weight * (loads.gain**2).mean(1)).sum() / shares.mean()) or 1.0
        self._cost = [
            sum(w * x * x for w, x in zip(pull, off, strict=True))
            for pull, off in zip(self._pull, self._off, strict=True)
        ]
        self.best, self.least = tuple(chosen), float(sum(self._cost))

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
        if len(self._duties) < 2:
            return
        fall = COOLING ** (1 / max(1, steps // ASKED))
        temperature, cost = heat * self._hot, float(sum(self._cost))
        for _ in range(max(1, steps // ASKED)):
            chances = self._random.random((ASKED, 4)).tolist()
            for kind, one, other, luck in chances:
                cost += self._step(kind, one, other, luck, temperature)
                if cost < self.least - 1e-9 * max(1.0, self.least):
                    self.best = tuple(sorted([*self._fixed, *self._duties]))
                    self.least = cost
                    if cost <= goal:
                        return
            temperature *= fall
            cost = float(sum(self._cost))
            if stop():
                return

    def _step(self, kind: float, one: float, other: float, luck: float, temperature: float) -> float:
        """Try one step; return by how much it changed the unfairness."""
        first = int(one * len(self._duties))
        column = self._duties[first]
        service, slot = self._service[column], self._slot[column]
        if kind < 0.3:
            takers = self._takers[slot]
            new = takers[int(other * len(takers))] if takers else column
            if new in self._on_duty:
                return 0.0
            return self._try([first], [column], [new], luck, temperature)
        second = int(other * len(self._duties))
        partner = self._duties[second]
        their_service, their_slot = self._service[partner], self._slot[partner]
        if service == their_service or slot == their_slot:
            return 0.0
        gained = self._column_at.get((their_service, slot), -1)
        taken = self._column_at.get((service, their_slot), -1)
        if gained < 0 or taken < 0 or gained in self._on_duty or taken in self._on_duty:
            return 0.0
        return self._try([first, second], [column, partner], [gained, taken], luck, temperature)

    def _try(
        self, places: list[int], out: list[int], new: list[int], luck: float, temperature: float
    ) -> float:
        moved: dict[int, list[float]] = {}
        for columns, sign in ((out, -1), (new, 1)):
            for column in columns:
                service = self._service[column]
                gain = self._gain[self._slot[column]]
                before = moved.get(service) or self._off[service]
                moved[service] = [x + sign * g for x, g in zip(before, gain, strict=True)]
        costs = {
            service: sum(w * x * x for w, x in zip(self._pull[service], off, strict=True))
            for service, off in moved.items()
        }
        change: float = sum(cost - self._cost[service] for service, cost in costs.items())
        if change > 0 and luck >= exp(-change / temperature):
            return 0.0
        if not self._moved(out, new):
            return 0.0
        for place, column in zip(places, new, strict=True):
            self._duties[place] = column
        self._on_duty.difference_update(out)
        self._on_duty.update(new)
        for service, off in moved.items():
            self._off[service], self._cost[service] = off, costs[service]
        return change

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
