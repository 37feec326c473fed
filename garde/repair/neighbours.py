"""Whom to ask when the basin itself has nobody: services of neighbour basins on the same line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.backups.reading import as_fixed, away_duties
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.month import Month
from garde.ledger.account import active_part
from garde.planning.explaining.reasons import reason
from garde.planning.explaining.wording import Wording
from garde.planning.plan import reading_span
from garde.planning.pools import Pool, pools_of
from garde.planning.problem import Given, assemble
from garde.rota import FilledSlot
from garde.storage.repositories.basins import stored_basins
from garde.storage.repositories.rotas import slots_in_force
from garde.storage.repositories.services import services_of
from garde.storage.repositories.windows import windows_of
from solver import Assignment, Obstacle, Problem
from solver.distances import kilometres
from solver.explain_obstacles import Beside, Facts
from solver.problem import Slot as ProblemSlot
from solver.problem import TierChoice

Point = tuple[float, float]


@dataclass(frozen=True)
class Helper:
    """A service of the neighbour basin ``home`` for a slot of this one.

    ``km`` is how far it is (great circle), None where it is not on the map. ``obstacles`` are what keeps it
    out: its own rules, beside its own duties; ``problem`` is where that was judged.
    """

    home: BasinConfig
    service: Service
    km: float | None
    obstacles: tuple[Obstacle, ...]
    problem: Problem


def neighbours_of(session: Session, config: BasinConfig) -> tuple[BasinConfig, ...]:
    """The basins stored here that are neighbours: one of the two files says so."""
    return tuple(
        other
        for other in stored_basins(session)
        if other.id != config.id and (other.id in config.neighbours or config.id in other.neighbours)
    )


def helpers(
    session: Session, config: BasinConfig, slot: FilledSlot, absent: Service | None = None
) -> tuple[Helper, ...]:
    """Every neighbour service on the slot's line: those who can come first, the nearest at the top.

    Nearest to the ``absent`` service's own door, else to the middle of the people of the line's quarters.
    """
    near = None if absent is None else _point(config, absent)
    near = near or _middle(config, slot.line)
    found = [
        helper
        for home in neighbours_of(session, config)
        for helper in _helpers(session, config, home, slot, near)
    ]
    return tuple(sorted(found, key=_order))


def helper_for(
    session: Session, config: BasinConfig, home: BasinConfig, slot: FilledSlot, name: str
) -> Helper | None:
    """One service of a neighbour basin for a slot; None when it does not take part in the line there."""
    near = _middle(config, slot.line)
    found = _helpers(session, config, home, slot, near)
    return next((one for one in found if one.service.external_id == name), None)


def _helpers(
    session: Session, config: BasinConfig, home: BasinConfig, slot: FilledSlot, near: Point | None
) -> Iterator[Helper]:
    """Judges a neighbour's services beside their own duties in force, in their own month."""
    zone = ZoneInfo(home.timezone)
    month = Month.of(slot.start, zone)
    services = services_of(session, home.id)
    start, end = month.start(zone), month.end(zone)
    active = [one for one in services if active_part(one, start, end, zone)]
    for pool in pools_of([line.id for line in home.lines], active):
        if slot.line in pool.lines:
            problem, duties = _asked(session, home, pool, month, slot, f"{config.id}:{slot.key}")
            tables = Facts(problem)
            beside = Beside(tables, duties)
            foreign = problem.slots[-1]
            for service in pool.services:
                if slot.line in service.lines:
                    point = _point(home, service)
                    yield Helper(
                        home,
                        service,
                        kilometres(point, near) if point and near else None,
                        beside.obstacles(tables.services[service.external_id], foreign),
                        problem,
                    )


def _asked(
    session: Session, home: BasinConfig, pool: Pool, month: Month, slot: FilledSlot, name: str
) -> tuple[Problem, tuple[Assignment, ...]]:
    """The neighbour's month as published, with the slot as one more; and who holds what in it."""
    start, end = reading_span(home, (month,))
    around = slots_in_force(session, home.id, start, end)
    own = tuple(one for one in around if one.month == str(month) and one.line in pool.lines)
    others = [one for one in around if one not in own]
    away = as_fixed(one for one in away_duties(session, home.id, start, end) if one.slot.key != slot.key)
    given = Given(windows_of(session, home.id, start, end), [*others, *away], {})
    problem = assemble(home, pool, month, own, given, [TierChoice("uncovered")])
    foreign = ProblemSlot(
        id=name,
        line=slot.line,
        start=slot.start,
        end=slot.end,
        required=1,
        burden=slot.burden,
        categories=slot.categories,
    )
    return replace(problem, slots=(*problem.slots, foreign)), tuple(
        Assignment(one.key, service) for one in own for service in one.services
    )


def _point(config: BasinConfig, service: Service) -> Point | None:
    if service.lat is not None and service.lon is not None:
        return (service.lat, service.lon)
    quarter = config.quarter(service.quarter) if service.quarter else None
    return None if quarter is None else (quarter.lat, quarter.lon)


def _middle(config: BasinConfig, line_id: str) -> Point | None:
    """The middle of the people of a line's quarters (all of the basin's, where the line names none)."""
    line = config.line(line_id)
    wanted = line.quarters if line is not None else ()
    quarters = [one for one in config.quarters if not wanted or one.id in wanted]
    people = sum(one.population for one in quarters)
    if not people:
        return None
    return (
        sum(one.lat * one.population for one in quarters) / people,
        sum(one.lon * one.population for one in quarters) / people,
    )


def _order(helper: Helper) -> tuple[bool, float, str, str]:
    km = float("inf") if helper.km is None else helper.km
    return bool(helper.obstacles), km, helper.home.id, helper.service.external_id


def willing(found: Iterable[Helper]) -> tuple[Helper, ...]:
    """Those that no rule keeps out."""
    return tuple(one for one in found if not one.obstacles)


def told_obstacle(one: Helper) -> str:
    """The first thing that keeps a helper out, as an English sentence in its own basin's time."""
    zone = ZoneInfo(one.home.timezone)
    names = {one.service.external_id: one.service.name}
    wording = Wording("en", zone, names, one.problem.slots[-1].start.astimezone(zone).year)
    duties = {slot.id: slot for slot in one.problem.slots}
    return reason(wording, one.service.external_id, one.obstacles[0], duties)
