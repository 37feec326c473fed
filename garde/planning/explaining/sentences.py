"""An explanation in plain sentences, line by line; what belongs to a line above is indented."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile

from garde.planning.explaining.reasons import reason
from garde.planning.explaining.wording import Wording
from solver import Candidate, Closing, Effect, Explanation, LoadChange, Rearranged, TierBest
from solver.problem import BURDEN, Problem, Slot

_SAME = 0.005
"""Less of a difference is not shown, with two decimals."""


class Sentences:
    """Tells one explanation. ``line`` is the name of the slot's line."""

    def __init__(self, wording: Wording, problem: Problem, explanation: Explanation, line: str) -> None:
        self._say = wording
        self._told = explanation
        self._duties: dict[str, Slot] = {slot.id: slot for slot in problem.slots}
        self._line = line

    def lines(self) -> Iterator[str]:
        """Every line of the answer."""
        told, say = self._told, self._say
        slot = f"{self._line}, {say.span(self._duties[told.slot])}"
        if told.holders:
            yield say.phrase(
                "holders", slot=slot, holders=say.listed([say.name(one) for one in told.holders])
            )
        if told.missing:
            yield say.counted("gap", told.missing, slot=slot)
        yield from self._loads("load.with", (_turned(load) for load in told.loads))
        if told.missing and told.asked not in told.holders:
            yield from self._gap()
        else:
            yield from self._duty()

    def _gap(self) -> Iterator[str]:
        told, say = self._told, self._say
        yield say.phrase("reasons")
        for one in told.candidates:
            yield from _indented(self._obstacles(one))
            yield from _indented(_indented([self._tried(one)]))
        if not told.closings:
            yield say.phrase("closings.none")
            return
        yield say.phrase("closings")
        for number, way in enumerate(told.closings, start=1):
            yield f"{number}. {self._closing(way)}"
            yield from _indented(self._effects(way))

    def _duty(self) -> Iterator[str]:
        told, say = self._told, self._say
        able = [one for one in told.candidates if one.effect is not None]
        others = [one for one in told.candidates if one.effect is None]
        # In a list, what becomes of the one who makes room is said once.
        once = len(able) > 1 and len({one.relieves for one in able}) == 1
        if once and able[0].effect is not None:
            yield from self._loads("load.without", _of_others(able[0].effect, able[0].service))
        if told.asked is None or told.asked in told.holders:
            yield say.phrase("alternatives" if able else "alternatives.none")
        for number, one in enumerate(able, start=1):
            former = "" if one.relieves is None else say.name(one.relieves)
            yield f"{number}. {say.phrase('alternative', service=say.name(one.service), former=former)}"
            yield from _indented(self._effects(one, alone=once))
        if others and (able or told.asked is None or told.asked in told.holders):
            yield say.phrase("forbidden")
        for one in others:
            yield from _indented(self._obstacles(one))
            if one.rearranged is not None:
                yield from _indented(_indented([self._best(one.rearranged)]))

    def _obstacles(self, one: Candidate) -> Iterator[str]:
        for obstacle in one.obstacles:
            yield reason(self._say, one.service, obstacle, self._duties)

    def _tried(self, one: Candidate) -> str:
        say, service = self._say, self._say.name(one.service)
        if one.verdict == "not_in_time" or one.verdict is None:
            return say.phrase("tried.not_in_time")
        if one.lifted is None:
            return say.phrase(f"tried.kept.{one.verdict}", service=service)
        return say.phrase(f"tried.lifted.{one.verdict}", rule=say.phrase(f"rule.{one.lifted}"))

    def _closing(self, way: Closing) -> str:
        say, waiver = self._say, way.waiver
        values = {"service": say.name(way.service)}
        if way.leaves is not None and way.successor is not None:
            values["of"] = say.span(self._duties[way.leaves], "of")
            values["successor"] = say.name(way.successor)
        key = "closing.direct" if way.leaves is None else "closing.move"
        if waiver is None:
            return say.phrase(key, **values)
        if waiver.hours is not None:
            return say.phrase(f"{key}.rest", hours=say.hours(waiver.hours), **values)
        return say.phrase(f"{key}.waiver", rule=say.phrase(f"rule.{waiver.rule}"), **values)

    def _effects(self, change: Candidate | Closing, *, alone: bool = False) -> Iterator[str]:
        effect = change.effect
        if effect is not None:
            taker = [load for load in effect.loads if load.service == change.service]
            yield from self._loads("load.would", taker)
            if not alone:
                leaver = "load.without" if isinstance(change, Candidate) else "load.after"
                yield from self._loads(leaver, _of_others(effect, change.service))
            yield steps_told(self._say, "effect", [(tier.name, tier.now, tier.then) for tier in effect.tiers])
        if change.rearranged is not None:
            yield self._best(change.rearranged)

    def _best(self, again: Rearranged) -> str:
        if again.state != "found":
            return self._say.phrase(f"best.{again.state}")
        proven = list(takewhile(lambda tier: tier.proven, again.tiers))
        rest = again.tiers[len(proven) :]
        if not rest:
            return steps_told(self._say, "best", _steps(proven))
        if not proven:
            return steps_told(self._say, "best.unproven", _steps(rest))
        if _changed(_steps(proven)):
            first = steps_told(self._say, "best", _steps(proven))
        else:
            aims = [self._say.phrase(f"tier.{tier.name}") for tier in proven]
            first = self._say.phrase("best.kept", tiers=self._say.listed(aims))
        return f"{first} {steps_told(self._say, 'best.rest', _steps(rest))}"

    def _loads(self, key: str, loads: Iterable[LoadChange]) -> Iterator[str]:
        # In a list of many, points say enough; of one service every balanced quantity is told.
        return loads_told(self._say, key, loads, every=self._told.asked is not None)


