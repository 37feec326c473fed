"""The one clock. Nothing else in garde asks the machine for the time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from garde.errors import BadInput

Clock = Callable[[], datetime]
"""Returns the present instant, time zone aware, in UTC."""


def system_clock() -> datetime:
    """The machine's present instant in UTC."""
    return datetime.now(UTC)


def clock_from(setting: str | None) -> Clock:
    """The clock that ``GARDE_NOW`` asks for: standing still at that instant, or the machine's when unset.

    Raises BadInput when the setting is no ISO 8601 instant with an offset.
    """
    if not setting:
        return system_clock
    try:
        instant = datetime.fromisoformat(setting)
        if instant.tzinfo is None:
            raise ValueError("without an offset")
        frozen = instant.astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadInput(
            f"{setting!r} is not an instant",
            where="GARDE_NOW",
            remedy="write it with its offset, for example 2027-01-02T03:00+01:00",
        ) from None
    return lambda: frozen
