"""Stating a Problem with what people decided: pins, and duties against a rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from garde.errors import Conflict
from garde.planning.decisions import Pin, taken_as_served, without_decided
from solver import Assignment, Problem, dump_problem
from solver.pinned import broken_pin
from solver.problem import Pin as ProblemPin


@dataclass(frozen=True)
class Stated:
    """The Problem to solve, and the duties that were taken as served in it.

    ``whole`` is the Problem with those duties open again; None where there are none.
    """

    problem: bytes
    decided: tuple[Assignment, ...] = ()
    whole: bytes | None = None


def state(problem: Problem, pins: Sequence[Pin], fixed: Mapping[str, tuple[str, ...]]) -> Stated:
    """The Problem with those pins and fixed duties that are about it.

    A duty pinned beside one against a rule is taken as served with it, so that no pin makes the Problem
    impossible. Raises Conflict for pins that break a rule by themselves.
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
    _refuse_broken(replace(problem, pins=_told(problem, known)))
    must = [pin.duty for pin in known if pin.on]
    decided = taken_as_served(problem, [*against, *must], against)
    whole = replace(problem, pins=_told(problem, [pin for pin in known if pin.duty not in decided]))
    if not decided:
        return Stated(dump_problem(whole))
    left = without_decided(whole, decided)
    return Stated(dump_problem(left), tuple(sorted(decided)), dump_problem(whole))


def _told(problem: Problem, pins: Sequence[Pin]) -> tuple[ProblemPin, ...]:
    ordered = sorted(pins, key=lambda pin: (problem.slot_index[pin.slot], pin.service))
    return tuple(dict.fromkeys(ProblemPin(pin.service, pin.slot, pin.on) for pin in ordered))


def _refuse_broken(problem: Problem) -> None:
    found = broken_pin(problem)
    if found is not None:
        pin, breach = problem.pins[found[0]], found[1]
        raise Conflict(
            f"the pin of {pin.service} in {pin.slot} breaks the rule {breach.rule}",
            remedy="unpin it, or give it the duty with --override REASON: garde edit --help",
        )
