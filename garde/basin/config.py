"""What a basin's file says, typed: names, places, duty lines, burden, holidays, compensation, help numbers.

The file is TOML (``config/basins/*.toml``), format ``garde-basin/1``; `docs/basins.md` explains every key.
"""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, model_validator

from garde.basin import names
from garde.basin.communes import Commune
from garde.basin.compensation import Compensation
from garde.basin.consistency import Inconsistent, faults_of
from garde.basin.fields import CalendarDate, Whole
from garde.basin.names import Names
from garde.basin.needs import DEFAULT_NEEDS, Need
from garde.basin.telling import Messages

WEEKDAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
HOLIDAY = "holiday"
BRIDGE = "bridge"
SCHOOL_HOLIDAY = "school-holiday"
DAYS = (*WEEKDAYS, HOLIDAY, BRIDGE, SCHOOL_HOLIDAY)
"""What ``days`` of duties may name."""

LANGUAGES = names.LANGUAGES
CATEGORIES = ("evening", "night", "weekend", "holiday", "eve")

Mode = Literal["door", "telephone", "visit"]
Category = Literal["evening", "night", "weekend", "holiday", "eve"]
PeriodKind = Literal["bridge", "school-holiday"]


def _days(value: object) -> object:
    """Opens ranges such as ``mo-fr`` and drops doubles, in week order with holidays last."""
    if not isinstance(value, (list, tuple)):
        return value
    found: set[str] = set()
    for item in value:
        text = str(item).strip().lower()
        first, dash, last = text.partition("-")
        if text in DAYS[len(WEEKDAYS) :]:
            found.add(text)
        elif first in WEEKDAYS and not dash:
            found.add(first)
        elif first in WEEKDAYS and last in WEEKDAYS and WEEKDAYS.index(first) <= WEEKDAYS.index(last):
            found.update(WEEKDAYS[WEEKDAYS.index(first) : WEEKDAYS.index(last) + 1])
        else:
            raise ValueError(
                f"{item!r} is no day: use mo, tu, we, th, fr, sa, su, a range such as mo-fr, holiday, bridge "
                "or school-holiday"
            )
    return tuple(day for day in DAYS if day in found)


def _clock_time(value: object) -> object:
    """Text such as ``21:00`` or TOML's local time; never a bare number, which would mean seconds."""
    if isinstance(value, str):
        try:
            value = time.fromisoformat(value.strip())
        except ValueError:
            raise ValueError(f"{value!r} is no time of day: write it as 21:00, midnight as 00:00") from None
    if not isinstance(value, time):
        raise ValueError(f"{value!r} is no time of day: write it in quotes, as 21:00")
    if value.tzinfo is not None:
        raise ValueError(f"{value.isoformat()!r} carries an offset: write the local clock's time, as 21:00")
    if value.second or value.microsecond:
        raise ValueError(f"{value.isoformat()!r} has seconds: duties change at whole minutes, as 21:00")
    return value