def loads_told(wording: Wording, key: str, loads: Iterable[LoadChange], *, every: bool) -> Iterator[str]:
    """A sentence for each load that changes: of points alone, or of ``every`` balanced quantity."""
    for load in loads:
        if load.now != load.then and (load.quantity == BURDEN or every):
            yield wording.phrase(
                key,
                service=wording.name(load.service),
                load=wording.amount(load.quantity, load.then),
                compared=_compared(wording, load),
            )


def steps_told(wording: Wording, key: str, steps: Iterable[tuple[str, float, float]]) -> str:
    """What happens to the tiers, each with its name and its value before and after."""
    shown = []
    for name, now, then in steps:
        sign = -1 if name == "wishes" else 1
        if _changed([(name, now, then)]):
            tier = wording.phrase(f"tier.{name}")
            numbers = {"now": wording.number(sign * now), "then": wording.number(sign * then)}
            shown.append(wording.phrase("tier.step", tier=tier, **numbers))
    return wording.phrase(key, steps=wording.listed(shown)) if shown else wording.phrase(f"{key}.none")


def _steps(tiers: Iterable[TierBest]) -> list[tuple[str, float, float]]:
    return [(tier.name, tier.now, tier.value) for tier in tiers]


def _changed(steps: Iterable[tuple[str, float, float]]) -> bool:
    return any(abs(then - now) >= _SAME for _, now, then in steps)


def _of_others(effect: Effect, service: str) -> list[LoadChange]:
    return [load for load in effect.loads if load.service != service]


def _compared(wording: Wording, load: LoadChange) -> str:
    above = load.then - load.fair
    if abs(above) < _SAME:
        return wording.phrase("compared.equal")
    return wording.phrase(
        "compared.above" if above > 0 else "compared.below",
        difference=wording.amount(load.quantity, abs(above)),
        fair=wording.amount(load.quantity, load.fair),
    )


def _turned(load: LoadChange) -> LoadChange:
    """The load as it is, seen from the rota without this duty."""
    return LoadChange(load.service, load.quantity, load.fair, now=load.then, then=load.now)


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"   {line}" for line in lines)
