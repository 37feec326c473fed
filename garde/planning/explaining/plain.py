"""An explanation for programs: codes and numbers, instants in the basin's time."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, tzinfo
from typing import Any

from solver import Assignment, Candidate, Closing, Effect, Explanation, Obstacle, Rearranged


def as_plain(explanation: Explanation, zone: tzinfo) -> dict[str, Any]:
    """The explanation in dictionaries, lists, numbers, texts and aware instants."""
    return {
        "slot": explanation.slot,
        "holders": list(explanation.holders),
        "missing": explanation.missing,
        "asked": explanation.asked,
        "tiers": [{"name": name, "value": value} for name, value in explanation.present],
        "loads": [asdict(load) for load in explanation.loads],
        "candidates": [_candidate(one, zone) for one in explanation.candidates],
        "closings": [_closing(way, zone) for way in explanation.closings],
        "seconds": explanation.seconds,
    }


def _candidate(one: Candidate, zone: tzinfo) -> dict[str, Any]:
    return {
        "service": one.service,
        "reasons": [_obstacle(obstacle, zone) for obstacle in one.obstacles],
        "instead_of": one.relieves,
        "effect": _effect(one.effect),
        "lifted": one.lifted,
        "verdict": one.verdict,
        "rearranged": _rearranged(one.rearranged),
    }


def _closing(way: Closing, zone: tzinfo) -> dict[str, Any]:
    return {
        "service": way.service,
        "leaves": way.leaves,
        "successor": way.successor,
        "waiver": None if way.waiver is None else asdict(way.waiver),
        "reasons": [_obstacle(obstacle, zone) for obstacle in way.obstacles],
        "effect": _effect(way.effect),
        "rearranged": _rearranged(way.rearranged),
    }


def _obstacle(obstacle: Obstacle, zone: tzinfo) -> dict[str, Any]:
    span = obstacle.span
    return {
        "code": obstacle.code,
        "rule": obstacle.rule,
        "value": obstacle.value,
        "bound": obstacle.bound,
        "short": obstacle.short,
        "start": None if span is None else _local(span.start, zone),
        "end": None if span is None else _local(span.end, zone),
        "instant": None if obstacle.instant is None else _local(obstacle.instant, zone),
        "slot": obstacle.slot,
        "service": obstacle.service,
        "category": obstacle.quantity,
    }


def _effect(effect: Effect | None) -> dict[str, Any] | None:
    if effect is None:
        return None
    return {
        "tiers": [asdict(tier) | {"change": tier.change} for tier in effect.tiers],
        "loads": [asdict(load) for load in effect.loads],
    }


def _rearranged(again: Rearranged | None) -> dict[str, Any] | None:
    if again is None:
        return None
    return {
        "state": again.state,
        "proven": again.proven,
        "tiers": [asdict(tier) for tier in again.tiers],
        "gained": [_assignment(item) for item in again.gained],
        "lost": [_assignment(item) for item in again.lost],
    }


def _assignment(item: Assignment) -> dict[str, str]:
    return {"slot": item.slot, "service": item.service}


def _local(instant: datetime, zone: tzinfo) -> datetime:
    return instant.astimezone(zone)
