"""Stating a Problem with what people decided: pins, and duties against a rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from garde.errors import Conflict
from garde.planning.decisions import GIVING_WAY, Pin, taken_as_served, without_decided
from solver import Assignment, Problem, dump_problem
from solver.pinned import broken_pin
from solver.problem import Pin as ProblemPin


@dataclass(frozen=True)
class Stated:
    """The Problem to solve, and the duties that were taken as served in it.

    ``whole`` is the Problem with those duties open again; None where there are none. ``released`` are pins
    of duties that services accepted, or agreed on in a swap, left out because they would break a rule.
    """

    problem: bytes
    decided: tuple[Assignment, ...] = ()
    whole: bytes | None = None
    released: tuple[Pin, ...] = ()


def state(problem: Problem, pins: Sequence[Pin], fixed: Mapping[str, tuple[str, ...]]) -> Stated:
    """The Problem with those pins and fixed duties that are about it.

    A duty pinned beside one against a rule is taken as served with it, so that no pin makes the Problem
    impossible. One that stems from an answer or a swap is left out where it breaks a rule. Raises Conflict
    for other pins that break a rule by themselves.
    """
    against = [
        Assignment(slot, service)
        for slot, services in fixed.items()
        for service in services
        if slot in problem.slot_index and service in problem.service_index
    ]
    known = [
        pin
        for pin in pins
        if pin.slot in problem.slot_index and pin.service in problem.service_index and pin.duty not in against
    ]
    known, released = _holding(problem, known)
    must = [pin.duty for pin in known if pin.on]
    decided = taken_as_served(problem, [*against, *must], against)
    whole = replace(problem, pins=_told(problem, [pin for pin in known if pin.duty not in decided]))
    if not decided:
        return Stated(dump_problem(whole), released=released)
    left = without_decided(whole, decided)
    return Stated(dump_problem(left), tuple(sorted(decided)), dump_problem(whole), released)


def _told(problem: Problem, pins: Sequence[Pin]) -> tuple[ProblemPin, ...]:
    ordered = sorted(pins, key=lambda pin: (problem.slot_index[pin.slot], pin.service))
    return tuple(dict.fromkeys(ProblemPin(pin.service, pin.slot, pin.on) for pin in ordered))


def _holding(problem: Problem, pins: Sequence[Pin]) -> tuple[list[Pin], tuple[Pin, ...]]:
    """The pins that break no rule, and those of ``GIVING_WAY`` that have to be left out for that."""
    left, released = list(pins), list[Pin]()
    while True:
        stated = replace(problem, pins=_told(problem, left))
        found = broken_pin(stated)
        if found is None:
            return left, tuple(released)
        breach = found[1]
        giving_way = [
            pin
            for pin in left
            if pin.on
            and pin.source in GIVING_WAY
            and pin.service in breach.services
            and pin.slot in breach.slots
        ]
        if not giving_way:
            pin = stated.pins[found[0]]
            raise Conflict(
                f"the pin of {pin.service} in {pin.slot} breaks the rule {breach.rule}",
                remedy="unpin it, or give it the duty with --override REASON: garde edit --help",
            )
        first = min(reversed(giving_way), key=lambda pin: GIVING_WAY.index(pin.source))
        released.append(first)
        left.remove(first)
