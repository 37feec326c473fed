"""Who could take a duty, the best first, and what keeps the others out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from garde.accounts.actor import Actor, require_reader, require_speaker
from garde.basin.config import BasinConfig
from garde.errors import BadInput
from garde.rota import FilledSlot
from garde.storage.repositories.swaps import known_swap
from garde.swaps.bench import Bench
from garde.swaps.change import Change
from garde.swaps.judgement import Judgement
from garde.swaps.lapsing import coming_slots
from garde.swaps.offering import Terms, refuse_over
from garde.swaps.reading import coming_duty, read_bench

_DIGITS = 9
_NO_NEIGHBOUR = 1.0e9
"""Rest in hours of a service without another duty near."""


@dataclass(frozen=True)
class Candidate:
    """A service that could be thought of for an offered duty.

    ``ways`` are the judged ways in which it could take it, the best first: one for a gift, one for each duty
    that it could give in return for an exchange. Without effects where a rule forbids it.
    """

    service: str
    ways: tuple[Judgement, ...]

    @property
    def may(self) -> bool:
        """Whether it may take the duty, in one way at least."""
        return any(way.sound for way in self.ways)

    @property
    def best(self) -> Judgement | None:
        """The best way; None for a service that has no duty to give in return."""
        return self.ways[0] if self.ways else None


def candidates_for(
    session: Session, config: BasinConfig, terms: Terms, *, actor: Actor, at: datetime
) -> tuple[Candidate, ...]:
    """Every service of the line that does not serve then, ranked for a duty that is or may be offered.

    By the basin's aims in their order, then the longer rest. Nothing is written. Raises Forbidden unless the
    giver or the coordination asks; NotFound, Conflict as ``offer`` does.
    """
    if actor.role == "service":
        require_speaker(actor, config.id, terms.giver, "see who could take a duty")
    else:
        require_reader(actor, config.id, "see who could take a duty")
    slots = coming_slots(session, config, at)
    slot = coming_duty(slots, terms.slot, terms.giver, at)
    coming = {key: one for key, one in slots.items() if one.start > at}
    months = {slot.month} if terms.kind == "gift" else {one.month for one in coming.values()}
    return ranked(read_bench(session, config, months, at), slot, terms, coming)


def terms_of(session: Session, config: BasinConfig, number: int) -> Terms:
    """The terms of a swap that is still open. Raises NotFound, or Conflict for one that is over."""
    swap = known_swap(session, config.id, number)
    refuse_over(swap)
    to = swap.taker if swap.named or swap.accepted else None
    return Terms(swap.slot, swap.giver, swap.kind, to, swap.return_slot, swap.note)


def ranked(
    bench: Bench, slot: FilledSlot, terms: Terms, coming: dict[str, FilledSlot]
) -> tuple[Candidate, ...]:
    """The candidates on a bench. ``coming`` are the slots whose duties may be given in return."""
    table = bench.table(slot.key)
    found = []
    for service in table.problem.services:
        if service.id in slot.services or slot.line not in service.lines:
            continue
        if terms.to is not None and service.id != terms.to:
            continue
        ways = [_judged(bench, change) for change in _changes(bench, service.id, terms, coming)]
        found.append(Candidate(service.id, tuple(sorted(ways, key=_order))))
    if terms.to is not None and not found:
        raise BadInput(f"{terms.to} does not take part in line {slot.line} then", where="--to")
    return tuple(sorted(found, key=lambda one: (_order(one.best) if one.best else _LAST, one.service)))


def _changes(bench: Bench, service: str, terms: Terms, coming: dict[str, FilledSlot]) -> Iterator[Change]:
    gift = Change(terms.giver, service, terms.slot)
    if terms.kind == "gift":
        yield gift
        return
    for duty in bench.duties(service):
        if (
            duty.key in coming
            and duty.key != terms.slot
            and terms.giver not in duty.services
            and terms.return_slot in {None, duty.key}
        ):
            yield replace(gift, return_slot=duty.key)


def _judged(bench: Bench, change: Change) -> Judgement:
    parts = bench.parts(change)
    sound = not any(part.obstacles for part in parts)
    return Judgement(change, parts, bench.effects(change) if sound else ())


_Key = tuple[bool, tuple[float, ...], float, int, str]
_LAST: _Key = (True, (), 0.0, 1_000_000, "")


def _order(way: Judgement) -> _Key:
    """Sound ones first, by each aim's rise in order, then the longer rest; then by how much they break."""
    names = dict.fromkeys(tier.name for month in way.effects for tier in month.effect.tiers)
    rises = tuple(round(way.rise(name), _DIGITS) for name in names)
    rest = min((part.rest.least for part in way.parts if part.rest.least is not None), default=_NO_NEIGHBOUR)
    obstacles = sum(len(part.obstacles) for part in way.parts)
    return (not way.sound, rises, -rest, obstacles, way.change.return_slot or "")
