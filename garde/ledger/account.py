"""The ledger's arithmetic: what one month gave each service, and what was its due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from garde.basin.service import Service
from garde.calendar.localtime import resolve_handover
from garde.calendar.month import Month
from garde.rota import FilledSlot

BURDEN = "burden"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a service served and owed of ``quantity`` (burden points, or duties of a category) in a month."""

    service: str
    month: str
    pool: str
    quantity: str
    served: float
    due: float

    @property
    def balance(self) -> float:
        """Above 0: it carried more than its part, and later months give it less."""
        return self.served - self.due


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
) -> tuple[Entry, ...]:
    """The month's entries of one pool.

    The due of a service is what was served in all, times its share over the sum of shares; a share counts
    for the part of the month in which the service takes part. So the balances of a month add up to 0, a
    late joiner starts at 0, and nobody owes what nobody served.
    """
    start, end = month.start(zone), month.end(zone)
    shares = {member.external_id: member.share * active_part(member, start, end, zone) for member in members}
    served: dict[str, dict[str, float]] = {}
    for slot in slots:
        for service in slot.services:
            shares.setdefault(service, 0.0)
            for quantity, amount in [(BURDEN, slot.burden), *((name, 1) for name in slot.categories)]:
                load = served.setdefault(quantity, {})
                load[service] = load.get(service, 0.0) + amount
    everybody = sum(shares.values())
    return tuple(
        Entry(
            service=service,
            month=str(month),
            pool=pool,
            quantity=quantity,
            served=load.get(service, 0.0),
            due=sum(load.values()) * share / everybody if everybody else load.get(service, 0.0),
        )
        for quantity, load in sorted(served.items())
        for service, share in sorted(shares.items())
        if share or load.get(service)
    )


def balances(entries: Iterable[Entry]) -> dict[str, dict[str, float]]:
    """Adds entries up: balance by service and quantity."""
    total: dict[str, dict[str, float]] = {}
    for entry in entries:
        of_service = total.setdefault(entry.service, {})
        of_service[entry.quantity] = of_service.get(entry.quantity, 0.0) + entry.balance
    return total
