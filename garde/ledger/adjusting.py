"""The use case of correcting a service's account by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from math import isfinite
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.accounts.actor import Actor, require_coordinator
from garde.basin.config import CATEGORIES, BasinConfig
from garde.calendar.month import Month
from garde.errors import BadInput
from garde.ledger.account import BURDEN
from garde.ledger.adjustment import Adjustment
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.ledger import add_adjustment
from garde.storage.repositories.services import known_service

LARGEST = 1_000_000.0
AHEAD, BACK = 12, 120
"""How many months after and before the present one an account can be corrected."""


def adjust(
    session: Session,
    config: BasinConfig,
    *,
    service: str,
    month: Month,
    quantity: str,
    amount: float,
    reason: str,
    actor: Actor,
    at: datetime,
) -> Adjustment:
    """Adds ``amount`` to a service's account of a month; planning of later months counts it.

    Above 0 it counts as served beyond its part, below 0 as owed. Raises Forbidden unless a coordinator acts,
    NotFound for an unknown service, BadInput for an unknown quantity, an amount that is 0 or no number, a
    month more than a year ahead or ten years back, or no reason.
    """
    require_coordinator(actor, config.id, "adjust the ledger")
    known_service(session, config.id, service)
    if quantity not in (BURDEN, *CATEGORIES):
        raise BadInput(
            f"the ledger has no {quantity[:40]!r}",
            where="--quantity",
            remedy=f"use one of {', '.join((BURDEN, *CATEGORIES))}",
        )
    if not isfinite(amount) or amount == 0 or abs(amount) > LARGEST:
        raise BadInput(
            f"{amount:g} adjusts nothing",
            where="--amount",
            remedy=f"from {-LARGEST:,.0f} to {LARGEST:,.0f}, but not 0",
        )
    present = Month.of(at, ZoneInfo(config.timezone))
    if not present.plus(-BACK) <= month <= present.plus(AHEAD):
        raise BadInput(
            f"{month} is far from now",
            where="--month",
            remedy=f"name one from {present.plus(-BACK)} to {present.plus(AHEAD)}",
        )
    if not reason.strip():
        raise BadInput("an adjustment needs a reason", where="--reason", remedy="say why, for the record")
    made = Adjustment(0, service, str(month), quantity, amount, reason.strip(), at, actor.name)
    made = replace(made, id=add_adjustment(session, config.id, made))
    record_decision(
        session,
        actor,
        at,
        "adjust the ledger",
        f"service {service}",
        after={"adjustment": made.id, "month": made.month, "quantity": quantity, "amount": amount},
        reason=made.reason,
    )
    return made
