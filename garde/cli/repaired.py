"""How a repair is shown on a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from garde.cli.neighbours_shown import helper_as_json, helper_lines
from garde.cli.output import say
from garde.cli.showing import local
from garde.planning.explaining.reasons import reason
from garde.planning.explaining.sentences import loads_told, steps_told
from garde.planning.explaining.wording import Wording
from garde.repair.neighbours import willing
from garde.repair.outcome import Call, Cost, Remainder, Repair, Replacement
from garde.repair.telling import able
from solver import Candidate, Problem

MOST = 3
"""So many alternatives for a duty are told."""

WHY = {
    "absence": "",
    "calendar": " (cannot serve any more, by its calendar)",
    "moved": " (to make room)",
    "empty": " (was empty)",
}
TASKS = {
    "serve": "to take the duty",
    "serve the rest": "to serve the rest of the duty",
    "hear": "to hear that somebody else serves",
}


def show_repair(found: Repair, zone: ZoneInfo, *, dry_run: bool) -> None:
    """The repair, what must happen first at the top."""
    say_so = Wording("en", zone, {id: one.name for id, one in found.services.items()}, _year(found, zone))
    absent = found.absence
    on_record = "would be put on record" if dry_run and found.new else "is on record"
    known = "" if found.new else ", as announced before"
    say(
        f"{_who(found, absent.service)} is absent from {local(absent.start, zone)} to "
        f"{local(absent.end, zone)}: that {on_record}{known}."
    )
    if not found.replacements and not found.remainders:
        say("It touches no published duty: nothing needs to change.")
        return
    for remainder in found.remainders:
        for text in _remainder(found, remainder, say_so, zone):
            say(text)
    for replacement in found.replacements:
        for text in _replacement(found, replacement, say_so, zone):
            say(text)
    if found.calls:
        say("To call, the soonest duty first:")
        for number, call in enumerate(found.calls, start=1):
            say(f"{number}. {_called(found, call, zone)}")
    for cost in found.costs:
        for text in _cost(say_so, cost):
            say(text)
    _conclude(found, zone, dry_run=dry_run)


def _conclude(found: Repair, zone: ZoneInfo, *, dry_run: bool) -> None:
    draft = found.draft
    if draft is None:
        return
    proven = {tier.name for pool in draft.pools for tier in pool.rota.tiers if not tier.proven}
    if not proven & {"uncovered", "changes"}:
        say("No rota covers more, and none that covers as much has fewer changes: that is proven.")
    else:
        say("There was no time to prove that no rota has fewer changes: think longer with --time-limit 60.")
    if dry_run and not draft.id:
        say("Nothing was changed.")
        return
    say(f"Draft {draft.id} {'is stored' if found.fresh else 'said so before'}: garde drafts show {draft.id}")
    first = min((one.change.start for one in found.replacements), default=None)
    before = "" if first is None else f" before {local(first, zone)}, when the first of these duties begins"
    say(f"Make it the rota in force{before}: garde publish {draft.id}")


def _remainder(found: Repair, one: Remainder, say_so: Wording, zone: ZoneInfo) -> Iterator[str]:
    slot, absent = one.duty.slot, one.duty
    others = able(one.others)
    yield (
        f"UNDER WAY {slot.key}, until {local(slot.end, zone)}: who serves the rest from "
        f"{local(one.start, zone)} is for you to say; it stays as published."
    )
    yield from _others(say_so, one.others, one.problem, "   could serve the rest: ")
    told = (
        f"--to {absent.left_at.astimezone(zone).isoformat(timespec='minutes')}" if absent.came else "--absent"
    )
    by = f" --replaced-by {others[0].service}" if others else ""
    yield f"   garde served record --slot {slot.key} --service {found.absence.service} {told}{by}"


def _replacement(found: Repair, one: Replacement, say_so: Wording, zone: ZoneInfo) -> Iterator[str]:
    change = one.change
    former = "nobody" if change.before is None else say_so.name(change.before)
    if change.after is None:
        yield f"GAP {local(change.start, zone)} {change.slot}: {former} -> NOBODY{WHY[one.why]}"
        yield from _others(say_so, one.others, one.problem, "   could serve: ")
        yield from _neighbours(found, change.slot)
        return
    yield f"{local(change.start, zone)} {change.slot}: {former} -> {_who(found, change.after)}{WHY[one.why]}"
    if able(one.others):
        yield from _others(say_so, one.others, one.problem, "   if not: ")
    else:
        yield "   nobody else could take it"


def _neighbours(found: Repair, slot: str) -> Iterator[str]:
    """Whom to ask beyond the basin's borders, with what to type."""
    helpers = found.neighbours.get(slot, ())
    if not helpers:
        return
    able = willing(helpers)
    yield ("   neighbours who could stand in, nearest first:" if able else "   no neighbour could stand in:")
    yield from (f"      {text}" for text in helper_lines(helpers, MOST))
    if able:
        first = able[0]
        yield (
            f"   once the rota with this gap is published: garde backups propose --slot {slot} "
            f"--from {first.home.id} --service {first.service.external_id}"
        )


