"""What already stands on a line around a month that is made, so that its duties meet it at both ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from garde.calendar.month import Month
from garde.rota import FilledSlot

OPENING = "opening-"
"""Begins the template's name in the key of what opens a month that no duty of an earlier one reaches into."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The duties in force on a line before and after those that are to be made for a month.

    ``opens``: what would be running at the first midnight has to be made, as far as duties of earlier months
    do not hold it: they reach ``until``. ``settled`` is as far as these and the month's own duties that have
    begun reach; ``past`` what has gone by of a month that was in force already. ``next`` is where the first
    duty of a later month begins, ``opened`` where what opens it begins. ``begun`` are the
    keys of the month's own duties that have begun.
    """

    opens: bool
    until: datetime
    settled: datetime
    past: datetime | None = None
    next: datetime | None = None
    opened: datetime | None = None
    begun: frozenset[str] = frozenset()

    def gone_by(self, key: str, start: datetime) -> bool:
        """Whether a duty would have begun in a month that was in force by then, and had not got it."""
        return self.past is not None and start <= self.past and key not in self.begun


def beside(
    line: str, month: Month, zone: tzinfo, standing: Iterable[FilledSlot] | None, at: datetime | None
) -> Beside:
    """What stands beside the line's month.

    ``standing`` are the duties that stay as they are: those of other months, and those of this month that
    have begun at ``at``. None: all months are made alike, so that each begins where the one before ends.
    """
    midnight = month.start(zone)
    if standing is None:
        return Beside(opens=False, until=midnight, settled=midnight)
    own = [slot for slot in standing if slot.line == line]
    earlier = [slot.end for slot in own if slot.month < str(month)]
    begun = {slot.key: slot.end for slot in own if slot.month == str(month)}
    later = [slot for slot in own if slot.month > str(month)]
    return Beside(
        opens=True,
        until=max([midnight, *earlier]),
        settled=max([midnight, *earlier, *begun.values()]),
        past=at if begun else None,
        next=min((slot.start for slot in later), default=None),
        opened=min((slot.start for slot in later if f"/{OPENING}" in slot.key), default=None),
        begun=frozenset(begun),
    )
