"""Planning again with what services answered: accepted duties are pinned, requests become wishes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from garde.availability.window import Window
from garde.consultation.standing import SOURCE, Standing
from garde.planning.decisions import Pin
from garde.planning.draft import Draft
from garde.planning.plan import Wanted
from garde.rota import FilledSlot

DECLINED = -1000
"""Points of a duty that its service asks to be rid of: ten times the strongest wish that can be declared."""
PREFERRED = 100
"""Points of a slot that a service would rather serve."""
KEPT = 1
"""Points of every other duty: among equally fair rotas the one that is nearest to what services have read."""


@dataclass(frozen=True, slots=True)
class Request:
    """A service asked to be rid of a duty of a draft, and would rather serve in ``preferred`` slots."""

    service: str
    slot: str
    preferred: tuple[str, ...] = ()


def requests_of(standings: Iterable[Standing], before: Iterable[Request] = ()) -> tuple[Request, ...]:
    """What services ask for, by slot and service.

    ``before`` are the requests that the draft was planned with: they stand unless the service accepts that
    duty now, so that what was granted once is not given back the next time.
    """
    accepted = set[tuple[str, str]]()
    asked = {(request.slot, request.service): request for request in before}
    for one in standings:
        accepted.update((slot, one.service) for slot in one.accepted)
        for answer in one.declined:
            slot = answer.slot or ""
            asked[slot, one.service] = Request(one.service, slot, answer.preferred)
    return tuple(asked[key] for key in sorted(asked.keys() - accepted))


def with_answers(
    draft: Draft,
    wanted: Wanted,
    standings: Sequence[Standing],
    asked: Sequence[Request],
    *,
    grant_all: bool = False,
) -> Wanted:
    """The wish to plan a draft again, with its answers.

    Accepted duties are pinned for their services. A request is a strong wish, which only chooses among
    equally fair rotas; with ``grant_all`` a pin that its service must not serve there. What a coordinator
    pinned by hand, or decided against a rule, stays. Every other duty of the draft has the weakest of
    wishes to stay, so that services find again what they read.
    """
    by_hand = {(pin.slot, pin.service) for pin in wanted.pins if pin.source != SOURCE}
    accepted = [
        Pin(slot, one.service, True, SOURCE)
        for one in standings
        for slot in one.accepted
        if (slot, one.service) not in by_hand
    ]
    kept = [pin for pin in wanted.pins if pin.source != SOURCE or not pin.on]
    firm = [
        Pin(request.slot, request.service, False, SOURCE)
        for request in asked
        if grant_all and (request.slot, request.service) not in by_hand
    ]
    return replace(
        wanted,
        pins=tuple(dict.fromkeys([*kept, *accepted, *firm])),
        wishes=_wishes(draft, asked),
    )


def _wishes(draft: Draft, asked: Sequence[Request]) -> dict[str, tuple[Window, ...]]:
    slots = {slot.key: slot for slot in draft.slots}
    points: dict[str, dict[str, int]] = {}
    for slot in draft.slots:
        for service in slot.services:
            points.setdefault(service, {})[slot.key] = KEPT
    for request in asked:
        of_service = points.setdefault(request.service, {})
        of_service.update(dict.fromkeys(request.preferred, PREFERRED))
        of_service[request.slot] = DECLINED
    return {
        service: tuple(_wish(slots[key], amount) for key, amount in found.items() if key in slots)
        for service, found in points.items()
    }


def _wish(slot: FilledSlot, points: int) -> Window:
    return Window("wish", slot.start, slot.end, points, SOURCE)
