"""Every service's account over a period, side by side within its pool. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from garde.ledger.account import BURDEN, Entry
from garde.ledger.carrying import carried


@dataclass(frozen=True, slots=True)
class Amounts:
    """One quantity of one service over the period. ``carried`` is what the month after it is given."""

    served: float
    due: float
    adjusted: float
    balance: float
    carried: float


@dataclass(frozen=True)
class Row:
    """One service in one pool. ``share_months`` adds up its shares over the months of the period."""

    service: str
    pool: str
    share_months: float
    quantities: Mapping[str, Amounts]

    @property
    def per_share(self) -> float | None:
        """Points served for each share and month: comparable within the pool; None without any share."""
        burden = self.quantities.get(BURDEN)
        return burden.served / self.share_months if burden and self.share_months else None


def overview(
    entries: Sequence[Entry], cap_months: float, *, first: str | None = None, before: str
) -> tuple[Row, ...]:
    """The accounts from the month ``first`` up to the one before ``before``, by pool, highest balance first.

    ``entries`` are all up to then: what is carried does not depend on where the period begins.
    """
    period = [entry for entry in entries if (first is None or entry.month >= first) and entry.month < before]
    given = {pool: carried(entries, before, cap_months, pool.split("+")) for pool in {e.pool for e in period}}
    accounts: dict[tuple[str, str], list[Entry]] = {}
    for entry in period:
        accounts.setdefault((entry.pool, entry.service), []).append(entry)
    rows = [
        Row(service, pool, _share_months(own), _quantities(own, given[pool].get(service, {})))
        for (pool, service), own in accounts.items()
    ]
    return tuple(sorted(rows, key=_order))


def quantities_of(rows: Iterable[Row]) -> list[str]:
    """The quantities in these rows, points first."""
    return sorted({name for row in rows for name in row.quantities}, key=lambda name: (name != BURDEN, name))


def _quantities(own: Sequence[Entry], given: Mapping[str, float]) -> dict[str, Amounts]:
    found = {}
    for quantity in sorted({entry.quantity for entry in own}):
        of_it = [entry for entry in own if entry.quantity == quantity]
        found[quantity] = Amounts(
            served=fsum(entry.served for entry in of_it),
            due=fsum(entry.due for entry in of_it),
            adjusted=fsum(entry.adjusted for entry in of_it),
            balance=fsum(entry.balance for entry in of_it),
            carried=given.get(quantity, 0.0),
        )
    return found


def _share_months(own: Iterable[Entry]) -> float:
    return fsum({entry.month: entry.share for entry in own}.values())


def _order(row: Row) -> tuple[str, float, str]:
    burden = row.quantities.get(BURDEN)
    return row.pool, -(burden.balance if burden else 0.0), row.service
