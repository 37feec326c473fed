"""What each service is owed for a period. Pure.

Every line (a duty of a service, an entry of coordination time) is rounded to the cent by itself, half up;
totals are sums of lines, so that whoever adds them up finds the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from garde.basin.compensation import PAID, Paid
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.intervals import Interval
from garde.compensation.hours import HOUR, hours_of, rates_on, to_the_cent, to_the_minute
from garde.coordination.spent import TimeSpent
from garde.rota import FilledSlot
from garde.served import Record, as_served


@dataclass(frozen=True, slots=True)
class DutyLine:
    """What a service served of the slot of that key; ``portion`` is its part of the slot's time (0: none).

    ``start`` and ``end`` are the slot's; ``day`` is the local date on which it starts. ``planned``: the slot
    was given to this service; else it stood in. Money in cents, or time given back in its place.
    """

    slot: str
    line: str
    month: str
    day: date
    start: datetime
    end: datetime
    portion: Fraction
    planned: bool
    seconds: Mapping[Paid, int]
    cents: int
    back: timedelta

    @property
    def length(self) -> timedelta:
        """The elapsed time that it served."""
        return timedelta(seconds=sum(self.seconds.values()))


@dataclass(frozen=True, slots=True)
class TimeLine:
    """Coordination time: ``minutes`` of all its people together, of which ``paid`` are compensated."""

    entry: int
    day: date
    activity: str
    minutes: int
    paid: int
    signed: bool
    cents: int
    back: timedelta


@dataclass(frozen=True, slots=True)
class Cut:
    """What a ceiling takes off a service's money in a local month (``2027-01``); ``cents`` are below 0."""

    month: str
    ceiling: int
    cents: int


@dataclass(frozen=True, slots=True)
class Statement:
    """All that one service is owed.

    ``home`` has the names of its own basin where it is a neighbour's that stood in. ``weekly`` is the
    working time of its people in an ordinary week, where that is known, over ``days`` of the period.
    """

    service: Service
    home: Mapping[str, str] | None
    duties: tuple[DutyLine, ...]
    time: tuple[TimeLine, ...]
    cuts: tuple[Cut, ...]
    days: int
    weekly: timedelta | None = None

    @property
    def cents(self) -> int:
        """Money, after the ceilings."""
        worked = sum(line.cents for line in self.duties) + sum(line.cents for line in self.time)
        return worked + sum(cut.cents for cut in self.cuts)

    @property
    def back(self) -> timedelta:
        """Time given back."""
        duties = sum((line.back for line in self.duties), timedelta())
        return sum((line.back for line in self.time), duties)

    @property
    def served(self) -> tuple[DutyLine, ...]:
        """The duties in which it was there at all."""
        return tuple(line for line in self.duties if line.portion)

    @property
    def seconds(self) -> dict[Paid, int]:
        """Time on duty by kind."""
        found: Counter[Paid] = Counter()
        for line in self.duties:
            found.update(line.seconds)
        return {kind: found[kind] for kind in reversed(PAID)}

    @property
    def coordination(self) -> int:
        """Minutes of coordination that are compensated."""
        return sum(line.paid for line in self.time)

    @property
    def workload(self) -> Fraction | None:
        """Duty and compensated coordination as a part of the period's working time, where that is known."""
        if not self.weekly:
            return None
        working = Fraction(int(self.weekly.total_seconds()) * self.days, 7)
        return Fraction(sum(self.seconds.values()) + 60 * self.coordination) / working


@dataclass(frozen=True, slots=True)
class Owed:
    """What all services of a basin are owed from ``first`` to ``last``, local dates, both included.

    Duties count by the date on which they start. ``ahead`` are those of the period that have not ended yet:
    they are not in it. ``unsigned`` are entries of time in it that nobody has signed off.
    """

    first: date
    last: date
    statements: tuple[Statement, ...]
    ahead: int
    unsigned: int

    @property
    def cents(self) -> int:
        """All money."""
        return sum(statement.cents for statement in self.statements)

    @property
    def back(self) -> timedelta:
        """All time given back."""
        return sum((statement.back for statement in self.statements), timedelta())


@dataclass(frozen=True)
class Facts:
    """What compensation is reckoned from.

    ``slots`` are those of the rota in force, with neighbours in the places that they fill; ``services`` by
    external id, those neighbours among them, ``homes`` their basins' names. ``weekly`` is working time in an
    ordinary week.
    """

    services: Mapping[str, Service]
    slots: Sequence[FilledSlot]
    records: Sequence[Record]
    time: Sequence[TimeSpent]
    holidays: Collection[date]
    homes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    weekly: Mapping[str, timedelta] = field(default_factory=dict)


