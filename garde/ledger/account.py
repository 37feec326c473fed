"""The ledger's arithmetic: what one month gave each service, and what was its due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import fsum
from zoneinfo import ZoneInfo

from garde.basin.service import Service
from garde.calendar.localtime import resolve_handover
from garde.calendar.month import Month
from garde.rota import FilledSlot
from garde.served import Part, Record, parts

BURDEN = "burden"


@dataclass(frozen=True, slots=True)
class Entry:
    """What ``service`` served and owed of ``quantity`` (burden points, or duties of a category) in a month.

    ``share`` is that of the month, times the part of it in which the service took part; ``heaviest`` the most
    of the quantity that one duty of the pool held. ``adjusted`` is what people added by hand, with a reason.
    """

    service: str
    month: str
    pool: str
    quantity: str
    served: float
    due: float
    share: float = 0.0
    heaviest: float = 0.0
    adjusted: float = 0.0

    @property
    def balance(self) -> float:
        """Above 0: it carried more than its part, and later months give it less."""
        return self.served - self.due + self.adjusted

    @property
    def lines(self) -> frozenset[str]:
        """The lines of its pool."""
        return frozenset(self.pool.split("+"))


Balances = Mapping[str, Mapping[str, float]]
"""Balance by service, then by quantity."""


def membership(service: Service, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    """When a service takes part, as UTC instants: its first day's start and the end of its last day."""

    def midnight(day: date) -> datetime:
        return resolve_handover(day, time(0), zone)

    start = midnight(service.active_from) if service.active_from else None
    end = midnight(service.active_until + timedelta(days=1)) if service.active_until else None
    return start, end


def active_part(service: Service, start: datetime, end: datetime, zone: ZoneInfo) -> float:
    """The part (0 to 1) of [start, end) during which the service takes part, in elapsed time."""
    joined, left = membership(service, zone)
    inside = min(left or end, end) - max(joined or start, start)
    return max(0.0, inside / (end - start))


def month_account(
    slots: Iterable[FilledSlot],
    members: Sequence[Service],
    *,
    month: Month,
    pool: str,
    zone: ZoneInfo,
    records: Sequence[Record] = (),
) -> tuple[Entry, ...]:
    """The month's entries of one pool, at the shares of its members."""
    start, end = month.start(zone), month.end(zone)
    shares = {member.external_id: member.share * active_part(member, start, end, zone) for member in members}
    return pool_account(parts(slots, records), shares, month=str(month), pool=pool)


def pool_account(
    served_parts: Iterable[Part], shares: Mapping[str, float], *, month: str, pool: str
) -> tuple[Entry, ...]:
    """The entries of a pool and month from what was served, whatever the order in which that is given.

    A part of a duty counts for that part of its points, and for that part of a duty in each of its
    categories. The due of a service is what was served in all, times its share over the sum of shares; a
    share counts for the part of the month in which the service takes part. So the balances of a month add up
    to 0, a late joiner starts at 0, and nobody owes what nobody served.
    """
    served: dict[str, dict[str, list[float]]] = {}
    heaviest: dict[str, float] = {}
    for part in served_parts:
        for quantity, amount in weights(part.slot):
            heaviest[quantity] = max(heaviest.get(quantity, 0.0), amount)
            served.setdefault(quantity, {}).setdefault(part.service, []).append(amount * part.portion)
    everybody = fsum(shares.values())
    entries: list[Entry] = []
    for quantity, amounts in sorted(served.items()):
        # Added up exactly, so that the order of duties does not show in the last digit.
        load = {service: fsum(own) for service, own in amounts.items()}
        total = fsum(amount for own in amounts.values() for amount in own)
        for service in sorted(shares.keys() | load.keys()):
            share, own = shares.get(service, 0.0), load.get(service, 0.0)
            if share or own:
                due = total * share / everybody if everybody else own
                entries.append(Entry(service, month, pool, quantity, own, due, share, heaviest[quantity]))
    return tuple(entries)


def weights(slot: FilledSlot) -> tuple[tuple[str, float], ...]:
    """What one duty in the slot holds of each quantity: its points, and one duty of each category."""
    return ((BURDEN, float(slot.burden)), *((name, 1.0) for name in slot.categories))


def balances(entries: Iterable[Entry]) -> dict[str, dict[str, float]]:
    """Adds entries up: balance by service and quantity."""
    total: dict[str, dict[str, float]] = {}
    for entry in entries:
        of_service = total.setdefault(entry.service, {})
        of_service[entry.quantity] = of_service.get(entry.quantity, 0.0) + entry.balance
    return total
