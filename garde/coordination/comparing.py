"""What coordination takes now, in the figures of the baseline. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from garde.calendar.month import Month
from garde.coordination.activity import Activity
from garde.coordination.spent import TimeSpent


@dataclass(frozen=True, slots=True)
class Present:
    """What a month took on average, over ``months``: minutes of all people that count.

    ``duty_hours`` and ``services`` are averages of a month too. ``unsigned`` minutes of the months together
    count but are not signed off yet; ``provisional`` ones do not count yet and are left out of the rest.
    """

    months: tuple[Month, ...]
    minutes: float
    by_activity: Mapping[Activity, float]
    duty_hours: float
    services: float
    unsigned: int
    provisional: int

    @property
    def minutes_per_duty_hour(self) -> float | None:
        """Minutes of coordination for each hour of duty; None without duties."""
        return self.minutes / self.duty_hours if self.duty_hours else None

    @property
    def minutes_per_service(self) -> float | None:
        """Minutes of coordination a month for each service; None without services."""
        return self.minutes / self.services if self.services else None


def present_figures(
    spent: Sequence[TimeSpent],
    months: Sequence[Month],
    *,
    with_services: bool,
    duty_hours: float,
    services: float,
) -> Present:
    """The averages over months of which ``spent`` is all the time.

    ``duty_hours`` are those of all the months together, ``services`` their average. Without
    ``with_services`` only the coordination's own time is taken, as the baseline did.
    """
    own = [one for one in spent if with_services or one.service is None]
    minutes: Counter[Activity] = Counter()
    for one in own:
        if one.counts:
            minutes[one.activity] += one.spent
    return Present(
        months=tuple(months),
        minutes=sum(minutes.values()) / len(months),
        by_activity={activity: minutes[activity] / len(months) for activity in Activity},
        duty_hours=duty_hours / len(months),
        services=services,
        unsigned=sum(one.spent for one in own if one.counts and not one.signed),
        provisional=sum(one.spent for one in own if not one.counts),
    )


def change(before: float, now: float | None) -> float | None:
    """By how much a figure changed, as a part of what it was: -0.4 is 40 % less. None where it is unknown."""
    return None if now is None or not before else now / before - 1
