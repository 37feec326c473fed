"""Reading what a service's account is explained from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from garde.accounts.actor import Actor, require_reader
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.month import Month
from garde.errors import BadInput
from garde.ledger.overview import Row, overview
from garde.ledger.statement import Line, Told, statement
from garde.rota import FilledSlot, Version
from garde.served import Part, parts
from garde.storage.repositories.ledger import adjustments_of, entries_of
from garde.storage.repositories.rotas import slots_in_force, version_slots, versions_of
from garde.storage.repositories.served import served_records
from garde.storage.repositories.services import known_service

SWAPS = ("swap ", "undo of swap ")
"""How the origin of a version begins that a swap made, or its undoing."""


@dataclass(frozen=True)
class Statement:
    """The lines of a service's account from the month ``first`` to ``last``."""

    service: Service
    first: str
    last: str
    lines: tuple[Line, ...]


def read_overview(
    session: Session,
    config: BasinConfig,
    *,
    actor: Actor,
    first: Month | None = None,
    last: Month | None = None,
) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """The published months of the period, and the account of every service over them.

    Raises Forbidden unless somebody of the coordination acts, BadInput for a period that ends
    before it begins.
    """
    require_reader(actor, config.id, "read the ledger")
    _refuse_reversed(first, last)
    entries = entries_of(session, config.id, before=None if last is None else str(last.next()))
    months = sorted({entry.month for entry in entries if first is None or entry.month >= str(first)})
    if not months:
        return (), ()
    before = str((last or Month.parse(months[-1])).next())
    start = None if first is None else str(first)
    return tuple(months), overview(entries, config.ledger.cap_months, first=start, before=before)


def read_statement(
    session: Session,
    config: BasinConfig,
    service: str,
    *,
    actor: Actor,
    first: Month | None = None,
    last: Month | None = None,
) -> Statement:
    """The account of a service, line by line; by default over all months in which it has one.

    A service may read its own. Raises NotFound for an unknown service, BadInput for a period that ends before
    it begins, Forbidden for anybody else.
    """
    if actor.role != "service" or actor.service != service or actor.basin != config.id:
        require_reader(actor, config.id, f"read the account of {service}")
    found = known_service(session, config.id, service)
    entries = entries_of(session, config.id)
    own = sorted({entry.month for entry in entries if entry.service == service})
    start = str(first) if first is not None else own[0] if own else ""
    end = str(last) if last is not None else own[-1] if own else ""
    _refuse_reversed(first, last)
    if not own or not start or not end:
        return Statement(found, start, end, ())
    months = [month for month in own if start <= month <= end]
    lines = statement(
        service,
        entries,
        _duties(session, config, service, months),
        adjustments_of(session, config.id),
        first=start,
        before=str(Month.parse(end).next()),
        cap_months=config.ledger.cap_months,
    )
    return Statement(found, start, end, lines)


def _duties(session: Session, config: BasinConfig, service: str, months: Sequence[str]) -> Iterator[Told]:
    """The duties of the months in which the service had any part, and those that it swapped away."""
    slots = slots_in_force(session, config.id, months=months)
    served = [part for part in parts(slots, served_records(session, config.id)) if part.service == service]
    history = _swapped(session, config.id, months)
    for part in served:
        gained = _gained(history, part.slot, part.planned) if part.planned == service else None
        yield Told(part, gained)
    held = {part.slot.key for part in served}
    for slot in slots:
        lost = None if slot.key in held else _lost(history, slot, service)
        if lost is not None:
            yield Told(Part(slot, service, service, 0.0), lost, lost=True)


History = Sequence[tuple[Version, dict[str, tuple[str, ...]]]]
"""Versions, oldest first, with who serves in each of their slots."""


def _swapped(session: Session, basin_id: str, months: Sequence[str]) -> History:
    """All versions of those months in which there was a swap: what came before and after it."""
    versions = versions_of(session, basin_id)
    concerned = {
        month for one in versions if one.origin.startswith(SWAPS) for month in one.months if month in months
    }
    return [
        (one, {slot.key: slot.services for slot in version_slots(session, basin_id, one.number)})
        for one in versions
        if concerned.intersection(one.months)
    ]


def _gained(history: History, slot: FilledSlot, service: str) -> str | None:
    """The swap by which a service came into a slot that it holds now."""
    origin = None
    for version, services in reversed(history):
        if slot.month not in version.months:
            continue
        if service not in services.get(slot.key, ()):
            break
        origin = version.origin
    return origin if origin is not None and origin.startswith(SWAPS) else None


def _lost(history: History, slot: FilledSlot, service: str) -> str | None:
    """The swap by which a service left a slot for good."""
    left = None
    for version, services in history:
        if slot.month not in version.months:
            continue
        if service in services.get(slot.key, ()):
            left = ""
        elif left == "":
            left = version.origin
    return left if left and left.startswith(SWAPS) else None


def _refuse_reversed(first: Month | None, last: Month | None) -> None:
    if first is not None and last is not None and last < first:
        raise BadInput("the period ends before it begins", where="--from, --to", remedy="turn them round")