def _others(say_so: Wording, candidates: Sequence[Candidate], problem: Problem, before: str) -> Iterator[str]:
    """The best of those who could serve; where nobody can, why not."""
    could = able(candidates)
    if could:
        more = f" and {len(could) - MOST} more" if len(could) > MOST else ""
        yield before + ", ".join(f"{say_so.name(one.service)} ({one.service})" for one in could[:MOST]) + more
        return
    duties = {slot.id: slot for slot in problem.slots}
    for one in candidates[:MOST]:
        yield f"   {reason(say_so, one.service, one.obstacles[0], duties)}"
    if len(candidates) > MOST:
        yield f"   … and {len(candidates) - MOST} more whom a rule keeps out."


def _called(found: Repair, call: Call, zone: ZoneInfo) -> str:
    how = ", ".join(filter(None, (call.phone, call.email))) or "no telephone or e-mail on record"
    return f"{_who(found, call.service)}, {how}: {TASKS[call.task]} {call.slot}, {local(call.start, zone)}"


def _cost(say_so: Wording, cost: Cost) -> Iterator[str]:
    yield f"What it costs in {cost.month}, {cost.pool}:"
    yield from (f"   {text}" for text in loads_told(say_so, "load.after", cost.loads, every=False))
    yield "   " + steps_told(say_so, "effect", [(tier.name, tier.now, tier.then) for tier in cost.tiers])


def _who(found: Repair, service: str) -> str:
    known = found.services.get(service)
    return f"{known.name} ({service})" if known else service


def _year(found: Repair, zone: ZoneInfo) -> int:
    return found.at.astimezone(zone).year


def repair_as_json(found: Repair, zone: ZoneInfo) -> dict[str, Any]:
    """A repair for a program."""
    draft = found.draft

    def there(instant: datetime) -> datetime:
        return instant.astimezone(zone)

    return {
        "absence": {
            "service": found.absence.service,
            "start": there(found.absence.start),
            "end": there(found.absence.end),
            "reason": found.absence.reason,
            "new": found.new,
        },
        "draft": None if draft is None else draft.id or None,
        "made_now": found.fresh,
        "months": [] if draft is None else list(draft.months),
        "changes": [
            {
                "slot": one.change.slot,
                "line": one.change.line,
                "place": one.change.place,
                "start": there(one.change.start),
                "end": there(one.change.end),
                "before": one.change.before,
                "after": one.change.after,
                "why": one.why,
                "alternatives": _candidates(one.others),
                "kept_out": _kept_out(one.others),
                "neighbours": [
                    helper_as_json(helper) for helper in found.neighbours.get(one.change.slot, ())
                ],
            }
            for one in found.replacements
        ],
        "under_way": [
            {
                "slot": one.duty.slot.key,
                "start": there(one.start),
                "end": there(one.duty.slot.end),
                "came": one.duty.came,
                "alternatives": _candidates(one.others),
                "kept_out": _kept_out(one.others),
            }
            for one in found.remainders
        ],
        "calls": [
            {
                "service": call.service,
                "task": call.task,
                "slot": call.slot,
                "start": there(call.start),
                "phone": call.phone,
                "email": call.email,
            }
            for call in found.calls
        ],
        "costs": [
            {
                "month": cost.month,
                "pool": cost.pool,
                "tiers": [{"name": tier.name, "now": tier.now, "then": tier.then} for tier in cost.tiers],
                "loads": [
                    {
                        "service": load.service,
                        "quantity": load.quantity,
                        "fair": load.fair,
                        "now": load.now,
                        "then": load.then,
                    }
                    for load in cost.loads
                ],
            }
            for cost in found.costs
        ],
        "proven": draft is not None
        and all(
            tier.proven
            for pool in draft.pools
            for tier in pool.rota.tiers
            if tier.name in ("uncovered", "changes")
        ),
        "warnings": list(found.warnings),
    }


def _candidates(candidates: Sequence[Candidate]) -> list[str]:
    return [one.service for one in able(candidates)]


def _kept_out(candidates: Sequence[Candidate]) -> dict[str, list[str]]:
    """The codes of what keeps the others out, by service."""
    return {
        one.service: [obstacle.code for obstacle in one.obstacles] for one in candidates if one.effect is None
    }
