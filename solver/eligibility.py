"""Which service may take which slot: computed once, used by the model and never by the check faces."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from solver.instants import Span, hours_to_microseconds, merged, microseconds
from solver.problem import Period, Problem, Service

Stretches = list[tuple[int, int]]


def eligibility(problem: Problem, lifted: frozenset[str] = frozenset()) -> tuple[tuple[int, ...], ...]:
    """Return who may take what: line, ``active``, availability, ``pins``, rest around ``served`` duties.

    The result has, for each slot in the problem's order, the indexes of its services, ascending. ``lifted``
    names rules to leave out, for an explanation that solves again without one of them.
    """
    calendars = [_Calendar.of(*periods, lifted=lifted) for periods in _periods(problem)]
    forbidden = _forbidden(problem, lifted)
    by_line: dict[str, list[int]] = defaultdict(list)
    for index, service in enumerate(problem.services):
        for line in dict.fromkeys(service.lines):
            by_line[line].append(index)
    everybody = list(range(len(problem.services)))
    return tuple(
        tuple(
            index
            for index in (everybody if "line" in lifted else by_line[slot.line])
            if (index, position) not in forbidden and calendars[index].allows(slot)
        )
        for position, slot in enumerate(problem.slots)
    )


def _periods(problem: Problem) -> Iterable[tuple[Service, list[Period], list[Period], list[Period]]]:
    tables = []
    for periods in (problem.unavailable, problem.available, problem.served):
        table: dict[str, list[Period]] = defaultdict(list)
        for period in periods:
            table[period.service].append(period)
        tables.append(table)
    for service in problem.services:
        yield service, tables[0][service.id], tables[1][service.id], tables[2][service.id]


def _forbidden(problem: Problem, lifted: frozenset[str]) -> set[tuple[int, int]]:
    if "pins" in lifted:
        return set()
    return {
        (problem.service_index[pin.service], problem.slot_index[pin.slot])
        for pin in problem.pins
        if not pin.on
    }


@dataclass(frozen=True)
class _Calendar:
    blocked: Stretches
    windows: Stretches | None

    @classmethod
    def of(
        cls,
        service: Service,
        unavailable: list[Period],
        available: list[Period],
        served: list[Period],
        *,
        lifted: frozenset[str],
    ) -> "_Calendar":
        blocked: Stretches = []
        if "rest" not in lifted:
            rest = hours_to_microseconds(service.rest_hours)
            blocked += [(period.opens - rest, period.closes + rest) for period in served]
        if "availability" not in lifted:
            blocked += [(period.opens, period.closes) for period in unavailable]
        active = [] if "active" in lifted else [_active(service)]
        declared = service.availability == "declared" and "availability" not in lifted
        windows = merged(list(available)) if declared else None
        for first, last in active:
            windows = [(first, last)] if windows is None else _clipped(windows, first, last)
        return cls(_joined(blocked), windows)

    def allows(self, span: Span) -> bool:
        if self.windows is not None:
            after = bisect_right(self.windows, (span.opens, _FOREVER))
            if after == 0 or self.windows[after - 1][1] < span.closes:
                return False
        after = bisect_right(self.blocked, (span.closes - 1, _FOREVER))
        return after == 0 or self.blocked[after - 1][1] <= span.opens


_FOREVER = 1 << 120


def _active(service: Service) -> tuple[int, int]:
    start, end = service.active.start, service.active.end
    first = -_FOREVER if start is None else microseconds(start)
    last = _FOREVER if end is None else microseconds(end)
    return first, last


def _clipped(windows: Stretches, first: int, last: int) -> Stretches:
    return [
        (max(opens, first), min(closes, last))
        for opens, closes in windows
        if max(opens, first) < min(closes, last)
    ]


def _joined(stretches: Stretches) -> Stretches:
    union: Stretches = []
    for opens, closes in sorted(stretches):
        if union and opens <= union[-1][1]:
            union[-1] = (union[-1][0], max(union[-1][1], closes))
        else:
            union.append((opens, closes))
    return union
