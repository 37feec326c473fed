"""What keeps a service out, as a sentence for each reason code."""

from __future__ import annotations

from garde.planning.explaining.wording import Wording
from solver import Obstacle
from solver.problem import Slot

_COUNTED_IN = {"limit_duties": "duties", "limit_week": "duties"}


def reason(wording: Wording, service: str, obstacle: Obstacle, duties: dict[str, Slot]) -> str:
    """The sentence of one obstacle. ``duties`` are the problem's slots, by id."""
    return wording.phrase(_key(obstacle), **_values(wording, service, obstacle, duties))


def _key(obstacle: Obstacle) -> str:
    if obstacle.code == "undeclared" and obstacle.span is not None:
        return "reason.undeclared.partly"
    if obstacle.code == "needed_elsewhere" and obstacle.slot is not None:
        return "reason.needed_elsewhere.duty"
    return f"reason.{obstacle.code}"


def _values(wording: Wording, service: str, obstacle: Obstacle, duties: dict[str, Slot]) -> dict[str, str]:
    values = {"service": wording.name(service)}
    if obstacle.service is not None:
        values["other"] = wording.name(obstacle.service)
    if obstacle.instant is not None:
        values["instant"] = wording.instant(obstacle.instant)
    span = obstacle.span or duties.get(obstacle.slot or "")
    if span is not None:
        values["span"] = wording.span(span)
        values["of"] = wording.span(span, "of")
    if obstacle.value is not None and obstacle.bound is not None and obstacle.short is not None:
        values["value"] = _measured(wording, obstacle, obstacle.value)
        values["bound"] = (
            wording.number(obstacle.bound)
            if obstacle.code in _COUNTED_IN or obstacle.quantity is not None
            else _measured(wording, obstacle, obstacle.bound)
        )
        values["short"] = _measured(wording, obstacle, obstacle.short)
    return values


def _measured(wording: Wording, obstacle: Obstacle, number: float) -> str:
    if obstacle.code == "too_near":
        return wording.kilometres(number)
    if obstacle.code in _COUNTED_IN:
        return wording.amount(_COUNTED_IN[obstacle.code], number)
    if obstacle.quantity is not None:
        return wording.amount(obstacle.quantity, number)
    return wording.hours(number)
