"""What an edit asks for, and what it makes of the places of a draft. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from garde.errors import BadInput, Conflict, NotFound
from garde.planning.decisions import Pinned
from garde.rota import FilledSlot
from solver import Assignment

Verb = Literal["assign", "unassign", "exchange", "pin", "unpin"]


@dataclass(frozen=True, slots=True)
class Edit:
    """One change by hand.

    ``assign``: ``service`` takes a free place of ``slot``, or that of ``other_service``. ``unassign``: it
    leaves. ``exchange``: it takes the duty of ``other_service`` in ``other_slot``, which takes its own.
    ``pin``: it must (``on``) or must not serve ``slot``, and does so at once. ``unpin``: that ends.
    """

    verb: Verb
    slot: str
    service: str
    other_slot: str | None = None
    other_service: str | None = None
    on: bool = True


@dataclass(frozen=True, slots=True)
class Moved:
    """The places after an edit, with the duties that are no more (``lost``) and those that are new."""

    slots: tuple[FilledSlot, ...]
    lost: tuple[Assignment, ...] = ()
    gained: tuple[Assignment, ...] = ()


def moved(slots: Sequence[FilledSlot], edit: Edit, draft: int) -> Moved:
    """What the edit makes of the slots.

    Raises NotFound for an unknown slot, Conflict when the edit does not fit who serves now, BadInput when it
    does not say whose place is meant.
    """
    slot = _slot(slots, edit.slot, draft)
    serves = edit.service in slot.services
    if edit.verb == "assign" or (edit.verb == "pin" and edit.on and not serves):
        return _assigned(slots, slot, edit)
    if edit.verb == "unassign" or (edit.verb == "pin" and not edit.on and serves):
        _require(slot, edit.service)
        return _seated(slots, {slot.key: _in_place(slot, edit.service, None)})
    if edit.verb == "exchange":
        return _exchanged(slots, slot, edit, draft)
    return Moved(tuple(slots))


def pinned(pins: Sequence[Pinned], edit: Edit, new: Pinned) -> tuple[Pinned, ...]:
    """The pins after the edit. Raises NotFound when there is none to take away."""
    same = (edit.slot, edit.service)
    others = tuple(pin for pin in pins if (pin.slot, pin.service) != same)
    if edit.verb == "pin":
        return tuple(sorted((*others, new), key=lambda pin: (pin.slot, pin.service)))
    if edit.verb == "unpin":
        if len(others) == len(pins):
            raise NotFound(
                f"{edit.service} is not pinned in {edit.slot}", remedy="see the pins: garde drafts show DRAFT"
            )
        return others
    return tuple(pins)


def contradicted(pins: Iterable[Pinned], slots: Iterable[FilledSlot]) -> tuple[Pinned, ...]:
    """The pins that these slots do not follow."""
    services = {slot.key: slot.services for slot in slots}
    return tuple(pin for pin in pins if (pin.service in services.get(pin.slot, ())) != pin.on)


def _assigned(slots: Sequence[FilledSlot], slot: FilledSlot, edit: Edit) -> Moved:
    if edit.service in slot.services:
        raise Conflict(f"{edit.service} serves {slot.key} already", remedy="nothing needs to change")
    former = edit.other_service
    if former is not None:
        _require(slot, former)
    elif not slot.missing:
        if slot.required > 1:
            raise BadInput(
                f"every place of {slot.key} is taken, by {' and '.join(slot.services)}",
                where="--instead-of",
                remedy="say whose place it takes",
            )
        former = slot.places[0]
    return _seated(slots, {slot.key: _in_place(slot, former, edit.service)})


def _exchanged(slots: Sequence[FilledSlot], slot: FilledSlot, edit: Edit, draft: int) -> Moved:
    if edit.other_slot is None or edit.other_service is None:
        raise BadInput("an exchange is between two duties", remedy="name --with-slot and --with-service")
    other = _slot(slots, edit.other_slot, draft)
    if other.key == slot.key or edit.service == edit.other_service:
        raise BadInput("an exchange is between two slots and two services", remedy="name two of each")
    _require(slot, edit.service)
    _require(other, edit.other_service)
    for service, taken in ((edit.service, other), (edit.other_service, slot)):
        if service in taken.services:
            raise Conflict(f"{service} serves {taken.key} already", remedy="choose other duties")
    return _seated(
        slots,
        {
            slot.key: _in_place(slot, edit.service, edit.other_service),
            other.key: _in_place(other, edit.other_service, edit.service),
        },
    )


def _slot(slots: Iterable[FilledSlot], key: str, draft: int) -> FilledSlot:
    for slot in slots:
        if slot.key == key:
            return slot
    raise NotFound(f"draft {draft} has no slot {key!r}", remedy=f"see: garde drafts show {draft}")


def _require(slot: FilledSlot, service: str) -> None:
    if service not in slot.services:
        raise Conflict(
            f"{service} does not serve {slot.key}",
            remedy=f"on duty there: {' and '.join(slot.services) or 'nobody'}",
        )


def _in_place(slot: FilledSlot, former: str | None, latter: str | None) -> FilledSlot:
    place = slot.places.index(former)
    return replace(slot, places=(*slot.places[:place], latter, *slot.places[place + 1 :]))


def _seated(slots: Sequence[FilledSlot], changed: dict[str, FilledSlot]) -> Moved:
    before = {duty for slot in slots for duty in duties(slot)}
    after = tuple(changed.get(slot.key, slot) for slot in slots)
    now = {duty for slot in after for duty in duties(slot)}
    return Moved(after, tuple(sorted(before - now)), tuple(sorted(now - before)))


def duties(slot: FilledSlot) -> tuple[Assignment, ...]:
    """The duties of a slot as the engine names them."""
    return tuple(Assignment(slot.key, service) for service in slot.services)
