"""What became of each request in the draft that was planned with it, and why, in codes with numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from garde.consultation.replanning import Request
from garde.editing.documents import PoolFacts, pool_facts
from garde.editing.judging import alternatives
from garde.editing.moves import Moved
from garde.planning.draft import Draft
from garde.planning.plan import Planned
from solver import Assignment

Code = Literal["pinned", "against_rule", "not_planned", "nobody", "costs", "not_found"]
MOST_EXPLAINED = 30
"""So many refused requests are looked into; each asks what every other service could do."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why a request could not be met.

    ``pinned``: a coordinator decided that the service serves there; ``against_rule``: the same, against a
    rule; ``nobody``: rules keep all others out (``rules``: by which, how many services); ``costs``: the
    cheapest exchange would raise ``tier`` by ``amount``; ``not_planned``: the slot was not planned again;
    ``not_found``: nothing speaks against it, but the search did not come to it in its time.
    """

    code: Code
    tier: str | None = None
    amount: float | None = None
    rules: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a request; ``gained`` are the preferred slots that the service has now."""

    request: Request
    granted: bool
    gained: tuple[str, ...] = ()
    why: Why | None = None


def noting(origin: int, asked: Sequence[Request]) -> Callable[[Draft, Planned], dict[str, object]]:
    """What is kept with a draft that was planned with the answers about draft ``origin``."""

    def note(draft: Draft, planned: Planned) -> dict[str, object]:
        return {
            "answers": {
                "draft": origin,
                "requests": [_kept(outcome) for outcome in judged(draft, asked)],
                "released": [{"service": pin.service, "slot": pin.slot} for pin in planned.released],
            }
        }

    return note


def judged(draft: Draft, asked: Iterable[Request]) -> tuple[Outcome, ...]:
    """What became of the requests in this draft, the reasons looked for."""
    pools = pool_facts(draft)
    found = []
    explained = 0
    for request in asked:
        outcome = _outcome(draft, request)
        if not outcome.granted:
            explained += 1
            why = _why(draft, pools, request) if explained <= MOST_EXPLAINED else None
            outcome = Outcome(request, False, outcome.gained, why)
        found.append(outcome)
    return tuple(found)


def asked_before(draft: Draft) -> tuple[Request, ...]:
    """The requests that a draft was planned with."""
    return tuple(outcome.request for outcome in outcomes(draft))


def outcomes(draft: Draft) -> tuple[Outcome, ...]:
    """What became of the requests that a draft was planned with, as the draft is now; none for others.

    Reasons are those that were found when it was planned.
    """
    kept = draft.options.get("answers")
    if not isinstance(kept, Mapping):
        return ()
    found = []
    for one in cast("Iterable[Mapping[str, Any]]", kept["requests"]):
        request = Request(one["service"], one["slot"], tuple(one["preferred"]))
        outcome = _outcome(draft, request)
        why = one["why"]
        found.append(
            outcome if outcome.granted or why is None else Outcome(request, False, outcome.gained, _read(why))
        )
    return tuple(found)


def _outcome(draft: Draft, request: Request) -> Outcome:
    served = {slot.key for slot in draft.slots if request.service in slot.services}
    return Outcome(
        request, request.slot not in served, tuple(slot for slot in request.preferred if slot in served)
    )


def _why(draft: Draft, pools: Sequence[PoolFacts], request: Request) -> Why:
    duty = Assignment(request.slot, request.service)
    if any(one.duty == duty for one in draft.overrides):
        return Why("against_rule")
    if any(pin.on and (pin.slot, pin.service) == (duty.slot, duty.service) for pin in draft.pins):
        return Why("pinned")
    facts = next((one for one in pools if request.slot in one.whole.slot_index), None)
    if facts is None or duty not in facts.duties:
        return Why("not_planned")
    candidates = alternatives(facts, request.slot, Moved(draft.slots, lost=(duty,)))
    able = [one.effect for one in candidates if one.effect is not None]
    if not able:
        rules = Counter(one.obstacles[0].rule for one in candidates)
        return Why("nobody", rules=tuple(sorted(rules.items())))
    dearer = next((tier for tier in able[0].tiers if tier.change > 1e-9), None)
    cheaper = next((tier for tier in able[0].tiers if tier.change < -1e-9), None)
    names = [tier.name for tier in able[0].tiers]
    if dearer is None or (cheaper is not None and names.index(cheaper.name) < names.index(dearer.name)):
        return Why("not_found")
    return Why("costs", dearer.name, round(dearer.change, 6))


def _kept(outcome: Outcome) -> dict[str, object]:
    why = outcome.why
    return {
        "service": outcome.request.service,
        "slot": outcome.request.slot,
        "preferred": list(outcome.request.preferred),
        "why": None
        if why is None
        else {"code": why.code, "tier": why.tier, "amount": why.amount, "rules": dict(why.rules)},
    }


def _read(kept: Mapping[str, Any]) -> Why:
    return Why(kept["code"], kept["tier"], kept["amount"], tuple(sorted(kept["rules"].items())))


def origin_of(draft: Draft) -> int | None:
    """The draft whose answers this one was planned with; None when it was not."""
    kept = draft.options.get("answers")
    return kept["draft"] if isinstance(kept, Mapping) else None
