"""A basin of one line that is filled, and its services."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from garde.basin.config import BasinConfig
from garde.basin.service import Service

Basin = Callable[..., BasinConfig]
Line = Callable[..., dict[str, Any]]


def filled(basin: Basin, line: Line, fill: dict[str, Any], **more: Any) -> BasinConfig:
    """A basin of one line that is filled."""
    keys = {name: more.pop(name) for name in ("modes", "target_hours") if name in more}
    return basin(line([], fill={"handovers": ["09:00", "21:00"]} | fill, **keys), **more)


def service(name: str, hours: str | None, **more: Any) -> Service:
    return Service(
        external_id=name, name=name, postcode="1030", lines=("nurse",), opening_hours=hours, **more
    )
