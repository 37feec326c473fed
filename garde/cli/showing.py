"""How drafts, changes and proofs are shown on a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from garde.cli.output import print_table, say
from garde.planning.draft import Draft, PoolPlan
from garde.planning.fairness import loads, widest_difference
from garde.publication.diff import Change
from garde.rota import FilledSlot

if TYPE_CHECKING:
    from garde.basin.config import BasinConfig
    from garde.cli.frame import Acting
    from garde.storage.database import Database

REASONS = {
    "line": "does not take part in this line",
    "availability": "not available then",
    "active": "not taking part then",
    "pins": "kept out by hand",
    "rest": "must rest before or after another duty",
    "limits": "has reached a limit",
    "group": "shares staff with a service on duty then",
    "apart": "too near to another on duty",
    "place": "is on duty there already, and nobody else takes part",
    "needed_elsewhere": "needed for other duties",
}


def show_draft(database: Database, config: BasinConfig, draft: Draft) -> None:
    """The whole draft: duties, fairness, proof, gaps."""
    from garde.backups.backup import OPEN, guest_id
    from garde.cli.consulted import show_outcomes
    from garde.consultation.outcome import outcomes
    from garde.storage.repositories.backups import backups_of
    from garde.storage.repositories.services import services_of

    with database.reading() as session:
        names = {service.external_id: service.name for service in services_of(session, config.id)}
        asked = [one for one in backups_of(session, config.id) if one.state in OPEN]
    zone = ZoneInfo(config.timezone)
    print_table(
        f"Draft {draft.id}: {', '.join(draft.months)} ({draft.status})",
        ["slot", "from", "to", "services", "points"],
        [
            [
                slot.key,
                local(slot.start, zone),
                local(slot.end, zone),
                _holders(slot, draft, names),
                slot.burden,
            ]
            for slot in draft.slots
        ],
        right=[4],
        optional=[2],
    )
    show_decisions(draft, names)
    show_outcomes(outcomes(draft), names)
    for pool in draft.pools:
        show_fairness(pool, draft, names)
        show_proof(pool)
    show_gaps(draft, names)
    for one in asked:
        if any(slot.key == one.slot and slot.missing for slot in draft.slots):
            say(f"BACKUP {one.slot}: {guest_id(one.home, one.service)}, {one.state}")


def show_decisions(draft: Draft, names: dict[str, str]) -> None:
    """Who must not serve where, and the duties against a rule, with the reason given."""
    for pin in draft.pins:
        if not pin.on:
            who = names.get(pin.service, pin.service)
            say(f"PIN {pin.slot}: {who} must not serve ({pin.source}, {pin.by})")
    for one in draft.overrides:
        who = names.get(one.service, one.service)
        say(f"AGAINST {', '.join(one.rules)} {one.slot}: {who}, by {one.by}: {one.reason}")


def show_fairness(pool: PoolPlan, draft: Draft, names: dict[str, str]) -> None:
    """The fairness table of one pool and month."""
    rows = loads(pool, draft.slots)
    print_table(
        f"Fairness, {pool.month}, {pool.name}",
        ["service", "name", "share", "duties", "nights", "weekend", "holiday", "hours", "carried", "points",
         "fair", "difference"],
        [
            [row.service, names.get(row.service), f"{row.share:g}", row.duties, row.nights, row.weekends,
             row.holidays, f"{row.hours:g}", f"{row.carried:+.2f}", f"{row.served:g}",
             f"{row.fair - row.carried:.2f}", f"{row.difference:+.2f}"]
            for row in rows
        ],
        right=range(2, 12),
        optional=[7, 6, 2, 4, 5, 8],
    )  # fmt: skip
    say(f"Nobody is more than {widest_difference(rows):.2f} points off its fair load.")


def show_proof(pool: PoolPlan) -> None:
    """What each tier reached, and what is proven of it; checked again from the documents alone."""
    from solver import verify

    rota = pool.rota
    print_table(
        f"Proof, {pool.month}, {pool.name}: {rota.status} in {rota.seconds:.1f} s"
        + (", changed by hand since" if pool.planned is not None else ""),
        ["tier", "value", "at least", "proven"],
        [
            [tier.name, f"{tier.value:.10g}", f"{tier.bound:.10g}", "yes" if tier.proven else "not yet"]
            for tier in rota.tiers
        ],
        right=[1, 2],
    )
    findings = verify(pool.problem, pool.document)
    if findings:
        say(f"The independent check found: {'; '.join(map(str, findings))}")
    else:
        say("Checked again from the two documents alone: every rule, value and claim holds.")


def show_gaps(draft: Draft, names: dict[str, str]) -> None:
    """Every gap with what keeps whom from filling it."""
    for pool in draft.pools:
        for gap in pool.rota.gaps:
            say(f"GAP {gap.slot}: {gap.missing} missing")
            if not gap.reasons:
                say("    nobody takes part in this line")
            for reason in gap.reasons:
                who = [names.get(service, service) for service in reason.services]
                shown = ", ".join(who[:4]) + (f" and {len(who) - 4} more" if len(who) > 4 else "")
                say(f"    {REASONS.get(reason.rule, reason.rule)}: {shown}")


def show_changes(acting: Acting, changes: Sequence[Change], most: int = 12) -> None:
    """What a publication changed; only counted when everything is new."""
    from garde.storage.repositories.services import services_of

    with acting.database.reading() as session:
        names = {one.external_id: one.name for one in services_of(session, acting.basin.id)}
    fresh = [change for change in changes if change.before is None and change.after is not None]
    other = [change for change in changes if change.before is not None]
    if fresh:
        say(f"{len(fresh)} duties are new.")
    for change in other[:most]:
        before, after = (
            f"{names.get(one, one)} ({one})" if one else "nobody" for one in (change.before, change.after)
        )
        say(f"{local(change.start, acting.zone)} {change.slot}: {before} -> {after}")
    if len(other) > most:
        say(f"… and {len(other) - most} more changes")
    if not changes:
        say("Nothing changed.")


def local(instant: datetime, zone: ZoneInfo) -> str:
    """An instant as people of the basin read it; with its offset in the hour that exists twice."""
    there = instant.astimezone(zone)
    twice = there.replace(fold=1).utcoffset() != there.replace(fold=0).utcoffset()
    return there.strftime("%a %Y-%m-%d %H:%M") + (there.strftime(" %z") if twice else "")


def _holders(slot: FilledSlot, draft: Draft, names: dict[str, str]) -> str:
    marks = {pin.service: " [pinned]" for pin in draft.pins if pin.on and pin.slot == slot.key}
    marks |= {
        one.service: f" [against {', '.join(one.rules)}]" for one in draft.overrides if one.slot == slot.key
    }
    return ", ".join(
        f"{names.get(place, place)} ({place}){marks.get(place, '')}" if place else "NOBODY"
        for place in slot.places
    )


def slot_as_json(slot: FilledSlot) -> dict[str, Any]:
    """A filled slot for a program."""
    return {
        "id": slot.key,
        "slot": slot.key,
        "line": slot.line,
        "month": slot.month,
        "start": slot.start,
        "end": slot.end,
        "burden": slot.burden,
        "categories": list(slot.categories),
        "services": list(slot.services),
        "missing": slot.missing,
    }


def draft_as_json(draft: Draft) -> dict[str, Any]:
    """A draft for a program."""
    from garde.cli.consulted import outcomes_as_json
    from garde.consultation.outcome import outcomes

    return {
        "id": draft.id,
        "basin": draft.basin,
        "months": list(draft.months),
        "status": draft.status,
        "created_at": draft.created_at,
        "created_by": draft.created_by,
        "missing": draft.missing,
        "options": draft.options,
        "slots": [slot_as_json(slot) for slot in draft.slots],
        "pins": [
            {"slot": pin.slot, "service": pin.service, "on": pin.on, "source": pin.source, "by": pin.by}
            for pin in draft.pins
        ],
        "overrides": [
            {
                "slot": one.slot,
                "service": one.service,
                "rules": list(one.rules),
                "reason": one.reason,
                "by": one.by,
            }
            for one in draft.overrides
        ],
        "requests": outcomes_as_json(outcomes(draft)),
        "pools": [_pool_as_json(pool, draft) for pool in draft.pools],
    }


def _pool_as_json(pool: PoolPlan, draft: Draft) -> dict[str, Any]:
    rota = pool.rota
    return {
        "name": pool.name,
        "month": pool.month,
        "lines": list(pool.lines),
        "status": rota.status,
        "edited": pool.planned is not None,
        "seconds": rota.seconds,
        "problem": rota.problem,
        "tiers": [
            {
                "name": tier.name,
                "value": tier.value,
                "best": tier.best,
                "limit": tier.limit,
                "bound": tier.bound,
                "proven": tier.proven,
            }
            for tier in rota.tiers
        ],
        "gaps": [
            {
                "slot": gap.slot,
                "missing": gap.missing,
                "reasons": [{"rule": r.rule, "services": list(r.services)} for r in gap.reasons],
            }
            for gap in rota.gaps
        ],
        "loads": [
            {
                "service": row.service,
                "share": row.share,
                "duties": row.duties,
                "nights": row.nights,
                "weekends": row.weekends,
                "holidays": row.holidays,
                "hours": row.hours,
                "carried": row.carried,
                "served": row.served,
                "fair": row.fair,
                "difference": row.difference,
            }
            for row in loads(pool, draft.slots)
        ],
    }


def changes_as_json(changes: Sequence[Change]) -> list[dict[str, Any]]:
    """Changes for a program."""
    return [
        {
            "slot": change.slot,
            "line": change.line,
            "place": change.place,
            "start": change.start,
            "end": change.end,
            "before": change.before,
            "after": change.after,
        }
        for change in changes
    ]
