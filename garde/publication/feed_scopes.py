"""Which feeds there are, at which path, and whose duties each shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from garde.basin.config import BasinConfig
from garde.basin.service import Service

Kind = Literal["basin", "line", "sector", "service", "group"]


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose duties a feed shows: all of the basin, or those of a line, a sector, a service, a group."""

    kind: Kind = "basin"
    id: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """How a feed is written: its language, and whether it has an event for each place that nobody holds."""

    language: str = "fr"
    gaps: bool = False


Belongs = Callable[[str, str | None], bool]
"""Whether a feed shows a line's duty of that service; None for a place that nobody holds."""


def public_paths(config: BasinConfig, services: Iterable[Service]) -> list[tuple[str, Scope]]:
    """The feeds that everybody may read, by their path: of the basin, each line, each sector."""
    sectors = sorted({sector_id(one.sector) for one in services if one.sector} - {""})
    return [
        (f"{config.id}.ics", Scope()),
        *((f"{config.id}/{line.id}.ics", Scope("line", line.id)) for line in config.lines),
        *((f"{config.id}/sectors/{sector}.ics", Scope("sector", sector)) for sector in sectors),
    ]


def feed_address(public_url: str, path: str, form: Form) -> str:
    """The address at which a feed is served; what is usual is left out of it."""
    asked = [("lang", form.language if form.language != Form().language else ""), ("gaps", "1" * form.gaps)]
    query = "&".join(f"{name}={value}" for name, value in asked if value)
    return f"{public_url.rstrip('/')}/feeds/{quote(path)}{'?' if query else ''}{query}"


def exists(scope: Scope, config: BasinConfig, services: Mapping[str, Service]) -> bool:
    """Whether the basin has this line, service, group or sector."""
    match scope.kind:
        case "basin":
            return True
        case "line":
            return config.line(scope.id) is not None
        case _:
            return bool(_members(scope, services))


def belongs(scope: Scope, services: Mapping[str, Service]) -> Belongs:
    """What a feed of that scope shows."""
    match scope.kind:
        case "basin":
            return lambda line, service: True
        case "line":
            return lambda line, service: line == scope.id
        case _:
            members = _members(scope, services)
            return lambda line, service: service in members


def scope_name(scope: Scope, config: BasinConfig, services: Mapping[str, Service], language: str) -> str:
    """What a feed of that scope is called, in a language."""
    match scope.kind:
        case "basin":
            return named(config.names, language)
        case "line":
            line = config.line(scope.id)
            return named(line.names, language) if line else scope.id
        case "service":
            return services[scope.id].name
        case "group":
            return scope.id
        case "sector":
            return next(
                one.sector for one in services.values() if one.sector and sector_id(one.sector) == scope.id
            )


def _members(scope: Scope, services: Mapping[str, Service]) -> frozenset[str]:
    match scope.kind:
        case "service":
            return frozenset({scope.id} & services.keys())
        case "group":
            return frozenset(id for id, one in services.items() if one.group == scope.id)
        case "sector":
            return frozenset(
                id for id, one in services.items() if one.sector and sector_id(one.sector) == scope.id
            )
        case _:
            return frozenset()


def sector_id(sector: str) -> str:
    """A sector's name as it stands in an address; those that differ in signs and case alone are one."""
    return "-".join(re.findall(r"\w+", sector.casefold()))


def shares_group(service: Service, services: Iterable[Service]) -> bool:
    """Whether another service belongs to the same organisation."""
    return service.group is not None and any(
        one.group == service.group and one.external_id != service.external_id for one in services
    )


def named(names: Mapping[str, str], language: str) -> str:
    """The name in a language, in French where it has none."""
    return names.get(language, names["fr"])
