"""What each service is owed for a period. Pure.

Every line (a duty of a service, an entry of coordination time) is rounded to the cent by itself, half up;
totals are sums of lines, so that whoever adds them up finds the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.intervals import Interval
from garde.compensation.account import DutyLine, Owed, Statement, TimeLine
from garde.compensation.ceilings import capped, cuts
from garde.compensation.hours import HOUR, hours_of, rates_on, to_the_cent, to_the_minute
from garde.compensation.settled import Settlement
from garde.coordination.spent import TimeSpent
from garde.rota import FilledSlot
from garde.served import Record, as_served


@dataclass(frozen=True)
class Facts:
    """What compensation is reckoned from: of the period, and of its first month before it.

    ``slots`` are those of the rota in force, with neighbours in the places that they fill; ``services`` by
    external id, those neighbours among them, ``homes`` their basins' names. ``weekly`` is working time in an
    ordinary week, ``settled`` what was settled with each service.
    """

    services: Mapping[str, Service]
    slots: Sequence[FilledSlot]
    records: Sequence[Record]
    time: Sequence[TimeSpent]
    holidays: Collection[date]
    homes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    weekly: Mapping[str, timedelta] = field(default_factory=dict)
    settled: Mapping[str, Sequence[Settlement]] = field(default_factory=dict)


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
            settled={name: some for name, some in facts.settled.items() if name == only},
        )
    zone, since = ZoneInfo(config.timezone), reckoned_from(config, first)
    near = [slot for slot in facts.slots if since <= slot.start.astimezone(zone).date() <= last]
    ended = [slot for slot in near if slot.end <= at]
    ahead = sum(slot.end > at and slot.start.astimezone(zone).date() >= first for slot in near)
    all_duties = _duties(config, facts, ended, zone)
    counted = [one for one in facts.time if one.counts and since <= one.day <= last]
    all_time = _time(config, facts, counted)
    statements = []
    for name in {*all_duties, *all_time, *facts.settled} & facts.services.keys():
        duties, time = capped(config, all_duties.get(name, ()), all_time.get(name, ()))
        found = Statement(
            service=facts.services[name],
            home=facts.homes.get(name),
            duties=tuple(line for line in duties if line.day >= first),
            time=tuple(line for line in time if line.day >= first),
            cuts=cuts(config, duties, time, first),
            days=(last - first).days + 1,
            weekly=facts.weekly.get(name),
            settled=_settled(facts.settled.get(name, ()), first, last),
        )
        if found.duties or found.time or found.settled:
            statements.append(found)
    shown = {line.entry for one in statements for line in one.time}
    unsigned = sum(one.id in shown and not one.signed for one in counted)
    return Owed(first, last, tuple(sorted(statements, key=_by_name)), ahead, unsigned)


def _settled(settlements: Iterable[Settlement], first: date, last: date) -> tuple[Settlement, ...]:
    inside = (one.within(first, last) for one in settlements if one.stands)
    return tuple(one for one in inside if one.items)


def reckoned_from(config: BasinConfig, first: date) -> date:
    """The date from which a period is reckoned: its month's first with rates; ceilings count from there."""
    begin = min((card.valid_from for card in config.compensation), default=first)
    return min(first, max(first.replace(day=1), begin))


def _by_name(statement: Statement) -> tuple[str, str]:
    return (statement.service.name.casefold(), statement.service.external_id)


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
    for one in sorted(entries, key=lambda entry: (entry.day, entry.start, entry.id)):
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
