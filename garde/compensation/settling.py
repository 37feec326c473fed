"""The use cases of settling what is owed, and of taking a settlement back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.accounts.actor import Actor, require_coordinator, require_reader
from garde.basin.config import BasinConfig
from garde.compensation.account import Owed, Statement
from garde.compensation.balance import due_items
from garde.compensation.hours import rates_between
from garde.compensation.reading import owed_of
from garde.compensation.settled import Amounts, Item, Run, Settlement, summed
from garde.errors import BadInput, Conflict, NotFound
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.settlements import add_run, runs_of, settlements_of

REFERENCE = 140
"""The most characters of a communication: those of a SEPA transfer."""
REASON = 500
AHEAD = timedelta(days=366)
"""How far ahead a payment may be dated."""


@dataclass(frozen=True, slots=True)
class Due:
    """What is still to be settled with a service; below 0: to be recovered from it."""

    statement: Statement
    items: tuple[Item, ...]

    @property
    def amounts(self) -> Amounts:
        """What the items come to."""
        return summed(self.items)

    @property
    def to_recover(self) -> bool:
        """Whether the service would have to give something back."""
        return self.amounts.cents < 0 or self.amounts.minutes < 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a run would settle, service by service, and what it would leave ``open``."""

    told: Owed
    settle: tuple[Due, ...]
    open: tuple[Due, ...]

    @property
    def amounts(self) -> Amounts:
        """All that would be settled."""
        return sum((one.amounts for one in self.settle), start=Amounts())


def propose(
    session: Session,
    config: BasinConfig,
    first: date,
    last: date,
    *,
    services: Collection[str] = (),
    recovered: bool = False,
    actor: Actor,
    at: datetime,
) -> Proposal:
    """What is still to be settled for the local dates from ``first`` to ``last``, with these services or all.

    What is to be recovered stays open unless it was ``recovered``. Raises Forbidden unless a coordinator
    acts, NotFound for a service that nothing was ever owed in the period, and what ``read_owed`` raises.
    """
    require_coordinator(actor, config.id, "settle what is owed")
    told = owed_of(session, config, first, last, at)
    known = {one.service.external_id for one in told.statements}
    unknown = sorted(set(services) - known)
    if unknown:
        raise NotFound(
            f"nothing is owed to {unknown[0][:40]!r} from {first} to {last}",
            where="--service",
            remedy="see: garde compensation",
        )
    dues = [
        Due(one, due_items(one))
        for one in told.statements
        if not services or one.service.external_id in services
    ]
    dues = [one for one in dues if one.items]
    return Proposal(
        told,
        settle=tuple(one for one in dues if recovered or not one.to_recover),
        open=tuple(one for one in dues if not recovered and one.to_recover),
    )


def require_sum(found: Proposal, expected: int) -> None:
    """Raises Conflict unless what would be settled is the ``expected`` cents."""
    if found.amounts.cents != expected:
        raise Conflict(
            f"{found.amounts.cents / 100:.2f} euro are to be paid, not {expected / 100:.2f}",
            where="--expect",
            remedy="something changed meanwhile: make the tables anew; nothing was recorded",
        )


def settle(
    session: Session,
    config: BasinConfig,
    first: date,
    last: date,
    *,
    reference: str,
    paid_on: date | None = None,
    services: Collection[str] = (),
    recovered: bool = False,
    expected: int | None = None,
    actor: Actor,
    at: datetime,
) -> tuple[Run, tuple[Settlement, ...]]:
    """Puts on record that what is still to be paid was paid: a run, with a settlement for each service.

    ``paid_on`` is the present local date unless it is given. Raises what ``propose`` raises; BadInput for a
    reference that is empty or longer than a transfer's communication, or a date of payment out of reach;
    Conflict when nothing is left to be settled, or when it is not the ``expected`` cents.
    """
    found = propose(session, config, first, last, services=services, recovered=recovered, actor=actor, at=at)
    day = at.astimezone(ZoneInfo(config.timezone)).date()
    paid = day if paid_on is None else paid_on
    if not first <= paid <= day + AHEAD:
        raise BadInput(
            f"what is owed from {first} on was not paid on {paid}",
            where="--paid-on",
            remedy=f"name a date from {first} to {day + AHEAD}",
        )
    words = _words(reference, REFERENCE, "--reference", "name the payment's communication")
    if not found.settle:
        left = f"; {len(found.open)} services have something to give back" if found.open else ""
        raise Conflict(
            f"nothing is left to be paid from {first} to {last}{left}",
            remedy="see: garde settlements balance",
        )
    if expected is not None:
        require_sum(found, expected)
    cards = rates_between(config.compensation, first, last)
    run = Run(
        id=0,
        first=first,
        last=last,
        at=at,
        by=actor.name,
        paid_on=paid,
        reference=words,
        rates=tuple(card.model_dump(mode="json", exclude_none=True) for card in cards),
    )
    made = [Settlement(0, run, one.statement.service.external_id, one.items) for one in found.settle]
    return _record(session, config, run, made, actor=actor, action="settle compensation")


