"""How much a service could carry at most: it bounds the load steps of the fairness tier."""

from bisect import bisect_right
from collections.abc import Iterable
from math import floor

from solver.instants import hours_to_microseconds
from solver.problem import Service, Slot


def greatest_load(service: Service, slots: Iterable[Slot], quantity: str) -> int:
    """Return an upper bound on the load of ``quantity`` that ``service`` can take of ``slots``.

    Rest is respected exactly (weighted interval scheduling by dynamic programming; Kleinberg and Tardos,
    Algorithm Design, section 6.1), and so is each limit on a count of duties, one at a time.
    """
    rest = hours_to_microseconds(service.rest_hours)
    ordered = sorted(slots, key=lambda slot: slot.closes)
    closings = [slot.closes + rest for slot in ordered]
    best = [0]
    for slot in ordered:
        before = bisect_right(closings, slot.opens, hi=len(best) - 1)
        best.append(max(best[-1], best[before] + slot.weight(quantity)))
    loads = [best[-1]]
    for name, limit in service.limits:
        if name == quantity or name == "duties":
            weights = sorted((slot.weight(quantity) for slot in ordered), reverse=True)
            loads.append(sum(weights[: floor(limit)]))
    return min(loads)
