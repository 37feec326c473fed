"""Who acts. Every use case that decides something begins with one of these checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from garde.errors import Forbidden

Role = Literal["coordinator", "reader", "service", "funder", "system"]
ROLES: tuple[Role, ...] = ("coordinator", "reader")
"""The roles that a person of the coordination can have; the others come with a link or the worker."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts on one basin.

    ``service`` is the external id for whom one with role ``service`` speaks. ``system`` is the worker.
    """

    name: str
    role: Role
    basin: str
    service: str | None = None


def require_coordinator(actor: Actor, basin: str, action: str) -> None:
    """Raises Forbidden unless the actor coordinates the basin (or is its worker)."""
    if actor.basin != basin or actor.role not in {"coordinator", "system"}:
        raise Forbidden(
            f"{actor.name} may not {action} in basin {basin}",
            remedy="ask a coordinator of the basin",
        )


def require_reader(actor: Actor, basin: str, action: str) -> None:
    """Raises Forbidden unless the actor belongs to the basin's coordination, be it only to read."""
    if actor.basin != basin or actor.role not in {"coordinator", "reader", "system"}:
        raise Forbidden(
            f"{actor.name} may not {action} in basin {basin}", remedy="ask a coordinator of the basin"
        )


def require_speaker(actor: Actor, basin: str, service: str, action: str) -> None:
    """Raises Forbidden unless the actor speaks for the service, or coordinates its basin on its behalf."""
    if actor.basin == basin and actor.role == "service" and actor.service == service:
        return
    if actor.role == "service":
        raise Forbidden(f"{actor.name} may not {action} for {service}", remedy="use the link of that service")
    require_coordinator(actor, basin, f"{action} for {service}")
