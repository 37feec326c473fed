"""How an edit, and two drafts side by side, are shown on a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from garde.cli.output import print_table, say
from garde.cli.showing import changes_as_json, local
from garde.editing.compare import Comparison
from garde.editing.outcome import Edited
from garde.editing.words import alternatives, broken_rules, costs, wording_for
from garde.planning.explaining.reasons import reason
from garde.planning.fairness import Load
from solver import Candidate, Effect


def show_edit(edited: Edited, timezone: str, names: Mapping[str, str], override: str | None) -> None:
    """What an edit does, line by line."""
    zone, wording = ZoneInfo(timezone), wording_for(edited, timezone, names)
    judgement = edited.judgement
    for was, now in edited.changed:
        before, after = (
            ", ".join(wording.name(one) if one else "nobody" for one in slot.places) for slot in (was, now)
        )
        say(f"{local(was.start, zone)} {was.key}: {before} -> {after}")
    for pin in edited.after.pins:
        if pin not in edited.before.pins:
            say(f"Pinned: {wording.name(pin.service)} {'must' if pin.on else 'must not'} serve {pin.slot}")
    for pin in edited.before.pins:
        if pin not in edited.after.pins:
            say(f"No longer pinned: {wording.name(pin.service)} in {pin.slot}")
    for text in broken_rules(wording, judgement):
        say(f"Breaks {text}")
    for pin in judgement.against_pins:
        says = "must" if pin.on else "must not"
        say(f"Goes against a pin: {wording.name(pin.service)} {says} serve {pin.slot}")
    for text in costs(wording, judgement):
        say(text)
    if judgement.alternatives:
        for text in alternatives(wording, judgement):
            say(text)
    if edited.saved:
        if override is not None:
            say("It breaks no rule: nothing was overridden." if judgement.sound else f"On record: {override}")
        say(f"Draft {edited.after.id} is changed. Look again: garde drafts show {edited.after.id}")
    else:
        say("Nothing was changed.")


def edit_as_json(
    edited: Edited, timezone: str, names: Mapping[str, str], override: str | None
) -> dict[str, Any]:
    """An edit for a program."""
    wording, judgement = wording_for(edited, timezone, names), edited.judgement
    duties = {slot.id: slot for slot in judgement.pool.whole.slots}
    return {
        "draft": edited.before.id,
        "action": edited.edit.verb,
        "slot": edited.edit.slot,
        "service": edited.edit.service,
        "saved": edited.saved,
        "override": override,
        "missing": edited.after.missing,
        "changes": [
            {"slot": was.key, "before": list(was.places), "after": list(now.places)}
            for was, now in edited.changed
        ],
        "broken": [
            {
                "slot": broken.duty.slot,
                "service": broken.duty.service,
                "rule": obstacle.rule,
                "code": obstacle.code,
                "value": obstacle.value,
                "bound": obstacle.bound,
                "text": reason(wording, broken.duty.service, obstacle, duties),
            }
            for broken in judgement.broken
            for obstacle in broken.obstacles
        ],
        "against_pins": [
            {"slot": pin.slot, "service": pin.service, "on": pin.on} for pin in judgement.against_pins
        ],
        "effects": [
            {"month": pool.month, "pool": pool.name, **_effect_as_json(pool.effect)}
            for pool in judgement.effects
        ],
        "alternatives": [_alternative_as_json(one) for one in judgement.alternatives],
        "pins": [{"slot": pin.slot, "service": pin.service, "on": pin.on} for pin in edited.after.pins],
        "overrides": [
            {"slot": one.slot, "service": one.service, "rules": list(one.rules), "reason": one.reason}
            for one in edited.after.overrides
        ],
    }


def _effect_as_json(effect: Effect) -> dict[str, Any]:
    return {
        "tiers": [{"name": tier.name, "before": tier.now, "after": tier.then} for tier in effect.tiers],
        "loads": [
            {
                "service": load.service,
                "quantity": load.quantity,
                "fair": load.fair,
                "before": load.now,
                "after": load.then,
            }
            for load in effect.loads
        ],
    }


def _alternative_as_json(one: Candidate) -> dict[str, Any]:
    return {
        "service": one.service,
        "instead_of": one.relieves,
        "may": one.effect is not None,
        "rules": list(dict.fromkeys(obstacle.rule for obstacle in one.obstacles)),
        **({"tiers": [], "loads": []} if one.effect is None else _effect_as_json(one.effect)),
    }


def show_comparison(comparison: Comparison, zone: ZoneInfo, names: Mapping[str, str]) -> None:
    """Two drafts side by side."""
    first, second = f"draft {comparison.first}", f"draft {comparison.second}"

    def holder(service: str | None) -> str:
        return "nobody" if service is None else f"{names.get(service, service)} ({service})"

    print_table(
        f"Who changes, {', '.join(comparison.months)}: {len(comparison.changes)} places",
        ["slot", "from", first, second],
        [
            [change.slot, local(change.start, zone), holder(change.before), holder(change.after)]
            for change in comparison.changes
        ],
        optional=[1],
    )
    print_table(
        "Aims: the less the better",
        ["tier", "month", "pool", first, second, "change"],
        [
            [tier.name, tier.month, tier.pool, _number(tier.first), _number(tier.second),
             _change(tier.first, tier.second)]
            for tier in comparison.tiers
        ],
        right=[3, 4, 5],
        optional=[2, 1],
    )  # fmt: skip
    print_table(
        f"Loads: {first} -> {second}",
        ["service", "name", "month", "points", "duties", "nights", "weekend", "holiday", "difference"],
        [
            [pair.service, names.get(pair.service), pair.month,
             *(_both(pair.first, pair.second, name)
               for name in ("served", "duties", "nights", "weekends", "holidays", "difference"))]
            for pair in comparison.loads
        ],
        right=range(3, 9),
        optional=[2, 7, 6],
    )  # fmt: skip


def comparison_as_json(comparison: Comparison) -> dict[str, Any]:
    """A comparison for a program."""
    return {
        "drafts": [comparison.first, comparison.second],
        "months": list(comparison.months),
        "changes": changes_as_json(comparison.changes),
        "tiers": [
            {
                "month": tier.month,
                "pool": tier.pool,
                "name": tier.name,
                "first": tier.first,
                "second": tier.second,
            }
            for tier in comparison.tiers
        ],
        "loads": [
            {
                "month": pair.month,
                "service": pair.service,
                "first": _load_as_json(pair.first),
                "second": _load_as_json(pair.second),
            }
            for pair in comparison.loads
        ],
    }


def _load_as_json(load: Load | None) -> dict[str, Any] | None:
    if load is None:
        return None
    return {
        "burden": load.served,
        "duties": load.duties,
        "night": load.nights,
        "weekend": load.weekends,
        "holiday": load.holidays,
        "carried": load.carried,
        "fair": load.fair,
        "difference": load.difference,
    }


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.10g}"


def _change(first: float | None, second: float | None) -> str:
    return "" if first is None or second is None else f"{second - first:+.10g}"


def _both(first: Load | None, second: Load | None, name: str) -> str:
    one, other = (None if load is None else round(getattr(load, name), 2) for load in (first, second))
    return _number(one) if one == other else f"{_number(one)} -> {_number(other)}"
