"""What services bring along into the planning of a month."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from garde.basin.config import BasinConfig
from garde.calendar.month import Month
from garde.ledger.account import Balances, Entry, balances, month_account
from garde.ledger.carrying import carried
from garde.planning.pools import Pool
from garde.rota import FilledSlot
from garde.served import Record


def brought_along(
    config: BasinConfig,
    entries: Sequence[Entry],
    month: Month,
    pool: Pool,
    kept: Sequence[FilledSlot],
    records: Sequence[Record],
) -> Balances:
    """What the pool's services bring into planning a month.

    That is what they carry from the months before, within the cap, and what the duties of the month that are
    not up for planning (``kept``) give and ask of each.
    """
    found = {
        service: dict(amounts)
        for service, amounts in carried(entries, str(month), config.ledger.cap_months, pool.lines).items()
    }
    zone = ZoneInfo(config.timezone)
    account = month_account(kept, pool.services, month=month, pool=pool.name, zone=zone, records=records)
    for service, amounts in balances(account).items():
        own = found.setdefault(service, {})
        for quantity, amount in amounts.items():
            own[quantity] = own.get(quantity, 0.0) + amount
    return found
