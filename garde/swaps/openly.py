"""The offers that a service may look at, with every way in which it could take each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from garde.accounts.actor import Actor, require_speaker
from garde.basin.config import BasinConfig
from garde.rota import FilledSlot
from garde.storage.repositories.services import known_service
from garde.storage.repositories.swaps import swaps_of
from garde.swaps.candidates import Candidate, ranked
from garde.swaps.lapse import why_lapsed
from garde.swaps.lapsing import coming_slots
from garde.swaps.offering import Terms
from garde.swaps.reading import read_bench
from garde.swaps.swap import LIVE, Swap


@dataclass(frozen=True)
class OpenOffer:
    """An offer, its duty, the one that is wanted in return (if it names one), and how it could be taken."""

    swap: Swap
    slot: FilledSlot
    back: FilledSlot | None
    candidate: Candidate


def open_offers(
    session: Session, config: BasinConfig, service: str, *, actor: Actor, at: datetime
) -> tuple[OpenOffer, ...]:
    """The offers of others to this service or to anybody on a line of it, by the start of their duties.

    Each is judged as if the service took it now. Raises Forbidden unless the service asks, or a coordinator.
    """
    require_speaker(actor, config.id, service, "see what is offered")
    lines = known_service(session, config.id, service).lines
    slots = coming_slots(session, config, at)
    offers = [
        swap
        for swap in swaps_of(session, config.id, states=LIVE)
        if swap.state == "offered"
        and swap.giver != service
        and swap.taker in {None, service}
        and why_lapsed(swap, slots, at) is None
        and slots[swap.slot].line in lines
        and service not in slots[swap.slot].services
    ]
    if not offers:
        return ()
    coming = {key: slot for key, slot in slots.items() if slot.start > at}
    months = {slots[swap.slot].month for swap in offers}
    if any(swap.kind == "exchange" for swap in offers):
        months |= {slot.month for slot in coming.values() if service in slot.services}
    bench = read_bench(session, config, months, at)
    found = []
    for swap in offers:
        terms = Terms(swap.slot, swap.giver, swap.kind, service, swap.return_slot)
        among = ranked(bench, slots[swap.slot], terms, coming)
        candidate = among[0] if among else Candidate(service, ())
        found.append(OpenOffer(swap, slots[swap.slot], slots.get(swap.return_slot or ""), candidate))
    return tuple(sorted(found, key=lambda one: (one.slot.start, one.swap.id)))
