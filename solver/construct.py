"""A first full rota within a moment: scarce slots first, each to the service that it makes least unfair."""

import numpy as np

from solver.rota import Assignment
from solver.statement import Floats, Ints, Mask, Statement


class Constructor:
    """Builds rotas that every rule holds for; noise makes them differ."""

    def __init__(self, statement: Statement, seed: int) -> None:
        """Index rows by column and by row."""
        self.statement = statement
        self._random = np.random.default_rng(seed)
        rows = statement.rests.joined(statement.rules.within(_pairs_only(statement)))
        self._rows = rows
        self._by_row = np.searchsorted(rows.row, np.arange(len(rows) + 1))
        order = np.argsort(rows.column, kind="stable")
        self._row_of, self._coefficient_of = rows.row[order], rows.coefficient[order]
        self._by_column = np.searchsorted(rows.column[order], np.arange(len(statement.uppers) + 1))
        slots = np.argsort(statement.slot, kind="stable")
        bounds = np.searchsorted(statement.slot[slots], np.arange(len(statement.required) + 1))
        self._columns = [slots[bounds[i] : bounds[i + 1]] for i in range(len(statement.required))]
        self.pinned = statement.columns(_pins(statement))

    def rota(self, noise: float = 0.0, prices: Floats | None = None) -> tuple[int, ...]:
        """Return chosen Booleans; ``prices`` of the pairs are added to what a choice costs."""
        statement, loads = self.statement, self.statement.loads
        slack = self._rows.upper.copy()
        blocked = np.zeros(statement.pairs, bool) if prices is None else np.isinf(prices)
        carried = np.zeros((len(loads.weight), len(statement.problem.services)), np.int64)
        duties = np.zeros(len(statement.problem.services))
        filled = np.zeros(len(statement.required), int)
        chosen: list[int] = []

        def take(column: int) -> None:
            chosen.append(column)
            self._block(column, slack, blocked)
            slot, service = statement.slot[column], statement.service[column]
            carried[:, service] += loads.gain[:, slot]
            duties[service] += 1
            filled[slot] += 1

        for column in self.pinned:
            take(column)
        for slot in self._order(noise):
            while filled[slot] < statement.required[slot]:
                columns = self._columns[slot]
                columns = columns[~blocked[columns]]
                if not len(columns):
                    break
                services = statement.service[columns]
                now = carried[:, services]
                rise = loads.cost(services, now + loads.gain[:, [slot]]) - loads.cost(services, now)
                rise = rise + 1e-6 * duties[services] + (0.0 if prices is None else prices[columns])
                if noise:
                    rise = rise + noise * (np.abs(rise).max() + 1e-9) * self._random.random(len(columns))
                take(int(columns[np.argmin(rise)]))
        return tuple(sorted(chosen))

    def _order(self, noise: float) -> list[int]:
        statement = self.statement
        choice = np.array([len(columns) for columns in self._columns]) / statement.required
        jitter = noise * 5 * self._random.random(len(choice)) if noise else 0.0
        return [int(slot) for slot in np.argsort(choice - 0.01 * statement.burden + jitter, kind="stable")]

    def _block(self, column: int, slack: Floats, blocked: Mask) -> None:
        blocked[column] = True
        for entry in range(self._by_column[column], self._by_column[column + 1]):
            row = self._row_of[entry]
            slack[row] -= self._coefficient_of[entry]
            members = slice(self._by_row[row], self._by_row[row + 1])
            full = self._rows.coefficient[members] > slack[row]
            blocked[self._rows.column[members][full]] = True


def _pairs_only(statement: Statement) -> Ints:
    # Auxiliary columns can always follow the Booleans; the rows that define them bind nothing here.
    return np.concatenate([np.ones(statement.pairs, np.int64), statement.uppers[statement.pairs :] * 0])


def _pins(statement: Statement) -> list[Assignment]:
    return [Assignment(pin.slot, pin.service) for pin in statement.problem.pins if pin.on]
