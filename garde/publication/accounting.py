"""The ledger entries that a version gives."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.month import Month
from garde.ledger.account import Entry, active_part, month_account, pool_account
from garde.planning.pools import pools_of
from garde.rota import FilledSlot
from garde.served import parts


def ledger_of(
    config: BasinConfig,
    services: Sequence[Service],
    months: Sequence[Month],
    slots: Sequence[FilledSlot],
    *,
    former: Sequence[Entry] = (),
) -> tuple[Entry, ...]:
    """The ledger entries of these months: each pool's account of each month.

    ``former`` are the entries of months that are over: their pools and shares stay those of that month,
    whatever shares are today.
    """
    zone = ZoneInfo(config.timezone)
    entries: list[Entry] = []
    for month in months:
        this_month = [slot for slot in slots if slot.month == str(month)]
        shares: dict[str, dict[str, float]] = {}
        for entry in former:
            if entry.month == str(month):
                shares.setdefault(entry.pool, {})[entry.service] = entry.share
        for name, own_shares in shares.items():
            own = [slot for slot in this_month if slot.line in name.split("+")]
            entries += pool_account(parts(own, ()), own_shares, month=str(month), pool=name)
        told = {line for name in shares for line in name.split("+")}
        active = [s for s in services if active_part(s, month.start(zone), month.end(zone), zone)]
        for pool in pools_of([line.id for line in config.lines if line.id not in told], active):
            own = [slot for slot in this_month if slot.line in pool.lines]
            entries += month_account(own, pool.services, month=month, pool=pool.name, zone=zone)
    return tuple(entries)
