"""Limits: the most duties, hours, duties of a category in the horizon, and duties starting in any 168 hours.

A window of 168 hours is [t, t + 168 h). The one that begins at the earliest start it holds contains every
other window with that earliest start, so windows at the distinct starts, ``served`` ones too, are enough. A
window is judged only when a duty of this problem starts in it.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from math import floor, gcd

from solver.instants import MICROSECONDS_PER_HOUR, WEEK, hours_to_microseconds
from solver.problem import Service, Slot
from solver.roster import Breach, Roster
from solver.variables import Row, Variables, at_most

NAME = "limits"
WEEKLY = "duties_per_7_days"


def post(variables: Variables) -> Iterator[Row]:
    """Yield one row for each limit, and one for each window of 168 hours that no other row implies."""
    slots = variables.problem.slots
    served = _served_starts(variables)
    for service, items in zip(variables.problem.services, variables.of_service, strict=True):
        duties = [(column, slots[slot]) for column, slot in items]
        for name, limit in service.limits:
            if name == WEEKLY:
                yield from _windows(duties, served[service.id], floor(limit))
            else:
                yield from _total(name, limit, duties)


def check(roster: Roster) -> Iterator[Breach]:
    """Yield every limit that a service's duties exceed, and every window of 168 hours with too many."""
    served = _served_starts(roster)
    for service in roster.problem.services:
        slots = roster.of_service.get(service.id, [])
        for name, limit in service.limits:
            if name == WEEKLY:
                yield from _check_windows(service, slots, served[service.id], limit)
            else:
                total = _amount(name, slots)
                if total > (hours_to_microseconds(limit) if name == "hours" else limit):
                    last = tuple(slot.id for slot in slots if _weight(name, slot))
                    found = total / MICROSECONDS_PER_HOUR if name == "hours" else total
                    yield Breach(NAME, (service.id,), last, ((name, limit), ("found", found)))


def _served_starts(source: Variables | Roster) -> defaultdict[str, list[int]]:
    starts: defaultdict[str, list[int]] = defaultdict(list)
    for period in source.problem.served:
        starts[period.service].append(period.opens)
    for times in starts.values():
        times.sort()
    return starts


def _weight(name: str, slot: Slot) -> int:
    if name == "hours":
        return slot.length
    return 1 if name == "duties" else int(name in slot.categories)


def _amount(name: str, slots: list[Slot]) -> int:
    return sum(_weight(name, slot) for slot in slots)


def _total(name: str, limit: float, duties: list[tuple[int, Slot]]) -> Iterator[Row]:
    weighted = [(column, _weight(name, slot)) for column, slot in duties if _weight(name, slot)]
    unit = gcd(*(weight for _, weight in weighted)) or 1
    most = (hours_to_microseconds(limit) if name == "hours" else floor(limit)) // unit
    weights = tuple(weight // unit for _, weight in weighted)
    if sum(weights) > most:
        yield Row(tuple(column for column, _ in weighted), weights, None, most)


def _windows(duties: list[tuple[int, Slot]], served: list[int], limit: int) -> Iterator[Row]:
    ordered = sorted(duties, key=lambda duty: duty[1].opens)
    starts = [slot.opens for _, slot in ordered]
    last_end, last_served = -1, -1
    for begin in sorted({*starts, *served}):
        first, end = bisect_left(starts, begin), bisect_left(starts, begin + WEEK)
        before = bisect_left(served, begin + WEEK) - bisect_left(served, begin)
        implied = end == last_end and before <= last_served
        if not implied and end - first > max(0, limit - before):
            yield at_most(max(0, limit - before), [column for column, _ in ordered[first:end]])
        if not implied:
            last_end, last_served = end, before


def _check_windows(service: Service, slots: list[Slot], served: list[int], limit: float) -> Iterator[Breach]:
    starts = sorted(slot.opens for slot in slots)
    for begin in sorted({*starts, *served}):
        inside = [slot for slot in slots if begin <= slot.opens < begin + WEEK]
        count = len(inside) + sum(begin <= start < begin + WEEK for start in served)
        if inside and count > limit:
            identities = tuple(slot.id for slot in sorted(inside, key=lambda slot: slot.opens))
            yield Breach(NAME, (service.id,), identities, ((WEEKLY, limit), ("found", count)))
