"""What is open of the days that were settled once, service by service and month by month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from garde.accounts.actor import Actor, require_reader
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.compensation.account import Owed
from garde.compensation.balance import by_month, due_items, owed_items, settled_items
from garde.compensation.reading import owed_of
from garde.compensation.settled import Amounts
from garde.storage.repositories.settlements import settled_days

FURTHEST = timedelta(days=731)
"""How far back of a period is looked for what is open."""


@dataclass(frozen=True, slots=True)
class Outstanding:
    """What is owed to a service for a local month (``2027-01``), and what was settled of it."""

    service: Service
    month: str
    owed: Amounts
    settled: Amounts

    @property
    def due(self) -> Amounts:
        """What is still to be paid; below 0: to be recovered."""
        return self.owed - self.settled


def outstanding(told: Owed) -> tuple[Outstanding, ...]:
    """The months of which something is open, by service. Pure."""
    return tuple(_outstanding(told))


def _outstanding(told: Owed) -> Iterator[Outstanding]:
    for statement in told.statements:
        owed, settled = (by_month(some) for some in (owed_items(statement), settled_items(statement.settled)))
        for month in by_month(due_items(statement)):
            found = Outstanding(
                statement.service, month, owed.get(month, Amounts()), settled.get(month, Amounts())
            )
            if found.due.cents or found.due.minutes:
                yield found


def read_outstanding(
    session: Session,
    config: BasinConfig,
    *,
    before: date | None = None,
    actor: Actor,
    at: datetime,
) -> tuple[date, date, tuple[Outstanding, ...]] | None:
    """What is open from the first to the last local date of which anything was ever settled; those dates.

    With ``before``, of the two years before that date alone, up to its eve. None when nothing was settled of
    them. Raises Forbidden unless somebody of the coordination acts.
    """
    require_reader(actor, config.id, "read settlements")
    days = settled_days(session, config.id)
    if days is None:
        return None
    first, last = days
    if before is not None:
        first, last = max(first, before - FURTHEST), before - timedelta(days=1)
    if last < first:
        return None
    return first, last, outstanding(owed_of(session, config, first, last, at))
