"""Long horizons: a bound from slots taken together, and rotas improved window by window.

For the bound, coverage is asked of classes of slots (same line, same loads, same block of days) instead of
each slot: every rota satisfies that, so the relaxation's bound holds, and its master program has hundreds of
rows instead of thousands. Blocks get shorter as long as time allows.

For the rota, the slots of a window are freed while all others stay (a rolling horizon in the sense of
Büsing, Gersing and Koster 2020, run several times over). What happens outside enters the window's problem as
``served`` duties, as ``carried`` loads and as lower limits, which leaves shares and the fair rate what they
are; the window is an ordinary problem for ``search.py``.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from solver.bounds import fairness_step, lifted
from solver.columns import Master
from solver.construct import Constructor
from solver.fairness import scales
from solver.instants import MICROSECONDS_PER_HOUR
from solver.problem import Period, Problem, Service, Slot, TierChoice
from solver.rota import Assignment, meets
from solver.run import Run
from solver.schedules import Schedules
from solver.statement import Ints, Rows
from solver.tiers import uncovered, unfairness

LONG = 500
"""From so many slots on a horizon is long."""

WINDOW = 150
"""Slots of a window, about."""

TIERS = (uncovered.NAME, unfairness.NAME)

Within = Callable[[Run, Problem, tuple[Assignment, ...], float], tuple[Assignment, ...]]
Improve = Callable[[Problem, tuple[Assignment, ...], float], tuple[Assignment, ...]]


def classes(run: Run, blocks: int) -> Ints:
    """Return the class of every slot: its line, what it adds to the loads, and its block of the horizon."""
    statement = run.statement
    slots = run.problem.slots
    order = np.argsort(statement.opens, kind="stable")
    block = np.empty(len(slots), np.int64)
    block[order] = np.arange(len(slots)) * blocks // max(1, len(slots))
    keys = [
        (slot.line, tuple(statement.loads.gain[:, index]), int(block[index]))
        for index, slot in enumerate(slots)
    ]
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    return np.array([numbers[key] for key in keys], np.int64)


def together(run: Run, blocks: int) -> Rows:
    """Return coverage summed over classes of slots."""
    of_slot = classes(run, blocks)
    places, coverage = run.statement.places, run.coverage
    count = int(of_slot.max(initial=-1)) + 1
    summed = Rows(
        of_slot[places.row],
        places.column,
        places.coefficient,
        np.bincount(of_slot, coverage.lower, count).astype(float),
        np.bincount(of_slot, coverage.upper, count).astype(float),
    )
    for rows in run.limit_rows:
        summed = summed.joined(rows)
    return summed


def bound_fairness(
    run: Run,
    schedules: Schedules,
    constructor: Constructor,
    best: float,
    step: float,
    stop: Callable[[], bool],
) -> Iterator[float]:
    """Yield better and better bounds on the unfairness of rotas within the limits."""
    bound, blocks = 0.0, 1
    # A few schedules of whole rotas start the master program well.
    columns = [run.chosen, *(constructor.rota(0.1, run.prices()) for _ in range(4))]
    while blocks <= len(run.problem.slots) and not stop():
        rows = together(run, blocks)
        master = Master(
            run,
            schedules,
            rows,
            alpha=1.0,
            costs=np.zeros(len(run.statement.uppers)),
            penalty=1000.0,
        )
        for chosen in columns:
            master.add_rota(chosen)
        found = master.solve(
            stop, lambda value: None, goal=best - 1e-4 * max(1.0, abs(best)), seconds=run.left() / 2
        )
        bound = max(bound, lifted(found.bound, best, step))
        yield bound
        blocks *= 4


def windows(run: Run, offset: int) -> Iterator[Ints]:
    """Yield the slots of window after window, the first one beginning ``offset`` slots in."""
    order = np.argsort(run.statement.opens, kind="stable")
    starts = range(-offset, len(order), WINDOW)
    for start in starts:
        window = order[max(0, start) : start + WINDOW]
        if len(window):
            yield window


def rolled(
    run: Run, name: str, best: float, bound: float, improve: Improve, stop: Callable[[float], bool]
) -> float:
    """Improve a tier window by window until ``stop`` is content, or nothing changes; return its best."""
    offset, idle = 0, 0
    while idle < 2:
        before = best
        for window in windows(run, offset):
            if stop(best):
                return best
            small, inside = window_problem(run, window, name)
            found = improve(small, inside, min(20.0, max(1.0, run.left() / 4)))
            best = run.accept(name, _replaced(run, window, found), best)
            run.tell(name, best, bound)
        offset = (offset + WINDOW // 2) % WINDOW
        idle = idle + 1 if best == before else 0
    return best


def _replaced(run: Run, window: Ints, found: Sequence[Assignment]) -> tuple[int, ...]:
    statement = run.statement
    freed = np.zeros(len(statement.required), bool)
    freed[window] = True
    kept = [column for column in run.chosen if not freed[statement.slot[column]]]
    return tuple(kept) + statement.columns(found)


def window_problem(run: Run, window: Ints, name: str) -> tuple[Problem, tuple[Assignment, ...]]:
    """Return a tier's problem of a window within the run's rota, and what the rota assigns in it."""
    problem = run.problem
    inside = {int(slot) for slot in window}
    outside: dict[int, list[Slot]] = defaultdict(list)
    here = []
    for column in run.chosen:
        slot, service = int(run.statement.slot[column]), int(run.statement.service[column])
        if slot in inside:
            here.append(Assignment(problem.slots[slot].id, problem.services[service].id))
        else:
            outside[service].append(problem.slots[slot])
    served = [
        Period(problem.services[service].id, slot.start, slot.end)
        for service, slots in outside.items()
        for slot in slots
    ]
    slots = tuple(slot for index, slot in enumerate(problem.slots) if index in inside)
    names = {slot.id for slot in slots}
    small = replace(
        problem,
        services=tuple(_carrying(problem, s, outside[index]) for index, s in enumerate(problem.services)),
        slots=slots,
        served=(*problem.served, *served),
        pins=tuple(pin for pin in problem.pins if pin.slot in names),
        base=None,
        tiers=tuple(TierChoice(tier) for tier in dict.fromkeys((uncovered.NAME, name))),
    )
    return small, tuple(here)


def _carrying(problem: Problem, service: Service, slots: list[Slot]) -> Service:
    carried = dict(service.carried)
    for quantity, _ in problem.fairness:
        load = sum(slot.weight(quantity) for slot in slots)
        carried[quantity] = carried.get(quantity, 0) + load
    limits = []
    for name, most in service.limits:
        if name == "hours":
            used = sum(slot.length for slot in slots) / MICROSECONDS_PER_HOUR
        elif name == "duties":
            used = len(slots)
        else:
            used = 0 if name == "duties_per_7_days" else sum(name in slot.categories for slot in slots)
        limits.append((name, max(0, most - used)))
    return replace(service, carried=tuple(carried.items()), limits=tuple(limits))


def improve(
    run: Run, constructor: Constructor, name: str, best: float, bound: float, seconds: float, within: Within
) -> tuple[float, float]:
    """Return the best value and bound of coverage or fairness after at most ``seconds``."""
    stop = run.until(seconds)

    def inner(problem: Problem, start: tuple[Assignment, ...], most: float) -> tuple[Assignment, ...]:
        return within(run, problem, start, most)

    if name == uncovered.NAME:
        best = rolled(run, name, best, bound, inner, lambda value: meets(value, bound) or run.until(0)())
        return best, bound
    schedules = Schedules(run.statement, run.face.uppers[: run.statement.pairs] > 0, run.heed)
    step = float(fairness_step(run.problem, scales(run.problem), full=run.full))
    bounds = bound_fairness(run, schedules, constructor, best, step, stop)
    bound = max(bound, next(bounds, bound))
    run.tell(name, best, bound)
    rolling = run.until(0.6 * seconds)
    best = rolled(run, name, best, bound, inner, lambda value: meets(value, bound) or rolling())
    while not meets(best, bound) and not stop():
        finer = next(bounds, None)
        if finer is None:
            break
        bound = max(bound, finer)
        run.tell(name, best, bound)
    return best, min(best, bound)