def owed(
    config: BasinConfig, facts: Facts, first: date, last: date, at: datetime, *, only: str | None = None
) -> Owed:
    """What each service is owed for the period, by name; with ``only``, that service alone.

    Raises BadInput where no rates are in force.
    """
    if only is not None:
        facts = replace(
            facts,
            services={name: one for name, one in facts.services.items() if name == only},
            time=[one for one in facts.time if one.service == only],
        )
    zone = ZoneInfo(config.timezone)
    inside = [slot for slot in facts.slots if first <= slot.start.astimezone(zone).date() <= last]
    ended = [slot for slot in inside if slot.end <= at]
    duties = _duties(config, facts, ended, zone)
    counted = [one for one in facts.time if one.counts and first <= one.day <= last]
    time = _time(config, facts, counted)
    known = {name for name in (*duties, *time) if name in facts.services}
    statements = []
    for name in sorted(known, key=lambda one: (facts.services[one].name.casefold(), one)):
        own_duties, own_time = tuple(duties.get(name, ())), tuple(time.get(name, ()))
        statements.append(
            Statement(
                service=facts.services[name],
                home=facts.homes.get(name),
                duties=own_duties,
                time=own_time,
                cuts=_cuts(config, own_duties, own_time),
                days=(last - first).days + 1,
                weekly=facts.weekly.get(name),
            )
        )
    shown = {line.entry for lines in time.values() for line in lines}
    unsigned = sum(one.id in shown and not one.signed for one in counted)
    return Owed(first, last, tuple(statements), len(inside) - len(ended), unsigned)


def _duties(
    config: BasinConfig, facts: Facts, slots: Sequence[FilledSlot], zone: ZoneInfo
) -> dict[str, list[DutyLine]]:
    original = {slot.key: slot for slot in slots}
    stints: dict[tuple[str, str], list[Interval]] = {
        (slot.key, name): [] for slot in slots for name in slot.services
    }
    for slot in as_served(slots, facts.records):
        for name in slot.services:
            stints.setdefault((slot.key, name), []).append(Interval(slot.start, slot.end))
    found: dict[str, list[DutyLine]] = defaultdict(list)
    for (key, name), intervals in stints.items():
        if name in facts.services:
            line = _duty(config, facts, original[key], name, intervals, zone)
            found[name].append(line)
    return {name: sorted(lines, key=lambda line: (line.start, line.slot)) for name, lines in found.items()}


def _duty(
    config: BasinConfig,
    facts: Facts,
    slot: FilledSlot,
    name: str,
    intervals: Sequence[Interval],
    zone: ZoneInfo,
) -> DutyLine:
    day = slot.start.astimezone(zone).date()
    card = rates_on(config.compensation, day)
    hours = hours_of(intervals, config, facts.holidays, zone)
    portion = Fraction(hours.length, int((slot.end - slot.start).total_seconds()))
    in_time = facts.services[name].kind in card.recovered
    return DutyLine(
        slot=slot.key,
        line=slot.line,
        month=slot.month,
        day=day,
        start=slot.start,
        end=slot.end,
        portion=portion,
        planned=name in slot.services,
        seconds=hours.seconds,
        cents=0 if in_time else to_the_cent(hours.cents + portion * card.per_duty),
        back=to_the_minute(hours.back) if in_time else timedelta(),
    )


def _time(config: BasinConfig, facts: Facts, entries: Iterable[TimeSpent]) -> dict[str, list[TimeLine]]:
    """The compensated entries by service; beyond a month's ceiling the later ones are left unpaid."""
    found: dict[str, list[TimeLine]] = defaultdict(list)
    left: dict[tuple[str, str], int] = {}
    for one in sorted(entries, key=lambda entry: (entry.start, entry.id)):
        service = facts.services.get(one.service) if one.service else None
        if service is None:
            continue
        card = rates_on(config.compensation, one.day)
        if service.kind not in card.coordination_for:
            continue
        paid = one.spent
        if card.coordination_minutes_per_month is not None:
            key = (service.external_id, f"{one.day:%Y-%m}")
            room = left.setdefault(key, card.coordination_minutes_per_month)
            paid = min(paid, room)
            left[key] = room - paid
        in_time = service.kind in card.recovered
        found[service.external_id].append(
            TimeLine(
                entry=one.id,
                day=one.day,
                activity=one.activity.value,
                minutes=one.spent,
                paid=paid,
                signed=one.signed,
                cents=0 if in_time else to_the_cent(Fraction(paid * 60 * card.coordination, HOUR)),
                back=timedelta(minutes=paid) if in_time else timedelta(),
            )
        )
    return found


def _cuts(config: BasinConfig, duties: Iterable[DutyLine], time: Iterable[TimeLine]) -> tuple[Cut, ...]:
    """What goes beyond each month's ceiling, by the rates of the first line of the month."""
    money: dict[str, int] = defaultdict(int)
    begins: dict[str, date] = {}
    paid = [(line.day, line.cents) for line in duties] + [(line.day, line.cents) for line in time]
    for day, cents in paid:
        month = f"{day:%Y-%m}"
        money[month] += cents
        begins[month] = min(day, begins.get(month, day))
    found = []
    for month, sum_ in sorted(money.items()):
        ceiling = rates_on(config.compensation, begins[month]).ceiling_per_month
        if ceiling is not None and sum_ > ceiling:
            found.append(Cut(month, ceiling, ceiling - sum_))
    return tuple(found)
