"""What a basin's file says of time: its holidays, and when each line should be open.

Both are kept with the instant from which they hold, so that a new file changes nothing of the past.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from garde.basin.config import BasinConfig, Holidays

CLOSED = "off"
"""The target hours of a line of which a file says nothing."""


@dataclass(frozen=True, slots=True)
class TimeRules:
    """The holidays, and the target hours by line."""

    holidays: Holidays
    target_hours: Mapping[str, str]


def rules_of(config: BasinConfig) -> TimeRules:
    """What the file says."""
    return TimeRules(config.holidays, {line.id: line.target_hours for line in config.lines})


def under(config: BasinConfig, rules: TimeRules) -> BasinConfig:
    """The basin with other rules; a line that they do not know is never to be open."""
    lines = tuple(
        line.model_copy(update={"target_hours": rules.target_hours.get(line.id, CLOSED)})
        for line in config.lines
    )
    return config.model_copy(update={"holidays": rules.holidays, "lines": lines})


def as_document(rules: TimeRules) -> dict[str, Any]:
    """The rules as JSON."""
    return {"holidays": rules.holidays.model_dump(mode="json"), "target_hours": dict(rules.target_hours)}


def from_document(document: Mapping[str, Any]) -> TimeRules:
    """The rules of such a document."""
    return TimeRules(Holidays.model_validate(document["holidays"]), document["target_hours"])
