"""How swaps, and who could take a duty, are shown on a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.basin.config import BasinConfig
from garde.cli.output import print_table, say
from garde.cli.showing import changes_as_json, local
from garde.planning.explaining.reasons import reason
from garde.rota import FilledSlot
from garde.storage.repositories.services import services_of
from garde.swaps.agreeing import Agreed
from garde.swaps.candidates import Candidate
from garde.swaps.judgement import Judgement, Part
from garde.swaps.offering import Terms
from garde.swaps.phrasing import broken_rules, costs, wording_of
from garde.swaps.swap import IN_FORCE, OVERTAKEN, Step, Swap
from solver import LoadChange

MOST = 12
"""So many who may not take a duty are told one by one."""


def names_of(session: Session, basin: str) -> dict[str, str]:
    """The services' names by external id."""
    return {service.external_id: service.name for service in services_of(session, basin)}


def is_settled(swap: Swap, slots: Mapping[str, FilledSlot], at: datetime) -> bool:
    """Whether a swap is of no concern any more: it is over, or its duties have begun."""
    coming = [slots[key] for key in (swap.slot, swap.return_slot or "") if key in slots]
    in_force = swap.state in (*IN_FORCE, OVERTAKEN)
    return not swap.live and (not in_force or not coming or any(one.begun(at) for one in coming))


def swap_rows(
    swaps: Sequence[Swap], names: Mapping[str, str], slots: Mapping[str, FilledSlot], zone: ZoneInfo
) -> tuple[list[str], list[list[object]]]:
    """Columns and rows of a list of swaps."""

    def begins(swap: Swap) -> str:
        slot = slots.get(swap.slot)
        return "" if slot is None else local(slot.start, zone)

    def wanted(swap: Swap) -> str:
        return "" if swap.kind == "gift" else swap.return_slot or "any duty"

    columns = ["swap", "slot", "begins", "giver", "taker", "in return", "state", "why", "by"]
    rows: list[list[object]] = [
        [
            swap.id,
            swap.slot,
            begins(swap),
            names.get(swap.giver, swap.giver),
            "anybody" if swap.taker is None else names.get(swap.taker, swap.taker),
            wanted(swap),
            f"{swap.state} (version {swap.version})" if swap.state == "approved" else swap.state,
            swap.reason or swap.note,
            (swap.undone or swap.decided or swap.accepted or swap.offered).by,
        ]
        for swap in swaps
    ]
    return columns, rows


def swap_as_json(swap: Swap) -> dict[str, Any]:
    """A swap for a program."""
    return {
        "id": swap.id,
        "state": swap.state,
        "kind": swap.kind,
        "slot": swap.slot,
        "giver": swap.giver,
        "taker": swap.taker,
        "named": swap.named,
        "return_slot": swap.return_slot,
        "note": swap.note,
        "reason": swap.reason,
        "version": swap.version,
        "undone_version": swap.undone_version,
        **{
            name: None if step is None else {"at": step.at, "by": step.by, "role": step.role}
            for name, step in _steps(swap)
        },
    }


def _steps(swap: Swap) -> Iterable[tuple[str, Step | None]]:
    return [
        ("offered", swap.offered),
        ("accepted", swap.accepted),
        ("decided", swap.decided),
        ("undone", swap.undone),
    ]


def show_candidates(
    found: Sequence[Candidate], terms: Terms, config: BasinConfig, names: Mapping[str, str]
) -> None:
    """Those who may take the duty, the best first, then what keeps the others out."""
    able = [one for one in found if one.may]
    print_table(
        f"Who could take {terms.slot} from {names.get(terms.giver, terms.giver)}",
        ["service", "name", "in return", "unfairness", "points", "fair", "rest", "ways"],
        [
            [one.service, names.get(one.service), *_told(one)]
            for one in able
        ],
        right=[3, 4, 5, 6, 7],
        optional=[7, 5],
    )  # fmt: skip
    if not able:
        say("Nobody may take it without breaking a rule.")
    others = [one for one in found if not one.may]
    for one in others[:MOST]:
        best = one.best
        if best is None:
            say(f"{names.get(one.service, one.service)} has no coming duty to give in return.")
            continue
        for text in list(broken_rules(wording_of(best, config, "en", names), best))[:1]:
            say(text)
    if len(others) > MOST:
        say(f"… and {len(others) - MOST} more whom a rule keeps out: --json names them all")


