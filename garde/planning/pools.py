"""Pools: services and lines tied together by shared services, each planned as one Problem."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from garde.basin.service import Service


@dataclass(frozen=True, slots=True)
class Pool:
    """Lines that share services, with all services of any of them. Named after its lines."""

    lines: tuple[str, ...]
    services: tuple[Service, ...]

    @property
    def name(self) -> str:
        """The lines, joined."""
        return "+".join(self.lines)


def pools_of(lines: Iterable[str], services: Sequence[Service]) -> tuple[Pool, ...]:
    """The pools of the given lines, in the order of their first line; a line nobody serves is in none."""
    order = list(lines)
    pool_of: dict[str, set[str]] = {}
    for service in services:
        together: set[str] = set()
        for line in service.lines:
            if line in order:
                together |= pool_of.get(line, {line})
        for line in together:
            pool_of[line] = together
    pools: list[Pool] = []
    done: set[str] = set()
    for line in order:
        if line in done or line not in pool_of:
            continue
        names = tuple(name for name in order if name in pool_of[line])
        done.update(names)
        members = tuple(service for service in services if pool_of[line].intersection(service.lines))
        pools.append(Pool(names, members))
    return tuple(pools)


def unserved_lines(lines: Iterable[str], services: Iterable[Service]) -> tuple[str, ...]:
    """The lines in which no service takes part."""
    served = {line for service in services for line in service.lines}
    return tuple(line for line in lines if line not in served)
