"""What duties and coordination are paid, from a date on."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from garde.basin.fields import CalendarDate, Whole

Paid = Literal["day", "evening", "night", "weekend", "holiday", "eve"]
PAID: tuple[Paid, ...] = ("holiday", "eve", "weekend", "night", "evening", "day")
"""The kinds of hours; of several that are paid alike, an hour is told as the first."""

Cents = Annotated[Whole, Field(ge=0, le=100_000_000)]
Minutes = Annotated[Whole, Field(ge=0, le=600)]


class Compensation(BaseModel):
    """What an hour is paid from a local date on, in whole euro cents, by the kind of hour.

    Services of the kinds in ``recovered`` get hours back in place of money: ``recovered_minutes`` for an hour
    of each kind. Coordination time of the kinds in ``coordination_for`` is compensated as well. A service is
    paid at most ``ceiling_per_month``, and for at most so many minutes of coordination, in a local month.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    valid_from: CalendarDate
    day: Cents
    evening: Cents
    night: Cents
    weekend: Cents
    holiday: Cents
    coordination: Cents
    eve: Cents | None = Field(default=None, description="absent: as the hour is otherwise")
    per_duty: Cents = 0
    ceiling_per_month: Cents | None = None
    coordination_minutes_per_month: Annotated[Whole, Field(ge=0)] | None = None
    coordination_for: tuple[Literal["organisation", "independent"], ...] = ("independent",)
    recovered: tuple[Literal["organisation", "independent"], ...] = ()
    recovered_minutes: dict[Paid, Minutes] = Field(default_factory=dict, description="60 for those left out")

    def rate(self, kind: Paid) -> int:
        """Cents for an hour of that kind; of an eve without a rate, none."""
        found: int | None = getattr(self, kind)
        return 0 if found is None else found

    def back(self, kind: Paid) -> int:
        """Minutes given back for an hour of that kind."""
        return self.recovered_minutes.get(kind, 60)
