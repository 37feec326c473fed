"""The cheapest schedule of every service, by dynamic programming over its slots and its loads.

A schedule is a set of slots that rest allows together. Its price is ``α · cost(loads) + Σ c`` over its pairs,
where ``cost`` is the service's part of the unfairness. The program runs backwards over the
service's slots in order of start; its state is the vector of loads so far,

    F_k(load) = min(F_{k+1}(load), c_k + F_{next(k)}(load + gain_k)),   F_end(load) = α · cost(load),

where next(k) is the first slot that starts after slot k and the rest that follows. All services of a
group run at once in arrays.

Loads saturate at a cap no lower than every fair load of the group: beyond it the cost only rises, so the cost
at the cap is a lower bound, and so is the price found. This keeps every bound valid whatever the caps are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.statement import Floats, Ints, Loads, Statement

MOST_WORK = 300_000_000
"""Most values that one pricing of all services may compute."""

MOST_CELLS = 6_000_000
"""Values of a group from which on it is split in two, to spare memory."""


Heed = Callable[[], None]
"""Is called every now and then, and raises when it is time to return."""


class TooLargeError(Exception):
    """The loads have too many values to enumerate."""


@dataclass(frozen=True)
class States:
    """Load vectors and where each kind of slot leads.

    Attributes:
        load: quantity × state.
        step: kind × state, the state after one more slot of the kind.
        saturated: states in which a load is at its cap.
    """

    load: Ints
    step: Ints
    saturated: NDArray[np.bool_]

    @classmethod
    def reachable(cls, kinds: Ints, caps: Ints, most: int, heed: Heed) -> "States":
        """Enumerate from 0 what sums of ``kinds`` (quantity × kind) give below ``caps``."""
        strides = np.concatenate([[1], np.cumprod(caps + 1)[:-1]]).astype(np.int64)
        known = np.zeros(1, np.int64)
        frontier = known
        while len(frontier):
            heed()
            vectors = (frontier[None, :] // strides[:, None]) % (caps + 1)[:, None]
            grown = np.minimum(vectors[:, :, None] + kinds[:, None, :], caps[:, None, None])
            codes = np.unique((grown * strides[:, None, None]).sum(0))
            frontier = np.setdiff1d(codes, known, assume_unique=True)
            known = np.union1d(known, frontier)
            if len(known) > most:
                raise TooLargeError
        load = (known[None, :] // strides[:, None]) % (caps + 1)[:, None]
        grown = np.minimum(load[:, None, :] + kinds[:, :, None], caps[:, None, None])
        step = np.searchsorted(known, (grown * strides[:, None, None]).sum(0))
        return cls(load, step.astype(np.int64), np.asarray((load >= caps[:, None]).any(0)))


class Group:
    """Services that run through the recursion together.

    Attributes:
        services: their indexes.
        column: service × position, the Boolean of each slot, right aligned; −1 before the first.
        states: the load vectors.
        cost: service × state.
    """

    def __init__(
        self,
        statement: Statement,
        services: Ints,
        of_service: list[Ints],
        heed: Heed,
        *,
        fair: bool,
        margin: float = 1.0,
    ) -> None:
        """Lay out the slots of ``services``; without ``fair`` the cost is 0 and there is one state.

        Caps lie ``margin`` of the heaviest slots above the fair loads.
        """
        self.statement, self.services, self.fair = statement, services, fair
        self.loads, self._heed = statement.loads, heed
        self.width = max((len(of_service[i]) for i in services), default=0)
        self.column = np.full((len(services), self.width), -1)
        self.next = np.full((len(services), self.width), self.width)
        for row, service in enumerate(services):
            columns = of_service[service]
            offset = self.width - len(columns)
            slots = statement.slot[columns]
            free = statement.closes[slots] + statement.rest[service]
            self.column[row, offset:] = columns
            self.next[row, offset:] = offset + np.searchsorted(statement.opens[slots], free, side="left")
        self._kinds()
        self.margin = margin
        self._enumerate()

    def _kinds(self) -> None:
        used = np.unique(self.statement.slot[self.column[self.column >= 0]])
        gain = self.loads.gain if self.fair else self.loads.gain[:0]
        vectors, kind = np.unique(gain[:, used], axis=1, return_inverse=True)
        self.kinds = np.asarray(vectors, np.int64)
        kind_of_slot = np.zeros(len(self.statement.slot) and len(self.statement.required), np.int64)
        kind_of_slot[used] = kind.reshape(-1) if len(gain) else 0
        known = np.maximum(self.column, 0)
        self.kind = np.where(
            self.column >= 0, kind_of_slot[self.statement.slot[known]] if self.width else 0, 0
        )

    def _enumerate(self) -> None:
        count = len(self.services)
        if not self.fair or not self.kinds.size:
            step = np.zeros((max(1, self.kinds.shape[1]), 1), np.int64)
            balanced = len(self.loads.weight) if self.fair else 0
            self.states = States(np.zeros((balanced, 1), np.int64), step, np.zeros(1, bool))
            idle = np.zeros((len(self.loads.weight), count, 1), np.int64)
            self.cost = self.loads.cost(self.services, idle) if self.fair else np.zeros((count, 1))
            self.full = True
            return
        loads = self.loads
        target = loads.rate[:, None] * loads.share[self.services] - loads.carried[:, self.services]
        widest = self.kinds.max(1)
        most = self._greatest()
        wanted = np.ceil(np.maximum(target.max(1), 0) + self.margin * widest) + 1
        caps = np.minimum(np.maximum(wanted, widest).astype(np.int64), most + 1)
        self.full = bool(np.all(caps > most))
        self.states = States.reachable(
            self.kinds, caps, 20 * MOST_CELLS // max(1, count * (self.width + 1)) + 1, self._heed
        )
        load = np.broadcast_to(self.states.load[:, None, :], (len(caps), count, self.states.load.shape[1]))
        self.cost = loads.cost(self.services, load)

    def _greatest(self) -> Ints:
        gains = self.loads.gain[:, self.statement.slot[np.maximum(self.column, 0)]] * (self.column >= 0)
        return np.asarray(gains.sum(2).max(1), np.int64)

    @property
    def cells(self) -> int:
        """Number of values that the recursion keeps."""
        return (self.width + 1) * self.cost.size

    @property
    def wider(self) -> float:
        """The next margin."""
        return 2 * self.margin + 1

    def widen(self) -> bool:
        """Raise the caps; return whether that was possible."""
        if self.full or not self.fair:
            return False
        before = (self.margin, self.states, self.cost, self.full)
        self.margin = self.wider
        try:
            self._enumerate()
        except TooLargeError:
            self.margin, self.states, self.cost, self.full = before
            return False
        except BaseException:
            self.margin, self.states, self.cost, self.full = before
            raise
        return True

    def table(self, alpha: float, prices: Floats) -> tuple[Floats, Floats]:
        """Return F (position × service × state), and the price of every pair (∞ before the first)."""
        count, size = self.cost.shape
        table = np.empty((self.width + 1, count, size))
        table[self.width] = alpha * self.cost
        flat = table.reshape(-1)
        step = np.where(self.column >= 0, prices[np.maximum(self.column, 0)] if len(prices) else 0.0, np.inf)
        rows = np.arange(count)
        for k in range(self.width - 1, -1, -1):
            self._heed()
            base = (self.next[:, k] * count + rows) * size
            taken = flat.take(base[:, None] + self.states.step[self.kind[:, k]])
            taken += step[:, k][:, None]
            np.minimum(table[k + 1], taken, out=table[k])
        return table, step

    def best(self, table: Floats) -> tuple[Floats, list[tuple[int, ...]], NDArray[np.bool_]]:
        """Return each service's least price, a schedule of it, and whether its loads saturate."""
        count = len(self.services)
        rows, at, state = np.arange(count), np.zeros(count, np.int64), np.zeros(count, np.int64)
        chosen: list[list[int]] = [[] for _ in range(count)]
        while self.width and (at < self.width).any():
            here = np.minimum(at, self.width - 1)
            takes = (at < self.width) & (table[here, rows, state] < table[here + 1, rows, state])
            for row in np.nonzero(takes)[0]:
                chosen[row].append(int(self.column[row, here[row]]))
            state = np.where(takes, self.states.step[self.kind[rows, here], state], state)
            at = np.where(takes, self.next[rows, here], np.minimum(at + 1, self.width))
        saturated = self.states.saturated[state] & (not self.full)
        return table[0, :, 0].copy(), [tuple(columns) for columns in chosen], saturated

    def reduced(self, alpha: float, prices: Floats) -> tuple[Floats, Floats, Floats]:
        """Return each service's least price, the least with each laid out pair, and with each final state."""
        table, step = self.table(alpha, prices)
        count, size = self.cost.shape
        flat = table.reshape(-1)
        forward = np.full((self.width + 1, count, size), np.inf)
        forward[0, :, 0] = 0.0
        through = np.full(self.column.shape, np.inf)
        rows = np.arange(count)
        for k in range(self.width):
            self._heed()
            np.minimum(forward[k + 1], forward[k], out=forward[k + 1])
            taken = forward[k] + step[:, k][:, None]
            index = (self.next[:, k] * count + rows)[:, None] * size + self.states.step[self.kind[:, k]]
            through[:, k] = (taken + flat.take(index)).min(1)
            live = np.isfinite(taken)
            np.minimum.at(forward.reshape(-1), index[live], taken[live])
        return table[0, :, 0].copy(), through, forward[self.width] + alpha * self.cost


