"""An edit in plain sentences: what it breaks, what each tier and load becomes, who else could serve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from garde.editing.judging import Judgement
from garde.editing.outcome import Edited
from garde.planning.explaining.reasons import reason
from garde.planning.explaining.sentences import loads_told, steps_told
from garde.planning.explaining.wording import Wording
from solver import Candidate
from solver.problem import Slot

MOST = 5
"""So many alternatives are told in full."""


def wording_for(edited: Edited, timezone: str, names: Mapping[str, str]) -> Wording:
    """The words for an edit, in English, services by their names where they are known."""
    zone = ZoneInfo(timezone)
    start = next(slot.start for slot in edited.before.slots if slot.key == edited.edit.slot)
    return Wording("en", zone, names, start.astimezone(zone).year)


def broken_rules(wording: Wording, judgement: Judgement) -> Iterator[str]:
    """Each rule that the edit breaks, with its name and the numbers."""
    duties = _duties(judgement)
    for broken in judgement.broken:
        for obstacle in broken.obstacles:
            yield f"{obstacle.rule}: {reason(wording, broken.duty.service, obstacle, duties)}"


def costs(wording: Wording, judgement: Judgement) -> Iterator[str]:
    """What becomes of the tiers, and of the loads of those concerned."""
    for pool in judgement.effects:
        yield from loads_told(wording, "load.after", pool.effect.loads, every=True)
        yield steps_told(wording, "effect", [(tier.name, tier.now, tier.then) for tier in pool.effect.tiers])


def alternatives(wording: Wording, judgement: Judgement) -> Iterator[str]:
    """Who else could take the place, best first; then what keeps the others out."""
    able = [one for one in judgement.alternatives if one.effect is not None]
    others = [one for one in judgement.alternatives if one.effect is None]
    yield "Who else could serve, the best choice first:" if able else "Nobody else could serve."
    for number, one in enumerate(able[:MOST], start=1):
        yield f"{number}. {wording.name(one.service)}"
        yield from (f"   {line}" for line in _effect(wording, one))
    if len(able) > MOST:
        yield f"… and {len(able) - MOST} more."
    duties = _duties(judgement)
    for one in others[:MOST]:
        yield f"   {reason(wording, one.service, one.obstacles[0], duties)}"
    if len(others) > MOST:
        yield f"   … and {len(others) - MOST} more whom a rule keeps out."


def _effect(wording: Wording, one: Candidate) -> Iterator[str]:
    if one.effect is not None:
        taker = [load for load in one.effect.loads if load.service == one.service]
        yield from loads_told(wording, "load.would", taker, every=False)
        yield steps_told(wording, "effect", [(tier.name, tier.now, tier.then) for tier in one.effect.tiers])


def _duties(judgement: Judgement) -> dict[str, Slot]:
    return {slot.id: slot for slot in judgement.pool.whole.slots}
