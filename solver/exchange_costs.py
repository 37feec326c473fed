"""What an exchange of duties changes in each tier, kept up step by step."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from solver.statement import Statement

Move = tuple[int, int, int]
"""A service, a slot, and 1 when the service takes it or −1 when it gives it away."""


class Fairness:
    """The unfairness Σ w s ((c + L) / s − ρ)² = Σ w (c + L − ρ s)² / s, service by service."""

    def __init__(self, statement: Statement, duties: Iterable[tuple[int, int]]) -> None:
        """Add up the duties, each a service and a slot."""
        loads = statement.loads
        shares = np.where(loads.share > 0, loads.share, 1.0)
        self._pull = (loads.weight[:, None] * (loads.share > 0) / shares).T.tolist()
        off = (loads.carried - loads.rate[:, None] * shares).T
        self._gain = [tuple(gain) for gain in loads.gain.T.tolist()]
        for service, slot in duties:
            off[service] += loads.gain[:, slot]
        self._off: list[list[float]] = off.tolist()
        self._cost: list[float] = [self._cost_of(service, off) for service, off in enumerate(self._off)]
        self._next: dict[int, list[float]] = {}
        self._next_cost: dict[int, float] = {}
        self.value = sum(self._cost)
        # The cost of one duty of the usual weight too many, for services that carry just their part.
        self.hot = float((loads.weight * (loads.gain**2).mean(1)).sum() / shares.mean()) or 1.0

    def change(self, moves: Iterable[Move]) -> float:
        """Return by how much moves would change the value; ``take`` then makes them."""
        off = self._next = {}
        for service, slot, sign in moves:
            before = off.get(service, self._off[service])
            off[service] = [x + sign * gain for x, gain in zip(before, self._gain[slot], strict=True)]
        self._next_cost = {service: self._cost_of(service, found) for service, found in off.items()}
        return sum(cost - self._cost[service] for service, cost in self._next_cost.items())

    def take(self) -> None:
        """Make the moves last asked about."""
        for service, cost in self._next_cost.items():
            self.value += cost - self._cost[service]
            self._off[service], self._cost[service] = self._next[service], cost

    def settle(self) -> None:
        """Forget the rounding of many small changes."""
        self.value = sum(self._cost)

    def _cost_of(self, service: int, off: Sequence[float]) -> float:
        return float(sum(pull * x * x for pull, x in zip(self._pull[service], off, strict=True)))


class Linear:
    """A linear tier in its own unit, over Booleans and over covers, that are 1 as soon as one Boolean is."""

    def __init__(self, statement: Statement, name: str, chosen: Iterable[int]) -> None:
        """Index the tier's terms by Boolean."""
        self.name = name
        expression = statement.tiers[name]
        scale = float(expression.scale)
        self._price: defaultdict[int, float] = defaultdict(float)
        self._covers: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
        members = statement.variables.covers
        for coefficient, column in expression.terms:
            if column < statement.pairs:
                self._price[column] += coefficient / scale
            else:
                for member in members[column]:
                    self._covers[member].append((column, coefficient / scale))
        self._count: defaultdict[int, int] = defaultdict(int)
        self.value = float(expression.constant) / scale
        self.take((), tuple(chosen), None)
        sizes = [abs(coefficient) / scale for coefficient, _ in expression.terms]
        self.hot = sum(sizes) / max(1, len(sizes)) or 1.0

    def change(self, out: Iterable[int], new: Iterable[int]) -> float:
        """Return by how much ``new`` in the place of ``out`` would change the value."""
        total = 0.0
        count: dict[int, int] = {}
        for columns, sign in ((out, -1), (new, 1)):
            for column in columns:
                total += sign * self._price.get(column, 0.0)
                for cover, coefficient in self._covers.get(column, ()):
                    before = count.get(cover, self._count[cover])
                    count[cover] = before + sign
                    total += coefficient * ((before + sign > 0) - (before > 0))
        return total

    def take(self, out: Iterable[int], new: Iterable[int], amount: float | None) -> None:
        """Put ``new`` in the place of ``out``; ``amount`` is the change, when it is known."""
        self.value += self.change(out, new) if amount is None else amount
        for columns, sign in ((out, -1), (new, 1)):
            for column in columns:
                for cover, _ in self._covers.get(column, ()):
                    self._count[cover] += sign