class Schedules:
    """All services, in groups of like caps."""

    def __init__(
        self, statement: Statement, allowed: NDArray[np.bool_], heed: Heed, *, fair: bool = True
    ) -> None:
        """Lay out the ``allowed`` pairs.

        Raises:
            TooLargeError: the loads have too many values.
        """
        self._heed = heed
        self.statement = statement
        self.count = len(statement.problem.services)
        columns = np.nonzero(allowed)[0]
        columns = columns[np.lexsort((statement.closes[statement.slot[columns]],
                                      statement.opens[statement.slot[columns]],
                                      statement.service[columns]))]  # fmt: skip
        bounds = np.searchsorted(statement.service[columns], np.arange(self.count + 1))
        of_service = [columns[bounds[i] : bounds[i + 1]] for i in range(self.count)]
        self._of_service = of_service
        self.groups: list[Group] = []
        for services in _alike(statement.loads, self.count, fair):
            self._lay_out(services, of_service, fair)
        if sum(group.cells for group in self.groups) > MOST_WORK:
            raise TooLargeError

    def _lay_out(self, services: Ints, of_service: list[Ints], fair: bool) -> None:
        group = Group(self.statement, services, of_service, self._heed, fair=fair)
        parts = min(len(services), -(-group.cells // MOST_CELLS))
        if parts <= 1:
            self.groups.append(group)
            return
        for part in np.array_split(services, parts):
            self.groups.append(Group(self.statement, part, of_service, self._heed, fair=fair))

    def cheapest(
        self, alpha: float, prices: Floats
    ) -> tuple[Floats, list[tuple[int, ...]], NDArray[np.bool_]]:
        """Return each service's least price, a schedule of that price, and whether its loads saturate."""
        values, saturated = np.zeros(self.count), np.zeros(self.count, bool)
        chosen: list[tuple[int, ...]] = [()] * self.count
        for group in self.groups:
            table, _ = group.table(alpha, prices)
            value, schedules, over = group.best(table)
            values[group.services], saturated[group.services] = value, over
            for service, schedule in zip(group.services, schedules, strict=True):
                chosen[service] = schedule
        return values, chosen, saturated

    def widen(self, services: NDArray[np.bool_]) -> bool:
        """Raise the caps of the groups of these services; return whether any could be."""
        groups, widened = [], False
        for group in self.groups:
            if not services[group.services].any():
                groups.append(group)
            elif len(group.services) > 1 and not group.full and 3 * group.cells > MOST_CELLS:
                parts = self._halves(group)
                widened |= parts is not None
                groups += parts or [group]
            else:
                widened |= group.widen()
                groups.append(group)
        self.groups = groups
        return widened

    def _halves(self, group: Group) -> list[Group] | None:
        try:
            return [
                Group(self.statement, part, self._of_service, self._heed, fair=True, margin=group.wider)
                for part in np.array_split(group.services, 2)
            ]
        except TooLargeError:
            return None

    def cost(self, service: int, columns: Sequence[int]) -> float:
        """Return the service's part of the unfairness with a schedule."""
        loads = self.statement.loads
        load = loads.gain[:, self.statement.slot[list(columns)]].sum(1)
        return float(loads.cost(np.array([service]), load[:, None])[0])


def _alike(loads: Loads, count: int, fair: bool) -> list[Ints]:
    everybody = np.arange(count)
    if not fair or not len(loads.rate):
        return [everybody]
    target = (loads.rate[:, None] * loads.share - loads.carried)[0]
    order = np.argsort(target, kind="stable")
    parts = 1 if count < 12 else 3
    return [np.sort(part) for part in np.array_split(order, parts)]
