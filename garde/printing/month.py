"""Filling the press's view of a month: for the wall sheet and for the grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from babel.dates import format_date

from exports.month import DayKind, DutyKind, MonthDay, MonthDuty, MonthLine, MonthService
from exports.month import Month as MonthView
from garde.basin.config import WEEKDAYS
from garde.basin.service import Service
from garde.calendar.localtime import clock_changes
from garde.calendar.month import Month
from garde.calendar.public_holidays import holidays_of
from garde.printing.reading import Printed
from garde.printing.words import CLOCK_CHANGES, DEMOS, EDITIONS, TITLES, beside, month_words
from garde.rota import FilledSlot

_HEAVIEST: tuple[DutyKind, ...] = ("night", "holiday", "weekend", "evening")


def month_view(printed: Printed, month: Month, languages: Sequence[str]) -> MonthView:
    """One of the printed months, in these languages. Raises BadInput for a language that is not printed."""
    printed = printed.seated()
    tongues = tuple(languages)
    words = month_words(tongues)
    config, zone = printed.config, ZoneInfo(printed.config.timezone)
    slots = [slot for slot in printed.slots if slot.month == str(month)]
    running = _running(printed, month, zone)
    lines = {slot.line for slot in (*slots, *running)}
    held = {name for slot in (*slots, *running) for name in slot.services}
    names = [_named(config.names, tongue) for tongue in tongues]
    guests = {
        guest.id: f" ({beside(_named(guest.names, tongue) for tongue in tongues)})"
        for guest in printed.guests
    }
    return MonthView(
        titles=tuple(
            f"{TITLES[tongue]} — {_month_name(month, tongue)} — {name}"
            for tongue, name in zip(tongues, names, strict=True)
        ),
        month_names=tuple(_month_name(month, tongue) for tongue in tongues),
        edition=beside(
            EDITIONS[tongue].format(
                number=printed.version.number,
                day=format_date(printed.changed_at.astimezone(zone).date(), "d MMMM y", locale=tongue),
            )
            for tongue in tongues
        ),
        notices=tuple(DEMOS[tongue] for tongue in tongues) if config.demo else (),
        changed_at=printed.changed_at,
        language=tongues[0],
        timezone=config.timezone,
        words=words,
        days=_days(printed, month, tongues, zone),
        lines=tuple(
            MonthLine(id=line.id, name=beside(_named(line.names, tongue) for tongue in tongues))
            for line in config.lines
            if line.id in lines
        ),
        services=tuple(
            MonthService(
                id=service.external_id,
                name=service.name + guests.get(service.external_id, ""),
                lines=tuple(line for line in service.lines if line in lines),
                phone=service.phone or "",
            )
            for service in sorted(printed.services.values(), key=lambda one: (one.name, one.external_id))
            if service.external_id in held or _takes_part(service, lines, month)
        ),
        duties=(
            *(_duty(slot, running=True) for slot in running),
            *(_duty(slot, running=False) for slot in slots),
        ),
    )


def _running(printed: Printed, month: Month, zone: ZoneInfo) -> list[FilledSlot]:
    """What began before the month and still runs when it begins."""
    first = month.start(zone)
    known = {slot.key: slot for slot in (*printed.running, *printed.slots)}
    return [slot for slot in known.values() if slot.start < first < slot.end]


def _duty(slot: FilledSlot, *, running: bool) -> MonthDuty:
    return MonthDuty(
        line=slot.line,
        start=slot.start,
        end=slot.end,
        places=slot.places,
        kind=next((kind for kind in _HEAVIEST if kind in slot.categories), "day"),
        categories=slot.categories,
        burden=slot.burden,
        running=running,
    )


def _days(printed: Printed, month: Month, tongues: tuple[str, ...], zone: ZoneInfo) -> tuple[MonthDay, ...]:
    holidays = [holidays_of(printed.config, [month.year], tongue) for tongue in tongues]
    changing = {at.astimezone(zone).date() for at in clock_changes(month.start(zone), month.end(zone), zone)}
    weekend = printed.config.burden.weekend_days
    found = []
    for day in month.days():
        notes = []
        if day in holidays[0]:
            notes.append(beside(named[day] for named in holidays))
        if day in changing:
            notes.append(beside(CLOCK_CHANGES[tongue] for tongue in tongues))
        kind: DayKind = "weekday"
        if day in holidays[0]:
            kind = "holiday"
        elif WEEKDAYS[day.weekday()] in weekend:
            kind = "weekend"
        found.append(
            MonthDay(
                day=day,
                names=tuple(_weekday(day, tongue) for tongue in tongues),
                kind=kind,
                note=", ".join(notes),
            )
        )
    return tuple(found)


def _takes_part(service: Service, lines: set[str], month: Month) -> bool:
    joined = service.active_from is None or service.active_from <= month.last_day
    stays = service.active_until is None or service.active_until >= month.first_day
    return joined and stays and bool(lines.intersection(service.lines))


def _named(names: Mapping[str, str], language: str) -> str:
    return names.get(language) or names["fr"]


def _month_name(month: Month, language: str) -> str:
    return format_date(month.first_day, "MMMM y", locale=language)


def _weekday(day: date, language: str) -> str:
    return format_date(day, "EEE", locale=language).rstrip(".")
