"""Assembling the engine's Problem for one pool and one month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from garde.availability.window import Window
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.month import Month
from garde.calendar.slots import Slot
from garde.ledger.account import Balances, membership
from garde.planning.pools import Pool
from garde.rota import FilledSlot
from solver import Problem
from solver.instants import Span
from solver.problem import Active, Area, LineDistance, Period, TierChoice, Wish
from solver.problem import Service as ProblemService
from solver.problem import Slot as ProblemSlot

_LIMITS = (("duties", "max_duties"), ("hours", "max_hours"), ("night", "max_nights"))


@dataclass(frozen=True, slots=True)
class Given:
    """What a month's planning starts from, beside the basin's file.

    ``fixed`` are duties outside this problem (earlier and later months, other lines); ``carried`` the
    ledger's balances.
    """

    windows: Mapping[str, Sequence[Window]]
    fixed: Sequence[FilledSlot]
    carried: Balances


def assemble(
    config: BasinConfig,
    pool: Pool,
    month: Month,
    slots: Sequence[Slot | FilledSlot],
    given: Given,
    tiers: Sequence[TierChoice],
) -> Problem:
    """The Problem of one pool and month; ids are the slots' keys and the services' external ids."""
    zone = ZoneInfo(config.timezone)
    members = {service.external_id for service in pool.services}
    return Problem(
        name=f"{config.names['fr']} — {pool.name} — {month}",
        timezone=config.timezone,
        horizon=Span(month.start(zone), month.end(zone)),
        services=tuple(
            _service(service, pool, config, given, [slot for slot in given.fixed if slot.month == str(month)])
            for service in pool.services
        ),
        slots=tuple(_slot(slot) for slot in slots),
        unavailable=_periods(given.windows, members, "unavailable"),
        available=_periods(given.windows, _declared(pool.services), "available"),
        wishes=_wishes(given.windows, members),
        served=_served(given.fixed, members),
        areas=tuple(
            Area(quarter.id, quarter.lat, quarter.lon, quarter.population * quarter.need_weight)
            for quarter in config.quarters
        ),
        reach=_distances(config, pool, "reach_km"),
        apart=_distances(config, pool, "apart_km"),
        fairness=tuple(sorted(config.planning.fairness.items())),
        tiers=tuple(tiers),
    )


def _service(
    service: Service, pool: Pool, config: BasinConfig, given: Given, this_month: Sequence[FilledSlot]
) -> ProblemService:
    held = [slot for slot in this_month if service.external_id in slot.services]
    balance = given.carried.get(service.external_id, {})
    joined, left = membership(service, ZoneInfo(config.timezone))
    return ProblemService(
        id=service.external_id,
        lines=tuple(line for line in service.lines if line in pool.lines),
        share=service.share,
        availability=service.availability,
        active=Active(joined, left),
        limits=_limits(service, held),
        rest_hours=config.planning.rest_hours if service.rest_hours is None else service.rest_hours,
        languages=service.languages,
        lat=service.lat,
        lon=service.lon,
        group=service.group,
        carried=tuple(
            (name, round(amount, 6)) for name, amount in sorted(balance.items()) if round(amount, 6)
        ),
    )


def _limits(service: Service, held: Sequence[FilledSlot]) -> tuple[tuple[str, float], ...]:
    """What is left of the service's limits of the month beside the duties that it has in it already."""
    taken = {
        "duties": float(len({slot.key for slot in held})),
        "hours": sum(slot.hours for slot in held),
        "night": float(len({slot.key for slot in held if "night" in slot.categories})),
    }
    limits = [(name, getattr(service, column)) for name, column in _LIMITS]
    return tuple((name, max(0, most - taken[name])) for name, most in limits if most is not None)


def _slot(slot: Slot | FilledSlot) -> ProblemSlot:
    return ProblemSlot(
        id=slot.key,
        line=slot.line,
        start=slot.start,
        end=slot.end,
        required=slot.required,
        burden=slot.burden,
        categories=slot.categories,
        languages=slot.languages,
    )


def _declared(services: Iterable[Service]) -> set[str]:
    return {service.external_id for service in services if service.availability == "declared"}


def _periods(windows: Mapping[str, Sequence[Window]], members: set[str], kind: str) -> tuple[Period, ...]:
    return tuple(
        Period(service=service, start=window.start, end=window.end)
        for service in sorted(members & windows.keys())
        for window in windows[service]
        if window.kind == kind
    )


def _wishes(windows: Mapping[str, Sequence[Window]], members: set[str]) -> tuple[Wish, ...]:
    return tuple(
        Wish(service=service, start=window.start, end=window.end, points=window.points)
        for service in sorted(members & windows.keys())
        for window in windows[service]
        if window.kind == "wish"
    )


def _served(fixed: Iterable[FilledSlot], members: set[str]) -> tuple[Period, ...]:
    duties = {
        (slot.start, slot.end, service) for slot in fixed for service in slot.services if service in members
    }
    return tuple(Period(service=service, start=start, end=end) for start, end, service in sorted(duties))


def _distances(config: BasinConfig, pool: Pool, key: str) -> tuple[LineDistance, ...]:
    return tuple(
        LineDistance(line.id, getattr(line, key))
        for line in config.lines
        if line.id in pool.lines and getattr(line, key) is not None
    )