def undo(
    session: Session,
    config: BasinConfig,
    number: int,
    *,
    reason: str,
    services: Collection[str] = (),
    actor: Actor,
    at: datetime,
) -> tuple[Run, tuple[Settlement, ...]]:
    """Takes a run back, with these services or with all: by a run of opposite amounts, both stay on record.

    Raises what ``to_take_back`` raises.
    """
    run, standing = to_take_back(session, config, number, reason=reason, services=services, actor=actor)
    words = _reason(reason)
    counter = replace(run, id=0, at=at, by=actor.name, undoes=run.id, reason=words)
    made = [replace(one, run=counter, items=tuple(item.opposite() for item in one.items)) for one in standing]
    return _record(session, config, counter, made, actor=actor, action="take a settlement back")


def to_take_back(
    session: Session,
    config: BasinConfig,
    number: int,
    *,
    reason: str,
    services: Collection[str] = (),
    actor: Actor,
) -> tuple[Run, tuple[Settlement, ...]]:
    """A run, and what ``undo`` would take back of it: what still stands, with these services or with all.

    Raises Forbidden unless a coordinator acts, NotFound for an unknown run or a service that it did not
    settle with, Conflict for what was taken back already or is itself a taking back, BadInput without a
    reason.
    """
    require_coordinator(actor, config.id, "take a settlement back")
    run, settlements = _known(session, config, number)
    _reason(reason)
    if run.undoes is not None:
        raise Conflict(
            f"settlement {number} takes settlement {run.undoes} back",
            remedy="record anew what was paid: garde settlements record",
        )
    missing = sorted(set(services) - {one.service for one in settlements})
    if missing:
        raise NotFound(
            f"settlement {number} has nothing for {missing[0][:40]!r}",
            where="--service",
            remedy=f"see: garde settlements show {number}",
        )
    chosen = [one for one in settlements if not services or one.service in services]
    standing = [one for one in chosen if one.stands]
    if not standing or (services and len(standing) < len(chosen)):
        gone = next(one for one in chosen if not one.stands)
        raise Conflict(
            f"settlement {number} with {gone.service} was taken back already, by {gone.undone_by}",
            remedy=f"see: garde settlements show {number}",
        )
    return run, tuple(standing)


def list_runs(session: Session, config: BasinConfig, *, actor: Actor) -> tuple[tuple[Run, int, Amounts], ...]:
    """All runs, oldest first, with how many services each settled with, and its sums. Raises Forbidden."""
    require_reader(actor, config.id, "read settlements")
    return runs_of(session, config.id)


def show_run(
    session: Session, config: BasinConfig, number: int, *, actor: Actor
) -> tuple[Run, tuple[Settlement, ...]]:
    """A run with what it settled. Raises Forbidden, and NotFound when there is none of that number."""
    require_reader(actor, config.id, "read settlements")
    return _known(session, config, number)


def _known(session: Session, config: BasinConfig, number: int) -> tuple[Run, tuple[Settlement, ...]]:
    found = settlements_of(session, config.id, run=number)
    if not found:
        raise NotFound(f"basin {config.id} has no settlement {number}", remedy="see: garde settlements list")
    return found[0].run, found


def _record(
    session: Session,
    config: BasinConfig,
    run: Run,
    settlements: Sequence[Settlement],
    *,
    actor: Actor,
    action: str,
) -> tuple[Run, tuple[Settlement, ...]]:
    stored = add_run(session, config.id, run, settlements)
    amounts = sum((one.amounts for one in settlements), start=Amounts())
    record_decision(
        session,
        actor,
        run.at,
        action,
        f"settlement {stored.undoes or stored.id}",
        after={
            "settlement": stored.id,
            "from": str(run.first),
            "to": str(run.last),
            "services": len(settlements),
            "amount_cents": amounts.cents,
            "recovered_minutes": amounts.minutes,
            "paid_on": str(run.paid_on),
            "reference": run.reference,
        },
        reason=run.reason,
    )
    return stored, settlements_of(session, config.id, run=stored.id)


def _reason(text: str) -> str:
    return _words(text, REASON, "--reason", "say why, for the record")


def _words(text: str, most: int, where: str, remedy: str) -> str:
    words = " ".join(text.split())
    if not words or not words.isprintable():
        raise BadInput("words are needed here", where=where, remedy=remedy)
    if len(words) > most:
        raise BadInput(f"{len(words)} characters are too many", where=where, remedy=f"at most {most}")
    return words
