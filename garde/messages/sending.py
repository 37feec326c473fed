"""Sending what is due: each message claimed, handed over, marked; by as many workers as one likes.

A message that was handed over when its worker was killed is claimed again once the claim has lapsed, and
sent under the same Message-ID: twice at worst, and then recognisable as the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from garde.accounts.actor import Actor, require_coordinator
from garde.basin.config import BasinConfig
from garde.messages.courier import Courier, Refused, Unreachable
from garde.messages.message import Channel, Message, Outcome
from garde.storage.database import Database
from garde.storage.repositories.basins import chosen_basin
from garde.storage.repositories.outbox import (
    claim_next,
    conclude,
    due_counts,
    lapse,
    name_message,
    no_address_count,
)

LEASE = timedelta(minutes=15)
"""How long whoever claimed a message has it for itself; sending one takes much less."""

AGAIN = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 720))
"""After how long a message is tried again that was refused for now; after the last one it is given up."""

BROKEN = timedelta(minutes=5)
"""After how long the message is tried again at which a channel turned out not to work; never given up."""


@dataclass(slots=True)
class Tally:
    """What one round of sending came to.

    ``later``: will be tried again; ``failed``: given up; ``unset``: due, and no channel is set up for them;
    ``no_address``: still of use, and somebody must telephone. ``reasons`` say why, once each.
    """

    sent: int = 0
    later: int = 0
    failed: int = 0
    lapsed: int = 0
    no_address: int = 0
    unset: dict[Channel, int] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)

    @property
    def well(self) -> bool:
        """Whether all that was due and can be sent was sent."""
        return not (self.later or self.failed or self.unset)


def send_due(
    database: Database,
    couriers: Mapping[Channel, Courier],
    clock: Callable[[], datetime],
    *,
    actor: Actor | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Tally:
    """Sends what is due now, each message once: of the actor's basin or, for the worker (None), of all.

    Several may run at the same time. A channel that does not work is left alone for the rest of the round;
    when ``stopped`` says so, nothing more is begun. Raises Forbidden unless a coordinator acts.
    """
    if actor is not None:
        require_coordinator(actor, actor.basin, "send messages")
    basin = None if actor is None else actor.basin
    start, tally = clock(), Tally()
    with database.writing() as session:
        tally.lapsed = lapse(session, start, basin=basin)
        due = due_counts(session, start, basin=basin)
    tally.unset = {channel: count for channel, count in due.items() if channel not in couriers}
    working = {channel: couriers[channel] for channel in due if channel in couriers}
    basins: dict[str, BasinConfig] = {}
    try:
        while working and not stopped():
            message = _claimed(database, working, start, clock(), basin)
            if message is None:
                break
            if message.basin not in basins:
                with database.reading() as session:
                    basins[message.basin] = chosen_basin(session, message.basin)
            if not _delivered(
                database, working[message.channel], message, basins[message.basin], clock, tally
            ):
                del working[message.channel]
    finally:
        for courier in couriers.values():
            courier.close()
    with database.reading() as session:
        tally.no_address = no_address_count(session, clock(), basin=basin)
    return tally


def message_id_of(message: Message, domain: str) -> str:
    """The Message-ID: always the same for the same message, also when a copy of the database sends it."""
    named = f"{message.basin}\n{message.channel}\n{message.key}\n{message.created_at.isoformat()}"
    return f"<{hashlib.sha256(named.encode()).hexdigest()[:40]}@{domain}>"


def _claimed(
    database: Database,
    couriers: Mapping[Channel, Courier],
    due: datetime,
    at: datetime,
    basin: str | None,
) -> Message | None:
    """The next message, for nobody else until its claim lapses; with its Message-ID, kept from now on."""
    with database.writing() as session:
        message = claim_next(session, list(couriers), due=due, at=at, until=at + LEASE, basin=basin)
        if message is not None and not message.message_id:
            named = message_id_of(message, couriers[message.channel].domain)
            name_message(session, message.id, named)
            message = replace(message, message_id=named)
        return message


def _delivered(
    database: Database,
    courier: Courier,
    message: Message,
    config: BasinConfig,
    clock: Callable[[], datetime],
    tally: Tally,
) -> bool:
    """Hands a message over and notes what became of it; False when its channel does not work."""
    works = True
    try:
        courier.deliver(message, config, clock())
    except Refused as refused:
        again = AGAIN[message.attempts - 1] if message.attempts <= len(AGAIN) else None
        given_up = refused.permanent or again is None
        outcome = Outcome("failed") if given_up else Outcome("waiting", due_at=clock() + (again or BROKEN))
        outcome = replace(outcome, failure=str(refused))
    except Unreachable as broken:
        works = False
        outcome = Outcome("waiting", due_at=clock() + BROKEN, failure=str(broken))
    else:
        outcome = Outcome("sent", sent_at=clock())
    with database.writing() as session:
        conclude(session, message, outcome)
    tally.sent += outcome.state == "sent"
    tally.failed += outcome.state == "failed"
    tally.later += outcome.state == "waiting"
    if outcome.failure is not None and outcome.failure not in tally.reasons:
        tally.reasons.append(outcome.failure)
    return works
