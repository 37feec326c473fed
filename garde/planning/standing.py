"""The rota in force as the engine would see it: the Problem of each pool, stated from what is now known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.basin.config import BasinConfig
from garde.calendar.month import Month
from garde.ledger.account import Entry, active_part
from garde.planning.bringing import brought_along
from garde.planning.drafting import what_is_known
from garde.planning.plan import Known, Wanted
from garde.planning.pools import pools_of
from garde.planning.problem import Given, assemble
from garde.served import as_served
from solver import Assignment, Problem
from solver.problem import TierChoice


@dataclass(frozen=True)
class Standing:
    """One pool and month in force: its Problem, with every duty open, and who serves.

    Duties of other months and pools, and in neighbour basins, are ``served`` in the Problem, as when it was
    planned; windows, limits and balances are those of today. A duty of which somebody recorded who really
    served is ``served`` too, its weight among what is carried. ``entries`` are the ledger's of the months
    before.
    """

    pool: str
    month: str
    problem: Problem
    duties: tuple[Assignment, ...]
    entries: tuple[Entry, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the pool."""
        return tuple(self.pool.split("+"))


def read_standings(
    session: Session, config: BasinConfig, months: Iterable[Month], at: datetime
) -> tuple[Standing, ...]:
    """Every pool of these months that has a slot in force, by month. Raises BadInput without any service."""
    return tuple(
        standing
        for month in sorted(set(months))
        for standing in standings(config, what_is_known(session, config, Wanted((month,)), at), month)
    )


def standings(config: BasinConfig, known: Known, month: Month) -> tuple[Standing, ...]:
    """Every pool of a month that has a slot in force. ``known`` is what planning that month would know."""
    zone = ZoneInfo(config.timezone)
    start, end = month.start(zone), month.end(zone)
    active = [service for service in known.services if active_part(service, start, end, zone)]
    entries = tuple(entry for entry in known.entries if entry.month < str(month))
    tiers = [TierChoice(name) for name in config.planning.tiers]
    told = {record.slot for record in known.records}
    found = []
    for pool in pools_of([line.id for line in config.lines], active):
        mine = [slot for slot in known.in_force if slot.month == str(month) and slot.line in pool.lines]
        own = [slot for slot in mine if slot.key not in told]
        if own:
            keys = {slot.key for slot in own}
            others = [slot for slot in known.in_force if slot.key not in keys]
            kept = [slot for slot in mine if slot.key in told]
            brought = brought_along(config, entries, month, pool, kept, known.records)
            given = Given(known.windows, [*as_served(others, known.records), *known.elsewhere], brought)
            problem = assemble(config, pool, month, own, given, tiers)
            duties = tuple(Assignment(slot.key, service) for slot in own for service in slot.services)
            found.append(Standing(pool.name, str(month), problem, duties, entries))
    return tuple(found)
