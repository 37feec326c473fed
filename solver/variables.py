"""The linear model that rules and tiers are handed: columns, rows, and how to find them.

One statement serves every solver: Booleans ``x[service, slot]`` for eligible pairs alone come first, then the
auxiliary columns of the tiers; every rule is a set of linear rows over them, with integer coefficients. CP-
SAT, HiGHS, GLOP and a bound by hand all read the same columns and rows. Auxiliary columns may be
continuous: with the Booleans fixed, their best values are whole numbers.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from solver.problem import Problem


class Row(NamedTuple):
    """``lower ≤ Σ coefficients[k] · columns[k] ≤ upper``; ``None`` leaves a side open."""

    columns: tuple[int, ...]
    coefficients: tuple[int, ...]
    lower: int | None
    upper: int | None


def at_most(upper: int, columns: Sequence[int]) -> Row:
    """Return the row ``Σ columns ≤ upper``."""
    return Row(tuple(columns), (1,) * len(columns), None, upper)


class _Cover(NamedTuple):
    column: int
    columns: tuple[int, ...]


class _Steps(NamedTuple):
    first: int
    widths: tuple[int, ...]
    columns: tuple[int, ...]
    weights: tuple[int, ...]


class Variables:
    """Columns and rows of one problem.

    Attributes:
        problem: the problem.
        pairs: for each Boolean column, ``(service index, slot index)``; column 0 is the first pair.
        column_of: the Boolean column of an eligible ``(service index, slot index)``; a missing pair is a no.
        of_service: for each service, its ``(column, slot index)``.
        of_slot: for each slot, its ``(column, service index)``.
        uppers: for each column, its greatest value; the least is 0. The first ``len(pairs)`` are Booleans.
        rows: what holds, beside the rows that ``model.py`` gathers from the rules.
    """

    def __init__(self, problem: Problem, eligible: Sequence[Sequence[int]]) -> None:
        """Number the eligible pairs: for each slot, the indexes of the services that may take it."""
        self.problem = problem
        self.pairs = tuple((service, slot) for slot, services in enumerate(eligible) for service in services)
        self.column_of = {pair: column for column, pair in enumerate(self.pairs)}
        of_service: list[list[tuple[int, int]]] = [[] for _ in problem.services]
        of_slot: list[list[tuple[int, int]]] = [[] for _ in problem.slots]
        for column, (service, slot) in enumerate(self.pairs):
            of_service[service].append((column, slot))
            of_slot[slot].append((column, service))
        self.of_service = tuple(tuple(items) for items in of_service)
        self.of_slot = tuple(tuple(items) for items in of_slot)
        self.uppers = [1] * len(self.pairs)
        self.rows: list[Row] = []
        self._covers: dict[tuple[int, ...], int] = {}
        self._definitions: list[_Cover | _Steps] = []

    def _column(self, upper: int) -> int:
        self.uppers.append(upper)
        return len(self.uppers) - 1

    def cover(self, columns: Sequence[int]) -> int:
        """Return a column in [0, 1] that is at most ``Σ columns``: it may be 1 as soon as one of them is."""
        key = tuple(columns)
        if len(key) == 1:
            return key[0]
        if key not in self._covers:
            column = self._column(1)
            self._covers[key] = column
            self.rows.append(Row((column, *key), (1,) + (-1,) * len(key), None, 0))
            self._definitions.append(_Cover(column, key))
        return self._covers[key]

    @property
    def covers(self) -> dict[int, tuple[int, ...]]:
        """For each column that ``cover`` made, the columns that it covers."""
        return {column: columns for columns, column in self._covers.items()}

    def steps(self, weighted: Iterable[tuple[int, int]], widths: Sequence[int]) -> range:
        """Return new columns y_k in [0, widths[k]] with ``Σ y = Σ weight · column`` of ``weighted``.

        Priced with rising costs they are filled from the first on: a convex function of the sum.
        """
        weights, columns = zip(*((weight, column) for weight, column in weighted), strict=True)
        first = len(self.uppers)
        self.uppers.extend(widths)
        steps = range(first, len(self.uppers))
        self.rows.append(Row((*columns, *steps), (*weights, *((-1,) * len(widths))), 0, 0))
        self._definitions.append(_Steps(first, tuple(widths), columns, weights))
        return steps

    def complete(self, chosen: Collection[int]) -> list[int]:
        """Return every column's value when the Booleans in ``chosen`` are 1: a full hint for a solver."""
        values = [0] * len(self.uppers)
        for column in chosen:
            values[column] = 1
        for definition in self._definitions:
            if isinstance(definition, _Cover):
                values[definition.column] = int(any(values[column] for column in definition.columns))
            else:
                pairs = zip(definition.weights, definition.columns, strict=True)
                load = sum(weight * values[column] for weight, column in pairs)
                for offset, width in enumerate(definition.widths):
                    values[definition.first + offset] = min(width, load)
                    load -= min(width, load)
        return values
