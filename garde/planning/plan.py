"""Planning months: slots, pools, Problems, the engine, a draft's content. Pure but for the engine's time."""

from __future__ import annotations

import time as stopwatch
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from garde.availability.window import Window
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.month import Month
from garde.calendar.slots import Slot, month_slots
from garde.errors import BadInput, NotFound
from garde.ledger.account import Entry, active_part, month_account
from garde.planning.bringing import brought_along
from garde.planning.decisions import SWAP, Pin
from garde.planning.draft import PoolPlan, fill
from garde.planning.pools import Pool, pools_of, unserved_lines
from garde.planning.problem import Given, assemble
from garde.planning.stating import Stated, state
from garde.rota import FilledSlot, in_order
from garde.served import Record, as_served
from solver import Assignment, Progress, dump_rota, load_problem, problem_digest, solve
from solver.problem import TierChoice


@dataclass(frozen=True)
class Wanted:
    """What to plan: consecutive months, and of which lines (None: all).

    ``pins`` are what people decided. ``fixed`` are duties that they decided against a rule, by slot: they
    count as served, and their places are not planned; None: those that are in force in these months.
    ``wishes`` are windows beside those that are stored, by service: what services asked of a draft.
    """

    months: tuple[Month, ...]
    lines: tuple[str, ...] | None = None
    time_limit: float | None = None
    seed: int = 0
    slack: Mapping[str, tuple[float, float]] | None = None
    pins: tuple[Pin, ...] = ()
    fixed: Mapping[str, tuple[str, ...]] | None = None
    wishes: Mapping[str, tuple[Window, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """What is stored when planning starts.

    ``in_force`` are the published slots around the months (all lines); ``entries`` the ledger's of all
    months before the first. ``begun`` are the keys of those in force that have begun at ``at``: they stay as
    they are, whoever plans. ``records`` say who really served; ``later`` are the published months after the
    last one that is planned.
    """

    services: tuple[Service, ...]
    windows: Mapping[str, Sequence[Window]]
    in_force: tuple[FilledSlot, ...]
    entries: tuple[Entry, ...]
    begun: frozenset[str] = frozenset()
    at: datetime | None = None
    records: tuple[Record, ...] = ()
    later: tuple[str, ...] = ()
    elsewhere: tuple[FilledSlot, ...] = ()


@dataclass(frozen=True)
class Planned:
    """The content of a draft, and what the coordinator should be told.

    ``slots`` has the duties that have begun as well, though they are in none of the Problems. ``decided``
    are the duties that were taken as served, ``released`` pins that gave way to a rule.
    """

    slots: tuple[FilledSlot, ...]
    pools: tuple[PoolPlan, ...]
    warnings: tuple[str, ...]
    solver_seconds: float
    decided: tuple[Assignment, ...] = ()
    released: tuple[Pin, ...] = ()


Tell = Callable[[str, float | None], None]


def _never() -> bool:
    return False


@dataclass(frozen=True)
class Listener:
    """Who hears how far planning is, and who may end it: after a yes, the best rota so far is taken."""

    tell: Tell
    asked_to_stop: Callable[[], bool] = _never


def plan_months(config: BasinConfig, known: Known, wanted: Wanted, listener: Listener) -> Planned:
    """Plans the months one after the other, each from the balances that the one before leaves.

    Raises NotFound for an unknown line, BadInput when nobody takes part in any of the lines.
    """
    lines = _chosen_lines(config, wanted.lines)
    zone = ZoneInfo(config.timezone)
    unserved = unserved_lines(lines, known.services)
    chosen = [line for line in lines if line not in unserved]
    warnings = [f"nobody takes part in line {line}: it is left out" for line in unserved]
    tiers = _tiers(config, wanted.slack or {})
    active = {month: _active(known.services, month, zone) for month in wanted.months}
    planned_lines: dict[Month, frozenset[str]] = {}
    for month in wanted.months:
        absent = unserved_lines(chosen, active[month])
        warnings += [f"nobody takes part in line {line} in {month}: it is left out" for line in absent]
        planned_lines[month] = frozenset(chosen).difference(absent)
        if not planned_lines[month]:
            raise BadInput(
                f"no service takes part in any line of basin {config.id} in {month}",
                remedy="import services first: garde services import FILE",
            )
    replaced = {(str(month), line) for month in wanted.months for line in planned_lines[month]}
    others = [
        slot for slot in known.in_force if (slot.month, slot.line) not in replaced or slot.key in known.begun
    ]
    begun = [slot for slot in others if (slot.month, slot.line) in replaced]
    warnings += _standing(wanted, begun, known.later)
    slots: list[FilledSlot] = []
    pools: list[PoolPlan] = []
    entries = list(known.entries)
    decided: list[Assignment] = []
    released: list[Pin] = []
    windows = {
        name: (*known.windows.get(name, ()), *wanted.wishes.get(name, ()))
        for name in {*known.windows, *wanted.wishes}
    }
    seconds = 0.0
    for month in wanted.months:
        all_slots = month_slots(
            config, month, services=known.services, standing=[*others, *slots], at=known.at
        )
        this_month = [slot for slot in others if slot.month == str(month)]
        for pool in pools_of([line.id for line in config.lines], active[month]):
            planning = tuple(line for line in pool.lines if line in planned_lines[month])
            if not planning:
                continue
            listener.tell(f"{month}, {pool.name}: {len(pool.services)} services", None)
            own = tuple(slot for slot in all_slots if slot.line in planning and slot.key not in known.begun)
            kept = [slot for slot in this_month if slot.line in pool.lines]
            brought = brought_along(config, entries, month, pool, kept, known.records)
            fixed = [*as_served(others, known.records), *slots, *known.elsewhere]
            given = Given(windows, fixed, brought)
            stated = state(assemble(config, pool, month, own, given, tiers), wanted.pins, wanted.fixed or {})
            planned, document, spent = _solve(pool, month, own, stated, wanted, known, listener)
            seconds += spent
            slots += planned
            decided += stated.decided
            released += stated.released
            pools.append(
                PoolPlan(pool.name, str(month), planning, stated.problem, document, whole=stated.whole)
            )
            entries += month_account(
                [*kept, *planned],
                pool.services,
                month=month,
                pool=pool.name,
                zone=zone,
                records=known.records,
            )
    warnings += _left_out(wanted, slots, decided, known)
    warnings += [
        f"{pin.service} {'took' if pin.source == SWAP else 'accepted'} {pin.slot}"
        f"{' by a swap' if pin.source == SWAP else ''}, which would break a rule now: it is planned anew"
        for pin in released
    ]
    return Planned(
        in_order([*begun, *slots]),
        tuple(pools),
        tuple(warnings),
        seconds,
        tuple(decided),
        tuple(released),
    )


def _standing(wanted: Wanted, begun: Sequence[FilledSlot], later: Sequence[str]) -> list[str]:
    """What planning these months leaves as it is."""
    counts = Counter(slot.month for slot in begun)
    told = [
        f"{count} {'duty' if count == 1 else 'duties'} of {month} began: published places stay as they are, "
        "their points are in what is carried"
        for month, count in sorted(counts.items())
    ]
    if later:
        told.append(
            f"{', '.join(later)} {'was' if len(later) == 1 else 'were'} planned from the balances that "
            f"{wanted.months[-1]} left: publishing this changes them, plan again what has not begun"
        )
    return told


def _left_out(
    wanted: Wanted, slots: Sequence[FilledSlot], decided: Sequence[Assignment], known: Known
) -> list[str]:
    """What people decided about these months and no longer means anything."""
    planned = {slot.key for slot in slots}
    names = {service.external_id for service in known.services}
    fixed = {
        Assignment(slot, service)
        for slot, held in (wanted.fixed or {}).items()
        for service in held
        if slot in planned
    }
    gone = [f"{one.service} in {one.slot}" for one in sorted(fixed.difference(decided))]
    gone += [
        f"{pin.service} in {pin.slot}"
        for pin in wanted.pins
        if pin.slot not in known.begun and (pin.slot not in planned or pin.service not in names)
    ]
    return [f"what was decided about {text} is left out: it is not planned any more" for text in gone]


def _active(services: Sequence[Service], month: Month, zone: ZoneInfo) -> tuple[Service, ...]:
    start, end = month.start(zone), month.end(zone)
    return tuple(service for service in services if active_part(service, start, end, zone))


def _solve(
    pool: Pool,
    month: Month,
    slots: tuple[Slot, ...],
    stated: Stated,
    wanted: Wanted,
    known: Known,
    listener: Listener,
) -> tuple[tuple[FilledSlot, ...], bytes, float]:
    problem = load_problem(stated.problem)

    def heard(event: Progress) -> None:
        listener.tell(
            f"{month}, {pool.name}: {event.tier} {event.value:g}, proven at least {event.bound:g}", None
        )

    started = stopwatch.monotonic()
    rota = solve(
        problem,
        digest=problem_digest(stated.problem),
        time_limit=wanted.time_limit,
        seed=wanted.seed,
        on_progress=heard,
        cancelled=listener.asked_to_stop,
    )
    spent = stopwatch.monotonic() - started
    former = {slot.key: slot.places for slot in known.in_force}
    held = replace(rota, assignments=(*rota.assignments, *stated.decided))
    return fill([unfilled(slot, month) for slot in slots], held, former), dump_rota(rota), spent


def unfilled(slot: Slot, month: Month) -> FilledSlot:
    """The calendar's slot, with nobody in its places yet."""
    return FilledSlot(
        key=slot.key,
        line=slot.line,
        month=str(month),
        start=slot.start,
        end=slot.end,
        burden=slot.burden,
        places=(None,) * slot.required,
        categories=slot.categories,
        languages=slot.languages,
    )


def _chosen_lines(config: BasinConfig, wanted: tuple[str, ...] | None) -> tuple[str, ...]:
    known = tuple(line.id for line in config.lines)
    for line in wanted or ():
        if line not in known:
            raise NotFound(
                f"basin {config.id} has no line {line!r}", remedy=f"its lines are {', '.join(known)}"
            )
    return tuple(line for line in known if wanted is None or line in wanted)


def _tiers(config: BasinConfig, slack: Mapping[str, tuple[float, float]]) -> tuple[TierChoice, ...]:
    tiers = tuple(TierChoice(name) for name in config.planning.tiers)
    for name in slack:
        if name not in config.planning.tiers:
            raise BadInput(
                f"{name!r} is no tier of this basin",
                where="--set",
                remedy=f"its tiers are {', '.join(config.planning.tiers)}",
            )
    return tuple(
        replace(tier, relative=slack[tier.name][0], absolute=slack[tier.name][1])
        if tier.name in slack
        else tier
        for tier in tiers
    )


def reading_span(config: BasinConfig, months: Sequence[Month]) -> tuple[datetime, datetime]:
    """Which instants matter to planning these months: rest of up to 14 days reaches back and ahead."""
    zone = ZoneInfo(config.timezone)
    return months[0].previous().start(zone), months[-1].next().end(zone)