def _told(one: Candidate) -> list[object]:
    best = one.best
    if best is None:
        return ["", "", "", "", "", ""]
    load = next((load for load in _burdens(best) if load.service == one.service), None)
    return [
        best.change.return_slot,
        f"{best.unfairness:+.4g}",
        "" if load is None else f"{load.now:.2f} -> {load.then:.2f}",
        "" if load is None else f"{load.fair:.2f}",
        _rest(best.parts[0]),
        sum(way.sound for way in one.ways),
    ]


def _burdens(judgement: Judgement) -> list[LoadChange]:
    """The loads in points of the last month that it touches."""
    if not judgement.effects:
        return []
    return [load for load in judgement.effects[-1].effect.loads if load.quantity == "burden"]


def _rest(part: Part) -> str:
    least = part.rest.least
    return "free around" if least is None else f"{least:g} h"


def candidate_as_json(one: Candidate, config: BasinConfig, names: Mapping[str, str]) -> dict[str, Any]:
    """A candidate for a program, with every way in which it could take the duty."""
    return {
        "id": one.service,
        "service": one.service,
        "may": one.may,
        "ways": [judgement_as_json(way, config, names) for way in one.ways],
    }


def show_judgement(judgement: Judgement, config: BasinConfig, names: Mapping[str, str]) -> None:
    """What a swap does, line by line."""
    wording = wording_of(judgement, config, "en", names)
    zone = ZoneInfo(config.timezone)
    for part, lost in zip(judgement.parts, judgement.change.lost, strict=True):
        say(
            f"{local(part.slot.start, zone)} {part.slot.key}: "
            f"{wording.name(lost.service)} -> {wording.name(part.duty.service)}"
        )
    for text in broken_rules(wording, judgement):
        say(f"Breaks a rule: {text}")
    for text in costs(wording, judgement):
        say(text)


def judgement_as_json(judgement: Judgement, config: BasinConfig, names: Mapping[str, str]) -> dict[str, Any]:
    """A judged change for a program."""
    wording = wording_of(judgement, config, "en", names)
    return {
        "slot": judgement.change.slot,
        "giver": judgement.change.giver,
        "taker": judgement.change.taker,
        "return_slot": judgement.change.return_slot,
        "may": judgement.sound,
        "parts": [
            {
                "slot": part.duty.slot,
                "service": part.duty.service,
                "rest_before": part.rest.before,
                "rest_after": part.rest.after,
                "rest_needed": part.rest.needed,
                "reasons": [
                    {
                        "rule": obstacle.rule,
                        "code": obstacle.code,
                        "value": obstacle.value,
                        "bound": obstacle.bound,
                        "text": reason(wording, part.duty.service, obstacle, {}),
                    }
                    for obstacle in part.obstacles
                ],
            }
            for part in judgement.parts
        ],
        "unfairness": judgement.unfairness if judgement.effects else None,
        "effects": [
            {
                "month": month.month,
                "pool": month.pool,
                "tiers": [
                    {"name": tier.name, "before": tier.now, "after": tier.then} for tier in month.effect.tiers
                ],
                "loads": [
                    {
                        "service": load.service,
                        "quantity": load.quantity,
                        "fair": load.fair,
                        "before": load.now,
                        "after": load.then,
                    }
                    for load in month.effect.loads
                ],
            }
            for month in judgement.effects
        ],
    }


def show_agreed(agreed: Agreed, config: BasinConfig, names: Mapping[str, str], *, saved: bool) -> None:
    """What came of accepting, approving or undoing."""
    show_judgement(agreed.judgement, config, names)
    swap, published = agreed.swap, agreed.published
    if not saved:
        say("Nothing was changed.")
        return
    if published is None:
        for text in agreed.waits:
            say(f"Left to a coordinator: {text}.")
        say(f"Swap {swap.id} is accepted. Put it in force: garde swaps approve {swap.id}")
        return
    if agreed.judgement.broken:
        say(f"On record against {', '.join(_rules(agreed.judgement))}.")
    months = ", ".join(published.months)
    did = "undone" if swap.state == "undone" else "in force"
    say(f"Swap {swap.id} is {did}: version {published.number} of {months}.")


def _rules(judgement: Judgement) -> list[str]:
    return list(dict.fromkeys(rule for part in judgement.broken for rule in part.rules))


def agreed_as_json(agreed: Agreed, config: BasinConfig, names: Mapping[str, str]) -> dict[str, Any]:
    """What came of accepting, approving or undoing, for a program."""
    published = agreed.published
    return {
        "swap": swap_as_json(agreed.swap),
        **judgement_as_json(agreed.judgement, config, names),
        "waits": list(agreed.waits),
        "version": None if published is None else published.number,
        "months": None if published is None else list(published.months),
        "changes": [] if published is None else changes_as_json(published.changes),
    }