Days = Annotated[tuple[str, ...], BeforeValidator(_days), Field(min_length=1)]
ClockTime = Annotated[time, BeforeValidator(_clock_time)]
Number = Annotated[float, Field(strict=True)]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Postcode = Annotated[str, Field(pattern=r"^[1-9][0-9]{3}$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)


class Quarter(_Part):
    """A neighbourhood of 15,000 to 30,000 people, the first level at which somebody looks for help."""

    id: Identifier
    names: Names
    postcode: Postcode
    lat: Number = Field(ge=-90, le=90)
    lon: Number = Field(ge=-180, le=180)
    population: Whole = Field(ge=0)
    need_weight: Number = Field(
        default=1.0, gt=0, le=100, description="a place in greater need counts for more"
    )


class ExtraHoliday(_Part):
    """A day that this basin keeps beside the country's legal holidays."""

    date: CalendarDate
    names: Names


class Period(_Part):
    """Days on which duties may be others, that are no holidays: a bridge, or weeks without school."""

    kind: PeriodKind
    first: CalendarDate
    last: CalendarDate = Field(description="the last day of it")
    names: Names


class Holidays(_Part):
    """Which days count as holidays: the country's legal ones, plus ``add``, minus ``skip``.

    ``periods`` are no holidays: they count for duties that name their kind in ``days``, and only there.
    """

    add: tuple[ExtraHoliday, ...] = ()
    skip: tuple[CalendarDate, ...] = ()
    periods: tuple[Period, ...] = ()


class Burden(_Part):
    """Points that an hour of duty weighs; the heaviest kind that applies to a minute counts.

    ``evening`` and ``night`` are windows of the local clock, on any day; the weekend is the local days of
    ``weekend_days``; a holiday is its local day. The eve of a holiday is the day before it from ``eve_from``
    on, unless that is a holiday itself; without points for it, no duty is of that kind.
    """

    day: Whole = Field(ge=0, le=1000)
    evening: Whole = Field(ge=0, le=1000)
    night: Whole = Field(ge=0, le=1000)
    weekend: Whole = Field(ge=0, le=1000)
    holiday: Whole = Field(ge=0, le=1000)
    eve: Whole | None = Field(default=None, ge=0, le=1000)
    eve_from: ClockTime = time(18)
    evening_from: ClockTime = time(18)
    night_from: ClockTime = time(22)
    night_until: ClockTime = time(7)
    weekend_days: Days = ("sa", "su")


class SlotTemplate(_Part):
    """One recurring duty of a line, by local clock.

    It starts on each local day whose kind is in ``days`` and ends at ``end`` that day, the next day when
    ``end`` is not after ``start``, or ``length_days`` days later when that is given (7: a whole-week duty). A
    holiday is of kind ``holiday`` only, whatever its weekday, but a duty of two days or more starts on
    its weekday all the same. ``overlap_minutes`` lengthens it beyond the hand-over.
    """

    id: Identifier
    days: Days
    start: ClockTime
    end: ClockTime
    modes: tuple[Mode, ...] = Field(default=(), description="empty: all the modes of the line")
    length_days: Whole | None = Field(default=None, ge=0, le=31)
    required: Whole = Field(default=1, ge=1, le=50)
    overlap_minutes: Whole = Field(default=0, ge=0, le=240)

    def days_until_end(self) -> int:
        """Local days from the start's date to the end's date."""
        if self.length_days is not None:
            return self.length_days
        return 0 if self.end > self.start else 1

    @model_validator(mode="after")
    def _ends_after_start(self) -> SlotTemplate:
        if self.length_days == 0 and self.end <= self.start:
            raise ValueError(
                "length_days = 0 needs an end after the start: correct end, or take length_days out"
            )
        return self


class Fill(_Part):
    """Duties for just the target hours in which fewer than ``at_least`` services of the line are open.

    Their opening hours decide. A stretch of such hours is cut at each of ``handovers``, by local clock; its
    first and last duty are joined with the one beside them, or their hand-over moved, where
    ``minimum_minutes`` and ``maximum_minutes`` ask for it (`garde.calendar.fill` states how).
    """

    at_least: Whole = Field(default=1, ge=1, le=50)
    required: Whole | None = Field(default=None, ge=1, le=50, description="absent: as many as at_least")
    handovers: tuple[ClockTime, ...] = Field(min_length=1, max_length=24)
    minimum_minutes: Whole = Field(default=60, ge=1, le=24 * 60)
    maximum_minutes: Whole = Field(default=24 * 60, ge=1, le=48 * 60)
    days: Days = (*WEEKDAYS, HOLIDAY)
    modes: tuple[Mode, ...] = Field(default=(), description="empty: all the modes of the line")

    @property
    def places(self) -> int:
        """How many different services each duty needs; so many are enough, whoever is open besides."""
        return self.at_least if self.required is None else self.required


class Line(_Part):
    """A duty line: one need (pharmacy, nurse, reception …) for which somebody should always be there."""

    id: Identifier
    names: Names
    pictogram: Identifier
    modes: tuple[Mode, ...] = Field(min_length=1)
    quarters: tuple[Identifier, ...] = Field(default=(), description="empty: the whole basin")
    target_hours: str = Field(
        default="24/7", description="OpenStreetMap opening_hours in which it should be open"
    )
    languages: tuple[str, ...] = Field(default=(), description="each should be spoken on duty")
    reach_km: Number | None = Field(default=None, gt=0, le=100)
    apart_km: Number | None = Field(default=None, gt=0, le=100)
    regular_modes: tuple[Mode, ...] = Field(
        default=(), description="by a service's own opening hours; empty: the line's modes but visit"
    )
    slots: tuple[SlotTemplate, ...] = ()
    fill: Fill | None = Field(default=None, description="instead of slots")

    def modes_of(self, slot: SlotTemplate | Fill) -> tuple[Mode, ...]:
        """How somebody is reached during that duty: its own modes, else the line's."""
        return slot.modes or self.modes

    def notices(self, kind: str) -> bool:
        """Whether any of the line's duties is for days of that kind, by its name."""
        return any(kind in slot.days for slot in self.slots) or (
            self.fill is not None and kind in self.fill.days
        )

    def modes_by_regular_hours(self) -> tuple[Mode, ...]:
        """How a service is reached while it is open by itself.

        As stated, else as the line says but for visits, which opening hours do not promise; a line of visits
        alone is taken at its word.
        """
        return self.regular_modes or tuple(mode for mode in self.modes if mode != "visit") or self.modes


class Planning(_Part):
    """Defaults of the engine for this basin (see `problem-format.md` for tiers and fairness)."""

    fairness: dict[str, Number] = Field(default_factory=lambda: {"burden": 1.0})
    tiers: tuple[str, ...] = ("uncovered", "unfairness", "languages", "distance", "wishes")
    rest_hours: Number = Field(default=11, ge=0, le=336, description="for services that do not say otherwise")


class Ledger(_Part):
    """How much of a balance is carried on (`docs/ledger.md`)."""

    cap_months: Number = Field(default=3, ge=0, le=1200, description="in months of a service's own due")


class Swaps(_Part):
    """Who approves a swap that both services agreed on: a coordinator, or these rules where they are met.

    A swap that breaks a rule is always left to a coordinator.
    """

    approve: Literal["coordinator", "automatic"] = "coordinator"
    unfairness_rises_at_most: Number | None = Field(
        default=None, ge=0, description="in the unit of the tier; absent: no limit"
    )
    hours_before: Number = Field(default=0, ge=0, le=8784, description="to the start of its first duty")


class HelpNumber(_Part):
    """A number that answers when nobody of the basin does.

    ``cents_per_minute`` is the extra that the number itself costs. With 0 the call is free, unless
    ``ordinary_rate`` says that the caller's own contract charges it as any other call.
    """

    number: str = Field(pattern=r"^[0-9 ]{3,20}$")
    names: Names
    cents_per_minute: Whole = Field(ge=0, le=500)
    ordinary_rate: StrictBool = False
    languages: tuple[str, ...] = ()
    hours: str = "24/7"
    emergency: StrictBool = False


class BasinConfig(_Part):
    """Everything that a basin's file says."""

    format: Literal["garde-basin/1"]
    id: Identifier
    names: Names
    demo: StrictBool = False
    timezone: str = "Europe/Brussels"
    country: str = Field(default="BE", pattern=r"^[A-Z]{2}$")
    languages: tuple[str, ...] = LANGUAGES
    postcodes: tuple[Postcode, ...] = Field(min_length=1)
    neighbours: tuple[Identifier, ...] = ()
    communes: tuple[Commune, ...] = ()
    quarters: tuple[Quarter, ...] = Field(min_length=1)
    holidays: Holidays = Holidays()
    burden: Burden
    planning: Planning = Planning()
    ledger: Ledger = Ledger()
    messages: Messages = Messages()
    swaps: Swaps = Swaps()
    compensation: tuple[Compensation, ...] = ()
    help_numbers: tuple[HelpNumber, ...] = Field(min_length=1)
    lines: tuple[Line, ...] = Field(min_length=1)
    needs: tuple[Need, ...] = Field(default=DEFAULT_NEEDS, min_length=1, max_length=20)

    def line(self, line_id: str) -> Line | None:
        """The line of that id, or None."""
        return next((line for line in self.lines if line.id == line_id), None)

    def quarter(self, quarter_id: str) -> Quarter | None:
        """The quarter of that id, or None."""
        return next((quarter for quarter in self.quarters if quarter.id == quarter_id), None)

    @model_validator(mode="after")
    def _hangs_together(self) -> BasinConfig:
        faults = faults_of(self)
        if faults:
            raise Inconsistent(faults)
        return self
